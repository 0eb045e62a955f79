import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { sha256 } from "../../worker/crypto/hash.ts"
import { privateKey, toPublicKey, toSpki, verify } from "../../worker/crypto/keys.ts"
import { EncodeError } from "../../worker/encoding/buffer.ts"
import { DecodeError, empty, fromHex, hex } from "../../worker/encoding/bytes.ts"
import { decode, encode, UnknownWord } from "../../worker/encoding/codec.ts"
import { authorized, packBatches, padBlock, unpadBlock } from "../../worker/encoding/transmission.ts"
import {
  command,
  credentialsError,
  downgrade,
  readBlock,
  response,
  serverError,
  writeBlock,
} from "../../worker/xftp/commands.ts"
import { vectors } from "../crypto/vectors.ts"

const file = vectors("xftp")
const sessionId = fromHex(file.handshake.sessionId)

type CommandVector = {
  command: string
  value: string
  commandBytes: string
  authKeyAlg: string
  entityId: string
  blockContent: string
  blockSha256: string
}

describe("commands", () => {
  for (const v of file.commands as CommandVector[]) {
    const name = `${v.command}: ${v.value}`
    it(`${name} reads and writes`, () => {
      const value = decode(command, fromHex(v.commandBytes))
      expect(value.type).toBe(v.command)
      expect(hex(encode(command, value))).toBe(v.commandBytes)
    })
    it(`${name} rejects a tail`, () =>
      expect(() => decode(command, fromHex(`${v.commandBytes}58`))).toThrow(DecodeError))
    it(`${name} is in its block`, () => {
      const block = padBlock(fromHex(v.blockContent))
      expect(hex(sha256(block))).toBe(v.blockSha256)
      const t = readBlock(block)
      expect(hex(t.command)).toBe(v.commandBytes)
      expect(hex(t.entityId)).toBe(v.entityId)
      expect(t.sessionId).toEqual(sessionId)
      expect(t.authorization.length).toBe({ ed25519: 64, x25519: 80 }[v.authKeyAlg] ?? 0)
      expect(Buffer.from(writeBlock(t)).equals(block)).toBe(true)
      expect(credentialsError(decode(command, t.command).type, t.authorization.length > 0, t.entityId)).toBe(null)
    })
  }

  it("are signed with the session id in front", () => {
    const signed = readBlock(padBlock(fromHex(file.commands[4].blockContent)))
    const key = privateKey("Ed25519", fromHex(file.keys.senderAuth_ed25519_privateRaw))
    expect(verify(toPublicKey(key), signed.authorization, authorized(sessionId, signed))).toBe(true)
    expect(hex(encode(command, decode(command, fromHex(file.commands[0].commandBytes))))).toContain(
      hex(toSpki(toPublicKey(key))),
    )
  })

  it("come with the credentials that they need", () => {
    const id = Uint8Array.of(1)
    expect(credentialsError("FNEW", false, empty)).toBe("NO_AUTH")
    expect(credentialsError("FNEW", true, id)).toBe("HAS_AUTH")
    expect(credentialsError("PING", true, empty)).toBe("HAS_AUTH")
    expect(credentialsError("FGET", true, empty)).toBe("NO_AUTH")
    expect(credentialsError("FPUT", false, id)).toBe("NO_AUTH")
  })
})

describe("responses", () => {
  for (const v of file.responses as {
    response: string
    value: string
    responseBytes_v3: string
    blockContent: string
  }[]) {
    it(`${v.response} ${v.value} reads and writes`, () => {
      const value = decode(response, fromHex(v.responseBytes_v3))
      expect(value.type).toBe(v.response)
      expect(hex(encode(response, value))).toBe(v.responseBytes_v3)
      expect(hex(readBlock(padBlock(fromHex(v.blockContent))).command)).toBe(v.responseBytes_v3)
    })
    it(`${v.response} ${v.value} rejects what is cut off`, () => {
      const bytes = fromHex(v.responseBytes_v3)
      // BLOCKED begins with BLOCK, which is an error of its own
      const from = v.value.startsWith("BLOCKED") ? 10 : bytes.length
      for (let n = 0; n < Math.min(from, bytes.length); n++)
        if (n !== 9 || from !== 10) expect(() => decode(response, bytes.slice(0, n))).toThrow(DecodeError)
    })
  }

  it("tell an unknown word from a damaged one", () => {
    expect(() => decode(response, fromHex(Buffer.from("NEXT").toString("hex")))).toThrow(UnknownWord)
  })

  it("say AUTH instead of BLOCKED before version 3", () => {
    const blocked = { type: "BLOCKED", reason: "spam", notice: null } as const
    expect(downgrade(blocked, 2)).toEqual({ type: "AUTH" })
    expect(downgrade(blocked, 3)).toEqual(blocked)
    expect(decode(serverError, encode(serverError, blocked))).toEqual(blocked)
  })
})

describe("blocks", () => {
  const t = { authorization: empty, sessionId, entityId: empty, command: encode(command, { type: "PING" }) }

  it("hold exactly one transmission", () => {
    const one = unpadBlock(writeBlock(t)).slice(3)
    const [two = empty] = packBatches([one, one])
    expect(() => readBlock(padBlock(two))).toThrow(DecodeError)
  })

  it("hold an FNEW for 200 recipients, and refuse what does not fit", () => {
    const fnew = (n: number) =>
      encode(command, {
        type: "FNEW",
        sndKey: new Uint8Array(44),
        size: 65536,
        digest: new Uint8Array(32),
        rcvKeys: Array.from({ length: n }, () => new Uint8Array(n > 200 ? 80 : 44)),
        auth: null,
      })
    expect(writeBlock({ ...t, command: fnew(200) }).length).toBe(16384)
    expect(() => writeBlock({ ...t, command: fnew(255) })).toThrow(EncodeError)
  })

  it("that are noise are DecodeErrors", () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
        try {
          decode(response, readBlock(Uint8Array.from(bytes)).command)
        } catch (e) {
          expect(e).toBeInstanceOf(DecodeError)
        }
      }),
    ))
})
