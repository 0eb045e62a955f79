import { createPublicKey } from "node:crypto"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type CertifiedKey, IdentityError, verifyServerIdentity } from "../../worker/crypto/certificate.ts"
import { type Bytes, concat, DecodeError, empty, fromHex, hex, utf8 } from "../../worker/encoding/bytes.ts"
import { decode, ignored, large, list, short, struct, word16 } from "../../worker/encoding/codec.ts"
import { type Broken, makeChain } from "../support/certificate.ts"
import { codeOf, flip, vectors } from "./vectors.ts"
import {
  ca,
  certificate,
  der,
  extension,
  fingerprint,
  type Keys,
  keys,
  keyUsage,
  notCa,
  signedBy,
  signedKey,
  type Template,
} from "./x509.ts"

const { handshakes } = vectors("smp-transmissions")
const now = Date.UTC(2026, 10, 22)

const certifiedKey = { certificates: list(large), signedKey: large }
const pkey = struct({ ...certifiedKey })
const hello = struct({ min: word16, max: word16, sessionId: short, ...certifiedKey, later: ignored })

describe("hellos of the vectors", () => {
  for (const run of handshakes.runs) {
    if (run.serverMaxVersion < 7) continue
    it(`server version ${run.serverMaxVersion}, proxy ${run.proxyServer}`, () => {
      const { sessionKey, serverKey } = verifyServerIdentity(
        decode(hello, fromHex(run.serverHandshake)),
        fromHex(handshakes.realCertificateChain.caFingerprint),
        now,
      )
      expect(hex(sessionKey.raw)).toBe(run.serverKey.public)
      expect(hex(serverKey.raw)).toBe(handshakes.realCertificateChain.certificates[0].publicKey.raw)
      expect(serverKey.alg).toBe("Ed448")
    })
  }

  // what the codes of the refused ones must be; versions and malformed hellos are the business of smp/handshake
  const codes: Record<string, string> = {
    "fingerprint of the leaf instead of the identity certificate": "FINGERPRINT",
    "3 certificates, fingerprint of the root instead of the identity (2nd) certificate": "FINGERPRINT",
    "wrong fingerprint": "FINGERPRINT",
    "one self-signed certificate": "CHAIN",
    "no certificates (count 0)": "CHAIN",
    "5 certificates": "CHAIN",
    "session key signed by the CA key instead of the leaf key": "SESSION_KEY",
    "session key signed by another key": "SESSION_KEY",
    "signature byte modified": "SESSION_KEY",
    "signed key modified": "SESSION_KEY",
    "signed key is X448": "SESSION_KEY",
    "signed key is Ed25519": "SESSION_KEY",
    "leaf issued by another CA with the same name": "SIGNATURE",
  }
  const elsewhere = [
    "other session id (differs from tls-unique of the TLS connection)", // accepted: a browser cannot see tls-unique
    "versions 19-20 only",
    "versions 1-5 only",
    "version range max < min",
    "without session key (legal only for a v6 server)",
    "truncated",
    "empty",
  ]
  // the vectors reject it for the TLS leaf, which we do not see; its chain is signed by the other CA as well
  codes["chain in the handshake differs from TLS leaf"] = "SIGNATURE"
  const seen = new Set<string>()
  for (const v of handshakes.variants)
    it(v.note, () => {
      seen.add(v.note)
      const bytes = fromHex(v.serverHandshake)
      const verify = (key: CertifiedKey) => verifyServerIdentity(key, fromHex(v.expectedCaFingerprint), now)
      if (v.note === "no certificates (count 0)")
        return expect(codeOf(() => verify({ certificates: [], signedKey: empty }))).toBe("CHAIN")
      if (elsewhere.slice(4).includes(v.note)) return expect(() => decode(hello, bytes)).toThrow(DecodeError)
      const code = codeOf(() => verify(decode(hello, bytes)))
      expect(code).toBe(codes[v.note])
      if (code === undefined) expect(elsewhere.includes(v.note) || v.browserClientMust === "accept").toBe(true)
      else expect(v.browserClientMust.toLowerCase()).toMatch(/^reject/)
    })
  it("all codes above were met", () => expect(Object.keys(codes).filter(note => !seen.has(note))).toEqual([]))

  it("first block of a running server", () => {
    const v = handshakes.realServerHandshake
    const key = decode(hello, fromHex(v.serverHandshake))
    const { sessionKey } = verifyServerIdentity(key, fromHex(v.caFingerprint), now)
    expect(hex(sessionKey.raw)).toBe(v.serverSessionKey)
    // made on 21 November 2026
    expect(codeOf(() => verifyServerIdentity(key, fromHex(v.caFingerprint), Date.UTC(2026, 10, 20)))).toBe("DATES")
  })

  for (const v of handshakes.pkeyChainValidation)
    it(`chain of a proxied server: ${v.note}`, () => {
      const key = decode(pkey, fromHex(v.certChainPubKey_smp))
      const code = codeOf(() => verifyServerIdentity(key, fromHex(v.expectedCaFingerprint), now))
      expect(code === undefined ? "ok" : "rejected").toBe(v.expected)
    })
})

