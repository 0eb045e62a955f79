/** XFTP through the bridge: frames in, HTTP/2 requests out, and back; all over real sockets. */
import { createHash, randomBytes } from "node:crypto"
import { createServer as createHttp2, type ServerHttp2Stream } from "node:http2"
import { describe, expect, it } from "vitest"
import { firstWindow, readFrame, writeFrame, writeWindow } from "../../bridge/frame.ts"
import { decode, encode } from "../../worker/encoding/codec.ts"
import * as twin from "../../worker/xftp/frame.ts"
import { ask, bridge, closeCode, hello, open, tlsServer, until, wait } from "./support.ts"

type Handler = (stream: ServerHttp2Stream, headers: Record<string, unknown>) => void

/** An HTTP/2 server over TLS, as XFTP servers are. */
const server = async (onStream: Handler) => {
  // a server that writes much at once is not to refuse requests for it
  const http = createHttp2({ maxSessionMemory: 1000 })
  http.on("session", s => s.on("error", () => undefined))
  http.on("stream", (stream, headers) => {
    stream.on("error", () => undefined)
    onStream(stream, headers)
  })
  return tlsServer(socket => void http.emit("connection", socket), { ALPNProtocols: ["xftp/1"] })
}

const echo: Handler = stream => {
  stream.respond({ ":status": 200 })
  stream.pipe(stream)
}

const xftp = (port: number) => ({ ...hello(port), protocol: "xftp" })

const start = async (onStream: Handler, options = {}) => {
  const { port, sockets } = await server(onStream)
  const b = await bridge(options)
  const ws = await open(b.ws)
  expect(await ask(ws, xftp(port))).toEqual({ ok: true })
  const frames: NonNullable<ReturnType<typeof readFrame>>[] = []
  ws.on("message", data => {
    const frame = readFrame(data as Buffer)
    if (frame !== null) frames.push(frame)
  })
  /** The body of a response so far, and how it ended. */
  const got = (id: number) => {
    const mine = frames.filter(f => f.id === id)
    const bodies = mine.filter(f => f.kind === "D" || f.kind === "E").map(f => f.payload)
    return { body: Buffer.concat(bodies), end: mine.find(f => f.kind === "E" || f.kind === "R")?.kind }
  }
  const ended = async (id: number) => {
    await until(() => got(id).end !== undefined || ws.readyState !== ws.OPEN)
    return got(id)
  }
  return { ws, frames, got, ended, sockets }
}

describe("frames", () => {
  it("are the same on both sides", () => {
    for (const payload of [Buffer.alloc(0), Buffer.from("abc"), randomBytes(1000)]) {
      const bytes = Uint8Array.from(payload)
      for (const [kind, type] of [
        ["D", "data"],
        ["E", "end"],
      ] as const) {
        const frame = writeFrame(kind, 77, payload)
        expect(Buffer.from(encode(twin.frame, { type, id: 77, bytes }))).toEqual(frame)
        expect(decode(twin.frame, Uint8Array.from(frame))).toEqual({ type, id: 77, bytes })
        expect(readFrame(frame)).toEqual({ kind, id: 77, payload })
      }
    }
    expect(decode(twin.frame, Uint8Array.from(writeWindow(5, 70_000)))).toEqual({ type: "window", id: 5, size: 70_000 })
    expect(decode(twin.frame, Uint8Array.from(writeFrame("R", 5)))).toEqual({ type: "reset", id: 5 })
    expect(twin.firstWindow).toBe(firstWindow)
  })

  it("that are none are not read", () => {
    for (const bad of [
      "",
      "D",
      "D\0\0\0",
      "X\0\0\0\u0001",
      "W\0\0\0\u0001",
      "W\0\0\0\u0001\0\0\0\0\0",
      "R\0\0\0\u0001x",
    ])
      expect(readFrame(Buffer.from(bad, "latin1"))).toBe(null)
  })
})

