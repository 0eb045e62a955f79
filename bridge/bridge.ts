/**
 * The bridge: serves the page, and carries the bytes of its WebSockets to SMP and XFTP servers over TLS.
 *
 *   GET /bridge (upgrade)   client: {"v":1,"protocol":"smp","hosts":[...],"port":5223}      text
 *                           bridge: {"ok":true} | {"error":"CODE"} and close                text
 *                           then bytes of the TLS stream, both ways                         binary
 *                           or, for "xftp", frames of several HTTP/2 requests               binary
 *
 * It can see the address of a client, which servers it talks to, when, and how much. Not content, not queues, not keys:
 * the client checks the server's signed key and encrypts every block after the hellos; of files it sees what their server
 * sees, chunks without their keys. It stores nothing, and its log
 * has totals only: no address, no target, no line about a single connection.
 *
 * Spec:  README.md beside this file.
 * Trust: every byte from either side is foreign; nothing they do may throw out of a handler or hold memory for long.
 */
import "./unmask.ts"
import { readFileSync } from "node:fs"
import { createServer, type RequestListener, STATUS_CODES } from "node:http"
import { createServer as createSecureServer } from "node:https"
import { type AddressInfo, Socket } from "node:net"
import type { Duplex } from "node:stream"
import type { TLSSocket } from "node:tls"
import { type WebSocket, WebSocketServer } from "ws"
import { dial, type Resolve, resolveByDns, resolveBySystem } from "./dial.ts"
import { defaults, type Settings } from "./options.ts"
import { type Client, pipe } from "./pipe.ts"
import { type Code, clientKey, createGate, isOriginAllowed, parseHello, Refusal } from "./policy.ts"
import { createPage, securityHeaders } from "./static.ts"
import { carry } from "./xftp.ts"

/** Settings that differ from the defaults; `web: null` serves no page. */
export type BridgeOptions = Partial<Omit<Settings, "web">> & {
  readonly web?: string | null
  /** Replaces DNS, in tests. */
  readonly resolve?: Resolve
  /** Takes every log line; none by default. */
  readonly log?: (line: Record<string, unknown>) => void
}

export type Bridge = {
  readonly url: string
  readonly port: number
  /** Reads certificate and key again, for connections from now on. Throws as reading a file does; the old ones stay then. */
  reload(): void
  /** Stops accepting, lets busy connections finish for `drainTimeout` ms, then closes them. */
  close(): Promise<void>
}

type Link = Client & { readonly raw: Socket; tls: TLSSocket | null; read: number; flow: number }

const maxHello = 4096
/** Made here once: one made beside a request would keep that request for as long as the connection. */
const ignore = () => undefined
/** What node:http says of requests that it could not read; all others are a 400. */
const badRequests: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
}
/** A browser has some connections for the page besides its WebSockets. */
const socketsPerLink = 3

/** Counts open sockets by address, and destroys those over the limit. */
const createDoor = (max: number, onRefusal: () => void) => {
  const open = new Map<string, number>()
  return (socket: Socket): void => {
    const key = clientKey(socket.remoteAddress, undefined, false)
    const count = (open.get(key) ?? 0) + 1
    if (count > max) {
      onRefusal()
      socket.destroy()
      return
    }
    open.set(key, count)
    socket.once("close", () => {
      const left = (open.get(key) ?? 1) - 1
      if (left > 0) open.set(key, left)
      else open.delete(key)
    })
  }
}

/**
 * Starts the server: the page with `/config.json` and `/health`, and the pipes between WebSockets and servers. Resolves when it
 * listens; rejects as `listen` of Node does, when the port is taken.
 */
