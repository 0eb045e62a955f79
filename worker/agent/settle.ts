/**
 * What becomes of a message on its way, once its server has taken it or refused it for good: rows are removed or changed in
 * one commit with what chat makes of it, and a message of the handshake or of a change of address moves its connection on.
 *
 * Peer: Simplex.Messaging.Agent, runSmpQueueMsgDelivery.
 */
import type { CounterName } from "../api.ts"
import { ratchetState } from "../crypto/ratchet-state.ts"
import { decode } from "../encoding/codec.ts"
import type { SmpError } from "../smp/error.ts"
import type { ConnectionRow, DeliveryRow, SndQueue } from "../store/agent.ts"
import { type Change, put, remove } from "../store/schema.ts"
import { confirmationSent, helloSent } from "./connection.ts"
import { type Context, commitConnection, emit, locked, remember } from "./context.ts"
import { type AgentErrorCode, blockedBy } from "./events.ts"
import { userOf } from "./queues.ts"
import { forgetKept, giveUpMoving } from "./rotate.ts"
import { followed, isUntried, notFollowed } from "./rotation.ts"

export interface Settling {
  /** The server took it; `kept`: instead of the removal of its row. Resolves when that is committed, by chat too. */
  sent(row: DeliveryRow, proxied: boolean, kept?: readonly Change[]): Promise<void>
  /** The server has refused it for good, or was away for too long. */
  giveUp(row: DeliveryRow, e: SmpError): Promise<void>
  /** The contact's new queue has taken a message. */
  arrived(connId: string, snd: SndQueue): Promise<void>
  /** The contact's new queue refuses us: back to the old one. */
  turnBack(connId: string, snd: SndQueue): Promise<void>
}

/** See Settling. */
export const createSettling = (ctx: Context): Settling => {
  /** The connection has no future: nothing more is tried, and chat says why. */
  const failConnection = (
    connId: string,
    code: AgentErrorCode,
    changes: readonly Change[],
    e?: SmpError,
  ): Promise<void> =>
    ctx.locks(connId, async () => {
      const c = ctx.connections.get(connId)
      if (c === undefined) return ctx.store.commit(changes)
      const failed = { ...c, problem: code }
      await emit(ctx, connId, { type: "failed", code, ...blockedBy(e) }, async () => [
        put("connections", failed),
        ...changes,
      ])
      remember(ctx, failed)
    })

  const giveUp = async (row: DeliveryRow, e: SmpError): Promise<void> => {
    const code = codeOf(e)
    const gone = remove("deliveries", row.connId, row.deliveryId)
    // The old queue has it.
    if (row.kept === true) return ctx.store.commit([gone])
    const c = ctx.connections.get(row.connId)
    const server = c?.snd[0]?.server
    if (c !== undefined && server !== undefined) ctx.count(userOf(c), server, failureCounter(e))
    // Somebody else was faster with the link. The queue of a request can only be gone.
    const joining = row.kind === "confirmation" && c?.role === "joiner" && c.accepted !== true
    if (joining && code === "AUTH") return failConnection(row.connId, "LINK_USED", [gone])
    if (row.kind === "confirmation" || row.kind === "hello") return failConnection(row.connId, code, [gone], e)
    if (row.kind === "rotate") await unheard(row.connId)
    if (row.ref === undefined) return ctx.store.commit([gone])
    await emit(ctx, row.connId, { type: "sendFailed", ref: row.ref, code, ...blockedBy(e) }, async () => [gone])
  }

  /** What our change of address needed to say did not get through: it ends, before the contact has left the old queue. */
  const unheard = (connId: string): Promise<void> =>
    locked(ctx, connId, async c => {
      const stage = c.moving?.stage
      if (stage === "add" || stage === "use") await giveUpMoving(ctx, c)
    })

  const arrived = (connId: string, snd: SndQueue): Promise<void> =>
    locked(ctx, connId, async c => {
      if (!isUntried(c, snd)) return
      const next = followed(c)
      const event = { type: "rotation" as const, whose: "theirs" as const, phase: "completed" as const }
      await emit(ctx, connId, event, async () => [put("connections", next)])
      remember(ctx, next)
    })

  const turnBack = (connId: string, snd: SndQueue): Promise<void> =>
    locked(ctx, connId, async c => {
      if (isUntried(c, snd)) await commitConnection(ctx, notFollowed(c), await forgetKept(ctx, connId))
    })

  /** What the server's OK means for the connection. */
  const handshakeSent = (row: DeliveryRow, sent: (c: ConnectionRow) => ConnectionRow): Promise<void> =>
    ctx.locks(row.connId, async () => {
      const c = ctx.connections.get(row.connId)
      const gone = remove("deliveries", row.connId, row.deliveryId)
      if (c === undefined) return ctx.store.commit([gone])
      const next = sent(c)
      const changes = [put("connections", next), gone]
      if (next.connected === true && c.connected !== true) {
        const ratchet = await ctx.store.get("ratchets", row.connId)
        const state = ratchet === undefined ? null : decode(ratchetState, ratchet.ratchet)
        const postQuantum = state?.pqSending === true
        await emit(ctx, row.connId, { type: "connected", postQuantum }, async () => changes)
      } else await ctx.store.commit(changes)
      remember(ctx, next)
      ctx.advance(row.connId)
    })

  const sent = async (row: DeliveryRow, proxied: boolean, kept: readonly Change[] = []): Promise<void> => {
    if (row.kind === "confirmation") return handshakeSent(row, confirmationSent)
    if (row.kind === "hello") return handshakeSent(row, helloSent)
    const done = kept.length > 0 ? kept : [remove("deliveries", row.connId, row.deliveryId)]
    if (row.ref === undefined) return ctx.store.commit(done)
    await emit(ctx, row.connId, { type: "sent", ref: row.ref, proxied }, async () => done)
  }

  return { sent, giveUp, arrived, turnBack }
}

const failureCounter = ({ code, temporary }: SmpError): CounterName => {
  if (code === "AUTH") return "sentAuthErrors"
  if (code === "QUOTA") return "sentQuotaErrors"
  return temporary ? "sentExpiredErrors" : "sentOtherErrors"
}

const codeOf = ({ code }: SmpError): AgentErrorCode => {
  if (code === "AUTH" || code === "BLOCKED" || code === "QUOTA") return code
  if (code === "NETWORK" || code === "TIMEOUT") return "EXPIRED"
  return code === "LARGE" ? "TOO_LARGE" : "INTERNAL"
}
