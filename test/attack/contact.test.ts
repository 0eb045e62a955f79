/** What a contact may send through an established connection, layer by layer, and what the user sees of it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Envelope, envelope } from "../../worker/agent/message.ts"
import { compressFrame } from "../../worker/chat/compression.ts"
import { sha256 } from "../../worker/crypto/hash.ts"
import { loadKem } from "../../worker/crypto/kem.ts"
import { generateKeyPair } from "../../worker/crypto/keys.ts"
import { e2eParams, generateE2ePrivate, toParams } from "../../worker/crypto/x3dh.ts"
import { ascii, type Bytes, concat, empty, utf8 } from "../../worker/encoding/bytes.ts"
import { encode, int64, large } from "../../worker/encoding/codec.ts"
import { parseServerAddress } from "../../worker/encoding/server.ts"
import { type Relay, startRelay } from "../relay/smp.ts"
import { agentBytes, type Hostile, hostileContact, textBody } from "./contact.ts"
import { everybodyLeaves, newInsider, newPerson, type Person, random, until } from "./people.ts"

let relay: Relay
let ann: Person
let mallory: Hostile
let round = 0
beforeAll(async () => {
  relay = await startRelay({ quota: 10_000 })
  ann = await newPerson("Ann", { servers: [relay.address] })
  mallory = await hostileContact(ann, [relay.address])
})
afterAll(async () => {
  everybodyLeaves()
  await relay.close()
})

const json = (value: unknown): Bytes => utf8(JSON.stringify(value))
const noise = (n: number): Bytes => random(n)

/** The attack, then an honest text: what the conversation shows of the attack. */
const shown = async (attack: () => Promise<unknown>): Promise<readonly string[]> => {
  const before = (await ann.story(mallory.chatId)).length
  await attack()
  const good = `good ${++round}`
  await mallory.text(good)
  await ann.hasText(mallory.chatId, good)
  expect(ann.isAlive()).toBe(true)
  const story = await ann.story(mallory.chatId)
  expect(story.at(-1)).toBe(`<${good}`)
  return story.slice(before, -1)
}

type Case = readonly [name: string, seen: readonly string[], attack: () => Promise<unknown>]
const run = (cases: readonly Case[]): void => {
  for (const [name, seen, attack] of cases)
    it(`${name}: ${seen.length === 0 ? "nothing is shown" : seen.join(", ").slice(0, 60)}`, async () => {
      expect(await shown(attack)).toEqual(seen)
    })
}

const malformed = ["!malformed"]
const undecryptable = ["!undecryptable 1"]

describe("the layer of the queue", () => {
  const key = generateKeyPair("X25519", random).publicKey
  const confirmation = async (): Promise<Bytes> => {
    const params = toParams(3, await generateE2ePrivate(3, { type: "propose" }, { random, kem: loadKem }))
    const e: Envelope = { type: "confirmation", agentVersion: 7, e2e: params, encConnInfo: noise(11_000) }
    return encode(envelope, e)
  }
  run([
    ["an empty body", malformed, () => mallory.body(empty)],
    ["noise", malformed, () => mallory.body(noise(16_000))],
    ["a single byte", malformed, () => mallory.body(noise(1))],
    ["a box that does not open", malformed, () => mallory.body(concat(Uint8Array.of(0, 4, 0x30), noise(16_040)))],
    ["an empty envelope", malformed, () => mallory.inner(empty)],
    [
      "version 65535 of the layer",
      undecryptable,
      async () => mallory.inner(await envelopeOf("M", empty), { version: 65535 }),
    ],
    [
      "a public key in a later message",
      malformed,
      async () =>
        mallory.inner((await envelopeOf("M", await mallory.encrypt(ascii("x")))).slice(0, 15_000), { publicKey: key }),
    ],
    [
      "a sender key in a later message",
      malformed,
      async () => mallory.inner(await envelopeOf("M", noise(99)), { senderKey: key }),
    ],
    ["a second confirmation", [], async () => mallory.inner(await confirmation(), { publicKey: key })],
    [
      "a second confirmation that names a key",
      [],
      async () => mallory.inner(await confirmation(), { publicKey: key, senderKey: key }),
    ],
    ["a second confirmation without public key", malformed, async () => mallory.inner(await confirmation())],
  ])
})

