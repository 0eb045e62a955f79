/**
 * Files: the cipher alone, and whole transfers through the bridge, beside a peer's own tool where one is given.
 *
 * Three processes: this one is the browser, the bridge is the command line as deployed, the server is ours or a given one.
 * `XFTP_SERVER=xftp://...` takes another server, `XFTP_TOOL=/path/to/xftp` measures that tool beside us.
 */
import { execFile, spawn, spawnSync } from "node:child_process"
import { randomBytes } from "node:crypto"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { open, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { promisify } from "node:util"
import { sha256Async, sha512Stream } from "../../worker/crypto/hash.ts"
import { boxStream } from "../../worker/crypto/stream.ts"
import { type Bytes, toBytes } from "../../worker/encoding/bytes.ts"
import { parseServerAddress } from "../../worker/encoding/server.ts"
import type { Clock, Random } from "../../worker/platform.ts"
import { bridgeConnect, type WebSocketLike } from "../../worker/smp/socket.ts"
import { download } from "../../worker/xftp/download.ts"
import { encryptChunks, layOut } from "../../worker/xftp/file.ts"
import { createSessions } from "../../worker/xftp/sessions.ts"
import type { ChunkStore, Sink } from "../../worker/xftp/source.ts"
import { memoryChunks, memorySource } from "../../worker/xftp/source.ts"
import { newUpload, upload } from "../../worker/xftp/upload.ts"
import { cpuOf } from "./process.ts"
import { median, type Row } from "./row.ts"

// The client masks as fast as a browser.
await import("../../bridge/unmask.ts")
const { WebSocket }: typeof import("ws") = await import("ws")

const mb = 1_000_000
const random: Random = n => toBytes(randomBytes(n))
const clock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}

/** Megabytes a second, the median of three. */
const speed = async (bytes: number, run: () => unknown): Promise<number> => {
  const all: number[] = []
  for (let i = 0; i < 3; i++) {
    const start = performance.now()
    await run()
    all.push(bytes / mb / ((performance.now() - start) / 1000))
  }
  return median(all)
}

const cipherRows = async (content: Bytes): Promise<Row[]> => {
  const [key, nonce] = [random(32), random(24)]
  const pieces = Array.from({ length: Math.floor(content.length / 262_144) }, (_, i) =>
    content.subarray(i * 262_144, (i + 1) * 262_144),
  )
  const row = async (name: string, run: () => unknown): Promise<Row> => ({
    name,
    value: await speed(content.length, run),
    unit: "MB/s",
  })
  const box = () => {
    const stream = boxStream(key, nonce)
    for (const piece of pieces) stream.encrypt(piece)
    stream.tag()
  }
  const whole = async () => {
    for await (const _ of encryptChunks(layOut("x", content.length), key, nonce, memorySource(content)));
  }
  const sha512 = async () => {
    const hash = await sha512Stream()
    for (const piece of pieces) hash.update(piece)
    hash.digest()
  }
  return [
    await row("file cipher alone (XSalsa20-Poly1305)", box),
    await row("SHA-512 in pieces", sha512),
    await row("SHA-256 of a chunk", () => sha256Async(content.slice(0, 4 << 20))).then(r => ({
      ...r,
      value: (r.value * (4 << 20)) / content.length,
    })),
    await row("file made into chunks", whole),
  ]
}

/** Chunks as files, as the page has them. */
const folderChunks = (folder: string): ChunkStore => {
  const pathOf = (no: number): string => join(folder, `chunk-${no}`)
  return {
    write: (no, bytes) => writeFile(pathOf(no), bytes),
    read: async (no, offset, length) => {
      const file = await open(pathOf(no))
      const { bytesRead, buffer } = await file.read(new Uint8Array(length), 0, length, offset)
      await file.close()
      return toBytes(buffer).subarray(0, bytesRead)
    },
    clear: async () => undefined,
  }
}

type Program = { readonly line: string; readonly pid: number; stop(): void }
const start = async (wanted: RegExp, ...args: string[]): Promise<Program> => {
  const child = spawn(process.execPath, ["--import", "tsx", ...args], { stdio: ["ignore", "pipe", "inherit"] })
  for await (const line of createInterface({ input: child.stdout }))
    if (wanted.test(line)) return { line, pid: child.pid ?? 0, stop: () => child.kill() }
  throw new Error("did not start")
}

/** Takes what comes and forgets it, so that memory shows what the transfer itself needs. */
const nowhere: Sink = {
  open: async () => undefined,
  write: async () => undefined,
  close: async () => undefined,
  abort: async () => undefined,
}

const toolSpeeds = (tool: string, parent: string, content: Bytes, server: string): { up: number; down: number } => {
  const folder = mkdtempSync(join(parent, "tool-"))
  const file = join(folder, "file.bin")
  writeFileSync(file, content)
  const timed = (...args: string[]): number => {
    const start = performance.now()
    const { status, stderr } = spawnSync(tool, args, { cwd: folder })
    if (status !== 0) throw new Error(String(stderr))
    return content.length / mb / ((performance.now() - start) / 1000)
  }
  const up = timed("send", file, folder, "-s", server)
  return { up, down: timed("recv", join(folder, "file.bin.xftp", "rcv1.xftp"), join(folder, "back.bin"), "-y") }
}

