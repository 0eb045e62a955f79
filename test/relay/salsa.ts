/**
 * XSalsa20-Poly1305 for the relay, written apart from the worker's so that a mistake in one is not repeated by the other.
 * node:crypto has neither half of it.
 *
 *   subkey = HSalsa20(HSalsa20(secret, 0^16), nonce[0..16])       the first step is what makes it a crypto_box
 *   stream = Salsa20(subkey, nonce[16..24])                        32 bytes of it are the Poly1305 key
 *   sealed = Poly1305(ciphertext) (16 bytes) ciphertext
 *
 * Spec:  simplex-messaging.md, "Cryptographic algorithms"; the Salsa20 and Poly1305 papers of D. J. Bernstein.
 * Peer:  Simplex.Messaging.Crypto: cryptoBox, xSalsa20.
 * Note:  test code: fast enough, but nothing here runs in constant time except the comparison of tags.
 */
import { timingSafeEqual } from "node:crypto"
import type { Bytes } from "../../worker/encoding/bytes.ts"

const rotate = (x: number, n: number): number => (x << n) | (x >>> (32 - n))

/** The twenty rounds and the final addition, from `from` into `to` (16 words each). */
const salsa20 = (from: Uint32Array, to: Uint32Array): void => {
  // no helper and no destructuring here: both cost more than a round, some 256 times a message
  let a0 = from[0] as number
  let a1 = from[1] as number
  let a2 = from[2] as number
  let a3 = from[3] as number
  let b0 = from[4] as number
  let b1 = from[5] as number
  let b2 = from[6] as number
  let b3 = from[7] as number
  let c0 = from[8] as number
  let c1 = from[9] as number
  let c2 = from[10] as number
  let c3 = from[11] as number
  let d0 = from[12] as number
  let d1 = from[13] as number
  let d2 = from[14] as number
  let d3 = from[15] as number
  for (let i = 0; i < 10; i++) {
    b0 ^= rotate((a0 + d0) | 0, 7)
    c0 ^= rotate((b0 + a0) | 0, 9)
    d0 ^= rotate((c0 + b0) | 0, 13)
    a0 ^= rotate((d0 + c0) | 0, 18)
    c1 ^= rotate((b1 + a1) | 0, 7)
    d1 ^= rotate((c1 + b1) | 0, 9)
    a1 ^= rotate((d1 + c1) | 0, 13)
    b1 ^= rotate((a1 + d1) | 0, 18)
    d2 ^= rotate((c2 + b2) | 0, 7)
    a2 ^= rotate((d2 + c2) | 0, 9)
    b2 ^= rotate((a2 + d2) | 0, 13)
    c2 ^= rotate((b2 + a2) | 0, 18)
    a3 ^= rotate((d3 + c3) | 0, 7)
    b3 ^= rotate((a3 + d3) | 0, 9)
    c3 ^= rotate((b3 + a3) | 0, 13)
    d3 ^= rotate((c3 + b3) | 0, 18)
    a1 ^= rotate((a0 + a3) | 0, 7)
    a2 ^= rotate((a1 + a0) | 0, 9)
    a3 ^= rotate((a2 + a1) | 0, 13)
    a0 ^= rotate((a3 + a2) | 0, 18)
    b2 ^= rotate((b1 + b0) | 0, 7)
    b3 ^= rotate((b2 + b1) | 0, 9)
    b0 ^= rotate((b3 + b2) | 0, 13)
    b1 ^= rotate((b0 + b3) | 0, 18)
    c3 ^= rotate((c2 + c1) | 0, 7)
    c0 ^= rotate((c3 + c2) | 0, 9)
    c1 ^= rotate((c0 + c3) | 0, 13)
    c2 ^= rotate((c1 + c0) | 0, 18)
    d0 ^= rotate((d3 + d2) | 0, 7)
    d1 ^= rotate((d0 + d3) | 0, 9)
    d2 ^= rotate((d1 + d0) | 0, 13)
    d3 ^= rotate((d2 + d1) | 0, 18)
  }
  to[0] = a0 + (from[0] as number)
  to[1] = a1 + (from[1] as number)
  to[2] = a2 + (from[2] as number)
  to[3] = a3 + (from[3] as number)
  to[4] = b0 + (from[4] as number)
  to[5] = b1 + (from[5] as number)
  to[6] = b2 + (from[6] as number)
  to[7] = b3 + (from[7] as number)
  to[8] = c0 + (from[8] as number)
  to[9] = c1 + (from[9] as number)
  to[10] = c2 + (from[10] as number)
  to[11] = c3 + (from[11] as number)
  to[12] = d0 + (from[12] as number)
  to[13] = d1 + (from[13] as number)
  to[14] = d2 + (from[14] as number)
  to[15] = d3 + (from[15] as number)
}

