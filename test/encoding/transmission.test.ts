import { createHash } from "node:crypto"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { EncodeError } from "../../worker/encoding/buffer.ts"
import { type Bytes, concat, DecodeError, empty, equal, fromHex, hex } from "../../worker/encoding/bytes.ts"
import { decode, encode } from "../../worker/encoding/codec.ts"
import {
  authorized,
  blockSize,
  maxContent,
  maxTransmission,
  packBatches,
  padBlock,
  parseBatch,
  smpFrame,
  transmission,
  unpadBlock,
  xftpFrame,
} from "../../worker/encoding/transmission.ts"
import { bytesOf, vectors } from "../crypto/vectors.ts"

const file = vectors("smp-transmissions")
const sha256 = (b: Bytes): string => createHash("sha256").update(b).digest("hex")

describe("client transmissions", () => {
  for (const { version, implySessionId, serviceSignatureField, transmissions } of file.clientTransmissions) {
    const frame = smpFrame(version)
    it(`version ${version} has the peer's frame`, () =>
      expect(frame).toEqual({ sendsSession: !implySessionId, hasService: serviceSignatureField }))
    for (const [i, v] of transmissions.entries()) {
      const sessionId = fromHex(file.sessionId)
      const parts = {
        corrId: fromHex(v.corrId),
        entityId: fromHex(v.entityId),
        command: fromHex(v.commandBytes),
      }
      const value = {
        ...parts,
        authorization: fromHex(v.authorization),
        service: null,
        sessionId: frame.sendsSession ? sessionId : empty,
      }
      it(`v${version} ${v.command} ${i} writes, reads, and authorizes the right bytes`, () => {
        expect(hex(authorized(sessionId, parts))).toBe(v.authorizedBytes)
        expect(hex(encode(transmission(frame), value))).toBe(v.transmission)
        expect(decode(transmission(frame), fromHex(v.transmission))).toEqual(value)
      })
    }
  }
})

describe("server transmissions", () => {
  for (const { version, transmissions } of file.serverTransmissions)
    it(`version ${version}: ${transmissions.length} of them`, () => {
      for (const v of transmissions) {
        const t = decode(transmission(smpFrame(version)), fromHex(v.transmission))
        expect([hex(t.corrId), hex(t.entityId), hex(t.authorization)]).toEqual([v.corrId, v.entityId, ""])
        expect(hex(encode(transmission(smpFrame(version)), t))).toBe(v.transmission)
      }
    })
})

describe("XFTP transmissions", () => {
  const xftp = vectors("xftp")
  for (const v of [...xftp.commands, ...xftp.responses])
    it(`${v.command ?? v.response}: ${v.value}`, () => {
      const parts = parseBatch(fromHex(v.blockContent))
      const found = parts.map(b => decode(transmission(xftpFrame), b))
      expect(found.map(t => [hex(t.entityId), hex(t.corrId), t.sessionId.length])).toEqual([[v.entityId, "", 32]])
      expect(found.map(t => hex(t.command))).toEqual([v.commandBytes ?? v.responseBytes_v3])
      const content = packBatches(found.map(t => encode(transmission(xftpFrame), t)))
      expect(content.map(hex)).toEqual([v.blockContent])
      if (v.blockSha256 !== undefined) expect(content.map(c => sha256(padBlock(c)))).toEqual([v.blockSha256])
    })
})

describe("service signature", () => {
  const t = { authorization: fromHex("aa"), corrId: empty, entityId: empty, sessionId: empty, command: fromHex("50") }
  const v16 = transmission(smpFrame(16))

  it("follows only a non-empty authorization, from version 16", () => {
    expect(hex(encode(v16, { ...t, service: fromHex("bbcc") }))).toBe("01aa3102bbcc000050")
    expect(hex(encode(v16, { ...t, service: null }))).toBe("01aa30000050")
    expect(hex(encode(v16, { ...t, authorization: empty, service: null }))).toBe("00000050")
    expect(decode(v16, fromHex("01aa3102bbcc000050")).service).toEqual(fromHex("bbcc"))
    expect(() => decode(v16, fromHex("01aa32000050"))).toThrow(DecodeError)
  })

  it("is not dropped silently where it has no place", () => {
    expect(() => encode(v16, { ...t, authorization: empty, service: empty })).toThrow(EncodeError)
    expect(() => encode(transmission(smpFrame(15)), { ...t, service: empty })).toThrow(EncodeError)
  })
})

