/** What a contact may try with edits, deletions, reactions, quotes, times and preferences. */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Item, ProfileCommands } from "../../worker/api.ts"
import { compressBody } from "../../worker/chat/compression.ts"
import type { Store } from "../../worker/store/store.ts"
import { type Relay, startRelay } from "../relay/smp.ts"
import { type Hostile, hostileContact } from "./contact.ts"
import { everybodyLeaves, newInsider, until } from "./people.ts"
import { json } from "./scene.ts"

let relay: Relay
let mallory: Hostile
/** Her store can be read, to learn by which ids the contact knows her messages. */
let ann: { readonly store: Store; readonly api: ProfileCommands }

beforeAll(async () => {
  relay = await startRelay({ quota: 10_000 })
  const { store, profile } = await newInsider("Ann", { servers: [relay.address] })
  ann = { store, api: profile.chat.commands }
  const chatOf = (id: string) => profile.chat.chats().find(c => c.id === id)
  const hasStatus = (id: string, status: string) =>
    until(status, () => (chatOf(id)?.status === status ? chatOf(id) : null))
  mallory = await hostileContact({ api: ann.api, hasStatus }, [relay.address])
})
afterAll(async () => {
  everybodyLeaves()
  await relay.close()
})

const items = async (): Promise<readonly Item[]> => (await ann.api.items(mallory.chatId, undefined, 500)).items
const story = async (): Promise<readonly string[]> =>
  (await items()).flatMap(i => [
    ...(i.direction === "event" ? [] : [`${i.direction === "sent" ? ">" : "<"}${i.text}`]),
    ...(i.notice === undefined ? [] : [`!${i.notice.kind}`]),
  ])
let round = 0
/** The attack, then an honest text: what the conversation shows of the attack. */
const shown = async (attack: () => Promise<unknown>): Promise<readonly string[]> => {
  const before = (await story()).length
  await attack()
  const good = `good ${++round}`
  await mallory.text(good)
  await until(good, async () => (await items()).find(i => i.text === good))
  return (await story()).slice(before, -1)
}

let ids = 0
/** Ids of messages as bytes that are new each time, base64url. */
const newId = (): string => Buffer.from(`message ${String(++ids).padStart(4, "0")}`).toString("base64url")
const text = (t: string): object => ({ type: "text", text: t })
const message = (event: string, params: object, msgId?: string): object => ({
  v: "1-16",
  ...(msgId === undefined ? {} : { msgId }),
  event,
  params,
})
const fresh = (t: string, msgId: string, more: object = {}): object =>
  message("x.msg.new", { content: text(t), ...more }, msgId)
const update = (msgId: string, t: string, more: object = {}): object =>
  message("x.msg.update", { msgId, content: text(t), ...more }, newId())
const gone = (msgId: string): object => message("x.msg.del", { msgId }, newId())
const react = (msgId: string, emoji: string, add = true): object =>
  message("x.msg.react", { msgId, reaction: { type: "emoji", emoji }, add }, newId())
const send = async (...messages: object[]): Promise<void> => {
  const body = json(messages.length === 1 ? messages[0] : messages)
  await mallory.chat(body.length < 13_000 ? body : await compressBody(body))
}

const line = async (t: string): Promise<Item> => {
  const found = (await items()).find(i => i.text === t)
  if (found === undefined) throw new Error(`no line "${t}"`)
  return found
}
/** A message of Ann's, and the id by which the contact knows it. */
const annSays = async (t: string): Promise<{ item: Item; msgId: string }> => {
  const item = await ann.api.send(mallory.chatId, t)
  const row = await ann.store.get("items", mallory.chatId, item.order)
  return { item, msgId: row?.sharedMsgId ?? "" }
}

describe("messages of others", () => {
  it("cannot be edited or deleted, whoever names them", async () => {
    const { item, msgId } = await annSays("mine")
    expect(await shown(() => send(update(msgId, "yours"), gone(msgId)))).toEqual([])
    const now = await line("mine")
    expect(now.id).toBe(item.id)
    expect(now).not.toHaveProperty("edited")
    expect(now).not.toHaveProperty("deleted")
  })

  it("stay what they are when a message comes under their id", async () => {
    const { item, msgId } = await annSays("original")
    expect(await shown(() => send(fresh("copy", msgId), update(msgId, "copy 2"), gone(msgId)))).toEqual(["<copy 2"])
    expect(await line("original")).toEqual({ ...item, status: (await line("original")).status })
    expect((await line("copy 2")).deleted?.by).toBe("contact")
    // What Ann does is about her own message.
    await ann.api.edit(item.id, "original, edited")
    expect((await line("copy 2")).text).toBe("copy 2")
  })
})

