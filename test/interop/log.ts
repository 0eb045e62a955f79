/**
 * Waiting without sleeping: conditions that are looked at again after every event, each with its own deadline.
 */

export class WaitError extends Error {
  override name = "WaitError"
}

/** Something that was waited for has not come; `seen` says what there was instead. */
export type Until = <T>(
  what: string,
  check: () => T | undefined | false,
  ms?: number,
  seen?: () => string,
) => Promise<T>

export type Log = {
  /** Something has changed: all conditions are looked at again. */
  changed(): void
  /** Nothing waited for can come any more: everybody who waits is told so. */
  fail(reason: string): void
  /** Resolves with the first value of `check` that is neither undefined nor false. Rejects WaitError. */
  readonly until: Until
}

/** Long enough for a loaded machine; nothing waits that long when all is well. */
export const patience = 60_000

/** `who` names the side that is waited for in messages. */
export const createLog = (who: string): Log => {
  const waiting = new Set<{ readonly look: () => void; readonly stop: (e: Error) => void }>()
  return {
    changed: () => {
      for (const w of [...waiting]) w.look()
    },
    fail: reason => {
      for (const w of [...waiting]) w.stop(new WaitError(`${who}: ${reason}`))
    },
    until: (what, check, ms = patience, seen) =>
      new Promise((resolve, reject) => {
        const done = (): void => {
          clearTimeout(timer)
          waiting.delete(waiter)
        }
        const stop = (e: unknown): void => {
          done()
          reject(e)
        }
        const look = (): void => {
          try {
            const found = check()
            if (found === undefined || found === false) return
            done()
            resolve(found)
          } catch (e) {
            stop(e)
          }
        }
        const late = () => stop(new WaitError(`${who}: no ${what} in ${ms} ms${seen ? ` (${seen()})` : ""}`))
        const timer = setTimeout(late, ms)
        const waiter = { look, stop }
        waiting.add(waiter)
        look()
      }),
  }
}
