/**
 * A receiving address is changed: both people, the server or servers, and everything that can be away or die meanwhile.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest"
import { hex } from "../../worker/encoding/bytes.ts"
import type { Hooks } from "../relay/hooks.ts"
import { type Relay, startRelay } from "../relay/smp.ts"
import { acceleratedClock } from "../support/clock.ts"
import { directConnect } from "../support/direct.ts"
import { pooledKem } from "../support/kem-pool.ts"
import { type Death, type Device, Died, until } from "../support/node-worker.ts"
import { below, seededRandom } from "../support/random.ts"
import { describePair, itemsOf, joinBy, keepRunning, makeLink, newPair, type Pair, say } from "../support/scenario.ts"

vi.mock("@noble/curves/ed25519.js", () => import("../support/native-curves.ts"))
vi.mock("@noble/curves/ed448.js", () => import("../support/native-curves.ts"))

let first: Relay
let second: Relay
let hooks: { -readonly [K in keyof Hooks]: Hooks[K] }
let worlds = 0
let ends: (() => void)[] = []

beforeAll(async () => {
  first = await startRelay()
  const onSend: Hooks["onSend"] = m => hooks.onSend?.(m) ?? "store"
  const onAnswer: Hooks["onAnswer"] = (command, id, answer) => hooks.onAnswer?.(command, id, answer) ?? answer
  second = await startRelay({ hooks: { onSend, onAnswer } })
})
afterAll(async () => {
  await first.close()
  await second.close()
})
afterEach(() => {
  for (const end of ends) end()
  ends = []
})

/** Two people who are connected by the first server; new queues are made on the second from then on. */
const friends = async (): Promise<Pair> => {
  hooks = {}
  let servers = [first.address]
  const pair = await newPair({
    connect: directConnect,
    clock: acceleratedClock(50),
    random: seededRandom(`rotation ${++worlds}`),
    kem: pooledKem(),
    servers: () => servers,
  })
  await Promise.all([pair.alice.start(), pair.bob.start()])
  ends.push(
    () => pair.alice.stop(),
    () => pair.bob.stop(),
  )
  await joinBy(pair.bob, await makeLink(pair.alice, "short"))
  await seen(pair, async () => [pair.alice, pair.bob].every(d => d.chat.chats()[0]?.status === "connected"))
  servers = [second.address]
  return pair
}

const seen = (pair: Pair, check: () => Promise<boolean>): Promise<unknown> =>
  until(
    [pair.alice, pair.bob],
    async () => {
      try {
        return await check()
      } catch (e) {
        if (e instanceof Died) return false
        throw e
      }
    },
    async () => `${await describePair(pair)}\n${JSON.stringify(await states(pair))}`,
  )

const row = async (device: Device) => {
  const [found] = await device.disk.list("connections")
  if (found === undefined) throw new Error(`${device.name} has no connection`)
  return found
}
const states = async ({ alice, bob }: Pair) => {
  const [a, b] = [await row(alice), await row(bob)]
  return {
    moving: a.moving?.stage,
    rcv: a.rcv.length,
    unused: a.unused?.length,
    following: b.following,
    snd: b.snd.length,
  }
}
const chatId = (device: Device): string => {
  const [chat] = device.chat.chats()
  if (chat === undefined) throw new Error("no chat")
  return chat.id
}
const change = (device: Device): Promise<void> => device.ask(c => c.changeAddress(chatId(device)))
const notices = async (device: Device): Promise<string[]> =>
  (await itemsOf(device)).flatMap(i => (i.notice === undefined ? [] : [i.notice.kind]))
const received = async (device: Device): Promise<string[]> =>
  (await itemsOf(device)).filter(i => i.direction === "received").map(i => i.text)
const allDelivered = async (device: Device): Promise<boolean> =>
  (await itemsOf(device)).every(i => i.direction !== "sent" || i.status === "delivered")

/** Alice receives at another queue, Bob sends to it, and nobody has anything left of the old one. */
const isDone = async ({ alice, bob }: Pair, before: string): Promise<boolean> => {
  const [a, b] = [await row(alice), await row(bob)]
  const [rcv] = a.rcv
  const [snd] = b.snd
  if (a.moving !== undefined || b.following !== undefined || a.rcv.length !== 1 || b.snd.length !== 1) return false
  return rcv !== undefined && snd !== undefined && hex(rcv.sndId) === hex(snd.sndId) && hex(rcv.rcvId) !== before
}
const rcvId = async (device: Device): Promise<string> => hex((await row(device)).rcv[0]?.rcvId ?? new Uint8Array(0))

