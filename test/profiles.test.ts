/** Several profiles in one store: all receive, one is shown, and none can be seen through another. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import type { ChatEvent } from "../worker/api.ts"
import { loadKem } from "../worker/crypto/kem.ts"
import { type Relay, startRelay } from "./relay/smp.ts"
import { acceleratedClock } from "./support/clock.ts"
import { directConnect } from "./support/direct.ts"
import { type Device, history, newDevice, until } from "./support/node-worker.ts"
import { seededRandom } from "./support/random.ts"

let relay: Relay
let devices: Device[] = []
let count = 0

const world = () => ({
  connect: directConnect,
  clock: acceleratedClock(20),
  random: seededRandom(`profiles ${++count}`),
  kem: loadKem,
  servers: () => [relay.address],
})
const device = async (name: string, w = world()): Promise<Device> => {
  const d = await newDevice(name, w)
  devices.push(d)
  await d.start()
  return d
}

beforeAll(async () => {
  relay = await startRelay({})
})
afterAll(() => relay.close())
afterEach(() => {
  for (const d of devices) d.stop()
  devices = []
})

const profileNamed = async (d: Device, name: string): Promise<number> => {
  const found = (await d.chat.profiles()).find(p => p.displayName === name)
  if (found === undefined) throw new Error(`no profile ${name}`)
  return found.id
}
const connect = async (inviter: Device, joiner: Device): Promise<void> => {
  const { link } = await inviter.chat.createLink()
  await joiner.chat.connect(link?.short ?? "")
  await until([inviter, joiner], async () =>
    [inviter, joiner].every(d => d.chat.chats().some(c => c.status === "connected")),
  )
}
const texts = async (d: Device): Promise<readonly string[]> => {
  const all = await Promise.all(d.chat.chats().map(c => history(d.chat, c.id)))
  return all.flat().flatMap(i => (i.direction === "received" ? [i.text] : []))
}
const unreadOf = (events: readonly ChatEvent[], name: string): number =>
  events
    .flatMap(e => (e.type === "profiles" ? [e.profiles] : []))
    .at(-1)
    ?.find(p => p.displayName === name)?.unread ?? 0

describe("another profile", () => {
  it("begins without chats, and is told to its contacts by its own name", async () => {
    const alice = await device("Alice")
    const bob = await device("Bob")
    await connect(alice, bob)
    expect(await alice.chat.addProfile("Alice at work")).toEqual([])
    const { link } = await alice.chat.createLink()
    const carol = await device("Carol")
    await carol.chat.connect(link?.full ?? "")
    await until([carol], async () => carol.chat.chats()[0]?.status === "connected")
    expect(carol.chat.chats().map(c => c.name)).toEqual(["Alice at work"])
    expect(bob.chat.chats().map(c => c.name)).toEqual(["Alice"])
    expect((await alice.chat.profiles()).map(p => [p.displayName, p.active])).toEqual([
      ["Alice at work", true],
      ["Alice", false],
    ])
  })

  it("does not get the other's lines, which are there when it is shown again, also after a restart", async () => {
    const alice = await device("Alice")
    const bob = await device("Bob")
    await connect(alice, bob)
    await alice.chat.addProfile("Alice at work")
    const before = alice.events.length
    const [chat] = bob.chat.chats()
    await bob.chat.send(chat?.id ?? "", "are you there?")
    await until([alice, bob], async () => unreadOf(alice.events, "Alice") === 1)
    expect(alice.events.slice(before).filter(e => e.type === "item" || e.type === "chat")).toEqual([])
    alice.stop()
    await alice.start()
    expect(alice.chat.chats()).toEqual([])
    expect((await alice.chat.profiles())[0]?.displayName).toBe("Alice at work")
    const chats = await alice.chat.switchProfile(await profileNamed(alice, "Alice"))
    expect(chats.map(c => [c.name, c.unread])).toEqual([["Bob", 1]])
    expect(await texts(alice)).toEqual(["are you there?"])
  })

  it("is read all at once, and muted chats of it are not counted", async () => {
    const alice = await device("Alice")
    const [bob, carol] = [await device("Bob"), await device("Carol")]
    await connect(alice, bob)
    await connect(alice, carol)
    const first = await profileNamed(alice, "Alice")
    const named = (name: string) => alice.chat.chats().find(c => c.name === name)?.id ?? ""
    await alice.chat.setChatSettings(named("Carol"), { muted: true })
    await alice.chat.markUnread(named("Bob"), true)
    await alice.chat.addProfile("Alice at work")
    for (const d of [carol, bob]) await d.chat.send(d.chat.chats()[0]?.id ?? "", `from ${d.name}`, { ttl: 3600 })
    await until([alice, bob, carol], async () => unreadOf(alice.events, "Alice") === 1)
    await until([alice, bob, carol], async () => (await alice.disk.list("contacts")).every(c => c.unread === 1))
    await alice.chat.markAllRead(first)
    expect(unreadOf(alice.events, "Alice")).toBe(0)
    const chats = await alice.chat.switchProfile(first)
    expect(chats.map(c => [c.unread, c.markedUnread])).toEqual([
      [0, undefined],
      [0, undefined],
    ])
    // What was read begins to disappear.
    expect((await alice.disk.list("expiring")).length).toBe(2)
    await alice.chat.markAllRead(first)
    await expect(alice.chat.markAllRead(12_345)).rejects.toMatchObject({ code: "NOT_FOUND" })
  })

  it("can talk with the first one: a link of the one is not the other's own", async () => {
    const alice = await device("Alice")
    const { link } = await alice.chat.createLink()
    await alice.chat.addProfile("Alice at work")
    const plan = await alice.chat.planLink(link?.short ?? "", false)
    expect(plan.own).toBe(false)
    await alice.chat.connect(link?.short ?? "")
    await until([alice], async () => alice.chat.chats()[0]?.status === "connected")
    const [chat] = alice.chat.chats()
    expect(chat?.name).toBe("Alice")
    await alice.chat.send(chat?.id ?? "", "to myself")
    await until([alice], async () => unreadOf(alice.events, "Alice") === 1)
    await alice.chat.switchProfile(await profileNamed(alice, "Alice"))
    expect(await texts(alice)).toEqual(["to myself"])
  })

  it("is deleted with its chats, its lines and its queues, and the other one stays", async () => {
    const alice = await device("Alice")
    const bob = await device("Bob")
    await connect(alice, bob)
    const queues = relay.queueCount
    const work = await alice.chat.addProfile("Alice at work").then(() => profileNamed(alice, "Alice at work"))
    await alice.chat.createLink()
    await alice.chat.createAddress()
    const carol = await device("Carol")
    await connect(alice, carol)
    const [chat] = alice.chat.chats().filter(c => c.status === "connected")
    await alice.chat.send(chat?.id ?? "", "soon deleted")
    const carols = carol.chat.chats()[0]?.id ?? ""
    await until([carol, alice], async () => (await texts(carol)).includes("soon deleted"))
    await alice.chat.deleteProfile(work)
    expect((await alice.chat.profiles()).map(p => p.displayName)).toEqual(["Alice"])
    expect(alice.chat.chats().map(c => c.name)).toEqual(["Bob"])
    const left = await Promise.all([
      alice.disk.list("connections"),
      alice.disk.list("contacts"),
      alice.disk.list("ratchets"),
    ])
    expect(left.map(rows => rows.length)).toEqual([1, 1, 1])
    expect((await alice.disk.list("items")).some(i => i.text === "soon deleted")).toBe(false)
    await carol.chat.removeChat(carols)
    await until([alice, carol], async () => relay.queueCount === queues)
  })

  it("that is the only one is not deleted", async () => {
    const alice = await device("Alice")
    const [only] = await alice.chat.profiles()
    await expect(alice.chat.deleteProfile(only?.id ?? 0)).rejects.toMatchObject({ code: "LAST_PROFILE" })
    await expect(alice.chat.switchProfile(7)).rejects.toMatchObject({ code: "NOT_FOUND" })
    await expect(alice.chat.addProfile(" ")).rejects.toMatchObject({ code: "BAD_NAME" })
  })
})
