import { createHash, randomBytes } from "node:crypto"
import { once } from "node:events"
import type { TLSSocket } from "node:tls"
import { describe, expect, it } from "vitest"
import { WebSocket } from "ws"
import { ask, bridge, echo, hello, open, piped, settled, tlsServer, until } from "./support.ts"

const block = 16_384
const sha256 = (parts: readonly Uint8Array[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest("hex")

const collect = (ws: WebSocket) => {
  const parts: Buffer[] = []
  const state = { parts, length: 0 }
  ws.on("message", data => {
    if (!(data instanceof Buffer)) return
    parts.push(data)
    state.length += data.length
  })
  return state
}

/** Sends `total` bytes as fast as the connection takes them; `accepted` is what has left the process. */
const flood = (socket: TLSSocket, total: number) => {
  const chunk = Buffer.alloc(4 * block, 7)
  let left = total
  const send = () => {
    while (left > 0) {
      const part = chunk.subarray(0, Math.min(left, chunk.length))
      left -= part.length
      if (!socket.write(part)) return
    }
  }
  socket.on("drain", send)
  send()
  return { accepted: () => total - left - socket.writableLength }
}

describe("bytes", () => {
  it("arrive whole and in order both ways, whatever their sizes", async () => {
    const { port } = await tlsServer(echo)
    const ws = await piped((await bridge()).ws, port)
    const back = collect(ws)
    const sizes = [0, 1, 5, block, block - 1, block + 1, 100_000, 1, 262_144, 3, 65_536, 70_000]
    const parts = sizes.map(n => randomBytes(n))
    for (const part of parts) ws.send(part)
    const total = sizes.reduce((a, b) => a + b)
    await until(() => back.length >= total)
    expect(back.length).toBe(total)
    expect(sha256(back.parts)).toBe(sha256(parts))
  })

  it("of many connections at once do not mix", async () => {
    const { port } = await tlsServer(echo)
    const { ws: url } = await bridge()
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        const ws = await piped(url, port)
        const back = collect(ws)
        const parts = Array.from({ length: 20 }, () => randomBytes(block))
        for (const part of parts) ws.send(part)
        await until(() => back.length === 20 * block)
        expect(sha256(back.parts)).toBe(sha256(parts))
      }),
    )
  })

  it("a block that the server sends at once and then closes arrives before the close", async () => {
    const { port } = await tlsServer(socket => socket.end(Buffer.alloc(10 * block, 1)))
    const ws = await open((await bridge()).ws)
    const got = { length: 0 }
    ws.on("message", (data, isBinary) => {
      if (isBinary && data instanceof Buffer) got.length += data.length
    })
    const closed = once(ws, "close")
    ws.send(JSON.stringify(hello(port)))
    expect((await closed)[0]).toBe(1000)
    expect(got.length).toBe(10 * block)
  })

  it("what the client sent last reaches the server, and its close with it", async () => {
    const received: Buffer[] = []
    let ended = false
    const { port } = await tlsServer(socket => {
      socket
        .on("data", data => received.push(data))
        .on("end", () => {
          ended = true
        })
    })
    const ws = await piped((await bridge()).ws, port)
    const data = randomBytes(20 * block)
    for (let i = 0; i < 20; i++) ws.send(data.subarray(i * block, (i + 1) * block))
    ws.close()
    await until(() => ended)
    expect(sha256(received)).toBe(sha256([data]))
  })

  it("a client that breaks off takes the server's connection with it, and the other way round", async () => {
    const { port, sockets } = await tlsServer(socket => socket.resume())
    const { ws: url } = await bridge()
    const first = await piped(url, port)
    await until(() => sockets.size === 1)
    const gone = [...sockets].map(socket => once(socket, "close"))
    first.terminate()
    await Promise.all(gone)

    const second = await piped(url, port)
    await until(() => sockets.size === 2)
    const closed = once(second, "close")
    for (const socket of sockets) socket.destroy()
    await closed
  })

  it("text in the pipe closes it with 1003, a message over the limit with 1009", async () => {
    const { port } = await tlsServer(echo)
    const { ws: url } = await bridge({ maxFrame: block })
    const text = await piped(url, port)
    text.send("text")
    expect((await once(text, "close"))[0]).toBe(1003)
    const fits = await piped(url, port)
    const back = collect(fits)
    fits.send(Buffer.alloc(block))
    await until(() => back.length === block)
    fits.send(Buffer.alloc(block + 1))
    expect((await once(fits, "close"))[0]).toBe(1009)
  })
})

