import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { text } from "node:stream/consumers"
import { describe, expect, it } from "vitest"
import { defaults } from "../../bridge/options.ts"
import { ask, atEnd, bridge, echo, hello, open, piped, tlsServer, until, wait } from "./support.ts"

describe("shutdown", () => {
  it("closes quiet connections at once, lets a busy one finish, and takes no new one", async () => {
    const size = 60_000_000
    const { port } = await tlsServer(socket => {
      socket.once("data", data => (data[0] === 1 ? socket.write(Buffer.alloc(size)) : socket.write(data)))
    })
    const { ws: url, close } = await bridge({ drainTimeout: 60_000 })
    const quiet = await piped(url, port)
    const busy = await piped(url, port)
    let got = 0
    busy.on("message", data => {
      if (data instanceof Buffer) got += data.length
    })
    busy.send(Buffer.of(1))
    await until(() => got > 0)
    const quietClosed = once(quiet, "close")
    const busyClosed = once(busy, "close")
    const closed = close()
    await expect(open(url)).rejects.toThrow("ECONNREFUSED")
    expect((await quietClosed)[0]).toBe(1001)
    expect((await busyClosed)[0]).toBe(1001)
    expect(got).toBe(size)
    await closed
  })

  it("closes what is still busy when its time is up", async () => {
    const { port } = await tlsServer(socket => {
      const timer = setInterval(() => socket.write(Buffer.alloc(1000)), 5)
      socket.on("close", () => clearInterval(timer))
    })
    const { ws: url, close } = await bridge({ drainTimeout: 300 })
    const ws = await piped(url, port)
    const closed = once(ws, "close")
    await close()
    expect((await closed)[0]).toBe(1001)
  })

  it("does not wait for clients that are gone, asking twice does no harm", async () => {
    const { port } = await tlsServer(echo)
    const { ws: url, close } = await bridge({ drainTimeout: 0 })
    const ws = await piped(url, port)
    ws.pause()
    await open(url) // has not said what it wants
    await Promise.all([close(), close()])
  })
})