/** An envelope by hand. */
const envelopeOf = async (kind: string, rest: Bytes, version = 7): Promise<Bytes> =>
  concat(Uint8Array.of(version >> 8, version & 255), ascii(kind), rest)

describe("the envelope", () => {
  run([
    ["an unknown kind", malformed, async () => mallory.inner(await envelopeOf("Z", noise(100)))],
    ["an invitation, which is for addresses", malformed, async () => mallory.inner(await envelopeOf("I", noise(100)))],
    ["new ratchet keys that are none", malformed, async () => mallory.inner(await envelopeOf("R", noise(100)))],
    [
      "new ratchet keys that nobody asked for",
      malformed,
      async () => {
        const params = toParams(3, await generateE2ePrivate(3, { type: "propose" }, { random, kem: loadKem }))
        await mallory.inner(await envelopeOf("R", concat(encode(e2eParams, params), ascii("x"))))
      },
    ],
    [
      "agent version 65535 around a message",
      ["<from the future"],
      async () => {
        const plain = agentBytes(
          BigInt(++mallory.sndMsgId),
          mallory.sndHash,
          concat(ascii("M"), textBody("from the future")),
        )
        mallory.sndHash = sha256(plain)
        await mallory.encrypted(await mallory.encrypt(plain), 65535)
      },
    ],
    [
      "agent version 0 around a message",
      ["<from the past"],
      async () => {
        const plain = agentBytes(
          BigInt(++mallory.sndMsgId),
          mallory.sndHash,
          concat(ascii("M"), textBody("from the past")),
        )
        mallory.sndHash = sha256(plain)
        await mallory.encrypted(await mallory.encrypt(plain), 0)
      },
    ],
  ])
})

describe("the ratchet", () => {
  const flipped = (b: Bytes, at: number): Bytes => b.map((x, i) => (i === at ? x ^ 1 : x))
  run([
    ["an empty message, which has come before", [], () => mallory.encrypted(empty)],
    ["noise", undecryptable, () => mallory.encrypted(noise(13_000))],
    [
      "an unknown version in the header",
      undecryptable,
      async () => {
        const state = mallory.ratchet
        const m = await mallory.encrypt(ascii("x"))
        mallory.ratchet = state
        await mallory.encrypted(flipped(m, 2))
      },
    ],
    [
      "a true header over a damaged body; the true message follows",
      [...undecryptable, "<true after all"],
      async () => {
        const plain = agentBytes(
          BigInt(++mallory.sndMsgId),
          mallory.sndHash,
          concat(ascii("M"), textBody("true after all")),
        )
        mallory.sndHash = sha256(plain)
        const m = await mallory.encrypt(plain)
        await mallory.encrypted(flipped(m, m.length - 1))
        await mallory.encrypted(m)
      },
    ],
    [
      "a header that claims version 65535",
      ["<newest"],
      async () => {
        const plain = agentBytes(BigInt(++mallory.sndMsgId), mallory.sndHash, concat(ascii("M"), textBody("newest")))
        mallory.sndHash = sha256(plain)
        await mallory.encrypted(await mallory.encrypt(plain, { supportedVersion: 65535 }))
      },
    ],
    [
      "more than 512 skipped at once",
      undecryptable,
      async () => {
        const { ratchet } = mallory
        for (let i = 0; i < 514; i++) await mallory.encrypt(empty)
        await mallory.encrypted(await mallory.encrypt(ascii("x")))
        mallory.ratchet = ratchet
      },
    ],
    [
      "500 keys skipped, again and again, but no number",
      ["<skip", "<skip", "<skip"],
      async () => {
        for (let n = 0; n < 3; n++) {
          for (let i = 0; i < 500; i++) await mallory.encrypt(empty)
          await mallory.text("skip")
        }
      },
    ],
    [
      "the same message three times",
      ["<once"],
      async () => {
        const m = await mallory.message({ type: "A_MSG", body: textBody("once") })
        await mallory.encrypted(m)
        await mallory.encrypted(m, 6)
      },
    ],
    [
      "two texts with one key: the first is shown",
      ["<first of two"],
      async () => {
        const { ratchet, sndMsgId, sndHash } = mallory
        await mallory.text("first of two")
        const after = mallory.ratchet
        Object.assign(mallory, { ratchet, sndMsgId, sndHash })
        const other = await mallory.encrypt(
          agentBytes(BigInt(sndMsgId + 1), sndHash, concat(ascii("M"), textBody("second"))),
        )
        await mallory.encrypted(other)
        const plain = agentBytes(BigInt(sndMsgId + 1), sndHash, concat(ascii("M"), textBody("first of two")))
        Object.assign(mallory, { ratchet: after, sndMsgId: sndMsgId + 1, sndHash: sha256(plain) })
      },
    ],
  ])
})

