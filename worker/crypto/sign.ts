/**
 * Ed25519 signatures by WebCrypto, several times as fast as ours, with ours where the browser has none.
 *
 * Spec: RFC 8032; signatures are deterministic, so both give the same bytes.
 */
import { type Bytes, concat, fromHex } from "../encoding/bytes.ts"
import { type PrivateKey, sign } from "./keys.ts"

/** PKCS #8 of an Ed25519 seed, but for the seed. */
const prefix = fromHex("302e020100300506032b657004220420")

/** Importing costs as much as many signatures: callers should keep the key object of a queue. */
const imported = new WeakMap<PrivateKey<"Ed25519">, Promise<CryptoKey | null>>()

const importKey = (key: PrivateKey<"Ed25519">): Promise<CryptoKey | null> => {
  const known = imported.get(key)
  if (known !== undefined) return known
  const made = crypto.subtle
    .importKey("pkcs8", concat(prefix, key.raw), { name: "Ed25519" }, false, ["sign"])
    .catch(() => null)
  imported.set(key, made)
  return made
}

/** 64 bytes. */
export const signAsync = async (key: PrivateKey<"Ed25519">, message: Bytes): Promise<Bytes> => {
  const k = await importKey(key)
  return k === null ? sign(key, message) : new Uint8Array(await crypto.subtle.sign({ name: "Ed25519" }, k, message))
}
