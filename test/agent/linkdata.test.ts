import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { parseLink, writeLink } from "../../worker/agent/link.ts"
import {
  areOwnersAuthorized,
  fixedLinkData,
  type LinkData,
  linkData,
  type Owner,
  userData,
} from "../../worker/agent/linkdata.ts"
import { fromSpki, keyPairFromPrivate, type PrivateKey, toSpki } from "../../worker/crypto/keys.ts"
import { signOwner } from "../../worker/crypto/link.ts"
import { type Bytes, DecodeError, fromHex, hex } from "../../worker/encoding/bytes.ts"
import { decode, encode } from "../../worker/encoding/codec.ts"
import { pattern, vectors } from "../crypto/vectors.ts"

type Link = {
  mode: string
  rootPublic_der: string
  connReq_str: string
  linkEntityId: string | null
  userData: string
  fixedData_smp: string
  userLinkData_smp: string
  direct: boolean
  owners: { ownerId: string; ownerKey_der: string; authOwnerSig: string }[]
  relays: string[]
}
type ShortLinks = {
  invitations: Link[]
  contacts: Link[]
  userDataUpdates: { note: string; linkKey: string; signedUserData: string; result: string }[]
  userLinkDataEncoding: { patternBytesLength: number; firstBytes: string; length: number }[]
}
const file: ShortLinks = vectors("shortlink")
const links = [...file.invitations, ...file.contacts].map((v, i) => ({ ...v, name: `${v.mode} ${i}` }))

/** After the signature, which is checked elsewhere. */
const unsigned = (signed: string) => fromHex(signed).slice(65)

describe("made by the peer", () => {
  it("has vectors", () => expect([file.invitations.length, file.contacts.length]).toEqual([3, 5]))

  it.each(links)("fixed data of $name", v => {
    const data = decode(fixedLinkData, fromHex(v.fixedData_smp))
    expect(hex(encode(fixedLinkData, data))).toBe(v.fixedData_smp)
    expect(data.versions).toEqual({ min: 2, max: 7 })
    expect(hex(toSpki(data.rootKey))).toBe(v.rootPublic_der)
    expect(writeLink(data.request)).toBe(writeLink(parseLink(v.connReq_str)))
    expect(data.entityId && hex(data.entityId)).toBe(v.linkEntityId)
  })

  it.each(links)("data of $name", v => {
    const data = decode(linkData, fromHex(v.userLinkData_smp))
    expect(hex(encode(linkData, data))).toBe(v.userLinkData_smp)
    expect([data.type, hex(data.userData)]).toEqual([v.mode, v.userData])
    if (data.type === "contact") {
      expect(data.direct).toBe(v.direct)
      expect(data.relays.map(writeLink)).toEqual(v.relays)
      expect(data.owners.map(o => [hex(o.ownerId), hex(toSpki(o.key)), hex(o.signature)])).toEqual(
        v.owners.map(o => [o.ownerId, o.ownerKey_der, o.authOwnerSig]),
      )
    }
  })

  it.each(file.userLinkDataEncoding)("user data of $patternBytesLength bytes", v => {
    const bytes = encode(userData, pattern(v.patternBytesLength))
    expect(bytes.length).toBe(v.length)
    expect(hex(bytes).startsWith(v.firstBytes)).toBe(true)
    expect(decode(userData, bytes)).toEqual(pattern(v.patternBytesLength))
  })

  it.each(file.userDataUpdates)("owners of: $note", v => {
    const contact = file.contacts[v.note.startsWith("contact 4") ? 3 : 0]
    const rootKey = fromSpki(fromHex(contact?.rootPublic_der ?? ""), "Ed25519")
    const data = decode(linkData, unsigned(v.signedUserData)) as Extract<LinkData, { type: "contact" }>
    expect(areOwnersAuthorized(rootKey, data.owners)).toBe(!/owner (key|ID)/.test(v.result))
  })
})

const keys = (i: number) => keyPairFromPrivate("Ed25519", pattern(32 + i).slice(i))

const owners = (n: number, by: (i: number) => PrivateKey<"Ed25519">): readonly Owner[] =>
  Array.from({ length: n }, (_, i) => {
    const [ownerId, key] = [pattern(i + 1), keys(i + 1).publicKey]
    return { ownerId, key, signature: signOwner(by(i), ownerId, key) }
  })

describe("what later versions add", () => {
  const fixed = fromHex(file.contacts[0]?.fixedData_smp ?? "")
  const withTail = (tail: string) => decode(fixedLinkData, fromHex(hex(fixed) + tail))

  it("after fixed data: an entity id if it is one, the rest is dropped", () => {
    expect(withTail("").entityId).toBeNull()
    expect(withTail("00").entityId).toEqual(fromHex(""))
    expect(withTail("02abcd").entityId).toEqual(fromHex("abcd"))
    expect(withTail("02abcdef").entityId).toEqual(fromHex("abcd"))
    expect(withTail("ffab").entityId).toBeNull()
  })

  it("after link data, for both kinds", () => {
    for (const v of links) {
      const data = decode(linkData, fromHex(v.userLinkData_smp))
      expect(decode(linkData, fromHex(`${v.userLinkData_smp}c0ffee`))).toEqual(data)
    }
  })
})

describe("lies", () => {
  it("no truncation reads", () => {
    for (const v of links) {
      const whole = fromHex(v.userLinkData_smp)
      for (let n = 0; n < Math.min(whole.length, 400); n++)
        expect(() => decode(linkData, whole.slice(0, n))).toThrow(DecodeError)
    }
  })

  it("the root key as an owner, or an owner twice, is not authorized", () => {
    const v = file.contacts[3]
    const rootKey = fromSpki(fromHex(v?.rootPublic_der ?? ""), "Ed25519")
    const data = decode(linkData, fromHex(v?.userLinkData_smp ?? "")) as Extract<LinkData, { type: "contact" }>
    const [first, second] = data.owners
    if (first === undefined || second === undefined) throw new Error("two owners wanted")
    expect(areOwnersAuthorized(rootKey, [first, second])).toBe(true)
    expect(areOwnersAuthorized(first.key, [first])).toBe(false)
    expect(areOwnersAuthorized(rootKey, [first, first])).toBe(false)
    expect(areOwnersAuthorized(rootKey, [second])).toBe(false)
    expect(areOwnersAuthorized(rootKey, [{ ...first, ownerId: fromHex("00") }])).toBe(false)
  })

  it("owners that would take more than 256 signatures to check are not authorized", () => {
    const root = keys(0)
    /** Each let in by the one before it, which is tried last: 1 + 2 + ... signatures. */
    const chain = (n: number) => owners(n, i => keys(i).privateKey)
    expect(areOwnersAuthorized(root.publicKey, chain(22))).toBe(true)
    expect(areOwnersAuthorized(root.publicKey, chain(23))).toBe(false)
    expect(
      areOwnersAuthorized(
        root.publicKey,
        owners(100, () => root.privateKey),
      ),
    ).toBe(true)
  })

  it("any bytes give data or DecodeError", () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom("49", "43", "4300020007", ""), (b, start) => {
        for (const read of [(x: Bytes) => decode(linkData, x), (x: Bytes) => decode(fixedLinkData, x)])
          try {
            read(fromHex(start + hex(b)))
          } catch (e) {
            expect(e).toBeInstanceOf(DecodeError)
          }
      }),
    ))
})
