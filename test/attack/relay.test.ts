/** What a server may do to its clients: it sees no text, but decides what arrives, when, how often and under which name. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { privateKey, toSpki } from "../../worker/crypto/keys.ts"
import { type Bytes, empty, hex } from "../../worker/encoding/bytes.ts"
import type { Command, Response } from "../../worker/smp/commands.ts"
import type { Hooks } from "../relay/hooks.ts"
import { type Relay, startRelay } from "../relay/smp.ts"
import { sessionWith } from "./contact.ts"
import { everybodyLeaves, introduce, newInsider, newPerson, type Person, random, until } from "./people.ts"
import { zeroX25519 } from "./stranger.ts"

let lies: Hooks = {}
let relay: Relay
let ann: Person
let bob: Person
let own = ""
let other = ""
/** Recipient ids of all queues by the order of their making: the first is Ann's, the second Bob's. */
const queues: Bytes[] = []
beforeAll(async () => {
  relay = await startRelay({
    hooks: {
      onSend: m => lies.onSend?.(m) ?? "store",
      onDeliver: m => lies.onDeliver?.(m) ?? "deliver",
      onAnswer: (c, id, r) => {
        if (r.type === "IDS") queues.push(r.rcvId)
        return lies.onAnswer?.(c, id, r) ?? r
      },
    },
  })
  ann = await newPerson("Ann", { servers: [relay.address] })
  bob = await newPerson("Bob", { servers: [relay.address] })
  ;({ own, other } = await introduce(ann, bob))
})
beforeEach(() => {
  lies = {}
})
afterAll(async () => {
  everybodyLeaves()
  await relay.close()
})

const failure = (code: string) => expect.objectContaining({ failure: true, code })
const annQueue = (): Bytes => queues[0] ?? empty
const isAnns = (rcvId: Bytes): boolean => hex(rcvId) === hex(annQueue())
let round = 0

/** What Ann is shown while Bob writes these texts (with a last, honest one that ends it). */
const shown = async (texts: readonly string[], more: () => Promise<unknown> = async () => undefined) => {
  const name = ++round
  const before = (await ann.story(own)).length
  for (const t of texts) await bob.api.send(other, `${name} ${t}`)
  await more()
  lies = {}
  await bob.api.send(other, `${name} end`)
  // A message that was never acknowledged is only sent again in another session, which a busy machine must have time to make.
  let patience = 400
  await until("the end", async () => {
    if (ann.received(`${name} end`) > 0) return true
    await new Promise(r => setTimeout(r, patience))
    patience *= 2
    if (ann.received(`${name} end`) === 0) relay.dropConnections()
    return undefined
  })
  expect(ann.isAlive() && bob.isAlive()).toBe(true)
  return (await ann.story(own)).slice(before).map(line => line.replace(`${name} `, ""))
}

/** Lies about so many SENDs, and is honest then. */
const firstSends = (times: number, lie: "drop"): NonNullable<Hooks["onSend"]> => {
  let left = times
  return () => (left-- > 0 ? lie : "store")
}

/** Lies about the next delivery to Ann, and is honest then. */
const nextDelivery = (lie: "drop" | Bytes): NonNullable<Hooks["onDeliver"]> => {
  let told = false
  return ({ rcvId }) => {
    if (told || !isAnns(rcvId)) return "deliver"
    told = true
    return lie
  }
}

