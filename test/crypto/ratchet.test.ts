/** Properties of two of our ratchets; see also the transcripts, and ratchet-lies.test.ts. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { sha256 } from "../../worker/crypto/hash.ts"
import { decrypt, encryptBody, encryptHeader, maxSkip } from "../../worker/crypto/ratchet.ts"
import type { HeaderKey } from "../../worker/crypto/ratchet-keys.ts"
import {
  applySkipped,
  associatedDataHash,
  maxKeptKeys,
  messageEncryptKey,
  noSkippedKeys,
  ratchetState,
  type SkippedKey,
  skippedKeys,
} from "../../worker/crypto/ratchet-state.ts"
import { type Bytes, concat, DecodeError, fromHex, utf8 } from "../../worker/encoding/bytes.ts"
import { type Codec, decode, encode } from "../../worker/encoding/codec.ts"
import { noSource, type Side } from "./ratchet-json.ts"
import { begun, connect, paddedLength, random, receive, send } from "./ratchet-pair.ts"

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
  })

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
  })
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
