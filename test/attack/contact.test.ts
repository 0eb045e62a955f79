/** What a contact may send through an established connection, layer by layer, and what the user sees of it. */
import { describe, expect, it } from "vitest"
import { type Envelope, envelope } from "../../worker/agent/message.ts"
import { sha256 } from "../../worker/crypto/hash.ts"
import { loadKem } from "../../worker/crypto/kem.ts"
import { generateKeyPair } from "../../worker/crypto/keys.ts"
import { generateE2ePrivate, toParams } from "../../worker/crypto/x3dh.ts"
import { ascii, type Bytes, concat, empty, utf8 } from "../../worker/encoding/bytes.ts"
import { encode, int64, large } from "../../worker/encoding/codec.ts"
import { parseServerAddress } from "../../worker/encoding/server.ts"
import { agentBytes, textBody } from "./contact.ts"
import { random } from "./people.ts"

import { ann, malformed, mallory, noise, run, setScene, shown, undecryptable } from "./scene.ts"

setScene()

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

describe("numbers that lie", () => {
  /** A text with this number; then an honest one, as if nothing had been. */
  const lie = (id: number, words: string) => async () => {
    const { sndHash } = mallory
    await mallory.message({ type: "A_MSG", body: textBody(words) }, { id: BigInt(id) })
    mallory.sndHash = sndHash
  }
  const next = () => mallory.sndMsgId + 1

  it("the largest number there is: the texts arrive, the honest one after it is said to be from before, and no other", async () => {
    const missing = 2 ** 53 - 1 - next()
    expect(await shown(lie(2 ** 53 - 1, "far"))).toEqual([`!skipped ${missing}`, "<far", "!badId"])
    expect(await shown(() => mallory.text("on"))).toEqual(["<on"])
  })
  it("numbers that go back: said, and that others seem to be missing until the honest one", async () => {
    for (const [id, words] of [
      [1, "back"],
      [0, "zero"],
    ] as const) {
      const missing = next() - (id + 1)
      expect(await shown(lie(id, words))).toEqual(["!badId", `<${words}`, `!skipped ${missing}`])
    }
    expect(await shown(() => mallory.text("on again"))).toEqual(["<on again"])
  })
  it("the number of the message before: said, and nothing is missing after it", async () => {
    expect(await shown(lie(mallory.sndMsgId, "twice"))).toEqual(["!duplicate", "<twice", "!badHash"])
  })
})
