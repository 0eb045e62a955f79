import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  compressBody,
  compressFrame,
  decompressFrame,
  decompressList,
  decompressUserData,
} from "../../worker/chat/compression.ts"
import { DecodeError, fromHex, fromUtf8, hex, toBytes, utf8 } from "../../worker/encoding/bytes.ts"
import { vectors as load } from "../crypto/vectors.ts"

type Result = { ok: string } | { error: string }
type Vectors = {
  vectors: { note: string; text: string; bytes: string }[]
  decoding: { note: string; bytes: string; decoded: { results: Result[] } | { error: string } }[]
  shortLinkUserData: { vectors: { text: string; textLength: number; userData: string }[] }
}
const vectors: Vectors = load("compression")

/** As text when it is text. */
const shown = (text: unknown): string => {
  const bytes = text as Uint8Array
  const isAscii = bytes.every(x => x < 128)
  return isAscii ? fromUtf8(bytes) : hex(bytes)
}

const afterX = (bytes: string) => {
  expect(bytes.slice(0, 2)).toBe("58")
  return fromHex(bytes.slice(2))
}

describe("made by the peer", () => {
  it.each(vectors.vectors)("reads: $note", async v => {
    const [text, ...more] = await decompressList(afterX(v.bytes))
    expect(more).toEqual([])
    expect(fromUtf8(text as Uint8Array)).toBe(v.text)
  })

  it.each(vectors.vectors)("writes what reads back, in the same form: $note", async v => {
    const bytes = hex(await compressBody(utf8(v.text)))
    expect(bytes.slice(0, 6)).toBe(v.bytes.slice(0, 6))
    const [text] = await decompressList(afterX(bytes))
    expect(fromUtf8(text as Uint8Array)).toBe(v.text)
  })

  it.each(vectors.shortLinkUserData.vectors)("user data of short links, $textLength characters", async v => {
    expect(fromUtf8(await decompressUserData(fromHex(v.userData)))).toBe(v.text)
  })
})

/** Where the reference gives empty text without an error, or has no limit, we refuse. */
const refused = new Set([
  "not a zstd frame",
  "empty zstd data",
  "highly compressible (100000 zero bytes)",
  "zstd: frame without content size in the header (as streaming encoders write it): decodes to EMPTY, without error",
  "zstd: frame of a streaming encoder that does not know the size: the same",
  "zstd: skippable frame before the frame",
])

describe("made by others", () => {
  it.each(vectors.decoding)("$note", async v => {
    const list = decompressList(afterX(v.bytes))
    const { decoded } = v
    if ("error" in decoded) return expect(list).rejects.toThrow(DecodeError)
    const texts = await list
    expect(texts.length).toBe(decoded.results.length)
    for (const [i, result] of decoded.results.entries()) {
      if (refused.has(v.note) || "error" in result) expect(texts[i]).toBeInstanceOf(DecodeError)
      else expect(shown(texts[i])).toBe(result.ok)
    }
  })
})

describe("properties", () => {
  it("what we compress reads back, and the frame tells its size", () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), async content => {
        const frame = await compressFrame(toBytes(content))
        expect(await decompressFrame(frame)).toEqual(content)
        await expect(decompressFrame(frame, content.length - 1)).rejects.toThrow(DecodeError)
      }),
      { numRuns: 50 },
    ))

  it("any bytes, and any change of a frame, give DecodeError or a content within the limit", async () => {
    const frame = await compressFrame(utf8("The quick brown fox. ".repeat(100)))
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(frame.length - 1), fc.nat(255)), { maxLength: 8 }),
        fc.nat(frame.length),
        async (changes, length) => {
          const bad = frame.slice(0, length)
          for (const [at, x] of changes) if (at < length) bad[at] = x
          const outcome = await decompressFrame(bad).catch((e: unknown) => e)
          if (outcome instanceof Uint8Array) expect(outcome.length).toBeLessThanOrEqual(65536)
          else expect(outcome).toBeInstanceOf(DecodeError)
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe("lies", () => {
  /** A compressed block whose sequences never run out of bits when nobody counts them. */
  const endlessMatches = () => {
    const literals = [0x00] // raw literals, none
    const sequences = [0xff, 0xff, 0xff] // 98,046 of them
    const modes = [0b01_01_01_00] // each code is one repeated symbol
    const codes = [0, 0, 52] // no literals, offset 1, match of 65,539 bytes and more
    const block = [...literals, ...sequences, ...modes, ...codes, 0x01]
    const header = (block.length << 3) | (2 << 1) | 1
    const size = 65535 - 256
    const magic = [0x28, 0xb5, 0x2f, 0xfd, 0x60, size & 255, size >> 8]
    return Uint8Array.from([...magic, header & 255, (header >> 8) & 255, header >> 16, ...block])
  }

  it("a tiny frame that claims endless matches is refused at once", async () => {
    await expect(decompressFrame(endlessMatches())).rejects.toThrow(DecodeError)
  })

  it("a huge content size is refused before memory is taken", async () => {
    const frame = fromHex("28b52ffde0ffffffffffffff7f010000")
    await expect(decompressFrame(frame)).rejects.toThrow(DecodeError)
  })

  it("elements share the limit: the second of two is refused when together they exceed it", async () => {
    const frame = await compressFrame(new Uint8Array(40_000))
    const one = `31${frame.length.toString(16).padStart(4, "0")}${hex(frame)}`
    const [first, second] = await decompressList(fromHex(`02${one}${one}`))
    expect((first as Uint8Array).length).toBe(40_000)
    expect(second).toBeInstanceOf(DecodeError)
  })
})
