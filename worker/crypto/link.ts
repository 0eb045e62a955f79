/**
 * The encryption and signatures around the data of a short link, which a server keeps without being able to read it.
 *
 *   link key    = SHA3-256 of the fixed data, 32 bytes: all secrets follow from it, and it commits to the root key
 *   contact     : link id (24) | key (32) = HKDF("", linkKey, "SimpleXContactLink", 56)
 *   invitation  : key (32) = HKDF("", linkKey, "SimpleXInvLink", 32), the link id is chosen by the server
 *   signed data = signature (short, 64 bytes) data
 *   sealed data = nonce (24) box of padded signed data        2048 bytes for fixed, 13824 bytes for user data
 *   sender id   = first 24 bytes of SHA3-384 of the corrId of NEW
 *   owner       : signature over owner id and DER of the owner's key, without lengths
 *
 * Fixed data never changes; the root key in it signs it. User data is signed by the root key, or for an address by one of
 * the owners that it lists. Whoever reads a link has to do this, in this order: `openFixedData`, which checks the link
 * key before anything is parsed; `openUserData`; read the owners from it and check that they are authorized
 * (agent/linkdata.ts); `verifyUserData` with the keys that may sign.
 *
 * Spec:  agent-protocol.md, "Short links".
 * Peer:  Simplex.Messaging.Crypto.ShortLink; Simplex.Messaging.Agent.Protocol: OwnerAuth.
 * Note:  the sender id comes from SHA3-384, although a comment of the peer says SHA3-256.
 * Trust: sealed data comes from a server, and what is in it from the owner of the link; only CryptoError and DecodeError
 *        escape. The link key is as secret as the link.
 */
import { type Bytes, concat, empty } from "../encoding/bytes.ts"
import { decode, encode, fixed, ignored, rest, shortOf, struct } from "../encoding/codec.ts"
import type { Random } from "../platform.ts"
import { boxOverhead, nonceSize, openSecretBox, secretBox } from "./box.ts"
import { CryptoError } from "./error.ts"
import { equalConstantTime, hkdfSha512, sha3_256, sha3_384 } from "./hash.ts"
import { type PrivateKey, type PublicKey, publicKeyOf, sign, signatureSize, toSpki, verify } from "./keys.ts"

type RootKey = PublicKey<"Ed25519">

/** Sizes of sealed data in bytes. */
export const sealedFixedSize = 2048
export const sealedUserSize = 13824

/** The link key of this fixed data (encoded, without signature): 32 bytes. */
export const linkKeyOf = (fixedData: Bytes): Bytes => sha3_256(fixedData)

/** Link id (24 bytes) and box key (32 bytes) of an address. Peer: contactShortLinkKdf. */
export const contactLinkKeys = (linkKey: Bytes): { linkId: Bytes; key: Bytes } => {
  const out = hkdfSha512(empty, linkKey, "SimpleXContactLink", 56)
  return { linkId: out.slice(0, 24), key: out.slice(24) }
}

/** Box key (32 bytes) of a one-time link. Peer: invShortLinkKdf. */
export const invitationLinkKey = (linkKey: Bytes): Bytes => hkdfSha512(empty, linkKey, "SimpleXInvLink", 32)

/** The sender id (24 bytes) that a queue with link data must have, from the 24-byte corrId of its NEW command. */
export const senderIdOf = (corrId: Bytes): Bytes => sha3_384(corrId).slice(0, 24)

// making

const signed = struct({ signature: shortOf(signatureSize("Ed25519")), data: rest })

/** Encoded fixed or user data with its signature in front: by the root key, user data also by an owner's key. */
export const signLinkData = (key: PrivateKey<"Ed25519">, data: Bytes): Bytes =>
  encode(signed, { signature: sign(key, data), data })

const seal =
  (size: number) =>
  (key: Bytes, signedData: Bytes, random: Random): Bytes => {
    const nonce = random(nonceSize)
    return concat(nonce, secretBox(key, nonce, size - nonceSize - boxOverhead, signedData))
  }

/** 2048 bytes. Throws CryptoError LARGE when the signed data is longer than 2006 bytes. Peer: encryptLinkData. */
export const sealFixedData = seal(sealedFixedSize)

/** 13824 bytes. Throws CryptoError LARGE when the signed data is longer than 13782 bytes. Peer: encryptUserData. */
export const sealUserData = seal(sealedUserSize)

/** Authorizes one more owner: signed by the root key or by an owner before it. 64 bytes. Peer: newOwnerAuth. */
export const signOwner = (by: PrivateKey<"Ed25519">, ownerId: Bytes, ownerKey: PublicKey<"Ed25519">): Bytes =>
  sign(by, concat(ownerId, toSpki(ownerKey)))

// reading

/** Data that came with a signature which nobody has checked yet. */
export type Unverified = { readonly signature: Bytes; readonly data: Bytes }

const sealed = struct({ nonce: fixed(nonceSize), box: rest })
const open = (key: Bytes, sealedData: Bytes): Unverified => {
  const { nonce, box } = decode(sealed, sealedData)
  return decode(signed, openSecretBox(key, nonce, box))
}

// of the fixed data only the root key matters here; the two version numbers before it are skipped
const fixedStart = struct({ versions: fixed(4), rootKey: publicKeyOf("Ed25519"), later: ignored })

/**
 * Fixed data that is the one of this link, and the root key in it. Throws CryptoError DECRYPT, PADDING, HASH (not the
 * data of this link key) or SIGNATURE, and DecodeError when what was sealed is not signed data with a root key.
 */
export const openFixedData = (linkKey: Bytes, key: Bytes, sealedData: Bytes): { rootKey: RootKey; data: Bytes } => {
  const { signature, data } = open(key, sealedData)
  // the hash first: until it has matched, the bytes may be anybody's and are not worth parsing
  if (!equalConstantTime(linkKeyOf(data), linkKey)) throw new CryptoError("HASH", "link data does not match the link")
  const { rootKey } = decode(fixedStart, data)
  if (!verify(rootKey, signature, data)) throw new CryptoError("SIGNATURE", "link data not signed by its root key")
  return { rootKey, data }
}

/** Throws CryptoError DECRYPT or PADDING, and DecodeError. The result is not verified: see `verifyUserData`. */
export const openUserData = (key: Bytes, sealedData: Bytes): Unverified => open(key, sealedData)

/**
 * The data, if one of these keys has signed it: the root key, and for an address the keys of its authorized owners.
 * Throws CryptoError SIGNATURE.
 */
export const verifyUserData = ({ signature, data }: Unverified, signers: readonly PublicKey<"Ed25519">[]): Bytes => {
  if (!signers.some(key => verify(key, signature, data)))
    throw new CryptoError("SIGNATURE", "user data of the link not signed by root or owner")
  return data
}