type Names = "leaf" | "identity" | "operator" | "network"
type Flaws = { readonly [N in Names]?: Partial<Template> }
const names = ["leaf", "identity", "operator", "network"] as const

/** A chain of `length` certificates, correct but for the flaws, as a server would send it. */
const chain = (length: number, flaws: Flaws = {}, alg: "ed25519" | "ed448" = "ed25519") => {
  const all = names.slice(0, length).map(() => keys(alg))
  const certificates = all.map((own, i) => {
    const subject = names[i] as Names
    const template = {
      subject,
      issuer: names[i + 1] !== undefined && i + 1 < length ? (names[i + 1] as Names) : subject,
      keys: own,
      signer: all[i + 1] ?? own,
      extensions: i === 0 ? [notCa, keyUsage(0x80)] : [ca()],
    }
    return certificate({ ...template, ...flaws[subject] })
  })
  const key = { certificates, signedKey: signedKey(all[0] as Keys) }
  return { all, key, print: fingerprint(certificates[1] ?? (certificates[0] as Bytes)) }
}
const codeOfChain = (length: number, flaws: Flaws) => {
  const { key, print } = chain(length, flaws)
  return codeOf(() => verifyServerIdentity(key, print, now))
}

describe("chains made here", () => {
  for (const alg of ["ed25519", "ed448"] as const)
    for (const length of [2, 3, 4])
      it(`${length} certificates, ${alg}`, () => {
        const { key, print } = chain(length, {}, alg)
        expect(verifyServerIdentity(key, print, now).sessionKey.alg).toBe("X25519")
      })

  it("mixed algorithms in one chain", () => {
    const root = keys("ed448")
    const { key, print } = chain(3, { network: {}, identity: { signer: root }, operator: { keys: root, signer: root } })
    expect(codeOf(() => verifyServerIdentity(key, print, now))).toBeUndefined()
  })

  const old = "250101000000Z"
  const future = "20270101000000Z"
  const oid = (id: string) => extension(id, true, der(0x30))
  const refused: readonly (readonly [string, string, number, Flaws])[] = [
    ["expired leaf", "DATES", 2, { leaf: { notAfter: old } }],
    ["expired identity", "DATES", 2, { identity: { notAfter: old } }],
    ["expired network certificate", "DATES", 4, { network: { notAfter: old } }],
    ["leaf not valid yet", "DATES", 2, { leaf: { notBefore: future } }],
    ["leaf signed by a stranger", "SIGNATURE", 2, { leaf: { signer: keys() } }],
    ["identity signed by a stranger", "SIGNATURE", 3, { identity: { signer: keys() } }],
    ["operator signed by a stranger", "SIGNATURE", 4, { operator: { signer: keys() } }],
    ["leaf of another algorithm than its issuer's key", "SIGNATURE", 2, { leaf: { signer: keys("ed448") } }],
    ["leaf naming another issuer", "ISSUER", 2, { leaf: { issuer: "somebody" } }],
    ["identity that is no CA", "ISSUER", 2, { identity: { extensions: [notCa] } }],
    ["identity without extensions", "ISSUER", 2, { identity: { extensions: [] } }],
    ["identity that may not sign certificates", "ISSUER", 2, { identity: { extensions: [ca(), keyUsage(0x80)] } }],
    ["operator whose path length is used up", "ISSUER", 3, { operator: { extensions: [ca(0)] } }],
    ["network whose path length is used up", "ISSUER", 4, { network: { extensions: [ca(1)] } }],
    ["unknown critical extension", "FORM", 2, { leaf: { extensions: [notCa, oid("551d1e")] } }],
    ["extension twice", "FORM", 2, { leaf: { extensions: [notCa, notCa] } }],
    ["version 1", "FORM", 2, { leaf: { version: 0 } }],
    ["version 4", "FORM", 2, { leaf: { version: 3 } }],
    ["31st of February", "FORM", 2, { leaf: { notBefore: "200231000000Z" } }],
    ["13th month", "FORM", 2, { leaf: { notBefore: "20201301000000Z" } }],
    ["24 hours", "FORM", 2, { leaf: { notBefore: "200101240000Z" } }],
    ["time with letters", "FORM", 2, { leaf: { notBefore: "2001010000ooZ" } }],
    ["bytes after the extensions", "FORM", 2, { leaf: { tail: der(0x30) } }],
    ["other algorithm inside", "FORM", 2, { leaf: { innerAlgorithm: der(0x30, fromHex("06032b6571")) } }],
    ["algorithm with parameters", "FORM", 2, { leaf: { innerAlgorithm: der(0x30, fromHex("06032b65700500")) } }],
    ["leaf key for agreement only", "FORM", 2, { leaf: { keys: keys("x25519") } }],
    ["path length without CA", "FORM", 2, { leaf: { extensions: [extension("551d13", true, fromHex("3003020100"))] } }],
    ["CA false spelled out", "FORM", 2, { leaf: { extensions: [extension("551d13", true, fromHex("3003010100"))] } }],
  ]
  for (const [what, code, length, flaws] of refused)
    it(`refuses ${what}`, () => expect(codeOfChain(length, flaws)).toBe(code))

  const accepted: readonly (readonly [string, number, Flaws])[] = [
    ["leaf without extensions, as some servers make it", 2, { leaf: { extensions: [] } }],
    ["path length that just suffices", 4, { network: { extensions: [ca(2)] }, operator: { extensions: [ca(1)] } }],
    ["CA that states keyCertSign", 2, { identity: { extensions: [ca(), keyUsage(0x06)] } }],
    ["unknown extension that is not critical", 2, { leaf: { extensions: [extension("2a0304", false, utf8("x"))] } }],
    ["years 1950 and 2049 in two digits", 2, { leaf: { notBefore: "500101000000Z", notAfter: "491231235959Z" } }],
    ["a year far in the future", 2, { leaf: { notAfter: "47591208163946Z" } }],
    ["29th of February of a leap year", 2, { leaf: { notBefore: "200229000000Z" } }],
    ["a name of more than 127 bytes", 2, { leaf: { subject: "x".repeat(300) } }],
  ]
  for (const [what, length, flaws] of accepted)
    it(`accepts ${what}`, () => expect(codeOfChain(length, flaws)).toBeUndefined())

  it("is valid from the first to the last second", () => {
    const { key, print } = chain(2, { leaf: { notBefore: "260101000000Z", notAfter: "260131235959Z" } })
    const at = (time: number) => codeOf(() => verifyServerIdentity(key, print, time))
    expect(at(Date.UTC(2026, 0, 1) - 1)).toBe("DATES")
    expect(at(Date.UTC(2026, 0, 1))).toBeUndefined()
    expect(at(Date.UTC(2026, 0, 31, 23, 59, 59))).toBeUndefined()
    expect(at(Date.UTC(2026, 1, 1))).toBe("DATES")
    expect(at(Number.NaN)).toBe("DATES")
  })
})

