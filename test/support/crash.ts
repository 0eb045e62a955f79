/**
 * Whatever dies at whatever moment, both histories are complete and equal in the end: every message once, in order, with
 * its receipt, and nothing about lost or unreadable ones. Shared by the tests that let one side die.
 *
 * Every body that leaves for a queue is looked at as well: no key of a ratchet ever encrypts two different things. The
 * test file has to put native-curves.ts, and `ratchet` and `body` of leaving.ts, in place of the true modules.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Relay, startRelay } from "../relay/smp.ts"
import { acceleratedClock } from "./clock.ts"
import { directConnect } from "./direct.ts"
import { pooledKem } from "./kem-pool.ts"
import { leftByKey } from "./leaving.ts"
import type { Death } from "./node-worker.ts"
import { below, seededRandom } from "./random.ts"
import {
  connectAndChat,
  type Form,
  keepRunning,
  newPair,
  oldQueues,
  type Pair,
  type Peers,
  type Steps,
} from "./scenario.ts"

// runs

let runs = 0
const atOnce = 4

type Setting = {
  readonly relay: Relay
  readonly form: Form
  readonly peers: Peers
  readonly prepare?: (pair: Pair) => void
}

/** One conversation from beginning to end. Rejects when it does not end well. */
const run = async ({ relay, form, peers, prepare }: Setting): Promise<Steps> => {
  const random = seededRandom(`crash ${++runs}`)
  const clock = acceleratedClock(100)
  const world = { connect: directConnect, clock, random, kem: pooledKem(), servers: () => [relay.address] }
  const pair = await newPair(world)
  prepare?.(pair)
  const pause = (): number => below(random, 3) * 10
  const ends = [keepRunning(pair.alice, pause), keepRunning(pair.bob, pause)]
  try {
    return await connectAndChat(pair, form, peers)
  } finally {
    for (const end of ends) end()
  }
}

type Named = readonly (readonly [name: string, run: () => Promise<unknown>])[]

/** All of them, a few at a time; the names of those that failed, with why. */
export const failuresOf = async (named: Named): Promise<string[]> => {
  const failures: string[] = []
  const left = [...named]
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [name, go] = next
      await go().catch(e => failures.push(`${name}: ${e instanceof Error ? e.message : e}`))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return failures
}

export type Kind = {
  readonly name: string
  readonly form: Form
  readonly peers: Peers
  /** Which steps are gone through: once two are connected it makes no difference how. */
  readonly until: keyof Steps
  readonly sides: readonly (keyof Pair)[]
}

export const describeDeaths = ({ name, form, peers, until, sides }: Kind): void => {
  describe(name, () => {
    let relay: Relay
    let steps: Steps
    const setting = () => ({ relay, form, peers })

    beforeAll(async () => {
      relay = await startRelay({ hooks: peers === "old" ? oldQueues : {} })
      steps = await run(setting())
    })
    afterAll(() => relay.close())

    for (const side of sides)
      for (const when of ["before", "after"] as const)
        it(`${side === "alice" ? "the inviter" : "the joiner"} dies ${when} any single step`, async () => {
          // Two more than there were: how often bytes are handed over depends on who is faster.
          const deaths = Array.from({ length: steps[until][side] + 2 }, (_, i): Death => ({ step: i + 1, when }))
          const all = deaths.map(
            death =>
              [`step ${death.step}`, () => run({ ...setting(), prepare: pair => pair[side].dieAt(death) })] as const,
          )
          expect(await failuresOf(all)).toEqual([])
        }, 400_000)

    it("either side dies at two random steps", async () => {
      const random = seededRandom(`two deaths, ${name}`)
      const all = Array.from({ length: 8 }, () => {
        const planned = { alice: [] as Death[], bob: [] as Death[] }
        for (let i = 0; i < 2; i++) {
          const side = below(random, 2) === 0 ? "alice" : "bob"
          const step = 1 + below(random, steps.all[side] + 10)
          planned[side].push({ step, when: below(random, 2) === 0 ? "before" : "after" })
        }
        const prepare = (pair: Pair): void => {
          pair.alice.dieAt(...planned.alice)
          pair.bob.dieAt(...planned.bob)
        }
        return [JSON.stringify(planned), () => run({ ...setting(), prepare })] as const
      })
      expect(await failuresOf(all)).toEqual([])
    }, 400_000)

    it("in all that, no key has encrypted two different things", () => {
      expect(leftByKey.size).toBeGreaterThan(steps.all.alice)
      expect([...leftByKey].filter(([, digests]) => digests.size > 1)).toEqual([])
    })
  })
}
