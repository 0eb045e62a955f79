/** Chats that are opened before anything is sent; links of groups; the profile when it changes; what is removed. */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Relay, startRelay } from "./relay/smp.ts"
import { type Device, until } from "./support/node-worker.ts"
import { chatThat, connectedChat, conversation, failureOf, peopleOn, saidIn } from "./support/people.ts"

let relay: Relay
const device = peopleOn(() => [relay.address])

beforeAll(async () => {
  relay = await startRelay({})
})
afterAll(() => relay.close())

const published = (d: Device): Promise<unknown> =>
  until([d], async () => (await d.disk.list("connections")).every(c => c.linkDue === undefined))

const picture = `data:image/jpg;base64,${"iVBORw0KGgo".repeat(400)}`

describe("a prepared chat", () => {
  it("shows who it is, sends nothing, survives a restart, and can be removed", async () => {
    const [alice, bob] = [await device("Alice"), await device("Bob")]
    const { short = "" } = await alice.chat.createAddress()
    await alice.chat.updateProfile({ displayName: "Alice", fullName: "Alice A.", bio: "a bio", image: picture })
    await alice.chat.setAddressSettings({ welcome: "Hello there" })
    await published(alice)
    const plan = await bob.chat.planLink(short, true)
    expect(plan).toMatchObject({ name: "Alice", fullName: "Alice A.", bio: "a bio", image: picture })
    const sent = relay.stats.commands.SEND ?? 0
    const chat = await bob.chat.prepare(short)
    expect(chat).toMatchObject({ status: "prepared", name: "Alice", bio: "a bio", image: picture, unread: 1 })
    bob.stop()
    await bob.start()
    expect(bob.chat.chats()[0]).toMatchObject({ id: chat.id, status: "prepared" })
    expect(await saidIn(bob, chat.id)).toEqual(["Hello there: received"])
    expect(await bob.chat.planLink(short, true)).toMatchObject({ known: chat.id, own: false })
    expect((await bob.chat.prepare(short)).id).toBe(chat.id)
    expect(await failureOf(bob.chat.send(chat.id, "too early"))).toBe("NOT_FOUND")
    expect(await bob.disk.list("connections")).toEqual([])
    await bob.chat.removeChat(chat.id)
    expect([...(await bob.disk.list("contacts")), ...(await bob.disk.list("items"))]).toEqual([])
    expect(relay.stats.commands.SEND ?? 0).toBe(sent)
    expect(alice.chat.chats()).toEqual([])
  })

  it("of a one-time link connects with a first message, which waits for nobody", async () => {
    const [alice, bob] = [await device("Alice"), await device("Bob")]
    const { id: made, link } = await alice.chat.createLink()
    alice.stop()
    const chat = await bob.chat.prepare(link?.short ?? "")
    expect(chat).toMatchObject({ status: "prepared", name: "Alice" })
    const connecting = await bob.chat.connectPrepared(chat.id, { incognito: true, message: "first" })
    expect(connecting).toMatchObject({ id: chat.id, status: "connecting", incognito: expect.any(String) })
    expect(await failureOf(bob.chat.connectPrepared(chat.id))).toBe("NOT_FOUND")
    await bob.chat.send(chat.id, "second")
    bob.stop()
    await bob.start()
    await alice.start()
    await conversation([alice, bob], alice, made, ["first: received", "second: received"])
    await conversation([alice, bob], bob, chat.id, ["> first: delivered", "> second: delivered"])
    expect((await connectedChat([alice, bob], alice)).name).toBe(connecting.incognito)
  })

  it("is not made of our own link, a used one, or one that is gone", async () => {
    const [alice, bob, carol] = [await device("Alice"), await device("Bob"), await device("Carol")]
    const { link } = await alice.chat.createLink()
    expect(await failureOf(alice.chat.prepare(link?.short ?? ""))).toBe("OWN_LINK")
    await bob.chat.prepare(link?.short ?? "")
    expect(await failureOf(carol.chat.prepare(link?.short ?? ""))).toBe("LINK_USED")
    const { short = "" } = await alice.chat.createAddress()
    await alice.chat.deleteAddress()
    await until([alice], async () => (await failureOf(carol.chat.planLink(short, true))) === "LINK_USED")
    expect(await failureOf(carol.chat.prepare(short))).toBe("LINK_USED")
    expect(carol.chat.chats()).toEqual([])
  })

  it("goes to another profile before it is used, and connects as that", async () => {
    const [alice, bob] = [await device("Alice"), await device("Bob")]
    const { short = "" } = await alice.chat.createAddress()
    const { id } = await bob.chat.prepare(short)
    await bob.chat.addProfile("Work")
    const work = (await bob.chat.profiles())[0]?.id ?? 0
    await bob.chat.switchProfile(1)
    await bob.chat.changeLinkProfile(id, work)
    expect(bob.chat.chats()).toEqual([])
    await bob.chat.switchProfile(work)
    await bob.chat.connectPrepared(id)
    expect((await chatThat([alice, bob], alice, c => c.status === "request")).name).toBe("Work")
    expect(await failureOf(bob.chat.changeLinkProfile(id, 1))).toBe("NOT_FOUND")
  })

  it("whose first message is too long stays prepared", async () => {
    const [alice, bob] = [await device("Alice"), await device("Bob")]
    const { short = "" } = await alice.chat.createAddress()
    const { id } = await bob.chat.prepare(short)
    const noise = Buffer.from(Array.from({ length: 20_000 }, () => Math.floor(Math.random() * 256))).toString("base64")
    expect(await failureOf(bob.chat.connectPrepared(id, { message: noise }))).toBe("TOO_LARGE")
    expect(bob.chat.chats()[0]?.status).toBe("prepared")
    expect(await saidIn(bob, id)).toEqual([])
  })
})

