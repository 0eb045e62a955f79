/**
 * The address of a server: where it is and the fingerprint of its identity certificate.
 *
 *   server  = hosts port keyHash                     hosts = count (1 byte) short*, port = short, decimal or empty
 *   address = scheme "://" keyHash [":" password] "@" host *("," host) [":" port]      keyHash in base64url
 *   host    = domain / IPv4 / IPv6 / onion
 *
 * Spec:  simplex-messaging.md, "SMP server"; xftp.md, "XFTP server": the same but for the scheme.
 * Peer:  Simplex.Messaging.Protocol, ProtocolServer, ProtoServerWithAuth; Transport.Client, TransportHost.
 * Note:  the peer lets ports and IPv4 octets overflow and writes IPv6 hosts so that a port behind them cannot be read
 *        back; we refuse the first and write brackets in text (the peer reads them). In binary IPv6 has no brackets.
 * Note:  any length of the key hash is accepted, as by the peer; such a server then fails the handshake.
 * Note:  text is read only if it has a binary form (255 hosts, 255 bytes of key hash at most): servers are stored in both.
 * Trust: addresses come in links from anybody; only DecodeError escapes.
 */
import { type Bytes, base64url, DecodeError } from "./bytes.ts"
import { type Codec, map, nonEmpty, short, struct, text } from "./codec.ts"
import { idFromText } from "./text.ts"

/** `port` is null for the default of the protocol; hosts are the same server under several names. */
export type Server = {
  readonly hosts: readonly string[]
  readonly port: number | null
  readonly keyHash: Bytes
}

/** A server and the password that creating queues or files on it needs, if any. */
export type ServerAddress = { readonly server: Server; readonly password: string | null }

export type Scheme = "smp" | "xftp" | "ntf"

export type HostKind = "domain" | "ipv4" | "ipv6" | "onion"

const octet = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)"
const ipv4 = new RegExp(`^${octet}(?:\\.${octet}){3}$`)

const isIpv6 = (host: string): boolean => {
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(host)
  if (tail !== null && !ipv4.test(tail[2] ?? "")) return false
  const groups = tail === null ? host : `${tail[1]}0:0`
  const halves = groups.split("::")
  const parts = halves.flatMap(half => (half === "" ? [] : half.split(":")))
  return (
    halves.length <= 2 &&
    (halves.length === 2 ? parts.length < 8 : parts.length === 8) &&
    parts.every(part => /^[0-9a-fA-F]{1,4}$/.test(part))
  )
}

/** What kind of host it is; null when it is none. IPv6 without brackets. */
export const hostKind = (host: string): HostKind | null => {
  if (/^[0-9.]+$/.test(host)) return ipv4.test(host) ? "ipv4" : null
  if (host.includes(":")) return isIpv6(host) ? "ipv6" : null
  if (host.length > 253) return null
  if (host.endsWith(".onion")) return /^[a-z0-9]+\.onion$/.test(host) ? "onion" : null
  return /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.?$/.test(host) ? "domain" : null
}

const host: Codec<string> = map(
  text,
  h => (hostKind(h) === null ? new DecodeError("invalid host") : h),
  h => h,
)

const toPort = (digits: string): number | DecodeError =>
  /^[1-9]\d{0,4}$/.test(digits) && Number(digits) < 65536 ? Number(digits) : new DecodeError("invalid port")

const port: Codec<number | null> = map(
  text,
  digits => (digits === "" ? null : toPort(digits)),
  n => (n === null ? "" : String(n)),
)

/** The binary form. */
export const server: Codec<Server> = struct({ hosts: nonEmpty(host), port, keyHash: short })

/** The binary form before SMP client version 2, with one host; the others are lost on writing. */
export const legacyServer: Codec<Server> = map(
  struct({ host, port, keyHash: short }),
  (s): Server => ({ hosts: [s.host], port: s.port, keyHash: s.keyHash }),
  s => ({ host: s.hosts[0] ?? "", port: s.port, keyHash: s.keyHash }),
)

const isPassword = (p: string): boolean => p.length <= 255 && /^[!-~]*$/.test(p) && !/[@:/]/.test(p)

/** The password of a server: printable ASCII without `@`, `:` and `/`, at most 255 characters. The peer's BasicAuth. */
export const password: Codec<string> = map(
  text,
  p => (isPassword(p) ? p : new DecodeError("invalid character in password")),
  p => p,
)

const parseHost = (part: string): string => {
  const h = /^\[(.*:.*)\]$/.exec(part)?.[1] ?? part
  if (hostKind(h) === null) throw new DecodeError("invalid host")
  return h
}

/** As many as their binary form can have. Throws DecodeError. */
export const checkHosts = (hosts: readonly string[]): readonly string[] => {
  if (hosts.length > 255) throw new DecodeError("more than 255 hosts")
  return hosts
}

/** Hosts and port as written in addresses and links: `host[,host2][:port]`. Throws DecodeError. */
export const parseHosts = (location: string): Pick<Server, "hosts" | "port"> => {
  // A bare IPv6 host swallows what follows its colons, as it does for the peer.
  const m = /^(.*[^:]|\[.*\]):([^:\]]*)$/.exec(location)
  const last = location.slice(location.lastIndexOf(",") + 1)
  const [hosts, digits] = m === null || hostKind(last) === "ipv6" ? [location] : [m[1] ?? "", m[2] ?? ""]
  const n = digits === undefined ? null : toPort(digits)
  if (n instanceof DecodeError) throw n
  return { hosts: checkHosts(hosts.split(",")).map(parseHost), port: n }
}

/** The hosts as text, IPv6 in brackets. */
export const writeHosts = (hosts: readonly string[]): string =>
  hosts.map(h => (h.includes(":") ? `[${h}]` : h)).join(",")

/** Reads `smp://...` (or another scheme). Throws DecodeError. */
export const parseServerAddress = (address: string, scheme: Scheme): ServerAddress => {
  const m = /^([a-z]+):\/\/([^:@]+)(?::([^@]+))?@(.+)$/s.exec(address)
  if (m === null || m[1] !== scheme) throw new DecodeError("invalid server address")
  const secret = m[3] ?? null
  if (secret !== null && !isPassword(secret)) throw new DecodeError("invalid character in password")
  const keyHash = idFromText(m[2] ?? "")
  return { server: { ...parseHosts(m[4] ?? ""), keyHash }, password: secret }
}

/** Writes the address; the password only if given. */
export const writeServerAddress = (s: Server, scheme: Scheme, secret: string | null = null): string => {
  const auth = secret === null ? "" : `:${secret}`
  const portText = s.port === null ? "" : `:${s.port}`
  return `${scheme}://${base64url(s.keyHash)}${auth}@${writeHosts(s.hosts)}${portText}`
}
