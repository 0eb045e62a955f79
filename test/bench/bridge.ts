/**
 * The bridge against the same bytes over plain TLS: throughput and CPU each way, added latency, memory when idle, and all
 * of it with thousands of idle and hundreds of busy connections.
 *
 * Three processes, as in life: this one is the browser, `--server` is an SMP server that only moves bytes, and the bridge
 * is the command line as deployed. CPU and memory are the bridge's own, from /proc (Linux).
 */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { connect, createServer, type TLSSocket } from "node:tls"
import { fileURLToPath } from "node:url"
import { makeChain } from "../support/certificate.ts"
import { cpuOf, memoryOf } from "./process.ts"
import { median, printRows, type Row } from "./row.ts"

// The client masks as fast as a browser; the naive bridge unmasks as `ws` does by itself.
if (!process.argv.includes("--naive")) await import("../../bridge/unmask.ts")
const { WebSocket, WebSocketServer }: typeof import("ws") = await import("ws")

const block = 16_384
/** For the plain TLS beside it too: AES would be another comparison. */
const ciphers = "TLS_CHACHA20_POLY1305_SHA256"
const self = fileURLToPath(import.meta.url)

/** First 9 bytes of a connection: "d" send n bytes, "u" take n bytes and answer with one, "e" echo; then n. */
const serve = async (): Promise<void> => {
  const chain = makeChain({ alg: "ed25519" })
  const chunk = Buffer.alloc(block * 4, 7)
  const start = (socket: TLSSocket, command: Buffer): void => {
    let left = Number(command.readBigUInt64BE(1))
    if (command[0] === 0x65) {
      socket.on("data", data => void socket.write(data))
    } else if (command[0] === 0x64) {
      const send = () => {
        while (left > 0) {
          left -= chunk.length
          if (!socket.write(chunk)) return
        }
      }
      socket.on("drain", send)
      send()
    } else {
      const take = (n: number) => {
        left -= n
        if (left <= 0) socket.write("!")
      }
      take(command.length - 9) // the first chunk may hold more than the command
      socket.on("data", data => take(data.length))
    }
  }
  const server = createServer(
    { key: chain.leafKeyPem, cert: chain.leafPem + chain.caPem, ALPNProtocols: ["smp/1"], minVersion: "TLSv1.3" },
    socket => {
      socket.setNoDelay(true).on("error", () => undefined)
      socket.once("data", command => start(socket, command))
    },
  )
  server.listen(0, "127.0.0.1", 4096, () =>
    console.log(JSON.stringify({ port: (server.address() as AddressInfo).port })),
  )
}

/** What one writes first with `ws` and node:tls: the baseline. */
const naivePipe = (): void => {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false })
  server.on("listening", () => console.log(JSON.stringify({ port: (server.address() as AddressInfo).port })))
  server.on("connection", ws =>
    ws.once("message", hello => {
      const { port } = JSON.parse(String(hello)) as { port: number }
      const options = { port, host: "127.0.0.1", ALPNProtocols: ["smp/1"], ciphers, rejectUnauthorized: false }
      const tls = connect(options, () => ws.send('{"ok":true}'))
      tls.on("data", data => {
        ws.send(data, () => ws.bufferedAmount < 1 << 20 && tls.resume())
        if (ws.bufferedAmount >= 1 << 20) tls.pause()
      })
      ws.on("message", data => {
        if (data instanceof Buffer && !tls.write(data)) ws.pause()
      })
      tls.on("drain", () => ws.resume()).on("error", () => ws.close())
      tls.on("close", () => ws.close())
      ws.on("close", () => tls.destroy())
    }),
  )
}

type Started = { readonly process: ChildProcess; readonly port: number }

const start = async (...args: string[]): Promise<Started> => {
  const process_ = spawn(process.execPath, ["--import", "tsx", ...args], { stdio: ["ignore", "pipe", "inherit"] })
  for await (const line of createInterface({ input: process_.stdout })) {
    const { port } = JSON.parse(line) as { port?: number }
    if (port !== undefined) return { process: process_, port }
  }
  throw new Error("did not start")
}

const wait = (ms: number) => new Promise(done => setTimeout(done, ms))

/** A byte stream either way: `send` resolves when more may be sent. */
type Stream = { send(data: Buffer): Promise<void> | void; onData(run: (data: Buffer) => void): void; close(): void }

const direct = async (port: number): Promise<Stream> => {
  const socket = connect({ port, host: "127.0.0.1", ALPNProtocols: ["smp/1"], ciphers, rejectUnauthorized: false })
  await once(socket, "secureConnect")
  socket.setNoDelay(true)
  return {
    send: data => (socket.write(data) ? undefined : once(socket, "drain").then(() => undefined)),
    onData: run => void socket.removeAllListeners("data").on("data", run),
    close: () => socket.destroy(),
  }
}

