/**
 * What the relay and its minimal client do with keys, on node:crypto and salsa.ts only: mistakes of worker/crypto would
 * cancel out if both ends shared it.
 *
 *   box           = XSalsa20-Poly1305 of length (word16) plaintext "#"*
 *   authenticator = crypto_box of SHA-512(authorized), nonce = corrId                                     80 bytes
 *   chain         = HKDF-SHA512: chainKey1 | chainKey2 from sessionId and DH secret; then per block
 *                   next chain key | key | nonce (32, 32, 24 bytes)
 *
 * Spec:  simplex-messaging.md, "Cryptographic algorithms", "Deniable client authentication scheme".
 * Peer:  Simplex.Messaging.Crypto: cbEncrypt, cbAuthenticate, cbVerify, sbcInit, sbcHkdf; Server: verifyCmdAuthorization.
 * Trust: keys, boxes and signatures come from clients; malformed ones are null or false, never a throw.
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign,
  verify,
} from "node:crypto"
import { type Bytes, equal, fromHex, toBytes } from "../../worker/encoding/bytes.ts"
import { openBox, sealBox } from "./salsa.ts"

export { openBox, sealBox } from "./salsa.ts"

export type KeyType = "ed25519" | "ed448" | "x25519"

/** The bytes before the key in a SubjectPublicKeyInfo, and the length of the whole. */
const spki = {
  ed25519: { prefix: fromHex("302a300506032b6570032100"), length: 44 },
  ed448: { prefix: fromHex("3043300506032b6571033a00"), length: 69 },
  x25519: { prefix: fromHex("302a300506032b656e032100"), length: 44 },
} as const

/** What key a DER is; null for anything that a command may not carry. */
export const keyType = (der: Bytes): KeyType | null => {
  for (const type of ["ed25519", "ed448", "x25519"] as const) {
    const { prefix, length } = spki[type]
    if (der.length === length && equal(der.subarray(0, prefix.length), prefix)) return type
  }
  return null
}

export type KeyPair = { readonly type: KeyType; readonly public: Bytes; readonly private: KeyObject }

let source: (n: number) => Bytes = n => toBytes(randomBytes(n))

/** Takes all randomness of relays in this process, but for their certificates, from here: for runs that can be repeated. */
export const takeRandomFrom = (other: (n: number) => Bytes): void => {
  source = other
}

export const random = (n: number): Bytes => source(n)

/** PKCS #8 of a private key up to the secret, and the secret's length. */
const pkcs8 = {
  ed25519: { prefix: fromHex("302e020100300506032b657004220420"), length: 32 },
  ed448: { prefix: fromHex("3047020100300506032b6571043b0439"), length: 57 },
  x25519: { prefix: fromHex("302e020100300506032b656e04220420"), length: 32 },
} as const

/** A new key pair; `public` is its DER. */
export const newKeys = (type: KeyType): KeyPair => {
  const { prefix, length } = pkcs8[type]
  const k = createPrivateKey({ key: Buffer.concat([prefix, random(length)]), format: "der", type: "pkcs8" })
  return { type, public: toBytes(createPublicKey(k).export({ type: "spki", format: "der" })), private: k }
}

export const sha256 = (b: Bytes): Bytes => toBytes(createHash("sha256").update(b).digest())
const sha512 = (b: Bytes): Bytes => toBytes(createHash("sha512").update(b).digest())
/** The only sender id that a client may choose for a queue with link data: made from the corrId of its NEW. */
export const senderIdOf = (corrId: Bytes): Bytes => toBytes(createHash("sha3-384").update(corrId).digest()).slice(0, 24)

const parsed = new WeakMap<Bytes, KeyObject>()

/** Parsing costs more than checking a signature, hence the cache by identity. */
const publicKey = (der: Bytes): KeyObject => {
  const key = parsed.get(der) ?? createPublicKey({ key: Buffer.from(der), format: "der", type: "spki" })
  parsed.set(der, key)
  return key
}

/** The X25519 secret, 32 bytes. A point of low order gives zeros, as in the peer, which does not refuse it. */
export const dh = (theirs: Bytes, ours: KeyObject): Bytes => {
  const key = publicKey(theirs)
  try {
    return toBytes(diffieHellman({ publicKey: key, privateKey: ours }))
  } catch {
    return new Uint8Array(32)
  }
}