describe("messages that the server does not deliver as they came", () => {
  it("repeats each: shown once", async () => {
    lies = { onDeliver: ({ rcvId }) => (isAnns(rcvId) ? "duplicate" : "deliver") }
    expect(await shown(["a", "b", "c"], () => ann.hasText(own, `${round} c`))).toEqual(["<a", "<b", "<c", "<end"])
  })
  it("stores each twice under different ids: shown once", async () => {
    lies = { onSend: () => "duplicate" }
    expect(await shown(["a", "b", "c"], () => ann.hasText(own, `${round} c`))).toEqual(["<a", "<b", "<c", "<end"])
  })
  it("loses one: the gap is shown", async () => {
    lies = { onSend: firstSends(1, "drop") }
    expect(await shown(["a", "b"], () => ann.hasText(own, `${round} b`))).toEqual(["!skipped 1", "<b", "<end"])
  })
  it("loses three in a row: one notice counts them", async () => {
    lies = { onSend: firstSends(3, "drop") }
    expect(await shown(["a", "b", "c", "d"], () => ann.hasText(own, `${round} d`))).toEqual([
      "!skipped 3",
      "<d",
      "<end",
    ])
  })
  it("keeps one back until another session: nothing is missing", async () => {
    lies = { onDeliver: nextDelivery("drop") }
    const seen = await shown(["a", "b"])
    expect(seen).toEqual(["<a", "<b", "<end"])
  })
  it("swaps two: both are shown once, with the gap that there was", async () => {
    lies = {
      onDeliver: ({ rcvId, waiting }) =>
        isAnns(rcvId) && waiting > 1 ? "reorder" : isAnns(rcvId) ? "drop" : "deliver",
    }
    const seen = await shown(["a", "b"], async () => {
      await until("both are stored", () => relay.stats.sent > 0)
      await new Promise(r => setTimeout(r, 200))
      relay.dropConnections()
      await until("something was shown", () => ann.received(`${round} `) > 0)
    })
    expect(seen.filter(l => l.startsWith("<")).toSorted()).toEqual(["<a", "<b", "<end"])
    // The second to come has a number that is not the next one: said, as in the apps.
    const notices = seen.filter(l => l.startsWith("!"))
    expect(notices.every(l => l === "!skipped 1" || l === "!badId")).toBe(true)
  })
  it("changes bodies: said to be unreadable, then missing", async () => {
    lies = { onDeliver: nextDelivery(random(16_122)) }
    expect(await shown(["a", "b"], () => ann.hasText(own, `${round} b`))).toEqual([
      "!malformed",
      "!skipped 1",
      "<b",
      "<end",
    ])
  })
  it("cuts bodies to nothing: the same", async () => {
    lies = { onDeliver: nextDelivery(empty) }
    expect(await shown(["a", "b"], () => ann.hasText(own, `${round} b`))).toEqual([
      "!malformed",
      "!skipped 1",
      "<b",
      "<end",
    ])
  })
})

/** Sends to Ann whatever we like, when she is there. */
const inject = (msgId: Bytes, body: Bytes): Promise<unknown> =>
  until("Ann listens", () => relay.inject(annQueue(), msgId, body))

describe("messages that nobody has sent", () => {
  it("for queues that are not ours: nothing", async () => {
    const queue = annQueue()
    expect(await shown([], async () => void relay.inject(random(24), random(24), random(16_122)))).toEqual(["<end"])
    expect(queue.length).toBe(24)
  })
  it("of noise: said to be unreadable", async () => {
    expect(await shown([], () => inject(random(24), random(16_122)))).toEqual(["!malformed", "<end"])
  })
  it("with ids of any length: said to be unreadable", async () => {
    const seen = await shown([], async () => {
      const before = (await ann.story(own)).length
      for (const n of [0, 1, 23, 25, 255]) await inject(random(n), random(100))
      await until("five notices", async () => (await ann.story(own)).length === before + 5)
    })
    expect(seen).toEqual([...Array.from({ length: 5 }, () => "!malformed"), "<end"])
  })

  it("replayed from a year of history, or meant for another queue: never shown again", async () => {
    const recorded: { id: Bytes; body: Bytes }[] = []
    lies = {
      onAnswer: (_, id, r) => {
        if (r.type === "MSG" && isAnns(id)) recorded.push({ id: r.msgId, body: r.body })
        return r
      },
    }
    // a message that waits when the one before is acknowledged comes with the answer
    const seen = await shown(["a", "b", "c", "d", "e", "f"], async () => {
      await ann.hasText(own, `${round} f`)
      await until("a recording", () => recorded.length > 0)
      const all = [...recorded]
      for (const m of all) await inject(m.id, m.body)
      relay.inject(queues[1] ?? empty, all[0]?.id ?? empty, all[0]?.body ?? empty)
    })
    expect(seen).toEqual(["<a", "<b", "<c", "<d", "<e", "<f", "<end"])
    expect((await bob.story(other)).filter(l => l === "!malformed")).toHaveLength(1)
  })
})

