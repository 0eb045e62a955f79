import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { cryptoBoxNoPad } from "../../worker/crypto/box.ts"
import { CryptoError } from "../../worker/crypto/error.ts"
import { sha256, sha256Async, sha512, sha512Stream } from "../../worker/crypto/hash.ts"
import { dh, privateKey, publicKey } from "../../worker/crypto/keys.ts"
import { boxStream, checkTag } from "../../worker/crypto/stream.ts"
import { type Bytes, concat, fromHex, hex } from "../../worker/encoding/bytes.ts"
import { contentOf } from "../xftp/content.ts"
import { flip, pattern, vectors } from "./vectors.ts"

const file = vectors("xftp")
const sealed = (key: Bytes, nonce: Bytes, plain: Bytes): Bytes => {
  const s = boxStream(key, nonce)
  return concat(s.encrypt(plain), s.tag())
}

describe("box streams", () => {
  for (const v of file.chunkTransportEncryption) {
    it(`of a chunk of ${v.chunk.contentLength} bytes on its way are those of the reference`, () => {
      const secret = dh(
        publicKey("X25519", fromHex(v.serverDh.public)),
        privateKey("X25519", fromHex(v.recipientDh.private)),
      )
      expect(hex(secret)).toBe(v.dhSecret)
      const out = sealed(secret, fromHex(v.nonce), contentOf(v.chunk.contentLength))
      expect(hex(sha256(out))).toBe(v.encryptedSha256)
      expect(hex(out.slice(-16))).toBe(v.tag_last16)
    })
  }

  it("of local files are those of the reference", () => {
    const { key, nonce, plaintext, encrypted } = file.localEncryptedFile
    expect(hex(sealed(fromHex(key), fromHex(nonce), contentOf(plaintext.contentLength)))).toBe(encrypted)
  })

  const key = pattern(32)
  const nonce = pattern(24)

  it("are boxes with the tag at the end, however they are cut", () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 20 }), lengths => {
        const plain = pattern(lengths.reduce((a, b) => a + b, 0))
        const box = cryptoBoxNoPad(key, nonce, plain)
        const to = boxStream(key, nonce)
        const from = boxStream(key, nonce)
        let at = 0
        const pieces = lengths.map(n => {
          at += n
          return to.encrypt(plain.slice(at - n, at))
        })
        expect(concat(to.tag(), ...pieces)).toEqual(box)
        expect(concat(...pieces.map(p => from.decrypt(p)))).toEqual(plain)
        checkTag(from, box.slice(0, 16))
      }),
    ))

  it("write to where they are told, also onto themselves and at odd places, and nothing behind it", () => {
    const whole = boxStream(key, nonce).encrypt(pattern(1000))
    for (const [from, to] of [
      [0, 0],
      [1, 0],
      [0, 3],
      [2, 2],
    ] as const) {
      const [source, target] = [new Uint8Array(1100), new Uint8Array(1100)]
      source.set(pattern(1000), from)
      const s = boxStream(key, nonce)
      const parts = [0, 7, 300, 1000]
      for (const [i, end] of parts.slice(1).entries()) {
        const piece = source.subarray(from + (parts[i] ?? 0), from + end)
        s.encrypt(piece, target.subarray(to + (parts[i] ?? 0)))
      }
      expect(target.subarray(to, to + 1000)).toEqual(whole)
      expect(target.subarray(to + 1000).every(b => b === 0)).toBe(true)
      const onto = source.subarray(from, from + 1000)
      expect(boxStream(key, nonce).encrypt(onto, onto)).toBe(onto)
      expect(onto).toEqual(whole)
    }
  })

  it("leave no key stream in the buffers of their pieces", () => {
    const first = boxStream(key, nonce).encrypt(new Uint8Array(10))
    const whole = new Uint8Array(first.buffer, 0, first.byteOffset)
    expect(whole.every(b => b === 0)).toBe(true)
  })

  it("with one bit changed fail", () => {
    const s = sealed(key, nonce, pattern(100))
    for (const bit of [0, 5, 799, 800, 927]) {
      const bad = flip(s, bit)
      const from = boxStream(key, nonce)
      from.decrypt(bad.slice(0, 100))
      expect(() => checkTag(from, bad.slice(100))).toThrow(CryptoError)
    }
    const short = boxStream(key, nonce)
    short.decrypt(s.slice(0, 100))
    expect(() => checkTag(short, s.slice(100, 115))).toThrow(CryptoError)
  })

  it("want a key of 32 and a nonce of 24 bytes", () => {
    expect(() => boxStream(pattern(31), nonce)).toThrow(CryptoError)
    expect(() => boxStream(key, pattern(23))).toThrow(CryptoError)
  })
})

describe("hashes of long inputs", () => {
  it("are those of short ones", async () => {
    const b = pattern(100_000)
    const h = await sha512Stream()
    for (let i = 0; i < b.length; i += 777) h.update(b.slice(i, i + 777))
    expect(h.digest()).toEqual(sha512(b))
    expect(await sha256Async(b)).toEqual(sha256(b))
  })

  it("do not mix when several are made at a time", async () => {
    const [x, y] = [await sha512Stream(), await sha512Stream()]
    x.update(pattern(10))
    y.update(pattern(20))
    expect(x.digest()).toEqual(sha512(pattern(10)))
    expect(y.digest()).toEqual(sha512(pattern(20)))
  })
})
