/**
 * Compressed chat messages.
 *
 *   list    = count (1 byte, not 0) element*        after the "X" of a message body
 *   element = "0" short | "1" large(frame)          frame: one zstd frame that tells its content size
 *   bare    = frame                                 after the "X" of short link user data: no list around it
 *
 * Spec:  RFC 8878 for the frame header and the chain of blocks, which are read here before anything is decompressed.
 * Peer:  Simplex.Messaging.Compression; Simplex.Chat.Protocol, compressedBatchMsgBody_.
 * Note:  frames without a content size become empty text at the peer, without an error; it loses such messages, we refuse
 *        to read them. Refused as well: more than one frame, skippable frames, anything after the frame, dictionaries,
 *        and content over the caller's limit (the peer has none).
 * Note:  decompression is libzstd in WASM and not the smaller fzstd: that one does not check whether a block's bits ran
 *        out, so a frame of a few bytes can keep it busy for hours.
 * Trust: chosen by the contact; sizes are checked before memory is taken, and only DecodeError escapes.
 */

import { Reader } from "../encoding/buffer.ts"
import { ascii, type Bytes, concat, DecodeError, toBytes } from "../encoding/bytes.ts"
import { decode, encode, large, nonEmpty, short, struct, variant } from "../encoding/codec.ts"

/** Bytes that one received body may grow to, all elements together. Senders keep bodies under 15602. */
export const maxDecompressed = 65536

/** Below this the peer sends texts as they are, compression gains nothing. */
const maxPlain = 180
const level = 3

const mark = ascii("X")

const element = variant({ plain: ["0", struct({ bytes: short })], zstd: ["1", struct({ frame: large })] })
const elements = nonEmpty(element)

/**
 * The decompressor's bytes, outside of Node, where the package reads its own file. Fetched and checked here because the
 * package's loader never settles when that goes wrong, and cannot be called a second time.
 */
const fetchWasm = async (): Promise<ArrayBuffer | undefined> => {
  const url = new URL("../../node_modules/@bokuweb/zstd-wasm/dist/web/zstd.wasm", import.meta.url)
  if (url.protocol === "file:") return undefined
  const response = await fetch(url)
  const wasm = await response.arrayBuffer()
  if (!response.ok || !WebAssembly.validate(wasm)) throw new Error("decompressor not available")
  return wasm
}

const loadZstd = async () => {
  const zstd = await import("@bokuweb/zstd-wasm")
  // typed as in Node, without the parameter that the browser's build has
  const init: (wasm?: ArrayBuffer) => Promise<void> = zstd.init
  await init(await fetchWasm())
  return zstd
}
let loading: ReturnType<typeof loadZstd> | undefined

/** Loads the WASM once, when first needed. A failure (offline before it was cached) is forgotten, to be tried again. */
const zstd = async () => {
  loading ??= loadZstd()
  const current = loading
  try {
    return await current
  } catch (e) {
    if (loading === current) loading = undefined
    throw e
  }
}

const littleEndian = (b: Uint8Array): number => b.reduceRight((n, x) => n * 256 + x, 0)

/** Content size of the frame. Throws DecodeError unless the bytes are exactly one frame that tells it. */
const contentSize = (frame: Bytes): number => {
  const r = new Reader(frame)
  if (!r.skip("\x28\xb5\x2f\xfd")) r.fail("not a zstd frame")
  const descriptor = r.byte()
  const isSingleSegment = (descriptor & 0x20) !== 0
  if ((descriptor & 0x0b) !== 0) r.fail("reserved bit or dictionary")
  if (!isSingleSegment) r.byte() // window size: means nothing when the content is decompressed in one piece
  const sizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0
  if (sizeBytes === 0) r.fail("content size unknown")
  const size = littleEndian(r.take(sizeBytes)) + (sizeBytes === 2 ? 256 : 0)
  for (let isLast = false; !isLast; ) {
    const header = littleEndian(r.take(3))
    const type = (header >> 1) & 3
    if (type === 3) r.fail("reserved block type")
    isLast = (header & 1) === 1
    r.take(type === 1 ? 1 : header >> 3)
  }
  if ((descriptor & 4) !== 0) r.take(4)
  if (r.left > 0) r.fail("bytes after the frame")
  return size
}

/** Decompresses one bare frame to at most `limit` bytes. Rejects with DecodeError, or another error if loading fails. */
export const decompressFrame = async (frame: Bytes, limit: number = maxDecompressed): Promise<Bytes> => {
  const size = contentSize(frame)
  if (size > limit) throw new DecodeError(`compressed content of ${size} bytes`)
  const { decompress } = await zstd()
  let content: Bytes
  try {
    content = toBytes(decompress(frame))
  } catch {
    throw new DecodeError("damaged zstd frame")
  }
  if (content.length !== size) throw new DecodeError("content size differs")
  return content
}

/** One bare frame that tells its content size. */
export const compressFrame = async (content: Bytes): Promise<Bytes> => {
  const { compress } = await zstd()
  return toBytes(compress(content, level))
}

/**
 * The texts of a list, each by itself: a damaged one does not spoil the others. Together at most `limit` bytes.
 * Rejects with DecodeError when the list itself cannot be read.
 */
export const decompressList = async (
  list: Bytes,
  limit: number = maxDecompressed,
): Promise<readonly (Bytes | DecodeError)[]> => {
  let left = limit
  const texts: (Bytes | DecodeError)[] = []
  for (const e of decode(elements, list)) {
    try {
      const text = e.type === "plain" ? e.bytes : await decompressFrame(e.frame, left)
      left -= text.length
      texts.push(text)
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error
      texts.push(error)
    }
  }
  return texts
}

/** "X" and a list of one element. */
export const compressBody = async (body: Bytes): Promise<Bytes> => {
  const list = encode(elements, [
    body.length <= maxPlain ? { type: "plain", bytes: body } : { type: "zstd", frame: await compressFrame(body) },
  ])
  return concat(mark, list)
}

/** User data of a short link, bare or as it is. Rejects with DecodeError. */
export const decompressUserData = async (data: Bytes): Promise<Bytes> =>
  data[0] === 0x58 ? await decompressFrame(data.slice(1)) : data

/** User data of a short link: compressed when over 10240 bytes, as the peer does. */
export const compressUserData = async (json: Bytes): Promise<Bytes> =>
  json.length > 10240 ? concat(mark, await compressFrame(json)) : json
