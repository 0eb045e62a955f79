/**
 * Two people and a server, everything real but the page: what they do with messages besides sending them, when the other
 * is away, when something dies in between, and when things come in another order than they were said.
 */
import { describe, expect, it } from "vitest"
import type { Item } from "../worker/api.ts"
import { until } from "./support/node-worker.ts"
import { chatOf, failureOf, has, lacks, line, pairs, say, sees } from "./support/pair.ts"
import { itemsOf, joinBy, makeLink, type Pair } from "./support/scenario.ts"

const { friends, passTime, stats, strangers } = pairs("conversation")

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
    passTime(86_400_000)
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
    const before = stats().commands.SEND ?? 0
    await alice.chat.remove(
      items.map(i => i.id),
      "everyone",
    )
    await sees(pair, bob, async () => (await itemsOf(bob)).filter(i => i.deleted !== undefined).length === 60)
    expect((stats().commands.SEND ?? 0) - before).toBeLessThan(65)
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
    passTime(3_601_000)
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
    const pair = await strangers()
    const { alice, bob } = pair
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
    })
})
