import { createHash } from "node:crypto"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { initBlockChains, openBlock, sealBlock } from "../../worker/crypto/box.ts"
import { CryptoError } from "../../worker/crypto/error.ts"
import { dh, keyPairFromPrivate, publicKey, toSpki } from "../../worker/crypto/keys.ts"
import { EncodeError } from "../../worker/encoding/buffer.ts"
import { type Bytes, concat, DecodeError, fromHex, hex } from "../../worker/encoding/bytes.ts"
import { decode, encode } from "../../worker/encoding/codec.ts"
import { padBlock, unpadBlock } from "../../worker/encoding/transmission.ts"
import {
  type ClientHello,
  clientHello,
  HandshakeError,
  serverHello,
  smpVersions,
  type VerifiedServer,
  verifyServerHello,
} from "../../worker/smp/handshake.ts"
import { bytesOf, codeOf, flip, vectors } from "../crypto/vectors.ts"

const { handshakes } = vectors("smp-transmissions")
const real = handshakes.realCertificateChain
const keyHash = fromHex(real.caFingerprint)
// all certificates here but the expired one are valid at this time
const now = Date.UTC(2026, 10, 22)
const sha256 = (b: Bytes): string => createHash("sha256").update(b).digest("hex")

describe("runs with the reference server", () => {
  for (const run of handshakes.runs) {
    const name = `server up to version ${run.serverMaxVersion}${run.proxyServer ? ", client is a proxy" : ""}`
    const content = fromHex(run.serverHandshake)
    const expected = { keyHash, now }

    it(`${name}: the hellos read and write`, () => {
      const hello = decode(serverHello, content)
      expect(hello.versions).toEqual({ min: 6, max: run.serverMaxVersion })
      expect(hex(hello.sessionId)).toBe(run.sessionId)
      expect(hello.key?.certificates.map(hex)).toEqual(real.certificates.map((c: { der: string }) => c.der))
      expect(hex(encode(serverHello, hello))).toBe(run.serverHandshake)
      expect(sha256(padBlock(content))).toBe(
        run.serverHandshakeBlockSha256 ?? sha256(fromHex(run.serverHandshakeBlock)),
      )

      const client = decode(clientHello, fromHex(run.clientHandshake))
      expect(client).toEqual({
        version: run.agreedVersion,
        keyHash,
        sessionKey: toSpki(publicKey("X25519", fromHex(run.clientKey.public))),
        proxy: run.proxyServer,
        service: null,
      })
      expect(hex(encode(clientHello, client))).toBe(run.clientHandshake)
      expect(sha256(padBlock(encode(clientHello, client)))).toBe(
        run.clientHandshakeBlockSha256 ?? sha256(fromHex(run.clientHandshakeBlock)),
      )
    })

    if (run.agreedVersion < 11) {
      it(`${name}: refused, its blocks would not be encrypted`, () => {
        expect(run.blockEncryption).toBe(false)
        expect(codeOf(() => verifyServerHello(content, expected))).toBe("SERVER_OLD")
      })
      continue
    }

    it(`${name}: verified`, () => {
      const server = verifyServerHello(content, expected)
      expect(server.version).toBe(run.agreedVersion)
      expect(server.versions).toEqual({ min: 11, max: run.serverMaxVersion })
      expect(hex(server.sessionId)).toBe(run.sessionId)
      expect(hex(server.sessionKey.raw)).toBe(run.serverKey.public)
    })

    if (!run.blockEncryption) continue
    it(`${name}: the blocks after the hellos`, () => {
      const server = verifyServerHello(content, expected)
      const ours = keyPairFromPrivate("X25519", fromHex(run.clientKey.private))
      const start = initBlockChains(server.sessionId, dh(server.sessionKey, ours.privateKey))
      expect([hex(start.sendChain), hex(start.receiveChain)]).toEqual([
        run.clientSendChainKey,
        run.clientReceiveChainKey,
      ])
      let chain = start.sendChain
      for (const b of run.clientBlocks) {
        const sealed = sealBlock(chain, fromHex(b.content))
        expect(sha256(sealed.block)).toBe(b.blockSha256 ?? sha256(fromHex(b.block)))
        chain = sealed.chain
      }
      for (const b of run.serverBlocks)
        if (b.block !== undefined) expect(hex(openBlock(start.receiveChain, fromHex(b.block)).content)).toBe(b.content)
    })
  }

  it("the first block of a running server", () => {
    const v = handshakes.realServerHandshake
    const content = unpadBlock(fromHex(v.block))
    expect(hex(content)).toBe(v.serverHandshake)
    const server = verifyServerHello(content, { keyHash: fromHex(v.caFingerprint), now })
    expect([server.version, hex(server.sessionId), hex(server.sessionKey.raw)]).toEqual([
      v.agreedVersion,
      v.sessionId,
      v.serverSessionKey,
    ])
  })
})

