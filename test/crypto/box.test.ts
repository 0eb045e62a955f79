import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  authenticatorSize,
  blockSize,
  boxOverhead,
  cbNonce,
  cryptoBox,
  cryptoBoxNoPad,
  initBlockChains,
  makeAuthenticator,
  nextBlockKey,
  openBlock,
  openBox,
  openBoxNoPad,
  openSecretBox,
  reverseNonce,
  sealBlock,
  secretBox,
  secretBoxNoPad,
  verifyAuthenticator,
} from "../../worker/crypto/box.ts"
import { sha256 } from "../../worker/crypto/hash.ts"
import { dh, privateKey, publicKey } from "../../worker/crypto/keys.ts"
import { type Bytes, concat, fromBase64url, fromHex, hex, utf8 } from "../../worker/encoding/bytes.ts"
import { bytesOf, codeOf, flip, pattern, vectors } from "./vectors.ts"

const file = vectors("boxes")
const handshakes = vectors("smp-transmissions").handshakes
const agree = (theirs: string, ours: string): Bytes =>
  dh(publicKey("X25519", fromHex(theirs)), privateKey("X25519", fromHex(ours)))

describe("crypto box", () => {
  for (const [i, v] of file.cryptoBox.entries())
    it(`${i}, padded to ${v.paddedLen}`, () => {
      const secret = agree(v.recipientPublic, v.senderPrivate)
      expect(hex(secret)).toBe(v.dhSecret)
      expect(agree(v.senderPublic, v.recipientPrivate)).toEqual(secret)
      const nonce = fromHex(v.nonce)
      expect(hex(cryptoBox(secret, nonce, v.paddedLen, fromHex(v.plaintext)))).toBe(v.ciphertext)
      expect(hex(openBox(secret, nonce, fromHex(v.ciphertext)))).toBe(v.plaintext)
    })

  it("without padding", () => {
    const { dhSecret, nonce, plaintext, ciphertext } = file.cryptoBoxNoPad
    expect(hex(cryptoBoxNoPad(fromHex(dhSecret), fromHex(nonce), fromHex(plaintext)))).toBe(ciphertext)
    expect(hex(openBoxNoPad(fromHex(dhSecret), fromHex(nonce), fromHex(ciphertext)))).toBe(plaintext)
  })

  for (const v of file.cryptoBoxDecrypt)
    it(`opening: ${v.note}`, () => {
      const open = () => openBox(fromHex(v.dhSecret), fromHex(v.nonce), fromHex(v.ciphertext))
      if (v.error === undefined) return expect(hex(open())).toBe(v.plaintext)
      expect(codeOf(open)).toBe(v.error === "CBDecryptError" ? "DECRYPT" : "PADDING")
    })

  for (const v of file.cryptoBoxEncryptErrors)
    it(`${v.plaintextLength} bytes do not fit ${v.paddedLen}`, () =>
      expect(codeOf(() => cryptoBox(pattern(32), pattern(24), v.paddedLen, pattern(v.plaintextLength)))).toBe("LARGE"))

  for (const [i, v] of file.secretBox.entries())
    it(`secret box ${i}`, () => {
      const [key, nonce] = [fromHex(v.key), fromBase64url(v.nonceStr)]
      expect([fromBase64url(v.keyStr), hex(nonce)]).toEqual([key, v.nonce])
      const message = bytesOf(v.plaintext)
      expect(hex(secretBox(key, nonce, v.paddedLen, message))).toBe(v.ciphertext)
      expect(openSecretBox(key, nonce, fromHex(v.ciphertext))).toEqual(message)
      expect(hex(secretBoxNoPad(key, nonce, message))).toBe(v.ciphertextOfPlaintextWithoutPadding)
    })

  it("every flipped bit of secret, nonce and box is noticed, and every shorter box", () => {
    const [secret, nonce] = [pattern(32), pattern(24)]
    const box = cryptoBox(secret, nonce, 40, utf8("message"))
    for (let bit = 0; bit < box.length * 8; bit++) {
      expect(codeOf(() => openBox(flip(secret, bit), nonce, box))).toBe("DECRYPT")
      expect(codeOf(() => openBox(secret, flip(nonce, bit), box))).toBe("DECRYPT")
      expect(codeOf(() => openBox(secret, nonce, flip(box, bit)))).toBe("DECRYPT")
    }
    for (let n = 0; n < box.length; n++) expect(codeOf(() => openBox(secret, nonce, box.slice(0, n)))).toBe("DECRYPT")
    expect(codeOf(() => openBox(secret, nonce, concat(box, utf8("!"))))).toBe("DECRYPT")
  })

  it("secrets and nonces of other lengths are refused", () => {
    for (const n of [0, 16, 31, 33, 56])
      expect(codeOf(() => cryptoBox(pattern(n), pattern(24), 9, utf8("")))).toBe("KEY")
    for (const n of [0, 8, 12, 23, 25]) expect(codeOf(() => openBox(pattern(32), pattern(n), pattern(40)))).toBe("KEY")
  })

  it("round-trips, whatever the alignment of secret and nonce; results own their buffers", () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(7), fc.nat(50), (message, offset, room) => {
        const secret = pattern(64).subarray(offset, offset + 32)
        const nonce = pattern(64).subarray(offset, offset + 24)
        const box = cryptoBox(secret, nonce, message.length + 2 + room, message.slice())
        expect(box.length).toBe(message.length + 2 + room + boxOverhead)
        expect(box.buffer.byteLength).toBe(box.length)
        expect(openBox(secret, nonce, box)).toEqual(message)
      }),
    ))
})

