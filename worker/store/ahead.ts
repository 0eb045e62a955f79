/**
 * Rows that are read before anybody can open them: while a passphrase is stretched, the disk has nothing to do, and the
 * list of chats is all that is waited for after it.
 */
import type { Backend, Range, Sealed } from "./backend.ts"

const isWhole = (range: Range): boolean =>
  range.prefix.length === 0 && Object.values(range).filter(value => value !== undefined).length === 1

/** The same backend; the first list of one of these tables is on its way already, unless the table changes before. */
export const readAhead = (backend: Backend, tables: readonly string[]): Backend => {
  const begun = new Map<string, Promise<readonly Sealed[]>>()
  for (const table of tables) {
    const rows = backend.list(table, { prefix: [] })
    // Told to who lists them.
    rows.catch(() => undefined)
    begun.set(table, rows)
  }
  const take = (table: string): Promise<readonly Sealed[]> | undefined => {
    const rows = begun.get(table)
    begun.delete(table)
    return rows
  }
  return {
    ...backend,
    list: (table, range) => (isWhole(range) ? take(table) : undefined) ?? backend.list(table, range),
    write: writes => {
      for (const { table } of writes) begun.delete(table)
      return backend.write(writes)
    },
  }
}
