/**
 * Byte strings: the one alias used everywhere, and the conversions that the protocol needs.
 *
 * Trust: `fromHex`, `fromBase64url` and `fromUtf8` take foreign text or bytes; only DecodeError escapes.
 */

/** Byte strings that IndexedDB, WebCrypto and WebSocket all accept without a cast. */
export type Bytes = Uint8Array<ArrayBuffer>

/** Foreign bytes or text that do not have the declared form. Carries an offset where one is known, never content. */
export class DecodeError extends Error {
  override name = "DecodeError"
  readonly offset: number | undefined
  constructor(message: string, offset?: number) {
    super(offset === undefined ? message : `${message} at byte ${offset}`)
    this.offset = offset
  }
}

export const empty: Bytes = new Uint8Array(0)

/** A view of any typed array or Node Buffer as plain Bytes, copied only when it lies in shared memory. */
export const toBytes = (a: ArrayBufferView): Bytes =>
  a.buffer instanceof ArrayBuffer
    ? new Uint8Array(a.buffer, a.byteOffset, a.byteLength)
    : Uint8Array.from(new Uint8Array(a.buffer, a.byteOffset, a.byteLength))

/** One array of all bytes, in their order. */
export const concat = (...parts: readonly Uint8Array[]): Bytes => {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0))
  let at = 0
  for (const p of parts) {
    out.set(p, at)
    at += p.length
  }
  return out
}

/** Plain equality, for public values; secrets and tags are compared by `crypto/hash.equalConstantTime`. */
export const equal = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((x, i) => x === b[i])

const encoder = new TextEncoder()
const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

/** UTF-8; a lone surrogate becomes U+FFFD. */
export const utf8 = (text: string): Bytes => toBytes(encoder.encode(text))

/** Strict UTF-8, as the peer's decodeUtf8'. Throws DecodeError. */
export const fromUtf8 = (b: Uint8Array): string => {
  try {
    return strictUtf8.decode(b)
  } catch {
    throw new DecodeError("invalid UTF-8")
  }
}

/** ASCII only, for tags and other protocol words. */
export const ascii = (text: string): Bytes => Uint8Array.from(text, c => c.charCodeAt(0))

const hexDigits = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, "0"))

/** Lower case, two digits a byte. */
export const hex = (b: Uint8Array): string => {
  let out = ""
  for (const x of b) out += hexDigits[x]
  return out
}

export const fromHex = (text: string): Bytes => {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) throw new DecodeError("invalid hex")
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16))
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
const alphabetIndex = new Map([...alphabet].map((c, i) => [c, i]))

/** base64url without padding, as in short links. */
export const base64urlUnpadded = (b: Uint8Array): string => {
  let out = ""
  for (let i = 0; i < b.length; i += 3) {
    const left = b.length - i
    const n = ((b[i] ?? 0) << 16) | ((b[i + 1] ?? 0) << 8) | (b[i + 2] ?? 0)
    for (let k = 0; k < Math.min(4, left + 1); k++) out += alphabet[(n >> (18 - 6 * k)) & 63]
  }
  return out
}

/** base64url with `=` padding: the peer's strEncode of byte strings. */
export const base64url = (b: Uint8Array): string => {
  const text = base64urlUnpadded(b)
  return text + "=".repeat((4 - (text.length % 4)) % 4)
}

/** Reads base64url with or without padding; non-zero trailing bits are refused, as the peer does. */
export const fromBase64url = (text: string): Bytes => {
  const m = /^([A-Za-z0-9_-]*)(={0,2})$/.exec(text)
  const body = m?.[1] ?? ""
  const padding = m?.[2] ?? ""
  if (m === null || body.length % 4 === 1 || (padding !== "" && (body.length + padding.length) % 4 !== 0))
    throw new DecodeError("invalid base64url")
  const out = new Uint8Array(Math.floor((body.length * 3) / 4))
  let bits = 0
  let value = 0
  let at = 0
  for (const c of body) {
    value = ((value << 6) | (alphabetIndex.get(c) ?? 0)) & 0xffff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      out[at++] = (value >> bits) & 255
    }
  }
  if ((value & ((1 << bits) - 1)) !== 0) throw new DecodeError("base64url has trailing bits")
  return out
}
