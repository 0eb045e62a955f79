/**
 * File descriptions: where the chunks of a file are, with the keys to get and decrypt them, as YAML.
 *
 *   description  = chunkSize digest key nonce party [redirect] replicas size       in this order when written
 *   replicas     = list of { chunks: list of chunkReplica, server }                one entry a server
 *   chunkReplica = no ":" replicaId ":" replicaKey [":" digest [":" size]]         digest and size with the first replica
 *   size         = 1*DIGIT ["kb" / "mb" / "gb"]                                    binary units; base64url with "="
 *
 * Spec:  xftp.md, "File description".
 * Peer:  Simplex.FileTransfer.Description.
 * Note:  replicas of one chunk are in the order of the servers' text, whatever their order was: the peer sorts by server.
 * Note:  a short nonce is filled with zeros and a long one cut, as by the peer; a digest of any length is read.
 * Note:  stricter than the peer: chunks of 4 MB and files of 5 GB at most, sizes not 0, every chunk with a replica.
 * Trust: chosen by a contact or found in a link; only DecodeError escapes. Who holds a description can read the file, and
 *        a sender's can delete it: neither may be in a log or in an error.
 */
import { fromPkcs8, toPkcs8 } from "../crypto/private-key.ts"
import { type Bytes, base64url, DecodeError, equal, fromBase64url } from "../encoding/bytes.ts"
import { parseServerAddress, type Server, writeServerAddress } from "../encoding/server.ts"
import { idFromText } from "../encoding/text.ts"
import { isMap, parseYaml, type Yaml, yamlText } from "../encoding/yaml.ts"
import { gb, hardSizeLimit, kb, maxChunkSize, mb } from "./chunks.ts"

export type Party = "recipient" | "sender"

/** One copy of a chunk. `key` is the PKCS #8 DER of the key that authorizes commands about it. */
export type Replica = { readonly server: Server; readonly id: Bytes; readonly key: Bytes }

/** `size` in bytes, `digest` SHA-256 of the encrypted bytes; chunks are numbered from 1. */
export type Chunk = {
  readonly no: number
  readonly size: number
  readonly digest: Bytes
  readonly replicas: readonly Replica[]
}

/** What a redirect leads to: the size of that file's stream, and its SHA-512. */
export type Redirect = { readonly size: number; readonly digest: Bytes }

/** `size` is the sum of the chunks, `digest` SHA-512 of all their bytes; key 32, nonce 24 bytes. */
export type Description = {
  readonly party: Party
  readonly size: number
  readonly digest: Bytes
  readonly key: Bytes
  readonly nonce: Bytes
  readonly chunkSize: number
  readonly chunks: readonly Chunk[]
  readonly redirect: Redirect | null
}

const units = { gb, mb, kb }
const fail = (message: string): never => {
  throw new DecodeError(`file description: ${message}`)
}

/** "64kb" for 65536: the largest unit that divides it. */
export const formatSize = (size: number): string => {
  // 0 divides by all, and is "0gb" for the peer too
  for (const [unit, factor] of Object.entries(units)) if (size % factor === 0) return `${size / factor}${unit}`
  return String(size)
}

/** Reads `formatSize`. Throws DecodeError. */
export const parseSize = (text: string): number => {
  const [, digits = "", unit] = /^(\d{1,16})(kb|mb|gb)?$/.exec(text) ?? fail("invalid size")
  const size = Number(digits) * (unit === undefined ? 1 : units[unit as keyof typeof units])
  return Number.isSafeInteger(size) ? size : fail("invalid size")
}

// writing

const address = (server: Server): string => writeServerAddress(server, "xftp")

const chunkLine = (d: Description, chunk: Chunk, replica: Replica): string => {
  const isFirst = chunk.replicas[0] === replica
  return [
    chunk.no,
    base64url(replica.id),
    base64url(replica.key),
    ...(isFirst ? [base64url(chunk.digest)] : []),
    ...(isFirst && chunk.size !== d.chunkSize ? [formatSize(chunk.size)] : []),
  ].join(":")
}

/** The servers in the order of the peer, which compares hosts, then port, then fingerprint. */
const compareServers = (a: Server, b: Server): number => {
  const key = (s: Server): string[] => [
    ...s.hosts.flatMap(sortable),
    "",
    s.port === null ? "" : String(s.port),
    hexOf(s),
  ]
  const [x, y] = [key(a), key(b)]
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const [p = "", q = ""] = [x[i], y[i]]
    if (p !== q) return p < q ? -1 : 1
  }
  return 0
}
const hexOf = (s: Server): string => base64url(s.keyHash)
/** IPv4 before IPv6 before onion before names; octets as numbers. */
const sortable = (host: string): string[] => {
  if (/^[\d.]+$/.test(host)) return ["0", ...host.split(".").map(octet => octet.padStart(3, "0"))]
  if (host.includes(":")) return ["1", host]
  return [host.endsWith(".onion") ? "2" : "3", host]
}

