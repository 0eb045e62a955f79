/**
 * What agents send each other through a queue: envelopes (inside the per-queue layer) and messages (inside the ratchet).
 *
 *   envelope      = version (word16) kind
 *   kind          = "C" maybe(e2eParams) rest     confirmation: keys for the ratchet, then a ratchet message
 *                 | "M" rest                      a ratchet message
 *                 | "I" large(link) rest          request to an address: an invitation link and plain connection info
 *                 | "R" e2eParams rest            new ratchet keys, when the ratchets of the two sides diverged
 *   agentMessage  = "I" rest | "D" count queueInfo* rest | "R" rest | "M" sndMsgId (int64) prevMsgHash (short) message
 *   message       = "H" | "M" rest | "V" receipts | "QC" queue | "QA" ... | "QK" ... | "QU" ... | "QT" ... | "E" int64
 *   receipt       = msgId (int64) msgHash (short) info (large)
 *
 * Spec:  agent-protocol.md, "Messages between SMP agents".
 * Peer:  Simplex.Messaging.Agent.Protocol: AgentMsgEnvelope, AgentMessage, APrivHeader, AMessage, AMessageReceipt.
 * Note:  the spec shows one receipt in A_RCVD, the peer sends a non-empty list; and the invitation in an envelope is text,
 *        not binary. We do as the peer does.
 * Trust: every byte is chosen by the contact (envelopes: by anybody who knows the queue); only DecodeError escapes.
 */
import { type AuthAlg, anyPublicKey } from "../crypto/keys.ts"
import { e2eParams } from "../crypto/x3dh.ts"
import { DecodeError, fromUtf8, utf8 } from "../encoding/bytes.ts"
import {
  bool,
  type Codec,
  counter,
  ignored,
  large,
  map,
  maybe,
  nonEmpty,
  nothing,
  rest,
  short,
  struct,
  type ValueOf,
  variant,
  word,
  word16,
} from "../encoding/codec.ts"
import { caught, type VersionRange } from "../encoding/text.ts"
import { queueInfo, queueName, queueUri } from "../smp/address.ts"
import { type InvitationLink, parseLink, writeLink } from "./link.ts"

/** Agent versions that we speak. Each adds to the one before; from `fastConnection` on the joiner secures its queue. */
export const agentVersions: VersionRange = { min: 2, max: 7 }

/** Agent versions from which a feature may be used. */
export const since = {
  ratchetSync: 3,
  receipts: 4,
  postQuantum: 5,
  senderAuthKey: 6,
  ratchetOnConfirmation: 7,
} as const

/** Bytes that the ratchet pads connection info to, in confirmations. */
export const connInfoLength = (agentVersion: number, pqSupport: boolean): number =>
  pqSupport && agentVersion >= since.postQuantum ? 11106 : 14832

/** Bytes that the ratchet pads agent messages to. Decided by PQ support of the connection, not by its present use. */
export const agentMessageLength = (agentVersion: number, pqSupport: boolean): number =>
  pqSupport && agentVersion >= since.postQuantum ? 13618 : 15840

/** Bytes that the per-queue layer pads to: with the sender's key in the header, and without. */
export const confirmationLength = 15904
export const messageLength = 16000

const invitation: Codec<InvitationLink> = map(
  large,
  b =>
    caught(() => {
      const link = parseLink(fromUtf8(b))
      return link.form === "full" && link.mode === "invitation" ? link : new DecodeError("not an invitation link")
    }),
  link => utf8(writeLink(link)),
)

/** Who makes new ratchet keys cannot accept a KEM yet. */
const proposal = map(
  e2eParams,
  p => (p.kem?.type === "accepted" ? new DecodeError("an accepted KEM in new ratchet keys") : p),
  p => p,
)

const envelopeKind = variant({
  confirmation: ["C", struct({ e2e: maybe(e2eParams), encConnInfo: rest })],
  message: ["M", struct({ encMessage: rest })],
  invitation: ["I", struct({ invitation, connInfo: rest })],
  ratchetKey: ["R", struct({ e2e: proposal, info: rest })],
})

/** The envelope with the sender's agent version. */
export type Envelope = ValueOf<typeof envelopeKind> & { readonly agentVersion: number }

export const envelope: Codec<Envelope> = {
  write: (w, e) => {
    word16.write(w, e.agentVersion)
    envelopeKind.write(w, e)
  },
  read: r => {
    const agentVersion = word16.read(r)
    return { agentVersion, ...envelopeKind.read(r) }
  },
}

/** That a message arrived: its number at its sender, SHA-256 of its encoded agentMessage, and room for more. */
export const receipt = struct({ msgId: counter, msgHash: short, info: large })
export type Receipt = ValueOf<typeof receipt>
/** As many as one message can have: their number is one byte. */
export const mostReceipts = 255

/** Any key that may secure a queue for its sender. */
export const senderKey = anyPublicKey<AuthAlg>("X25519", "Ed25519", "Ed448")

/** Messages of a connection, after the header. */
export const aMessage = variant({
  HELLO: ["H", nothing],
  A_MSG: ["M", struct({ body: rest })],
  A_RCVD: ["V", struct({ receipts: nonEmpty(receipt) })],
  /** The queue has room again. */
  A_QCONT: ["QC", struct({ queue: queueName })],
  /** Rotation, first step: new queues, each with the one that it replaces. */
  QADD: ["QA", struct({ queues: nonEmpty(struct({ queue: queueUri, replaces: maybe(queueName) })) })],
  /** Second: keys of the sender for them. */
  QKEY: ["QK", struct({ queues: nonEmpty(struct({ queue: queueInfo, senderKey })) })],
  /** Third: they are secured. */
  QUSE: ["QU", struct({ queues: nonEmpty(struct({ queue: queueName, primary: bool })) })],
  /** Last: the sender tries them. */
  QTEST: ["QT", struct({ queues: nonEmpty(queueName) })],
  /** The ratchet works again; the last message of ours that could be decrypted. */
  EREADY: ["E", struct({ lastMsgId: counter })],
})
export type AMessage = ValueOf<typeof aMessage>

/** Number of the message at its sender, from 1, and SHA-256 of the agentMessage before it (empty for the first). */
const header = struct({ sndMsgId: counter, prevMsgHash: short })

/** The start of a message whose kind is not known: it still has its place in the chain. */
export const numbered = struct({ tag: word("M"), header, later: ignored })

/** What the ratchet carries. */
export const agentMessage = variant({
  /** Confirmation of the side that made the invitation. */
  connInfo: ["I", struct({ connInfo: rest })],
  /** Confirmation of the side that joined: with the queues to answer through. */
  connInfoReply: ["D", struct({ queues: nonEmpty(queueInfo), connInfo: rest })],
  /** In envelope `ratchetKey`, not encrypted by the ratchet. */
  ratchetInfo: ["R", struct({ info: rest })],
  message: ["M", struct({ header, message: aMessage })],
})
export type AgentMessage = ValueOf<typeof agentMessage>
