/**
 * A clock for attacks: short pauses (retries) pass ten times faster than in reality, long ones (timeouts, pings) pass when
 * the test says so by `skip`. What really takes time, like cryptography on a busy machine, never runs into a timeout.
 */
import type { Clock } from "../../worker/platform.ts"

/** The longest pause that passes by itself. */
const short = 4_000
const faster = 10

type Timer = { readonly due: number; readonly run: () => void }

export type AttackClock = Clock & {
  /** Lets this many milliseconds pass at once: whatever is due by then runs. */
  skip(ms: number): void
}

export const attackClock = (): AttackClock => {
  const waiting = new Set<Timer>()
  let ahead = 0
  const now = (): number => Date.now() + ahead
  return {
    now,
    after: (ms, run) => {
      const timer: Timer = {
        due: now() + ms,
        run: () => {
          if (waiting.delete(timer)) run()
        },
      }
      waiting.add(timer)
      const real = ms <= short ? setTimeout(timer.run, ms / faster) : undefined
      return () => {
        waiting.delete(timer)
        clearTimeout(real)
      }
    },
    skip: ms => {
      ahead += ms
      const due = [...waiting].filter(t => t.due <= now()).sort((a, b) => a.due - b.due)
      for (const t of due) t.run()
    },
  }
}
