/**
 * Files on their way: each row says what it still needs, and a job carries it out with retries, so that a crash anywhere
 * goes on where it was.
 *
 *   uploading ──(all chunks on servers)──> uploaded: chat sends the descriptions in the same commit
 *   wanted ──(description complete, servers known or approved)──> here: the content is on the disk, sealed
 *
 * Peer:  Simplex.FileTransfer.Agent. Times: the apps' agent gives a download up after two days, as servers keep files.
 * Trust: descriptions come from contacts. Servers that neither the user nor the operators chose are asked only after the
 *        user has agreed; every byte is checked by worker/xftp before a row says that it is here.
 */
import { hex } from "../encoding/bytes.ts"
import type { Server } from "../encoding/server.ts"
import type { Random } from "../platform.ts"
import { defaultNetwork, type IsolationSecrets } from "../smp/network.ts"
import { DiskFull } from "../store/disk.ts"
import type { FileRow } from "../store/files.ts"
import { type Change, put } from "../store/schema.ts"
import { sealedReader, sealedWriter } from "../store/sealed-file.ts"
import { XftpError } from "../xftp/error.ts"
import { type Channel, channel } from "./channel.ts"
import type { FileEvent, FileIncoming, Files, FilesOptions } from "./fileapi.ts"
import { fileIdOf } from "./filedisk.ts"
import { runDownload } from "./filedownload.ts"
import { createJobs } from "./filejobs.ts"
import { createRemovals } from "./fileremoval.ts"
import { fileRoute } from "./fileroute.ts"
import { isReady } from "./filerow.ts"
import type { TransferContext } from "./filetransfer.ts"
import { runUpload } from "./fileupload.ts"
import { placesOf } from "./serverlist.ts"

export type { FileErrorCode, FileEvent, FileIncoming, Files, FilesOptions } from "./fileapi.ts"

const newId = (random: Random): string => hex(random(16))

