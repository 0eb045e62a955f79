/**
 * What was done on each server for each profile, counted.
 *
 * Peer: Simplex.Messaging.Agent.Stats, AgentSMPServerStatsData; without its counters about notifications, and with
 *       `reconnects`. Counters of connections are those of the server of their receiving queue, as in the peer.
 */
import type { CounterName, Counters } from "../api.ts"

export type { CounterName, Counters } from "../api.ts"

export type Count = (userId: number, server: string, name: CounterName, by?: number) => void

export type Counted = { readonly userId: number; readonly server: string; readonly counters: Counters }

export interface Statistics {
  readonly count: Count
  all(): readonly Counted[]
  /** Those that have changed since the last call. */
  changed(): readonly Counted[]
  /** Adds what was counted before. */
  add(known: readonly Counted[]): void
  clear(): void
  /** Of this profile nothing was ever done. */
  forget(userId: number): void
}

/** See Statistics. All counters begin with 0. */
export const createStatistics = (): Statistics => {
  const byKey = new Map<string, { userId: number; server: string; counters: Record<string, number> }>()
  let dirty = new Set<string>()

  const count: Count = (userId, server, name, by = 1) => {
    const key = `${userId} ${server}`
    const row = byKey.get(key) ?? { userId, server, counters: {} }
    row.counters[name] = (row.counters[name] ?? 0) + by
    byKey.set(key, row)
    dirty.add(key)
  }
  const copy = (key: string): readonly Counted[] => {
    const row = byKey.get(key)
    return row === undefined ? [] : [{ ...row, counters: { ...row.counters } }]
  }
  return {
    count,
    all: () => [...byKey.keys()].flatMap(copy),
    changed: () => {
      const keys = dirty
      dirty = new Set()
      return [...keys].flatMap(copy)
    },
    add: known => {
      for (const { userId, server, counters } of known)
        for (const [name, n] of Object.entries(counters)) count(userId, server, name as CounterName, n)
    },
    forget: userId => {
      for (const [key, row] of byKey) if (row.userId === userId) byKey.delete(key)
    },
    clear: () => {
      byKey.clear()
      dirty = new Set()
    },
  }
}
