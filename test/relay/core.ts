/**
 * What a relay does, whatever carries its clients' bytes: smp.ts gives it TLS, test/chaos a network of its own.
 *
 * Peer:  Simplex.Messaging.Server: receive, client, send.
 * Note:  as the peer, all commands of a block are authorized before any is carried out, refusals are answered first, and
 *        the others are carried out from the last to the first: commands of one block must not build on each other.
 */
import { type Bytes, empty } from "../../worker/encoding/bytes.ts"
import { writeServerAddress } from "../../worker/encoding/server.ts"
import type { Blocking, Response } from "../../worker/smp/commands.ts"
import { makeChain } from "../support/certificate.ts"
import { type Context, execute, expireAll, type Result, type Settings } from "./commands.ts"
import { Delivery } from "./delivery.ts"
import type { Hooks } from "./hooks.ts"
import type { Identity } from "./identity.ts"
import { noLog, openLog } from "./log.ts"
import { answerForwarded, Relays } from "./proxy.ts"
import { Queues } from "./queues.ts"
import { authorizeRequest, errorReply, readRequest, type Verified } from "./request.ts"
import { type After, type Reply, type Session, type Stream, serve } from "./session.ts"

export type CoreOptions = {
  /** From makeChain; a new Ed25519 chain if absent. The identity in `file` wins. */
  readonly chain?: Identity
  /** Keeps identity, queues and messages over restarts. */
  readonly file?: string
  /** Messages per queue, 128 if absent. */
  readonly quota?: number
  readonly password?: string
  /** Versions offered in the hello, 6 to 18 if absent. */
  readonly minVersion?: number
  readonly maxVersion?: number
  /** Seconds; messages are kept for ever if absent. The peer keeps them for 21 days. */
  readonly messageTtl?: number
  /** Milliseconds between displacing a subscriber and telling it with END; 0 if absent, up to 15000 at the peer. */
  readonly endDelay?: number
  /** Milliseconds that another relay has to answer when this one is the proxy. */
  readonly proxyTimeout?: number
  /** Milliseconds since 1970. */
  readonly now?: () => number
  /** Timers of the relay; real ones if absent. */
  readonly after?: After
  readonly hooks?: Hooks
}

export type Stats = {
  /** Open connections past the handshake, and all there ever were. */
  connections: number
  accepted: number
  blocksIn: number
  blocksOut: number
  /** Messages stored, and taken from queues for a recipient. */
  sent: number
  delivered: number
  /** Commands carried out, and ERR answers, by type. */
  commands: Record<string, number>
  errors: Record<string, number>
}

export type Core = {
  readonly identity: Identity
  readonly stats: Stats
  readonly queueCount: number
  /** smp://fingerprint@host:port, with the password if there is one. */
  address(host: string, port: number): string
  /** Another client. */
  accept(stream: Stream): void
  /** Cuts all connections; new ones are welcome at once. */
  dropConnections(): void
  /** Blocks the queue as an operator would; null lifts it. By sender id. */
  block(sndId: Bytes, blocking: Blocking | null): void
  /** Sends any MSG to whoever is subscribed to the queue; whether somebody is. */
  inject(rcvId: Bytes, msgId: Bytes, body: Bytes): boolean
  /** Drops expired messages now; otherwise that happens once a minute and on SEND. */
  expire(): void
  /** Cuts all connections. */
  close(): void
  /** To be called after `close`, when nothing more can come from a client. */
  closeLog(): void
}

const expiryInterval = 60_000

const realAfter: After = (ms, run) => {
  const timer = setTimeout(run, ms).unref()
  return () => clearTimeout(timer)
}

/** As many replies of one block go together with the first message that they make available. */
const repliesWithMessage = 4

const count = (counts: Record<string, number>, name: string): void => {
  counts[name] = (counts[name] ?? 0) + 1
}