/** The same with the joiner as the one who moves. */
const swapped = ({ alice, bob }: Pair): Pair => ({ alice: bob, bob: alice })

describe("a change of the receiving address", () => {
  for (const who of ["inviter", "joiner"] as const)
    it(`by the ${who} moves the queue to another server and deletes the old one`, async () => {
      const made = await friends()
      const pair = who === "inviter" ? made : swapped(made)
      const { alice, bob } = pair
      const before = await rcvId(alice)
      const [left, come] = [first.queueCount, second.queueCount]
      await say(bob, "to the old queue")
      await change(alice)
      expect(alice.chat.chats()[0]?.addressChange).toBe("started")
      await seen(pair, () => isDone(pair, before))
      await say(bob, "to the new queue")
      await say(alice, "the other way")
      await seen(pair, async () => (await allDelivered(alice)) && (await allDelivered(bob)))
      expect(await received(alice)).toEqual(["to the old queue", "to the new queue"])
      expect(await received(bob)).toEqual(["the other way"])
      expect(await notices(alice)).toEqual(expect.arrayContaining(["addressChanging", "addressChanged"]))
      expect(await notices(bob)).toContain("contactAddressChanged")
      expect(alice.chat.chats()[0]?.addressChange).toBeUndefined()
      expect([first.queueCount - left, second.queueCount - come]).toEqual([-1, 1])
    })

  it("can be done by both at once, and again", async () => {
    const pair = await friends()
    for (let i = 0; i < 2; i++) {
      const [a, b] = [await rcvId(pair.alice), await rcvId(pair.bob)]
      await Promise.all([change(pair.alice), change(pair.bob)])
      await seen(pair, async () => (await isDone(pair, a)) && isDone(swapped(pair), b))
      await Promise.all([say(pair.alice, `a${i}`), say(pair.bob, `b${i}`)])
      await seen(pair, async () => (await allDelivered(pair.alice)) && (await allDelivered(pair.bob)))
    }
    expect(await received(pair.alice)).toEqual(["b0", "b1"])
    expect(await received(pair.bob)).toEqual(["a0", "a1"])
  })

  it("waits for a contact that is away, and goes on step by step when they are never there together", async () => {
    const pair = await friends()
    const { alice, bob } = pair
    const before = await rcvId(alice)
    bob.stop()
    await change(alice)
    await seen(pair, async () => (await row(alice)).moving?.stage === "add")
    await seen(pair, async () => (await alice.disk.list("deliveries")).length === 0)
    alice.stop()
    await bob.start()
    await seen(pair, async () => (await row(bob)).following === "key" && (await allDeliveriesGone(bob)))
    await say(bob, "meanwhile")
    await seen(pair, () => allDeliveriesGone(bob))
    bob.stop()
    await alice.start()
    await seen(pair, async () => (await row(alice)).moving?.stage === "use" && (await allDeliveriesGone(alice)))
    alice.stop()
    await bob.start()
    await seen(pair, async () => (await row(bob)).snd.length === 1 && (await row(bob)).following === undefined)
    bob.stop()
    await alice.start()
    await seen(pair, () => isDone(pair, before))
    expect(await received(alice)).toEqual(["meanwhile"])
  })

  it("loses nothing of what is sent meanwhile, in either direction", async () => {
    const pair = await friends()
    const { alice, bob } = pair
    const before = await rcvId(alice)
    const texts = Array.from({ length: 30 }, (_, i) => `text ${i}`)
    const sending = (async () => {
      for (const t of texts) {
        await Promise.all([say(alice, t), say(bob, t)])
        await new Promise(r => setTimeout(r, 10))
      }
    })()
    await change(alice)
    await Promise.all([sending, seen(pair, () => isDone(pair, before))])
    await seen(pair, async () => (await allDelivered(alice)) && (await allDelivered(bob)))
    expect((await received(alice)).toSorted()).toEqual(texts.toSorted())
    expect((await received(bob)).toSorted()).toEqual(texts.toSorted())
  })

  it("can be given up until the contact has answered; the unused queue is deleted, and another change works", async () => {
    const pair = await friends()
    const { alice, bob } = pair
    const before = await rcvId(alice)
    const come = second.queueCount
    bob.stop()
    await change(alice)
    await seen(pair, async () => (await row(alice)).moving?.stage === "add")
    await alice.ask(c => c.abortAddressChange(chatId(alice)))
    expect(alice.chat.chats()[0]?.addressChange).toBeUndefined()
    await seen(pair, async () => (await row(alice)).unused === undefined && second.queueCount === come)
    await bob.start()
    // Bob has followed an address that is gone; his key for it is of no use, and does no harm.
    await say(bob, "still here")
    await seen(pair, async () => (await received(alice)).includes("still here"))
    expect(await rcvId(alice)).toBe(before)
    await change(alice)
    await seen(pair, () => isDone(pair, before))
    await say(bob, "there")
    await seen(pair, () => allDelivered(bob))
    expect(await received(alice)).toEqual(["still here", "there"])
    await expect(alice.ask(c => c.abortAddressChange(chatId(alice)))).rejects.toThrow()
  })

  it("cannot begin twice, nor be given up once the contact may have left the old queue", async () => {
    const pair = await friends()
    const { alice } = pair
    hooks.onSend = () => "drop"
    await change(alice)
    await expect(change(alice)).rejects.toThrow()
    await seen(pair, async () => (await row(alice)).moving?.stage === "use")
    expect(alice.chat.chats()[0]?.addressChange).toBe("committed")
    await expect(alice.ask(c => c.abortAddressChange(chatId(alice)))).rejects.toThrow()
  })

  it("that the new server does not allow leaves everything as it was", async () => {
    const pair = await friends()
    const { alice, bob } = pair
    const before = await rcvId(alice)
    hooks.onAnswer = (command, _, answer) =>
      command.type === "NEW" ? { type: "ERR", error: { type: "AUTH" } } : answer
    await change(alice)
    await seen(pair, async () => (await notices(alice)).includes("addressKept"))
    await say(bob, "as before")
    await seen(pair, () => allDelivered(bob))
    expect([await rcvId(alice), (await row(alice)).problem]).toEqual([before, undefined])
  })

  it("to a queue that refuses the contact sends it back to the old one", async () => {
    const pair = await friends()
    const { bob } = pair
    hooks.onSend = () => ({ type: "AUTH" })
    await change(pair.alice)
    await seen(pair, async () => (await row(bob)).snd.length === 2)
    await seen(pair, async () => (await row(bob)).snd.length === 1)
    await say(bob, "by the old queue")
    await seen(pair, async () => (await received(pair.alice)).includes("by the old queue"))
    await seen(pair, () => allDelivered(bob))
  })
})