describe("the agent message", () => {
  const queue = { server: parseServerAddress("smp://AAAA@evil.example", "smp").server, senderId: noise(24) }
  const uri = {
    ...queue,
    versions: { min: 4, max: 4 },
    dhKey: generateKeyPair("X25519", random).publicKey,
    mode: "messaging" as const,
  }
  const receipt = (msgId: number, msgHash: Bytes) => ({ msgId, msgHash, info: empty })
  const text = (t: string) => ({ type: "A_MSG" as const, body: textBody(t) })
  run([
    ["nothing", malformed, async () => mallory.encrypted(await mallory.encrypt(empty))],
    ["noise", malformed, async () => mallory.encrypted(await mallory.encrypt(noise(500)))],
    ["connection info in a message", malformed, async () => mallory.encrypted(await mallory.encrypt(ascii("I{}")))],
    ["a message of an unknown kind", malformed, () => mallory.message(ascii("Z?"))],
    ["a message without kind", malformed, () => mallory.message(empty)],
    ["HELLO with bytes behind", malformed, () => mallory.message(ascii("H!"))],
    ["HELLO once more", [], () => mallory.message({ type: "HELLO" })],
    [
      "a wrong hash of the message before",
      ["<w", "!badHash"].toReversed(),
      () => mallory.message(text("w"), { id: BigInt(mallory.sndMsgId++ + 1), hash: noise(32) }),
    ],
    [
      "an empty hash",
      ["!badHash", "<e"],
      () => mallory.message(text("e"), { id: BigInt(mallory.sndMsgId++ + 1), hash: empty }),
    ],
    [
      "a hash of 255 bytes",
      ["!badHash", "<l"],
      () => mallory.message(text("l"), { id: BigInt(mallory.sndMsgId++ + 1), hash: noise(255) }),
    ],
    [
      "five numbers missing",
      ["!skipped 5", "<gap"],
      () => {
        mallory.sndMsgId += 5
        return mallory.message(text("gap"))
      },
    ],
    [
      "numbers that go back",
      ["<back"],
      async () => {
        const { sndHash } = mallory
        await mallory.message(text("back"), { id: 1n })
        mallory.sndHash = sndHash
      },
    ],
    [
      "number 0",
      ["<zero"],
      async () => {
        const { sndHash } = mallory
        await mallory.message(text("zero"), { id: 0n })
        mallory.sndHash = sndHash
      },
    ],
    [
      "number -1",
      malformed,
      async () => {
        const { sndHash } = mallory
        await mallory.message(text("minus"), { id: -1n })
        mallory.sndHash = sndHash
      },
    ],
    [
      "number 2^63 - 1",
      malformed,
      async () => {
        const { sndHash } = mallory
        await mallory.message(text("most"), { id: 2n ** 63n - 1n })
        mallory.sndHash = sndHash
      },
    ],
    ["an empty list of receipts", malformed, () => mallory.message(concat(ascii("V"), Uint8Array.of(0)))],
    ["receipts cut short", malformed, () => mallory.message(concat(ascii("V"), Uint8Array.of(3), noise(9)))],
    ["a queue to change to", [], () => mallory.message({ type: "QADD", queues: [{ queue: uri, replaces: queue }] })],
    [
      "255 queues to change to",
      [],
      () =>
        mallory.message({ type: "QADD", queues: Array.from({ length: 90 }, () => ({ queue: uri, replaces: null })) }),
    ],
    [
      "keys for queues that we never had",
      [],
      () => mallory.message({ type: "QKEY", queues: [{ queue: { ...uri, version: 4 }, senderKey: uri.dhKey }] }),
    ],
    ["QUSE", [], () => mallory.message({ type: "QUSE", queues: [{ queue, primary: true }] })],
    ["QTEST", [], () => mallory.message({ type: "QTEST", queues: [queue] })],
    ["A_QCONT for a queue of others", [], () => mallory.message({ type: "A_QCONT", queue })],
    ["EREADY", [], () => mallory.message({ type: "EREADY", lastMsgId: 2 ** 53 - 1 })],
  ])

  it("receipts for what was not sent, with wrong hashes, from the future, 255 of them: nothing is delivered", async () => {
    const { id } = await ann.api.send(mallory.chatId, "has it arrived?")
    const status = async () => (await ann.items(mallory.chatId)).find(i => i.id === id)?.status
    const hash = sha256(utf8("no message"))
    const seen = await shown(async () => {
      await mallory.message({ type: "A_RCVD", receipts: [receipt(2, hash)] })
      await mallory.message({ type: "A_RCVD", receipts: [receipt(0, empty), receipt(2 ** 53 - 1, hash)] })
      const all = Array.from({ length: 255 }, (_, i) => receipt(i, noise(32)))
      await mallory.message({ type: "A_RCVD", receipts: all })
      await mallory.message(
        concat(ascii("V"), Uint8Array.of(1), encode(int64, -5n), Uint8Array.of(0), encode(large, empty)),
      )
    })
    expect(seen.filter(l => !l.startsWith(">"))).toEqual(malformed)
    expect(await status()).toBe("sent")
  })
})

