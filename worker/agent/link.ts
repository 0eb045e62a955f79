/**
 * Links by which people connect: full ones carry everything, short ones point at data on a server.
 *
 *   full  = scheme "/" ("invitation" / "contact") ["/"] "#/?" query
 *           v = agent versions   smp = queueUri *(";" queueUri)   e2e = ratchet keys (invitation)   data = free text
 *   short = ("simplex:" / "https://" host) "/" type ["/"] "#" [linkId "/"] linkKey ["?" query]       all unpadded base64url
 *           h = further hosts   p = port   c = key hash of the server
 *           type: i invitation (with linkId), a contact, g group, c channel, r relay
 *
 * Spec:  agent-protocol.md, "Connection request" and "Short links".
 * Peer:  Simplex.Messaging.Agent.Protocol: ConnectionRequestUri, ConnShortLink, ConnectionLink.
 * Note:  full links are always written with `simplex:`. Contact links of older agents are raised to agent version 2.
 * Note:  without `p` and `c` the server is one that every client knows: presets.ts.
 * Note:  lists inside full links are percent-encoded with their own parameters already encoded, so `dh` is encoded twice.
 * Note:  a text that has no binary form (over 255 queues, hosts or bytes of an id, 65535 bytes of data) is refused: links
 *        are stored in binary, also those that anybody may send to an address.
 * Trust: pasted by the user, who got them from anybody, or sent by a contact; only DecodeError escapes.
 */
import { type E2eParamsUri, e2eParamsUri, parseE2eParamsUri, writeE2eParamsUri } from "../crypto/x3dh.ts"
import { type Bytes, base64urlUnpadded, DecodeError, empty, fromUtf8, utf8 } from "../encoding/bytes.ts"
import { type Codec, large, letters, map, maybe, nonEmpty, short, struct, variant } from "../encoding/codec.ts"
import { checkHosts, parseHosts, type Server, server, writeHosts } from "../encoding/server.ts"
import {
  formatQuery,
  formatVersions,
  idFromText,
  parseQuery,
  parseVersions,
  parseWord16,
  type Query,
  requiredParameter,
  type VersionRange,
  versionRange,
} from "../encoding/text.ts"
import { parseQueueUri, type QueueUri, queueUri, writeQueueUri } from "../smp/address.ts"

type FullData = {
  readonly form: "full"
  readonly versions: VersionRange
  readonly queues: readonly QueueUri[]
  /** What the chat layer of the maker put in: `{"type":"group",...}` for links to groups. */
  readonly clientData: string | null
}

/** One-time link with all that is needed to join. */
export type InvitationLink = FullData & { readonly mode: "invitation"; readonly e2e: E2eParamsUri }
/** Address: ratchet keys are agreed by an invitation that the joiner sends to it. */
export type ContactLink = FullData & { readonly mode: "contact" }
export type FullLink = InvitationLink | ContactLink

export type ContactType = "contact" | "group" | "channel" | "relay"
type ShortData = {
  readonly form: "short"
  /** How it is written: `https` has the first host in front. */
  readonly scheme: "simplex" | "https"
  /** Only the host is known (`keyHash` empty, `port` null) when the maker left the rest to the presets. */
  readonly server: Server
  /** SHA3-256 of the fixed link data, 32 bytes (not checked here, see `classify`). */
  readonly linkKey: Bytes
}
export type ShortInvitation = ShortData & { readonly mode: "invitation"; readonly linkId: Bytes }
export type ShortContact = ShortData & { readonly mode: "contact"; readonly type: ContactType }
export type ShortLink = ShortInvitation | ShortContact

export type ConnectionLink = FullLink | ShortLink

// full links

/** Contact links stay online for years: versions that no agent speaks any more are raised to the lowest supported. */
const raised = (v: VersionRange): VersionRange => {
  const min = Math.max(2, v.min)
  return { min, max: Math.max(min, v.max) }
}

const parseFull = (mode: string, queryText: string): FullLink => {
  const query = parseQuery(queryText)
  const versions = parseVersions(requiredParameter(query, "v"))
  const queueTexts = requiredParameter(query, "smp").split(";")
  const clientData = query.get("data") ?? null
  if (queueTexts.length > 255 || (clientData !== null && utf8(clientData).length > 65535))
    throw new DecodeError("link too large")
  const data: Omit<FullData, "versions"> = { form: "full", queues: queueTexts.map(parseQueueUri), clientData }
  return mode === "invitation"
    ? { ...data, mode, versions, e2e: parseE2eParamsUri(requiredParameter(query, "e2e")) }
    : { ...data, mode: "contact", versions: raised(versions) }
}

const writeFull = (link: FullLink): string => {
  const parameters: [string, string][] = [
    ["v", formatVersions(link.versions)],
    ["smp", link.queues.map(writeQueueUri).join(";")],
  ]
  if (link.mode === "invitation") parameters.push(["e2e", writeE2eParamsUri(link.e2e)])
  if (link.clientData !== null) parameters.push(["data", link.clientData])
  return `simplex:/${link.mode}#/?${formatQuery(parameters)}`
}

// short links

const typeByLetter: ReadonlyMap<string, ContactType> = new Map([
  ["a", "contact"],
  ["g", "group"],
  ["c", "channel"],
  ["r", "relay"],
])
const letterByType = new Map([...typeByLetter].map(([c, t]) => [t, c]))

const parseOnlyHosts = (text: string): readonly string[] => {
  const { hosts, port } = parseHosts(text)
  if (port !== null) throw new DecodeError("port after a host")
  return hosts
}

const parsePort = (text: string): number => {
  const port = parseWord16(text)
  if (port === 0) throw new DecodeError("port zero")
  return port
}

