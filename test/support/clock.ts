/** Clocks for tests: time that passes faster, and time that stands still until it is told to pass. */
import type { Clock } from "../../worker/platform.ts"

/** Pauses shorter than this are between attempts, longer ones bound what the other side may take. */
const longPause = 5_000

/**
 * Timers fire early: pauses by the factor, timeouts by a tenth of it, since what they wait for is done by a real machine
 * that may be busy. `now` is the real time.
 */
export const acceleratedClock = (factor: number): Clock => ({
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms < longPause ? ms / factor : ms / (factor / 10))
    return () => clearTimeout(timer)
  },
})

/** Stands still until `pass`, which runs all timers that come due, in order, each with its own time. */
export type VirtualClock = Clock & {
  pass(ms: number): Promise<void>
  readonly pending: number
}

let computing = 0
let counted = false

/** WebCrypto works beside the event loop: what it is busy with has to be counted to know when nothing goes on. */
const countCrypto = (): void => {
  if (counted) return
  counted = true
  const subtle = crypto.subtle as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>
  for (const name of ["encrypt", "decrypt", "importKey", "deriveKey"]) {
    const real = subtle[name]?.bind(subtle)
    if (real === undefined) continue
    subtle[name] = async (...args) => {
      computing++
      try {
        return await real(...args)
      } finally {
        computing--
      }
    }
  }
}

/** Lets everything happen that waits for nothing but its turn, or for WebCrypto. */
export const settle = async (): Promise<void> => {
  countCrypto()
  for (let quiet = 0; quiet < 5; quiet++) {
    await new Promise(resolve => setImmediate(resolve))
    if (computing > 0) quiet = 0
  }
}

export const virtualClock = (start = Date.UTC(2026, 10, 22)): VirtualClock => {
  let time = start
  let timers: { readonly at: number; readonly run: () => void }[] = []
  return {
    now: () => time,
    after: (ms, run) => {
      const timer = { at: time + ms, run }
      timers.push(timer)
      return () => {
        timers = timers.filter(t => t !== timer)
      }
    },
    pass: async ms => {
      const end = time + ms
      await settle()
      for (;;) {
        const [next] = timers.filter(t => t.at <= end).sort((a, b) => a.at - b.at)
        if (next === undefined) break
        timers = timers.filter(t => t !== next)
        time = next.at
        next.run()
        await settle()
      }
      time = end
    },
    get pending() {
      return timers.length
    },
  }
}
