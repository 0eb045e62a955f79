/**
 * Boxes of XSalsa20-Poly1305 and what is built from them: command authenticators and encrypted blocks.
 *
 *   key           = HSalsa20(secret, 16 zero bytes)         secret: DH result or random, 32 bytes
 *   box           = tag (16 bytes) ciphertext               crypto_box of NaCl
 *   padded box    = box of pad(message, paddedLength)       paddedLength + 16 bytes
 *   authenticator = box of sha512(message)                  80 bytes, nonce = corrId
 *   block         = padded box to 16368 bytes               16384 bytes, key and nonce from a chain
 *
 *   server's chain | client's chain = HKDF(salt = sessionId, dhSecret, "SimpleXSbChainInit", 64)
 *   next chain | key | nonce        = HKDF("", chain, "SimpleXSbChain", 88)
 *
 * Spec:  simplex-messaging.md, "Cryptographic algorithms", "Deniable client authentication scheme".
 * Peer:  Simplex.Messaging.Crypto: cbEncrypt, sbEncrypt, cbAuthenticate, sbcInit, sbcHkdf, reverseNonce;
 *        Simplex.Messaging.Transport: tPutBlock, tGetBlock.
 * Note:  the peer's "secret box" is this same crypto_box over a random key, not NaCl's secretbox, which has
 *        one HSalsa20 less.
 * Note:  HSalsa20 takes about 1 microsecond, a box of 16 KB 200: caching derived keys would gain nothing.
 * Trust: boxes come from servers and contacts; only CryptoError DECRYPT or PADDING escapes. Chains are secret; each
 *        key and nonce of a chain is for exactly one block.
 */
import { hsalsa, xsalsa20poly1305 } from "@noble/ciphers/salsa.js"
import { type Bytes, empty, toBytes } from "../encoding/bytes.ts"
import { CryptoError } from "./error.ts"
import { equalConstantTime, hkdfSha512, sha512 } from "./hash.ts"
import { pad, unPad } from "./pad.ts"

export const nonceSize = 24
export const boxOverhead = 16
export const authenticatorSize = 80
export const blockSize = 16384

// "expand 32-byte k", the constant of Salsa20
const sigma = Uint32Array.of(0x61707865, 0x3320646e, 0x79622d32, 0x6b206574)
const zeros = new Uint32Array(4)

/** The key of the cipher itself, from a secret of 32 bytes. Throws CryptoError KEY. */
export const boxKey = (secret: Bytes): Bytes => {
  if (secret.length !== 32) throw new CryptoError("KEY", `box secret of ${secret.length} bytes`)
  const key = new Uint32Array(8)
  // through a copy: the view needs an aligned offset
  hsalsa(sigma, new Uint32Array(secret.slice().buffer), zeros, key)
  return toBytes(key)
}

const cipher = (secret: Bytes, nonce: Bytes) => {
  if (nonce.length !== nonceSize) throw new CryptoError("KEY", `nonce of ${nonce.length} bytes`)
  return xsalsa20poly1305(boxKey(secret), nonce)
}

/** Encrypts without padding: 16 bytes longer than the message. Secret 32 bytes, nonce 24 bytes. Peer: cbEncryptNoPad. */
export const cryptoBoxNoPad = (secret: Bytes, nonce: Bytes, message: Bytes): Bytes =>
  // a copy, since the cipher returns a view whose buffer begins with its scratch area
  cipher(secret, nonce).encrypt(message).slice() as Bytes

/** Throws CryptoError DECRYPT when secret, nonce and box do not belong together. Peer: cbDecryptNoPad. */
export const openBoxNoPad = (secret: Bytes, nonce: Bytes, box: Bytes): Bytes => {
  const opener = cipher(secret, nonce)
  if (box.length < boxOverhead) throw new CryptoError("DECRYPT", `box of ${box.length} bytes`)
  try {
    return opener.decrypt(box).slice() as Bytes
  } catch (cause) {
    throw new CryptoError("DECRYPT", "box authentication failed", { cause })
  }
}

/** Pads to `paddedLength` and encrypts: paddedLength + 16 bytes. Throws CryptoError LARGE. Peer: cbEncrypt. */
export const cryptoBox = (secret: Bytes, nonce: Bytes, paddedLength: number, message: Bytes): Bytes =>
  cryptoBoxNoPad(secret, nonce, pad(message, paddedLength))

