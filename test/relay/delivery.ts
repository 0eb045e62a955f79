/**
 * Who is subscribed to what, and messages on their way to recipients: at most one at a time per queue, the next only after
 * the acknowledgement.
 *
 *   MSG body = box(rcvSecret, nonce = msgId, time (int64) flag SP body / "QUOTA " time)     padded to 16106 bytes
 *
 * Peer:  Simplex.Messaging.Server: tryDeliverMessage, subscribeQueueAndDeliver, endPreviousSubscriptions, encryptMsg.
 */
import { ascii, type Bytes, concat, empty } from "../../worker/encoding/bytes.ts"
import { counter, encode } from "../../worker/encoding/codec.ts"
import type { Response } from "../../worker/smp/commands.ts"
import { random, sealPadded } from "./crypto.ts"
import type { Hooks } from "./hooks.ts"
import { idText, type Message, type Queue } from "./queues.ts"
import type { After, Reply, Session } from "./session.ts"

/** What one connection has asked of one queue. GET takes single messages and excludes SUB on the same connection. */
export type Subscription = {
  readonly by: "SUB" | "GET"
  /** Id of the message that waits for its ACK. */
  delivered: Bytes | null
}

const bodyLength = 16106

const sealBody = (queue: Queue, m: Message): Bytes => {
  const time = encode(counter, m.time)
  const content =
    m.body === null ? concat(ascii("QUOTA "), time) : concat(time, ascii(m.notification ? "T " : "F "), m.body)
  const sealed = sealPadded(queue.rcvSecret, m.id, content, bodyLength)
  if (sealed === null) throw new Error("a stored message is too long")
  return sealed
}

export class Delivery {
  /** By connection, then by queue. */
  private readonly subscriptions = new Map<Session, Map<string, Subscription>>()
  /** The connection that a queue's messages go to. */
  private readonly subscribers = new Map<string, Session>()
  private readonly notified = new Map<string, Session>()
  private readonly hooks: Hooks
  private readonly endDelay: number
  private readonly stats: { delivered: number }
  private readonly after: After

  /** END and DELD wait for `endDelay` milliseconds; the peer collects them for 15 seconds. */
  constructor(hooks: Hooks, endDelay: number, stats: { delivered: number }, after: After) {
    this.hooks = hooks
    this.endDelay = endDelay
    this.stats = stats
    this.after = after
  }

  opened(session: Session): void {
    this.subscriptions.set(session, new Map())
  }

  closed(session: Session): void {
    for (const id of this.subscriptions.get(session)?.keys() ?? [])
      if (this.subscribers.get(id) === session) this.subscribers.delete(id)
    this.subscriptions.delete(session)
    for (const [id, s] of this.notified) if (s === session) this.notified.delete(id)
  }

  subscription(session: Session, queue: Queue): Subscription | null {
    return this.subscriptions.get(session)?.get(idText(queue.rcvId)) ?? null
  }

  /** Notes a SUB or GET. A SUB ends the subscription of any other connection. */
  subscribe(session: Session, queue: Queue, by: Subscription["by"]): Subscription {
    const sub: Subscription = { by, delivered: null }
    if (by === "SUB") {
      this.displace(this.subscribers, session, queue.rcvId, { type: "END" })
      this.subscribers.set(idText(queue.rcvId), session)
    }
    this.subscriptions.get(session)?.set(idText(queue.rcvId), sub)
    return sub
  }

  /** The queue is gone. */
  deleted(session: Session, queue: Queue): void {
    this.subscriptions.get(session)?.delete(idText(queue.rcvId))
    this.displace(this.subscribers, session, queue.rcvId, { type: "DELD" })
    if (queue.notifier !== null) this.notifierDeleted(session, queue.notifier.notifierId)
  }

  private displace(map: Map<string, Session>, by: Session, id: Bytes, event: Response): void {
    const other = map.get(idText(id))
    map.delete(idText(id))
    if (other === undefined || other === by) return
    if (map === this.subscribers) this.subscriptions.get(other)?.delete(idText(id))
    const say = (): void => other.send([{ corrId: empty, entityId: id, response: event }])
    if (this.endDelay === 0) say()
    else this.after(this.endDelay, say)
  }

  /**
   * The first message of the queue as MSG responses, and notes that it waits for ACK. None when the queue is empty;
   * none or several when a hook lies.
   */
  take(queue: Queue, sub: Subscription): Response[] {
    const [first, second] = queue.messages
    if (first === undefined) return []
    const msg = (m: Message): Response => ({ type: "MSG", msgId: m.id, body: sealBody(queue, m) })
    const asked = this.hooks.onDeliver?.({
      rcvId: queue.rcvId,
      msgId: first.id,
      isQuota: first.body === null,
      waiting: queue.messages.length,
    })
    const verdict = asked ?? "deliver"
    this.stats.delivered++
    if (verdict === "reorder" && second !== undefined) {
      queue.messages.splice(0, 2, second, first)
      sub.delivered = second.id
      return [msg(second)]
    }
    sub.delivered = first.id
    if (verdict === "drop") return []
    if (verdict instanceof Uint8Array) return [{ type: "MSG", msgId: first.id, body: verdict }]
    return verdict === "duplicate" ? [msg(first), msg(first)] : [msg(first)]
  }

  /** After a message came into an empty queue: to its subscriber, if that one waits for nothing. */
  push(queue: Queue): void {
    const session = this.subscribers.get(idText(queue.rcvId))
    const sub = session === undefined ? null : this.subscription(session, queue)
    if (session === undefined || sub === null || sub.by === "GET" || sub.delivered !== null) return
    for (const response of this.take(queue, sub)) session.send([event(queue.rcvId, response)])
  }

  /** For tests that lie: any MSG to whoever is subscribed. Whether somebody is. */
  inject(rcvId: Bytes, msgId: Bytes, body: Bytes): boolean {
    const session = this.subscribers.get(idText(rcvId))
    session?.send([event(rcvId, { type: "MSG", msgId, body })])
    return session !== undefined
  }

  // notifications

  subscribeNotifier(session: Session, notifierId: Bytes): void {
    this.displace(this.notified, session, notifierId, { type: "END" })
    this.notified.set(idText(notifierId), session)
  }

  notifierDeleted(session: Session, notifierId: Bytes): void {
    this.displace(this.notified, session, notifierId, { type: "DELD" })
  }

  /** Tells the queue's notifier that a message came. The peer keeps notifications for one that is away, we do not. */
  notify(queue: Queue, m: Message): void {
    if (queue.notifier === null) return
    const nonce = random(24)
    const meta = concat(Uint8Array.of(m.id.length), m.id, encode(counter, m.time))
    const sealed = sealPadded(queue.notifier.dhSecret, nonce, meta, 128)
    const { notifierId } = queue.notifier
    if (sealed !== null)
      this.notified.get(idText(notifierId))?.send([event(notifierId, { type: "NMSG", nonce, meta: sealed })])
  }
}

export const event = (entityId: Bytes, response: Response): Reply => ({ corrId: empty, entityId, response })
