/** SimpleX addresses: requests with their first message, asked again, accepted by hand or by settings, with a welcome. */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { put } from "../worker/store/schema.ts"
import { type Relay, startRelay } from "./relay/smp.ts"
import { type Device, until } from "./support/node-worker.ts"
import { chatThat, connectedChat, conversation, failureOf, peopleOn, saidIn } from "./support/people.ts"

let relay: Relay
let servers: readonly string[] = []
const device = peopleOn(() => servers)

beforeAll(async () => {
  relay = await startRelay({})
  servers = [relay.address]
})
afterAll(() => relay.close())

const isRequest = (c: { readonly status: string }): boolean => c.status === "request"
const addressOf = async (d: Device): Promise<string> => (await d.chat.createAddress()).short ?? ""
/** Whether the server has nothing to be told about links any more. */
const published = (d: Device): Promise<unknown> =>
  until([d], async () => (await d.disk.list("connections")).every(c => c.linkDue === undefined))

describe("a request", () => {
  it("shows its message, which stays in the conversation when it is accepted", async () => {
    const [alice, bob] = [await device("Alice"), await device("Bob")]
    const { id } = await bob.chat.prepare(await addressOf(alice))
    await bob.chat.connectPrepared(id, { message: "it is me" })
    const request = await chatThat([alice, bob], alice, isRequest)
    expect(request).toMatchObject({ name: "Bob", unread: 1, lastText: "it is me" })
    await conversation([alice, bob], alice, request.id, ["it is me: received"])
    await alice.chat.accept(request.id)
    await connectedChat([alice, bob], bob)
    await alice.chat.send(request.id, "come in")
    await conversation([alice, bob], alice, request.id, ["it is me: received", "> come in: delivered"])
    await conversation([alice, bob], bob, id, ["> it is me: delivered", "come in: received"])
  })

  it("without a message is new as well", async () => {
    const [alice, bob] = [await device("Alice"), await device("Bob")]
    await bob.chat.connect(await addressOf(alice))
    expect((await chatThat([alice, bob], alice, isRequest)).unread).toBe(1)
  })

  it("that is rejected leaves nothing behind, and nobody is told", async () => {
    const [alice, bob] = [await device("Alice"), await device("Bob")]
    const { id } = await bob.chat.prepare(await addressOf(alice))
    await bob.chat.connectPrepared(id, { message: "please" })
    const request = await chatThat([alice, bob], alice, isRequest)
    await alice.chat.reject(request.id)
    expect(alice.chat.chats()).toEqual([])
    expect([...(await alice.disk.list("contacts")), ...(await alice.disk.list("items"))]).toEqual([])
    expect(await failureOf(alice.chat.accept(request.id))).toBe("NOT_FOUND")
    expect(bob.chat.chats()[0]).toMatchObject({ status: "connecting", requested: true })
  })

  it("by somebody who asks again moves up with the new name, and is one request", async () => {
    const [alice, bob, carol] = [await device("Alice"), await device("Bob"), await device("Carol")]
    const link = await addressOf(alice)
    await bob.chat.connect(link)
    await chatThat([alice, bob], alice, c => c.name === "Bob")
    await carol.chat.connect(link)
    await chatThat([alice, carol], alice, c => c.name === "Carol")
    expect(await bob.chat.planLink(link, true)).toMatchObject({ connecting: "repeat" })
    await bob.chat.updateProfile({ displayName: "Robert", fullName: "" })
    const first = bob.chat.chats()[0]?.id
    expect((await bob.chat.connect(link)).id).toBe(first)
    const again = await bob.chat.connect(link, { again: true })
    expect(again.id).not.toBe(first)
    await chatThat([alice, bob], alice, c => c.name === "Robert")
    expect(alice.chat.chats().map(c => c.name)).toEqual(["Robert", "Carol"])
    await alice.chat.accept(alice.chat.chats()[0]?.id ?? "")
    expect((await connectedChat([alice, bob], bob)).id).toBe(again.id)
    expect(await bob.chat.planLink(link, true)).toMatchObject({ known: again.id, own: false })
  })

  it("by somebody who was accepted already changes nothing", async () => {
    const [alice, bob] = [await device("Alice"), await device("Bob")]
    const link = await addressOf(alice)
    await bob.chat.connect(link)
    const { id } = await chatThat([alice, bob], alice, isRequest)
    bob.stop()
    await alice.chat.accept(id)
    // Bob has not heard of it when he asks again.
    const own = servers
    await bob.start()
    const before = relay.stats.commands.ACK ?? 0
    await bob.chat.connect(link, { again: true }).catch(() => undefined)
    await connectedChat([alice, bob], bob)
    await until([alice, bob], async () => (relay.stats.commands.ACK ?? 0) > before)
    await connectedChat([alice, bob], alice)
    expect(alice.chat.chats().map(c => [c.id, c.status])).toEqual([[id, "connected"]])
    servers = own
  })

  it("is answered after a crash of the owner in the middle of it", async () => {
    const [alice, bob] = [await device("Alice"), await device("Bob")]
    await bob.chat.connect(await addressOf(alice))
    const { id } = await chatThat([alice, bob], alice, isRequest)
    await alice.chat.accept(id)
    alice.kill()
    await alice.start()
    await connectedChat([alice, bob], alice)
    await connectedChat([alice, bob], bob)
  })

  it("to a queue that is gone when it is accepted is refused as such: there is no link that was used", async () => {
    const [alice, bob] = [await device("Alice"), await device("Bob")]
    const asked = await bob.chat.connect(await addressOf(alice))
    const { id } = await chatThat([alice, bob], alice, isRequest)
    const deleted = relay.stats.commands.DEL ?? 0
    await bob.chat.removeChat(asked.id)
    await until([bob], async () => (relay.stats.commands.DEL ?? 0) > deleted)
    await alice.chat.accept(id)
    expect((await chatThat([alice], alice, c => c.status === "failed")).problem).toBe("AUTH")
  })
})

