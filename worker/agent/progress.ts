/**
 * Carries out what is stored as intent: one step after another of each connection until it needs nothing, again and
 * again while its server is away. Nothing is kept here that a restart would need (connection.ts reads it off the row).
 *
 * Peer: Simplex.Messaging.Agent runCommandProcessing, with the retry intervals of Simplex.Messaging.Agent.RetryInterval.
 */
import { SmpError } from "../smp/error.ts"
import { put } from "../store/schema.ts"
import { nextStep } from "./connection.ts"
import { type Context, emit, remember } from "./context.ts"
import { AgentError, blockedBy } from "./events.ts"
import { isTriedAgain, stepCode } from "./failure.ts"
import { isBadInput } from "./inbox.ts"
import { steps } from "./steps.ts"

const firstPause = 500
const longestPause = 60_000
/** Attempts to use a link after which chat is told that they fail. */
const longWait = 3
/** When waiting alone does not help. */
const longestHelpless = 30 * 60_000

export type Progress = {
  /** Goes on with the connection until it needs nothing, or has to wait for its server. */
  readonly advance: (connId: string) => void
  /** Whatever waits for another attempt makes it now. */
  readonly retryNow: () => void
  /** The connection is gone. */
  readonly forget: (connId: string) => void
  readonly stop: () => void
}

/** See Progress. `onBroken` is told of what only a broken store or a bug explains. */
export const createProgress = (ctx: Context, onBroken: (e: unknown) => void): Progress => {
  const busy = new Set<string>()
  const attempts = new Map<string, number>()
  /** Steps that wait for another attempt, with how to make it now. */
  const paused = new Map<string, () => void>()
  /** What they wait for, where chat was told. */
  const waiting = new Map<string, string>()
  let stopped = false

  const advance = (connId: string): void => {
    if (stopped || busy.has(connId)) return
    const c = ctx.connections.get(connId)
    const step = c === undefined ? null : nextStep(c)
    if (c === undefined || step === null) return
    busy.add(connId)
    steps[step](ctx, c)
      .then(
        () => {
          attempts.delete(connId)
          waiting.delete(connId)
          busy.delete(connId)
          advance(connId)
        },
        e => (isTriedAgain(e) ? retry(connId, e) : fail(connId, e)),
      )
      .catch(onBroken)
  }

  const retry = async (connId: string, e: SmpError): Promise<void> => {
    const n = attempts.get(connId) ?? 0
    attempts.set(connId, n + 1)
    // Whose server only this link names: that all of ours are there says nothing about it.
    const isLong = n + 1 >= longWait && ctx.connections.get(connId)?.joining !== undefined && !waiting.has(connId)
    if (isLong || (e.needsHelp && waiting.get(connId) !== e.code)) {
      waiting.set(connId, e.code)
      await ctx.locks(connId, () => emit(ctx, connId, { type: "waiting", code: stepCode(e) }, async () => []))
    }
    const again = (): void => {
      cancel()
      paused.delete(connId)
      busy.delete(connId)
      if (ctx.connections.has(connId)) advance(connId)
      else forget(connId)
    }
    const longest = e.needsHelp ? longestHelpless : longestPause
    const cancel = ctx.clock.after(Math.min(longest, firstPause * 1.5 ** Math.min(n, 30)), again)
    paused.set(connId, again)
  }

  const fail = async (connId: string, e: unknown): Promise<void> => {
    // What others made (a link, a server's answer) may be of no use in a way that only shows when it is used.
    if (!(e instanceof SmpError || e instanceof AgentError || isBadInput(e))) throw e
    await ctx.locks(connId, async () => {
      const c = ctx.connections.get(connId)
      if (c === undefined) return
      const code = isBadInput(e) && c.joining !== undefined && c.snd.length === 0 ? "BAD_LINK" : stepCode(e)
      const failed = { ...c, problem: code }
      await emit(ctx, connId, { type: "failed", code, ...blockedBy(e) }, async () => [put("connections", failed)])
      remember(ctx, failed)
    })
    attempts.delete(connId)
    waiting.delete(connId)
    busy.delete(connId)
  }

  const forget = (connId: string): void => {
    attempts.delete(connId)
    waiting.delete(connId)
    // A step that waits for its time has nothing to do any more; one that runs finds out by itself.
    paused.get(connId)?.()
  }

  return {
    advance,
    forget,
    retryNow: () => {
      for (const again of [...paused.values()]) again()
    },
    stop: () => {
      stopped = true
    },
  }
}
