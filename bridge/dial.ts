/**
 * The way to the server: resolve, check, connect, TLS.
 *
 * TLS 1.3 with ChaCha20-Poly1305 and X25519, ALPN smp/1 or xftp/1, no server name, no resumption. The certificate is not verified
 * here: the client does that with the keys in the server's hello, and would not believe us if we said we had.
 *
 * Note:  .onion names go to the SOCKS5 proxy with credentials of the client's choice, or of their own, and Tor gives each
 *        its own circuit.
 * Trust: host names come from clients, answers from any resolver and server; only Refusal escapes.
 */
import { constants, randomBytes } from "node:crypto"
import { lookup, Resolver } from "node:dns/promises"
import { once } from "node:events"
import { connect as connectTcp, isIP, type Socket } from "node:net"
import { connect, createSecureContext, type TLSSocket } from "node:tls"
import type { Settings } from "./options.ts"
import { type Code, type Hello, isPortAllowed, isPublic, type Protocol, Refusal } from "./policy.ts"

/** All addresses of a name; rejects or gives none when there are none. */
export type Resolve = (name: string) => Promise<readonly string[]>

// Not getaddrinfo: it runs in four threads, and a few names with slow servers would hold up everybody.
const resolver = new Resolver({ timeout: 3000, tries: 2 })
/** Asks the DNS servers of this machine: at most two tries of three seconds each. Gives none when there are none. */
export const resolveByDns: Resolve = async name =>
  (await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)])).flatMap(r =>
    r.status === "fulfilled" ? r.value : [],
  )
/** As the operating system does, with its hosts file: for tests and private networks. Rejects when there are none. */
export const resolveBySystem: Resolve = async name => (await lookup(name, { all: true })).map(a => a.address)

const context = createSecureContext({
  minVersion: "TLSv1.3",
  maxVersion: "TLSv1.3",
  ciphers: "TLS_CHACHA20_POLY1305_SHA256",
  ecdhCurve: "X25519",
  secureOptions: constants.SSL_OP_NO_TICKET,
})
const alpn = { smp: "smp/1", xftp: "xftp/1" } as const

const codeOf = (e: NodeJS.ErrnoException, isConnected: boolean): Code => {
  if (e.code === "ETIMEDOUT") return "TIMEOUT"
  if (e.code?.includes("NO_APPLICATION_PROTOCOL")) return "ALPN"
  return isConnected ? "TLS" : "REFUSED"
}

type At = { readonly host: string; readonly port: number } | { readonly socket: Socket }

const ignore = () => undefined

const startTls = (at: At, protocol: Protocol, signal: AbortSignal): Promise<TLSSocket> =>
  new Promise((resolve, reject) => {
    const tls = connect({ ...at, secureContext: context, ALPNProtocols: [alpn[protocol]], rejectUnauthorized: false })
    let isConnected = "socket" in at
    const settle = (code: Code | null) => {
      signal.removeEventListener("abort", onAbort)
      // Idle connections are many: nothing of the attempt stays behind.
      tls.off("connect", onConnect).off("secureConnect", onSecure).off("close", onClose).off("error", onError)
      tls.on("error", ignore)
      if (code === null) return resolve(tls.setNoDelay(true).setKeepAlive(true, 30_000))
      tls.destroy()
      reject(new Refusal(code))
    }
    const onAbort = () => settle("TIMEOUT")
    const onClose = () => settle(isConnected ? "TLS" : "REFUSED")
    const onError = (e: Error) => settle(codeOf(e, isConnected))
    const onSecure = () => settle(tls.alpnProtocol === alpn[protocol] ? null : "ALPN")
    const onConnect = () => {
      isConnected = true
    }
    signal.addEventListener("abort", onAbort)
    tls.on("connect", onConnect).on("secureConnect", onSecure).on("close", onClose).on("error", onError)
  })

