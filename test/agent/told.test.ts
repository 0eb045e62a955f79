/** What servers say unasked, or instead of what was asked for, gets to where it belongs. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import type { NetworkConfig } from "../../worker/api.ts"
import { privateKey } from "../../worker/crypto/keys.ts"
import { parseServerAddress } from "../../worker/encoding/server.ts"
import type { Clock, Connect } from "../../worker/platform.ts"
import { openSession, type Session } from "../../worker/smp/client.ts"
import { defaultNetwork } from "../../worker/smp/network.ts"
import type { Hooks } from "../relay/hooks.ts"
import { type Relay, startRelay } from "../relay/smp.ts"
import { befriend, eventually, newTestAgent, type TestAgent } from "../support/agents.ts"
import { acceleratedClock } from "../support/clock.ts"
import { directConnect } from "../support/direct.ts"

let relay: Relay
let other: Relay
let lies: Hooks = {}
let agents: TestAgent[] = []
let thieves: Session[] = []
let network: NetworkConfig
const random = (n: number) => crypto.getRandomValues(new Uint8Array(n))

beforeAll(async () => {
  relay = await startRelay({ hooks: { onAnswer: (c, id, r) => lies.onAnswer?.(c, id, r) ?? r } })
  other = await startRelay()
})
afterAll(async () => {
  await relay.close()
  await other.close()
})
beforeEach(() => {
  lies = {}
  network = { ...defaultNetwork, routing: "never" }
})
afterEach(() => {
  for (const a of agents) a.crash()
  for (const t of thieves) t.close()
  agents = []
  thieves = []
})

const newAgent = async (name: string, connect: Connect = directConnect, faster = 50): Promise<TestAgent> => {
  const servers = () => [relay.address]
  const a = await newTestAgent(name, { servers, connect, clock: acceleratedClock(faster), network: () => network })
  agents.push(a)
  await a.start()
  return a
}
const friends = async (...connIds: readonly string[]): Promise<readonly [TestAgent, TestAgent]> => {
  const [ann, bob] = [await newAgent("Ann"), await newAgent("Bob")]
  for (const c of connIds) await befriend(ann, bob, c)
  return [ann, bob]
}
const send = (a: TestAgent, connId: string): Promise<void> =>
  a.agent().send(connId, random(3), { notify: false, ref: () => "m" }, () => [])
const queueOf = async (a: TestAgent, connId: string) => {
  const queue = (await a.store.get("connections", connId))?.rcv[0]
  if (queue === undefined) throw new Error("no queue")
  return queue
}
/** Subscribes the queue in a session of its own, as the same profile in another place does. */
const subscribeElsewhere = async (a: TestAgent, connId: string): Promise<Session> => {
  const { server } = parseServerAddress(relay.address, "smp")
  const rim = { connect: directConnect, clock: acceleratedClock(1), random }
  const session = await openSession({ server, ...rim, onPush: () => undefined, onClose: () => undefined })
  thieves.push(session)
  const queue = await queueOf(a, connId)
  await session.request(queue.rcvId, { type: "SUB" }, privateKey("Ed25519", queue.authKey))
  return session
}
/** Time itself goes faster, not only timers. */
const fast = (factor: number): Clock => ({
  ...acceleratedClock(factor),
  now: () => Date.UTC(2026, 10, 22) + performance.now() * factor,
})
const subscriptions = (a: TestAgent) => a.agent().summary().servers[0]?.subscriptions

