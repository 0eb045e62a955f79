/**
 * Settings of the bridge: one table makes the flags, the environment variables, the help text and the type.
 *
 * A flag wins over its variable, the variable over the default. Lists are repeated flags, or commas in a variable.
 */
import { parseArgs } from "node:util"

type Flag<T> = { readonly value: T; readonly help: string; readonly parse: (text: readonly string[]) => T }

/** A flag or variable that cannot be used; the message is for whoever typed it. */
export class UsageError extends Error {
  override name = "UsageError"
}

const number = (value: number, help: string, min = 1, max = 2 ** 31 - 1): Flag<number> => ({
  value,
  help,
  parse: text => {
    const [digits = ""] = text.slice(-1)
    const n = Number(digits)
    if (!/^\d{1,10}$/.test(digits) || n < min || n > max) throw new UsageError(`a number from ${min} to ${max}`)
    return n
  },
})

const isTrue = (help: string): Flag<boolean> => ({
  value: false,
  help,
  parse: text => {
    const [word = ""] = text.slice(-1)
    if (!/^(true|false|1|0|)$/.test(word)) throw new UsageError("true or false")
    return word === "true" || word === "1"
  },
})

const word = (value: string, help: string, form = /./, like = "not empty"): Flag<string> => ({
  value,
  help,
  parse: text => {
    const [given = ""] = text.slice(-1)
    if (!form.test(given)) throw new UsageError(like)
    return given
  },
})

const list = (help: string, form: RegExp, like: string, value: readonly string[] = []): Flag<readonly string[]> => ({
  value,
  help,
  parse: text => {
    const items = text.flatMap(t => t.split(form.test(t) ? /(?!)/ : ",")).filter(t => t !== "")
    if (!items.every(item => form.test(item))) throw new UsageError(like)
    return items
  },
})

const flags = {
  port: number(8080, "port to listen on; 0 for any free one", 0, 65_535),
  host: word("127.0.0.1", "address to listen on"),
  web: word("dist/web", "folder of the built page"),
  smp: list(
    "server offered to new profiles, smp://FINGERPRINT@HOST; repeatable",
    /^smp:\/\/[\w-]{43}=?(:[^@\s]+)?@[^\s/@]+$/,
    "smp://FINGERPRINT@HOST[:PORT]",
  ),
  origin: list(
    "origin whose pages may connect, https://HOST; repeatable; none: the host that the request names",
    /^https?:\/\/[^/\s,]+$/,
    "https://HOST[:PORT]",
  ),
  ports: list("server ports that may be asked for; repeatable", /^\d{1,5}(-\d{1,5})?$/, "PORT or PORT-PORT", [
    "443",
    "1024-65535",
  ]),
  allowPrivate: isTrue("connect to loopback and private addresses, any port, and read /etc/hosts"),
  trustProxy: isTrue("the client's address is the last one in X-Forwarded-For"),
  socks: word("", "SOCKS5 proxy for .onion hosts, HOST:PORT", /^([\w.-]+|\[[0-9a-fA-F:]+\]):\d{1,5}$/, "HOST:PORT"),
  maxConnections: number(10_000, "connections at a time, in all"),
  maxPerClient: number(100, "connections at a time from one client (IPv4 address or IPv6 /64)"),
  maxRate: number(240, "new connections a minute from one client"),
  maxBuffered: number(262_144, "bytes held in each direction before the sender has to wait", 16_384),
  maxFrame: number(1_048_576, "bytes in one message of the client", 16_384),
  helloTimeout: number(10_000, "ms to wait for the first message"),
  connectTimeout: number(15_000, "ms to connect to a server, all its hosts together"),
  pingInterval: number(30_000, "ms between pings; a client silent for a whole interval is dropped"),
  drainTimeout: number(10_000, "ms that connections in use get to finish on shutdown", 0),
  logInterval: number(60_000, "ms between log lines with totals"),
}

type Flags = typeof flags
export type Settings = { readonly [K in keyof Flags]: Flags[K]["value"] }

export const defaults = Object.fromEntries(Object.entries(flags).map(([k, f]) => [k, f.value])) as Settings

const kebab = (key: string) => key.replace(/[A-Z]/g, c => `-${c.toLowerCase()}`)
const variable = (key: string) => (key === "port" ? "PORT" : `BRIDGE_${kebab(key).replaceAll("-", "_").toUpperCase()}`)

/** The text of `--help`. */
export const help = (): string =>
  [
    "usage: bridge [flags]      Serves the page, and pipes its WebSockets to SMP servers over TLS.",
    "",
    ...Object.entries(flags).map(([key, { value, help: text }]) => {
      const standard = String(value) === "" ? "" : ` (${value})`
      return `  ${`--${kebab(key)}`.padEnd(18)} ${variable(key).padEnd(24)} ${text}${standard}`
    }),
    `  ${"--help".padEnd(43)} this text`,
  ].join("\n")

/** Settings from a command line and an environment; null when help is asked for. Throws UsageError. */
export const parseSettings = (args: readonly string[], env: Record<string, string | undefined>): Settings | null => {
  const parsed = (() => {
    try {
      const options = Object.entries(flags).map(([key, { value }]) => {
        const type = typeof value === "boolean" ? ("boolean" as const) : ("string" as const)
        return [kebab(key), { type, multiple: true }] as const
      })
      const withHelp = { ...Object.fromEntries(options), help: { type: "boolean" as const } }
      return parseArgs({ args: [...args], options: withHelp, strict: true }).values as Record<string, unknown>
    } catch (e) {
      throw new UsageError(e instanceof Error ? e.message : "bad flags")
    }
  })()
  if (parsed.help === true) return null
  const settings = Object.entries(flags).map(([key, flag]) => {
    const given = parsed[kebab(key)]
    const text = env[variable(key)]
    try {
      if (Array.isArray(given)) return [key, flag.parse(given.map(String))]
      return [key, text === undefined || text === "" ? flag.value : flag.parse([text])]
    } catch (e) {
      const name = Array.isArray(given) ? `--${kebab(key)}` : variable(key)
      throw e instanceof UsageError ? new UsageError(`${name} takes ${e.message}`) : e
    }
  })
  return Object.fromEntries(settings) as Settings
}
