/**
 * More messages than a queue holds: the server refuses them until the recipient has read all that is there. Both
 * directions at once is the hard case, as each side's word that there is room again stands behind its own messages.
 */
import { afterAll, beforeAll, expect, it, vi } from "vitest"
import { type Relay, startRelay } from "./relay/smp.ts"
import { acceleratedClock } from "./support/clock.ts"
import { directConnect } from "./support/direct.ts"
import { pooledKem } from "./support/kem-pool.ts"
import { type Device, history, until } from "./support/node-worker.ts"
import { seededRandom } from "./support/random.ts"
import { joinBy, makeLink, newPair } from "./support/scenario.ts"

vi.mock("@noble/curves/ed25519.js", () => import("./support/native-curves.ts"))
vi.mock("@noble/curves/ed448.js", () => import("./support/native-curves.ts"))

const quota = 128
let relay: Relay

beforeAll(async () => {
  relay = await startRelay({ quota })
})
afterAll(() => relay.close())

const idOf = (d: Device): string => d.chat.chats()[0]?.id ?? ""
const numbers = (n: number): string[] => Array.from({ length: n }, (_, i) => `message ${i}`)

it("2,000 messages one way and 200 the other, written at once to people who are away, arrive in order and once", async () => {
  const world = {
    connect: directConnect,
    clock: acceleratedClock(20),
    random: seededRandom("quota"),
    kem: pooledKem(),
    servers: () => [relay.address],
  }
  const pair = await newPair(world)
  const { alice, bob } = pair
  const both = [alice, bob]
  await Promise.all(both.map(d => d.start()))
  await joinBy(bob, await makeLink(alice, "short"))
  await until(both, async () => both.every(d => d.chat.chats()[0]?.status === "connected"))

  // Each writes while the other is away, and finds the queue full.
  const write = async (writer: Device, reader: Device, texts: readonly string[]): Promise<void> => {
    reader.stop()
    if (!writer.running) await writer.start()
    const id = idOf(writer)
    const refused = relay.stats.errors.QUOTA
    await Promise.all(texts.map(text => writer.chat.send(id, text)))
    await until(
      [writer],
      async () => relay.stats.errors.QUOTA !== refused,
      () => "the queue is not full",
      60_000,
    )
  }
  const [many, some] = [numbers(2000), numbers(200)]
  await write(alice, bob, many)
  await write(bob, alice, some)
  await alice.start()

  const arrived = async (d: Device): Promise<string[]> =>
    (await history(d.chat, idOf(d))).filter(i => i.direction === "received").map(i => i.text)
  await until(
    both,
    async () =>
      (bob.chat.chats()[0]?.unread ?? 0) >= many.length && (alice.chat.chats()[0]?.unread ?? 0) >= some.length,
    () => `${bob.chat.chats()[0]?.unread} and ${alice.chat.chats()[0]?.unread} have come`,
    240_000,
  )
  // The counts are ahead of the disk by the commit that is being written.
  await until(
    both,
    async () => (await arrived(bob)).length >= many.length && (await arrived(alice)).length >= some.length,
  )
  expect(await arrived(bob)).toEqual(many)
  expect(await arrived(alice)).toEqual(some)
  await until(
    both,
    async () => {
      const rows = await Promise.all(both.map(d => d.disk.list("sent")))
      return rows.flat().length === 0
    },
    () => "",
    60_000,
  )
  for (const d of both) {
    const items = await history(d.chat, idOf(d))
    expect(items.filter(i => i.direction === "sent" && i.status !== "delivered")).toEqual([])
    expect(
      items
        .filter(i => i.notice !== undefined)
        .map(i => i.notice?.kind)
        .filter(k => k !== "connected"),
    ).toEqual([])
    expect(await d.disk.list("deliveries")).toEqual([])
    expect(d.broken).toEqual([])
    d.stop()
  }
}, 400_000)
