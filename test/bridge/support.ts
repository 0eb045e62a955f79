/** A bridge, TLS servers and WebSocket clients for the tests; all real, all closed at the end of each test. */
import { once } from "node:events"
import type { AddressInfo, Server } from "node:net"
import { createServer, type TLSSocket, type TlsOptions } from "node:tls"
import { afterEach } from "vitest"
import { type ClientOptions, WebSocket } from "ws"
import { type Bridge, type BridgeOptions, startBridge } from "../../bridge/bridge.ts"
import { makeChain } from "../support/certificate.ts"

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})
export const atEnd = (close: () => unknown): void => void closers.push(close)

export const chain = makeChain({ alg: "ed448" })

/** Listens on 127.0.0.1; gives the port. */
export const listen = async (server: Server): Promise<number> => {
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  atEnd(() => server.close())
  return (server.address() as AddressInfo).port
}

/** A TLS server as SMP servers are: Ed448 chain, TLS 1.3, ALPN smp/1. */
export const tlsServer = async (onSocket: (socket: TLSSocket) => void = () => undefined, options: TlsOptions = {}) => {
  const sockets = new Set<TLSSocket>()
  const credentials = { key: chain.leafKeyPem, cert: chain.leafPem + chain.caPem }
  const server = createServer(
    { ...credentials, ALPNProtocols: ["smp/1"], minVersion: "TLSv1.3", ...options },
    socket => {
      socket.on("error", () => undefined)
      sockets.add(socket)
      onSocket(socket)
    },
  )
  server.on("tlsClientError", () => undefined)
  const port = await listen(server)
  atEnd(() => {
    for (const socket of sockets) socket.destroy()
  })
  return { port, sockets }
}

export const echo = (socket: TLSSocket): void => void socket.pipe(socket)

export const bridge = async (options: BridgeOptions = {}): Promise<Bridge & { readonly ws: string }> => {
  const started = await startBridge({ port: 0, web: null, allowPrivate: true, drainTimeout: 0, ...options })
  atEnd(() => started.close())
  return { ...started, ws: `${started.url.replace("http", "ws")}/bridge` }
}

export const open = async (url: string, options: ClientOptions = {}): Promise<WebSocket> => {
  const ws = new WebSocket(url, { perMessageDeflate: false, ...options })
  atEnd(() => ws.terminate())
  ws.on("error", () => undefined)
  await once(ws, "open")
  return ws
}

/** Sends a first message, an object as JSON; gives the answer. */
export const ask = async (ws: WebSocket, hello: unknown): Promise<unknown> => {
  const answered = once(ws, "message")
  ws.send(typeof hello === "string" || hello instanceof Buffer ? hello : JSON.stringify(hello))
  return JSON.parse(String((await answered)[0]))
}

export const hello = (port: number, ...hosts: string[]) => ({
  v: 1,
  protocol: "smp",
  hosts: hosts.length > 0 ? hosts : ["127.0.0.1"],
  port,
})

/** A client whose pipe to the server on `port` is open. */
export const piped = async (url: string, port: number, options: ClientOptions = {}): Promise<WebSocket> => {
  const ws = await open(url, options)
  const answer = await ask(ws, hello(port))
  if (JSON.stringify(answer) !== '{"ok":true}') throw new Error(JSON.stringify(answer))
  return ws
}

export const closeCode = async (ws: WebSocket): Promise<number> => (await once(ws, "close"))[0] as number

export const wait = (ms: number) => new Promise(done => setTimeout(done, ms))

/** Waits until `value` has been the same for a while; gives it. */
export const settled = async (value: () => number, ms = 500): Promise<number> => {
  for (let last = value(); ; last = value()) {
    await wait(ms)
    if (value() === last) return last
  }
}

export const until = async (isTrue: () => boolean): Promise<void> => {
  while (!isTrue()) await wait(10)
}
