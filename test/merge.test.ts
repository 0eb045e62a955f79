/**
 * Contacts who turn out to be one person, over a real relay: what both chats had is in one, nothing is lost, and nobody
 * becomes somebody else by saying so.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Chat } from "../worker/api.ts"
import { newMessage } from "../worker/chat/content.ts"
import { chatVersions, type Event, newMsgId, writeMessage } from "../worker/chat/message.ts"
import { sha256 } from "../worker/crypto/hash.ts"
import { base64url, fromUtf8 } from "../worker/encoding/bytes.ts"
import { put } from "../worker/store/schema.ts"
import { type Relay, startRelay } from "./relay/smp.ts"
import { type Device, until } from "./support/node-worker.ts"
import { chatThat, conversation, peopleOn, saidIn } from "./support/people.ts"
import { seededRandom } from "./support/random.ts"

let relay: Relay
const device = peopleOn(() => [relay.address])
const random = seededRandom("merge")

beforeAll(async () => {
  relay = await startRelay({})
})
afterAll(() => relay.close())

const friends = async (a: Device, b: Device, incognito = false): Promise<readonly [string, string]> => {
  const { id, link } = await a.chat.createLink({ incognito })
  const other = await b.chat.connect(link?.short ?? "")
  await chatThat([a, b], a, c => c.id === id && c.status === "connected")
  await chatThat([a, b], b, c => c.id === other.id && c.status === "connected")
  return [id, other.id]
}

/** The device says this in this chat, as an app does that knows both from a group. */
const say = async (d: Device, chatId: string, event: Event, msgId = newMsgId(random)): Promise<void> => {
  d.stop()
  const row = await d.disk.get("contacts", chatId)
  if (row === undefined) throw new Error("no such contact")
  const json = fromUtf8(writeMessage({ versions: chatVersions, msgId, event }))
  await d.disk.commit([put("contacts", { ...row, due: [...(row.due ?? []), json] })])
  await d.start()
}

const newProbe = () => {
  const bytes = random(32)
  return {
    probe: { type: "x.info.probe" as const, probe: base64url(bytes) },
    check: { type: "x.info.probe.check" as const, probeHash: base64url(sha256(bytes)) },
  }
}

/** Alice knows Bob twice: chats of hers and of his. */
const twice = async () => {
  const [alice, bob] = [await device("Alice"), await device("Bob")]
  const [first, hisFirst] = await friends(alice, bob)
  await alice.chat.send(first, "one")
  await conversation([alice, bob], bob, hisFirst, ["one: received"])
  const [second, hisSecond] = await friends(alice, bob)
  await bob.chat.send(hisSecond, "two")
  await conversation([alice, bob], alice, second, ["two: received"])
  return { alice, bob, first, second, hisFirst, hisSecond, all: [alice, bob] as const }
}

const onlyChat = (all: readonly Device[], d: Device): Promise<Chat> =>
  until(
    all,
    async () => (d.chat.chats().length === 1 ? d.chat.chats()[0] : undefined),
    () => JSON.stringify(d.chat.chats()),
  )

const rowsOf = async (d: Device, chatId: string): Promise<number> => {
  const range = { prefix: [chatId] }
  const tables = ["items", "kept", "messageIds", "versions", "expiring", "outgoing", "early"] as const
  return (await Promise.all(tables.map(table => d.disk.list(table, range)))).flat().length
}

