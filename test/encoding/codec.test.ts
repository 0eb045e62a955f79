import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { EncodeError } from "../../worker/encoding/buffer.ts"
import { type Bytes, DecodeError, fromHex, hex } from "../../worker/encoding/bytes.ts"
import {
  bool,
  type Codec,
  counter,
  decode,
  encode,
  fixed,
  ignored,
  int64,
  large,
  lazy,
  letters,
  list,
  many,
  map,
  maybe,
  nonEmpty,
  nothing,
  rest,
  short,
  shortOf,
  struct,
  text,
  UnknownWord,
  variant,
  word,
  word8,
  word16,
  word32,
  words,
} from "../../worker/encoding/codec.ts"
import { legacyServer, server } from "../../worker/encoding/server.ts"
import { versionRange } from "../../worker/encoding/text.ts"
import { bytesOf, vectors } from "../crypto/vectors.ts"

const file = vectors("encoding")

/** A codec and how a vector writes its values. */
type Case = readonly [codec: Codec<unknown>, value: (v: never) => unknown]
const any = (codec: unknown): Codec<unknown> => codec as Codec<unknown>
const same = (v: never): unknown => v
const toInt = (v: never): unknown => BigInt(v)
const toBytes = (v: never): unknown => (v === null ? null : bytesOf(v))

const tuple = (...codecs: readonly Codec<unknown>[]): Codec<unknown> =>
  struct(Object.fromEntries(codecs.map((c, i) => [`_${i}`, c]))) as unknown as Codec<unknown>
const values = (...v: readonly unknown[]): Record<string, unknown> => Object.fromEntries(v.map((x, i) => [`_${i}`, x]))
const chars = (n: number): Case => [
  tuple(...Array.from({ length: n }, () => fixed(1) as Codec<unknown>)),
  v => values(...[...(v as string)].map(c => bytesOf(c.charCodeAt(0).toString(16)))),
]
const of = (...c: readonly unknown[]): Codec<unknown> => tuple(...(c as Codec<unknown>[]))
const a = (s: string): Bytes => Uint8Array.from(Buffer.from(s))
const fixedValue =
  (v: unknown): ((_: never) => unknown) =>
  () =>
    v

const nested: Readonly<Record<string, unknown>> = {
  Nothing: { v: null },
  "Just Nothing": { v: { v: null } },
  "Just (Just 'x')": { v: { v: a("x") } },
}
// null of an inner maybe would look like that of the outer one, so values are wrapped
const wrapped = <T>(c: Codec<T>): Codec<{ readonly v: T | null }> => struct({ v: maybe(c) }) as never

const cases: Readonly<Record<string, Case>> = {
  Word16: [any(word16), same],
  Word32: [any(word32), same],
  Int64: [any(int64), toInt],
  Bool: [any(bool), same],
  Char: [any(fixed(1)), toBytes],
  ByteString: [any(short), toBytes],
  "Large (2-byte length prefix)": [any(large), toBytes],
  Text: [any(text), same],
  "Text (UTF-8, 1-byte length prefix)": [any(text), same],
  "Maybe Word16": [any(maybe(word16)), same],
  "Maybe ByteString": [any(maybe(short)), toBytes],
  "Maybe Bool": [any(maybe(bool)), same],
  "Maybe (Maybe Char)": [any(wrapped(wrapped(fixed(1)))), v => nested[v as string]],
  "list of Word16 (smpEncodeList, 1-byte count)": [any(list(word16)), same],
  "NonEmpty Word16": [any(nonEmpty(word16)), same],
  "NonEmpty ByteString": [any(nonEmpty(short)), v => (v as string[]).map(fromHex)],
  "NonEmpty (Word16, Maybe ByteString)": [
    any(nonEmpty(of(word16, maybe(short)))),
    fixedValue([values(1, null), values(2, a("x")), values(3, a(""))]),
  ],
  "(Word16, Bool)": [of(word16, bool), fixedValue(values(5, true))],
  "(Char, ByteString, Word32)": [of(fixed(1), short, word32), fixedValue(values(a("K"), a("key"), 7))],
  "(Char, Maybe Bool, ByteString, Int64)": [
    of(fixed(1), maybe(bool), short, int64),
    fixedValue(values(a("K"), false, a(""), -2n)),
  ],
  "(Char, Char, Char, Char, Char)": chars(5),
  "(Char x 6)": chars(6),
  "(Char x 7)": chars(7),
  "(Word16 x 8)": [of(...Array.from({ length: 8 }, () => word16)), fixedValue(values(1, 2, 3, 4, 5, 6, 7, 8))],
  "SystemTime (seconds only, 8 bytes)": [any(counter), v => (v as { seconds: number }).seconds],
  Version: [any(word16), same],
  VersionRange: [any(versionRange), v => ({ min: Number((v as string)[0]), max: Number((v as string)[2]) })],
  "VersionRange (max < min)": [any(versionRange), same],
  Tail: [any(rest), toBytes],
}

