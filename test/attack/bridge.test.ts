/** What a bridge may do to the bytes between the worker and a server, and what the user sees of it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { type Bytes, concat, hex, toBytes, utf8 } from "../../worker/encoding/bytes.ts"
import { decode, encode } from "../../worker/encoding/codec.ts"
import { blockSize, padBlock, unpadBlock } from "../../worker/encoding/transmission.ts"
import { type ServerHello, serverHello } from "../../worker/smp/handshake.ts"
import { newKeys } from "../relay/crypto.ts"
import { certifyKey } from "../relay/identity.ts"
import { type Relay, startRelay } from "../relay/smp.ts"
import { makeChain } from "../support/certificate.ts"
import { type At, type LyingBridge, lyingBridge } from "./bridge.ts"
import { everybodyLeaves, introduce, newPerson, type Person, until } from "./people.ts"

const chain = makeChain({ alg: "ed25519" })
let relay: Relay
beforeAll(async () => {
  relay = await startRelay({ chain })
})
afterAll(async () => {
  everybodyLeaves()
  await relay.close()
})

const failure = (code: string) => expect.objectContaining({ failure: true, code })

/** Numbers that look random and are the same in every run. */
const seeded = (seed: number) => {
  let s = seed
  return (below: number): number => {
    s = (Math.imul(s, 1664525) + 1013904223) >>> 0
    return Math.floor((s / 2 ** 32) * below)
  }
}

const flip = (block: Bytes, at: number): Bytes => {
  const copy = block.slice()
  copy[at >> 3] = (copy[at >> 3] ?? 0) ^ (1 << (at & 7))
  return copy
}

const words = ["NEW ", "SEND ", "SKEY", "LKEY", "ACK ", "PING", "smp://", "simplex"].map(utf8)
const includes = (all: Bytes, part: Bytes): boolean => Buffer.from(all).includes(Buffer.from(part))

/** After each hello only whole blocks that look like noise: no word of the protocol, no byte that is frequent. */
const expectSealed = (bridge: LyingBridge): void => {
  for (const blocks of bridge.sent)
    for (const [n, block] of blocks.entries()) {
      expect(block.length).toBe(blockSize)
      if (n === 0) continue
      expect(words.filter(w => includes(block, w))).toEqual([])
      const counts = new Uint32Array(256)
      for (const b of block) counts[b] = (counts[b] ?? 0) + 1
      // 64 of each are expected; 20 standard deviations more are no chance, but a padding would have thousands
      expect(Math.max(...counts)).toBeLessThan(224)
    }
}