const through = async (bridge: number, port: number): Promise<Stream> => {
  const ws = new WebSocket(`ws://127.0.0.1:${bridge}/bridge`, { perMessageDeflate: false })
  await once(ws, "open")
  ws.send(JSON.stringify({ v: 1, protocol: "smp", hosts: ["127.0.0.1"], port }))
  const [answer] = await once(ws, "message")
  if (String(answer) !== '{"ok":true}') throw new Error(String(answer))
  return {
    send: data => {
      if (ws.bufferedAmount < 1 << 20) return ws.send(data)
      return new Promise<void>(done => ws.send(data, () => done()))
    },
    onData: run => void ws.removeAllListeners("message").on("message", data => data instanceof Buffer && run(data)),
    close: () => ws.terminate(),
  }
}

const command = (letter: string, n: number): Buffer => {
  const b = Buffer.alloc(9)
  b.write(letter)
  b.writeBigUInt64BE(BigInt(n), 1)
  return b
}

/** Seconds to take `bytes` from the server. */
const down = async (stream: Stream, bytes: number): Promise<number> => {
  const started = performance.now()
  await new Promise<void>(done => {
    let left = bytes
    stream.onData(data => {
      left -= data.length
      if (left <= 0) done()
    })
    void stream.send(command("d", bytes))
  })
  stream.close()
  return (performance.now() - started) / 1000
}

const up = async (stream: Stream, bytes: number): Promise<number> => {
  const data = Buffer.alloc(block, 7)
  const answered = new Promise<void>(done => stream.onData(() => done()))
  const started = performance.now()
  await stream.send(command("u", bytes))
  for (let sent = 0; sent < bytes; sent += block) await stream.send(data)
  await answered
  stream.close()
  return (performance.now() - started) / 1000
}

/** Milliseconds of each of `rounds` exchanges of one block for one block, one after the other. */
const roundTrips = async (stream: Stream, rounds: number): Promise<number[]> => {
  const data = Buffer.alloc(block, 7)
  const times: number[] = []
  await stream.send(command("e", 0))
  await wait(50)
  for (let i = 0; i < rounds; i++) {
    const started = performance.now()
    await new Promise<void>(done => {
      let left = block
      stream.onData(part => {
        left -= part.length
        if (left <= 0) done()
      })
      void stream.send(data)
    })
    times.push(performance.now() - started)
  }
  stream.close()
  return times.slice(rounds / 10).sort((a, b) => a - b)
}

const at = (sorted: readonly number[], part: number) => sorted[Math.floor(sorted.length * part)] ?? Number.NaN

/** One block there and back; the server is in echo mode. Milliseconds. */
const exchange = (stream: Stream, data: Buffer): Promise<number> => {
  const started = performance.now()
  return new Promise(done => {
    let left = data.length
    stream.onData(part => {
      left -= part.length
      if (left <= 0) done(performance.now() - started)
    })
    void stream.send(data)
  })
}

const opened = async (bridge: number, port: number, count: number): Promise<Stream[]> => {
  const open: Stream[] = []
  while (open.length < count) {
    const next = Array.from({ length: Math.min(50, count - open.length) }, () => through(bridge, port))
    open.push(...(await Promise.all(next)))
  }
  return open
}

type Load = {
  /** KB of the bridge for each connection. */
  readonly idle: number
  readonly busy: number
  /** Milliseconds of each exchange, and the bridge's CPU seconds. */
  run(ms: number): Promise<{ readonly times: readonly number[]; readonly cpu: number }>
  close(): void
}

/** How often each busy connection exchanges a block: as somebody in a lively conversation. */
const everyMs = 500

/** A bridge of its own with many connections that say nothing, and some that do. */
const openLoad = async (program: string[], port: number, idle: number, busy: number): Promise<Load> => {
  const bridge = await start(...program)
  const pid = bridge.process.pid ?? 0
  for (let i = 0; i < 20; i++) (await through(bridge.port, port)).close()
  await wait(500)
  const before = memoryOf(pid)
  const quiet = await opened(bridge.port, port, idle)
  await wait(2000)
  const afterIdle = memoryOf(pid)
  const lively = await opened(bridge.port, port, busy)
  const data = Buffer.alloc(block, 7)
  for (const stream of lively) await stream.send(command("e", 0))
  await wait(500)
  await Promise.all(lively.map(stream => exchange(stream, data)))
  const memory = memoryOf(pid)
  return {
    idle: (afterIdle - before) / idle,
    busy: (memory - afterIdle) / busy,
    run: async ms => {
      const times: number[] = []
      const used = cpuOf(pid)
      const end = performance.now() + ms
      const talk = async (stream: Stream, i: number): Promise<void> => {
        // Not all at the same moment.
        await wait((everyMs * i) / busy)
        while (performance.now() < end) {
          const took = await exchange(stream, data)
          times.push(took)
          await wait(Math.max(0, everyMs - took))
        }
      }
      await Promise.all(lively.map(talk))
      return { times, cpu: cpuOf(pid) - used }
    },
    close: () => {
      for (const stream of [...quiet, ...lively]) stream.close()
      bridge.process.kill("SIGKILL")
    },
  }
}

