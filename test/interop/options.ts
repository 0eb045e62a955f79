/** The command line of the harness. */
import { parseArgs } from "node:util"
import { DecodeError } from "../../worker/encoding/bytes.ts"
import { parseServerAddress } from "../../worker/encoding/server.ts"

export type Options = {
  readonly smp: readonly string[]
  readonly cli: string
  readonly smpCommands: readonly string[]
  readonly cliCommand?: string
  readonly xftp: readonly string[]
  readonly xftpWeb: readonly string[]
  readonly only: readonly string[]
  readonly trace: boolean
}

export class UsageError extends Error {
  override name = "UsageError"
}

export const usage = `usage: npm run interop -- --smp ADDR --cli ws://127.0.0.1:PORT [--only NAME]
  --smp ADDR        server for new queues, smp://FINGERPRINT[:PASSWORD]@HOST[:PORT]; repeatable. Most scenarios use the
                    first, which is also the terminal client's; some need a second one, or one with a password
  --cli URL         WebSocket API of a running simplex-chat (simplex-chat -p PORT)
  --smp-cmd LINE    starts a server: the harness then starts, stops and restarts it itself; repeatable, in the order of
                    --smp. Without --smp for it the address is taken from what the server prints
  --cli-cmd LINE    starts the terminal client, likewise. Without --cli its API is taken to be at the first
                    word of LINE that is a port number, on 127.0.0.1
  --xftp ADDR       server for files, xftp://FINGERPRINT@HOST[:PORT], which the terminal client was started with as well
                    (--xftp-server); repeatable
  --xftp-web ADDR   server for files with a web certificate that Node trusts (NODE_EXTRA_CA_CERTS), at a name of the web
  --only NAME       only this scenario; repeatable
  --list            names of all scenarios
  --trace           what goes over the terminal client's API, on stderr
  --help            this text`

/** Null when only help is asked for, "list" for the names. Throws UsageError. */
export const parseOptions = (args: readonly string[]): Options | "help" | "list" => {
  const many = { type: "string", multiple: true } as const
  const options = {
    smp: many,
    cli: many,
    "smp-cmd": many,
    "cli-cmd": many,
    xftp: many,
    "xftp-web": many,
    only: many,
    list: { type: "boolean" as const },
    trace: { type: "boolean" as const },
    help: { type: "boolean" as const },
  }
  const values = (() => {
    try {
      return parseArgs({ args: [...args], options, strict: true }).values
    } catch (e) {
      throw new UsageError(e instanceof Error ? e.message : "bad flags")
    }
  })()
  if (values.help === true) return "help"
  if (values.list === true) return "list"
  const one = (name: "cli" | "cli-cmd"): string | undefined => {
    const given = values[name] ?? []
    if (given.length > 1) throw new UsageError(`--${name} may be given once`)
    if (given[0]?.trim() === "") throw new UsageError(`--${name} is empty`)
    return given[0]
  }
  const smp = values.smp ?? []
  for (const address of smp)
    try {
      parseServerAddress(address, "smp")
    } catch (e) {
      if (!(e instanceof DecodeError)) throw e
      throw new UsageError(`--smp takes smp://FINGERPRINT@HOST[:PORT], not "${address}"`)
    }
  for (const address of [...(values.xftp ?? []), ...(values["xftp-web"] ?? [])])
    try {
      parseServerAddress(address, "xftp")
    } catch (e) {
      if (!(e instanceof DecodeError)) throw e
      throw new UsageError(`--xftp and --xftp-web take xftp://FINGERPRINT@HOST[:PORT], not "${address}"`)
    }
  const smpCommands = values["smp-cmd"] ?? []
  if (smpCommands.some(line => line.trim() === "")) throw new UsageError("--smp-cmd is empty")
  const cliCommand = one("cli-cmd")
  if (smp.length === 0 && smpCommands.length === 0) throw new UsageError("--smp or --smp-cmd is missing")
  const port = cliCommand?.split(/\s+/).find(word => /^\d{4,5}$/.test(word) && Number(word) < 65_536)
  const cli = one("cli") ?? (port === undefined ? undefined : `ws://127.0.0.1:${port}`)
  if (cli === undefined)
    throw new UsageError(
      cliCommand === undefined ? "--cli or --cli-cmd is missing" : "--cli is missing: no port in --cli-cmd",
    )
  if (!/^wss?:\/\/[^/\s]+\/?$/.test(cli) || !URL.canParse(cli))
    throw new UsageError(`--cli takes ws://HOST:PORT, not "${cli}"`)
  return {
    smp,
    cli,
    smpCommands,
    ...(cliCommand === undefined ? {} : { cliCommand }),
    xftp: values.xftp ?? [],
    xftpWeb: values["xftp-web"] ?? [],
    only: values.only ?? [],
    trace: values.trace === true,
  }
}
