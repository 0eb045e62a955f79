import { useSignal } from "@preact/signals"
import type { FailureCode } from "../../worker/api.ts"
import { codeOf, untilOf } from "../worker.ts"

/** One thing a person can start: whether it is under way, and why it failed last time. A second start waits for the first. */
export const useAction = () => {
  const busy = useSignal(false)
  const problem = useSignal<FailureCode | null>(null)
  /** When (ms) it may be tried again, if the problem is that it was too soon. */
  const until = useSignal<number | null>(null)
  const run = async (action: () => Promise<unknown>) => {
    if (busy.value) return
    busy.value = true
    problem.value = null
    until.value = null
    try {
      await action()
    } catch (thrown) {
      problem.value = codeOf(thrown)
      until.value = untilOf(thrown)
    } finally {
      busy.value = false
    }
  }
  return { busy, problem, until, run }
}
