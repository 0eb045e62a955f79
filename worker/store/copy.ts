/** All rows of a store on their way into another: a private session that is kept, or a backup. */
import type { Bytes } from "../encoding/bytes.ts"
import type { Disk } from "../platform.ts"
import type { Key } from "./backend.ts"
import { DiskFull } from "./disk.ts"
import { type Change, keyOf, put, type TableName, tableNames } from "./schema.ts"
import type { Store } from "./store.ts"

/** Rows that are in memory together. */
const batchSize = 200

/**
 * Every row of the store, or of these tables, table by table. Nothing may change it meanwhile, but for removing rows that
 * were given. Rejects StoreError.
 */
export async function* allRows(store: Store, tables = tableNames): AsyncGenerator<readonly Change[]> {
  for (const table of tables)
    for (let above: Key | undefined; ; ) {
      const rows = await store.list(table, { prefix: [], limit: batchSize, ...(above === undefined ? {} : { above }) })
      if (rows.length > 0) yield rows.map(row => putAny(table, row))
      const last = rows.at(-1)
      if (last === undefined || rows.length < batchSize) break
      above = (keyOf[table] as (row: unknown) => Key)(last)
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

/** Removes all contents, or those that are wanted gone. */
export const emptyDisk = async (disk: Disk, isWanted: (name: string) => boolean = () => true): Promise<void> => {
  for (const name of await disk.list()) if (isWanted(name)) await disk.remove(name)
}

/** The disk, as if these files were not on it. */
export const without = (disk: Disk, isHidden: (name: string) => boolean): Disk => ({
  ...disk,
  list: async () => (await disk.list()).filter(name => !isHidden(name)),
})

/** Bytes of a stream that are in memory before the browser has them as a part of the blob. */
const partSize = 4 << 20

/** The whole stream; the browser keeps large blobs on the disk, and only a part of this size is in memory here. */
export const blobOf = async (stream: ReadableStream<Uint8Array>): Promise<Blob> => {
  const parts: Blob[] = []
  let pieces: Uint8Array<ArrayBuffer>[] = []
  let length = 0
  const cut = () => {
    parts.push(new Blob(pieces))
    pieces = []
    length = 0
  }
  await stream.pipeTo(
    new WritableStream({
      write: piece => {
        pieces.push(piece as Uint8Array<ArrayBuffer>)
        length += piece.length
        if (length >= partSize) cut()
      },
    }),
  )
  cut()
  return new Blob(parts, { type: "application/octet-stream" })
}

/** Writes the stream into a file as it comes; a file that is not whole is left as it was. Rejects DiskFull, or as reading does. */
export const writeInto = async (
  file: { createWritable(): Promise<WritableStream<Uint8Array>> },
  stream: ReadableStream<Uint8Array>,
): Promise<void> => {
  const full = (cause: unknown): never => {
    throw new DiskFull({ cause })
  }
  const writer = (await file.createWritable().catch(full)).getWriter()
  const reader = stream.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      await writer.write(value).catch(full)
    }
    await writer.close().catch(full)
  } catch (e) {
    await writer.abort(e).catch(() => undefined)
    reader.cancel(e).catch(() => undefined)
    throw e
  }
}

/** Batches on their way at a time: the next are read and sealed while the last are written, several by one flush. */
const mostUnderway = 4

/** Writes the rows into the store. What was written stays when it fails, and nothing is written any more after that. */
export const writeAll = async (store: Store, rows: AsyncIterable<readonly Change[]>): Promise<void> => {
  const underway: Promise<void>[] = []
  try {
    for await (const batch of rows) {
      const written = store.commit(batch)
      // Looked at in its turn; until then a failure is not one that nobody handles.
      written.catch(() => undefined)
      underway.push(written)
      if (underway.length >= mostUnderway) await underway.shift()
    }
    while (underway.length > 0) await underway.shift()
  } finally {
    await Promise.allSettled(underway)
  }
}
