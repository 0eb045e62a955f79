import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  ascii,
  base64url,
  base64urlUnpadded,
  concat,
  DecodeError,
  equal,
  fromBase64url,
  fromHex,
  fromUtf8,
  hex,
  toBytes,
  utf8,
} from "../../worker/encoding/bytes.ts"
import { vectors } from "../crypto/vectors.ts"

const file = vectors("encoding")
const anyBytes = fc.uint8Array({ maxLength: 300 }).map(b => b.slice())

describe("base64url", () => {
  for (const v of file.strEncode.filter((x: { type: string }) => x.type.startsWith("ByteString")))
    it(`writes ${v.str}`, () => expect(base64url(fromHex(v.value))).toBe(v.str))

  for (const v of file.base64urlDecode) {
    // the second parser of the peer is for parts of larger texts, where our readers ask for at least one character
    if (v.type.includes("parseAll") && v.str === "") continue
    it(`${v.error === undefined ? "reads" : "refuses"} ${JSON.stringify(v.str)} (${v.type})`, () => {
      if (v.error === undefined) expect(hex(fromBase64url(v.str))).toBe(v.ok)
      else expect(() => fromBase64url(v.str)).toThrow(DecodeError)
    })
  }

  it("round-trips with and without padding, and agrees with Node", () =>
    fc.assert(
      fc.property(anyBytes, b => {
        expect(base64urlUnpadded(b)).toBe(Buffer.from(b).toString("base64url"))
        expect(fromBase64url(base64url(b))).toEqual(b)
        expect(fromBase64url(base64urlUnpadded(b))).toEqual(b)
      }),
    ))

  it("has one form for each byte string: what is read is written again", () =>
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."AQgwYZ_-="), maxLength: 9 }), s => {
        let b: ReturnType<typeof fromBase64url>
        try {
          b = fromBase64url(s)
        } catch (e) {
          expect(e).toBeInstanceOf(DecodeError)
          return
        }
        expect([base64url(b), base64urlUnpadded(b)]).toContain(s)
      }),
    ))
})

describe("hex", () => {
  it("round-trips and reads capitals", () =>
    fc.assert(
      fc.property(anyBytes, b => {
        expect(hex(b)).toBe(Buffer.from(b).toString("hex"))
        expect(fromHex(hex(b).toUpperCase())).toEqual(b)
      }),
    ))
  for (const bad of ["0", "0g", "0x00", " 00", "００"])
    it(`refuses ${JSON.stringify(bad)}`, () => expect(() => fromHex(bad)).toThrow(DecodeError))
})

describe("text", () => {
  it("UTF-8 keeps a byte order mark and refuses what is not UTF-8", () => {
    expect(fromUtf8(fromHex("efbbbf61"))).toBe("\ufeffa")
    for (const bad of ["ff", "c080", "eda080", "f0908d", "f4908080"])
      expect(() => fromUtf8(fromHex(bad))).toThrow(DecodeError)
  })
  it("round-trips", () =>
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), s => void expect(fromUtf8(utf8(s))).toBe(s))))
  it("ascii is one byte a character", () => expect(hex(ascii("A_MSG "))).toBe("415f4d534720"))
})

describe("byte strings", () => {
  it("concat and equal agree", () =>
    fc.assert(
      fc.property(anyBytes, anyBytes, (a, b) => {
        const both = concat(a, b)
        expect([both.subarray(0, a.length), both.subarray(a.length)]).toEqual([a, b])
        expect(equal(concat(a, b), both)).toBe(true)
        expect(equal(a, b)).toBe(hex(a) === hex(b))
      }),
    ))
  it("toBytes is a view of the same part, or a copy from shared memory", () => {
    const whole = Uint8Array.of(1, 2, 3, 4)
    const part = toBytes(new DataView(whole.buffer, 1, 2))
    whole[1] = 9
    expect([...part]).toEqual([9, 3])
    const shared = new Uint8Array(new SharedArrayBuffer(4)).fill(5)
    expect(toBytes(shared.subarray(1)).buffer).toBeInstanceOf(ArrayBuffer)
  })
})
