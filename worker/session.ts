/**
 * The worker's life: no profile, a locked one, an open one, or one that another tab has open. Implements WorkerApi.
 *
 * A kept profile is open in one tab at most: two that advance one ratchet destroy it. The tab that has it holds a lock;
 * another may ask for it ("Use here"), and then this one closes everything before it lets go.
 *
 * Trust: what the page sends is typed but not believed: names, passphrases and texts are checked here.
 */
import type { ChatEvent, ProfileCommands, Session, WorkerApi } from "./api.ts"
import { CommandError } from "./chat/error.ts"
import { planOf } from "./chat/plan.ts"
import { checkedName } from "./chat/profiles.ts"
import { toFailure } from "./failure.ts"
import { type OpenProfile, openProfile, type Platform, storeProfile } from "./profile.ts"
import type { Backend } from "./store/backend.ts"
import { memoryBackend } from "./store/memory.ts"
import { openStore, type Store } from "./store/store.ts"
import { calibrate, createVault, type KdfParameters, openVault, sessionKey, type VaultRecord } from "./store/vault.ts"

/** Where a kept profile lives. One per browser. */
export interface Keep {
  exists(): Promise<boolean>
  /** Rejects where this window may not store anything. */
  open(onLost: () => void): Promise<Backend>
  readVault(backend: Backend): Promise<unknown>
  writeVault(backend: Backend, record: VaultRecord): Promise<void>
  remove(): Promise<void>
}

/** The right to have the kept profile open. */
export interface Leader {
  /** Whether somebody else has it. */
  isTaken(): Promise<boolean>
  /** Takes it; with `force` the present holder is told to let go. Null when it is not to be had. */
  take(force: boolean, onLost: () => void): Promise<(() => void) | null>
}

export type SessionOptions = Platform & {
  readonly keep: Keep
  readonly leader: Leader
  /** For tests: cheap parameters instead of calibrated ones. */
  readonly kdf?: KdfParameters
}

const leastPassphrase = 6

export const createSession = (options: SessionOptions): WorkerApi => {
  const { keep, leader, clock, random } = options
  let subscriber: ((event: ChatEvent) => void) | null = null
  let profile: OpenProfile | null = null
  let session: Session | null = null
  let letGo: (() => void) | null = null

  const emit = (event: ChatEvent): void => subscriber?.(event)
  const enter = (next: Session): Session => {
    session = next
    emit({ type: "session", session: next })
    return next
  }

  let isKept = false
  const tellOpen = (): void => {
    if (profile !== null) enter({ state: "open", displayName: profile.chat.displayName(), kept: isKept })
  }

  const close = (): void => {
    profile?.close()
    profile = null
    letGo?.()
    letGo = null
  }

  /** Another tab took over, or the database went away under us. */
  const lost = (): void => {
    if (profile === null && letGo === null) return
    close()
    enter({ state: "elsewhere" })
  }

  /** The store no longer writes: going on would show what is not kept. */
  const broken = (): void => {
    close()
    void start()
  }

  const start = async (): Promise<Session> => {
    if (!(await keep.exists())) return enter({ state: "new" })
    return enter({ state: (await leader.isTaken()) ? "elsewhere" : "locked" })
  }

  const enterProfile = async (store: Store, kept: boolean): Promise<void> => {
    profile = await openProfile(options, store, emit, broken)
    isKept = kept
    tellOpen()
  }

  const take = async (force: boolean): Promise<void> => {
    letGo ??= await leader.take(force, lost)
    if (letGo === null) throw new CommandError("ELSEWHERE")
  }

  const chat = () => {
    if (profile === null) throw new CommandError("NOT_FOUND")
    return profile.chat
  }

  /** Passphrase, vault, rows: in this order, so that a vault that exists always has a profile behind it. */
  const createKept = async (displayName: string, passphrase: string): Promise<void> => {
    const name = checkedName(displayName)
    if ([...passphrase].length < leastPassphrase) throw new CommandError("BAD_PASSPHRASE")
    if (profile !== null || (await keep.exists())) throw new CommandError("ELSEWHERE")
    await take(false)
    try {
      await keep.remove()
      const backend = await keep.open(lost).catch(() => {
        throw new CommandError("NO_STORAGE")
      })
      const { record, key } = await createVault(passphrase, options.kdf ?? (await calibrate(clock, random)), random)
      const store = openStore(backend, key, random)
      await storeProfile(store, { displayName: name, fullName: "" }, clock)
      await keep.writeVault(backend, record)
      await enterProfile(store, true)
    } catch (e) {
      close()
      throw e
    }
  }

  const unlock = async (passphrase: string): Promise<void> => {
    if (profile !== null) return
    await take(false)
    let backend: Backend | null = null
    try {
      backend = await keep.open(lost)
      const key = await openVault(await keep.readVault(backend), passphrase)
      await enterProfile(openStore(backend, key, random), true)
    } catch (e) {
      backend?.close()
      close()
      throw e
    }
  }

  const startPrivate = async (displayName: string): Promise<void> => {
    const name = checkedName(displayName)
    if (profile !== null) throw new CommandError("ELSEWHERE")
    const store = openStore(memoryBackend(), await sessionKey(random), random)
    await storeProfile(store, { displayName: name, fullName: "" }, clock)
    await enterProfile(store, false)
  }

  /** After this another profile may be the one that is shown. */
  const shown = async <T>(command: Promise<T>): Promise<T> => {
    const answer = await command
    tellOpen()
    return answer
  }

  /** The commands of the open profile, all others are NOT_FOUND. */
  const commands = new Proxy({} as ProfileCommands, {
    get: (_, name) => {
      const own = chat().commands
      const command = Object.hasOwn(own, name) ? own[name as keyof ProfileCommands] : undefined
      if (command === undefined) throw new CommandError("NOT_FOUND")
      return command
    },
  })

  const ofWorker: Omit<WorkerApi, Exclude<keyof ProfileCommands, "planLink" | ProfileChange>> = {
    session: async () => session ?? (await start()),
    subscribe: async onEvent => {
      subscriber = onEvent
    },
    useHere: async () => {
      await take(true)
      letGo?.()
      letGo = null
      return enter({ state: "locked" })
    },
    startPrivate,
    createProfile: createKept,
    unlock,
    // Before there is a profile nothing is stored, so the link is not looked up either: that would bind it to a lost key.
    planLink: async (link, lookUp) => (profile === null ? planOf(link).plan : commands.planLink(link, lookUp)),
    addProfile: displayName => shown(commands.addProfile(displayName)),
    switchProfile: profileId => shown(commands.switchProfile(profileId)),
    deleteProfile: profileId => shown(commands.deleteProfile(profileId)),
    wake: async () => profile?.wake(),
  }
  return atBoundary(ofWorker, commands)
}

type ProfileChange = "addProfile" | "switchProfile" | "deleteProfile"

/** One object of both; every command of it rejects with plain data. */
const atBoundary = (ofWorker: Partial<WorkerApi>, commands: ProfileCommands): WorkerApi =>
  new Proxy({} as WorkerApi, {
    get:
      (_, name) =>
      async (...args: unknown[]) => {
        try {
          const command = ofWorker[name as keyof WorkerApi] ?? commands[name as keyof ProfileCommands]
          return await (command as (...a: unknown[]) => Promise<unknown>)(...args)
        } catch (e) {
          throw toFailure(e)
        }
      },
  })
