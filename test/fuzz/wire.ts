/** Decoders of what servers, the bridge and contacts send as bytes: frames, commands, bodies, messages, link data. */
import { connectionRequest, shortLink } from "../../worker/agent/link.ts"
import { areOwnersAuthorized, fixedLinkData, linkData, owner, userData } from "../../worker/agent/linkdata.ts"
import { agentMessage, aMessage, envelope, numbered } from "../../worker/agent/message.ts"
import { wasSeen, withSeen } from "../../worker/agent/seen.ts"
import { publicKey } from "../../worker/crypto/keys.ts"
import { type E2eParamsUri, e2eParams, e2eParamsUri } from "../../worker/crypto/x3dh.ts"
import { type Bytes, DecodeError } from "../../worker/encoding/bytes.ts"
import { type Codec, decode, encode, word } from "../../worker/encoding/codec.ts"
import { legacyServer, server } from "../../worker/encoding/server.ts"
import { caught, versionRange } from "../../worker/encoding/text.ts"
import {
  packBatches,
  parseBatch,
  smpFrame,
  transmission,
  unpadBlock,
  xftpFrame,
} from "../../worker/encoding/transmission.ts"
import { type QueueInfo, type QueueUri, queueInfo, queueName, queueUri } from "../../worker/smp/address.ts"
import { clientEnvelope, clientMessage, received } from "../../worker/smp/body.ts"
import { command, credentialsError, entityError, type Response, response } from "../../worker/smp/commands.ts"
import { clientHello, serverHello } from "../../worker/smp/handshake.ts"
import { serverError } from "../../worker/smp/server-error.ts"
import { readBlock, command as xftpCommand, response as xftpResponse } from "../../worker/xftp/commands.ts"
import { frame as xftpBridgeFrame } from "../../worker/xftp/frame.ts"
import { clientHello as xftpClientHello, serverHello as xftpServerHello } from "../../worker/xftp/handshake.ts"
import { accepted, pool } from "./seeds.ts"
import { bytesTarget, codecTarget, Refused, type Target } from "./target.ts"

/** All at which a word or a field was added, and one after the newest. */
const versions = [1, 6, 7, 8, 9, 10, 11, 12, 14, 15, 16, 17, 18, 19]

const isAny = <T>(at: (version: number) => Codec<T>, b: Bytes): boolean =>
  [6, 10, 18].some(v => !(caught(() => decode(at(v), b)) instanceof DecodeError))

/** One input at every version: accepted when any accepts it. */
const everyVersion = <T>(
  name: string,
  at: (version: number) => Codec<T>,
  isLossy: (value: T, version: number) => boolean,
  judge: (value: T) => void,
): Target =>
  bytesTarget<readonly (readonly [number, T])[]>({
    name,
    read: b => {
      const all = versions.map(v => [v, caught(() => decode(at(v), b))] as const)
      const good = all.filter((x): x is [number, T] => !(x[1] instanceof DecodeError))
      const [, first] = all[0] ?? []
      if (good.length === 0) throw first instanceof DecodeError ? first : new Error("no version")
      for (const [, value] of good) judge(value)
      return good
    },
    again: good => good.map(([v, x]) => [v, isLossy(x, v) ? x : decode(at(v), encode(at(v), x))]),
    seeds: () =>
      pool().bytes.filter(b => /^[A-Z]{2,4}( |$)/.test(String.fromCharCode(...b.subarray(0, 5))) && isAny(at, b)),
    output: n => versions.length * (40 * n + 4000),
  })

/** Text of errors that is no UTF-8 is replaced and then longer; NETWORK loses its parameter; older versions have less. */
const isLossyResponse = (r: Response, version: number): boolean =>
  (r.type === "ERR" && (version < 18 || JSON.stringify(r).includes("�") || JSON.stringify(r).includes("NETWORK"))) ||
  (r.type === "DELD" && version < 10) ||
  (r.type === "SOK" && version < 16)

/** Before client version 4 a queue's mode can be lost on the way, and what follows be taken for it: as with the peer. */
const keepsMode = (version: number): boolean => version >= 4
const info = (q: QueueInfo): boolean => keepsMode(q.version)
const uri = (q: QueueUri): boolean => keepsMode(q.versions.min)

/** A KEM key in parameters of a version below 3 is read, and not written. */
const e2eEssence = (p: E2eParamsUri): unknown => p

const isMessageLossy = (m: unknown): boolean => {
  if (typeof m !== "object" || m === null) return false
  if ("queues" in m && Array.isArray(m.queues))
    return m.queues.some((q: QueueInfo | { queue: QueueInfo | QueueUri }) => {
      const address: object = "queue" in q ? q.queue : q
      return "version" in address ? !info(address as QueueInfo) : "versions" in address && !uri(address as QueueUri)
    })
  return Object.values(m).some(isMessageLossy)
}

