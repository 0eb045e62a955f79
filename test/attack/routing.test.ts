/** A server that is asked to pass commands on, and lies: about the other server, about its answers, or by silence. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { generateKeyPair, toSpki } from "../../worker/crypto/keys.ts"
import type { Bytes } from "../../worker/encoding/bytes.ts"
import type { Command, Response } from "../../worker/smp/commands.ts"
import { SmpError } from "../../worker/smp/error.ts"
import { defaultNetwork } from "../../worker/smp/network.ts"
import { createServers, type Servers } from "../../worker/smp/servers.ts"
import type { Hooks } from "../relay/hooks.ts"
import { type Relay, startRelay } from "../relay/smp.ts"
import { befriend, eventually, newTestAgent, type TestAgent } from "../support/agents.ts"
import { directConnect } from "../support/direct.ts"
import { attackClock } from "./clock.ts"

type Lie = (c: Command, r: Response) => Response | "silent" | "close"
type Pkey = Extract<Response, { type: "PKEY" }>

const random = (n: number) => crypto.getRandomValues(new Uint8Array(n))
const owner = { connId: "c" }
let liar: Relay
let honest: Relay
let target: Relay
let wrong: Relay
let lie: Lie = (_, r) => r
let servers: Servers
let proxy: () => string = () => ""
let fallback: "prohibit" | "allow" = "prohibit"
/** What the liar was told by the other servers; the last relay that it was asked for is `wrong`. */
let ofWrong: Pkey | undefined
let earlier: Response | undefined

beforeAll(async () => {
  const onAnswer: Hooks["onAnswer"] = (c, _, r) => {
    if (r.type === "PRES") earlier ??= r
    return c.type === "PRXY" || c.type === "PFWD" ? lie(c, r) : r
  }
  liar = await startRelay({ hooks: { onAnswer }, proxyTimeout: 1_000 })
  honest = await startRelay()
  target = await startRelay()
  wrong = await startRelay()
})
afterAll(async () => {
  servers.close()
  for (const r of [liar, honest, target, wrong]) await r.close()
})
beforeEach(() => {
  servers?.close()
  lie = (_, r) => r
  fallback = "prohibit"
  proxy = () => liar.address
  servers = createServers({
    connect: directConnect,
    clock: attackClock(),
    random,
    network: () => ({ ...defaultNetwork, routing: "always", fallback }),
    secrets: () => ({ lasting: random(16), thisStart: random(16) }),
    onMessage: () => undefined,
    onGone: () => undefined,
    onStatus: () => undefined,
    onOpen: () => undefined,
    isKnown: () => false,
    proxyFor: () => proxy(),
  })
})

const newQueue = async (relay: Relay): Promise<Bytes> => {
  const { publicKey, privateKey } = generateKeyPair("Ed25519", random)
  const keys = { rcvAuthKey: toSpki(publicKey), rcvDhKey: toSpki(generateKeyPair("X25519", random).publicKey) }
  const queue = { ...keys, auth: null, subscribe: false, queue: { type: "messaging" as const, link: null }, ntf: null }
  return (await servers.createQueue(owner, relay.address, queue, privateKey)).sndId
}
const sendTo = (relay: Relay, sndId: Bytes) =>
  servers.route(owner, relay.address, sndId, { type: "SEND", notification: false, body: random(500) })
const codeOf = (sending: Promise<unknown>): Promise<string> =>
  sending.then(
    () => "OK",
    e => (e instanceof SmpError ? e.code : String(e)),
  )
const forPrxy =
  (to: (r: Pkey) => Response): Lie =>
  (c, r) =>
    c.type === "PRXY" && r.type === "PKEY" ? to(r) : r
const forPfwd =
  (to: (r: Response) => Response | "close"): Lie =>
  (c, r) =>
    c.type === "PFWD" ? to(r) : r
const flipped = (b: Bytes, at: number): Bytes => b.map((x, i) => (i === at ? x ^ 1 : x))

