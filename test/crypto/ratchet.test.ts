/** Properties of two of our ratchets, and what a forger or a dishonest contact can do to one. See also the transcripts. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { encryptAead } from "../../worker/crypto/aead.ts"
import { sha256 } from "../../worker/crypto/hash.ts"
import { kemSizes, loadKem } from "../../worker/crypto/kem.ts"
import { generateKeyPair, publicKey } from "../../worker/crypto/keys.ts"
import { type DecryptErrorCode, decrypt, encryptBody, encryptHeader, maxSkip } from "../../worker/crypto/ratchet.ts"
import type { HeaderKey, KeySource } from "../../worker/crypto/ratchet-keys.ts"
import { encHeader, type RatchetHeader, ratchetHeader } from "../../worker/crypto/ratchet-message.ts"
import {
  applySkipped,
  associatedDataHash,
  maxKeptKeys,
  messageEncryptKey,
  noSkippedKeys,
  type RatchetState,
  ratchetState,
  type SkippedKey,
  skippedKeys,
} from "../../worker/crypto/ratchet-state.ts"
import {
  agreeAsCreator,
  agreeAsJoiner,
  creatorRatchet,
  generateE2ePrivate,
  joinerRatchet,
  replyKem,
  toParams,
} from "../../worker/crypto/x3dh.ts"
import { type Bytes, concat, DecodeError, fromHex, utf8 } from "../../worker/encoding/bytes.ts"
import { type Codec, decode, encode } from "../../worker/encoding/codec.ts"
import { noSource, type Side, side } from "./ratchet-json.ts"
import { flip } from "./vectors.ts"

const random = (n: number): Bytes => crypto.getRandomValues(new Uint8Array(n))
const source: KeySource = { random, kem: loadKem }

/** What reading may use. Making new keys fails the test. */
const onlyDecapsulate: KeySource = {
  random: noSource.random,
  kem: async () => ({
    decapsulate: (await loadKem()).decapsulate,
    keygen: () => noSource.random(0) as never,
    encapsulate: () => noSource.random(0) as never,
  }),
}

/** The first states of two parties. `pq`: the creator proposes, the joiner accepts. */
const connect = async (version: number, pq: boolean): Promise<{ creator: Side; joiner: Side }> => {
  const creator = await generateE2ePrivate(version, { type: pq ? "propose" : "none" }, source)
  const offered = toParams(version, creator)
  const joiner = await generateE2ePrivate(version, replyKem(offered, pq), source)
  const versions = { version, maxVersion: 3 }
  const third = generateKeyPair("X448", random)
  const agreed = await agreeAsCreator(creator, toParams(version, joiner), loadKem)
  return {
    creator: side(creatorRatchet(versions, creator.key2, agreed, pq)),
    joiner: side(joinerRatchet(versions, offered.key2, third, agreeAsJoiner(joiner, offered))),
  }
}

const paddedLength = 100
const send = async (from: Side, text: string, pqEncryption: boolean | null = null): Promise<Bytes> => {
  const { state, key } = await encryptHeader(from.state, { pqEncryption, supportedVersion: 3 })
  from.state = state
  return encryptBody(key, utf8(text), paddedLength)
}
/** The text, or the error code; state and keys go through their saved forms each time, as in the agent. */
const receive = async (to: Side, message: Bytes, from: KeySource = source): Promise<string> => {
  const state = decode(ratchetState, encode(ratchetState, to.state))
  const got = await decrypt(state, decode(skippedKeys, encode(skippedKeys, to.skipped)), message, from)
  expect(state).toEqual(to.state)
  if (!got.ok) return got.code
  to.state = got.state
  to.skipped = applySkipped(to.skipped, got.skipped)
  return String.fromCharCode(...got.plaintext)
}
/** A conversation that has begun: both have sent and received. */
const begun = async (version: number, pq: boolean) => {
  const sides = await connect(version, pq)
  const { creator, joiner } = sides
  expect(await receive(creator, await send(joiner, "1"))).toBe("1")
  expect(await receive(joiner, await send(creator, "2"))).toBe("2")
  return sides
}

