import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { writeLink } from "../../worker/agent/link.ts"
import {
  type AgentMessage,
  agentMessage,
  agentMessageLength,
  confirmationLength,
  connInfoLength,
  type Envelope,
  envelope,
  messageLength,
} from "../../worker/agent/message.ts"
import { sha256 } from "../../worker/crypto/hash.ts"
import { toSpki } from "../../worker/crypto/keys.ts"
import { type Bytes, DecodeError, fromHex, fromUtf8, hex } from "../../worker/encoding/bytes.ts"
import { decode, encode } from "../../worker/encoding/codec.ts"
import { vectors } from "../crypto/vectors.ts"
import {
  anyQueueUri,
  bytes,
  infoOfWords,
  infoWords,
  type QueueWords,
  serverOfWords,
  serverWords,
  uriOfWords,
  uriWords,
} from "../support/words.ts"

const readers = [(b: Bytes) => decode(envelope, b), (b: Bytes) => decode(agentMessage, b)]

type Name = { server: QueueWords["server"]; senderId: string }
type EnvelopeVector = {
  type: string
  agentVersion: number
  smp: string
  encConnInfo: string
  encAgentMessage: string
  connReq_str: string
  connInfo: string
  e2eEncryption: { version: number; key1_der?: string; key2_der?: string; kem: string | null } | null
}
type MessageVector = {
  type: string
  smp: string
  sha256: string
  connInfo: string
  sndMsgId: number
  prevMsgHash: string
  body: string
  lastDecryptedMsgId: number
  address: Name
  addresses: Name[]
  receipts: { agentMsgId: number; msgHash: string; rcptInfo: string }[]
  // biome-ignore lint/suspicious/noExplicitAny: differs by type of message
  queues: any[]
}
type File = {
  agentMsgEnvelopes: EnvelopeVector[]
  agentMessages: MessageVector[]
  invalid: { note: string; hex: string }[]
  paddedLengths: {
    e2eEncConnInfoLength: Record<string, number>
    e2eEncAgentMsgLength: Record<string, number>
    e2eEncConfirmationLength: number
    e2eEncMessageLength: number
  }
  fullStack: {
    name: string
    bobReplyQueueInfo_smp: string
    messages: { agentMessage: string; agentMessageSha256: string }[]
  }[]
}
const file: File = vectors("agent-messages")

const envelopeWords = (e: Envelope) => {
  const e2e = (p: Extract<Envelope, { type: "ratchetKey" }>["e2e"] | null) =>
    p && { version: p.version, keys: [hex(toSpki(p.key1)), hex(toSpki(p.key2))], kem: p.kem?.type ?? null }
  switch (e.type) {
    case "confirmation":
      return ["AgentConfirmation", e.agentVersion, hex(e.encConnInfo), e2e(e.e2e)]
    case "message":
      return ["AgentMsgEnvelope", e.agentVersion, hex(e.encMessage)]
    case "invitation":
      return ["AgentInvitation", e.agentVersion, writeLink(e.invitation), fromUtf8(e.connInfo)]
    case "ratchetKey":
      return ["AgentRatchetKey", e.agentVersion, hex(e.info), e2e(e.e2e)]
  }
}

/** The keys of the vectors that do not name them: the same in all of them. */
const keys = file.agentMsgEnvelopes.flatMap(v =>
  [v.e2eEncryption?.key1_der ?? [], v.e2eEncryption?.key2_der ?? []].flat(),
)

const envelopeOfWords = (v: EnvelopeVector) => {
  const e2e = v.e2eEncryption && { version: v.e2eEncryption.version, keys, kem: v.e2eEncryption.kem }
  switch (v.type) {
    case "AgentConfirmation":
      return [v.type, v.agentVersion, v.encConnInfo, e2e]
    case "AgentMsgEnvelope":
      return [v.type, v.agentVersion, v.encAgentMessage]
    case "AgentInvitation":
      return [v.type, v.agentVersion, v.connReq_str, v.connInfo]
    default:
      return [v.type, v.agentVersion, "52", e2e]
  }
}