describe("a changed profile", () => {
  it("is told to contacts, stands in links, and is kept", async () => {
    const [alice, bob, carol] = [await device("Alice"), await device("Bob"), await device("Carol")]
    const used = await alice.chat.createLink()
    await bob.chat.connect(used.link?.short ?? "")
    await connectedChat([alice, bob], bob)
    const { link } = await alice.chat.createLink()
    const told = { displayName: "Alicia", fullName: "Alicia B.", bio: "new", image: picture }
    await alice.chat.updateProfile(told)
    expect((await alice.chat.profiles())[0]).toMatchObject(told)
    expect(await chatThat([alice, bob], bob, c => c.name === "Alicia")).toMatchObject({ bio: "new", image: picture })
    await published(alice)
    expect(await carol.chat.planLink(link?.short ?? "", true)).toMatchObject({ name: "Alicia", bio: "new" })
    await alice.chat.updateProfile({ displayName: "Alicia", fullName: "" })
    const seen = await chatThat([alice, bob], bob, c => c.bio === undefined)
    expect([seen.image, seen.fullName]).toEqual([undefined, ""])
  })

  it("reaches contacts after a crash, and those whose connection was not there yet", async () => {
    const [alice, bob, carol] = [await device("Alice"), await device("Bob"), await device("Carol")]
    const first = await alice.chat.createLink()
    await bob.chat.connect(first.link?.short ?? "")
    await connectedChat([alice, bob], alice)
    await connectedChat([alice, bob], bob)
    const { link } = await carol.chat.createLink()
    carol.stop()
    await alice.chat.connect(link?.short ?? "")
    await until([alice], async () => (await alice.disk.list("deliveries")).length === 0)
    alice.dieAt({ step: alice.trace.length + 1, when: "after" })
    await alice.ask(c => c.updateProfile({ displayName: "Alicia", fullName: "" })).catch(() => undefined)
    expect(alice.running).toBe(false)
    await alice.start()
    await carol.start()
    for (const d of [bob, carol]) await chatThat([alice, d], d, c => c.name === "Alicia")
    await until([alice], async () => (await alice.disk.list("contacts")).every(c => c.profileDue === undefined))
  })

  it("that is no name, or does not fit, changes nothing", async () => {
    const alice = await device("Alice")
    expect(await failureOf(alice.chat.updateProfile({ displayName: " ", fullName: "" }))).toBe("BAD_NAME")
    const noise = Buffer.from(Array.from({ length: 20_000 }, () => Math.floor(Math.random() * 256))).toString("base64")
    const large = { displayName: "Alice", fullName: "", image: `data:image/png;base64,${noise}` }
    expect(await failureOf(alice.chat.updateProfile(large))).toBe("TOO_LARGE")
    expect((await alice.chat.profiles())[0]?.image).toBeUndefined()
  })
})

describe("what is removed", () => {
  const texts = Array.from({ length: 20 }, (_, i) => `line ${i}`)
  /** Bob is writing while Alice removes him. */
  const removing = async (die: (alice: Device) => void): Promise<Device> => {
    const [alice, bob] = [await device("Alice"), await device("Bob")]
    const { link } = await alice.chat.createLink()
    await bob.chat.connect(link?.short ?? "")
    const { id } = await connectedChat([alice, bob], alice)
    const { id: bobs } = await connectedChat([alice, bob], bob)
    const sending = Promise.all(texts.map(t => bob.chat.send(bobs, t)))
    await until([alice, bob], async () => (await saidIn(alice, id)).length > 2)
    die(alice)
    await alice.ask(c => c.removeChat(id)).catch(() => undefined)
    await sending
    if (!alice.running) await alice.start()
    if (alice.chat.chats().length > 0) await alice.chat.removeChat(id)
    return alice
  }
  const left = async (d: Device): Promise<Record<string, number>> => {
    const tables = ["contacts", "items", "kept", "connections", "ratchets", "deliveries", "sent"] as const
    const rows = await Promise.all(tables.map(t => d.disk.list(t)))
    return Object.fromEntries(tables.flatMap((t, i) => (rows[i]?.length === 0 ? [] : [[t, rows[i]?.length ?? 0]])))
  }

  it("is removed whole, though lines arrive at that moment", async () => {
    const alice = await removing(() => undefined)
    expect(await left(alice)).toEqual({})
  })

  for (const when of ["before", "after"] as const)
    it(`is removed whole after a crash ${when} any step of it`, async () => {
      for (let n = 1; n <= 5; n++) {
        const alice = await removing(d => d.dieAt({ step: d.trace.length + n, when }))
        expect([n, await left(alice)]).toEqual([n, {}])
      }
    })

  it("with its profile is removed whole as well", async () => {
    const [alice, bob] = [await device("Alice"), await device("Bob")]
    await alice.chat.addProfile("Work")
    const work = (await alice.chat.profiles())[0]?.id ?? 0
    const { link } = await alice.chat.createLink()
    await bob.chat.connect(link?.short ?? "")
    const { id } = await connectedChat([alice, bob], alice)
    const { id: bobs } = await connectedChat([alice, bob], bob)
    const sending = Promise.all(texts.map(t => bob.chat.send(bobs, t)))
    await until([alice, bob], async () => (await saidIn(alice, id)).length > 2)
    await alice.chat.deleteProfile(work)
    await sending
    expect(await left(alice)).toEqual({})
  })
})
