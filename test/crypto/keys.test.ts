import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  type Alg,
  type AnyPublicKey,
  anyPublicKey,
  dh,
  fromSpki,
  generateKeyPair,
  keyPairFromPrivate,
  type PublicKey,
  privateKey,
  publicKey,
  publicKeyFromText,
  publicKeyOf,
  publicKeyText,
  type SignAlg,
  sign,
  signatureSize,
  toSpki,
  verify,
} from "../../worker/crypto/keys.ts"
import { concat, DecodeError, fromHex, hex, utf8 } from "../../worker/encoding/bytes.ts"
import { decode, encode } from "../../worker/encoding/codec.ts"
import { codeOf, flip, pattern, vectors } from "./vectors.ts"

const file = vectors("keys")
const algs = ["X25519", "X448", "Ed25519", "Ed448"] as const
const allowedBy: Record<string, readonly Alg[]> = {
  "X25519 public key": ["X25519"],
  "any auth key (Ed25519, Ed448 or X25519)": ["Ed25519", "Ed448", "X25519"],
  "any DH key (X25519 or X448)": ["X25519", "X448"],
}

describe("forms of keys", () => {
  for (const [i, v] of file.keys.entries())
    it(`${v.alg} ${i}`, () => {
      const alg: Alg = v.alg
      const pair = keyPairFromPrivate(alg, fromHex(v.privateRaw))
      expect(hex(pair.publicKey.raw)).toBe(v.publicRaw)
      const key = publicKey(alg, fromHex(v.publicRaw)) as AnyPublicKey
      expect(hex(toSpki(key))).toBe(v.publicDer)
      expect(toSpki(key).length).toBe(v.publicDerLength)
      expect(publicKeyText(key)).toBe(v.publicStr)
      expect(publicKeyText(key)).toBe(v.publicJson)
      expect(publicKeyFromText(v.publicStr, alg)).toEqual(key)
      expect(fromSpki(fromHex(v.publicDer))).toEqual(key)
      expect(hex(encode(publicKeyOf(alg), key))).toBe(v.publicSmp)
      expect(decode(publicKeyOf(alg), fromHex(v.publicSmp))).toEqual(key)
      expect(decode(anyPublicKey(...algs), fromHex(v.publicSmp))).toEqual(key)
      for (const other of algs)
        if (other !== alg) expect(() => decode(publicKeyOf(other), fromHex(v.publicSmp))).toThrow(DecodeError)
    })

  for (const v of file.decode)
    it(`${v.expected}: ${v.note}`, () => {
      const allowed = allowedBy[v.expected] as readonly Alg[]
      const read = () => fromSpki(fromHex(v.der), ...allowed)
      if (v.error !== undefined) return expect(read).toThrow(DecodeError)
      expect([hex(read().raw), hex(toSpki(read()))]).toContain(v.ok)
    })

  it("any changed byte of the prefix is refused or another algorithm", () => {
    for (const v of file.keys) {
      const der = fromHex(v.publicDer)
      for (let bit = 0; bit < 12 * 8; bit++) {
        const changed = flip(der, bit)
        expect(() => fromSpki(changed, v.alg)).toThrow(DecodeError)
      }
    }
  })

  it("arbitrary bytes give a key of the same form or a DecodeError", () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), b => {
        try {
          expect(toSpki(fromSpki(b.slice()))).toEqual(b)
        } catch (e) {
          expect(e).toBeInstanceOf(DecodeError)
        }
      }),
    ))

  it("keys of wrong length do not get in", () => {
    for (const alg of algs)
      for (const length of [0, 31, 33, 44, 55, 58, 64]) {
        expect(codeOf(() => publicKey(alg, pattern(length)))).toBe("KEY")
        expect(codeOf(() => privateKey(alg, pattern(length)))).toBe("KEY")
      }
  })

  it("generates from the given randomness", () => {
    for (const alg of algs) {
      const pair = generateKeyPair(alg, pattern)
      expect(pair).toEqual(keyPairFromPrivate(alg, pair.privateKey.raw))
      expect(pair.privateKey.raw).toEqual(pattern(pair.privateKey.raw.length))
    }
  })
})

