/**
 * The agent: everything that chat may ask. Connections are made, kept and used here; chat sees neither queues nor keys.
 *
 * Whatever is asked is first stored as intent, then carried out in the background with retries, so that it survives a
 * crash at any moment (connection.ts says what a stored row needs next).
 *
 * Peer: Simplex.Messaging.Agent.
 */
import { sha256 } from "../crypto/hash.ts"
import { generateKeyPair, privateKey } from "../crypto/keys.ts"
import { associatedDataHash, ratchetState } from "../crypto/ratchet-state.ts"
import { type Bytes, hex, utf8 } from "../encoding/bytes.ts"
import { decode, encode } from "../encoding/codec.ts"
import { SmpError } from "../smp/client.ts"
import { createStatistics } from "../smp/counters.ts"
import { defaultNetwork } from "../smp/network.ts"
import { createServers, type Gone } from "../smp/servers.ts"
import type { ConnectionRow, LookUpRow } from "../store/agent.ts"
import { type Change, put, remove } from "../store/schema.ts"
import type { Store } from "../store/store.ts"
import { createAddress, resolveAddress } from "./address.ts"
import type { Agent, AgentOptions, NewConnection } from "./api.ts"
import { channel } from "./channel.ts"
import { classify } from "./classify.ts"
import { canSend, nextStep } from "./connection.ts"
import { type Changes, type Context, commitConnection, emit, queueKey, remember } from "./context.ts"
import { createDeletions, wishChanges } from "./deletion.ts"
import { createDelivery } from "./delivery.ts"
import { AgentError, type AgentErrorCode, type AgentEvent, blockedBy, type Incoming } from "./events.ts"
import { createInbox, isBadInput } from "./inbox.ts"
import { createInvitation, resolveLink } from "./invitation.ts"
import { connectionRequest, writeLink } from "./link.ts"
import { createLocks, withAll } from "./lock.ts"
import { agentVersions } from "./message.ts"
import { maxBody, queueMessage } from "./outbox.ts"
import { addShortLink, publishLinks, setLink } from "./publish.ts"
import { queueInfoOf } from "./queue-info.ts"
import { requireServer, serverName, userOf } from "./queues.ts"
import { canAbort, canMove, givenUp } from "./rotation.ts"
import { nextServer, placesOfAddresses } from "./serverlist.ts"
import { keepStatistics } from "./statistics.ts"
import { steps } from "./steps.ts"
import { beginSync } from "./sync.ts"
import { canSync, sendProhibited } from "./sync-state.ts"
import { testServer } from "./trial.ts"

export type { Agent, AgentOptions, NewConnection } from "./api.ts"

const firstPause = 500
const longestPause = 60_000
/** When waiting alone does not help. */
const longestHelpless = 30 * 60_000

/** What chat is told when a step fails, or cannot be done before somebody puts something right. */
const stepCode = (e: unknown): AgentErrorCode => {
  if (e instanceof AgentError) return e.code
  if (!(e instanceof SmpError)) return "INTERNAL"
  const { code } = e
  if (code === "AUTH") return "AUTH"
  if (code === "PASSWORD") return "SERVER_PASSWORD"
  return code === "SERVER_OLD" ||
    code === "SERVER_IDENTITY" ||
    code === "BLOCKED" ||
    code === "HOST" ||
    code === "NETWORK" ||
    code === "TIMEOUT"
    ? code
    : "INTERNAL"
}