describe("two contacts who are one person", () => {
  it.each([
    ["the probe", "the hash"],
    ["the hash", "the probe"],
  ])("become one when %s comes first and then %s", async first => {
    const { alice, bob, all, ...chats } = await twice()
    const { probe, check } = newProbe()
    const steps: readonly (readonly [string, Event])[] = [
      [chats.hisSecond, probe],
      [chats.hisFirst, check],
    ]
    for (const [chatId, event] of first === "the probe" ? steps : steps.toReversed()) await say(bob, chatId, event)
    const chat = await onlyChat(all, alice)
    expect(chat).toMatchObject({ id: chats.first, name: "Bob", unread: 1 })
    await conversation(all, alice, chats.first, ["> one: delivered", "two: received"])
    expect(await rowsOf(alice, chats.second)).toBe(0)
    // Both ways of his lead there, also after a restart.
    alice.stop()
    await bob.chat.send(chats.hisFirst, "by the first")
    await bob.chat.send(chats.hisSecond, "by the second")
    await alice.start()
    await until(all, async () => (await saidIn(alice, chats.first)).length === 4)
    const answer = await alice.chat.send(chats.first, "by one")
    await until(all, async () => (await saidIn(bob, chats.hisSecond)).includes("by one: received"))
    await until(all, async () => (await saidIn(alice, chats.first)).includes("> by one: delivered"))
    // What he edits and how he reacts finds the lines where they are now.
    const [two] = (await bob.chat.items(chats.hisSecond)).items.filter(i => i.text === "two")
    await bob.chat.edit(two?.id ?? "", "two and a half")
    await until(all, async () => (await saidIn(alice, chats.first)).includes("two and a half: received"))
    expect(answer.order).toBeGreaterThan(4)
    // He is told once, and nothing of both is left when he is deleted.
    await alice.chat.removeChat(chats.first, { tell: true })
    await chatThat(all, bob, c => c.id === chats.hisSecond && c.status === "ended")
    await until(all, async () => (await alice.disk.list("connections")).length === 0)
    expect(await alice.disk.list("probes")).toEqual([])
  })

  it("keep what is told of messages on their way", async () => {
    const { alice, bob, all, ...chats } = await twice()
    bob.stop()
    await alice.chat.send(chats.second, "on its way")
    await bob.start()
    const { probe, check } = newProbe()
    await say(bob, chats.hisSecond, probe)
    await say(bob, chats.hisFirst, check)
    await onlyChat(all, alice)
    await until(all, async () => (await saidIn(alice, chats.first)).includes("> on its way: delivered"))
    expect(await saidIn(alice, chats.first)).toEqual(["> one: delivered", "two: received", "> on its way: delivered"])
  })

  it("keep reactions that came before their message", async () => {
    const { alice, bob, all, ...chats } = await twice()
    const msgId = newMsgId(random)
    const reaction = { type: "emoji" as const, emoji: "\u{1f680}" }
    await say(bob, chats.hisSecond, { type: "x.msg.react", msgId, memberId: null, scope: null, reaction, add: true })
    await until(all, async () => (await alice.disk.list("early", { prefix: [chats.second] })).length === 1)
    const { probe, check } = newProbe()
    await say(bob, chats.hisSecond, probe)
    await say(bob, chats.hisFirst, check)
    await onlyChat(all, alice)
    const message = newMessage({ type: "text", text: "late" })
    await say(bob, chats.hisSecond, { type: "x.msg.new", message }, msgId)
    const late = await until(all, async () =>
      (await alice.chat.items(chats.first)).items.find(item => item.text === "late"),
    )
    expect(late.reactions).toEqual([{ emoji: reaction.emoji, count: 1, mine: false }])
    expect(await alice.disk.list("early")).toEqual([])
  })

  it("are put together at the next start when a crash came in between", async () => {
    const { alice, bob, all, ...chats } = await twice()
    alice.stop()
    const row = await alice.disk.get("contacts", chats.second)
    if (row === undefined) throw new Error("no contact")
    await alice.disk.commit([put("contacts", { ...row, mergeInto: chats.first })])
    await alice.start()
    expect(alice.chat.chats().map(c => c.id)).toEqual([chats.first])
    await bob.chat.send(chats.hisSecond, "still there")
    await until(all, async () => (await saidIn(alice, chats.first)).includes("still there: received"))
  })
})

describe("a contact stays by itself", () => {
  const heard = (all: readonly Device[], d: Device, count: number): Promise<unknown> =>
    until(all, async () => (await d.disk.list("probes")).length >= count)

  it("when it is called otherwise, whatever it says", async () => {
    const [alice, bob, mallory] = [await device("Alice"), await device("Bob"), await device("Mallory")]
    const all = [alice, bob, mallory]
    const [, hisChat] = await friends(alice, bob)
    const [, hers] = await friends(alice, mallory)
    const { probe, check } = newProbe()
    await say(bob, hisChat, probe)
    await heard(all, alice, 1)
    await say(mallory, hers, check)
    await heard(all, alice, 2)
    expect(
      alice.chat
        .chats()
        .map(c => c.name)
        .toSorted(),
    ).toEqual(["Bob", "Mallory"])
  })

  it("when it says the hash of another probe", async () => {
    const { alice, bob, all, ...chats } = await twice()
    await say(bob, chats.hisSecond, newProbe().probe)
    await say(bob, chats.hisFirst, newProbe().check)
    await heard(all, alice, 2)
    expect(alice.chat.chats()).toHaveLength(2)
  })

  it("when we do not want that", async () => {
    const { alice, bob, all, ...chats } = await twice()
    await alice.chat.setContactMerge(false)
    expect((await alice.chat.profiles())[0]).toMatchObject({ keepsDuplicates: true })
    const { probe, check } = newProbe()
    await say(bob, chats.hisSecond, probe)
    await say(bob, chats.hisFirst, check)
    await bob.chat.send(chats.hisFirst, "said after it")
    await until(all, async () => (await saidIn(alice, chats.first)).includes("said after it: received"))
    expect(alice.chat.chats()).toHaveLength(2)
    expect(await alice.disk.list("probes")).toEqual([])
    await alice.chat.setContactMerge(true)
    expect((await alice.chat.profiles())[0]).not.toHaveProperty("keepsDuplicates")
  })

  it("when it knows us by a random name", async () => {
    const [alice, bob] = [await device("Alice"), await device("Bob")]
    const all = [alice, bob]
    const [, hisFirst] = await friends(alice, bob)
    const [, hisSecond] = await friends(alice, bob, true)
    const { probe, check } = newProbe()
    await say(bob, hisFirst, probe)
    await say(bob, hisSecond, check)
    await bob.chat.send(hisSecond, "said after it")
    await until(all, async () => alice.chat.chats().some(c => c.lastText === "said after it"))
    expect(alice.chat.chats()).toHaveLength(2)
  })
})

describe("a probe", () => {
  it("goes to whoever used our link or answered our request, also by a random name, and shows nowhere", async () => {
    const [alice, bob, carol] = [await device("Alice"), await device("Bob"), await device("Carol")]
    const all = [alice, bob, carol]
    await friends(alice, bob)
    await until(all, async () => (await bob.disk.list("probes")).length === 1)
    const { short = "" } = await alice.chat.createAddress()
    await carol.chat.connect(short, { incognito: true })
    const asked = await chatThat(all, alice, c => c.status === "request")
    await alice.chat.accept(asked.id)
    await until(all, async () => (await alice.disk.list("probes")).length === 1)
    expect(await alice.disk.list("kept")).toEqual([])
    expect(await carol.disk.list("probes")).toEqual([])
  })
})
