import { once } from "node:events"
import { createServer, type Socket } from "node:net"
import { describe, expect, it } from "vitest"
import type { BridgeOptions } from "../../bridge/bridge.ts"
import { ask, atEnd, bridge, echo, hello, listen, open, piped, settled, tlsServer, until } from "./support.ts"

/** The answer to one first message at a bridge of its own. */
const answerTo = async (message: unknown, options: BridgeOptions = {}): Promise<unknown> => {
  const ws = await open((await bridge(options)).ws)
  const closed = once(ws, "close")
  const answer = await ask(ws, message)
  if (JSON.stringify(answer).includes("error")) await closed
  return answer
}

/** A TCP server, and what it does with a connection. */
const tcpServer = async (onSocket: (socket: Socket) => void): Promise<number> => {
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    socket.on("error", () => undefined)
    onSocket(socket)
  })
  const port = await listen(server)
  atEnd(() => {
    for (const socket of sockets) socket.destroy()
  })
  return port
}

/** A port where nobody listens. */
const deadPort = async (): Promise<number> => {
  const server = createServer()
  const port = await listen(server)
  server.close()
  await once(server, "close")
  return port
}

describe("first message", () => {
  const cases: [string, unknown, string][] = [
    ["no JSON", "hello", "BAD_REQUEST"],
    ["binary", Buffer.from(JSON.stringify(hello(5223))), "BAD_REQUEST"],
    ["too long", JSON.stringify({ ...hello(5223), filler: "x".repeat(4096) }), "BAD_REQUEST"],
    ["no hosts", { ...hello(5223), hosts: [] }, "BAD_REQUEST"],
    ["other version", { ...hello(5223), v: 2 }, "UNSUPPORTED"],
    ["another protocol", { ...hello(5223), protocol: "ntf" }, "UNSUPPORTED"],
  ]
  for (const [name, message, error] of cases)
    it(`${name}: ${error}`, async () => expect(await answerTo(message)).toEqual({ error }))

  it("none: TIMEOUT", async () => {
    const ws = await open((await bridge({ helloTimeout: 50 })).ws)
    const [answer] = await once(ws, "message")
    expect(JSON.parse(String(answer))).toEqual({ error: "TIMEOUT" })
    await once(ws, "close")
  })

  it("bytes before the answer: BAD_REQUEST, and nothing reaches the server", async () => {
    const received: Buffer[] = []
    const { port } = await tlsServer(socket => socket.on("data", data => received.push(data)))
    const ws = await open((await bridge()).ws)
    const closed = once(ws, "close")
    ws.send(JSON.stringify(hello(port)))
    expect(await ask(ws, Buffer.from("early"))).toEqual({ error: "BAD_REQUEST" })
    await closed
    expect(received).toEqual([])
  })
})

