/**
 * The time of one round: it stands still while anything is computed, and moves from one timer to the next. Whatever
 * happens in the world is a timer (blocks arrive by timers too), so everything happens in one order, however busy the
 * machine is.
 *
 * Note: this holds as long as nothing but promises goes on between two timers. WebCrypto, which works in threads, is
 *       therefore replaced (crypto.ts), and what loads WebAssembly is loaded before (round.ts).
 */
import type { Clock } from "../../worker/platform.ts"

type Timer = { readonly at: number; readonly run: () => void; cancelled: boolean }

export type Time = Clock & {
  /** Waits in this time. */
  sleep(ms: number): Promise<void>
  /** So much passes at once: what was to happen meanwhile happens late, at the end of it. As when all machines sleep. */
  jump(ms: number): void
  /** Lets time pass until the promise is settled. Rejects when that has not happened by `end`, or when nothing is left. */
  until<T>(promise: Promise<T>, end: number, what: string): Promise<T>
  /** Lets so much time pass. */
  pass(ms: number): Promise<void>
  /** How many timers have run. */
  readonly steps: number
}

/** Lets everything happen that waits for nothing but its turn. */
export const quiet = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

export const newTime = (start: number): Time => {
  let now = start
  let steps = 0
  /** Sorted by time; among equals the older first. */
  const timers: Timer[] = []

  const add = (timer: Timer): void => {
    let low = 0
    let high = timers.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((timers[middle]?.at ?? 0) <= timer.at) low = middle + 1
      else high = middle
    }
    timers.splice(low, 0, timer)
  }

  /** Runs the next timer that is due by `end`. False when there is none. */
  const step = async (end: number): Promise<boolean> => {
    await quiet()
    for (;;) {
      const [next] = timers
      if (next === undefined || next.at > end) return false
      timers.shift()
      if (next.cancelled) continue
      now = Math.max(now, next.at)
      steps++
      next.run()
      return true
    }
  }

  const after: Clock["after"] = (ms, run) => {
    const timer = { at: now + Math.max(0, ms), run, cancelled: false }
    add(timer)
    return () => {
      timer.cancelled = true
    }
  }

  return {
    now: () => now,
    after,
    sleep: ms => new Promise(resolve => after(ms, resolve)),
    jump: ms => {
      now += ms
    },
    until: async (promise, end, what) => {
      let settled = false
      const done = (): void => {
        settled = true
      }
      promise.then(done, done)
      await quiet()
      while (!settled) if (!(await step(end))) break
      await quiet()
      if (!settled) throw new Error(`${what}: ${timers.length === 0 ? "nothing is going to happen" : "not in time"}`)
      return promise
    },
    pass: async ms => {
      const end = now + ms
      while (await step(end));
      await quiet()
      now = Math.max(now, end)
    },
    get steps() {
      return steps
    },
  }
}
