/**
 * Padding that hides the length of a message inside an encrypted block.
 *
 *   padded      = length (2 bytes) message "#"*
 *   paddedLarge = length (8 bytes) message "#"*      only for files
 *
 * Spec:  simplex-messaging.md, "SMP Transmission and transport block structure" (paddedString).
 * Peer:  Simplex.Messaging.Crypto: pad, unPad; Simplex.Messaging.Crypto.Lazy for the large form.
 * Note:  what fills the rest is not checked, as in the peer: it is authenticated by the box around it.
 * Note:  the peer's lazy reader returns a cut message when a large length is up to 8 bytes too big; we refuse it.
 * Trust: `unPad` takes bytes that passed authentication, but were chosen by the peer; only CryptoError PADDING escapes.
 */
import type { Bytes } from "../encoding/bytes.ts"
import { CryptoError } from "./error.ts"

const fill = 0x23

/** The longest message that any padded length can hold: the peer keeps two bytes below the limit of its length field. */
export const maxPaddedMessage = 65533

const padWith = (lengthSize: number, message: Bytes, paddedLength: number): Bytes => {
  const end = lengthSize + message.length
  if (end > paddedLength)
    throw new CryptoError("LARGE", `message of ${message.length} bytes does not fit ${paddedLength}`)
  const out = new Uint8Array(paddedLength)
  let n = message.length
  for (let i = lengthSize - 1; i >= 0; i--) {
    out[i] = n % 256
    n = Math.floor(n / 256)
  }
  out.set(message, lengthSize)
  return out.fill(fill, end)
}

const unPadWith = (lengthSize: number, padded: Bytes): Bytes => {
  if (padded.length < lengthSize) throw new CryptoError("PADDING", "no length before the padded message")
  let n = 0
  // eight bytes may exceed 2^53; then n is inexact, but far above any real length, so the comparison still holds
  for (let i = 0; i < lengthSize; i++) n = n * 256 + (padded[i] ?? 0)
  if (n > padded.length - lengthSize) throw new CryptoError("PADDING", "padded message is shorter than its length")
  return padded.slice(lengthSize, lengthSize + n)
}

/** `paddedLength` bytes. Throws CryptoError LARGE when the message does not fit or is longer than 65533 bytes. */
export const pad = (message: Bytes, paddedLength: number): Bytes => {
  if (message.length > maxPaddedMessage) throw new CryptoError("LARGE", `message of ${message.length} bytes`)
  return padWith(2, message, paddedLength)
}

/** The message without its padding. Throws CryptoError PADDING. */
export const unPad = (padded: Bytes): Bytes => unPadWith(2, padded)

/** As `pad`, with an 8-byte length: for files. Throws CryptoError LARGE. */
export const padLarge = (message: Bytes, paddedLength: number): Bytes => padWith(8, message, paddedLength)

/** As `unPad`, with an 8-byte length: for files. Throws CryptoError PADDING. */
export const unPadLarge = (padded: Bytes): Bytes => unPadWith(8, padded)
