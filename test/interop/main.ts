/**
 * `npm run interop`: our worker, in Node and through our bridge, against a real smp-server and a real simplex-chat.
 *
 * One line a scenario: `PASS name (ms)` or `FAIL name: reason`. Exits 1 when any failed, 2 when the command line is wrong.
 */
import { readdirSync } from "node:fs"
import { startBridge } from "../../bridge/bridge.ts"
import { createCli } from "./cli.ts"
import type { Context, Need, Scenario } from "./context.ts"
import { type Options, parseOptions, UsageError, usage } from "./options.ts"
import { createOurs, type Ours } from "./ours.ts"
import { createSmp } from "./smp.ts"

const folder = new URL("scenarios/", import.meta.url)

/** Every export of every file in the folder that is a scenario, by file name and place in the file. */
const loadScenarios = async (): Promise<Scenario[]> => {
  const isScenario = (v: unknown): v is Scenario => typeof v === "object" && v !== null && "run" in v && "name" in v
  const found: Scenario[] = []
  for (const file of readdirSync(folder)
    .filter(f => f.endsWith(".ts"))
    .sort()) {
    const module = (await import(new URL(file, folder).href)) as Record<string, unknown>
    found.push(...Object.values(module).flat().filter(isScenario))
  }
  return found
}

const longest = 15 * 60_000

const main = async (options: Options, scenarios: readonly Scenario[]): Promise<number> => {
  const trace = options.trace ? (line: string) => console.error(line) : () => undefined
  // One client makes all these connections, and drops many of them.
  const bridge = await startBridge({ port: 0, web: null, allowPrivate: true, maxRate: 1_000_000, drainTimeout: 0 })
  const smp = await createSmp(options.smp, options.smpCommands)
  const command = options.cliCommand
  const cli = createCli({ url: options.cli, server: smp.address, trace, ...(command === undefined ? {} : { command }) })
  let stray: (e: unknown) => void = () => undefined
  process.on("unhandledRejection", e => stray(e))
  process.on("uncaughtException", e => stray(e))

  const runOne = async ({ run }: Scenario): Promise<string> => {
    const profiles: Ours[] = []
    const notes: string[] = []
    const ctx: Context = {
      cli,
      smp,
      xftp: options.xftp,
      xftpWeb: options.xftpWeb,
      ours: async (name = `Unlisted ${crypto.randomUUID().slice(0, 8)}`, servers = [smp.address], settings = {}) => {
        const url = `${bridge.url.replace(/^http/, "ws")}/bridge`
        const made = await createOurs({ name, bridge: url, servers, settings })
        profiles.push(made)
        return made
      },
      note: text => void notes.push(text),
    }
    let timer: ReturnType<typeof setTimeout> | undefined
    const bad = new Promise<never>((_, reject) => {
      stray = e => reject(new Error("nobody handled this", { cause: e }))
      timer = setTimeout(() => reject(new Error(`not over after ${longest} ms`)), longest)
    })
    bad.catch(() => undefined)
    try {
      await Promise.race([bad, run(ctx).then(() => Promise.all(profiles.map(p => p.verify())))])
      await Promise.race([bad, cleanUp(profiles)])
    } catch (e) {
      await cleanUp(profiles).catch(() => undefined)
      throw e
    } finally {
      clearTimeout(timer)
      stray = () => undefined
    }
    return notes.join("; ")
  }

  const cleanUp = async (profiles: Ours[]): Promise<void> => {
    await cli.reset()
    for (const p of profiles.splice(0)) {
      p.setOnline(true)
      await p.remove()
    }
  }

  let failures = 0
  const has: Readonly<Record<Need, boolean>> = {
    "--xftp": options.xftp.length > 0,
    "--xftp-web": options.xftpWeb.length > 0,
    "--smp-cmd": smp.canRestart,
    "--cli-cmd": cli.canRestart,
    "a second --smp": smp.second !== null,
    "a second --smp-cmd": smp.second?.canRestart === true,
    "a --smp with a password": smp.closed !== null,
  }
  try {
    await cli.connect()
    for (const scenario of scenarios) {
      const { name, needs } = scenario
      const missing = [needs ?? []].flat().filter(need => !has[need])
      if (missing.length > 0) {
        console.log(`SKIP ${name}: needs ${missing.join(", ")}`)
        continue
      }
      const from = performance.now()
      try {
        const notes = await runOne(scenario)
        console.log(`PASS ${name} (${Math.round(performance.now() - from)} ms)${notes === "" ? "" : `: ${notes}`}`)
      } catch (e) {
        failures++
        console.log(`FAIL ${name}: ${reason(e)}`)
        if (options.trace) console.error(e)
      }
    }
  } finally {
    await cli.close()
    for (const server of smp.all) await server.stop()
    await bridge.close()
  }
  return failures
}

const reason = (e: unknown): string => {
  const failure = e as { failure?: unknown; code?: unknown } | null
  if (failure?.failure === true) return `our worker answered ${String(failure.code)}`
  const { message, cause } = e instanceof Error ? e : { message: String(e), cause: undefined }
  return `${message}${cause === undefined ? "" : ` (${reason(cause)})`}`.replaceAll(/\s+/g, " ")
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(130))

try {
  const options = parseOptions(process.argv.slice(2))
  if (options === "help") console.log(usage)
  else {
    const all = await loadScenarios()
    if (options === "list") for (const s of all) console.log(s.name)
    else {
      const unknown = options.only.find(name => !all.some(s => s.name === name))
      if (unknown !== undefined) throw new UsageError(`no scenario "${unknown}"; --list shows them`)
      const chosen = options.only.length === 0 ? all : all.filter(s => options.only.includes(s.name))
      process.exitCode = (await main(options, chosen)) > 0 ? 1 : 0
    }
  }
} catch (e) {
  if (e instanceof UsageError) console.error(`${e.message}\n\n${usage}`)
  else console.error(`cannot start: ${reason(e)}`)
  process.exitCode = e instanceof UsageError ? 2 : 1
}
process.exit()
