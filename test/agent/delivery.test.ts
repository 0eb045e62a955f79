/** The delivery loop against a server that answers as the test says, on a clock that stands still. */
import { describe, expect, it } from "vitest"
import { channel } from "../../worker/agent/channel.ts"
import type { Context } from "../../worker/agent/context.ts"
import { createDelivery } from "../../worker/agent/delivery.ts"
import type { Incoming } from "../../worker/agent/events.ts"
import { createLocks } from "../../worker/agent/lock.ts"
import { envelope } from "../../worker/agent/message.ts"
import { queueMessage } from "../../worker/agent/outbox.ts"
import { noServers } from "../../worker/agent/serverlist.ts"
import { newRatchetRow } from "../../worker/agent/steps.ts"
import { loadKem } from "../../worker/crypto/kem.ts"
import { generateKeyPair } from "../../worker/crypto/keys.ts"
import { ratchetState, ratchetVersions } from "../../worker/crypto/ratchet-state.ts"
import { agreeAsJoiner, generateE2ePrivate, joinerRatchet, toParams } from "../../worker/crypto/x3dh.ts"
import { type Bytes, hex, utf8 } from "../../worker/encoding/bytes.ts"
import { decode, encode } from "../../worker/encoding/codec.ts"
import { clientEnvelope, openClientMessage } from "../../worker/smp/body.ts"
import { SmpError, type SmpErrorCode } from "../../worker/smp/error.ts"
import type { Servers } from "../../worker/smp/servers.ts"
import type { ConnectionRow } from "../../worker/store/agent.ts"
import { memoryBackend } from "../../worker/store/memory.ts"
import { put } from "../../worker/store/schema.ts"
import { openStore, StoreError } from "../../worker/store/store.ts"
import { sessionKey } from "../../worker/store/vault.ts"
import { settle, virtualClock } from "../support/clock.ts"
import { seededRandom } from "../support/random.ts"

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const setUp = async () => {
  await settle()
  const random = seededRandom("delivery")
  const clock = virtualClock()
  const store = openStore(memoryBackend(), await sessionKey(random), random)
  const source = { random, kem: loadKem }
  const ours = await generateE2ePrivate(2, { type: "none" }, source)
  const theirs = toParams(2, await generateE2ePrivate(2, { type: "none" }, source))
  const third = generateKeyPair("X448", random)
  const state = joinerRatchet(
    { version: 2, maxVersion: ratchetVersions.max },
    theirs.key2,
    third,
    agreeAsJoiner(ours, theirs),
  )
  const secret = random(32)
  const connection: ConnectionRow = {
    connId: "c",
    role: "joiner",
    createdAt: 0,
    agentVersion: 7,
    pqSupport: false,
    rcv: [],
    snd: [
      {
        server: "smp://server",
        sndId: random(24),
        authKey: random(32),
        e2ePublic: random(32),
        e2eSecret: secret,
        clientVersion: 4,
        canSecure: true,
        status: "active",
      },
    ],
    connected: true,
  }
  let ratchet = newRatchetRow("c", encode(ratchetState, state))

  // the server
  const sent: string[] = []
  const bodies: Bytes[] = []
  let answers: (SmpErrorCode | "OK" | "never")[] = []
  const route: Servers["route"] = async (_, __, ___, command) => {
    if (command.type !== "SEND") throw new Error("only SEND is expected")
    const answer = answers.shift() ?? "OK"
    const e = decode(envelope, openClientMessage(secret, decode(clientEnvelope, command.body)).body)
    if (e.type !== "message") throw new Error("only messages are expected")
    bodies.push(e.encMessage)
    sent.push(hex(e.encMessage).slice(-16))
    if (answer === "never") return new Promise(() => undefined)
    if (answer !== "OK") throw new SmpError(answer)
    return { answer: { type: "OK" }, via: null }
  }

  // chat
  const events: string[] = []
  const incoming = channel<Incoming>()
  const listen = async (): Promise<void> => {
    for await (const { event, commit } of incoming) {
      events.push(
        event.type === "sendFailed" || event.type === "held"
          ? `${event.type === "held" ? "held" : "failed"} ${event.ref} ${event.code}`
          : `${event.type} ${"ref" in event ? event.ref : ""}`,
      )
      await commit(() => [])
    }
  }
  void listen()

  const unused = (): never => {
    throw new Error("not used here")
  }
  const ctx = {
    store,
    clock,
    random,
    kem: loadKem,
    locks: createLocks(),
    connections: new Map([["c", connection]]),
    queues: new Map<string, string>(),
    incoming,
    serversOf: () => noServers,
    tried: new Map(),
    advance: () => undefined,
    deliver: () => undefined,
    count: () => undefined,
    discard: unused,
    servers: { route, request: unused } as unknown as Servers,
  } satisfies Context
  const broken: unknown[] = []
  const start = () => createDelivery(ctx, e => broken.push(e))
  const queue = async (...texts: readonly string[]): Promise<void> => {
    for (const ref of texts) {
      const message = { type: "A_MSG" as const, body: utf8(ref) }
      const queued = await queueMessage(connection, ratchet, {
        kind: "message",
        message,
        notify: true,
        at: clock.now(),
        ref,
      })
      ratchet = queued.ratchet
      await store.commit(queued.changes)
    }
  }
  await store.commit([put("connections", connection)])
  return {
    clock,
    sent,
    bodies,
    events,
    broken,
    store,
    ctx,
    start,
    queue,
    answer: (...next: typeof answers) => {
      answers = next
    },
    left: async () => (await store.list("deliveries")).length,
    /** As if so many messages had been sent. */
    sentBefore: (sndMsgId: number) => {
      ratchet = { ...ratchet, sndMsgId }
    },
  }
}

