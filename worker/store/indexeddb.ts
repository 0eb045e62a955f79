/**
 * Sealed rows in IndexedDB: the backend of a kept profile. One object store per table, keys beside the sealed bytes.
 *
 * Every write asks for strict durability: the default may lose what the server was already told is received.
 */
import { deleteDB, type IDBPDatabase, openDB } from "idb"
import type { Bytes } from "../encoding/bytes.ts"
import type { Backend, Key, Range, Write } from "./backend.ts"
import { recordTable } from "./records.ts"
import { tableNames } from "./schema.ts"
import { StoreError } from "./store.ts"

/**
 * Each entry brings the database from the version of its index to the next. Only ever append: browsers out there have
 * run the earlier ones.
 */
const migrations: readonly ((db: IDBPDatabase) => void)[] = [
  db => createMissing(db),
  // tables about servers
  db => createMissing(db),
  // deletions, stats, secrets
  db => createMissing(db),
  // files
  db => createMissing(db),
  // tables of conversations: message ids, versions and others
  db => createMissing(db),
  // settings of the page
  db => createMissing(db),
  // probes
  db => createMissing(db),
]

/** A new database has all tables of this version at once, and finds nothing missing later. */
const createMissing = (db: IDBPDatabase): void => {
  for (const name of [recordTable, ...tableNames]) if (!db.objectStoreNames.contains(name)) db.createObjectStore(name)
}

const keyRange = ({ prefix, after, before, above }: Range): IDBKeyRange | undefined => {
  if (above !== undefined) return IDBKeyRange.lowerBound([...above], true)
  if (prefix.length === 0 && after === undefined && before === undefined) return undefined
  // An array sorts after every number and string, so [] closes the range of all keys with this prefix.
  const low = after === undefined ? [...prefix] : [...prefix, after]
  const high = before === undefined ? [...prefix, []] : [...prefix, before]
  return IDBKeyRange.bound(low, high, after !== undefined, before !== undefined)
}

/** Newer than TypeScript's library, and than some browsers. */
type AllRecords = {
  getAllRecords?(options: {
    readonly query: IDBKeyRange | undefined
    readonly direction: IDBCursorDirection
    readonly count?: number
  }): Promise<readonly { readonly key: Key; readonly value: Bytes }[]>
}

/**
 * Opens (or makes) the database. Rejects StoreError NEWER when a later version has made it, and otherwise when this window
 * may not store anything, as in some private browsing modes.
 */
export const indexedDbBackend = async (name: string, onLost: () => void): Promise<Backend> => {
  const db = await openDB(name, migrations.length, {
    upgrade: (d, from) => {
      for (const migrate of migrations.slice(from)) migrate(d)
    },
    // Another tab wants a newer version or to delete everything: let go rather than block it.
    blocking: () => {
      db.close()
      onLost()
    },
    terminated: onLost,
  }).catch((cause: unknown) => {
    throw cause instanceof DOMException && cause.name === "VersionError" ? new StoreError("NEWER", { cause }) : cause
  })

  const write = async (writes: readonly Write[]): Promise<void> => {
    const tables = [...new Set(writes.map(w => w.table))]
    const tx = db.transaction(tables, "readwrite", { durability: "strict" })
    const requests: Promise<unknown>[] = []
    try {
      for (const { table, key, sealed } of writes) {
        const rows = tx.objectStore(table)
        requests.push(sealed === undefined ? rows.delete([...key]) : rows.put(sealed, [...key]))
      }
      // Together: a request that fails rejects both itself and the transaction, and neither may go unhandled.
      await Promise.all([...requests, tx.done])
    } catch (cause) {
      try {
        tx.abort()
      } catch {
        // a failed request has aborted it already
      }
      await Promise.allSettled([...requests, tx.done])
      throw cause
    }
  }

  const list: Backend["list"] = async (table, range) => {
    const direction = range.reverse === true ? "prev" : "next"
    const { store } = db.transaction(table)
    // One request for all of them, where the browser has that: a cursor asks for each row.
    const asked = (store as unknown as AllRecords).getAllRecords?.({
      query: keyRange(range),
      direction,
      ...(range.limit === undefined ? {} : { count: range.limit }),
    })
    if (asked !== undefined) return (await asked).map(r => ({ key: r.key, sealed: r.value }))
    if (direction === "next") {
      const [keys, values] = await Promise.all([
        store.getAllKeys(keyRange(range), range.limit),
        store.getAll(keyRange(range), range.limit),
      ])
      return keys.map((key, i) => ({ key: key as unknown as Key, sealed: values[i] as Bytes }))
    }
    const rows: { key: Key; sealed: Bytes }[] = []
    let cursor = await store.openCursor(keyRange(range), direction)
    while (cursor !== null && rows.length < (range.limit ?? Number.POSITIVE_INFINITY)) {
      rows.push({ key: cursor.key as unknown as Key, sealed: cursor.value as Bytes })
      cursor = rows.length === range.limit ? null : await cursor.continue()
    }
    return rows
  }

  return {
    get: (table, key) => db.get(table, [...key]) as Promise<Bytes | undefined>,
    list,
    keys: async (table, range) => {
      if (range.reverse === true) return (await list(table, range)).map(r => r.key)
      return (await db.getAllKeys(table, keyRange(range), range.limit)) as unknown as Key[]
    },
    write,
    close: () => db.close(),
  }
}

/** Resolves when nothing of it is left; waits for those who have it open. */
export const deleteDatabase = (name: string): Promise<void> => deleteDB(name)
