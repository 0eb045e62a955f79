/**
 * The worker's life: no profile, a locked one, an open one, or one that another tab has open. Implements WorkerApi.
 *
 * A kept profile is open in one tab at most: two that advance one ratchet destroy it. The tab that has it holds a lock;
 * another may ask for it ("Use here"), and then this one closes everything before it lets go.
 *
 * Trust: what the page sends is typed but not believed: names, passphrases and texts are checked here.
 */
import { createLocks } from "./agent/lock.ts"
import { conditions } from "./agent/presets.ts"
import type {
  ChatEvent,
  FailureCode,
  LinkPlan,
  NetworkCommands,
  PeopleCommands,
  ProfileCommands,
  Session,
  WorkerApi,
} from "./api.ts"
import { CommandError } from "./chat/error.ts"
import { checkedName } from "./chat/name.ts"
import { planOf } from "./chat/plan.ts"
import { newAgeKey } from "./crypto/age.ts"
import { atBoundary, toFailure } from "./failure.ts"
import {
  addPasskey,
  changeKeptPassphrase,
  checkPassphrase,
  confirmPassphrase,
  type Kept,
  makeKept,
  openKept,
  openKeptByPasskey,
  readPasskeys,
  removePasskey,
  setTwin,
} from "./kept.ts"
import type { Moves } from "./moving.ts"
import { toBridgeUrl } from "./network.ts"
import { pageCommands } from "./page.ts"
import type { OpenProfile } from "./profile.ts"
import type { SessionOptions } from "./rim.ts"
import { exportedOf, type Storage, storeProfile } from "./storage.ts"
import { allPieces, allRows, emptyDisk, writeAll, writePieces } from "./store/copy.ts"
import { memoryDisk } from "./store/disk.ts"
import { memoryBackend } from "./store/memory.ts"
import { readBridge, writeBridge } from "./store/page.ts"
import { openStore, type Store } from "./store/store.ts"
import { type Stretched, sessionKey } from "./store/vault.ts"

/** Everything behind an open profile is fetched apart: the first screen does without it. */
const loadProfile = () => import("./profile.ts")

/** A link as somebody sees it who has no profile open. */
const planOutside = async (link: string): Promise<LinkPlan> => {
  const { plan } = planOf(link)
  return plan.kind === "file" ? (await import("./chat/filelinks.ts")).filePlan(link) : plan
}

