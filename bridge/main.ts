/** The command line of the bridge: flags and environment in, JSON lines out. Exit codes: 0 stopped, 1 failed, 2 usage. */
import { existsSync } from "node:fs"
import { startBridge } from "./bridge.ts"
import { help, parseSettings, UsageError } from "./options.ts"

const fail = (code: number, message: string): never => {
  process.stderr.write(`${message}\n`)
  process.exit(code)
}

const read = () => {
  try {
    return parseSettings(process.argv.slice(2), process.env)
  } catch (e) {
    return fail(2, e instanceof UsageError ? `${e.message}\nSee --help.` : String(e))
  }
}

const settings = read()
if (settings === null) {
  console.log(help())
  process.exit(0)
}
if (!existsSync(`${settings.web}/index.html`))
  fail(2, `no page in ${settings.web}: build it, or name its folder with --web`)

// Whoever read the log may end before us; that is no reason to break connections.
process.stdout.on("error", () => undefined)
const log = (line: Record<string, unknown>) => console.log(JSON.stringify({ time: new Date().toISOString(), ...line }))
/** What went wrong, and with which file where it was one. */
const reasonOf = (e: unknown): string =>
  e instanceof Error && "code" in e ? [e.code, "path" in e ? e.path : []].flat().join(" ") : String(e)
const bridge = await startBridge({ ...settings, log }).catch((e: unknown) => fail(1, `cannot start: ${reasonOf(e)}`))
const stop = () => void bridge.close().then(() => process.exit(0))
process.on("SIGHUP", () => {
  try {
    bridge.reload()
    log({ event: "reloaded" })
  } catch (e) {
    log({ event: "not reloaded", reason: e instanceof Error && "code" in e ? String(e.code) : "bad certificate" })
  }
})
process.on("SIGTERM", stop)
process.on("SIGINT", stop)
