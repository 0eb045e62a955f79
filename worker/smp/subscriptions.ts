/**
 * Queues that we receive from, and in which session each is subscribed.
 *
 *   pending ──SUB──> active ──session lost──> pending          "elsewhere" after END: another client has it now
 *
 * After every (re)connection the queues of a line are subscribed in as few blocks as possible. One that went elsewhere is
 * not asked for again before somebody wants it to be (`reconnect`): two clients would take it from each other without end.
 *
 * Peer: Simplex.Messaging.Agent.Client, subscribeQueues, resubscribeSessQueues; Agent.TSessionSubs; Agent, SMP.END.
 */
import type { PrivateKey } from "../crypto/keys.ts"
import { type Bytes, hex } from "../encoding/bytes.ts"
import type { Clock } from "../platform.ts"
import type { Session } from "./client.ts"
import type { Response } from "./commands.ts"
import type { Count } from "./counters.ts"
import { SmpError } from "./error.ts"
import type { Owner } from "./network.ts"
import type { Line, Pool } from "./pool.ts"

export type Message = Extract<Response, { type: "MSG" }>

export type Subscription = {
  readonly owner: Owner
  readonly server: string
  readonly rcvId: Bytes
  readonly key: PrivateKey<"Ed25519">
  line: Line
  /** The session in which the server delivers it. */
  session: Session | undefined
  isElsewhere: boolean
}

export type NewSubscription = Pick<Subscription, "owner" | "server" | "rcvId" | "key">

/** Why nothing comes from a queue any more: deleted, blocked, or subscribed by another client. */
export type Gone = { readonly code: "ELSEWHERE" } | { readonly code: "AUTH" | "BLOCKED"; readonly error?: SmpError }

export type SubscriptionsOptions = {
  readonly pool: () => Pool
  readonly clock: Clock
  readonly count: Count
  readonly onMessage: (server: string, rcvId: Bytes, message: Message) => void
  readonly onGone: (server: string, rcvId: Bytes, why: Gone) => void
}

export interface Subscriptions {
  get(server: string, rcvId: Bytes): Subscription | undefined
  all(): readonly Subscription[]
  of(line: Line): readonly Subscription[]
  isNeeded(line: Line): boolean
  /** `session`: the one that has it already, since it was made there. */
  add(s: NewSubscription, session?: Session): void
  remove(server: string, rcvId: Bytes): void
  /** All that belong to the line and are not elsewhere. */
  subscribe(line: Line, session: Session): void
  pushed(line: Line, entityId: Bytes, r: Response): void
  /** Messages that come with answers to SUB and ACK. */
  delivered(s: Subscription, message: Message): void
  /** Wanted back, here. */
  takeBack(line: Line): void
  /** Lines were made anew: finds for every queue the one that it belongs to now. */
  regroup(): void
}

/** As the reference does: more at once would make answers wait behind each other. Ten blocks, if nothing else is sent. */
const subscribeAtOnce = 1350
/** Before a subscription that the server could not make is asked for again. */
const subscribePause = 30_000

const keyOf = (server: string, rcvId: Bytes): string => `${server} ${hex(rcvId)}`

