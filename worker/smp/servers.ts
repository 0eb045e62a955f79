/**
 * All servers that we talk to: one session each, opened when needed, opened again while there are queues to receive from.
 *
 * After every (re)connection the queues of that server are subscribed in as few blocks as possible. What the server
 * pushes, and what comes with answers to SUB and ACK, goes to one handler.
 *
 * Peer: Simplex.Messaging.Agent.Client, getSMPServerClient, reconnectSMPClient, subscribeQueues.
 */
import type { PrivateKey } from "../crypto/keys.ts"
import { type Bytes, hex } from "../encoding/bytes.ts"
import { parseServerAddress, writeServerAddress } from "../encoding/server.ts"
import type { Clock, Connect, Random } from "../platform.ts"
import { type AuthKey, openSession, type Session, SmpError, type SmpErrorCode } from "./client.ts"
import type { Command, NewQueue, Response } from "./commands.ts"
import { connectRelay, forward, type ProxiedRelay } from "./proxy.ts"
import { directAllowed, type Routing, useProxy } from "./routing.ts"

export type ServerStatus = "idle" | "connecting" | "online" | "offline"
export type Message = Extract<Response, { type: "MSG" }>

export type ServersOptions = {
  readonly connect: Connect
  readonly clock: Clock
  readonly random: Random
  /** A message for a subscribed queue. */
  readonly onMessage: (server: string, rcvId: Bytes, message: Message) => void
  /** The queue is no longer ours to read: deleted, blocked, or subscribed from elsewhere (ELSEWHERE). */
  readonly onGone: (server: string, rcvId: Bytes, code: SmpErrorCode | "ELSEWHERE") => void
  readonly onStatus: (server: string, status: ServerStatus, problem?: SmpErrorCode) => void
  readonly routing: () => Routing
  /** Whether the server is one of those that we use ourselves. */
  readonly isKnown: (server: string, userId: number | undefined) => boolean
  /** A server to pass commands on to this one, with its password; null when there is none. */
  readonly proxyFor: (server: string, userId: number | undefined) => string | null
}

/** Servers are named by their text address, `smp://fingerprint@host...`. */
export interface Servers {
  /** Rejects SmpError. */
  request(server: string, entityId: Bytes, command: Command, key?: AuthKey): Promise<Response>
  /** A command of a sender, by the way that `routing` asks for; `userId` says whose. Rejects SmpError. */
  route(server: string, entityId: Bytes, command: Command, key?: AuthKey, userId?: number): Promise<Routed>
  /** NEW with its subscription kept from then on. Rejects SmpError. */
  createQueue(server: string, queue: NewQueue, key: PrivateKey<"Ed25519">, corrId?: Bytes): Promise<Queue>
  subscribe(server: string, rcvId: Bytes, key: PrivateKey<"Ed25519">): void
  unsubscribe(server: string, rcvId: Bytes): void
  /** Received and durable: the server may forget it and send the next. */
  acknowledge(server: string, rcvId: Bytes, msgId: Bytes): Promise<void>
  /** The network is back, or the page is visible again: try now what waits for its time. */
  wake(): void
  close(): void
}

/** `via`: the server that passed the command on, null for the straight way. */
export type Routed = { readonly answer: Response; readonly via: string | null }

export type Queue = Extract<Response, { type: "IDS" }>

type Subscription = { readonly rcvId: Bytes; readonly key: PrivateKey<"Ed25519"> }

type Entry = {
  readonly address: string
  session: Promise<Session> | undefined
  open: Session | undefined
  readonly subscriptions: Map<string, Subscription>
  attempts: number
  openedAt: number | undefined
  cancelRetry: (() => void) | undefined
}

/** As the reference does: more at once would make answers wait behind each other. */
const subscribeAtOnce = 1350
/** Before a subscription that the server could not make is asked for again. */
const subscribePause = 30_000
const firstRetry = 400
const longestRetry = 30_000
/** A session of this length was a working one. */
const lasting = 5_000

