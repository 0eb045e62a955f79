/**
 * Who the relay is: an authority's certificate, whose SHA-256 is in the address, and a leaf certificate for TLS whose key
 * also signs the session key in every hello block.
 *
 *   signedKey = SEQUENCE { SEQUENCE { SubjectPublicKeyInfo }, algorithm, BIT STRING signature }
 *
 * Peer:  Simplex.Messaging.Crypto, signX509, verifyX509; Transport.Shared, chainIdCaCerts.
 * Trust: `checkedKey` reads what another server has sent to us as its proxy; null for anything that is not right.
 */
import { sign, verify, X509Certificate } from "node:crypto"
import { type Bytes, concat, equal, fromHex, toBytes } from "../../worker/encoding/bytes.ts"
import type { CertifiedKey } from "../../worker/smp/commands.ts"
import { type Chain, readKey } from "../support/certificate.ts"
import { keyType, sha256 } from "./crypto.ts"

/** What a server needs of a chain. */
export type Identity = Pick<Chain, "caPem" | "leafPem" | "leafKeyPem" | "caDer" | "leafDer" | "leafKey" | "fingerprint">

/** The part of an identity that is kept in a file; the rest follows from it. */
export type SavedIdentity = Pick<Identity, "caPem" | "leafPem" | "leafKeyPem">

export const saveIdentity = ({ caPem, leafPem, leafKeyPem }: Identity): SavedIdentity => ({
  caPem,
  leafPem,
  leafKeyPem,
})

export const loadIdentity = ({ caPem, leafPem, leafKeyPem }: SavedIdentity): Identity => {
  const der = (pem: string): Bytes => toBytes(new X509Certificate(pem).raw)
  const caDer = der(caPem)
  return {
    caPem,
    leafPem,
    leafKeyPem,
    caDer,
    leafDer: der(leafPem),
    leafKey: readKey(leafKeyPem),
    fingerprint: sha256(caDer),
  }
}

/** Elements here are shorter than 128 bytes. */
const element = (tag: number, ...parts: readonly Bytes[]): Bytes => {
  const body = concat(...parts)
  return concat(Uint8Array.of(tag, ...(body.length < 128 ? [] : [0x81]), body.length), body)
}

/** The session key (DER) as it stands in the hello, and in PKEY when another relay asks for a client. */
export const certifyKey = (identity: Identity, key: Bytes): CertifiedKey => {
  const data = element(0x30, key)
  const oid = identity.leafKey.asymmetricKeyType === "ed448" ? "06032b6571" : "06032b6570"
  const signature = toBytes(sign(null, data, identity.leafKey))
  const signedKey = element(0x30, data, element(0x30, fromHex(oid)), element(0x03, concat(Uint8Array.of(0), signature)))
  return { certificates: [identity.leafDer, identity.caDer], signedKey }
}

/** The elements inside a SEQUENCE, each with its header; null when it is none. Lengths up to 255 are enough here. */
const elements = (der: Bytes): Bytes[] | null => {
  const header = (at: number): { start: number; end: number } => {
    const long = der[at + 1] === 0x81
    const length = (long ? der[at + 2] : der[at + 1]) ?? 0
    return { start: at + (long ? 3 : 2), end: at + (long ? 3 : 2) + length }
  }
  const { start, end } = header(0)
  if (der[0] !== 0x30 || end !== der.length) return null
  const parts: Bytes[] = []
  for (let at = start; at < end; at = header(at).end) parts.push(der.slice(at, header(at).end))
  return parts
}

/** The session key (DER) that a server has proven to be its own; null when the proof fails. */
export const checkedKey = (key: CertifiedKey, fingerprint: Bytes): Bytes | null => {
  try {
    const [leafDer, caDer] = key.certificates
    const [data, , signature] = elements(key.signedKey) ?? []
    if (leafDer === undefined || caDer === undefined || data === undefined || signature === undefined) return null
    const [leaf, authority] = [new X509Certificate(leafDer), new X509Certificate(caDer)]
    const [spki] = elements(data) ?? []
    return equal(sha256(caDer), fingerprint) &&
      leaf.verify(authority.publicKey) &&
      verify(null, data, leaf.publicKey, signature.subarray(signature[1] === 0x81 ? 4 : 3)) &&
      spki !== undefined &&
      keyType(spki) === "x25519"
      ? spki
      : null
  } catch {
    return null
  }
}