describe("log", () => {
  it("has totals by code, and no address, name, port or byte of anybody", async () => {
    const lines: Record<string, unknown>[] = []
    const { port } = await tlsServer(echo)
    const resolve = async (name: string) => (name === "friend.example" ? ["127.0.0.1"] : [])
    const { ws: url, close } = await bridge({
      log: line => lines.push(line),
      resolve,
      trustProxy: true,
      logInterval: 20,
    })
    const from = { headers: { "x-forwarded-for": "192.0.2.77" } }
    for (const host of ["friend.example", "stranger.example", "127.0.0.1", "secret.onion"]) {
      const ws = await open(url, from)
      await ask(ws, hello(port, host))
      if (host === "friend.example") {
        ws.send(Buffer.from("payload"))
        await once(ws, "message")
      }
    }
    expect(await ask(await open(url, from), "nonsense")).toEqual({ error: "BAD_REQUEST" })
    await expect(open(url, { headers: { ...from.headers, origin: "https://evil.example" } })).rejects.toThrow("403")
    await close()
    const log = lines.map(line => JSON.stringify(line)).join("\n")
    expect(log).not.toMatch(/friend|stranger|secret|onion"|127\.|192\.|payload|nonsense|evil/)
    expect(log).not.toContain(String(port))
    const events = new Set(lines.map(line => line.event))
    expect(events).toEqual(new Set(["listening", "totals", "draining", "stopped"]))
    const sum = (of: (line: Record<string, unknown>) => unknown) =>
      lines.reduce((n, line) => n + Number(of(line) ?? 0), 0)
    const refused = (code: string) => sum(line => Reflect.get(line.refused ?? {}, code))
    expect({
      opened: sum(line => line.opened),
      up: sum(line => line.up),
      down: sum(line => line.down),
      RESOLVE: refused("RESOLVE"),
      ONION: refused("ONION"),
      BAD_REQUEST: refused("BAD_REQUEST"),
      ORIGIN: refused("ORIGIN"),
    }).toEqual({ opened: 2, up: 7, down: 7, RESOLVE: 1, ONION: 1, BAD_REQUEST: 1, ORIGIN: 1 })
  })

  it("is silent while nothing happens", async () => {
    const lines: unknown[] = []
    await bridge({ log: line => lines.push(line), logInterval: 5 })
    await new Promise(done => setTimeout(done, 50))
    expect(lines).toHaveLength(1)
  })
})

describe("command line", () => {
  const start = (args: string[], env: Record<string, string> = {}) => {
    const child = spawn(process.execPath, ["--import", "tsx", "bridge/main.ts", ...args], {
      env: { ...process.env, PORT: "0", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    })
    atEnd(() => child.kill("SIGKILL"))
    return child
  }
  const run = async (args: string[], env?: Record<string, string>) => {
    const child = start(args, env)
    const [out, error, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")])
    return { out, error, code }
  }
  const folder = () => {
    const web = mkdtempSync(join(tmpdir(), "unlisted-main-"))
    atEnd(() => rmSync(web, { recursive: true }))
    writeFileSync(join(web, "index.html"), "page")
    return web
  }

  it("explains itself", async () => {
    const { out, code } = await run(["--help"])
    expect(code).toBe(0)
    expect(out.match(/^ {2}--/gm)).toHaveLength(Object.keys(defaults).length + 1)
  })

  it("says what is wrong and exits with 2", async () => {
    expect(await run(["--max-rate", "many"])).toMatchObject({
      code: 2,
      error: expect.stringMatching(/^--max-rate .*many/),
    })
    expect(await run([], { PORT: "x" })).toMatchObject({ code: 2, error: expect.stringMatching(/^PORT /) })
    expect(await run(["--web", "/nowhere"])).toMatchObject({ code: 2, error: expect.stringContaining("/nowhere") })
  })

  it("exits with 1 when the port is taken or a file is not there", async () => {
    const { port } = await tlsServer()
    const web = folder()
    expect(await run(["--web", web], { PORT: String(port) })).toMatchObject({
      code: 1,
      error: expect.stringContaining("EADDRINUSE"),
    })
    expect(await run(["--web", web, "--cert", "/nowhere.pem", "--key", "/nowhere.key"])).toMatchObject({
      code: 1,
      error: expect.stringContaining("ENOENT /nowhere.pem"),
    })
  })

  it("goes on when nobody reads its log any more", async () => {
    const child = start(["--web", folder(), "--allow-private", "--log-interval", "20"])
    const [line] = await once(createInterface({ input: child.stdout }), "line")
    const at = `127.0.0.1:${JSON.parse(line).port}`
    child.stdout.destroy()
    const { port } = await tlsServer(echo)
    // Each of them is in the totals of one interval.
    for (let i = 0; i < 3; i++) {
      const ws = await piped(`ws://${at}/bridge`, port)
      ws.send(Buffer.from("through"))
      expect(String((await once(ws, "message"))[0])).toBe("through")
      await wait(60)
    }
    expect(child.exitCode).toBeNull()
  })

  for (const signal of ["SIGTERM", "SIGINT"] as const)
    it(`serves, and on ${signal} drains and exits with 0`, async () => {
      const child = start(["--web", folder(), "--allow-private", "--drain-timeout", "0"])
      const lines: { event: string; port?: number; time: string }[] = []
      createInterface({ input: child.stdout }).on("line", line => lines.push(JSON.parse(line)))
      await until(() => lines.length > 0)
      const at = `127.0.0.1:${lines[0]?.port}`
      expect(await (await fetch(`http://${at}/`)).text()).toBe("page")
      const { port } = await tlsServer(echo)
      const ws = await piped(`ws://${at}/bridge`, port)
      const closed = once(ws, "close")
      const exited = once(child, "exit")
      child.kill(signal)
      expect((await closed)[0]).toBe(1001)
      expect(await exited).toEqual([0, null])
      expect(lines.map(line => line.event)).toEqual(["listening", "draining", "totals", "stopped"])
    })
})
