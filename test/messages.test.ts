/**
 * Two people and a server, everything real but the page: messages that are being typed when something dies, changes that
 * cannot be delivered, messages that have to wait.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import type { Chat, Item } from "../worker/api.ts"
import { loadKem } from "../worker/crypto/kem.ts"
import { type Relay, startRelay } from "./relay/smp.ts"
import { acceleratedClock } from "./support/clock.ts"
import { directConnect } from "./support/direct.ts"
import { type Device, until } from "./support/node-worker.ts"
import { seededRandom } from "./support/random.ts"
import { describePair, itemsOf, joinBy, makeLink, newPair, type Pair } from "./support/scenario.ts"

let relay: Relay
let worlds = 0
let open: Device[] = []
let shift = 0
const world = () => {
  const clock = acceleratedClock(20)
  return {
    connect: directConnect,
    clock: { ...clock, now: () => Date.now() + shift },
    random: seededRandom(`messages ${++worlds}`),
    kem: loadKem,
    servers: () => [relay.address],
  }
}

const chatOf = (device: Device): Chat => {
  const [chat] = device.chat.chats()
  if (chat === undefined) throw new Error(`${device.name} has no chat`)
  return chat
}
const sees = (pair: Pair, device: Device, is: () => Promise<boolean>): Promise<unknown> =>
  until(
    [pair.alice, pair.bob],
    async () => device.running && (await is()),
    () => describePair(pair),
  )
const has = (pair: Pair, device: Device, is: (i: Item) => boolean): Promise<unknown> =>
  sees(pair, device, async () => (await itemsOf(device)).some(is))
const line = async (device: Device, text: string): Promise<Item> => {
  const found = (await itemsOf(device)).find(i => i.text === text)
  if (found === undefined) throw new Error(`${device.name} has no line "${text}"`)
  return found
}

const friends = async (): Promise<Pair> => {
  const pair = await newPair(world())
  open = [...open, pair.alice, pair.bob]
  await Promise.all([pair.alice.start(), pair.bob.start()])
  await joinBy(pair.bob, await makeLink(pair.alice, "short"))
  for (const d of [pair.alice, pair.bob]) await sees(pair, d, async () => chatOf(d).status === "connected")
  return pair
}

beforeAll(async () => {
  relay = await startRelay()
})
afterEach(() => {
  const devices = open
  open = []
  shift = 0
  for (const d of devices) d.stop()
  expect(devices.flatMap(d => d.broken)).toEqual([])
})
afterAll(() => relay.close())

describe("a message that is being typed when the worker dies", () => {
  it("ends with what was said of it, at both ends, as soon as the worker runs again", async () => {
    const pair = await friends()
    const { alice, bob } = pair
    const { id } = await alice.chat.send(chatOf(alice).id, "I was just", { live: true })
    await alice.chat.edit(id, "I was just going ", { live: true })
    await has(pair, bob, i => i.text === "I was just going " && i.live === true)
    alice.kill()
    await alice.start()
    await has(pair, bob, i => i.text === "I was just going " && i.live === undefined && i.edited === undefined)
    await has(pair, alice, i => i.id === id && i.live === undefined && i.text === "I was just going ")
    expect((await alice.disk.list("contacts"))[0]?.typing).toBe(undefined)
    await alice.chat.edit(id, "I was just going to say")
    await has(pair, bob, i => i.text === "I was just going to say" && i.edited === true)
  })

  it("ends here alone when it is too old to be changed", async () => {
    const pair = await friends()
    const { alice, bob } = pair
    const { id } = await alice.chat.send(chatOf(alice).id, "unfinished", { live: true })
    await has(pair, bob, i => i.text === "unfinished" && i.live === true)
    alice.kill()
    shift = 2 * 86_400_000
    await alice.start()
    await has(pair, alice, i => i.id === id && i.live === undefined)
    expect((await line(bob, "unfinished")).live).toBe(true)
  })

  it("leaves no trace of it when it ended before", async () => {
    const pair = await friends()
    const { alice, bob } = pair
    const { id } = await alice.chat.send(chatOf(alice).id, "one", { live: true, ttl: 3600 })
    await alice.chat.edit(id, "one two", { live: true })
    expect((await line(alice, "one two")).disappears?.at).toBe(undefined)
    await alice.chat.edit(id, "one two three")
    expect((await line(alice, "one two three")).disappears?.at).toBeGreaterThan(0)
    expect((await alice.disk.list("contacts"))[0]?.typing).toBe(undefined)
    await has(pair, bob, i => i.text === "one two three" && i.live === undefined && i.disappears?.ttl === 3600)
  })

  it("in the notes is seen by nobody, and so is not being typed", async () => {
    const { alice } = await friends()
    const notes = await alice.chat.notes()
    const item = await alice.chat.send(notes.id, "note", { live: true })
    expect(item.live).toBe(undefined)
  })
})

/** The contact's queue is gone, as when it deletes the connection without a word. */
const withoutWord = async (pair: Pair): Promise<void> => {
  const { alice, bob } = pair
  await bob.chat.removeChat(chatOf(bob).id, { tell: false })
  await sees(pair, bob, async () => (await bob.disk.list("deletions")).length === 0)
  expect(alice.running).toBe(true)
}

