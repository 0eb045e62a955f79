/**
 * Two people and a server, everything real but the page: what they see when it goes well, when the other is away, when
 * something is restarted, and when a link is not what it should be.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import type { Item } from "../worker/api.ts"
import { loadKem } from "../worker/crypto/kem.ts"
import { type Relay, startRelay } from "./relay/smp.ts"
import { acceleratedClock } from "./support/clock.ts"
import { directConnect } from "./support/direct.ts"
import { type Device, until } from "./support/node-worker.ts"
import { seededRandom } from "./support/random.ts"
import { connectAndChat, describePair, itemsOf, joinBy, makeLink, newPair, type Pair, say } from "./support/scenario.ts"

let relay: Relay
let worlds = 0
const world = (servers: () => readonly string[] = () => [relay.address], faster = 20) => ({
  connect: directConnect,
  clock: acceleratedClock(faster),
  random: seededRandom(`two agents ${++worlds}`),
  kem: loadKem,
  servers,
})

let open: Device[] = []
/** Two running devices that know nothing of each other. */
const people = async (w = world()): Promise<Pair> => {
  const pair = await newPair(w)
  open.push(pair.alice, pair.bob)
  await Promise.all([pair.alice.start(), pair.bob.start()])
  return pair
}

const chatOf = (device: Device) => {
  const [chat] = device.chat.chats()
  if (chat === undefined) throw new Error(`${device.name} has no chat`)
  return chat
}
const show = (items: readonly Item[]): string[] =>
  items.map(i => (i.direction === "event" ? `(${i.notice?.kind})` : `${i.text}: ${i.status}`))
const lines = async (device: Device): Promise<string[]> => show(await itemsOf(device))
const sees = (pair: Pair, device: Device, line: string): Promise<unknown> =>
  until(
    [pair.alice, pair.bob],
    async () => (await lines(device)).includes(line),
    () => describePair(pair),
  )
const connected = (pair: Pair): Promise<unknown> =>
  until(
    [pair.alice, pair.bob],
    async () => [pair.alice, pair.bob].every(d => d.chat.chats()[0]?.status === "connected"),
    () => describePair(pair),
  )
/** Two people who are connected. */
const friends = async (): Promise<Pair> => {
  const pair = await people()
  await joinBy(pair.bob, await makeLink(pair.alice, "short"))
  await connected(pair)
  return pair
}
const failureOf = (command: Promise<unknown>): Promise<unknown> =>
  command.then(
    () => "no failure",
    e => (e as { code?: unknown }).code,
  )

beforeAll(async () => {
  relay = await startRelay()
})
afterEach(() => {
  const broken = open.flatMap(d => d.broken)
  for (const d of open) d.stop()
  open = []
  expect(broken).toEqual([])
})
afterAll(() => relay.close())