describe("random conversations", () => {
  type Op =
    | { readonly type: "send"; readonly who: 0 | 1; readonly pq: boolean | null }
    | { readonly type: "deliver" | "repeat" | "lose"; readonly at: number }
  const who = fc.constantFrom(0 as const, 1 as const)
  const op = (pq: fc.Arbitrary<boolean | null>): fc.Arbitrary<Op> =>
    fc.oneof(
      { weight: 4, arbitrary: fc.record({ type: fc.constant("send" as const), who, pq }) },
      { weight: 4, arbitrary: fc.record({ type: fc.constant("deliver" as const), at: fc.nat(4) }) },
      {
        weight: 1,
        arbitrary: fc.record({ type: fc.constantFrom("repeat" as const, "lose" as const), at: fc.nat() }),
      },
    )

  const run = async (version: number, pq: boolean, ops: readonly Op[]) => {
    const { creator, joiner } = await begun(version, pq)
    const sides = [creator, joiner] as const
    type Sent = { readonly to: Side; readonly text: string; readonly message: Bytes }
    const waiting: Sent[] = []
    const delivered: Sent[] = []
    const take = (at: number) => waiting.splice(at % waiting.length, 1)[0]
    const deliver = async (m: Sent | undefined) => {
      if (m === undefined) return
      // whatever was lost, repeated or overtaken before: each message decrypts exactly once
      expect(await receive(m.to, m.message)).toBe(m.text)
      delivered.push(m)
    }
    let count = 0
    for (const o of ops) {
      if (o.type === "send") {
        const text = `message ${count++}`
        const message = await send(sides[o.who], text, o.pq)
        waiting.push({ to: sides[o.who === 0 ? 1 : 0], text, message })
      } else if (o.type === "repeat") {
        const m = delivered[o.at % Math.max(1, delivered.length)]
        if (m) expect(["DUPLICATE", "EARLIER", "HEADER"]).toContain(await receive(m.to, m.message, noSource))
      } else if (waiting.length > 0) {
        const m = take(o.at)
        if (o.type === "deliver") await deliver(m)
      }
    }
    while (waiting.length > 0) await deliver(take(0))
    for (const m of delivered)
      expect(["DUPLICATE", "EARLIER", "HEADER"]).toContain(await receive(m.to, m.message, noSource))
    return { creator, joiner }
  }

  it("decrypt every message that arrives, once (no PQ)", async () => {
    const ops = fc.array(op(fc.constant(null)), { minLength: 10, maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(2, 3), ops, async (version, list) => {
        const { creator, joiner } = await run(version, false, list)
        for (const { state } of [creator, joiner]) expect([state.pqSending, state.pqReceiving]).toEqual([false, false])
      }),
      { numRuns: 10 },
    )
  }, 120_000)

  it("decrypt every message that arrives, once (PQ switched on and off at will)", async () => {
    const ops = fc.array(op(fc.constantFrom(null, null, true, false)), { minLength: 10, maxLength: 30 })
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(2, 3), fc.boolean(), ops, async (version, pq, list) => {
        const { creator, joiner } = await run(version, pq, list)
        // however it was left, both can switch PQ on again and then have it in both directions
        for (let i = 0; i < 4; i++) {
          expect(await receive(joiner, await send(creator, "on", true))).toBe("on")
          expect(await receive(creator, await send(joiner, "on", true))).toBe("on")
        }
        for (const { state } of [creator, joiner])
          expect([state.version, state.pqSending, state.pqReceiving, state.pqSupport]).toEqual([3, true, true, true])
        // and one of them can switch it off
        for (let i = 0; i < 3; i++) {
          expect(await receive(joiner, await send(creator, "off", false))).toBe("off")
          expect(await receive(creator, await send(joiner, "off"))).toBe("off")
        }
        for (const { state } of [creator, joiner])
          expect([state.pqSending, state.pqReceiving, state.pqSupport]).toEqual([false, false, true])
      }),
      { numRuns: 6 },
    )
  }, 120_000)
})

