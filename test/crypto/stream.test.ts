import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { boxKey, cryptoBoxNoPad } from "../../worker/crypto/box.ts"
import { CryptoError } from "../../worker/crypto/error.ts"
import { fastStream, limbsOf, tagOf } from "../../worker/crypto/fast-stream.ts"
import { sha256, sha256Async, sha512, sha512Stream } from "../../worker/crypto/hash.ts"
import { dh, privateKey, publicKey } from "../../worker/crypto/keys.ts"
import { dataAt, hashAt, keyAt, loadSalsa } from "../../worker/crypto/salsa.ts"
import { boxStream, checkTag, plainStream } from "../../worker/crypto/stream.ts"
import { type Bytes, concat, fromHex, hex, toBytes } from "../../worker/encoding/bytes.ts"
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

  it("are made by WebAssembly here, and are the same without it", () => {
    expect(loadSalsa()).not.toBeNull()
    const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 })
    const lengths = fc.array(fc.integer({ min: 0, max: 150_000 }), { maxLength: 4 })
    fc.assert(
      fc.property(bytes, bytes, fc.uint8Array({ minLength: 1, maxLength: 99 }), lengths, (a, b, seed, sizes) => {
        const [secret, number] = [a.slice(), b.slice(0, 24)]
        const streams = [boxStream(secret, number), plainStream(boxKey(secret), number)] as const
        for (const size of sizes) {
          const plain = Uint8Array.from({ length: size }, (_, i) => seed[i % seed.length] ?? 0)
          const [fast, slow] = streams.map(s => s.encrypt(plain))
          expect(Buffer.compare(fast ?? plain, slow ?? plain)).toBe(0)
        }
        expect(streams[0].tag()).toEqual(streams[1].tag())
      }),
      { numRuns: 30 },
    )
  })

  // RFC 8439, A.3, 7 to 11: sums about 2^130 - 5, which no other input is likely to meet
  for (const [r, s, text, tag] of [
    ["02", "", "ff".repeat(16), "03"],
    ["02", "ff".repeat(16), `02${"00".repeat(15)}`, "03"],
    ["01", "", `${"ff".repeat(16)}f0${"ff".repeat(15)}11${"00".repeat(15)}`, "05"],
    ["01", "", `${"ff".repeat(16)}fb${"fe".repeat(15)}${"01".repeat(16)}`, ""],
    ["02", "", `fd${"ff".repeat(15)}`, `fa${"ff".repeat(15)}`],
  ] as const)
    it(`have the tag of the specification for ${text.slice(0, 2)}.. and r = ${r}`, () => {
      const block = (h: string): Bytes => fromHex(h.padEnd(32, "0"))
      const salsa = loadSalsa()
      if (salsa === null) throw new Error("no WebAssembly")
      const memory = new Uint8Array(salsa.memory.buffer)
      memory.set(toBytes(limbsOf(block(r))), keyAt)
      memory.set(fromHex(text), dataAt)
      salsa.poly(dataAt, text.length / 32, 1 << 24)
      const h = [...new BigUint64Array(memory.buffer, hashAt, 5)].map(Number)
      expect(hex(tagOf(h, block(s)))).toBe(tag.padEnd(32, "0"))
    })

  it("write to where they are told, and leave nothing in the memory that they share", () => {
    const to = new Uint8Array(300)
    const s = boxStream(key, nonce)
    const sealed = boxStream(key, nonce).encrypt(pattern(200))
    expect(s.encrypt(pattern(200), to)).toBe(to)
    expect(to.subarray(0, 200)).toEqual(sealed)
    expect(to.subarray(200).every(b => b === 0)).toBe(true)
    const salsa = loadSalsa()
    if (salsa === null) throw new Error("no WebAssembly")
    const own = fastStream(salsa, boxKey(key), nonce)
    own.encrypt(pattern(70_000))
    own.decrypt(pattern(77))
    own.tag()
    expect(new Uint8Array(salsa.memory.buffer).every(b => b === 0)).toBe(true)
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
