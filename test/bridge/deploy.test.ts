/** The bridge as it is deployed: as nobody on a disk that it cannot write, with a certificate, behind a proxy, in copies. */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { request as httpRequest } from "node:http"
import { createServer as createSecureServer, get } from "node:https"
import { type AddressInfo, connect, createServer, type Socket } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import type { Duplex } from "node:stream"
import { text } from "node:stream/consumers"
import { build } from "vite"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { WebSocket } from "ws"
import { type Bridge, startBridge } from "../../bridge/bridge.ts"
import { bridgeConnect, type WebSocketLike } from "../../worker/smp/socket.ts"
import { startRelay } from "../relay/smp.ts"
import { makeChain } from "../support/certificate.ts"
import { acceleratedClock } from "../support/clock.ts"
import { newBrowser } from "../support/tabs.ts"
import { ask, atEnd, bridge, echo, hello, listen, open, piped, tlsServer, until } from "./support.ts"

const page = makeChain({ alg: "ed25519" })
const pem = { cert: page.leafPem + page.caPem, key: page.leafKeyPem }
/** The certificate names nobody; who it is is not what is tested here. */
const anyone = { rejectUnauthorized: false }

const getPage = async (url: string): Promise<{ body: string; headers: Record<string, unknown>; serial: string }> => {
  const [response] = await once(get(url, { ...anyone, agent: false }), "response")
  const serial = response.socket.getPeerCertificate().serialNumber
  return { body: await text(response), headers: response.headers, serial }
}

describe("one file and a folder", () => {
  let folder = ""
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "unlisted-deploy-"))
    await build({ mode: "bridge", logLevel: "error", build: { outDir: join(folder, "dist"), emptyOutDir: false } })
    mkdirSync(join(folder, "dist/web"))
    writeFileSync(join(folder, "dist/web/index.html"), "page")
    writeFileSync(join(folder, "cert.pem"), pem.cert)
    writeFileSync(join(folder, "key.pem"), pem.key)
    for (const path of ["dist/web", "dist", ""]) chmodSync(join(folder, path), 0o555)
  })
  afterAll(() => {
    for (const path of ["", "dist", "dist/web"]) chmodSync(join(folder, path), 0o755)
    rmSync(folder, { recursive: true })
  })

  /** Root gives up what it may; anybody else may not write there anyway. */
  const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  const start = async (...args: string[]): Promise<{ child: ChildProcess; port: number; events: string[] }> => {
    const child = spawn(process.execPath, ["dist/bridge.js", "--allow-private", "--drain-timeout", "0", ...args], {
      cwd: folder,
      env: { PATH: process.env.PATH ?? "", PORT: "0", HOME: "/nonexistent" },
      stdio: ["ignore", "pipe", "inherit"],
      ...nobody,
    })
    atEnd(() => child.kill("SIGKILL"))
    const lines: { event: string; port?: number }[] = []
    const events: string[] = []
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on("line", line => {
      lines.push(JSON.parse(line))
      events.push(lines.at(-1)?.event ?? "")
    })
    await until(() => lines.length > 0)
    return { child, port: lines[0]?.port ?? 0, events }
  }

  it("serves and carries as nobody, where nothing can be written, and leaves nothing", async () => {
    const before = readdirSync(folder, { recursive: true })
    const { child, port } = await start()
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe("page")
    const { port: server } = await tlsServer(echo)
    const ws = await piped(`ws://127.0.0.1:${port}/bridge`, server)
    ws.send(Buffer.from("through"))
    expect(String((await once(ws, "message"))[0])).toBe("through")
    const exited = once(child, "exit")
    child.kill("SIGTERM")
    expect(await exited).toEqual([0, null])
    expect(readdirSync(folder, { recursive: true })).toEqual(before)
  })

  it("listens with a certificate of its own, and takes a new one without a restart", async () => {
    const { child, port, events } = await start("--cert", "cert.pem", "--key", "key.pem")
    const first = await getPage(`https://127.0.0.1:${port}/`)
    expect(first.body).toBe("page")
    expect(first.headers["strict-transport-security"]).toContain("max-age=")
    const { port: server } = await tlsServer(echo)
    const origin = { ...anyone, headers: { origin: `https://127.0.0.1:${port}` } }
    const ws = await open(`wss://127.0.0.1:${port}/bridge`, origin)
    expect(await ask(ws, hello(server))).toEqual({ ok: true })
    ws.send(Buffer.from("through"))
    expect(String((await once(ws, "message"))[0])).toBe("through")
    const next = makeChain({ alg: "ed25519" })
    writeFileSync(join(folder, "cert.pem"), next.leafPem + next.caPem)
    writeFileSync(join(folder, "key.pem"), next.leafKeyPem)
    child.kill("SIGHUP")
    await until(() => events.includes("reloaded"))
    const second = await getPage(`https://127.0.0.1:${port}/`)
    expect(second.body).toBe("page")
    expect(second.serial).not.toBe(first.serial)
    // One that cannot be read changes nothing.
    writeFileSync(join(folder, "key.pem"), "nonsense")
    child.kill("SIGHUP")
    await until(() => events.includes("not reloaded"))
    expect((await getPage(`https://127.0.0.1:${port}/`)).serial).toBe(second.serial)
    ws.send(Buffer.from("still"))
    expect(String((await once(ws, "message"))[0])).toBe("still")
  })
})