// The kernel holds some megabytes at each of the two hops; what the bridge holds is bounded by its settings.
const total = 200_000_000
const bound = 50_000_000

describe("back-pressure", () => {
  it("a client that does not read stops the server; nothing is lost when it reads again", async () => {
    const sent: { accepted: () => number }[] = []
    const { port } = await tlsServer(socket => void socket.once("data", () => sent.push(flood(socket, total))))
    const ws = await piped((await bridge()).ws, port)
    let got = 0
    ws.on("message", data => {
      if (data instanceof Buffer) got += data.length
    })
    ws.send(Buffer.of(1))
    await until(() => sent.length === 1)
    ws.pause()
    const accepted = await settled(() => sent[0]?.accepted() ?? 0)
    expect(accepted).toBeLessThan(bound)
    ws.resume()
    await until(() => got === total)
  })

  it("a server that does not read stops the client; nothing is lost when it reads again", async () => {
    const { port, sockets } = await tlsServer(socket => void socket.pause())
    const ws = await piped((await bridge()).ws, port)
    await until(() => sockets.size === 1)
    const data = Buffer.alloc(10 * block, 7)
    let left = total
    const send = () => {
      while (left > 0 && ws.bufferedAmount < 1_000_000) {
        const part = data.subarray(0, Math.min(left, data.length))
        left -= part.length
        ws.send(part, send)
      }
    }
    send()
    const accepted = await settled(() => total - left - ws.bufferedAmount)
    expect(accepted).toBeLessThan(bound)
    let got = 0
    for (const socket of sockets) socket.on("data", part => (got += part.length)).resume()
    await until(() => got === total)
  })
})

describe("peers that are gone", () => {
  const pingInterval = 100

  it("a client that answers no ping is dropped, and its server with it", async () => {
    const { port, sockets } = await tlsServer(socket => socket.resume())
    const ws = await piped((await bridge({ pingInterval })).ws, port, { autoPong: false })
    await until(() => sockets.size === 1)
    const ended = [...sockets].map(socket => once(socket, "close"))
    expect((await once(ws, "close"))[0]).toBe(1006)
    await Promise.all(ended)
  })

  it("so is one that only the server talks to", async () => {
    const { port } = await tlsServer(socket => {
      const timer = setInterval(() => socket.write("message"), 20)
      socket.on("close", () => clearInterval(timer))
    })
    const ws = await piped((await bridge({ pingInterval })).ws, port, { autoPong: false })
    expect((await once(ws, "close"))[0]).toBe(1006)
  })

  it("so is one that does not read, and one whose server does not", async () => {
    const { ws: url } = await bridge({ pingInterval })
    const fast = await tlsServer(socket => void flood(socket, total))
    const deaf = await piped(url, fast.port)
    deaf.pause()
    await until(() => fast.sockets.size === 1)
    await Promise.all([...fast.sockets].map(socket => once(socket, "close")))

    const stuck = await tlsServer(socket => void socket.pause())
    const ws = await piped(url, stuck.port)
    const closed = once(ws, "close")
    for (let i = 0; i < 2000; i++) ws.send(Buffer.alloc(block))
    await closed
  })

  it("one that answers stays", async () => {
    const { port } = await tlsServer(echo)
    const ws = await piped((await bridge({ pingInterval })).ws, port)
    let pings = 0
    ws.on("ping", () => pings++)
    await until(() => pings >= 5)
    const back = collect(ws)
    ws.send("x".repeat(10), { binary: true })
    await until(() => back.length === 10)
  })

  it("one that is slow but reads stays until it has everything", async () => {
    const size = 40_000_000
    const { port } = await tlsServer(socket => void socket.once("data", () => void flood(socket, size)))
    // No pong ever: only what it takes shows that it is there.
    const ws = await piped((await bridge({ pingInterval: 600 })).ws, port, { autoPong: false })
    let got = 0
    let allowed = 0
    ws.on("message", data => {
      if (!(data instanceof Buffer)) return
      got += data.length
      if (got >= allowed) ws.pause()
    })
    const timer = setInterval(() => {
      allowed = got + 500_000
      ws.resume()
    }, 50)
    ws.on("close", () => clearInterval(timer))
    ws.send(Buffer.of(1))
    await once(ws, "close")
    expect(got).toBe(size)
  })
})