describe("what does not reach the contact", () => {
  it("an edit, a reaction, a deletion: is said at the message, and can be sent again", async () => {
    const pair = await friends()
    const { alice, bob } = pair
    const chatId = chatOf(alice).id
    const [one, two, three] = [
      await alice.chat.send(chatId, "one"),
      await alice.chat.send(chatId, "two"),
      await alice.chat.send(chatId, "three"),
    ]
    await has(pair, bob, i => i.text === "three")
    await withoutWord(pair)
    await alice.chat.edit(one.id, "one, better")
    await alice.chat.react(two.id, "👍", true)
    await alice.chat.remove([three.id], "everyone")
    await has(pair, alice, i => i.id === one.id && i.unsent?.what === "edit" && i.unsent.problem === "AUTH")
    await has(pair, alice, i => i.id === two.id && i.unsent?.what === "reaction")
    await has(pair, alice, i => i.id === three.id && i.unsent?.what === "deletion")
    // What was said before is what it was: sent, and not failed.
    expect((await line(alice, "one, better")).status).not.toBe("failed")
    await alice.chat.retry(one.id)
    await has(pair, alice, i => i.id === one.id && i.unsent?.problem === "AUTH")
    const { id } = await alice.chat.send(chatId, "four")
    await has(pair, alice, i => i.id === id && i.status === "failed" && i.problem === "AUTH")
  })

  it("is sent again as it would be made now", async () => {
    const pair = await friends()
    const { alice, bob } = pair
    const item = await alice.chat.send(chatOf(alice).id, "first")
    await has(pair, bob, i => i.text === "first")
    await alice.chat.edit(item.id, "second")
    await has(pair, bob, i => i.text === "second")
    // As if the last edit had failed.
    const [row] = (await alice.disk.list("items")).filter(r => r.text === "second")
    alice.stop()
    if (row === undefined) throw new Error("no row")
    await alice.disk.commit([
      { table: "items", put: { ...row, text: "third", unsent: { what: "edit", problem: "EXPIRED" } } },
    ])
    await alice.start()
    await alice.chat.retry(item.id)
    await has(pair, bob, i => i.text === "third")
    await has(pair, alice, i => i.id === item.id && i.unsent === undefined)
    const nothing = await alice.chat.retry(item.id).catch(e => (e as { code?: unknown }).code)
    expect(nothing).toBe("NOT_FOUND")
  })

  it("waits, and says for what, while the contact receives nothing", async () => {
    const small = await startRelay({ quota: 4 })
    try {
      const pair = await newPair({ ...world(), servers: () => [small.address] })
      const { alice, bob } = pair
      open = [...open, alice, bob]
      await Promise.all([alice.start(), bob.start()])
      await joinBy(bob, await makeLink(alice, "short"))
      for (const d of [alice, bob]) await sees(pair, d, async () => chatOf(d).status === "connected")
      bob.stop()
      for (let i = 0; i < 8; i++) await alice.chat.send(chatOf(alice).id, `number ${i}`)
      await has(pair, alice, i => i.status === "sending" && i.problem === "QUOTA")
      expect((await itemsOf(alice)).filter(i => i.problem === "QUOTA")).toHaveLength(1)
      await bob.start()
      await has(pair, bob, i => i.text === "number 7")
      await sees(pair, alice, async () =>
        (await itemsOf(alice)).every(
          i => i.direction !== "sent" || (i.status === "delivered" && i.problem === undefined),
        ),
      )
      const info = await alice.chat.itemInfo((await line(alice, "number 7")).id)
      expect(info.deliveredAt).toBeGreaterThan(0)
    } finally {
      for (const d of open) d.stop()
      await small.close()
    }
  })
})

