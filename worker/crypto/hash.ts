/**
 * Hashes and key derivation.
 *
 * Spec:  simplex-messaging.md, "Cryptographic algorithms"; RFC 5869 (HKDF).
 * Peer:  Simplex.Messaging.Crypto: sha256Hash, sha512Hash, sha3_256, sha3_384, hkdf; Crypto.Lazy, sha512Hash.
 * Trust: no foreign format is read here. HKDF output is secret.
 */
import { hkdf } from "@noble/hashes/hkdf.js"
import { hmac } from "@noble/hashes/hmac.js"
import { sha256 as nobleSha256, sha512 as nobleSha512 } from "@noble/hashes/sha2.js"
import { sha3_256 as nobleSha3_256, sha3_384 as nobleSha3_384 } from "@noble/hashes/sha3.js"
import { type Bytes, toBytes, utf8 } from "../encoding/bytes.ts"

/** 32 bytes. */
export const sha256 = (b: Bytes): Bytes => toBytes(nobleSha256(b))
/** 64 bytes. */
export const sha512 = (b: Bytes): Bytes => toBytes(nobleSha512(b))
/** 32 bytes; by WebCrypto, several times as fast, for megabytes at a time. */
export const sha256Async = async (b: Bytes): Promise<Bytes> => new Uint8Array(await crypto.subtle.digest("SHA-256", b))

/** SHA-512 of bytes that come in pieces. */
export type Sha512Stream = {
  update(piece: Bytes): void
  /** 64 bytes; nothing may be added after it. */
  digest(): Bytes
}

/** WebCrypto has nothing for pieces, and in JavaScript this would be what takes longest of all that is done to a file. */
export const sha512Stream = async (): Promise<Sha512Stream> => {
  const { createSHA512 } = await import("hash-wasm")
  const hasher = await createSHA512()
  return {
    update: piece => void hasher.update(piece),
    digest: () => toBytes(hasher.digest("binary")),
  }
}
/** 32 bytes. */
export const sha3_256 = (b: Bytes): Bytes => toBytes(nobleSha3_256(b))
/** 48 bytes. */
export const sha3_384 = (b: Bytes): Bytes => toBytes(nobleSha3_384(b))

/** HKDF with SHA-512: `length` bytes, at most 16320. `info` is ASCII text. Peer: hkdf. */
export const hkdfSha512 = (salt: Bytes, ikm: Bytes, info: string, length: number): Bytes =>
  toBytes(hkdf(nobleSha512, ikm, salt, utf8(info), length))

/** 32 bytes. */
export const hmacSha256 = (key: Bytes, b: Bytes): Bytes => toBytes(hmac(nobleSha256, key, b))

/** Equality of secrets and tags whose time depends on the lengths only. */
export const equalConstantTime = (a: Uint8Array, b: Uint8Array): boolean => {
  if (a.length !== b.length) return false
  let difference = 0
  for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0)
  return difference === 0
}
