/**
 * The address of a queue as one end tells it to the other: where, which queue, and the key for its encryption layer.
 *
 *   queueInfo = version (word16) server senderId (short) dhKey (short) [mode]     in confirmations, one agreed version
 *   queueUri  = min max (word16 each) server senderId dhKey [mode]                in binary links and rotation messages
 *   text      = serverAddress "/" senderId ["/"] "#/?v=" versions "&dh=" dhKey ["&q=" m / c] ["&k=s"] ["&srv=" hosts]
 *   mode      = "M" / "C", before client version 4 only "T" (messaging) or "F" (not)
 *
 * Spec:  simplex-messaging.md, "SMP queue URI"; agent-protocol.md, "Connection request".
 * Peer:  Simplex.Messaging.Agent.Protocol, SMPQueueInfo, SMPQueueUri, SMPQueueAddress.
 * Note:  as there, a mode letter is taken whenever one follows, whatever the version; it is written only where readers
 *        of the lowest version expect it, so a mode can be lost on the way (versions 1-3).
 * Note:  client version 1 knew one host per server. The second host of servers from that time is a constant here too.
 * Trust: addresses come in links and messages from anybody; only DecodeError escapes.
 */
import { type PublicKey, publicKeyFromText, publicKeyOf, publicKeyText } from "../crypto/keys.ts"
import type { Reader } from "../encoding/buffer.ts"
import { type Bytes, base64url, DecodeError, equal } from "../encoding/bytes.ts"
import { type Codec, short, word, word16 } from "../encoding/codec.ts"
import {
  checkHosts,
  legacyServer,
  parseHosts,
  parseServerAddress,
  type Server,
  server,
  writeHosts,
  writeServerAddress,
} from "../encoding/server.ts"
import {
  commonVersion,
  formatQuery,
  formatVersions,
  idFromText,
  parseQuery,
  parseVersions,
  requiredParameter,
  type VersionRange,
  versionRange,
} from "../encoding/text.ts"

/** SMP client versions that we speak: the format of queue addresses and of the per-queue layer. */
export const clientVersions: VersionRange = { min: 1, max: 4 }

/** Client version from which queues are named with all hosts of their server. */
const hostnamesVersion = 2
/** From which the sender may secure the queue itself ("messaging"). */
const senderSecuresVersion = 3
/** From which both modes are told. */
const modesVersion = 4

/** `messaging`: the sender secures the queue with its key (SKEY). `contact`: many unknown senders. null: not told. */
export type QueueMode = "messaging" | "contact"

/** A queue as the sender needs to know it. */
export type QueueAddress = {
  readonly server: Server
  readonly senderId: Bytes
  readonly dhKey: PublicKey<"X25519">
  readonly mode: QueueMode | null
}

/** Queue address at one agreed client version. */
export type QueueInfo = QueueAddress & { readonly version: number }

/** Queue address offered for a range of client versions. */
export type QueueUri = QueueAddress & { readonly versions: VersionRange }

/** Whether both name the same queue: same server and sender id. The peer's sameQAddress. */
export const sameQueue = (a: QueueName, b: QueueName): boolean =>
  equal(a.senderId, b.senderId) && sameServer(a.server, b.server)

/** The same hosts and port, whatever the fingerprint. The peer's sameSrvAddr. */
export const sameServer = (a: Server, b: Server): boolean =>
  a.port === b.port && a.hosts.length === b.hosts.length && a.hosts.every((h, i) => h === b.hosts[i])

/** Only the name of a queue, as control messages refer to it. */
export type QueueName = Pick<QueueAddress, "server" | "senderId">

/** `server senderId`. */
export const queueName: Codec<QueueName> = {
  write: (w, q) => {
    server.write(w, q.server)
    short.write(w, q.senderId)
  },
  read: r => ({ server: server.read(r), senderId: short.read(r) }),
}

/** Onion hosts of the servers that were in use while addresses had one host (client version 1). */
const secondHosts: ReadonlyMap<string, string> = new Map([
  ["smp4.simplex.im", "o5vmywmrnaxalvz6wi3zicyftgio6psuvyniis6gco6bp6ekl4cqj4id.onion"],
  ["smp5.simplex.im", "jjbyvoemxysm7qxap7m5d5m35jzv5qq6gnlv7s4rsn7tdwwmuqciwpid.onion"],
  ["smp6.simplex.im", "bylepyau3ty4czmn77q4fglvperknl4bi2eb2fdy2bh4jxtf32kf73yd.onion"],
  ["smp8.simplex.im", "beccx4yfxxbvyhqypaavemqurytl6hozr47wfc7uuecacjqdvwpw2xid.onion"],
  ["smp9.simplex.im", "jssqzccmrcws6bhmn77vgmhfjmhwlyr3u7puw4erkyoosywgl67slqqd.onion"],
  ["smp10.simplex.im", "rb2pbttocvnbrngnwziclp2f4ckjq65kebafws6g4hy22cdaiv5dwjqd.onion"],
])

const withSecondHost = (s: Server): Server => {
  const second = s.hosts.length === 1 ? secondHosts.get(s.hosts[0] ?? "") : undefined
  return second === undefined ? s : { ...s, hosts: [...s.hosts, second] }
}

const dhKey = publicKeyOf("X25519")

