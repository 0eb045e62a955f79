/**
 * Sessions with XFTP servers: one or a few for each server while they are in use, new ones after they broke.
 *
 * Peer:  Simplex.Messaging.Agent.Client, getXFTPServerClient; FileTransfer.Agent, withRetryIntervalLimit.
 * Note:  two chunks over one connection show the server that they belong together. So does the peer by default.
 */
import { type Server, writeServerAddress } from "../encoding/server.ts"
import type { Clock } from "../platform.ts"
import { openDirectSession, openXftpSession, type SessionOptions, type XftpSession } from "./client.ts"
import { type DirectWays, NotForBrowsers } from "./direct.ts"
import { isTemporary, XftpError } from "./error.ts"

/** By which connection: sessions are shared by all that have the same lane (0 if absent), owner, hosts and isolation. */
export type Way = {
  readonly lane?: number
  readonly owner?: string
  /** Those of the server's hosts that may be tried, in this order; all if absent. */
  readonly hosts?: readonly string[]
  /** For the bridge's SOCKS proxy: see Target. */
  readonly isolation?: string
  /** Without the bridge where the server and the policy of the page allow it; all that go this way share one session. */
  readonly direct?: boolean
  /** Whose file it is; only told on. */
  readonly userId?: number
}

export interface Sessions {
  /** Runs with a session of this server. Rejects XftpError as opening and `run` do. */
  use<T>(server: Server, run: (session: XftpSession) => Promise<T>, way?: Way): Promise<T>
  /** Ends all; whatever is under way fails with NETWORK. */
  close(): void
}

const idleTimeout = 60_000

type Entry = { readonly session: Promise<XftpSession>; users: number; stopTimer: () => void }

const ignore = () => undefined

/** `ways`: for what goes without the bridge; absent: nothing does. */
export const createSessions = (
  options: Omit<SessionOptions, "server" | "onClose"> & { readonly ways?: DirectWays },
): Sessions => {
  const entries = new Map<string, Entry>()

  const forget = (name: string, entry: Entry): void => {
    entry.stopTimer()
    if (entries.get(name) === entry) entries.delete(name)
  }
  const end = ({ session }: Entry): void => void session.then(s => s.close(), ignore)

  const entryFor = (name: string, open: (onClose: () => void) => Promise<XftpSession>): Entry => {
    const known = entries.get(name)
    if (known !== undefined) return known
    const entry: Entry = { session: open(() => forget(name, entry)), users: 0, stopTimer: ignore }
    entries.set(name, entry)
    entry.session.catch(() => forget(name, entry))
    return entry
  }

  const runWith = async <T>(name: string, entry: Entry, run: (session: XftpSession) => Promise<T>): Promise<T> => {
    entry.users++
    entry.stopTimer()
    try {
      return await run(await entry.session)
    } catch (e) {
      // the next try gets another session, whatever was wrong with this one
      if (isTemporary(e)) forget(name, entry)
      throw e
    } finally {
      entry.users--
      if (entry.users === 0 && entries.get(name) !== entry) end(entry)
      else if (entry.users === 0) entry.stopTimer = options.clock.after(idleTimeout, () => end(entry))
    }
  }

  const viaBridge = <T>(server: Server, run: (session: XftpSession) => Promise<T>, way: Way): Promise<T> => {
    const { hosts, isolation } = way
    const name = JSON.stringify([
      writeServerAddress(server, "xftp"),
      way.lane ?? 0,
      way.owner ?? "",
      hosts ?? [],
      isolation ?? "",
    ])
    const open = (onClose: () => void) =>
      openXftpSession({
        ...options,
        server: hosts === undefined ? server : { ...server, hosts },
        ...(isolation === undefined ? {} : { isolation }),
        onClose,
      })
    return runWith(name, entryFor(name, open), run)
  }

  return {
    use: async (server, run, way = {}) => {
      const { ways, clock, random } = options
      const origin = way.direct === true ? (ways?.find(server, way.hosts ?? server.hosts) ?? null) : null
      if (ways === undefined || origin === null) return viaBridge(server, run, way)
      const name = JSON.stringify([writeServerAddress(server, "xftp"), origin])
      const open = (onClose: () => void) =>
        openDirectSession({ server, origin, post: ways.post, clock, random, onClose })
      try {
        return await runWith(name, entryFor(name, open), session => {
          ways.took(origin, "direct", way.userId)
          return run(session)
        })
      } catch (e) {
        if (!(e instanceof NotForBrowsers)) throw e
      }
      // only when the bridge can do it was it the server's fault
      return viaBridge(
        server,
        session => {
          ways.took(origin, "bridge", way.userId)
          return run(session)
        },
        way,
      )
    },
    close: () => {
      for (const [name, entry] of [...entries]) {
        forget(name, entry)
        end(entry)
      }
    },
  }
}

/** Waits; rejects XftpError CANCELLED at once when the signal says so. */
export const pause = (clock: Clock, ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const stop = () => {
      cancel()
      reject(new XftpError("CANCELLED"))
    }
    const cancel = clock.after(ms, () => {
      signal.removeEventListener("abort", stop)
      resolve()
    })
    if (signal.aborted) stop()
    else signal.addEventListener("abort", stop, { once: true })
  })

/** Times that the same is tried, and the first pause in between, which then doubles. */
const tries = 3
const firstPause = 2_000

/** Tries again what fails for a temporary reason. Rejects with the last reason, or CANCELLED. */
export const retrying = async <T>(
  clock: Clock,
  signal: AbortSignal,
  run: (attempt: number) => Promise<T>,
): Promise<T> => {
  for (let attempt = 0; ; attempt++) {
    if (signal.aborted) throw new XftpError("CANCELLED")
    try {
      return await run(attempt)
    } catch (e) {
      if (signal.aborted) throw new XftpError("CANCELLED")
      if (attempt + 1 >= tries || !isTemporary(e)) throw e
    }
    await pause(clock, firstPause * 2 ** attempt, signal)
  }
}

/**
 * Runs tasks, at most `limit` at a time: `add` waits for a free place, `done` for all. After the first failure the signal
 * is aborted, and both reject with that failure when all have ended.
 */
export const taskPool = (limit: number, outer: AbortSignal | undefined) => {
  const inner = new AbortController()
  const running = new Set<Promise<void>>()
  let failure: { readonly cause: unknown } | null = null
  const fail = (cause: unknown): void => {
    failure ??= { cause }
    inner.abort()
  }
  const onAbort = () => fail(new XftpError("CANCELLED"))
  if (outer?.aborted === true) onAbort()
  else outer?.addEventListener("abort", onAbort)

  const check = async (): Promise<void> => {
    if (failure === null) return
    await Promise.all(running)
    outer?.removeEventListener("abort", onAbort)
    throw failure.cause
  }
  return {
    signal: inner.signal,
    add: async (task: () => Promise<void>): Promise<void> => {
      while (running.size >= limit && failure === null) await Promise.race(running)
      await check()
      const run: Promise<void> = task()
        .catch(fail)
        .finally(() => running.delete(run))
      running.add(run)
    },
    done: async (): Promise<void> => {
      await Promise.all(running)
      await check()
      outer?.removeEventListener("abort", onAbort)
    },
    /** For failures outside of tasks: ends all others, then rejects with the first. */
    fail: async (cause: unknown): Promise<never> => {
      fail(cause)
      await check()
      throw cause
    },
  }
}
