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
import { DecodeError, hex } from "../encoding/bytes.ts"
import { parseServerAddress, type Server } from "../encoding/server.ts"
import { defaultNetwork, type IsolationSecrets } from "../smp/network.ts"
import { DiskFull } from "../store/disk.ts"
import type { FileRow } from "../store/files.ts"
import { type Change, put, remove } from "../store/schema.ts"
import { sealedReader, sealedWriter } from "../store/sealed-file.ts"
import { StoreError } from "../store/store.ts"
import { maxChunkSize } from "../xftp/chunks.ts"
import { type Description, parseDescription, writeDescription } from "../xftp/description.ts"
import { download, followRedirect, serversOf } from "../xftp/download.ts"
import { isTemporary, XftpError } from "../xftp/error.ts"
import { type UploadOptions, upload } from "../xftp/upload.ts"
import { type Channel, channel } from "./channel.ts"
import type { FileErrorCode, FileEvent, FileIncoming, Files, FilesOptions } from "./fileapi.ts"
import { chunksOn, sinkOn } from "./filedisk.ts"
import { makeFileLink, redirectNo } from "./filelink.ts"
import { createRemovals } from "./fileremoval.ts"
import { fileRoute } from "./fileroute.ts"
import { lifetime, mostFor, pauseAfter, toChunkRow, toUploadChunk } from "./filerow.ts"
import { placesOf } from "./serverlist.ts"

export type { FileErrorCode, FileEvent, FileIncoming, Files, FilesOptions } from "./fileapi.ts"

/**
 * Jobs at a time. Large files hold up to 24 MB of memory each; small ones do not wait for them. Those that wait for their next
 * attempt do not count.
 */
const mostLarge = 3
const mostSmall = 8
const isLarge = (row: FileRow): boolean => row.size > maxChunkSize

type Job = { readonly abort: () => void; readonly signal: AbortSignal; readonly ended: Promise<void> }

/** What lies on the disk is not what was written: this file cannot be sent, and the store is as good as before. */
const notAsItWas = (cause: unknown): never => {
  throw cause instanceof StoreError && cause.code === "CORRUPT" ? new XftpError("SOURCE", { cause }) : cause
}

