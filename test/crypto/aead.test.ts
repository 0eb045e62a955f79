import { describe, expect, it } from "vitest"
import { decryptAead, decryptAeadNoPad, encryptAead, encryptAeadNoPad } from "../../worker/crypto/aead.ts"
import { concat, empty, fromHex, hex } from "../../worker/encoding/bytes.ts"
import { flip, pattern, vectors } from "./vectors.ts"

const file = vectors("boxes")

describe("padded, 16-byte IV", () => {
  for (const [i, v] of file.aes256gcmIv16Padded.entries()) {
    const [key, iv, ad, message] = [v.key, v.iv16, v.ad, v.plaintext].map(fromHex) as [never, never, never, never]
    it(`${i} encrypts`, async () => {
      const { tag, ciphertext } = await encryptAead(key, iv, v.paddedLen, ad, message)
      expect([hex(tag), hex(ciphertext)]).toEqual([v.tag, v.ciphertext])
    })
    it(`${i} decrypts`, async () => {
      const sealed = { tag: fromHex(v.tag), ciphertext: fromHex(v.ciphertext) }
      expect(await decryptAead(key, iv, ad, sealed)).toEqual(message)
    })
  }
})

describe("unpadded, 12-byte IV", () => {
  for (const [i, v] of file.aes256gcmIv12NoPad.entries()) {
    const [key, iv, message] = [v.key, v.iv12, v.plaintext].map(fromHex) as [never, never, never]
    it(`${i} both ways`, async () => {
      const sealed = await encryptAeadNoPad(key, iv, empty, message)
      expect([hex(sealed.tag), hex(sealed.ciphertext)]).toEqual([v.tag, v.ciphertext])
      expect(await decryptAeadNoPad(key, iv, empty, sealed)).toEqual(message)
    })
  }
})

describe("lies", () => {
  const key = pattern(32)
  const iv = pattern(16)
  const ad = pattern(20)
  const code = (p: Promise<unknown>) =>
    p.then(
      () => "accepted",
      e => e.code,
    )

  it("every flipped bit of key, IV, data, ciphertext and tag is noticed", async () => {
    const sealed = await encryptAead(key, iv, 16, ad, pattern(5))
    for (let bit = 0; bit < 128; bit++) {
      const { tag, ciphertext } = sealed
      expect(await code(decryptAead(flip(key, bit), iv, ad, sealed))).toBe("DECRYPT")
      expect(await code(decryptAead(key, flip(iv, bit), ad, sealed))).toBe("DECRYPT")
      expect(await code(decryptAead(key, iv, flip(ad, bit), sealed))).toBe("DECRYPT")
      expect(await code(decryptAead(key, iv, ad, { tag: flip(tag, bit), ciphertext }))).toBe("DECRYPT")
      expect(await code(decryptAead(key, iv, ad, { tag, ciphertext: flip(ciphertext, bit) }))).toBe("DECRYPT")
    }
  })

  it("a shorter tag, or one that has eaten a byte of ciphertext, is refused", async () => {
    const { tag, ciphertext } = await encryptAead(key, iv, 16, ad, pattern(5))
    const moved = { tag: concat(ciphertext.slice(15), tag), ciphertext: ciphertext.slice(0, 15) }
    for (const sealed of [{ tag: tag.slice(0, 12), ciphertext }, { tag: empty, ciphertext }, moved])
      expect(await code(decryptAead(key, iv, ad, sealed))).toBe("DECRYPT")
  })

  it("keys and IVs of other lengths are refused", async () => {
    for (const length of [0, 16, 24, 31, 33])
      expect(await code(encryptAead(pattern(length), iv, 16, ad, empty))).toBe("KEY")
    for (const length of [0, 11, 13, 15, 17, 24])
      expect(await code(encryptAead(key, pattern(length), 16, ad, empty))).toBe("KEY")
  })

  it("a message that does not fit rejects, and does not throw before the promise", async () => {
    expect(await code(encryptAead(key, iv, 16, ad, pattern(15)))).toBe("LARGE")
  })

  it("good tag around bad padding is PADDING", async () => {
    const sealed = await encryptAeadNoPad(key, iv, ad, fromHex("00ff41"))
    expect(await code(decryptAead(key, iv, ad, sealed))).toBe("PADDING")
  })
})