describe("targets", () => {
  const publicBridge = { allowPrivate: false }
  for (const host of ["127.0.0.1", "::1", "10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1", "fd00::1"])
    it(`${host} is FORBIDDEN_HOST unless asked for`, async () =>
      expect(await answerTo(hello(5223, host), publicBridge)).toEqual({ error: "FORBIDDEN_HOST" }))

  for (const address of ["127.0.0.1", "192.168.1.1", "::1", "::ffff:10.0.0.1"])
    it(`a name for ${address} is FORBIDDEN_HOST, and nobody is called`, async () => {
      let calls = 0
      const port = await tcpServer(() => calls++)
      const resolve = async () => [address]
      const answer = await answerTo(hello(port, "rebind.example"), { ...publicBridge, resolve })
      expect(answer).toEqual({ error: "FORBIDDEN_HOST" })
      expect(calls).toBe(0)
    })

  it("ports out of range are FORBIDDEN_HOST before anything is looked up", async () => {
    let lookups = 0
    const resolve = async () => {
      lookups++
      return []
    }
    expect(await answerTo(hello(25, "mail.example"), { ...publicBridge, resolve })).toEqual({ error: "FORBIDDEN_HOST" })
    expect(lookups).toBe(0)
  })

  it("a name is looked up once, and what was checked is what is called", async () => {
    // The second answer would be another, as in an attack by DNS rebinding.
    const { port } = await tlsServer(echo)
    const answers = [["127.0.0.1"], ["127.0.0.99"]]
    let lookups = 0
    const resolve = async () => answers[lookups++] ?? []
    expect(await answerTo(hello(port, "rebind.example"), { resolve })).toEqual({ ok: true })
    expect(lookups).toBe(1)
  })

  it("no address, or no answer: RESOLVE, then TIMEOUT", async () => {
    expect(await answerTo(hello(5223, "a.example"), { resolve: async () => [] })).toEqual({ error: "RESOLVE" })
    const broken = async () => {
      throw new Error("SERVFAIL")
    }
    expect(await answerTo(hello(5223, "a.example"), { resolve: broken })).toEqual({ error: "RESOLVE" })
    const silent = () => new Promise<never>(() => undefined)
    expect(await answerTo(hello(5223, "a.example"), { resolve: silent, connectTimeout: 50 })).toEqual({
      error: "TIMEOUT",
    })
  })

  it("hosts and addresses are tried in order", async () => {
    const { port, sockets } = await tlsServer(echo)
    const names: string[] = []
    const resolve = async (name: string) => {
      names.push(name)
      return name === "none.example" ? [] : ["127.0.0.77", "127.0.0.1"]
    }
    const message = hello(port, "x.onion", "none.example", "both.example", "late.example")
    expect(await answerTo(message, { resolve })).toEqual({ ok: true })
    expect(names).toEqual(["none.example", "both.example"])
    await until(() => sockets.size === 1)
  })

  it("the first failure is the answer, ONION only when it is all there was", async () => {
    const resolve = async () => []
    const dead = await deadPort()
    expect(await answerTo(hello(dead, "x.onion", "127.0.0.1", "a.example"), { resolve })).toEqual({ error: "REFUSED" })
    expect(await answerTo(hello(dead, "a.example", "127.0.0.1"), { resolve })).toEqual({ error: "RESOLVE" })
    expect(await answerTo(hello(dead, "x.onion", "y.onion"), { resolve })).toEqual({ error: "ONION" })
  })

  it("gives up when the client does", async () => {
    const accepted: Socket[] = []
    const port = await tcpServer(socket => accepted.push(socket))
    const ws = await open((await bridge()).ws)
    ws.send(JSON.stringify(hello(port)))
    await until(() => accepted.length === 1)
    const gone = accepted.map(socket => once(socket.resume(), "close"))
    ws.terminate()
    await Promise.all(gone)
  })
})

