/** A file on its way when the chats are locked: it stops with them, and goes on when they are unlocked. */
import { afterAll, beforeAll, expect, it } from "vitest"
import { WebSocket } from "ws"
import { type Bridge, startBridge } from "../bridge/bridge.ts"
import type { WorkerApi } from "../worker/api.ts"
import { bridgeConnect, type WebSocketLike } from "../worker/smp/socket.ts"
import { type Relay, startRelay } from "./relay/smp.ts"
import { startXftpRelay, type XftpRelay } from "./relay/xftp.ts"
import { acceleratedClock } from "./support/clock.ts"
import { newBrowser, passphrase } from "./support/tabs.ts"
import { bytesOf } from "./xftp/support.ts"

let relay: Relay
let files: XftpRelay
let bridge: Bridge
/** Bytes that came up; while `isCut`, no chunk gets whole. */
let up = 0
let isCut = true
beforeAll(async () => {
  const onBytes = (way: "up" | "down", length: number) => {
    if (way === "up") up += length
    return way === "up" && isCut && length > 50_000 ? ("cut" as const) : undefined
  }
  ;[relay, files] = await Promise.all([startRelay({}), startXftpRelay({ hooks: { onBytes } })])
  bridge = await startBridge({ port: 0, web: null, allowPrivate: true, drainTimeout: 0, maxRate: 100_000 })
})
afterAll(async () => {
  await bridge.close()
  await Promise.all([relay.close(), files.close()])
})

const person = () => {
  const open = (url: string) => new WebSocket(url, { perMessageDeflate: false }) as unknown as WebSocketLike
  const connect = bridgeConnect(open, `${bridge.url.replace("http", "ws")}/bridge`, acceleratedClock(20))
  return newBrowser(connect, [relay.address, files.address]).tab().api
}
const until = async (check: () => Promise<boolean> | boolean): Promise<void> => {
  for (let i = 0; i < 6000; i++) {
    if (await check()) return
    await new Promise(done => setTimeout(done, 10))
  }
  throw new Error("waited for too long")
}
const chatOf = async (api: WorkerApi) => (await api.chats())[0]?.id ?? ""
const fileOf = async (api: WorkerApi) => (await api.items(await chatOf(api))).items.find(i => i.file !== undefined)

it("stops while they are locked, and arrives whole after that", async () => {
  const [alice, bob] = [person(), person()]
  await alice.createProfile("Alice", passphrase)
  await bob.startPrivate("Bob")
  await bob.connect((await alice.createLink()).link?.short ?? "")
  const connected = async (api: WorkerApi) => (await api.chats())[0]?.status === "connected"
  await until(async () => (await connected(alice)) && (await connected(bob)))
  const content = bytesOf(700_000)
  await alice.sendFile(await chatOf(alice), { name: "plan.bin", content: new Blob([content]) }, "")
  await until(() => up > 0)
  await alice.endSession()
  const atLock = up
  await new Promise(done => setTimeout(done, 300))
  // What was in the sockets may still come, but nothing is begun: a chunk alone is more.
  expect(up - atLock).toBeLessThan(256 * 1024)
  isCut = false
  await alice.unlock(passphrase)
  await until(async () => (await fileOf(bob))?.file?.state === "offered")
  const item = await fileOf(bob)
  await bob.download(item?.id ?? "", true)
  await until(async () => (await fileOf(bob))?.file?.state === "here")
  const got = new Uint8Array(await (await bob.fileContent(item?.id ?? "")).arrayBuffer())
  expect(Buffer.compare(Buffer.from(got), Buffer.from(content))).toBe(0)
  await Promise.all([alice.endSession(), bob.endSession()])
})