/** The whole worker, for one page. Nothing is opened before a command asks for it. */
export const createSession = (options: SessionOptions): WorkerApi => {
  const { keep, leader, clock, random, disk } = options
  /** While a kept profile is open. */
  let kept: Kept | null = null
  /** While a private session is open. */
  let privateStorage: Storage | null = null
  /** Either of them, also while it only says that it was exported. */
  let open: Storage | null = null
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

  const tellOpen = (): void => {
    if (profile !== null) enter({ state: "open", displayName: profile.chat.displayName(), kept: kept !== null })
  }

  const close = (): void => {
    if (profile === null) {
      open?.store.close()
      void open?.disk.close()
    }
    profile?.close()
    profile = null
    kept = null
    open = null
    letGo?.()
    letGo = null
    options.bridges?.use(null)
  }

  /** Another tab took over, or the database went away under us. */
  const lost = (): void => {
    if (profile === null && letGo === null) return
    close()
    enter({ state: "elsewhere" })
  }

  /** The store cannot be read or no longer writes: going on would show what is not kept. */
  const broken = (e: unknown): void => {
    const problem = kept === null ? undefined : toFailure(e).code
    close()
    void start(problem)
  }

  /** What opens a store, or deletes it, goes one after the other: two presses of a button must not make two agents of one profile. */
  const opening = createLocks()
  const alone = <T>(open: () => Promise<T>): Promise<T> => opening("store", open)

  const start = async (problem?: FailureCode): Promise<Session> => {
    if (!(await keep.exists())) return enter({ state: "new" })
    if (await leader.isTaken()) return enter({ state: "elsewhere" })
    return enter({ state: "locked", ...(problem === undefined ? {} : { problem }) })
  }

  const enterProfile = async (storage: Storage): Promise<void> => {
    open = storage
    const [exported, bridge] = await Promise.all([exportedOf(storage.store), readBridge(storage.store)])
    if (exported !== null) return void enter({ state: "exported", ...exported, kept: kept !== null })
    // Before anything connects.
    options.bridges?.use(bridge)
    const { openProfile } = await loadProfile()
    const opened = await openProfile(options, storage, emit, broken)
    if (open !== storage) {
      // Taken over or locked meanwhile.
      opened.close()
      throw new CommandError("ELSEWHERE")
    }
    profile = opened
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

  /** Makes the kept profile of this browser and opens it. */
  const enterKept = async (
    by: string | Stretched,
    fill: (store: Store) => Promise<void>,
    spared: (name: string) => boolean = () => false,
  ): Promise<void> => {
    await take(false)
    try {
      await emptyDisk(disk, name => !spared(name))
      kept = await makeKept(options, by, lost, store => fill(store))
      await enterProfile({ store: kept.store, disk })
    } catch (e) {
      close()
      throw e
    }
  }

  const createKept = async (displayName: string, passphrase: string): Promise<void> => {
    const name = checkedName(displayName)
    checkPassphrase(passphrase)
    if (open !== null || (await keep.exists())) throw new CommandError("ELSEWHERE")
    await enterKept(passphrase, store => storeProfile(store, { displayName: name, fullName: "" }, clock))
  }

  const unlock = async (passphrase: string): Promise<void> => {
    if (open !== null) return
    await take(false)
    try {
      const opened = await openKept(options, passphrase, lost)
      if ("destroyed" in opened) {
        const { displayName, by } = opened
        return await enterKept(by, store => storeProfile(store, { displayName, fullName: "" }, clock))
      }
      kept = opened
      await enterProfile({ store: opened.store, disk: disk })
    } catch (e) {
      close()
      throw e
    }
  }

  const unlockByPasskey = async (id: Uint8Array, secret: Uint8Array): Promise<void> => {
    if (open !== null) return
    await take(false)
    try {
      kept = await openKeptByPasskey(options, id, secret, lost)
      await enterProfile({ store: kept.store, disk })
    } catch (e) {
      close()
      throw e
    }
  }

  /** A private session goes on as a kept profile: the same rows under another key, and nothing runs while they move. */
  const keepPrivate = async (passphrase: string): Promise<void> => {
    checkPassphrase(passphrase)
    const storage = privateStorage
    if (storage === null || profile === null) throw new CommandError("NOT_FOUND")
    if (await keep.exists()) throw new CommandError("ELSEWHERE")
    await take(false)
    const before = profile
    const thaw = await before.rest()
    try {
      await emptyDisk(disk)
      kept = await makeKept(options, passphrase, lost, async into => {
        await writePieces(disk, allPieces(storage.disk))
        await writeAll(into, allRows(storage.store))
      })
    } catch (e) {
      // Still private, as if nothing had been asked.
      letGo?.()
      letGo = null
      await keep.remove().catch(() => undefined)
      thaw()
      await enterProfile(storage)
      throw e
    }
    storage.store.close()
    void storage.disk.close()
    privateStorage = null
    await enterProfile({ store: kept.store, disk: disk })
  }

  /** Nothing of a private session is left; a kept profile is locked. */
  const endSession = async (): Promise<void> => {
    void moves?.then(m => m.forget())
    await profile?.rest()
    privateStorage = null
    close()
    await start()
  }

  /** Fetched when chats are to go elsewhere, or come from there. */
  let moves: Promise<Moves> | null = null
  const moving = (): Promise<Moves> => {
    const load = async () =>
      (await import("./moving.ts")).createMoves({
        options,
        emit,
        enter,
        now: () => ({ session, open, profile, kept }),
        rest: async () => {
          const resting = profile
          profile = null
          return (await resting?.rest()) ?? (() => undefined)
        },
        take: () => take(false),
        enterProfile,
        enterKept,
        close,
      })
    moves ??= load().catch(cause => {
      // It may come when it is asked for again.
      moves = null
      throw cause
    })
    return moves
  }

  const openOnly = (): Store => {
    if (open === null) throw new CommandError("NOT_FOUND")
    return open.store
  }

  const openKeptOnly = (): Kept => {
    if (kept === null) throw new CommandError("NOT_FOUND")
    return kept
  }

  const setBridge = async (url: string | null): Promise<void> => {
    const store = openOnly()
    const allowed = options.bridges?.allowed() ?? []
    const found = url === null ? null : toBridgeUrl(url)
    if (found !== null) {
      if (!allowed.includes("wss:") && !allowed.includes(new URL(found).origin))
        throw new CommandError("BRIDGE_REFUSED")
      if ((await options.bridges?.answers(found)) !== true) throw new CommandError("BRIDGE_SILENT")
    }
    await writeBridge(store, found)
    options.bridges?.use(found)
    profile?.reconnect()
  }

  /** Everything of this browser's kept profile is gone after this. */
  const destroy = async (): Promise<void> => {
    if (kept === null) await take(false)
    await profile?.rest()
    close()
    await keep.remove()
    await emptyDisk(disk)
    await start()
  }

  const startPrivate = async (displayName: string): Promise<void> => {
    const name = checkedName(displayName)
    if (open !== null) throw new CommandError("ELSEWHERE")
    const store = openStore(memoryBackend(), await sessionKey(random), random)
    await storeProfile(store, { displayName: name, fullName: "" }, clock)
    privateStorage = { store, disk: memoryDisk() }
    await enterProfile(privateStorage)
  }

  /** After this another profile may be the one that is shown. */
  const shown = async <T>(command: Promise<T>): Promise<T> => {
    const answer = await command
    tellOpen()
    return answer
  }

  /** The commands of the open profile, all others are NOT_FOUND. */
  const commands = new Proxy({} as ProfileCommands & PeopleCommands, {
    get: (_, name) => {
      const all: Partial<WorkerApi> = { ...chat().commands, ...profile?.network }
      const command = Object.hasOwn(all, name) ? all[name as keyof WorkerApi] : undefined
      if (command === undefined) throw new CommandError("NOT_FOUND")
      return command
    },
  })

  const ofWorker: Omit<
    WorkerApi,
    Exclude<keyof ProfileCommands, "planLink" | Shown> | keyof PeopleCommands | keyof NetworkCommands
  > = {
    session: async () => {
      const now = session ?? (await start())
      // Wanted soon: on its way while somebody types a name or a passphrase. What fails now is asked for again later.
      loadProfile().catch(() => undefined)
      return now
    },
    conditions: async () => {
      await options.configured?.()
      return options.servers()?.length === 0 ? conditions.url : null
    },
    subscribe: async onEvent => {
      subscriber = onEvent
    },
    useHere: async () => {
      await take(true)
      letGo?.()
      letGo = null
      return enter({ state: "locked" })
    },
    startPrivate: displayName => alone(() => startPrivate(displayName)),
    createProfile: (displayName, passphrase) => alone(() => createKept(displayName, passphrase)),
    unlock: passphrase => alone(() => unlock(passphrase)),
    keepSession: passphrase => alone(() => keepPrivate(passphrase)),
    endSession,
    changePassphrase: async (from, to) => changeKeptPassphrase(options, openKeptOnly(), from, to),
    setSelfDestruct: async (passphrase, destroying) => setTwin(options, openKeptOnly(), passphrase, destroying),
    passkeys: async () => readPasskeys(options, kept),
    addPasskey: async (passphrase, passkey, secret) => addPasskey(options, openKeptOnly(), passphrase, passkey, secret),
    confirmPassphrase: async passphrase => confirmPassphrase(openKeptOnly(), passphrase),
    removePasskey: async id => removePasskey(openKeptOnly(), id),
    unlockByPasskey: (id, secret) => alone(() => unlockByPasskey(id, secret)),
    destroy: () => alone(destroy),
    exportBackup: async (to, file, alone) => (await moving()).exportBackup(to, file, alone),
    continueWithout: async () => (await moving()).continueWithout(),
    continueHere: async () => (await moving()).continueHere(),
    carry: async () => (await moving()).carry(),
    cancelCarry: async () => (await moves)?.cancelCarry(),
    importBackup: (backup, by, passphrase) => alone(async () => (await moving()).importBackup(backup, by, passphrase)),
    importCarried: (fragment, passphrase) => alone(async () => (await moving()).importCarried(fragment, passphrase)),
    newBackupKey: newAgeKey,
    planLink: async (link, lookUp) => {
      if (profile !== null) return commands.planLink(link, lookUp)
      const plan = await planOutside(link)
      return lookUp && plan.kind !== "file" ? (await import("./visitor.ts")).planForVisitor(options, link) : plan
    },
    addProfile: displayName => shown(commands.addProfile(displayName)),
    switchProfile: (profileId, password) => shown(commands.switchProfile(profileId, password)),
    deleteProfile: (profileId, options) => shown(commands.deleteProfile(profileId, options)),
    updateProfile: profile => shown(commands.updateProfile(profile)),
    ...pageCommands(openOnly),
    developerInfo: async () => {
      const storage = open
      if (storage === null) throw new CommandError("NOT_FOUND")
      const seen = (await commands.profiles()).map(p => p.id)
      return (await import("./developer.ts")).developerInfo(storage, seen)
    },
    bridge: async () => ({ url: await readBridge(openOnly()), allowed: options.bridges?.allowed() ?? [] }),
    setBridge,
    wake: async () => profile?.wake(),
  }
  return atBoundary(ofWorker, commands)
}

type Shown = "addProfile" | "switchProfile" | "deleteProfile" | "updateProfile"