describe("nonces", () => {
  for (const v of file.reverseNonce)
    it("reverses", () => {
      const nonce = fromHex(v.nonce)
      expect(hex(reverseNonce(nonce))).toBe(v.reversed)
      expect(hex(nonce)).toBe(v.nonce)
    })
  for (const v of file.cbNonceFromBytes)
    it(`from ${v.bytes.length / 2} bytes`, () => expect(hex(cbNonce(fromHex(v.bytes)))).toBe(v.nonce))
})

describe("authenticator", () => {
  for (const [i, v] of file.authenticator.entries())
    it(`${i}`, () => {
      const secret = agree(v.serverPublic, v.queuePrivate)
      expect(hex(secret)).toBe(v.dhSecret)
      expect(agree(v.queuePublic, v.serverPrivate)).toEqual(secret)
      const [nonce, message] = [fromHex(v.nonce), bytesOf(v.message)]
      const made = makeAuthenticator(secret, nonce, message)
      expect([hex(made), made.length]).toEqual([v.authenticator, authenticatorSize])
      expect(verifyAuthenticator(secret, nonce, made, message)).toBe(true)
      expect(verifyAuthenticator(secret, nonce, made, concat(message, utf8("!")))).toBe(false)
      expect(verifyAuthenticator(secret, flip(nonce, i as number), made, message)).toBe(false)
      expect(verifyAuthenticator(flip(secret, i as number), nonce, made, message)).toBe(false)
      for (let bit = 0; bit < 640; bit++)
        expect(verifyAuthenticator(secret, nonce, flip(made, bit), message)).toBe(false)
      for (const n of [0, 16, 64, 79]) expect(verifyAuthenticator(secret, nonce, made.slice(0, n), message)).toBe(false)
    })

  it("every X25519 authorization of the transmission vectors", () => {
    const smp = vectors("smp-transmissions")
    const server = smp.serverSessionKey
    let checked = 0
    for (const { transmissions } of smp.clientTransmissions)
      for (const v of transmissions) {
        if (v.authKeyAlg !== "X25519") continue
        const [nonce, message] = [cbNonce(fromHex(v.corrId)), fromHex(v.authorizedBytes)]
        const made = makeAuthenticator(agree(server.public, v.authPrivateRaw), nonce, message)
        expect(hex(made)).toBe(v.authorization)
        expect(verifyAuthenticator(agree(v.authPublicRaw, server.private), nonce, made, message)).toBe(true)
        checked++
      }
    expect(checked).toBeGreaterThan(20)
  })
})

