/**
 * What the bridge refuses: targets, origins, and clients that ask for too much. Pure but for the gate's counters.
 *
 * Note:  only the addresses that a name resolved to are judged, and connected to; the name is not looked up again.
 * Trust: hello, hosts and headers come from anybody. An address in the gate lives only as long as its limits need it.
 */
import { BlockList, isIP, isIPv4, isIPv6 } from "node:net"
import type { Settings } from "./options.ts"

/** See README.md, "Codes". */
export type Code =
  | "BAD_REQUEST"
  | "UNSUPPORTED"
  | "FORBIDDEN_HOST"
  | "RESOLVE"
  | "REFUSED"
  | "TIMEOUT"
  | "TLS"
  | "ALPN"
  | "LIMIT"
  | "ONION"

export class Refusal extends Error {
  override name = "Refusal"
  readonly code: Code
  constructor(code: Code) {
    super(code)
    this.code = code
  }
}

export type Protocol = "smp" | "xftp"
export type Hello = {
  readonly protocol: Protocol
  readonly hosts: readonly string[]
  readonly port: number
  /** Opaque; connections with the same one may share a way through the SOCKS5 proxy. */
  readonly isolation?: string
}

/** A name or an address; IPv6 without brackets. */
export const isHost = (host: unknown): host is string =>
  typeof host === "string" &&
  (host.includes(":")
    ? isIPv6(host) && !host.includes("%")
    : /^[\d.]+$/.test(host)
      ? isIPv4(host)
      : /^(?=.{1,253}$)[\w-]+(\.[\w-]+)*\.?$/.test(host))

/** Reads the first message. Throws Refusal: BAD_REQUEST, or UNSUPPORTED for another version or protocol. */
export const parseHello = (text: string): Hello => {
  const message: unknown = (() => {
    try {
      return JSON.parse(text)
    } catch {
      return null
    }
  })()
  if (typeof message !== "object" || message === null) throw new Refusal("BAD_REQUEST")
  const { v, protocol, hosts, port, isolation } = message as Record<string, unknown>
  if (v !== 1 || (protocol !== "smp" && protocol !== "xftp")) throw new Refusal("UNSUPPORTED")
  const isPort = typeof port === "number" && Number.isInteger(port) && port > 0 && port < 65_536
  if (!isPort || !Array.isArray(hosts) || hosts.length < 1 || hosts.length > 4 || !hosts.every(isHost))
    throw new Refusal("BAD_REQUEST")
  if (isolation === undefined) return { protocol, hosts, port }
  if (typeof isolation !== "string" || !/^[\w-]{16,64}$/.test(isolation)) throw new Refusal("BAD_REQUEST")
  return { protocol, hosts, port, isolation }
}

const special = new BlockList()
for (const net of [
  ..."0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24".split(" "),
  ..."192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/3".split(" "),
  // What is inside 2000::/3 and yet not the public internet: protocol assignments, documentation, 6to4.
  ..."2001::/23 2001:db8::/32 2002::/16 3fff::/20".split(" "),
]) {
  const [address = "", bits] = net.split("/")
  special.addSubnet(address, Number(bits), isIPv4(address) ? "ipv4" : "ipv6")
}
const globalUnicast = new BlockList()
globalUnicast.addSubnet("2000::", 3, "ipv6")

/** True for addresses on the public internet. IPv4 inside IPv6 (mapped, NAT64) never is. */
export const isPublic = (address: string): boolean => {
  const version = isIP(address)
  if (version === 4) return !special.check(address, "ipv4")
  return version === 6 && globalUnicast.check(address, "ipv6") && !special.check(address, "ipv6")
}

/** Whether the bridge may connect to this port: one of the list (PORT or FROM-TO), or any where private addresses are allowed. */
export const isPortAllowed = (port: number, { ports, allowPrivate }: Pick<Settings, "ports" | "allowPrivate">) =>
  allowPrivate ||
  ports.some(range => {
    const [from, to = from] = range.split("-").map(Number)
    return from !== undefined && to !== undefined && from <= port && port <= to
  })

/**
 * Whether a page of this origin may connect. Without a list: pages from the host that the request itself names.
 * No Origin means no browser, which could as well have sent any; it gains nothing from a refusal.
 */
export const isOriginAllowed = (origin: string | undefined, host: string | undefined, allowed: readonly string[]) =>
  origin === undefined ||
  (allowed.length > 0
    ? allowed.includes(origin)
    : host !== undefined && (origin === `https://${host}` || origin === `http://${host}`))

/** Who counts as one client: an IPv4 address or the /64 of an IPv6 address, behind a proxy as that proxy says. */
export const clientKey = (peer: string | undefined, forwarded: string | undefined, trustProxy: boolean): string => {
  const last = trustProxy ? (forwarded?.split(",").at(-1) ?? "").trim() : ""
  // Some proxies add the port.
  const said = last.replace(/^\[(.+)\](:\d+)?$|^(\d+\.\d+\.\d+\.\d+):\d+$/, "$1$3")
  const address = (isIP(said) ? said : (peer ?? "")).replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*/, "")
  if (!isIPv6(address)) return address
  const [head = "", tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::")
  const groups = [head, tail ?? ""].map(part => (part === "" ? [] : part.split(":")))
  const zeros = tail === undefined ? 0 : 8 - groups.flat().length
  return [...(groups[0] ?? []), ...Array(zeros).fill("0"), ...(groups[1] ?? [])].slice(0, 4).join(":")
}

export type Gate = {
  /** Counts a new connection; false when that would exceed a limit, and then nothing is to be left. */
  enter(client: string): boolean
  leave(client: string): void
  /** Forgets clients whose limits no longer depend on their past. */
  sweep(): void
  readonly size: number
}

/**
 * Counts connections, in all and by client (`clientKey`), and how many a client opens in a minute. `now`: milliseconds, never
 * backwards.
 */
export const createGate = (
  limits: Pick<Settings, "maxConnections" | "maxPerClient" | "maxRate">,
  now: () => number = () => performance.now(),
): Gate => {
  const clients = new Map<string, { open: number; tokens: number; at: number }>()
  let open = 0
  const refill = (client: { tokens: number; at: number }) => {
    const t = now()
    client.tokens = Math.min(limits.maxRate, client.tokens + ((t - client.at) * limits.maxRate) / 60_000)
    client.at = t
  }
  return {
    enter: key => {
      const client = clients.get(key) ?? { open: 0, tokens: limits.maxRate, at: now() }
      clients.set(key, client)
      refill(client)
      if (open >= limits.maxConnections || client.open >= limits.maxPerClient || client.tokens < 1) return false
      open++
      client.open++
      client.tokens--
      return true
    },
    leave: key => {
      open--
      const client = clients.get(key)
      if (client) client.open--
    },
    sweep: () => {
      for (const [key, client] of clients) {
        refill(client)
        if (client.open === 0 && client.tokens === limits.maxRate) clients.delete(key)
      }
    },
    get size() {
      return clients.size
    },
  }
}