/** The YAML of a description, as the peer writes it. */
export const writeDescription = (d: Description): string => {
  const servers = new Map<string, { readonly server: Server; readonly lines: string[] }>()
  for (const chunk of d.chunks)
    for (const replica of chunk.replicas) {
      const name = address(replica.server)
      const entry = servers.get(name) ?? { server: replica.server, lines: [] }
      servers.set(name, entry)
      entry.lines.push(chunkLine(d, chunk, replica))
    }
  const groups = [...servers.values()].sort((a, b) => compareServers(a.server, b.server))
  const lines = [
    `chunkSize: ${yamlText(formatSize(d.chunkSize))}`,
    `digest: ${yamlText(base64url(d.digest))}`,
    `key: ${yamlText(base64url(d.key))}`,
    `nonce: ${yamlText(base64url(d.nonce))}`,
    `party: ${d.party}`,
    ...(d.redirect === null
      ? []
      : ["redirect:", `  digest: ${yamlText(base64url(d.redirect.digest))}`, `  size: ${d.redirect.size}`]),
    groups.length === 0 ? "replicas: []" : "replicas:",
    ...groups.flatMap(({ server, lines }) => [
      "- chunks:",
      ...lines.map(line => `  - ${yamlText(line)}`),
      `  server: ${yamlText(address(server))}`,
    ]),
    `size: ${yamlText(formatSize(d.size))}`,
  ]
  return `${lines.join("\n")}\n`
}

// reading

const textOf = (v: Yaml | undefined, name: string): string => (typeof v === "string" ? v : fail(`no ${name}`))
const listOf = (v: Yaml | undefined, name: string): readonly Yaml[] => (Array.isArray(v) ? v : fail(`no ${name}`))

const checkedKey = (der: Bytes): Bytes => toPkcs8(fromPkcs8(der))

/** By number; digest and size come with one of the replicas, not always the first that is read. */
type Draft = { size: number | null; digest: Bytes | null; readonly replicas: Replica[] }

const readReplica = (drafts: Map<number, Draft>, server: Server, line: string): void => {
  const [no = "", id = "", key = "", digest, size, ...more] = line.split(":")
  if (!/^\d{1,9}$/.test(no) || more.length > 0) fail("invalid chunk")
  const draft = drafts.get(Number(no)) ?? { size: null, digest: null, replicas: [] }
  drafts.set(Number(no), draft)
  draft.replicas.push({ server, id: idFromText(id), key: checkedKey(fromBase64url(key)) })
  if (digest !== undefined) {
    const bytes = fromBase64url(digest)
    if (draft.digest !== null && !equal(draft.digest, bytes)) fail("different digests of a chunk")
    draft.digest = bytes
  }
  if (size !== undefined) {
    const n = parseSize(size)
    if (draft.size !== null && draft.size !== n) fail("different sizes of a chunk")
    draft.size = n
  }
}

const readChunks = (replicas: readonly Yaml[], chunkSize: number): Chunk[] => {
  const drafts = new Map<number, Draft>()
  for (const entry of replicas) {
    if (!isMap(entry)) fail("no replicas")
    else {
      const { server } = parseServerAddress(textOf(entry.server, "server"), "xftp")
      for (const line of listOf(entry.chunks, "chunks")) readReplica(drafts, server, textOf(line, "chunk"))
    }
  }
  return [...drafts]
    .sort(([a], [b]) => a - b)
    .map(([no, draft], i) => {
      if (no !== i + 1) fail("chunk numbers are not sequential")
      const size = draft.size ?? chunkSize
      if (size < 1 || size > maxChunkSize) fail("chunk of a size that no server has")
      return { no, size, digest: draft.digest ?? fail("no digest of a chunk"), replicas: draft.replicas }
    })
}

const readRedirect = (v: Yaml | undefined): Redirect | null => {
  if (v === undefined || v === null) return null
  if (!isMap(v)) return fail("invalid redirect")
  return { size: parseSize(textOf(v.size, "size")), digest: fromBase64url(textOf(v.digest, "digest")) }
}

const toNonce = (nonce: Bytes): Bytes => {
  const fitted = new Uint8Array(24)
  fitted.set(nonce.subarray(0, 24))
  return fitted
}

/** Reads and checks a description for `party`. Throws DecodeError. */
export const parseDescription = (yaml: string, party: Party): Description => {
  const v = parseYaml(yaml)
  if (!isMap(v)) return fail("not a description")
  const chunkSize = parseSize(textOf(v.chunkSize, "chunkSize"))
  const chunks = readChunks(listOf(v.replicas, "replicas"), chunkSize)
  const size = parseSize(textOf(v.size, "size"))
  const key = fromBase64url(textOf(v.key, "key"))
  if (textOf(v.party, "party") !== party) fail("for another party")
  if (key.length !== 32) fail("invalid key")
  if (size > hardSizeLimit) fail("too large")
  if (chunks.length === 0 || chunks.reduce((n, c) => n + c.size, 0) !== size) fail("sizes of chunks are not the size")
  return {
    party,
    size,
    digest: fromBase64url(textOf(v.digest, "digest")),
    key,
    nonce: toNonce(fromBase64url(textOf(v.nonce, "nonce"))),
    chunkSize,
    chunks,
    redirect: readRedirect(v.redirect),
  }
}
