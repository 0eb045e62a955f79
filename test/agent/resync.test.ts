/**
 * Ratchets that have come to differ are made anew: by restoring an old copy of one side's store, as from a backup.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest"
import { hex } from "../../worker/encoding/bytes.ts"
import { type Change, put } from "../../worker/store/schema.ts"
import { type Relay, startRelay } from "../relay/smp.ts"
import { acceleratedClock } from "../support/clock.ts"
import { directConnect } from "../support/direct.ts"
import { pooledKem } from "../support/kem-pool.ts"
import { type Device, until } from "../support/node-worker.ts"
import { seededRandom } from "../support/random.ts"
import { describePair, itemsOf, joinBy, makeLink, newPair, type Pair, say } from "../support/scenario.ts"

vi.mock("@noble/curves/ed25519.js", () => import("../support/native-curves.ts"))
vi.mock("@noble/curves/ed448.js", () => import("../support/native-curves.ts"))

let relay: Relay
let worlds = 0
let open: Device[] = []

beforeAll(async () => {
  relay = await startRelay()
})
afterAll(() => relay.close())
afterEach(() => {
  for (const d of open) d.stop()
  open = []
})

const friends = async (): Promise<Pair> => {
  const pair = await newPair({
    connect: directConnect,
    clock: acceleratedClock(50),
    random: seededRandom(`resync ${++worlds}`),
    kem: pooledKem(),
    servers: () => [relay.address],
  })
  open.push(pair.alice, pair.bob)
  await Promise.all([pair.alice.start(), pair.bob.start()])
  await joinBy(pair.bob, await makeLink(pair.alice, "short"))
  await seen(pair, async () => [pair.alice, pair.bob].every(d => chatOf(d).status === "connected"))
  // What is shown is ahead of the disk by the commit that is being written, and some of these stop at once.
  const rows = () => Promise.all([pair.alice, pair.bob].map(d => d.disk.list("connections")))
  await seen(pair, async () => (await rows()).every(([row]) => row?.connected === true))
  return pair
}

const seen = (pair: Pair, check: () => Promise<boolean>): Promise<unknown> =>
  until([pair.alice, pair.bob], check, async () => {
    const rows = await Promise.all([pair.alice, pair.bob].map(d => d.disk.list("connections")))
    return `${await describePair(pair)}\n${rows.map(([r]) => `sync ${r?.sync}`)}`
  })

const chatOf = (device: Device) => {
  const [chat] = device.chat.chats()
  if (chat === undefined) throw new Error("no chat")
  return chat
}
const notices = async (device: Device): Promise<string[]> =>
  (await itemsOf(device)).flatMap(i => (i.notice === undefined ? [] : [i.notice.kind]))
const received = async (device: Device): Promise<string[]> =>
  (await itemsOf(device)).filter(i => i.direction === "received").map(i => i.text)
const delivered = async (device: Device, text: string): Promise<boolean> =>
  (await itemsOf(device)).some(i => i.text === text && i.status === "delivered")
const code = (device: Device): Promise<string> => device.ask(c => c.securityCode(chatOf(device).id))
const fix = (device: Device, force = false): Promise<void> => device.ask(c => c.fixConnection(chatOf(device).id, force))

const exchange = async ({ alice, bob }: Pair, name: string): Promise<void> => {
  for (const [from, to] of [
    [alice, bob],
    [bob, alice],
  ] as const) {
    await say(from, `${name} from ${from.name}`)
    await seen({ alice, bob }, async () => (await received(to)).includes(`${name} from ${from.name}`))
    await seen({ alice, bob }, () => delivered(from, `${name} from ${from.name}`))
  }
}

/** What the device knows of its ratchet, as it is now. */
const backup = async (device: Device): Promise<readonly Change[]> => [
  ...(await device.disk.list("ratchets")).map(r => put("ratchets", r)),
]
const restore = async (device: Device, changes: readonly Change[]): Promise<void> => {
  device.stop()
  await device.disk.commit(changes)
  await device.start()
}

/** Alice's ratchet is that of some turns ago. */
const diverged = async (): Promise<Pair> => {
  const pair = await friends()
  await exchange(pair, "one")
  const old = await backup(pair.alice)
  await exchange(pair, "two")
  await exchange(pair, "three")
  await restore(pair.alice, old)
  return pair
}

const areSynced = async ({ alice, bob }: Pair): Promise<boolean> =>
  chatOf(alice).sync === undefined && chatOf(bob).sync === undefined

const drained = (pair: Pair, device: Device): Promise<unknown> =>
  seen(pair, async () => (await device.disk.list("deliveries")).every(d => d.kept === true))

