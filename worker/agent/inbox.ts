/**
 * Messages arrive here: a pushed MSG is opened layer by layer, and what it says becomes one event with the changes that
 * belong to it. Chat commits both; only then is the server told, so that a crash before leaves the message on the server.
 *
 *   MSG body (server's encryption) > per-queue envelope > agent envelope > ratchet > agent message
 *
 * A message that is not readable spoils itself, never the connection: it is reported, acknowledged and forgotten, since a
 * queue whose first message is never acknowledged delivers no other.
 *
 * Spec:  agent-protocol.md, "Communication between SMP agents".
 * Peer:  Simplex.Messaging.Agent, processSMPTransmissions.
 * Note:  the peer keeps the hash of every received message to tell repeated ones; see seen.ts.
 * Trust: everything inside the first layer is chosen by the contact, the first layer by the server.
 */
import { CryptoError } from "../crypto/error.ts"
import { sha256 } from "../crypto/hash.ts"
import { dh, privateKey, toSpki } from "../crypto/keys.ts"
import { decrypt } from "../crypto/ratchet.ts"
import {
  applySkipped,
  noSkippedKeys,
  RatchetError,
  type RatchetState,
  ratchetState,
  ratchetVersions,
  skippedKeys,
} from "../crypto/ratchet-state.ts"
import { agreeAsCreator, creatorRatchet, e2ePrivate } from "../crypto/x3dh.ts"
import { type Bytes, DecodeError, hex } from "../encoding/bytes.ts"
import { decode, encode } from "../encoding/codec.ts"
import { clientVersions, queueInfo } from "../smp/address.ts"
import { type ClientMessage, clientEnvelope, openClientMessage, openReceived } from "../smp/body.ts"
import type { Message } from "../smp/servers.ts"
import type { ConnectionRow, RatchetRow, RcvQueue } from "../store/agent.ts"
import { type Change, put, remove } from "../store/schema.ts"
import { helloReceived, withRcv } from "./connection.ts"
import { type Context, emit, queueKey, remember } from "./context.ts"
import type { AgentEvent, Answer } from "./events.ts"
import { checkIntegrity, nextChain } from "./integrity.ts"
import { connectionRequest } from "./link.ts"
import { type AMessage, agentMessage, agentVersions, type Envelope, envelope, numbered, since } from "./message.ts"
import { queueMessage } from "./outbox.ts"
import { serverAddress, sndQueue } from "./queues.ts"
import { wasSeen, withSeen } from "./seen.ts"
import { newRatchetRow } from "./steps.ts"

/** What one message does. Without an event only the changes are committed. */
type Outcome = {
  readonly event?: AgentEvent
  /** The row after it, when it changed. */
  readonly connection?: ConnectionRow
  /** It says that the queue to the other side has room again. */
  readonly hasRoom?: boolean
  readonly changes: (answer: Answer) => Promise<readonly Change[]>
}

const nothing: Outcome = { changes: async () => [] }
const malformed: Outcome = { event: { type: "malformed" }, changes: async () => [] }

/** Bytes that are not what they should be; everything else is a failure of our own and is not swallowed. */
export const isBadInput = (e: unknown): boolean =>
  e instanceof DecodeError || e instanceof CryptoError || e instanceof RatchetError

export type Inbox = {
  /** Handles one pushed message; resolves when the server has been told, or cannot be. Rejects only StoreError. */
  receive(server: string, rcvId: Bytes, message: Message): Promise<void>
}