const modeByLetter: ReadonlyMap<number | undefined, QueueMode> = new Map([
  [0x4d, "messaging"], // M
  [0x43, "contact"], // C
  [0x54, "messaging"], // T
  [0x46, "contact"], // F
])

const readMode = (r: Reader): QueueMode | null => {
  const mode = modeByLetter.get(r.peek())
  if (mode === undefined) return null
  r.byte()
  return mode
}

const modeLetter = (mode: QueueMode | null): string => (mode === null ? "" : mode === "messaging" ? "M" : "C")

const infoLetter = (mode: QueueMode | null, version: number): string => {
  if (version >= modesVersion) return modeLetter(mode)
  return version >= senderSecuresVersion && mode === "messaging" ? "T" : ""
}

/** "F" only if readers of every offered version expect a letter: older ones could not skip it. */
const uriLetter = (mode: QueueMode | null, { min, max }: VersionRange): string => {
  if (min >= modesVersion) return modeLetter(mode)
  if (mode === "messaging") return max >= senderSecuresVersion ? "T" : ""
  return min >= senderSecuresVersion ? "F" : ""
}

/** Binary form at one client version. */
export const queueInfo: Codec<QueueInfo> = {
  write: (w, q) => {
    const serverCodec = q.version >= hostnamesVersion ? server : legacyServer
    word16.write(w, q.version)
    serverCodec.write(w, q.server)
    short.write(w, q.senderId)
    dhKey.write(w, q.dhKey)
    word(infoLetter(q.mode, q.version)).write(w, undefined)
  },
  read: r => {
    const version = word16.read(r)
    const s = version >= hostnamesVersion ? server.read(r) : withSecondHost(legacyServer.read(r))
    return { version, server: s, senderId: short.read(r), dhKey: dhKey.read(r), mode: readMode(r) }
  },
}

/** Binary form for a range of client versions. */
export const queueUri: Codec<QueueUri> = {
  write: (w, q) => {
    versionRange.write(w, q.versions)
    server.write(w, q.server)
    short.write(w, q.senderId)
    dhKey.write(w, q.dhKey)
    word(uriLetter(q.mode, q.versions)).write(w, undefined)
  },
  read: r => ({
    versions: versionRange.read(r),
    server: server.read(r),
    senderId: short.read(r),
    dhKey: dhKey.read(r),
    mode: readMode(r),
  }),
}

/** The text form, as inside links (there percent-encoded once more). */
export const writeQueueUri = (q: QueueUri): string => {
  const [first = "", ...others] = q.server.hosts
  const isLegacy = q.versions.min < hostnamesVersion
  const parameters: [string, string][] = [
    ["v", formatVersions(q.versions)],
    ["dh", publicKeyText(q.dhKey)],
  ]
  if (q.mode !== null) parameters.push(["q", q.mode === "messaging" ? "m" : "c"])
  if (q.mode === "messaging" && q.versions.min < modesVersion) parameters.push(["k", "s"])
  if (isLegacy && others.length > 0) parameters.push(["srv", writeHosts(others)])
  const address = writeServerAddress(isLegacy ? { ...q.server, hosts: [first] } : q.server, "smp")
  return `${address}/${base64url(q.senderId)}#/?${formatQuery(parameters)}`
}

const parseMode = (q: string | undefined, k: string | undefined): QueueMode | null => {
  if (q === "m") return "messaging"
  if (q === "c") return "contact"
  return k === "s" ? "messaging" : null
}

const parseOtherHosts = (text: string | undefined): readonly string[] => {
  if (text === undefined || text === "") return []
  const { hosts, port } = parseHosts(text)
  if (port !== null) throw new DecodeError("port among hosts")
  return hosts
}

/**
 * Reads the text form of any version. In the oldest one the key follows `#` directly and there are no parameters.
 * Throws DecodeError.
 */
export const parseQueueUri = (text: string): QueueUri => {
  const m = /^([^/]*:\/\/[^/]*)\/([\w-]+=*)\/?#([\w-]+=*)?(?:\/?\?(.*))?$/s.exec(text)
  if (m === null) throw new DecodeError("not a queue address")
  const [, address = "", id = "", keyBefore, query] = m
  const { server: named, password } = parseServerAddress(address, "smp")
  if (password !== null) throw new DecodeError("queue address with a password")
  const parameters = parseQuery(query ?? "")
  const versions = query === undefined ? { min: 1, max: 1 } : parseVersions(requiredParameter(parameters, "v"))
  const s = { ...named, hosts: checkHosts([...named.hosts, ...parseOtherHosts(parameters.get("srv"))]) }
  return {
    versions,
    server: versions.max < hostnamesVersion ? withSecondHost(s) : s,
    senderId: idFromText(id),
    dhKey: publicKeyFromText(keyBefore ?? requiredParameter(parameters, "dh"), "X25519"),
    mode: parseMode(parameters.get("q"), parameters.get("k")),
  }
}

/** The queue at the newest client version that both sides speak, or null when there is none. */
export const toQueueInfo = (q: QueueUri, ours: VersionRange = clientVersions): QueueInfo | null => {
  const version = commonVersion(q.versions, ours)
  const { versions: _, ...address } = q
  return version === null ? null : { version, ...address }
}
