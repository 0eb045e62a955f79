import { createHash } from "node:crypto"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { cryptoBox } from "../../worker/crypto/box.ts"
import { CryptoError } from "../../worker/crypto/error.ts"
import { dh, fromSpki, keyPairFromPrivate, publicKey, toSpki } from "../../worker/crypto/keys.ts"
import { EncodeError } from "../../worker/encoding/buffer.ts"
import { type Bytes, concat, DecodeError, empty, fromHex, hex } from "../../worker/encoding/bytes.ts"
import { decode, encode } from "../../worker/encoding/codec.ts"
import { packBatches, smpFrame, transmission } from "../../worker/encoding/transmission.ts"
import {
  clientEnvelope,
  clientMessage,
  openClientMessage,
  openReceived,
  received,
  sealClientMessage,
} from "../../worker/smp/body.ts"
import { command } from "../../worker/smp/commands.ts"
import { bytesOf, codeOf, flip, vectors } from "../crypto/vectors.ts"

const { receivedMessages } = vectors("smp-transmissions")
const agent = vectors("agent-messages")
const sha256 = (b: Bytes): string => createHash("sha256").update(b).digest("hex")
const a = (s: string): Bytes => Uint8Array.from(Buffer.from(s))
const x25519 = (raw: string) => keyPairFromPrivate("X25519", fromHex(raw)).privateKey
const senderAlgs = ["Ed25519", "Ed448", "X25519"] as const

describe("the server's layer", () => {
  const { recipient, server, dhSecret, messages, quota } = receivedMessages
  const secret = fromHex(dhSecret)
  const seal = (msgId: string, body: Bytes) => cryptoBox(secret, fromHex(msgId), 16106, body)

  it("has the secret of both keys", () =>
    expect(hex(dh(publicKey("X25519", fromHex(server.public)), x25519(recipient.private)))).toBe(dhSecret))

  for (const [i, v] of messages.entries())
    it(`message ${i} opens, and is what the peer encrypted`, () => {
      const value = {
        type: "message" as const,
        at: v.msgTs * 1000,
        notification: v.notification,
        body: bytesOf(v.body),
      }
      const plain = encode(received, value)
      if (v.rcvMsgBody === undefined) expect(sha256(plain)).toBe(v.rcvMsgBodySha256)
      else expect(hex(plain)).toBe(v.rcvMsgBody)
      const box = v.encrypted === undefined ? seal(v.msgId, plain) : fromHex(v.encrypted)
      expect([sha256(box), box.length]).toEqual([v.encryptedSha256 ?? sha256(seal(v.msgId, plain)), v.encryptedLength])
      expect(openReceived(secret, fromHex(v.msgId), box)).toEqual(value)
    })

  it("the quota message", () => {
    const plain = fromHex(quota.rcvMsgBody)
    expect(decode(received, plain)).toEqual({ type: "quota", at: 1735787045000 })
    expect(hex(encode(received, { type: "quota", at: 1735787045000 }))).toBe(quota.rcvMsgBody)
    const box = seal(quota.msgId, plain)
    expect(sha256(box)).toBe(quota.encryptedSha256)
    expect(openReceived(secret, fromHex(quota.msgId), box).type).toBe("quota")
  })

  it("a body that says QUOTA is a body", () => {
    const plain = encode(received, { type: "message", at: 0, notification: true, body: a("QUOTA 12345678") })
    expect(decode(received, plain)).toEqual({ type: "message", at: 0, notification: true, body: a("QUOTA 12345678") })
  })

  it("flags of later versions are dropped", () =>
    expect(decode(received, concat(new Uint8Array(8), a("TFFx body")))).toMatchObject({
      notification: true,
      body: a("body"),
    }))

  for (const [name, plain] of [
    ["empty", empty],
    ["no flags", new Uint8Array(8)],
    ["unknown flag", concat(new Uint8Array(8), a("X y"))],
    ["no space after the flags", concat(new Uint8Array(8), a("T"))],
    ["negative time", fromHex("ffffffffffffffff5420")],
    ["time beyond Date", fromHex("000007dba8218001" + "5420")],
    ["quota with a tail", fromHex(`${quota.rcvMsgBody}00`)],
    ["quota without time", a("QUOTA ")],
  ] as const)
    it(`refuses: ${name}`, () => expect(() => decode(received, plain)).toThrow(DecodeError))

  it("takes the last time that Date has", () =>
    expect(new Date(decode(received, fromHex("000007dba8218000" + "5420")).at).getTime()).toBe(8.64e15))

  it("a foreign secret, another id or a changed bit do not open", () => {
    const [v] = messages
    const [id, box] = [fromHex(v.msgId), fromHex(v.encrypted)]
    expect(codeOf(() => openReceived(flip(secret, 9), id, box))).toBe("DECRYPT")
    expect(codeOf(() => openReceived(secret, flip(id, 9), box))).toBe("DECRYPT")
    for (const bit of [0, 127, 128, 999, box.length * 8 - 1])
      expect(codeOf(() => openReceived(secret, id, flip(box, bit)))).toBe("DECRYPT")
    for (const n of [0, 15, 16, 17, box.length - 1])
      expect(["DECRYPT", "PADDING"]).toContain(codeOf(() => openReceived(secret, id, box.slice(0, n))))
  })

  it("an id of another length is a nonce as the peer makes it", () => {
    const box = cryptoBox(
      secret,
      concat(fromHex("0102"), new Uint8Array(22)),
      100,
      encode(received, { type: "quota", at: 0 }),
    )
    expect(openReceived(secret, fromHex("0102"), box)).toEqual({ type: "quota", at: 0 })
  })
})

