/**
 * Starts the worker and wraps it: commands are promises, failures plain data (see failureOf).
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

const launch = () => {
  const started = new Worker(policy.createScriptURL(workerUrl), { type: "module", name: "unlisted" })
  started.addEventListener("error", () => failed(), { once: true })
  return { started, remote: wrap<WorkerApi>(started) }
}

let now = launch()

/** What stands for the worker that runs now: another one after `restartWorker`. */
export const currentWorker = (): object => now

/** Commands go to the worker that runs now. What was asked of one that was ended is never answered. */
export const worker = new Proxy({} as Remote<WorkerApi>, {
  get:
    (_, name) =>
    (...args: unknown[]) =>
      (Reflect.get(now.remote, name) as (...args: unknown[]) => Promise<unknown>)(...args),
})

/** Ends the worker, with all that is in its memory, and starts another one, which nobody listens to yet. */
export const restartWorker = () => {
  now.started.terminate()
  now = launch()
}

/** Called if the worker's program cannot be loaded or fails outright. */
export const onWorkerFailure = (run: () => void) => {
  failed = run
}

type Thrown = { readonly failure?: unknown; readonly code?: unknown; readonly until?: unknown }
const isObject = (thrown: unknown): thrown is Thrown => typeof thrown === "object" && thrown !== null

/** The code of what a command rejected with; anything that is not a Failure counts as INTERNAL. */
export const codeOf = (thrown: unknown): FailureCode =>
  isObject(thrown) && "failure" in thrown && "code" in thrown ? (thrown.code as FailureCode) : "INTERNAL"

/** When (ms) it may be tried again; null when it does not say. */
export const untilOf = (thrown: unknown): number | null =>
  isObject(thrown) && typeof thrown.until === "number" ? thrown.until : null