describe("sending", () => {
  it("names the KEM ciphertext to the end of its chain, so that any message of it may come first", async () => {
    const { creator, joiner } = await begun(3, true)
    const messages = [await send(joiner, "a", false), await send(joiner, "b", true), await send(joiner, "c", false)]
    for (const [i, m] of messages.reverse().entries()) expect(await receive(creator, m)).toBe("cba"[i])
  })

  it("gives the same bytes each time, also after a restart", async () => {
    const { joiner } = await connect(3, true)
    const { state, key } = await encryptHeader(joiner.state, { supportedVersion: 3 })
    const first = await encryptBody(key, utf8("text"), paddedLength)
    const restored = decode(messageEncryptKey, encode(messageEncryptKey, key))
    expect(await encryptBody(restored, utf8("text"), paddedLength)).toEqual(first)
    const next = await encryptHeader(state, { supportedVersion: 3 })
    expect(next.key.message).not.toEqual(key.message)
    expect(next.key.header).not.toEqual(key.header)
    expect(await encryptHeader(joiner.state, { supportedVersion: 3 })).toEqual({ state, key })
  })

  it("is impossible before anything was received", async () => {
    const { creator } = await connect(2, false)
    await expect(encryptHeader(creator.state, { supportedVersion: 3 })).rejects.toMatchObject({ code: "STATE" })
  })

  it("needs two bytes more than the plaintext", async () => {
    const { joiner } = await connect(2, false)
    const { key } = await encryptHeader(joiner.state, { supportedVersion: 3 })
    const longest = new Uint8Array(paddedLength - 2)
    expect((await encryptBody(key, longest, paddedLength)).length).toBe(1 + 123 + 16 + paddedLength)
    await expect(encryptBody(key, new Uint8Array(paddedLength - 1), paddedLength)).rejects.toMatchObject({
      code: "LARGE",
    })
  })
})

describe("skipped messages", () => {
  it("may be 512 and no more, and stay readable", async () => {
    const { creator, joiner } = await begun(2, false)
    const messages: Bytes[] = []
    for (let i = 0; i <= maxSkip + 1; i++) messages.push(await send(joiner, `${i}`))
    const [first, last, beyond] = [messages[0], messages[maxSkip], messages[maxSkip + 1]]
    if (!first || !last || !beyond) throw new Error("too few")
    expect(await receive(creator, beyond, noSource)).toBe("SKIPPED")
    expect(creator.skipped).toEqual(noSkippedKeys)
    expect(await receive(creator, last)).toBe(`${maxSkip}`)
    expect(creator.skipped.map(g => g.keys.size)).toEqual([maxSkip])
    expect(await receive(creator, first, noSource)).toBe("0")
    expect(await receive(creator, first, noSource)).toBe("EARLIER")
    expect(await receive(creator, beyond)).toBe(`${maxSkip + 1}`)
    expect(await receive(creator, beyond)).toBe("DUPLICATE")
  })

  it("of chains in the past are found, and a repeated one is of no chain", async () => {
    const { creator, joiner } = await begun(3, false)
    const late = [await send(joiner, "late 1"), await send(joiner, "late 2")] as const
    expect(await receive(creator, await send(joiner, "on time"))).toBe("on time")
    for (let i = 0; i < 3; i++) {
      expect(await receive(joiner, await send(creator, "there"))).toBe("there")
      expect(await receive(creator, await send(joiner, "back"))).toBe("back")
    }
    expect(await receive(creator, late[1], noSource)).toBe("late 2")
    expect(await receive(creator, late[1], noSource)).toBe("HEADER")
    expect(await receive(creator, late[0], noSource)).toBe("late 1")
    expect(creator.skipped).toEqual([])
    expect(await receive(creator, late[0], noSource)).toBe("HEADER")
  })

  it("are kept up to a limit, newest first", () => {
    const key = (chain: number, number: number): SkippedKey => ({
      headerKey: new Uint8Array(32).fill(chain) as Bytes as HeaderKey,
      number,
      message: { key: new Uint8Array(32).fill(number), iv: new Uint8Array(16) },
    })
    const add = (chain: number, count: number) => ({
      type: "add" as const,
      keys: Array.from({ length: count }, (_, n) => key(chain, n)),
    })
    let kept = applySkipped(applySkipped(noSkippedKeys, add(1, 3)), add(2, maxKeptKeys - 5))
    expect(kept.map(g => g.keys.size)).toEqual([3, maxKeptKeys - 5])
    kept = applySkipped(kept, add(3, 3))
    expect(kept.map(g => g.keys.size)).toEqual([2, maxKeptKeys - 5, 3])
    expect([...(kept[0]?.keys.keys() ?? [])]).toEqual([1, 2])
    kept = applySkipped(kept, add(4, 10))
    expect(kept.map(g => g.keys.size)).toEqual([maxKeptKeys - 13, 3, 10])
    expect(decode(skippedKeys, encode(skippedKeys, kept))).toEqual(kept)
  })
})

