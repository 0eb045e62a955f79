/** The backend of a private session, and of most tests: nothing touches the disk, closing the tab ends it. */
import type { Bytes } from "../encoding/bytes.ts"
import { type Backend, compareKeys, inRange, type Key } from "./backend.ts"

type Table = {
  readonly rows: Map<string, { key: Key; sealed: Bytes }>
  /** Keys in order; rebuilt on the first list after a key came or went. */
  sorted: readonly Key[] | undefined
}

const id = (key: Key): string => JSON.stringify(key)

export const memoryBackend = (): Backend => {
  const tables = new Map<string, Table>()
  const table = (name: string): Table => {
    const found = tables.get(name)
    if (found !== undefined) return found
    const made: Table = { rows: new Map(), sorted: undefined }
    tables.set(name, made)
    return made
  }

  return {
    get: async (name, key) => table(name).rows.get(id(key))?.sealed,

    list: async (name, range) => {
      const t = table(name)
      t.sorted ??= [...t.rows.values()].map(r => r.key).sort(compareKeys)
      const keys = range.reverse === true ? t.sorted.toReversed() : t.sorted
      const found: { key: Key; sealed: Bytes }[] = []
      for (const key of keys) {
        if (found.length === (range.limit ?? Number.POSITIVE_INFINITY)) break
        const row = inRange(key, range) ? t.rows.get(id(key)) : undefined
        if (row !== undefined) found.push(row)
      }
      return found
    },

    write: async writes => {
      for (const { table: name, key, sealed } of writes) {
        const t = table(name)
        const known = t.rows.has(id(key))
        if (known !== (sealed !== undefined)) t.sorted = undefined
        if (sealed === undefined) t.rows.delete(id(key))
        else t.rows.set(id(key), { key, sealed })
      }
    },

    close: () => tables.clear(),
  }
}