describe("TLS", () => {
  it("offers TLS 1.3, ChaCha20-Poly1305, X25519 and smp/1, and neither a name nor an old session", async () => {
    const hellos: Buffer[] = []
    const port = await tcpServer(socket =>
      socket.once("data", data => {
        hellos.push(data)
        socket.destroy()
      }),
    )
    expect(await answerTo(hello(port, "localhost"))).toEqual({ error: "TLS" })
    const record = hellos[0] ?? Buffer.alloc(0)
    expect([record[0], record[5], record.readUInt16BE(3)]).toEqual([22, 1, record.length - 5])
    let at = 5 + 4 + 2 + 32
    const take = (n: number) => {
      at += n
      return record.subarray(at - n, at)
    }
    const vector = (size: 1 | 2) => take(take(size).readUIntBE(0, size))
    vector(1) // the session id of middlebox compatibility
    // 0x00ff says that there is no renegotiation; it is no cipher.
    expect(vector(2).toString("hex").replace("00ff", "")).toBe("1303")
    vector(1)
    const end = at + 2 + record.readUInt16BE(at)
    at += 2
    const extensions = new Map<number, string>()
    while (at < end) extensions.set(take(2).readUInt16BE(0), vector(2).toString("hex"))
    expect(extensions.has(0)).toBe(false) // server_name
    expect(extensions.has(41)).toBe(false) // pre_shared_key
    expect(extensions.has(42)).toBe(false) // early_data
    expect(extensions.get(10)).toBe("0002001d") // supported_groups
    expect(extensions.get(43)).toBe("020304") // supported_versions
    expect(extensions.get(16)).toBe(`000605${Buffer.from("smp/1").toString("hex")}`)
    expect(extensions.get(51)?.slice(0, 12)).toBe("0024001d0020") // key_share
    expect(record.includes("localhost")).toBe(false)
  })

  it("is what the server sees, each time anew", async () => {
    const { port, sockets } = await tlsServer(echo)
    const { ws } = await bridge()
    for (let i = 0; i < 3; i++) await piped(ws, port)
    await until(() => sockets.size === 3)
    for (const socket of sockets) {
      expect(socket.getProtocol()).toBe("TLSv1.3")
      expect(socket.getCipher().name).toBe("TLS_CHACHA20_POLY1305_SHA256")
      expect(socket.alpnProtocol).toBe("smp/1")
      expect(socket.isSessionReused()).toBe(false)
    }
    expect([...sockets].map(socket => Reflect.get(socket, "servername"))).toEqual([false, false, false])
  })

  it("a server without smp/1 is refused with ALPN before it gets a byte", async () => {
    const received: Buffer[] = []
    const keep = (socket: Socket) => void socket.on("data", data => received.push(data))
    const silent = await tlsServer(keep, { ALPNProtocols: undefined })
    expect(await answerTo(hello(silent.port))).toEqual({ error: "ALPN" })
    const web = await tlsServer(keep, { ALPNProtocols: ["h2", "http/1.1"] })
    expect(await answerTo(hello(web.port))).toEqual({ error: "ALPN" })
    expect(received).toEqual([])
  })

  it("TLS 1.2, another cipher, plain text or a closed door: TLS", async () => {
    const old = await tlsServer(echo, { minVersion: "TLSv1.2", maxVersion: "TLSv1.2" })
    expect(await answerTo(hello(old.port))).toEqual({ error: "TLS" })
    const other = await tlsServer(echo, { ciphers: "TLS_AES_128_GCM_SHA256" })
    expect(await answerTo(hello(other.port))).toEqual({ error: "TLS" })
    const plain = await tcpServer(socket => socket.end("220 mail.example ESMTP\r\n"))
    expect(await answerTo(hello(plain))).toEqual({ error: "TLS" })
    const closed = await tcpServer(socket => socket.destroy())
    expect(await answerTo(hello(closed))).toEqual({ error: "TLS" })
  })

  it("nobody there: REFUSED; nobody who talks: TIMEOUT", async () => {
    expect(await answerTo(hello(await deadPort()))).toEqual({ error: "REFUSED" })
    const mute = await tcpServer(socket => socket.resume())
    expect(await answerTo(hello(mute), { connectTimeout: 50 })).toEqual({ error: "TIMEOUT" })
  })

  it("leaves nothing open after a refusal", async () => {
    let open_ = 0
    const port = await tcpServer(socket => {
      open_++
      socket.resume().on("close", () => open_--)
    })
    expect(await answerTo(hello(port, "127.0.0.1", "127.0.0.1"), { connectTimeout: 50 })).toEqual({ error: "TIMEOUT" })
    await until(() => open_ === 0)
  })
})