describe("what waits for an answer that nobody can give here", () => {
  const invitation = (groupProfile: unknown) => message("x.grp.inv", { groupInvitation: { groupProfile } }, newId())
  const chat = async () => (await ann.api.chats()).find(c => c.id === mallory.chatId)
  it("is said, is unread until it was seen, and is not taken for words", async () => {
    await ann.api.markRead(mallory.chatId)
    const call = message("x.call.inv", { callId: newId(), invitation: {} }, newId())
    const seen = await shown(() => send(call, invitation({ displayName: "Friends #secret#" })))
    expect(seen).toEqual(["!called", "!invited"])
    expect((await items()).find(i => i.notice?.kind === "invited")?.text).toBe("Friends #secret#")
    expect(await chat()).toMatchObject({ unread: 3 })
    await ann.api.markRead(mallory.chatId)
    expect(await chat()).toMatchObject({ unread: 0 })
    await send(message("x.call.inv", { callId: newId() }, newId()))
    await until("the call", async () => ((await chat())?.lastKind === "call" ? true : null))
    expect(await chat()).toMatchObject({ unread: 1, lastText: "" })
    expect((await ann.api.search("Friends")).length).toBe(0)
  })
  it("is said whatever it holds", async () => {
    const odd = [null, 7, { displayName: 7 }, { displayName: "x".repeat(10_000) }, []]
    expect(await shown(() => send(...odd.map(invitation)))).toEqual(odd.map(() => "!invited"))
    for (const item of await items()) if (item.notice?.kind === "invited") expect(item.text.length).toBeLessThan(51)
  })
})

describe("its own messages", () => {
  it("that come twice are shown once, with another text twice", async () => {
    const id = newId()
    expect(await shown(() => send(fresh("once", id), fresh("once", id)))).toEqual(["<once"])
    expect(await shown(() => send(fresh("once", id)))).toEqual([])
    expect(await shown(() => send(fresh("not the same", id)))).toEqual(["<not the same"])
  })

  it("whose edit comes first are one line, with the text of the edit", async () => {
    const id = newId()
    expect(await shown(() => send(update(id, "edited")))).toEqual(["<edited"])
    expect(await shown(() => send(fresh("at first", id)))).toEqual([])
    expect(await line("edited")).toMatchObject({ edited: true })
  })

  it("whose reactions come first have them", async () => {
    const id = newId()
    await shown(() => send(react(id, "👍"), react(id, "👍"), react(id, "🚀"), react(id, "🚀", false)))
    expect(await shown(() => send(fresh("late", id)))).toEqual(["<late"])
    expect((await line("late")).reactions).toEqual([{ emoji: "👍", count: 1, mine: false }])
    expect(await ann.store.list("early")).toEqual([])
  })

  it("that are edited a hundred times in one body are one line", async () => {
    const id = newId()
    await shown(() => send(fresh("v0", id)))
    const edits = Array.from({ length: 100 }, (_, i) => update(id, `v${i + 1}`))
    expect(await shown(() => send(...edits))).toEqual([])
    const edited = await line("v100")
    expect((await ann.api.itemInfo(edited.id)).versions).toHaveLength(101)
    await ann.api.remove([edited.id], "me")
    expect(await ann.store.list("versions", { prefix: [mallory.chatId, edited.order] })).toEqual([])
  })

  it("that were deleted stay deleted, and cannot be deleted once more at another time", async () => {
    const id = newId()
    await shown(() => send(fresh("taken back", id), gone(id)))
    const first = await line("taken back")
    await shown(() => send(gone(id)))
    expect((await line("taken back")).deleted).toEqual(first.deleted)
    expect(first.deleted?.by).toBe("contact")
  })
})

describe("reactions", () => {
  it("flood nothing: three of the eight at most, and no other pictures", async () => {
    const { item, msgId } = await annSays("look")
    const all = ["👍", "👎", "😀", "😂", "😢", "\u2764", "🚀", "✅", "🦔", "x".repeat(5000)]
    expect(await shown(() => send(...all.map(e => react(msgId, e)), ...all.map(e => react(msgId, e))))).toEqual([])
    expect((await line("look")).reactions?.map(r => r.emoji)).toEqual(["👍", "👎", "😀"])
    await shown(() => send(react(msgId, "🚀", false), react(msgId, "👍", false)))
    expect((await line("look")).reactions?.map(r => r.emoji)).toEqual(["👎", "😀"])
    expect(item.reactions).toBeUndefined()
  })

  it("do not come when they are not allowed", async () => {
    await ann.api.setFeature(mallory.chatId, "reactions", "no")
    const { msgId } = await annSays("no reactions please")
    expect(await shown(() => send(react(msgId, "👍")))).toEqual([])
    expect(await line("no reactions please")).not.toHaveProperty("reactions")
    await ann.api.setFeature(mallory.chatId, "reactions", null)
  })
})