export const createAgent = (options: AgentOptions): Agent => {
  const { store, clock, random, onBroken } = options
  const incoming = channel<Incoming>()
  const busy = new Set<string>()
  const attempts = new Map<string, number>()
  /** Steps that wait for another attempt, with how to make it now. */
  const paused = new Map<string, () => void>()
  /** What they wait for, where chat was told. */
  const waiting = new Map<string, string>()
  let stopped = false

  let secrets = { lasting: random(16), thisStart: random(16) }
  const statistics = createStatistics()
  const servers = createServers({
    network: options.network ?? (() => defaultNetwork),
    secrets: () => secrets,
    statistics,
    isKnown: (server, userId) => {
      const { known } = options.servers(userId, "smp")
      return [...placesOfAddresses([server])].some(p => known.has(p))
    },
    proxyFor: (server, userId) => {
      const { proxy } = options.servers(userId, "smp")
      const others = proxy.filter(p => serverName(p.address) !== server)
      return nextServer(others, placesOfAddresses([server]), new Set(), random)?.server.address ?? null
    },
    connect: options.connect,
    clock,
    random,
    onMessage: (server, rcvId, m) => {
      inbox.receive(server, rcvId, m).catch(broken)
    },
    onGone: (server, rcvId, why) => {
      gone(server, rcvId, why).catch(broken)
    },
    onStatus: (server, status, problem) => {
      options.onServer(server, status, problem === undefined ? undefined : stepCode(new SmpError(problem)))
    },
    onOpen: server => {
      delivery.serverOnline(server)
      deletions.wake()
      retryNow()
    },
  })
  const ctx: Context = {
    store,
    servers,
    clock,
    random,
    kem: options.kem,
    locks: createLocks(),
    connections: new Map(),
    queues: new Map(),
    incoming,
    serversOf: userId => options.servers(userId, "smp"),
    tried: new Map(),
    advance: connId => advance(connId),
    deliver: connId => delivery.wake(connId),
    count: statistics.count,
    discard: async (owner, queues) => {
      for (const q of queues) servers.unsubscribe(q.server, q.rcvId)
      const rows = deletions.wishes(owner, queues)
      await store.commit(wishChanges(rows))
      deletions.begin(rows)
    },
  }
  const deletions = createDeletions({
    store,
    servers,
    clock,
    count: statistics.count,
    onBroken: e => broken(e),
  })
  const kept = keepStatistics(statistics, store, clock, e => broken(e))
  const delivery = createDelivery(ctx, e => broken(e))
  const inbox = createInbox(ctx, delivery.continue)

  const broken = (e: unknown): void => {
    if (!stopped) onBroken(e)
  }
  /** Nothing comes from this queue any more: the person should know why it is quiet. */
  const gone = async (server: string, rcvId: Bytes, why: Gone): Promise<void> => {
    const connId = ctx.queues.get(queueKey(server, rcvId))
    if (connId === undefined) return
    await ctx.locks(connId, async () => {
      const [current] = ctx.connections.get(connId)?.rcv ?? []
      // The other queue of a change of address; what it means is found out by the next step of that change.
      if (current === undefined || queueKey(current.server, current.rcvId) !== queueKey(server, rcvId)) return
      const event: AgentEvent =
        why.code === "ELSEWHERE" ? { type: "elsewhere" } : { type: "failed", code: why.code, ...blockedBy(why.error) }
      await emit(ctx, connId, event, async () => [])
    })
  }

  const retryNow = (): void => {
    for (const again of [...paused.values()]) again()
  }

  /** Goes on with the connection until it needs nothing, or has to wait for its server. */
  const advance = (connId: string): void => {
    if (stopped || busy.has(connId)) return
    const c = ctx.connections.get(connId)
    const step = c === undefined ? null : nextStep(c)
    if (c === undefined || step === null) return
    busy.add(connId)
    steps[step](ctx, c)
      .then(
        () => {
          attempts.delete(connId)
          waiting.delete(connId)
          busy.delete(connId)
          advance(connId)
        },
        e => retryOrFail(connId, e),
      )
      .catch(broken)
  }

  const retryOrFail = async (connId: string, e: unknown): Promise<void> => {
    if (e instanceof SmpError && (e.temporary || e.needsHelp)) {
      const n = attempts.get(connId) ?? 0
      attempts.set(connId, n + 1)
      if (e.needsHelp && waiting.get(connId) !== e.code) {
        waiting.set(connId, e.code)
        await ctx.locks(connId, () => emit(ctx, connId, { type: "waiting", code: stepCode(e) }, async () => []))
      }
      const again = (): void => {
        cancel()
        paused.delete(connId)
        busy.delete(connId)
        advance(connId)
      }
      const longest = e.needsHelp ? longestHelpless : longestPause
      const cancel = clock.after(Math.min(longest, firstPause * 1.5 ** Math.min(n, 30)), again)
      paused.set(connId, again)
      return
    }
    // What others made (a link, a server's answer) may be of no use in a way that only shows when it is used.
    if (!(e instanceof SmpError || e instanceof AgentError || isBadInput(e))) throw e
    await ctx.locks(connId, async () => {
      const c = ctx.connections.get(connId)
      if (c === undefined) return
      const code = isBadInput(e) && c.joining !== undefined && c.snd.length === 0 ? "BAD_LINK" : stepCode(e)
      const failed = { ...c, problem: code }
      await emit(ctx, connId, { type: "failed", code, ...blockedBy(e) }, async () => [put("connections", failed)])
      remember(ctx, failed)
    })
    busy.delete(connId)
  }

  const lookUpOf = async (canonical: string): Promise<LookUpRow> => {
    const link = hex(sha256(utf8(canonical)))
    return (await store.get("lookUps", link)) ?? { link, authKey: generateKeyPair("X25519", random).privateKey.raw }
  }

  const newConnection = ({ connId, userId }: NewConnection, role: "inviter" | "joiner"): ConnectionRow => ({
    connId,
    userId,
    role,
    createdAt: clock.now(),
    agentVersion: agentVersions.max,
    pqSupport: true,
    rcv: [],
    snd: [],
  })

  /** Stores the intent and starts with it. */
  const begin = async (row: ConnectionRow, changes: Changes): Promise<void> => {
    await store.commit([put("connections", row), ...changes()])
    remember(ctx, row)
    advance(row.connId)
  }

  const change = (
    connId: string,
    isPossible: (c: ConnectionRow) => boolean,
    to: (c: ConnectionRow) => ConnectionRow,
    changes: Changes,
  ): Promise<void> =>
    ctx.locks(connId, async () => {
      const c = ctx.connections.get(connId)
      if (c === undefined || !isPossible(c)) throw new AgentError("NOT_READY")
      await commitConnection(ctx, to(c), [], changes)
    })

  /** Forgets connections, in one commit with the wish to delete their queues. Under their locks. */
  const forget = async (connIds: readonly string[], changes: Changes, withUser = false): Promise<void> => {
    const rows = await Promise.all(connIds.map(connId => rowsOf(store, connId)))
    const all = connIds.flatMap(connId => ctx.connections.get(connId) ?? [])
    const wishes = all.flatMap(c => deletions.wishes(c, [...c.rcv, ...(c.unused ?? [])], withUser))
    await store.commit([...rows.flat(), ...wishChanges(wishes), ...changes()])
    for (const c of all) {
      ctx.connections.delete(c.connId)
      for (const q of [...c.rcv, ...(c.unused ?? [])]) {
        servers.unsubscribe(q.server, q.rcvId)
        ctx.queues.delete(queueKey(q.server, q.rcvId))
      }
    }
    deletions.begin(wishes)
  }

  const countCreated = (row: ConnectionRow): void => {
    for (const q of row.rcv) statistics.count(userOf(row), q.server, "created")
  }

  /** Made once for every store, so that a profile keeps its way through a SOCKS proxy. */
  const isolationSecret = async (): Promise<Bytes> => {
    const known = await store.get("secrets", "isolation")
    if (known !== undefined) return known.bytes
    const bytes = random(16)
    await store.commit([put("secrets", { name: "isolation", bytes })])
    return bytes
  }

  const asAgentError = async <T>(action: () => Promise<T>): Promise<T> => {
    try {
      return await action()
    } catch (e) {
      throw e instanceof SmpError ? new AgentError(stepCode(e), { cause: e }) : e
    }
  }

  return {
    start: async () => {
      for (const row of await store.list("connections")) remember(ctx, row)
      secrets = { ...secrets, lasting: await isolationSecret() }
      await kept.start()
      for (const row of ctx.connections.values())
        for (const q of row.rcv) servers.subscribe(row, q.server, q.rcvId, privateKey("Ed25519", q.authKey))
      for (const connId of ctx.connections.keys()) {
        advance(connId)
        delivery.wake(connId)
      }
      await deletions.resume()
    },

    stop: async () => {
      stopped = true
      delivery.stop()
      deletions.stop()
      kept.stop()
      servers.close()
      incoming.close()
      // A store that is closed already keeps what it has.
      await kept.write().catch(() => undefined)
    },

    incoming: () => incoming,

    createInvitation: (to, userData, changes) =>
      asAgentError(async () => {
        const { row, link } = await createInvitation(ctx, to, userData)
        await store.commit([put("connections", row), ...changes(link)])
        remember(ctx, row)
        countCreated(row)
      }),

    createAddress: (to, userData, changes) =>
      asAgentError(async () => {
        const { row, link } = await createAddress(ctx, to, userData)
        await store.commit([put("connections", row), ...changes(link)])
        remember(ctx, row)
        countCreated(row)
      }),

    publishLinks: (links, changes) => publishLinks(ctx, links, changes),
    setLink: (...all) => asAgentError(() => setLink(ctx, ...all)),
    addShortLink: (...all) => asAgentError(() => addShortLink(ctx, ...all)),
    accept: async (to, request, info, changes) => {
      const authKey = generateKeyPair("X25519", random).privateKey.raw
      const joining = { link: "", info, authKey, request }
      await begin({ ...newConnection(to, "joiner"), accepted: true, joining }, changes)
    },

    lookUpAddress: (userId, text) =>
      asAgentError(async () => {
        const { request, userData } = await resolveAddress(ctx, userId, text)
        return { full: writeLink(request), userData }
      }),

    lookUp: (userId, text) =>
      asAgentError(async () => {
        const { text: canonical } = classify(text)
        const known = await lookUpOf(canonical)
        if (known.userData !== undefined) return known.userData
        await store.commit([put("lookUps", known)])
        const { request, userData } = await resolveLink(ctx, userId, canonical, known.authKey)
        await store.commit([put("lookUps", { ...known, request: encode(connectionRequest, request), userData })])
        return userData
      }),

    lookedUp: async text => (await lookUpOf(classify(text).text)).userData ?? null,

    join: async (to, text, info, changes) => {
      const { link, kind, text: canonical } = classify(text)
      if (link === null) throw new AgentError("LINK_UNSUPPORTED")
      requireServer(ctx, to.userId)
      const request = link.form === "full" ? { request: encode(connectionRequest, link) } : {}
      if (link.mode === "contact") {
        if (kind !== "contact") throw new AgentError("LINK_UNSUPPORTED")
        const requesting = { link: canonical, info, ...request }
        return begin({ ...newConnection(to, "inviter"), requesting }, changes)
      }
      const known = await lookUpOf(canonical)
      const resolved = known.request === undefined ? {} : { request: known.request, secured: true }
      const joining = { link: canonical, info, authKey: known.authKey, ...request, ...resolved }
      return begin({ ...newConnection(to, "joiner"), joining }, () => [remove("lookUps", known.link), ...changes()])
    },

    canSend: connId => {
      const c = ctx.connections.get(connId)
      return c !== undefined && canSend(c)
    },

    maxBody: connId => {
      const c = ctx.connections.get(connId)
      return c === undefined ? 0 : maxBody(c)
    },

    send: (connId, body, { notify, ref, receipt }, changes) =>
      ctx.locks(connId, async () => {
        const c = ctx.connections.get(connId)
        const ratchet = c !== undefined && canSend(c) ? await store.get("ratchets", connId) : undefined
        if (c === undefined || ratchet === undefined) throw new AgentError("NOT_READY")
        const message = { type: "A_MSG" as const, body }
        const queued = await queueMessage(c, ratchet, {
          kind: "message",
          message,
          notify,
          at: clock.now(),
          ...(ref === undefined ? {} : { ref: ref() }),
          ...(receipt === undefined ? {} : { receipt }),
        })
        await store.commit([...queued.changes, ...changes()])
        delivery.wake(connId)
      }),

    changeAddress: (connId, changes) => change(connId, canMove, c => ({ ...c, moving: { stage: "create" } }), changes),

    abortChange: (connId, changes) => change(connId, c => canAbort(c) && !sendProhibited(c), givenUp, changes),

    fixConnection: (connId, force, changes) =>
      ctx.locks(connId, async () => {
        const c = ctx.connections.get(connId)
        const ratchet = c !== undefined && canSync(c, force) ? await store.get("ratchets", connId) : undefined
        if (c === undefined || ratchet === undefined) throw new AgentError("NOT_READY")
        const begun = await beginSync(ctx, c, ratchet)
        await commitConnection(ctx, begun.connection, begun.changes, changes)
      }),

    securityCode: async connId => {
      const ratchet = await store.get("ratchets", connId)
      if (ratchet === undefined) throw new AgentError("NOT_READY")
      return associatedDataHash(decode(ratchetState, ratchet.ratchet))
    },

    remove: (connId, changes) => ctx.locks(connId, () => forget([connId], changes)),

    removeUser: async (userId, changes) => {
      const connIds = [...ctx.connections.values()].filter(c => userOf(c) === userId).map(c => c.connId)
      await withAll(ctx.locks, connIds, () => forget(connIds, changes, true))
      await kept.forget(userId)
    },

    testServer: address => testServer(address, options),

    reconnect: (server, userId) => {
      servers.reconnect(server, userId)
      retryNow()
    },

    networkChanged: () => {
      servers.networkChanged()
      retryNow()
    },

    summary: () => {
      const states = servers.states().map(({ problem, ...s }) => ({
        ...s,
        ...(problem === undefined ? {} : { problem: stepCode(new SmpError(problem)) }),
      }))
      return kept.summary(states)
    },

    resetStatistics: () => kept.reset(),

    queueInfo: connId => asAgentError(() => queueInfoOf(ctx, connId)),

    wake: () => {
      servers.wake()
      deletions.wake()
      retryNow()
    },
  }
}

const rowsOf = async (store: Store, connId: string): Promise<readonly Change[]> => {
  const [deliveries, sent] = await Promise.all([
    store.list("deliveries", { prefix: [connId] }),
    store.list("sent", { prefix: [connId] }),
  ])
  return [
    remove("connections", connId),
    remove("ratchets", connId),
    remove("skipped", connId),
    ...deliveries.map(d => remove("deliveries", connId, d.deliveryId)),
    ...sent.map(s => remove("sent", connId, s.sndMsgId)),
  ]
}
