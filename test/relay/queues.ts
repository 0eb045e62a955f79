/**
 * Queues of the relay as plain state, and the changes to them as data. A change is applied the same way when a command
 * causes it and when the log is read back after a restart, and nothing else touches the state.
 *
 * Peer:  Simplex.Messaging.Server.QueueStore.STM, MsgStore.STM.
 * Note:  a full queue ends in a quota marker and takes nothing until the recipient has drained all of it, marker
 *        included. That is the whole state of being full, so no flag is kept for it.
 * Note:  as in the peer, the link id of a deleted queue is never given out again.
 */
import type { Bytes } from "../../worker/encoding/bytes.ts"
import type { Blocking } from "../../worker/smp/commands.ts"

/** `body` is null for the quota marker; `time` in seconds. */
export type Message = {
  readonly id: Bytes
  readonly time: number
  readonly notification: boolean
  readonly body: Bytes | null
}

export type LinkData = { readonly linkId: Bytes; readonly fixedData: Bytes; readonly userData: Bytes }
export type Notifier = { readonly notifierId: Bytes; readonly key: Bytes; readonly dhSecret: Bytes }

export type NewQueue = {
  readonly rcvId: Bytes
  readonly sndId: Bytes
  /** One key, or those of all owners of a contact queue. */
  readonly rcvKeys: readonly Bytes[]
  /** Shared with the recipient; encrypts delivered messages. */
  readonly rcvSecret: Bytes
  readonly mode: "messaging" | "contact" | null
  readonly sndKey: Bytes | null
  readonly link: LinkData | null
  readonly notifier: Notifier | null
  readonly status: "active" | "off" | Blocking
}

export type Queue = { -readonly [K in keyof NewQueue]: NewQueue[K] } & { messages: Message[]; deleted: boolean }

export type Change =
  | { readonly type: "create"; readonly queue: NewQueue }
  | {
      readonly type: "update"
      readonly rcvId: Bytes
      readonly set: Partial<Pick<NewQueue, "sndKey" | "rcvKeys" | "link" | "notifier" | "status">>
    }
  | { readonly type: "message"; readonly rcvId: Bytes; readonly message: Message }
  /** The first message was acknowledged or has expired. */
  | { readonly type: "shift"; readonly rcvId: Bytes }
  | { readonly type: "delete"; readonly rcvId: Bytes }

/** Ids as map keys. */
export const idText = (id: Bytes): string => Buffer.from(id.buffer, id.byteOffset, id.length).toString("base64url")

export class Queues {
  private readonly byRcvId = new Map<string, Queue>()
  private readonly bySndId = new Map<string, Queue>()
  private readonly byLinkId = new Map<string, Queue>()
  private readonly byNotifierId = new Map<string, Queue>()

  get size(): number {
    return this.byRcvId.size
  }

  all(): readonly Queue[] {
    return [...this.byRcvId.values()]
  }

  /** The queue for one of its parties; null when there is none. */
  find(party: "recipient" | "sender" | "link" | "notifier", id: Bytes): Queue | null {
    const maps = { recipient: this.byRcvId, sender: this.bySndId, link: this.byLinkId, notifier: this.byNotifierId }
    const queue = maps[party].get(idText(id))
    return queue === undefined || queue.deleted ? null : queue
  }

  /** Whether any id of a new queue is taken, by a deleted link too. */
  hasIdOf(q: Pick<NewQueue, "rcvId" | "sndId" | "link" | "notifier">): boolean {
    return (
      this.byRcvId.has(idText(q.rcvId)) ||
      this.bySndId.has(idText(q.sndId)) ||
      (q.link !== null && this.byLinkId.has(idText(q.link.linkId))) ||
      (q.notifier !== null && this.byNotifierId.has(idText(q.notifier.notifierId)))
    )
  }

  hasLink(linkId: Bytes): boolean {
    return this.byLinkId.has(idText(linkId))
  }

  apply(change: Change): void {
    if (change.type === "create") {
      this.create(change.queue)
      return
    }
    const queue = this.byRcvId.get(idText(change.rcvId))
    if (queue === undefined) return
    switch (change.type) {
      case "message":
        queue.messages.push(change.message)
        return
      case "shift":
        queue.messages.shift()
        return
      case "delete":
        queue.deleted = true
        queue.messages = []
        this.byRcvId.delete(idText(queue.rcvId))
        this.bySndId.delete(idText(queue.sndId))
        if (queue.notifier !== null) this.byNotifierId.delete(idText(queue.notifier.notifierId))
        return
      case "update": {
        const { link, notifier } = queue
        Object.assign(queue, change.set)
        if (change.set.link !== undefined) {
          if (link !== null) this.byLinkId.delete(idText(link.linkId))
          if (queue.link !== null) this.byLinkId.set(idText(queue.link.linkId), queue)
        }
        if (change.set.notifier !== undefined) {
          if (notifier !== null) this.byNotifierId.delete(idText(notifier.notifierId))
          if (queue.notifier !== null) this.byNotifierId.set(idText(queue.notifier.notifierId), queue)
        }
        return
      }
    }
  }

  private create(q: NewQueue): void {
    const queue: Queue = { ...q, messages: [], deleted: false }
    this.byRcvId.set(idText(q.rcvId), queue)
    this.bySndId.set(idText(q.sndId), queue)
    if (q.link !== null) this.byLinkId.set(idText(q.link.linkId), queue)
    if (q.notifier !== null) this.byNotifierId.set(idText(q.notifier.notifierId), queue)
  }

  /** The changes that make this state out of nothing. */
  snapshot(): Change[] {
    return this.all().flatMap(({ messages, deleted: _, ...queue }): Change[] => [
      { type: "create", queue },
      ...messages.map((message): Change => ({ type: "message", rcvId: queue.rcvId, message })),
    ])
  }
}

/** What a SEND does to a queue: the message, or the marker with which the queue becomes full, or nothing any more. */
export const messageFor = (queue: Queue, message: Message, quota: number): Message | null => {
  const last = queue.messages.at(-1)
  if (last !== undefined && last.body === null) return null
  return queue.messages.length < quota ? message : { ...message, notification: false, body: null }
}

/** How many messages at the head are older than `before` (seconds). A marker never expires, and stops those behind it. */
export const expiredCount = (queue: Queue, before: number): number => {
  const kept = queue.messages.findIndex(m => m.body === null || m.time >= before)
  return kept < 0 ? queue.messages.length : kept
}