describe("a bridge that changes the server's hello", () => {
  /** A worker behind a bridge that gives it this hello instead. */
  const behind = async (change: (hello: ServerHello) => ServerHello | Bytes) => {
    const bridge = lyingBridge({
      toClient: (block, { block: n }) => {
        if (n > 0) return block
        const hello = change(decode(serverHello, unpadBlock(block)))
        return padBlock(hello instanceof Uint8Array ? hello : encode(serverHello, hello))
      },
    })
    const ann = await newPerson("Ann", { servers: [relay.address], connect: bridge.connect })
    return { bridge, ann }
  }
  const nothingSent = (bridge: LyingBridge) => expect(bridge.sent.flat()).toEqual([])

  const ours = newKeys("x25519").public
  const sameNames = makeChain({ alg: "ed25519" })
  const certified = (by: typeof chain) => certifyKey(by, ours)
  const attacks: readonly [string, string, (hello: ServerHello) => ServerHello | Bytes][] = [
    ["strips versions above 10", "SERVER_OLD", h => ({ ...h, versions: { min: 6, max: 10 } })],
    ["strips versions above 6 and all keys", "SERVER_OLD", h => ({ ...h, versions: { min: 6, max: 6 }, key: null })],
    ["removes the session key", "SERVER_IDENTITY", h => ({ ...h, key: null })],
    ["offers versions of the far future only", "NETWORK", h => ({ ...h, versions: { min: 99, max: 65535 } })],
    [
      "puts its own session key under the server's certificates",
      "SERVER_IDENTITY",
      h => ({ ...h, key: h.key && { ...h.key, signedKey: certified(sameNames).signedKey } }),
    ],
    [
      "shows certificates of its own with the same names",
      "SERVER_IDENTITY",
      h => ({ ...h, key: certified(sameNames) }),
    ],
    [
      "shows its own leaf below the server's authority",
      "SERVER_IDENTITY",
      h => ({ ...h, key: { ...certified(sameNames), certificates: [sameNames.leafDer, chain.caDer] } }),
    ],
    [
      "shows its own chain and the server's authority behind it",
      "SERVER_IDENTITY",
      h => ({
        ...h,
        key: { ...certified(sameNames), certificates: [sameNames.leafDer, sameNames.caDer, chain.caDer] },
      }),
    ],
    [
      "shows the authority alone, as its own leaf",
      "SERVER_IDENTITY",
      h => ({ ...h, key: h.key && { ...h.key, certificates: [chain.caDer, chain.caDer] } }),
    ],
    [
      "swaps leaf and authority",
      "SERVER_IDENTITY",
      h => ({ ...h, key: h.key && { ...h.key, certificates: h.key.certificates.toReversed() } }),
    ],
    ["sends an HTTP answer", "NETWORK", () => utf8("HTTP/1.1 200 OK\r\n\r\n")],
    ["sends an empty hello", "NETWORK", () => new Uint8Array(0)],
  ]
  for (const [name, code, change] of attacks)
    it(`${name}: ${code}, and not one byte has left`, async () => {
      const { bridge, ann } = await behind(change)
      await expect(ann.api.createLink()).rejects.toEqual(failure(code))
      expect(await ann.api.chats()).toEqual([])
      expect(ann.isAlive()).toBe(true)
      nothingSent(bridge)
    })

  it("flips any single bit of certificates, key or signature: refused, and not one byte has left", async () => {
    const next = seeded(1)
    const { bridge, ann } = await behind(h => {
      const content = encode(serverHello, h)
      // versions and session id are not signed: 4 + 1 + its length
      const start = 5 + h.sessionId.length
      return flip(content, start * 8 + next((content.length - start) * 8))
    })
    for (let i = 0; i < 15; i++) await expect(ann.api.createLink()).rejects.toHaveProperty("failure", true)
    nothingSent(bridge)
  })

  it("changes the session id: only our hello leaves, then the session ends", async () => {
    const { bridge, ann } = await behind(h => ({ ...h, sessionId: h.sessionId.toReversed() }))
    await expect(ann.api.createLink()).rejects.toEqual(failure("NETWORK"))
    expectSealed(bridge)
  })

  it("tells a joiner the same: its chat says why it cannot connect, and waits for the server to be put right", async () => {
    const bob = await newPerson("Bob", { servers: [relay.address] })
    const link = (await bob.api.createLink()).link?.short ?? ""
    const { bridge, ann } = await behind(h => ({ ...h, versions: { min: 6, max: 10 } }))
    const { id } = await ann.api.connect(link)
    await until("the chat says why", async () => (await ann.chat(id)).problem === "SERVER_OLD")
    expect((await ann.chat(id)).status).toBe("connecting")
    nothingSent(bridge)
    expect(await bob.story((await bob.api.chats())[0]?.id ?? "")).toEqual([])
  })
})