export const createServers = (options: ServersOptions): Servers => {
  const { connect, clock, random, onMessage, onGone, onStatus } = options
  const entries = new Map<string, Entry>()
  let closed = false

  const entryOf = (address: string): Entry => {
    const found = entries.get(address)
    if (found !== undefined) return found
    const made: Entry = {
      address,
      session: undefined,
      open: undefined,
      subscriptions: new Map(),
      attempts: 0,
      openedAt: undefined,
      cancelRetry: undefined,
    }
    entries.set(address, made)
    return made
  }

  const pushed = (e: Entry, entityId: Bytes, r: Response): void => {
    if (r.type === "MSG") onMessage(e.address, entityId, r)
    // The next session asks for it again: whoever has it now may be gone by then, or the server has lied.
    if (r.type === "END") onGone(e.address, entityId, "ELSEWHERE")
    if (r.type !== "DELD") return
    e.subscriptions.delete(hex(entityId))
    onGone(e.address, entityId, "AUTH")
  }

  const subscribeOne = async (e: Entry, session: Session, s: Subscription): Promise<void> => {
    try {
      const r = await session.request(s.rcvId, { type: "SUB" }, s.key)
      if (r.type === "MSG") pushed(e, s.rcvId, r)
    } catch (error) {
      const code = error instanceof SmpError ? error.code : "UNEXPECTED"
      if (code === "NETWORK") return
      // An answer that got lost leaves the subscription unknown: a new session settles it.
      if (code === "TIMEOUT") return session.close()
      // Only these are final; a server in trouble is asked again.
      if (code !== "AUTH" && code !== "BLOCKED") return subscribeLater(e, session, s)
      e.subscriptions.delete(hex(s.rcvId))
      onGone(e.address, s.rcvId, code)
    }
  }

  const subscribeLater = (e: Entry, session: Session, s: Subscription): void => {
    clock.after(subscribePause, () => {
      if (e.open === session && e.subscriptions.has(hex(s.rcvId))) void subscribeOne(e, session, s)
    })
  }

  const subscribeAll = async (e: Entry, session: Session): Promise<void> => {
    const all = [...e.subscriptions.values()]
    for (let i = 0; i < all.length; i += subscribeAtOnce)
      await Promise.all(all.slice(i, i + subscribeAtOnce).map(s => subscribeOne(e, session, s)))
  }

  /** Half to all of the doubled delay: clients that lost one server together do not come back together. */
  const retryLater = (e: Entry): void => {
    if (closed || e.subscriptions.size === 0 || e.cancelRetry !== undefined) return
    const delay = Math.min(longestRetry, firstRetry * 2 ** e.attempts)
    e.attempts++
    e.cancelRetry = clock.after(delay * (0.5 + (random(1)[0] ?? 0) / 512), () => {
      e.cancelRetry = undefined
      session(e).catch(() => undefined)
    })
  }

  const ended = (e: Entry, problem?: SmpErrorCode): void => {
    // A session that ends as soon as it is open is no success: whoever cuts it gets longer and longer pauses.
    if (e.openedAt !== undefined && clock.now() - e.openedAt >= lasting) e.attempts = 0
    e.openedAt = undefined
    e.session = undefined
    e.open = undefined
    if (closed) return
    onStatus(e.address, "offline", problem)
    retryLater(e)
  }

  const session = (e: Entry): Promise<Session> => {
    if (closed) return Promise.reject(new SmpError("NETWORK"))
    if (e.session !== undefined) return e.session
    e.cancelRetry?.()
    e.cancelRetry = undefined
    onStatus(e.address, "connecting")
    const { server } = parseServerAddress(e.address, "smp")
    const opening = openSession({
      server,
      connect,
      clock,
      random,
      onPush: (entityId, r) => pushed(e, entityId, r),
      onClose: () => {
        if (e.session === opening) ended(e)
      },
    })
    e.session = opening
    opening.then(
      opened => {
        if (closed) return opened.close()
        e.open = opened
        e.openedAt = clock.now()
        onStatus(e.address, "online")
        void subscribeAll(e, opened)
      },
      error => {
        if (e.session === opening) ended(e, error instanceof SmpError ? error.code : "UNEXPECTED")
      },
    )
    return opening
  }

  /** Relays that a proxy has connected to, as long as our session with the proxy lasts. */
  const relays = new WeakMap<Session, Map<string, Promise<ProxiedRelay>>>()

  const relayOf = (proxy: Session, server: string, password: string | null): Promise<ProxiedRelay> => {
    const known = relays.get(proxy) ?? new Map<string, Promise<ProxiedRelay>>()
    relays.set(proxy, known)
    const found = known.get(server) ?? connectRelay(proxy, parseServerAddress(server, "smp").server, password, clock)
    known.set(server, found)
    found.catch(() => known.delete(server))
    return found
  }

  const through = async (
    proxy: string,
    server: string,
    entityId: Bytes,
    c: Command,
    key?: AuthKey,
  ): Promise<Response> => {
    const { server: proxyServer, password } = parseServerAddress(proxy, "smp")
    const proxySession = await session(entryOf(writeServerAddress(proxyServer, "smp")))
    const attempt = async (): Promise<Response> =>
      forward(proxySession, await relayOf(proxySession, server, password), entityId, c, key, random)
    try {
      return await attempt()
    } catch (e) {
      if (!(e instanceof SmpError) || (e.code !== "NO_SESSION" && e.code !== "PROXY")) throw e
      relays.get(proxySession)?.delete(server)
      // The proxy has lost its connection to the relay: once more, with a new one.
      if (e.code === "NO_SESSION") return attempt()
      throw e
    }
  }

  /** The proxy that was last of use for a server: another one for every command would make connections without end. */
  const proxies = new Map<string, string>()

  const route: Servers["route"] = async (server, entityId, c, key, userId) => {
    const direct = async (): Promise<Routed> => ({
      answer: await (await session(entryOf(server))).request(entityId, c, key),
      via: null,
    })
    const { mode, fallback } = options.routing()
    if (!useProxy(mode, options.isKnown(server, userId))) return direct()
    const pair = `${userId ?? ""} ${server}`
    const proxy = proxies.get(pair) ?? options.proxyFor(server, userId)
    if (proxy === null) return direct()
    try {
      proxies.set(pair, proxy)
      return { answer: await through(proxy, server, entityId, c, key), via: proxy }
    } catch (e) {
      // Whatever was wrong, the next attempt may have better luck with another.
      proxies.delete(pair)
      const blocked = e instanceof SmpError && (e.code === "PROXY" || e.code === "NO_SESSION")
      if (!blocked) throw e
      if (directAllowed(fallback)) return direct()
      throw new SmpError("NETWORK", { cause: e })
    }
  }

  return {
    route,

    request: async (server, entityId, command, key) => (await session(entryOf(server))).request(entityId, command, key),

    createQueue: async (server, queue, key, corrId) => {
      const e = entryOf(server)
      const s = await session(e)
      const r = await s.request(new Uint8Array(0), { type: "NEW", ...queue }, key, corrId)
      if (r.type !== "IDS") throw new SmpError("UNEXPECTED")
      const subscription = { rcvId: r.rcvId, key }
      e.subscriptions.set(hex(r.rcvId), subscription)
      // The subscription belongs to the session in which the queue was made; a newer one must ask for it. If that one
      // has just ended, nobody may be on the way to a newer one: there was nothing to receive yet.
      if (e.open === undefined) session(e).catch(() => undefined)
      else if (e.open !== s) void subscribeOne(e, e.open, subscription)
      return r
    },

    subscribe: (server, rcvId, key) => {
      const e = entryOf(server)
      const subscription = { rcvId, key }
      e.subscriptions.set(hex(rcvId), subscription)
      if (e.open !== undefined) void subscribeOne(e, e.open, subscription)
      else session(e).catch(() => undefined)
    },

    unsubscribe: (server, rcvId) => {
      entries.get(server)?.subscriptions.delete(hex(rcvId))
    },

    acknowledge: async (server, rcvId, msgId) => {
      const e = entryOf(server)
      const subscription = e.subscriptions.get(hex(rcvId))
      // In a later session the server sends the message again, and it is acknowledged as a duplicate.
      if (e.open === undefined || subscription === undefined) return
      try {
        const r = await e.open.request(rcvId, { type: "ACK", msgId }, subscription.key)
        if (r.type === "MSG") pushed(e, rcvId, r)
      } catch (error) {
        if (error instanceof SmpError && error.code === "TIMEOUT") e.open?.close()
      }
    },

    wake: () => {
      for (const e of entries.values()) {
        e.attempts = 0
        if (e.open !== undefined) e.open.probe()
        else if (e.subscriptions.size > 0) session(e).catch(() => undefined)
      }
    },

    close: () => {
      closed = true
      for (const e of entries.values()) {
        e.cancelRetry?.()
        e.open?.close()
      }
    },
  }
}
