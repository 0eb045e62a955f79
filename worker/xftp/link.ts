/**
 * Links to files, and descriptions in parts as chat messages carry them.
 *
 *   fileLink = ("simplex:" / "https://" host) "/file" ["/"] "#/?desc=" description ["&data=" json]
 *   webLink  = "https://" host "/#" base64url(raw deflate(description))            for the web page of an XFTP server
 *   parts    = 14000 characters each, numbered from 1; a placeholder before them has number 0 and no text
 *
 * Spec:  xftp.md, "File description URI".
 * Peer:  Simplex.FileTransfer.Description, FileDescriptionURI; Client.Main: encodeWebURI, decodeWebURI;
 *        Simplex.Chat.Library.Internal: splitFileDescr, dummyFileDescr; Store.Files, appendRcvFD.
 * Trust: links come from anybody, parts from a contact; only DecodeError escapes. The fragment is never sent to a server.
 */
import { type Bytes, base64url, concat, DecodeError, fromBase64url, fromUtf8, utf8 } from "../encoding/bytes.ts"
import { formatQuery, parseQuery, requiredParameter } from "../encoding/text.ts"
import { type Description, parseDescription, writeDescription } from "./description.ts"

/** Longer links do not fit a QR code that cameras read; the file is then described by a file, see `redirect`. */
export const qrSizeLimit = 1002

/** Descriptions of 5 GB in chunks of 64 KB would be longer, but no app makes such. */
const maxDescription = 1 << 20

export type FileLink = {
  readonly description: Description
  /** JSON of the app that made the link; null when there is none. */
  readonly data: string | null
}

/** The canonical form, `simplex:/file#/?desc=...`. */
export const writeFileLink = ({ description, data }: FileLink): string =>
  `simplex:/file#/?${formatQuery([
    ["desc", writeDescription(description)],
    ...(data === null ? [] : [["data", data] as const]),
  ])}`

const parseYamlOf = (yaml: string): Description => {
  if (yaml.length > maxDescription) throw new DecodeError("file description too long")
  return parseDescription(yaml, "recipient")
}

/** Reads `simplex:/file#...` and `https://host/file#...`. Throws DecodeError. */
export const parseFileLink = (link: string): FileLink => {
  const m = /^(?:simplex:|https:\/\/[^/#?\s]+)\/file\/?#\/?\?(.*)$/s.exec(link)
  if (m === null || link.length > 3 * maxDescription) throw new DecodeError("not a file link")
  const query = parseQuery(m[1] ?? "")
  return { description: parseYamlOf(requiredParameter(query, "desc")), data: query.get("data") ?? null }
}

const pump = async (bytes: Bytes, through: GenericTransformStream, limit: number): Promise<Bytes> => {
  const writer = through.writable.getWriter()
  // its failure is also that of the reader, which is waited for
  writer
    .write(bytes)
    .then(
      () => writer.close(),
      () => undefined,
    )
    .catch(() => undefined)
  const reader = through.readable.getReader()
  const parts: Bytes[] = []
  for (let length = 0; ; ) {
    const { done, value } = await reader.read()
    if (done) return concat(...parts)
    length += (value as Bytes).length
    // a few bytes can unpack to gigabytes
    if (length > limit) {
      await reader.cancel()
      throw new DecodeError("file description too long")
    }
    parts.push(value as Bytes)
  }
}

/** The fragment of a web link, without `#`. */
export const writeWebFragment = async (d: Description): Promise<string> =>
  base64url(await pump(utf8(writeDescription(d)), new CompressionStream("deflate-raw"), maxDescription))

/** Reads the fragment of a web link. Rejects DecodeError. */
export const parseWebFragment = async (fragment: string): Promise<Description> => {
  const packed = fromBase64url(fragment)
  try {
    return parseYamlOf(fromUtf8(await pump(packed, new DecompressionStream("deflate-raw"), maxDescription)))
  } catch (cause) {
    throw cause instanceof DecodeError ? cause : new DecodeError("file description does not unpack")
  }
}

// parts

/** Characters of a part. */
const partSize = 14_000

/** A part as in `x.msg.file.descr`. Before the upload is done a file is announced with `placeholder`. */
export type Part = { readonly text: string; readonly no: number; readonly complete: boolean }

export const placeholder: Part = { text: "", no: 0, complete: false }

/** The parts of a description's YAML, which is ASCII. */
export const splitDescription = (yaml: string): Part[] => {
  const count = Math.max(1, Math.ceil(yaml.length / partSize))
  return Array.from({ length: count }, (_, i) => ({
    text: yaml.slice(i * partSize, (i + 1) * partSize),
    no: i + 1,
    complete: i === count - 1,
  }))
}

/**
 * What was there, with one more part. Null when the part is not the next one (a repeated part, or one after the last):
 * it is to be dropped. Throws DecodeError when the whole grows too long.
 */
export const appendPart = (before: Part, part: Part): Part | null => {
  if (before.complete || part.no !== before.no + 1) return null
  if (before.text.length + part.text.length > maxDescription) throw new DecodeError("file description too long")
  return { text: before.text + part.text, no: part.no, complete: part.complete }
}
