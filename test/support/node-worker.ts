/**
 * Our worker in Node: everything but the browser is real. A device is a disk with a profile, on which one process at a
 * time runs; the process can be stopped, or die between any two steps. A step is a commit or bytes handed to a socket.
 *
 * What has died writes, sends, receives and hears of timers no more: its promises stay open for ever, as nobody is there
 * to go on with them. What it had committed is what the next process finds.
 */
import type { Chat, ChatEvent, Item, NetworkConfig, PeopleCommands, ProfileCommands } from "../../worker/api.ts"
import type { LoadKem } from "../../worker/crypto/kem.ts"
import type { Clock, Connect, DirectRim, Disk, Random, Socket } from "../../worker/platform.ts"
import { type OpenProfile, openProfile } from "../../worker/profile.ts"
import { storeProfile } from "../../worker/storage.ts"
import type { Backend } from "../../worker/store/backend.ts"
import { memoryDisk } from "../../worker/store/disk.ts"
import { memoryBackend } from "../../worker/store/memory.ts"
import type { Change } from "../../worker/store/schema.ts"
import { openStore, type Store } from "../../worker/store/store.ts"
import { type KdfParameters, sessionKey } from "../../worker/store/vault.ts"

export type World = {
  readonly connect: Connect
  readonly clock: Clock
  readonly random: Random
  readonly kem: LoadKem
  readonly servers: () => readonly string[] | null
  /** For files without the bridge. */
  readonly direct?: DirectRim
  readonly network?: () => NetworkConfig
  /** Cheap, for passwords of hidden profiles. */
  readonly kdf?: KdfParameters
  /** When sockets of a process that has died are closed: real time, unless the world has none. */
  readonly linger?: (close: () => void) => void
  /** Told of every step. */
  readonly onStep?: (what: string) => void
}

/** Steps are counted from 1 over all processes of a device. */
export type Death = { readonly step: number; readonly when: "before" | "after" }

export class Died extends Error {
  override name = "Died"
}

/** What the page could ask, and the chats at once. */
export type Commands = Omit<ProfileCommands & PeopleCommands, "chats"> & { chats(): readonly Chat[] }

const commandsOf = ({ chat }: OpenProfile): Commands => ({ ...chat.commands, chats: () => chat.chats() })

export type Device = {
  readonly name: string
  /** What the running process offers. Throws when none runs. */
  readonly chat: Commands
  readonly running: boolean
  /** Steps so far, and what each was. */
  readonly trace: readonly string[]
  /** What the page was told by all processes so far. */
  readonly events: readonly ChatEvent[]
  /** Called after every event for the page, and when a process has died. */
  onChange: () => void
  /** The rows as they are on the disk; not a step. */
  readonly disk: Store
  start(): Promise<void>
  /** Closes the profile in good order. */
  stop(): void
  /** Power cut. */
  kill(): void
  /** The process dies at each of these steps. */
  dieAt(...deaths: readonly Death[]): void
  /** Runs a command; rejects Died when the process dies meanwhile. */
  ask<T>(command: (chat: Commands) => Promise<T>): Promise<T>
  wake(): void
  /** Errors with which the worker gave up. Empty in every test but those about that. */
  readonly broken: readonly unknown[]
}

const never = <T>(): Promise<T> => new Promise<T>(() => undefined)

const describeChange = (c: Change): string => {
  if (!("put" in c)) return `-${c.table} ${c.remove.at(-1)}`
  if (c.table === "deliveries") return `deliveries ${c.put.deliveryId} ${c.put.kind}`
  if (c.table === "items")
    return `items ${c.put.order} ${c.put.notice?.kind ?? c.put.text.slice(0, 20)} ${c.put.status}`
  if (c.table !== "connections") return c.table
  const { connId, moving, following, sync } = c.put
  return `connections ${[connId.slice(0, 4), moving?.stage, following, sync].filter(s => s !== undefined).join(" ")}`
}
const describeCommit = (changes: readonly Change[]): string => `commit ${changes.map(describeChange).join(", ")}`

/** What dies together. */
type Process = {
  alive: boolean
  readonly sockets: Set<Socket>
  readonly died: Promise<never>
  profile: OpenProfile | undefined
  die(): void
}

const newProcess = (linger: NonNullable<World["linger"]>, onDeath: () => void): Process => {
  let fail: (e: Died) => void = () => undefined
  const died = new Promise<never>((_, reject) => {
    fail = reject
  })
  died.catch(() => undefined)
  const process: Process = {
    alive: true,
    sockets: new Set(),
    died,
    profile: undefined,
    die: () => {
      if (!process.alive) return
      process.alive = false
      // What it had handed to the system still goes out.
      linger(() => {
        for (const s of process.sockets) s.close()
      })
      fail(new Died())
      onDeath()
    },
  }
  return process
}

