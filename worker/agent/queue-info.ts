/**
 * What the server knows of the queue from which a connection receives, for finding faults.
 *
 * Peer:  Simplex.Messaging.Agent, getConnectionQueueInfo; Server.QueueStore.QueueInfo; simplex-chat APIContactQueueInfo.
 * Trust: the server may answer anything; what is not as expected is left out, and what is longer than a line is cut.
 */
import type { QueueInfo } from "../api.ts"
import { privateKey } from "../crypto/keys.ts"
import { SmpError } from "../smp/error.ts"
import type { ConnectionRow, RcvQueue } from "../store/agent.ts"
import type { Context } from "./context.ts"
import { AgentError } from "./events.ts"

const longest = 100

const object = (v: unknown): Readonly<Record<string, unknown>> | null =>
  typeof v === "object" && v !== null && !Array.isArray(v) ? (v as Record<string, unknown>) : null
const text = (v: unknown): string => (typeof v === "string" ? v.slice(0, longest) : "")

const parse = (json: string): unknown => {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}

/** From the JSON of an INFO response; null when it is none. */
export const readQueueInfo = (server: string, json: string): QueueInfo | null => {
  const o = object(parse(json))
  if (o === null) return null
  const sub = object(o.qiSub)
  const msg = object(o.qiMsg)
  return {
    server,
    sender: o.qiSnd === true,
    notifier: o.qiNtf === true,
    subscription:
      sub === null
        ? null
        : { state: text(sub.qSubThread), delivered: typeof sub.qDelivered === "string" ? text(sub.qDelivered) : null },
    size: Number.isSafeInteger(o.qiSize) ? (o.qiSize as number) : 0,
    message: msg === null ? null : { id: text(msg.msgId), at: text(msg.msgTs), type: text(msg.msgType) },
  }
}

/** QUE. Rejects SmpError; null when the server says something else. */
export const askQueueInfo = async (ctx: Context, c: ConnectionRow, q: RcvQueue): Promise<QueueInfo | null> => {
  const key = privateKey("Ed25519", q.authKey)
  const answer = await ctx.servers.request(c, q.server, q.rcvId, { type: "QUE" }, key)
  return answer.type === "INFO" ? readQueueInfo(q.server, answer.json) : null
}

/** Rejects AgentError NOT_READY for a connection without a queue; SmpError. */
export const queueInfoOf = async (ctx: Context, connId: string): Promise<QueueInfo> => {
  const c = ctx.connections.get(connId)
  const [q] = c?.rcv ?? []
  if (c === undefined || q === undefined) throw new AgentError("NOT_READY")
  const info = await askQueueInfo(ctx, c, q)
  if (info === null) throw new SmpError("UNEXPECTED")
  return info
}