const words = (b: Bytes): Uint32Array => {
  const view = new DataView(b.buffer, b.byteOffset, b.byteLength)
  return Uint32Array.from({ length: b.length / 4 }, (_, i) => view.getUint32(4 * i, true))
}

const pick = (w: Uint32Array, ...at: readonly number[]): Uint32Array => Uint32Array.from(at, i => w[i] ?? 0)

const sigma = words(new TextEncoder().encode("expand 32-byte k"))

/** The 16 words that the rounds start from: key (8 words) and input (4 words) between the four constants. */
const block = (key: Uint32Array, input: Uint32Array): Uint32Array => {
  const w = new Uint32Array(16)
  for (let i = 0; i < 4; i++) {
    w[5 * i] = sigma[i] ?? 0
    w[1 + i] = key[i] ?? 0
    w[6 + i] = input[i] ?? 0
    w[11 + i] = key[4 + i] ?? 0
  }
  return w
}

const hsalsa = (key: Uint32Array, input: Uint32Array): Uint32Array => {
  const from = block(key, input)
  const out = new Uint32Array(16)
  salsa20(from, out)
  // unlike Salsa20 it has no final addition
  for (let i = 0; i < 16; i++) out[i] = (out[i] as number) - (from[i] as number)
  return pick(out, 0, 5, 10, 15, 6, 7, 8, 9)
}

/**
 * Encrypts or decrypts words in place, from `at` on, and returns the key of the authenticator: the stream's first 32
 * bytes. The machine is taken to be little-endian.
 */
const applyStream = (secret: Bytes, nonce: Bytes, data: Uint32Array, at: number): Uint32Array => {
  const n = words(nonce)
  const key = hsalsa(hsalsa(words(secret), new Uint32Array(4)), n.subarray(0, 4))
  const state = block(key, pick(n, 4, 5, 6, 6))
  state[8] = 0 // the counter: the two words behind the nonce, of which the second stays zero
  state[9] = 0
  const stream = new Uint32Array(16)
  salsa20(state, stream)
  const authKey = stream.slice(0, 8)
  for (let to = at - 8; to < data.length; to += 16) {
    if (to >= at) {
      state[8] = (state[8] as number) + 1
      salsa20(state, stream)
    }
    const end = Math.min(16, data.length - to)
    for (let i = to < at ? 8 : 0; i < end; i++) data[to + i] = (data[to + i] as number) ^ (stream[i] as number)
  }
  return authKey
}

const limb = 2 ** 22
const mask = limb - 1

/**
 * The one-time authenticator (16 bytes) of `length` bytes from word `start` on, by a key of 8 words. Numbers are six limbs of 22 bits in doubles: 2^132 is 20
 * modulo 2^130 - 5, and the sums below stay under 2^52.
 */
