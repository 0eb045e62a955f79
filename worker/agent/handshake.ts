/**
 * The first message of a queue: a confirmation, which makes the ratchet or is the first that it opens; at an address, a
 * request.
 *
 * Peer:  Simplex.Messaging.Agent, smpConfirmation, smpInvitation.
 * Trust: anybody who knows the queue can have sent it: only what a confirmation proves is stored.
 */
import { sha256 } from "../crypto/hash.ts"
import { toSpki } from "../crypto/keys.ts"
import { decrypt } from "../crypto/ratchet.ts"
import { isPostQuantum, noSkippedKeys, ratchetState, ratchetVersions } from "../crypto/ratchet-state.ts"
import { agreeAsCreator, creatorRatchet, e2ePrivate } from "../crypto/x3dh.ts"
import type { Bytes } from "../encoding/bytes.ts"
import { decode, encode } from "../encoding/codec.ts"
import { clientVersions, queueInfo } from "../smp/address.ts"
import type { ClientMessage } from "../smp/body.ts"
import type { ConnectionRow, RatchetRow, RcvQueue } from "../store/agent.ts"
import { put } from "../store/schema.ts"
import { withRcv } from "./connection.ts"
import type { Context } from "./context.ts"
import { connectionRequest } from "./link.ts"
import { agentMessage, agentVersions, type Envelope, since } from "./message.ts"
import { malformed, nothing, type Outcome } from "./outcome.ts"
import { sndQueue } from "./queues.ts"
import { newRatchetRow } from "./steps.ts"

type First = {
  readonly secret: Bytes
  readonly senderKey: ClientMessage["senderKey"]
  readonly version: number
  readonly envelope: Envelope
}

/**
 * The first messages of a queue: a request at an address, or the confirmation of a connection. What does not fit the state of the
 * row is `malformed`.
 */
export const createHandshake = (ctx: Context) => {
  const first = async (c: ConnectionRow, rcv: RcvQueue, m: First): Promise<Outcome> => {
    if (c.role === "address") {
      if (m.envelope.type !== "invitation" || m.senderKey !== null) return malformed
      // Nothing of the row changes: every request has a key of its own.
      const { invitation, connInfo } = m.envelope
      return { ...nothing, event: { type: "request", request: encode(connectionRequest, invitation), info: connInfo } }
    }
    if (m.envelope.type !== "confirmation") return malformed
    // A queue that senders secure themselves names no key; any other must.
    if (m.senderKey === null && !rcv.senderCanSecure) return malformed
    const { agentVersion, e2e, encConnInfo } = m.envelope
    if (agentVersion > agentVersions.max && agentVersion > c.agentVersion) return malformed
    const queue = withRcv(c, {
      e2eSecret: m.secret,
      clientVersion: Math.min(rcv.clientVersion, m.version),
      status: "confirmed",
      ...(m.senderKey === null ? {} : { senderKey: toSpki(m.senderKey) }),
    })
    if (c.role === "inviter") return e2e === null ? malformed : firstForInviter(queue, agentVersion, e2e, encConnInfo)
    return e2e === null ? firstForJoiner(queue, encConnInfo, m.senderKey === null) : malformed
  }

  /** The peer joined: its keys make our ratchet, which opens its profile and the queue to answer through. */
  const firstForInviter = async (
    c: ConnectionRow,
    agentVersion: number,
    e2e: NonNullable<Extract<Envelope, { type: "confirmation" }>["e2e"]>,
    encConnInfo: Bytes,
  ): Promise<Outcome> => {
    if (c.invitation === undefined) return malformed
    const own = decode(e2ePrivate, c.invitation.keys)
    const agreed = await agreeAsCreator(own, e2e, ctx.kem)
    const pqSupport = agentVersion >= since.postQuantum && e2e.version >= 3
    const versions = { version: e2e.version, maxVersion: ratchetVersions.max }
    const state = creatorRatchet(versions, own.key2, agreed, pqSupport)
    const opened = await decrypt(state, noSkippedKeys, encConnInfo, ctx)
    if (!opened.ok) return malformed
    const message = decode(agentMessage, opened.plaintext)
    const [reply] = message.type === "connInfoReply" ? message.queues : []
    if (message.type !== "connInfoReply" || reply === undefined) return malformed
    if (reply.version < clientVersions.min || reply.version > clientVersions.max) return malformed
    // Throws when its key gives no secret or its server has no name: the link stays open for an honest answer.
    sndQueue(ctx, reply)
    const ratchet: RatchetRow = {
      ...newRatchetRow(c.connId, encode(ratchetState, opened.state)),
      rcvMsgId: 1,
      rcvHash: sha256(opened.plaintext),
    }
    return {
      event: { type: "confirmation", info: message.connInfo },
      connection: {
        ...c,
        agentVersion: Math.min(agentVersion, agentVersions.max),
        pqSupport,
        confirmation: { replyQueue: encode(queueInfo, reply) },
      },
      changes: async () => [put("ratchets", ratchet)],
    }
  }

  /** The inviter's profile. Without a key to secure our queue with, both sides are ready. */
  const firstForJoiner = async (c: ConnectionRow, encConnInfo: Bytes, ready: boolean): Promise<Outcome> => {
    const ratchet = await ctx.store.get("ratchets", c.connId)
    if (ratchet === undefined) return malformed
    const opened = await decrypt(decode(ratchetState, ratchet.ratchet), noSkippedKeys, encConnInfo, ctx)
    if (!opened.ok) return malformed
    const message = decode(agentMessage, opened.plaintext)
    if (message.type !== "connInfo") return malformed
    const next: RatchetRow = {
      ...ratchet,
      ratchet: encode(ratchetState, opened.state),
      rcvMsgId: 1,
      rcvHash: sha256(opened.plaintext),
    }
    const connection = ready ? { ...withRcv(c, { status: "active" }), connected: true } : c
    const postQuantum = isPostQuantum(opened.state)
    return {
      event: { type: "info", info: message.connInfo, connected: ready, postQuantum },
      connection,
      changes: async () => [put("ratchets", next)],
    }
  }

  return { first }
}