describe("a profile that is used in two places", () => {
  it("learns so for each queue, does not take them back by itself, and does when it is told to", async () => {
    const [ann, bob] = await friends("c", "d")
    await subscribeElsewhere(ann, "c")
    await eventually("Ann is told", () => ann.has("c", "elsewhere"))
    expect(ann.has("d", "elsewhere")).toBe(false)
    expect(subscriptions(ann)).toEqual({ active: 1, pending: 0, elsewhere: 1 })
    const before = relay.stats.commands.SUB ?? 0
    relay.dropConnections()
    const asked = () => (relay.stats.commands.SUB ?? 0) - before
    await eventually("Bob's two and Ann's one", () => asked() >= 3)
    await eventually("they are here", () => subscriptions(ann)?.active === 1 && subscriptions(bob)?.active === 2)
    expect(asked()).toBe(3)
    expect(subscriptions(ann)).toEqual({ active: 1, pending: 0, elsewhere: 1 })
    await send(bob, "c")
    ann.agent().reconnect()
    await eventually("what came meanwhile", () => ann.has("c", "message"))
    await eventually("all is here again", () => subscriptions(ann)?.active === 2)
    expect(subscriptions(ann)?.elsewhere).toBe(0)
    expect(ann.events.filter(e => e.event.type === "elsewhere").length).toBe(1)
  })
})

describe("a queue that was blocked", () => {
  const blocked = { reason: "content", notice: { ttl: 3600 } } as const

  it("fails with the operator's reason and notice, for who reads it and for who sends to it", async () => {
    const [ann, bob] = await friends("c")
    relay.block((await queueOf(ann, "c")).sndId, blocked)
    relay.dropConnections()
    await eventually("Ann is told", () => ann.has("c", "failed"))
    expect(ann.events.at(-1)?.event).toEqual({ type: "failed", code: "BLOCKED", blocked })
    await send(bob, "c")
    await eventually("Bob is told", () => bob.has("c", "sendFailed"))
    expect(bob.events.at(-1)?.event).toEqual({ type: "sendFailed", ref: "m", code: "BLOCKED", blocked })
  })
})

/** Bob joins by a link of Ann's whose server he cannot use: until chat was told, and he has tried some more. */
const joinInVain = async (ann: TestAgent, bob: TestAgent): Promise<void> => {
  let link = ""
  await ann.agent().createInvitation({ connId: "c", userId: 1 }, random(2), l => {
    link = l.full
    return []
  })
  await bob.agent().join({ connId: "c", userId: 1 }, link, random(2), () => [])
  await eventually("chat is told", () => bob.has("c", "waiting"))
  const attempts = bob.statuses.length
  await eventually("several attempts", () => bob.statuses.length > attempts + 6)
}

describe("a server that is another one, or too old", () => {
  it("is waited for in the middle of connecting; chat is told once; nothing has failed when it is put right", async () => {
    let wrong = true
    const ann = await newAgent("Ann")
    const toOther: Connect = t => directConnect(wrong ? { ...t, port: other.port } : t)
    const bob = await newAgent("Bob", toOther, 500)
    await joinInVain(ann, bob)
    expect(bob.events).toEqual([{ connId: "c", event: { type: "waiting", code: "SERVER_IDENTITY" } }])
    expect(bob.statuses).toContain("offline SERVER_IDENTITY")
    wrong = false
    await eventually("they connect", () => ann.agent().canSend("c") && bob.agent().canSend("c"))
    expect(bob.has("c", "failed")).toBe(false)
  })
})

describe("a server that is not there", () => {
  it("is told to who joins once several attempts have failed, and what came of it when it is back", async () => {
    let away = true
    const ann = await newAgent("Ann")
    const bob = await newAgent("Bob", t => directConnect(away ? { ...t, port: 1 } : t), 500)
    await joinInVain(ann, bob)
    expect(bob.events).toEqual([{ connId: "c", event: { type: "waiting", code: "NETWORK" } }])
    away = false
    await eventually("they connect", () => ann.agent().canSend("c") && bob.agent().canSend("c"))
    expect(bob.events.slice(0, 2).map(e => e.event.type)).toEqual(["waiting", "joined"])
  })
})

