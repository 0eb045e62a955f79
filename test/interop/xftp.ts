/**
 * Files with the reference: our client, the code that runs in the browser, through our bridge with a real xftp-server; and
 * the real `xftp` tool with descriptions and links that we wrote, on that server or on our relay.
 *
 *   node --import tsx test/interop/xftp.ts --tool /path/to/xftp [--server xftp://...] [--server-cmd "run-xftp.sh 7443 /tmp/xftp"]
 *
 * Without a server our relay is taken. With `--server-cmd` the server is also stopped and started in the middle of a
 * transfer. One line a check, PASS or FAIL; the exit code is 1 when any failed.
 */
import { spawn } from "node:child_process"
import { randomBytes } from "node:crypto"
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { WebSocket } from "ws"
import { startBridge } from "../../bridge/bridge.ts"
import { sha256 } from "../../worker/crypto/hash.ts"
import { generateKeyPair } from "../../worker/crypto/keys.ts"
import { toPkcs8 } from "../../worker/crypto/private-key.ts"
import { type Bytes, toBytes } from "../../worker/encoding/bytes.ts"
import { parseServerAddress } from "../../worker/encoding/server.ts"
import type { Clock, Random } from "../../worker/platform.ts"
import { bridgeConnect, type WebSocketLike } from "../../worker/smp/socket.ts"
import { type Description, parseDescription, writeDescription } from "../../worker/xftp/description.ts"
import { deleteChunks, download, followRedirect } from "../../worker/xftp/download.ts"
import { XftpError } from "../../worker/xftp/error.ts"
import { writeWebFragment } from "../../worker/xftp/link.ts"
import { createSessions, type Sessions } from "../../worker/xftp/sessions.ts"
import { memoryChunks, memorySink, memorySource } from "../../worker/xftp/source.ts"
import { newRedirectUpload, newUpload, redirectSource, type UploadChunk, upload } from "../../worker/xftp/upload.ts"
import { startXftpRelay } from "../relay/xftp.ts"
import { program } from "./process.ts"

const { values } = parseArgs({
  options: { tool: { type: "string" }, server: { type: "string" }, "server-cmd": { type: "string" } },
})
const random: Random = n => toBytes(randomBytes(n))
const clock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}
const folder = mkdtempSync(join(tmpdir(), "interop-xftp-"))

const run = values["server-cmd"] === undefined ? null : program("xftp-server", values["server-cmd"])
const addressIn = (output: string) => /xftp:\/\/[\w-]{43}=?@[\w.:-]+/.exec(output)?.[0]
const startServer = async (): Promise<string> => {
  run?.start()
  await run?.until("a port that it listens on", () => /binding to/.test(run.output()))
  return addressIn(run?.output() ?? "") ?? ""
}
const relay = run === null && values.server === undefined ? await startXftpRelay() : null
const address = relay?.address ?? values.server ?? (await startServer())
const servers = [parseServerAddress(address, "xftp")]

const bridge = await startBridge({ port: 0, web: null, allowPrivate: true, drainTimeout: 0 })
const newSessions = (): Sessions =>
  createSessions({
    connect: bridgeConnect(
      url => new WebSocket(url, { perMessageDeflate: false }) as unknown as WebSocketLike,
      `${bridge.url.replace("http", "ws")}/bridge`,
      clock,
    ),
    clock,
    random,
  })
const sessions = newSessions()
const options = { sessions, servers, clock, random, save: async () => undefined }

const send = async (name: string, content: Bytes) =>
  upload(newUpload({ name, size: content.length, recipients: 4 }, random), [], memorySource(content), options)

const receive = async (d: Description): Promise<{ name: string; content: Bytes | null }> => {
  const sink = memorySink(1 << 30)
  await download(d, [], sink, { ...options, chunks: memoryChunks() })
  return sink
}

/** Runs the tool; not in a way that would keep our relay from answering it. */
const tool = (...args: string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(values.tool ?? "", args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] })
    let out = ""
    child.stdout.on("data", d => {
      out += d
    })
    child.stderr.on("data", d => {
      out += d
    })
    child.on("error", reject)
    child.on("exit", code => (code === 0 ? resolve(out) : reject(new Error(out.slice(-200)))))
  })

