/** Files by a link: from one who has no contact to another, over real relays and a bridge. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { WebSocket } from "ws"
import { type Bridge, startBridge } from "../bridge/bridge.ts"
import type { Item } from "../worker/api.ts"
import { loadKem } from "../worker/crypto/kem.ts"
import { bridgeConnect, type WebSocketLike } from "../worker/smp/socket.ts"
import { parseFileLink, qrSizeLimit, writeFileLink } from "../worker/xftp/link.ts"
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

const device = async (name: string, files: readonly string[] = [xftp.address]): Promise<Device> => {
  const clock = acceleratedClock(20)
  const connect = bridgeConnect(
    url => new WebSocket(url, { perMessageDeflate: false }) as unknown as WebSocketLike,
    `${bridge.url.replace("http", "ws")}/bridge`,
    clock,
  )
  const servers = () => [smp.address, ...files]
  const random = seededRandom(`file links ${++count}`)
  const d = await newDevice(name, { connect, clock, random, kem: loadKem, servers })
  devices.push(d)
  await d.start()
  return d
}

const now = async (d: Device, { id, chatId }: Item): Promise<Item | undefined> =>
  (await history(d.chat, chatId)).find(i => i.id === id)
const linkOf = (d: Device, item: Item): Promise<string> => until([d], async () => (await now(d, item))?.file?.link)
const isHere = (d: Device, item: Item) => until([d], async () => (await now(d, item))?.file?.state === "here")
const contentOf = async (d: Device, item: Item): Promise<Buffer> =>
  Buffer.from(await (await d.chat.fileContent(item.id)).arrayBuffer())

describe("a file by a link", () => {
  it("that is taken back when its last byte is on the server stays taken back", async () => {
    const alice = await device("Alice")
    const isSent = async (item: Item) => (await now(alice, item))?.file?.state !== "sending"
    for (let i = 0; i < 6; i++) {
      const sent = await alice.chat.sendByLink({ name: "late", content: new Blob([bytesOf(10) as BlobPart]) })
      const isDone = () =>
        alice.events.some(e => e.type === "fileProgress" && e.itemId === sent.id && e.done === e.total)
      while (!isDone()) await new Promise(setImmediate)
      for (let k = 0; k < i; k++) await Promise.resolve()
      const taken = await alice.chat.cancelFile(sent.id).then(
        () => true,
        () => false,
      )
      await until([alice], () => isSent(sent))
      // Whatever was on its way at that moment has come.
      const next = await alice.chat.sendByLink({ name: "next", content: new Blob([bytesOf(10) as BlobPart]) })
      await linkOf(alice, next)
      expect((await now(alice, sent))?.file?.state).toBe(taken ? "cancelled" : "sent")
    }
  })

  it.each([
    ["of one chunk", 1, "one.txt"],
    ["of many chunks, by a redirect", 9_000_000, "a long name with spaces & more.pdf"],
  ])("%s arrives as it was sent, with its name, and the link fits a QR code", async (_, size, name) => {
    const [alice, bob] = [await device("Alice"), await device("Bob")]
    const before = xftp.chunkCount
    const content = bytesOf(size)
    const sent = await alice.chat.sendByLink({ name, content: new Blob([content as BlobPart]) })
    expect(sent).toMatchObject({ direction: "sent", file: { name, state: "sending" } })
    const link = await linkOf(alice, sent)
    expect(link.length).toBeLessThanOrEqual(qrSizeLimit)
    const plan = await bob.chat.planLink(`Look: ${link}`, true)
    expect(plan).toMatchObject({ kind: "file", supported: true, file: { name, size, hosts: ["127.0.0.1"] } })
    const got = await bob.chat.downloadLink(link)
    await isHere(bob, got)
    expect((await now(bob, got))?.file).toMatchObject({ name, size, state: "here" })
    expect((await contentOf(bob, got)).equals(Buffer.from(content))).toBe(true)
    expect((await bob.chat.notes()).unread).toBe(0)
    // Deleted with its line, for everybody.
    await alice.chat.remove([sent.id], "me")
    await until([alice], async () => xftp.chunkCount === before)
    const late = await bob.chat.downloadLink(link)
    await until([bob], async () => (await now(bob, late))?.file?.state === "failed")
    expect((await now(bob, late))?.file?.problem).toBe("GONE")
  })

  it("is made and fetched over crashes", async () => {
    const [alice, bob] = [await device("Alice"), await device("Bob")]
    const content = bytesOf(9_000_000)
    const sent = await alice.chat.sendByLink({ name: "a.bin", content: new Blob([content as BlobPart]) })
    for (const chunks of [1, 3]) {
      const uploads = xftp.stats.commands.FPUT ?? 0
      await until([alice], async () => (xftp.stats.commands.FPUT ?? 0) >= uploads + chunks - 1)
      alice.kill()
      await alice.start()
    }
    const link = await linkOf(alice, sent)
    const got = await bob.chat.downloadLink(link)
    bob.kill()
    await bob.start()
    await isHere(bob, got)
    expect((await contentOf(bob, got)).equals(Buffer.from(content))).toBe(true)
    await until([alice], async () => (await alice.disk.list("chunks")).length === 0)
  })

  it("from servers that nobody chose is asked about, and takes its name from inside when the link has none", async () => {
    const other = await startXftpRelay({})
    try {
      const [alice, bob] = [await device("Alice", [other.address]), await device("Bob")]
      const sent = await alice.chat.sendByLink({ name: "inside.txt", content: new Blob(["hello"]) })
      const { description } = parseFileLink(await linkOf(alice, sent))
      const bare = writeFileLink({ description, data: '{"name":7,"size":"much"}' })
      const { file } = await bob.chat.planLink(bare, true)
      expect(file).toEqual({ size: description.size, hosts: ["127.0.0.1"] })
      const got = await bob.chat.downloadLink(bare)
      await until([bob], async () => (await now(bob, got))?.file?.state === "unapproved")
      expect(other.stats.commands.FGET ?? 0).toBe(0)
      await bob.chat.download(got.id, true)
      await isHere(bob, got)
      expect((await now(bob, got))?.file).toMatchObject({ name: "inside.txt", size: 5 })
    } finally {
      await other.close()
    }
  })

  it("is refused when its link is damaged, and no chat is made of it", async () => {
    const bob = await device("Bob")
    const bad = "simplex:/file#/?desc=party%3A%20recipient"
    await expect(bob.chat.planLink(bad, false)).rejects.toMatchObject({ code: "BAD_LINK" })
    await expect(bob.chat.downloadLink(bad)).rejects.toMatchObject({ code: "BAD_LINK" })
    await expect(bob.chat.connect(bad)).rejects.toMatchObject({
      code: expect.stringMatching("BAD_LINK|LINK_UNSUPPORTED"),
    })
    expect(bob.chat.chats()).toEqual([])
  })

  it("that is being uploaded can be taken back", async () => {
    const alice = await device("Alice")
    const before = xftp.chunkCount
    const sent = await alice.chat.sendByLink({ name: "big.bin", content: new Blob([bytesOf(20_000_000) as BlobPart]) })
    await until([alice], async () => xftp.chunkCount > before)
    await alice.chat.cancelFile(sent.id)
    expect((await now(alice, sent))?.file?.state).toBe("cancelled")
    await until([alice], async () => xftp.chunkCount === before)
    await until([alice], async () => (await alice.disk.list("chunks")).length === 0)
  })

  it("leaves the device when the notes are cleared", async () => {
    const alice = await device("Alice")
    const sent = await alice.chat.sendByLink({ name: "a.bin", content: new Blob(["x"]) })
    await linkOf(alice, sent)
    await alice.chat.clear(sent.chatId)
    await until([alice], async () => (await alice.disk.list("files")).length === 0)
    expect((await alice.chat.storage()).all.count).toBe(0)
  })
})
