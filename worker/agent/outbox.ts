/**
 * Messages enter here: number, hash chain and ratchet step are taken and stored together with the message, so that
 * sending it later, or again, gives the same bytes and no key is used twice.
 *
 * Peer: Simplex.Messaging.Agent, enqueueMessageB, storeConfirmation.
 */
import { sha256 } from "../crypto/hash.ts"
import { encryptBody, encryptHeader } from "../crypto/ratchet.ts"
import { messageEncryptKey, ratchetState, ratchetVersions } from "../crypto/ratchet-state.ts"
import type { E2eParams } from "../crypto/x3dh.ts"
import type { Bytes } from "../encoding/bytes.ts"
import { decode, encode } from "../encoding/codec.ts"
import type { ConnectionRow, DeliveryKind, DeliveryRow, RatchetRow } from "../store/agent.ts"
import { type Change, put, remove } from "../store/schema.ts"
import { AgentError } from "./events.ts"
import {
  type AgentMessage,
  type AMessage,
  agentMessage,
  agentMessageLength,
  agentVersions,
  connInfoLength,
  envelope,
} from "./message.ts"

/** The ratchet row after the step, and what to store for it. */
export type Queued = { readonly ratchet: RatchetRow; readonly changes: readonly Change[] }

/** Ratchet padding has a two-byte length before the message. */
const paddingOverhead = 2
/**
 * Messages for which a receipt is waited for: contacts may never send any. Many more than can be on their way, as a queue
 * holds 128. Peer: the rows are deleted after three weeks (storedMsgDataTTL).
 */
const mostSent = 10_000

/** Bytes that `send` may be given: what is left of a message for chat. Tag, number (8) and hash (33) are ours. */
export const maxBody = (c: ConnectionRow): number =>
  agentMessageLength(c.agentVersion, c.pqSupport) - paddingOverhead - (1 + 8 + 33 + 1)

const step = async (row: RatchetRow, pqEncryption: boolean | null) => {
  const { state, key } = await encryptHeader(decode(ratchetState, row.ratchet), {
    pqEncryption,
    supportedVersion: ratchetVersions.max,
  })
  return { key, saved: encode(ratchetState, state) }
}

export type Outgoing = {
  readonly kind: Exclude<DeliveryKind, "confirmation" | "ratchetKey">
  readonly message: AMessage
  readonly notify: boolean
  readonly at: number
  readonly ref?: string
  /** Whether a receipt is waited for; absent: for messages of chat. */
  readonly receipt?: boolean
}

/** One message of an established connection. Throws AgentError TOO_LARGE; nothing is changed then. */
export const queueMessage = async (c: ConnectionRow, row: RatchetRow, out: Outgoing): Promise<Queued> => {
  const sndMsgId = row.sndMsgId + 1
  const header = { sndMsgId, prevMsgHash: row.sndHash }
  const body = encode(agentMessage, { type: "message", header, message: out.message })
  if (body.length > agentMessageLength(c.agentVersion, c.pqSupport) - paddingOverhead) throw new AgentError("TOO_LARGE")
  const { key, saved } = await step(row, null)
  const hash = sha256(body)
  const delivery: DeliveryRow = {
    connId: c.connId,
    deliveryId: row.nextDelivery,
    kind: out.kind,
    body,
    key: encode(messageEncryptKey, key),
    notify: out.notify,
    at: out.at,
    ...(out.ref === undefined ? {} : { ref: out.ref }),
  }
  const ratchet = { ...row, ratchet: saved, sndMsgId, sndHash: hash, nextDelivery: row.nextDelivery + 1 }
  const sent = { connId: c.connId, sndMsgId, hash, ...(out.ref === undefined ? {} : { ref: out.ref }) }
  return {
    ratchet,
    changes: [
      put("ratchets", ratchet),
      put("deliveries", delivery),
      // Only messages of chat are answered by receipts.
      ...(out.kind === "message" && out.receipt !== false ? [put("sent", sent)] : []),
      ...(sndMsgId > mostSent ? [remove("sent", c.connId, sndMsgId - mostSent)] : []),
    ],
  }
}

/** Our confirmation: message 1 of the chain. `e2e` only from the side that joined. Throws AgentError TOO_LARGE. */
export const queueConfirmation = async (
  c: ConnectionRow,
  row: RatchetRow,
  info: AgentMessage,
  e2e: E2eParams | null,
  at: number,
): Promise<Queued> => {
  const plain = encode(agentMessage, info)
  const length = connInfoLength(c.agentVersion, c.pqSupport)
  if (plain.length > length - paddingOverhead) throw new AgentError("TOO_LARGE")
  const { key, saved } = await step(row, c.pqSupport)
  const encConnInfo = await encryptBody(key, plain, length)
  const body: Bytes = encode(envelope, { type: "confirmation", agentVersion: c.agentVersion, e2e, encConnInfo })
  const delivery: DeliveryRow = {
    connId: c.connId,
    deliveryId: row.nextDelivery,
    kind: "confirmation",
    body,
    notify: true,
    at,
  }
  const ratchet = {
    ...row,
    ratchet: saved,
    sndMsgId: row.sndMsgId + 1,
    sndHash: sha256(plain),
    nextDelivery: row.nextDelivery + 1,
  }
  return { ratchet, changes: [put("ratchets", ratchet), put("deliveries", delivery)] }
}

/**
 * Our keys for new ratchets. The ratchet that there is does not encrypt them; they have a number in the chain all the
 * same, and the next message names the hash of their information part, which is empty.
 */
export const queueRatchetKey = (c: ConnectionRow, row: RatchetRow, e2e: E2eParams, at: number): Queued => {
  const info = encode(agentMessage, { type: "ratchetInfo", info: new Uint8Array(0) })
  const body = encode(envelope, { type: "ratchetKey", agentVersion: agentVersions.max, e2e, info })
  const { connId } = c
  const delivery: DeliveryRow = { connId, deliveryId: row.nextDelivery, kind: "ratchetKey", body, notify: true, at }
  const ratchet = {
    ...row,
    sndMsgId: row.sndMsgId + 1,
    sndHash: sha256(info),
    nextDelivery: row.nextDelivery + 1,
  }
  return { ratchet, changes: [put("ratchets", ratchet), put("deliveries", delivery)] }
}