describe("envelopes, made by the peer", () => {
  it("has vectors", () => expect([file.agentMsgEnvelopes.length, keys.length]).toEqual([11, 2]))

  it.each(file.agentMsgEnvelopes.map((v, i) => [i, v.type, v] as const))("%i %s", (_, __, v) => {
    const e = decode(envelope, fromHex(v.smp))
    expect(envelopeWords(e)).toEqual(envelopeOfWords(v))
    expect(hex(encode(envelope, e))).toBe(v.smp)
  })
})

const name = (q: Name) => ({ server: serverOfWords(q.server), senderId: q.senderId })

const messageOfWords = (v: MessageVector): unknown => {
  switch (v.type) {
    case "AgentConnInfo":
      return v.connInfo
    case "AgentConnInfoReply":
      return [v.queues.map(infoOfWords), v.connInfo]
    case "AgentRatchetInfo":
      return ""
    case "A_MSG":
      return v.body
    case "A_RCVD":
      return v.receipts.map(r => [r.agentMsgId, r.msgHash, r.rcptInfo])
    case "A_QCONT":
      return name(v.address)
    case "QADD":
      return v.queues.map(q => [
        uriOfWords(q.queue),
        q.replaces === null || q.replaces === undefined ? null : name(q.replaces),
      ])
    case "QKEY":
      return v.queues.map(q => [infoOfWords(q.queue), q.senderKey_der])
    case "QUSE":
      return v.queues.map(q => [name(q.address), q.primary])
    case "QTEST":
      return v.addresses.map(name)
    case "EREADY":
      return v.lastDecryptedMsgId
    default:
      return null
  }
}

const nameWords = (q: { server: Parameters<typeof serverWords>[0]; senderId: Uint8Array }) => ({
  server: serverWords(q.server),
  senderId: hex(q.senderId),
})

const messageWords = (m: AgentMessage): unknown => {
  switch (m.type) {
    case "connInfo":
      return fromUtf8(m.connInfo)
    case "connInfoReply":
      return [m.queues.map(infoWords), fromUtf8(m.connInfo)]
    case "ratchetInfo":
      return hex(m.info)
  }
  const a = m.message
  switch (a.type) {
    case "HELLO":
      return null
    case "A_MSG":
      return hex(a.body)
    case "A_RCVD":
      return a.receipts.map(r => [r.msgId, hex(r.msgHash), hex(r.info)])
    case "A_QCONT":
      return nameWords(a.queue)
    case "QADD":
      return a.queues.map(q => [uriWords(q.queue), q.replaces && nameWords(q.replaces)])
    case "QKEY":
      return a.queues.map(q => [infoWords(q.queue), hex(toSpki(q.senderKey))])
    case "QUSE":
      return a.queues.map(q => [nameWords(q.queue), q.primary])
    case "QTEST":
      return a.queues.map(nameWords)
    case "EREADY":
      return a.lastMsgId
  }
}

describe("agent messages, made by the peer", () => {
  it("has vectors", () => expect(file.agentMessages.length).toBe(18))

  it.each(file.agentMessages.map((v, i) => [i, v.type, v] as const))("%i %s", (_, type, v) => {
    const m = decode(agentMessage, fromHex(v.smp))
    expect(messageWords(m)).toEqual(messageOfWords(v))
    if (m.type === "message")
      expect([m.message.type, m.header.sndMsgId, hex(m.header.prevMsgHash)]).toEqual([type, v.sndMsgId, v.prevMsgHash])
    expect(hex(encode(agentMessage, m))).toBe(v.smp)
    expect(hex(sha256(encode(agentMessage, m)))).toBe(v.sha256)
  })

  it.each(file.fullStack)("of a whole connection, $name", v => {
    const read = v.messages.map(m => decode(agentMessage, fromHex(m.agentMessage)))
    expect(read.map(m => (m.type === "message" ? m.message.type : m.type))).toEqual([
      "connInfoReply",
      "connInfo",
      "A_MSG",
      "A_RCVD",
    ])
    read.forEach((m, i) => {
      const bytes = encode(agentMessage, m)
      expect(hex(bytes)).toBe(v.messages[i]?.agentMessage)
      expect(hex(sha256(bytes))).toBe(v.messages[i]?.agentMessageSha256)
    })
  })

  it.each(file.invalid)("refused: $note", v => {
    // envelopes start with a version, messages with a letter
    for (const read of readers) expect(() => read(fromHex(v.hex))).toThrow(DecodeError)
  })
})

