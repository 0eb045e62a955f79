/**
 * The one error of the cryptographic layer. Callers switch on the code; no message holds key or plaintext.
 */
export type CryptoErrorCode =
  | "KEY" // wrong length, or a public key that gives an all-zero secret
  | "LARGE" // the message does not fit the padded length
  | "PADDING" // decrypted, but the length inside is wrong
  | "HASH" // the bytes are not those that the hash promises
  | "SIGNATURE" // not signed by any of the keys that may sign it
  | "DECRYPT" // authentication failed: wrong key, nonce or associated data, or tampered bytes

export class CryptoError extends Error {
  override name = "CryptoError"
  readonly code: CryptoErrorCode
  constructor(code: CryptoErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
