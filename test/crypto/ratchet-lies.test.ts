/** What a forger or a dishonest contact can do to a ratchet. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { encryptAead } from "../../worker/crypto/aead.ts"
import { kemSizes } from "../../worker/crypto/kem.ts"
import { publicKey } from "../../worker/crypto/keys.ts"
import { type DecryptErrorCode, decrypt, encryptBody, encryptHeader, maxSkip } from "../../worker/crypto/ratchet.ts"
import { encHeader, type RatchetHeader, ratchetHeader } from "../../worker/crypto/ratchet-message.ts"
import { type RatchetState, ratchetState } from "../../worker/crypto/ratchet-state.ts"
import { type Bytes, concat, fromHex, utf8 } from "../../worker/encoding/bytes.ts"
import { encode } from "../../worker/encoding/codec.ts"
import type { Side } from "./ratchet-json.ts"
import { begun, onlyDecapsulate, paddedLength, random, receive, send } from "./ratchet-pair.ts"
import { flip } from "./vectors.ts"

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
      })

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
