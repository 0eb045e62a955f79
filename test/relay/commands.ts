/**
 * What each command about queues does, once it is known to be authorized.
 *
 * Spec:  simplex-messaging.md, "SMP commands".
 * Peer:  Simplex.Messaging.Server, processCommand.
 * Note:  as the peer, ACK takes an empty message id for any, but then deletes nothing and delivers the message again.
 * Note:  the peer lets LSET take the link id of another queue, where its store is in memory; we answer AUTH.
 */
import type { Bytes } from "../../worker/encoding/bytes.ts"
import { equal } from "../../worker/encoding/bytes.ts"
import type { Command, Response, ServerError } from "../../worker/smp/commands.ts"
import { dh, newKeys, random, senderIdOf } from "./crypto.ts"
import type { Delivery } from "./delivery.ts"
import type { Hooks } from "./hooks.ts"
import {
  type Change,
  expiredCount,
  type LinkData,
  type Message,
  messageFor,
  type Queue,
  type Queues,
} from "./queues.ts"
import type { Verified } from "./request.ts"
import type { Session } from "./session.ts"

export type Settings = {
  /** Messages that a queue holds before it is full. */
  readonly quota: number
  /** Needed for NEW and PRXY if not null. */
  readonly password: string | null
  /** Seconds after which an undelivered message is dropped; null keeps them. */
  readonly messageTtl: number | null
  /** Seconds since 1970. */
  readonly now: () => number
}

export type Context = {
  readonly queues: Queues
  readonly delivery: Delivery
  readonly hooks: Hooks
  readonly settings: Settings
  readonly stats: { sent: number }
  /** Applies and logs. */
  readonly change: (change: Change) => void
}

/** The answer, and the message that a SUB delivers beside it. */
export type Result = { readonly answer: Response; readonly events: readonly Response[] }

const ok: Response = { type: "OK" }
const failed = (error: ServerError): Response => ({ type: "ERR", error })
const auth = failed({ type: "AUTH" })
const prohibited = failed({ type: "CMD", error: "PROHIBITED" })
const noMessage = failed({ type: "NO_MSG" })

/** The longest SEND body: newer versions need room for block encryption and for forwarding. */
export const maxMessage = (version: number): number => (version >= 11 ? 16048 : version >= 8 ? 16064 : 16088)

type Of<T extends Command["type"]> = Extract<Command, { readonly type: T }>

const createQueue = (ctx: Context, session: Session, corrId: Bytes, c: Of<"NEW">): Response => {
  const { password } = ctx.settings
  if (password !== null && c.auth !== password) return auth
  const { link } = c.queue ?? { link: null }
  // only this id, so that asking for an id does not tell whether a queue has it
  if (link !== null && !equal(link.sndId, senderIdOf(corrId))) return prohibited
  const linkId = link === null ? null : "linkId" in link ? link.linkId : random(24)
  const ours = newKeys("x25519")
  const ntf = c.ntf === null ? null : { id: random(24), key: c.ntf, ours: newKeys("x25519") }
  const queue = {
    rcvId: random(24),
    sndId: link?.sndId ?? random(24),
    rcvKeys: [c.rcvAuthKey],
    rcvSecret: dh(c.rcvDhKey, ours.private),
    mode: c.queue?.type ?? null,
    sndKey: null,
    link: link !== null && linkId !== null ? { linkId, fixedData: link.fixedData, userData: link.userData } : null,
    notifier:
      ntf === null ? null : { notifierId: ntf.id, key: ntf.key.authKey, dhSecret: dh(ntf.key.dhKey, ntf.ours.private) },
    status: "active",
  } as const
  if (ctx.queues.hasIdOf(queue)) return auth
  ctx.change({ type: "create", queue })
  const created = ctx.queues.find("recipient", queue.rcvId)
  if (c.subscribe && created !== null) ctx.delivery.subscribe(session, created, "SUB")
  return {
    type: "IDS",
    rcvId: queue.rcvId,
    sndId: queue.sndId,
    srvDhKey: ours.public,
    mode: queue.mode,
    linkId,
    serviceId: null,
    ntf: ntf === null ? null : { notifierId: ntf.id, dhKey: ntf.ours.public },
  }
}