const parseServer = (first: readonly string[], query: Query): Server => {
  const h = query.get("h") ?? ""
  const hosts = checkHosts([...first, ...(h === "" ? [] : parseOnlyHosts(h))])
  if (hosts.length === 0) throw new DecodeError("short link without server")
  const p = query.get("p")
  const c = query.get("c")
  if (c === "") throw new DecodeError("empty key hash")
  return {
    hosts,
    port: p === undefined ? null : parsePort(p),
    keyHash: c === undefined ? empty : idFromText(c),
  }
}

const parseShort = (host: string | undefined, letter: string, fragment: string): ShortLink => {
  const m = /^(?:([\w-]+=*)\/)?([\w-]+=*)(?:\?(.*))?$/s.exec(fragment)
  if (m === null) throw new DecodeError("damaged short link")
  const [, id, key = "", queryText = ""] = m
  const first = host === undefined ? [] : parseOnlyHosts(host)
  if (first.length > 1) throw new DecodeError("several hosts before a short link")
  const data: ShortData = {
    form: "short",
    scheme: host === undefined ? "simplex" : "https",
    server: parseServer(first, parseQuery(queryText)),
    linkKey: idFromText(key),
  }
  if (letter === "i") {
    if (id === undefined) throw new DecodeError("short invitation without link id")
    return { ...data, mode: "invitation", linkId: idFromText(id) }
  }
  const type = typeByLetter.get(letter.toLowerCase())
  if (type === undefined) throw new DecodeError("unknown type of short link")
  if (id !== undefined) throw new DecodeError("short address with link id")
  return { ...data, mode: "contact", type }
}

const writeShort = (link: ShortLink): string => {
  const { hosts, port, keyHash } = link.server
  const isHttps = link.scheme === "https"
  const otherHosts = isHttps ? hosts.slice(1) : hosts
  const parameters: [string, string][] = []
  if (otherHosts.length > 0) parameters.push(["h", writeHosts(otherHosts)])
  if (port !== null) parameters.push(["p", `${port}`])
  if (keyHash.length > 0) parameters.push(["c", base64urlUnpadded(keyHash)])
  const letter = link.mode === "invitation" ? "i" : letterByType.get(link.type)
  const id = link.mode === "invitation" ? `${base64urlUnpadded(link.linkId)}/` : ""
  const query = parameters.length > 0 ? `?${formatQuery(parameters)}` : ""
  const start = isHttps ? `https://${writeHosts(hosts.slice(0, 1))}` : "simplex:"
  return `${start}/${letter}#${id}${base64urlUnpadded(link.linkKey)}${query}`
}

// both

/**
 * Reads exactly one link, `simplex:` or `https://`, nothing around it. For text that people paste use `classify`.
 * Throws DecodeError. The peer's AConnectionLink.
 */
export const parseLink = (text: string): ConnectionLink => {
  const full = /^(?:simplex:|https:\/\/[^:#,;/ ]+(?::\d+)?)\/(invitation|contact)\/?#\/\?(.*)$/s.exec(text)
  if (full !== null) return parseFull(full[1] ?? "", full[2] ?? "")
  const m = /^(?:simplex:|https:\/\/([^/]+))\/([A-Za-z])\/?#(.*)$/s.exec(text)
  if (m === null) throw new DecodeError("not a SimpleX link")
  return parseShort(m[1], m[2] ?? "", m[3] ?? "")
}

/** The canonical text. Reads back by `parseLink` to the same link. */
export const writeLink = (link: ConnectionLink): string => (link.form === "full" ? writeFull(link) : writeShort(link))

// binary forms, inside short link data

const requestData = struct({ versions: versionRange, queues: nonEmpty(queueUri), clientData: maybe(large) })

/** Modes are not on the wire below client version 4, when binary links were not yet in use: none means contact. */
const withMode = (q: QueueUri): QueueUri => (q.mode === null ? { ...q, mode: "contact" } : q)

const requestOf = variant({ invitation: ["I", struct({ data: requestData, e2e: e2eParamsUri })], contact: ["C", struct({ data: requestData })] }) // biome-ignore format: a table

/** Binary full link. The peer's ConnectionRequestUri in smpEncode. */
export const connectionRequest: Codec<FullLink> = map(
  requestOf,
  (request): FullLink => {
    const { versions, queues, clientData } = request.data
    const data: FullData = {
      form: "full",
      versions,
      queues: queues.map(withMode),
      clientData: clientData === null ? null : fromUtf8(clientData),
    }
    return request.type === "invitation"
      ? { ...data, mode: "invitation", e2e: request.e2e }
      : { ...data, mode: "contact" }
  },
  link => {
    const { versions, queues } = link
    const data = { versions, queues, clientData: link.clientData === null ? null : utf8(link.clientData) }
    return link.mode === "invitation"
      ? { type: "invitation" as const, data, e2e: link.e2e }
      : { type: "contact" as const, data }
  },
)

const contactType = letters({ A: "contact", G: "group", C: "channel", R: "relay" })

/** Binary short link; `scheme` is not on the wire. */
export const shortLink: Codec<ShortLink> = map(
  variant({
    invitation: ["I", struct({ server, linkId: short, linkKey: short })],
    contact: ["C", struct({ contactType, server, linkKey: short })],
  }),
  (link): ShortLink => {
    const data = { form: "short", scheme: "https", server: link.server, linkKey: link.linkKey } as const
    return link.type === "invitation"
      ? { ...data, mode: "invitation", linkId: link.linkId }
      : { ...data, mode: "contact", type: link.contactType }
  },
  link =>
    link.mode === "invitation"
      ? { type: "invitation" as const, server: link.server, linkId: link.linkId, linkKey: link.linkKey }
      : { type: "contact" as const, contactType: link.type, server: link.server, linkKey: link.linkKey },
)
