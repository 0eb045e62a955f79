/**
 * Carries out private routing: the sessions that proxies have with relays, and what is tried when one cannot pass on.
 *
 * A proxy is kept for a server as long as it is of use. When it is not, the command is tried again by its caller, with
 * another; it goes straight only when the proxy says that it cannot talk to the server at all, or wants a password that
 * we do not have, and settings allow that.
 *
 * Peer:  Simplex.Messaging.Agent.Client: sendOrProxySMPCommand, getSMPProxyClient, withProxySession, serverHostError.
 * Trust: a proxy may say anything. By lying it can make us wait or, with the fallback "allow", go straight.
 */

import type { Bytes } from "../encoding/bytes.ts"
import { parseServerAddress, writeServerAddress } from "../encoding/server.ts"
import type { Clock, Random } from "../platform.ts"
import type { AuthKey, Session } from "./client.ts"
import type { Command, Response } from "./commands.ts"
import type { Count } from "./counters.ts"
import { SmpError } from "./error.ts"
import { type Owner, userOf } from "./network.ts"
import type { Pool } from "./pool.ts"
import { connectRelay, forward, type ProxiedRelay } from "./proxy.ts"
import { directAllowed, type Routing, useProxy } from "./routing.ts"

/** `via`: the server that passed the command on, null for the straight way. */
export type Routed = { readonly answer: Response; readonly via: string | null }

export type Route = (owner: Owner, server: string, entityId: Bytes, command: Command, key?: AuthKey) => Promise<Routed>

export type RouteOptions = {
  readonly pool: Pool
  readonly clock: Clock
  readonly random: Random
  readonly count: Count
  readonly routing: () => Routing
  readonly isKnown: (server: string, userId: number) => boolean
  readonly proxyFor: (server: string, userId: number) => string | null
}

/** See Route. What it gives rejects SmpError. */
export const createRoute = ({ pool, clock, random, count, routing, isKnown, proxyFor }: RouteOptions): Route => {
  /** Relays that a proxy has connected to, as long as our session with the proxy lasts. */
  const relays = new WeakMap<Session, Map<string, Promise<ProxiedRelay>>>()
  /** The proxy that was last of use: another one for every command would make connections without end. */
  const proxies = new Map<string, string>()

  const relayOf = (proxy: Session, server: string, password: string | null): Promise<ProxiedRelay> => {
    const known = relays.get(proxy) ?? new Map<string, Promise<ProxiedRelay>>()
    relays.set(proxy, known)
    const found = known.get(server) ?? connectRelay(proxy, parseServerAddress(server, "smp").server, password, clock)
    known.set(server, found)
    found.catch(() => known.delete(server))
    return found
  }

  const through = async (
    proxy: Session,
    password: string | null,
    ...[, server, entityId, c, key]: Parameters<Route>
  ) => {
    const attempt = async (): Promise<Response> =>
      forward(proxy, await relayOf(proxy, server, password), entityId, c, key, random)
    try {
      return await attempt()
    } catch (e) {
      if (!(e instanceof SmpError) || (e.code !== "NO_SESSION" && e.code !== "PROXY")) throw e
      relays.get(proxy)?.delete(server)
      // The proxy has lost its connection to the relay: once more, with a new one.
      if (e.code === "NO_SESSION") return attempt()
      throw e
    }
  }

  /** Messages are what the summary counts; other commands of senders are few. */
  const counting =
    (command: Command, userId: number): Count =>
    (_, server, name) =>
      command.type === "SEND" ? count(userId, server, name) : undefined

  return async (owner, server, entityId, command, key) => {
    const userId = userOf(owner)
    const note = counting(command, userId)
    const direct = async (): Promise<Routed> => {
      const session = await pool.session(pool.line(owner, server))
      note(userId, server, "sentDirectAttempts")
      const answer = await session.request(entityId, command, key)
      note(userId, server, "sentDirect")
      return { answer, via: null }
    }
    const { routing: mode, fallback } = routing()
    if (!useProxy(mode, isKnown(server, userId))) return direct()
    const pair = JSON.stringify([userId, server, pool.line(owner, server).name])
    const proxy = proxies.get(pair) ?? proxyFor(server, userId)
    if (proxy === null) return direct()
    const { server: proxyServer, password } = parseServerAddress(proxy, "smp")
    const via = writeServerAddress(proxyServer, "smp")
    try {
      proxies.set(pair, proxy)
      const session = await pool.session(pool.line(owner, via))
      note(userId, server, "sentViaProxyAttempts")
      note(userId, via, "sentProxiedAttempts")
      const answer = await through(session, password, owner, server, entityId, command, key)
      note(userId, server, "sentViaProxy")
      note(userId, via, "sentProxied")
      return { answer, via }
    } catch (e) {
      if (!(e instanceof SmpError)) throw e
      // What the server itself says stands; whatever was wrong on the way to it, another proxy may do better.
      if (e.temporary || e.needsHelp || e.code === "PROXY" || e.code === "NO_SESSION") proxies.delete(pair)
      if ((e.code === "HOST" || e.code === "SERVER_OLD" || e.code === "PASSWORD") && directAllowed(fallback))
        return direct()
      throw e.code === "PROXY" || e.code === "NO_SESSION" || e.code === "HOST"
        ? new SmpError("NETWORK", { cause: e })
        : e
    }
  }
}
