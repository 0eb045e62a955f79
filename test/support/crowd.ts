/** Devices of a story test: made, connected and stopped at the end of each test. */
import { afterAll, afterEach, beforeAll } from "vitest"
import type { Item } from "../../worker/api.ts"
import { loadKem } from "../../worker/crypto/kem.ts"
import type { Clock } from "../../worker/platform.ts"
import { type Relay, startRelay } from "../relay/smp.ts"
import { acceleratedClock } from "./clock.ts"
import { directConnect } from "./direct.ts"
import { type Device, history, newDevice, until } from "./node-worker.ts"
import { seededRandom } from "./random.ts"

/** One contact, seen from both ends. */
export type Friends = { readonly alice: Device; readonly bob: Device; readonly both: readonly Device[] }

/** To be called at the top of a test file; `name` seeds the randomness. */
export const crowd = (name: string) => {
  let started: Relay | undefined
  let devices: Device[] = []
  let count = 0
  /** Milliseconds by which the devices' clocks are ahead of the real one. */
  let ahead = 0

  const relay = (): Relay => {
    if (started === undefined) throw new Error("the relay is not there yet")
    return started
  }
  beforeAll(async () => {
    started = await startRelay({})
  })
  afterAll(() => relay().close())
  afterEach(() => {
    for (const d of devices) d.stop()
    devices = []
    ahead = 0
  })

  const clock = (): Clock => {
    const { after } = acceleratedClock(20)
    return { now: () => Date.now() + ahead, after }
  }
  const device = async (who: string): Promise<Device> => {
    const d = await newDevice(who, {
      connect: directConnect,
      clock: clock(),
      random: seededRandom(`${name} ${++count}`),
      kem: loadKem,
      servers: () => [relay().address],
      kdf: { memory: 1024, iterations: 1 },
    })
    devices.push(d)
    await d.start()
    return d
  }
  const chatOf = (d: Device) => {
    const chat = d.chat.chats().find(c => c.status !== "notes")
    if (chat === undefined) throw new Error("no chat")
    return chat
  }
  const areConnected = (all: readonly Device[]) =>
    until(all, async () => all.every(d => d.chat.chats()[0]?.status === "connected"))
  const connect = async (inviter: Device, joiner: Device, incognito = false): Promise<void> => {
    const { link } = await inviter.chat.createLink()
    await joiner.chat.connect(link?.short ?? "", { incognito })
    await areConnected([inviter, joiner])
  }
  const lines = (d: Device): Promise<readonly Item[]> => history(d.chat, chatOf(d).id)

  return {
    relay,
    device,
    connect,
    areConnected,
    chatOf,
    lines,
    /** Time passes on all devices; timers do not run because of it. */
    pass: (ms: number): void => {
      ahead += ms
    },
    friends: async (): Promise<Friends> => {
      const [alice, bob] = [await device("Alice"), await device("Bob")]
      await connect(alice, bob)
      return { alice, bob, both: [alice, bob] }
    },
    /** Says it and waits until the other one has it. */
    say: async (from: Device, to: Device, text: string): Promise<void> => {
      await from.chat.send(chatOf(from).id, text)
      await until([from, to], async () => (await lines(to)).some(i => i.text === text))
      await until([from, to], async () => (await lines(from)).some(i => i.text === text && i.status !== "sending"))
    },
  }
}