/** `continueSending`: the other side shows that it is there, or says that its queue has room again (A_QCONT). */
export const createInbox = (ctx: Context, continueSending: (connId: string, hasRoom: boolean) => void): Inbox => {
  const receive = async (server: string, rcvId: Bytes, message: Message): Promise<void> => {
    const connId = ctx.queues.get(queueKey(server, rcvId))
    if (connId === undefined) return
    let hasRoom = false
    const rcv = await ctx.locks(connId, async () => {
      const c = ctx.connections.get(connId)
      const queue = c?.rcv.find(q => q.server === server && hex(q.rcvId) === hex(rcvId))
      if (c === undefined || queue === undefined) return null
      const outcome = await open(c, queue, message)
      hasRoom = outcome.hasRoom === true
      await apply(c, outcome)
      return queue
    })
    if (rcv === null) return
    ctx.advance(connId)
    ctx.deliver(connId)
    continueSending(connId, hasRoom)
    await ctx.servers.acknowledge(server, rcvId, message.msgId)
  }

  const apply = async (c: ConnectionRow, { event, connection, changes }: Outcome): Promise<void> => {
    const own = async (answer: Answer): Promise<readonly Change[]> => {
      const more = await changes(answer)
      return connection === undefined ? more : [put("connections", answered(connection, answer)), ...more]
    }
    let final: Answer = {}
    if (event === undefined) await ctx.store.commit(await own({}))
    else
      await emit(ctx, c.connId, event, answer => {
        final = answer
        return own(answer)
      })
    if (connection !== undefined) remember(ctx, answered(connection, final))
  }

  /** Chat's answer to a confirmation completes the row. */
  const answered = (c: ConnectionRow, { ownInfo }: Answer): ConnectionRow =>
    c.confirmation === undefined || ownInfo === undefined ? c : { ...c, confirmation: { ...c.confirmation, ownInfo } }

  const open = async (c: ConnectionRow, rcv: RcvQueue, { msgId, body }: Message): Promise<Outcome> => {
    try {
      const delivered = openReceived(rcv.serverSecret, msgId, body)
      if (delivered.type === "quota") return await quotaReached(c, rcv)
      const outer = decode(clientEnvelope, delivered.body)
      // The first message brings the sender's key. Later ones must not; a repeated confirmation is one of those.
      if (rcv.e2eSecret === undefined) {
        if (outer.publicKey === null) return malformed
        const secret = dh(outer.publicKey, privateKey("X25519", rcv.e2ePrivate))
        const { senderKey, body: inner } = openClientMessage(secret, outer)
        return await first(c, rcv, { secret, senderKey, version: outer.version, envelope: decode(envelope, inner) })
      }
      const { senderKey, body: inner } = openClientMessage(rcv.e2eSecret, outer)
      const e = decode(envelope, inner)
      if (outer.publicKey !== null || senderKey !== null) return e.type === "confirmation" ? nothing : malformed
      return e.type === "message" ? await later(c, rcv, e, delivered.at) : malformed
    } catch (e) {
      if (isBadInput(e)) return malformed
      throw e
    }
  }

  /** Our queue was full and is read to its end: the sender waits to be told. */
  const quotaReached = async (c: ConnectionRow, rcv: RcvQueue): Promise<Outcome> => {
    const ratchet = await ctx.store.get("ratchets", c.connId)
    if (ratchet === undefined || c.snd.length === 0) return nothing
    const queue = { server: serverAddress(rcv.server), senderId: rcv.sndId }
    const message: AMessage = { type: "A_QCONT", queue }
    const { changes } = await queueMessage(c, ratchet, {
      kind: "continue",
      message,
      notify: false,
      at: ctx.clock.now(),
    })
    return { changes: async () => changes }
  }

  type First = {
    readonly secret: Bytes
    readonly senderKey: ClientMessage["senderKey"]
    readonly version: number
    readonly envelope: Envelope
  }

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

  const isPostQuantum = (s: RatchetState): boolean => s.pqSending && s.pqReceiving

  const later = async (
    c: ConnectionRow,
    rcv: RcvQueue,
    e: Extract<Envelope, { type: "message" }>,
    at: number,
  ): Promise<Outcome> => {
    const before = await ctx.store.get("ratchets", c.connId)
    if (before === undefined) return malformed
    const hash = sha256(e.encMessage)
    if (wasSeen(before.seen, hash)) return nothing
    const ratchet: RatchetRow = { ...before, seen: withSeen(before.seen, hash) }
    const skippedRow = before.hasSkipped ? await ctx.store.get("skipped", c.connId) : undefined
    const skipped = skippedRow === undefined ? noSkippedKeys : decode(skippedKeys, skippedRow.keys)
    const opened = await decrypt(decode(ratchetState, ratchet.ratchet), skipped, e.encMessage, ctx)
    const onlySeen = async (): Promise<readonly Change[]> => [put("ratchets", ratchet)]
    // Its key was used before, so this is a message that was handled, whatever the bytes around it.
    if (!opened.ok && (opened.code === "DUPLICATE" || opened.code === "EARLIER")) return { changes: onlySeen }
    if (!opened.ok) return { event: { type: "undecryptable" }, changes: onlySeen }

    const kept = applySkipped(skipped, opened.skipped)
    const base: readonly Change[] =
      opened.skipped.type === "none"
        ? []
        : kept.length === 0
          ? [remove("skipped", c.connId)]
          : [put("skipped", { connId: c.connId, keys: encode(skippedKeys, kept) })]
    const stepped = { ...ratchet, ratchet: encode(ratchetState, opened.state), hasSkipped: kept.length > 0 }
    // A later version of the agent shows in every envelope.
    const version = Math.max(c.agentVersion, Math.min(e.agentVersion, agentVersions.max))
    const changed = version !== c.agentVersion || rcv.status !== "active"
    const current: ConnectionRow = { ...c, agentVersion: version }
    const row = changed ? withRcv(current, rcv.status === "new" ? {} : { status: "active" }) : undefined

    const parsed = parse(opened.plaintext)
    if (parsed === null) {
      // The key is used up all the same, and the number too if there is one: what follows is not said to be missing.
      const number = parseNumber(opened.plaintext)
      const after = number === null ? {} : nextChain(ratchet, number, sha256(opened.plaintext))
      return { ...malformed, changes: async () => [put("ratchets", { ...stepped, ...after }), ...base] }
    }
    const { header, message } = parsed
    const integrity = checkIntegrity(ratchet, header.sndMsgId, header.prevMsgHash)
    const received = { ...stepped, ...nextChain(ratchet, header.sndMsgId, sha256(opened.plaintext)) }
    const plain: Outcome = {
      ...(row === undefined ? {} : { connection: row }),
      changes: async () => [put("ratchets", received), ...base],
    }

    switch (message.type) {
      case "HELLO": {
        if (c.connected === true || rcv.status === "active") return plain
        const next = helloReceived(current)
        const event: AgentEvent = { type: "connected", postQuantum: isPostQuantum(opened.state) }
        return { ...plain, connection: next, ...(next.connected === true ? { event } : {}) }
      }
      case "A_MSG": {
        const postQuantum = opened.state.pqReceiving
        return {
          ...plain,
          event: { type: "message", body: message.body, integrity, at, postQuantum },
          changes: async ({ receipt }) => {
            if (receipt !== true || c.snd.length === 0 || c.agentVersion < since.receipts)
              return [put("ratchets", received), ...base]
            const receipts = [{ msgId: header.sndMsgId, msgHash: sha256(opened.plaintext), info: new Uint8Array(0) }]
            const { changes } = await queueMessage(current, received, {
              kind: "receipt",
              message: { type: "A_RCVD", receipts },
              notify: false,
              at: ctx.clock.now(),
            })
            return [...changes, ...base]
          },
        }
      }
      case "A_RCVD":
        return receipts(c, message, plain)
      case "A_QCONT":
        return { ...plain, hasRoom: true }
      default:
        // Rotation and EREADY are asked of us only by peers that then go on with what there is.
        return plain
    }
  }

  const parse = (plaintext: Bytes) => {
    try {
      const m = decode(agentMessage, plaintext)
      return m.type === "message" ? m : null
    } catch (e) {
      if (e instanceof DecodeError) return null
      throw e
    }
  }

  const parseNumber = (plaintext: Bytes): number | null => {
    try {
      return decode(numbered, plaintext).header.sndMsgId
    } catch (e) {
      if (e instanceof DecodeError) return null
      throw e
    }
  }

  /** Messages of ours that the peer has. A receipt with another hash than that of what we sent proves nothing. */
  const receipts = async (
    c: ConnectionRow,
    { receipts: all }: Extract<AMessage, { type: "A_RCVD" }>,
    plain: Outcome,
  ): Promise<Outcome> => {
    const refs: string[] = []
    const gone: Change[] = []
    for (const { msgId, msgHash } of all) {
      const sent = await ctx.store.get("sent", c.connId, msgId)
      if (sent === undefined || hex(sent.hash) !== hex(msgHash)) continue
      gone.push(remove("sent", c.connId, msgId))
      if (sent.ref !== undefined) refs.push(sent.ref)
    }
    const changes = async (answer: Answer) => [...(await plain.changes(answer)), ...gone]
    return refs.length === 0 ? { ...plain, changes } : { ...plain, changes, event: { type: "delivered", refs } }
  }

  return { receive }
}