/** What is kept for the new queue has been sent. */
const allDeliveriesGone = async (device: Device): Promise<boolean> =>
  (await device.disk.list("deliveries")).every(d => d.kept === true)

// crashes

/** One change from beginning to end with a message each way after it; the steps that both took for it. */
const run = async (death: (pair: Pair) => void): Promise<{ readonly alice: number; readonly bob: number }> => {
  const pair = await friends()
  const { alice, bob } = pair
  const before = await rcvId(alice)
  const random = seededRandom(`pauses ${worlds}`)
  const from = { alice: alice.trace.length, bob: bob.trace.length }
  death(pair)
  ends.push(...[alice, bob].map(d => keepRunning(d, () => below(random, 3) * 10)))
  // What the person sees after the crash tells whether it has to be asked for again.
  for (;;) {
    try {
      if ((await row(alice)).moving === undefined && (await rcvId(alice)) === before) await change(alice)
      break
    } catch (e) {
      if (!(e instanceof Died)) throw e
      await until([alice], async () => alice.running)
    }
  }
  await seen(pair, () => isDone(pair, before))
  await Promise.all([say(alice, "from alice"), say(bob, "from bob")])
  await seen(pair, async () => (await allDelivered(alice)) && (await allDelivered(bob)))
  expect([await received(alice), await received(bob)]).toEqual([["from bob"], ["from alice"]])
  expect([...(await notices(alice)), ...(await notices(bob))]).toEqual(expect.not.arrayContaining(["undecryptable"]))
  expect([alice.broken, bob.broken]).toEqual([[], []])
  for (const end of ends.splice(0)) end()
  return { alice: alice.trace.length - from.alice, bob: bob.trace.length - from.bob }
}

describe("a crash in the middle of a change", () => {
  for (const side of ["alice", "bob"] as const)
    for (const when of ["before", "after"] as const)
      it(`of the one who ${side === "alice" ? "moves" : "follows"}, ${when} any step, does no harm`, async () => {
        const steps = (await run(() => undefined))[side]
        const failures: string[] = []
        for (let step = 1; step <= steps; step++) {
          const death = (device: Device): Death => ({ step: device.trace.length + step, when })
          await run(pair => pair[side].dieAt(death(pair[side]))).catch(e => failures.push(`${when} ${step}: ${e}`))
        }
        expect(failures).toEqual([])
      }, 240_000)
})
