/** Many queues on one server: as few blocks as they fit in, and a server that is slow or refuses some of them. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest"
import { generateKeyPair, type PrivateKey, toSpki } from "../../worker/crypto/keys.ts"
import { type Bytes, empty, hex } from "../../worker/encoding/bytes.ts"
import type { Clock } from "../../worker/platform.ts"
import { defaultNetwork } from "../../worker/smp/network.ts"
import { createServers, type Servers } from "../../worker/smp/servers.ts"
import type { Hooks } from "../relay/hooks.ts"
import { type Relay, startRelay } from "../relay/smp.ts"
import { eventually } from "../support/agents.ts"
import { virtualClock } from "../support/clock.ts"
import { directConnect } from "../support/direct.ts"

const random = (n: number) => crypto.getRandomValues(new Uint8Array(n))
const owner = { connId: "c" }
const realClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const t = setTimeout(run, ms)
    return () => clearTimeout(t)
  },
}
let relay: Relay
let lies: Hooks = {}
let all: Servers[] = []
let gone: string[] = []

beforeAll(async () => {
  relay = await startRelay({ hooks: { onAnswer: (c, id, r) => lies.onAnswer?.(c, id, r) ?? r } })
})
afterAll(() => relay.close())
beforeEach(() => {
  lies = {}
  gone = []
})
afterEach(() => {
  for (const s of all) s.close()
  all = []
})

const newServers = (clock: Clock = realClock): Servers => {
  const made = createServers({
    connect: directConnect,
    clock,
    random,
    network: () => ({ ...defaultNetwork, routing: "never" }),
    secrets: () => ({ lasting: empty, thisStart: empty }),
    onMessage: () => undefined,
    onGone: (_, rcvId, { code }) => void gone.push(`${hex(rcvId)} ${code}`),
    onStatus: () => undefined,
    onOpen: () => undefined,
    isKnown: () => true,
    proxyFor: () => null,
  })
  all.push(made)
  return made
}
const makeQueues = (servers: Servers, count: number) =>
  Promise.all(
    Array.from({ length: count }, async (): Promise<{ rcvId: Bytes; key: PrivateKey<"Ed25519"> }> => {
      const { publicKey, privateKey } = generateKeyPair("Ed25519", random)
      const keys = { rcvAuthKey: toSpki(publicKey), rcvDhKey: toSpki(generateKeyPair("X25519", random).publicKey) }
      const queue = { type: "messaging" as const, link: null }
      const request = { ...keys, auth: null, subscribe: true, queue, ntf: null }
      return { rcvId: (await servers.createQueue(owner, relay.address, request, privateKey)).rcvId, key: privateKey }
    }),
  )
const active = (s: Servers): number => s.states()[0]?.subscriptions.active ?? 0

it("300 queues are subscribed again in three blocks, the fewest that hold them", async () => {
  const servers = newServers()
  await makeQueues(servers, 300)
  const before = { blocks: relay.stats.blocksIn, subs: relay.stats.commands.SUB ?? 0 }
  servers.reconnect()
  await eventually("all are subscribed", () => active(servers) === 300)
  expect((relay.stats.commands.SUB ?? 0) - before.subs).toBe(300)
  // and our hello
  expect(relay.stats.blocksIn - before.blocks).toBe(3 + 1)
})

it("subscriptions that are asked for one by one in the same turn share blocks too", async () => {
  const queues = await makeQueues(newServers(), 200)
  const servers = newServers()
  await servers.request(owner, relay.address, empty, { type: "PING" })
  const before = relay.stats.blocksIn
  for (const q of queues) servers.subscribe(owner, relay.address, q.rcvId, q.key)
  await eventually("all are subscribed", () => active(servers) === 200)
  expect(relay.stats.blocksIn - before).toBe(2)
})

it("one that the server forgets to answer is asked for again in the same session, and keeps no other waiting", async () => {
  const clock = virtualClock()
  const servers = newServers(clock)
  const [slow, ...others] = await makeQueues(servers, 20)
  let silent = true
  lies = {
    onAnswer: (c, id, r) => (c.type === "SUB" && silent && hex(id) === hex(slow?.rcvId ?? empty) ? "silent" : r),
  }
  const { accepted } = relay.stats
  servers.reconnect()
  await eventually("all others are subscribed", () => active(servers) === others.length)
  silent = false
  await clock.pass(1_000)
  await servers.request(owner, relay.address, empty, { type: "PING" })
  // its answer is given up, and after a pause it is asked for again
  for (let i = 0; i < 2; i++) await clock.pass(31_000)
  await eventually("that one too", () => active(servers) === 20)
  expect(relay.stats.accepted).toBe(accepted + 1)
  expect(gone).toEqual([])
})

it("of those that the server refuses for good only they are gone", async () => {
  const servers = newServers()
  const queues = await makeQueues(servers, 150)
  const refused = new Set([3, 140].map(i => hex(queues[i]?.rcvId ?? empty)))
  lies = {
    onAnswer: (c, id, r) => (c.type === "SUB" && refused.has(hex(id)) ? { type: "ERR", error: { type: "AUTH" } } : r),
  }
  servers.reconnect()
  await eventually("all others are subscribed", () => active(servers) === 148)
  expect(gone.toSorted()).toEqual([...refused].map(id => `${id} AUTH`).toSorted())
  expect(servers.states()[0]?.subscriptions).toEqual({ active: 148, pending: 0, elsewhere: 0 })
})