describe(".onion hosts", () => {
  const onion = "a".repeat(56)
  const target = `${onion}.onion`

  /** A SOCKS5 proxy that sends everybody to `port`, and what it was asked. */
  const proxy = async (port: number, reply = 0) => {
    const asked: { user: string; password: string; host: string; port: number }[] = []
    const at = await tcpServer(async socket => {
      const read = async () => (await once(socket, "data"))[0] as Buffer
      expect([...(await read())]).toEqual([5, 1, 2])
      socket.write(Buffer.of(5, 2))
      const login = await read()
      const userEnd = 2 + (login[1] ?? 0)
      const user = login.subarray(2, userEnd).toString()
      const password = login.subarray(userEnd + 1, userEnd + 1 + (login[userEnd] ?? 0)).toString()
      socket.write(Buffer.of(1, 0))
      const request = await read()
      expect([...request.subarray(0, 4)]).toEqual([5, 1, 0, 3])
      const host = request.subarray(5, 5 + (request[4] ?? 0)).toString()
      asked.push({ user, password, host, port: request.readUInt16BE(request.length - 2) })
      // In two pieces, as a network may.
      socket.write(Buffer.of(5, reply, 0))
      setTimeout(() => socket.write(Buffer.of(1, 0, 0, 0, 0, 0, 0)), 5)
      if (reply !== 0) return
      const { connect } = await import("node:net")
      const through = connect(port, "127.0.0.1")
      through.on("error", () => undefined)
      through.on("connect", () => {
        socket.pipe(through).pipe(socket)
      })
      atEnd(() => through.destroy())
    })
    return { socks: `127.0.0.1:${at}`, asked }
  }

  it("ONION without a proxy", async () => {
    expect(await answerTo(hello(5223, target))).toEqual({ error: "ONION" })
    expect(await answerTo(hello(5223, target.toUpperCase()))).toEqual({ error: "ONION" })
  })

  it("go through the proxy, each connection with credentials of its own", async () => {
    const { port } = await tlsServer(echo)
    const { socks, asked } = await proxy(port)
    const resolve = () => Promise.reject(new Error("onion names are not for DNS"))
    const { ws: url } = await bridge({ socks, resolve, allowPrivate: false })
    for (let i = 0; i < 2; i++) {
      const ws = await open(url)
      expect(await ask(ws, hello(5223, target))).toEqual({ ok: true })
      const echoed = once(ws, "message")
      ws.send(Buffer.from("through Tor"))
      expect(String((await echoed)[0])).toBe("through Tor")
    }
    expect(asked.map(({ host, port }) => ({ host, port }))).toEqual(Array(2).fill({ host: target, port: 5223 }))
    expect(new Set(asked.map(a => a.user)).size).toBe(2)
    expect(asked.every(a => /^[0-9a-f]{32}$/.test(a.user))).toBe(true)
  })

  it("go through the proxy with the token that the client names, where it names one", async () => {
    const { port } = await tlsServer(echo)
    const { socks, asked } = await proxy(port)
    const { ws: url } = await bridge({ socks })
    const isolation = "0123456789abcdef_-"
    for (let i = 0; i < 2; i++)
      expect(await ask(await open(url), { ...hello(5223, target), isolation })).toEqual({ ok: true })
    expect(asked.map(({ user, password }) => [user, password])).toEqual(Array(2).fill([isolation, isolation]))
  })

  it("ONION when the proxy refuses, closes, is away or talks another language; TIMEOUT when it is silent", async () => {
    const { socks } = await proxy(0, 5)
    expect(await answerTo(hello(5223, target), { socks })).toEqual({ error: "ONION" })
    const dead = await deadPort()
    expect(await answerTo(hello(5223, target), { socks: `127.0.0.1:${dead}` })).toEqual({ error: "ONION" })
    const rude = await tcpServer(socket => socket.end())
    expect(await answerTo(hello(5223, target), { socks: `127.0.0.1:${rude}` })).toEqual({ error: "ONION" })
    const web = await tcpServer(socket => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"))
    expect(await answerTo(hello(5223, target), { socks: `127.0.0.1:${web}` })).toEqual({ error: "ONION" })
    const mute = await tcpServer(socket => socket.resume())
    const options = { socks: `127.0.0.1:${mute}`, connectTimeout: 100 }
    expect(await answerTo(hello(5223, target), options)).toEqual({ error: "TIMEOUT" })
  })
})

it("nothing of an attempt outlives it", async () => {
  const { ws: url } = await bridge({ connectTimeout: 200 })
  const port = await deadPort()
  for (let i = 0; i < 5; i++) {
    const ws = await open(url)
    const closed = once(ws, "close")
    expect(await ask(ws, hello(port))).toEqual({ error: "REFUSED" })
    await closed
  }
  const timers = () => process.getActiveResourcesInfo().filter(r => r === "TCPSocketWrap" || r === "TLSWrap").length
  expect(await settled(timers, 100)).toBeLessThanOrEqual(1)
})
