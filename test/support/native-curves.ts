/**
 * The curves of @noble/curves that we use, done by Node's own cryptography: the same results in a tenth of the time. For
 * tests that run hundreds of whole conversations; everything else takes the real ones.
 */
import { createPrivateKey, createPublicKey, diffieHellman, type KeyObject, sign, verify } from "node:crypto"
import { type Bytes, hex, toBytes } from "../../worker/encoding/bytes.ts"

/** Making a key object out of bytes takes longer than anything that is done with it. */
const remembered = <T>(make: (raw: Bytes) => T): ((raw: Bytes) => T) => {
  const known = new Map<string, T>()
  return raw => {
    const name = hex(raw)
    const found = known.get(name) ?? make(raw)
    known.set(name, found)
    const [oldest] = known.keys()
    if (known.size > 1000 && oldest !== undefined) known.delete(oldest)
    return found
  }
}

const text = (raw: Bytes): string => Buffer.from(raw).toString("base64url")

// As JWK: reading DER takes OpenSSL ten times as long. Of a private key the public half is not looked at.
const curve = (crv: "X25519" | "X448" | "Ed25519" | "Ed448") => {
  const jwk = { kty: "OKP", crv, x: "" }
  const toPrivate = remembered((raw): KeyObject => createPrivateKey({ key: { ...jwk, d: text(raw) }, format: "jwk" }))
  const toPublic = remembered((raw): KeyObject => createPublicKey({ key: { ...jwk, x: text(raw) }, format: "jwk" }))
  const publicOf = remembered((raw): Bytes => {
    const { x = "" } = toPrivate(raw).export({ format: "jwk" })
    return toBytes(Buffer.from(x, "base64url"))
  })
  return {
    getPublicKey: (raw: Bytes): Bytes => publicOf(raw).slice(),
    getSharedSecret: (ours: Bytes, theirs: Bytes): Bytes => {
      const secret = toBytes(diffieHellman({ privateKey: toPrivate(ours), publicKey: toPublic(theirs) }))
      if (secret.every(b => b === 0)) throw new Error("no secret")
      return secret
    },
    sign: (message: Bytes, raw: Bytes): Bytes => toBytes(sign(null, message, toPrivate(raw))),
    verify: (signature: Bytes, message: Bytes, raw: Bytes): boolean => verify(null, message, toPublic(raw), signature),
  }
}

export const x25519 = curve("X25519")
export const x448 = curve("X448")
export const ed25519 = curve("Ed25519")
export const ed448 = curve("Ed448")