const hkdf = (salt: Bytes, secret: Bytes, info: string, length: number): Bytes =>
  new Uint8Array(hkdfSync("sha512", secret, salt, info, length))

/** As the peer's nonces: cut or filled with zeros to 24 bytes. */
export const toNonce = (b: Bytes): Bytes => {
  const nonce = new Uint8Array(24)
  nonce.set(b.subarray(0, 24))
  return nonce
}

/** The nonce of an answer on the way back through a proxy: the bytes in reverse order. */
export const reversed = (nonce: Bytes): Bytes => nonce.slice().reverse()

/** Length, content and `#` up to `length` bytes; null when it does not fit. */
export const pad = (content: Bytes, length: number): Bytes | null => {
  if (content.length > length - 2) return null
  const out = new Uint8Array(length).fill(0x23)
  out[0] = content.length >> 8
  out[1] = content.length & 255
  out.set(content, 2)
  return out
}

export const unpad = (padded: Bytes): Bytes | null => {
  const length = ((padded[0] ?? 0) << 8) | (padded[1] ?? 0)
  return padded.length < 2 || length > padded.length - 2 ? null : padded.slice(2, 2 + length)
}

/** A padded box; null when the plaintext does not fit. */
export const sealPadded = (secret: Bytes, nonce: Bytes, plaintext: Bytes, length: number): Bytes | null => {
  const padded = pad(plaintext, length)
  return padded === null ? null : sealBox(secret, nonce, padded)
}

/** Null when the tag or the length inside is wrong. */
export const openPadded = (secret: Bytes, nonce: Bytes, sealed: Bytes): Bytes | null => {
  const padded = openBox(secret, nonce, sealed)
  return padded === null ? null : unpad(padded)
}

/** Keys of one direction; every block takes the next key and nonce, also when it turns out to be broken. */
export type Chain = { seal(content: Bytes): Bytes | null; open(block: Bytes): Bytes | null }

const chain = (first: Bytes, blockSize: number): Chain => {
  let chainKey = first
  const next = (): { key: Bytes; nonce: Bytes } => {
    const out = hkdf(new Uint8Array(0), chainKey, "SimpleXSbChain", 88)
    chainKey = out.slice(0, 32)
    return { key: out.slice(32, 64), nonce: out.slice(64) }
  }
  return {
    seal: content => {
      const { key, nonce } = next()
      return sealPadded(key, nonce, content, blockSize - 16)
    },
    open: block => {
      const { key, nonce } = next()
      return openPadded(key, nonce, block)
    },
  }
}

/** The chains of a connection: what the server sends, and what the client sends. */
export const blockChains = (sessionId: Bytes, secret: Bytes, blockSize = 16384): { server: Chain; client: Chain } => {
  const keys = hkdf(sessionId, secret, "SimpleXSbChainInit", 64)
  return { server: chain(keys.slice(0, 32), blockSize), client: chain(keys.slice(32), blockSize) }
}

// authorization of commands

/** Whose authorization a transmission bears, by its length only; null for lengths that nothing has. */
export const authorizationType = (authorization: Bytes): KeyType | "none" | null => {
  switch (authorization.length) {
    case 0:
      return "none"
    case 64:
      return "ed25519"
    case 114:
      return "ed448"
    case 80:
      return "x25519"
    default:
      return null
  }
}

/** What a command is checked against besides the key. */
export type Authorized = { readonly authorization: Bytes; readonly authorized: Bytes; readonly corrId: Bytes }

/** Whether the holder of `key` (DER) authorized the command; `serverKey` is the server's half for authenticators. */
export const isAuthorizedBy = (key: Bytes, serverKey: KeyObject, a: Authorized): boolean => {
  const type = keyType(key)
  if (type === null || authorizationType(a.authorization) !== type) return false
  if (type !== "x25519") return verify(null, a.authorized, publicKey(key), a.authorization)
  const hash = openBox(dh(key, serverKey), toNonce(a.corrId), a.authorization)
  return hash !== null && equal(hash, sha512(a.authorized))
}

/** A signature, or an authenticator for the server's session key (DER). */
export const authorize = (key: KeyPair, serverKey: Bytes | null, authorized: Bytes, corrId: Bytes): Bytes => {
  if (key.type !== "x25519") return toBytes(sign(null, authorized, key.private))
  if (serverKey === null) throw new Error("an authenticator needs the server's key")
  return sealBox(dh(serverKey, key.private), toNonce(corrId), sha512(authorized))
}