describe("a bridge that replays an earlier session", () => {
  it("the old hello is true, but no command can be read, and the session ends", async () => {
    const old: Bytes[] = []
    const bridge = lyingBridge()
    const ann = await newPerson("Ann", { servers: [relay.address], connect: bridge.connect })
    await ann.api.createLink()
    old.push(...(bridge.heard[0] ?? []))
    bridge.lies = { refuse: true }
    bridge.cut()
    await until("offline", () => ann.events.findLast(e => e.type === "network")?.status === "offline")
    bridge.lies = { toClient: (block, { block: n }) => old[n] ?? block }
    const connections = bridge.sent.length
    await expect(ann.api.createLink()).rejects.toEqual(failure("NETWORK"))
    expect(bridge.sent.length).toBeGreaterThan(connections)
    expectSealed(bridge)
    // the same commands in two sessions have nothing in common
    const blocks = bridge.sent.flatMap(b => b.slice(1)).map(hex)
    expect(new Set(blocks).size).toBe(blocks.length)
    expect(await ann.api.chats()).toHaveLength(1)
    bridge.lies = {}
    await expect(ann.api.createLink()).resolves.toHaveProperty("status", "link")
    expect(ann.isAlive()).toBe(true)
  })
})

describe("a bridge that changes what goes by", () => {
  let bridge: LyingBridge
  let ann: Person
  let bob: Person
  let own = ""
  let other = ""
  let round = 0
  beforeAll(async () => {
    bridge = lyingBridge()
    ann = await newPerson("Ann", { servers: [relay.address], connect: bridge.connect })
    bob = await newPerson("Bob", { servers: [relay.address] })
    ;({ own, other } = await introduce(ann, bob))
  })

  const perSide = 6

  /** Texts in both directions while the bridge lies `times` times; all of them arrive once and in order afterwards. */
  const survives = async (
    times: number,
    lie: (next: (below: number) => number) => Pick<typeof bridge.lies, "toClient" | "toServer">,
  ) => {
    round++
    const name = round
    const next = seeded(round)
    const lies = lie(next)
    let told = 0
    const sometimes =
      (change: ((b: Bytes, at: At) => Bytes | readonly Bytes[]) | undefined) =>
      (block: Bytes, at: At): Bytes | readonly Bytes[] => {
        // hellos are another test's; a third of the others
        if (change === undefined || at.block === 0 || told >= times || next(3) > 0) return block
        told++
        return change(block, at)
      }
    bridge.lies = { toClient: sometimes(lies.toClient), toServer: sometimes(lies.toServer) }
    const before = { ann: (await ann.story(own)).length, bob: (await bob.story(other)).length }
    for (let i = 0; i < perSide; i++) {
      await ann.api.send(own, `a${name}.${i}`)
      await bob.api.send(other, `b${name}.${i}`)
    }
    const arrived = (): number => ann.received(`b${name}.`) + bob.received(`a${name}.`)
    let seen = 0
    let quiet = 0
    await until("all texts", async () => {
      const n = arrived()
      quiet = n === seen ? quiet + 1 : 0
      seen = n
      if (quiet >= 25) {
        // nothing moves: the timeouts of what was lost are due, and whoever only listens notices by a ping
        quiet = 0
        ann.clock.skip(31_000)
        await ann.api.wake()
      }
      return n >= 2 * perSide ? true : undefined
    })
    bridge.lies = {}
    expect(told).toBeGreaterThan(0)
    const annStory = (await ann.story(own)).slice(before.ann)
    const bobStory = (await bob.story(other)).slice(before.bob)
    const all = Array.from({ length: perSide }, (_, i) => i)
    expect(annStory.filter(l => !l.startsWith(">"))).toEqual(all.map(i => `<b${name}.${i}`))
    expect(bobStory.filter(l => !l.startsWith(">"))).toEqual(all.map(i => `<a${name}.${i}`))
    expect(ann.isAlive() && bob.isAlive()).toBe(true)
  }

  const bits = (next: (n: number) => number) => (block: Bytes) => flip(block, next(block.length * 8))

  it("flips bits on the way to the client", () => survives(4, next => ({ toClient: bits(next) })))
  it("flips bits on the way to the server", () => survives(3, next => ({ toServer: bits(next) })))
  it("flips bits both ways", () => survives(6, next => ({ toClient: bits(next), toServer: bits(next) })))
  it("truncates blocks", () =>
    survives(4, next => ({
      toClient: b => b.slice(0, next(b.length)),
      toServer: b => b.slice(0, next(b.length)),
    })))
  it("repeats blocks", () => survives(4, () => ({ toClient: b => [b, b], toServer: b => [b, b] })))
  it("drops blocks", () => survives(4, () => ({ toClient: () => [], toServer: () => [] })))
  it("swaps blocks", () => {
    const held = new Map<string, Bytes>()
    const swap =
      (way: string) =>
      (b: Bytes, { connection }: At): readonly Bytes[] => {
        const key = `${way}${connection}`
        const first = held.get(key)
        held.delete(key)
        if (first !== undefined) return [b, first]
        held.set(key, b)
        return []
      }
    return survives(6, () => ({ toClient: swap("in"), toServer: swap("out") }))
  })
  it("sends blocks of another connection", () =>
    survives(3, () => ({ toClient: (b, { connection }) => bridge.heard[connection - 1]?.at(-1) ?? flip(b, 9) })))
  it("sends noise", () =>
    survives(3, () => ({ toClient: () => toBytes(crypto.getRandomValues(new Uint8Array(40_000))) })))
  it("cuts the connection", () =>
    survives(4, () => ({
      toClient: (b, { cut }) => {
        cut()
        return b
      },
      toServer: (b, { cut }) => {
        cut()
        return b
      },
    })))

  it("splits and merges chunks as it likes: nothing is noticed", async () => {
    const next = seeded(99)
    let kept: Bytes = new Uint8Array(0)
    const connections = bridge.sent.length
    bridge.lies = {
      chunks: bytes => {
        const out: Bytes[] = []
        let all = concat(kept, bytes)
        while (all.length > 0 && out.length < 400) {
          const n = 1 + next(next(2) === 0 ? 7 : 9000)
          out.push(all.slice(0, n))
          all = all.slice(n)
        }
        kept = new Uint8Array(0)
        return [...out, all].filter(c => c.length > 0)
      },
    }
    for (let i = 0; i < 5; i++) {
      await bob.api.send(other, `chunk ${i}`)
      await ann.hasText(own, `chunk ${i}`)
    }
    bridge.lies = {}
    expect(bridge.sent.length).toBe(connections)
  })

  it("has seen nothing but sealed blocks in all that", () => expectSealed(bridge))
})