const must = (isTrue: boolean, what: string): void => {
  if (!isTrue) throw new Error(what)
}
const isSame = (a: Uint8Array | null, b: Bytes): boolean => a !== null && Buffer.from(a).equals(b)
const codeOf = (p: Promise<unknown>): Promise<string> =>
  p.then(
    () => "none",
    e => (e instanceof XftpError ? e.code : String(e)),
  )
const first = <T>(all: readonly T[], i = 0): T => {
  const one = all[i]
  if (one === undefined) throw new Error("nothing there")
  return one
}
const save = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

let failed = 0
const check = async (name: string, body: () => Promise<void>): Promise<void> => {
  const start = performance.now()
  try {
    await body()
    console.log(`PASS ${name} (${Math.round(performance.now() - start)} ms)`)
  } catch (e) {
    failed++
    console.log(`FAIL ${name}: ${e instanceof Error ? (e.stack ?? e.message) : e}`)
  }
}

const sizes = [0, 1, 65_495, 65_535, 65_536, 196_609, 1_048_577, 4_194_304, 20_971_520, 104_857_600]
for (const size of sizes) {
  const content = random(size)
  const name = `файл ${size}.bin`
  await check(`ours-to-ours ${size}`, async () => {
    const made = await send(name, content)
    const got = await receive(first(made.recipients, 3))
    must(isSame(got.content, content) && got.name === name, "another file")
    must(
      (
        await deleteChunks(
          made.sender.chunks.flatMap(c => c.replicas),
          options,
        )
      ).length === 0,
      "not deleted",
    )
    must((await codeOf(receive(first(made.recipients)))) === "AUTH", "still there")
  })
  if (values.tool === undefined) continue
  await check(`ours-to-tool ${size}`, async () => {
    const made = await send(`o${size}`, content)
    await tool("recv", save("rcv", writeDescription(first(made.recipients))), folder, "-y")
    must(isSame(readFileSync(join(folder, `o${size}`)), content), "another file")
    await tool("del", save("snd", writeDescription(made.sender)), "-y")
    must((await codeOf(receive(first(made.recipients, 1)))) === "AUTH", "still there")
  })
  await check(`tool-to-ours ${size}`, async () => {
    const file = join(folder, `t${size}`)
    writeFileSync(file, content)
    await tool("send", file, folder, "-n", "3", "-s", address)
    const texts = readdirSync(`${file}.xftp`).filter(f => f.startsWith("rcv"))
    must(texts.length === 3, "not three descriptions")
    const text = readFileSync(join(`${file}.xftp`, "rcv2.xftp"), "utf8")
    const d = parseDescription(text, "recipient")
    must(writeDescription(d) === text, "our text differs from the tool's")
    must(isSame((await receive(d)).content, content), "another file")
    const snd = parseDescription(readFileSync(join(`${file}.xftp`, "snd.xftp.private"), "utf8"), "sender")
    must(
      (
        await deleteChunks(
          snd.chunks.flatMap(c => c.replicas),
          options,
        )
      ).length === 0,
      "not deleted",
    )
  })
}

if (values.tool !== undefined)
  await check("redirect and web link for the tool", async () => {
    const content = random(9_000_000)
    const d = first((await send("redirected", content)).recipients)
    const job = newRedirectUpload(d, 4, random)
    const made = await upload(job, [], redirectSource(d), options)
    const followed = await followRedirect(first(made.recipients, 1), options)
    must(writeDescription(followed) === writeDescription(d), "redirect leads elsewhere")
    await tool("recv", save("redirect", writeDescription(first(made.recipients))), folder, "-y")
    must(isSame(readFileSync(join(folder, "redirected")), content), "another file")
    const again = first((await send("by-link", content)).recipients)
    await tool("recv", `https://127.0.0.1/#${await writeWebFragment(again)}`, folder, "-y")
    must(isSame(readFileSync(join(folder, "by-link")), content), "another file by link")
  })