describe("sessions", () => {
  it("are closed and opened again on request: of one server, or of all", async () => {
    const [ann] = await friends("c")
    for (const server of [undefined, relay.address]) {
      const before = relay.stats.accepted
      ann.agent().reconnect(server)
      expect(subscriptions(ann)?.active).toBe(0)
      await eventually("subscribed again", () => subscriptions(ann)?.active === 1)
      expect(relay.stats.accepted).toBe(before + 1)
    }
    const before = relay.stats.accepted
    ann.agent().reconnect(other.address)
    ann.agent().reconnect(relay.address, 2)
    expect([subscriptions(ann)?.active, relay.stats.accepted]).toEqual([1, before])
  })

  it("are pinged when they are silent, and given up after as many pings as the settings say", async () => {
    network = { ...network, pingInterval: 20_000, pingCount: 3, commandTimeout: 5_000 }
    const ann = await newTestAgent("Ann", { servers: () => [relay.address], clock: fast(300), network: () => network })
    agents.push(ann)
    await ann.start()
    await ann.agent().createInvitation({ connId: "c", userId: 1 }, random(2), () => [])
    const before = { accepted: relay.stats.accepted, pings: relay.stats.commands.PING ?? 0 }
    lies = { onAnswer: (c, _, r) => (c.type === "PING" ? "silent" : r) }
    await eventually("another session", () => relay.stats.accepted > before.accepted)
    expect((relay.stats.commands.PING ?? 0) - before.pings).toBe(3)
    lies = {}
    await eventually("subscribed again", () => subscriptions(ann)?.active === 1)
    const pings = relay.stats.commands.PING ?? 0
    await eventually("it lives", () => (relay.stats.commands.PING ?? 0) >= pings + 3)
    expect(relay.stats.accepted).toBe(before.accepted + 1)
  })
})

describe("what was done is counted", () => {
  const counters = (a: TestAgent) => a.agent().summary().servers[0]?.counters

  it("by server, is still there after a restart, and begins anew when it is told to", async () => {
    const [ann, bob] = await friends("c")
    await send(ann, "c")
    await eventually("it comes", () => bob.has("c", "message") && ann.has("c", "sent"))
    await eventually("all is acknowledged", () => counters(bob)?.acknowledged === 2)
    expect(counters(bob)).toMatchObject({ received: 2, created: 1, completed: 1 })
    const before = counters(ann)
    expect(before).toMatchObject({ sentDirect: 2, sentDirectAttempts: 2, received: 1, created: 1, completed: 1 })
    const { since } = ann.agent().summary()
    await ann.agent().stop()
    await ann.start()
    await eventually("subscribed", () => subscriptions(ann)?.active === 1)
    expect(counters(ann)).toEqual({ ...before, subscribed: 1, subscribeAttempts: 1 })
    expect(ann.agent().summary().since).toBe(since)
    await ann.agent().resetStatistics()
    expect(counters(ann)).toEqual({})
    expect(ann.agent().summary().since).toBeGreaterThan(since)
    expect(await ann.store.list("stats")).toEqual([])
  })

  it("with refusals by their reason", async () => {
    const [ann, bob] = await friends("c")
    await bob.agent().remove("c", () => [])
    await eventually("it is deleted", async () => (await bob.store.list("deletions")).length === 0)
    await send(ann, "c")
    await eventually("Ann is told", () => ann.has("c", "sendFailed"))
    expect(counters(ann)).toMatchObject({ sentAuthErrors: 1 })
    expect(counters(bob)).toMatchObject({ deleted: 1, deleteAttempts: 1 })
  })
})

it("what a server knows of a queue can be asked", async () => {
  const [ann, bob] = await friends("c")
  const info = await ann.agent().queueInfo("c")
  expect(info).toMatchObject({ server: relay.address, sender: true, notifier: false, size: 0, message: null })
  expect(info.subscription).not.toBeNull()
  await subscribeElsewhere(ann, "c")
  await send(bob, "c")
  await eventually("it is there", () => bob.has("c", "sent"))
  expect(await ann.agent().queueInfo("c")).toMatchObject({ size: 1, message: { type: "message" } })
  lies = { onAnswer: (c, _, r) => (c.type === "QUE" ? { type: "INFO", json: '{"qiSize":"x","qiMsg":[]' } : r) }
  await expect(ann.agent().queueInfo("c")).rejects.toMatchObject({ code: "INTERNAL" })
  await expect(ann.agent().queueInfo("nobody")).rejects.toMatchObject({ code: "NOT_READY" })
})
