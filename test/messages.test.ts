/**
 * Two people and a server, everything real but the page: messages that are being typed when something dies, changes that
 * cannot be delivered, messages that have to wait.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import type { Chat, Item } from "../worker/api.ts"
import { loadKem } from "../worker/crypto/kem.ts"
import { type Relay, startRelay } from "./relay/smp.ts"
import { acceleratedClock } from "./support/clock.ts"
import { directConnect } from "./support/direct.ts"
import { type Device, until } from "./support/node-worker.ts"
import { seededRandom } from "./support/random.ts"
import { describePair, itemsOf, joinBy, makeLink, newPair, type Pair } from "./support/scenario.ts"

let relay: Relay
let worlds = 0
let open: Device[] = []
let shift = 0
const world = () => {
  const clock = acceleratedClock(20)
  return {
    connect: directConnect,
    clock: { ...clock, now: () => Date.now() + shift },
    random: seededRandom(`messages ${++worlds}`),
    kem: loadKem,
    servers: () => [relay.address],
  }
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
const has = (pair: Pair, device: Device, is: (i: Item) => boolean): Promise<unknown> =>
  sees(pair, device, async () => (await itemsOf(device)).some(is))
const line = async (device: Device, text: string): Promise<Item> => {
  const found = (await itemsOf(device)).find(i => i.text === text)
  if (found === undefined) throw new Error(`${device.name} has no line "${text}"`)
  return found
}

const friends = async (): Promise<Pair> => {
  const pair = await newPair(world())
  open = [...open, pair.alice, pair.bob]
  await Promise.all([pair.alice.start(), pair.bob.start()])
  await joinBy(pair.bob, await makeLink(pair.alice, "short"))
  for (const d of [pair.alice, pair.bob]) await sees(pair, d, async () => chatOf(d).status === "connected")
  return pair
}

beforeAll(async () => {
  relay = await startRelay()
})
afterEach(() => {
  const devices = open
  open = []
  shift = 0
  for (const d of devices) d.stop()
  expect(devices.flatMap(d => d.broken)).toEqual([])
})
afterAll(() => relay.close())

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
    shift = 2 * 86_400_000
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
