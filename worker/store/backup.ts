/**
 * A whole store as a stream of bytes, to be encrypted (crypto/age.ts) and carried elsewhere.
 *
 *   backup = record(header) record(batch)* record(piece)* record(end)    record = length (4 bytes, big-endian) msgpack
 *   header = { format: "unlisted", version, at }   batch = [[table, row], ...]   piece = { name, at, bytes }   end = { rows, bytes }
 *
 * Pieces are the contents of files as they lie on the disk, sealed by keys that are in the rows.
 *
 * Trust: read from a file that somebody could decrypt, which may still be any bytes; only BackupError escapes, and a
 * record is bounded before it is collected.
 */
import { encode as pack, decode as unpack } from "@msgpack/msgpack"
import { type Bytes, concat, toBytes } from "../encoding/bytes.ts"
import type { Disk } from "../platform.ts"
import { allPieces, allRows, type FilePiece } from "./copy.ts"
import { isOfDevice } from "./page.ts"
import { type Change, keyOf, put, type TableName } from "./schema.ts"
import type { Store } from "./store.ts"

/** `isPart`: which rows go along; absent: all. */
type Source = { readonly store: Store; readonly disk: Disk; readonly isPart?: (c: Change) => boolean }

/** Older backups have no contents, and do not count them. */
const isEnd = (r: unknown, rows: number, bytes: number): boolean => {
  const end = (r ?? {}) as { rows?: unknown; bytes?: unknown }
  return end.rows === rows && (end.bytes ?? 0) === bytes
}

/** Rows may gain optional fields without a new number: what old rows do not satisfy needs one. */
const version = 1
const longestRecord = 64 * 1024 * 1024

/** BAD: not a backup of ours, or damaged. NEWER: made by a later version. */
export class BackupError extends Error {
  override name = "BackupError"
  readonly code: "BAD" | "NEWER"
  constructor(code: "BAD" | "NEWER", options?: ErrorOptions) {
    super(`backup: ${code}`, options)
    this.code = code
  }
}

const record = (value: unknown): Bytes => {
  const bytes = toBytes(pack(value, { ignoreUndefined: true }))
  const length = new Uint8Array(4)
  new DataView(length.buffer).setUint32(0, bytes.length)
  return concat(length, bytes)
}

async function* writeRecords({ store, disk, isPart = () => true }: Source, at: number): AsyncGenerator<Bytes> {
  yield record({ format: "unlisted", version, at })
  let rows = 0
  for await (const batch of allRows(store)) {
    const entries = batch.flatMap(c => ("put" in c && !isOfDevice(c) && isPart(c) ? [[c.table, c.put]] : []))
    rows += entries.length
    yield record(entries)
  }
  let bytes = 0
  for await (const piece of allPieces(disk)) {
    bytes += piece.bytes.length
    yield record(piece)
  }
  yield record({ rows, bytes })
}

/** Everything. Nothing may change it meanwhile; reading the stream rejects StoreError. */
export const backupOf = (source: Source, at: number): ReadableStream<Uint8Array> => {
  const records = writeRecords(source, at)
  return new ReadableStream({
    pull: async controller => {
      const { done, value } = await records.next()
      if (done === true) controller.close()
      else controller.enqueue(value)
    },
  })
}

/** Cuts a stream into records. */
async function* readRecords(chunks: AsyncIterable<Bytes>): AsyncGenerator<unknown> {
  let have: Bytes[] = []
  let length = 0
  let due = -1
  for await (const chunk of chunks) {
    have.push(chunk)
    length += chunk.length
    for (;;) {
      if (due < 0 && length >= 4) {
        const whole: Bytes = concat(...have)
        due = new DataView(whole.buffer, whole.byteOffset).getUint32(0)
        if (due > longestRecord) throw new BackupError("BAD")
        have = [whole.slice(4)]
        length -= 4
      }
      if (due < 0 || length < due) break
      const whole: Bytes = concat(...have)
      yield unpackRecord(whole.subarray(0, due))
      have = [whole.slice(due)]
      length -= due
      due = -1
    }
  }
  if (length > 0 || due >= 0) throw new BackupError("BAD")
}

const unpackRecord = (bytes: Bytes): unknown => {
  try {
    return unpack(bytes)
  } catch (cause) {
    throw new BackupError("BAD", { cause })
  }
}

const toChange = (entry: unknown): Change => {
  const [table, row] = Array.isArray(entry) ? (entry as unknown[]) : []
  if (typeof table !== "string" || !Object.hasOwn(keyOf, table) || typeof row !== "object" || row === null)
    throw new BackupError("BAD")
  return put(table as TableName, row as never)
}

const isName = (name: unknown): name is string => typeof name === "string" && /^[\w.-]{1,64}$/.test(name)

const toPiece = (r: unknown): FilePiece => {
  const { name, at, bytes } = (r ?? {}) as Partial<FilePiece>
  if (!isName(name) || !Number.isSafeInteger(at) || (at ?? -1) < 0 || !(bytes instanceof Uint8Array))
    throw new BackupError("BAD")
  return { name, at: at as number, bytes: toBytes(bytes) }
}

/**
 * The parts of a backup, as they are read: rows first, then contents. Iterating rejects BackupError, and whatever `chunks`
 * rejects with.
 */
export async function* partsOf(chunks: AsyncIterable<Bytes>): AsyncGenerator<readonly Change[] | FilePiece> {
  let rows = 0
  let bytes = 0
  let state: "start" | "rows" | "end" = "start"
  for await (const r of readRecords(chunks)) {
    if (state === "start") {
      const { format, version: v } = (r ?? {}) as { format?: unknown; version?: unknown }
      if (format !== "unlisted" || typeof v !== "number") throw new BackupError("BAD")
      if (v > version) throw new BackupError("NEWER")
      state = "rows"
    } else if (state === "rows" && Array.isArray(r)) {
      const batch = r.map(toChange)
      rows += batch.length
      yield batch
    } else if (state === "rows" && isEnd(r, rows, bytes)) state = "end"
    else if (state === "rows") {
      const piece = toPiece(r)
      bytes += piece.bytes.length
      yield piece
    } else throw new BackupError("BAD")
  }
  if (state !== "end") throw new BackupError("BAD")
}
