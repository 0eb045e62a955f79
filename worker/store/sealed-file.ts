/**
 * The content of a file on the disk: pieces of 64 KiB, each sealed by itself under a key of the file's own, so that it can
 * be written as it comes, read from anywhere, and no plaintext is ever on the disk.
 *
 *   piece i = AES-256-GCM(key, nonce = i as 12 bytes big-endian, ad = 1 for the last piece, else 0)   at i * (64 KiB + 16)
 *
 * Note:  a key seals one content once: who writes anew takes a new key, or a nonce would be used twice.
 * Trust: the disk may be changed by others; a piece that was altered, moved or cut off rejects StoreError CORRUPT.
 */
import { type Bytes, concat } from "../encoding/bytes.ts"
import type { Disk } from "../platform.ts"
import { StoreError } from "./store.ts"

const pieceSize = 64 * 1024
const tagSize = 16
/** Pieces that are sealed and written together. */
const together = 16

const algorithm = (no: number, isLast: boolean) => {
  const iv = new Uint8Array(12)
  new DataView(iv.buffer).setUint32(8, no)
  return { name: "AES-GCM", iv, additionalData: Uint8Array.of(isLast ? 1 : 0) }
}

const importKey = (raw: Bytes): Promise<CryptoKey> =>
  crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"])

export type FileWriter = {
  write(bytes: Bytes): Promise<void>
  /** Writes the last piece and makes all durable. */
  close(): Promise<void>
}

/** Writes a content from its start to its end. `key`: 32 random bytes, never used before. */
export const sealedWriter = (disk: Disk, name: string, key: Bytes): FileWriter => {
  const imported = importKey(key)
  let rest: Bytes = new Uint8Array(0)
  let no = 0

  /** Whole pieces, or the last one: sealed side by side, written at once. */
  const put = async (bytes: Bytes, isLast: boolean): Promise<void> => {
    const key = await imported
    const first = no
    no += Math.max(1, Math.ceil(bytes.length / pieceSize))
    const sealed = await Promise.all(
      Array.from({ length: no - first }, (_, i) =>
        crypto.subtle.encrypt(algorithm(first + i, isLast), key, bytes.subarray(i * pieceSize, (i + 1) * pieceSize)),
      ),
    )
    await disk.write(name, first * (pieceSize + tagSize), concat(...sealed.map(s => new Uint8Array(s))))
  }

  return {
    write: async bytes => {
      const all: Bytes = rest.length === 0 ? bytes : concat(rest, bytes)
      // The last piece is known only when nothing follows it.
      const whole = Math.max(0, Math.ceil(all.length / pieceSize) - 1)
      for (let i = 0; i < whole; i += together)
        await put(all.subarray(i * pieceSize, Math.min(whole, i + together) * pieceSize), false)
      rest = all.slice(whole * pieceSize)
    },
    close: async () => {
      await put(rest, true)
      await disk.flush(name)
    },
  }
}

export type FileReader = {
  /** The bytes from `offset` on, fewer at the end. Rejects StoreError CORRUPT. */
  read(offset: number, length: number): Promise<Bytes>
}

/** Reads from anywhere in a content of `size` bytes. */
export const sealedReader = (disk: Disk, name: string, key: Bytes, size: number): FileReader => {
  const imported = importKey(key)
  const lastNo = size === 0 ? 0 : Math.ceil(size / pieceSize) - 1

  const open = async (no: number, sealed: Bytes): Promise<Bytes> => {
    try {
      return new Uint8Array(await crypto.subtle.decrypt(algorithm(no, no === lastNo), await imported, sealed))
    } catch (cause) {
      throw new StoreError("CORRUPT", { cause })
    }
  }

  return {
    read: async (offset, length) => {
      const end = Math.min(offset + length, size)
      if (offset >= end) return new Uint8Array(0)
      const first = Math.floor(offset / pieceSize)
      const last = Math.floor((end - 1) / pieceSize)
      const sealedSize = pieceSize + tagSize
      const sealedEnd = Math.min((last + 1) * sealedSize, size + (lastNo + 1) * tagSize)
      const sealed = await disk.read(name, first * sealedSize, sealedEnd - first * sealedSize)
      const pieces = await Promise.all(
        Array.from({ length: last - first + 1 }, (_, i) =>
          open(first + i, sealed.subarray(i * sealedSize, (i + 1) * sealedSize)),
        ),
      )
      const start = offset - first * pieceSize
      const all = pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : concat(...pieces)
      return all.subarray(start, start + end - offset)
    },
  }
}

/** The whole content, piece by piece: for a Blob, or to copy it. */
export async function* sealedContent(reader: FileReader, size: number): AsyncGenerator<Bytes> {
  const step = 16 * pieceSize
  for (let at = 0; at < size; at += step) yield await reader.read(at, step)
}
