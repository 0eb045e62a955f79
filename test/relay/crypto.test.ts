import { createHash, createPrivateKey } from "node:crypto"
import { describe, expect, it } from "vitest"
import { type Bytes, concat, fromHex, hex } from "../../worker/encoding/bytes.ts"
import { bytesOf, flip, vectors } from "../crypto/vectors.ts"
import { makeChain } from "../support/certificate.ts"
import {
  authorizationType,
  authorize,
  blockChains,
  dh,
  isAuthorizedBy,
  type KeyPair,
  type KeyType,
  keyType,
  newKeys,
  openBox,
  openPadded,
  pad,
  random,
  reversed,
  sealBox,
  sealPadded,
  senderIdOf,
  toNonce,
} from "./crypto.ts"
import { certifyKey, checkedKey } from "./identity.ts"
import { readRequest } from "./request.ts"

const boxes = vectors("boxes")
const keys = vectors("keys")
const smp = vectors("smp-transmissions")

const spkiPrefix: Record<KeyType, string> = {
  ed25519: "302a300506032b6570032100",
  ed448: "3043300506032b6571033a00",
  x25519: "302a300506032b656e032100",
}
const publicDer = (type: KeyType, raw: string): Bytes => fromHex(spkiPrefix[type] + raw)
const pkcs8Prefix: Record<KeyType, string> = {
  ed25519: "302e020100300506032b657004220420",
  ed448: "3047020100300506032b6571043b0439",
  x25519: "302e020100300506032b656e04220420",
}
const privateKey = (type: KeyType, raw: string) =>
  createPrivateKey({ key: Buffer.from(pkcs8Prefix[type] + raw, "hex"), format: "der", type: "pkcs8" })
const pair = (type: KeyType, publicRaw: string, privateRaw: string): KeyPair => ({
  type,
  public: publicDer(type, publicRaw),
  private: privateKey(type, privateRaw),
})

describe("boxes", () => {
  for (const [i, v] of boxes.cryptoBox.entries())
    it(`crypto_box ${i}`, () => {
      const [secret, nonce, plaintext] = [fromHex(v.dhSecret), fromHex(v.nonce), bytesOf(v.plaintext)]
      expect(dh(publicDer("x25519", v.recipientPublic), privateKey("x25519", v.senderPrivate))).toEqual(secret)
      expect(hex(sealPadded(secret, nonce, plaintext, v.paddedLen) ?? random(1))).toBe(v.ciphertext)
      expect(openPadded(secret, nonce, fromHex(v.ciphertext))).toEqual(plaintext)
    })

  it("crypto_box without padding", () => {
    const v = boxes.cryptoBoxNoPad
    expect(hex(sealBox(fromHex(v.dhSecret), fromHex(v.nonce), fromHex(v.plaintext)))).toBe(v.ciphertext)
    expect(openBox(fromHex(v.dhSecret), fromHex(v.nonce), fromHex(v.ciphertext))).toEqual(fromHex(v.plaintext))
  })

  for (const v of boxes.cryptoBoxDecrypt)
    it(`opens or refuses: ${v.note}`, () => {
      const opened = openPadded(fromHex(v.dhSecret), fromHex(v.nonce), fromHex(v.ciphertext))
      expect(opened === null ? null : hex(opened)).toBe(v.error === undefined ? v.plaintext : null)
    })

  it("refuses what does not fit", () => {
    for (const v of boxes.cryptoBoxEncryptErrors) expect(pad(new Uint8Array(v.plaintextLength), v.paddedLen)).toBeNull()
  })

  it("round-trips every length around the block sizes of both primitives, and finds any flipped bit", () => {
    const [secret, nonce] = [random(32), random(24)]
    for (let length = 0; length < 200; length++) {
      const plaintext = random(length)
      const sealed = sealBox(secret, nonce, plaintext)
      expect(openBox(secret, nonce, sealed)).toEqual(plaintext)
      expect(openBox(secret, nonce, flip(sealed, length * 5))).toBeNull()
    }
  })

  it("nonces: cut, filled, reversed", () => {
    for (const v of boxes.cbNonceFromBytes) expect(hex(toNonce(fromHex(v.bytes)))).toBe(v.nonce)
    for (const v of boxes.reverseNonce) expect(hex(reversed(fromHex(v.nonce)))).toBe(v.reversed)
  })

  it("sender ids", () => {
    for (const v of boxes.hashes)
      if (typeof v.message === "string") expect(hex(senderIdOf(fromHex(v.message)))).toBe(v.sha3_384_first24)
  })
})

