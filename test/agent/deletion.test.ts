/** Queues of what was removed are deleted on their servers, whatever happens in between. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest"
import { type Connect, ConnectError } from "../../worker/platform.ts"
import type { Hooks } from "../relay/hooks.ts"
import { type Relay, startRelay } from "../relay/smp.ts"
import { befriend, eventually, newTestAgent, type TestAgent } from "../support/agents.ts"
import { directConnect } from "../support/direct.ts"

let relay: Relay
let lies: Hooks = {}
let agents: TestAgent[] = []
let isAway = false
let knocks = 0

beforeAll(async () => {
  relay = await startRelay({ hooks: { onAnswer: (c, id, r) => lies.onAnswer?.(c, id, r) ?? r } })
})
afterAll(() => relay.close())
beforeEach(() => {
  lies = {}
  agents = []
})
afterEach(() => {
  for (const a of agents) a.crash()
})

const newAgent = async (name: string): Promise<TestAgent> => {
  const connect: Connect = target => {
    knocks++
    return isAway ? Promise.reject(new ConnectError("REFUSED")) : directConnect(target)
  }
  const a = await newTestAgent(name, { servers: () => [relay.address], connect })
  agents.push(a)
  await a.start()
  return a
}
const deleted = (): number => relay.stats.commands.DEL ?? 0
const wishes = async (a: TestAgent): Promise<number> => (await a.store.list("deletions")).length

it("a removed connection's queue is deleted, and nothing is left of the wish", async () => {
  const [ann, bob] = [await newAgent("Ann"), await newAgent("Bob")]
  await befriend(ann, bob, "c")
  const before = deleted()
  await ann.agent().remove("c", () => [])
  await eventually("it is deleted", async () => deleted() === before + 1 && (await wishes(ann)) === 0)
  expect(ann.agent().summary().servers[0]?.counters).toMatchObject({ created: 1, completed: 1 })
  await bob.agent().send("c", new Uint8Array(1), { notify: false, ref: () => "lost" }, () => [])
  await eventually("Bob is told", () => bob.has("c", "sendFailed"))
  expect(bob.events.at(-1)?.event).toMatchObject({ type: "sendFailed", ref: "lost", code: "AUTH" })
})

it("with the server away it is tried again until the server is back", async () => {
  const [ann, bob] = [await newAgent("Ann"), await newAgent("Bob")]
  await befriend(ann, bob, "c")
  const before = deleted()
  isAway = true
  relay.dropConnections()
  await ann.agent().remove("c", () => [])
  const attempts = knocks
  await eventually("several attempts", () => knocks >= attempts + 3)
  expect(await wishes(ann)).toBe(1)
  isAway = false
  await eventually("the wish is fulfilled", async () => (await wishes(ann)) === 0)
  expect(deleted()).toBe(before + 1)
})

it("an answer that gets lost is no reason to go on for ever: the server then knows the queue no more", async () => {
  const [ann, bob] = [await newAgent("Ann"), await newAgent("Bob")]
  await befriend(ann, bob, "c")
  lies = { onAnswer: (c, _, r) => (c.type === "DEL" ? "close" : r) }
  await ann.agent().remove("c", () => [])
  await eventually("the wish is fulfilled", async () => (await wishes(ann)) === 0)
})

it("a crash right after the removal loses nothing: the next start goes on", async () => {
  const [ann, bob] = [await newAgent("Ann"), await newAgent("Bob")]
  await befriend(ann, bob, "c")
  lies = { onAnswer: (c, _, r) => (c.type === "DEL" ? "silent" : r) }
  await ann.agent().remove("c", () => [])
  ann.crash()
  expect(await wishes(ann)).toBe(1)
  expect(await ann.store.list("connections")).toEqual([])
  const before = deleted()
  lies = {}
  await ann.start()
  await eventually("it goes on", async () => (await wishes(ann)) === 0)
  expect(deleted()).toBe(before + 1)
})

it("what the server refuses for good, or does not know, is not asked for again", async () => {
  const [ann, bob] = [await newAgent("Ann"), await newAgent("Bob")]
  await befriend(ann, bob, "c")
  lies = { onAnswer: (c, _, r) => (c.type === "DEL" ? { type: "ERR", error: { type: "AUTH" } } : r) }
  const before = deleted()
  await ann.agent().remove("c", () => [])
  await eventually("the wish is dropped", async () => (await wishes(ann)) === 0)
  await new Promise(r => setTimeout(r, 100))
  expect(deleted()).toBe(before + 1)
})

it("removing a profile deletes the queues of all its connections, and of no other, in few blocks", async () => {
  const [ann, bob] = [await newAgent("Ann"), await newAgent("Bob")]
  await befriend(ann, bob, "kept", 1)
  for (const c of ["x", "y", "z"]) await befriend(ann, bob, c, 2)
  const before = { deleted: deleted(), blocks: relay.stats.blocksIn }
  await ann.agent().removeUser(2, () => [])
  await eventually("all are deleted", async () => deleted() === before.deleted + 3 && (await wishes(ann)) === 0)
  // One for all of them, and perhaps one for something that was still on its way.
  expect(relay.stats.blocksIn).toBeLessThanOrEqual(before.blocks + 2)
  expect((await ann.store.list("connections")).map(c => c.connId)).toEqual(["kept"])
  expect(
    ann
      .agent()
      .summary()
      .servers.some(s => s.userId === 2 && s.counters.deleted !== undefined),
  ).toBe(false)
  await bob.agent().send("kept", new Uint8Array(1), { notify: false, ref: () => "m" }, () => [])
  await eventually("the other is there", () => ann.has("kept", "message"))
})

it("a connection that is removed while its queue is being made leaves none behind", async () => {
  const [ann, bob] = [await newAgent("Ann"), await newAgent("Bob")]
  let made = 0
  let link = ""
  await ann.agent().createInvitation({ connId: "c", userId: 1 }, new Uint8Array(0), l => {
    link = l.full
    return []
  })
  const before = deleted()
  lies = {
    onAnswer: (c, _, r) => {
      if (c.type === "NEW" && made++ === 0) void bob.agent().remove("c", () => [])
      return r
    },
  }
  await bob.agent().join({ connId: "c", userId: 1 }, link, new Uint8Array(0), () => [])
  await eventually("it was made and deleted", () => made === 1 && deleted() === before + 1)
  await eventually("no wish is left", async () => (await wishes(bob)) === 0)
})
