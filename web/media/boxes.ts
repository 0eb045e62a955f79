/**
 * The boxes of MP4 and QuickTime files, as far as they have to be known: how much sound is inside, and where a phone wrote
 * down places and names.
 *
 *   box = size (uint32, with itself; 1: an uint64 follows; 0: to the end) type (4 letters) content
 *
 * Spec:  ISO/IEC 14496-12.
 * Trust: chosen by a contact: sizes are checked against what there is, depth and numbers are limited. Null: it is no such
 *        file, or a broken one.
 */

export type Box = {
  readonly type: string
  /** Bytes of the file, with and without the head; `end` is behind the last. */
  readonly start: number
  readonly body: number
  readonly end: number
}

/** More than any file has in one place. */
const mostBoxes = 512

const read = async (file: Blob, from: number, size: number): Promise<DataView> =>
  new DataView(await file.slice(from, from + size).arrayBuffer())

const letters = (view: DataView, at: number): string =>
  String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3))

/** The boxes between two places; null when they do not end where they should. */
export const boxesIn = async (file: Blob, from: number, to: number): Promise<readonly Box[] | null> => {
  const boxes: Box[] = []
  for (let start = from; start < to; ) {
    const view = await read(file, start, 16)
    if (view.byteLength < 8 || boxes.length === mostBoxes) return null
    const short = view.getUint32(0)
    if (short === 1 && view.byteLength < 16) return null
    const size = short === 1 ? Number(view.getBigUint64(8)) : short === 0 ? to - start : short
    const body = start + (short === 1 ? 16 : 8)
    const end = start + size
    if (end < body || end > to) return null
    boxes.push({ type: letters(view, 4), start, body, end })
    start = end
  }
  return boxes
}

/** The boxes at the end of a path such as "moov", "trak": of all tracks. */
const under = async (file: Blob, path: readonly string[]): Promise<readonly Box[]> => {
  let found = (await boxesIn(file, 0, file.size)) ?? []
  for (const [i, type] of path.entries()) {
    const here = found.filter(b => b.type === type)
    if (i === path.length - 1) return here
    found = (await Promise.all(here.map(async b => (await boxesIn(file, b.body, b.end)) ?? []))).flat()
  }
  return []
}

/** Samples of an AAC packet, of the kind that has most. */
const mostPerPacket = 2048

/**
 * Numbers that the whole sound of a voice message is decoded to, at most: packets times samples times channels, of all tracks;
 * null when it cannot be told, as in a file of fragments, whose index says nothing of what follows it.
 */
export const soundOf = async (file: Blob): Promise<number | null> => {
  const table = ["moov", "trak", "mdia", "minf", "stbl"]
  const sizes = await under(file, [...table, "stsz"])
  const kinds = await under(file, [...table, "stsd"])
  const isShort = sizes.some(b => b.end - b.body < 12) || kinds.some(b => b.end - b.body < 34)
  if (sizes.length === 0 || sizes.length !== kinds.length || isShort) return null
  if ((await under(file, ["moof"])).length > 0 || (await under(file, ["moov", "mvex"])).length > 0) return null
  const counts = await Promise.all(sizes.map(async b => (await read(file, b.body + 8, 4)).getUint32(0)))
  // Of the first entry: 8 bytes of the box before it, 16 of the entry's head, 8 reserved.
  const channels = await Promise.all(kinds.map(async b => (await read(file, b.body + 8 + 24, 2)).getUint16(0)))
  return counts.reduce((sum, n) => sum + n, 0) * mostPerPacket * Math.max(1, ...channels)
}

/** Where cameras put places, times and names. What they are for players to know is elsewhere. */
const telling = new Set(["udta", "meta", "uuid"])

/** Boxes that tell about whoever made the file: at the top, in its index and in its tracks. */
const tellingBoxes = async (file: Blob): Promise<readonly Box[]> => {
  const top = await boxesIn(file, 0, file.size)
  if (!top) return []
  const index = top.filter(b => b.type === "moov")
  const inside = (await Promise.all(index.map(b => boxesIn(file, b.body, b.end)))).flatMap(b => b ?? [])
  const tracks = inside.filter(b => b.type === "trak")
  const deepest = (await Promise.all(tracks.map(b => boxesIn(file, b.body, b.end)))).flatMap(b => b ?? [])
  return [...top, ...inside, ...deepest].filter(b => telling.has(b.type)).sort((a, b) => a.start - b.start)
}

const free = new TextEncoder().encode("free")

/**
 * The file without what its camera wrote about place and owner: these boxes become free space of the same size, so that
 * everything else stays where it is. What is no such file comes back as it is.
 */
export const withoutTelling = async (file: Blob): Promise<Blob> => {
  const boxes = await tellingBoxes(file)
  if (boxes.length === 0) return file
  const parts: BlobPart[] = []
  let at = 0
  for (const { start, body, end } of boxes) {
    const sizeField = file.slice(start, start + 4)
    const longSize = file.slice(start + 8, body)
    parts.push(file.slice(at, start), sizeField, free, longSize, new Uint8Array(end - body))
    at = end
  }
  return new Blob([...parts, file.slice(at)], { type: file.type })
}
