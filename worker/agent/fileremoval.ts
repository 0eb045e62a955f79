/**
 * Takes files from this device and from servers. The wish is stored in the commit that forgets the file, so that it
 * survives everything, and is carried out in the background until the servers have heard it.
 *
 * Peer: Simplex.FileTransfer.Agent: deleteSndFileRemote, runXFTPDelWorker. Servers keep files for two days: after that
 *       there is nothing left to delete.
 */
import type { Clock, Disk } from "../platform.ts"
import type { FileRow } from "../store/files.ts"
import { type Change, put, remove } from "../store/schema.ts"
import type { Store } from "../store/store.ts"
import { parseDescription, type Replica } from "../xftp/description.ts"
import { deleteChunks } from "../xftp/download.ts"
import type { Sessions } from "../xftp/sessions.ts"
import { lifetime, pauseAfter, toUploadChunk } from "./filerow.ts"

export type RemovalOptions = {
  readonly store: Store
  readonly disk: Disk
  readonly sessionsFor: (row: FileRow) => Sessions
  readonly clock: Clock
  readonly onBroken: (e: unknown) => void
}

export interface Removals {
  /**
   * For a commit: the changes that forget the file. What of it is on servers is deleted when `fromServers`, or when it is
   * still being uploaded. `ended` resolves when nothing is done with the file any more.
   */
  remove(row: FileRow, fromServers: boolean, ended: Promise<void>): readonly Change[]
  /** Takes what there is of a file from the disk, as soon as nothing is done with it any more. */
  clean(fileId: string, ended: Promise<void>): void
  /** Goes on with what was stored earlier. */
  resume(rows: readonly FileRow[]): void
  /** Servers may be back. */
  wake(): void
  stop(): void
}

/** What is left of the file: no name, and nothing of its content. */
const toTombstone = ({ fileId, userId, sender, redirect }: FileRow, now: number): FileRow => ({
  fileId,
  ...(userId === undefined ? {} : { userId }),
  ...(sender === undefined ? {} : { sender }),
  ...(redirect === undefined ? {} : { redirect }),
  createdAt: now,
  name: "",
  size: 0,
  state: "deleting",
})

export const createRemovals = ({ store, disk, sessionsFor, clock, onBroken }: RemovalOptions): Removals => {
  /** Those that wait for their next attempt, with how to make it now. */
  const paused = new Map<string, () => void>()
  let stopped = false

  /** Files whose contents are to go: the disk is looked through once for all that are removed together. */
  let unclean = new Set<string>()
  let cleaning: Promise<void> | undefined

  const clean = async (): Promise<void> => {
    await undefined // those that are removed in the same commit come first
    const gone = unclean
    unclean = new Set()
    cleaning = undefined
    // Chunks lie beside their content: ID and ID.NUMBER.
    for (const name of await disk.list()) if (gone.has(name.replace(/\.\d+$/, ""))) await disk.remove(name)
  }

  const cleanDisk = (fileId: string): Promise<void> => {
    unclean.add(fileId)
    cleaning ??= clean()
    return cleaning
  }

  const orBroken = (e: unknown): void => {
    if (!stopped) onBroken(e)
  }

  const attempt = async (row: FileRow, number: number): Promise<void> => {
    const { fileId, sender, redirect } = row
    const registered = (await store.list("chunks", { prefix: [fileId] })).map(toUploadChunk)
    const made: Replica[] = [sender, redirect]
      .filter(text => text !== undefined)
      .flatMap(text => parseDescription(text, "sender").chunks.flatMap(c => c.replicas))
    const replicas = [...made, ...registered.map(c => ({ server: c.server, ...c.sender }))]
    const left = await deleteChunks(replicas, { sessions: sessionsFor(row), clock })
    if (stopped) return
    if (left.length > 0 && clock.now() - row.createdAt < lifetime) return later(row, number)
    await store.commit([remove("files", fileId), ...registered.map(c => remove("chunks", fileId, c.no))])
  }

  const run = (row: FileRow, number: number): void => {
    attempt(row, number).catch(orBroken)
  }

  const later = (row: FileRow, number: number): void => {
    const again = (): void => {
      cancel()
      paused.delete(row.fileId)
      if (!stopped) run(row, number + 1)
    }
    const cancel = clock.after(pauseAfter(number), again)
    paused.set(row.fileId, again)
  }

  return {
    remove: (row, fromServers, ended) => {
      // A link is in nobody's chat: when its file is deleted here, that is the end of it.
      const isTaken = fromServers || row.link !== undefined
      const isOut = row.upload !== undefined || (isTaken && row.sender !== undefined)
      const { sender: _, redirect: __, ...unsent } = row
      const tombstone = toTombstone(isTaken ? row : unsent, clock.now())
      ended
        .then(() => cleanDisk(row.fileId))
        .then(() => (isOut && !stopped ? run(tombstone, 0) : undefined))
        .catch(orBroken)
      return [isOut ? put("files", tombstone) : remove("files", row.fileId)]
    },
    clean: (fileId, ended) => void ended.then(() => cleanDisk(fileId)).catch(orBroken),
    resume: rows => {
      for (const row of rows) run(row, 0)
    },
    wake: () => {
      for (const again of [...paused.values()]) again()
    },
    stop: () => {
      stopped = true
    },
  }
}
