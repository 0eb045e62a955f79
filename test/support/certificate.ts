/**
 * Certificate chains for servers in tests and in the demo: a self-signed authority and a leaf signed by it, as an SMP or
 * XFTP server has them. node:crypto signs but cannot build X.509, so the DER is put together here.
 *
 *   Certificate = SEQUENCE { TBSCertificate, AlgorithmIdentifier, BIT STRING }     (RFC 5280, 4.1)
 *
 * Note: the broken variants are for tests that lie; each breaks one thing and leaves the rest right.
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from "node:crypto"
import { type Bytes, concat, toBytes, utf8 } from "../../worker/encoding/bytes.ts"
import type { Random } from "../../worker/platform.ts"

/** Browsers know only "p256" (ECDSA); such a leaf has the name localhost where they look for it. */
export type CertificateAlgorithm = "ed25519" | "ed448" | "p256"

/** What to get wrong. `expired`: the leaf; `expiredCa`: the authority; both ended a day ago. */
export type Broken = "expired" | "expiredCa" | "notYet" | "wrongSignature" | "notCa"

export type ChainOptions = {
  readonly alg: CertificateAlgorithm
  readonly broken?: Broken
  /** Reuse an authority: the chain of a server that renewed its leaf. */
  readonly ca?: { readonly key: KeyObject; readonly der: Bytes }
  /** Now, in ms since 1970; validity is counted from here. */
  readonly now?: number
  /** Where keys (Ed25519 only) and serial numbers come from, for runs that can be repeated. */
  readonly random?: Random
}

export type Chain = {
  readonly caDer: Bytes
  readonly leafDer: Bytes
  readonly caPem: string
  readonly leafPem: string
  readonly leafKeyPem: string
  readonly leafKey: KeyObject
  readonly caKey: KeyObject
  /** SHA-256 of the authority's certificate, 32 bytes: the key hash in the server's address. */
  readonly fingerprint: Bytes
}

const day = 86_400_000

const tlv = (tag: number, ...parts: readonly Uint8Array[]): Bytes => {
  const body = concat(...parts)
  const n = body.length
  const length = n < 128 ? [n] : n < 256 ? [0x81, n] : [0x82, n >> 8, n & 255]
  return concat(Uint8Array.of(tag, ...length), body)
}
const seq = (...parts: readonly Uint8Array[]) => tlv(0x30, ...parts)
const bits = (unused: number, b: Uint8Array) => tlv(0x03, Uint8Array.of(unused), b)
const octets = (b: Uint8Array) => tlv(0x04, b)
const oid = (...encoded: readonly number[]) => tlv(0x06, Uint8Array.from(encoded))
const ecdsaWithSha256 = seq(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02))
const algorithm = (alg: CertificateAlgorithm) =>
  alg === "p256" ? ecdsaWithSha256 : seq(oid(0x2b, 0x65, alg === "ed25519" ? 0x70 : 0x71))

/** UTCTime before 2050, GeneralizedTime from then on (RFC 5280, 4.1.2.5). */
const time = (ms: number) => {
  const text = `${new Date(ms).toISOString().replace(/[-:T]/g, "").slice(0, 14)}Z`
  return text < "2050" ? tlv(0x17, utf8(text.slice(2))) : tlv(0x18, utf8(text))
}

const name = (commonName: string) => seq(tlv(0x31, seq(oid(0x55, 0x04, 0x03), tlv(0x0c, utf8(commonName)))))

const extension = (id: number, critical: boolean, value: Uint8Array) =>
  seq(oid(0x55, 0x1d, id), ...(critical ? [Uint8Array.of(0x01, 0x01, 0xff)] : []), octets(value))
const basicConstraints = (isCa: boolean) => extension(0x13, true, isCa ? seq(Uint8Array.of(0x01, 0x01, 0xff)) : seq())
const keyCertSign = extension(0x0f, true, bits(1, Uint8Array.of(0x06)))
const alsoLocalhost = extension(0x11, false, seq(tlv(0x82, utf8("localhost"))))
const digitalSignature = extension(0x0f, true, bits(7, Uint8Array.of(0x80)))

