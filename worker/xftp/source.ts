/**
 * Where the bytes of a file come from and go to. Memory, OPFS or IndexedDB stand behind these; they may be slow, and
 * whoever transfers a file waits for them.
 */
import type { Bytes } from "../encoding/bytes.ts"

/** The content to send. It must stay as it is until the upload is done; a changed file is noticed and refused. */
export interface Source {
  readonly size: number
  /** Exactly `length` bytes from `offset` on. */
  read(offset: number, length: number): Promise<Bytes>
}

/** Where the content that was received goes. What was written is not to be shown before `close`. */
export interface Sink {
  /** Once, before the first write: the name that the sender gave, to be treated as foreign text, and the size. */
  open(file: { readonly name: string; readonly size: number }): Promise<void>
  write(bytes: Bytes): Promise<void>
  /** All has been written and checked. */
  close(): Promise<void>
  /** Nothing of it may stay. */
  abort(): Promise<void>
}

/** Encrypted chunks until all are there. They survive a restart, or are fetched again. */
export interface ChunkStore {
  /** When it resolves the bytes are the caller's again, who writes others there. */
  write(no: number, bytes: Bytes): Promise<void>
  /**
   * Bytes that are the caller's, who decrypts them where they are. Rejects or gives fewer when they are not there: the
   * chunk is then fetched again.
   */
  read(no: number, offset: number, length: number): Promise<Bytes>
  /** Told of each chunk that was decrypted: one that is not needed for another attempt may be forgotten at once. */
  passed?(no: number): Promise<void>
  /** Forgets all chunks. */
  clear(): Promise<void>
}

/** Bytes in memory as a source. */
export const memorySource = (bytes: Bytes): Source => ({
  size: bytes.length,
  read: async (offset, length) => bytes.slice(offset, offset + length),
})

/** Chunks in memory: for small files, and for descriptions that redirects lead to. */
export const memoryChunks = (): ChunkStore => {
  const chunks = new Map<number, Bytes>()
  return {
    write: async (no, bytes) => void chunks.set(no, bytes.slice()),
    read: async (no, offset, length) => (chunks.get(no) ?? new Uint8Array(0)).slice(offset, offset + length),
    clear: async () => chunks.clear(),
  }
}

/** A sink in memory; `content` is null until all is there. Writing more than `limit` bytes rejects. */
export const memorySink = (limit: number): Sink & { readonly name: string; readonly content: Bytes | null } => {
  let name = ""
  let bytes = new Uint8Array(0)
  let at = 0
  let isDone = false
  return {
    open: async file => {
      if (file.size > limit) throw new RangeError("more bytes than fit")
      name = file.name
      bytes = new Uint8Array(file.size)
    },
    write: async piece => {
      bytes.set(piece, at)
      at += piece.length
    },
    close: async () => {
      isDone = true
    },
    abort: async () => {
      bytes = new Uint8Array(0)
    },
    get name() {
      return name
    },
    get content() {
      return isDone ? bytes : null
    },
  }
}
