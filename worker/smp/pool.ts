/**
 * Sessions with servers, one for everything that shares a name of session (network.ts): opened when needed, opened again
 * with growing pauses as long as there are queues to receive from.
 *
 * Peer: Simplex.Messaging.Agent.Client, getSMPServerClient, smpClientDisconnected, reconnectSMPServer, withRetryForeground.
 */
import type { NetworkConfig } from "../api.ts"
import type { Bytes } from "../encoding/bytes.ts"
import { parseServerAddress } from "../encoding/server.ts"
import type { Clock, Connect, Random } from "../platform.ts"
import { openSession, type Session } from "./client.ts"
import type { Response } from "./commands.ts"
import type { Count } from "./counters.ts"
import { SmpError, type SmpErrorCode } from "./error.ts"
import {
  hostsFor,
  type IsolationSecrets,
  isolationToken,
  mayUseSocks,
  type Owner,
  sessionName,
  userOf,
} from "./network.ts"

/** `idle`: not connected, and nobody needs it just now. */
export type ServerStatus = "idle" | "connecting" | "online" | "offline"

/** The way to a server: its session, or the attempts at one. */
export type Line = {
  readonly name: string
  readonly owner: Owner
  readonly userId: number
  readonly server: string
  status: ServerStatus
  problem: SmpErrorCode | undefined
  /** The one that is open, or being opened. */
  session: Promise<Session> | undefined
  open: Session | undefined
  attempts: number
  openedAt: number | undefined
  cancelRetry: (() => void) | undefined
  usedAt: number
}

export type PoolOptions = {
  readonly connect: Connect
  readonly clock: Clock
  readonly random: Random
  readonly network: () => NetworkConfig
  readonly secrets: () => IsolationSecrets
  readonly count: Count
  readonly onStatus: (server: string, status: ServerStatus, problem?: SmpErrorCode) => void
  readonly onOpen: (line: Line, session: Session) => void
  /** From the session that the line has now. */
  readonly onPush: (line: Line, entityId: Bytes, response: Response) => void
  /** Whether the line has to be open though nobody asks for anything. */
  readonly isNeeded: (line: Line) => boolean
}

export interface Pool {
  line(owner: Owner, server: string): Line
  lines(): readonly Line[]
  /** The open session, or a new one. Rejects SmpError. */
  session(line: Line): Promise<Session>
  /** Ends the sessions of these lines, and opens those at once that are needed. */
  reconnect(lines: readonly Line[]): void
  /** Ends all sessions and forgets their lines, because they have to be made in another way. */
  reset(): void
  /** Tries now what waits for its time, and asks open sessions whether they live. */
  wake(): void
  close(): void
}

const firstRetry = 400
const longestRetry = 30_000
/** Waiting does not help by itself: whoever runs the server has to do something. */
const longestHelpless = 10 * 60_000
/** Where every connection has sessions of its own, those that only sent or looked something up are not kept for ever. */
const longestIdle = 5 * 60_000
/** A session of this length was a working one. */
const lasting = 5_000

