/**
 * The worker's entry in the browser. The first question is whether somebody has a profile here, and it is answered by
 * what is in this file: whoever opens an invitation waits for nothing else. Everything behind it is fetched meanwhile.
 */
import { expose } from "comlink"
import type { Failure, Session, WorkerApi } from "./api.ts"
import { databaseExists } from "./store/existence.ts"

/** It could not be fetched. */
const unreachable: Failure = { failure: true, code: "NETWORK", retryable: true }

const fetchSession = async (): Promise<WorkerApi> => {
  const { session } = await import("./browser.ts").catch(() => {
    throw unreachable
  })
  // Before any other command: it begins by looking what is there.
  await session.session()
  return session
}

let fetched: Promise<WorkerApi> | undefined
let isHere = false
const whole = (): Promise<WorkerApi> => {
  fetched ??= fetchSession().then(
    session => {
      isHere = true
      return session
    },
    (e: unknown) => {
      fetched = undefined
      throw e
    },
  )
  return fetched
}

/** Before the rest is here nobody can have made a profile in this worker. */
const session = async (): Promise<Session> => {
  const all = whole()
  if (isHere || (await databaseExists())) return (await all).session()
  all.catch(() => undefined)
  return { state: "new" }
}

type Command = (...args: unknown[]) => Promise<unknown>

expose(
  new Proxy({} as WorkerApi, {
    get: (_, name): Command | undefined => {
      // A promise that resolves with this object asks whether it is a promise as well.
      if (name === "then" || typeof name === "symbol") return undefined
      if (name === "session") return session
      return async (...args) => ((await whole())[name as keyof WorkerApi] as Command)(...args)
    },
  }),
)
