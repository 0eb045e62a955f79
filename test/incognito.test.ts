/** Incognito connections: who sees which name, in the handshake, in link data, and when the profile changes. */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { randomProfile } from "../worker/chat/incognito.ts"
import { type Relay, startRelay } from "./relay/smp.ts"
import type { Device } from "./support/node-worker.ts"
import { until } from "./support/node-worker.ts"
import { chatThat, connectedChat, conversation, failureOf, peopleOn } from "./support/people.ts"
import { seededRandom } from "./support/random.ts"

let relay: Relay
let old: Relay
let servers: readonly string[] = []
const device = peopleOn(() => servers)

beforeAll(async () => {
  relay = await startRelay({})
  old = await startRelay({ maxVersion: 14 })
  servers = [relay.address]
})
afterAll(() => Promise.all([relay.close(), old.close()]))

const twoWords = /^[A-Z][a-z]+[A-Z][a-z]+$/
const nameOf = (d: Device): string => d.chat.chats()[0]?.incognito ?? ""

it("a random profile is two words with capital letters, and nothing else", () => {
  const random = seededRandom("names")
  const all = Array.from({ length: 300 }, () => randomProfile(random))
  for (const p of all) expect(p).toEqual({ displayName: expect.stringMatching(twoWords), fullName: "" })
  expect(new Set(all.map(p => p.displayName)).size).toBeGreaterThan(280)
})

describe("an incognito connection", () => {
  for (const form of ["short", "full"] as const)
    it(`by somebody's ${form} link tells them the random name, and us which one it is`, async () => {
      const [alice, bob] = [await device("Alice"), await device("Bob")]
      const { link } = await alice.chat.createLink()
      const chat = await bob.chat.connect(link?.[form] ?? "", { incognito: true })
      expect(chat.incognito).toMatch(twoWords)
      const seen = await connectedChat([alice, bob], alice)
      expect(seen.name).toBe(chat.incognito)
      expect(seen.incognito).toBeUndefined()
      expect((await connectedChat([alice, bob], bob)).incognito).toBe(chat.incognito)
    })

  it("by our link tells it in the data of the link and in the handshake, also after a restart", async () => {
    const [alice, bob] = [await device("Alice"), await device("Bob")]
    const { link, incognito } = await alice.chat.createLink({ incognito: true })
    expect(incognito).toMatch(twoWords)
    expect((await bob.chat.planLink(link?.short ?? "", true)).name).toBe(incognito)
    alice.stop()
    await alice.start()
    await bob.chat.connect(link?.short ?? "")
    expect((await connectedChat([alice, bob], bob)).name).toBe(incognito)
    expect((await connectedChat([alice, bob], alice)).incognito).toBe(incognito)
    expect(JSON.stringify(await bob.disk.list("contacts"))).not.toContain("Alice")
  })

  it("at an address asks by the random name", async () => {
    const [alice, bob] = [await device("Alice"), await device("Bob")]
    const { short = "" } = await alice.chat.createAddress()
    await bob.chat.connect(short, { incognito: true })
    const request = await chatThat([alice, bob], alice, c => c.status === "request")
    expect(request.name).toBe(nameOf(bob))
    await alice.chat.accept(request.id)
    expect((await connectedChat([alice, bob], bob)).incognito).toBe(request.name)
  })

  it("is not told of a new name of the profile, while others are", async () => {
    const [alice, bob, carol] = [await device("Alice"), await device("Bob"), await device("Carol")]
    for (const [d, incognito] of [
      [bob, true],
      [carol, false],
    ] as const) {
      const { link } = await alice.chat.createLink({ incognito })
      await d.chat.connect(link?.short ?? "")
      await connectedChat([alice, d], d)
    }
    const random = bob.chat.chats()[0]?.name
    await alice.chat.updateProfile({ displayName: "Alicia", fullName: "" })
    await chatThat([alice, carol], carol, c => c.name === "Alicia")
    const [chat] = alice.chat.chats().filter(c => c.incognito !== undefined)
    await alice.chat.send(chat?.id ?? "", "still me")
    await until([alice, bob], async () => bob.chat.chats()[0]?.lastText === "still me")
    expect(bob.chat.chats()[0]?.name).toBe(random)
    expect(JSON.stringify(await bob.disk.list("contacts"))).not.toContain("Alic")
  })
})

