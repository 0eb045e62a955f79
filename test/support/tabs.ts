/** Tabs of one browser with the worker in them, in Node: what they store, and what they know of each other. */
import { expect } from "vitest"
import type { ChatEvent, WorkerApi } from "../../worker/api.ts"
import type { Keep } from "../../worker/kept.ts"
import { type Connect, ConnectError } from "../../worker/platform.ts"
import type { Leader, SessionOptions } from "../../worker/rim.ts"
import { createSession } from "../../worker/session.ts"
import type { Backend } from "../../worker/store/backend.ts"
import { memoryDisk } from "../../worker/store/disk.ts"
import { memoryBackend } from "../../worker/store/memory.ts"
import { type RecordName, readRecord, writeRecords } from "../../worker/store/records.ts"
import type { TableName } from "../../worker/store/schema.ts"
import { acceleratedClock } from "./clock.ts"
import { pooledKem } from "./kem-pool.ts"
import { seededRandom } from "./random.ts"

const unreachable: Connect = () => Promise.reject(new ConnectError("UNREACHABLE"))
const nobody = "smp://LcJUMfVhwD8yxjAiSaDzzGF3-kLG4Uh0Fl_ZIjrRwjI=@127.0.0.1:1"

export const passphrase = "correct horse"
/** The least that a vault may have: what takes long is not what is tested here. */
const kdf = { memory: 64, iterations: 1 }

/** Of all browsers: two of them must not make the same keys. */
let tabs = 0

/** One browser: its storage, and the lock that its tabs share. Without a server nothing can be connected to. */
export const newBrowser = (
  connect: Connect = unreachable,
  servers: readonly string[] = [nobody],
  more: Pick<SessionOptions, "bridges" | "pause"> = {},
) => {
  const clock = acceleratedClock(20)
  const disk = { ...memoryDisk(), close: async () => undefined }
  let memory: Backend | null = null
  let holder: { lost: () => void } | null = null
  let storage = true
  let later = 0
  const opened: (() => void)[] = []
  /** Reads of these tables wait. */
  const held = new Map<string, Promise<void>>()
  const keep: Keep = {
    exists: async () => (await memory?.get("vault", ["vault"])) !== undefined,
    open: async onLost => {
      if (!storage) throw new Error("no storage here")
      memory ??= memoryBackend()
      const rows = memory
      opened.push(onLost)
      const list: Backend["list"] = async (table, range) => {
        await held.get(table)
        return rows.list(table, range)
      }
      return { ...rows, list, close: () => undefined }
    },
    remove: async () => {
      memory = null
    },
  }
  const leader: Leader = {
    isTaken: async () => holder !== null,
    take: async (force, onLost) => {
      if (holder !== null && !force) return null
      holder?.lost()
      const mine = { lost: onLost }
      holder = mine
      return () => {
        if (holder === mine) holder = null
      }
    },
  }
  const tab = (): { api: WorkerApi; events: ChatEvent[] } => {
    const events: ChatEvent[] = []
    const api = createSession({
      connect,
      clock: { ...clock, now: () => clock.now() + later },
      random: seededRandom(`tab ${++tabs}`),
      kem: pooledKem(),
      servers: () => servers,
      keep,
      leader,
      kdf,
      disk,
      backup: { workFactor: 2 },
      ...more,
    })
    void api.subscribe(e => events.push(e))
    return { api, events }
  }
  return {
    tab,
    forbidStorage: () => {
      storage = false
    },
    /** Time passes; timers do not know. */
    wait: (ms: number) => {
      later += ms
    },
    /** Changes a record that is not sealed, as somebody with the disk can. */
    alter: async (name: RecordName, change: (record: unknown) => unknown) => {
      if (memory !== null) await writeRecords(memory, { [name]: change(await readRecord(memory, name)) })
    },
    /** Puts a row into the table that no key opens, as a failing disk may. */
    spoil: (table: TableName) => memory?.write([{ table, key: ["spoilt"], sealed: Uint8Array.of(1, 2, 3) }]),
    /** From now on reads of the table take until what this returns is called. */
    hold: (table: TableName): (() => void) => {
      let release = (): void => undefined
      held.set(
        table,
        new Promise(resolve => {
          release = resolve
        }),
      )
      return () => {
        held.delete(table)
        release()
      }
    },
    isEmpty: () => memory === null,
    isHeld: () => holder !== null,
    loseDatabase: () => {
      for (const lost of opened) lost()
    },
  }
}

/** Of a command that fails as it should: as plain data. */
export const codeOf = (command: Promise<unknown>): Promise<unknown> =>
  command.then(
    () => "no failure",
    e => {
      // Plain data: of an Error only the message would reach the page.
      expect(e).not.toBeInstanceOf(Error)
      expect(e).toMatchObject({ failure: true })
      return e.code
    },
  )
