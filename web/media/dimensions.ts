/**
 * How large a picture becomes when it is decoded, by its head: before a browser decodes it. A file of a few kilobytes can
 * ask for gigabytes of memory.
 *
 * Spec:  ITU T.81 annex B (JPEG), PNG 3rd edition, GIF89a, RFC 9649 (WebP).
 * Trust: chosen by the contact; null: no such picture, or a broken one. Nothing is read beyond the given bytes.
 */
import { type PictureType, pictureType } from "./sniff.ts"

export type Dimensions = { readonly width: number; readonly height: number; readonly moves: boolean }

const tag = (view: DataView, at: number): string =>
  at + 4 > view.byteLength ? "" : String.fromCharCode(...[0, 1, 2, 3].map(i => view.getUint8(at + i)))

/** Markers of the frame: all of C0 to CF but those for tables. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

const jpeg = (view: DataView): Dimensions | null => {
  for (let at = 2; at + 9 < view.byteLength; ) {
    if (view.getUint8(at) !== 0xff) return null
    const marker = view.getUint8(at + 1)
    if (marker === 0xff) at += 1
    else if (isFrame(marker)) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5), moves: false }
    else at += 2 + view.getUint16(at + 2)
  }
  return null
}

const png = (view: DataView): Dimensions | null => {
  if (view.byteLength < 33 || tag(view, 12) !== "IHDR") return null
  // An animation says so before the first picture.
  let moves = false
  for (let at = 33; at + 8 <= view.byteLength; at += 12 + view.getUint32(at)) {
    const type = tag(view, at + 4)
    if (type === "acTL") moves = true
    if (type === "acTL" || type === "IDAT") break
  }
  return { width: view.getUint32(16), height: view.getUint32(20), moves }
}

/** Bytes of a table of colours, by the flags before it. */
const colours = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1))

/** Where a list of blocks, each with its length before it, ends. */
const afterBlocks = (view: DataView, from: number): number => {
  let at = from
  while (at < view.byteLength && view.getUint8(at) !== 0) at += 1 + view.getUint8(at)
  return at + 1
}

/** The second picture of a GIF makes it move. */
const gif = (view: DataView): Dimensions | null => {
  if (view.byteLength < 13) return null
  const size = { width: view.getUint16(6, true), height: view.getUint16(8, true) }
  let pictures = 0
  for (let at = 13 + colours(view.getUint8(10)); at + 10 < view.byteLength && pictures < 2; ) {
    const kind = view.getUint8(at)
    if (kind === 0x21) at = afterBlocks(view, at + 2)
    else if (kind === 0x2c) {
      pictures += 1
      at = afterBlocks(view, at + 11 + colours(view.getUint8(at + 9)))
    } else break
  }
  return { ...size, moves: pictures > 1 }
}

const uint24 = (view: DataView, at: number): number => view.getUint16(at, true) + view.getUint8(at + 2) * 65_536

const webp = (view: DataView): Dimensions | null => {
  if (view.byteLength < 30) return null
  switch (tag(view, 12)) {
    case "VP8X":
      return { width: uint24(view, 24) + 1, height: uint24(view, 27) + 1, moves: (view.getUint8(20) & 2) !== 0 }
    case "VP8 ":
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff, moves: false }
    case "VP8L": {
      const bits = view.getUint32(21, true)
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1, moves: false }
    }
    default:
      return null
  }
}

/** The size is in a box, the same for all its pictures: "ispe", with 4 bytes before width and height. */
const avif = (view: DataView): Dimensions | null => {
  let [width, height] = [0, 0]
  for (let at = 8; at + 16 <= Math.min(view.byteLength, 16_384); at++)
    if (tag(view, at) === "ispe") {
      width = Math.max(width, view.getUint32(at + 8))
      height = Math.max(height, view.getUint32(at + 12))
    }
  return { width, height, moves: tag(view, 8) === "avis" }
}

const readers: Readonly<Record<PictureType, (view: DataView) => Dimensions | null>> = {
  "image/jpeg": jpeg,
  "image/png": png,
  "image/gif": gif,
  "image/webp": webp,
  "image/avif": avif,
}

/** Of a whole picture, or as much of it as its size stands in. */
export const dimensionsOf = (bytes: Uint8Array): Dimensions | null => {
  const type = pictureType(bytes)
  if (type === null) return null
  try {
    const found = readers[type](new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    return found && found.width > 0 && found.height > 0 ? found : null
  } catch (e) {
    if (e instanceof RangeError) return null // cut off in the middle of a number
    throw e
  }
}

/** Pixels that are decoded for somebody else: those of a large camera, 256 MB; fewer where each picture has many frames. */
const mostPixels = 64_000_000
const mostMoving = 8_000_000
const mostSide = 16_384

export const isShowable = ({ width, height, moves }: Dimensions): boolean =>
  Math.max(width, height) <= mostSide && width * height <= (moves ? mostMoving : mostPixels)