/** Opens the relay's state. Throws when its file cannot be read. */
export const openCore = (options: CoreOptions = {}): Core => {
  const stats: Stats = {
    connections: 0,
    accepted: 0,
    blocksIn: 0,
    blocksOut: 0,
    sent: 0,
    delivered: 0,
    commands: {},
    errors: {},
  }
  const hooks = options.hooks ?? {}
  const now = options.now ?? Date.now
  const queues = new Queues()
  const newIdentity = (): Identity => options.chain ?? makeChain({ alg: "ed25519" })
  const { log, identity } =
    options.file === undefined ? { log: noLog, identity: newIdentity() } : openLog(options.file, queues, newIdentity)
  const settings: Settings = {
    quota: options.quota ?? 128,
    password: options.password ?? null,
    messageTtl: options.messageTtl ?? null,
    now: () => Math.floor(now() / 1000),
  }
  const after = options.after ?? realAfter
  const delivery = new Delivery(hooks, options.endDelay ?? 0, stats, after)
  const context: Context = {
    queues,
    delivery,
    hooks,
    settings,
    stats,
    change: c => {
      queues.apply(c)
      log.append(c)
    },
  }
  const relays = new Relays(options.proxyTimeout ?? 10_000)
  const streams = new Set<Stream>()

  /** PRXY and PFWD are answered later; null stands for that. */
  const run = (session: Session, verified: Verified): Result | null => {
    const { command: c, corrId, entityId } = verified.request
    const later = (answer: Promise<Response>): null => {
      answer.then(response => {
        const said = hooks.onAnswer?.(c, entityId, response) ?? response
        if (said === "close") session.close()
        else if (said !== "silent") session.send([{ corrId, entityId, response: said }])
      })
      return null
    }
    switch (c.type) {
      case "PRXY":
        return settings.password !== null && c.auth !== settings.password
          ? { answer: { type: "ERR", error: { type: "PROXY", error: { type: "BASIC_AUTH" } } }, events: [] }
          : later(relays.open(c.server))
      case "PFWD":
        return later(relays.forward(corrId, entityId, c))
      case "RFWD":
        return { answer: answerForwarded(context, session, corrId, c.transmission), events: [] }
      default:
        return execute(context, session, session.version, verified)
    }
  }

  /** Answers in the order of the block; messages that follow SUB come after them. */
  const carryOut = (session: Session, all: readonly Verified[]): void => {
    const answers: Reply[] = []
    const messages: Reply[] = []
    for (const verified of all.toReversed()) {
      const { command: c, corrId, entityId } = verified.request
      count(stats.commands, c.type)
      const result = run(session, verified)
      if (result === null) continue
      if (result.answer.type === "ERR") count(stats.errors, result.answer.error.type)
      const answer = hooks.onAnswer?.(c, entityId, result.answer) ?? result.answer
      if (answer === "close") {
        session.close()
        return
      }
      const about = c.type === "PING" || c.type === "RFWD" ? empty : entityId
      if (answer !== "silent") answers.unshift({ corrId, entityId: about, response: answer })
      messages.unshift(...result.events.map(response => ({ corrId: empty, entityId, response })))
    }
    const together = answers.length <= repliesWithMessage ? messages.splice(0, 1) : []
    session.send([...answers, ...together])
    for (const message of messages) session.send([message])
  }

  const received = (session: Session, batch: readonly Bytes[] | null): void => {
    const refused: Reply[] = []
    const verified: Verified[] = []
    for (const bytes of batch ?? [empty]) {
      const request = readRequest(bytes, session.version, session.sessionId)
      if ("response" in request) {
        refused.push(request)
        continue
      }
      const v = authorizeRequest(request, queues, session.serverKey)
      if ("type" in v) refused.push(errorReply(request.corrId, request.entityId, v))
      else verified.push(v)
    }
    for (const { response } of refused) if (response.type === "ERR") count(stats.errors, response.error.type)
    session.send(refused)
    carryOut(session, verified)
  }

  const accept = (stream: Stream): void => {
    streams.add(stream)
    stream.onClose(() => streams.delete(stream))
    const versions = { min: options.minVersion ?? 6, max: options.maxVersion ?? 18 }
    serve(
      stream,
      { identity, versions, hello: hooks.hello, stats, flush: log.flush, after },
      {
        opened: session => {
          stats.connections++
          stats.accepted++
          delivery.opened(session)
        },
        received,
        closed: session => {
          stats.connections--
          delivery.closed(session)
        },
      },
    )
  }

  let stopExpiry: () => void = () => undefined
  const expireLater = (): void => {
    stopExpiry = after(expiryInterval, () => {
      expireAll(context)
      expireLater()
    })
  }
  expireLater()
  const dropConnections = (): void => {
    for (const stream of streams) stream.destroy()
  }
  return {
    identity,
    stats,
    address: (host, port) =>
      writeServerAddress({ hosts: [host], port, keyHash: identity.fingerprint }, "smp", settings.password),
    get queueCount() {
      return queues.size
    },
    accept,
    dropConnections,
    block: (sndId, blocking) => {
      const queue = queues.find("sender", sndId)
      if (queue === null) return
      context.change({ type: "update", rcvId: queue.rcvId, set: { status: blocking ?? "active" } })
      log.flush()
    },
    inject: (rcvId, msgId, body) => delivery.inject(rcvId, msgId, body),
    expire: () => {
      expireAll(context)
      log.flush()
    },
    close: () => {
      stopExpiry()
      relays.close()
      dropConnections()
    },
    closeLog: () => log.close(),
  }
}
