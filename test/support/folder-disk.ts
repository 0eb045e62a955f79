/** A disk in a folder, so that files of any size can be sent in Node as a browser's private file system takes them. */
import { mkdir, open, readdir, rm, statfs } from "node:fs/promises"
import { join } from "node:path"
import { toBytes } from "../../worker/encoding/bytes.ts"
import type { Disk } from "../../worker/platform.ts"

export const folderDisk = async (folder: string): Promise<Disk> => {
  await mkdir(folder, { recursive: true })
  const handles = new Map<string, ReturnType<typeof open>>()
  const handleOf = (name: string): ReturnType<typeof open> => {
    // Neither to be cut off nor to be there already.
    const found = handles.get(name) ?? open(join(folder, name), "r+").catch(() => open(join(folder, name), "w+"))
    handles.set(name, found)
    return found
  }
  const close = async (name: string): Promise<void> => {
    const handle = handles.get(name)
    handles.delete(name)
    await (await handle)?.close()
  }
  return {
    write: async (name, offset, bytes) => void (await (await handleOf(name)).write(bytes, 0, bytes.length, offset)),
    read: async (name, offset, length) => {
      if (!handles.has(name) && !(await readdir(folder)).includes(name)) return new Uint8Array(0)
      const { bytesRead, buffer } = await (await handleOf(name)).read(new Uint8Array(length), 0, length, offset)
      return toBytes(buffer).subarray(0, bytesRead)
    },
    flush: async name => (await handleOf(name)).datasync(),
    remove: async name => {
      await close(name)
      await rm(join(folder, name), { force: true })
    },
    list: () => readdir(folder),
    free: async () => {
      const { bavail, bsize } = await statfs(folder)
      return bavail * bsize
    },
    close: async () => {
      for (const name of [...handles.keys()]) await close(name)
    },
  }
}