describe("requests", () => {
  it("are POST / with the client's body, and the response's body comes back", async () => {
    const seen: unknown[] = []
    const s = await start((stream, headers) => {
      seen.push(Object.fromEntries(Object.entries(headers)))
      echo(stream, headers)
    })
    s.ws.send(writeFrame("D", 1, Buffer.from("hello, ")))
    s.ws.send(writeFrame("E", 1, Buffer.from("server")))
    expect(await s.ended(1)).toEqual({ body: Buffer.from("hello, server"), end: "E" })
    s.ws.send(writeFrame("E", 5))
    expect(await s.ended(5)).toEqual({ body: Buffer.alloc(0), end: "E" })
    for (const h of seen)
      expect(h).toEqual({ ":method": "POST", ":path": "/", ":scheme": "https", ":authority": "127.0.0.1" })
    expect(s.sockets.size).toBe(1)
  })

  it("go on at the same time, and one that stands still holds up no other", async () => {
    const s = await start((stream, headers) => {
      stream.once("data", (first: Buffer) => {
        stream.respond({ ":status": 200 })
        if (first.toString() === "wait") stream.pause()
        else stream.end(first)
      })
      void headers
    })
    s.ws.send(writeFrame("D", 1, Buffer.from("wait")))
    for (let id = 2; id < 20; id++) {
      s.ws.send(writeFrame("E", id, Buffer.from(`request ${id}`)))
      expect((await s.ended(id)).body.toString()).toBe(`request ${id}`)
    }
    expect(s.got(1).end).toBe(undefined)
  })

  it("up to eight at a time; the next is reset", async () => {
    const s = await start(() => undefined)
    for (let id = 1; id <= 9; id++) s.ws.send(writeFrame("D", id, Buffer.from("x")))
    expect((await s.ended(9)).end).toBe("R")
    s.ws.send(writeFrame("R", 1))
    s.ws.send(writeFrame("D", 10, Buffer.from("x")))
    await wait(50)
    expect(s.got(10).end).toBe(undefined)
    expect(s.ws.readyState).toBe(s.ws.OPEN)
  })

  it("carry megabytes each way with the windows that both sides open", async () => {
    const s = await start(echo)
    const content = randomBytes(3_000_000)
    let may = firstWindow
    s.ws.on("message", data => {
      const frame = readFrame(data as Buffer)
      if (frame?.kind === "W") may += frame.payload.readUInt32BE()
      if (frame?.kind === "D") s.ws.send(writeWindow(1, frame.payload.length))
    })
    for (let at = 0; at < content.length; ) {
      await until(() => may > 0)
      const part = content.subarray(at, at + Math.min(may, 50_000))
      s.ws.send(writeFrame(at + part.length === content.length ? "E" : "D", 1, part))
      at += part.length
      may -= part.length
    }
    const { body, end } = await s.ended(1)
    expect(end).toBe("E")
    expect(createHash("sha256").update(body).digest("hex")).toBe(createHash("sha256").update(content).digest("hex"))
  })

  it("answered before they are whole end there, and what still comes for them is dropped", async () => {
    const s = await start(stream => {
      stream.respond({ ":status": 200 })
      stream.end("no")
    })
    s.ws.send(writeFrame("D", 1, Buffer.alloc(50_000)))
    expect(await s.ended(1)).toEqual({ body: Buffer.from("no"), end: "E" })
    for (let i = 0; i < 10; i++) s.ws.send(writeFrame("D", 1, Buffer.alloc(50_000)))
    s.ws.send(writeFrame("E", 2))
    expect((await s.ended(2)).body.toString()).toBe("no")
  })

  it("that are not answered with 200, or are reset by the server, are reset", async () => {
    const s = await start(stream => {
      stream.once("data", (first: Buffer) => {
        if (first.toString() === "404") stream.respond({ ":status": 404 })
        else stream.close(2)
      })
    })
    s.ws.send(writeFrame("E", 1, Buffer.from("404")))
    s.ws.send(writeFrame("E", 2, Buffer.from("reset")))
    expect(await s.ended(1)).toEqual({ body: Buffer.alloc(0), end: "R" })
    expect(await s.ended(2)).toEqual({ body: Buffer.alloc(0), end: "R" })
  })

  it("that the client gives up are closed at the server", async () => {
    let closed = 0
    const s = await start(stream => {
      stream.on("close", () => closed++)
    })
    s.ws.send(writeFrame("D", 1, Buffer.from("x")))
    await until(() => s.sockets.size === 1)
    s.ws.send(writeFrame("R", 1))
    await until(() => closed === 1)
    expect(s.ws.readyState).toBe(s.ws.OPEN)
  })

  it("whose connection breaks in the middle of a response do not look finished", async () => {
    const s = await start(stream => {
      stream.respond({ ":status": 200 })
      stream.write(Buffer.alloc(20_000), () => setTimeout(() => stream.session?.destroy(), 20))
    })
    s.ws.send(writeFrame("E", 1))
    const code = closeCode(s.ws)
    await until(() => s.ws.readyState === s.ws.CLOSED)
    expect(s.got(1).end).not.toBe("E")
    expect(await code).toBe(1000)
  })
})