const poly1305 = (k: Uint32Array, data: Uint32Array, start: number, length: number): Bytes => {
  const [k0, k1, k2, k3] = [k[0] ?? 0, k[1] ?? 0, k[2] ?? 0, k[3] ?? 0]
  const [w0, w1, w2, w3] = [k0 & 0x0fffffff, k1 & 0x0ffffffc, k2 & 0x0ffffffc, k3 & 0x0ffffffc]
  const r0 = w0 & mask
  const r1 = ((w0 >>> 22) | (w1 << 10)) & mask
  const r2 = ((w1 >>> 12) | (w2 << 20)) & mask
  const r3 = (w2 >>> 2) & mask
  const r4 = ((w2 >>> 24) | (w3 << 8)) & mask
  const r5 = w3 >>> 14
  const [s1, s2, s3, s4, s5] = [20 * r1, 20 * r2, 20 * r3, 20 * r4, 20 * r5]
  let [h0, h1, h2, h3, h4, h5] = [0, 0, 0, 0, 0, 0]
  const full = start + (length >> 4) * 4
  const last = new Uint32Array(4)
  const lastBytes = new Uint8Array(last.buffer)
  lastBytes.set(new Uint8Array(data.buffer, full * 4, length & 15))
  lastBytes[length & 15] = 1
  for (let at = start; at < full || (at === full && (length & 15) > 0); at += 4) {
    const whole = at < full
    const from = whole ? data : last
    const i = whole ? at : 0
    const m0 = from[i] as number
    const m1 = from[i + 1] as number
    const m2 = from[i + 2] as number
    const m3 = from[i + 3] as number
    h0 += m0 & mask
    h1 += ((m0 >>> 22) | (m1 << 10)) & mask
    h2 += ((m1 >>> 12) | (m2 << 20)) & mask
    h3 += (m2 >>> 2) & mask
    h4 += ((m2 >>> 24) | (m3 << 8)) & mask
    h5 += (m3 >>> 14) | (whole ? 1 << 18 : 0)
    const d0 = h0 * r0 + h1 * s5 + h2 * s4 + h3 * s3 + h4 * s2 + h5 * s1
    let d1 = h0 * r1 + h1 * r0 + h2 * s5 + h3 * s4 + h4 * s3 + h5 * s2
    let d2 = h0 * r2 + h1 * r1 + h2 * r0 + h3 * s5 + h4 * s4 + h5 * s3
    let d3 = h0 * r3 + h1 * r2 + h2 * r1 + h3 * r0 + h4 * s5 + h5 * s4
    let d4 = h0 * r4 + h1 * r3 + h2 * r2 + h3 * r1 + h4 * r0 + h5 * s5
    let d5 = h0 * r5 + h1 * r4 + h2 * r3 + h3 * r2 + h4 * r1 + h5 * r0
    let c = Math.floor(d0 / limb)
    h0 = d0 - c * limb
    d1 += c
    c = Math.floor(d1 / limb)
    h1 = d1 - c * limb
    d2 += c
    c = Math.floor(d2 / limb)
    h2 = d2 - c * limb
    d3 += c
    c = Math.floor(d3 / limb)
    h3 = d3 - c * limb
    d4 += c
    c = Math.floor(d4 / limb)
    h4 = d4 - c * limb
    d5 += c
    c = Math.floor(d5 / limb)
    h5 = d5 - c * limb
    h0 += 20 * c
    c = Math.floor(h0 / limb)
    h0 -= c * limb
    h1 += c
  }
  // once per message, so that whole numbers are fast enough
  const sum = [h5, h4, h3, h2, h1, h0].reduce((n, h) => (n << 22n) + BigInt(h), 0n) % ((1n << 130n) - 5n)
  const pad = [k[7], k[6], k[5], k[4]].reduce((n, w) => (n << 32n) + BigInt(w ?? 0), 0n)
  const tag = new DataView(new ArrayBuffer(16))
  tag.setBigUint64(0, BigInt.asUintN(64, sum + pad), true)
  tag.setBigUint64(8, BigInt.asUintN(64, (sum + pad) >> 64n), true)
  return new Uint8Array(tag.buffer)
}

const checked = (secret: Bytes, nonce: Bytes): void => {
  if (secret.length !== 32 || nonce.length !== 24) throw new RangeError("secret of 32 and nonce of 24 bytes wanted")
}

/** Room for tag and content, aligned to words; the content begins at word 4. */
const buffer = (content: Bytes): { data: Uint32Array<ArrayBuffer>; bytes: Bytes } => {
  const data = new Uint32Array(4 + Math.ceil(content.length / 4))
  const bytes = new Uint8Array(data.buffer)
  bytes.set(content, 16)
  return { data, bytes }
}

/** Tag (16 bytes) and ciphertext. */
export const sealBox = (secret: Bytes, nonce: Bytes, plaintext: Bytes): Bytes => {
  checked(secret, nonce)
  const { data, bytes } = buffer(plaintext)
  const authKey = applyStream(secret, nonce, data, 4)
  bytes.set(poly1305(authKey, data, 4, plaintext.length))
  return bytes.subarray(0, 16 + plaintext.length)
}

/** The plaintext, or null when the tag is wrong or missing. */
export const openBox = (secret: Bytes, nonce: Bytes, sealed: Bytes): Bytes | null => {
  checked(secret, nonce)
  if (sealed.length < 16) return null
  const length = sealed.length - 16
  const { data, bytes } = buffer(sealed.subarray(16))
  // decrypting before the check is harmless here: nothing is returned before it
  const ciphertext = data.slice()
  const authKey = applyStream(secret, nonce, data, 4)
  const tag = poly1305(authKey, ciphertext, 4, length)
  return timingSafeEqual(tag, sealed.subarray(0, 16)) ? bytes.slice(16, 16 + length) : null
}
