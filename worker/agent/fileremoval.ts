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
import { fileIdOf } from "./filedisk.ts"
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
   * For a commit's thunk: the changes that forget the file. When they are durable, it goes from the disk, and from servers
   * when `fromServers` or when it is still being uploaded. `ended` resolves when nothing is done with the file any more.
   */
  remove(row: FileRow, fromServers: boolean, ended: Promise<void>): readonly Change[]
  /** In such a thunk too: takes what there is of a cancelled file from the disk, as soon as nothing is done with it any more. */
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

/** See Removals. `onBroken` is told of a store or disk that fails. */
export const createRemovals = ({ store, disk, sessionsFor, clock, onBroken }: RemovalOptions): Removals => {
  /** Those that wait for their next attempt, with how to make it now. */
  const paused = new Map<string, () => void>()
  let stopped = false

  /** Files whose contents are to go: the disk is looked through once for all that are removed together. */
  let unclean = new Set<string>()
  let cleaning: Promise<ReadonlySet<string>> | undefined

  /** Not when the commit has failed, nor when the file came here in the moment in which it was taken back. */
  const isGone = async (fileId: string): Promise<boolean> => {
    const row = await store.get("files", fileId)
    return row === undefined || row.state === "deleting" || row.state === "cancelled"
  }

  const clean = async (): Promise<ReadonlySet<string>> => {
    // The commit is asked for after its changes, and those that it removes too come first.
    await new Promise<void>(resolve => clock.after(0, resolve))
    const asked = [...unclean]
    unclean = new Set()
    cleaning = undefined
    // A process that ends before that must not leave a row whose content is gone.
    await store.settled()
    const isGoneBy = await Promise.all(asked.map(isGone))
    const gone = new Set(asked.filter((_, i) => isGoneBy[i]))
    for (const name of await disk.list()) if (gone.has(fileIdOf(name))) await disk.remove(name)
    return gone
  }

  /** Resolves when the disk has nothing of it any more, or false when its row is as it was. */
  const cleanDisk = async (fileId: string): Promise<boolean> => {
    unclean.add(fileId)
    cleaning ??= clean()
    return (await cleaning).has(fileId)
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
        .then(isGone => (isGone && isOut && !stopped ? run(tombstone, 0) : undefined))
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