/** See Pool. A session is opened when a command or a subscription needs it. */
export const createPool = (options: PoolOptions): Pool => {
  const { connect, clock, random, network, secrets, count, onStatus, onOpen, onPush, isNeeded } = options
  const lines = new Map<string, Line>()
  let closed = false

  const lineOf = (owner: Owner, server: string): Line => {
    const name = sessionName(owner, server, network().isolation)
    const found = lines.get(name)
    if (found !== undefined) return found
    const made: Line = {
      name,
      owner,
      userId: userOf(owner),
      server,
      status: "idle",
      problem: undefined,
      session: undefined,
      open: undefined,
      attempts: 0,
      openedAt: undefined,
      cancelRetry: undefined,
      usedAt: 0,
    }
    lines.set(name, made)
    return made
  }

  /** A server is online when no line to it is away. */
  const setStatus = (line: Line, status: ServerStatus, problem?: SmpErrorCode): void => {
    line.status = status
    line.problem = problem
    if (closed) return
    const all = [...lines.values()].filter(l => l.server === line.server).map(l => l.status)
    const worst = (["connecting", "offline", "online"] as const).find(s => all.includes(s)) ?? "idle"
    onStatus(line.server, worst, problem)
  }

  /** Half to all of the doubled delay: clients that lost one server together do not come back together. */
  const retryLater = (line: Line, needsHelp: boolean): void => {
    if (closed || line.cancelRetry !== undefined || !isNeeded(line)) return
    const delay = Math.min(needsHelp ? longestHelpless : longestRetry, firstRetry * 2 ** line.attempts)
    line.attempts++
    line.cancelRetry = clock.after(delay * (0.5 + (random(1)[0] ?? 0) / 512), () => {
      line.cancelRetry = undefined
      count(line.userId, line.server, "reconnects")
      session(line).catch(() => undefined)
    })
  }

  const ended = (line: Line, error?: SmpError): void => {
    const problem = error?.code
    // A session that ends as soon as it is open is no success: whoever cuts it gets longer and longer pauses.
    if (line.openedAt !== undefined && clock.now() - line.openedAt >= lasting) line.attempts = 0
    line.openedAt = undefined
    line.session = undefined
    line.open = undefined
    setStatus(line, problem === undefined && !isNeeded(line) ? "idle" : "offline", problem)
    retryLater(line, error?.needsHelp === true)
  }

  const opening = async (line: Line, onClose: () => void): Promise<Session> => {
    const { isolation, onionHosts, connectTimeout, commandTimeout, pingInterval, pingCount } = network()
    const { server } = parseServerAddress(line.server, "smp")
    const hosts = hostsFor(server.hosts, onionHosts)
    if (hosts.length === 0) throw new SmpError("HOST")
    const token = mayUseSocks(hosts) ? isolationToken(line.owner, line.server, isolation, secrets()) : undefined
    let opened: Session | undefined
    opened = await openSession({
      server: { ...server, hosts },
      ...(token === undefined ? {} : { isolation: token }),
      connect,
      clock,
      random,
      times: { connectTimeout, commandTimeout, pingInterval, pingCount },
      onPush: (entityId, r) => {
        if (opened !== undefined && line.open === opened) onPush(line, entityId, r)
      },
      onClose,
    })
    return opened
  }

  const session = (line: Line): Promise<Session> => {
    if (closed || lines.get(line.name) !== line) return Promise.reject(new SmpError("NETWORK"))
    line.usedAt = clock.now()
    if (line.session !== undefined) return line.session
    line.cancelRetry?.()
    line.cancelRetry = undefined
    setStatus(line, "connecting")
    const current = opening(line, () => {
      if (line.session === current) ended(line)
    })
    line.session = current
    current.then(
      opened => {
        // The line was given up while the session was being opened.
        if (closed || line.session !== current) return opened.close()
        line.open = opened
        line.openedAt = clock.now()
        setStatus(line, "online")
        onOpen(line, opened)
        if (network().isolation === "connection") leaveWhenIdle(line, opened)
      },
      error => {
        if (line.session === current) ended(line, error instanceof SmpError ? error : new SmpError("UNEXPECTED"))
      },
    )
    return current
  }

  /** Without `ended`: what comes next is not an attempt after a failure. */
  const drop = (line: Line): void => {
    const { open } = line
    line.cancelRetry?.()
    line.cancelRetry = undefined
    line.attempts = 0
    line.openedAt = undefined
    line.session = undefined
    line.open = undefined
    open?.close()
  }

  const leaveWhenIdle = (line: Line, session: Session): void => {
    clock.after(longestIdle, () => {
      if (closed || line.open !== session) return
      if (isNeeded(line) || clock.now() - line.usedAt < longestIdle) return leaveWhenIdle(line, session)
      lines.delete(line.name)
      drop(line)
      setStatus(line, "idle")
    })
  }

  return {
    line: lineOf,
    lines: () => [...lines.values()],
    session,

    reconnect: some => {
      for (const line of some) {
        drop(line)
        if (isNeeded(line)) session(line).catch(() => undefined)
        else setStatus(line, "idle")
      }
    },

    reset: () => {
      const all = [...lines.values()]
      lines.clear()
      for (const line of all) {
        drop(line)
        setStatus(line, "idle")
      }
    },

    wake: () => {
      for (const line of lines.values()) {
        line.attempts = 0
        if (line.open !== undefined) line.open.probe()
        else if (isNeeded(line)) session(line).catch(() => undefined)
      }
    },

    close: () => {
      closed = true
      for (const line of lines.values()) {
        line.cancelRetry?.()
        line.open?.close()
      }
    },
  }
}
