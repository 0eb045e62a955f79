/**
 * Counters that outlast the program: a row for each profile and server, written now and then.
 *
 * Peer: Simplex.Messaging.Agent.Client, AgentServersSummary, incSMPServerStat; Simplex.Chat.Stats.
 * Note: what was counted since the last write is lost with a crash. Counters are worth no more.
 */
import type { Clock } from "../platform.ts"
import type { Statistics } from "../smp/counters.ts"
import { put, remove } from "../store/schema.ts"
import type { Store } from "../store/store.ts"
import type { AgentSummary } from "./api.ts"

/** What one profile does with one server at the moment. */
type State = Omit<AgentSummary["servers"][number], "counters">

const interval = 60_000

export interface KeptStatistics {
  start(): Promise<void>
  /** Writes what has changed. */
  write(): Promise<void>
  /** The profile is removed. */
  forget(userId: number): Promise<void>
  /** Counting begins anew. */
  reset(): Promise<void>
  summary(states: readonly State[]): AgentSummary
  stop(): void
}

/** Counters of before are added to those of now, which are stored from time to time. */
export const keepStatistics = (
  { all, changed, add, clear, forget }: Statistics,
  store: Store,
  clock: Clock,
  onBroken: (e: unknown) => void,
): KeptStatistics => {
  let since = clock.now()
  let cancel: () => void = () => undefined
  let stopped = false

  const write = (): Promise<void> => store.commit(changed().map(c => put("stats", { ...c, since })))

  const writeLater = (): void => {
    cancel = clock.after(interval, () => {
      write().catch(onBroken)
      writeLater()
    })
  }

  return {
    start: async () => {
      const rows = await store.list("stats")
      if (stopped) return
      since = rows.reduce((first, r) => Math.min(first, r.since), since)
      // What was counted since the program began goes on top.
      add(rows)
      writeLater()
    },
    write,
    forget: async userId => {
      const rows = (await store.list("stats")).filter(r => r.userId === userId)
      forget(userId)
      await store.commit(rows.map(r => remove("stats", r.userId, r.server)))
    },
    reset: async () => {
      const rows = await store.list("stats")
      clear()
      since = clock.now()
      await store.commit(rows.map(r => remove("stats", r.userId, r.server)))
    },
    summary: states => {
      const byKey = new Map(states.map(s => [`${s.userId} ${s.server}`, s]))
      const counted = new Map(all().map(c => [`${c.userId} ${c.server}`, c]))
      const none = {
        sessions: { connected: 0, connecting: 0, failed: 0 },
        subscriptions: { active: 0, pending: 0, elsewhere: 0 },
      }
      const servers = [...new Set([...byKey.keys(), ...counted.keys()])].flatMap(key => {
        const who = byKey.get(key) ?? counted.get(key)
        if (who === undefined) return []
        const { sessions, subscriptions, problem } = byKey.get(key) ?? { ...none, problem: undefined }
        const { userId, server } = who
        const counters = counted.get(key)?.counters ?? {}
        return [{ userId, server, sessions, subscriptions, counters, ...(problem === undefined ? {} : { problem }) }]
      })
      return { since, servers }
    },
    stop: () => {
      stopped = true
      cancel()
    },
  }
}
