/**
 * Keys of the four curves: generation, agreement, signatures, and the forms in which public keys travel.
 *
 *   public key  = SubjectPublicKeyInfo DER: a fixed 12-byte prefix, then the raw key
 *   in a struct = `short` of that DER        in text = base64url of that DER
 *
 *   raw bytes     X25519 32   Ed25519 32 (private: seed)   X448 56   Ed448 57 (private: seed)
 *   DER bytes     44          44                           68        69
 *
 * Spec:  simplex-messaging.md, "Cryptographic algorithms"; RFC 8410.
 * Peer:  Simplex.Messaging.Crypto: encodePubKey, decodePubKey, dh', sign', verify'.
 * Note:  the peer accepts keys of low order and the all-zero secret they give. We read such keys (the decoder has to agree
 *        with the peer about what is a key), but `dh` refuses them: no honest party has one, and the secret is known to all.
 * Note:  signatures are checked strictly (canonical points, no key of small order), so nobody can make one key or
 *        signature that we accept and the peer does not.
 * Trust: readers take foreign bytes; only DecodeError escapes. Private keys are held as given, never printed.
 */

import { ed448, x448 } from "@noble/curves/ed448.js"
import { ed25519, x25519 } from "@noble/curves/ed25519.js"
import {
  type Bytes,
  base64url,
  concat,
  DecodeError,
  equal,
  fromBase64url,
  fromHex,
  toBytes,
} from "../encoding/bytes.ts"
import { type Codec, map, short } from "../encoding/codec.ts"
import type { Random } from "../platform.ts"
import { CryptoError } from "./error.ts"

export type Alg = "X25519" | "X448" | "Ed25519" | "Ed448"
export type DhAlg = "X25519" | "X448"
export type SignAlg = "Ed25519" | "Ed448"
/** What may authorize commands to a queue: a signature, or the X25519 authenticator. */
export type AuthAlg = SignAlg | "X25519"

declare const role: unique symbol
/** Raw key of checked length. The brand keeps it from being used as a private key or with another curve. */
export type PublicKey<A extends Alg> = {
  readonly alg: A
  readonly raw: Bytes
  readonly [role]: "public"
}
export type PrivateKey<A extends Alg> = {
  readonly alg: A
  readonly raw: Bytes
  readonly [role]: "private"
}
export type KeyPair<A extends Alg> = {
  readonly publicKey: PublicKey<A>
  readonly privateKey: PrivateKey<A>
}
/** A public key of one of several algorithms, to be told apart by `alg`. */
export type AnyPublicKey<A extends Alg = Alg> = A extends Alg ? PublicKey<A> : never

const curves = {
  X25519: {
    size: 32,
    prefix: fromHex("302a300506032b656e032100"),
    toPublic: x25519.getPublicKey,
  },
  X448: {
    size: 56,
    prefix: fromHex("3042300506032b656f033900"),
    toPublic: x448.getPublicKey,
  },
  Ed25519: {
    size: 32,
    prefix: fromHex("302a300506032b6570032100"),
    toPublic: ed25519.getPublicKey,
  },
  Ed448: {
    size: 57,
    prefix: fromHex("3043300506032b6571033a00"),
    toPublic: ed448.getPublicKey,
  },
}
const algs = ["X25519", "X448", "Ed25519", "Ed448"] as const
const signatureSizes = { Ed25519: 64, Ed448: 114 }

/** Length in bytes of a raw key of this algorithm, public or private. */
export const keySize = (alg: Alg): number => curves[alg].size
/** Length in bytes of a signature. */
export const signatureSize = (alg: SignAlg): number => signatureSizes[alg]

const sized = (alg: Alg, raw: Bytes): Bytes => {
  if (raw.length !== keySize(alg))
    throw new CryptoError("KEY", `${alg} key of ${raw.length} bytes, ${keySize(alg)} wanted`)
  return raw
}

/** A public key from raw bytes of our own (saved state). Throws CryptoError KEY when the length is wrong. */
export const publicKey = <A extends Alg>(alg: A, raw: Bytes): PublicKey<A> =>
  ({ alg, raw: sized(alg, raw) }) as PublicKey<A>

/** A private key from raw bytes of our own; Ed25519 and Ed448: the seed. Throws CryptoError KEY when the length is wrong. */
export const privateKey = <A extends Alg>(alg: A, raw: Bytes): PrivateKey<A> =>
  ({ alg, raw: sized(alg, raw) }) as PrivateKey<A>

/** The public half of a private key. */
export const toPublicKey = <A extends Alg>(key: PrivateKey<A>): PublicKey<A> =>
  publicKey(key.alg, toBytes(curves[key.alg].toPublic(key.raw)))