const expire = (ctx: Context, q: Queue): void => {
  const { messageTtl, now } = ctx.settings
  if (messageTtl === null) return
  for (let n = expiredCount(q, now() - messageTtl); n > 0; n--) ctx.change({ type: "shift", rcvId: q.rcvId })
}

/** Drops expired messages of all queues; the caller decides when. */
export const expireAll = (ctx: Context): void => {
  for (const q of ctx.queues.all()) expire(ctx, q)
}

const store = (ctx: Context, q: Queue, c: Of<"SEND">): Response => {
  const message: Message = { id: random(24), time: ctx.settings.now(), notification: c.notification, body: c.body }
  const stored = messageFor(q, message, ctx.settings.quota)
  if (stored === null) return failed({ type: "QUOTA" })
  const wasEmpty = q.messages.length === 0
  ctx.change({ type: "message", rcvId: q.rcvId, message: stored })
  if (stored.body === null) return failed({ type: "QUOTA" })
  ctx.stats.sent++
  if (wasEmpty) ctx.delivery.push(q)
  if (c.notification) ctx.delivery.notify(q, stored)
  return ok
}

const sendMessage = (ctx: Context, version: number, q: Queue, c: Of<"SEND">): Response => {
  if (c.body.length > maxMessage(version)) return failed({ type: "LARGE_MSG" })
  if (q.status === "off") return auth
  if (q.status !== "active") return failed({ type: "BLOCKED", ...q.status })
  // whoever could need the link has used it
  if (q.link !== null && q.mode !== "contact" && q.sndKey !== null)
    ctx.change({ type: "update", rcvId: q.rcvId, set: { link: null } })
  expire(ctx, q)
  const verdict = ctx.hooks.onSend?.({ sndId: q.sndId, body: c.body }) ?? "store"
  if (verdict === "drop") return ok
  if (typeof verdict === "object") return failed(verdict)
  if (verdict === "duplicate") store(ctx, q, c)
  return store(ctx, q, c)
}

const subscribe = (ctx: Context, session: Session, q: Queue): Result => {
  const sub = ctx.delivery.subscription(session, q)
  if (sub?.by === "GET") return { answer: prohibited, events: [] }
  const events = ctx.delivery.take(q, sub ?? ctx.delivery.subscribe(session, q, "SUB"))
  return { answer: { type: "SOK", serviceId: null }, events }
}

const get = (ctx: Context, session: Session, q: Queue): Result => {
  const sub = ctx.delivery.subscription(session, q)
  if (sub?.by === "SUB") return { answer: prohibited, events: [] }
  const [answer = ok, ...events] = ctx.delivery.take(q, sub ?? ctx.delivery.subscribe(session, q, "GET"))
  return { answer, events }
}

const acknowledge = (ctx: Context, session: Session, q: Queue, msgId: Bytes): Result => {
  const sub = ctx.delivery.subscription(session, q)
  const delivered = sub?.delivered ?? null
  if (sub === null || delivered === null || (msgId.length > 0 && !equal(delivered, msgId)))
    return { answer: noMessage, events: [] }
  sub.delivered = null
  const [first] = q.messages
  if (first !== undefined && equal(first.id, msgId)) ctx.change({ type: "shift", rcvId: q.rcvId })
  if (sub.by === "GET") return { answer: ok, events: [] }
  const [answer = ok, ...events] = ctx.delivery.take(q, sub)
  return { answer, events }
}

const secure = (ctx: Context, q: Queue, key: Bytes): Response => {
  if (q.sndKey !== null) return equal(q.sndKey, key) ? ok : auth
  ctx.change({ type: "update", rcvId: q.rcvId, set: { sndKey: key } })
  return ok
}

const readLink = (q: Queue): Response =>
  q.link === null ? auth : { type: "LNK", sndId: q.sndId, fixedData: q.link.fixedData, userData: q.link.userData }

const setLink = (ctx: Context, q: Queue, c: Of<"LSET">): Response => {
  if (q.mode !== "contact" && q.sndKey !== null) return auth
  const link: LinkData = { linkId: c.linkId, fixedData: c.fixedData, userData: c.userData }
  const sameLink = q.link !== null && equal(q.link.linkId, link.linkId) && equal(q.link.fixedData, link.fixedData)
  if (q.link !== null ? !sameLink : ctx.queues.hasLink(link.linkId)) return auth
  ctx.change({ type: "update", rcvId: q.rcvId, set: { link } })
  return ok
}

