/** Disks: memory for private sessions and tests, the browser's private file system (OPFS) for kept profiles. */
import type { Bytes } from "../encoding/bytes.ts"
import type { Disk } from "../platform.ts"

/** A write would take more than this session may hold. */
export class DiskFull extends Error {
  override name = "DiskFull"
  constructor(options?: ErrorOptions) {
    super("no room for this file", options)
  }
}

const pageSize = 1 << 20

/** What files of a private session may take together: a tab has not much more memory that it can count on. */
const memoryLimit = 256 * 1024 * 1024

/** Pages of a megabyte, made when they are written to; together at most `limit` bytes. Rejects DiskFull. */
export const memoryDisk = (limit = memoryLimit): Disk => {
  const files = new Map<string, { size: number; readonly pages: Map<number, Bytes> }>()
  let used = 0

  const page = (pages: Map<number, Bytes>, no: number): Bytes => {
    const found = pages.get(no)
    if (found !== undefined) return found
    if (used + pageSize > limit) throw new DiskFull()
    used += pageSize
    const made = new Uint8Array(pageSize)
    pages.set(no, made)
    return made
  }

  return {
    isVolatile: true,
    write: async (name, offset, bytes) => {
      const file = files.get(name) ?? { size: 0, pages: new Map<number, Bytes>() }
      files.set(name, file)
      for (let at = 0; at < bytes.length; ) {
        const position = offset + at
        const into = page(file.pages, Math.floor(position / pageSize))
        const start = position % pageSize
        const piece = bytes.subarray(at, at + pageSize - start)
        into.set(piece, start)
        at += piece.length
      }
      file.size = Math.max(file.size, offset + bytes.length)
    },
    read: async (name, offset, length) => {
      const file = files.get(name)
      const bytes = new Uint8Array(Math.max(0, Math.min(length, (file?.size ?? 0) - offset)))
      for (let at = 0; at < bytes.length; ) {
        const position = offset + at
        const start = position % pageSize
        const from = file?.pages.get(Math.floor(position / pageSize)) ?? new Uint8Array(pageSize)
        const piece = from.subarray(start, start + bytes.length - at)
        bytes.set(piece, at)
        at += piece.length
      }
      return bytes
    },
    flush: async () => undefined,
    remove: async name => {
      used -= (files.get(name)?.pages.size ?? 0) * pageSize
      files.delete(name)
    },
    list: async () => [...files.keys()],
    free: async () => limit - used,
    close: async () => {
      files.clear()
      used = 0
    },
  }
}

/** What a worker may do with a file of its origin, synchronously: not in TypeScript's library for all targets. */
type Handle = FileSystemSyncAccessHandle

/** Open at a time; a file that is not among the last ones used is closed and opened again when needed. */
const mostOpen = 16

const orFull = (e: unknown): never => {
  throw e instanceof DOMException && e.name === "QuotaExceededError" ? new DiskFull({ cause: e }) : e
}

/** A folder of the origin's private file system. Only one tab at a time may have it open. */
export const opfsDisk = (folder: string): Disk => {
  const open = new Map<string, Promise<Handle>>()
  /** How many have asked for this file and are not done with it: it may not be closed under them. */
  const users = new Map<string, number>()
  const directory = async () => (await navigator.storage.getDirectory()).getDirectoryHandle(folder, { create: true })

  const close = async (name: string): Promise<void> => {
    const handle = open.get(name)
    open.delete(name)
    await handle?.then(
      h => h.close(),
      () => undefined,
    )
  }

  const handleOf = async (name: string): Promise<Handle> => {
    const found = open.get(name)
    if (found !== undefined) {
      // The last used are last in the map.
      open.delete(name)
      open.set(name, found)
      return found
    }
    const opening = (async () =>
      (await (await directory()).getFileHandle(name, { create: true })).createSyncAccessHandle())()
    open.set(name, opening)
    opening.catch(() => open.delete(name))
    const idle = [...open.keys()].find(other => !users.has(other))
    if (open.size > mostOpen && idle !== undefined) await close(idle)
    return opening
  }

  const withHandle = async <T>(name: string, run: (handle: Handle) => T): Promise<T> => {
    users.set(name, (users.get(name) ?? 0) + 1)
    try {
      return run(await handleOf(name))
    } finally {
      const left = (users.get(name) ?? 1) - 1
      if (left > 0) users.set(name, left)
      else users.delete(name)
      // More were needed at once than are to stay open.
      if (open.size > mostOpen && left === 0) await close(name)
    }
  }

  const names = async (): Promise<string[]> => {
    const found: string[] = []
    for await (const name of (await directory()).keys()) found.push(name)
    return found
  }

  return {
    write: (name, offset, bytes) =>
      withHandle(name, handle => {
        if (handle.write(bytes, { at: offset }) !== bytes.length) throw new DiskFull()
      }).catch(orFull),
    read: async (name, offset, length) => {
      if (!open.has(name) && !(await names()).includes(name)) return new Uint8Array(0)
      return withHandle(name, handle => {
        const bytes = new Uint8Array(Math.max(0, Math.min(length, handle.getSize() - offset)))
        const read = bytes.length === 0 ? 0 : handle.read(bytes, { at: offset })
        return bytes.subarray(0, read)
      })
    },
    flush: name => withHandle(name, handle => handle.flush()).catch(orFull),
    remove: async name => {
      await close(name)
      await (await directory()).removeEntry(name).catch(() => undefined)
    },
    list: names,
    // Unknown where the browser does not say: a write that does not fit fails then.
    free: async () => {
      const { quota, usage } = await navigator.storage.estimate()
      return quota === undefined ? Number.MAX_SAFE_INTEGER : Math.max(0, quota - (usage ?? 0))
    },
    close: async () => {
      await Promise.all([...open.keys()].map(close))
    },
  }
}
