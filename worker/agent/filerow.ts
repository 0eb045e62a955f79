/** Rows of files as data: what changes them without waiting, and what stands between them and worker/xftp. */
import { parseServerAddress, writeServerAddress } from "../encoding/server.ts"
import type { Random } from "../platform.ts"
import type { ChunkRow, FileRow } from "../store/files.ts"
import { roundedRecipients, softSizeLimit } from "../xftp/chunks.ts"
import { appendPart, placeholder, splitDescription } from "../xftp/link.ts"
import type { UploadChunk } from "../xftp/upload.ts"

/** As it is stored. */
export const toChunkRow = (fileId: string, { server, ...chunk }: UploadChunk): ChunkRow => ({
  ...chunk,
  fileId,
  server: writeServerAddress(server, "xftp"),
})

/** As it was stored. Throws DecodeError when its server is no address: never for rows of ours. */
export const toUploadChunk = ({ fileId: _, server, ...chunk }: ChunkRow): UploadChunk => ({
  ...chunk,
  server: parseServerAddress(server, "xftp").server,
})

/** Whether there is something to do for it: it is to be sent, or wanted and described. */
export const isReady = ({ state, description }: FileRow): boolean =>
  state === "uploading" || (state === "wanted" && description?.complete === true)

/** A file that is on the disk, to be uploaded for so many people. */
export const uploading = (row: FileRow, people: number, random: Random): FileRow => ({
  ...row,
  state: "uploading",
  upload: { key: random(32), nonce: random(24), recipients: roundedRecipients(people) },
})

/** The same for anybody who has its link. */
export const byLink = (row: FileRow, random: Random): FileRow => ({
  ...uploading(row, 1, random),
  link: { key: random(32), nonce: random(24) },
})

/** The row with one more part of its description, or null when that part is not the next. */
export const withPart = (
  row: FileRow,
  part: { readonly text: string; readonly no: number; readonly complete: boolean },
): FileRow | null => {
  const next = appendPart(row.description ?? placeholder, part)
  return next === null ? null : { ...row, description: next }
}

/** What a contact is sent, after the upload, so that it can download: see `withPart`. */
export const descriptionParts = splitDescription

/** How long servers keep files, and jobs go on. Peer: rcvFilesTTL, sndFilesTTL. */
export const lifetime = 2 * 24 * 60 * 60_000

const firstPause = 2_000
const longestPause = 5 * 60_000

/** Milliseconds to wait after so many attempts in vain, and one. */
export const pauseAfter = (attempts: number): number => Math.min(longestPause, firstPause * 2 ** Math.min(attempts, 20))

/** Bytes that the chunks of a file of this size may have: they are filled up by a third at most, and small ones to 1 MB. */
export const mostFor = (size: number): number => size * 1.5 + 1024 * 1024

/** Largest file that the apps send without asking: 1 GB. */
export const largestFile = softSizeLimit