describe("forged messages", () => {
  /** Every step must leave the state as it is, take no new keys and end in a code. */
  const refuses = async (to: Side, message: Bytes): Promise<DecryptErrorCode> => {
    const got = await decrypt(to.state, to.skipped, message, onlyDecapsulate)
    if (got.ok) throw new Error("accepted")
    return got.code
  }

  for (const pq of [false, true])
    for (const chain of ["same", "new", "skipped"])
      it(`no changed byte is accepted or changes anything (PQ ${pq}, ${chain} chain)`, async () => {
        const { creator, joiner } = await begun(3, pq)
        if (chain === "same") expect(await receive(creator, await send(joiner, "before"))).toBe("before")
        const message = await send(joiner, "text")
        if (chain === "skipped") expect(await receive(creator, await send(joiner, "after"))).toBe("after")
        const before = encode(ratchetState, creator.state)
        const codes = new Set<DecryptErrorCode>()
        // every byte outside the KEM values, and some of these
        const step = (at: number) => (at < 60 || at > message.length - 150 ? 1 : 29)
        for (let at = 0; at < message.length; at += step(at))
          codes.add(await refuses(creator, flip(message, 8 * at + (at % 8))))
        for (let n = 0; n < message.length; n += step(n)) codes.add(await refuses(creator, message.slice(0, n)))
        codes.add(await refuses(creator, concat(message, fromHex("00"))))
        expect(encode(ratchetState, creator.state)).toEqual(before)
        expect([...codes].sort()).toEqual(["BODY", "FORMAT", "HEADER"])
        expect(await receive(creator, message)).toBe("text")
      }, 120_000)

  it("nothing of any length is accepted", async () => {
    const { creator } = await begun(3, false)
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async bytes => {
        expect(["FORMAT", "HEADER"]).toContain(await refuses(creator, Uint8Array.from(bytes)))
      }),
    )
  })

  it("a header in a version that we do not speak is refused", async () => {
    const { creator, joiner } = await begun(3, false)
    const message = await send(joiner, "text")
    expect([...message.slice(2, 4)]).toEqual([0, 3])
    for (const version of [0, 1, 4, 255, 256, 65535]) {
      const changed = message.slice()
      changed.set([version >> 8, version & 255], 2)
      expect(await refuses(creator, changed)).toBe("FORMAT")
    }
  })

  it("messages of another conversation, or our own, do not open", async () => {
    const [{ creator, joiner }, other] = [await begun(3, false), await begun(3, false)]
    expect(await refuses(creator, await send(other.joiner, "text"))).toBe("HEADER")
    expect(await refuses(creator, await send(creator, "text"))).toBe("HEADER")
    expect(await receive(creator, await send(joiner, "text"))).toBe("text")
  })
})