describe("variants of the server's hello", () => {
  const malformed = ["no certificates (count 0)", "version range max < min", "truncated", "empty"]
  const codes: Readonly<Record<string, string>> = {
    ...Object.fromEntries(malformed.map(note => [note, "MALFORMED"])),
    "versions 1-5 only": "SERVER_OLD",
    "versions 19-20 only": "VERSION",
  }
  for (const v of handshakes.variants) {
    const verify = () =>
      verifyServerHello(fromHex(v.serverHandshake), { keyHash: fromHex(v.expectedCaFingerprint), now })
    const isAccepted = /^(accept|cannot detect)/.test(v.browserClientMust)
    if (isAccepted) it(`accepts: ${v.note}`, () => expect(verify().version).toBe(18))
    else
      it(`refuses: ${v.note}`, () => {
        expect(v.browserClientMust).toMatch(/^reject/i)
        expect(verify).toThrow(HandshakeError)
        expect(codeOf(verify)).toBe(codes[v.note] ?? "SERVER_IDENTITY")
      })
  }

  it("an altered session id is noticed with the first block", () => {
    const [run] = handshakes.runs
    const altered = run.serverHandshake.replace(run.sessionId, "00".repeat(32))
    const server = verifyServerHello(fromHex(altered), { keyHash, now })
    const secret = dh(server.sessionKey, keyPairFromPrivate("X25519", fromHex(run.clientKey.private)).privateKey)
    const { receiveChain } = initBlockChains(server.sessionId, secret)
    expect(codeOf(() => openBlock(receiveChain, fromHex(run.serverBlocks[0].block)))).toBe("DECRYPT")
    expect(() => openBlock(receiveChain, fromHex(run.serverBlocks[0].block))).toThrow(CryptoError)
  })
})

describe("lies of the bridge", () => {
  const [run] = handshakes.runs
  const content = fromHex(run.serverHandshake)
  const expected = { keyHash, now }
  const good: VerifiedServer = verifyServerHello(content, expected)
  const withVersions = (min: number, max: number): Bytes =>
    concat(encode(serverHello, { ...decode(serverHello, content), versions: { min, max } }))

  it("cannot talk us below version 11", () => {
    for (const max of [6, 7, 8, 10])
      expect(codeOf(() => verifyServerHello(withVersions(6, max), expected))).toBe("SERVER_OLD")
    expect(verifyServerHello(withVersions(6, 11), expected).version).toBe(11)
    expect(smpVersions.min).toBe(11)
  })

  it("cannot remove the key or pass off certificates that are not valid now", () => {
    const noKey = encode(serverHello, { ...decode(serverHello, content), key: null })
    expect(codeOf(() => verifyServerHello(noKey, expected))).toBe("SERVER_IDENTITY")
    for (const time of [Date.UTC(2021, 0, 1), Date.UTC(9000, 0, 1)]) {
      const refused = () => verifyServerHello(content, { keyHash, now: time })
      expect(codeOf(refused)).toBe("SERVER_IDENTITY")
      expect((caughtBy(refused)?.cause as { code?: string } | undefined)?.code).toBe("DATES")
    }
  })

  it("cannot change or cut a byte without being refused or without consequence", () => {
    fc.assert(
      fc.property(fc.nat(content.length * 8 - 1), bit => {
        const attempt = () => verifyServerHello(flip(content, bit), expected)
        const e = caughtBy(attempt)
        if (e !== undefined) return void expect(e).toBeInstanceOf(HandshakeError)
        // what is not signed: versions and session id. The key stays that of the server.
        expect(hex(attempt().sessionKey.raw)).toBe(hex(good.sessionKey.raw))
        expect(attempt().version).toBeGreaterThanOrEqual(11)
      }),
      { numRuns: 300 },
    )
    for (let n = 0; n < content.length; n += 7)
      expect(caughtBy(() => verifyServerHello(content.slice(0, n), expected))).toBeInstanceOf(HandshakeError)
  })

  it("cannot crash us with any bytes", () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), b => {
        for (const candidate of [b.slice(), concat(content.slice(0, 60), b)])
          expect(caughtBy(() => verifyServerHello(candidate, expected))).toBeInstanceOf(HandshakeError)
      }),
      { numRuns: 500 },
    ))
})

const caughtBy = (run: () => unknown): Error | undefined => {
  try {
    run()
    return undefined
  } catch (e) {
    return e as Error
  }
}

describe("client hello", () => {
  const bytes = (n: number) => fc.uint8Array({ minLength: n, maxLength: n }).map(b => b.slice())
  const service: ClientHello["service"] = {
    role: "messaging",
    key: { certificates: [bytesOf("01"), bytesOf("02")], signedKey: bytesOf("03") },
  }
  const anyHello = fc.record({
    version: fc.integer({ min: 16, max: 18 }),
    keyHash: bytes(32),
    sessionKey: bytes(44),
    proxy: fc.boolean(),
    service: fc.constantFrom(null, service),
  })

  it("round-trips, with any tail ignored", () =>
    fc.assert(
      fc.property(anyHello, fc.uint8Array({ maxLength: 40 }), (hello, tail) => {
        expect(decode(clientHello, concat(encode(clientHello, hello), tail))).toEqual(hello)
      }),
    ))

  it("has the fields of its version", () => {
    const hello = { keyHash, sessionKey: fromHex("aa"), proxy: true, service }
    const lengths = [6, 7, 13, 14, 15, 16].map(version => encode(clientHello, { ...hello, version }).length)
    expect(lengths).toEqual([35, 37, 37, 38, 38, 38 + 12])
    expect(() => encode(clientHello, { ...hello, version: 14, sessionKey: null })).toThrow(EncodeError)
  })

  it("any bytes read or throw DecodeError", () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), b => {
        const e = caughtBy(() => decode(clientHello, concat(fromHex("00"), b)))
        if (e !== undefined) expect(e).toBeInstanceOf(DecodeError)
      }),
      { numRuns: 1000 },
    ))
})
