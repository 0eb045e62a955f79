/**
 * The identity of a server: its certificate chain, checked against the fingerprint in the address, and the session key
 * that the server has signed. The bridge ends TLS, so this check is all that keeps it from posing as the server.
 *
 *   chain      = leaf identity [operator] [network]        2 to 4 X.509 certificates, DER
 *   address    = SHA-256 of the identity certificate
 *   signedKey  = SEQUENCE { sessionKey, algorithm, BIT STRING signature by the leaf key }
 *   sessionKey = SEQUENCE { SubjectPublicKeyInfo (X25519) }
 *
 * Accepted when: the second certificate has the fingerprint; each certificate names the next as issuer and is signed by
 * it; every issuer is a CA that may sign what it signed (basic constraints, path length, key usage if stated); all are
 * valid now; no unknown critical extension; the leaf key has signed the session key; keys and signatures are Ed25519 or
 * Ed448 (servers in the field have both). Host names are not compared: the address names the key, not the host.
 *
 * Spec:  simplex-messaging.md, "Transport connection with the SMP router", Appendix A; RFC 5280; RFC 8410.
 * Peer:  Simplex.Messaging.Transport.Shared: chainIdCaCerts, x509validate; Crypto: verifyX509;
 *        Transport: smpClientHandshake; Client: connectSMPProxiedRelay (validates a chain outside of TLS, as we do).
 * Note:  the sequence around the session key comes from the peer's X.509 library, which treats it as a certificate body.
 * Note:  the peer's hello code leaves signatures inside the chain to its TLS layer; we have no TLS, so we check them here.
 * Note:  the signature of the last certificate is not checked: either it is pinned itself, or nothing rests on it.
 * Trust: the bridge chooses every byte; only IdentityError escapes. Elements have definite lengths inside their parent,
 *        nothing recurses and nothing is allocated beyond the input.
 */

import { Reader } from "../encoding/buffer.ts"
import { type Bytes, DecodeError, equal, hex } from "../encoding/bytes.ts"
import { sha256 } from "./hash.ts"
import { type AnyPublicKey, fromSpki, type PublicKey, type SignAlg, verify } from "./keys.ts"

export type IdentityErrorCode =
  | "CHAIN" // fewer than 2 or more than 4 certificates
  | "FINGERPRINT" // not the server of the address
  | "FORM" // not DER, not X.509 version 3, or something in it that we do not support
  | "ISSUER" // a certificate is not issued by the next one, or that one may not issue it
  | "SIGNATURE" // a certificate is not signed by the next one
  | "DATES" // expired or not yet valid: the server's or this machine's clock may be wrong
  | "SESSION_KEY" // the session key is no X25519 key or not signed by the leaf