describe("a dishonest contact", () => {
  /** A message whose header says what the contact wants, behind its true header key; the body is not decryptable. */
  const withHeader = async (from: RatchetState, changes: Partial<RatchetHeader> | Bytes): Promise<Bytes> => {
    const { sending, version, associatedData } = from
    if (sending === null) throw new Error("cannot send")
    const header: RatchetHeader = {
      maxVersion: from.maxVersion,
      key: from.own.publicKey,
      kem: null,
      previouslySent: from.previouslySent,
      number: from.sent,
      ...(changes instanceof Uint8Array ? {} : changes),
    }
    const plain = changes instanceof Uint8Array ? changes : encode(ratchetHeader(version), header)
    const iv = random(16)
    const sealed = await encryptAead(sending.headerKey, iv, 2310, associatedData, plain)
    const key = { version, associatedData, message: { key: random(32), iv: random(16) } }
    return encryptBody({ ...key, header: encode(encHeader, { version, iv, ...sealed }) }, utf8("x"), paddedLength)
  }
  const code = async (to: Side, message: Bytes) => {
    const before = encode(ratchetState, to.state)
    const got = await decrypt(to.state, to.skipped, message, onlyDecapsulate)
    expect(encode(ratchetState, to.state)).toEqual(before)
    return got.ok ? "accepted" : got.code
  }
  const kem = { cipherText: new Uint8Array(kemSizes.cipherText), publicKey: new Uint8Array(kemSizes.publicKey) }

  it("gets a code for every header that makes no sense", async () => {
    const { creator, joiner } = await begun(3, false)
    // the joiner's next message begins a new chain
    const bad: readonly (readonly [Partial<RatchetHeader> | Bytes, DecryptErrorCode])[] = [
      [{ key: publicKey("X448", new Uint8Array(56)) }, "KEYS"],
      [
        {
          key: publicKey(
            "X448",
            Uint8Array.from({ length: 56 }, (_, i) => (i === 0 ? 1 : 0)),
          ),
        },
        "KEYS",
      ],
      [
        {
          key: publicKey(
            "X448",
            Uint8Array.from({ length: 56 }, (_, i) => (i === 28 || i === 0 ? 254 : 255)),
          ),
        },
        "KEYS",
      ],
      [{ kem: { type: "accepted", ...kem } }, "KEYS"],
      [{ kem: { type: "proposed", publicKey: kem.publicKey } }, "BODY"],
      [{ number: maxSkip + 1 }, "SKIPPED"],
      [{ number: 0xffffffff }, "SKIPPED"],
      [{ number: maxSkip }, "BODY"],
      [{ previouslySent: 0xffffffff }, "SKIPPED"],
      [{ previouslySent: 0 }, "DUPLICATE"],
      [{ maxVersion: 65535 }, "BODY"],
      [new Uint8Array(0), "FORMAT"],
      [new Uint8Array(2308).fill(0x44), "FORMAT"],
    ]
    for (const [changes, expected] of bad)
      expect([changes, await code(creator, await withHeader(joiner.state, changes))]).toEqual([changes, expected])
  })

  it("may send KEM values that mean nothing: only the body then fails", async () => {
    const { creator, joiner } = await begun(3, true)
    const accepted = await withHeader(joiner.state, { kem: { type: "accepted", ...kem } })
    expect(await code(creator, accepted)).toBe("BODY")
    expect(await receive(creator, await send(joiner, "text"))).toBe("text")
  })

  it("cannot lift us to a version that we do not speak, nor take us back", async () => {
    const { creator, joiner } = await begun(2, false)
    const lift = await encryptHeader(joiner.state, { supportedVersion: 9 })
    joiner.state = { ...lift.state, maxVersion: 3 }
    expect(await receive(creator, await encryptBody(lift.key, utf8("up"), paddedLength))).toBe("up")
    expect([creator.state.version, creator.state.maxVersion]).toEqual([3, 3])
    const back = { ...joiner.state, version: 2, maxVersion: 2 }
    const { key } = await encryptHeader(back, { supportedVersion: 2 })
    expect(await receive(creator, await encryptBody(key, utf8("down"), paddedLength))).toBe("down")
    expect(creator.state.version).toBe(3)
  })

  it("may put more into a header than we know", async () => {
    const { creator, joiner } = await begun(3, false)
    const { state, key } = await encryptHeader(joiner.state, { supportedVersion: 3 })
    const { sending, version, associatedData } = joiner.state
    const iv = random(16)
    const header = encode(ratchetHeader(version), {
      maxVersion: 3,
      key: state.own.publicKey,
      kem: null,
      previouslySent: state.previouslySent,
      number: 0,
    })
    const longer = concat(header, utf8("later"))
    const sealed = await encryptAead(sending?.headerKey ?? random(32), iv, 88, associatedData, longer)
    const message = { ...key, header: encode(encHeader, { version, iv, ...sealed }) }
    expect(await receive(creator, await encryptBody(message, utf8("text"), paddedLength))).toBe("text")
  })
})

describe("around it", () => {
  it("a KEM that cannot be loaded is our fault and rejects, and the message can be tried again", async () => {
    const { creator, joiner } = await begun(3, true)
    const message = await send(joiner, "text")
    const broken = { random, kem: () => Promise.reject(new Error("offline")) }
    await expect(decrypt(creator.state, creator.skipped, message, broken)).rejects.toThrow("offline")
    expect(await receive(creator, message)).toBe("text")
  })

  it("both see the same security code", async () => {
    const { creator, joiner } = await begun(3, false)
    expect(associatedDataHash(creator.state)).toEqual(associatedDataHash(joiner.state))
    expect(associatedDataHash(creator.state)).toEqual(sha256(creator.state.associatedData))
  })

  it("saved forms refuse a later version, a cut and a tail", async () => {
    const { joiner } = await connect(3, true)
    const { key } = await encryptHeader(joiner.state, { supportedVersion: 3 })
    const refusesOthers = <T>(codec: Codec<T>, value: T) => {
      const bytes = encode(codec, value)
      expect(decode(codec, bytes)).toEqual(value)
      for (const bad of [concat(fromHex("02"), bytes.slice(1)), bytes.slice(0, -1), concat(bytes, fromHex("00"))])
        expect(() => decode(codec, bad)).toThrow(DecodeError)
    }
    refusesOthers(ratchetState, joiner.state)
    refusesOthers(messageEncryptKey, key)
    refusesOthers(skippedKeys, noSkippedKeys)
  })
})
