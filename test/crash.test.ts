/**
 * Whatever dies at whatever moment, both histories are complete and equal in the end: every message once, in order, with
 * its receipt, and nothing about lost or unreadable ones.
 *
 * The process of one side dies before or after each single step (a commit, or bytes handed to a socket), then at two
 * random steps. What happens when the server dies: crash-server.test.ts. All of it by short link, by full link, and with peers that cannot secure queues themselves (KEY and HELLO).
 *
 * Every body that leaves for a queue is looked at as well: no key of a ratchet ever encrypts two different things.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { envelope } from "../worker/agent/message.ts"
import { sha256 } from "../worker/crypto/hash.ts"
import { hex } from "../worker/encoding/bytes.ts"
import { decode } from "../worker/encoding/codec.ts"
import { type Relay, startRelay } from "./relay/smp.ts"
import { acceleratedClock } from "./support/clock.ts"
import { directConnect } from "./support/direct.ts"
import { pooledKem } from "./support/kem-pool.ts"
import type { Death } from "./support/node-worker.ts"
import { below, seededRandom } from "./support/random.ts"
import {
  connectAndChat,
  type Form,
  keepRunning,
  newPair,
  oldQueues,
  type Pair,
  type Peers,
  type Steps,
} from "./support/scenario.ts"

vi.mock("@noble/curves/ed25519.js", () => import("./support/native-curves.ts"))
vi.mock("@noble/curves/ed448.js", () => import("./support/native-curves.ts"))

// what leaves

const made = vi.hoisted(() => ({
  keyByCiphertext: new Map<string, string>(),
  sentByKey: new Map<string, Set<string>>(),
}))

vi.mock("../worker/crypto/ratchet.ts", async original => {
  const real = await original<typeof import("../worker/crypto/ratchet.ts")>()
  const encryptBody: typeof real.encryptBody = async (key, plaintext, paddedLength) => {
    const out = await real.encryptBody(key, plaintext, paddedLength)
    made.keyByCiphertext.set(hex(sha256(out)), `${hex(key.message.key)} ${hex(key.message.iv)}`)
    return out
  }
  return { ...real, encryptBody }
})

vi.mock("../worker/smp/body.ts", async original => {
  const real = await original<typeof import("../worker/smp/body.ts")>()
  const sealClientMessage: typeof real.sealClientMessage = m => {
    const e = decode(envelope, m.body)
    const ciphertext = e.type === "confirmation" ? e.encConnInfo : e.type === "message" ? e.encMessage : null
    if (ciphertext === null) throw new Error("only confirmations and messages are sent here")
    const digest = hex(sha256(ciphertext))
    const key = made.keyByCiphertext.get(digest)
    // A confirmation that was stored by a process before is sent as it is; its key is known from then.
    if (key === undefined) throw new Error("sent what was never encrypted")
    made.sentByKey.set(key, (made.sentByKey.get(key) ?? new Set()).add(digest))
    return real.sealClientMessage(m)
  }
  return { ...real, sealClientMessage }
})

afterAll(() => {
  expect(made.sentByKey.size).toBeGreaterThan(1000)
  const twice = [...made.sentByKey].filter(([, digests]) => digests.size > 1)
  expect(twice).toEqual([])
})

// runs

let runs = 0
const atOnce = 4

type Setting = {
  readonly relay: Relay
  readonly form: Form
  readonly peers: Peers
  readonly prepare?: (pair: Pair) => void
}

/** One conversation from beginning to end. Its steps by side; rejects when it does not end well. */
const run = async ({ relay, form, peers, prepare }: Setting): Promise<Steps> => {
  const seed = `crash ${++runs}`
  const random = seededRandom(seed)
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

/** All of them, a few at a time; the names of those that failed, with why. */
const all = async (named: readonly (readonly [name: string, run: () => Promise<unknown>])[]): Promise<string[]> => {
  const failures: string[] = []
  const left = [...named]
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift())
      await next[1]().catch(e => failures.push(`${next?.[0]}: ${e instanceof Error ? e.message : e}`))
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return failures
}

/** Once they are connected it makes no difference how: steps after that are gone through once, with the short link. */
const kinds = [
  { name: "short link", form: "short", peers: "new", until: "all" },
  { name: "full link", form: "full", peers: "new", until: "handshake" },
  { name: "peers without fast connection", form: "full", peers: "old", until: "handshake" },
] as const

for (const { name, form, peers, until } of kinds)
  describe(name, () => {
    let relay: Relay
    let steps: Steps
    const setting = () => ({ relay, form, peers })
    const hooks = peers === "old" ? oldQueues : {}

    beforeAll(async () => {
      relay = await startRelay({ hooks })
      steps = await run(setting())
    })
    afterAll(() => relay.close())

    for (const side of ["alice", "bob"] as const)
      for (const when of ["before", "after"] as const)
        it(`${side === "alice" ? "the inviter" : "the joiner"} dies ${when} any single step`, async () => {
          // Two more than there were: how often bytes are handed over depends on who is faster.
          const deaths = Array.from({ length: steps[until][side] + 2 }, (_, i): Death => ({ step: i + 1, when }))
          const failures = await all(
            deaths.map(death => [
              `${when} step ${death.step}`,
              () => run({ ...setting(), prepare: pair => pair[side].dieAt(death) }),
            ]),
          )
          expect(failures).toEqual([])
        }, 120_000)

    it("either side dies at two random steps", async () => {
      const random = seededRandom(`two deaths, ${name}`)
      const runs = Array.from({ length: 10 }, () => {
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
      expect(await all(runs)).toEqual([])
    }, 120_000)
  })
