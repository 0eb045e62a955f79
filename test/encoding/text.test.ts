import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { DecodeError } from "../../worker/encoding/bytes.ts"
import {
  commonVersion,
  commonVersions,
  formatQuery,
  formatVersions,
  parseQuery,
  parseVersions,
  parseWord16,
  percentEncode,
} from "../../worker/encoding/text.ts"
import { vectors } from "../crypto/vectors.ts"

const file = vectors("encoding")
const range = fc.tuple(fc.nat(65535), fc.nat(65535)).map(([a, b]) => ({ min: Math.min(a, b), max: Math.max(a, b) }))

describe("as the peer writes", () => {
  const versions: Readonly<Record<string, { min: number; max: number }>> = {
    "min 2 max 7": { min: 2, max: 7 },
    "min 4 max 4": { min: 4, max: 4 },
  }
  for (const v of file.strEncode.filter((x: { type: string }) => x.type.startsWith("VersionRange")))
    it(`${v.type} ${v.str}`, () => {
      const value = versions[v.value]
      if (value === undefined) throw new Error(`unknown vector ${v.value}`)
      expect(formatVersions(value)).toBe(v.str)
      expect(parseVersions(v.str)).toEqual(value)
    })
  for (const v of file.strEncode.filter((x: { type: string }) => /^(Word16|Version)$/.test(x.type)))
    it(`${v.type} ${v.str}`, () => expect(parseWord16(v.str)).toBe(v.value))
})

describe("as the peer reads", () => {
  const wrapping = ["65536", "70000-70001"] // the peer takes these modulo 65536
  for (const v of file.strDecode.filter((x: { type: string }) => /^(Word16|VersionRange)$/.test(x.type)))
    it(`${v.type} ${JSON.stringify(v.str)}`, () => {
      const read = () => (v.type === "Word16" ? parseWord16(v.str) : parseVersions(v.str))
      if (v.error !== undefined || wrapping.includes(v.str)) expect(read).toThrow(DecodeError)
      else expect(read()).toEqual(v.type === "Word16" ? v.ok : { min: 2, max: 2 })
    })
})

describe("versions", () => {
  it("round-trip", () => fc.assert(fc.property(range, v => void expect(parseVersions(formatVersions(v))).toEqual(v))))
  it("the common version is the newest of the overlap", () =>
    fc.assert(
      fc.property(range, range, (a, b) => {
        const both = commonVersions(a, b)
        expect(commonVersion(a, b)).toBe(both === null ? null : both.max)
        expect(commonVersions(b, a)).toEqual(both)
        if (both === null) expect(a.max < b.min || b.max < a.min).toBe(true)
        else
          for (const v of [both.min, both.max]) expect(v >= a.min && v <= a.max && v >= b.min && v <= b.max).toBe(true)
      }),
    ))
})

describe("queries", () => {
  it("round-trip any text", () =>
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ unit: "grapheme", minLength: 1 })), names => {
        const parameters = names.map((n, i) => [n, `${i}${n}`] as const)
        expect([...parseQuery(formatQuery(parameters))]).toEqual(parameters)
      }),
    ))
  it("percent-encodes as the peer", () =>
    expect(percentEncode("aZ09-_.~ /?&=+%é")).toBe("aZ09-_.~%20%2F%3F%26%3D%2B%25%C3%A9"))
  it("the first of repeated parameters counts, a stray percent sign is itself", () =>
    expect([...parseQuery("?a=1&a=2;b&c=%zz+x&&d==")]).toEqual([
      ["a", "1"],
      ["b", ""],
      ["c", "%zz x"],
      ["d", "="],
    ]))
  it("refuses literal spaces and newlines", () => {
    for (const bad of ["a=b c", "a=\n"]) expect(() => parseQuery(bad)).toThrow(DecodeError)
  })
})

it("what is not encoded in a query stands for itself, but for halves of surrogate pairs", () => {
  const read = (value: string) => parseQuery(`a=${value}`).get("a")
  for (const same of ["", "é", "\u0000", "\ufeff", "😀", "a~b"]) expect(read(same)).toBe(same)
  expect(read("x\ud800y")).toBe("x\ufffdy")
  expect(read("😀+%41")).toBe("😀 A")
})
