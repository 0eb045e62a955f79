/**
 * Receives a file: asks first where nobody has chosen its servers, fetches its chunks to the disk, and seals what they hold
 * under a key of its own.
 *
 * Peer:  Simplex.FileTransfer.Agent: runXFTPRcvWorker, runXFTPRcvLocalWorker.
 * Trust: the description comes from a contact. No server that the user has not chosen or agreed to is asked, and nothing
 *        much larger than what was announced is fetched.
 */
import type { Server } from "../encoding/server.ts"
import { DiskFull } from "../store/disk.ts"
import type { FileRow } from "../store/files.ts"
import { type Description, parseDescription, writeDescription } from "../xftp/description.ts"
import { download, followRedirect, serversOf } from "../xftp/download.ts"
import { XftpError } from "../xftp/error.ts"
import { chunksOn, sinkOn } from "./filedisk.ts"
import { mostFor } from "./filerow.ts"
import type { TransferContext } from "./filetransfer.ts"

const describedBy = (row: FileRow): Description => parseDescription(row.description?.text ?? "", "recipient")

/** Where the content is: where the description says, or where its redirect leads, which is stored. */
const targetOf = async (ctx: TransferContext, row: FileRow, signal: AbortSignal): Promise<Description> => {
  if (row.target !== undefined) return parseDescription(row.target, "recipient")
  const described = describedBy(row)
  const target = await followRedirect(described, { sessions: ctx.sessionsFor(row), clock: ctx.clock, signal })
  if (described.redirect !== null) await ctx.change(row.fileId, r => ({ ...r, target: writeDescription(target) }))
  return target
}

/** Chunks and content lie on a lasting disk together for a while: better said before than when all was fetched. */
const checkRoom = async ({ disk }: TransferContext, d: Description, row: FileRow): Promise<void> => {
  const isHere = new Set(row.received ?? [])
  const chunks = d.chunks.filter(c => !isHere.has(c.no)).reduce((n, c) => n + c.size, 0)
  const content = disk.isVolatile === true ? d.chunkSize : Math.min(row.size, d.size)
  if (chunks + content > (await disk.free())) throw new DiskFull()
}

/**
 * Goes on with the download that the row describes, until chat has stored that the file is here, or that the user is to be
 * asked. Rejects XftpError, DecodeError when a description is none, DiskFull.
 */
export const runDownload = async (ctx: TransferContext, row: FileRow, signal: AbortSignal): Promise<void> => {
  const { disk, clock, random, sessionsFor, rowOf } = ctx
  const { fileId } = row
  const mayGo = row.approved === true || ctx.asks?.() === false
  /** Whether somebody has to agree first; chat was told then. */
  const isAsked = async (d: Description): Promise<boolean> => {
    const unknown: readonly Server[] = mayGo ? [] : serversOf(d).filter(s => !ctx.isKnown(row.userId ?? 1, s))
    if (unknown.length === 0) return false
    const hosts = unknown.map(s => s.hosts[0] ?? "")
    await ctx.emit(fileId, { type: "unapproved", hosts }, () => [ctx.set({ ...rowOf(fileId), state: "unapproved" })])
    return true
  }
  if (await isAsked(describedBy(row))) return
  const d = await targetOf(ctx, row, signal)
  if (await isAsked(d)) return
  // Small files come unasked: one that is described as larger than it was announced is not what anybody wanted.
  if (d.size > mostFor(row.size)) throw new XftpError("SIZE")
  await checkRoom(ctx, d, row)
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
      return ctx.change(fileId, r => ({ ...r, received: [...received] }))
    },
    onProgress: (done, total) => ctx.onProgress(fileId, done, total),
  })
  if (signal.aborted) {
    await disk.remove(fileId)
    throw new XftpError("CANCELLED")
  }
  await ctx.emit(fileId, { type: "received" }, () => {
    const { received: _, description: __, target: ___, ...rest } = rowOf(fileId)
    const name = rest.isNamedInside === true ? inside : rest.name
    return [ctx.set({ ...rest, name, state: "here", size, contentKey })]
  })
  // Not before: without them a process that ended here would have to fetch all again, if the servers still have it.
  await chunks.clear()
}
