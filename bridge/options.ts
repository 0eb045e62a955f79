/**
 * Settings of the bridge: one table makes the flags, the environment variables, the help text and the type.
 *
 * A flag wins over its variable, the variable over the default. Lists are repeated flags, or commas in a variable.
 */
import { parseArgs } from "node:util"
import { isHost } from "./policy.ts"

/** A flag or variable that cannot be used; the message is for whoever typed it. */
export class UsageError extends Error {
  override name = "UsageError"
}

const none: readonly string[] = []

const isText = (text: string): boolean => text !== ""
const isPort = (digits: string): boolean => /^[1-9]\d{0,4}$/.test(digits) && Number(digits) < 65_536
const isRange = (text: string): boolean => {
  const [from = "", to = from, ...more] = text.split("-")
  return more.length === 0 && isPort(from) && isPort(to) && Number(from) <= Number(to)
}

/** HOST or HOST:PORT; an IPv6 host in brackets. */
const isPlace = (text: string): boolean => {
  const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]|([^:]*))(?::(.*))?$/.exec(text) ?? []
  return isHost(bracketed ?? plain) && bracketed?.includes(":") !== false && (port === undefined || isPort(port))
}
const hasPort = (text: string): boolean => isPlace(text) && /:\d+$/.test(text)

/** As the worker reads it (worker/encoding/server.ts): several names of one server have commas between them. */
const isServer =
  (scheme: "smp" | "xftp") =>
  (text: string): boolean => {
    const [, of, hosts = ""] = /^(\w+):\/\/[\w-]{43}=?(?::[!-.0-9;-?A-~]{1,255})?@([^@]+)$/.exec(text) ?? []
    const names = hosts.split(",")
    return of === scheme && names.every((name, i) => isPlace(name) && (i === names.length - 1 || !hasPort(name)))
  }

/** As browsers write it: any other spelling would never be equal to theirs. */
const isOrigin = (text: string): boolean => /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text

