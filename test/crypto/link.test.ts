import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { areOwnersAuthorized, linkData, userData } from "../../worker/agent/linkdata.ts"
import { secretBox, secretBoxNoPad } from "../../worker/crypto/box.ts"
import { CryptoError } from "../../worker/crypto/error.ts"
import { generateKeyPair, keyPairFromPrivate, toSpki } from "../../worker/crypto/keys.ts"
import {
  contactLinkKeys,
  invitationLinkKey,
  linkKeyOf,
  openFixedData,
  openUserData,
  sealedFixedSize,
  sealedUserSize,
  sealFixedData,
  sealUserData,
  senderIdOf,
  signLinkData,
  signOwner,
  verifyUserData,
} from "../../worker/crypto/link.ts"
import {
  type Bytes,
  concat,
  DecodeError,
  empty,
  fromBase64url,
  fromHex,
  fromUtf8,
  hex,
  utf8,
} from "../../worker/encoding/bytes.ts"
import { decode, encode } from "../../worker/encoding/codec.ts"
import { codeOf, flip, pattern, vectors } from "./vectors.ts"

const file = vectors("shortlink")
/** The nonce with which a vector was sealed, in place of randomness. */
const nonceOf = (sealed: Bytes) => (n: number) => sealed.slice(0, n)

/** What a reader of a link does, in order; throws CryptoError, DecodeError, or "OWNERS". */
const readLink = (linkKey: Bytes, key: Bytes, encFixed: Bytes, encUser: Bytes) => {
  const { rootKey, data: fixedData } = openFixedData(linkKey, key, encFixed)
  const unverified = openUserData(key, encUser)
  const content = decode(linkData, unverified.data)
  const owners = content.type === "contact" ? content.owners : []
  if (!areOwnersAuthorized(rootKey, owners)) throw Object.assign(new Error("owners"), { code: "OWNERS" })
  return { rootKey, fixedData, userData: verifyUserData(unverified, [rootKey, ...owners.map(o => o.key)]), content }
}

