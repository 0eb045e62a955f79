/** Two people and a relay, everything real but the page: a test says whom it wants, and all is ended after it. */
import { afterAll, afterEach, beforeAll, expect } from "vitest"
import type { Chat, Item } from "../../worker/api.ts"
import { loadKem } from "../../worker/crypto/kem.ts"
import { type Relay, startRelay } from "../relay/smp.ts"
import { acceleratedClock } from "./clock.ts"
import { directConnect } from "./direct.ts"
import { type Commands, type Device, until, type World } from "./node-worker.ts"
import { seededRandom } from "./random.ts"
import { describePair, itemsOf, joinBy, makeLink, newPair, type Pair } from "./scenario.ts"

export const chatOf = (device: Device): Chat => {
  const [chat] = device.chat.chats()
  if (chat === undefined) throw new Error(`${device.name} has no chat`)
  return chat
}

/** Waits until it is so while the device runs. */
export const sees = (pair: Pair, device: Device, is: () => Promise<boolean>): Promise<unknown> =>
  until(
    [pair.alice, pair.bob],
    async () => device.running && (await is()),
    () => describePair(pair),
  )
export const has = (pair: Pair, device: Device, is: (i: Item) => boolean): Promise<unknown> =>
  sees(pair, device, async () => (await itemsOf(device)).some(is))
export const lacks = (pair: Pair, device: Device, is: (i: Item) => boolean): Promise<unknown> =>
  sees(pair, device, async () => !(await itemsOf(device)).some(is))

export const say = (device: Device, text: string, options?: Parameters<Commands["send"]>[2]): Promise<Item> =>
  device.chat.send(chatOf(device).id, text, options)
export const line = async (device: Device, text: string): Promise<Item> => {
  const found = (await itemsOf(device)).find(i => i.text === text)
  if (found === undefined) throw new Error(`${device.name} has no line "${text}"`)
  return found
}

export const failureOf = (command: Promise<unknown>): Promise<unknown> =>
  command.then(
    () => "no failure",
    e => (e as { code?: unknown }).code,
  )

/** The page's events for the items of the chat, applied: what is on the screen without asking again. */
const screen = (device: Device): readonly Item[] => {
  const { id } = chatOf(device)
  const items = new Map<string, Item>()
  for (const e of device.events) {
    if (e.type === "item" && e.item.chatId === id) items.set(e.item.id, e.item)
    if (e.type === "itemsRemoved") for (const gone of e.itemIds) items.delete(gone)
    if (e.type === "cleared" && e.chatId === id) items.clear()
  }
  return [...items.values()].sort((x, y) => x.order - y.order)
}

/** For one test file. After each test nothing is broken, and the page was told all that is stored. */
export const pairs = (name: string) => {
  let relay: Relay
  let worlds = 0
  let open: Device[] = []
  /** Time can be moved on: everything that waits longer than that happens at once. */
  let shift = 0

  beforeAll(async () => {
    relay = await startRelay()
  })
  afterEach(async () => {
    const devices = open
    open = []
    shift = 0
    const seen: (readonly [readonly Item[], readonly Item[]])[] = []
    for (const d of devices) if (d.running && d.chat.chats().length > 0) seen.push([screen(d), await itemsOf(d)])
    for (const d of devices) d.stop()
    expect(devices.flatMap(d => d.broken)).toEqual([])
    for (const [told, stored] of seen) expect(told).toEqual(stored)
  })
  afterAll(() => relay.close())

  /** Two people who do not know each other, and do not run yet. */
  const strangers = async (other: Partial<World> = {}): Promise<Pair> => {
    const clock = acceleratedClock(20)
    const pair = await newPair({
      connect: directConnect,
      clock: { ...clock, now: () => Date.now() + shift },
      random: seededRandom(`${name} ${++worlds}`),
      kem: loadKem,
      servers: () => [relay.address],
      ...other,
    })
    open = [...open, pair.alice, pair.bob]
    return pair
  }

  /** Two who are connected. */
  const friends = async (other: Partial<World> = {}): Promise<Pair> => {
    const pair = await strangers(other)
    await Promise.all([pair.alice.start(), pair.bob.start()])
    await joinBy(pair.bob, await makeLink(pair.alice, "short"))
    for (const d of [pair.alice, pair.bob]) await sees(pair, d, async () => chatOf(d).status === "connected")
    return pair
  }

  return {
    strangers,
    friends,
    /** From now on it is so many milliseconds later. */
    passTime: (ms: number): void => {
      shift = ms
    },
    stats: () => relay.stats,
  }
}