/** A source of the page's policy. */
const isBridge = (text: string): boolean =>
  text === "any" || (/^wss?:\/\//.test(text) && isPlace(text.replace(/^wss?:\/\//, "")))

/** The page goes only to names that a web certificate can have. */
const isWebServer = (text: string): boolean =>
  text === "any" || (isPlace(text) && URL.canParse(`https://${text}`) && /[a-z]/i.test(text) && !text.startsWith("["))

/** Default, help, and which texts or what range of a number (from 1 unless it says otherwise) may be given. */
const table = {
  port: [8080, "port to listen on; 0 for any free one", [0, 65_535]],
  host: ["127.0.0.1", "address to listen on", isHost],
  cert: ["", "file with the certificate chain (PEM), to listen with TLS; read again on SIGHUP", isText],
  key: ["", "file with the private key (PEM) of --cert", isText],
  web: ["dist/web", "folder of the built page", isText],
  smp: [none, "server for new profiles, smp://FINGERPRINT@HOST[:PORT]; repeatable", isServer("smp")],
  xftp: [none, "the same for files, xftp://FINGERPRINT@HOST[:PORT]; repeatable", isServer("xftp")],
  origin: [none, "origin that may connect, https://HOST; repeatable; none: the request's host", isOrigin],
  allowBridge: [
    none,
    "bridge of somebody else that people may choose in the page's settings, wss://HOST, or any; repeatable",
    isBridge,
  ],
  allowXftp: [
    none,
    "XFTP server that the page may go to without the bridge, HOST or HOST:PORT, or any; repeatable",
    isWebServer,
  ],
  ports: [["443", "1024-65535"] as const, "ports of servers, PORT or PORT-PORT; repeatable", isRange],
  allowPrivate: [false, "allow loopback and private addresses and any port; heed /etc/hosts"],
  trustProxy: [false, "take the client's address from the end of X-Forwarded-For"],
  kiosk: [false, "the page is on shared computers: private sessions only, and they end when nobody is there"],
  kioskIdle: [120, "seconds without input after which a session ends, 25 or more, with --kiosk", [25, 86_400]],
  kioskSave: [false, "let people save files on the machine, with --kiosk"],
  socks: ["", "SOCKS5 proxy for .onion hosts, HOST:PORT", hasPort],
  maxConnections: [10_000, "connections at a time"],
  maxPerClient: [100, "connections at a time of one client (IPv4 address or IPv6 /64)"],
  maxRate: [240, "new connections a minute of one client"],
  maxBuffered: [262_144, "bytes held each way before the sender has to wait", [16_384]],
  maxFrame: [262_144, "bytes in one message of a client; pieces of files have 65,541", [65_541]],
  helloTimeout: [10_000, "ms to wait for the first message"],
  connectTimeout: [15_000, "ms to connect, all hosts of a server together"],
  pingInterval: [30_000, "ms between pings; a client silent for as long is dropped"],
  drainTimeout: [10_000, "ms for busy connections to finish on shutdown", [0]],
  logInterval: [60_000, "ms between log lines"],
} satisfies Record<string, readonly [Value, string, (Form | readonly [from: number, to?: number])?]>

type Form = (text: string) => boolean
type Value = number | string | boolean | readonly string[]
type Widened<T> = T extends number
  ? number
  : T extends boolean
    ? boolean
    : T extends string
      ? string
      : readonly string[]
export type Settings = { readonly [K in keyof typeof table]: Widened<(typeof table)[K][0]> }

const rows = Object.entries(table).map(([key, [value, help, form]]) => {
  const flag = key.replace(/[A-Z]/g, c => `-${c.toLowerCase()}`)
  const variable = key === "port" ? "PORT" : `BRIDGE_${flag.replaceAll("-", "_").toUpperCase()}`
  return { key, flag, variable, value: value as Value, help, form: form as Form | readonly number[] | undefined }
})
type FlagRow = (typeof rows)[number]

/** What holds where neither flag nor variable says anything. */
export const defaults = Object.fromEntries(rows.map(r => [r.key, r.value])) as Settings

/** The text of `--help`. */
export const help = (): string =>
  [
    "usage: bridge [flags]      Serves the page, and pipes its WebSockets to SMP and XFTP servers over TLS.\n",
    ...rows.map(
      r => `  --${r.flag.padEnd(16)} ${r.variable.padEnd(23)} ${r.help}${String(r.value) && ` (${r.value})`}`,
    ),
    `  ${"--help".padEnd(42)} this text`,
  ].join("\n")

const parse = ({ value, form }: FlagRow, given: readonly string[]): Value | null => {
  const text = given.at(-1) ?? ""
  if (typeof value === "number") {
    const [from = 1, to = 2 ** 31 - 1] = Array.isArray(form) ? form : []
    return /^\d{1,10}$/.test(text) && Number(text) >= from && Number(text) <= to ? Number(text) : null
  }
  if (typeof value === "boolean") return /^(true|false)$/.test(text) ? text === "true" : null
  const fits = (item: string) => typeof form === "function" && form(item)
  if (typeof value === "string") return fits(text) ? text : null
  return given.every(fits) ? given : null
}

/** Settings from a command line and an environment; null when help is asked for. Throws UsageError. */
export const parseSettings = (args: string[], env: Record<string, string | undefined>): Settings | null => {
  const type = (r: FlagRow) => (typeof r.value === "boolean" ? ("boolean" as const) : ("string" as const))
  const options = Object.fromEntries(rows.map(r => [r.flag, { type: type(r), multiple: true }]))
  const flags = (() => {
    try {
      return parseArgs({ args, options: { ...options, help: { type: "boolean" } } }).values as Record<string, unknown>
    } catch (e) {
      throw new UsageError(e instanceof Error ? e.message : "bad flags")
    }
  })()
  if (flags.help === true) return null
  const pairs = rows.map(row => {
    const flag = flags[row.flag]
    const variable = env[row.variable]
    if (!Array.isArray(flag) && !variable) return [row.key, row.value]
    // Addresses of servers may have commas in them, between the names of one server.
    const given = Array.isArray(flag)
      ? flag.map(String)
      : (variable ?? "").split(/^(smp|xftp)$/.test(row.key) ? /,(?=smp:|xftp:)/ : ",")
    const value = parse(row, given)
    if (value === null) {
      const name = Array.isArray(flag) ? `--${row.flag}` : row.variable
      throw new UsageError(`${name} cannot be "${given.join(",")}": ${row.help}`)
    }
    return [row.key, value]
  })
  const settings = Object.fromEntries(pairs) as Settings
  if ((settings.cert === "") !== (settings.key === "")) throw new UsageError("--cert and --key go together")
  return settings
}
