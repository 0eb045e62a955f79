/**
 * What people do about each other over a real relay: names of their own for them, tags, passing on addresses, keeping a
 * contact without its conversation, asking those who make SimpleX.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Item } from "../worker/api.ts"
import { type Relay, startRelay } from "./relay/smp.ts"
import { type Device, history, until } from "./support/node-worker.ts"
import { chatThat, connectedChat, conversation, failureOf, peopleOn } from "./support/people.ts"

let relay: Relay
const device = peopleOn(() => [relay.address])

beforeAll(async () => {
  relay = await startRelay({})
})
afterAll(() => relay.close())

const friends = async (...devices: readonly [Device, Device]): Promise<readonly [string, string]> => {
  const [a, b] = devices
  const { id, link } = await a.chat.createLink()
  const other = await b.chat.connect(link?.short ?? "")
  await chatThat(devices, a, c => c.id === id && c.status === "connected")
  await chatThat(devices, b, c => c.id === other.id && c.status === "connected")
  return [id, other.id]
}

const restart = async (d: Device): Promise<void> => {
  d.stop()
  await d.start()
}

const profileOf = async (d: Device) => (await d.chat.profiles())[0]

describe("an alias", () => {
  it("of a link stays with the contact who used it, survives a restart, and gives way to nothing", async () => {
    const [alice, bob] = [await device("Alice"), await device("Bob")]
    const { id, link } = await alice.chat.createLink()
    expect(await alice.chat.setAlias(id, " The plumber ")).toMatchObject({ alias: "The plumber", name: "" })
    await bob.chat.connect(link?.short ?? "")
    expect(await connectedChat([alice, bob], alice)).toMatchObject({ id, alias: "The plumber", name: "Bob" })
    await restart(alice)
    expect(alice.chat.chats()[0]).toMatchObject({ alias: "The plumber" })
    expect(await alice.chat.setAlias(id, "")).not.toHaveProperty("alias")
    expect(await failureOf(alice.chat.setAlias(id, "x".repeat(101)))).toBe("TOO_LARGE")
    expect(await failureOf(alice.chat.setAlias("nobody", "x"))).toBe("NOT_FOUND")
  })
})

describe("tags", () => {
  it("are of one profile, are put on chats, ordered, changed and taken away, and survive a restart", async () => {
    const alice = await device("Alice")
    const { id } = await alice.chat.createLink()
    const work = await alice.chat.createTag({ emoji: "💼", name: "Work" })
    const home = await alice.chat.createTag({ emoji: "", name: "Home" })
    expect(await failureOf(alice.chat.createTag({ emoji: "", name: "work" }))).toBe("NOT_ALLOWED")
    expect(await alice.chat.setChatTags(id, [home.id, work.id, 99])).toMatchObject({ tags: [work.id, home.id] })
    await alice.chat.orderTags([home.id])
    await alice.chat.changeTag({ ...work, name: "Office" })
    await restart(alice)
    expect((await profileOf(alice))?.tags?.map(t => t.name)).toEqual(["Home", "Office"])
    expect(alice.chat.chats()[0]?.tags).toEqual([work.id, home.id])
    await alice.chat.deleteTag(work.id)
    expect(alice.chat.chats()[0]?.tags).toEqual([home.id])
    expect(await failureOf(alice.chat.deleteTag(work.id))).toBe("NOT_FOUND")
    await alice.chat.addProfile("Other")
    expect(await profileOf(alice)).not.toHaveProperty("tags")
  })
})

describe("the address in the profile", () => {
  it("is told to all contacts, stands in new links, and is taken back with the address", async () => {
    const [alice, bob] = [await device("Alice"), await device("Bob")]
    await friends(alice, bob)
    expect(await failureOf(alice.chat.shareAddress(true))).toBe("NOT_FOUND")
    const { short = "" } = await alice.chat.createAddress()
    await alice.chat.shareAddress(true)
    await chatThat([alice, bob], bob, c => c.address === short)
    expect(await profileOf(alice)).toMatchObject({ sharesAddress: true })
    // Another change of the profile leaves it.
    await alice.chat.updateProfile({ displayName: "Alicia", fullName: "" })
    expect(await chatThat([alice, bob], bob, c => c.name === "Alicia")).toMatchObject({ address: short })
    await alice.chat.shareAddress(false)
    await chatThat([alice, bob], bob, c => c.address === undefined)
    await alice.chat.shareAddress(true)
    await chatThat([alice, bob], bob, c => c.address === short)
    await alice.chat.deleteAddress()
    await chatThat([alice, bob], bob, c => c.address === undefined)
    expect(await profileOf(alice)).not.toHaveProperty("sharesAddress")
  })
})

describe("a contact that has gone", () => {
  it("is asked again at the address that it had shared, in the same chat", async () => {
    const [alice, bob] = [await device("Alice"), await device("Bob")]
    const all = [alice, bob]
    const [id, other] = await friends(alice, bob)
    const { short = "" } = await bob.chat.createAddress()
    await bob.chat.shareAddress(true)
    await chatThat(all, alice, c => c.address === short)
    await alice.chat.send(id, "before")
    await conversation(all, bob, other, ["before: received"])
    await bob.chat.removeChat(other, { tell: true })
    await chatThat(all, alice, c => c.id === id && c.status === "ended")
    await until(all, async () => (await alice.disk.list("connections")).length === 0)
    expect(await alice.chat.planLink(short, false)).toMatchObject({ known: id, viaAddress: true })
    expect(await alice.chat.connect(short)).toMatchObject({ id, status: "connecting", requested: true })
    const request = await chatThat(all, bob, c => c.status === "request")
    await bob.chat.accept(request.id)
    expect(await chatThat(all, alice, c => c.status === "connected")).not.toHaveProperty("endedBy")
    await alice.chat.send(id, "after")
    await conversation(all, bob, request.id, ["after: received"])
    await conversation(all, alice, id, ["> before: delivered", "> after: delivered"])
  })
})

describe("a card", () => {
  const lastOf = async (d: Device, chatId: string): Promise<Item | undefined> => (await history(d.chat, chatId)).at(-1)

  it("of a contact brings two of our contacts together", async () => {
    const [alice, bob, carol] = [await device("Alice"), await device("Bob"), await device("Carol")]
    const all = [alice, bob, carol]
    const [bobs] = await friends(alice, bob)
    const [carols, hers] = await friends(alice, carol)
    expect(await failureOf(alice.chat.sendCard(carols, bobs))).toBe("NOT_FOUND")
    const { short = "" } = await bob.chat.createAddress()
    await bob.chat.shareAddress(true)
    await chatThat(all, alice, c => c.id === bobs && c.address === short)
    const sent = await alice.chat.sendCard(carols, bobs)
    expect(sent.content).toMatchObject({ kind: "chat", card: { of: "contact", name: "Bob", link: short } })
    const got = await until(all, async () => {
      const item = await lastOf(carol, hers)
      return item?.content?.kind === "chat" ? item.content.card : undefined
    })
    expect(got).toMatchObject({ of: "contact", name: "Bob", link: short })
    await carol.chat.connect(got?.link ?? "")
    await chatThat(all, bob, c => c.status === "request" && c.name === "Carol")
  })

  it("of ours is not sent to those who know us by a random name", async () => {
    const [alice, bob] = [await device("Alice"), await device("Bob")]
    const { link } = await bob.chat.createLink()
    const { id } = await alice.chat.connect(link?.short ?? "", { incognito: true })
    await connectedChat([alice, bob], alice)
    const mine = await connectedChat([alice, bob], bob)
    expect(await failureOf(alice.chat.sendCard(id, null))).toBe("NOT_ALLOWED")
    expect(await failureOf(bob.chat.sendCard(mine.id, null))).toBe("NOT_FOUND")
    const { short = "" } = await bob.chat.createAddress()
    await bob.chat.sendCard(mine.id, null)
    await conversation([alice, bob], alice, id, [`Bob\n${short}: received`])
  })
})

describe("a contact without its conversation", () => {
  it("is kept, hears what is said, and comes back with it; nobody is told", async () => {
    const [alice, bob] = [await device("Alice"), await device("Bob")]
    const [id, other] = await friends(alice, bob)
    await alice.chat.send(id, "before")
    await conversation([alice, bob], bob, other, ["before: received"])
    await alice.chat.removeChat(id, { keepContact: true })
    expect(alice.chat.chats()[0]).toMatchObject({ id, status: "connected", archived: true })
    expect(await alice.disk.list("items")).toEqual([])
    await restart(alice)
    expect(alice.chat.chats()[0]).toMatchObject({ archived: true })
    // A changed name is an event, and no reason to be in the list again.
    await bob.chat.updateProfile({ displayName: "Robert", fullName: "" })
    expect(await chatThat([alice, bob], alice, c => c.name === "Robert")).toMatchObject({ archived: true })
    await bob.chat.send(other, "are you there?")
    expect(await chatThat([alice, bob], alice, c => c.unread === 1)).not.toHaveProperty("archived")
    await alice.chat.removeChat(id, { keepContact: true })
    await alice.chat.send(id, "yes")
    expect(alice.chat.chats()[0]).not.toHaveProperty("archived")
  })
})

describe("a conversation that is cleared", () => {
  it("keeps what waits to be sent, and what the contact says of that is understood", async () => {
    const [alice, bob] = [await device("Alice"), await device("Bob")]
    const { id: other, link } = await bob.chat.createLink()
    bob.stop()
    const { id } = await alice.chat.connect(link?.short ?? "")
    await alice.chat.send(id, "first")
    const second = await alice.chat.send(id, "to be changed")
    await alice.chat.edit(second.id, "second")
    await alice.chat.clear(id)
    await conversation([alice], alice, id, ["> first: sending", "> second: sending"])
    expect(alice.chat.chats()[0]?.lastText).toBe("second")
    await bob.start()
    await conversation([alice, bob], alice, id, ["> first: delivered", "> second: delivered"])
    const [heard] = (await history(bob.chat, other)).filter(i => i.text === "first")
    await bob.chat.react(heard?.id ?? "", "👍", true)
    await until([alice, bob], async () => (await history(alice.chat, id)).some(i => i.reactions?.length === 1))
  })

  it("has what is said in that moment, or not, and the page is told which", async () => {
    const { chat, events } = await device("Alice")
    const { id } = await chat.notes()
    for (let turns = 0; turns < 60; turns++) {
      await chat.send(id, "before")
      const clearing = chat.clear(id)
      for (let i = 0; i < turns; i++) await undefined
      const [said] = await Promise.all([chat.send(id, "meanwhile"), clearing])
      const lines = await history(chat, id)
      const cleared = events.findLastIndex(e => e.type === "cleared")
      const told = events.findLastIndex(e => e.type === "item" && e.item.id === said.id)
      expect([turns, lines.map(i => i.id)]).toEqual([turns, told > cleared ? [said.id] : []])
      expect(chat.chats()[0]?.lastText).toBe(told > cleared ? "meanwhile" : undefined)
    }
  })
})

describe("the SimpleX team", () => {
  it("is asked in a prepared chat, of which there is one", async () => {
    const alice = await device("Alice")
    const chat = await alice.chat.askTeam()
    expect(chat).toMatchObject({ status: "prepared", name: "Ask SimpleX Team" })
    expect((await alice.chat.askTeam()).id).toBe(chat.id)
    expect(await alice.disk.list("connections")).toEqual([])
    await alice.chat.removeChat(chat.id)
    expect((await alice.chat.askTeam()).id).not.toBe(chat.id)
  })
})
