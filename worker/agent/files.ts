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
import { type Bytes, DecodeError, hex } from "../encoding/bytes.ts"
import { parseServerAddress, type Server } from "../encoding/server.ts"
import type { Clock, Disk, Random } from "../platform.ts"
import type { FileRow } from "../store/files.ts"
import { type Change, put, remove } from "../store/schema.ts"
import { type FileReader, sealedReader, sealedWriter } from "../store/sealed-file.ts"
import type { Store } from "../store/store.ts"
import { type Description, parseDescription, type Replica, writeDescription } from "../xftp/description.ts"
import { deleteChunks, download, followRedirect, serversOf } from "../xftp/download.ts"
import { isTemporary, XftpError, type XftpErrorCode } from "../xftp/error.ts"
import type { Sessions } from "../xftp/sessions.ts"
import { upload } from "../xftp/upload.ts"
import { type Channel, channel } from "./channel.ts"
import type { Changes } from "./context.ts"
import { chunksOn, sinkOn } from "./filedisk.ts"
import { mostFor, toChunkRow, toUploadChunk } from "./filerow.ts"
import { placesOf, type UserServers } from "./serverlist.ts"

/** Why a file failed. EXPIRED: servers have not had it, or not been there, for two days. BAD: its description is none. */
export type FileErrorCode = XftpErrorCode | "EXPIRED" | "BAD" | "NO_SERVERS" | "STORE"

export type FileEvent =
  /** It is on servers: one description (YAML) for each recipient. */
  | { readonly type: "uploaded"; readonly descriptions: readonly string[] }
  | { readonly type: "received" }
  /** These hosts would be asked, and are nobody's choice yet. */
  | { readonly type: "unapproved"; readonly hosts: readonly string[] }
  | { readonly type: "failed"; readonly code: FileErrorCode }

export type FileIncoming = {
  readonly fileId: string
  readonly event: FileEvent
  /**
   * To be called once: `run` commits chat's changes together with those that it is given, which are to be asked for at the
   * moment of the commit. Rejects as `run` does.
   */
  commit(run: (own: Changes) => Promise<void>): Promise<void>
}

export type FilesOptions = {
  readonly store: Store
  readonly disk: Disk
  readonly sessions: Sessions
  readonly clock: Clock
  readonly random: Random
  readonly servers: (userId: number) => UserServers
  readonly onProgress: (fileId: string, done: number, total: number) => void
  readonly onBroken: (e: unknown) => void
}

export interface Files {
  /** Loads the rows, goes on with what was under way, and removes from the disk what belongs to no row. */
  start(): Promise<void>
  stop(): void
  incoming(): AsyncIterable<FileIncoming>
  /** The row as it is now. */
  get(fileId: string): FileRow | undefined
  /** For a commit's thunk only: remembers the row, gives the change that stores it, and goes on with what it needs. */
  set(row: FileRow): Change
  /** A new id. */
  newId(): string
  /** Seals a content under a new id. Rejects DiskFull. The row is not stored yet. */
  keep(content: AsyncIterable<Bytes>, file: { readonly name: string; readonly userId: number }): Promise<FileRow>
  /** The content of a file that is here, or was sent. Throws XftpError NO_FILE. */
  read(fileId: string): FileReader & { readonly size: number }
  /** Stops its job and forgets it, on the disk and on the servers. For a commit: gives the changes. */
  forget(fileId: string): readonly Change[]
  /** The same for all whose ref is wanted. */
  forgetAll(isWanted: (ref: string) => boolean): readonly Change[]
  /** Takes a content that was kept, and of which no row was stored, from the disk. */
  drop(fileId: string): Promise<void>
}

/** How long servers keep files. Peer: rcvFilesTTL, sndFilesTTL. */
const lifetime = 2 * 24 * 60 * 60_000
const firstPause = 2_000
const longestPause = 5 * 60_000

type Job = { readonly abort: () => void; readonly signal: AbortSignal; readonly ended: Promise<void> }

