/** Which sessions there are, through which hosts and with which credentials, as the settings say; over bridge and SOCKS. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { WebSocket } from "ws"
import { type Bridge, startBridge } from "../../bridge/bridge.ts"
import type { NetworkConfig } from "../../worker/api.ts"
import { utf8 } from "../../worker/encoding/bytes.ts"
import { defaultNetwork } from "../../worker/smp/network.ts"
import { bridgeConnect, type WebSocketLike } from "../../worker/smp/socket.ts"
import { type Relay, startRelay } from "../relay/smp.ts"
import { befriend, eventually, newTestAgent, type TestAgent } from "../support/agents.ts"
import { acceleratedClock } from "../support/clock.ts"
import { type SocksProxy, startSocks } from "../support/socks.ts"

const onionOf = (letter: string): string => `${letter.repeat(56)}.onion`
const [onionA, onionB] = [onionOf("a"), onionOf("b")]

let one: Relay
let two: Relay
let socks: SocksProxy
let bridge: Bridge
let plainBridge: Bridge
let agents: TestAgent[] = []
let network: NetworkConfig

beforeAll(async () => {
  one = await startRelay()
  two = await startRelay()
  socks = await startSocks(() => ({ [onionA]: one.port, [onionB]: two.port }))
  const options = { port: 0, web: null, allowPrivate: true, drainTimeout: 0 }
  bridge = await startBridge({ ...options, socks: socks.address })
  plainBridge = await startBridge(options)
})
afterAll(async () => {
  await bridge.close()
  await plainBridge.close()
  await socks.close()
  await one.close()
  await two.close()
})
beforeEach(() => {
  network = { ...defaultNetwork, routing: "never" }
  socks.asked.length = 0
})
afterEach(() => {
  for (const a of agents) a.crash()
  agents = []
})

/** The relay's address with an onion host behind its own, as servers have it. */
const withOnion = (relay: Relay, onion: string): string => relay.address.replace("127.0.0.1", `127.0.0.1,${onion}`)

const newAgent = async (name: string, servers: readonly string[], through = bridge): Promise<TestAgent> => {
  const open = (url: string) => new WebSocket(url, { perMessageDeflate: false }) as unknown as WebSocketLike
  const clock = acceleratedClock(10)
  const a = await newTestAgent(name, {
    servers: () => servers,
    clock,
    connect: bridgeConnect(open, `${through.url.replace("http", "ws")}/bridge`, clock),
    network: () => network,
  })
  agents.push(a)
  await a.start()
  return a
}

const makeQueue = (a: TestAgent, connId: string, userId = 1): Promise<void> =>
  a.agent().createInvitation({ connId, userId }, utf8("{}"), () => [])
const connected = (a: TestAgent): number =>
  a
    .agent()
    .summary()
    .servers.reduce((n, s) => n + s.sessions.connected, 0)
const users = (): number => new Set(socks.asked.map(r => r.user)).size

describe("onion hosts", () => {
  it("are preferred where the bridge has a SOCKS proxy, with a token as name and password", async () => {
    await makeQueue(await newAgent("Ann", [withOnion(one, onionA)]), "c")
    expect(socks.asked).toMatchObject([{ host: onionA }])
    const { user = "", password } = socks.asked[0] ?? {}
    expect(user).toMatch(/^[\w-]{43}$/)
    expect(password).toBe(user)
  })
  it("that cannot be reached do not matter when they are only preferred: the public one is used", async () => {
    const ann = await newAgent("Ann", [withOnion(one, onionA)], plainBridge)
    await makeQueue(ann, "c")
    expect(connected(ann)).toBe(1)
    await makeQueue(await newAgent("Bob", [withOnion(one, onionOf("z"))]), "c")
  })
  it("required, a server is not reached by any other way", async () => {
    network = { ...network, onionHosts: "required" }
    const ann = await newAgent("Ann", [withOnion(one, onionA)], plainBridge)
    await expect(makeQueue(ann, "c")).rejects.toMatchObject({ code: "NETWORK" })
    const bob = await newAgent("Bob", [one.address])
    await expect(makeQueue(bob, "c")).rejects.toMatchObject({ code: "HOST" })
    expect(socks.asked).toEqual([])
  })
  it("never, the bridge is not told of them", async () => {
    network = { ...network, onionHosts: "never" }
    await makeQueue(await newAgent("Ann", [withOnion(one, onionA)]), "c")
    expect(socks.asked).toEqual([])
  })
})