describe("connecting", () => {
  for (const form of ["short", "full"] as const)
    it(`by ${form} link: messages both ways, each sent, then delivered; post-quantum at both ends`, async () => {
      const pair = await people()
      await connectAndChat(pair, form)
      for (const d of [pair.alice, pair.bob]) {
        expect(chatOf(d)).toMatchObject({ status: "connected", postQuantum: true })
        // Every line was told to the page in each of its states, and in their order.
        const last = await itemsOf(d)
        for (const item of last.filter(i => i.direction === "sent")) {
          const told = d.events.flatMap(e => (e.type === "item" && e.item.id === item.id ? [e.item.status] : []))
          expect([...new Set(told)]).toEqual(["sending", "sent", "delivered"])
        }
      }
    })

  for (const mode of ["both queues", "only the link's queue"] as const)
    it(`with a peer that secures queues by KEY, ${mode}: HELLO where it is needed, and the same chat`, async () => {
      const old = await startRelay({
        hooks: {
          onAnswer: (c, _, answer) =>
            mode === "both queues" && c.type === "NEW" && answer.type === "IDS" ? { ...answer, mode: null } : answer,
        },
      })
      const pair = await people(world(() => [old.address]))
      await connectAndChat(pair, "full", "old")
      const { commands } = old.stats
      expect(commands.KEY).toBe(mode === "both queues" ? 2 : 1)
      expect(commands.SKEY ?? 0).toBe(mode === "both queues" ? 0 : 1)
      await old.close()
    })

  it("what is written by the one who joined waits at the server for one who is away, in order", async () => {
    const pair = await people()
    const { alice, bob } = pair
    const link = await makeLink(alice, "short")
    alice.stop()
    await joinBy(bob, link)
    for (const text of ["one", "two", "three"]) await say(bob, text)
    await until([bob], async () => (await lines(bob)).join() === "one: sent,two: sent,three: sent")
    bob.stop()
    await alice.start()
    await sees(pair, alice, "three: received")
    expect((await lines(alice)).filter(l => l.endsWith("received"))).toEqual([
      "one: received",
      "two: received",
      "three: received",
    ])
    await bob.start()
    await sees(pair, bob, "three: delivered")
    expect(await lines(bob)).toContain("one: delivered")
  })

  it("a link is for one person: the second is told that it was used", async () => {
    for (const form of ["short", "full"] as const) {
      const { alice, bob } = await people()
      const { alice: carol } = await people()
      const link = await makeLink(alice, form)
      await joinBy(bob, link)
      await connected({ alice, bob })
      await joinBy(carol, link)
      await until([carol], async () => chatOf(carol).status === "failed")
      expect(chatOf(carol).problem).toBe("LINK_USED")
      expect(chatOf(alice)).toMatchObject({ status: "connected", name: "Bob" })
    }
  })

  it("what was written to somebody whose link turned out to be used is shown as failed", async () => {
    const { alice, bob } = await people()
    const { alice: carol } = await people()
    const link = await makeLink(alice, "short")
    await joinBy(bob, link)
    await connected({ alice, bob })
    carol.stop()
    await carol.start()
    await carol.chat.connect(link)
    // Either it is refused because the failure was faster, or it fails with it.
    await carol.chat.send(chatOf(carol).id, "hello?").catch(() => undefined)
    await until([carol], async () => chatOf(carol).status === "failed")
    await until([carol], async () => (await lines(carol)).every(l => l === "hello?: failed"))
  })

  it("our own link, in either form, is recognized", async () => {
    const { alice } = await people()
    for (const form of ["short", "full"] as const) {
      const link = await makeLink(alice, form)
      expect(await alice.chat.planLink(link, true)).toMatchObject({ own: true, known: chatOf(alice).id })
      expect(await failureOf(alice.chat.connect(link))).toBe("OWN_LINK")
    }
    expect(alice.chat.chats()).toHaveLength(1)
  })

  it("the same link again finds its chat, however it is pasted and however often it is clicked", async () => {
    const pair = await people()
    const link = await makeLink(pair.alice, "short")
    const [first, second] = await Promise.all([pair.bob.chat.connect(link), pair.bob.chat.connect(`see ${link}.`)])
    expect(second.id).toBe(first.id)
    await connected(pair)
    expect((await pair.bob.chat.connect(` ${link} `)).id).toBe(first.id)
    expect(await pair.bob.chat.planLink(link, true)).toMatchObject({ own: false, known: first.id, name: "Alice" })
    expect(await pair.alice.chat.planLink(link, false)).toMatchObject({ known: chatOf(pair.alice).id })
    expect(pair.bob.chat.chats()).toHaveLength(1)
  })

  it("looking at a short link tells the name and keeps the link usable, also after a restart", async () => {
    const pair = await people()
    const { alice, bob } = pair
    const link = await makeLink(alice, "short")
    expect(await bob.chat.planLink(link, true)).toMatchObject({ supported: true, name: "Alice" })
    bob.stop()
    await bob.start()
    expect(await bob.chat.planLink(link, true)).toMatchObject({ name: "Alice" })
    expect((await bob.chat.connect(link)).name).toBe("Alice")
    await connected(pair)
    expect(await bob.disk.list("lookUps")).toEqual([])
  })

  it("a server that cannot be reached keeps the joiner trying until it is there", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "unlisted-relay-")), "relay.log")
    let own = await startRelay({ file })
    const { port } = own
    const pair = await people(world(() => [own.address]))
    const link = await makeLink(pair.alice, "full")
    await own.close()
    await joinBy(pair.bob, link)
    await until([pair.bob], async () => pair.bob.events.some(e => e.type === "network" && e.status === "offline"))
    own = await startRelay({ file, port })
    await connected(pair)
    await own.close()
    rmSync(join(file, ".."), { recursive: true })
  })
})