describe("an unused link", () => {
  it("becomes incognito and back: whoever opens it sees what holds then", async () => {
    const [alice, bob] = [await device("Alice"), await device("Bob")]
    const { id, link } = await alice.chat.createLink()
    const first = await alice.chat.setLinkIncognito(id, true)
    expect(first.incognito).toMatch(twoWords)
    expect((await alice.chat.setLinkIncognito(id, true)).incognito).toBe(first.incognito)
    expect((await alice.chat.setLinkIncognito(id, false)).incognito).toBeUndefined()
    const { incognito } = await alice.chat.setLinkIncognito(id, true)
    expect(incognito).not.toBe(first.incognito)
    await bob.chat.connect(link?.short ?? "")
    expect((await connectedChat([alice, bob], bob)).name).toBe(incognito)
  })

  it("that somebody has used does not change any more, and nothing of us is told", async () => {
    const [alice, bob] = [await device("Alice"), await device("Bob")]
    const { id, link } = await alice.chat.createLink()
    await bob.chat.planLink(link?.short ?? "", true)
    expect(await failureOf(alice.chat.setLinkIncognito(id, true))).toBe("LINK_USED")
    expect(alice.chat.chats()[0]?.incognito).toBeUndefined()
    await bob.chat.connect(link?.short ?? "")
    await connectedChat([alice, bob], alice)
    expect(await failureOf(alice.chat.setLinkIncognito(id, true))).toBe("NOT_FOUND")
  })

  it("of an old server, without data, changes without asking the server", async () => {
    servers = [old.address]
    const [alice, bob] = [await device("Alice"), await device("Bob")]
    const { id, link } = await alice.chat.createLink()
    expect(link?.short).toBeUndefined()
    const { incognito } = await alice.chat.setLinkIncognito(id, true)
    await bob.chat.connect(link?.full ?? "")
    expect((await connectedChat([alice, bob], bob)).name).toBe(incognito)
    servers = [relay.address]
  })

  it("is given to another profile: a new link by its name, and the old one is gone", async () => {
    const [alice, bob] = [await device("Alice"), await device("Bob")]
    const { id, link } = await alice.chat.createLink({ incognito: true })
    await alice.chat.addProfile("Work")
    const work = (await alice.chat.profiles()).find(p => p.active)?.id ?? 0
    await alice.chat.switchProfile(1)
    await alice.chat.setAlias(id, "for Bob")
    const moved = await alice.chat.changeLinkProfile(id, work)
    expect(moved.alias).toBe("for Bob")
    expect(moved.link?.short).not.toBe(link?.short)
    expect(moved.incognito).toBeUndefined()
    expect(alice.chat.chats()).toEqual([])
    expect(alice.events.some(e => e.type === "chatRemoved" && e.chatId === id)).toBe(true)
    await until([alice], async () => (await failureOf(bob.chat.planLink(link?.short ?? "", true))) === "LINK_USED")
    expect((await bob.chat.planLink(moved.link?.short ?? "", true)).name).toBe("Work")
    expect((await alice.chat.switchProfile(work)).map(c => c.id)).toEqual([moved.id])
  })
})

describe("accepting incognito", () => {
  it("is refused where the address shows the profile, and leaves the request as it was", async () => {
    const [alice, bob] = [await device("Alice"), await device("Bob")]
    const { short = "" } = await alice.chat.createAddress()
    await bob.chat.connect(short)
    const { id } = await chatThat([alice, bob], alice, c => c.status === "request")
    expect(await failureOf(alice.chat.accept(id, { incognito: true }))).toBe("INCOGNITO_REFUSED")
    const automatic = { autoAccept: { incognito: true } }
    expect(await failureOf(alice.chat.setAddressSettings(automatic))).toBe("INCOGNITO_REFUSED")
    expect(alice.chat.chats()[0]?.status).toBe("request")
  })

  it("works at an address without a short link: asked for, and by its settings", async () => {
    servers = [old.address]
    const [alice, bob, carol] = [await device("Alice"), await device("Bob"), await device("Carol")]
    const { full, short } = await alice.chat.createAddress()
    expect(short).toBeUndefined()
    await bob.chat.connect(full)
    const { id } = await chatThat([alice, bob], alice, c => c.status === "request")
    const { incognito } = await alice.chat.accept(id, { incognito: true })
    expect((await connectedChat([alice, bob], bob)).name).toBe(incognito)
    await alice.chat.setAddressSettings({ autoAccept: { incognito: true }, welcome: "Hello" })
    const asked = await carol.chat.connect(full)
    const seen = await connectedChat([alice, carol], carol)
    expect(seen.name).toMatch(twoWords)
    expect(seen.name).not.toBe(incognito)
    await conversation([alice, carol], carol, asked.id, ["Hello: received"])
    servers = [relay.address]
  })
})
