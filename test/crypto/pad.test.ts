import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { sha256 } from "../../worker/crypto/hash.ts"
import { maxPaddedMessage, pad, padLarge, unPad, unPadLarge } from "../../worker/crypto/pad.ts"
import { type Bytes, fromHex, hex } from "../../worker/encoding/bytes.ts"
import { bytesOf, codeOf, pattern, vectors } from "./vectors.ts"

const file = vectors("encoding")
const padVector = (padOne: (m: Bytes, n: number) => Bytes, unPadOne: (p: Bytes) => Bytes) => (v: never) => {
  const { msg, paddedLen, padded, paddedSha256, paddedFirst8, error } = v
  const message = bytesOf(msg)
  if (error !== undefined) return expect(codeOf(() => padOne(message, paddedLen))).toBe("LARGE")
  const out = padOne(message, paddedLen)
  expect(out.length).toBe(paddedLen)
  if (padded !== undefined) expect(hex(out)).toBe(padded)
  else expect([hex(sha256(out)), hex(out.slice(0, 8))]).toEqual([paddedSha256, paddedFirst8])
  expect(unPadOne(out)).toEqual(message)
}

describe("pad", () => {
  for (const [i, v] of file.pad.entries()) it(`pad ${i} to ${v.paddedLen}`, () => padVector(pad, unPad)(v as never))
  for (const [i, v] of file.filePad.entries())
    it(`padLarge ${i} to ${v.paddedLen}`, () => padVector(padLarge, unPadLarge)(v as never))
  it("the limit is the peer's", () => {
    expect(pad(pattern(maxPaddedMessage), 65535).length).toBe(65535)
    expect(codeOf(() => pad(pattern(maxPaddedMessage + 1), 65536))).toBe("LARGE")
  })
})

describe("unPad", () => {
  for (const [i, v] of file.unPad.entries())
    it(`unPad ${i}`, () =>
      v.error === undefined
        ? expect(hex(unPad(fromHex(v.padded)))).toBe(v.msg)
        : expect(codeOf(() => unPad(fromHex(v.padded)))).toBe("PADDING"))
  for (const [i, v] of file.fileUnPad.entries())
    it(`unPadLarge ${i}`, () => {
      // the peer's lazy reader cuts the message short here; ours refuses what cannot be whole
      const cut = v.padded === "000000000000000568656c6c"
      if (v.error === undefined && !cut) return expect(hex(unPadLarge(fromHex(v.padded)))).toBe(v.msg)
      expect(codeOf(() => unPadLarge(fromHex(v.padded)))).toBe("PADDING")
    })
  it("any bytes give a message that was inside, or PADDING", () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), b => {
        const code = codeOf(() => expect(b.length - unPad(b.slice()).length).toBeGreaterThanOrEqual(2))
        expect([undefined, "PADDING"]).toContain(code)
      }),
    ))
})

it("round-trips", () =>
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(100), (b, room) => {
      expect(unPad(pad(b.slice(), b.length + 2 + room))).toEqual(b)
      expect(unPadLarge(padLarge(b.slice(), b.length + 8 + room))).toEqual(b)
      expect(codeOf(() => pad(b.slice(), b.length + 1))).toBe("LARGE")
    }),
  ))