describe("the chat message", () => {
  const msg = (content: unknown, more: object = {}) =>
    json({ v: "1-16", event: "x.msg.new", params: { content, ...more } })
  const text = (t: string) => ({ type: "text", text: t })
  const zstd = async (content: Bytes): Promise<Bytes> => concat(ascii("1"), encode(large, await compressFrame(content)))
  const list = (...elements: Bytes[]): Bytes => concat(ascii("X"), Uint8Array.of(elements.length), ...elements)
  const packed = async (content: Bytes): Promise<Bytes> => list(await zstd(content))
  const raw = (s: string) => () => mallory.chat(utf8(s))
  const deep = (n: number): string => `${"[".repeat(n)}${"]".repeat(n)}`
  /** A frame whose header says what we like: single segment, 4 bytes of size, one RLE block of `claimed` zeros. */
  const bomb = (claimed: number, descriptor = 0xa0): Bytes => {
    const size = new Uint8Array(4)
    new DataView(size.buffer).setUint32(0, claimed, true)
    const block = ((Math.min(claimed, 0x1fffff) << 3) | 2 | 1) >>> 0
    return concat(
      Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, descriptor),
      descriptor === 0xa0 ? size : Uint8Array.of(0x58),
      Uint8Array.of(block & 255, (block >> 8) & 255, (block >> 16) & 255, 0),
    )
  }
  const framed = (frame: Bytes) => mallory.chat(list(concat(ascii("1"), encode(large, frame))))
  run([
    ["an empty body", malformed, () => mallory.chat(empty)],
    ["no UTF-8", malformed, () => mallory.chat(concat(ascii('{"event":"'), Uint8Array.of(0xff, 0xfe), ascii('"}')))],
    ["cut JSON", malformed, raw('{"v":"1-16","event":"x.msg.new","params":{')],
    ["a number", malformed, raw("42")],
    ["an object without fields", malformed, raw("{}")],
    ["an array that is none", malformed, raw("[")],
    ["no namespace", malformed, raw('{"event":"msg.new","params":{}}')],
    ["an event of the future", [], raw('{"event":"x.new.thing","params":{"a":1}}')],
    ["no content", malformed, raw('{"event":"x.msg.new","params":{}}')],
    ["content that is a text", malformed, raw('{"event":"x.msg.new","params":{"content":"hi"}}')],
    ["text that is a number", malformed, raw('{"event":"x.msg.new","params":{"content":{"type":"text","text":1}}}')],
    ["versions backwards", malformed, raw('{"v":"16-1","event":"x.ok","params":{}}')],
    ["version 65535", [], raw('{"v":"1-65535","event":"x.ok","params":{}}')],
    ["version 65536", malformed, raw('{"v":"1-65536","event":"x.ok","params":{}}')],
    ["a message id that is no base64", malformed, raw('{"msgId":"***","event":"x.ok","params":{}}')],
    ["an unknown kind of content", ["<look", "!unknown"], () => mallory.chat(msg({ type: "hologram", text: "look" }))],
    ["an unknown kind of content without text", ["<", "!unknown"], () => mallory.chat(msg({ type: "smell" }))],
    ["lone surrogates", malformed, raw('{"event":"x.msg.new","params":{"content":{"type":"text","text":"\\ud800"}}}')],
    [
      "lone surrogates as a key",
      malformed,
      raw('{"event":"x.msg.new","params":{"\\udfff":1,"content":{"type":"text","text":"a"}}}'),
    ],
    [
      "__proto__ as content",
      malformed,
      raw('{"event":"x.msg.new","params":{"__proto__":{"content":{"type":"text","text":"a"}}}}'),
    ],
    [
      "__proto__ beside content",
      ["<proto"],
      raw('{"event":"x.msg.new","params":{"__proto__":{"polluted":1},"content":{"type":"text","text":"proto"}}}'),
    ],
    [
      "__proto__ in an event that is kept",
      [],
      raw('{"event":"x.later","params":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}}'),
    ],
    [
      "JSON of 60 levels",
      malformed,
      raw(`{"event":"x.msg.new","params":{"content":{"type":"text","text":"a"},"x":${deep(60)}}}`),
    ],
    ["JSON of 40 levels in an event that is kept", [], raw(`{"event":"x.later","params":{"x":${deep(40)}}}`)],
    ["JSON of 60000 levels", malformed, async () => mallory.chat(await packed(utf8(deep(30_000))))],
    ["a body of an unknown form", malformed, raw("%hello")],
    ["no message at all", [], raw("[]")],
    [
      "bad ones among good ones",
      ["<one", "!malformed", "<two"],
      () =>
        mallory.chat(
          utf8(
            `[${[msg(text("one")), utf8("7"), msg(text("two")), utf8("8")].map(b => new TextDecoder().decode(b)).join(",")}]`,
          ),
        ),
    ],
    [
      "20000 bad ones in one body: one notice",
      malformed,
      async () => mallory.chat(await packed(utf8(`[${"{},".repeat(20_000)}{}]`))),
    ],
    ["a chunk of a file that nobody asked for", [], () => mallory.chat(concat(ascii("F"), noise(100)))],
    [
      "a batch with wrong lengths",
      malformed,
      () => mallory.chat(concat(ascii("="), Uint8Array.of(2, 0xff, 0xff), noise(50))),
    ],
    ["controls in a text", ["<a\u0000b\u202e\n"], () => mallory.chat(msg(text("a\u0000b\u202e\n")))],
    [
      "a compressed text of 60000 characters",
      [`<${"long ".repeat(12_000)}`],
      async () => mallory.chat(await packed(msg(text("long ".repeat(12_000))))),
    ],
    [
      "compressed to more than 64 KB",
      malformed,
      async () => mallory.chat(await packed(msg(text("long ".repeat(14_000))))),
    ],
    ["a gigabyte declared", malformed, () => framed(bomb(2 ** 30))],
    ["four gigabytes declared", malformed, () => framed(bomb(2 ** 32 - 1))],
    [
      "two megabytes where 100 bytes are declared",
      malformed,
      () => framed(concat(bomb(100).slice(0, 9), bomb(0x1fffff).slice(9))),
    ],
    ["no size declared", malformed, () => framed(bomb(0x1fffff, 0x00))],
    ["no frame", malformed, () => framed(noise(300))],
    ["an empty list of compressed", malformed, () => mallory.chat(concat(ascii("X"), Uint8Array.of(0)))],
    [
      "200 frames of 60 KB",
      malformed,
      async () =>
        mallory.chat(list(...(await Promise.all(Array.from({ length: 200 }, () => zstd(new Uint8Array(60_000))))))),
    ],
    [
      "compressed five times",
      malformed,
      async () => {
        let body = msg(text("matryoshka"))
        for (let i = 0; i < 5; i++) body = await packed(body)
        await mallory.chat(body)
      },
    ],
  ])

  it("profiles with huge, invisible, empty or dangerous names: shown as they are, nothing else happens", async () => {
    const info = (profile: object) => json({ v: "1-16", event: "x.info", params: { profile } })
    const huge = "N".repeat(30_000)
    for (const name of [huge, "\u0000\u202egnp.exe", "", "__proto__", "<img src=x onerror=alert(1)>"]) {
      expect(await shown(async () => mallory.chat(await packed(info({ displayName: name, fullName: name }))))).toEqual(
        [],
      )
      expect(await ann.chat(mallory.chatId)).toMatchObject({ name, status: "connected" })
    }
    expect(await shown(() => mallory.chat(info({ displayName: 7, fullName: "" })))).toEqual(malformed)
    expect(await shown(() => mallory.chat(info({ fullName: "" })))).toEqual(malformed)
    expect(await shown(raw('{"event":"x.info","params":{"profile":{"displayName":"\\ud800","fullName":""}}}'))).toEqual(
      malformed,
    )
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })

  it("the chat list and all lines can still be read at the end", async () => {
    expect(await ann.api.chats()).toHaveLength(1)
    expect((await ann.items(mallory.chatId)).length).toBeGreaterThan(100)
  })
})