/** The server is not the one of the address, or cannot show it. */
export class IdentityError extends Error {
  override name = "IdentityError"
  readonly code: IdentityErrorCode
  constructor(code: IdentityErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** As in the server's hello: DER of the certificates, leaf first, and of the signed session key. */
export type CertifiedKey = { readonly certificates: readonly Bytes[]; readonly signedKey: Bytes }

export type ServerIdentity = {
  /** For the agreement of this session. */
  readonly sessionKey: PublicKey<"X25519">
  /** Key of the leaf certificate; an XFTP server signs the challenge of a web client with it. */
  readonly serverKey: AnyPublicKey<SignAlg>
}

// DER

type Element = { readonly tag: number; readonly body: Bytes; readonly whole: Bytes }

const BOOLEAN = 0x01
const INTEGER = 0x02
const BIT_STRING = 0x03
const OCTET_STRING = 0x04
const OID = 0x06
const UTC_TIME = 0x17
const GENERALIZED_TIME = 0x18
const SEQUENCE = 0x30
const VERSION = 0xa0 // [0], of the certificate
const EXTENSIONS = 0xa3 // [3]

const fail = (message: string): never => {
  throw new DecodeError(message)
}

const readLength = (r: Reader): number => {
  const first = r.byte()
  if (first < 0x80) return first
  const size = first - 0x80
  // no indefinite lengths; a certificate has at most 65535 bytes
  if (size < 1 || size > 2) r.fail("length form")
  const n = r.uint(size)
  return n < 0x80 || n < 256 ** (size - 1) ? r.fail("length not minimal") : n
}

const readElements = (bytes: Bytes): Element[] => {
  const r = new Reader(bytes)
  const elements: Element[] = []
  while (r.left > 0) {
    const start = r.offset
    const tag = r.byte()
    if ((tag & 0x1f) === 0x1f) r.fail("tag of several bytes")
    const body = r.take(readLength(r))
    elements.push({ tag, body, whole: bytes.slice(start, r.offset) })
  }
  return elements
}

/** Takes elements one by one, in the order of the structure. */
const reader = (bytes: Bytes) => {
  const elements = readElements(bytes)
  let at = 0
  const optional = (tag: number): Element | null => (elements[at]?.tag === tag ? (elements[at++] ?? null) : null)
  return {
    optional,
    next: (tag: number): Element => optional(tag) ?? fail(`element ${tag} wanted`),
    end: (): void => {
      if (at < elements.length) fail("element left over")
    },
  }
}

const onlyElement = (bytes: Bytes, tag: number): Element => {
  const r = reader(bytes)
  const element = r.next(tag)
  r.end()
  return element
}

const isTrue = (boolean: Element | null): boolean =>
  boolean !== null && (boolean.body.length === 1 && boolean.body[0] === 0xff ? true : fail("boolean"))

const smallInteger = ({ body }: Element): number => {
  const n = body[0] ?? fail("empty integer")
  return body.length === 1 && n < 0x80 ? n : fail("integer out of range")
}

/** Milliseconds since 1970. Both forms are in UTC with seconds; two-digit years are 1950 to 2049. */
const readTime = ({ tag, body }: Element): number => {
  if (body.length > 15) fail("time") // before every byte becomes an argument of a call
  const text = String.fromCharCode(...body)
  const short = tag === UTC_TIME
  const [, year = "", month, day, hour, minute, second] =
    /^(\d{2,4}?)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? fail("time")
  if (year.length !== (short ? 2 : 4)) fail("time")
  const century = short ? (year < "50" ? "20" : "19") : ""
  const iso = `${century}${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`
  const time = Date.parse(iso)
  // the comparison refuses the 31st of February, which is the 2nd of March for Date
  return !Number.isNaN(time) && new Date(time).toISOString() === iso ? time : fail("no such date")
}

// X.509

// AlgorithmIdentifier: the whole DER, since Ed25519 and Ed448 have no parameters
const algorithms = new Map<string, SignAlg>([
  ["300506032b6570", "Ed25519"],
  ["300506032b6571", "Ed448"],
])

const basicConstraintsId = "551d13"
const keyUsageId = "551d0f"
/** Extensions that may be critical: the two that are checked, and those whose meaning asks nothing of us (names, ids). */
const knownExtensions = new Set([basicConstraintsId, keyUsageId, "551d0e", "551d23", "551d25", "551d11"])

type Signed = { readonly data: Bytes; readonly alg: SignAlg; readonly signature: Bytes }

/** SEQUENCE { data, algorithm, BIT STRING signature }: certificates and the session key. */
const readSigned = (bytes: Bytes): Signed => {
  const r = reader(onlyElement(bytes, SEQUENCE).body)
  const data = r.next(SEQUENCE).whole
  const alg = algorithms.get(hex(r.next(SEQUENCE).whole)) ?? fail("signature algorithm")
  const bits = r.next(BIT_STRING).body
  r.end()
  if (bits[0] !== 0) fail("signature of incomplete bytes")
  return { data, alg, signature: bits.slice(1) }
}

const isSignedBy = (signed: Signed, key: AnyPublicKey<SignAlg>): boolean =>
  signed.alg === key.alg && verify(key, signed.signature, signed.data)

type Certificate = {
  readonly signed: Signed
  readonly issuer: Bytes
  readonly subject: Bytes
  readonly notBefore: number
  readonly notAfter: number
  readonly key: AnyPublicKey<SignAlg>
  /** How many CA certificates may stand between this one and the leaf; null when this is no CA. */
  readonly caDepth: number | null
}

const readExtensions = (bytes: Bytes): ReadonlyMap<string, Bytes> => {
  const byId = new Map<string, Bytes>()
  for (const { tag, body } of readElements(onlyElement(onlyElement(bytes, EXTENSIONS).body, SEQUENCE).body)) {
    if (tag !== SEQUENCE) fail("extension")
    const r = reader(body)
    const id = hex(r.next(OID).body)
    const critical = isTrue(r.optional(BOOLEAN))
    const value = r.next(OCTET_STRING).body
    r.end()
    if (byId.has(id)) fail("extension twice")
    if (critical && !knownExtensions.has(id)) fail("unknown critical extension")
    byId.set(id, value)
  }
  return byId
}

const readCaDepth = (extensions: ReadonlyMap<string, Bytes>): number | null => {
  const constraints = extensions.get(basicConstraintsId)
  if (constraints === undefined) return null
  const r = reader(onlyElement(constraints, SEQUENCE).body)
  const isCa = isTrue(r.optional(BOOLEAN))
  const depth = r.optional(INTEGER)
  r.end()
  const usage = extensions.get(keyUsageId)
  // bit 5 is keyCertSign; without the extension the key may be used for all
  const maySign = usage === undefined || ((onlyElement(usage, BIT_STRING).body[1] ?? 0) & 0x04) !== 0
  if (!isCa) return depth === null ? null : fail("path length without CA")
  const allowed = depth === null ? Number.POSITIVE_INFINITY : smallInteger(depth)
  return maySign ? allowed : null
}

const readCertificate = (bytes: Bytes): Certificate => {
  const signed = readSigned(bytes)
  const r = reader(onlyElement(signed.data, SEQUENCE).body)
  if (smallInteger(onlyElement(r.next(VERSION).body, INTEGER)) !== 2) fail("not version 3")
  r.next(INTEGER) // serial number
  if (algorithms.get(hex(r.next(SEQUENCE).whole)) !== signed.alg) fail("two signature algorithms")
  const issuer = r.next(SEQUENCE).whole
  const validity = reader(r.next(SEQUENCE).body)
  const time = (): number => readTime(validity.optional(UTC_TIME) ?? validity.next(GENERALIZED_TIME))
  const [notBefore, notAfter] = [time(), time()]
  validity.end()
  const subject = r.next(SEQUENCE).whole
  const key = fromSpki(r.next(SEQUENCE).whole, "Ed25519", "Ed448")
  const extensions = r.optional(EXTENSIONS)
  r.end()
  const caDepth = extensions === null ? null : readCaDepth(readExtensions(extensions.whole))
  return { signed, issuer, subject, notBefore, notAfter, key, caDepth }
}

// checks

const read = <T>(what: () => T, code: IdentityErrorCode, message: string): T => {
  try {
    return what()
  } catch (cause) {
    if (cause instanceof DecodeError) throw new IdentityError(code, message, { cause })
    throw cause
  }
}

const checkIssued = (certificate: Certificate, issuer: Certificate, depth: number): void => {
  if (!equal(certificate.issuer, issuer.subject)) throw new IdentityError("ISSUER", "issued by another certificate")
  if (issuer.caDepth === null || issuer.caDepth < depth) throw new IdentityError("ISSUER", "issuer may not issue this")
  if (!isSignedBy(certificate.signed, issuer.key)) throw new IdentityError("SIGNATURE", "not signed by its issuer")
}

/**
 * Checks that the session key comes from the server with this fingerprint (the key hash of its address, 32 bytes) at the
 * time `now` (ms since 1970). Nothing may be sent to the server, and nothing from it believed, before this returns.
 * Throws IdentityError.
 */
export const verifyServerIdentity = (
  { certificates, signedKey }: CertifiedKey,
  fingerprint: Bytes,
  now: number,
): ServerIdentity => {
  const [leafBytes, identityBytes] = certificates
  if (leafBytes === undefined || identityBytes === undefined || certificates.length > 4)
    throw new IdentityError("CHAIN", `chain of ${certificates.length} certificates`)
  if (!equal(sha256(identityBytes), fingerprint))
    throw new IdentityError("FINGERPRINT", "not the server of the address")
  // no signature is worth checking before everything has been read
  const chain = read(() => certificates.map(readCertificate), "FORM", "malformed certificate")
  const session = read(() => readSigned(signedKey), "SESSION_KEY", "malformed signed session key")
  const sessionKey = read(
    () => fromSpki(onlyElement(session.data, SEQUENCE).body, "X25519"),
    "SESSION_KEY",
    "session key is not X25519",
  )

  for (const [i, c] of chain.entries()) {
    if (!(c.notBefore <= now && now <= c.notAfter)) throw new IdentityError("DATES", "certificate not valid now")
    const issuer = chain[i + 1]
    if (issuer !== undefined) checkIssued(c, issuer, i)
  }
  const [leaf] = chain
  if (leaf === undefined || !isSignedBy(session, leaf.key))
    throw new IdentityError("SESSION_KEY", "session key not signed by the server")
  return { sessionKey, serverKey: leaf.key }
}