export const startBridge = async (options: BridgeOptions = {}): Promise<Bridge> => {
  const settings = { ...defaults, ...options }
  const { allowPrivate, maxBuffered, maxConnections, trustProxy } = settings
  const resolve = options.resolve ?? (allowPrivate ? resolveBySystem : resolveByDns)
  const log = options.log ?? (() => undefined)
  const serve = createPage(settings.web, settings)
  const gate = createGate(settings)
  const links = new Set<Link>()
  const count = { up: 0, down: 0 }
  let refused: Partial<Record<Code | "ORIGIN", number>> = {}
  let opened = 0
  let isClosing = false
  const countRefusal = (code: Code | "ORIGIN") => {
    refused[code] = (refused[code] ?? 0) + 1
  }

  const { helloTimeout, pingInterval } = settings
  const http = {
    maxHeaderSize: 8192,
    handshakeTimeout: helloTimeout,
    headersTimeout: helloTimeout,
    requestTimeout: helloTimeout,
    // static.ts refuses a request without a host, with the headers of every answer.
    requireHostHeader: false,
    connectionsCheckingInterval: Math.min(5000, helloTimeout),
  }
  const onRequest: RequestListener = (req, res) => {
    serve(req, res).catch(() => res.destroy())
  }
  /** An answer outside of what node:http makes of a request. It closes the connection. */
  const stop = (socket: Duplex, status: number, more: Readonly<Record<string, string>> = {}) => {
    const headers = Object.entries({ ...securityHeaders, ...more, Connection: "close", "Content-Length": 0 })
    const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join("")
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines}\r\n`)
    // Whether or not the client closes its half: node:http no longer looks after this socket.
    if (socket instanceof Socket) socket.destroySoon()
  }
  const isSecure = settings.cert !== ""
  const certificate = () => ({ cert: readFileSync(settings.cert), key: readFileSync(settings.key) })
  const secure = isSecure ? createSecureServer({ ...http, ...certificate(), minVersion: "TLSv1.2" }, onRequest) : null
  const server = secure ?? createServer(http, onRequest)
  // Nobody sends a body here that would wait for leave.
  server.on("checkExpectation", onRequest)
  // Room for the page and for clients that are being told LIMIT.
  server.maxConnections = maxConnections + 1000
  // Of requests for the page; who does not read it is let go.
  server.timeout = pingInterval
  // Nobody takes all that room. Behind a proxy every connection is the proxy's, and this its business.
  if (!trustProxy)
    server.on(
      "connection",
      createDoor(settings.maxPerClient * socketsPerLink, () => countRefusal("LIMIT")),
    )
  const wss = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: settings.maxFrame,
    // A message in pieces of one byte would cost a hundred times its size.
    maxFragments: 256,
    maxBufferedChunks: 2048,
    skipUTF8Validation: true,
  })

  const refuse = (ws: WebSocket, code: Code) => {
    countRefusal(code)
    ws.send(JSON.stringify({ error: code }))
    ws.close(1000)
    setTimeout(() => ws.terminate(), 1000).unref()
  }

  const open = async (link: Link, text: string, gone: AbortSignal): Promise<TLSSocket | null> => {
    const { ws } = link
    try {
      const hello = parseHello(text)
      const tls = await dial(hello, settings, resolve, gone)
      if (!gone.aborted && ws.readyState === ws.OPEN) {
        opened++
        ws.send('{"ok":true}')
        if (hello.protocol === "smp") pipe(link, tls, maxBuffered, count)
        else carry(link, tls, hello.hosts[0] ?? "", maxBuffered, count)
        return tls
      }
      tls.destroy()
    } catch (e) {
      if (!gone.aborted) refuse(ws, e instanceof Refusal ? e.code : "TLS")
    }
    return null
  }

  /** From the first message to the pipe; everything it holds is let go when that is there. */
  const greet = (link: Link): void => {
    const { ws } = link
    const gone = new AbortController()
    const giveUp = () => gone.abort()
    const tooEarly = () => {
      giveUp()
      refuse(ws, "BAD_REQUEST")
    }
    const timer = setTimeout(() => refuse(ws, "TIMEOUT"), helloTimeout)
    const stopTimer = () => clearTimeout(timer)
    ws.once("close", stopTimer)
    ws.once("message", (data, isBinary) => {
      stopTimer()
      if (ws.readyState !== ws.OPEN) return
      if (isBinary || !(data instanceof Buffer) || data.length > maxHello) return refuse(ws, "BAD_REQUEST")
      ws.once("close", giveUp).once("message", tooEarly)
      void open(link, data.toString(), gone.signal).then(tls => {
        link.tls = tls
        ws.off("close", stopTimer).off("close", giveUp).off("message", tooEarly)
      })
    })
  }

  const accept = (ws: WebSocket, raw: Socket, client: string): void => {
    ws.on("error", ignore)
    if (isClosing || !gate.enter(client)) {
      refuse(ws, "LIMIT")
      return
    }
    const link: Link = { ws, raw, tls: null, read: 0, flow: 0, waits: false }
    links.add(link)
    ws.on("close", () => {
      gate.leave(client)
      links.delete(link)
    })
    greet(link)
  }

  // An upgrade that is no WebSocket's.
  wss.on("wsClientError", (_, socket) => stop(socket, 400, { "Sec-WebSocket-Version": "13" }))
  // What is no request, or no handshake of TLS: that one cannot be answered, and is let go. A request that came on a
  // connection after others gets no answer either: it could end up inside of theirs.
  server.on("clientError", ({ code = "" }: NodeJS.ErrnoException, socket) => {
    const isFirst = socket instanceof Socket && socket.bytesWritten === 0
    const isRequest = code.startsWith("HPE_") || code === "ERR_HTTP_REQUEST_TIMEOUT"
    if (socket.writable && isFirst && isRequest) stop(socket, badRequests[code] ?? 400)
    else socket.destroy()
  })

  server.on("upgrade", (req, socket, head) => {
    const { origin, host, "x-forwarded-for": forwarded } = req.headers
    socket.on("error", ignore)
    if (req.url?.split("?")[0] !== "/bridge") return stop(socket, 404)
    if (!isOriginAllowed(origin, host, settings.origin)) {
      countRefusal("ORIGIN")
      return stop(socket, 403)
    }
    const client = clientKey(req.socket.remoteAddress, String(forwarded ?? ""), trustProxy)
    const raw = req.socket
    wss.handleUpgrade(req, socket, head, ws => accept(ws, raw, client))
  })

  /** Bytes that have left for either end. */
  const flowOf = ({ ws, raw, tls }: Link) =>
    raw.bytesRead + raw.bytesWritten - ws.bufferedAmount + (tls ? tls.bytesWritten - tls.writableLength : 0)
  /** Drops who has been silent since the last time, unless one end is slow and yet takes some; then pings the others. */
  const sweep = () => {
    gate.sweep()
    for (const link of links) {
      const { ws, raw } = link
      if (raw.bytesRead === link.read && !(link.waits && flowOf(link) !== link.flow)) ws.terminate()
      else if (!ws.isPaused) ws.ping()
      link.read = raw.bytesRead
      link.flow = flowOf(link)
      link.waits = ws.isPaused || ws.bufferedAmount > 0
    }
  }
  const ping = setInterval(sweep, pingInterval)

  const logTotals = () => {
    if (opened > 0 || Object.keys(refused).length > 0 || count.up + count.down > 0)
      log({ event: "totals", open: links.size, opened, refused, up: count.up, down: count.down })
    refused = {}
    opened = count.up = count.down = 0
  }
  const totals = setInterval(logTotals, settings.logInterval)

  await new Promise<void>((done, fail) => {
    server.once("error", fail)
    server.listen(settings.port, settings.host, done)
  })
  const { port } = server.address() as AddressInfo
  log({ event: "listening", port })

  const close = async (): Promise<void> => {
    if (isClosing) return
    isClosing = true
    const stopped = new Promise(done => server.close(done))
    log({ event: "draining", open: links.size })
    const deadline = performance.now() + settings.drainTimeout
    // A connection that carries nothing for a moment is between two commands: its client may go to another bridge.
    for (const link of links) link.flow = flowOf(link)
    while (links.size > 0) {
      const isLate = performance.now() >= deadline
      await new Promise(done => setTimeout(done, isLate ? 20 : 200))
      for (const link of links) {
        const flow = flowOf(link)
        if (isLate || flow === link.flow) link.ws.close(1001)
        link.flow = flow
      }
      if (performance.now() >= deadline + 1000) for (const link of links) link.ws.terminate()
    }
    clearInterval(ping)
    clearInterval(totals)
    server.closeAllConnections()
    await stopped
    logTotals()
    log({ event: "stopped" })
  }
  const name = settings.host.includes(":") ? `[${settings.host}]` : settings.host
  const reload = () => secure?.setSecureContext({ ...certificate(), minVersion: "TLSv1.2" })
  return { url: `${isSecure ? "https" : "http"}://${name}:${port}`, port, reload, close }
}
