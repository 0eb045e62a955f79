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
 * Trust: everything inside the first layer is chosen by the contact, the first layer by the server.
 */
import { CryptoError } from "../crypto/error.ts"
import { dh, privateKey } from "../crypto/keys.ts"
import { RatchetError } from "../crypto/ratchet-state.ts"
import { type Bytes, DecodeError, hex } from "../encoding/bytes.ts"
import { decode } from "../encoding/codec.ts"
import { clientEnvelope, openClientMessage, openReceived } from "../smp/body.ts"
import type { Message } from "../smp/servers.ts"
import type { ConnectionRow, RcvQueue } from "../store/agent.ts"
import { type Change, put } from "../store/schema.ts"
import { withReceiptDue } from "./connection.ts"
import { type Context, emit, queueKey, remember } from "./context.ts"
import type { Answer } from "./events.ts"
import { createHandshake } from "./handshake.ts"
import { type AMessage, envelope } from "./message.ts"
import { queueMessage } from "./outbox.ts"
import { malformed, nothing, type Outcome } from "./outcome.ts"
import { serverAddress, userOf } from "./queues.ts"
import { createReceive } from "./receive.ts"
import { receiveRatchetKey } from "./sync.ts"
import { sendProhibited } from "./sync-state.ts"

/** Bytes that are not what they should be; everything else is a failure of our own and is not swallowed. */
export const isBadInput = (e: unknown): boolean =>
  e instanceof DecodeError || e instanceof CryptoError || e instanceof RatchetError

export type Inbox = {
  /** Handles one pushed message; resolves when the server has been told, or cannot be. Rejects only StoreError. */
  receive(server: string, rcvId: Bytes, message: Message): Promise<void>
}

/** `continueSending`: the other side shows that it is there, or says that its queue has room again (A_QCONT). */
export const createInbox = (ctx: Context, continueSending: (connId: string, hasRoom: boolean) => void): Inbox => {
  const { first } = createHandshake(ctx)
  const { later } = createReceive(ctx)

  const receive = async (server: string, rcvId: Bytes, message: Message): Promise<void> => {
    const connId = ctx.queues.get(queueKey(server, rcvId))
    if (connId === undefined) return
    let hasRoom = false
    const rcv = await ctx.locks(connId, async () => {
      const c = ctx.connections.get(connId)
      const queue = c?.rcv.find(q => q.server === server && hex(q.rcvId) === hex(rcvId))
      if (c === undefined || queue === undefined) return null
      const outcome = await open(c, queue, message)
      if (outcome === nothing) ctx.count(userOf(c), server, "receivedDuplicates")
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

  const apply = async (c: ConnectionRow, { event, sync, connection, early, changes }: Outcome): Promise<void> => {
    const own = async (answer: Answer): Promise<readonly Change[]> => {
      const more = await changes(answer)
      return connection === undefined ? more : [put("connections", answered(connection, answer, early)), ...more]
    }
    let final: Answer = {}
    const said = event ?? (sync === undefined ? undefined : { type: "sync" as const })
    if (said === undefined) await ctx.store.commit(await own({}))
    else
      await emit(
        ctx,
        c.connId,
        said,
        answer => {
          final = answer
          return own(answer)
        },
        sync,
      )
    if (connection !== undefined) remember(ctx, answered(connection, final, early))
  }

  /** Chat's answer to a confirmation completes the row; so does that to a message before the confirmation went out. */
  const answered = (c: ConnectionRow, { ownInfo, receipt }: Answer, early?: Outcome["early"]): ConnectionRow => {
    if (early !== undefined) return receipt === true ? withReceiptDue(c, early) : c
    return c.confirmation === undefined || ownInfo === undefined
      ? c
      : { ...c, confirmation: { ...c.confirmation, ownInfo } }
  }

  const open = async (c: ConnectionRow, rcv: RcvQueue, { msgId, body }: Message): Promise<Outcome> => {
    try {
      const delivered = openReceived(rcv.serverSecret, msgId, body)
      if (delivered.type === "quota") return await quotaReached(c, rcv)
      const outer = decode(clientEnvelope, delivered.body)
      // The first message brings the sender's key. Later ones must not; a repeated confirmation is one of those.
      if (rcv.e2eSecret === undefined) {
        // The new queue of a change of address gets its secret by QKEY, never by a message of its own.
        if (outer.publicKey === null || rcv !== c.rcv[0]) return malformed
        const secret = dh(outer.publicKey, privateKey("X25519", rcv.e2ePrivate))
        const { senderKey, body: inner } = openClientMessage(secret, outer)
        return await first(c, rcv, { secret, senderKey, version: outer.version, envelope: decode(envelope, inner) })
      }
      const { senderKey, body: inner } = openClientMessage(rcv.e2eSecret, outer)
      const e = decode(envelope, inner)
      if (outer.publicKey !== null || senderKey !== null) return e.type === "confirmation" ? nothing : malformed
      if (e.type === "ratchetKey") return await receiveRatchetKey(ctx, c, e.e2e)
      return e.type === "message" ? await later(c, rcv, e, delivered.at) : malformed
    } catch (e) {
      if (isBadInput(e)) return malformed
      throw e
    }
  }

  /** Our queue was full and is read to its end: the sender waits to be told. */
  const quotaReached = async (c: ConnectionRow, rcv: RcvQueue): Promise<Outcome> => {
    const ratchet = await ctx.store.get("ratchets", c.connId)
    // Before our confirmation is queued the sender has no key for anything else; it tries again by itself.
    if (ratchet === undefined || c.snd.length === 0 || c.confirmation !== undefined || sendProhibited(c)) return nothing
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

  return { receive }
}
