import { describe, expect, it } from "vitest"
import {
  type KemKeyPair,
  kemCipherText,
  kemPublicKey,
  kemSecretKey,
  kemSharedSecret,
  kemSizes,
  loadKem,
  preparedKem,
} from "../../worker/crypto/kem.ts"
import { type Bytes, concat, DecodeError, fromHex, hex } from "../../worker/encoding/bytes.ts"
import { decode, encode } from "../../worker/encoding/codec.ts"
import { seededKem } from "../support/kem.ts"
import { codeOf, vectors } from "./vectors.ts"

const file = vectors("sntrup761").vectors
const kem = await loadKem()

/** A source that gives these bytes in order, and says how many are left. */
const source = (bytes: Bytes) => {
  let at = 0
  const random = (n: number) => {
    at += n
    return bytes.slice(at - n, at)
  }
  return { random, left: () => bytes.length - at }
}

describe("peer's vectors", () => {
  for (const [i, v] of file.entries()) {
    const secretKey = fromHex(v.secretKey)
    it(`${i} decapsulates`, () => {
      expect(hex(kem.decapsulate(fromHex(v.ciphertext), secretKey))).toBe(v.sharedKey)
    })
    it(`${i} gives another secret for a tampered ciphertext`, () => {
      const tampered = fromHex(v.ciphertext)
      tampered[v.tamperedByteIndex] = (tampered[v.tamperedByteIndex] ?? 0) + 1
      expect(hex(kem.decapsulate(tampered, secretKey))).toBe(v.tamperedSharedKey)
    })
    if (v.keypairRandom) {
      it(`${i} generates the same key pair from the same random bytes`, () => {
        const { random, left } = source(fromHex(v.keypairRandom.bytes))
        const pair = seededKem(kem, random).keygen()
        expect([hex(pair.publicKey), hex(pair.secretKey), left()]).toEqual([v.publicKey, v.secretKey, 0])
      })
      it(`${i} encapsulates the same from the same random bytes`, () => {
        const { random, left } = source(fromHex(v.encRandom.bytes))
        const e = seededKem(kem, random).encapsulate(fromHex(v.publicKey))
        expect([hex(e.cipherText), hex(e.sharedSecret), left()]).toEqual([v.ciphertext, v.sharedKey, 0])
      })
    }
  }
  it("has fixed-randomness cases at all", () => {
    expect(file.filter((v: { keypairRandom?: unknown }) => v.keypairRandom).length).toBeGreaterThan(0)
  })
})

describe("with its own randomness", () => {
  it("agrees, and never twice on the same", () => {
    const pairs = [kem.keygen(), kem.keygen()] as const
    const secrets = pairs.flatMap(({ publicKey, secretKey }) =>
      [0, 1].map(() => {
        const { cipherText, sharedSecret } = kem.encapsulate(publicKey)
        expect(kem.decapsulate(cipherText, secretKey)).toEqual(sharedSecret)
        return hex(sharedSecret)
      }),
    )
    expect(new Set(secrets).size).toBe(4)
    expect(pairs[0].publicKey).not.toEqual(pairs[1].publicKey)
  })

  it("is loaded once, also when asked twice at the same time", async () => {
    const [a, b] = await Promise.all([loadKem(), loadKem()])
    expect(a).toBe(b)
  })

  it("copies its results out of the module", () => {
    const first = kem.keygen()
    const copy = hex(concat(first.publicKey, first.secretKey))
    kem.keygen()
    expect(hex(concat(first.publicKey, first.secretKey))).toBe(copy)
  })

  it("refuses values of another length", () => {
    const { publicKey, secretKey } = kem.keygen()
    const { cipherText } = kem.encapsulate(publicKey)
    for (const cut of [0, 1, publicKey.length - 1])
      expect(codeOf(() => kem.encapsulate(publicKey.slice(0, cut)))).toBe("KEY")
    expect(codeOf(() => kem.encapsulate(concat(publicKey, fromHex("00"))))).toBe("KEY")
    expect(codeOf(() => kem.decapsulate(cipherText.slice(1), secretKey))).toBe("KEY")
    expect(codeOf(() => kem.decapsulate(cipherText, secretKey.slice(1)))).toBe("KEY")
  })
})

describe("key pairs made ahead", () => {
  it("are handed out once each, then made on demand", () => {
    const made: KemKeyPair[] = []
    const counting = {
      ...kem,
      keygen: () => {
        const pair = kem.keygen()
        made.push(pair)
        return pair
      },
    }
    const prepared = preparedKem(counting, 2)
    expect([prepared.prepare(), prepared.prepare(), prepared.prepare()]).toEqual([true, true, false])
    expect(made.length).toBe(2)
    const taken = [prepared.keygen(), prepared.keygen(), prepared.keygen()]
    expect(made.length).toBe(3)
    expect(new Set(taken)).toEqual(new Set(made))
    expect(prepared.prepare()).toBe(true)
  })
})

describe("forms", () => {
  const forms = [
    [kemPublicKey, kemSizes.publicKey, 2],
    [kemSecretKey, kemSizes.secretKey, 2],
    [kemCipherText, kemSizes.cipherText, 2],
    [kemSharedSecret, kemSizes.sharedSecret, 1],
  ] as const
  it("have a length before them, and no other length", () => {
    for (const [codec, size, prefix] of forms) {
      const value = new Uint8Array(size).fill(7)
      const bytes = encode(codec, value)
      expect(bytes.length).toBe(size + prefix)
      expect(decode(codec, bytes)).toEqual(value)
      bytes[prefix - 1] = (bytes[prefix - 1] ?? 0) - 1
      expect(() => decode(codec, bytes.slice(0, -1))).toThrow(DecodeError)
    }
  })
})