export const createFiles = (options: FilesOptions): Files => {
  const { store, disk, sessions, clock, random, servers, onProgress } = options
  const rows = new Map<string, FileRow>()
  const jobs = new Map<string, Job>()
  const attempts = new Map<string, number>()
  const incoming: Channel<FileIncoming> = channel()
  let stopped = false

  const newId = (): string => hex(random(16))

  const set = (row: FileRow): Change => {
    rows.set(row.fileId, row)
    // A job may begin before the commit is durable: what it commits itself comes after that.
    if (isReady(row)) clock.after(0, () => advance(row.fileId))
    if (row.state === "cancelled") jobs.get(row.fileId)?.abort()
    return put("files", row)
  }
  const change = (fileId: string, to: (row: FileRow) => FileRow): Promise<void> => {
    const row = rows.get(fileId)
    return row === undefined ? Promise.resolve() : store.commit([set(to(row))])
  }

  /** Tells chat and waits for the commit of both. */
  const emit = (fileId: string, event: FileEvent, own: () => readonly Change[]): Promise<void> =>
    new Promise((resolve, reject) => {
      incoming.push({
        fileId,
        event,
        commit: async run => {
          try {
            // Forgotten meanwhile: nothing of it may come back.
            await run(() => (rows.has(fileId) ? own() : []))
            resolve()
          } catch (e) {
            reject(e)
            throw e
          }
        },
      })
    })

  const rowOf = (fileId: string): FileRow => {
    const row = rows.get(fileId)
    if (row === undefined) throw new XftpError("CANCELLED")
    return row
  }

  // sending

  const runUpload = async (row: FileRow, signal: AbortSignal): Promise<void> => {
    const { fileId, name, size, contentKey } = row
    if (row.upload === undefined || contentKey === undefined) return
    const reader = sealedReader(disk, fileId, contentKey, size)
    const addresses = servers(row.userId ?? 1).storage.map(c => parseServerAddress(c.address, "xftp"))
    if (addresses.length === 0) throw new XftpError("NETWORK")
    const saved = (await store.list("chunks", { prefix: [fileId] })).map(toUploadChunk)
    const source = { size, read: (offset: number, length: number) => reader.read(offset, length) }
    const job = { ...row.upload, name, size, redirect: null }
    const made = await upload(job, saved, source, {
      sessions,
      servers: addresses,
      clock,
      random,
      signal,
      save: chunk => store.commit([put("chunks", toChunkRow(fileId, chunk))]),
      onProgress: (done, total) => onProgress(fileId, done, total),
    })
    const descriptions = made.recipients.map(writeDescription)
    await emit(fileId, { type: "uploaded", descriptions }, () => {
      const { upload: _, ...rest } = rowOf(fileId)
      return [
        set({ ...rest, state: "uploaded", sender: writeDescription(made.sender) }),
        ...made.sender.chunks.map(c => remove("chunks", fileId, c.no)),
      ]
    })
  }

  // receiving

  const isKnown = (userId: number, server: Server): boolean => {
    const { known } = servers(userId)
    return placesOf(server, "xftp").some(p => known.has(p))
  }

  const targetOf = async (row: FileRow, signal: AbortSignal): Promise<Description> => {
    if (row.target !== undefined) return parseDescription(row.target, "recipient")
    const described = parseDescription(row.description?.text ?? "", "recipient")
    const target = await followRedirect(described, { sessions, clock, signal })
    if (described.redirect !== null) await change(row.fileId, r => ({ ...r, target: writeDescription(target) }))
    return target
  }

  const runDownload = async (row: FileRow, signal: AbortSignal): Promise<void> => {
    const { fileId } = row
    const userId = row.userId ?? 1
    const unknown = (d: Description): Server[] => serversOf(d).filter(s => !isKnown(userId, s))
    const ask = (from: readonly Server[]): Promise<void> =>
      emit(fileId, { type: "unapproved", hosts: from.map(s => s.hosts[0] ?? "") }, () => [
        set({ ...rowOf(fileId), state: "unapproved" }),
      ])
    const first = unknown(parseDescription(row.description?.text ?? "", "recipient"))
    if (row.approved !== true && first.length > 0) return ask(first)
    const d = await targetOf(row, signal)
    const others = unknown(d)
    if (row.approved !== true && others.length > 0) return ask(others)
    // Small files come unasked: one that is described as larger than it was announced is not what anybody wanted.
    if (d.size > mostFor(row.size)) throw new XftpError("SIZE")
    const contentKey = random(32)
    let size = 0
    const received = new Set(row.received ?? [])
    const sink = sinkOn(disk, fileId, contentKey, n => {
      size = n
    })
    await download(d, [...received], sink, {
      sessions,
      clock,
      signal,
      chunks: chunksOn(disk, fileId, () => d.chunks.map(c => c.no)),
      save: no => {
        received.add(no)
        return change(fileId, r => ({ ...r, received: [...received] }))
      },
      onProgress: (done, total) => onProgress(fileId, done, total),
    })
    await emit(fileId, { type: "received" }, () => {
      const { received: _, description: __, target: ___, ...rest } = rowOf(fileId)
      return [set({ ...rest, state: "here", size, contentKey })]
    })
  }

  // jobs

  const isReady = (row: FileRow): boolean =>
    row.state === "uploading" || (row.state === "wanted" && row.description?.complete === true)

  const advance = (fileId: string): void => {
    const row = rows.get(fileId)
    if (stopped || row === undefined || jobs.has(fileId) || !isReady(row)) return
    const controller = new AbortController()
    const run = row.state === "uploading" ? runUpload : runDownload
    const running = run(row, controller.signal)
    const ended = running.catch(() => undefined)
    const job: Job = { abort: () => controller.abort(), signal: controller.signal, ended }
    jobs.set(fileId, job)
    running
      .then(
        () => {
          attempts.delete(fileId)
          jobs.delete(fileId)
          advance(fileId)
        },
        e => retryOrFail(fileId, job, e),
      )
      .catch(e => {
        if (!stopped) options.onBroken(e)
      })
  }

  const retryOrFail = async (fileId: string, job: Job, e: unknown): Promise<void> => {
    const row = rows.get(fileId)
    if (stopped || row === undefined || job.signal.aborted) {
      jobs.delete(fileId)
      return
    }
    if (isTemporary(e) && clock.now() - row.createdAt < lifetime) {
      const n = attempts.get(fileId) ?? 0
      attempts.set(fileId, n + 1)
      clock.after(Math.min(longestPause, firstPause * 2 ** Math.min(n, 20)), () => {
        if (jobs.get(fileId) === job) jobs.delete(fileId)
        advance(fileId)
      })
      return
    }
    const code = codeOf(e)
    if (code === null) throw e
    jobs.delete(fileId)
    await emit(fileId, { type: "failed", code }, () => [set({ ...rowOf(fileId), state: "failed", problem: code })])
  }

  const codeOf = (e: unknown): FileErrorCode | null => {
    if (e instanceof XftpError) return e.temporary ? "EXPIRED" : e.code
    if (e instanceof DecodeError) return "BAD"
    // What the disk refuses is this file's problem alone; a store that fails is everybody's.
    return e instanceof Error && e.name === "DiskFull" ? "STORE" : null
  }

  /**
   * Takes the file from the servers and the disk, when its job has ended. Best effort: what cannot be deleted now is gone
   * in two days.
   */
  const cleanUp = async (fileId: string, sender: string | undefined, ended: Promise<void>): Promise<void> => {
    await ended
    const registered = (await store.list("chunks", { prefix: [fileId] })).map(toUploadChunk)
    const made: Replica[] =
      sender === undefined ? [] : parseDescription(sender, "sender").chunks.flatMap(c => c.replicas)
    const replicas = [...made, ...registered.map(c => ({ server: c.server, ...c.sender }))]
    if (replicas.length > 0) await deleteChunks(replicas, { sessions, clock }).catch(() => undefined)
    await store.commit(registered.map(c => remove("chunks", fileId, c.no)))
    for (const name of await disk.list()) if (name === fileId || name.startsWith(`${fileId}.`)) await disk.remove(name)
  }

  const forget = (fileId: string): readonly Change[] => {
    const row = rows.get(fileId)
    if (row === undefined) return []
    const job = jobs.get(fileId)
    job?.abort()
    jobs.delete(fileId)
    rows.delete(fileId)
    cleanUp(fileId, row.sender, job?.ended ?? Promise.resolve()).catch(e => {
      if (!stopped) options.onBroken(e)
    })
    return [remove("files", fileId)]
  }

  return {
    start: async () => {
      for (const row of await store.list("files")) rows.set(row.fileId, row)
      for (const name of await disk.list()) if (!rows.has(name.replace(/\.\d+$/, ""))) await disk.remove(name)
      const left = new Set((await store.list("chunks")).map(c => c.fileId).filter(id => !rows.has(id)))
      for (const fileId of left) void cleanUp(fileId, undefined, Promise.resolve()).catch(() => undefined)
      for (const fileId of rows.keys()) advance(fileId)
    },
    stop: () => {
      stopped = true
      for (const job of jobs.values()) job.abort()
      sessions.close()
      incoming.close()
    },
    incoming: () => incoming,
    get: fileId => rows.get(fileId),
    set,
    newId,

    keep: async (content, { name, userId }) => {
      const fileId = newId()
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
    forgetAll: isWanted =>
      [...rows.values()].filter(r => r.ref !== undefined && isWanted(r.ref)).flatMap(r => forget(r.fileId)),
    drop: fileId => disk.remove(fileId),
  }
}
