/**
 * The sealed store: rows in, rows out, and `commit`, the only way to change anything.
 *
 *   sealed row = version (1 byte, 1) nonce (12) AES-256-GCM(msgpack(row)), bound to table and key
 *
 * Rows are sealed before the transaction opens: awaiting anything else inside would close it.
 * Commits that arrive while one is being written go together into the next transaction, each still whole or absent:
 * strict durability costs one flush a transaction, so a burst of messages pays for few of them.
 * Trust: rows come from the disk; one that was altered, moved or truncated is a StoreError, never a wrong row.
 */
import { encode as pack, decode as unpack } from "@msgpack/msgpack"
import { type Bytes, concat, toBytes, utf8 } from "../encoding/bytes.ts"
import type { Random } from "../platform.ts"
import type { Backend, Key, Range, Write } from "./backend.ts"
import { type Change, keyOf, type Rows, type TableName } from "./schema.ts"

/**
 * CORRUPT: a row does not open. WRITE: a transaction failed, nothing of it was written. CLOSED: after close. NEWER: it was
 * written by a later version.
 */
export class StoreError extends Error {
  override name = "StoreError"
  readonly code: "CORRUPT" | "WRITE" | "CLOSED" | "NEWER"
  constructor(code: "CORRUPT" | "WRITE" | "CLOSED" | "NEWER", options?: ErrorOptions) {
    super(`store: ${code}`, options)
    this.code = code
  }
}

export interface Store {
  get<T extends TableName>(table: T, ...key: Key): Promise<Rows[T] | undefined>
  list<T extends TableName>(table: T, range?: Range): Promise<readonly Rows[T][]>
  /** Keys of rows that nobody needs to open. */
  keys(table: TableName, range: Range): Promise<readonly Key[]>
  /** Applies all changes or none; resolves when durable. Rejects StoreError. */
  commit(changes: readonly Change[]): Promise<void>
  /** Resolves when all commits so far are durable or have failed. */
  settled(): Promise<void>
  /** From now on commits reject CLOSED; resolves when the earlier ones are durable, with how to allow them again. */
  freeze(): Promise<() => void>
  close(): void
}

const version = 1
const nonceLength = 12

/** `key`: a non-extractable AES-256-GCM key of this profile only (vault.ts). */
export const openStore = (backend: Backend, key: CryptoKey, random: Random): Store => {
  const bound = (table: string, k: Key): Bytes => utf8(JSON.stringify([version, table, ...k]))

  const seal = async (table: string, k: Key, row: unknown): Promise<Bytes> => {
    const iv = random(nonceLength)
    const algorithm = { name: "AES-GCM", iv, additionalData: bound(table, k) }
    const box = await crypto.subtle.encrypt(algorithm, key, toBytes(pack(row, { ignoreUndefined: true })))
    return concat(Uint8Array.of(version), iv, new Uint8Array(box))
  }

  const open = async <T extends TableName>(table: T, k: Key, sealed: Bytes): Promise<Rows[T]> => {
    if (sealed[0] !== version) throw new StoreError("CORRUPT")
    const iv = sealed.slice(1, 1 + nonceLength)
    try {
      const algorithm = {
        name: "AES-GCM",
        iv,
        additionalData: bound(table, k),
      }
      const plain = await crypto.subtle.decrypt(algorithm, key, sealed.subarray(1 + nonceLength))
      return unpack(new Uint8Array(plain)) as Rows[T]
    } catch (cause) {
      throw new StoreError("CORRUPT", { cause })
    }
  }

  const toWrite = async (c: Change): Promise<Write> => {
    if (!("put" in c)) return { table: c.table, key: c.remove }
    const k = (keyOf[c.table] as (row: unknown) => Key)(c.put)
    return { table: c.table, key: k, sealed: await seal(c.table, k, c.put) }
  }

  type Waiting = {
    writes: readonly Write[]
    done: () => void
    failed: (e: unknown) => void
  }
  let waiting: Waiting[] = []
  let writing = false
  const idle: (() => void)[] = []
  let closed = false
  /** Commits are applied in the order of their calls, though sealing takes them different times. */
  let turn: Promise<unknown> = Promise.resolve()

  const flush = async (): Promise<void> => {
    writing = true
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      try {
        await backend.write(batch.flatMap(w => w.writes))
        for (const w of batch) w.done()
      } catch (cause) {
        for (const w of batch) w.failed(new StoreError("WRITE", { cause }))
      }
    }
    writing = false
    for (const resolve of idle.splice(0)) resolve()
  }

  const settled = async (): Promise<void> => {
    await turn
    if (writing) await new Promise<void>(resolve => idle.push(resolve))
  }

  return {
    get: async (table, ...k) => {
      const sealed = await backend.get(table, k)
      return sealed === undefined ? undefined : open(table, k, sealed)
    },
    list: async (table, range = { prefix: [] }) => {
      const found = await backend.list(table, range)
      return Promise.all(found.map(r => open(table, r.key, r.sealed)))
    },
    keys: (table, range) => backend.keys(table, range),
    commit: async changes => {
      if (changes.length === 0) return
      const sealed = Promise.all(changes.map(toWrite))
      const mine = turn.then(() => sealed)
      turn = mine.catch(() => undefined)
      const writes = await mine
      if (closed) throw new StoreError("CLOSED")
      await new Promise<void>((done, failed) => {
        waiting.push({ writes, done, failed })
        if (!writing) void flush()
      })
    },
    settled,
    freeze: async () => {
      closed = true
      await settled()
      return () => {
        closed = false
      }
    },
    close: () => {
      closed = true
      backend.close()
    },
  }
}