describe("limits", () => {
  const bad: [string, Buffer[]][] = [
    [
      "more than the window",
      [writeFrame("D", 1, Buffer.alloc(firstWindow - 100)), writeFrame("D", 1, Buffer.alloc(101))],
    ],
    ["data after the end", [writeFrame("E", 1), writeFrame("D", 1, Buffer.from("x"))]],
    ["a frame of unknown kind", [Buffer.from("X\0\0\0\u0001", "latin1")]],
    ["half a frame", [Buffer.from("D\0", "latin1")]],
    ["a window for a request that was never made", [writeWindow(1, 5)]],
    ["a window beyond all bounds", [writeFrame("D", 1), writeWindow(1, 2 ** 32 - 1)]],
  ]
  for (const [what, messages] of bad)
    it(`${what} closes the connection with 1002`, async () => {
      const s = await start(() => undefined)
      const code = closeCode(s.ws)
      for (const m of messages) s.ws.send(m)
      expect(await code).toBe(1002)
      await until(() => [...s.sockets].every(socket => socket.destroyed))
    })

  it("text closes it with 1003", async () => {
    const s = await start(() => undefined)
    const code = closeCode(s.ws)
    s.ws.send("text")
    expect(await code).toBe(1003)
  })

  it("a client that opens no window gets one window of each response, and the server is held back", async () => {
    let sent = 0
    const s = await start(stream => {
      stream.respond({ ":status": 200 })
      const more = () => {
        while (!stream.destroyed) {
          sent += 65_536
          if (!stream.write(Buffer.alloc(65_536))) return
        }
      }
      stream.on("drain", more)
      more()
    })
    s.ws.send(writeFrame("E", 1))
    await until(() => s.got(1).body.length === firstWindow)
    await wait(300)
    expect(s.got(1).body.length).toBe(firstWindow)
    expect(sent).toBeLessThan(2_000_000)
    s.ws.send(writeWindow(1, 10))
    await until(() => s.got(1).body.length === firstWindow + 10)
  })

  it("a client that does not read holds back all responses, and gets them when it reads", async () => {
    const size = 8_000_000
    let done = 0
    const s = await start(
      stream => {
        stream.respond({ ":status": 200 })
        stream.end(Buffer.alloc(size), () => done++)
      },
      { maxBuffered: 65_536 },
    )
    s.ws.pause()
    for (let id = 1; id <= 4; id++) {
      s.ws.send(writeFrame("E", id))
      s.ws.send(writeWindow(id, size))
    }
    await wait(500)
    expect(done).toBeLessThan(4)
    s.ws.resume()
    for (let id = 1; id <= 4; id++) expect((await s.ended(id)).body.length).toBe(size)
  })

  it("a server without xftp/1, or that is none of HTTP/2, is refused or closed", async () => {
    const smp = await tlsServer()
    const b = await bridge()
    expect(await ask(await open(b.ws), xftp(smp.port))).toEqual({ error: "ALPN" })
    expect(await ask(await open(b.ws), hello((await server(echo)).port))).toEqual({ error: "ALPN" })
    const noise = await tlsServer(socket => void socket.write(randomBytes(1000)), { ALPNProtocols: ["xftp/1"] })
    const ws = await open(b.ws)
    const code = closeCode(ws)
    await ask(ws, xftp(noise.port))
    expect(await code).toBe(1000)
  })

  it("a bridge that stops closes connections of XFTP too", async () => {
    const { port } = await server(echo)
    const b = await bridge()
    const ws = await open(b.ws)
    await ask(ws, xftp(port))
    const code = closeCode(ws)
    await b.close()
    expect(await code).toBe(1001)
  })
})