const setNotifier = (ctx: Context, session: Session, q: Queue, c: Of<"NKEY">): Response => {
  const ours = newKeys("x25519")
  const notifier = { notifierId: random(24), key: c.authKey, dhSecret: dh(c.dhKey, ours.private) }
  if (q.notifier !== null) ctx.delivery.notifierDeleted(session, q.notifier.notifierId)
  ctx.change({ type: "update", rcvId: q.rcvId, set: { notifier } })
  return { type: "NID", notifierId: notifier.notifierId, dhKey: ours.public }
}

const info = (ctx: Context, session: Session, q: Queue): Response => {
  const sub = ctx.delivery.subscription(session, q)
  const [first] = q.messages
  const id = (b: Bytes): string => Buffer.from(b).toString("base64")
  const json = {
    qiSnd: q.sndKey !== null,
    qiNtf: q.notifier !== null,
    qiSub: sub !== null && {
      qSubThread: sub.by === "GET" ? "prohibitSub" : "noSub",
      qDelivered: sub.delivered === null ? undefined : id(sub.delivered),
    },
    qiSize: q.messages.length,
    qiMsg: first !== undefined && {
      msgId: id(first.id),
      msgTs: new Date(first.time * 1000).toISOString().replace(".000Z", "Z"),
      msgType: first.body === null ? "quota" : "message",
    },
  }
  return {
    type: "INFO",
    json: JSON.stringify({ ...json, qiSub: json.qiSub || undefined, qiMsg: json.qiMsg || undefined }),
  }
}

/** Carries out any command but PRXY, PFWD and RFWD. `version` is that of the command: forwarded ones have their own. */
export const execute = (ctx: Context, session: Session, version: number, { request, queue: q }: Verified): Result => {
  const { command: c, corrId } = request
  const just = (answer: Response): Result => ({ answer, events: [] })
  if (c.type === "PING") return just({ type: "PONG" })
  if (c.type === "NEW") return just(createQueue(ctx, session, corrId, c))
  if (q === null) return just(failed({ type: "INTERNAL" }))
  // an earlier command of the same block may have deleted it
  if (q.deleted) return just(auth)
  const set = (change: Extract<Change, { type: "update" }>["set"]): Result => {
    ctx.change({ type: "update", rcvId: q.rcvId, set: change })
    return just(ok)
  }
  if (c.type === "SEND") return just(sendMessage(ctx, version, q, c))
  if (c.type === "OFF") return set({ status: "off" })
  if (c.type === "DEL") {
    ctx.change({ type: "delete", rcvId: q.rcvId })
    ctx.delivery.deleted(session, q)
    return just(ok)
  }
  if (typeof q.status === "object") return just(failed({ type: "BLOCKED", ...q.status }))
  switch (c.type) {
    case "SUB":
      return subscribe(ctx, session, q)
    case "GET":
      return get(ctx, session, q)
    case "ACK":
      return acknowledge(ctx, session, q, c.msgId)
    case "KEY":
      return just(secure(ctx, q, c.key))
    case "SKEY":
      return just(q.mode === "messaging" ? secure(ctx, q, c.key) : auth)
    case "RKEY":
      return q.mode === "contact" ? set({ rcvKeys: c.keys }) : just(auth)
    case "LSET":
      return just(setLink(ctx, q, c))
    case "LDEL":
      return q.link === null ? just(ok) : set({ link: null })
    case "LGET":
      return just(readLink(q))
    case "LKEY": {
      const answer = secure(ctx, q, c.key)
      return just(answer.type === "OK" ? readLink(q) : answer)
    }
    case "QUE":
      return just(info(ctx, session, q))
    case "NKEY":
      return just(setNotifier(ctx, session, q, c))
    case "NDEL":
      if (q.notifier !== null) ctx.delivery.notifierDeleted(session, q.notifier.notifierId)
      return set({ notifier: null })
    case "NSUB":
      if (q.notifier !== null) ctx.delivery.subscribeNotifier(session, q.notifier.notifierId)
      return just({ type: "SOK", serviceId: null })
    default:
      return just(failed({ type: "INTERNAL" }))
  }
}
