/** Files between two people: everything real but the page. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { WebSocket } from "ws"
import { type Bridge, startBridge } from "../bridge/bridge.ts"
import type { Item } from "../worker/api.ts"
import { loadKem } from "../worker/crypto/kem.ts"
import { bridgeConnect, type WebSocketLike } from "../worker/smp/socket.ts"
import { type Relay, startRelay } from "./relay/smp.ts"
import { startXftpRelay, type XftpRelay } from "./relay/xftp.ts"
import { acceleratedClock } from "./support/clock.ts"
import { type Device, history, newDevice, until } from "./support/node-worker.ts"
import { seededRandom } from "./support/random.ts"
import { bytesOf } from "./xftp/support.ts"

let smp: Relay
let xftp: XftpRelay
let bridge: Bridge
let devices: Device[] = []
let count = 0

beforeAll(async () => {
  ;[smp, xftp] = await Promise.all([startRelay({}), startXftpRelay({})])
  bridge = await startBridge({ port: 0, web: null, allowPrivate: true, drainTimeout: 0, maxRate: 100_000 })
})
afterEach(() => {
  for (const d of devices) d.stop()
  devices = []
})
afterAll(async () => {
  await bridge.close()
  await Promise.all([smp.close(), xftp.close()])
})

const device = async (name: string): Promise<Device> => {
  const clock = acceleratedClock(20)
  const connect = bridgeConnect(
    url => new WebSocket(url, { perMessageDeflate: false }) as unknown as WebSocketLike,
    `${bridge.url.replace("http", "ws")}/bridge`,
    clock,
  )
  const servers = () => [smp.address, xftp.address]
  const d = await newDevice(name, { connect, clock, random: seededRandom(`files ${++count}`), kem: loadKem, servers })
  devices.push(d)
  await d.start()
  return d
}
const chatOf = (d: Device): string => d.chat.chats()[0]?.id ?? ""
const friends = async () => {
  const [alice, bob] = [await device("Alice"), await device("Bob")]
  await bob.chat.connect((await alice.chat.createLink()).link?.short ?? "")
  const both = [alice, bob]
  await until(both, async () => both.every(d => d.chat.chats()[0]?.status === "connected"))
  return { alice, bob, both }
}
const fileOf = async (d: Device, name: string): Promise<Item | undefined> =>
  (await history(d.chat, chatOf(d))).find(i => i.file?.name === name)
const stateOf = async (d: Device, name: string) => (await fileOf(d, name))?.file?.state
const blobOf = (bytes: Uint8Array): Blob => new Blob([bytes as BlobPart])
const contentOf = async (d: Device, item: Item | undefined): Promise<Buffer> =>
  Buffer.from(await (await d.chat.fileContent(item?.id ?? "")).arrayBuffer())

describe("a file", { timeout: 90_000 }, () => {
  it("is offered, downloaded when it is wanted, and the same in the end", async () => {
    const { alice, bob, both } = await friends()
    const content = bytesOf(3_000_000)
    const item = await alice.chat.sendFile(
      chatOf(alice),
      { name: "C:\\docs\\plan.pdf", content: blobOf(content) },
      "here it is",
    )
    expect(item).toMatchObject({
      text: "here it is",
      content: { kind: "file" },
      file: { name: "plan.pdf", state: "sending" },
    })
    await until(both, async () => (await stateOf(alice, "plan.pdf")) === "sent")
    await until(both, async () => (await stateOf(bob, "plan.pdf")) === "offered")
    const got = await fileOf(bob, "plan.pdf")
    expect(got).toMatchObject({ text: "here it is", direction: "received", file: { size: 3_000_000 } })
    await bob.chat.download(got?.id ?? "")
    await until(both, async () => (await stateOf(bob, "plan.pdf")) === "here")
    expect((await contentOf(bob, got)).equals(Buffer.from(content))).toBe(true)
    expect((await contentOf(alice, item)).equals(Buffer.from(content))).toBe(true)
    const told = bob.events.flatMap(e => (e.type === "fileProgress" ? [e] : []))
    expect(told.at(-1)).toMatchObject({ itemId: got?.id, total: told.at(-1)?.done })
  })

  it("that is a small picture comes by itself, before it was asked for and after a restart in the middle", async () => {
    const { alice, bob, both } = await friends()
    const content = bytesOf(200_000)
    const as = { kind: "image" as const, image: "data:image/jpg;base64,/9j/" }
    await alice.chat.sendFile(chatOf(alice), { name: "cat.jpg", content: blobOf(content), as })
    await until(both, async () => (await stateOf(bob, "cat.jpg")) !== undefined)
    bob.stop()
    await until([alice], async () => (await stateOf(alice, "cat.jpg")) === "sent")
    await bob.start()
    await until(both, async () => (await stateOf(bob, "cat.jpg")) === "here")
    const got = await fileOf(bob, "cat.jpg")
    expect(got?.content).toEqual(as)
    expect((await contentOf(bob, got)).equals(Buffer.from(content))).toBe(true)
  })

  it("wanted before it is uploaded is downloaded as soon as it is there; its sender may die in between", async () => {
    const { alice, bob, both } = await friends()
    const content = bytesOf(5_000_000)
    await alice.chat.sendFile(chatOf(alice), { name: "film.mp4", content: blobOf(content) })
    alice.kill()
    await alice.start()
    await until(both, async () => (await stateOf(bob, "film.mp4")) === "offered")
    await bob.chat.download((await fileOf(bob, "film.mp4"))?.id ?? "")
    await until(both, async () => (await stateOf(bob, "film.mp4")) === "here")
    const got = await fileOf(bob, "film.mp4")
    expect((await contentOf(bob, got)).equals(Buffer.from(content))).toBe(true)
    expect(await stateOf(alice, "film.mp4")).toBe("sent")
  })

  it("taken back while it is being sent is cancelled at both ends, and gone from the servers", async () => {
    const { alice, bob, both } = await friends()
    const before = xftp.chunkCount
    const item = await alice.chat.sendFile(chatOf(alice), { name: "big.bin", content: blobOf(bytesOf(40_000_000)) })
    await until(both, async () => (await stateOf(bob, "big.bin")) === "offered")
    await alice.chat.cancelFile(item.id)
    await until(both, async () => (await stateOf(bob, "big.bin")) === "cancelled")
    expect(await stateOf(alice, "big.bin")).toBe("cancelled")
    await until(both, async () => xftp.chunkCount === before)
    await expect(alice.chat.fileContent(item.id)).rejects.toMatchObject({ code: "NOT_FOUND" })
  })

  it("is gone with its message, and with its contact", async () => {
    const { alice, both } = await friends()
    const one = await alice.chat.sendFile(chatOf(alice), { name: "one.txt", content: blobOf(bytesOf(10)) })
    await alice.chat.sendFile(chatOf(alice), { name: "two.txt", content: blobOf(bytesOf(10)) })
    await until(both, async () => (await stateOf(alice, "two.txt")) === "sent")
    expect(await alice.disk.list("files")).toHaveLength(2)
    await alice.chat.remove([one.id], "me")
    expect(await alice.disk.list("files")).toHaveLength(1)
    await alice.chat.removeChat(chatOf(alice))
    expect(await alice.disk.list("files")).toEqual([])
  })

  it("to oneself stays on this device", async () => {
    const alice = await device("Alice")
    const notes = await alice.chat.notes()
    const uploads = xftp.stats.commands.FPUT ?? 0
    const item = await alice.chat.sendFile(notes.id, { name: "note.txt", content: blobOf(bytesOf(1000)) })
    expect(item.file?.state).toBe("here")
    expect((await contentOf(alice, item)).length).toBe(1000)
    expect(xftp.stats.commands.FPUT ?? 0).toBe(uploads)
  })
})
