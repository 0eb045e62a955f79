/**
 * The server's side of crash.test.ts: it carries out a command and cuts the connection, or says nothing, instead of each
 * single answer; and it is restarted from its file at random moments. Both histories are complete and equal in the end.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import type { Hooks } from "./relay/hooks.ts"
import { type Relay, startRelay } from "./relay/smp.ts"
import { makeChain } from "./support/certificate.ts"
import { acceleratedClock } from "./support/clock.ts"
import { failuresOf } from "./support/crash.ts"
import { directConnect } from "./support/direct.ts"
import { pooledKem } from "./support/kem-pool.ts"
import { below, seededRandom } from "./support/random.ts"
import { connectAndChat, type Form, keepRunning, newPair, oldQueues, type Peers } from "./support/scenario.ts"

vi.mock("@noble/curves/ed25519.js", () => import("./support/native-curves.ts"))
vi.mock("@noble/curves/ed448.js", () => import("./support/native-curves.ts"))

const directory = mkdtempSync(join(tmpdir(), "unlisted-crash-"))
afterAll(() => rmSync(directory, { recursive: true }))
const chain = makeChain({ alg: "ed25519" })

type Verdict = "close" | "silent" | "restart"
type Setting = {
  readonly form: Form
  readonly peers: Peers
  /** What happens instead of the n-th answer, from 1. */
  readonly verdicts: ReadonlyMap<number, Verdict>
}

let runs = 0

/** One conversation on a server of its own. Returns how many answers there were, before it was connected and in all. */
const run = async ({ form, peers, verdicts }: Setting): Promise<{ handshake: number; all: number }> => {
  const seed = `server ${++runs}`
  const options = { chain, file: join(directory, seed) }
  let answers = 0
  let restarting: Promise<void> = Promise.resolve()
  const hooks: Hooks = {
    onAnswer: (command, entityId, answer) => {
      const verdict = verdicts.get(++answers)
      if (verdict === "restart") setImmediate(() => (restarting = restart()))
      if (verdict !== undefined) return verdict === "silent" ? "silent" : "close"
      return (peers === "old" ? oldQueues.onAnswer?.(command, entityId, answer) : null) ?? answer
    },
  }
  let relay: Relay = await startRelay({ ...options, hooks })
  const { address, port } = relay
  const restart = async (): Promise<void> => {
    await relay.close()
    relay = await startRelay({ ...options, hooks, port })
  }
  const clock = acceleratedClock([...verdicts.values()].includes("silent") ? 300 : 100)
  const random = seededRandom(seed)
  const pair = await newPair({ connect: directConnect, clock, random, kem: pooledKem(), servers: () => [address] })
  const ends = [keepRunning(pair.alice, () => 0), keepRunning(pair.bob, () => 0)]
  let handshake = 0
  try {
    await connectAndChat(pair, form, peers, () => {
      handshake = answers
    })
    return { handshake, all: answers }
  } finally {
    for (const end of ends) end()
    await restarting
    await relay.close()
  }
}

const all = (settings: readonly (readonly [name: string, setting: Setting])[]): Promise<string[]> =>
  failuresOf(settings.map(([name, setting]) => [name, () => run(setting)] as const))

const kinds = [
  { name: "short link", form: "short", peers: "new", until: "all" },
  { name: "full link", form: "full", peers: "new", until: "handshake" },
  { name: "peers without fast connection", form: "full", peers: "old", until: "handshake" },
] as const

for (const { name, form, peers, until } of kinds)
  describe(name, () => {
    let answers: { handshake: number; all: number }
    beforeAll(async () => {
      answers = await run({ form, peers, verdicts: new Map() })
    })
    const each = (verdict: Verdict): (readonly [string, Setting])[] =>
      Array.from({ length: answers[until] + 2 }, (_, i) => [
        `${verdict} at answer ${i + 1}`,
        { form, peers, verdicts: new Map([[i + 1, verdict]]) },
      ])

    it("the server carries out any single command and cuts the connection instead of answering", async () => {
      expect(await all(each("close"))).toEqual([])
    }, 400_000)

    it("the server is restarted from its file twice, at random moments", async () => {
      const random = seededRandom(`restarts, ${name}`)
      const settings = Array.from({ length: 6 }, (): readonly [string, Setting] => {
        const at = [1 + below(random, answers.all), 1 + below(random, answers.all)]
        return [`restart at ${at}`, { form, peers, verdicts: new Map(at.map(n => [n, "restart"])) }]
      })
      expect(await all(settings)).toEqual([])
    }, 400_000)
  })

it("the server carries out any single command of connecting and does not answer", async () => {
  const kind = { form: "short", peers: "new" } as const
  const { handshake } = await run({ ...kind, verdicts: new Map() })
  const settings = Array.from({ length: handshake }, (_, i): readonly [string, Setting] => [
    `silent at answer ${i + 1}`,
    { ...kind, verdicts: new Map([[i + 1, "silent"]]) },
  ])
  expect(await all(settings)).toEqual([])
}, 400_000)
