/** Files between two people who go to a server without the bridge: which way each part takes. */
import { afterEach, describe, expect, it } from "vitest"
import { WebSocket } from "ws"
import { startBridge } from "../bridge/bridge.ts"
import type { Item } from "../worker/api.ts"
import { loadKem } from "../worker/crypto/kem.ts"
import type { Connect } from "../worker/platform.ts"
import { defaultNetwork } from "../worker/smp/network.ts"
import { bridgeConnect, type WebSocketLike } from "../worker/smp/socket.ts"
import { startRelay } from "./relay/smp.ts"
import { startXftpRelay } from "./relay/xftp.ts"
import { makeChain } from "./support/certificate.ts"
import { acceleratedClock } from "./support/clock.ts"
import { http2Post } from "./support/http2-post.ts"
import { type Device, history, newDevice, until } from "./support/node-worker.ts"
import { seededRandom } from "./support/random.ts"
import { bytesOf } from "./xftp/support.ts"

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const authority = makeChain({ alg: "ed25519" })
const web = { cert: authority.leafPem, key: authority.leafKeyPem }
const webServer = async () => {
  const relay = await startXftpRelay({ web })
  closers.push(() => relay.close())
  return { address: relay.address.replace("127.0.0.1", "localhost"), origin: `https://localhost:${relay.port}` }
}

const world = async () => {
  const smp = await startRelay({})
  const bridge = await startBridge({ port: 0, web: null, allowPrivate: true, drainTimeout: 0, maxRate: 100_000 })
  closers.push(() => smp.close())
  closers.push(() => bridge.close())
  const clock = acceleratedClock(20)
  const through = bridgeConnect(
    url => new WebSocket(url, { perMessageDeflate: false }) as unknown as WebSocketLike,
    `${bridge.url.replace("http", "ws")}/bridge`,
    clock,
  )
  const device = async (name: string, server: string, directFiles: boolean) => {
    const browser = http2Post(authority.caPem)
    /** Ports of file servers that the bridge was asked for. */
    const bridged: number[] = []
    const connect: Connect = target => {
      if (target.protocol === "xftp") bridged.push(target.port)
      return through(target)
    }
    const d = await newDevice(name, {
      connect,
      clock,
      random: seededRandom(`direct ${name}`),
      kem: loadKem,
      servers: () => [smp.address, server],
      direct: { post: browser.post, allowed: () => ["https:"] },
      network: () => ({ ...defaultNetwork, directFiles }),
    })
    closers.push(browser.close)
    closers.push(() => d.stop())
    await d.start()
    return { d, bridged, asked: () => [...browser.requests.keys()] }
  }
  return { device }
}

const chatOf = (d: Device): string => d.chat.chats()[0]?.id ?? ""
const fileOf = async (d: Device): Promise<Item | undefined> =>
  (await history(d.chat, chatOf(d))).find(i => i.file?.name === "plan.pdf")
const stateOf = async (d: Device) => (await fileOf(d))?.file?.state

describe("files without the bridge", () => {
  it("go to one's own servers and come from them; those of others are reached through the bridge", async () => {
    const { device } = await world()
    const [hers, his] = [await webServer(), await webServer()]
    const alice = await device("Alice", hers.address, true)
    const bob = await device("Bob", his.address, true)
    const carol = await device("Carol", hers.address, true)
    const dave = await device("Dave", hers.address, false)
    const content = bytesOf(200_000)
    for (const other of [bob, carol, dave]) {
      const both = [alice.d, other.d]
      await other.d.chat.connect((await alice.d.chat.createLink()).link?.short ?? "")
      await until(both, async () => both.every(d => d.chat.chats()[0]?.status === "connected"))
      const chat = alice.d.chat.chats()[0]?.id ?? ""
      await alice.d.chat.sendFile(chat, { name: "plan.pdf", content: new Blob([content as BlobPart]) }, "")
      await until(both, async () => (await fileOf(other.d))?.file?.until !== undefined)
      await other.d.chat.download((await fileOf(other.d))?.id ?? "", true)
      await until(both, async () => (await stateOf(other.d)) === "here")
      const blob = await other.d.chat.fileContent((await fileOf(other.d))?.id ?? "")
      expect(Buffer.from(await blob.arrayBuffer()).equals(content)).toBe(true)
    }
    const port = Number(new URL(hers.origin).port)
    expect([alice.asked(), alice.bridged]).toEqual([[hers.origin], []])
    expect([carol.asked(), carol.bridged]).toEqual([[hers.origin], []])
    // not his choice: that server does not learn his address, though he agreed to the file
    expect([bob.asked(), [...new Set(bob.bridged)]]).toEqual([[], [port]])
    expect([dave.asked(), [...new Set(dave.bridged)]]).toEqual([[], [port]])
  })
})