describe("the settings of an address", () => {
  it("are none without an address", async () => {
    const alice = await device("Alice")
    expect(await alice.chat.addressSettings()).toBeNull()
    expect(await failureOf(alice.chat.setAddressSettings({ welcome: "Hi" }))).toBe("NOT_FOUND")
    await alice.chat.createAddress()
    expect(await alice.chat.addressSettings()).toEqual({})
  })

  it("let everybody in who asks, and greet them; who has seen the welcome does not get it twice", async () => {
    const [alice, bob, carol] = [await device("Alice"), await device("Bob"), await device("Carol")]
    const { short = "", full } = await alice.chat.createAddress()
    await alice.chat.setAddressSettings({ autoAccept: { incognito: false }, welcome: " Welcome! " })
    expect(await alice.chat.addressSettings()).toEqual({ autoAccept: { incognito: false }, welcome: "Welcome!" })
    await published(alice)
    expect(await bob.chat.planLink(short, true)).toMatchObject({ name: "Alice", welcome: "Welcome!", supported: true })
    const { id } = await bob.chat.prepare(short)
    expect(await saidIn(bob, id)).toEqual(["Welcome!: received"])
    await bob.chat.connectPrepared(id, { message: "thanks" })
    await connectedChat([alice, bob], bob)
    const known = await chatThat([alice, bob], alice, c => c.status === "connected")
    await conversation([alice, bob], alice, known.id, ["> Welcome!: sent", "thanks: received"])
    await conversation([alice, bob], bob, id, ["Welcome!: received", "> thanks: delivered"])
    // By the full link nothing was seen.
    const asked = await carol.chat.connect(full)
    await conversation([alice, carol], carol, asked.id, ["Welcome!: received"])
  })

  it("greet somebody who is away when the request is accepted: the two are never there together", async () => {
    const [alice, bob] = [await device("Alice"), await device("Bob")]
    const { full } = await alice.chat.createAddress()
    await alice.chat.setAddressSettings({ welcome: "see you" })
    const { id } = await bob.chat.connect(full)
    const request = await chatThat([alice, bob], alice, isRequest)
    bob.stop()
    await alice.chat.accept(request.id)
    await conversation([alice], alice, request.id, ["> see you: sent"])
    alice.stop()
    await bob.start()
    await conversation([bob], bob, id, ["see you: received"])
    await connectedChat([bob], bob)
    await until([bob], async () => (await bob.disk.list("deliveries")).length === 0)
    bob.stop()
    await alice.start()
    await conversation([alice], alice, request.id, ["> see you: delivered"])
    expect((await connectedChat([alice], alice)).id).toBe(request.id)
  })

  it("greet with the welcome message as it is when the request is accepted", async () => {
    const [alice, bob] = [await device("Alice"), await device("Bob")]
    const link = await addressOf(alice)
    await alice.chat.setAddressSettings({ welcome: "old words" })
    await published(alice)
    const { id } = await bob.chat.prepare(link)
    await bob.chat.connectPrepared(id)
    const request = await chatThat([alice, bob], alice, isRequest)
    await alice.chat.setAddressSettings({ welcome: "new words" })
    await alice.chat.accept(request.id)
    await conversation([alice, bob], alice, request.id, ["> new words: sent"])
    await conversation([alice, bob], bob, id, ["new words: received"])
  })

  it("are kept, and what was to be accepted by them is accepted after a crash", async () => {
    const [alice, bob] = [await device("Alice"), await device("Bob")]
    const link = await addressOf(alice)
    await alice.chat.setAddressSettings({ autoAccept: { incognito: false } })
    await published(alice)
    const steps = alice.trace.length
    // Received and stored is one step, its answer the next.
    alice.dieAt(...[1, 2, 3].map(n => ({ step: steps + n, when: "after" as const })))
    await bob.chat.connect(link)
    for (let i = 0; i < 3; i++) {
      await until([alice, bob], async () => !alice.running || bob.chat.chats()[0]?.status === "connected")
      // It may die again while it starts.
      if (!alice.running) await alice.start().catch(() => undefined)
    }
    await connectedChat([alice, bob], bob)
    if (!alice.running) await alice.start()
    await connectedChat([alice, bob], alice)
    expect(alice.chat.chats()).toHaveLength(1)
  })

  it("reach the server when it is back, though we were closed meanwhile", async () => {
    const alice = await device("Alice")
    const bob = await device("Bob")
    const link = await addressOf(alice)
    const steps = alice.trace.length
    // The commit of the settings is the last thing that happens.
    alice.dieAt({ step: steps + 1, when: "after" })
    await alice.ask(c => c.setAddressSettings({ welcome: "Good evening" })).catch(() => undefined)
    expect(alice.running).toBe(false)
    expect((await bob.chat.planLink(link, true)).welcome).toBeUndefined()
    await alice.start()
    await published(alice)
    expect((await bob.chat.planLink(link, true)).welcome).toBe("Good evening")
  })

  it("reach a server that is away as soon as it is there again, the last of them only", async () => {
    const options = { file: `/tmp/unlisted-away-${process.pid}-${Date.now()}.log` }
    const own = servers
    let server = await startRelay(options)
    const { port } = server
    servers = [server.address]
    const [alice, bob] = [await device("Alice"), await device("Bob")]
    const link = await addressOf(alice)
    await server.close()
    await until([alice], async () => alice.events.some(e => e.type === "network" && e.status === "offline"))
    for (const welcome of ["one", "two", "three"]) await alice.chat.setAddressSettings({ welcome })
    await alice.chat.updateProfile({ displayName: "Alicia", fullName: "" })
    expect((await alice.disk.list("connections")).filter(c => c.linkDue !== undefined)).toHaveLength(1)
    server = await startRelay({ ...options, port })
    await published(alice)
    expect(await bob.chat.planLink(link, true)).toMatchObject({ name: "Alicia", welcome: "three" })
    expect(server.stats.commands.LSET).toBe(1)
    servers = own
    await server.close()
  })

  it("that do not fit into a link are refused whole", async () => {
    const alice = await device("Alice")
    const link = await addressOf(alice)
    const noise = Buffer.from(Array.from({ length: 12_000 }, (_, i) => (i * 7919) % 251)).toString("base64")
    const random = Array.from({ length: 30_000 }, () => String.fromCharCode(33 + Math.floor(Math.random() * 90)))
    expect(await failureOf(alice.chat.setAddressSettings({ welcome: noise + random.join("") }))).toBe("TOO_LARGE")
    expect(await alice.chat.addressSettings()).toEqual({})
    expect((await alice.chat.planLink(link, true)).own).toBe(true)
  })
})

