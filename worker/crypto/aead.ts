/**
 * AES-256-GCM as the peer uses it: tag and ciphertext apart, 16-byte IV in the ratchet, 12-byte IV elsewhere.
 *
 *   padded form = AES-GCM(pad(message, paddedLength))
 *
 * Spec:  pqdr.md, "Double ratchet encryption"; NIST SP 800-38D (an IV that is not 12 bytes goes through GHASH).
 * Peer:  Simplex.Messaging.Crypto: encryptAEAD, decryptAEAD, encryptAEADNoPad, encryptAESNoPad.
 * Note:  WebCrypto does the work: constant time, in hardware, off this thread. It takes both IV lengths.
 * Trust: ciphertext, tag and associated data may come from the peer; only CryptoError DECRYPT or PADDING escapes.
 */
import { type Bytes, concat } from "../encoding/bytes.ts"
import { CryptoError } from "./error.ts"
import { pad, unPad } from "./pad.ts"

export type Sealed = {
  /** 16 bytes. */
  readonly tag: Bytes
  readonly ciphertext: Bytes
}

const tagSize = 16

const check = (key: Bytes, iv: Bytes): void => {
  if (key.length !== 32) throw new CryptoError("KEY", `AES key of ${key.length} bytes`)
  if (iv.length !== 16 && iv.length !== 12) throw new CryptoError("KEY", `IV of ${iv.length} bytes`)
}

const importKey = (key: Bytes, usage: "encrypt" | "decrypt") =>
  crypto.subtle.importKey("raw", key, "AES-GCM", false, [usage])

/** Encrypts without padding. Key 32 bytes, IV 16 or 12 bytes, never the same pair twice. Peer: encryptAEADNoPad. */
export const encryptAeadNoPad = async (key: Bytes, iv: Bytes, ad: Bytes, message: Bytes): Promise<Sealed> => {
  check(key, iv)
  const params = { name: "AES-GCM", iv, additionalData: ad }
  const out = new Uint8Array(await crypto.subtle.encrypt(params, await importKey(key, "encrypt"), message))
  return {
    ciphertext: out.slice(0, message.length),
    tag: out.slice(message.length),
  }
}

/** Throws CryptoError DECRYPT when key, IV, associated data, ciphertext or tag do not belong together. */
export const decryptAeadNoPad = async (key: Bytes, iv: Bytes, ad: Bytes, sealed: Sealed): Promise<Bytes> => {
  check(key, iv)
  // GCM allows shorter tags and WebCrypto would then take ciphertext bytes for the rest of the tag
  if (sealed.tag.length !== tagSize) throw new CryptoError("DECRYPT", `tag of ${sealed.tag.length} bytes`)
  const params = { name: "AES-GCM", iv, additionalData: ad }
  const aes = await importKey(key, "decrypt")
  try {
    return new Uint8Array(await crypto.subtle.decrypt(params, aes, concat(sealed.ciphertext, sealed.tag)))
  } catch (cause) {
    throw new CryptoError("DECRYPT", "AES-GCM authentication failed", {
      cause,
    })
  }
}

/** Pads the message to `paddedLength`, which is also the length of the ciphertext, and encrypts. Peer: encryptAEAD. */
export const encryptAead = async (
  key: Bytes,
  iv: Bytes,
  paddedLength: number,
  ad: Bytes,
  message: Bytes,
): Promise<Sealed> => encryptAeadNoPad(key, iv, ad, pad(message, paddedLength))

/** Decrypts and removes the padding. Throws CryptoError DECRYPT or PADDING. Peer: decryptAEAD. */
export const decryptAead = async (key: Bytes, iv: Bytes, ad: Bytes, sealed: Sealed): Promise<Bytes> =>
  unPad(await decryptAeadNoPad(key, iv, ad, sealed))