await check("errors", async () => {
  const bytes = random(65_536)
  const key = toPkcs8(generateKeyPair("Ed25519", random).privateKey)
  const use = sessions.use
  const server = first(servers).server
  const create = (size: number) =>
    use(server, s => s.create({ size, digest: sha256(bytes), key, recipientKeys: [key], password: null }))
  must((await codeOf(create(65_537))) === "SIZE", "a chunk of any size")
  const made = await create(65_536)
  const sender = { id: made.id, key }
  const recipient = { id: first(made.recipientIds), key }
  const get = () => codeOf(use(server, s => s.download(recipient, 65_536, sha256(bytes))))
  must((await get()) === "NO_FILE", "a chunk that was not uploaded")
  must((await codeOf(use(server, s => s.upload(sender, random(65_536))))) === "DIGEST", "other bytes")
  must((await codeOf(use(server, s => s.upload(sender, bytes.slice(1))))) === "SIZE", "fewer bytes")
  must((await codeOf(use(server, s => s.upload(sender, random(262_144))))) === "SIZE", "more bytes")
  must((await codeOf(use(server, s => s.upload(recipient, bytes)))) === "AUTH", "upload by a recipient")
  must((await codeOf(use(server, s => s.upload(sender, bytes)))) === "none", "an upload")
  must((await codeOf(use(server, s => s.upload(sender, bytes)))) === "none", "an upload for the second time")
  must((await get()) === "none", "a download")
  const ids = await use(server, s => s.addRecipients(sender, [key, key]))
  must(new Set([...ids, ...made.recipientIds].map(String)).size === 3, "the same ids")
  await use(server, s => s.acknowledge(recipient))
  must((await get()) === "AUTH", "a chunk that was acknowledged")
  await use(server, s => s.ping())
  await use(server, s => s.delete(sender))
  must((await codeOf(use(server, s => s.delete(sender)))) === "AUTH", "deleted twice")
})

await check("cancelled and resumed", async () => {
  const content = random(30_000_000)
  const job = newUpload({ name: "resumed", size: content.length, recipients: 4 }, random)
  const rows = new Map<number, UploadChunk>()
  const attempt = (signal: AbortSignal, onSave: () => void) =>
    upload(job, [...rows.values()], memorySource(content), {
      ...options,
      signal,
      save: async c => {
        rows.set(c.no, c)
        onSave()
      },
    })
  for (const saves of [1, 3, 6]) {
    const stop = new AbortController()
    let left = saves
    const code = await codeOf(attempt(stop.signal, () => --left === 0 && stop.abort()))
    must(code === "CANCELLED", `${code} instead of CANCELLED`)
  }
  const made = await attempt(new AbortController().signal, () => undefined)
  must(isSame((await receive(first(made.recipients))).content, content), "another file")
})

if (run !== null)
  await check("server stopped and started in the middle of transfers", async () => {
    const content = random(40_000_000)
    const job = newUpload({ name: "restart", size: content.length, recipients: 4 }, random)
    const rows = new Map<number, UploadChunk>()
    let restart: Promise<unknown> | null = null
    const again = () => {
      restart ??= run.stop("SIGINT").then(startServer)
    }
    const attempt = () =>
      upload(job, [...rows.values()], memorySource(content), {
        ...options,
        save: async c => {
          rows.set(c.no, c)
          if (rows.size === 4) again()
        },
      })
    const code = await codeOf(attempt())
    await restart
    must(code === "none" || code === "NETWORK" || code === "TIMEOUT", `upload: ${code}`)
    const made = await attempt()
    restart = null
    const received: number[] = []
    const chunks = memoryChunks()
    const sink = memorySink(1 << 30)
    const fetch = () =>
      download(first(made.recipients), received, sink, {
        ...options,
        chunks,
        save: async no => {
          received.push(no)
          if (received.length === 3) again()
        },
      })
    const down = await codeOf(fetch())
    await restart
    must(down === "none" || down === "NETWORK" || down === "TIMEOUT", `download: ${down}`)
    if (down !== "none") await fetch()
    must(isSame(sink.content, content), "another file")
  })

sessions.close()
await bridge.close()
await relay?.close()
await run?.stop("SIGINT")
rmSync(folder, { recursive: true, force: true })
process.exit(failed === 0 ? 0 : 1)
