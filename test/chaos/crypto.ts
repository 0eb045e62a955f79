/**
 * What the worker takes from WebCrypto, done at once by node:crypto: the same results, but always in the order in which
 * they were asked for. The thread pool behind the real one finishes in any order.
 */
import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  hkdfSync,
  type KeyObject,
  sign as signWith,
} from "node:crypto"
import { type Kem, type KemKeyPair, type LoadKem, loadKem } from "../../worker/crypto/kem.ts"
import { type Bytes, concat, toBytes } from "../../worker/encoding/bytes.ts"
import type { Random } from "../../worker/platform.ts"
import { seededKem } from "../support/kem.ts"
import { seededRandom } from "../support/random.ts"

type Key = { readonly secret: Bytes | KeyObject }
type Gcm = { readonly iv: Bytes; readonly additionalData?: Bytes }
type Hkdf = { readonly salt: Bytes; readonly info: Bytes }

const tagSize = 16
const bytes = (secret: Key["secret"]): Bytes => {
  if (!(secret instanceof Uint8Array)) throw new Error("not a key for that")
  return toBytes(secret)
}

const replacements = {
  importKey: async (format: string, raw: Bytes): Promise<Key> => ({
    secret:
      format === "pkcs8" ? createPrivateKey({ key: Buffer.from(raw), format: "der", type: "pkcs8" }) : raw.slice(),
  }),

  deriveKey: async ({ salt, info }: Hkdf, { secret }: Key): Promise<Key> => ({
    secret: new Uint8Array(hkdfSync("sha256", bytes(secret), salt, info, 32)),
  }),

  encrypt: async ({ iv, additionalData }: Gcm, { secret }: Key, plain: Bytes): Promise<ArrayBuffer> => {
    const cipher = createCipheriv("aes-256-gcm", bytes(secret), iv)
    if (additionalData !== undefined) cipher.setAAD(additionalData)
    const first = cipher.update(plain)
    return concat(first, cipher.final(), cipher.getAuthTag()).buffer
  },

  decrypt: async ({ iv, additionalData }: Gcm, { secret }: Key, sealed: Bytes): Promise<ArrayBuffer> => {
    const decipher = createDecipheriv("aes-256-gcm", bytes(secret), iv)
    if (additionalData !== undefined) decipher.setAAD(additionalData)
    decipher.setAuthTag(sealed.subarray(sealed.length - tagSize))
    const first = decipher.update(sealed.subarray(0, sealed.length - tagSize))
    return concat(first, decipher.final()).buffer
  },

  sign: async (_: unknown, { secret }: Key, message: Bytes): Promise<ArrayBuffer> => {
    if (secret instanceof Uint8Array) throw new Error("not a key for that")
    return toBytes(signWith(null, message, secret)).slice().buffer
  },
}

/** From now on, in this thread. */
export const replaceWebCrypto = (): void => {
  Object.assign(crypto.subtle, replacements)
}

const pairs: KemKeyPair[] = []

/** Key pairs are the same in every round, since making one takes longer than all else in a step; the rest is seeded. */
export const roundKem = (random: Random): LoadKem => {
  let next = 0
  let made: Promise<Kem> | undefined
  const make = async (): Promise<Kem> => {
    const real = await loadKem()
    const seeded = seededKem(real, random)
    const keygen = (): KemKeyPair => {
      const n = next++
      pairs[n] ??= seededKem(real, seededRandom(`chaos kem ${n}`)).keygen()
      return pairs[n]
    }
    return { ...seeded, keygen }
  }
  return () => {
    made ??= make()
    return made
  }
}
