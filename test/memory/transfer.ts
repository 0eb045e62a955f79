/**
 * Sends a file through a bridge and fetches it again, and prints the most memory that was in use meanwhile. A process of its
 * own, so that neither bridge nor relay counts: `node --expose-gc --import tsx test/memory/transfer.ts MB BRIDGE XFTP FOLDER`.
 *
 * The garbage is collected before each look: what counts is what is still held.
 */
import { createHash, randomBytes } from "node:crypto"
import { WebSocket } from "ws"
import { createFiles, type FileEvent } from "../../worker/agent/files.ts"
import { plainServers } from "../../worker/agent/serverlist.ts"
import { type Bytes, toBytes } from "../../worker/encoding/bytes.ts"
import type { Clock, Random } from "../../worker/platform.ts"
import { bridgeConnect, type WebSocketLike } from "../../worker/smp/socket.ts"
import { memoryBackend } from "../../worker/store/memory.ts"
import { sealedContent } from "../../worker/store/sealed-file.ts"
import { openStore } from "../../worker/store/store.ts"
import { sessionKey } from "../../worker/store/vault.ts"
import { createSessions } from "../../worker/xftp/sessions.ts"
import { folderDisk } from "../support/folder-disk.ts"

const [megabytes = "64", bridge = "", server = "", folder = ""] = process.argv.slice(2)
const size = Number(megabytes) << 20
const random: Random = n => toBytes(randomBytes(n))
const clock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}
const collect = (globalThis as { gc?: () => void }).gc
if (collect === undefined) throw new Error("needs --expose-gc")

const store = openStore(memoryBackend(), await sessionKey(random), random)
const connect = bridgeConnect(
  url => new WebSocket(url, { perMessageDeflate: false }) as unknown as WebSocketLike,
  bridge,
  clock,
)
const files = createFiles({
  store,
  disk: await folderDisk(folder),
  sessions: createSessions({ connect, clock, random }),
  clock,
  random,
  servers: () => plainServers("xftp", [server]),
  onProgress: () => undefined,
  onBroken: e => {
    throw e
  },
})
let heard: (event: FileEvent) => void = () => undefined
const next = (): Promise<FileEvent> =>
  new Promise(resolve => {
    heard = resolve
  })
const listen = async (): Promise<void> => {
  for await (const i of files.incoming()) {
    await i.commit(own => store.commit(own()))
    heard(i.event)
  }
}
void listen()
await files.start()

const inUse = (): number => {
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
const before = inUse()
let most = before
const watch = setInterval(() => {
  most = Math.max(most, inUse())
}, 250)
/** What a part of the transfer has taken at most, in MB, and how long it took, in seconds. */
const part = async <T>(run: () => Promise<T>): Promise<{ result: T; peak: number; seconds: number }> => {
  most = inUse()
  const from = performance.now()
  const result = await run()
  most = Math.max(most, inUse())
  return { result, peak: (most - before) / (1 << 20), seconds: (performance.now() - from) / 1000 }
}

const sent = createHash("sha256")
async function* content(): AsyncGenerator<Bytes> {
  for (let at = 0; at < size; at += 1 << 20) {
    const piece = random(Math.min(1 << 20, size - at))
    sent.update(piece)
    yield piece
  }
}

const up = await part(async () => {
  const kept = await files.keep(content(), { name: "large.bin", userId: 1, size })
  const uploaded = next()
  const upload = { key: random(32), nonce: random(24), recipients: 4 }
  await store.commit([files.set({ ...kept, state: "uploading", upload })])
  return uploaded
})
const description = up.result.type === "uploaded" ? (up.result.descriptions[0] ?? "") : ""
const down = await part(async () => {
  const received = next()
  const row = { fileId: "back", createdAt: clock.now(), name: "large.bin", size, state: "wanted" as const }
  await store.commit([files.set({ ...row, description: { text: description, no: 1, complete: true } })])
  return received
})
const got = createHash("sha256")
const read = await part(async () => {
  const reader = files.read("back")
  for await (const piece of sealedContent(reader, reader.size)) got.update(piece)
})
clearInterval(watch)
files.stop()
console.log(
  JSON.stringify({
    isSame: sent.digest("hex") === got.digest("hex"),
    size,
    up: { peak: up.peak, seconds: up.seconds },
    down: { peak: down.peak, seconds: down.seconds },
    read: { peak: read.peak, seconds: read.seconds },
  }),
)
process.exit(0)