describe("a bridge that says nothing", () => {
  let bridge: LyingBridge
  let ann: Person
  beforeEach(async () => {
    bridge = lyingBridge()
    ann = await newPerson("Ann", { servers: [relay.address], connect: bridge.connect })
  })

  it("no hello: TIMEOUT after 45 s, nothing sent", async () => {
    bridge.lies = { toClient: () => [] }
    const link = ann.api.createLink()
    await until("the hello is held back", () => bridge.heard[0]?.length === 1)
    ann.clock.skip(44_000)
    ann.clock.skip(2_000)
    await expect(link).rejects.toEqual({ failure: true, code: "TIMEOUT", retryable: true })
    expect(bridge.sent.flat()).toEqual([])
  })

  it("no answer: TIMEOUT after 30 s, and no chat for a link that may not exist", async () => {
    bridge.lies = { toClient: (b, { block }) => (block === 0 ? b : []) }
    const link = ann.api.createLink()
    await until("the answer is held back", () => bridge.heard[0]?.length === 2)
    ann.clock.skip(31_000)
    await expect(link).rejects.toEqual(failure("TIMEOUT"))
    expect(await ann.api.chats()).toEqual([])
  })

  it("a connection that went silent is noticed by three pings, and made again", async () => {
    await ann.api.createLink()
    bridge.lies = { toClient: (b, { connection }) => (connection === 0 ? [] : b) }
    const sent = bridge.sent[0]?.length ?? 0
    ann.clock.skip(20 * 60_000)
    for (const ping of [1, 2, 3]) {
      await until("a ping", () => (bridge.sent[0]?.length ?? 0) >= sent + ping)
      ann.clock.skip(31_000)
    }
    await until("another connection", () => (bridge.sent[1]?.length ?? 0) > 1)
    await until("online", () => ann.events.findLast(e => e.type === "network")?.status === "online")
  })
})
