/** What the page reads of strangers' files before a browser does: kinds, sizes in pixels, boxes. Vectors, then lies. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { boxesIn, soundOf, withoutTelling } from "../../../web/media/boxes.ts"
import { dimensionsOf, isShowable } from "../../../web/media/dimensions.ts"
import { pictureType, soundType, videoType } from "../../../web/media/sniff.ts"

const ascii = (text: string): number[] => [...text].map(c => c.charCodeAt(0))
const be32 = (n: number): number[] => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255]
const be16 = (n: number): number[] => [n >>> 8, n & 255]
const le16 = (n: number): number[] => [n & 255, n >>> 8]
const le24 = (n: number): number[] => [...le16(n & 0xffff), n >>> 16]
const bytes = (...parts: readonly (readonly number[])[]): Uint8Array => new Uint8Array(parts.flat())
const zeros = (n: number): number[] => Array(n).fill(0)

const pngHead = [0x89, ...ascii("PNG\r\n\x1a\n")]
const chunk = (type: string, data: readonly number[]): number[] => [
  ...be32(data.length),
  ...ascii(type),
  ...data,
  ...zeros(4),
]
const png = (width: number, height: number, ...more: readonly number[][]): Uint8Array =>
  bytes(pngHead, chunk("IHDR", [...be32(width), ...be32(height), 8, 6, 0, 0, 0]), ...more, chunk("IDAT", [1]))
const jpeg = (width: number, height: number): Uint8Array =>
  bytes(
    [0xff, 0xd8],
    [0xff, 0xe1, ...be16(8), ...ascii("Exif\0\0")],
    [0xff, 0xc2],
    [...be16(11), 8],
    [...be16(height), ...be16(width), 3, 1, 17, 0],
  )
const frame = [0x2c, ...zeros(8), 0, 2, 1, 0x44, 0]
const gif = (width: number, height: number, frames: number): Uint8Array =>
  bytes(
    ascii("GIF89a"),
    [...le16(width), ...le16(height), 0x80, 0, 0, ...zeros(6)],
    [0x21, 0xff, 3, 1, 0, 0, 0],
    ...Array(frames).fill(frame),
    [0x3b],
    zeros(12),
  )
const webp = (kind: string, body: readonly number[]): Uint8Array =>
  bytes(ascii("RIFF"), zeros(4), ascii("WEBP"), ascii(kind), zeros(4), body, zeros(20))

describe("the size of a picture", () => {
  const vectors = [
    ["JPEG behind Exif", jpeg(4000, 3000), { width: 4000, height: 3000, moves: false }],
    ["PNG", png(640, 480), { width: 640, height: 480, moves: false }],
    ["animated PNG", png(64, 64, chunk("acTL", zeros(8))), { width: 64, height: 64, moves: true }],
    ["GIF", gif(320, 200, 1), { width: 320, height: 200, moves: false }],
    ["animated GIF", gif(320, 200, 3), { width: 320, height: 200, moves: true }],
    [
      "WebP, simple",
      webp("VP8 ", [...zeros(6), ...le16(800), ...le16(600)]),
      { width: 800, height: 600, moves: false },
    ],
    [
      "WebP, lossless",
      webp("VP8L", [0x2f, ...le16((99 & 0x3fff) | ((49 & 3) << 14)), ...le16(49 >> 2)]),
      { width: 100, height: 50, moves: false },
    ],
    [
      "WebP, animated",
      webp("VP8X", [2, 0, 0, 0, ...le24(511), ...le24(255)]),
      { width: 512, height: 256, moves: true },
    ],
  ] as const
  for (const [name, picture, size] of vectors) it(`is read: ${name}`, () => expect(dimensionsOf(picture)).toEqual(size))

  it("is not believed beyond what a screen or a camera has", () => {
    expect(isShowable({ width: 8000, height: 6000, moves: false })).toBe(true)
    expect(isShowable({ width: 30_000, height: 30_000, moves: false })).toBe(false)
    expect(isShowable({ width: 65_535, height: 1, moves: false })).toBe(false)
    expect(isShowable({ width: 8000, height: 6000, moves: true })).toBe(false)
  })

  it("is null for everything else, however it is cut, and nothing escapes", () => {
    expect(dimensionsOf(png(0, 10))).toBe(null)
    expect(dimensionsOf(bytes(ascii("<svg xmlns='http://www.w3.org/2000/svg'/>")))).toBe(null)
    for (const [, picture] of vectors)
      for (let cut = 0; cut < picture.length; cut++) dimensionsOf(picture.subarray(0, cut))
    fc.assert(
      fc.property(fc.constantFrom(...vectors.map(v => v[1])), fc.uint8Array({ maxLength: 200 }), (head, tail) => {
        dimensionsOf(bytes([...head.subarray(0, 16)], [...tail]))
      }),
    )
  })
})

describe("the kind of a file", () => {
  it("is told by its bytes", () => {
    expect(pictureType(jpeg(1, 1))).toBe("image/jpeg")
    expect(pictureType(png(1, 1))).toBe("image/png")
    const m4a = bytes(be32(24), ascii("ftypM4A "))
    expect([videoType(m4a), soundType(m4a)]).toEqual(["video/mp4", "audio/mp4"])
    expect(videoType(bytes(be32(24), ascii("ftypqt  ")))).toBe("video/mp4")
    expect(soundType(bytes([0xff, 0xf1, 0x60]))).toBe("audio/aac")
    expect(soundType(bytes([0xff, 0xfb, 0x90]))).toBe("audio/mpeg")
  })

  it("is none for whatever could run, draw or fetch something", () => {
    const evil = [
      "<!doctype html>",
      "<svg onload=alert(1)>",
      "%PDF-1.7",
      "<?xml version='1.0'?>",
      "GIF8",
      "",
      "RIFF????AVI ",
    ]
    for (const text of evil) {
      const head = bytes(ascii(text))
      expect([pictureType(head), videoType(head), soundType(head)], text).toEqual([null, null, null])
    }
    expect(videoType(bytes(be32(24), ascii("ftypheic")))).toBe(null)
  })
})

const box = (type: string, ...content: readonly (readonly number[])[]): number[] => {
  const inside = content.flat()
  return [...be32(8 + inside.length), ...ascii(type), ...inside]
}
const blob = (content: readonly number[]): Blob => new Blob([new Uint8Array(content)])
const content = async (b: Blob): Promise<number[]> => [...new Uint8Array(await b.arrayBuffer())]
const stbl = (packets: number, channels: number): number[] =>
  box(
    "stbl",
    box("stsd", be32(0), be32(1), box("mp4a", zeros(16), be16(channels), zeros(10))),
    box("stsz", be32(0), be32(0), be32(packets)),
  )
const movie = (packets: number, channels: number): number[] => [
  ...box("ftyp", ascii("M4A ")),
  ...box("moov", box("trak", box("mdia", box("minf", stbl(packets, channels))))),
  ...box("mdat", [1, 2, 3]),
]

describe("boxes", () => {
  it("say how much sound there is", async () => {
    expect(await soundOf(blob(movie(100, 2)))).toBe(100 * 2048 * 2)
    expect(await soundOf(blob(movie(4_000_000_000, 1)))).toBeGreaterThan(60_000_000)
    expect(await soundOf(blob(ascii("OggS and so on")))).toBe(null)
  })

  it("say it of all tracks, and nothing of fragments, which may hold any number", async () => {
    const track = (packets: number, channels: number) => box("trak", box("mdia", box("minf", stbl(packets, channels))))
    const index = (...inside: readonly (readonly number[])[]) => [
      ...box("ftyp", ascii("M4A ")),
      ...box("moov", ...inside),
    ]
    expect(await soundOf(blob(index(track(1, 1), track(4_000_000, 2))))).toBe(4_000_001 * 2048 * 2)
    expect(await soundOf(blob(index(track(1, 1), box("mvex", box("trex")))))).toBe(null)
    expect(await soundOf(blob([...index(track(1, 1)), ...box("moof", box("traf"))]))).toBe(null)
  })

  it("lose what a camera wrote about places, and nothing else moves", async () => {
    const place = ascii("+52.5200+013.4050/")
    const track = box("trak", box("tkhd", [7]), box("udta", place))
    const told = [
      ...box("ftyp", ascii("qt  ")),
      ...box("moov", box("mvhd", [9]), track, box("meta", place)),
      ...box("mdat", [5]),
    ]
    const clean = await content(await withoutTelling(blob(told)))
    expect(clean.length).toBe(told.length)
    expect(String.fromCharCode(...clean)).not.toContain("+52.52")
    const types = async (list: readonly number[]) => (await boxesIn(blob(list), 0, list.length))?.map(b => b.type)
    expect(await types(clean)).toEqual(["ftyp", "moov", "mdat"])
    const index = clean.slice(20, -9)
    expect(await types(index)).toEqual(["mvhd", "trak", "free"])
    expect(clean.slice(-9)).toEqual(told.slice(-9))
  })

  it("that lie about their size are no boxes", async () => {
    for (const size of [0x7fffffff, 7, 4])
      expect(await boxesIn(blob([...be32(size), ...ascii("moov")]), 0, 8)).toBe(null)
    const long = blob([...be32(1), ...ascii("moov"), ...be32(0xffffffff), ...be32(0xffffffff)])
    expect(await boxesIn(long, 0, 16)).toBe(null)
    const many = blob(Array(600).fill(box("free")).flat())
    expect(await boxesIn(many, 0, many.size)).toBe(null)
  })

  it("never let anything but null or a number out", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 120 }), async junk => {
        const told = movie(3, 1)
        const at = 24 + ((junk[0] ?? 0) % 60)
        const lied = [...told.slice(0, at), ...junk, ...told.slice(at + junk.length)]
        const sound = await soundOf(blob(lied))
        expect(sound === null || Number.isFinite(sound)).toBe(true)
        expect((await withoutTelling(blob(lied))).size).toBe(lied.length)
      }),
    )
  })
})
