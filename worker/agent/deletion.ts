/**
 * Deletes queues of connections that are gone, on their servers. The wish is stored in the commit that forgets the
 * connection, so that it survives everything, and is carried out in the background until the server has heard it.
 *
 * Peer: Simplex.Messaging.Agent: deleteConnectionsAsync, deleteConnQueues; Client, deleteQueues.
 * Note: the peer gives up after ten attempts, five minutes and more apart; we after a week, since a page is often closed.
 *       A queue that stays is deleted by its server when it has been idle for long.
 */
import type { CounterName } from "../api.ts"
import { privateKey } from "../crypto/keys.ts"
import { fromHex, hex } from "../encoding/bytes.ts"
import type { Clock } from "../platform.ts"
import type { Count } from "../smp/counters.ts"
import { SmpError } from "../smp/error.ts"
import { type Owner, userOf } from "../smp/network.ts"
import type { Servers } from "../smp/servers.ts"
import type { DeletionRow, RcvQueue } from "../store/agent.ts"
import { type Change, put, remove } from "../store/schema.ts"
import type { Store } from "../store/store.ts"

const firstPause = 1_000
const longestPause = 5 * 60_000
const expiry = 7 * 24 * 3600_000
/** As with subscriptions: more at once would make answers wait behind each other. */
const atOnce = 1350

export interface Deletions {
  /** What is to be committed with the end of the connection; `begin` after that. */
  wishes(owner: Owner, queues: readonly RcvQueue[], withUser?: boolean): readonly DeletionRow[]
  begin(rows: readonly DeletionRow[]): void
  /** Goes on with what was stored earlier. */
  resume(): Promise<void>
  /** A server may be back. */
  wake(): void
  stop(): void
}

export type DeletionOptions = {
  readonly store: Store
  readonly servers: Servers
  readonly clock: Clock
  readonly count: Count
  readonly onBroken: (e: unknown) => void
}

const keyOf = (r: DeletionRow): string => `${r.server} ${r.rcvId}`

/** What stores the wishes. */
export const wishChanges = (rows: readonly DeletionRow[]): readonly Change[] => rows.map(r => put("deletions", r))

/** Nothing is done before `begin` or `resume`. */
export const createDeletions = ({ store, servers, clock, count, onBroken }: DeletionOptions): Deletions => {
  const pending = new Map<string, DeletionRow>()
  let running = false
  let again = false
  let stopped = false
  let attempts = 0
  let cancel: (() => void) | undefined

  /** Whether there is nothing left to do about it. */
  const deleteOne = async (r: DeletionRow): Promise<boolean> => {
    const note = (name: CounterName): void => (r.uncounted === true ? undefined : count(r.userId, r.server, name))
    note("deleteAttempts")
    try {
      await servers.request(r, r.server, fromHex(r.rcvId), { type: "DEL" }, privateKey("Ed25519", r.authKey))
    } catch (e) {
      if (!(e instanceof SmpError)) throw e
      if ((e.temporary || e.needsHelp) && clock.now() - r.createdAt < expiry) return false
      // AUTH: the server does not have it any more.
      if (e.code !== "AUTH") note("deleteErrors")
    }
    note("deleted")
    return true
  }

  const round = async (): Promise<void> => {
    const all = [...pending.values()]
    for (let i = 0; i < all.length && !stopped; i += atOnce) {
      const some = all.slice(i, i + atOnce)
      const done = await Promise.all(some.map(deleteOne))
      if (stopped) return
      const gone = some.filter((_, k) => done[k] === true)
      await store.commit(gone.map(r => remove("deletions", r.server, r.rcvId)))
      for (const r of gone) pending.delete(keyOf(r))
      if (gone.length > 0) attempts = 0
    }
  }

  const run = (): void => {
    if (stopped || pending.size === 0) return
    cancel?.()
    cancel = undefined
    if (running) {
      again = true
      return
    }
    running = true
    again = false
    round()
      .catch(e => (stopped ? undefined : onBroken(e)))
      .finally(() => {
        running = false
        if (stopped || pending.size === 0) return
        if (again) return run()
        cancel = clock.after(Math.min(longestPause, firstPause * 2 ** Math.min(attempts++, 20)), run)
      })
  }

  const begin = (rows: readonly DeletionRow[]): void => {
    for (const r of rows) pending.set(keyOf(r), r)
    run()
  }

  return {
    wishes: (owner, queues, withUser = false) =>
      queues.map(q => ({
        server: q.server,
        rcvId: hex(q.rcvId),
        authKey: q.authKey,
        connId: owner.connId,
        userId: userOf(owner),
        createdAt: clock.now(),
        ...(withUser ? { uncounted: true as const } : {}),
      })),
    begin,
    resume: async () => begin(await store.list("deletions")),
    wake: () => {
      // One that is running meets the server that is back anyway, or comes round again.
      if (!running) run()
    },
    stop: () => {
      stopped = true
      cancel?.()
    },
  }
}