describe("being away", () => {
  it("messages wait on the server for a peer who is away, and show as sent", async () => {
    const pair = await friends()
    const { alice, bob } = pair
    bob.stop()
    for (const text of ["one", "two", "three"]) await say(alice, text)
    await sees(pair, alice, "three: sent")
    await bob.start()
    await sees(pair, alice, "three: delivered")
    expect((await lines(bob)).filter(l => l.endsWith("received"))).toEqual([
      "one: received",
      "two: received",
      "three: received",
    ])
    expect(chatOf(bob).unread).toBe(3)
  })

  it("after a restart of either side everything is there, and goes on", async () => {
    const pair = await friends()
    const { alice, bob } = pair
    await say(alice, "before")
    await sees(pair, alice, "before: delivered")
    for (const [d, peer] of [
      [alice, bob],
      [bob, alice],
    ] as const) {
      const before = [chatOf(d), await lines(d)]
      d.stop()
      await d.start()
      expect([chatOf(d), await lines(d)]).toEqual(before)
      await say(d, `from ${d.name} after`)
      await say(peer, `to ${d.name} after`)
      await sees(pair, d, `from ${d.name} after: delivered`)
      await sees(pair, d, `to ${d.name} after: received`)
    }
  })

  it("who opens a link whose server is away is told so, and no longer when it is back", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "unlisted-relay-")), "relay.log")
    let own = await startRelay({ file })
    const { port } = own
    const pair = await people(world(() => [own.address]))
    const { alice, bob } = pair
    const link = await makeLink(alice, "full")
    alice.stop()
    await own.close()
    await joinBy(bob, link)
    const waitsFor = (problem: string | undefined) =>
      until(
        [bob],
        async () => chatOf(bob).problem === problem,
        () => describePair(pair),
      )
    await waitsFor("NETWORK")
    expect(chatOf(bob).status).toBe("connecting")
    own = await startRelay({ file, port })
    await waitsFor(undefined)
    expect(chatOf(bob).status).toBe("connecting")
    await alice.start()
    await connected(pair)
    await own.close()
    rmSync(join(file, ".."), { recursive: true })
  })

  it("after a restart of the server everything goes on, from its file", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "unlisted-relay-")), "relay.log")
    let own = await startRelay({ file })
    const { port } = own
    const pair = await people(world(() => [own.address]))
    const { alice, bob } = pair
    await joinBy(bob, await makeLink(alice, "short"))
    await connected(pair)
    bob.stop()
    await say(alice, "on the server")
    await sees(pair, alice, "on the server: sent")
    await own.close()
    await say(alice, "to nobody")
    own = await startRelay({ file, port })
    await bob.start()
    await sees(pair, alice, "on the server: delivered")
    await sees(pair, alice, "to nobody: delivered")
    await say(bob, "back")
    await sees(pair, bob, "back: delivered")
    await own.close()
    rmSync(join(file, ".."), { recursive: true })
  })

  it("a server that falls silent is noticed: what waited for its answer goes out through another connection", async () => {
    let silent = false
    const own = await startRelay({ hooks: { onAnswer: (_, __, answer) => (silent ? "silent" : answer) } })
    const pair = await people(world(() => [own.address], 150))
    await joinBy(pair.bob, await makeLink(pair.alice, "short"))
    await connected(pair)
    silent = true
    const before = own.stats.accepted
    await say(pair.alice, "hello?")
    await until([pair.alice], async () => own.stats.accepted > before)
    silent = false
    await sees(pair, pair.alice, "hello?: delivered")
    expect((await lines(pair.bob)).filter(l => l === "hello?: received")).toHaveLength(1)
    await own.close()
  })
})

describe("messages", () => {
  it("lines keep the order in which they were written, long ones before short ones", async () => {
    const pair = await friends()
    const id = chatOf(pair.alice).id
    const texts = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? `${i} ${"long ".repeat(2000)}` : `${i}`))
    await Promise.all(texts.map(t => pair.alice.chat.send(id, t)))
    const received = async () => (await itemsOf(pair.bob)).filter(i => i.direction === "received").map(i => i.text)
    await until([pair.alice, pair.bob], async () => (await received()).length >= texts.length)
    expect(await received()).toEqual(texts)
  })

  it("a line that is too long changes nothing", async () => {
    const { alice } = await friends()
    const before = [chatOf(alice), await lines(alice)]
    const random = seededRandom("long")
    const noise = Buffer.from(random(20_000)).toString("base64")
    expect(await failureOf(alice.chat.send(chatOf(alice).id, noise))).toBe("TOO_LARGE")
    expect([chatOf(alice), await lines(alice)]).toEqual(before)
  })

  it("what is sent to somebody who has removed us fails, can be tried again, and is never shown as sent", async () => {
    const pair = await friends()
    const { alice, bob } = pair
    await bob.chat.removeChat(chatOf(bob).id)
    await until([bob], async () => relay.stats.commands.DEL !== undefined)
    await say(alice, "anybody?")
    await sees(pair, alice, "anybody?: failed")
    const [failed] = (await itemsOf(alice)).filter(i => i.direction === "sent")
    if (failed === undefined) throw new Error("no line")
    expect(failed.problem).toBe("AUTH")
    const clicks = await Promise.allSettled([alice.chat.retry(failed.id), alice.chat.retry(failed.id)])
    // Which of the two was first is nobody's business.
    expect(clicks.map(c => c.status).toSorted()).toEqual(["fulfilled", "rejected"])
    await until([alice], async () => (await itemsOf(alice)).some(i => i.id === failed.id && i.status === "failed"))
    expect(alice.events.some(e => e.type === "item" && e.item.status === "sent")).toBe(false)
    expect(await failureOf(alice.chat.retry("nonsense"))).toBe("NOT_FOUND")
  })

  it("a chat that is removed while its lines go out leaves nothing behind and disturbs nobody", async () => {
    const pair = await friends()
    const { alice } = pair
    const id = chatOf(alice).id
    await Promise.all(Array.from({ length: 30 }, (_, i) => alice.chat.send(id, `${i}`)))
    await alice.chat.removeChat(id)
    expect(alice.chat.chats()).toEqual([])
    await new Promise(r => setTimeout(r, 300))
    for (const table of ["contacts", "items", "connections", "ratchets", "deliveries", "sent", "skipped"] as const)
      expect([table, await alice.disk.list(table)]).toEqual([table, []])
    // Still alive.
    expect((await alice.chat.createLink()).status).toBe("link")
  })
})