describe("quotes", () => {
  const quoting = (t: string, ref: object, content: object): object =>
    fresh(t, newId(), { quote: { msgRef: ref, content } })
  const sentAt = "2026-01-01T00:00:00Z"

  it("of what Ann never said are shown as its words of hers, and lead nowhere", async () => {
    await shown(() => send(quoting("see?", { msgId: newId(), sentAt, sent: false }, text("I agree"))))
    expect((await line("see?")).quote).toEqual({ author: "me", text: "I agree", kind: "text" })
  })

  it("of the other side's message by a direction that is a lie lead nowhere", async () => {
    const { msgId } = await annSays("said by Ann")
    await shown(() => send(quoting("mine!", { msgId, sentAt, sent: true }, text("said by Ann"))))
    expect((await line("mine!")).quote).toEqual({ author: "contact", text: "said by Ann", kind: "text" })
  })

  it("that are huge, of unknown kinds or at times that are none are read, or left out", async () => {
    await shown(() => send(quoting("huge", { sentAt, sent: true }, text("q".repeat(12_000)))))
    expect((await line("huge")).quote?.text).toHaveLength(12_000)
    await shown(() =>
      send(quoting("strange", { sentAt, sent: true }, { type: "hologram", text: "3D", a: { __proto__: 1 } })),
    )
    expect((await line("strange")).quote).toMatchObject({ kind: "unknown", text: "3D" })
    await shown(() => send(quoting("timeless", { sentAt: "yesterday", sent: true }, text("x"))))
    expect(await line("timeless")).not.toHaveProperty("quote")
    // All of them can be answered and forwarded.
    for (const t of ["huge", "strange", "timeless"]) {
      await ann.api.send(mallory.chatId, `answer to ${t}`, { replyTo: (await line(t)).id })
      await ann.api.forward([(await line(t)).id], mallory.chatId)
    }
  })
})

describe("times", () => {
  for (const ttl of [0, -5, 1e18, 2 ** 53, "soon", null, {}])
    it(`of ${JSON.stringify(ttl)} seconds do no harm`, async () => {
      const t = `ttl ${JSON.stringify(ttl)}`
      await shown(() => send(fresh(t, newId(), { ttl })))
      const found = (await items()).find(i => i.text === t)
      expect(found?.disappears).toBeUndefined()
      await ann.api.markRead(mallory.chatId)
      expect((await items()).some(i => i.text === t)).toBe(found !== undefined)
    })
})

describe("preferences and profiles", () => {
  const info = (profile: object): Promise<void> =>
    send(message("x.info", { profile: { displayName: "Mallory", fullName: "", ...profile } }, newId()))

  it("that make no sense change nothing, and the profile is taken", async () => {
    await shown(() => info({}))
    expect(
      await shown(() =>
        info({ preferences: { reactions: { allow: "never" }, voice: 7, timedMessages: { allow: "yes", ttl: {} } } }),
      ),
    ).toEqual([])
    expect((await ann.api.chats())[0]?.features?.reactions.theirs).toBe("yes")
  })

  it("cannot make Ann's app erase what she does not allow to be erased", async () => {
    await shown(() => info({ preferences: { fullDelete: { allow: "always" } } }))
    const id = newId()
    await shown(() => send(fresh("evidence", id), gone(id)))
    expect((await line("evidence")).deleted?.by).toBe("contact")
  })

  it("that change a hundred times in one body are a line for each change, not more", async () => {
    const profiles = Array.from({ length: 100 }, (_, i) =>
      message(
        "x.info",
        {
          profile: {
            displayName: "Mallory",
            fullName: "",
            preferences: { calls: { allow: i % 2 === 0 ? "no" : "yes" } },
          },
        },
        newId(),
      ),
    )
    const lines = await shown(() => send(...profiles))
    expect(lines.filter(l => l !== "!feature" && l !== "!offered")).toEqual([])
    expect(lines.length).toBeGreaterThanOrEqual(100)
    expect(lines.length).toBeLessThanOrEqual(101)
  })
})

describe("what is about nothing", () => {
  it("is left out, or shown for what it says", async () => {
    expect(await shown(() => send(message("x.msg.deleted", {}, newId())))).toEqual([])
    expect(await shown(() => send(...Array.from({ length: 300 }, () => gone(newId()))))).toEqual([])
    const smell = message("x.msg.update", { msgId: newId(), content: { type: "smell" } })
    expect(await shown(() => send(smell))).toEqual(["<", "!unknown"])
  })
})

describe("at the end", () => {
  it("a contact that says goodbye can be read and not written to, and says no more", async () => {
    await send(message("x.direct.del", {}, newId()), message("x.direct.del", {}, newId()))
    const chat = await until("the end", async () => (await ann.api.chats()).find(c => c.status === "ended"))
    expect(chat).toMatchObject({ endedBy: "contact" })
    await until("no connection", async () => (await ann.store.list("connections")).length === 0 || undefined)
    expect((await story()).filter(l => l === "!contactDeleted")).toHaveLength(1)
  })
})