describe("chains of the test servers, made elsewhere", () => {
  const codes = {
    none: undefined,
    expired: "DATES",
    expiredCa: "DATES",
    notYet: "DATES",
    wrongSignature: "SIGNATURE",
    notCa: "ISSUER",
  } as const
  for (const alg of ["ed25519", "ed448"] as const)
    for (const [broken, expected] of Object.entries(codes))
      it(`${alg}, broken: ${broken}`, () => {
        const made = makeChain({ alg, now, ...(broken === "none" ? {} : { broken: broken as Broken }) })
        const own = { privateKey: made.leafKey, publicKey: createPublicKey(made.leafKey) }
        const certified = { certificates: [made.leafDer, made.caDer], signedKey: signedKey(own) }
        expect(codeOf(() => verifyServerIdentity(certified, made.fingerprint, now))).toBe(expected)
      })
})

describe("lies", () => {
  const { key, print, all } = chain(2)
  const [leaf, identity] = key.certificates as [Bytes, Bytes]
  const code = (k: CertifiedKey, p = print) => codeOf(() => verifyServerIdentity(k, p, now))

  it("a flipped bit in any byte of chain, signed key and fingerprint is noticed", () => {
    const bitsOf = (b: Bytes) => Array.from(b, (_, i) => 8 * i + (i % 8))
    for (const bit of bitsOf(leaf)) expect(code({ ...key, certificates: [flip(leaf, bit), identity] })).toBeDefined()
    for (const bit of bitsOf(identity))
      expect(code({ ...key, certificates: [leaf, flip(identity, bit)] })).toBe("FINGERPRINT")
    for (const bit of bitsOf(key.signedKey))
      expect(code({ ...key, signedKey: flip(key.signedKey, bit) })).toBe("SESSION_KEY")
    for (const bit of bitsOf(print)) expect(code(key, flip(print, bit))).toBe("FINGERPRINT")
  })

  it("cut or longer pieces are refused with an IdentityError", () => {
    for (let n = 0; n < leaf.length; n++)
      expect(code({ ...key, certificates: [leaf.slice(0, n), identity] })).toBe("FORM")
    expect(code({ ...key, certificates: [concat(leaf, der(5)), identity] })).toBe("FORM")
    for (let n = 0; n < key.signedKey.length; n++)
      expect(code({ ...key, signedKey: key.signedKey.slice(0, n) })).toBe("SESSION_KEY")
    expect(code({ ...key, signedKey: concat(key.signedKey, Uint8Array.of(0)) })).toBe("SESSION_KEY")
    for (const p of [empty, print.slice(1), concat(print, utf8("!"))]) expect(code(key, p)).toBe("FINGERPRINT")
  })

  it("a man in the middle with the true chain cannot put his own session key", () => {
    const mine = keys()
    expect(code({ ...key, signedKey: signedKey(mine) })).toBe("SESSION_KEY")
    expect(code({ ...key, signedKey: signedKey(all[1] as Keys) })).toBe("SESSION_KEY")
  })

  it("a leaf of his own before the true identity, under the true name, does not help him", () => {
    const mine = keys()
    const leafOfMine = certificate({ subject: "leaf", issuer: "identity", keys: mine, signer: mine })
    expect(code({ certificates: [leafOfMine, identity], signedKey: signedKey(mine) })).toBe("SIGNATURE")
    // nor between the leaf and the identity, where the fingerprint is looked for
    expect(code({ certificates: [leafOfMine, leaf, identity], signedKey: signedKey(mine) })).toBe("FINGERPRINT")
  })

  it("the leaf of another server does not issue certificates, even when it is what the address names", () => {
    const mine = keys()
    const below = certificate({ subject: "mine", issuer: "leaf", keys: mine, signer: all[0] as Keys })
    const k = { certificates: [below, leaf, identity], signedKey: signedKey(mine) }
    expect(code(k, fingerprint(leaf))).toBe("ISSUER")
  })

  it("a certificate signed by the leaf key is no session key, nor is a session key a certificate", () => {
    expect(code({ ...key, signedKey: leaf })).toBe("SESSION_KEY")
    expect(code({ ...key, certificates: [key.signedKey, identity] })).toBe("FORM")
  })

  it("the signed key with its length written in another way is not DER", () => {
    const content = key.signedKey.slice(2)
    const withHead = (head: string, tail = "") => concat(fromHex(head), content, fromHex(tail))
    const n = hex(Uint8Array.of(content.length))
    expect(code({ ...key, signedKey: withHead(`30${n}`) })).toBeUndefined()
    for (const bytes of [
      withHead(`3081${n}`),
      withHead(`308200${n}`),
      withHead(`30830000${n}`),
      withHead("3080", "0000"),
      withHead(`3f10${n}`),
    ])
      expect(code({ ...key, signedKey: bytes })).toBe("SESSION_KEY")
  })

  it("any bytes in any place give an IdentityError and nothing else", () => {
    const nest = Array.from({ length: 8000 }).reduce<Bytes>(b => (b.length < 20000 ? der(0x30, b) : b), empty)
    const refuses = (bytes: Bytes) => {
      expect(() => verifyServerIdentity({ ...key, certificates: [bytes, identity] }, print, now)).toThrow(IdentityError)
      expect(() => verifyServerIdentity({ ...key, certificates: [leaf, bytes] }, fingerprint(bytes), now)).toThrow(
        IdentityError,
      )
      expect(() => verifyServerIdentity({ ...key, signedKey: bytes }, print, now)).toThrow(IdentityError)
    }
    for (const bytes of [empty, nest, signedBy(keys(), nest)]) refuses(bytes)
    fc.assert(
      fc.property(fc.nat(leaf.length), fc.nat(20), fc.uint8Array({ maxLength: 20 }), (at, cut, put) => {
        const changed = concat(leaf.slice(0, at), put, leaf.slice(at + cut))
        fc.pre(hex(changed) !== hex(leaf))
        refuses(changed)
      }),
    )
  })
})