/** What was taken besides time: the CPU of this process and of the bridge, in seconds a GB. */
type Cost = { readonly ours: number; readonly bridge: number }

const costOf = async (bytes: number, bridge: number, run: () => Promise<unknown>): Promise<Cost> => {
  const before = { ours: process.cpuUsage(), bridge: cpuOf(bridge) }
  await run()
  const { user, system } = process.cpuUsage(before.ours)
  const perGb = (seconds: number) => (seconds * 1e9) / bytes
  return { ours: perGb((user + system) / 1e6), bridge: perGb(cpuOf(bridge) - before.bridge) }
}

const costRows = (name: string, { ours, bridge }: Cost): Row[] => [
  { name: `${name}: CPU of the client`, value: ours, unit: "s/GB" },
  { name: `${name}: CPU of the bridge`, value: bridge, unit: "s/GB", target: "<= 1.8" },
]

/**
 * The most memory that a client holds while it keeps, sends, fetches and reads such a file: a process of its own, in which
 * garbage is collected before each look (test/memory, which also has a limit for it).
 */
const memoryRows = async (size: number, bridgeUrl: string, server: string, folder: string): Promise<Row[]> => {
  const disk = mkdtempSync(join(folder, "memory-"))
  const args = ["--expose-gc", "--import", "tsx", "test/memory/transfer.ts", String(size), bridgeUrl, server, disk]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  rmSync(disk, { recursive: true, force: true })
  const found = JSON.parse(stdout) as Record<"up" | "down" | "read", { readonly peak: number }>
  return (["up", "down", "read"] as const).map(part => ({
    name: `${size} MB ${part}: most memory held`,
    value: (found[part].peak * (1 << 20)) / mb,
    unit: "MB",
  }))
}

/** Small files take as long as their round trips: only for larger ones it matters what a GB costs. */
const smallest = 16

/** All rows; files of so many MB (of 2^20 bytes). */
export const xftpRows = async (sizes: readonly number[] = [1, 16, 256]): Promise<Row[]> => {
  const folder = mkdtempSync(join(tmpdir(), "unlisted-bench-"))
  writeFileSync(join(folder, "index.html"), "")
  const given = process.env.XFTP_SERVER
  const relay = given === undefined ? await start(/^xftp:/, "test/relay/xftp-main.ts") : null
  const address = given ?? relay?.line ?? ""
  const flags = ["--port", "0", "--web", folder, "--allow-private"]
  const bridge = await start(/listening/, "bridge/main.ts", ...flags)
  const { port } = JSON.parse(bridge.line) as { port: number }
  const bridgeUrl = `ws://127.0.0.1:${port}/bridge`
  const connect = bridgeConnect(
    url => new WebSocket(url, { perMessageDeflate: false }) as unknown as WebSocketLike,
    bridgeUrl,
    clock,
  )
  const rows = await cipherRows(toBytes(randomBytes(32 << 20)))
  const sessions = createSessions({ connect, clock, random })
  for (const size of sizes) {
    const content = toBytes(randomBytes(size << 20))
    const tool =
      process.env.XFTP_TOOL === undefined ? null : toolSpeeds(process.env.XFTP_TOOL, folder, content, address)
    const options = {
      sessions,
      clock,
      random,
      servers: [parseServerAddress(address, "xftp")],
      save: async () => undefined,
    }
    const job = newUpload({ name: "file.bin", size: content.length, recipients: 4 }, random)
    const send = () => upload(job, [], memorySource(content), options)
    const made = await send()
    const beside = (n: number | undefined) => (n === undefined ? {} : { baseline: n })
    const up = await speed(content.length, send)
    const isLarge = size >= smallest
    rows.push({
      name: `${size} MB up through the bridge`,
      value: up,
      unit: "MB/s",
      ...(isLarge ? { target: size > smallest ? ">= 25" : ">= 20" } : {}),
      ...beside(tool?.up),
    })
    if (isLarge) rows.push(...costRows(`${size} MB up`, await costOf(content.length, bridge.pid, send)))
    const [d] = made.recipients
    if (d === undefined) continue
    const receive = () => download(d, [], nowhere, { ...options, chunks: memoryChunks() })
    const down = await speed(content.length, receive)
    rows.push({
      name: `${size} MB down through the bridge`,
      value: down,
      unit: "MB/s",
      ...(isLarge ? { target: size > smallest ? ">= 25" : ">= 20" } : {}),
      ...beside(tool?.down),
    })
    const toDisk = () => download(d, [], nowhere, { ...options, chunks: folderChunks(folder) })
    if (isLarge) rows.push(...costRows(`${size} MB down`, await costOf(content.length, bridge.pid, toDisk)))
    if (isLarge) rows.push(...(await memoryRows(size, bridgeUrl, address, folder)))
  }
  sessions.close()
  bridge.stop()
  relay?.stop()
  rmSync(folder, { recursive: true, force: true })
  return rows
}
