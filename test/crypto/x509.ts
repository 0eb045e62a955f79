/**
 * Makes X.509 chains and signed session keys with any flaw a test asks for. Signs with node:crypto, not with the
 * worker's own code, so that a mistake there does not cancel out.
 */
import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto"
import { type Bytes, concat, fromHex, toBytes, utf8 } from "../../worker/encoding/bytes.ts"

export const der = (tag: number, ...parts: readonly Uint8Array[]): Bytes => {
  const body = concat(...parts)
  const n = body.length
  const length = n < 128 ? [n] : n < 256 ? [0x81, n] : [0x82, n >> 8, n & 255]
  return concat(Uint8Array.of(tag, ...length), body)
}

const oid = { ed25519: fromHex("06032b6570"), ed448: fromHex("06032b6571"), commonName: fromHex("0603550403") }
const name = (text: string) => der(0x30, der(0x31, der(0x30, oid.commonName, der(0x0c, utf8(text)))))
const time = (text: string) => der(text.length === 13 ? 0x17 : 0x18, utf8(text))
const algorithm = (key: KeyObject) => der(0x30, key.asymmetricKeyType === "ed448" ? oid.ed448 : oid.ed25519)
const spki = (key: KeyObject) => toBytes(key.export({ type: "spki", format: "der" }))

export type Keys = { readonly publicKey: KeyObject; readonly privateKey: KeyObject }
export const keys = (type: "ed25519" | "ed448" | "x25519" | "x448" = "ed25519"): Keys =>
  generateKeyPairSync(type as "ed25519")

/** SEQUENCE { data, algorithm, signature }. */
export const signedBy = (by: Keys, data: Bytes): Bytes =>
  der(0x30, data, algorithm(by.publicKey), der(0x03, Uint8Array.of(0), sign(null, data, by.privateKey)))

export const extension = (id: string, critical: boolean, value: Bytes): Bytes =>
  der(0x30, der(0x06, fromHex(id)), critical ? fromHex("0101ff") : new Uint8Array(0), der(0x04, value))

/** Basic constraints: CA with an optional path length, or not CA. */
export const ca = (depth?: number): Bytes =>
  extension("551d13", true, der(0x30, fromHex("0101ff"), depth === undefined ? utf8("") : der(2, Uint8Array.of(depth))))
export const notCa: Bytes = extension("551d13", false, der(0x30))
/** Key usage from the first byte of its bits: 0x80 digitalSignature, 0x04 keyCertSign. */
export const keyUsage = (bits: number): Bytes => extension("551d0f", true, der(3, Uint8Array.of(0, bits)))

export type Template = {
  readonly subject: string
  readonly issuer: string
  readonly keys: Keys
  readonly signer: Keys
  readonly notBefore?: string
  readonly notAfter?: string
  readonly extensions?: readonly Bytes[]
  /** Zero-based: 2 is version 3. */
  readonly version?: number
  readonly innerAlgorithm?: Bytes
  /** Bytes after the extensions, inside the signed part. */
  readonly tail?: Bytes
}

export const certificate = (t: Template): Bytes =>
  signedBy(
    t.signer,
    der(
      0x30,
      der(0xa0, der(0x02, Uint8Array.of(t.version ?? 2))),
      der(0x02, Uint8Array.of(1)),
      t.innerAlgorithm ?? algorithm(t.signer.publicKey),
      name(t.issuer),
      der(0x30, time(t.notBefore ?? "200101000000Z"), time(t.notAfter ?? "21200101000000Z")),
      name(t.subject),
      spki(t.keys.publicKey),
      t.extensions === undefined ? new Uint8Array(0) : der(0xa3, der(0x30, ...t.extensions)),
      t.tail ?? new Uint8Array(0),
    ),
  )

export const fingerprint = (certificateDer: Bytes): Bytes =>
  toBytes(createHash("sha256").update(certificateDer).digest())

/** A session key signed by the server, inside one more sequence as the peer has it. */
export const signedKey = (signer: Keys, key: Keys = keys("x25519")): Bytes =>
  signedBy(signer, der(0x30, spki(key.publicKey)))
