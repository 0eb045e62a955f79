import { describe, expect, it } from "vitest"
import { verifyServerIdentity } from "../../worker/crypto/certificate.ts"
import { sha256 } from "../../worker/crypto/hash.ts"
import { verify } from "../../worker/crypto/keys.ts"
import { DecodeError, fromHex, hex } from "../../worker/encoding/bytes.ts"
import { decode, encode } from "../../worker/encoding/codec.ts"
import { padBlock } from "../../worker/encoding/transmission.ts"
import { clientHello, HandshakeError, serverHello, verifyServerHello, webHello } from "../../worker/xftp/handshake.ts"
import { vectors } from "../crypto/vectors.ts"

const v = vectors("xftp").handshake
const hello = fromHex(v.serverHandshake_noProof)
const keyHash = fromHex(v.caFingerprint)
const now = Date.UTC(2026, 5, 1)
const code = (run: () => unknown): string => {
  try {
    run()
    return "accepted"
  } catch (e) {
    return e instanceof HandshakeError ? e.code : String(e)
  }
}

describe("server hello", () => {
  it("of the reference is accepted by its address", () => {
    const server = verifyServerHello(hello, { keyHash, now })
    expect(server.version).toBe(3)
    expect(hex(server.sessionId)).toBe(v.sessionId)
    expect(hex(server.sessionKey.raw)).toBe(v.serverSessionKey.public)
  })

  it("is written as by the reference", () => {
    expect(hex(encode(serverHello, decode(serverHello, hello)))).toBe(v.serverHandshake_noProof)
    const proven = fromHex(v.serverHandshake_withProof)
    expect(hex(encode(serverHello, decode(serverHello, proven)))).toBe(v.serverHandshake_withProof)
  })

  it("proves a web challenge with the leaf key", () => {
    const { key, proof } = decode(serverHello, fromHex(v.serverHandshake_withProof))
    const { serverKey } = verifyServerIdentity(key, keyHash, now)
    expect(verify(serverKey, proof, fromHex(v.webIdentityProof_signedBytes))).toBe(true)
  })

  for (const d of v.serverHandshakeDecoding as { note: string; hex: string; ok?: { sessionId: string } }[])
    it(`with ${d.note} reads as in the reference`, () => {
      if (d.ok === undefined) expect(() => decode(serverHello, fromHex(d.hex))).toThrow(DecodeError)
      else expect(hex(decode(serverHello, fromHex(d.hex)).sessionId)).toBe(d.ok.sessionId)
    })

  it("of another server, another time, with another key or of other versions is refused", () => {
    const refused = (content = hello, hash = keyHash, at = now) =>
      code(() => verifyServerHello(content, { keyHash: hash, now: at }))
    expect(refused()).toBe("accepted")
    expect(refused(hello, keyHash.toReversed())).toBe("SERVER_IDENTITY")
    expect(refused(hello, keyHash, 0)).toBe("SERVER_IDENTITY")
    const changed = decode(serverHello, hello)
    const flipped = changed.key.signedKey.slice()
    flipped[20] = (flipped[20] ?? 0) ^ 1
    expect(refused(encode(serverHello, { ...changed, key: { ...changed.key, signedKey: flipped } }))).toBe(
      "SERVER_IDENTITY",
    )
    expect(refused(encode(serverHello, { ...changed, versions: { min: 4, max: 9 } }))).toBe("VERSION")
    expect(refused(hello.slice(0, 100))).toBe("MALFORMED")
  })
})

describe("the hello without the bridge", () => {
  const challenge = fromHex(v.webChallenge)
  const proven = fromHex(v.serverHandshake_withProof)

  it("is that of the reference", () => {
    const bytes = encode(webHello, { challenge })
    expect(hex(bytes)).toBe(v.clientHello_withChallenge)
    expect(hex(sha256(padBlock(bytes)))).toBe(v.clientHelloBlockSha256_withChallenge)
    expect(hex(encode(webHello, { challenge: null }))).toBe(v.clientHello_noChallenge)
  })

  it("is answered with a signature of this challenge, or the server is not that of the address", () => {
    const refused = (content = proven, asked = challenge, hash = keyHash) =>
      code(() => verifyServerHello(content, { keyHash: hash, now, challenge: asked }))
    expect(refused()).toBe("accepted")
    expect(refused(proven, challenge.toReversed())).toBe("SERVER_IDENTITY")
    expect(refused(proven, challenge, keyHash.toReversed())).toBe("SERVER_IDENTITY")
    const said = decode(serverHello, proven)
    expect(refused(encode(serverHello, { ...said, sessionId: said.sessionId.toReversed() }))).toBe("SERVER_IDENTITY")
    expect(refused(encode(serverHello, { ...said, proof: said.proof.toReversed() }))).toBe("SERVER_IDENTITY")
    expect(refused(encode(serverHello, { ...said, proof: said.proof.slice(1) }))).toBe("SERVER_IDENTITY")
    expect(refused(hello)).toBe("MALFORMED")
  })
})

describe("client hello", () => {
  it("is that of the reference", () => {
    const bytes = encode(clientHello, { version: 3, keyHash })
    expect(hex(bytes)).toBe(v.clientHandshake_v3)
    expect(hex(sha256(padBlock(bytes)))).toBe(v.clientHandshakeBlock_v3_sha256)
  })

  it("may have more fields in later versions", () =>
    expect(decode(clientHello, fromHex(`${v.clientHandshake_v3}666f6f`))).toEqual({ version: 3, keyHash }))
})
