/** Files between two people: everything real but the page. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { WebSocket } from "ws"
import { type Bridge, startBridge } from "../bridge/bridge.ts"
import type { Attachment, Item } from "../worker/api.ts"
import { loadKem } from "../worker/crypto/kem.ts"
import type { Bytes } from "../worker/encoding/bytes.ts"
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

const device = async (name: string, server = xftp): Promise<Device> => {
  const clock = acceleratedClock(20)
  const connect = bridgeConnect(
    url => new WebSocket(url, { perMessageDeflate: false }) as unknown as WebSocketLike,
    `${bridge.url.replace("http", "ws")}/bridge`,
    clock,
  )
  const servers = () => [smp.address, server.address]
  const d = await newDevice(name, { connect, clock, random: seededRandom(`files ${++count}`), kem: loadKem, servers })
  devices.push(d)
  await d.start()
  return d
}
const chatOf = (d: Device): string => d.chat.chats()[0]?.id ?? ""
const friends = async (server = xftp) => {
  const [alice, bob] = [await device("Alice", server), await device("Bob", server)]
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

describe("a file", () => {
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

  it("whose message is deleted for everyone goes no further, at both ends", async () => {
    const { alice, bob, both } = await friends()
    const before = xftp.chunkCount
    const item = await alice.chat.sendFile(chatOf(alice), { name: "big.bin", content: blobOf(bytesOf(40_000_000)) })
    await until(both, async () => (await stateOf(bob, "big.bin")) === "offered")
    await bob.chat.download((await fileOf(bob, "big.bin"))?.id ?? "")
    await alice.chat.remove([item.id], "everyone")
    await until(both, async () => (await stateOf(bob, "big.bin")) === "cancelled")
    expect(await fileOf(bob, "big.bin")).toMatchObject({ deleted: { by: "contact" } })
    expect(await fileOf(alice, "big.bin")).toMatchObject({ deleted: { by: "me" }, file: { state: "cancelled" } })
    await until(both, async () => xftp.chunkCount === before)
  })

  it("that is on its way here is given up, stays offered, and can be wanted again", async () => {
    const { alice, bob, both } = await friends()
    const content = bytesOf(5_000_000)
    await alice.chat.sendFile(chatOf(alice), { name: "later.bin", content: blobOf(content) })
    await until(both, async () => (await fileOf(bob, "later.bin"))?.file?.until !== undefined)
    const id = (await fileOf(bob, "later.bin"))?.id ?? ""
    const asked = () => xftp.stats.commands.FGET ?? 0
    const before = asked()
    await bob.chat.download(id)
    while (asked() === before) await new Promise(setImmediate)
    await bob.chat.cancelFile(id)
    expect(await stateOf(bob, "later.bin")).toBe("offered")
    // Files that come after it have come: it would have too.
    await alice.chat.sendFile(chatOf(alice), { name: "next.bin", content: blobOf(bytesOf(1000)) })
    await until(both, async () => (await fileOf(bob, "next.bin"))?.file?.until !== undefined)
    await bob.chat.download((await fileOf(bob, "next.bin"))?.id ?? "")
    await until(both, async () => (await stateOf(bob, "next.bin")) === "here")
    expect(await stateOf(bob, "later.bin")).toBe("offered")
    await bob.chat.download(id)
    await until(both, async () => (await stateOf(bob, "later.bin")) === "here")
    const got = await (await bob.chat.fileContent(id)).arrayBuffer()
    expect(Buffer.from(got).equals(content)).toBe(true)
    // What is here cannot be given up, or wanted, any more.
    await bob.chat.cancelFile(id)
    await bob.chat.download(id)
    expect(await stateOf(bob, "later.bin")).toBe("here")
  })

  it("says until when its servers have it", async () => {
    const { alice, bob, both } = await friends()
    await alice.chat.sendFile(chatOf(alice), { name: "soon.txt", content: blobOf(bytesOf(10)) })
    await until(both, async () => (await fileOf(bob, "soon.txt"))?.file?.until !== undefined)
    await until(both, async () => (await fileOf(alice, "soon.txt"))?.file?.until !== undefined)
    const day = 24 * 3_600_000
    const got = await fileOf(bob, "soon.txt")
    const left = (got?.file?.until ?? 0) - (got?.at ?? 0)
    expect(left).toBeGreaterThan(1.9 * day)
    expect(left).toBeLessThan(2.1 * day)
  })

  it("that is small and of a kind that comes by itself waits when that is switched off, also after a restart", async () => {
    const { alice, bob, both } = await friends()
    await bob.chat.setFileSettings({ images: false, voice: true, videos: true, askServers: true })
    bob.stop()
    await bob.start()
    const image = "data:image/jpg;base64,/9j/"
    const send = (name: string, size: number, as: Attachment["as"]) =>
      alice.chat.sendFile(chatOf(alice), { name, content: blobOf(bytesOf(size)), ...(as === undefined ? {} : { as }) })
    await send("IMG_1.jpg", 1000, { kind: "image", image })
    await send("video_1.mp4", 1_047_552, { kind: "video", image, seconds: 3 })
    await send("video_2.mp4", 1_047_553, { kind: "video", image, seconds: 3 })
    await send("voice_1.m4a", 522_240, { kind: "voice", seconds: 3 })
    await until(both, async () => (await stateOf(bob, "voice_1.m4a")) === "here")
    await until(both, async () => (await stateOf(bob, "video_1.mp4")) === "here")
    expect(await stateOf(bob, "IMG_1.jpg")).toBe("offered")
    expect(await stateOf(bob, "video_2.mp4")).toBe("offered")
  })

  it("on a server that nobody here chose is asked about, unless that is switched off", async () => {
    const other = await startXftpRelay({})
    try {
      const { alice, bob, both } = await friends()
      const own = (await alice.chat.servers()).servers.filter(s => s.protocol === "xftp")
      await alice.chat.addServer(other.address)
      for (const s of own) await alice.chat.enableServer(s.address, false)
      const send = (name: string) => alice.chat.sendFile(chatOf(alice), { name, content: blobOf(bytesOf(100)) })
      await send("asked.bin")
      await until(both, async () => (await fileOf(bob, "asked.bin"))?.file?.until !== undefined)
      await bob.chat.download((await fileOf(bob, "asked.bin"))?.id ?? "")
      await until(both, async () => (await stateOf(bob, "asked.bin")) === "unapproved")
      expect((await fileOf(bob, "asked.bin"))?.file?.hosts).toEqual(["127.0.0.1"])
      expect(other.stats.commands.FGET ?? 0).toBe(0)
      await bob.chat.setFileSettings({ ...(await bob.chat.fileSettings()), askServers: false })
      await send("unasked.bin")
      await until(both, async () => (await fileOf(bob, "unasked.bin"))?.file?.until !== undefined)
      await bob.chat.download((await fileOf(bob, "unasked.bin"))?.id ?? "")
      await until(both, async () => (await stateOf(bob, "unasked.bin")) === "here")
      await bob.chat.download((await fileOf(bob, "asked.bin"))?.id ?? "", true)
      await until(both, async () => (await stateOf(bob, "asked.bin")) === "here")
    } finally {
      await other.close()
    }
  })

  it("goes on to somebody else as a copy, which stays when the first is deleted", async () => {
    const { alice, bob, both } = await friends()
    const content = bytesOf(2_000_000)
    await alice.chat.sendFile(chatOf(alice), { name: "plan.pdf", content: blobOf(content) }, "look")
    await until(both, async () => (await stateOf(bob, "plan.pdf")) === "offered")
    const got = await fileOf(bob, "plan.pdf")
    const friend = chatOf(bob)
    const notes = await bob.chat.notes()
    // Not here yet: its words go on alone.
    const [bare] = await bob.chat.forward([got?.id ?? ""], notes.id)
    expect(bare).toMatchObject({ text: "look" })
    expect(bare?.file).toBeUndefined()
    await bob.chat.download(got?.id ?? "")
    const lineOf = async (id: string | undefined) => (await history(bob.chat, friend)).find(i => i.id === id)
    await until(both, async () => (await lineOf(got?.id))?.file?.state === "here")
    const [note] = await bob.chat.forward([got?.id ?? ""], notes.id)
    expect(note).toMatchObject({ text: "look", forwarded: true, file: { name: "plan.pdf", state: "here" } })
    const [back] = await bob.chat.forward([note?.id ?? ""], friend)
    expect(back).toMatchObject({ file: { name: "plan.pdf", state: "sending" } })
    await bob.chat.remove([got?.id ?? ""], "me")
    const sent = async () => (await history(alice.chat, chatOf(alice))).find(i => i.forwarded === true)
    await until(both, async () => (await sent())?.file?.state === "offered")
    await alice.chat.download((await sent())?.id ?? "")
    await until(both, async () => (await sent())?.file?.state === "here")
    expect((await contentOf(alice, await sent())).equals(Buffer.from(content))).toBe(true)
    expect((await contentOf(bob, note)).equals(Buffer.from(content))).toBe(true)
  })

  it("can be deleted to make room: its message stays, and so does what was sent unless it is taken back", async () => {
    const { alice, bob, both } = await friends()
    const chunks = xftp.chunkCount
    const one = await alice.chat.sendFile(chatOf(alice), { name: "one.txt", content: blobOf(bytesOf(10_000)) }, "first")
    await until(both, async () => (await stateOf(alice, "one.txt")) === "sent")
    const notes = await alice.chat.notes()
    await alice.chat.sendFile(notes.id, { name: "note.txt", content: blobOf(bytesOf(1000)) })
    const before = await alice.chat.storage()
    expect(before.chats).toEqual([
      { chatId: one.chatId, size: 10_000, count: 1 },
      { chatId: notes.id, size: 1000, count: 1 },
    ])
    expect(before.all).toEqual({ size: 11_000, count: 2 })
    await alice.chat.deleteFiles(one.chatId, false)
    const line = (await history(alice.chat, one.chatId)).find(i => i.id === one.id)
    expect(line).toMatchObject({ text: "first", file: { state: "deleted" } })
    await expect(alice.chat.fileContent(one.id)).rejects.toMatchObject({ code: "NOT_FOUND" })
    const after = await alice.chat.storage()
    expect(after.all).toEqual({ size: 1000, count: 1 })
    expect(after.free).toBeGreaterThan(before.free)
    // It is still there for whom it was sent to.
    await until(both, async () => (await fileOf(bob, "one.txt"))?.file?.until !== undefined)
    await bob.chat.download((await fileOf(bob, "one.txt"))?.id ?? "")
    await until(both, async () => (await stateOf(bob, "one.txt")) === "here")
    expect(xftp.chunkCount).toBe(chunks + 1)
    await alice.chat.deleteFiles(null, true)
    await until(both, async () => xftp.chunkCount === chunks)
    expect(await alice.chat.storage()).toMatchObject({ chats: [], all: { size: 0, count: 0 } })
    await until(both, async () => (await alice.disk.list("files")).length === 0)
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

  it("that is not what was sent, or is not there any more, says so at its line, and others arrive", async () => {
    let wrong = false
    const onChunk = (bytes: Bytes): Bytes => (wrong ? bytes.map((b, i) => (i === 1000 ? b ^ 1 : b)) : bytes)
    let expired = false
    const later = 49 * 3_600_000
    const server = await startXftpRelay({ hooks: { onChunk }, now: () => Date.now() + (expired ? later : 0) })
    try {
      const { alice, bob, both } = await friends(server)
      const names = ["damaged.bin", "gone.bin", "blocked.bin", "good.bin"]
      for (const name of names) {
        await alice.chat.sendFile(chatOf(alice), { name, content: blobOf(bytesOf(100_000)) })
        await until(both, async () => (await fileOf(bob, name))?.file?.until !== undefined)
      }
      const problemOf = async (name: string) => {
        await bob.chat.download((await fileOf(bob, name))?.id ?? "")
        await until(both, async () => (await stateOf(bob, name)) !== "wanted")
        return (await fileOf(bob, name))?.file?.problem
      }
      wrong = true
      expect(await problemOf("damaged.bin")).toBe("DAMAGED")
      wrong = false
      server.block({ reason: "content", notice: null })
      expect(await problemOf("blocked.bin")).toBe("BLOCKED")
      server.block(null)
      // Deleted by its sender for herself: it is still there for him.
      await alice.chat.remove([(await fileOf(alice, "good.bin"))?.id ?? ""], "me")
      expect(await problemOf("good.bin")).toBeUndefined()
      expect(await stateOf(bob, "good.bin")).toBe("here")
      // Tried again when it is as it should be.
      expect(await problemOf("damaged.bin")).toBeUndefined()
      expired = true
      server.expire()
      expect(await problemOf("gone.bin")).toBe("GONE")
    } finally {
      await server.close()
    }
  })

  it("of more than 1 GB is refused before a byte of it is read", async () => {
    const alice = await device("Alice")
    const notes = await alice.chat.notes()
    const content = Object.defineProperty(new Blob(["x"]), "size", { value: 2 ** 30 + 1 })
    const refused = { code: "FILE_TOO_LARGE" }
    await expect(alice.chat.sendFile(notes.id, { name: "huge.bin", content })).rejects.toMatchObject(refused)
    await expect(alice.chat.sendByLink({ name: "huge.bin", content })).rejects.toMatchObject(refused)
    const more = Object.defineProperty(new Blob(["x"]), "size", { value: 300 * 2 ** 20 })
    const full = { code: "NO_ROOM" }
    await expect(alice.chat.sendFile(notes.id, { name: "large.bin", content: more })).rejects.toMatchObject(full)
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