/** A connection to `host` through the SOCKS5 proxy `proxy` (RFC 1928, with the passwords of RFC 1929). */
const throughSocks = async (
  proxy: string,
  { host, port, isolation }: { host: string; port: number; isolation: string | undefined },
  signal: AbortSignal,
) => {
  const colon = proxy.lastIndexOf(":")
  const at = { host: proxy.slice(0, colon).replace(/[[\]]/g, ""), port: Number(proxy.slice(colon + 1)) }
  const socket = connectTcp({ ...at, noDelay: true })
  const fail = () => void socket.destroy(new Error("closed"))
  signal.addEventListener("abort", fail)
  socket.on("end", fail).on("error", ignore)
  let got = Buffer.alloc(0)
  const collect = (data: Buffer) => {
    got = Buffer.concat([got, data])
  }
  socket.on("data", collect)
  const take = async (n: number): Promise<Buffer> => {
    while (got.length < n) await once(socket, "data")
    const taken = got.subarray(0, n)
    got = got.subarray(n)
    return taken
  }
  const text = (s: string | Buffer) => Buffer.concat([Buffer.of(s.length), Buffer.from(s)])
  const id = text(isolation ?? randomBytes(16).toString("hex"))
  try {
    await once(socket, "connect")
    socket.write(Buffer.of(5, 1, 2))
    if (!(await take(2)).equals(Buffer.of(5, 2))) throw new Error("SOCKS method")
    socket.write(Buffer.concat([Buffer.of(1), id, id]))
    if ((await take(2))[1] !== 0) throw new Error("SOCKS password")
    socket.write(Buffer.concat([Buffer.of(5, 1, 0, 3), text(host), Buffer.of(port >> 8, port & 255)]))
    const reply = await take(4)
    if (reply[0] !== 5 || reply[1] !== 0) throw new Error("SOCKS refused")
    await take(2 + (reply[3] === 4 ? 16 : reply[3] === 3 ? ((await take(1))[0] ?? 0) : 4))
    return socket
  } catch {
    socket.destroy()
    throw new Refusal(signal.aborted ? "TIMEOUT" : "ONION")
  } finally {
    signal.removeEventListener("abort", fail)
    socket.off("end", fail).off("data", collect).pause()
  }
}

/** The addresses of a name; none when it has none. Throws Refusal when it takes too long. */
const lookUp = (name: string, resolve: Resolve, signal: AbortSignal): Promise<readonly string[]> =>
  new Promise((done, fail) => {
    signal.addEventListener("abort", () => fail(new Refusal("TIMEOUT")))
    resolve(name).then(done, () => done([]))
  })

/** The addresses of a host that we may connect to. Throws Refusal. */
const places = async (host: string, resolve: Resolve, allowPrivate: boolean, signal: AbortSignal) => {
  const found = isIP(host) ? [host] : await lookUp(host, resolve, signal)
  if (found.length === 0) throw new Refusal("RESOLVE")
  const allowed = allowPrivate ? found : found.filter(isPublic)
  if (allowed.length === 0) throw new Refusal("FORBIDDEN_HOST")
  return allowed.slice(0, 3)
}

type DialSettings = Pick<Settings, "allowPrivate" | "ports" | "socks" | "connectTimeout">

/**
 * Connects to the first host and address that answers as a server should. Throws Refusal with the code of the first
 * failure, and ONION only if nothing else was tried. `closed` gives up early.
 */
export const dial = async (
  { protocol, hosts, port, isolation }: Hello,
  settings: DialSettings,
  resolve: Resolve,
  closed: AbortSignal,
): Promise<TLSSocket> => {
  const { allowPrivate, socks, connectTimeout } = settings
  if (!isPortAllowed(port, settings)) throw new Refusal("FORBIDDEN_HOST")
  const deadline = performance.now() + connectTimeout
  const failures: Code[] = []
  /** One attempt, with a fair part of the time that is left; null when it fails. */
  const attempt = async <T>(attemptsLeft: number, run: (signal: AbortSignal) => Promise<T>): Promise<T | null> => {
    const limit = new AbortController()
    const stop = () => limit.abort()
    const timer = setTimeout(stop, Math.max(1, (deadline - performance.now()) / attemptsLeft))
    closed.addEventListener("abort", stop)
    try {
      return closed.aborted ? null : await run(limit.signal)
    } catch (e) {
      failures.push(e instanceof Refusal ? e.code : "REFUSED")
      return null
    } finally {
      clearTimeout(timer)
      closed.removeEventListener("abort", stop)
    }
  }
  for (const [i, host] of hosts.entries()) {
    const left = hosts.length - i
    const isOnion = /\.onion\.?$/i.test(host)
    const addresses = isOnion ? [host] : await attempt(left, signal => places(host, resolve, allowPrivate, signal))
    for (const [k, address] of (addresses ?? []).entries()) {
      const tls = await attempt(left + (addresses?.length ?? 0) - k - 1, async signal => {
        if (!isOnion) return startTls({ host: address, port }, protocol, signal)
        if (socks === "") throw new Refusal("ONION")
        return startTls({ socket: await throughSocks(socks, { host, port, isolation }, signal) }, protocol, signal)
      })
      if (tls) return tls
    }
  }
  throw new Refusal(failures.find(code => code !== "ONION") ?? failures[0] ?? "TIMEOUT")
}