/** See Files. Nothing happens before `start`. */
export const createFiles = (options: FilesOptions): Files => {
  const { store, disk, clock, random, servers, onBroken } = options
  const rows = new Map<string, FileRow>()
  const incoming: Channel<FileIncoming> = channel()
  let stopped = false
  let secrets: IsolationSecrets = { lasting: random(16), thisStart: random(16) }

  const isKnown = (userId: number, server: Server): boolean => {
    const { known } = servers(userId)
    return placesOf(server, "xftp").some(p => known.has(p))
  }
  const sessionsFor = fileRoute(options.sessions, options.network ?? (() => defaultNetwork), () => secrets, isKnown)
  const removals = createRemovals({ store, disk, sessionsFor, clock, onBroken })

  const rowOf = (fileId: string): FileRow => {
    const row = rows.get(fileId)
    if (row === undefined) throw new XftpError("CANCELLED")
    return row
  }

  const set = (row: FileRow): Change => {
    const { fileId, state } = row
    rows.set(fileId, row)
    // A job may begin before the commit is durable: what it commits itself comes after that.
    if (isReady(row)) clock.after(0, () => jobs.advance(fileId))
    else {
      const ended = jobs.giveUp(fileId)
      // What has come of it is of use to nobody.
      if (state === "cancelled") removals.clean(fileId, ended)
    }
    return put("files", row)
  }

  const emit = (fileId: string, event: FileEvent, own: () => readonly Change[]): Promise<void> => {
    const isStill = (): boolean => {
      const row = rows.get(fileId)
      // What has come in the moment of a cancel stays here.
      return row !== undefined && (event.type === "received" || isReady(row))
    }
    return new Promise((resolve, reject) => {
      incoming.push({
        fileId,
        event,
        isStill,
        commit: async run => {
          try {
            await run(() => (isStill() ? own() : []))
            resolve()
          } catch (e) {
            reject(e)
            throw e
          }
        },
      })
    })
  }

  const ctx: TransferContext = {
    ...options,
    sessionsFor,
    isKnown,
    rowOf,
    set,
    change: async (fileId, to) => {
      const row = rows.get(fileId)
      if (row !== undefined) await store.commit([set(to(row))])
    },
    emit,
  }

  const jobs = createJobs({
    clock,
    rows,
    run: (row, signal) => (row.state === "uploading" ? runUpload : runDownload)(ctx, row, signal),
    fail: (fileId, code) =>
      emit(fileId, { type: "failed", code }, () => [set({ ...rowOf(fileId), state: "failed", problem: code })]),
    onBroken,
  })

  const forget = (fileId: string, fromServers = false): readonly Change[] => {
    const row = rows.get(fileId)
    if (row === undefined) return []
    rows.delete(fileId)
    return removals.remove(row, fromServers, jobs.giveUp(fileId))
  }

  const forgetContent = (fileId: string, fromServers = false): readonly Change[] => {
    const row = rows.get(fileId)
    if (row === undefined || jobs.has(fileId) || isReady(row)) return []
    if (row.sender === undefined || fromServers) return forget(fileId, fromServers)
    const { contentKey: _, ...rest } = row
    return [set(rest)]
  }

  /** Whether what has this name on the disk is still of use. */
  const isOfRow = (name: string): boolean => {
    const row = rows.get(fileIdOf(name))
    if (row === undefined || row.state === "cancelled") return false
    return (row.fileId === name) === (row.contentKey !== undefined)
  }

  return {
    start: async () => {
      const [secret, all, chunks] = await Promise.all([
        store.get("secrets", "isolation"),
        store.list("files"),
        store.list("chunks"),
      ])
      if (secret !== undefined) secrets = { ...secrets, lasting: secret.bytes }
      for (const row of all) if (row.state !== "deleting") rows.set(row.fileId, row)
      // Whoever has taken over may have others.
      for (const name of await disk.list()) if (!stopped && !isOfRow(name)) await disk.remove(name)
      if (stopped) return
      const deleting = all.filter(row => row.state === "deleting")
      // Of a version that deleted them without remembering that it does.
      const known = new Set(all.map(row => row.fileId))
      const left = new Set(chunks.map(c => c.fileId).filter(id => !known.has(id)))
      const createdAt = clock.now()
      const toDelete = [...left].map(fileId => ({ fileId, createdAt, name: "", size: 0, state: "deleting" as const }))
      removals.resume([...deleting, ...toDelete])
      jobs.advanceAll()
    },
    stop: () => {
      stopped = true
      jobs.stop()
      removals.stop()
      options.sessions.close()
      incoming.close()
    },
    incoming: () => incoming,
    get: fileId => rows.get(fileId),
    set,
    newId: () => newId(random),

    keep: async (content, { name, userId, size: expected = 0 }) => {
      if (expected > (await disk.free())) throw new DiskFull()
      const fileId = newId(random)
      const contentKey = random(32)
      const writer = sealedWriter(disk, fileId, contentKey)
      let size = 0
      try {
        for await (const bytes of content) {
          size += bytes.length
          await writer.write(bytes)
        }
        await writer.close()
      } catch (e) {
        await disk.remove(fileId)
        throw e
      }
      return { fileId, userId, createdAt: clock.now(), name, size, state: "here", contentKey }
    },

    read: fileId => {
      const row = rows.get(fileId)
      if (row?.contentKey === undefined) throw new XftpError("NO_FILE")
      return { ...sealedReader(disk, fileId, row.contentKey, row.size), size: row.size }
    },

    forget,
    forgetContent,
    rows: () => rows.values(),
    free: () => disk.free(),
    wake: () => {
      jobs.wake()
      removals.wake()
    },
    networkChanged: () => options.sessions.close(),
    forgetAll: isWanted =>
      [...rows.values()].filter(r => r.ref !== undefined && isWanted(r.ref)).flatMap(r => forget(r.fileId)),
    drop: fileId => disk.remove(fileId),
  }
}