/** Written and read again unless the format itself loses something; then it only has to be written. */
const unless =
  <T>(codec: Codec<T>, isLossy: (value: T) => boolean) =>
  (value: T): T => {
    const written = encode(codec, value)
    return isLossy(value) ? value : decode(codec, written)
  }

const root = publicKey("Ed25519", new Uint8Array(32).fill(7))

export const wireTargets: readonly Target[] = [
  bytesTarget({ name: "block", read: unpadBlock, most: 17_000 }),
  bytesTarget({
    name: "batch",
    read: parseBatch,
    again: parts => packBatches(parts).flatMap(parseBatch),
    most: 16_366,
    output: n => 4 * n + 8192,
  }),
  ...([6, 7, 16] as const).map(v => codecTarget(`transmission v${v}`, transmission(smpFrame(v)))),
  codecTarget("transmission xftp", transmission(xftpFrame)),
  everyVersion(
    "command",
    command,
    () => false,
    c => void credentialsError(c.type, true, new Uint8Array(24)),
  ),
  everyVersion("response", response, isLossyResponse, r => void entityError(r.type, new Uint8Array(24))),
  bytesTarget({ name: "xftp block", read: readBlock, most: 17_000, output: n => 4 * n + 4000 }),
  codecTarget("xftp command", xftpCommand),
  codecTarget("xftp response", xftpResponse),
  codecTarget("xftp server hello", xftpServerHello),
  codecTarget("xftp client hello", xftpClientHello),
  codecTarget("xftp frame of the bridge", xftpBridgeFrame, {
    seeds: () => [
      encode(xftpBridgeFrame, { type: "data", id: 7, bytes: Uint8Array.of(1, 2, 3) }),
      encode(xftpBridgeFrame, { type: "window", id: 7, size: 65_536 }),
      encode(xftpBridgeFrame, { type: "reset", id: 1 }),
    ],
  }),
  bytesTarget({ name: "server error", read: b => decode(serverError, b) }),
  codecTarget("server hello", serverHello),
  codecTarget("client hello", clientHello),
  codecTarget("received", received),
  codecTarget("client envelope", clientEnvelope),
  codecTarget("client message", clientMessage),
  codecTarget("envelope", envelope, { again: unless(envelope, isMessageLossy) }),
  codecTarget("agent message", agentMessage, { again: unless(agentMessage, isMessageLossy) }),
  codecTarget("message of a connection", aMessage, { again: unless(aMessage, isMessageLossy) }),
  bytesTarget({ name: "numbered", read: b => decode(numbered, b) }),
  codecTarget("queue info", queueInfo, { again: unless(queueInfo, q => !info(q)) }),
  codecTarget("queue uri", queueUri, { again: unless(queueUri, q => !uri(q)) }),
  codecTarget("queue name", queueName, { seeds: () => accepted(queueInfo).map(q => encode(queueName, q)) }),
  codecTarget("server", server),
  codecTarget("legacy server", legacyServer, { seeds: () => accepted(server).map(v => encode(legacyServer, v)) }),
  codecTarget("version range", versionRange, {
    seeds: () => [encode(versionRange, { min: 1, max: 18 }), encode(versionRange, { min: 7, max: 7 })],
  }),
  codecTarget("connection request", connectionRequest, {
    again: unless(connectionRequest, r => r.queues.some(q => !uri(q))),
  }),
  codecTarget("short link", shortLink),
  codecTarget("fixed link data", fixedLinkData, {
    again: unless(fixedLinkData, d => d.request.queues.some(q => !uri(q))),
  }),
  codecTarget("link data", linkData, {
    check: d => {
      if (d.type === "contact") areOwnersAuthorized(root, d.owners)
      return null
    },
  }),
  codecTarget("owner", owner, {
    seeds: () => accepted(linkData).flatMap(d => (d.type === "contact" ? d.owners.map(o => encode(owner, o)) : [])),
  }),
  codecTarget("user data", userData),
  codecTarget("e2e parameters", e2eParams),
  codecTarget("e2e parameters of links", e2eParamsUri, { essence: e2eEssence }),
  codecTarget("word", word("M"), { seeds: () => [encode(word("M"), undefined)] }),
  bytesTarget({
    name: "seen",
    read: (b: Bytes) => (wasSeen(b, b.slice(0, 32)) ? b : new Refused("no")),
    check: b => (withSeen(b, b.slice(0, 32)).length <= 2048 ? null : "grows without end"),
    most: 4096,
  }),
]