export const createFiles = (options: FilesOptions): Files => {
  const { store, disk, clock, random, servers, onProgress, onBroken } = options
  const rows = new Map<string, FileRow>()
  const jobs = new Map<string, Job>()
  /** Jobs that are at work now, and whether their files are large. */
  const running = new Map<Job, boolean>()
  const attempts = new Map<string, number>()
  /** Jobs that wait for their next attempt, with how to make it now. */
  const paused = new Map<string, () => void>()
  const incoming: Channel<FileIncoming> = channel()
  let stopped = false
  let secrets: IsolationSecrets = { lasting: random(16), thisStart: random(16) }
  const sessionsFor = fileRoute(
    options.sessions,
    options.network ?? (() => defaultNetwork),
    () => secrets,
    (userId, server) => isKnown(userId, server),
  )
  const removals = createRemovals({ store, disk, sessionsFor, clock, onBroken })

  const newId = (): string => hex(random(16))

  const set = (row: FileRow): Change => {
    rows.set(row.fileId, row)
    // A job may begin before the commit is durable: what it commits itself comes after that.
    if (isReady(row)) clock.after(0, () => advance(row.fileId))
    else giveUp(row)
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
    const source = { size, read: (offset: number, length: number) => reader.read(offset, length).catch(notAsItWas) }
    const job = { ...row.upload, name, size, redirect: null }
    const uploading: UploadOptions = {
      sessions: sessionsFor(row),
      servers: addresses,
      clock,
      random,
      signal,
      save: chunk => store.commit([put("chunks", toChunkRow(fileId, chunk))]),
      onProgress: (done, total) => onProgress(fileId, done, total),
    }
    const made = await upload(job, saved, source, uploading)
    const linked = row.link === undefined ? undefined : await makeFileLink(row, made, saved, uploading)
    const descriptions = made.recipients.map(writeDescription)
    const event = linked === undefined ? { descriptions } : { descriptions: [], link: linked.link }
    await emit(fileId, { type: "uploaded", ...event }, () => {
      const { upload: _, ...rest } = rowOf(fileId)
      const redirect = linked?.redirect === undefined ? {} : { redirect: linked.redirect }
      return [
        set({ ...rest, ...redirect, state: "uploaded", sender: writeDescription(made.sender) }),
        ...made.sender.chunks.map(c => remove("chunks", fileId, c.no)),
        ...(linked === undefined ? [] : [remove("chunks", fileId, redirectNo)]),
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
    const target = await followRedirect(described, { sessions: sessionsFor(row), clock, signal })
    if (described.redirect !== null) await change(row.fileId, r => ({ ...r, target: writeDescription(target) }))
    return target
  }

  /** Chunks and content lie on a lasting disk together for a while: better said before than when all was fetched. */
  const checkRoom = async (d: Description, row: FileRow): Promise<void> => {
    const isHere = new Set(row.received ?? [])
    const chunks = d.chunks.filter(c => !isHere.has(c.no)).reduce((n, c) => n + c.size, 0)
    const content = disk.isVolatile === true ? d.chunkSize : Math.min(row.size, d.size)
    if (chunks + content > (await disk.free())) throw new DiskFull()
  }

  const runDownload = async (row: FileRow, signal: AbortSignal): Promise<void> => {
    const { fileId } = row
    const userId = row.userId ?? 1
    const unknown = (d: Description): Server[] => serversOf(d).filter(s => !isKnown(userId, s))
    const ask = (from: readonly Server[]): Promise<void> =>
      emit(fileId, { type: "unapproved", hosts: from.map(s => s.hosts[0] ?? "") }, () => [
        set({ ...rowOf(fileId), state: "unapproved" }),
      ])
    const mayGo = row.approved === true || options.asks?.() === false
    const first = unknown(parseDescription(row.description?.text ?? "", "recipient"))
    if (!mayGo && first.length > 0) return ask(first)
    const d = await targetOf(row, signal)
    const others = unknown(d)
    if (!mayGo && others.length > 0) return ask(others)
    // Small files come unasked: one that is described as larger than it was announced is not what anybody wanted.
    if (d.size > mostFor(row.size)) throw new XftpError("SIZE")
    await checkRoom(d, row)
    const contentKey = random(32)
    let size = 0
    let inside = row.name
    const received = new Set(row.received ?? [])
    const chunks = chunksOn(disk, fileId, () => d.chunks.map(c => c.no))
    const sink = sinkOn(disk, fileId, contentKey, (n, name) => {
      size = n
      inside = name
    })
    await download(d, [...received], sink, {
      sessions: sessionsFor(row),
      clock,
      signal,
      chunks,
      save: no => {
        received.add(no)
        return change(fileId, r => ({ ...r, received: [...received] }))
      },
      onProgress: (done, total) => onProgress(fileId, done, total),
    })
    if (signal.aborted) {
      await disk.remove(fileId)
      throw new XftpError("CANCELLED")
    }
    await emit(fileId, { type: "received" }, () => {
      const { received: _, description: __, target: ___, ...rest } = rowOf(fileId)
      const name = rest.isNamedInside === true ? inside : rest.name
      return [set({ ...rest, name, state: "here", size, contentKey })]
    })
    // Not before: without them a process that ended here would have to fetch all again, if the servers still have it.
    await chunks.clear()
  }

  // jobs

  const isReady = (row: FileRow): boolean =>
    row.state === "uploading" || (row.state === "wanted" && row.description?.complete === true)

  const advance = (fileId: string): void => {
    const row = rows.get(fileId)
    if (stopped || row === undefined || jobs.has(fileId) || !isReady(row) || !hasPlace(row)) return
    const controller = new AbortController()
    const run = row.state === "uploading" ? runUpload : runDownload
    const working = run(row, controller.signal)
    const ended = working.catch(() => undefined)
    const job: Job = { abort: () => controller.abort(), signal: controller.signal, ended }
    jobs.set(fileId, job)
    running.set(job, isLarge(row))
    // Whoever has waited for its place.
    void ended.then(() => {
      running.delete(job)
      for (const id of rows.keys()) advance(id)
    })
    working
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

  const hasPlace = (row: FileRow): boolean => {
    const large = isLarge(row)
    return [...running.values()].filter(l => l === large).length < (large ? mostLarge : mostSmall)
  }

  /** Its job has nothing to do any more; what is of use to nobody goes from the disk. */
  const giveUp = ({ fileId, state }: FileRow): void => {
    const job = jobs.get(fileId)
    job?.abort()
    paused.get(fileId)?.()
    if (state === "cancelled") removals.clean(fileId, job?.ended ?? Promise.resolve())
  }

  const retryOrFail = async (fileId: string, job: Job, e: unknown): Promise<void> => {
    const row = rows.get(fileId)
    if (stopped || row === undefined || job.signal.aborted) {
      if (jobs.get(fileId) === job) jobs.delete(fileId)
      // Wanted again while it was being given up.
      advance(fileId)
      return
    }
    if (isTemporary(e) && clock.now() - row.createdAt < lifetime) {
      const n = attempts.get(fileId) ?? 0
      attempts.set(fileId, n + 1)
      const again = (): void => {
        cancel()
        paused.delete(fileId)
        if (jobs.get(fileId) === job) jobs.delete(fileId)
        advance(fileId)
      }
      const cancel = clock.after(pauseAfter(n), again)
      paused.set(fileId, again)
      return
    }
    const code = codeOf(e)
    if (code === null) throw e
    // It is this job's until that is stored: else it would begin, and fail, once more.
    await emit(fileId, { type: "failed", code }, () => [set({ ...rowOf(fileId), state: "failed", problem: code })])
    if (jobs.get(fileId) === job) jobs.delete(fileId)
    advance(fileId)
  }

  const codeOf = (e: unknown): FileErrorCode | null => {
    if (e instanceof XftpError) return e.temporary ? "EXPIRED" : e.code
    if (e instanceof DecodeError) return "BAD"
    // What the disk refuses is this file's problem alone; a store that fails is everybody's.
    return e instanceof Error && e.name === "DiskFull" ? "STORE" : null
  }

  const forget = (fileId: string, fromServers = false): readonly Change[] => {
    const row = rows.get(fileId)
    if (row === undefined) return []
    const job = jobs.get(fileId)
    job?.abort()
    jobs.delete(fileId)
    paused.delete(fileId)
    attempts.delete(fileId)
    rows.delete(fileId)
    return removals.remove(row, fromServers, job?.ended ?? Promise.resolve())
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
    const row = rows.get(name.replace(/\.\d+$/, ""))
    if (row === undefined || row.state === "cancelled") return false
    return (row.fileId === name) === (row.contentKey !== undefined)
  }

  return {
    start: async () => {
      const lasting = (await store.get("secrets", "isolation"))?.bytes
      if (lasting !== undefined) secrets = { ...secrets, lasting }
      const all = await store.list("files")
      for (const row of all) if (row.state !== "deleting") rows.set(row.fileId, row)
      for (const name of await disk.list()) if (!isOfRow(name)) await disk.remove(name)
      const deleting = all.filter(row => row.state === "deleting")
      // Of a version that deleted them without remembering that it does.
      const known = new Set(all.map(row => row.fileId))
      const left = new Set((await store.list("chunks")).map(c => c.fileId).filter(id => !known.has(id)))
      const now = clock.now()
      removals.resume([
        ...deleting,
        ...[...left].map(fileId => ({ fileId, createdAt: now, name: "", size: 0, state: "deleting" as const })),
      ])
      for (const fileId of rows.keys()) advance(fileId)
    },
    stop: () => {
      stopped = true
      removals.stop()
      for (const job of jobs.values()) job.abort()
      options.sessions.close()
      incoming.close()
    },
    incoming: () => incoming,
    get: fileId => rows.get(fileId),
    set,
    newId,

    keep: async (content, { name, userId, size: expected = 0 }) => {
      if (expected > (await disk.free())) throw new DiskFull()
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
    forgetContent,
    rows: () => rows.values(),
    free: () => disk.free(),
    wake: () => {
      for (const again of [...paused.values()]) again()
      removals.wake()
    },
    networkChanged: () => options.sessions.close(),
    forgetAll: isWanted =>
      [...rows.values()].filter(r => r.ref !== undefined && isWanted(r.ref)).flatMap(r => forget(r.fileId)),
    drop: fileId => disk.remove(fileId),
  }
}