describe("padded lengths", () => {
  const table = (lengths: Record<string, number>, length: (version: number, pq: boolean) => number) => {
    for (const [key, value] of Object.entries(lengths)) {
      const [, version, pq] = /^\((\d+),(\w+)\)$/.exec(key) ?? []
      expect(length(Number(version), pq === "True")).toBe(value)
    }
  }
  it("of the peer", () => {
    const { e2eEncConnInfoLength, e2eEncAgentMsgLength, ...queue } = file.paddedLengths
    table(e2eEncConnInfoLength, connInfoLength)
    table(e2eEncAgentMsgLength, agentMessageLength)
    expect([confirmationLength, messageLength]).toEqual([queue.e2eEncConfirmationLength, queue.e2eEncMessageLength])
  })
})

describe("lies", () => {
  it("no truncation of a control message reads, and no tail", () => {
    for (const v of file.agentMessages.filter(
      v => !["A_MSG", "AgentConnInfo", "AgentConnInfoReply", "AgentRatchetInfo", "QADD", "QKEY"].includes(v.type),
    )) {
      const whole = fromHex(v.smp)
      for (let n = 0; n < whole.length; n++) expect(() => decode(agentMessage, whole.slice(0, n))).toThrow(DecodeError)
      expect(() => decode(agentMessage, fromHex(`${v.smp}00`))).toThrow(DecodeError)
    }
  })

  it("an address in place of the invitation is refused", () => {
    const v = file.agentMsgEnvelopes.find(e => e.type === "AgentInvitation")
    const link = vectors("links").fullLinks.find((l: { parsed: { mode: string } }) => l.parsed.mode === "contact").link
    const start = v?.smp.slice(0, 6) ?? ""
    const length = link.length.toString(16).padStart(4, "0")
    const bytes = fromHex(start + length + hex(new TextEncoder().encode(link)))
    expect(() => decode(envelope, bytes)).toThrow(DecodeError)
  })

  it("new ratchet keys that accept a KEM are refused, in a confirmation they may", () => {
    const v = file.agentMsgEnvelopes.find(e => e.e2eEncryption?.kem === "accepted")
    const body = v?.smp.slice("00074331".length) ?? ""
    expect(decode(envelope, fromHex(`00074331${body}`)).type).toBe("confirmation")
    expect(() => decode(envelope, fromHex(`000752${body}`))).toThrow(DecodeError)
  })

  it("negative and huge message numbers are refused", () => {
    for (const id of ["ffffffffffffffff", "0020000000000000"])
      expect(() => decode(agentMessage, fromHex(`4d${id}0048`))).toThrow(DecodeError)
  })

  it("any bytes give a message or DecodeError", () =>
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 120 }),
        fc.constantFrom("", "4d", "44", "4d00000000000000010051", "000749", "000743"),
        (b, start) => {
          for (const read of readers)
            try {
              read(fromHex(start + hex(b)))
            } catch (e) {
              expect(e).toBeInstanceOf(DecodeError)
            }
        },
      ),
    ))

  it("rotation messages read back", () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anyQueueUri, fc.option(anyQueueUri)), { minLength: 1, maxLength: 3 }),
        bytes(32),
        (qs, hash) => {
          const queues = qs.map(([queue, old]) => ({
            queue: { ...queue, versions: { min: 4, max: 4 } },
            replaces: old && { server: old.server, senderId: old.senderId },
          }))
          const m: AgentMessage = {
            type: "message",
            header: { sndMsgId: 7, prevMsgHash: hash },
            message: { type: "QADD", queues },
          }
          expect(decode(agentMessage, encode(agentMessage, m))).toEqual(m)
        },
      ),
    ))
})
