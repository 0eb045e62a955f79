/** Several people over a relay, for tests of what they know of each other. */
import { afterEach, expect } from "vitest"
import type { Chat, Item } from "../../worker/api.ts"
import { loadKem } from "../../worker/crypto/kem.ts"
import { acceleratedClock } from "./clock.ts"
import { directConnect } from "./direct.ts"
import { type Device, history, newDevice, until, type World } from "./node-worker.ts"
import { seededRandom } from "./random.ts"

let worlds = 0

/** A way to make devices on this relay; they are stopped after each test, and none of them may have given up. */
export const peopleOn = (servers: () => readonly string[]) => {
  let devices: Device[] = []
  afterEach(() => {
    const broken = devices.flatMap(d => d.broken)
    for (const d of devices) d.stop()
    devices = []
    expect(broken).toEqual([])
  })
  const world = (): World => ({
    connect: directConnect,
    clock: acceleratedClock(20),
    random: seededRandom(`people ${++worlds}`),
    kem: loadKem,
    servers,
  })
  return async (name: string, w: World = world()): Promise<Device> => {
    const d = await newDevice(name, w)
    devices.push(d)
    await d.start()
    return d
  }
}

/** Waits for a chat of this device that is as it should be. */
export const chatThat = (devices: readonly Device[], d: Device, is: (c: Chat) => boolean): Promise<Chat> =>
  until(
    devices,
    async () => d.chat.chats().find(is),
    () => JSON.stringify(d.chat.chats()),
  )

export const connectedChat = (devices: readonly Device[], d: Device): Promise<Chat> =>
  chatThat(devices, d, c => c.status === "connected")

/** "text: status" of lines that somebody said. */
export const said = (items: readonly Item[]): readonly string[] =>
  items.filter(i => i.direction !== "event").map(i => `${i.direction === "sent" ? "> " : ""}${i.text}: ${i.status}`)

export const saidIn = async (d: Device, chatId: string): Promise<readonly string[]> =>
  said(await history(d.chat, chatId))

/** Waits until what was said is this. */
export const conversation = (
  devices: readonly Device[],
  d: Device,
  chatId: string,
  expected: readonly string[],
): Promise<unknown> =>
  until(
    devices,
    async () => (await saidIn(d, chatId)).join("\n") === expected.join("\n"),
    async () => `${d.name}: ${(await saidIn(d, chatId)).join(" | ")}`,
  )

export const failureOf = (command: Promise<unknown>): Promise<unknown> =>
  command.then(
    () => "no failure",
    e => (e as { code?: unknown }).code,
  )
