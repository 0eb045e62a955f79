/**
 * All servers that we talk to. Puts together the sessions (pool.ts), the queues that we receive from (subscriptions.ts)
 * and the ways of what we send (route.ts).
 *
 * Servers are named by their text address, `smp://fingerprint@host...`.
 */
import type { NetworkConfig, ServerSummary } from "../api.ts"
import type { PrivateKey } from "../crypto/keys.ts"
import type { Bytes } from "../encoding/bytes.ts"
import type { Clock, Connect, Random } from "../platform.ts"
import type { AuthKey, Session } from "./client.ts"
import { type Command, type NewQueue, type Response, since } from "./commands.ts"
import { createStatistics, type Statistics } from "./counters.ts"
import { SmpError, type SmpErrorCode } from "./error.ts"
import { type IsolationSecrets, type Owner, sessionSettings } from "./network.ts"
import { createPool, type Pool, type ServerStatus } from "./pool.ts"
import { createRoute, type Route } from "./route.ts"
import { createSubscriptions, type Gone, type Message } from "./subscriptions.ts"

export type { Owner } from "./network.ts"
export type { ServerStatus } from "./pool.ts"
export type { Routed } from "./route.ts"
export type { Gone, Message } from "./subscriptions.ts"

export type ServersOptions = {
  readonly connect: Connect
  readonly clock: Clock
  readonly random: Random
  readonly network: () => NetworkConfig
  readonly secrets: () => IsolationSecrets
  readonly statistics?: Statistics
  /** A message for a subscribed queue. */
  readonly onMessage: (server: string, rcvId: Bytes, message: Message) => void
  /** The queue is no longer ours to read. */
  readonly onGone: (server: string, rcvId: Bytes, why: Gone) => void
  readonly onStatus: (server: string, status: ServerStatus, problem?: SmpErrorCode) => void
  /** A session was opened: what waits for this server may be tried. */
  readonly onOpen: (server: string) => void
  /** Whether the server is one of those that we use ourselves. */
  readonly isKnown: (server: string, userId: number) => boolean
  /** A server to pass commands on to this one, with its password; null when there is none. */
  readonly proxyFor: (server: string, userId: number) => string | null
}

/** What one profile does with one server at the moment. */
export type ServerState = Pick<ServerSummary, "userId" | "server" | "sessions" | "subscriptions"> & {
  readonly problem?: SmpErrorCode
}

export interface Servers {
  /** Rejects SmpError. */
  request(owner: Owner, server: string, entityId: Bytes, command: Command, key?: AuthKey): Promise<Response>
  /** A command of a sender, by the way that `network` asks for. Rejects SmpError. */
  readonly route: Route
  /** NEW with its subscription kept from then on. Rejects SmpError. */
  createQueue(owner: Owner, server: string, queue: NewQueue, key: PrivateKey<"Ed25519">, corrId?: Bytes): Promise<Queue>
  subscribe(owner: Owner, server: string, rcvId: Bytes, key: PrivateKey<"Ed25519">): void
  unsubscribe(server: string, rcvId: Bytes): void
  /** Received and durable: the server may forget it and send the next. */
  acknowledge(server: string, rcvId: Bytes, msgId: Bytes): Promise<void>
  /** Closes and opens again the sessions of a server, or of all; takes back queues that went elsewhere. */
  reconnect(server?: string, userId?: number): void
  /** What `network` says may have changed: sessions are made anew if it concerns them. */
  networkChanged(): void
  states(): readonly ServerState[]
  /** The network is back, or the page is visible again: try now what waits for its time. */
  wake(): void
  close(): void
}

export type Queue = Extract<Response, { type: "IDS" }>

/** A server that knows no links makes the queue without: there is only the full link then. As the peer. */
const forVersion = (q: NewQueue, version: number): NewQueue =>
  q.queue === null || version >= since.shortLinks ? q : { ...q, queue: { ...q.queue, link: null } }

/** The session, if its server knows the command: a newer server is not asked to refuse what an older one cannot read. */
const known = (session: Session, command: Command): Session => {
  if (command.type === "LSET" && session.version < since.shortLinks) throw new SmpError("SERVER")
  return session
}