describe("as the peer encodes", () => {
  for (const v of [...file.smpEncode, ...file.smpEncodeQuirks.filter((q: { type: string }) => q.type === "Tail")]) {
    if (v.type === "TransportHost") continue // server.test.ts
    const name = `${v.type} ${JSON.stringify(v.value).slice(0, 40)}`
    const [codec, value] = cases[v.type] ?? []
    if (codec === undefined || value === undefined) throw new Error(`no codec for ${v.type}`)
    it(`${name} reads`, () => expect(decode(codec, fromHex(v.hex))).toEqual(value(v.value as never)))
    it(`${name} writes`, () => expect(hex(encode(codec, value(v.value as never) as never))).toBe(v.hex))
    if (codec !== (rest as unknown))
      it(`${name} rejects a tail`, () => expect(() => decode(codec, fromHex(`${v.hex}00`))).toThrow(DecodeError))
  }
})

describe("as the peer rejects", () => {
  for (const v of file.smpDecode) {
    const codec = cases[v.type]?.[0]
    if (codec === undefined) throw new Error(`no codec for ${v.type}`)
    it(`${v.type} ${v.hex}`, () =>
      v.error === undefined
        ? expect(hex(encode(codec, decode(codec, fromHex(v.hex))))).toBe(v.hex)
        : expect(() => decode(codec, fromHex(v.hex))).toThrow(DecodeError))
  }
})

describe("what the peer's encoder lets pass", () => {
  const tooLong: readonly [string, () => unknown][] = [
    ["short of 256 bytes", () => encode(short, new Uint8Array(256))],
    ["large of 65536 bytes", () => encode(large, new Uint8Array(65536))],
    ["text of 256 bytes in 128 characters", () => encode(text, "é".repeat(128))],
    ["list of 256", () => encode(list(word8), new Array(256).fill(0))],
    ["empty nonEmpty", () => encode(nonEmpty(word8), [])],
    ["word8 256", () => encode(word8, 256)],
    ["word16 -1", () => encode(word16, -1)],
    ["word32 1.5", () => encode(word32, 1.5)],
    ["word32 NaN", () => encode(word32, Number.NaN)],
    ["int64 2^63", () => encode(int64, 2n ** 63n)],
    ["fixed 2 of 3 bytes", () => encode(fixed(2), new Uint8Array(3))],
    ["letter without a word", () => encode(letters({ A: "a" }) as Codec<string>, "b")],
    ["variant without a tag", () => encode(variant({ A: ["A", nothing] }) as unknown as Codec<unknown>, { type: "B" })],
    ["words without the word", () => encode(words({ A: nothing }) as unknown as Codec<unknown>, { type: "B" })],
  ]
  for (const [name, run] of tooLong) it(`refuses ${name}`, () => expect(run).toThrow(EncodeError))
})