describe("agreement", () => {
  for (const [i, v] of file.dh.entries())
    it(`${v.alg} ${i}`, () => {
      const alg: "X25519" | "X448" = v.alg
      const secret = dh(publicKey(alg, fromHex(v.publicB)), privateKey(alg, fromHex(v.privateA)))
      expect(hex(secret)).toBe(v.secret)
      expect(hex(dh(publicKey(alg, fromHex(v.publicA)), privateKey(alg, fromHex(v.privateB))))).toBe(v.secret)
    })

  // points of small order (and their non-canonical forms): RFC 7748, section 6; cr.yp.to/ecdh.html#validate
  const lowOrder = {
    X25519: [
      "00".repeat(32),
      `01${"00".repeat(31)}`,
      "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
      "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
      `ec${"ff".repeat(30)}7f`,
      `ed${"ff".repeat(30)}7f`,
      `ee${"ff".repeat(30)}7f`,
    ],
    X448: ["00".repeat(56), `01${"00".repeat(55)}`, `fe${"ff".repeat(27)}fe${"ff".repeat(27)}`],
  }
  for (const alg of ["X25519", "X448"] as const)
    for (const [i, raw] of lowOrder[alg].entries())
      it(`refuses ${alg} key of low order ${i}`, () => {
        const ours = generateKeyPair(alg, pattern).privateKey
        expect(codeOf(() => dh(publicKey(alg, fromHex(raw)), ours))).toBe("KEY")
      })

  it("refuses keys of different curves", () => {
    const theirs = generateKeyPair("X448", pattern).publicKey as unknown as PublicKey<"X25519">
    expect(codeOf(() => dh(theirs, generateKeyPair("X25519", pattern).privateKey))).toBe("KEY")
  })
})

describe("signatures", () => {
  for (const [i, v] of file.signatures.entries())
    it(`${v.alg} ${i}`, () => {
      const alg: SignAlg = v.alg
      const message = fromHex(v.message)
      const key = publicKey(alg, fromHex(v.publicRaw)) as AnyPublicKey<SignAlg>
      expect(hex(sign(privateKey(alg, fromHex(v.privateRaw)) as never, message))).toBe(v.signature)
      expect(verify(key, fromHex(v.signature), message)).toBe(v.valid)
      expect(verify(key, fromHex(v.tamperedSignature), message)).toBe(v.tamperedValid)
      expect(fromHex(v.signature).length).toBe(signatureSize(alg))
      expect(verify(key, fromHex(v.signature), concat(message, utf8("!")))).toBe(false)
    })

  it("a signature with any other length, or of another key, does not pass", () => {
    for (const alg of ["Ed25519", "Ed448"] as const) {
      const { publicKey: key, privateKey: secret } = generateKeyPair(alg, pattern)
      const other = generateKeyPair(alg, n => pattern(n + 1).slice(1))
      const signature = sign(secret as never, utf8("message"))
      expect(verify(key as never, signature, utf8("message"))).toBe(true)
      expect(verify(other.publicKey as never, signature, utf8("message"))).toBe(false)
      for (const s of [signature.slice(1), concat(signature, utf8("0")), new Uint8Array(0)])
        expect(verify(key as never, s, utf8("message"))).toBe(false)
    }
  })

  it("a key of small order signs nothing: zero R and s would pass a lax check for every message", () => {
    // identity point as key and as R, s = 0: [s]B = R + [h]A holds for any h
    for (const [alg, point, s] of [
      ["Ed25519", `01${"00".repeat(31)}`, 32],
      ["Ed448", `01${"00".repeat(56)}`, 57],
    ] as const) {
      const key = publicKey(alg, fromHex(point)) as AnyPublicKey<SignAlg>
      expect(verify(key, concat(fromHex(point), new Uint8Array(s)), utf8("anything"))).toBe(false)
    }
  })

  it("s + L, the other spelling of the same signature, does not pass", () => {
    const { publicKey: key, privateKey: secret } = generateKeyPair("Ed25519", pattern)
    const signature = sign(secret, utf8("m"))
    const le = (b: Uint8Array) => b.reduceRight((n, x) => n * 256n + BigInt(x), 0n)
    const order = 2n ** 252n + 27742317777372353535851937790883648493n
    const big = le(signature.slice(32)) + order
    const s = Uint8Array.from({ length: 32 }, (_, i) => Number((big >> BigInt(8 * i)) & 255n))
    expect(verify(key, concat(signature.slice(0, 32), s), utf8("m"))).toBe(false)
  })
})