describe("isolation", () => {
  /** Queues of two connections of one profile and one of another, on two servers each; returns the number of sessions. */
  const queues = async (a: TestAgent, setServers: (list: readonly string[]) => void): Promise<number> => {
    for (const [i, server] of [withOnion(one, onionA), withOnion(two, onionB)].entries()) {
      setServers([server])
      await makeQueue(a, `x${i}`)
      await makeQueue(a, `y${i}`)
      await makeQueue(a, `z${i}`, 2)
    }
    return connected(a)
  }
  const agentOf = async (): Promise<{ a: TestAgent; set: (list: readonly string[]) => void }> => {
    const list: string[] = []
    const a = await newAgent("Ann", list)
    const set = (l: readonly string[]): void => void list.splice(0, list.length, ...l)
    return { a, set }
  }

  it("by profile and by start: one session per profile and server, one way through the proxy per profile", async () => {
    for (const isolation of ["profile", "session"] as const) {
      socks.asked.length = 0
      network = { ...network, isolation }
      const { a, set } = await agentOf()
      expect(await queues(a, set)).toBe(4)
      expect([socks.asked.length, users()]).toEqual([4, 2])
    }
  })
  it("by profile stays the same after a restart, by start does not", async () => {
    for (const [isolation, ways] of [
      ["profile", 1],
      ["session", 2],
    ] as const) {
      socks.asked.length = 0
      network = { ...network, isolation }
      const a = await newAgent("Ann", [withOnion(one, onionA)])
      await makeQueue(a, "c")
      a.crash()
      await a.start()
      await eventually("online again", () => connected(a) === 1)
      expect([socks.asked.length, users()]).toEqual([2, ways])
    }
  })
  it("of two people with the same settings differs, though both are profile number 1", async () => {
    network = { ...network, isolation: "profile" }
    for (const name of ["Ann", "Bob"]) await makeQueue(await newAgent(name, [withOnion(one, onionA)]), "c")
    expect(users()).toBe(2)
  })
  it("by server: one session and one way per profile and server", async () => {
    network = { ...network, isolation: "server" }
    const { a, set } = await agentOf()
    expect(await queues(a, set)).toBe(4)
    expect([socks.asked.length, users()]).toEqual([4, 4])
  })
  it("by connection: a session and a way for each", async () => {
    network = { ...network, isolation: "connection" }
    const { a, set } = await agentOf()
    expect(await queues(a, set)).toBe(6)
    expect([socks.asked.length, users()]).toEqual([6, 6])
  })
  it("by connection, everything works as before, also after a restart", async () => {
    network = { ...network, isolation: "connection" }
    const [ann, bob] = [await newAgent("Ann", [one.address]), await newAgent("Bob", [two.address])]
    await befriend(ann, bob, "c")
    await befriend(ann, bob, "d")
    bob.crash()
    await bob.start()
    await ann.agent().send("c", new Uint8Array(3), { notify: false, ref: () => "m" }, () => [])
    await eventually("it comes", () => bob.has("c", "message"))
    expect(bob.has("d", "message")).toBe(false)
  })
})

describe("settings that change", () => {
  it("make sessions anew in the new way, with all subscriptions, and nothing is lost", async () => {
    const [ann, bob] = [await newAgent("Ann", [one.address]), await newAgent("Bob", [one.address])]
    await befriend(ann, bob, "c")
    await befriend(ann, bob, "d")
    expect(connected(bob)).toBe(1)
    network = { ...network, isolation: "connection" }
    bob.agent().networkChanged()
    await eventually("a session for each connection", () => connected(bob) === 2)
    await eventually("both subscribed", () => bob.agent().summary().servers[0]?.subscriptions.active === 2)
    network = { ...network, isolation: "session" }
    bob.agent().networkChanged()
    await ann.agent().send("d", new Uint8Array(3), { notify: false, ref: () => "m" }, () => [])
    await eventually("it comes", () => bob.has("d", "message"))
    await eventually("one session", () => connected(bob) === 1)
    expect(bob.events.some(e => e.event.type === "elsewhere")).toBe(false)
  })
  it("that do not concern sessions leave them alone", async () => {
    const ann = await newAgent("Ann", [one.address])
    await makeQueue(ann, "c")
    const before = one.stats.accepted
    network = { ...network, routing: "always", fallback: "prohibit" }
    ann.agent().networkChanged()
    await makeQueue(ann, "d")
    expect(one.stats.accepted).toBe(before)
  })
})

it("profiles share no session, though their queues are on one server", async () => {
  const ann = await newAgent("Ann", [one.address])
  await makeQueue(ann, "c", 1)
  await makeQueue(ann, "d", 2)
  await makeQueue(ann, "e", 2)
  expect(ann.agent().summary().servers).toMatchObject([
    { userId: 1, sessions: { connected: 1 }, subscriptions: { active: 1 }, counters: { created: 1 } },
    { userId: 2, sessions: { connected: 1 }, subscriptions: { active: 2 }, counters: { created: 2 } },
  ])
})