describe("a contact whose connection has ended", () => {
  it("is asked again at the address that its profile names, and is the same chat with the same lines", async () => {
    const [alice, bob] = [await device("Alice"), await device("Bob")]
    const link = await addressOf(alice)
    const { link: once } = await alice.chat.createLink()
    const { id } = await bob.chat.connect(once?.short ?? "")
    await connectedChat([alice, bob], bob)
    await bob.chat.send(id, "before")
    await conversation([alice, bob], bob, id, ["> before: delivered"])
    bob.stop()
    const [row] = await bob.disk.list("contacts")
    if (row?.profile === undefined) throw new Error("no contact")
    const failed = { ...row, status: "failed" as const, profile: { ...row.profile, contactLink: link } }
    await bob.disk.commit([put("contacts", failed)])
    await bob.start()
    expect(await bob.chat.planLink(link, true)).toMatchObject({ known: id, viaAddress: true, own: false })
    expect(await bob.chat.connect(link)).toMatchObject({ id, status: "connecting", requested: true })
    await alice.chat.accept((await chatThat([alice, bob], alice, isRequest)).id)
    await connectedChat([alice, bob], bob)
    expect(await bob.disk.list("connections")).toHaveLength(1)
    await bob.chat.send(id, "after")
    await conversation([alice, bob], bob, id, ["> before: delivered", "> after: delivered"])
  })
})

