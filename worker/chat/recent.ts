/**
 * Rows as the last transactions left them. What a command or an event has loaded may have changed by the time it makes
 * its change, as others go on meanwhile: it is looked up here once more, at that moment.
 */
import type { Key } from "../store/backend.ts"
import { type Change, keyOf, type Rows, type TableName } from "../store/schema.ts"

/** Changes that are remembered. Many more than could be made between loading a row and changing it. */
const most = 5000

export interface Recent {
  note(change: Change): void
  /** `loaded`, or what it has become since; undefined when it was removed. */
  latest<T extends TableName>(table: T, key: Key, loaded: Rows[T] | undefined): Rows[T] | undefined
}

/** Remembers 5,000 changes, and forgets the oldest first. */
export const recentRows = (): Recent => {
  const rows = new Map<string, unknown>()
  const idOf = (table: string, key: Key): string => JSON.stringify([table, ...key])
  return {
    note: change => {
      const { table } = change
      const key = "put" in change ? (keyOf[table] as (row: unknown) => Key)(change.put) : change.remove
      const id = idOf(table, key)
      rows.delete(id)
      rows.set(id, "put" in change ? change.put : undefined)
      if (rows.size > most) for (const oldest of rows.keys()) return void rows.delete(oldest)
    },
    latest: (table, key, loaded) => {
      const id = idOf(table, key)
      return rows.has(id) ? (rows.get(id) as never) : loaded
    },
  }
}
