/**
 * Rounds of random trouble, always the same ones: every text is received once and in order, and every connection works in
 * the end. As many more are in chaos-more.test.ts, so that two threads share them; others and larger ones: `npm run chaos`.
 */
import { beforeAll, describe, expect, it, vi } from "vitest"
import { describeRounds, seed, size } from "./many.ts"
import type { Event, Plan } from "./plan.ts"
import { playPlan, playRound, prepare } from "./round.ts"

vi.mock("@noble/curves/ed25519.js", () => import("../support/native-curves.ts"))
vi.mock("@noble/curves/ed448.js", () => import("../support/native-curves.ts"))

beforeAll(prepare, 600_000)

describeRounds(1, 100)

describe("a round", () => {
  it("is the same to the last step and byte when it is played again, and another one with another seed", async () => {
    const [one, again, other] = [
      await playRound(`${seed} same`, size),
      await playRound(`${seed} same`, size),
      await playRound(`${seed} other`, size),
    ]
    expect(again.steps).toEqual(one.steps)
    expect(again).toEqual(one)
    expect(one.steps.length).toBeGreaterThan(50)
    expect(other.digest).not.toBe(one.digest)
  }, 600_000)

  it("in which a message gets lost fails", async () => {
    const say: Event = { after: 60_000, what: "say", pair: 0, who: 0, texts: 3 }
    expect((await playPlan("lost", calm([say]))).problems).toEqual([])
    const swallow: Event = { after: 60_000, what: "swallow", relay: 1 }
    const { problems } = await playPlan("lost", calm([swallow, say]))
    expect(problems.join("\n")).toContain("A to B: received from 1: A 2")
    expect(problems.join("\n")).toContain("skipped")
  }, 600_000)
})

/** Two people on a slow network, and nothing but this. */
const calm = (events: readonly Event[]): Plan => ({
  people: 2,
  pairs: [{ people: [0, 1], by: "short" }],
  quotas: [128, 128],
  latency: 150,
  wild: false,
  events,
})

describe("what was found by this, and what could only just be told by it", () => {
  const problems = async (events: readonly Event[]) => {
    const { problems, story } = await playPlan("found", calm(events))
    return problems.length === 0 ? [] : [...story, ...problems]
  }

  it("many texts to somebody who is away in the middle of a change of address come in order", async () => {
    const flood: Event = { after: 5000, what: "say", pair: 0, who: 1, texts: 30 }
    const move: Event = { after: 60_000, what: "move", pair: 0, who: [0] }
    for (const after of [1200, 1500, 1800]) {
      const kill: Event = { after, what: "kill", person: 0, down: 120_000 }
      expect(await problems([move, kill, flood, flood])).toEqual([])
    }
  }, 600_000)

  it("asking for new keys again and again, from either side at any moment, ends with ratchets that fit", async () => {
    for (const after of [100, 400, 700, 1000, 1300, 1600]) {
      const fix = (who: 0 | 1): Event => ({ after, what: "fix", pair: 0, who: [who] })
      const say: Event = { after: 0, what: "say", pair: 0, who: 1, texts: 2 }
      expect(await problems([fix(0), say, fix(0), fix(1), say, fix(1), fix(0)])).toEqual([])
    }
  }, 600_000)
})