/** Every lie, and what the caller is told: never what the server itself might say, so that nothing is given up. */
const lies: readonly (readonly [name: string, code: string, lie: () => Lie])[] = [
  ["names the key of another relay", "SERVER_IDENTITY", () => forPrxy(r => ({ ...r, key: ofWrong?.key ?? r.key }))],
  [
    "names a key that nobody has signed",
    "SERVER_IDENTITY",
    () => forPrxy(r => ({ ...r, key: { ...r.key, signedKey: flipped(r.key.signedKey, r.key.signedKey.length - 1) } })),
  ],
  [
    "leaves out the certificates",
    "SERVER_IDENTITY",
    () => forPrxy(r => ({ ...r, key: { ...r.key, certificates: r.key.certificates.slice(0, 1) } })),
  ],
  ["names versions that do not exist", "SERVER_OLD", () => forPrxy(r => ({ ...r, versions: { min: 900, max: 901 } }))],
  [
    "names the session that it has with another relay",
    "NETWORK",
    () => forPrxy(r => ({ ...r, sessionId: ofWrong?.sessionId ?? r.sessionId })),
  ],
  ["names a session that there is not", "NETWORK", () => forPrxy(r => ({ ...r, sessionId: random(32) }))],
  ["names no session", "NETWORK", () => forPrxy(r => ({ ...r, sessionId: new Uint8Array(0) }))],
  ["answers PRXY with OK", "NETWORK", () => forPrxy(() => ({ type: "OK" }))],
  ["repeats an earlier answer", "NETWORK", () => forPfwd(r => earlier ?? r)],
  ["answers noise", "NETWORK", () => forPfwd(() => ({ type: "PRES", response: random(16_242) }))],
  ["answers nothing inside", "NETWORK", () => forPfwd(() => ({ type: "PRES", response: new Uint8Array(0) }))],
  [
    "alters one bit of the answer",
    "NETWORK",
    () => forPfwd(r => (r.type === "PRES" ? { ...r, response: flipped(r.response, 100) } : r)),
  ],
  ["says OK itself", "NETWORK", () => forPfwd(() => ({ type: "OK" }))],
  ["says AUTH itself", "NETWORK", () => forPfwd(() => ({ type: "ERR", error: { type: "AUTH" } }))],
  ["says QUOTA itself", "NETWORK", () => forPfwd(() => ({ type: "ERR", error: { type: "QUOTA" } }))],
  [
    "says that the relay said AUTH, outside the box",
    "NETWORK",
    () =>
      forPfwd(() => ({ type: "ERR", error: { type: "PROXY", error: { type: "PROTOCOL", error: { type: "AUTH" } } } })),
  ],
  [
    "says that the queue is blocked",
    "NETWORK",
    () => forPfwd(() => ({ type: "ERR", error: { type: "BLOCKED", reason: "spam", notice: null } })),
  ],
  [
    "says that it has lost the relay, again and again",
    "NETWORK",
    () => forPfwd(() => ({ type: "ERR", error: { type: "PROXY", error: { type: "NO_SESSION" } } })),
  ],
  [
    "says that the relay cannot be reached",
    "NETWORK",
    () =>
      forPfwd(() => ({ type: "ERR", error: { type: "PROXY", error: { type: "BROKER", error: { type: "HOST" } } } })),
  ],
  ["closes the connection in between", "NETWORK", () => forPfwd(() => "close")],
]

describe("a proxy that lies", () => {
  it("is believed while it is honest", async () => {
    // what it learns thereby it uses later
    lie = (_, r) => {
      if (r.type === "PKEY") ofWrong = r
      return r
    }
    const sndId = await newQueue(target)
    expect(await sendTo(target, sndId)).toMatchObject({ answer: { type: "OK" }, via: liar.address })
    expect(await codeOf(sendTo(wrong, await newQueue(wrong)))).toBe("OK")
    expect([ofWrong, earlier].every(x => x !== undefined)).toBe(true)
  })

  for (const [name, code, made] of lies)
    it(`${name}: ${code}, and another one gets the command through`, async () => {
      const sndId = await newQueue(target)
      const direct = target.stats.commands.SEND ?? 0
      lie = made()
      expect(await codeOf(sendTo(target, sndId))).toBe(code)
      proxy = () => honest.address
      expect(await sendTo(target, sndId)).toMatchObject({ answer: { type: "OK" }, via: honest.address })
      // the relay itself never saw it come straight from us
      expect(target.stats.commands.SEND ?? 0).toBe(direct)
    })

  it("can make us go straight only by saying that it cannot talk to the relay, and only where that is allowed", async () => {
    fallback = "allow"
    const sndId = await newQueue(target)
    for (const [name, , made] of lies) {
      lie = made()
      const before = target.stats.commands.SEND ?? 0
      const sent = await sendTo(target, sndId).catch(() => null)
      const isExcuse = name === "says that the relay cannot be reached" || name === "names versions that do not exist"
      expect([name, sent?.via ?? "failed"]).toEqual([
        name,
        isExcuse && sent !== null ? (sent.via ?? "failed") : "failed",
      ])
      expect([name, (target.stats.commands.SEND ?? 0) - before]).toEqual([name, isExcuse ? 1 : 0])
    }
  })
})

it("whatever a proxy does, a message gets through by another one, is shown once, and nothing has failed", async () => {
  const agent = async (name: string, own: Relay, proxies: readonly Relay[]): Promise<TestAgent> => {
    const a = await newTestAgent(name, {
      servers: () => [own.address],
      proxies: () => proxies.map(p => p.address),
      clock: attackClock(),
      network: () => ({ ...defaultNetwork, routing: "always", fallback: "prohibit" }),
    })
    await a.start()
    return a
  }
  const ann = await agent("Ann", target, [honest])
  const bob = await agent("Bob", wrong, [liar, honest])
  await befriend(ann, bob, "c")
  for (const [i, [name, , made]] of lies.entries()) {
    lie = made()
    const body = Uint8Array.of(i)
    await bob.agent().send("c", body, { notify: false, ref: () => name }, () => [])
    const got = () => ann.events.filter(({ event }) => event.type === "message" && event.body[0] === i)
    await eventually(
      `${name}: it gets through`,
      () => got().length > 0 && bob.events.some(({ event }) => event.type === "sent" && event.ref === name),
    )
    expect([name, got().length]).toEqual([name, 1])
  }
  expect(bob.events.filter(({ event }) => event.type === "sendFailed" || event.type === "failed")).toEqual([])
  ann.crash()
  bob.crash()
})