describe("links of the vectors", () => {
  for (const [i, v] of [...file.invitations, ...file.contacts].entries())
    it(`${v.mode} ${i}`, () => {
      const [fixedData, mutable] = [fromHex(v.fixedData_smp), fromHex(v.userLinkData_smp)]
      const [encFixed, encUser] = [fromHex(v.encFixedData), fromHex(v.encUserData)]
      const root = keyPairFromPrivate("Ed25519", fromHex(v.rootPrivateRaw))
      expect(hex(toSpki(root.publicKey))).toBe(v.rootPublic_der)
      expect(hex(senderIdOf(fromHex(v.corrId)))).toBe(v.senderId_sha3_384_first24)

      const linkKey = linkKeyOf(fixedData)
      expect(hex(linkKey)).toBe(v.linkKey_sha3_256_of_fixedData)
      const keys = v.mode === "contact" ? contactLinkKeys(linkKey) : { key: invitationLinkKey(linkKey), linkId: empty }
      expect([hex(keys.key), hex(keys.linkId)]).toEqual([v.key_hkdf, v.linkId_hkdf ?? ""])

      const [signedFixed, signedUser] = [fixedData, mutable].map(d => signLinkData(root.privateKey, d)) as [
        Bytes,
        Bytes,
      ]
      expect([hex(signedFixed), hex(signedUser)]).toEqual([v.signedFixedData, v.signedUserData])
      expect(hex(sealFixedData(keys.key, signedFixed, nonceOf(encFixed)))).toBe(v.encFixedData)
      expect(hex(sealUserData(keys.key, signedUser, nonceOf(encUser)))).toBe(v.encUserData)
      expect([encFixed.length, encUser.length]).toEqual([sealedFixedSize, sealedUserSize])

      const opened = readLink(linkKey, keys.key, encFixed, encUser)
      expect(opened).toMatchObject({ rootKey: root.publicKey, fixedData, userData: mutable })
      expect(opened.content.type).toBe(v.mode)

      let by = root.privateKey
      for (const o of v.owners ?? []) {
        const owner = keyPairFromPrivate("Ed25519", fromHex(o.ownerPrivateRaw))
        expect(hex(signOwner(by, fromHex(o.ownerId), owner.publicKey))).toBe(o.authOwnerSig)
        by = owner.privateKey
      }
    })

  for (const [i, v] of file.realLinks.entries())
    it(`kept by a real server ${i}, ${v.mode}`, () => {
      // the link key is the last part of the link's path
      const linkKey = fromBase64url(/[#/]([A-Za-z0-9_-]{43})(\?|$)/.exec(v.shortLink)?.[1] ?? "")
      const { linkId, key } =
        v.mode === "contact"
          ? contactLinkKeys(linkKey)
          : { key: invitationLinkKey(linkKey), linkId: fromHex(v.linkId ?? "") }
      expect([hex(linkId), hex(key)]).toEqual([v.linkId ?? "", v.key_hkdf])
      const opened = readLink(linkKey, key, fromHex(v.encFixedData), fromHex(v.encUserData))
      expect(hex(toSpki(opened.rootKey))).toBe(v.rootKey_der)
      expect(opened.content.type).toBe(v.mode)
      if (v.userDataForm === "JSON") expect(fromUtf8(opened.content.userData)).toBe(v.userDataText)
    })

  for (const v of file.userLinkDataEncoding)
    it(`user data of ${v.patternBytesLength} bytes`, () => {
      const bytes = encode(userData, pattern(v.patternBytesLength))
      expect(hex(bytes)).toMatch(new RegExp(`^${v.firstBytes}`))
      expect(bytes.length).toBe(v.length)
      expect(decode(userData, bytes)).toEqual(pattern(v.patternBytesLength))
    })
})

describe("later user data", () => {
  const errors: Record<string, string> = {
    "contact 1: update signed by a wrong key": "SIGNATURE",
    "contact 4: owners in wrong order": "OWNERS",
    "contact 4: owner authorized by unknown key": "OWNERS",
    "contact 4: duplicate owner id": "OWNERS",
  }
  for (const v of file.userDataUpdates)
    it(v.note, () => {
      const contact = file.contacts.find((c: { key_hkdf: string }) => c.key_hkdf === v.key_hkdf)
      const key = fromHex(v.key_hkdf)
      const encUser = fromHex(v.encUserData)
      expect(hex(sealUserData(key, fromHex(v.signedUserData), nonceOf(encUser)))).toBe(v.encUserData)
      const code = codeOf(() => readLink(fromHex(v.linkKey), key, fromHex(contact.encFixedData), encUser))
      expect(code).toBe(errors[v.note])
      expect(code === undefined).toBe(v.result === "ok")
    })
})

describe("lies", () => {
  const [one, two] = file.contacts
  const linkKey = fromHex(one.linkKey_sha3_256_of_fixedData)
  const key = fromHex(one.key_hkdf)
  const [encFixed, encUser] = [fromHex(one.encFixedData), fromHex(one.encUserData)]
  const code = (...args: [Bytes, Bytes, Bytes, Bytes]) => codeOf(() => readLink(...args))

  // one test for each entry of `failures`, in their order
  it("the failures of the vectors are these", () => expect(file.failures.length).toBe(6))
  it("a link key that does not match the hash", () =>
    expect(code(flip(linkKey, 0), key, encFixed, encUser)).toBe("HASH"))
  it("another encryption key", () => expect(code(linkKey, flip(key, 0), encFixed, encUser)).toBe("DECRYPT"))
  it("modified fixed data", () => expect(code(linkKey, key, flip(encFixed, 8000), encUser)).toBe("DECRYPT"))
  it("modified user data", () => expect(code(linkKey, key, encFixed, flip(encUser, 8000))).toBe("DECRYPT"))
  it("fixed and user data swapped", () => expect(code(linkKey, key, encUser, encFixed)).toBe("HASH"))
  it("empty user data", () => expect(() => readLink(linkKey, key, encFixed, empty)).toThrow(DecodeError))

  it("data of another link, sealed for this one, does not match the link key", () => {
    const other = sealFixedData(key, fromHex(two.signedFixedData), pattern)
    expect(code(linkKey, key, other, encUser)).toBe("HASH")
    const user = sealUserData(key, fromHex(two.signedUserData), pattern)
    expect(code(linkKey, key, encFixed, user)).toBe("SIGNATURE")
  })

  it("the right fixed data signed by another key", () => {
    const stranger = generateKeyPair("Ed25519", pattern)
    const forged = sealFixedData(key, signLinkData(stranger.privateKey, fromHex(one.fixedData_smp)), pattern)
    expect(code(linkKey, key, forged, encUser)).toBe("SIGNATURE")
  })

  it("user data of nobody: no keys, no signature passes", () =>
    expect(codeOf(() => verifyUserData(openUserData(key, encUser), []))).toBe("SIGNATURE"))

  it("data that is too short for nonce, box, signature or root key", () => {
    for (let n = 0; n < 24; n++) expect(() => openUserData(key, encUser.slice(0, n))).toThrow(DecodeError)
    for (const n of [24, 30, 39]) expect(codeOf(() => openUserData(key, encUser.slice(0, n)))).toBe("DECRYPT")
    const short = (data: Bytes) => concat(pattern(24), secretBox(key, pattern(24), 200, data))
    for (const data of [empty, fromHex("40"), fromHex("3f"), concat(fromHex("3f"), pattern(100))])
      expect(() => openUserData(key, short(data))).toThrow(DecodeError)
    const keyless = concat(fromHex("40"), pattern(64), utf8("no root key"))
    expect(() => openFixedData(linkKeyOf(utf8("no root key")), key, short(keyless))).toThrow(DecodeError)
  })

  it("arbitrary bytes give CryptoError or DecodeError", () => {
    const refuses = (run: () => unknown) => {
      try {
        run()
      } catch (e) {
        return e instanceof CryptoError || e instanceof DecodeError
      }
      return false
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), b => {
        expect(refuses(() => openFixedData(linkKey, key, b.slice()))).toBe(true)
        expect(refuses(() => openUserData(key, b.slice()))).toBe(true)
        const inside = concat(pattern(24), secretBoxNoPad(key, pattern(24), b.slice()))
        expect(refuses(() => openFixedData(linkKey, key, inside))).toBe(true)
      }),
    )
  })

  it("signed data that does not fit is refused, up to the last byte", () => {
    expect(sealFixedData(key, pattern(2006), pattern).length).toBe(sealedFixedSize)
    expect(codeOf(() => sealFixedData(key, pattern(2007), pattern))).toBe("LARGE")
    expect(sealUserData(key, pattern(13782), pattern).length).toBe(sealedUserSize)
    expect(codeOf(() => sealUserData(key, pattern(13783), pattern))).toBe("LARGE")
  })
})

it("round-trips", () =>
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), fc.uint8Array({ minLength: 32, maxLength: 32 }), (b, seed) => {
      const { privateKey, publicKey } = keyPairFromPrivate("Ed25519", seed.slice())
      const unverified = openUserData(
        pattern(32),
        sealUserData(pattern(32), signLinkData(privateKey, b.slice()), pattern),
      )
      expect(verifyUserData(unverified, [publicKey])).toEqual(b)
    }),
    { numRuns: 30 },
  ))