describe("combinators", () => {
  const receipt = struct({ id: int64, hash: short })
  const message = variant({
    HELLO: ["H", nothing],
    HELP: ["HP", struct({ topic: text })],
    MSG: ["M", struct({ flag: bool, body: rest })],
    RCVD: ["V", struct({ receipts: nonEmpty(receipt) })],
  })

  it("variant reads the longest tag and gives the type", () => {
    expect(decode(message, a("H"))).toEqual({ type: "HELLO" })
    expect(decode(message, a("HP\x02me"))).toEqual({ type: "HELP", topic: "me" })
    expect(() => decode(message, a("X"))).toThrow(DecodeError)
    expect(() => decode(message, a(""))).toThrow(DecodeError)
  })

  const command = words({
    SUB: nothing,
    SUBS: struct({ n: word8 }),
    SEND: struct({ flag: bool, _: word(" "), body: rest }),
  })

  it("words end at a space or the end; parameters follow one space", () => {
    expect(decode(command, a("SUB"))).toEqual({ type: "SUB" })
    expect(decode(command, a("SUBS \x07"))).toEqual({ type: "SUBS", n: 7 })
    expect(decode(command, a("SEND T   x"))).toEqual({ type: "SEND", flag: true, body: a("  x") })
    expect(hex(encode(command, { type: "SEND", flag: false, body: a("") }))).toBe(hex(a("SEND F ")))
    expect(hex(encode(command, { type: "SUB" }))).toBe(hex(a("SUB")))
  })

  it("words tell an unknown word from bad parameters", () => {
    for (const unknown of ["", "SUBX", "sub", "SU", "SUBSS 1", "toString", "__proto__ 1"])
      expect(() => decode(command, a(unknown)), unknown).toThrow(UnknownWord)
    for (const bad of ["SUB ", "SUB 1", "SUBS", "SUBS ", "SUBS  1", "SEND", "SEND T"]) {
      expect(() => decode(command, a(bad)), bad).toThrow(DecodeError)
      expect(() => decode(command, a(bad)), bad).not.toThrow(UnknownWord)
    }
  })

  it("ignored drops a tail, many reads to the end", () => {
    const open = struct({ n: word8, _: ignored })
    expect(decode(open, fromHex("0701020304"))).toEqual({ n: 7 })
    expect(hex(encode(open, { n: 7 }))).toBe("07")
    expect(decode(many(word16), fromHex("00010002"))).toEqual([1, 2])
    expect(() => decode(many(word16), fromHex("000100"))).toThrow(DecodeError)
  })

  it("shortOf refuses other lengths both ways", () => {
    expect(decode(shortOf(2), fromHex("020102"))).toEqual(fromHex("0102"))
    expect(() => decode(shortOf(2), fromHex("03010203"))).toThrow(DecodeError)
    expect(() => encode(shortOf(2), fromHex("010203"))).toThrow(EncodeError)
  })

  it("counter is a safe non-negative number", () => {
    expect(decode(counter, fromHex("001fffffffffffff"))).toBe(Number.MAX_SAFE_INTEGER)
    for (const bad of ["0020000000000000", "ffffffffffffffff"])
      expect(() => decode(counter, fromHex(bad))).toThrow(DecodeError)
  })

  it("map refuses on reading with the offset of the value", () => {
    const even = map(
      word8,
      n => (n % 2 === 0 ? n : new DecodeError("odd")),
      n => n,
    )
    expect(() => decode(struct({ a: word16, even }), fromHex("000003"))).toThrow(/odd at byte 3/)
  })

  it("lazy codecs may refer to themselves, and end with the input", () => {
    type Chain = { readonly next: Chain | null }
    const chain: Codec<Chain> = struct({ next: maybe(lazy(() => chain)) })
    expect(decode(chain, a("110"))).toEqual({ next: { next: { next: null } } })
    expect(() => decode(chain, a("111"))).toThrow(DecodeError)
  })

  it("a value does not share memory with the input", () => {
    const input = fromHex("0201020102")
    const [first, second] = decode(list(fixed(1)), input.slice(0, 3)) as [Bytes, Bytes]
    const copy = decode(struct({ _: word8, b: rest }), input).b
    input.fill(0)
    expect([hex(first), hex(second), hex(copy)]).toEqual(["01", "02", "01020102"])
  })
})

const bytes = fc.uint8Array({ maxLength: 255 }).map(b => b.slice())
const int = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
const record = struct({
  a: word8,
  b: maybe(struct({ c: large, d: int64 })),
  e: list(short),
  f: text,
  g: variant({ X: ["X", nothing], Y: ["Y", struct({ y: word32 })] }),
  h: rest,
})
const anyRecord = fc.record({
  a: fc.nat(255),
  b: fc.option(fc.record({ c: fc.uint8Array({ maxLength: 2000 }).map(b => b.slice()), d: int })),
  e: fc.array(bytes, { maxLength: 255 }),
  f: fc.string({ unit: "grapheme", maxLength: 10 }),
  g: fc.oneof(
    fc.constant({ type: "X" as const }),
    fc.record({ type: fc.constant("Y" as const), y: fc.nat(0xffffffff) }),
  ),
  h: bytes,
})

describe("properties", () => {
  it("round-trip, whatever the growth of the writer", () =>
    fc.assert(fc.property(anyRecord, r => void expect(decode(record, encode(record, r))).toEqual(r))))

  it("every truncation is a DecodeError or a shorter rest", () =>
    fc.assert(
      fc.property(anyRecord, fc.nat(), (r, n) => {
        const all = encode(record, r)
        const cut = all.slice(0, n % (all.length + 1))
        if (cut.length >= all.length - r.h.length) expect(decode(record, cut).f).toBe(r.f)
        else expect(() => decode(record, cut)).toThrow(DecodeError)
      }),
    ))

  it("any bytes decode or throw DecodeError, and what decodes encodes to the same bytes", () =>
    fc.assert(
      fc.property(fc.constantFrom(record, server, legacyServer, versionRange), fc.uint8Array(), (codec, b) => {
        const c = codec as Codec<unknown>
        let v: unknown
        try {
          v = decode(c, b.slice())
        } catch (e) {
          expect(e).toBeInstanceOf(DecodeError)
          return
        }
        expect(encode(c, v)).toEqual(b)
      }),
      { numRuns: 2000 },
    ))
})