it("what is kept for later versions can be read again, whatever its keys are", async () => {
  const { store, profile } = await newInsider("Zoe", { servers: [relay.address] })
  const chatOf = (id: string) => profile.chat.chats().find(c => c.id === id)
  const m = await hostileContact(
    {
      api: profile.chat,
      hasStatus: (id, status) => until(status, () => (chatOf(id)?.status === status ? chatOf(id) : null)),
    },
    [relay.address],
  )
  const params = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"deep":[[[[1]]]]}'
  await m.chat(utf8(`{"event":"x.later","params":${params}}`))
  await m.text("done")
  await until("the text", async () => (await profile.chat.items(m.chatId)).items.some(i => i.text === "done"))
  const [kept] = await store.list("kept")
  expect(kept?.event).toBe("x.later")
  expect(kept?.message).toContain(params)
})

describe("numbers at their limit", () => {
  it("the largest number there is, then numbers that go on from before: one notice, and texts still arrive", async () => {
    const { sndHash, sndMsgId } = mallory
    const seen = await shown(async () => {
      await mallory.message({ type: "A_MSG", body: textBody("far") }, { id: BigInt(2 ** 53 - 1) })
      mallory.sndHash = sndHash
    })
    expect(seen).toEqual([`!skipped ${2 ** 53 - 1 - (sndMsgId + 1)}`, "<far"])
    expect(await shown(() => mallory.text("on"))).toEqual(["<on"])
  })
})
