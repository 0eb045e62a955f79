/**
 * Sends a file: from the sealed content on the disk to servers of the profile, and tells chat what its recipients need.
 *
 * Peer:  Simplex.FileTransfer.Agent: runXFTPSndPrepareWorker, runXFTPSndWorker.
 */
import { parseServerAddress } from "../encoding/server.ts"
import type { FileRow } from "../store/files.ts"
import { put, remove } from "../store/schema.ts"
import { sealedReader } from "../store/sealed-file.ts"
import { StoreError } from "../store/store.ts"
import { writeDescription } from "../xftp/description.ts"
import { XftpError } from "../xftp/error.ts"
import { type UploadOptions, upload } from "../xftp/upload.ts"
import { makeFileLink, redirectNo } from "./filelink.ts"
import { toChunkRow, toUploadChunk } from "./filerow.ts"
import type { TransferContext } from "./filetransfer.ts"

/** What lies on the disk is not what was written: this file cannot be sent, and the store is as good as before. */
const notAsItWas = (cause: unknown): never => {
  throw cause instanceof StoreError && cause.code === "CORRUPT" ? new XftpError("SOURCE", { cause }) : cause
}

/** Goes on with the upload that the row describes, until chat has stored what came of it. Rejects XftpError. */
export const runUpload = async (ctx: TransferContext, row: FileRow, signal: AbortSignal): Promise<void> => {
  const { store, disk, clock, random, sessionsFor } = ctx
  const { fileId, name, size, contentKey } = row
  if (row.upload === undefined || contentKey === undefined) return
  const reader = sealedReader(disk, fileId, contentKey, size)
  const addresses = ctx.servers(row.userId ?? 1).storage.map(c => parseServerAddress(c.address, "xftp"))
  if (addresses.length === 0) throw new XftpError("NETWORK")
  const saved = (await store.list("chunks", { prefix: [fileId] })).map(toUploadChunk)
  const source = { size, read: (offset: number, length: number) => reader.read(offset, length).catch(notAsItWas) }
  const uploading: UploadOptions = {
    sessions: sessionsFor(row),
    servers: addresses,
    clock,
    random,
    signal,
    save: chunk => store.commit([put("chunks", toChunkRow(fileId, chunk))]),
    onProgress: (done, total) => ctx.onProgress(fileId, done, total),
  }
  const made = await upload({ ...row.upload, name, size, redirect: null }, saved, source, uploading)
  const linked = row.link === undefined ? undefined : await makeFileLink(row, made, saved, uploading)
  const descriptions = made.recipients.map(writeDescription)
  const event = linked === undefined ? { descriptions } : { descriptions: [], link: linked.link }
  await ctx.emit(fileId, { type: "uploaded", ...event }, () => {
    const { upload: _, ...rest } = ctx.rowOf(fileId)
    const redirect = linked?.redirect === undefined ? {} : { redirect: linked.redirect }
    return [
      ctx.set({ ...rest, ...redirect, state: "uploaded", sender: writeDescription(made.sender) }),
      ...made.sender.chunks.map(c => remove("chunks", fileId, c.no)),
      ...(linked === undefined ? [] : [remove("chunks", fileId, redirectNo)]),
    ]
  })
}