/** See Servers. */
export const createServers = (options: ServersOptions): Servers => {
  const { network, onOpen } = options
  const statistics = options.statistics ?? createStatistics()
  const { count } = statistics
  let settings = sessionSettings(network())

  const subscriptions = createSubscriptions({ ...options, count, pool: () => pool })
  const pool: Pool = createPool({
    ...options,
    count,
    onOpen: (line, session) => {
      onOpen(line.server)
      subscriptions.subscribe(line, session)
    },
    onPush: subscriptions.pushed,
    isNeeded: subscriptions.isNeeded,
  })
  const route = createRoute({ ...options, pool, count, routing: network })

  return {
    route,

    request: async (owner, server, entityId, command, key) =>
      known(await pool.session(pool.line(owner, server)), command).request(entityId, command, key),

    createQueue: async (owner, server, queue, key, corrId) => {
      const session = await pool.session(pool.line(owner, server))
      const r = await session.request(
        new Uint8Array(0),
        { type: "NEW", ...forVersion(queue, session.version) },
        key,
        corrId,
      )
      if (r.type !== "IDS") throw new SmpError("UNEXPECTED")
      // The subscription belongs to the session in which the queue was made; a newer one has to ask for it.
      subscriptions.add({ owner, server, rcvId: r.rcvId, key }, session)
      return r
    },

    subscribe: (owner, server, rcvId, key) => subscriptions.add({ owner, server, rcvId, key }),

    unsubscribe: (server, rcvId) => subscriptions.remove(server, rcvId),

    acknowledge: async (server, rcvId, msgId) => {
      const s = subscriptions.get(server, rcvId)
      const session = s?.line.open
      // In a later session the server sends the message again, and it is acknowledged as a duplicate.
      if (s === undefined || session === undefined) return
      const { userId } = s.line
      count(userId, server, "acknowledgeAttempts")
      try {
        const r = await session.request(rcvId, { type: "ACK", msgId }, s.key)
        count(userId, server, "acknowledged")
        if (r.type === "MSG") subscriptions.delivered(s, r)
      } catch (error) {
        const code = error instanceof SmpError ? error.code : "UNEXPECTED"
        if (code === "TIMEOUT") return session.close()
        if (code !== "NETWORK") count(userId, server, code === "NO_MSG" ? "acknowledgeNoMessage" : "acknowledgeErrors")
      }
    },

    reconnect: (server, userId) => {
      const some = pool
        .lines()
        .filter(l => (server === undefined || l.server === server) && (userId === undefined || l.userId === userId))
      some.forEach(subscriptions.takeBack)
      pool.reconnect(some)
    },

    networkChanged: () => {
      const now = sessionSettings(network())
      if (now === settings) return
      settings = now
      pool.reset()
      subscriptions.regroup()
    },

    states: () => {
      const byKey = new Map<string, ServerState>()
      for (const line of pool.lines()) {
        const { userId, server, status, problem } = line
        const key = `${userId} ${server}`
        const known = byKey.get(key)
        const queues = subscriptions.of(line)
        const active = queues.filter(s => s.session !== undefined && s.session === line.open).length
        const elsewhere = queues.filter(s => s.isElsewhere).length
        const is = (s: ServerStatus): number => (status === s ? 1 : 0)
        byKey.set(key, {
          userId,
          server,
          sessions: {
            connected: (known?.sessions.connected ?? 0) + is("online"),
            connecting: (known?.sessions.connecting ?? 0) + is("connecting"),
            failed: (known?.sessions.failed ?? 0) + is("offline"),
          },
          subscriptions: {
            active: (known?.subscriptions.active ?? 0) + active,
            pending: (known?.subscriptions.pending ?? 0) + queues.length - active - elsewhere,
            elsewhere: (known?.subscriptions.elsewhere ?? 0) + elsewhere,
          },
          ...(problem === undefined ? {} : { problem }),
        })
      }
      return [...byKey.values()]
    },

    wake: () => pool.wake(),
    close: () => pool.close(),
  }
}
