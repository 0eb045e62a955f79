/**
 * The encrypted stream of a file: made chunk by chunk, and taken apart again, never more than a chunk in memory.
 *
 *   stream  = box stream of (length (8 bytes) header content "#"*) and its tag, cut into chunks
 *   length  = bytes of header and content          header = name (short) extra ("0" / "1" short)
 *
 * Spec:  xftp.md, "XFTP procedure".
 * Peer:  Simplex.FileTransfer.Crypto: encryptFile, decryptChunks; Types, FileHeader; Agent, encryptFileForUpload.
 * Note:  the peer gives a file cut short when the length is too large for the chunks; we refuse it.
 * Trust: the stream was made by a contact, its bytes come from servers. Only XftpError escapes; nothing is closed, hence
 *        shown, before digest, tag and length have been checked.
 */

import { CryptoError } from "../crypto/error.ts"
import { sha512Stream } from "../crypto/hash.ts"
import { boxStream, checkTag, tagSize } from "../crypto/stream.ts"
import { Reader } from "../encoding/buffer.ts"
import { type Bytes, concat, DecodeError, equal, utf8 } from "../encoding/bytes.ts"
import { type Codec, counter, encode, map, maybe, short, struct } from "../encoding/codec.ts"
import { chunkBuffers } from "./buffers.ts"
import { hardSizeLimit, prepareChunkSizes, singleChunkSize, streamOverhead } from "./chunks.ts"
import type { Description } from "./description.ts"
import { XftpError } from "./error.ts"
import type { ChunkStore, Sink, Source } from "./source.ts"

/** Bytes that are read, encrypted or written at once. */
const pieceSize = 1 << 18

/** What is not UTF-8 in a name is replaced, not refused. */
const lenient: Codec<string> = map(short, b => new TextDecoder().decode(b), utf8)
const fileHeader = struct({ name: lenient, extra: maybe(lenient) })

/** How a file will be sent; follows from its name, its size and whether it is a redirect's description. */
export type Layout = { readonly header: Bytes; readonly sizes: readonly number[]; readonly total: number }

/** Throws XftpError SIZE over 5 GB, or when it does not fit one chunk and has to; a name may have 255 bytes. */
export const layOut = (name: string, size: number, isRedirect = false): Layout => {
  if (size > hardSizeLimit || utf8(name).length > 255) throw new XftpError("SIZE")
  const header = encode(fileHeader, { name, extra: null })
  const stream = header.length + size + streamOverhead
  const single = singleChunkSize(stream)
  if (isRedirect && single === null) throw new XftpError("SIZE")
  const sizes = isRedirect && single !== null ? [single] : prepareChunkSizes(stream)
  return { header, sizes, total: sizes.reduce((a, b) => a + b, 0) }
}

/** A chunk of the stream, numbered from 1. */
export type EncryptedChunk = { readonly no: number; readonly bytes: Bytes }

/** The content in pieces, each read while the one before it is being used. Throws XftpError SOURCE. */
async function* piecesOf(source: Source): AsyncGenerator<Bytes> {
  const read = (offset: number): Promise<Bytes> | null => {
    const piece = offset < source.size ? source.read(offset, Math.min(pieceSize, source.size - offset)) : null
    // nobody may want it any more when it fails
    piece?.catch(ignore)
    return piece
  }
  let next = read(0)
  for (let at = 0; next !== null; at += pieceSize) {
    const piece: Bytes = await next
    if (piece.length !== Math.min(pieceSize, source.size - at)) throw new XftpError("SOURCE")
    next = read(at + pieceSize)
    yield piece
  }
}
const ignore = () => undefined

/** The chunks in order, in memory of `buffers`; the same for the same source. Returns the SHA-512 of all. Throws XftpError SOURCE. */
export async function* encryptChunks(
  { header, sizes, total }: Layout,
  key: Bytes,
  nonce: Bytes,
  source: Source,
  buffers = chunkBuffers(),
): AsyncGenerator<EncryptedChunk, Bytes> {
  const box = boxStream(key, nonce)
  const hash = await sha512Stream()
  const pieces = piecesOf(source)
  const contentEnd = 8 + header.length + source.size
  const padEnd = total - tagSize
  let at = 0
  /** Read, but not yet encrypted. */
  let plain: Bytes = concat(encode(counter, header.length + source.size), header)
  /** Writes the next bytes of the stream to the start of `to`: how many. */
  const next = async (to: Bytes): Promise<number> => {
    if (at >= padEnd) {
      to.set(box.tag())
      return tagSize
    }
    if (at >= contentEnd) plain = new Uint8Array(Math.min(pieceSize, padEnd - at)).fill(0x23)
    else if (plain.length === 0) plain = (await pieces.next()).value
    const part = plain.subarray(0, to.length)
    box.encrypt(part, to)
    plain = plain.subarray(part.length)
    return part.length
  }
  for (const [i, size] of sizes.entries()) {
    const bytes = buffers.take(size)
    for (let filled = 0; filled < size; ) {
      const length = await next(bytes.subarray(filled))
      filled += length
      at += length
    }
    hash.update(bytes)
    yield { no: i + 1, bytes }
  }
  return hash.digest()
}

/** Length and header at the start of the first piece. */
const readStart = (first: Bytes, total: number) => {
  const r = new Reader(first)
  const length = counter.read(r)
  const from = r.offset
  const { name } = fileHeader.read(r)
  const size = length - (r.offset - from)
  if (size < 0 || length > total - streamOverhead) throw new DecodeError("length out of range")
  return { name, size, rest: first.slice(r.offset) }
}

/**
 * Decrypts the chunks of `d` from the store into the sink, and closes it. Throws XftpError DIGEST or DECRYPT and what
 * store and sink throw; the sink is then aborted.
 */
export const decryptChunks = async (
  d: Pick<Description, "size" | "digest" | "key" | "nonce" | "chunks">,
  chunks: ChunkStore,
  sink: Sink,
): Promise<void> => {
  const box = boxStream(d.key, d.nonce)
  const hash = await sha512Stream()
  const tagAt = d.size - tagSize
  let at = 0
  /** Bytes of content that are still to come; null before the first piece. */
  let left: number | null = null
  let tag: Bytes = new Uint8Array(0)

  const take = async (plain: Bytes): Promise<void> => {
    let content = plain
    if (left === null) {
      const file = readStart(plain, d.size)
      await sink.open({ name: file.name, size: file.size })
      left = file.size
      content = file.rest
    }
    const kept = content.subarray(0, left)
    left -= kept.length
    if (kept.length > 0) await sink.write(kept)
  }

  try {
    for (const { no, size } of d.chunks) {
      for (let offset = 0; offset < size; offset += pieceSize) {
        const sealed = await chunks.read(no, offset, Math.min(pieceSize, size - offset))
        hash.update(sealed)
        const inStream = Math.max(0, Math.min(sealed.length, tagAt - at))
        tag = concat(tag, sealed.subarray(inStream))
        at += sealed.length
        const piece = sealed.subarray(0, inStream)
        if (inStream > 0) await take(box.decrypt(piece, piece))
      }
      await chunks.passed?.(no)
    }
    if (at !== d.size || left !== 0) throw new XftpError("SIZE")
    if (!equal(hash.digest(), d.digest)) throw new XftpError("DIGEST")
    checkTag(box, tag)
    await sink.close()
  } catch (cause) {
    await sink.abort()
    if (cause instanceof DecodeError || cause instanceof CryptoError) throw new XftpError("DECRYPT", { cause })
    throw cause
  }
}