describe("the delivery loop", () => {
  it("sends in order, one at a time, and forgets what the server has", async () => {
    const t = await setUp()
    await t.queue("1", "2", "3")
    t.start().wake("c")
    await t.clock.pass(0)
    expect(t.events).toEqual(["sent 1", "sent 2", "sent 3"])
    expect(new Set(t.sent).size).toBe(3)
    expect(await t.left()).toBe(0)
    expect(t.broken).toEqual([])
  })

  it("remembers so many messages, and no more, whose receipts never come", async () => {
    const t = await setUp()
    await t.queue("1", "2")
    t.sentBefore(10_000)
    await t.queue("3")
    expect((await t.store.keys("sent", { prefix: ["c"] })).map(([, id]) => id)).toEqual([2, 10_001])
  })

  it("waits for an answer before the next goes", async () => {
    const t = await setUp()
    await t.queue("1", "2")
    t.answer("never")
    t.start().wake("c")
    await t.clock.pass(hour)
    expect(t.sent).toHaveLength(1)
  })

  it("sends the same bytes again, in this process and in the next", async () => {
    const t = await setUp()
    await t.queue("1")
    t.answer("TIMEOUT", "NETWORK")
    const first = t.start()
    first.wake("c")
    await t.clock.pass(600)
    first.stop()
    await t.clock.pass(hour)
    expect(t.sent).toHaveLength(2)
    t.start().wake("c")
    await t.clock.pass(0)
    expect(t.sent).toHaveLength(3)
    expect(new Set(t.bodies.map(hex)).size).toBe(1)
    expect(t.events).toEqual(["sent 1"])
  })

  it("tries again with growing pauses up to a minute while the server is away", async () => {
    const t = await setUp()
    await t.queue("1")
    t.answer(...Array<"NETWORK">(1000).fill("NETWORK"))
    t.start().wake("c")
    await t.clock.pass(500)
    expect(t.sent).toHaveLength(2)
    await t.clock.pass(20 * minute)
    const before = t.sent.length
    expect(before).toBeLessThan(40)
    await t.clock.pass(10 * minute)
    expect(t.sent.length - before).toBe(10)
  })

  it("goes on at once when the server is back", async () => {
    const t = await setUp()
    await t.queue("1")
    t.answer(...Array<"NETWORK">(20).fill("NETWORK"))
    const delivery = t.start()
    delivery.wake("c")
    await t.clock.pass(5 * minute)
    t.answer()
    delivery.serverOnline("smp://another")
    await settle()
    expect(t.events).toEqual([])
    delivery.serverOnline("smp://server")
    await settle()
    expect(t.events).toEqual(["sent 1"])
  })

  it("gives up after two days without the server, and goes on with the next message", async () => {
    const t = await setUp()
    await t.queue("old")
    await t.clock.pass(2 * day - minute)
    await t.queue("new")
    t.answer("NETWORK", "NETWORK", "TIMEOUT")
    const first = t.start()
    first.wake("c")
    await t.clock.pass(600)
    expect(t.events).toEqual([])
    first.stop()
    await t.clock.pass(minute)
    t.start().wake("c")
    await t.clock.pass(0)
    expect(t.events).toEqual(["failed old EXPIRED", "sent new"])
    expect(await t.left()).toBe(0)
  })

  it("a refusal is final for its message only", async () => {
    const t = await setUp()
    await t.queue("1", "2", "3")
    t.answer("AUTH", "LARGE", "OK")
    t.start().wake("c")
    await t.clock.pass(0)
    expect(t.events).toEqual(["failed 1 AUTH", "failed 2 TOO_LARGE", "sent 3"])
  })

  it("a server too old or with another identity may be put right: the message waits", async () => {
    const t = await setUp()
    await t.queue("1")
    t.answer("SERVER_IDENTITY", "SERVER_OLD")
    t.start().wake("c")
    await t.clock.pass(2_000)
    expect(t.events).toEqual(["held 1 SERVER_IDENTITY", "held 1 SERVER_OLD", "sent 1"])
  })

  it("nothing is sent for a connection that has failed or is gone", async () => {
    for (const gone of [true, false]) {
      const t = await setUp()
      await t.queue("1")
      const c = t.ctx.connections.get("c")
      if (c !== undefined) t.ctx.connections.set("c", { ...c, problem: "AUTH" })
      if (gone) t.ctx.connections.delete("c")
      t.start().wake("c")
      await t.clock.pass(hour)
      expect(t.sent).toEqual([])
    }
  })

  it("a store that breaks is reported, not waited for", async () => {
    const t = await setUp()
    await t.queue("1")
    const list = () => Promise.reject(new StoreError("CORRUPT"))
    Object.assign(t.ctx, { store: { ...t.store, list } })
    t.start().wake("c")
    await t.clock.pass(0)
    expect(t.broken).toHaveLength(1)
  })
})

