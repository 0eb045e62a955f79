import { useSignal } from "@preact/signals"
import type { FailureCode } from "../../worker/api.ts"
import { codeOf } from "../worker.ts"

/** One thing a person can start: whether it is under way, and why it failed last time. A second start waits for the first. */
export const useAction = () => {
  const busy = useSignal(false)
  const problem = useSignal<FailureCode | null>(null)
  const run = async (action: () => Promise<unknown>) => {
    if (busy.value) return
    busy.value = true
    problem.value = null
    try {
      await action()
    } catch (thrown) {
      problem.value = codeOf(thrown)
    } finally {
      busy.value = false
    }
  }
  return { busy, problem, run }
}