export const newDevice = async (name: string, world: World): Promise<Device> => {
  const memory = memoryBackend()
  const disk: Backend = { ...memory, close: () => undefined }
  const files: Disk = { ...memoryDisk(), close: async () => undefined }
  const key = await sessionKey(world.random)
  const plain = openStore(disk, key, world.random)
  await storeProfile(plain, { displayName: name, fullName: "" }, world.clock)

  const trace: string[] = []
  const events: ChatEvent[] = []
  const broken: unknown[] = []
  let deaths: readonly Death[] = []
  let process: Process | undefined

  /** Counts the step. Returns what to do after it, or null when it no longer happens. */
  const step = (p: Process, what: string): (<T>(result: T) => T | Promise<T>) | null => {
    if (!p.alive) return null
    trace.push(what)
    world.onStep?.(what)
    const n = trace.length
    const isDue = (when: Death["when"]): boolean => deaths.some(d => d.step === n && d.when === when)
    if (isDue("before")) {
      p.die()
      return null
    }
    return result => {
      if (isDue("after")) p.die()
      return p.alive ? result : never()
    }
  }

  const mortalStore = (p: Process): Store => {
    const write: Backend["write"] = writes => (p.alive ? memory.write(writes) : never())
    const store = openStore({ ...disk, write }, key, world.random)
    const ifAlive = async <T>(value: Promise<T>): Promise<T> => {
      const v = await value
      return p.alive ? v : never()
    }
    return {
      get: (table, ...k) => ifAlive(store.get(table, ...k)),
      list: (table, range) => ifAlive(store.list(table, range)),
      keys: (table, range) => ifAlive(store.keys(table, range)),
      commit: changes => {
        if (changes.length === 0) return Promise.resolve()
        const after = step(p, describeCommit(changes))
        return after === null ? never() : store.commit(changes).then(after)
      },
      settled: () => ifAlive(store.settled()),
      freeze: () => store.freeze(),
      close: () => store.close(),
    }
  }

  const mortalConnect =
    (p: Process): Connect =>
    async target => {
      if (!p.alive) return never()
      const socket = await world.connect(target)
      if (!p.alive) {
        socket.close()
        return never()
      }
      p.sockets.add(socket)
      return {
        send: bytes => {
          const after = step(p, "send")
          return after === null ? never() : socket.send(bytes).then(after)
        },
        received: {
          async *[Symbol.asyncIterator]() {
            for await (const chunk of socket.received) {
              if (!p.alive) await never()
              yield chunk
            }
            if (!p.alive) await never()
          },
        },
        close: () => {
          p.sockets.delete(socket)
          socket.close()
        },
      }
    }

  const device: Device = {
    name,
    trace,
    events,
    broken,
    disk: plain,
    onChange: () => undefined,
    get running() {
      return process?.alive === true && process.profile !== undefined
    },
    get chat() {
      if (process?.profile === undefined || !process.alive) throw new Died()
      return commandsOf(process.profile)
    },
    start: async () => {
      const p = newProcess(world.linger ?? (close => void setTimeout(close, 5)), () => device.onChange())
      process = p
      const clock: Clock = {
        now: world.clock.now,
        after: (ms, run) => world.clock.after(ms, () => p.alive && run()),
      }
      const platform = { ...world, clock, connect: mortalConnect(p) }
      const emit = (e: ChatEvent): void => {
        if (!p.alive) return
        events.push(e)
        device.onChange()
      }
      const onBroken = (e: unknown): void => {
        if (p.alive) broken.push(e)
      }
      p.profile = await Promise.race([
        openProfile(platform, { store: mortalStore(p), disk: files }, emit, onBroken),
        p.died,
      ])
    },
    stop: () => {
      process?.profile?.close()
      process = undefined
    },
    kill: () => process?.die(),
    dieAt: (...all) => {
      deaths = all
    },
    ask: async command => {
      const p = process
      if (p?.profile === undefined || !p.alive) throw new Died()
      return Promise.race([command(commandsOf(p.profile)), p.died])
    },
    wake: () => process?.profile?.wake(),
  }
  return device
}

/** Everything of a conversation, as the page would load it. */
export const history = async (chat: Commands, chatId: string): Promise<readonly Item[]> => {
  const all: Item[] = []
  let before: number | undefined
  for (;;) {
    const { items, hasOlder } = await chat.items(chatId, before, 500)
    all.unshift(...items)
    const [first] = items
    if (!hasOlder || first === undefined) return all
    before = first.order
  }
}

/**
 * Waits until the check gives something else than undefined or false. It is asked again whenever one of the devices has
 * news, and from time to time. Rejects after `timeout` with what `describe` says.
 */
export const until = async <T>(
  devices: readonly Device[],
  check: () => Promise<T | undefined | false>,
  describe: () => string | Promise<string> = () => "",
  timeout = 60_000,
): Promise<T> => {
  const end = Date.now() + timeout
  for (;;) {
    let timer: NodeJS.Timeout | undefined
    const news = new Promise<void>(resolve => {
      timer = setTimeout(resolve, 100)
      for (const d of devices) d.onChange = resolve
    })
    try {
      const found = await check()
      if (found !== undefined && found !== false) return found
      if (Date.now() > end) throw new Error(`waited for too long: ${await describe()}`)
      await news
      // What happens together is looked at once.
      await new Promise(resolve => setTimeout(resolve, 8))
    } finally {
      clearTimeout(timer)
    }
  }
}