describe("a full queue", () => {
  it("is tried again after one second, then less and less often", async () => {
    const t = await setUp()
    await t.queue("1")
    t.answer(...Array<"QUOTA">(3000).fill("QUOTA"))
    t.start().wake("c")
    await t.clock.pass(1_000)
    expect(t.sent).toHaveLength(2)
    await t.clock.pass(day)
    const before = t.sent.length
    await t.clock.pass(hour)
    expect(t.sent.length - before).toBe(12)
    // Told once, however often it is tried.
    expect(t.events).toEqual(["held 1 QUOTA"])
  })

  it("is given up after a week", async () => {
    const t = await setUp()
    await t.queue("1")
    await t.clock.pass(7 * day)
    t.answer("QUOTA")
    t.start().wake("c")
    await t.clock.pass(0)
    expect(t.events).toEqual(["failed 1 QUOTA"])
  })

  it("is tried at once when the other side says that it has room", async () => {
    const t = await setUp()
    await t.queue("1")
    t.answer("QUOTA", "QUOTA")
    const delivery = t.start()
    delivery.wake("c")
    await t.clock.pass(500)
    t.answer()
    delivery.continue("c", true)
    await settle()
    expect(t.events).toEqual(["held 1 QUOTA", "sent 1"])
  })

  it("is tried once a second while the other side shows that it is there, not with each of its messages", async () => {
    const t = await setUp()
    await t.queue("1")
    t.answer(...Array<"QUOTA">(1000).fill("QUOTA"))
    const delivery = t.start()
    delivery.wake("c")
    await t.clock.pass(hour)
    const before = t.sent.length
    for (let i = 0; i < 100; i++) {
      delivery.continue("c", false)
      await t.clock.pass(100)
    }
    expect(t.sent.length - before).toBeGreaterThanOrEqual(4)
    expect(t.sent.length - before).toBeLessThanOrEqual(10)
  })
})