describe("ratchets that differ", () => {
  for (const fixer of ["alice", "bob"] as const)
    it(`are noticed, and made anew by ${fixer === "alice" ? "the one who lost state" : "the other"}`, async () => {
      const pair = await diverged()
      const { alice, bob } = pair
      const before = await code(bob)
      await say(bob, "not readable")
      await seen(pair, async () => chatOf(alice).sync === "required")
      expect(await received(alice)).not.toContain("not readable")
      await say(alice, "waits")
      if (fixer === "bob") {
        expect(chatOf(bob).sync).toBeUndefined()
        await expect(fix(bob)).rejects.toThrow()
      }
      await fix(pair[fixer], fixer === "bob")
      await seen(pair, () => areSynced(pair))
      await seen(pair, async () => (await received(bob)).includes("waits"))
      await exchange(pair, "after")
      expect(await code(alice)).toBe(await code(bob))
      expect(await code(alice)).not.toBe(before)
      expect(await notices(alice)).toEqual(
        expect.arrayContaining(["undecryptable", "syncRequired", "syncAgreed", "synced"]),
      )
      expect(await notices(bob)).toEqual(expect.arrayContaining(["syncAgreed", "synced"]))
      expect((await notices(bob)).includes("undecryptable")).toBe(false)
      expect(chatOf(alice).postQuantum && chatOf(bob).postQuantum).toBe(true)
      expect([alice.broken, bob.broken]).toEqual([[], []])
    })

  it("are made anew once when both ask at the same moment", async () => {
    for (let i = 0; i < 4; i++) {
      const pair = await friends()
      await Promise.all([fix(pair.alice, true), fix(pair.bob, true)])
      await seen(pair, () => areSynced(pair))
      await exchange(pair, "after")
      expect(await code(pair.alice)).toBe(await code(pair.bob))
      for (const d of [pair.alice, pair.bob]) expect((await notices(d)).filter(n => n === "syncAgreed")).toHaveLength(1)
    }
  })

  it("wait for each other when they are never there together", async () => {
    const pair = await friends()
    const { alice, bob } = pair
    bob.stop()
    await fix(alice, true)
    expect(chatOf(alice).sync).toBe("started")
    await say(alice, "waits for new keys")
    await drained(pair, alice)
    for (let i = 0; i < 3; i++) {
      alice.stop()
      await bob.start()
      await seen(pair, async () => (await bob.disk.list("connections"))[0]?.sync !== undefined || i > 0)
      await drained(pair, bob)
      await new Promise(r => setTimeout(r, 300))
      await drained(pair, bob)
      bob.stop()
      await alice.start()
      await new Promise(r => setTimeout(r, 300))
      await drained(pair, alice)
    }
    await bob.start()
    await seen(pair, () => areSynced(pair))
    await seen(pair, async () => (await received(bob)).includes("waits for new keys"))
    await exchange(pair, "after")
  })

  it("go on after a restart in each state, and the same keys make no second ratchet", async () => {
    const pair = await friends()
    const { alice, bob } = pair
    bob.kill()
    await fix(alice, true)
    alice.kill()
    await alice.start()
    expect(chatOf(alice).sync).toBe("started")
    await bob.start()
    await seen(pair, () => areSynced(pair))
    await exchange(pair, "after")
    const [row] = await bob.disk.list("connections")
    expect(hex(row?.syncSeen ?? new Uint8Array(0))).toHaveLength(64)
  })

  it("are made anew when one asks twice, and when one asks again before the other has heard of the first time", async () => {
    const pair = await friends()
    const { alice, bob } = pair
    bob.stop()
    await fix(alice, true)
    await fix(alice, true)
    await drained(pair, alice)
    alice.stop()
    await bob.start()
    await seen(pair, async () => (await bob.disk.list("connections"))[0]?.sync === "agreed")
    // Alice has not got Bob's first keys yet, and makes her ratchet of his second as well.
    await fix(bob, true)
    await drained(pair, bob)
    await alice.start()
    await seen(pair, () => areSynced(pair))
    await exchange(pair, "after")
    expect(await code(alice)).toBe(await code(bob))
    for (const d of [alice, bob]) expect(await notices(d)).not.toContain("undecryptable")
  })

  it("do not keep a change of address from going on that began meanwhile", async () => {
    const pair = await friends()
    const { alice, bob } = pair
    bob.stop()
    const before = hex((await alice.disk.list("connections"))[0]?.rcv[0]?.rcvId ?? new Uint8Array(0))
    await alice.ask(c => c.changeAddress(chatOf(alice).id))
    await seen(pair, async () => (await alice.disk.list("connections"))[0]?.moving?.stage === "add")
    await drained(pair, alice)
    alice.stop()
    // Bob asks for new keys before he reads of the new address: what he would answer waits for them.
    const asking = bob.start().then(() => fix(bob, true))
    await asking
    await seen(pair, async () => (await bob.disk.list("connections"))[0]?.following === "key")
    await alice.start()
    await seen(pair, async () => {
      const [row] = await alice.disk.list("connections")
      return row?.moving === undefined && hex(row?.rcv[0]?.rcvId ?? new Uint8Array(0)) !== before
    })
    await seen(pair, () => areSynced(pair))
    await exchange(pair, "after")
  })
})