/** See Subscriptions. */
export const createSubscriptions = ({ pool, clock, count, onMessage, onGone }: SubscriptionsOptions): Subscriptions => {
  const byKey = new Map<string, Subscription>()
  const byLine = new Map<Line, Map<string, Subscription>>()

  const of = (line: Line): readonly Subscription[] => [...(byLine.get(line)?.values() ?? [])]
  const wanted = (line: Line): readonly Subscription[] => of(line).filter(s => !s.isElsewhere)
  const isKnown = (s: Subscription): boolean => byKey.get(keyOf(s.server, s.rcvId)) === s

  const assign = (s: Subscription, line: Line): void => {
    s.line = line
    const queues = byLine.get(line) ?? new Map<string, Subscription>()
    queues.set(keyOf(s.server, s.rcvId), s)
    byLine.set(line, queues)
  }

  const remove = (server: string, rcvId: Bytes): void => {
    const key = keyOf(server, rcvId)
    const s = byKey.get(key)
    byKey.delete(key)
    if (s !== undefined) byLine.get(s.line)?.delete(key)
  }

  const delivered = (s: Subscription, m: Message): void => {
    count(s.line.userId, s.server, "received")
    onMessage(s.server, s.rcvId, m)
  }

  const failed = (session: Session, s: Subscription, error: unknown): void => {
    const { userId, open } = s.line
    const code = error instanceof SmpError ? error.code : "UNEXPECTED"
    // The next session asks for it again.
    if (code === "NETWORK" || open !== session || !isKnown(s)) return
    // Only these are final; a server in trouble, or too slow, is asked again.
    if (code !== "AUTH" && code !== "BLOCKED") {
      clock.after(subscribePause, () => {
        if (s.line.open === session && isKnown(s) && !s.isElsewhere) void subscribeOne(session, s)
      })
      return
    }
    count(userId, s.server, "subscribeErrors")
    remove(s.server, s.rcvId)
    onGone(s.server, s.rcvId, { code, ...(error instanceof SmpError ? { error } : {}) })
  }

  const subscribeOne = async (session: Session, s: Subscription): Promise<void> => {
    const { userId } = s.line
    count(userId, s.server, "subscribeAttempts")
    try {
      const r = await session.request(s.rcvId, { type: "SUB" }, s.key)
      if (s.line.open !== session || !isKnown(s)) return count(userId, s.server, "subscribeIgnored")
      // Unless it was taken away in the same breath.
      if (!s.isElsewhere) s.session = session
      count(userId, s.server, "subscribed")
      if (r.type === "MSG") delivered(s, r)
    } catch (error) {
      failed(session, s, error)
    }
  }

  const subscribe = async (line: Line, session: Session): Promise<void> => {
    const all = wanted(line)
    for (let i = 0; i < all.length && line.open === session; i += subscribeAtOnce)
      await Promise.all(all.slice(i, i + subscribeAtOnce).map(s => subscribeOne(session, s)))
  }

  /** Subscribes it now where the line is open, else with all others when it is. */
  const bring = (s: Subscription): void => {
    if (s.line.open !== undefined) void subscribeOne(s.line.open, s)
    else
      pool()
        .session(s.line)
        .catch(() => undefined)
  }

  return {
    get: (server, rcvId) => byKey.get(keyOf(server, rcvId)),
    all: () => [...byKey.values()],
    of,
    isNeeded: line => wanted(line).length > 0,

    add: (given, session) => {
      const line = pool().line(given.owner, given.server)
      const s: Subscription = { ...given, line, session, isElsewhere: false }
      remove(s.server, s.rcvId)
      byKey.set(keyOf(s.server, s.rcvId), s)
      assign(s, line)
      // Made in a session that has ended since: nobody may be on the way to a newer one, there was nothing to receive yet.
      if (session === undefined || line.open !== session) bring(s)
    },

    remove,
    subscribe: (line, session) => void subscribe(line, session),

    pushed: (line, entityId, r) => {
      const s = byKey.get(keyOf(line.server, entityId))
      if (s === undefined || s.line !== line) return
      if (r.type === "MSG") delivered(s, r)
      // Our own earlier session is told the same when we subscribe again; nobody listens to that one any more.
      if (r.type === "END") {
        s.session = undefined
        s.isElsewhere = true
        onGone(s.server, s.rcvId, { code: "ELSEWHERE" })
      }
      if (r.type !== "DELD") return
      remove(s.server, s.rcvId)
      onGone(s.server, s.rcvId, { code: "AUTH" })
    },

    delivered,

    takeBack: line => {
      for (const s of of(line)) s.isElsewhere = false
    },

    regroup: () => {
      byLine.clear()
      for (const s of byKey.values()) {
        s.session = undefined
        assign(s, pool().line(s.owner, s.server))
      }
      for (const line of byLine.keys())
        if (wanted(line).length > 0)
          pool()
            .session(line)
            .catch(() => undefined)
    },
  }
}
