/** What the parts of the agent share: the rim, the rows kept in memory, and the way events leave. */
import type { LoadKem } from "../crypto/kem.ts"
import { type Bytes, hex } from "../encoding/bytes.ts"
import type { Clock, Random } from "../platform.ts"
import type { Count } from "../smp/counters.ts"
import { userOf } from "../smp/network.ts"
import type { Owner, Servers } from "../smp/servers.ts"
import type { ConnectionRow, RcvQueue, Sync } from "../store/agent.ts"
import { type Change, put } from "../store/schema.ts"
import type { Store } from "../store/store.ts"
import type { Channel } from "./channel.ts"
import type { AgentEvent, Answer, Incoming } from "./events.ts"
import type { Locks } from "./lock.ts"
import type { UserServers } from "./serverlist.ts"

/** Evaluated at the moment of the commit, so that rows kept in memory are written in the order in which they changed. */
export type Changes = () => readonly Change[]

export type Context = {
  readonly store: Store
  readonly servers: Servers
  readonly clock: Clock
  readonly random: Random
  readonly kem: LoadKem
  /** By connection id. Held from reading a row until its commit; never while waiting for the network. */
  readonly locks: Locks
  readonly connections: Map<string, ConnectionRow>
  /** Connection ids by the queue from which we receive (queueKey). */
  readonly queues: Map<string, string>
  readonly incoming: Channel<Incoming>
  /** SMP servers of a profile. */
  readonly serversOf: (userId: number) => UserServers
  /** Places at which no queue could be made, by what it was for (queues.ts). */
  readonly tried: Map<string, ReadonlySet<string>>
  /** What is done on servers is counted. */
  readonly count: Count
  /** Stores and carries out that these queues are deleted, which belong to nothing that is stored. */
  readonly discard: (owner: Owner, queues: readonly RcvQueue[]) => Promise<void>
  /** Starts whatever the row needs next; called after every commit that changed it. */
  readonly advance: (connId: string) => void
  /** Tells the delivery loop that there may be something to send. */
  readonly deliver: (connId: string) => void
}

/** The name of a queue that we receive from: its server's text address and its recipient id. */
export const queueKey = (server: string, rcvId: Bytes): string => `${server} ${hex(rcvId)}`

/** Commits the row with other changes, then lets memory and loops know. */
export const commitConnection = async (
  ctx: Context,
  row: ConnectionRow,
  changes: readonly Change[],
  more: Changes = () => [],
): Promise<void> => {
  await ctx.store.commit([put("connections", row), ...changes, ...more()])
  remember(ctx, row)
  ctx.advance(row.connId)
  ctx.deliver(row.connId)
}

/** The row as it was committed, in memory; after the commit only. */
export const remember = (ctx: Pick<Context, "connections" | "queues">, row: ConnectionRow): void => {
  ctx.connections.set(row.connId, row)
  for (const q of row.rcv) ctx.queues.set(queueKey(q.server, q.rcvId), row.connId)
}

/**
 * Hands an event to chat and waits until it is committed with chat's changes. `own` makes the agent's changes from
 * chat's answer; what follows the commit (acknowledging, waking loops) is the caller's, after this resolves.
 */
export const emit = (
  ctx: Context,
  connId: string,
  event: AgentEvent,
  own: (answer: Answer) => Promise<readonly Change[]>,
  sync?: Sync | "ok",
): Promise<void> =>
  new Promise((resolve, reject) => {
    countEvent(ctx, connId, event)
    ctx.incoming.push({
      connId,
      event,
      ...(sync === undefined ? {} : { sync }),
      commit: async (changes, answer = {}) => {
        try {
          const mine = await own(answer)
          await ctx.store.commit([...mine, ...changes()])
          resolve()
        } catch (e) {
          reject(e)
          throw e
        }
      },
    })
  })

/** Counted where we receive. */
const countEvent = (ctx: Context, connId: string, event: AgentEvent): void => {
  const c = ctx.connections.get(connId)
  const server = c?.rcv[0]?.server
  if (c === undefined || server === undefined) return
  const isReady = event.type === "connected" || (event.type === "info" && event.connected)
  if (isReady) ctx.count(userOf(c), server, "completed")
  if (event.type === "undecryptable") ctx.count(userOf(c), server, "decryptErrors")
  if (event.type === "malformed") ctx.count(userOf(c), server, "receiveErrors")
}

/** Under the connection's lock, with the row as it is by then; nothing when the connection is gone or has failed. */
export const locked = (ctx: Context, connId: string, action: (now: ConnectionRow) => Promise<void>): Promise<void> =>
  ctx.locks(connId, async () => {
    const now = ctx.connections.get(connId)
    if (now !== undefined && now.problem === undefined) await action(now)
  })