describe("block encryption", () => {
  for (const [i, v] of boxes.blockEncryptionChains.entries())
    it(`chain ${i}`, () => {
      const secret = dh(publicDer("x25519", v.clientPublic), privateKey("x25519", v.serverPrivate))
      expect(hex(secret)).toBe(v.dhSecret)
      const ours = blockChains(fromHex(v.sessionId), secret, 80)
      const theirs = blockChains(fromHex(v.sessionId), secret, 80)
      for (const b of v.chain2BlocksPaddedTo64) {
        expect(hex(ours.client.seal(fromHex(b.plaintext)) ?? random(1))).toBe(b.ciphertext)
        expect(theirs.client.open(fromHex(b.ciphertext))).toEqual(fromHex(b.plaintext))
      }
    })

  it("a block of full size", () => {
    const v = boxes.fullSizeBlock
    const chain = blockChains(fromHex(v.sessionId), fromHex(v.secret)).server
    const block = chain.seal(bytesOf(v.plaintext)) ?? random(1)
    expect(block.length).toBe(v.ciphertextLength)
    expect(createHash("sha256").update(block).digest("hex")).toBe(v.ciphertextSha256)
  })

  it("takes the next key after a broken block too", () => {
    const make = () => blockChains(random(32).fill(1), random(32).fill(2)).client
    const [sender, receiver] = [make(), make()]
    sender.seal(random(3))
    expect(receiver.open(random(16384))).toBeNull()
    expect(receiver.open(sender.seal(random(3).fill(7)) ?? random(1))).toEqual(random(3).fill(7))
  })
})

describe("authorization", () => {
  for (const [i, v] of boxes.authenticator.entries())
    it(`authenticator ${i}`, () => {
      const server = privateKey("x25519", v.serverPrivate)
      const queue = pair("x25519", v.queuePublic, v.queuePrivate)
      const [corrId, authorized] = [fromHex(v.nonce), bytesOf(v.message)]
      const authorization = authorize(queue, publicDer("x25519", v.serverPublic), authorized, corrId)
      expect(hex(authorization)).toBe(v.authenticator)
      const check = (a: Bytes, said = authorized) =>
        isAuthorizedBy(queue.public, server, { authorization: a, authorized: said, corrId })
      expect(check(authorization)).toBe(true)
      expect(check(flip(authorization, 77))).toBe(false)
      expect(check(authorization, concat(authorized, random(1)))).toBe(false)
    })

  for (const [i, v] of keys.signatures.entries())
    it(`signature ${i}, ${v.alg}`, () => {
      const type: KeyType = v.alg.toLowerCase()
      const server = newKeys("x25519").private
      const check = (authorization: Bytes) =>
        isAuthorizedBy(publicDer(type, v.publicRaw), server, {
          authorization,
          authorized: bytesOf(v.message),
          corrId: random(24),
        })
      expect(check(fromHex(v.signature))).toBe(v.valid)
      expect(check(fromHex(v.tamperedSignature))).toBe(v.tamperedValid)
    })

  it("a key takes only its own type", () => {
    const types = ["ed25519", "ed448", "x25519"] as const
    const server = newKeys("x25519")
    const pairs = types.map(newKeys)
    for (const holder of pairs)
      for (const signer of pairs) {
        const corrId = random(24)
        const authorization = authorize(signer, server.public, corrId, corrId)
        expect(authorizationType(authorization)).toBe(signer.type)
        expect(isAuthorizedBy(holder.public, server.private, { authorization, authorized: corrId, corrId })).toBe(
          holder === signer,
        )
      }
  })

  it("keys by their DER", () => {
    for (const v of keys.keys) {
      const type = v.alg.toLowerCase()
      expect(keyType(fromHex(v.publicDer))).toBe(type === "x448" ? null : type)
    }
    expect(keyType(random(44))).toBeNull()
    expect(keyType(newKeys("ed25519").public.slice(1))).toBeNull()
  })

  const serverKey = privateKey("x25519", smp.serverSessionKey.private)
  for (const { version, transmissions } of smp.clientTransmissions)
    it(`commands of the reference's client, version ${version}`, () => {
      for (const v of transmissions) {
        const request = readRequest(fromHex(v.transmission), version, fromHex(smp.sessionId))
        if ("response" in request) throw new Error(`${v.command} refused`)
        expect(request.command.type).toBe(v.command.split(" ")[0])
        expect(hex(request.authorized)).toBe(v.authorizedBytes)
        if (v.authKeyAlg === undefined || v.authKeyAlg === null) continue
        const key = publicDer(v.authKeyAlg.toLowerCase(), v.authPublicRaw)
        expect(isAuthorizedBy(key, serverKey, request)).toBe(true)
      }
    })
})

describe("identity", () => {
  for (const alg of ["ed25519", "ed448"] as const)
    it(`certifies session keys, ${alg}`, () => {
      const chain = makeChain({ alg })
      const key = newKeys("x25519").public
      const certified = certifyKey(chain, key)
      expect(checkedKey(certified, chain.fingerprint)).toEqual(key)
      expect(checkedKey(certified, random(32))).toBeNull()
      expect(checkedKey({ ...certified, signedKey: flip(certified.signedKey, 200) }, chain.fingerprint)).toBeNull()
      const other = certifyKey(makeChain({ alg }), key)
      expect(checkedKey({ ...certified, signedKey: other.signedKey }, chain.fingerprint)).toBeNull()
    })
})
