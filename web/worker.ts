/**
 * Starts the worker and wraps it: commands are promises, failures plain data (see codeOf).
 *
 * A worker that has had keys in its memory is ended with them: whoever locks starts another one.
 *
 * Trust: the only script addresses the page ever creates are those of its two workers, and the only Trusted Types policy
 *        says so.
 */
import { type Remote, wrap } from "comlink"
import type { FailureCode, WorkerApi } from "../worker/api.ts"
import workerUrl from "../worker/main.ts?worker&url"

type Policy = { createScriptURL(url: string): string }
type Factory = { createPolicy(name: string, rules: { createScriptURL(url: string): string }): Policy }

const onlyOurWorkers = {
  createScriptURL: (url: string) => {
    if (url !== workerUrl && url !== "/sw.js") throw new TypeError("not a worker of ours")
    return url
  },
}

const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes
const policy = factory ? factory.createPolicy("unlisted", onlyOurWorkers) : onlyOurWorkers

/** Where the service worker is. */
export const serviceWorkerUrl = policy.createScriptURL("/sw.js")

let failed = () => {}

/** What a command rejects with when its worker was ended before it answered. */
class WorkerEnded extends Error {
  override name = "WorkerEnded"
}

type Command = (...args: unknown[]) => Promise<unknown>

const launch = () => {
  const started = new Worker(policy.createScriptURL(workerUrl), { type: "module", name: "unlisted" })
  started.addEventListener("error", () => failed(), { once: true })
  /** What rejects the commands that wait for an answer. */
  const waiting = new Set<(thrown: WorkerEnded) => void>()
  return { started, remote: wrap<WorkerApi>(started), waiting }
}

let now = launch()

/** Commands go to the worker that runs now. They reject with a Failure, or because it was ended: see codeOf. */
export const worker = new Proxy({} as Remote<WorkerApi>, {
  get:
    (_, name) =>
    (...args: unknown[]) => {
      const { remote, waiting } = now
      return new Promise((resolve, reject) => {
        waiting.add(reject)
        void (Reflect.get(remote, name) as Command)(...args)
          .then(resolve, reject)
          .then(() => waiting.delete(reject))
      })
    },
})

/**
 * Ends the worker, with all that is in its memory, and starts another one, which nobody listens to yet. Comlink would leave
 * whoever waits for an answer of the old one waiting for ever.
 */
export const restartWorker = () => {
  const { started, waiting } = now
  started.terminate()
  now = launch()
  for (const reject of waiting) reject(new WorkerEnded())
}

/** Called if the worker's program cannot be loaded or fails outright. */
export const onWorkerFailure = (run: () => void) => {
  failed = run
}

type Thrown = { readonly failure?: unknown; readonly code?: unknown; readonly until?: unknown }
const isObject = (thrown: unknown): thrown is Thrown => typeof thrown === "object" && thrown !== null

/** Whether a command rejected because its worker was ended. Nobody waits for it any more, and nobody is to be told. */
export const isEnded = (thrown: unknown): boolean => thrown instanceof WorkerEnded

/** Why a command rejected; anything that is not a Failure counts as INTERNAL. Null when there is nothing to tell: see isEnded. */
export const codeOf = (thrown: unknown): FailureCode | null => {
  if (isEnded(thrown)) return null
  return isObject(thrown) && "failure" in thrown && "code" in thrown ? (thrown.code as FailureCode) : "INTERNAL"
}

/** When (ms) it may be tried again; null when it does not say. */
export const untilOf = (thrown: unknown): number | null =>
  isObject(thrown) && typeof thrown.until === "number" ? thrown.until : null
