/**
 * Private keys in the form in which they travel: PKCS #8 version 1, which file descriptions have in base64url.
 *
 *   private key = fixed prefix, then the raw key       X25519 and Ed25519 48 bytes, Ed448 73
 *
 * Spec:  RFC 5958, RFC 8410; xftp.md, "File description".
 * Peer:  Simplex.Messaging.Crypto: encodePrivKey, decodePrivKey, APrivateAuthKey.
 * Trust: a contact or a link chooses the bytes; only DecodeError escapes, without the bytes in it.
 */
import { type Bytes, concat, DecodeError, equal, fromHex } from "../encoding/bytes.ts"
import { type AuthAlg, keySize, type PrivateKey, privateKey } from "./keys.ts"

/** A key that authorizes commands, of one of three algorithms, to be told apart by `alg`. */
export type AuthKey = PrivateKey<"Ed25519"> | PrivateKey<"Ed448"> | PrivateKey<"X25519">

const prefixes: Readonly<Record<AuthAlg, Bytes>> = {
  Ed25519: fromHex("302e020100300506032b657004220420"),
  Ed448: fromHex("3047020100300506032b6571043b0439"),
  X25519: fromHex("302e020100300506032b656e04220420"),
}
const algs = ["Ed25519", "Ed448", "X25519"] as const

/** PKCS #8 DER of a key. */
export const toPkcs8 = (key: AuthKey): Bytes => concat(prefixes[key.alg], key.raw)

/** Reads PKCS #8 DER, whole input. Throws DecodeError. */
export const fromPkcs8 = (der: Bytes): AuthKey => {
  for (const alg of algs) {
    const prefix = prefixes[alg]
    if (der.length === prefix.length + keySize(alg) && equal(der.subarray(0, prefix.length), prefix))
      return privateKey(alg, der.slice(prefix.length)) as AuthKey
  }
  throw new DecodeError("not a private key")
}