describe("answers that are none", () => {
  const newcomer = () => newPerson("Cleo", { servers: [relay.address] })
  const ids = (change: Partial<Extract<Response, { type: "IDS" }>>) => (c: Command, _: Bytes, r: Response) =>
    c.type === "NEW" && r.type === "IDS" ? { ...r, ...change } : r
  const cases: readonly [string, NonNullable<Hooks["onAnswer"]>][] = [
    ["another sender id than that of the link", ids({ sndId: random(24) })],
    ["a key that is none", ids({ srvDhKey: random(44) })],
    ["an empty key", ids({ srvDhKey: empty })],
    ["a key of low order", ids({ srvDhKey: toSpki(zeroX25519) })],
    ["OK", (c, _, r) => (c.type === "NEW" ? { type: "OK" } : r)],
    ["a message", (c, _, r) => (c.type === "NEW" ? { type: "MSG", msgId: random(24), body: random(99) } : r)],
    [
      "the data of a link",
      (c, _, r) => (c.type === "NEW" ? { type: "LNK", sndId: empty, fixedData: empty, userData: empty } : r),
    ],
  ]
  for (const [name, onAnswer] of cases)
    it(`to NEW, ${name}: the link is not made, and the next one is`, async () => {
      const cleo = await newcomer()
      lies = { onAnswer }
      await expect(cleo.api.createLink()).rejects.toEqual(failure("INTERNAL"))
      expect(await cleo.api.chats()).toEqual([])
      lies = {}
      await expect(cleo.api.createLink()).resolves.toHaveProperty("status", "link")
      expect(cleo.isAlive()).toBe(true)
    })

  for (const [name, onAnswer] of cases.slice(1, 5))
    it(`to the NEW of somebody who joins, ${name}: the chat has failed, the profile lives`, async () => {
      const cleo = await newcomer()
      const { link } = await bob.api.createLink()
      lies = { onAnswer }
      const { id } = await cleo.api.connect(link?.short ?? "")
      expect(await cleo.hasStatus(id, "failed")).toMatchObject({ problem: "INTERNAL" })
      expect(cleo.isAlive()).toBe(true)
    })

  it("to SEND, anything but OK: the text has failed, and the next one goes", async () => {
    lies = { onAnswer: (c, _, r) => (c.type === "SEND" ? { type: "PONG" } : r) }
    const { id } = await bob.api.send(other, "lied about")
    await until("failed", async () => (await bob.items(other)).find(i => i.id === id)?.status === "failed")
    expect((await shown(["next"])).filter(l => l !== "<lied about")).toEqual(["<next", "<end"])
  })

  it("to SEND, OK for what was dropped: never shown as delivered", async () => {
    lies = { onSend: () => "drop" }
    const { id } = await bob.api.send(other, "dropped")
    await until("sent", async () => (await bob.items(other)).find(i => i.id === id)?.status === "sent")
    expect(await shown([])).toEqual(["!skipped 1", "<end"])
    expect((await bob.items(other)).find(i => i.id === id)?.status).toBe("sent")
  })

  it("to ACK, refusals and nonsense: the conversation goes on", async () => {
    lies = { onAnswer: (c, _, r) => (c.type === "ACK" ? { type: "ERR", error: { type: "NO_MSG" } } : r) }
    expect(await shown(["a"])).toEqual(["<a", "<end"])
    lies = { onAnswer: (c, _, r) => (c.type === "ACK" ? { type: "PONG" } : r) }
    expect(await shown(["a"])).toEqual(["<a", "<end"])
  })

  it("never any: what was written waits, and goes when the server answers again", async () => {
    lies = { onAnswer: c => (c.type === "SEND" ? "silent" : "close") }
    const { id } = await bob.api.send(other, "patience")
    await new Promise(r => setTimeout(r, 200))
    expect((await bob.items(other)).find(i => i.id === id)?.status).toBe("sending")
    lies = {}
    bob.clock.skip(31_000)
    await ann.hasText(own, "patience")
    expect(ann.received("patience")).toBe(1)
  })
})

