/**
 * The curves of @noble/curves that we use, done by Node's own cryptography: the same results in a tenth of the time. For
 * tests that run hundreds of whole conversations; everything else takes the real ones.
 */
import { createPrivateKey, createPublicKey, diffieHellman, type KeyObject, sign, verify } from "node:crypto"
import { type Bytes, concat, fromHex, hex, toBytes } from "../../worker/encoding/bytes.ts"

const prefixes = {
  X25519: { private: "302e020100300506032b656e04220420", public: "302a300506032b656e032100" },
  X448: { private: "3046020100300506032b656f043a0438", public: "3042300506032b656f033900" },
  Ed25519: { private: "302e020100300506032b657004220420", public: "302a300506032b6570032100" },
  Ed448: { private: "3047020100300506032b6571043b0439", public: "3043300506032b6571033a00" },
}

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

const curve = (alg: keyof typeof prefixes) => {
  const privatePrefix = fromHex(prefixes[alg].private)
  const publicPrefix = fromHex(prefixes[alg].public)
  const der = (key: Bytes) => ({ key: Buffer.from(key), format: "der" as const })
  const toPrivate = remembered(
    (raw): KeyObject => createPrivateKey({ ...der(concat(privatePrefix, raw)), type: "pkcs8" }),
  )
  const toPublic = remembered((raw): KeyObject => createPublicKey({ ...der(concat(publicPrefix, raw)), type: "spki" }))
  const publicOf = remembered(
    (raw): Bytes =>
      toBytes(createPublicKey(toPrivate(raw)).export({ type: "spki", format: "der" })).slice(publicPrefix.length),
  )
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
