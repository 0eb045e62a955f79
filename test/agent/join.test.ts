/** Joining: what asks two servers at once, and what is left when one of them does not answer as hoped. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import type { OwnLink } from "../../worker/api.ts"
import { utf8 } from "../../worker/encoding/bytes.ts"
import { defaultNetwork } from "../../worker/smp/network.ts"
import type { Hooks } from "../relay/hooks.ts"
import { type Relay, startRelay } from "../relay/smp.ts"
import { eventually, newTestAgent, type TestAgent } from "../support/agents.ts"

/** Ann's links are on the first, Bob's queues on the second. */
let theirs: Relay
let own: Relay
let onSkey: Hooks["onAnswer"]
let agents: TestAgent[] = []

beforeAll(async () => {
  theirs = await startRelay({ hooks: { onAnswer: (c, id, r) => (c.type === "SKEY" ? (onSkey?.(c, id, r) ?? r) : r) } })
  own = await startRelay()
})
afterAll(async () => {
  await theirs.close()
  await own.close()
})
afterEach(() => {
  for (const a of agents) a.crash()
  agents = []
  onSkey = undefined
})

const newAgent = async (name: string, relay: Relay): Promise<TestAgent> => {
  const network = () => ({ ...defaultNetwork, routing: "never" as const })
  const a = await newTestAgent(name, { servers: () => [relay.address], network })
  agents.push(a)
  await a.start()
  return a
}

const join = async (): Promise<readonly [TestAgent, TestAgent]> => {
  const [ann, bob] = [await newAgent("Ann", theirs), await newAgent("Bob", own)]
  let link: OwnLink | undefined
  await ann.agent().createInvitation({ connId: "c", userId: 1 }, utf8("{}"), made => {
    link = made
    return []
  })
  await bob.agent().join({ connId: "c", userId: 1 }, link?.full ?? "", utf8("Bob"), () => [])
  return [ann, bob]
}

const made = () => own.stats.commands.NEW ?? 0

describe("who joins", () => {
  it("makes a queue for answers while the link's server has not answered yet, and one only", async () => {
    const before = made()
    let tried = 0
    let madeByThen = 0
    onSkey = (_, __, r) => {
      if (++tried === 1) return "close"
      madeByThen = made() - before
      return r
    }
    const [ann, bob] = await join()
    await eventually("both are connected", () => ann.agent().canSend("c") && bob.agent().canSend("c"))
    expect({ tried, madeByThen, inAll: made() - before }).toEqual({ tried: 2, madeByThen: 1, inAll: 1 })
  })

  it("is told that the link was used, and leaves no queue behind", async () => {
    const [before, madeBefore] = [own.queueCount, made()]
    onSkey = () => ({ type: "ERR", error: { type: "AUTH" } })
    const [, bob] = await join()
    await eventually("told", () => bob.events.some(e => e.event.type === "failed" && e.event.code === "LINK_USED"))
    await eventually("the queue is made", () => made() > madeBefore)
    await bob.agent().remove("c", () => [])
    await eventually("nothing is left on the server", () => own.queueCount === before)
    await eventually("nothing is left here", async () => (await bob.store.list("deletions")).length === 0)
  })
})
