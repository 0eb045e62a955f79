/** Programs that the harness starts and stops itself: a terminal client, an smp-server. */
import { type ChildProcess, spawn } from "node:child_process"
import { createLog, type Until } from "./log.ts"

export type Program = {
  readonly until: Until
  /** What it has written since it was started last. */
  output(): string
  start(): void
  /** Asks it to end (`signal`), and ends it after a while if it does not. Resolves when it is gone. */
  stop(signal: NodeJS.Signals): Promise<void>
  isRunning(): boolean
}

const graceful = 20_000

/** `command` is a line for sh. It gets a process group of its own, so that what it starts ends with it. */
export const program = (name: string, command: string): Program => {
  const log = createLog(name)
  let child: ChildProcess | null = null
  let written = ""

  const start = (): void => {
    written = ""
    const mine = spawn("/bin/sh", ["-c", command], { detached: true, stdio: ["ignore", "pipe", "pipe"] })
    child = mine
    const take = (data: Buffer): void => {
      written = (written + data.toString()).slice(-100_000)
      log.changed()
    }
    mine.stdout.on("data", take)
    mine.stderr.on("data", take)
    mine.on("exit", () => {
      if (child === mine) child = null
      log.changed()
    })
    mine.on("error", e => log.fail(e.message))
  }

  /** To the whole group; nobody there any more is what we want. */
  const tell = (pid: number, signal: NodeJS.Signals): void => {
    try {
      process.kill(-pid, signal)
    } catch {}
  }

  // However the harness ends, it leaves nothing running.
  process.on("exit", () => {
    if (child?.pid !== undefined) tell(child.pid, "SIGTERM")
  })

  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    const pid = child?.pid
    if (pid === undefined) return
    tell(pid, signal)
    const force = setTimeout(() => tell(pid, "SIGKILL"), graceful)
    await log.until("end", () => child === null, graceful * 2)
    clearTimeout(force)
  }

  return { until: log.until, output: () => written, start, stop, isRunning: () => child !== null }
}
