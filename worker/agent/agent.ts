/**
 * The agent: everything that chat may ask. Connections are made, kept and used here; chat sees neither queues nor keys.
 *
 * Whatever is asked is first stored as intent, then carried out in the background with retries, so that it survives a
 * crash at any moment (connection.ts says what a stored row needs next, progress.ts does it).
 *
 * Peer: Simplex.Messaging.Agent.
 */
import { privateKey } from "../crypto/keys.ts"
import { associatedDataHash, ratchetState } from "../crypto/ratchet-state.ts"
import type { Bytes } from "../encoding/bytes.ts"
import { decode } from "../encoding/codec.ts"
import { createStatistics } from "../smp/counters.ts"
import { SmpError } from "../smp/error.ts"
import { defaultNetwork } from "../smp/network.ts"
import { createServers, type Gone } from "../smp/servers.ts"
import type { ConnectionRow } from "../store/agent.ts"
import { type Change, put, remove } from "../store/schema.ts"
import type { Store } from "../store/store.ts"
import { createAddress } from "./address.ts"
import type { Agent, AgentOptions } from "./api.ts"
import { channel } from "./channel.ts"
import { canSend } from "./connection.ts"
import { type Changes, type Context, commitConnection, emit, queueKey, remember } from "./context.ts"
import { createDeletions, wishChanges } from "./deletion.ts"
import { createDelivery } from "./delivery.ts"
import { AgentError, type AgentEvent, blockedBy, type Incoming } from "./events.ts"
import { asAgentError, stepCode } from "./failure.ts"
import { createInbox } from "./inbox.ts"
import { createInvitation } from "./invitation.ts"
import { createJoins } from "./join.ts"
import { createLocks, withAll } from "./lock.ts"
import { maxBody, queueMessage } from "./outbox.ts"
import { createProgress } from "./progress.ts"
import { addShortLink, publishLinks, setLink } from "./publish.ts"
import { queueInfoOf } from "./queue-info.ts"
import { serverName, userOf } from "./queues.ts"
import { canAbort, canMove, givenUp } from "./rotation.ts"
import { nextServer, placesOfAddresses } from "./serverlist.ts"
import { keepStatistics } from "./statistics.ts"
import { beginSync } from "./sync.ts"
import { canSync, sendProhibited } from "./sync-state.ts"
import { testServer } from "./trial.ts"

export type { Agent, AgentOptions, NewConnection } from "./api.ts"

/** See Agent in api.ts. Nothing is sent or received before `start`. */
export const createAgent = (options: AgentOptions): Agent => {
  const { store, clock, random, onBroken } = options
  const incoming = channel<Incoming>()
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
      progress.retryNow()
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
    advance: connId => progress.advance(connId),
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
  const progress = createProgress(ctx, e => broken(e))
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
  const forget = async (
    connIds: readonly string[],
    changes: Changes,
    { withUser = false, keepQueues = false } = {},
  ): Promise<void> => {
    const rows = await Promise.all(connIds.map(connId => rowsOf(store, connId)))
    const all = connIds.flatMap(connId => ctx.connections.get(connId) ?? [])
    const told = keepQueues ? [] : all
    const wishes = told.flatMap(c => deletions.wishes(c, [...c.rcv, ...(c.unused ?? [])], withUser))
    await store.commit([...rows.flat(), ...wishChanges(wishes), ...changes()])
    for (const c of all) {
      ctx.connections.delete(c.connId)
      delivery.forget(c.connId)
      progress.forget(c.connId)
      ctx.tried.delete(c.connId)
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

  return {
    start: async () => {
      const [connections, lasting, due] = await Promise.all([
        store.list("connections"),
        isolationSecret(),
        // Found together: to look at each of a thousand connections for what it has to send takes longer than all the rest.
        store.keys("deliveries", { prefix: [] }),
        kept.start(),
      ])
      if (stopped) return
      for (const row of connections) remember(ctx, row)
      secrets = { ...secrets, lasting }
      for (const row of ctx.connections.values())
        for (const q of row.rcv) servers.subscribe(row, q.server, q.rcvId, privateKey("Ed25519", q.authKey))
      for (const connId of ctx.connections.keys()) progress.advance(connId)
      for (const connId of new Set(due.map(([id]) => String(id)))) delivery.wake(connId)
      await deletions.resume()
    },

    stop: async () => {
      stopped = true
      progress.stop()
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
    ...createJoins(ctx),

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

    removeUser: async (userId, changes, keepQueues = false) => {
      const connIds = [...ctx.connections.values()].filter(c => userOf(c) === userId).map(c => c.connId)
      await withAll(ctx.locks, connIds, () => forget(connIds, changes, { withUser: true, keepQueues }))
      await kept.forget(userId)
    },

    testServer: address => testServer(address, options),

    reconnect: (server, userId) => {
      servers.reconnect(server, userId)
      progress.retryNow()
    },

    networkChanged: () => {
      servers.networkChanged()
      progress.retryNow()
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
      progress.retryNow()
    },
  }
}

/** What forgets all that is stored about a connection. */
const rowsOf = async (store: Store, connId: string): Promise<readonly Change[]> => {
  const [deliveries, sent] = await Promise.all([
    store.keys("deliveries", { prefix: [connId] }),
    store.keys("sent", { prefix: [connId] }),
  ])
  return [
    remove("connections", connId),
    remove("ratchets", connId),
    remove("skipped", connId),
    ...deliveries.map(key => remove("deliveries", ...key)),
    ...sent.map(key => remove("sent", ...key)),
  ]
}