describe("batches", () => {
  const { blocks } = file

  for (const name of ["unencryptedV10", "encryptedV18FromClient", "encryptedV18FromServer"])
    it(`${name} splits and joins to the same content`, () => {
      const v = blocks[name]
      const parts = parseBatch(fromHex(v.content))
      expect(parts.length).toBe(3)
      expect(packBatches(parts).map(hex)).toEqual([v.content])
      if (v.transmissions === undefined) return
      const found = parts.map(b => decode(transmission(smpFrame(v.version)), b))
      expect(found.map(t => hex(t.corrId))).toEqual(v.transmissions.map((t: { corrId: string }) => t.corrId))
      expect(found.map(t => Buffer.from(t.command).toString())).toEqual(["SUB", "SUB", "SUB"])
    })

  it("the unencrypted block pads and unpads as the peer's", () => {
    expect(hex(padBlock(fromHex(blocks.unencryptedV10.content)))).toBe(blocks.unencryptedV10.block)
    expect(hex(unpadBlock(fromHex(blocks.unencryptedV10.block)))).toBe(blocks.unencryptedV10.content)
  })

  for (const [name, version] of [["v18_ed25519", 18], ["v15_ed25519", 15]] as const) // biome-ignore format: a table
    it(`300 SUBs of version ${version} take as few blocks as the peer's, equally full`, () => {
      const sub = encode(transmission(smpFrame(version)), {
        authorization: new Uint8Array(64),
        service: null,
        sessionId: empty,
        corrId: new Uint8Array(24),
        entityId: new Uint8Array(24),
        command: fromHex("535542"),
      })
      const contents = packBatches(new Array(300).fill(sub))
      // the peer fills from the end of the list, we from the start
      expect(contents.map(c => ({ transmissions: parseBatch(c).length, contentLength: c.length }))).toEqual(
        blocks.batching300SUBs[name].toReversed(),
      )
    })

  it("the largest SEND is framed as the peer frames it, and fits", () => {
    const v = blocks.maxSend
    const parts = {
      corrId: fromHex(v.corrId),
      entityId: fromHex(v.entityId),
      command: concat(Buffer.from("SEND T "), bytesOf(v.body)),
    }
    const sent = { ...parts, sessionId: empty, authorization: fromHex(v.authorization), service: null }
    const bytes = encode(transmission(smpFrame(v.version)), sent)
    expect([sha256(bytes), bytes.length]).toEqual([v.transmission.sha256, v.transmission.length])
    expect(sha256(authorized(fromHex(file.sessionId), parts))).toBe(v.authorizedBytes.sha256)
    expect(packBatches([bytes]).map(c => c.length)).toEqual([v.blockContentLength])
  })

  for (const v of file.undecodable) {
    const isBlockError = v.decoded[0]?.error === "BLOCK"
    it(`${isBlockError ? "fails as a whole" : "splits"}: ${v.note}`, () => {
      if (isBlockError) return expect(() => parseBatch(fromHex(v.block))).toThrow(DecodeError)
      const found = parseBatch(fromHex(v.block)).map(b => decode(transmission(smpFrame(18)), b))
      expect(found.map(t => [hex(t.corrId), hex(t.entityId)])).toEqual(
        v.decoded.map((d: { corrId: string; entityId: string }) => [d.corrId, d.entityId]),
      )
    })
  }

  it("the limits are the peer's", () => {
    expect([maxContent, maxTransmission]).toEqual([16366, 16363])
    expect(packBatches([])).toEqual([])
    expect(packBatches([new Uint8Array(maxTransmission)])[0]?.length).toBe(maxContent)
    expect(() => packBatches([new Uint8Array(maxTransmission + 1)])).toThrow(EncodeError)
    expect(packBatches(new Array(511).fill(empty)).map(c => c[0])).toEqual([255, 255, 1])
  })

  const sizes = fc.array(fc.oneof(fc.nat(200), fc.integer({ min: 0, max: maxTransmission })), { maxLength: 300 })

  it("pack keeps order, respects the limits, and no two neighbours would fit together", () =>
    fc.assert(
      fc.property(sizes, lengths => {
        const ts = lengths.map((n, i) => new Uint8Array(n).fill(i % 256))
        const contents = packBatches(ts)
        const batches = contents.map(parseBatch)
        expect(batches.flat().map(hex)).toEqual(ts.map(hex))
        for (const c of contents) expect(c.length).toBeLessThanOrEqual(maxContent)
        for (const [i, batch] of batches.slice(1).entries()) {
          const before = batches[i]?.length ?? 0
          const first = batch[0]?.length ?? 0
          expect(before === 255 || (contents[i]?.length ?? 0) + 2 + first > maxContent).toBe(true)
        }
      }),
      { numRuns: 50 },
    ))
})

describe("blocks", () => {
  it("hold any content up to 16382 bytes", () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: blockSize - 2 }), n => {
        const content = new Uint8Array(n).fill(7)
        const block = padBlock(content)
        expect(block.length).toBe(blockSize)
        expect(equal(unpadBlock(block), content)).toBe(true)
      }),
    ))
  it("refuse more, and lengths beyond the block", () => {
    expect(() => padBlock(new Uint8Array(blockSize - 1))).toThrow(EncodeError)
    expect(() => unpadBlock(concat(fromHex("3fff"), new Uint8Array(blockSize - 2)))).toThrow(DecodeError)
    expect(() => unpadBlock(fromHex("00"))).toThrow(DecodeError)
  })
})

describe("lies", () => {
  const frames = [smpFrame(6), smpFrame(7), smpFrame(18), xftpFrame]
  const part = fc.uint8Array({ maxLength: 255 }).map(b => b.slice())

  it("round-trips in every frame", () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...frames),
        fc.record({
          authorization: part,
          service: fc.option(part),
          sessionId: part,
          corrId: part,
          entityId: part,
          command: part,
        }),
        (frame, t) => {
          const value = {
            ...t,
            sessionId: frame.sendsSession ? t.sessionId : empty,
            service: frame.hasService && t.authorization.length > 0 ? t.service : null,
          }
          expect(decode(transmission(frame), encode(transmission(frame), value))).toEqual(value)
        },
      ),
    ))

  it("any bytes are a batch of transmissions or a DecodeError", () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(...frames), (b, frame) => {
        try {
          for (const t of parseBatch(b.slice())) decode(transmission(frame), t)
        } catch (e) {
          expect(e).toBeInstanceOf(DecodeError)
        }
      }),
      { numRuns: 2000 },
    ))

  it("every truncation of a batch is refused", () => {
    const content = fromHex(file.blocks.unencryptedV10.content)
    for (let n = 0; n < content.length; n++) expect(() => parseBatch(content.slice(0, n))).toThrow(DecodeError)
  })
})