/** What nginx does with `proxy_pass`, Upgrade and X-Forwarded-For: TLS ends here, `Host` stays as it was. */
const proxyTo = async (target: Bridge): Promise<number> => {
  const addressOf = (socket: Socket, given: unknown) => [given, socket.remoteAddress].filter(Boolean).join(", ")
  const server = createSecureServer(pem, (req, res) => {
    const headers = { ...req.headers, "x-forwarded-for": addressOf(req.socket, req.headers["x-forwarded-for"]) }
    const onward = httpRequest({ port: target.port, method: req.method, path: req.url, headers }, answer => {
      res.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(res)
    })
    req.pipe(onward)
  })
  server.on("upgrade", (req, socket: Duplex) => {
    const onward = connect(target.port, "127.0.0.1")
    // For the tests the client says who it is; a proxy of yours adds what it sees.
    const client = String(req.headers["x-client"] ?? "192.0.2.1")
    const headers = Object.entries({ ...req.headers, "x-forwarded-for": `203.0.113.9, ${client}` })
    onward.write(`GET ${req.url} HTTP/1.1\r\n${headers.map(([k, v]) => `${k}: ${v}\r\n`).join("")}\r\n`)
    onward.pipe(socket).pipe(onward)
    for (const s of [onward, socket]) s.on("error", () => [onward, socket].forEach(each => void each.destroy()))
  })
  return listen(server)
}

it("behind a proxy with TLS the page is let in by its own origin, and limits are each client's own", async () => {
  const port = await proxyTo(await bridge({ trustProxy: true, maxPerClient: 1 }))
  const { body } = await getPage(`https://127.0.0.1:${port}/health`)
  expect(JSON.parse(body)).toEqual({ ok: true })
  const { port: server } = await tlsServer(echo)
  const from = (client: string, origin = `https://127.0.0.1:${port}`) => ({
    ...anyone,
    headers: { "x-client": client, origin },
  })
  const url = `wss://127.0.0.1:${port}/bridge`
  expect(await ask(await open(url, from("192.0.2.1")), hello(server))).toEqual({ ok: true })
  expect(await ask(await open(url, from("192.0.2.2")), hello(server))).toEqual({ ok: true })
  // Told before it has said anything.
  const third = new WebSocket(url, from("192.0.2.1"))
  atEnd(() => third.terminate())
  expect(JSON.parse(String((await once(third, "message"))[0]))).toEqual({ error: "LIMIT" })
  await expect(open(url, from("192.0.2.3", "https://evil.example"))).rejects.toThrow("403")
})

/** A balancer that gives every connection to the next copy, whoever it is of. */
const balance = async (copies: () => readonly Bridge[]) => {
  let turn = 0
  const counts = new Map<number, number>()
  const server = createServer(socket => {
    const all = copies()
    const { port } = all[turn++ % all.length] ?? { port: 1 }
    counts.set(port, (counts.get(port) ?? 0) + 1)
    const onward = connect(port, "127.0.0.1")
    socket.pipe(onward).pipe(socket)
    for (const s of [onward, socket]) s.on("error", () => [onward, socket].forEach(each => void each.destroy()))
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  atEnd(() => server.close())
  return { port: (server.address() as AddressInfo).port, counts }
}

it("copies behind a balancer without stickiness serve one client by turns, and when one ends the others go on", async () => {
  const relay = await startRelay({})
  atEnd(() => relay.close())
  const startCopy = () => startBridge({ port: 0, web: null, allowPrivate: true, drainTimeout: 0 })
  let copies: readonly Bridge[] = await Promise.all([startCopy(), startCopy()])
  atEnd(() => Promise.all(copies.map(c => c.close())))
  const { port, counts } = await balance(() => copies)
  const person = () => {
    const socket = (url: string) => new WebSocket(url, { perMessageDeflate: false }) as unknown as WebSocketLike
    const connectThem = bridgeConnect(socket, `ws://127.0.0.1:${port}/bridge`, acceleratedClock(20))
    return newBrowser(connectThem, [relay.address]).tab().api
  }
  const [alice, bob] = [person(), person()]
  await alice.startPrivate("Alice")
  await bob.startPrivate("Bob")
  await bob.connect((await alice.createLink()).link?.short ?? "")
  const chatOf = async (api: typeof alice) => (await api.chats())[0]
  const wait = async (check: () => Promise<boolean>) => {
    for (let i = 0; !(await check()); i++) {
      if (i > 1500) throw new Error("waited for too long")
      await new Promise(done => setTimeout(done, 10))
    }
  }
  await wait(async () => [await chatOf(alice), await chatOf(bob)].every(c => c?.status === "connected"))
  expect([...counts.keys()].sort()).toEqual(copies.map(c => c.port).sort())
  const says = async (from: typeof alice, to: typeof alice, words: string) => {
    await from.send((await chatOf(from))?.id ?? "", words)
    await wait(async () => (await to.items((await chatOf(to))?.id ?? "")).items.some(i => i.text === words))
  }
  await says(alice, bob, "by any copy")
  const [ended, left] = copies
  if (ended === undefined || left === undefined) throw new Error("two were started")
  copies = [left]
  await ended.close()
  await says(bob, alice, "by the one that is left")
  copies = [await startCopy()]
  await left.close()
  await says(alice, bob, "by a new one")
  await Promise.all([alice.endSession(), bob.endSession()])
})