describe("block encryption", () => {
  for (const [i, v] of file.blockEncryptionChains.entries())
    it(`chains ${i}`, () => {
      const secret = agree(v.serverPublic, v.clientPrivate)
      expect(hex(secret)).toBe(v.dhSecret)
      const chains = initBlockChains(fromHex(v.sessionId), secret)
      expect(hex(chains.receiveChain)).toBe(v.chainKey1_serverSends_clientReceives)
      expect(hex(chains.sendChain)).toBe(v.chainKey2_clientSends_serverReceives)
      for (const [first, steps] of [
        [chains.receiveChain, v.chain1],
        [chains.sendChain, v.chain2],
      ] as const) {
        let chain = first
        for (const s of steps) {
          expect(hex(chain)).toBe(s.chainKeyBefore)
          const next = nextBlockKey(chain)
          expect([hex(next.key), hex(next.nonce), hex(next.chain)]).toEqual([s.key, s.nonce, s.chainKeyAfter])
          chain = next.chain
        }
      }
      let chain = chains.sendChain
      for (const b of v.chain2BlocksPaddedTo64) {
        const next = nextBlockKey(chain)
        expect(hex(secretBox(next.key, next.nonce, b.paddedLen, bytesOf(b.plaintext)))).toBe(b.ciphertext)
        chain = next.chain
      }
    })

  it("full size block", () => {
    const v = file.fullSizeBlock
    const { receiveChain } = initBlockChains(fromHex(v.sessionId), fromHex(v.secret))
    const content = bytesOf(v.plaintext)
    const { block, chain } = sealBlock(receiveChain, content)
    expect(block.length).toBe(v.ciphertextLength)
    expect(hex(block.slice(0, 32))).toBe(v.ciphertextFirst32)
    expect(hex(sha256(block))).toBe(v.ciphertextSha256)
    expect(openBlock(receiveChain, block)).toEqual({ content, chain })
  })

  const encrypted = handshakes.runs.filter((r: { blockEncryption: boolean }) => r.blockEncryption)
  it("the vectors have runs with block encryption", () => expect(encrypted.length).toBeGreaterThan(0))
  for (const run of encrypted)
    it(`run with server version ${run.serverMaxVersion}`, () => {
      const secret = agree(run.serverKey.public, run.clientKey.private)
      let { sendChain, receiveChain } = initBlockChains(fromHex(run.sessionId), secret)
      expect([hex(sendChain), hex(receiveChain)]).toEqual([run.clientSendChainKey, run.clientReceiveChainKey])
      for (const v of run.clientBlocks) {
        const sealed = sealBlock(sendChain, fromHex(v.content))
        expect(hex(sha256(sealed.block))).toBe(v.blockSha256 ?? hex(sha256(fromHex(v.block))))
        expect(hex(openBlock(sendChain, sealed.block).content)).toBe(v.content)
        sendChain = sealed.chain
      }
      for (const v of run.serverBlocks) {
        // sealing with the receiving chain is what the server does
        const sealed = sealBlock(receiveChain, fromHex(v.content))
        expect(hex(sha256(sealed.block))).toBe(v.blockSha256 ?? hex(sha256(fromHex(v.block))))
        if (v.block !== undefined) expect(hex(openBlock(receiveChain, fromHex(v.block)).content)).toBe(v.content)
        receiveChain = sealed.chain
      }
    })

  it("a block lost, repeated, reordered, reflected or cut does not open", () => {
    const { sendChain } = initBlockChains(pattern(32), pattern(32))
    const [clientChain, serverChain] = [sendChain, initBlockChains(pattern(32), pattern(32)).receiveChain]
    const one = sealBlock(clientChain, utf8("one"))
    const two = sealBlock(one.chain, utf8("two"))
    expect(codeOf(() => openBlock(clientChain, two.block))).toBe("DECRYPT")
    expect(codeOf(() => openBlock(one.chain, one.block))).toBe("DECRYPT")
    expect(codeOf(() => openBlock(serverChain, one.block))).toBe("DECRYPT")
    expect(codeOf(() => openBlock(clientChain, one.block.slice(1)))).toBe("DECRYPT")
    expect(codeOf(() => openBlock(clientChain, concat(one.block, utf8("!"))))).toBe("DECRYPT")
    expect(hex(openBlock(one.chain, two.block).content)).toBe(hex(utf8("two")))
  })

  it("content fits up to 16366 bytes", () => {
    const chain = initBlockChains(pattern(32), pattern(32)).sendChain
    const content = pattern(blockSize - boxOverhead - 2)
    expect(openBlock(chain, sealBlock(chain, content).block).content).toEqual(content)
    expect(codeOf(() => sealBlock(chain, pattern(content.length + 1)))).toBe("LARGE")
  })
})
