/** What is changed in place and kept by the worker. Not in action.ts, which the first screen needs. */
import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import type { FailureCode } from "../../worker/api.ts"
import { isOpen } from "../state/session.ts"
import { codeOf } from "../worker.ts"

/** Changes that show at once: each is made, also while the one before is still being kept; and why the last one failed. */
export const useChanges = () => {
  const problem = useSignal<FailureCode | null>(null)
  const run = async (change: () => Promise<unknown>) => {
    problem.value = null
    try {
      await change()
    } catch (thrown) {
      problem.value = codeOf(thrown)
    }
  }
  return { problem, run }
}

/** Changes of kept values that are on their way, one after the other; never rejects. Whoever reads a value waits for them. */
let changesMade: Promise<unknown> = Promise.resolve()

/**
 * A value that the worker keeps and the page changes in place. What is chosen shows at once; choices are kept one after the
 * other, each on top of those before it. When one cannot be kept, the value is again what it is in the worker.
 */
export const useKept = <T extends object>(
  load: () => Promise<T>,
  keep: (next: T, patch: Partial<T>) => Promise<unknown>,
) => {
  const value = useSignal<T | null>(null)
  const { problem, run } = useChanges()
  const read = async () => {
    value.value = await load()
  }
  useEffect(() => void run(() => changesMade.then(read)), [])
  const change = (patch: Partial<T>): void => {
    const now = value.peek()
    if (!now) return
    const next = { ...now, ...patch }
    value.value = next
    const make = () =>
      run(() =>
        keep(next, patch).catch(async thrown => {
          await read()
          throw thrown
        }),
      )
    // What has not had its turn when the chats are locked is nothing to whoever comes after that.
    changesMade = changesMade.then(() => (isOpen.peek() ? make() : undefined))
  }
  return { value, problem, change }
}
