/**
 * Memory for chunks that is used again. Made anew for each, 4 MB at a time, it would keep the garbage collector at work
 * for a quarter of the time that a transfer takes.
 */
import type { Bytes } from "../encoding/bytes.ts"

export type Buffers = {
  /** Exactly so many bytes, of whatever content. */
  take(size: number): Bytes
  /** Nobody reads or writes them any more. */
  give(bytes: Bytes): void
}

/** For one transfer: as many as it uses at a time. */
export const chunkBuffers = (): Buffers => {
  const free: Bytes[] = []
  return {
    take: size => {
      const i = free.findIndex(b => b.length === size)
      return free.splice(i, i < 0 ? 0 : 1)[0] ?? new Uint8Array(size)
    },
    give: bytes => void free.push(bytes),
  }
}