/** Decrypts and removes the padding. Throws CryptoError DECRYPT or PADDING. Peer: cbDecrypt. */
export const openBox = (secret: Bytes, nonce: Bytes, box: Bytes): Bytes => unPad(openBoxNoPad(secret, nonce, box))

/** The same box, over a random or derived key instead of a DH secret. Peer: sbEncrypt, sbDecrypt and their NoPad forms. */
export const secretBox = cryptoBox
export const openSecretBox = openBox
export const secretBoxNoPad = cryptoBoxNoPad
export const openSecretBoxNoPad = openBoxNoPad

/** A nonce of 24 bytes from an id of any length: cut, or filled with zeros. Peer: cbNonce. */
export const cbNonce = (id: Bytes): Bytes => {
  const nonce = new Uint8Array(nonceSize)
  nonce.set(id.subarray(0, nonceSize))
  return nonce
}

/** The nonce of the response to a proxied command: the bytes of the command's nonce, backwards. Peer: reverseNonce. */
export const reverseNonce = (nonce: Bytes): Bytes => nonce.toReversed()

// command authenticators

/**
 * Deniable authorization of a command, 80 bytes: either end of `dhSecret` could have made it. `nonce` is the 24-byte
 * corrId, `message` what is authorized. Peer: cbAuthenticate.
 */
export const makeAuthenticator = (dhSecret: Bytes, nonce: Bytes, message: Bytes): Bytes =>
  cryptoBoxNoPad(dhSecret, nonce, sha512(message))

/** Never throws for foreign bytes. Peer: cbVerify. */
export const verifyAuthenticator = (dhSecret: Bytes, nonce: Bytes, given: Bytes, message: Bytes): boolean =>
  given.length === authenticatorSize && equalConstantTime(makeAuthenticator(dhSecret, nonce, message), given)

// block encryption

declare const chain: unique symbol
/** 32 secret bytes from which the keys of all further blocks in one direction follow. */
export type ChainKey = Bytes & { readonly [chain]: true }
export type BlockChains = { readonly sendChain: ChainKey; readonly receiveChain: ChainKey }

/**
 * Chains of the client for one connection; the server's are the same two swapped. `sessionId` is the one of the server
 * hello, `dhSecret` of both session keys. Peer: sbcInit.
 */
export const initBlockChains = (sessionId: Bytes, dhSecret: Bytes): BlockChains => {
  const keys = hkdfSha512(sessionId, dhSecret, "SimpleXSbChainInit", 64)
  return { receiveChain: keys.slice(0, 32) as ChainKey, sendChain: keys.slice(32) as ChainKey }
}

/** Key and nonce for one block, and the chain for the next one. Peer: sbcHkdf. */
export const nextBlockKey = (from: ChainKey): { key: Bytes; nonce: Bytes; chain: ChainKey } => {
  const out = hkdfSha512(empty, from, "SimpleXSbChain", 88)
  return { chain: out.slice(0, 32) as ChainKey, key: out.slice(32, 64), nonce: out.slice(64) }
}

/**
 * One encrypted block of 16384 bytes, and the chain for the next. Throws CryptoError LARGE when `content` is longer than
 * 16366 bytes; the chain may then be used again.
 */
export const sealBlock = (from: ChainKey, content: Bytes): { block: Bytes; chain: ChainKey } => {
  const { key, nonce, chain: next } = nextBlockKey(from)
  return { block: cryptoBox(key, nonce, blockSize - boxOverhead, content), chain: next }
}

/**
 * Content of one encrypted block, and the chain for the next. Throws CryptoError DECRYPT or PADDING; a block lost,
 * repeated or out of order is one of these, so the connection is to be closed.
 */
export const openBlock = (from: ChainKey, block: Bytes): { content: Bytes; chain: ChainKey } => {
  if (block.length !== blockSize) throw new CryptoError("DECRYPT", `block of ${block.length} bytes`)
  const { key, nonce, chain: next } = nextBlockKey(from)
  return { content: openBox(key, nonce, block), chain: next }
}
