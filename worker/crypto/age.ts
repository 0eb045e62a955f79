/**
 * Encrypted files in the age format, which the public `age` tool opens: under a passphrase (scrypt), or for the holder of
 * a post-quantum hybrid key (mlkem768x25519).
 *
 * Spec:  c2sp.org/age, age-encryption.org/v1. Done by its author's library, loaded only when somebody needs it.
 * Trust: what is opened comes from anywhere; only AgeError escapes. Every 64 KiB are authenticated before they are seen,
 *        and a file that was cut ends in an error, not early.
 */
import type { Bytes } from "../encoding/bytes.ts"

/** KEY: no such passphrase or identity opens it. DAMAGED: not an age file, altered, or cut. */
export class AgeError extends Error {
  override name = "AgeError"
  readonly code: "KEY" | "DAMAGED"
  constructor(code: "KEY" | "DAMAGED", options?: ErrorOptions) {
    super(`age: ${code}`, options)
    this.code = code
  }
}

/** Who can open it. `workFactor`: log2 of scrypt's N, 18 if absent: about a second and 256 MB. */
export type AgeRecipient =
  | { readonly passphrase: string; readonly workFactor?: number }
  | { readonly recipient: string }
export type AgeIdentity = { readonly passphrase: string } | { readonly identity: string }

const library = () => import("age-encryption")

/** Rejects AgeError KEY when the recipient is none. */
export const encryptAge = async (
  plain: ReadableStream<Uint8Array>,
  to: AgeRecipient,
): Promise<ReadableStream<Uint8Array>> => {
  const { Encrypter } = await library()
  const encrypter = new Encrypter()
  try {
    if ("recipient" in to) encrypter.addRecipient(to.recipient.trim())
    else {
      encrypter.setPassphrase(to.passphrase)
      if (to.workFactor !== undefined) encrypter.setScryptWorkFactor(to.workFactor)
    }
  } catch (cause) {
    throw new AgeError("KEY", { cause })
  }
  return encrypter.encrypt(plain)
}

/** The plaintext as it is read; a chunk that is not authentic makes reading reject AgeError. Rejects AgeError. */
export const decryptAge = async (
  sealed: ReadableStream<Uint8Array>,
  by: AgeIdentity,
): Promise<AsyncGenerator<Bytes>> => {
  const { Decrypter } = await library()
  const decrypter = new Decrypter()
  try {
    if ("identity" in by) decrypter.addIdentity(by.identity.trim())
    else decrypter.addPassphrase(by.passphrase)
  } catch (cause) {
    throw new AgeError("KEY", { cause })
  }
  let plain: ReadableStream<Uint8Array>
  try {
    plain = await decrypter.decrypt(sealed)
  } catch (cause) {
    const isKey = cause instanceof Error && cause.message.startsWith("no identity matched")
    throw new AgeError(isKey ? "KEY" : "DAMAGED", { cause })
  }
  return chunksOf(plain)
}

async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Bytes> {
  const reader = stream.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value as Bytes
    }
  } catch (cause) {
    throw new AgeError("DAMAGED", { cause })
  } finally {
    reader.cancel().catch(() => undefined)
  }
}

/** A new key pair for backups: `recipient` encrypts and may be known, `identity` opens. Text as the age tool writes it. */
export const newAgeKey = async (): Promise<{ readonly identity: string; readonly recipient: string }> => {
  const { generateHybridIdentity, identityToRecipient } = await library()
  const identity = await generateHybridIdentity()
  return { identity, recipient: await identityToRecipient(identity) }
}