describe("an address of an old server", () => {
  it("gets a short link when its server knows them; both forms are known as one", async () => {
    const options = { file: `/tmp/unlisted-${process.pid}-${Date.now()}.log` }
    let server = await startRelay({ ...options, maxVersion: 14 })
    const { port } = server
    const own = servers
    servers = [server.address]
    const [alice, bob] = [await device("Alice"), await device("Bob")]
    const { full, short } = await alice.chat.createAddress()
    expect(short).toBeUndefined()
    const { id } = await bob.chat.connect(full)
    expect(await failureOf(alice.chat.addShortLink())).toBe("SERVER_OLD")
    await server.close()
    server = await startRelay({ ...options, port })
    await alice.chat.setAddressSettings({ autoAccept: { incognito: true }, welcome: "Hi" })
    const made = await until([alice], async () => alice.chat.addShortLink().catch(() => false as const))
    expect(made).toMatchObject({ full, short: expect.stringContaining("simplex:/a#") })
    expect(await alice.chat.addShortLink()).toEqual(made)
    expect(await alice.chat.addressSettings()).toEqual({ autoAccept: { incognito: false }, welcome: "Hi" })
    expect(await alice.chat.planLink(made.short ?? "", false)).toMatchObject({ own: true })
    // Bob has asked by the full link: looking at the short one finds that chat.
    expect(await bob.chat.planLink(made.short ?? "", true)).toMatchObject({ name: "Alice", known: id, welcome: "Hi" })
    servers = own
    await server.close()
  })
})
