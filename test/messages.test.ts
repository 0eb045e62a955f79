/**
 * Two people and a server, everything real but the page: messages that are being typed when something dies, changes that
 * cannot be delivered, messages that have to wait; reading, searching, clearing.
 */
import { describe, expect, it } from "vitest"
import type { Content } from "../worker/chat/content.ts"
import { toRowContent } from "../worker/chat/kind.ts"
import { startRelay } from "./relay/smp.ts"
import { chatOf, has, line, pairs, say, sees } from "./support/pair.ts"
import { itemsOf, type Pair } from "./support/scenario.ts"

const { friends, passTime } = pairs("messages")

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
    passTime(2 * 86_400_000)
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
    const pair = await friends({ servers: () => [small.address] })
    const { alice, bob } = pair
    try {
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
      for (const d of [alice, bob]) d.stop()
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
    // The page was not told of rows that are on the disk only.
    alice.stop()
  })
})

describe("pictures and videos of a chat", () => {
  it("are given beside any place, the nearest first, and none of them twice or never", async () => {
    const { alice } = await friends()
    const notes = await alice.chat.notes()
    const kinds: readonly Content[] = [
      { type: "image", text: "", image: "" },
      { type: "video", text: "", image: "", duration: 1 },
      { type: "voice", text: "", duration: 1 },
      { type: "text", text: "a" },
      { type: "file", text: "" },
    ]
    const rows = Array.from({ length: 300 }, (_, i) => ({
      contactId: notes.id,
      order: i + 1,
      // Clocks of senders say nothing about the order.
      at: 1000 - i,
      direction: "received" as const,
      status: "received" as const,
      ...toRowContent(kinds[i % kinds.length] ?? { type: "text", text: "" }),
    }))
    await alice.disk.commit(rows.map(row => ({ table: "items" as const, put: row })))
    const walk = async (side: "older" | "newer", order: number): Promise<number[]> => {
      const found: number[] = []
      for (let from: number | null = order; from !== null; ) {
        const { items, next } = await alice.chat.mediaBeside(notes.id, side, from)
        found.push(...items.map(i => i.order))
        from = next
      }
      return found
    }
    const all = rows.filter((_, i) => i % 5 < 2).map(r => r.order)
    expect(await walk("newer", 151)).toEqual(all.filter(n => n > 151))
    expect(await walk("older", 151)).toEqual(all.filter(n => n < 151).reverse())
    expect(await walk("newer", 300)).toEqual([])
    // Nobody has told the page of these lines.
    alice.stop()
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
