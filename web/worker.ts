/**
 * Starts the worker and wraps it: commands are promises, failures plain data (see failureOf).
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

const started = new Worker(policy.createScriptURL(workerUrl), { type: "module", name: "unlisted" })

export const worker: Remote<WorkerApi> = wrap<WorkerApi>(started)

/** Called once if the worker's program cannot be loaded or fails outright. */
export const onWorkerFailure = (run: () => void) => started.addEventListener("error", run, { once: true })

/** The code of what a command rejected with; anything that is not a Failure counts as INTERNAL. */
export const codeOf = (thrown: unknown): FailureCode =>
  typeof thrown === "object" && thrown !== null && "failure" in thrown && "code" in thrown
    ? (thrown.code as FailureCode)
    : "INTERNAL"
