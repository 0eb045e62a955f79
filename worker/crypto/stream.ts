/**
 * The box of box.ts for what is too long to hold: piece by piece, with the tag at the end. For files and chunks.
 *
 *   stream = ciphertext tag (16 bytes)         ciphertext and tag as in a box, but in this order
 *
 * Spec:  xftp.md, "Cryptographic algorithms".
 * Peer:  Simplex.Messaging.Crypto.Lazy: sbInit, cbInit, sbEncryptChunk, sbDecryptChunk, sbAuth.
 * Note:  decrypted pieces are given out before the tag is checked: the caller must not let anybody see them until `tag`
 *        was compared. Encrypting the same bytes again from the start gives the same stream, which is what resuming does;
 *        other bytes under the same key and nonce would give both away.
 * Trust: pieces come from servers and contacts and may be anything; keys and nonces are checked for their length.
 */
import { poly1305 } from "@noble/ciphers/_poly1305.js"
import { xsalsa20 } from "@noble/ciphers/salsa.js"
import { type Bytes, toBytes } from "../encoding/bytes.ts"
import { boxKey, nonceSize } from "./box.ts"
import { CryptoError } from "./error.ts"
import { equalConstantTime } from "./hash.ts"

export const tagSize = 16
const blockSize = 64
/** The first half of the first block is the key of the tag. */
const start = 32

export type BoxStream = {
  /** The next bytes of the ciphertext; same length, written to the start of `to` if given. */
  encrypt(piece: Bytes, to?: Bytes): Bytes
  /** The next bytes of the plaintext; same length, not yet to be believed. */
  decrypt(piece: Bytes, to?: Bytes): Bytes
  /** 16 bytes over all ciphertext so far. Nothing may be encrypted or decrypted after it. */
  tag(): Bytes
}

/** Begins at a whole word. */
const isAligned = (bytes: Bytes): boolean => bytes.byteOffset % 4 === 0

/** Key (random, or a DH secret) of 32 and nonce of 24 bytes. Throws CryptoError KEY. Up to 256 GB. */
export const boxStream = (secret: Bytes, nonce: Bytes): BoxStream => {
  if (nonce.length !== nonceSize) throw new CryptoError("KEY", `nonce of ${nonce.length} bytes`)
  const key = boxKey(secret)
  const mac = poly1305.create(xsalsa20(key, nonce, new Uint8Array(start)))
  let at = start

  /** Up to the next block of the key stream with what is left of the last one, then whole blocks where they are. */
  const apply = (piece: Bytes, out: Bytes): Bytes => {
    const skip = at % blockSize
    const head = skip === 0 ? 0 : Math.min(piece.length, blockSize - skip)
    if (head > 0) {
      const block = new Uint8Array(blockSize)
      block.set(piece.subarray(0, head), skip)
      xsalsa20(key, nonce, block, block, (at - skip) / blockSize)
      out.set(block.subarray(skip, skip + head))
    }
    if (head < piece.length) {
      const from = piece.subarray(head)
      const to = out.subarray(head, piece.length)
      const block = (at + head) / blockSize
      // The library would go byte by byte. Chunks have their blocks at whole words, what comes from outside often has not.
      if (!isAligned(to)) to.set(xsalsa20(key, nonce, from.slice(), undefined, block))
      else if (isAligned(from)) xsalsa20(key, nonce, from, to, block)
      else {
        to.set(from)
        xsalsa20(key, nonce, to, to, block)
      }
    }
    at += piece.length
    return out
  }

  return {
    encrypt: (piece, to = new Uint8Array(piece.length)) => {
      apply(piece, to)
      mac.update(to.subarray(0, piece.length))
      return to
    },
    decrypt: (piece, to = new Uint8Array(piece.length)) => {
      mac.update(piece)
      return apply(piece, to)
    },
    tag: () => toBytes(mac.digest()),
  }
}

/** Compares the tag at the end with the one received. Throws CryptoError DECRYPT. */
export const checkTag = (stream: BoxStream, received: Bytes): void => {
  if (!equalConstantTime(stream.tag(), received)) throw new CryptoError("DECRYPT", "stream authentication failed")
}
