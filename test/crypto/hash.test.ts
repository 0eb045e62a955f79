import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { equalConstantTime, hkdfSha512, sha3_256, sha3_384, sha256, sha512 } from "../../worker/crypto/hash.ts"
import { fromHex, hex } from "../../worker/encoding/bytes.ts"
import { bytesOf, flip, vectors } from "./vectors.ts"

const file = vectors("boxes")

describe("hashes", () => {
  for (const [i, v] of file.hashes.entries())
    it(`hash ${i}`, () => {
      const message = bytesOf(v.message)
      expect(hex(sha256(message))).toBe(v.sha256)
      expect(hex(sha512(message))).toBe(v.sha512)
      expect(hex(sha3_256(message))).toBe(v.sha3_256)
      expect(hex(sha3_384(message))).toBe(v.sha3_384)
    })
})

describe("HKDF", () => {
  for (const [i, v] of file.hkdfSha512.entries())
    it(`${v.info || "no info"} ${v.length} ${i}`, () =>
      expect(hex(hkdfSha512(fromHex(v.salt), fromHex(v.ikm), v.info, v.length))).toBe(v.okm))
})

describe("equalConstantTime", () => {
  it("is true for equal bytes and false after any flipped bit or cut byte", () =>
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), fc.nat(511), (b, bit) => {
        expect(equalConstantTime(b, b.slice())).toBe(true)
        expect(equalConstantTime(b, flip(b.slice(), bit))).toBe(false)
        expect(equalConstantTime(b, b.slice(1))).toBe(false)
      }),
    ))
  it("is true for two empty strings", () => {
    expect(equalConstantTime(new Uint8Array(0), new Uint8Array(0))).toBe(true)
  })
})