describe("a server that says that queues are gone", () => {
  it("END, as if somebody else had it now: after another session all is there again", async () => {
    lies = { onAnswer: (c, _, r) => (c.type === "ACK" ? { type: "END" } : r) }
    expect(await shown(["a", "b"])).toEqual(["<a", "<b", "<end"])
  })

  it("END by somebody who has our keys: nobody fights over it, and what they do not acknowledge comes to us when we want it back", async () => {
    const dave = await newInsider("Dave", { servers: [relay.address] })
    const { id, link } = await bob.api.createLink()
    await dave.profile.chat.commands.connect(link?.short ?? "")
    await bob.hasStatus(id, "connected")
    const [row] = await until("connected", async () => {
      const rows = await dave.store.list("connections")
      return rows[0]?.connected === true ? rows : undefined
    })
    const queue = row?.rcv[0]
    if (queue === undefined) throw new Error("no queue")
    const thief = await sessionWith(relay.address)
    await thief.request(queue.rcvId, { type: "SUB" }, privateKey("Ed25519", queue.authKey))
    await bob.api.send(id, "for Dave")
    await until("sent", async () => (await bob.story(id)).includes(">for Dave"))
    thief.close()
    relay.dropConnections()
    const chatId = dave.profile.chat.chats()[0]?.id ?? ""
    const hasCome = async () =>
      (await dave.profile.chat.commands.items(chatId)).items.some(
        i => i.text === "for Dave" && i.direction === "received",
      )
    await new Promise(r => setTimeout(r, 200))
    expect(await hasCome()).toBe(false)
    dave.profile.reconnect()
    await until("it comes", hasCome)
  })

  it("INTERNAL to a subscription: it is asked for again after a while, and nobody is told that a contact is gone", async () => {
    let refused = 0
    lies = {
      onAnswer: (c, id, r) => {
        if (c.type !== "SUB" || !isAnns(id)) return r
        refused++
        return { type: "ERR", error: { type: "INTERNAL" } }
      },
      onDeliver: ({ rcvId }) => (isAnns(rcvId) ? "drop" : "deliver"),
    }
    relay.dropConnections()
    // the pause before her next attempt, which may be a long one by now, after all the sessions that were cut here
    await new Promise(r => setTimeout(r, 200))
    ann.clock.skip(31_000)
    await until("a refusal", () => refused > 0)
    await bob.api.send(other, "through trouble")
    await new Promise(r => setTimeout(r, 100))
    lies = {}
    // what was held back comes once the subscription is there
    let looked = 0
    await until("it comes", () => {
      // not at every look: an answer on its way would be too late each time
      if (looked++ % 300 === 10) ann.clock.skip(31_000)
      return ann.received("through trouble") > 0
    })
    expect((await ann.chat(own)).problem).toBeUndefined()
  })

  it("AUTH to a subscription: the chat says so, its history stays, the profile lives", async () => {
    const history = await bob.story(other)
    lies = { onAnswer: (c, _, r) => (c.type === "SUB" ? { type: "ERR", error: { type: "AUTH" } } : r) }
    relay.dropConnections()
    await new Promise(r => setTimeout(r, 200))
    ann.clock.skip(31_000)
    bob.clock.skip(31_000)
    await until("a problem", async () => (await bob.chat(other)).problem === "AUTH")
    expect((await bob.story(other)).slice(0, history.length)).toEqual(history)
    expect((await bob.chat(other)).status).toBe("connected")
    expect(bob.isAlive()).toBe(true)
  })
})
