/** All rows of a store on their way into another: a private session that is kept, or a backup. */
import type { Bytes } from "../encoding/bytes.ts"
import type { Disk } from "../platform.ts"
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

/** Bytes of a content that are in memory at a time. */
const pieceSize = 1 << 20

/** A part of a content on a disk. */
export type FilePiece = { readonly name: string; readonly at: number; readonly bytes: Bytes }

/** Every content on the disk, piece by piece. */
export async function* allPieces(disk: Disk): AsyncGenerator<FilePiece> {
  for (const name of await disk.list())
    for (let at = 0; ; at += pieceSize) {
      const bytes = await disk.read(name, at, pieceSize)
      if (bytes.length > 0) yield { name, at, bytes }
      if (bytes.length < pieceSize) break
    }
}

/** Writes the pieces; what was written stays when it fails. */
export const writePieces = async (
  disk: Disk,
  pieces: AsyncIterable<FilePiece> | Iterable<FilePiece>,
): Promise<void> => {
  for await (const { name, at, bytes } of pieces) {
    await disk.write(name, at, bytes)
    if (bytes.length < pieceSize) await disk.flush(name)
  }
}

export const emptyDisk = async (disk: Disk): Promise<void> => {
  for (const name of await disk.list()) await disk.remove(name)
}

/** Writes the rows into the store. What was written stays when it fails. */
export const writeAll = async (store: Store, rows: AsyncIterable<readonly Change[]>): Promise<void> => {
  for await (const batch of rows) await store.commit(batch)
}
