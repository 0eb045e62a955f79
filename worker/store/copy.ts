/** All rows of a store on their way into another: a private session that is kept, or a backup. */
import { type Change, put, type TableName, tableNames } from "./schema.ts"
import type { Store } from "./store.ts"

/** Rows that are in memory together. */
const batchSize = 200

/** Every row of the store, table by table. Nothing may change it meanwhile. Rejects StoreError. */
export async function* allRows(store: Store): AsyncGenerator<readonly Change[]> {
  for (const table of tableNames) {
    const rows = await store.list(table)
    for (let i = 0; i < rows.length; i += batchSize) yield rows.slice(i, i + batchSize).map(row => putAny(table, row))
  }
}

const putAny = (table: TableName, row: unknown): Change => put(table, row as never)

/** Writes the rows into the store. What was written stays when it fails. */
export const writeAll = async (store: Store, rows: AsyncIterable<readonly Change[]>): Promise<void> => {
  for await (const batch of rows) await store.commit(batch)
}