const spki = (key: KeyObject) => toBytes(createPublicKey(key).export({ type: "spki", format: "der" }))
const pkcs8 = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20)
const newKey = (alg: CertificateAlgorithm, random?: Random): KeyObject =>
  random !== undefined
    ? createPrivateKey({ key: Buffer.from(concat(pkcs8, random(32))), format: "der", type: "pkcs8" })
    : alg === "p256"
      ? generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey
      : alg === "ed25519"
        ? generateKeyPairSync("ed25519").privateKey
        : generateKeyPairSync("ed448").privateKey
const algorithmOf = ({ asymmetricKeyType }: KeyObject): CertificateAlgorithm =>
  asymmetricKeyType === "ec" ? "p256" : asymmetricKeyType === "ed448" ? "ed448" : "ed25519"

const hashFor = (key: KeyObject) => (key.asymmetricKeyType === "ec" ? "sha256" : null)

type Subject = {
  subject: string
  issuer: string
  key: KeyObject
  notBefore: number
  notAfter: number
  extensions: Bytes[]
}

const certificate = (s: Subject, issuerKey: KeyObject, random: Random = n => toBytes(randomBytes(n))): Bytes => {
  const alg = algorithm(algorithmOf(issuerKey))
  const serial = random(16)
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40 // positive and without a leading zero byte
  const tbs = seq(
    tlv(0xa0, tlv(0x02, Uint8Array.of(2))), // version 3
    tlv(0x02, serial),
    alg,
    name(s.issuer),
    seq(time(s.notBefore), time(s.notAfter)),
    name(s.subject),
    spki(s.key),
    tlv(0xa3, seq(...s.extensions)),
  )
  return seq(tbs, alg, bits(0, sign(hashFor(issuerKey), tbs, issuerKey)))
}

const pem = (der: Bytes) =>
  `-----BEGIN CERTIFICATE-----\n${(
    Buffer.from(der)
      .toString("base64")
      .match(/.{1,64}/g) ?? []
  ).join("\n")}\n-----END CERTIFICATE-----\n`

/** A two-certificate chain; serve it as `key: leafKeyPem, cert: leafPem + caPem`. */
export const makeChain = (options: ChainOptions): Chain => {
  const { alg, broken, now = Date.now(), random } = options
  const ends = (isBroken: boolean) => (isBroken ? now - day : now + 3650 * day)
  const authority = "Test server CA"
  const caKey = options.ca?.key ?? newKey(alg, random)
  const caDer =
    options.ca?.der ??
    certificate(
      {
        subject: authority,
        issuer: authority,
        key: caKey,
        notBefore: now - 30 * day,
        notAfter: ends(broken === "expiredCa"),
        extensions: broken === "notCa" ? [basicConstraints(false)] : [basicConstraints(true), keyCertSign],
      },
      caKey,
      random,
    )
  const leafKey = newKey(alg, random)
  const leafDer = certificate(
    {
      subject: "localhost",
      issuer: authority,
      key: leafKey,
      notBefore: broken === "notYet" ? now + day : now - 30 * day,
      notAfter: ends(broken === "expired"),
      extensions: [basicConstraints(false), digitalSignature, ...(alg === "p256" ? [alsoLocalhost] : [])],
    },
    broken === "wrongSignature" ? newKey(alg) : caKey,
    random,
  )
  return {
    caDer,
    leafDer,
    caPem: pem(caDer),
    leafPem: pem(leafDer),
    leafKeyPem: leafKey.export({ type: "pkcs8", format: "pem" }).toString(),
    leafKey,
    caKey,
    fingerprint: toBytes(createHash("sha256").update(caDer).digest()),
  }
}

/** Signs as the server signs its session key: raw Ed25519 (64 bytes) or Ed448 (114 bytes). */
export const signWith = (key: KeyObject, data: Uint8Array): Bytes => toBytes(sign(null, data, key))

/** A private key saved as PKCS #8 PEM. */
export const readKey = (text: string): KeyObject => createPrivateKey(text)
