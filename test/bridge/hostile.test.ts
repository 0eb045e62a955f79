/** Clients that want to fill the bridge's memory, or to hold what others need: how far they get. */
import { once } from "node:events"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer as createHttp2 } from "node:http2"
import { get as getSecure } from "node:https"
import { connect, type Socket } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Duplex } from "node:stream"
import { connect as connectTls, type TLSSocket } from "node:tls"
import { describe, expect, it } from "vitest"
import { type WebSocket, WebSocketServer } from "ws"
import { writeFrame } from "../../bridge/frame.ts"
import { maxParts, pipe } from "../../bridge/pipe.ts"
import { carry } from "../../bridge/xftp.ts"
import { makeChain } from "../support/certificate.ts"
import { atEnd, bridge, closeCode, echo, piped, tlsServer, until, wait } from "./support.ts"

const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), "unlisted-hostile-"))
  atEnd(() => rmSync(path, { recursive: true }))
  return path
}

describe("one address", () => {
  const tcp = async (port: number, allowHalfOpen = false): Promise<Socket> => {
    const socket = connect({ port, host: "127.0.0.1", allowHalfOpen })
    atEnd(() => socket.destroy())
    socket.on("error", () => undefined)
    await once(socket, "connect")
    return socket
  }
  /** Whether a request of this address is answered. */
  const isIn = async (port: number, localAddress = "127.0.0.1"): Promise<boolean> => {
    const socket = connect({ port, host: "127.0.0.1", localAddress })
    socket.on("error", () => undefined)
    socket.write("GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    let answer = ""
    socket.on("data", data => {
      answer += String(data)
    })
    await once(socket, "close")
    return answer.startsWith("HTTP/1.1 200")
  }
  const limits = { maxPerClient: 1, helloTimeout: 300, pingInterval: 300 }
  /** Holds all that an address may have, three sockets for each WebSocket, until that is no longer so. */
  const becomesFree = async (port: number, hold: () => Promise<unknown>) => {
    for (let i = 0; i < 3; i++) await hold()
    while (!(await isIn(port))) await wait(20)
  }

  it("that holds many connections keeps nobody else out", async () => {
    const { port } = await bridge({ maxPerClient: 1 })
    for (let i = 0; i < 3; i++) await tcp(port)
    expect(await isIn(port)).toBe(false)
    expect(await isIn(port, "127.0.0.2")).toBe(true)
  })

  it("that asks for the page and does not read it is let go", async () => {
    const web = folder()
    writeFileSync(join(web, "index.html"), "x".repeat(20_000_000))
    const { port } = await bridge({ ...limits, web })
    await becomesFree(port, async () => (await tcp(port)).pause().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"))
  })

  it("that says nothing is let go, before TLS as after", async () => {
    const { port } = await bridge(limits)
    await becomesFree(port, () => tcp(port))
    const path = folder()
    const page = makeChain({ alg: "ed25519" })
    writeFileSync(join(path, "cert"), page.leafPem + page.caPem)
    writeFileSync(join(path, "key"), page.leafKeyPem)
    const secure = await bridge({ ...limits, cert: join(path, "cert"), key: join(path, "key") })
    for (let i = 0; i < 3; i++) await tcp(secure.port)
    const answers = () =>
      new Promise<boolean>(done => {
        const options = { rejectUnauthorized: false, agent: false }
        getSecure(`https://127.0.0.1:${secure.port}/health`, options, response => {
          response.resume()
          done(true)
        }).on("error", () => done(false))
      })
    while (!(await answers())) await wait(20)
  })

  it("that is refused and does not hang up is hung up on", async () => {
    const { port } = await bridge(limits)
    await becomesFree(port, async () => {
      const socket = await tcp(port, true)
      socket.resume().write("GET /x HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n")
    })
  })

  it("of a proxy that says who is behind it is not counted", async () => {
    const { port } = await bridge({ ...limits, trustProxy: true })
    for (let i = 0; i < 6; i++) await tcp(port)
    expect(await isIn(port)).toBe(true)
  })
})

describe("a request that a proxy may understand in another way", () => {
  const second = "GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
  const upgrade = "Host: x\r\nConnection: upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13"
  const starts = {
    "two kinds of length":
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "two lengths": "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcd",
    "a coding after chunked": "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "a space before the colon": "GET / HTTP/1.1\r\nHost: x\r\nContent-Length : 5\r\n\r\nabcde",
    "lines without CR": "GET / HTTP/1.1\nHost: x\n\n",
    "an upgrade of another path": `GET /x HTTP/1.1\r\n${upgrade}\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
    "an upgrade without a key": `GET /bridge HTTP/1.1\r\n${upgrade}\r\n\r\n`,
    "an upgrade to HTTP/2": "GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n",
  }
  for (const [name, start] of Object.entries(starts))
    it(`by ${name} is refused, and what comes after it is not read`, async () => {
      const socket = connect((await bridge()).port, "127.0.0.1")
      atEnd(() => socket.destroy())
      socket.on("error", () => undefined).write(start + second)
      let answer = ""
      socket.on("data", data => {
        answer += String(data)
      })
      await once(socket, "close")
      expect([...answer.matchAll(/HTTP\/1\.1 (\d)/g)].map(m => m[1])).toEqual(["4"])
    })
})

/** A stream whose other end takes what comes until it is told not to. */
const endOf = () => {
  let isDeaf = false
  const stream = new Duplex({
    read: () => undefined,
    write: (_chunk, _encoding, done) => {
      if (!isDeaf) done()
    },
  })
  const deafen = (): void => {
    isDeaf = true
  }
  return Object.assign(stream, { deafen })
}

/** A WebSocket of the bridge's end over such a stream, without a network that would hold megabytes of its own. */
const webSocketOver = async (raw: Duplex): Promise<WebSocket> => {
  const server = new WebSocketServer({ noServer: true, clientTracking: false, maxPayload: 262_144 })
  const headers = {
    upgrade: "websocket",
    "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
    "sec-websocket-version": "13",
  }
  const ws = await new Promise<WebSocket>(done =>
    server.handleUpgrade({ method: "GET", headers } as never, raw, Buffer.alloc(0), done),
  )
  ws.on("error", () => undefined)
  atEnd(() => ws.terminate())
  return ws
}

/** A binary message as a client writes it, masked with zeros. */
const masked = (payload: Uint8Array): Buffer =>
  Buffer.concat([Buffer.of(0x82, 0x80 | payload.length, 0, 0, 0, 0), payload])
const byte = masked(Buffer.of(1))
const count = () => ({ up: 0, down: 0 })
const turn = () => new Promise(done => setImmediate(done))

describe("single bytes", () => {
  it("of a server wait for a client that does not read up to a number, not a sum", async () => {
    const [raw, tls] = [endOf(), endOf()]
    const ws = await webSocketOver(raw)
    pipe({ ws, raw, waits: false }, tls as unknown as TLSSocket, 262_144, count())
    raw.deafen()
    for (let i = 0; i < 5000; i++) {
      tls.push(Buffer.of(1))
      if (i % 100 === 0) await turn()
    }
    await turn()
    expect(tls.isPaused()).toBe(true)
    expect(raw.writableLength).toBeLessThan(maxParts * 4)
  })

  it("of a client wait for a server that does not read up to a number and one read", async () => {
    const [raw, tls] = [endOf(), endOf()]
    const ws = await webSocketOver(raw)
    pipe({ ws, raw, waits: false }, tls as unknown as TLSSocket, 262_144, count())
    tls.deafen()
    for (let i = 0; i < 50; i++) {
      raw.push(Buffer.concat(Array(1000).fill(byte)))
      await turn()
    }
    expect(ws.isPaused).toBe(true)
    expect(tls.writableLength).toBeLessThan(maxParts + 10_000)
  })

  it("of one message are not taken in any number of pieces", async () => {
    const { port } = await tlsServer(echo)
    const ws = await piped((await bridge()).ws, port)
    const socket = (ws as unknown as { _socket: Socket })._socket
    const piece = Buffer.of(0, 0x81, 0, 0, 0, 0, 1)
    socket.write(Buffer.concat([Buffer.of(2, 0x81, 0, 0, 0, 0, 1), ...Array(300).fill(piece)]))
    expect(await closeCode(ws)).toBe(1008)
  })
})

describe("requests of XFTP", () => {
  /** A connection to a server that answers nothing, and the number of requests that came there. */
  const carried = async () => {
    const http = createHttp2()
    let streams = 0
    http.on("stream", stream => {
      streams++
      stream.on("error", () => undefined)
    })
    http.on("session", session => session.on("error", () => undefined))
    const options = { ALPNProtocols: ["xftp/1"] }
    const { port } = await tlsServer(socket => void http.emit("connection", socket), options)
    const tls = connectTls({ port, host: "127.0.0.1", ...options, rejectUnauthorized: false })
    tls.on("error", () => undefined)
    atEnd(() => tls.destroy())
    await once(tls, "secureConnect")
    const raw = endOf()
    const ws = await webSocketOver(raw)
    carry({ ws, raw, waits: false }, tls, "127.0.0.1", 262_144, count())
    return { raw, ws, streams: () => streams }
  }

  it("too many of them are refused only as long as the client reads the refusals", async () => {
    const { raw, ws } = await carried()
    raw.deafen()
    for (let id = 1; id <= 50_000; id++) {
      raw.push(masked(writeFrame("D", id)))
      if (id % 1000 === 0) await turn()
    }
    expect(ws.isPaused).toBe(true)
    expect(raw.writableLength).toBeLessThan(maxParts * 16)
  })

  it("opened and reset without an end reach the server in small numbers", async () => {
    const { raw, streams } = await carried()
    const pairs = Array.from({ length: 500 }, (_, i) => [writeFrame("D", i + 1), writeFrame("R", i + 1)]).flat()
    raw.push(Buffer.concat(pairs.map(masked)))
    // One that is not reset comes after all others.
    await until(() => {
      raw.push(masked(writeFrame("D", 1000 + streams())))
      return streams() > 0
    })
    expect(streams()).toBeLessThanOrEqual(40)
  })
})