const rounds = 4
const roundMs = 2500

const loadRows = async (
  programs: { readonly ours: string[]; readonly naive: string[] },
  port: number,
  idle: number,
  busy: number,
): Promise<Row[]> => {
  const ours = await openLoad(programs.ours, port, idle, busy)
  const naive = await openLoad(programs.naive, port, idle, busy)
  const found = [ours, naive].map(load => ({ load, times: [] as number[], cpu: 0 }))
  // In turns, so that a disturbance of the machine meets both.
  for (let round = 0; round < rounds; round++)
    for (const one of found) {
      const { times, cpu } = await one.load.run(roundMs)
      one.times.push(...times)
      one.cpu += cpu
    }
  for (const { load, times } of found) {
    times.sort((a, b) => a - b)
    load.close()
  }
  const row = (name: string, unit: string, of: (f: (typeof found)[number]) => number): Row => {
    const [value = Number.NaN, baseline = Number.NaN] = found.map(of)
    return { name, value, unit, baseline }
  }
  const n = idle.toLocaleString("en")
  return [
    { ...row(`memory of ${n} idle, each, vs naive`, "KB", f => f.load.idle), target: "<= 45" },
    row(`${n} idle and ${busy} busy: 16 KB there and back p50, vs naive`, "ms", f => at(f.times, 0.5)),
    row("  p99", "ms", f => at(f.times, 0.99)),
    row("  exchanges", "/s", f => (1000 * f.times.length) / (rounds * roundMs)),
    row("  CPU", "%", f => (100_000 * f.cpu) / (rounds * roundMs)),
    row("  memory of a busy one, each", "KB", f => f.load.busy),
  ]
}

/** All rows; `megabytes` in each direction and round, `idle` connections. */
export const bridgeRows = async (megabytes = 256, idle = 5000): Promise<Row[]> => {
  const web = mkdtempSync(join(tmpdir(), "unlisted-bench-"))
  writeFileSync(join(web, "index.html"), "")
  const limits = ["--max-per-client=100000", "--max-rate=1000000", "--ping-interval=600000"]
  const args = {
    ours: ["bridge/main.ts", "--port=0", `--web=${web}`, "--allow-private", ...limits],
    naive: [self, "--naive"],
  }
  const server = await start(self, "--server")
  const bytes = megabytes * 1_000_000
  const rows: Row[] = []
  const [ours, naive] = [await start(...args.ours), await start(...args.naive)]
  try {
    const ways = [ours, naive].map(b => ({ pid: b.process.pid ?? 0, open: () => through(b.port, server.port) }))
    const plain = { pid: process.pid, open: () => direct(server.port) }
    const movers = [
      ["server to client", down],
      ["client to server", up],
    ] as const
    for (const [name, move] of movers) {
      const measured: { speed: number; cpu: number }[][] = []
      for (let round = 0; round < 4; round++)
        for (const [i, way] of [...ways, plain].entries()) {
          const before = cpuOf(way.pid)
          const seconds = await move(await way.open(), bytes)
          // The first round warms up.
          const one = { speed: megabytes / seconds, cpu: (1000 * (cpuOf(way.pid) - before)) / megabytes }
          if (round > 0) measured[i] = [...(measured[i] ?? []), one]
        }
      const of = (i: number, key: "speed" | "cpu") => median((measured[i] ?? []).map(m => m[key]))
      rows.push(
        { name: `${name}, vs TLS`, value: of(0, "speed"), unit: "MB/s", baseline: of(2, "speed"), target: ">= 400" },
        { name: `${name}, CPU vs naive`, value: of(0, "cpu"), unit: "s/GB", baseline: of(1, "cpu"), target: "<= 1.8" },
      )
    }
    // In turns, so that a disturbance of the machine meets all.
    const times: number[][] = [[], [], []]
    for (let round = 0; round < 5; round++)
      for (const [i, way] of [...ways, plain].entries()) times[i]?.push(...(await roundTrips(await way.open(), 1000)))
    for (const list of times) list.sort((a, b) => a - b)
    const added = (part: number, target: `<= ${number}`): Row => {
      const [value = 0, baseline = 0] = times.map(list => at(list, part) - at(times[2] ?? [], part))
      return { name: `16 KB there and back, added p${part * 100}, vs naive`, value, unit: "ms", baseline, target }
    }
    rows.push(added(0.5, "<= 0.1"), added(0.99, "<= 1"))
  } finally {
    ours.process.kill()
    naive.process.kill()
  }
  try {
    rows.push(...(await loadRows(args, server.port, idle, 300)))
  } finally {
    server.process.kill()
    rmSync(web, { recursive: true })
  }
  return rows
}

if (process.argv[1] === self) {
  if (process.argv.includes("--server")) await serve()
  else if (process.argv.includes("--naive")) naivePipe()
  else printRows("bridge", await bridgeRows(...process.argv.slice(2).map(Number)))
}
