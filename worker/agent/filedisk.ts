/** Where transfers of worker/xftp put what they receive: on the disk, chunks as they come and the content sealed. */
import type { Bytes } from "../encoding/bytes.ts"
import type { Disk } from "../platform.ts"
import { sealedWriter } from "../store/sealed-file.ts"
import type { ChunkStore, Sink } from "../xftp/source.ts"

/** Encrypted chunks lie beside the content that they become. */
const chunkName = (fileId: string, no: number): string => `${fileId}.${no}`

/** The file of what has this name on the disk: its content, or a chunk of it. */
export const fileIdOf = (name: string): string => name.replace(/\.\d+$/, "")

/** Chunks on their way; `nos` are those that there may be. */
export const chunksOn = (disk: Disk, fileId: string, nos: () => readonly number[]): ChunkStore => ({
  write: async (no, bytes) => {
    await disk.write(chunkName(fileId, no), 0, bytes)
    await disk.flush(chunkName(fileId, no))
  },
  read: (no, offset, length) => disk.read(chunkName(fileId, no), offset, length),
  // Where there is no next session, there is room for a file that could not lie there twice.
  ...(disk.isVolatile === true ? { passed: (no: number) => disk.remove(chunkName(fileId, no)) } : {}),
  clear: async () => {
    for (const no of nos()) await disk.remove(chunkName(fileId, no))
  },
})

/** Seals what comes under a key of its own; `opened` is told the size, and the name that its sender gave it. */
export const sinkOn = (disk: Disk, fileId: string, key: Bytes, opened: (size: number, name: string) => void): Sink => {
  const writer = sealedWriter(disk, fileId, key)
  return {
    open: async file => {
      await disk.remove(fileId)
      opened(file.size, file.name)
    },
    write: bytes => writer.write(bytes),
    close: () => writer.close(),
    abort: () => disk.remove(fileId),
  }
}
