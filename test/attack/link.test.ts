/** Links that lie, servers that lie about links, and strangers who answer a link with anything but a true confirmation. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { type InvitationLink, parseLink, type ShortInvitation, writeLink } from "../../worker/agent/link.ts"
import type { AgentMessage } from "../../worker/agent/message.ts"
import { generateKeyPair } from "../../worker/crypto/keys.ts"
import {
  invitationLinkKey,
  openFixedData,
  openUserData,
  sealFixedData,
  sealUserData,
  signLinkData,
} from "../../worker/crypto/link.ts"
import { ascii, type Bytes, concat, empty, utf8 } from "../../worker/encoding/bytes.ts"
import type { Command, Response } from "../../worker/smp/commands.ts"
import { type Relay, startRelay } from "../relay/smp.ts"
import { lyingBridge } from "./bridge.ts"
import { type Hostile, takeOver } from "./contact.ts"
import { everybodyLeaves, newInsider, newPerson, type Person, random, until } from "./people.ts"
import { newStranger, profileInfo, type Stranger, zeroX448, zeroX25519 } from "./stranger.ts"

type Answer = (command: Command, response: Response) => Response | "silent"
let lie: Answer = (_, r) => r
let dropFrom: ((sndId: Bytes) => boolean) | null = null
let relay: Relay
let bob: Person
beforeAll(async () => {
  relay = await startRelay({
    hooks: {
      onAnswer: (c, _, r) => lie(c, r),
      onSend: ({ sndId }) => (dropFrom?.(sndId) === true ? "drop" : "store"),
    },
  })
  bob = await newPerson("Bob", { servers: [relay.address] })
})
beforeEach(() => {
  lie = (_, r) => r
  dropFrom = null
})
afterAll(async () => {
  everybodyLeaves()
  await relay.close()
})

const failure = (code: string) => expect.objectContaining({ failure: true, code })
const newLink = async (): Promise<{ full: string; short: string; chatId: string }> => {
  const { id, link } = await bob.api.createLink()
  return { full: link?.full ?? "", short: link?.short ?? "", chatId: id }
}
const flip = (b: Bytes, at: number): Bytes => b.map((x, i) => (i === at ? x ^ 1 : x))

describe("a link that is not what the server is", () => {
  it("names another fingerprint: the server that we ask to pass on connects to no such one, and it hears nothing from us", async () => {
    const far = await startRelay()
    const carl = await newPerson("Carl", { servers: [far.address] })
    const { id: chatId, link } = await carl.api.createLink()
    const before = { accepted: far.stats.accepted, blocks: far.stats.blocksIn }
    const bridge = lyingBridge()
    const ann = await newPerson("Ann", { servers: [relay.address], connect: bridge.connect })
    const long = parseLink(link?.full ?? "") as InvitationLink
    const other = { ...long, queues: long.queues.map(q => ({ ...q, server: { ...q.server, keyHash: random(32) } })) }
    const asked = relay.stats.commands.PRXY ?? 0
    const { id } = await ann.api.connect(writeLink(other))
    await until("it was tried", () => (relay.stats.commands.PRXY ?? 0) > asked)
    const brief = parseLink(link?.short ?? "") as ShortInvitation
    const otherShort = writeLink({ ...brief, server: { ...brief.server, keyHash: random(32) } })
    await expect(ann.api.planLink(otherShort, true)).rejects.toEqual(failure("NETWORK"))
    expect((await ann.chat(id)).status).toBe("connecting")
    expect(bridge.sent.filter((_, i) => bridge.ports[i] === far.port).flat()).toEqual([])
    expect({ accepted: far.stats.accepted, blocks: far.stats.blocksIn }).toEqual(before)
    expect(await carl.story(chatId)).toEqual([])
    expect(ann.isAlive()).toBe(true)
  })

  const changed: readonly [string, string, (l: InvitationLink) => InvitationLink][] = [
    ["first ratchet key of low order", "BAD_LINK", l => ({ ...l, e2e: { ...l.e2e, key1: zeroX448 } })],
    ["second ratchet key of low order", "BAD_LINK", l => ({ ...l, e2e: { ...l.e2e, key2: zeroX448 } })],
    ["queue key of low order", "BAD_LINK", l => ({ ...l, queues: l.queues.map(q => ({ ...q, dhKey: zeroX25519 })) })],
    [
      "ratchet versions of the future",
      "PEER_OLD",
      l => ({ ...l, e2e: { ...l.e2e, versions: { min: 9, max: 65535 } } }),
    ],
    ["agent versions of the future", "PEER_OLD", l => ({ ...l, versions: { min: 9, max: 65535 } })],
    [
      "queue versions of the future",
      "PEER_OLD",
      l => ({ ...l, queues: l.queues.map(q => ({ ...q, versions: { min: 9, max: 9 } })) }),
    ],
  ]
  for (const [name, code, change] of changed)
    it(`${name}: the chat has failed with ${code}, nothing is sent, and the profile lives`, async () => {
      const { full } = await newLink()
      const bridge = lyingBridge()
      const ann = await newPerson("Ann", { servers: [relay.address], connect: bridge.connect })
      const { id } = await ann.api.connect(writeLink(change(parseLink(full) as InvitationLink)))
      expect(await ann.hasStatus(id, "failed")).toMatchObject({ problem: code })
      expect(bridge.sent).toEqual([])
      expect(ann.isAlive()).toBe(true)
      await expect(ann.api.createLink()).resolves.toHaveProperty("status", "link")
    })
})

describe("a server that answers a short link with other data", () => {
  type Data = { readonly sndId: Bytes; readonly fixedData: Bytes; readonly userData: Bytes }
  const resealed = (l: ShortInvitation, d: Data, change: (fixed: Bytes, user: Bytes) => Partial<Data>): Data => {
    const key = invitationLinkKey(l.linkKey)
    return { ...d, ...change(openFixedData(l.linkKey, key, d.fixedData).data, openUserData(key, d.userData).data) }
  }
  const mine = generateKeyPair("Ed25519", random).privateKey
  const attacks: readonly [string, (d: Data, l: ShortInvitation, other: Data) => Data][] = [
    ["of another link", (_, __, other) => other],
    ["with the fixed data of another link", (d, _, other) => ({ ...d, fixedData: other.fixedData })],
    ["with the user data of another link", (d, _, other) => ({ ...d, userData: other.userData })],
    ["of another queue", (d, _, other) => ({ ...d, sndId: other.sndId })],
    ["with a bit changed in the fixed data", d => ({ ...d, fixedData: flip(d.fixedData, 1000) })],
    ["with a bit changed in the user data", d => ({ ...d, userData: flip(d.userData, 1000) })],
    ["of no bytes", d => ({ ...d, fixedData: empty, userData: empty })],
    ["cut short", d => ({ ...d, fixedData: d.fixedData.slice(0, 1024) })],
    ["of a block full", d => ({ ...d, userData: concat(d.userData, random(400)) })],
    [
      "with other fixed data under the right key, signed by itself",
      (d, l) =>
        resealed(l, d, f => ({
          fixedData: sealFixedData(invitationLinkKey(l.linkKey), signLinkData(mine, flip(f, 3)), random),
        })),
    ],
    [
      "with the right fixed data signed by another",
      (d, l) =>
        resealed(l, d, f => ({
          fixedData: sealFixedData(invitationLinkKey(l.linkKey), signLinkData(mine, f), random),
        })),
    ],
    [
      "with user data under the right key, signed by another",
      (d, l) =>
        resealed(l, d, (_, u) => ({
          userData: sealUserData(invitationLinkKey(l.linkKey), signLinkData(mine, u), random),
        })),
    ],
  ]

  const dataOf = async (short: string): Promise<Data> => {
    let data: Data | null = null
    lie = (_, r) => {
      if (r.type === "LNK") data = r
      return r
    }
    const eve = await newPerson("Eve", { servers: [relay.address] })
    await eve.api.planLink(short, true)
    lie = (_, r) => r
    if (data === null) throw new Error("no link data")
    return data
  }

  it("is refused with BAD_LINK in each case, and nobody is connected", async () => {
    const other = await dataOf((await newLink()).short)
    const { short } = await newLink()
    const link = parseLink(short) as ShortInvitation
    const ann = await newPerson("Ann", { servers: [relay.address] })
    let asked = 0
    const before = { ...relay.stats.commands }
    for (const [name, attack] of attacks) {
      lie = (_, r) => {
        if (r.type !== "LNK") return r
        asked++
        return { ...r, ...attack(r, link, other) }
      }
      await expect(ann.api.planLink(short, true), name).rejects.toEqual(failure("BAD_LINK"))
    }
    expect(asked).toBe(attacks.length)
    const { id } = await ann.api.connect(short)
    expect(await ann.hasStatus(id, "failed")).toMatchObject({ problem: "BAD_LINK" })
    for (const c of ["SEND", "SKEY", "NEW"]) expect(relay.stats.commands[c], c).toBe(before[c])
    expect(ann.isAlive()).toBe(true)
  })

  for (const [name, answer] of [
    ["OK", { type: "OK" }],
    ["a message", { type: "MSG", msgId: random(24), body: random(100) }],
    ["END", { type: "END" }],
  ] as const satisfies readonly (readonly [string, Response])[])
    it(`with ${name} instead of data: refused`, async () => {
      const { short } = await newLink()
      const ann = await newPerson("Ann", { servers: [relay.address] })
      lie = (c, r) => (c.type === "LKEY" ? answer : r)
      await expect(ann.api.planLink(short, true)).rejects.toEqual(failure("INTERNAL"))
      expect(ann.isAlive()).toBe(true)
    })

  it("with silence: TIMEOUT by the clock", async () => {
    const { short } = await newLink()
    const ann = await newPerson("Ann", { servers: [relay.address] })
    let held = false
    lie = (c, r) => {
      if (c.type !== "LKEY") return r
      held = true
      return "silent"
    }
    const plan = ann.api.planLink(short, true)
    await until("silence", () => held)
    ann.clock.skip(31_000)
    await expect(plan).rejects.toEqual(failure("TIMEOUT"))
  })
})

describe("a stranger who answers the link by hand", () => {
  const replyWith = (s: Stranger, change: object): AgentMessage => ({
    type: "connInfoReply",
    queues: [{ ...s.reply, ...change }],
    connInfo: profileInfo("Eve"),
  })
  const attacks: readonly [string, (s: Stranger) => Promise<void>][] = [
    ["noise", s => s.body(random(15_992))],
    ["nothing", s => s.body(empty)],
    ["no public key", s => s.inner(concat(Uint8Array.of(0, 7), ascii("C0")), { publicKey: null })],
    ["a public key of low order", s => s.inner(random(100), { publicKey: zeroX25519 })],
    ["an empty envelope", s => s.inner(empty)],
    ["a message instead of a confirmation", s => s.inner(concat(Uint8Array.of(0, 7), ascii("M"), random(15_000)))],
    ["a confirmation without ratchet keys", s => s.confirm({ e2e: null })],
    ["ratchet version 1", s => s.confirm({ e2e: { ...s.params, version: 1, kem: null } })],
    ["ratchet version 65535", s => s.confirm({ e2e: { ...s.params, version: 65535 } })],
    ["a first ratchet key of low order", s => s.confirm({ e2e: { ...s.params, key1: zeroX448 } })],
    ["a second ratchet key of low order", s => s.confirm({ e2e: { ...s.params, key2: zeroX448 } })],
    ["agent version 65535", s => s.confirm({ agentVersion: 65535 })],
    [
      "an accepted KEM that opens to nothing",
      s => {
        const publicKey = s.params.kem?.publicKey ?? empty
        return s.confirm({ e2e: { ...s.params, kem: { type: "accepted", cipherText: random(1039), publicKey } } })
      },
    ],
    ["noise where the ratchet's message should be", s => s.confirm({ encConnInfo: random(11_106) })],
    ["no bytes where the ratchet's message should be", s => s.confirm({ encConnInfo: empty })],
    ["an empty agent message", s => s.confirm({ info: empty })],
    ["info without a queue to answer", s => s.confirm({ info: { type: "connInfo", connInfo: profileInfo("Eve") } })],
    ["an empty list of queues", s => s.confirm({ info: concat(ascii("D"), Uint8Array.of(0), profileInfo("Eve")) })],
    ["a reply queue of version 65535", s => s.confirm({ info: replyWith(s, { version: 65535 }) })],
    ["a reply queue with a key of low order", s => s.confirm({ info: replyWith(s, { dhKey: zeroX25519 }) })],
    [
      "a reply queue on a server without fingerprint",
      s => s.confirm({ info: replyWith(s, { server: { ...s.reply.server, keyHash: empty } }) }),
    ],
  ]

  it("is told to be unreadable each time, and the link still works for a true answer", async () => {
    const { full, chatId } = await newLink()
    const s = await newStranger(full)
    for (const [n, [name, attack]] of attacks.entries()) {
      await attack(s)
      await until(name, async () => (await bob.story(chatId)).length === n + 1)
      expect(await bob.chat(chatId), name).toMatchObject({ status: "link", name: "" })
    }
    expect(await bob.story(chatId)).toEqual(attacks.map(() => "!malformed"))
    await s.confirm()
    expect(await bob.hasStatus(chatId, "connected")).toMatchObject({ name: "Stranger" })
    expect(bob.isAlive()).toBe(true)
  })

  const infos: readonly [string, Bytes][] = [
    ["no JSON", utf8("Eve")],
    ["an empty body", empty],
    ["another event", utf8('{"event":"x.msg.new","params":{"content":{"type":"text","text":"hi"}}}')],
    ["a profile without a name", utf8('{"event":"x.info","params":{"profile":{"fullName":""}}}')],
    [
      "a name with half a surrogate",
      utf8('{"event":"x.info","params":{"profile":{"displayName":"\\ud800","fullName":""}}}'),
    ],
  ]
  for (const [name, connInfo] of infos)
    it(`whose profile is ${name}: the chat has failed, the profile of the victim is not told`, async () => {
      const { full, chatId } = await newLink()
      const s = await newStranger(full)
      const sent = relay.stats.sent
      await s.confirm({ info: { type: "connInfoReply", queues: [s.reply], connInfo } })
      expect(await bob.hasStatus(chatId, "failed")).toMatchObject({ problem: "PEER_OLD" })
      expect(relay.stats.sent).toBe(sent + 1)
      expect(bob.isAlive()).toBe(true)
    })

  it("who names the victim's own queue for the answer: the chat has failed, nobody talks to themselves", async () => {
    const { full, chatId } = await newLink()
    const s = await newStranger(full)
    const { versions: _, ...own } = s.uri
    await s.confirm({ info: replyWith(s, { ...own, version: 4 }) })
    expect(await bob.hasStatus(chatId, "failed")).toMatchObject({ problem: "AUTH" })
    expect(bob.isAlive()).toBe(true)
  })
})

describe("an inviter who answers the joiner by hand", () => {
  /** The victim has joined, and the honest answer was lost on the way. */
  const hostileInviter = async (): Promise<Hostile> => {
    const insider = await newInsider("Mallory", { servers: [relay.address] })
    const { link } = await insider.profile.chat.commands.createLink()
    const joined = await bob.api.connect(link?.full ?? "")
    let first: Bytes | null = null
    let lost = 0
    // the first SEND is the victim's confirmation, the second the answer
    dropFrom = sndId => {
      if (first === null) {
        first = sndId
        return false
      }
      lost++
      return true
    }
    await until("the answer is lost", () => lost > 0)
    await until("the answer counts as sent", async () => (await insider.store.list("deliveries")).length === 0)
    dropFrom = null
    return takeOver(insider, joined.id)
  }

  it("is told to be unreadable each time, and the true answer is still taken", async () => {
    const m = await hostileInviter()
    const publicKey = generateKeyPair("X25519", random).publicKey
    const own = { publicKey: { ...publicKey, raw: m.connection.snd[0]?.e2ePublic ?? empty } }
    const confirmation = (rest: Bytes) => concat(Uint8Array.of(0, 7), ascii("C0"), rest)
    const attacks: readonly [string, () => Promise<unknown>][] = [
      ["noise", () => m.body(random(16_000))],
      ["a message before the confirmation", () => m.text("too early")],
      ["a public key that is not the one of the box", () => m.inner(confirmation(random(11_000)), { publicKey })],
      ["a public key of low order", () => m.inner(confirmation(random(11_000)), { publicKey: zeroX25519 })],
      ["noise in the confirmation", () => m.inner(confirmation(random(11_000)), own)],
      [
        "ratchet keys in the confirmation",
        () => m.inner(concat(Uint8Array.of(0, 7), ascii("C1"), random(11_000)), own),
      ],
      [
        "an agent version of the future",
        async () =>
          m.inner(
            concat(Uint8Array.of(255, 255), ascii("C0"), await m.encrypt(concat(ascii("I"), profileInfo("Eve")))).slice(
              0,
              15_800,
            ),
            own,
          ),
      ],
      [
        "a list of queues",
        async () =>
          m.inner(
            confirmation((await m.encrypt(concat(ascii("D"), Uint8Array.of(0), profileInfo("Eve")))).slice(0, 15_000)),
            own,
          ),
      ],
    ]
    for (const [n, [name, attack]] of attacks.entries()) {
      await attack()
      await until(name, async () => (await bob.story(m.chatId)).length === n + 1)
      expect((await bob.chat(m.chatId)).status, name).toBe("connecting")
    }
    expect(await bob.story(m.chatId)).toEqual(attacks.map(() => "!malformed"))
    await m.confirm(concat(ascii("I"), profileInfo("Mallory")))
    expect(await bob.hasStatus(m.chatId, "connected")).toMatchObject({ name: "Mallory" })
    expect(bob.isAlive()).toBe(true)
  })
})