/** Restores a pair from its raw private key. Throws CryptoError KEY when the length is wrong. */
export const keyPairFromPrivate = <A extends Alg>(alg: A, raw: Bytes): KeyPair<A> => {
  const key = privateKey(alg, raw)
  return { publicKey: toPublicKey(key), privateKey: key }
}

/** A new pair: `random` gives the raw private key. */
export const generateKeyPair = <A extends Alg>(alg: A, random: Random): KeyPair<A> =>
  keyPairFromPrivate(alg, random(keySize(alg)))

/**
 * Diffie-Hellman agreement: 32 bytes (X25519) or 56 bytes (X448), not hashed. Peer: dh'.
 * Throws CryptoError KEY when the peer's key is of low order, which would make the secret all zero.
 */
export const dh = <A extends DhAlg>(theirs: PublicKey<A>, ours: PrivateKey<A>): Bytes => {
  // a cast could pair different curves; their raw lengths differ, so the curve would throw, but say it clearly
  if (theirs.alg !== ours.alg) throw new CryptoError("KEY", "keys of different curves")
  const curve = ours.alg === "X25519" ? x25519 : x448
  try {
    return toBytes(curve.getSharedSecret(ours.raw, theirs.raw))
  } catch (cause) {
    throw new CryptoError("KEY", `${ours.alg} public key gives no secret`, {
      cause,
    })
  }
}

/** Signature of 64 (Ed25519) or 114 (Ed448) bytes, deterministic. Peer: sign'. */
export const sign = (key: PrivateKey<"Ed25519"> | PrivateKey<"Ed448">, message: Bytes): Bytes =>
  toBytes(key.alg === "Ed25519" ? ed25519.sign(message, key.raw) : ed448.sign(message, key.raw))

/** False for anything that is not a valid signature, also for a wrong length; never throws. Peer: verify'. */
export const verify = (key: AnyPublicKey<SignAlg>, signature: Bytes, message: Bytes): boolean => {
  if (signature.length !== signatureSizes[key.alg]) return false
  const curve = key.alg === "Ed25519" ? ed25519 : ed448
  return curve.verify(signature, message, key.raw, { zip215: false })
}

// forms on the wire

/** SubjectPublicKeyInfo DER. Peer: encodePubKey. */
export const toSpki = (key: AnyPublicKey): Bytes => concat(curves[key.alg].prefix, key.raw)

const readSpki = (bytes: Bytes, allowed: readonly Alg[]): AnyPublicKey | DecodeError => {
  const alg = algs.find(
    a =>
      bytes.length === curves[a].prefix.length + curves[a].size &&
      equal(bytes.subarray(0, curves[a].prefix.length), curves[a].prefix),
  )
  if (alg === undefined) return new DecodeError("not a public key")
  if (!allowed.includes(alg)) return new DecodeError(`${alg} key where ${allowed.join(" or ")} is wanted`)
  return publicKey(alg, bytes.slice(curves[alg].prefix.length)) as AnyPublicKey
}

/**
 * Reads SubjectPublicKeyInfo DER, whole input; with algorithms given, only these. The DER of a key has exactly one form,
 * anything else is a DecodeError. Peer: decodePubKey.
 */
export const fromSpki = <A extends Alg = Alg>(bytes: Bytes, ...allowed: readonly A[]): AnyPublicKey<A> => {
  const key = readSpki(bytes, allowed.length > 0 ? allowed : algs)
  if (key instanceof DecodeError) throw key
  return key as AnyPublicKey<A>
}

/** A public key of one of these algorithms inside a structure: `short` of its DER. */
export const anyPublicKey = <A extends Alg>(...allowed: readonly A[]): Codec<AnyPublicKey<A>> =>
  map(
    short,
    bytes => readSpki(bytes, allowed) as AnyPublicKey<A> | DecodeError,
    key => toSpki(key as AnyPublicKey),
  )

/** A public key of exactly this algorithm inside a structure: `short` of its DER. */
export const publicKeyOf = <A extends Alg>(alg: A): Codec<PublicKey<A>> =>
  anyPublicKey(alg) as unknown as Codec<PublicKey<A>>

/** The peer's strEncode (and JSON) of a public key: padded base64url of its DER. */
export const publicKeyText = (key: AnyPublicKey): string => base64url(toSpki(key))

/** Reads `publicKeyText`; with algorithms given, only these. Throws DecodeError. */
export const publicKeyFromText = <A extends Alg = Alg>(text: string, ...allowed: readonly A[]): AnyPublicKey<A> =>
  fromSpki(fromBase64url(text), ...allowed)