describe("what is forwarded", () => {
  it("knows here where it is from, and the contact does not", async () => {
    const pair = await friends()
    const { alice, bob } = pair
    const item = await alice.chat.send(chatOf(alice).id, "the source")
    const notes = await alice.chat.notes()
    const [copy] = await alice.chat.forward([item.id], notes.id)
    expect((await alice.chat.itemInfo(copy?.id ?? "")).forwardedFrom).toEqual({
      name: "Bob",
      chatId: item.chatId,
      itemId: item.id,
    })
    await alice.chat.forward([copy?.id ?? ""], item.chatId)
    await has(pair, bob, i => i.text === "the source" && i.forwarded === true)
    const received = (await itemsOf(bob)).find(i => i.forwarded === true)
    expect((await bob.chat.itemInfo(received?.id ?? "")).forwardedFrom).toBe(undefined)
  })
})

describe("a search in a chat", () => {
  it("goes on where it stopped, and misses nothing", async () => {
    const { alice } = await friends()
    const notes = await alice.chat.notes()
    const rows = Array.from({ length: 9000 }, (_, i) => ({
      contactId: notes.id,
      order: i + 1,
      at: i,
      direction: "sent" as const,
      text: i % 1000 === 0 ? `needle ${i}` : `hay ${i}`,
      status: "sent" as const,
      local: true as const,
    }))
    await alice.disk.commit(rows.map(row => ({ table: "items" as const, put: row })))
    const found: string[] = []
    let before: number | null | undefined
    let calls = 0
    do {
      const page = await alice.chat.searchChat(notes.id, "needle", typeof before === "number" ? { before } : {})
      found.push(...page.items.map(i => i.text))
      before = page.before
      calls++
    } while (before !== null)
    expect(found).toEqual(Array.from({ length: 9 }, (_, i) => `needle ${8000 - i * 1000}`))
    // The first looks at a part only; later ones may know all texts already.
    expect(calls).toBeGreaterThan(1)
    const all = await alice.chat.searchChat(notes.id, "hay")
    expect(all.items.length).toBeGreaterThanOrEqual(30)
    expect(all.before).not.toBe(null)
  })
})

describe("a content of a newer app", () => {
  it("that is edited into one that is known is shown as that", async () => {
    const pair = await friends()
    const { alice, bob } = pair
    const item = await alice.chat.send(chatOf(alice).id, "Tea or coffee?")
    await has(pair, bob, i => i.text === "Tea or coffee?")
    const [row] = (await bob.disk.list("items")).filter(r => r.text === "Tea or coffee?")
    if (row === undefined) throw new Error("no row")
    bob.stop()
    const content = JSON.stringify({ type: "poll", text: row.text })
    await bob.disk.commit([{ table: "items", put: { ...row, content, notice: { kind: "unknown" } } }])
    await bob.start()
    expect(await line(bob, "Tea or coffee?")).toMatchObject({
      notice: { kind: "unknown" },
      content: { kind: "unknown" },
    })
    await alice.chat.edit(item.id, "Tea, then")
    await has(pair, bob, i => i.text === "Tea, then")
    const edited = await line(bob, "Tea, then")
    expect([edited.notice, edited.content]).toEqual([undefined, undefined])
  })
})
