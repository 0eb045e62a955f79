/**
 * The box stream of stream.ts over the module of salsa.ts.
 *
 * A piece is copied to the module's memory, to where it lies in the blocks of both, is encrypted and hashed there, and
 * copied out: between two calls the memory holds nothing, so that all streams share it.
 *
 * Spec:  D. J. Bernstein, "Extending the Salsa20 nonce"; RFC 8439, 2.5.
 * Trust: as stream.ts.
 */
import { hsalsa } from "@noble/ciphers/salsa.js"
import { type Bytes, toBytes } from "../encoding/bytes.ts"
import { sigma } from "./box.ts"
import { dataAt, hashAt, keyAt, lanes, matrixAt, room, type Salsa, stateSize } from "./salsa.ts"
import type { BoxStream } from "./stream.ts"

const blockSize = 64
/** Of a block of Poly1305, and of a tag. */
const hashBlock = 16
/** The counter in the matrix. */
const counterAt = matrixAt + 32

const words = (bytes: Bytes): Uint32Array<ArrayBuffer> => new Uint32Array(bytes.slice().buffer)

/** The words of the first block: what XSalsa20 gives Salsa20. */
const matrixOf = (key: Bytes, nonce: Bytes): Uint32Array => {
  const inner = new Uint32Array(8)
  hsalsa(sigma, words(key), words(nonce.subarray(0, 16)), inner)
  const [s0 = 0, s1 = 0, s2 = 0, s3 = 0] = sigma
  const [n0 = 0, n1 = 0] = words(nonce.subarray(16))
  return Uint32Array.of(s0, ...inner.subarray(0, 4), s1, n0, n1, 0, 0, s2, ...inner.subarray(4), s3)
}

const limb = 0x3ffffff

/** 128 bits, clamped as Poly1305 wants it, as five limbs. */
export const limbsOf = (r: Bytes): BigUint64Array => {
  const [w0 = 0, w1 = 0, w2 = 0, w3 = 0] = words(r)
  const limbs = [w0, (w0 >>> 26) | (w1 << 6), (w1 >>> 20) | (w2 << 12), (w2 >>> 14) | (w3 << 18), w3 >>> 8]
  const clamp = [0x3ffffff, 0x3ffff03, 0x3ffc0ff, 0x3f03fff, 0x00fffff]
  return BigUint64Array.from(limbs, (l, i) => BigInt(l & (clamp[i] ?? 0)))
}

/** (h mod 2^130 - 5) + s, as 16 bytes, in a time that does not depend on them. */
export const tagOf = (hash: readonly number[], s: Bytes): Bytes => {
  const h = [...hash]
  const carry = (from: number, to: number, times: number) => {
    h[to] = (h[to] ?? 0) + ((h[from] ?? 0) >>> 26) * times
    h[from] = (h[from] ?? 0) & limb
  }
  for (const i of [0, 1, 2, 3]) carry(i, i + 1, 1)
  carry(4, 0, 5)
  for (const i of [0, 1, 2, 3]) carry(i, i + 1, 1)
  // h + 5 reaches 2^130 exactly when h is not yet reduced
  let over = 5
  const reduced = h.map(l => {
    const sum = l + over
    over = sum >>> 26
    return sum & limb
  })
  const [h0 = 0, h1 = 0, h2 = 0, h3 = 0, h4 = 0] = h.map((l, i) => (l & (over - 1)) | ((reduced[i] ?? 0) & -over))
  const tag = Uint32Array.of(
    h0 | (h1 << 26),
    (h1 >>> 6) | (h2 << 20),
    (h2 >>> 12) | (h3 << 14),
    (h3 >>> 18) | (h4 << 8),
  )
  let sum = 0
  for (const [i, word] of words(s).entries()) {
    sum = Math.floor(sum / 2 ** 32) + (tag[i] ?? 0) + word
    tag[i] = sum
  }
  return toBytes(tag)
}

/** `key` as `boxKey` gives it, nonce of 24 bytes. */
export const fastStream = (salsa: Salsa, key: Bytes, nonce: Bytes): BoxStream => {
  const memory = new Uint8Array(salsa.memory.buffer)
  const state = new Uint8Array(stateSize)
  const counter = new DataView(state.buffer)
  /** Hashed, but not yet a whole block: the last `at % hashBlock` bytes. */
  const rest = new Uint8Array(hashBlock)
  let at = 0

  /** Groups of blocks of Salsa20 that a piece of this length lies in. */
  const groupsOf = (length: number): number => Math.ceil(((at % blockSize) + length) / (blockSize * lanes))

  const crypt = (length: number): void => salsa.salsa(dataAt, groupsOf(length))
  const hash = (length: number): void => {
    const kept = at % hashBlock
    const from = dataAt + (at % blockSize)
    memory.set(rest.subarray(0, kept), from - kept)
    const blocks = Math.floor((kept + length) / hashBlock)
    salsa.poly(from - kept, blocks, 1 << 24)
    rest.set(memory.subarray(from - kept + blocks * hashBlock, from + length))
  }

  /** At most `room` bytes. Does the steps one after the other, and leaves nothing. */
  const some = (piece: Bytes, to: Bytes, steps: readonly ((length: number) => void)[]): void => {
    const { length } = piece
    const from = dataAt + (at % blockSize)
    memory.set(state, matrixAt)
    memory.set(piece, from)
    for (const step of steps) step(length)
    to.set(memory.subarray(from, from + length))
    state.set(memory.subarray(matrixAt, stateSize))
    memory.fill(0, 0, dataAt + groupsOf(length) * blockSize * lanes)
    at += length
    // the last group may have gone further than the piece
    counter.setUint32(counterAt, Math.floor(at / blockSize), true)
  }

  const apply =
    (...steps: readonly ((length: number) => void)[]) =>
    (piece: Bytes, to: Bytes = new Uint8Array(piece.length)): Bytes => {
      for (let done = 0; done < piece.length; done += room)
        some(piece.subarray(done, done + room), to.subarray(done), steps)
      return to
    }

  state.set(toBytes(matrixOf(key, nonce)), matrixAt)
  const tagKey = apply(crypt)(new Uint8Array(2 * hashBlock))
  state.set(toBytes(limbsOf(tagKey.subarray(0, hashBlock))), keyAt)
  return {
    encrypt: apply(crypt, hash),
    decrypt: apply(hash, crypt),
    tag: () => {
      const kept = at % hashBlock
      const last = new Uint8Array(hashBlock)
      last.set(rest.subarray(0, kept))
      last[kept] = 1
      memory.set(state, matrixAt)
      memory.set(last, dataAt)
      if (kept > 0) salsa.poly(dataAt, 1, 0)
      const h = [...new BigUint64Array(salsa.memory.buffer, hashAt, 5)].map(Number)
      memory.fill(0, 0, dataAt + hashBlock)
      return tagOf(h, tagKey.subarray(hashBlock))
    },
  }
}