describe("the layer of the queue's ends", () => {
  const nonce = new Uint8Array(24)
  const keyOf = (der: string | null) => (der === null ? null : fromSpki(fromHex(der), "X25519"))

  for (const v of agent.pubHeaders)
    it(`public header ${v.smp.slice(0, 12)}`, () => {
      const bytes = concat(fromHex(v.smp), nonce, a("box"))
      const value = decode(clientEnvelope, bytes)
      expect(value).toEqual({ version: v.phVersion, publicKey: keyOf(v.phE2ePubDhKey_der), nonce, box: a("box") })
      expect(encode(clientEnvelope, value)).toEqual(bytes)
    })

  for (const v of agent.privHeaders)
    it(`private header ${v.privHeader}`, () => {
      const bytes = concat(fromHex(v.smp), a("body"))
      const value = decode(clientMessage, bytes)
      expect(value.senderKey === null ? undefined : hex(toSpki(value.senderKey))).toBe(v.key_der)
      expect(value.body).toEqual(a("body"))
      expect(encode(clientMessage, value)).toEqual(bytes)
    })

  for (const v of agent.clientMsgEnvelopes)
    it(`envelope: ${v.note}`, () => {
      const message = decode(clientMessage, fromHex(v.clientMessage))
      const start = fromHex(v.envelopeFirst120)
      const { version, publicKey: key } = decode(clientEnvelope, start)
      const sealed = sealClientMessage({
        ...message,
        version,
        publicKey: key,
        nonce: fromHex(v.nonce),
        secret: fromHex(v.secret),
      })
      expect([sealed.length, sha256(sealed)]).toEqual([v.envelopeLength, v.envelopeSha256])
      expect(sealed.slice(0, 120)).toEqual(start)
      const envelope = decode(clientEnvelope, sealed)
      expect(envelope.box.length).toBe(v.paddedLen + 16)
      expect(openClientMessage(fromHex(v.secret), envelope)).toEqual(message)
    })

  for (const stack of agent.fullStack)
    for (const v of stack.messages)
      it(`${stack.name}, ${v.step}: opens, and seals to the same bytes`, () => {
        const envelope = decode(clientEnvelope, fromHex(v.sndBody))
        const secret = fromHex(v.cbSecret)
        const message = openClientMessage(secret, envelope)
        expect(message.body.length).toBe(v.agentEnvelopeLength)
        expect(encode(clientMessage, message).length).toBe(v.clientMessageLength)
        expect(hex(sealClientMessage({ ...message, ...envelope, secret }))).toBe(v.sndBody)
        if (envelope.publicKey === null) return
        // only a confirmation brings the key, and the recipient agrees the secret with it
        const { keys } = stack
        const ours = v.sender === "bob" ? keys.aliceQueueE2E : keys.bobReplyQueueE2E
        expect(hex(dh(envelope.publicKey, x25519(ours.private)))).toBe(v.cbSecret)
      })

  for (const stack of agent.fullStack)
    it(`${stack.name}: message 3 in SEND and in the delivered MSG`, () => {
      const v = stack.smpLayerOfMessage3
      const body = fromHex(stack.messages[2].sndBody)
      const sent = encode(transmission(smpFrame(v.smpVersion)), {
        authorization: fromHex(v.authorization_x25519),
        service: null,
        sessionId: empty,
        corrId: fromHex(v.corrId),
        entityId: fromHex(v.senderQueueId),
        command: encode(command(v.smpVersion), { type: "SEND", notification: true, body }),
      })
      const [content = empty, ...others] = packBatches([sent])
      expect([content.length, sha256(content), others]).toEqual([
        v.batchedTransmission.length,
        v.batchedTransmission.sha256,
        [],
      ])

      const rcvSecret = dh(publicKey("X25519", fromHex(v.serverRcvDh.public)), x25519(v.recipientRcvDh.private))
      const message = { type: "message" as const, at: v.msgTs * 1000, notification: true, body }
      const delivered = cryptoBox(rcvSecret, fromHex(v.msgId), 16106, encode(received, message))
      expect(sha256(delivered)).toBe(v.deliveredEncBody.sha256)
      expect(openReceived(rcvSecret, fromHex(v.msgId), delivered)).toEqual(message)
    })

  const secret = fromHex("a036b7b3655d3a7e8a3d1e25d00c65d0339364a56c45d3d4ac652adda781e345")
  const pair = keyPairFromPrivate("X25519", secret)
  const seal = (body: Bytes, isConfirmation = false) =>
    sealClientMessage({
      version: 4,
      publicKey: isConfirmation ? pair.publicKey : null,
      senderKey: null,
      nonce,
      secret,
      body,
    })

  it("messages and confirmations have one length each, up to their limits", () => {
    for (const n of [0, 1, 15997]) expect(seal(new Uint8Array(n)).length).toBe(16043)
    for (const n of [0, 15901]) expect(seal(new Uint8Array(n), true).length).toBe(15992)
    expect(codeOf(() => seal(new Uint8Array(15998)))).toBe("LARGE")
    expect(codeOf(() => seal(new Uint8Array(15902), true))).toBe("LARGE")
    expect(() => encode(clientEnvelope, { version: 4, publicKey: null, nonce: empty, box: empty })).toThrow(EncodeError)
  })

  it("does not open with another secret or nonce, or when changed", () => {
    const envelope = decode(clientEnvelope, seal(a("x")))
    expect(codeOf(() => openClientMessage(flip(secret, 3), envelope))).toBe("DECRYPT")
    expect(codeOf(() => openClientMessage(secret, { ...envelope, nonce: flip(nonce, 3) }))).toBe("DECRYPT")
    expect(codeOf(() => openClientMessage(secret, { ...envelope, box: flip(envelope.box, 77) }))).toBe("DECRYPT")
  })

  it("refuses an unknown header inside a good box, and keys of other curves", () => {
    const open = (plain: Bytes) => openClientMessage(secret, { nonce, box: cryptoBox(secret, nonce, 100, plain) })
    for (const bad of [empty, a("X"), a("K"), concat(a("K"), fromHex("2c302a")), a("k_")])
      expect(() => open(bad), hex(bad)).toThrow(DecodeError)
    const x448 = publicKey("X448", new Uint8Array(56))
    expect(() => open(concat(a("K\x44"), toSpki(x448)))).toThrow(DecodeError)
    const ed25519 = concat(fromHex("0004" + "31" + "2c"), toSpki(publicKey("Ed25519", new Uint8Array(32))), nonce)
    expect(() => decode(clientEnvelope, ed25519)).toThrow(DecodeError)
  })

  const anyKey = fc.option(
    fc.constantFrom(...senderAlgs).map(alg => publicKey(alg, new Uint8Array(alg === "Ed448" ? 57 : 32).fill(5))),
  )
  it("round-trips", () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 15000 }), anyKey, fc.boolean(), (b, senderKey, isConfirmation) => {
        const key = isConfirmation ? pair.publicKey : null
        const m = { version: 4, publicKey: key, senderKey, nonce, secret, body: b.slice() }
        const envelope = decode(clientEnvelope, sealClientMessage(m))
        expect(envelope.publicKey).toEqual(key)
        const opened = openClientMessage(secret, envelope)
        expect([opened.senderKey, hex(opened.body)]).toEqual([senderKey, hex(m.body)])
      }),
      { numRuns: 30 },
    ))

  it("any bytes read, or throw DecodeError or CryptoError", () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), b => {
        for (const run of [
          () => openClientMessage(secret, decode(clientEnvelope, b.slice())),
          () => openReceived(secret, nonce, b.slice()),
          () => openReceived(secret, nonce, cryptoBox(secret, nonce, 300, b.slice())),
          () => openClientMessage(secret, { nonce, box: cryptoBox(secret, nonce, 300, b.slice()) }),
        ])
          try {
            run()
          } catch (e) {
            if (!(e instanceof CryptoError)) expect(e).toBeInstanceOf(DecodeError)
          }
      }),
      { numRuns: 1000 },
    ))
})
