/**
 * Files by a link, for anybody who has it: no chat, no contact. What a link says, and making one after an upload.
 *
 *   one chunk       the link has the description of the file
 *   several chunks  it has that of a redirect: a chunk with the description of the file, so that a QR code can hold it
 *
 * Peer:  Simplex.Chat.Library.Commands: APIUploadStandaloneFile, APIDownloadStandaloneFile; Library.Subscriber,
 *        processAgentMsgSndFile; Simplex.FileTransfer.Client.Main.
 * Note:  our links say name and size in `data`, where there is room for a QR code; others may hold any JSON there. A name
 *        in a link is a promise: what the file is called is inside it.
 * Trust: links come from anybody; only DecodeError escapes. They are secrets: whoever has one has the file.
 */
import { DecodeError } from "../encoding/bytes.ts"
import type { FileRow } from "../store/files.ts"
import { softSizeLimit } from "../xftp/chunks.ts"
import { type Description, writeDescription } from "../xftp/description.ts"
import { serversOf } from "../xftp/download.ts"
import { parseFileLink, qrSizeLimit, writeFileLink } from "../xftp/link.ts"
import {
  newRedirectUpload,
  redirectSource,
  type UploadChunk,
  type Uploaded,
  type UploadOptions,
  upload,
} from "../xftp/upload.ts"

export type LinkedFile = {
  /** As the link calls it, or null. */
  readonly name: string | null
  /** Bytes: as the link says, or what lies on the servers, which is a little more. */
  readonly size: number
  /** Hosts of the servers that would be asked first. */
  readonly hosts: readonly string[]
  /** The description (YAML), or that of a redirect. */
  readonly description: string
}

const longestName = 255

const readData = (json: string | null): { readonly name: string | null; readonly size: number | null } => {
  let parsed: unknown = null
  try {
    parsed = JSON.parse(json ?? "null")
  } catch {
    // Of another app, which may write there what it likes.
  }
  const { name, size } = (typeof parsed === "object" && parsed !== null ? parsed : {}) as Record<string, unknown>
  return {
    name: typeof name === "string" && name !== "" ? name.slice(0, longestName) : null,
    size: Number.isSafeInteger(size) && Number(size) >= 0 ? Number(size) : null,
  }
}

/** Reads `simplex:/file#...`. Throws DecodeError. */
export const readFileLink = (link: string): LinkedFile => {
  const { description: d, data } = parseFileLink(link)
  const said = readData(data)
  const onServers = d.redirect?.size ?? d.size
  // A size that the chunks do not have is no size to believe.
  const size = said.size !== null && said.size <= onServers ? said.size : onServers
  return {
    name: said.name,
    size,
    hosts: serversOf(d).map(s => s.hosts[0] ?? ""),
    description: writeDescription(d),
  }
}

/** The file's link as it fits a QR code best. */
const writeLink = (description: Description, { name, size }: Pick<FileRow, "name" | "size">): string => {
  const whole = writeFileLink({ description, data: JSON.stringify({ name, size }) })
  return whole.length <= qrSizeLimit ? whole : writeFileLink({ description, data: null })
}

/** The number of the redirect's chunk among those of its file. */
export const redirectNo = 0

/**
 * The link to what was uploaded; where it needs a redirect, that is uploaded first, or gone on with. Rejects as `upload`.
 */
export const makeFileLink = async (
  row: FileRow,
  { recipients }: Uploaded,
  saved: readonly UploadChunk[],
  options: UploadOptions,
): Promise<{ readonly link: string; readonly redirect?: string }> => {
  const [d] = recipients
  if (d === undefined || row.link === undefined) throw new DecodeError("no description")
  if (d.chunks.length === 1) return { link: writeLink(d, row) }
  const job = { ...newRedirectUpload(d, recipients.length, options.random), ...row.link }
  const before = saved.filter(c => c.no === redirectNo).map(c => ({ ...c, no: 1 }))
  const { onProgress: _, ...quiet } = options
  const made = await upload(job, before, redirectSource(d), {
    ...quiet,
    save: chunk => options.save({ ...chunk, no: redirectNo }),
  })
  const [redirect] = made.recipients
  if (redirect === undefined) throw new DecodeError("no description")
  return { link: writeLink(redirect, row), redirect: writeDescription(made.sender) }
}

/** Whether a link may lead to more than we fetch. */
export const isTooLarge = ({ size }: LinkedFile): boolean => size > softSizeLimit * 1.5