describe("limits", () => {
  const refused = async (url: string, headers = {}) => {
    // The answer comes with the handshake: waiting for "open" first would miss it.
    const ws = new WebSocket(url, { headers })
    const closed = once(ws, "close")
    const [answer] = await once(ws, "message")
    await closed
    return JSON.parse(String(answer))
  }

  it("connections of one client", async () => {
    const { port } = await tlsServer(echo)
    const { ws: url } = await bridge({ maxPerClient: 2 })
    const first = await piped(url, port)
    await piped(url, port)
    expect(await refused(url)).toEqual({ error: "LIMIT" })
    first.close()
    await once(first, "close")
    await piped(url, port)
    expect(await refused(url)).toEqual({ error: "LIMIT" })
  })

  it("connections in all, and clients by the address that a trusted proxy gives", async () => {
    const { port } = await tlsServer(echo)
    const { ws: url } = await bridge({ maxConnections: 3, maxPerClient: 2, trustProxy: true })
    const from = (address: string) => ({ headers: { "x-forwarded-for": `192.0.2.9, ${address}` } })
    await piped(url, port, from("192.0.2.1"))
    await piped(url, port, from("192.0.2.1"))
    expect(await refused(url, from("192.0.2.1").headers)).toEqual({ error: "LIMIT" })
    await piped(url, port, from("192.0.2.2"))
    expect(await refused(url, from("192.0.2.3").headers)).toEqual({ error: "LIMIT" })
  })

  it("an address that nobody vouches for changes nothing", async () => {
    const { port } = await tlsServer(echo)
    const { ws: url } = await bridge({ maxPerClient: 1 })
    await piped(url, port, { headers: { "x-forwarded-for": "192.0.2.1" } })
    expect(await refused(url, { "x-forwarded-for": "192.0.2.2" })).toEqual({ error: "LIMIT" })
  })

  it("new connections a minute", async () => {
    const { ws: url } = await bridge({ maxRate: 3 })
    for (let i = 0; i < 3; i++) expect(await ask(await open(url), "x")).toEqual({ error: "BAD_REQUEST" })
    expect(await refused(url)).toEqual({ error: "LIMIT" })
  })
})

describe("origin", () => {
  const status = async (url: string, headers: Record<string, string>) => {
    try {
      return (await open(url, { headers })).readyState
    } catch (e) {
      return e instanceof Error ? e.message : ""
    }
  }

  it("pages of other hosts get 403", async () => {
    const { ws: url, port } = await bridge()
    expect(await status(url, { origin: `http://127.0.0.1:${port}` })).toBe(1)
    expect(await status(url, { origin: "https://evil.example" })).toMatch("403")
    expect(await status(url, { origin: "null" })).toMatch("403")
    expect(await status(url.replace("/bridge", "/other"), {})).toMatch("404")
  })

  it("or the ones that are listed", async () => {
    const { ws: url, port } = await bridge({ origin: ["https://chat.example"] })
    expect(await status(url, { origin: "https://chat.example" })).toBe(1)
    expect(await status(url, { origin: `http://127.0.0.1:${port}` })).toMatch("403")
  })
})
