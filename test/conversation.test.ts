/**
 * Two people and a server, everything real but the page: what they do with messages besides sending them, when the other
 * is away, when something dies in between, and when things come in another order than they were said.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import type { Chat, Item } from "../worker/api.ts"
import { loadKem } from "../worker/crypto/kem.ts"
import { type Relay, startRelay } from "./relay/smp.ts"
import { acceleratedClock } from "./support/clock.ts"
import { directConnect } from "./support/direct.ts"
import { type Commands, type Device, until } from "./support/node-worker.ts"
import { seededRandom } from "./support/random.ts"
import { describePair, itemsOf, joinBy, makeLink, newPair, type Pair } from "./support/scenario.ts"

let relay: Relay
let worlds = 0
let open: Device[] = []
/** Time can be moved on: everything that waits longer than that happens at once. */
let shift = 0
const world = () => {
  const clock = acceleratedClock(20)
  return {
    connect: directConnect,
    clock: { ...clock, now: () => Date.now() + shift },
    random: seededRandom(`conversation ${++worlds}`),
    kem: loadKem,
    servers: () => [relay.address],
  }
}

/** Two people who are connected. */
const friends = async (): Promise<Pair> => {
  const pair = await newPair(world())
  open = [...open, pair.alice, pair.bob]
  await Promise.all([pair.alice.start(), pair.bob.start()])
  await joinBy(pair.bob, await makeLink(pair.alice, "short"))
  await sees(pair, pair.alice, async () => chatOf(pair.alice).status === "connected")
  await sees(pair, pair.bob, async () => chatOf(pair.bob).status === "connected")
  return pair
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
const say = (device: Device, text: string, options?: Parameters<Commands["send"]>[2]): Promise<Item> =>
  device.chat.send(chatOf(device).id, text, options)
const line = async (device: Device, text: string): Promise<Item> => {
  const found = (await itemsOf(device)).find(i => i.text === text)
  if (found === undefined) throw new Error(`${device.name} has no line "${text}"`)
  return found
}
const has = (pair: Pair, device: Device, is: (i: Item) => boolean): Promise<unknown> =>
  sees(pair, device, async () => (await itemsOf(device)).some(is))
const lacks = (pair: Pair, device: Device, is: (i: Item) => boolean): Promise<unknown> =>
  sees(pair, device, async () => !(await itemsOf(device)).some(is))
const failureOf = (command: Promise<unknown>): Promise<unknown> =>
  command.then(
    () => "no failure",
    e => (e as { code?: unknown }).code,
  )
/** The page's events for the items of the chat, applied: what is on the screen without asking again. */
const screen = (device: Device): readonly Item[] => {
  const { id } = chatOf(device)
  const items = new Map<string, Item>()
  for (const e of device.events) {
    if (e.type === "item" && e.item.chatId === id) items.set(e.item.id, e.item)
    if (e.type === "itemsRemoved") for (const gone of e.itemIds) items.delete(gone)
    if (e.type === "cleared" && e.chatId === id) items.clear()
  }
  return [...items.values()].sort((x, y) => x.order - y.order)
}

beforeAll(async () => {
  relay = await startRelay()
})
afterEach(async () => {
  const devices = open
  open = []
  shift = 0
  const seen: (readonly [readonly Item[], readonly Item[]])[] = []
  for (const d of devices) if (d.running && d.chat.chats().length > 0) seen.push([screen(d), await itemsOf(d)])
  for (const d of devices) d.stop()
  expect(devices.flatMap(d => d.broken)).toEqual([])
  for (const [told, stored] of seen) expect(told).toEqual(stored)
})
afterAll(() => relay.close())

describe("what is said of messages arrives", () => {
  it("an answer names what it answers, at both ends", async () => {
    const pair = await friends()
    const { alice, bob } = pair
    const question = await say(alice, "a question")
    await has(pair, bob, i => i.text === "a question")
    const received = await line(bob, "a question")
    const answer = await say(bob, "an answer", { replyTo: received.id })
    expect(answer.quote).toEqual({ itemId: received.id, author: "contact", text: "a question", kind: "text" })
    await has(pair, alice, i => i.text === "an answer")
    expect((await line(alice, "an answer")).quote).toEqual({
      itemId: question.id,
      author: "me",
      text: "a question",
      kind: "text",
    })
    expect(await failureOf(say(bob, "to nothing", { replyTo: `${chatOf(bob).id}/9999` }))).toBe("NOT_FOUND")
  })

  it("an answer to a message that is as long as can be goes with a shorter quote", async () => {
    const pair = await friends()
    const { alice, bob } = pair
    const long = Array.from({ length: 2600 }, (_, i) => i.toString(36)).join(" ")
    await say(alice, long)
    await has(pair, bob, i => i.text === long)
    const text = "and this is an answer ".repeat(200)
    await say(bob, text, { replyTo: (await line(bob, long)).id })
    await has(pair, alice, i => i.text === text && i.quote !== undefined && long.startsWith(i.quote.text.slice(0, -1)))
  })

  it("edits, with what was said before; the status goes on", async () => {
    const pair = await friends()
    const { alice, bob } = pair
    const item = await say(alice, "one")
    const edited = await alice.chat.edit(item.id, "two")
    expect(edited).toMatchObject({ text: "two", edited: true })
    await has(pair, bob, i => i.text === "two" && i.edited === true)
    await has(pair, alice, i => i.text === "two" && i.status === "delivered")
    const info = await bob.chat.itemInfo((await line(bob, "two")).id)
    expect(info.versions.map(v => v.text)).toEqual(["two", "one"])
    expect((await alice.chat.itemInfo(item.id)).versions.map(v => v.text)).toEqual(["two", "one"])
    expect(chatOf(bob).lastText).toBe("two")
    expect(await failureOf(bob.chat.edit((await line(bob, "two")).id, "mine now"))).toBe("NOT_ALLOWED")
    shift = 86_400_000
    expect(await failureOf(alice.chat.edit(item.id, "too late"))).toBe("NOT_ALLOWED")
  })

  it("a message that is being typed", async () => {
    const pair = await friends()
    const { alice, bob } = pair
    const item = await say(alice, "ty", { live: true })
    await has(pair, bob, i => i.text === "ty" && i.live === true)
    await alice.chat.edit(item.id, "typing", { live: true })
    await has(pair, bob, i => i.text === "typing" && i.live === true)
    await alice.chat.edit(item.id, "typing")
    await has(pair, bob, i => i.text === "typing" && i.live === undefined && i.edited === undefined)
    expect(chatOf(bob).unread).toBe(1)
  })

  it("deletions: marked at both ends, erased when both allow that", async () => {
    const pair = await friends()
    const { alice, bob } = pair
    const first = await say(alice, "first")
    await say(alice, "second")
    await has(pair, bob, i => i.text === "second")
    await alice.chat.remove([first.id], "everyone")
    await has(pair, bob, i => i.text === "first" && i.deleted?.by === "contact")
    expect(await line(alice, "first")).toMatchObject({ deleted: { by: "me" } })
    expect(await failureOf(bob.chat.remove([(await line(bob, "second")).id], "everyone"))).toBe("NOT_ALLOWED")

    await alice.chat.setFeature(chatOf(alice).id, "fullDelete", "yes")
    await sees(pair, bob, async () => chatOf(bob).features?.fullDelete.theirs === "yes")
    await bob.chat.setFeature(chatOf(bob).id, "fullDelete", "yes")
    await sees(pair, alice, async () => chatOf(alice).features?.fullDelete.forMe === true)
    await alice.chat.remove([(await line(alice, "second")).id], "everyone")
    await lacks(pair, bob, i => i.text === "second")
    await lacks(pair, alice, i => i.text === "second")
    expect(chatOf(bob).lastText).toBeUndefined()
  })

  it("a hundred deletions at once, in as few messages as they need", async () => {
    const pair = await friends()
    const { alice, bob } = pair
    const items: Item[] = []
    for (let i = 0; i < 60; i++) items.push(await say(alice, `number ${i}`))
    await has(pair, bob, i => i.text === "number 59")
    const before = relay.stats.commands.SEND ?? 0
    await alice.chat.remove(
      items.map(i => i.id),
      "everyone",
    )
    await sees(pair, bob, async () => (await itemsOf(bob)).filter(i => i.deleted !== undefined).length === 60)
    expect((relay.stats.commands.SEND ?? 0) - before).toBeLessThan(65)
    expect(
      await failureOf(
        alice.chat.remove(
          Array.from({ length: 201 }, () => items[0]?.id ?? ""),
          "me",
        ),
      ),
    ).toBe("NOT_ALLOWED")
  })

  it("reactions, three at most, and only while both allow them", async () => {
    const pair = await friends()
    const { alice, bob } = pair
    const item = await say(alice, "like me")
    await has(pair, bob, i => i.text === "like me")
    const { id } = await line(bob, "like me")
    for (const emoji of ["👍", "🚀", "✅"]) await bob.chat.react(id, emoji, true)
    expect(await failureOf(bob.chat.react(id, "😀", true))).toBe("NOT_ALLOWED")
    expect(await failureOf(bob.chat.react(id, "🦔", true))).toBe("NOT_ALLOWED")
    await alice.chat.react(item.id, "👍", true)
    await has(pair, alice, i => i.reactions?.length === 3 && i.reactions[0]?.count === 2)
    await bob.chat.react(id, "🚀", false)
    await has(pair, alice, i => i.reactions?.map(r => r.emoji).join() === "👍,✅")
    await has(pair, bob, i => i.reactions?.map(r => `${r.emoji}${r.count}`).join() === "👍2,✅1")
    await alice.chat.setFeature(chatOf(alice).id, "reactions", "no")
    await sees(pair, bob, async () => chatOf(bob).features?.reactions.forMe === false)
    expect(await failureOf(bob.chat.react(id, "👍", false))).toBe("NOT_ALLOWED")
    await has(pair, bob, i => i.notice?.feature === "reactions")
  })

  it("forwards, in the order in which they were said, to a contact and to the notes", async () => {
    const pair = await friends()
    const { alice, bob } = pair
    const ids = [(await say(alice, "one")).id, (await say(alice, "two")).id]
    const forwarded = await alice.chat.forward(ids.toReversed(), chatOf(alice).id)
    expect(forwarded.map(i => [i.text, i.forwarded])).toEqual([
      ["one", true],
      ["two", true],
    ])
    await sees(pair, bob, async () => (await itemsOf(bob)).filter(i => i.forwarded === true).length === 2)
    expect(await failureOf(alice.chat.edit(forwarded[0]?.id ?? "", "mine"))).toBe("NOT_ALLOWED")
    const notes = await alice.chat.notes()
    expect((await alice.chat.notes()).id).toBe(notes.id)
    await alice.chat.forward(ids, notes.id)
    const kept = (await alice.chat.items(notes.id)).items
    expect(kept.map(i => [i.text, i.status])).toEqual([
      ["one", "sent"],
      ["two", "sent"],
    ])
    await alice.chat.send(notes.id, "to myself")
    const own = (await alice.chat.items(notes.id)).items.at(-1)
    await alice.chat.edit(own?.id ?? "", "to myself, changed")
    expect((await alice.chat.items(notes.id)).items.at(-1)).toMatchObject({ text: "to myself, changed", edited: true })
    await alice.chat.removeChat(notes.id)
  })
})

describe("messages that disappear", () => {
  it("go when they were sent, and read, long enough ago, at each end by itself", async () => {
    const pair = await friends()
    const { alice, bob } = pair
    await say(alice, "stays")
    await say(alice, "goes", { ttl: 3600 })
    await has(pair, bob, i => i.text === "goes" && i.disappears?.ttl === 3600 && i.disappears.at === undefined)
    expect((await line(alice, "goes")).disappears?.at).toBeGreaterThan(Date.now())
    await bob.chat.markRead(chatOf(bob).id)
    expect((await line(bob, "goes")).disappears?.at).toBeGreaterThan(Date.now())
    shift = 3_601_000
    // The timers wait for an hour of real time; a restart looks at the time anew.
    for (const d of [alice, bob]) {
      d.stop()
      await d.start()
    }
    for (const d of [alice, bob]) {
      await lacks(pair, d, i => i.text === "goes")
      expect(chatOf(d).lastText).toBe("stays")
      expect((await d.disk.list("expiring")).length).toBe(0)
      expect((await d.disk.list("messageIds")).length).toBe(1)
    }
  })

  it("go while the worker runs", async () => {
    const pair = await friends()
    await say(pair.alice, "short", { ttl: 1 })
    await lacks(pair, pair.alice, i => i.text === "short")
  })

  it("by a time that both have agreed on", async () => {
    const pair = await friends()
    const { alice, bob } = pair
    await alice.chat.setFeature(chatOf(alice).id, "timedMessages", "yes", 7200)
    await sees(pair, bob, async () => chatOf(bob).features?.timedMessages.ttl === 7200)
    expect((await say(bob, "in time")).disappears?.ttl).toBe(7200)
    await has(pair, alice, i => i.text === "in time" && i.disappears?.ttl === 7200)
    await bob.chat.setFeature(chatOf(bob).id, "timedMessages", "no")
    await sees(pair, alice, async () => chatOf(alice).features?.timedMessages.forMe === false)
    expect((await say(alice, "for ever", { ttl: 5 })).disappears).toBeUndefined()
  })
})

describe("when the other side is away", () => {
  it("what is changed before it has left leaves as it is then", async () => {
    const pair = await newPair(world())
    const { alice, bob } = pair
    open = [alice, bob]
    await Promise.all([alice.start(), bob.start()])
    const link = await makeLink(alice, "short")
    alice.stop()
    await joinBy(bob, link)
    const [one, two] = [await say(bob, "one"), await say(bob, "two")]
    await say(bob, "three")
    await bob.chat.edit(one.id, "one, better")
    await bob.chat.remove([two.id], "everyone")
    await alice.start()
    await has(pair, alice, i => i.text === "three")
    const received = (await itemsOf(alice)).filter(i => i.direction === "received")
    expect(received.map(i => [i.text, i.edited])).toEqual([
      ["one, better", undefined],
      ["three", undefined],
    ])
  })

  it("changes wait for it, and arrive in their order", async () => {
    const pair = await friends()
    const { alice, bob } = pair
    bob.stop()
    const item = await say(alice, "said")
    await alice.chat.edit(item.id, "changed")
    await alice.chat.react(item.id, "👍", true)
    await alice.chat.edit(item.id, "changed again")
    alice.stop()
    await Promise.all([alice.start(), bob.start()])
    await has(pair, bob, i => i.text === "changed again" && i.reactions?.[0]?.emoji === "👍")
    expect((await bob.chat.itemInfo((await line(bob, "changed again")).id)).versions).toHaveLength(3)
  })
})

describe("a contact that is deleted", () => {
  it("is told when we say so, and can still read what was said; its app cannot write any more", async () => {
    const pair = await friends()
    const { alice, bob } = pair
    await say(alice, "the last words")
    await has(pair, bob, i => i.text === "the last words")
    await alice.chat.removeChat(chatOf(alice).id, { tell: true })
    expect(alice.chat.chats()).toEqual([])
    await has(pair, bob, i => i.notice?.kind === "contactDeleted")
    expect(chatOf(bob)).toMatchObject({ status: "ended", endedBy: "contact" })
    expect(await failureOf(say(bob, "too late"))).toBe("NOT_FOUND")
    await sees(pair, bob, async () => (await bob.disk.list("connections")).length === 0)
    // Nothing of it is left at our end.
    await sees(pair, alice, async () => (await alice.disk.list("contacts")).length === 0)
    for (const table of ["connections", "items", "messageIds", "deliveries", "ratchets"] as const)
      expect(await alice.disk.list(table)).toEqual([])
    await bob.chat.removeChat(chatOf(bob).id)
    expect(bob.chat.chats()).toEqual([])
  })

  it("is told also when we are away in between, and dies with nothing left", async () => {
    const pair = await friends()
    const { alice, bob } = pair
    bob.stop()
    await alice.chat.removeChat(chatOf(alice).id, { tell: true })
    alice.kill()
    await alice.start()
    await bob.start()
    await sees(pair, bob, async () => chatOf(bob).status === "ended")
    await sees(pair, alice, async () => (await alice.disk.list("contacts")).length === 0)
    expect(await alice.disk.list("connections")).toEqual([])
  })

  it("may leave its conversation behind, which can be read and not written to", async () => {
    const pair = await friends()
    const { alice, bob } = pair
    await say(alice, "to be remembered")
    await alice.chat.removeChat(chatOf(alice).id, { tell: true, keepConversation: true })
    expect(chatOf(alice)).toMatchObject({ status: "ended", endedBy: "me" })
    expect((await line(alice, "to be remembered")).isMessage).toBe(true)
    expect(await failureOf(say(alice, "no more"))).toBe("NOT_FOUND")
    await sees(pair, bob, async () => chatOf(bob).status === "ended")
    await sees(pair, alice, async () => (await alice.disk.list("connections")).length === 0)
    alice.stop()
    await alice.start()
    expect(chatOf(alice)).toMatchObject({ status: "ended" })
  })

  it("is not told when we do not say so", async () => {
    const pair = await friends()
    await pair.alice.chat.removeChat(chatOf(pair.alice).id, { tell: false })
    expect(await pair.alice.disk.list("contacts")).toEqual([])
    expect(chatOf(pair.bob).status).toBe("connected")
  })
})

describe("reading, searching, clearing", () => {
  it("up to a message, and marking as unread", async () => {
    const pair = await friends()
    const { alice, bob } = pair
    for (const text of ["one", "two", "three"]) await say(alice, text)
    await has(pair, bob, i => i.text === "three")
    const { id } = chatOf(bob)
    expect(chatOf(bob).unread).toBe(3)
    await bob.chat.markRead(id, (await line(bob, "two")).order)
    expect(chatOf(bob)).toMatchObject({ unread: 1, readUpTo: (await line(bob, "two")).order })
    await bob.chat.markUnread(id, true)
    expect(chatOf(bob)).toMatchObject({ unread: 1, markedUnread: true })
    await bob.chat.markRead(id)
    expect(chatOf(bob).unread).toBe(0)
    expect(chatOf(bob)).not.toHaveProperty("markedUnread")
  })

  it("a deletion of what is not read yet takes it off the count", async () => {
    const pair = await friends()
    const { alice, bob } = pair
    await say(alice, "goes", { ttl: 3600 })
    const item = await say(alice, "stays")
    await has(pair, bob, i => i.text === "stays")
    await bob.chat.remove([(await line(bob, "goes")).id], "me")
    expect(chatOf(bob).unread).toBe(1)
    expect(chatOf(alice).unread).toBe(0)
    await alice.chat.remove([item.id], "me")
    expect((await itemsOf(bob)).some(i => i.text === "stays")).toBe(true)
  })

  it("finds words in all chats of the profile, newest first, and not what was deleted", async () => {
    const pair = await friends()
    const { alice } = pair
    for (let i = 0; i < 30; i++) await say(alice, `hedgehog ${i}`)
    const notes = await alice.chat.notes()
    await alice.chat.send(notes.id, "a HEDGEHOG in the notes")
    const all = await alice.chat.search("hedgehog", { limit: 5 })
    expect(all.map(i => i.text)).toEqual(["a HEDGEHOG in the notes", ...[29, 28, 27, 26].map(i => `hedgehog ${i}`)])
    expect(await alice.chat.search("hedgehog 7", { chatId: notes.id })).toEqual([])
    await alice.chat.removeChat(notes.id)
  })

  it("clearing takes all lines and leaves the contact", async () => {
    const pair = await friends()
    const { alice, bob } = pair
    await say(alice, "one")
    const two = await say(alice, "two", { ttl: 3600 })
    await alice.chat.edit(two.id, "two, changed")
    await has(pair, bob, i => i.text === "two, changed")
    await alice.chat.clear(chatOf(alice).id)
    expect(await itemsOf(alice)).toEqual([])
    for (const table of ["items", "versions", "messageIds", "expiring"] as const)
      expect(await alice.disk.list(table)).toEqual([])
    await say(alice, "three")
    await has(pair, bob, i => i.text === "three")
    // An answer to what is gone here still comes.
    await say(bob, "answer", { replyTo: (await line(bob, "one")).id })
    await has(pair, alice, i => i.text === "answer" && i.quote?.text === "one" && i.quote.itemId === undefined)
  })

  it("receipts can be turned off for one contact and for all", async () => {
    const pair = await friends()
    const { alice, bob } = pair
    await bob.chat.setReceipts(false)
    await say(alice, "unseen")
    await has(pair, bob, i => i.text === "unseen")
    await bob.chat.setChatSettings(chatOf(bob).id, { receipts: true })
    await say(alice, "seen")
    await has(pair, alice, i => i.text === "seen" && i.status === "delivered")
    expect((await line(alice, "unseen")).status).toBe("sent")
  })

  it("a draft is kept with its chat, also over a restart, until it is sent or the contact is deleted", async () => {
    const { alice } = await friends()
    const { id } = chatOf(alice)
    const answered = await say(alice, "what is answered")
    const draft = { text: "half a #secret# thou", replyTo: answered.id }
    await alice.chat.setDraft(id, draft)
    alice.stop()
    await alice.start()
    expect(await alice.chat.draft(id)).toEqual(draft)
    expect(chatOf(alice).draft).toBe(draft.text)
    await alice.chat.setDraft(id, { text: "" })
    expect(await alice.chat.draft(id)).toBeNull()
    expect(chatOf(alice)).not.toHaveProperty("draft")
    await expect(alice.chat.setDraft(id, { text: "x".repeat(100_001) })).rejects.toMatchObject({ code: "TOO_LARGE" })
    await alice.chat.setDraft(id, draft)
    await alice.chat.removeChat(id, { tell: true, keepConversation: true })
    expect(chatOf(alice)).not.toHaveProperty("draft")
  })
})

describe("a process that dies at any step of a change", () => {
  const stories: readonly (readonly [string, (pair: Pair, id: string) => Promise<unknown>, (i: Item) => boolean])[] = [
    ["an edit", ({ alice }, id) => alice.ask(c => c.edit(id, "after")), i => i.text === "after" && i.edited === true],
    ["a deletion", ({ alice }, id) => alice.ask(c => c.remove([id], "everyone")), i => i.deleted !== undefined],
    ["a reaction", ({ alice }, id) => alice.ask(c => c.react(id, "👍", true)), i => i.reactions?.[0]?.count === 1],
  ]
  for (const [name, act, isDone] of stories)
    it(`${name}: both sides have it, or neither, and it is done once`, async () => {
      for (const who of ["alice", "bob"] as const)
        for (const when of ["before", "after"] as const)
          for (let step = 1; step <= 3; step++) {
            const pair = await friends()
            const { id } = await say(pair.alice, "before")
            await has(pair, pair.bob, i => i.text === "before")
            await has(pair, pair.alice, i => i.status === "delivered")
            const device = pair[who]
            device.dieAt({ step: device.trace.length + step, when })
            const asked = act(pair, id).catch(() => undefined)
            await Promise.race([asked, until([device], async () => !device.running)])
            await until([device], async () => !device.running, undefined, 2000).catch(() => undefined)
            if (!device.running) await device.start()
            const done = (await itemsOf(pair.alice)).some(isDone)
            if (!done) await act(pair, id)
            await has(pair, pair.alice, isDone)
            await has(pair, pair.bob, isDone)
            for (const d of [pair.alice, pair.bob]) {
              expect((await itemsOf(d)).filter(i => i.direction !== "event")).toHaveLength(1)
              expect((await itemsOf(d)).filter(isDone)).toHaveLength(1)
              d.stop()
            }
          }
    }, 120_000)
})
