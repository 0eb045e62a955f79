/** Commands, responses and errors of servers, against the vectors; see also commands-properties.test.ts. */
import { describe, expect, it } from "vitest"
import { EncodeError } from "../../worker/encoding/buffer.ts"
import { type Bytes, DecodeError, empty, fromHex, hex } from "../../worker/encoding/bytes.ts"
import { decode, encode } from "../../worker/encoding/codec.ts"
import { parseBatch, smpFrame, transmission } from "../../worker/encoding/transmission.ts"
import {
  type Command,
  command,
  credentialsError,
  entityError,
  type Response,
  response,
  type ServerError,
  serverError,
  toCommandError,
} from "../../worker/smp/commands.ts"
import { vectors } from "../crypto/vectors.ts"

const file = vectors("smp-transmissions")
const ascii = (s: string): Bytes => Uint8Array.from(Buffer.from(s, "latin1"))

/** DER of the keys that vectors name by their base64. */
const der = (s: string): Bytes => Uint8Array.from(Buffer.from(s, "base64url"))
const rcvKey = der("MCowBQYDK2VwAyEAVXhjmRfMmFLZYguRygLPilAvNMlB1ulGW1nGEOnoaOE=")
const dhKey = der("MCowBQYDK2VuAyEAzGwUTN-tlustQS7vmnPzKqdo4NrMTPXOA0xSFEuy_34=")
const fixedData = ascii("encrypted fixed data")
const userData = ascii("encrypted user data")

type Encoded = { encodings: readonly { versions: readonly number[]; hex: string }[]; value: string }
const each = (v: Encoded, run: (version: number, bytes: string) => void): void => {
  for (const { versions: vs, hex: bytes } of v.encodings) for (const version of vs) run(version, bytes)
}

describe("commands", () => {
  for (const v of file.commands as (Encoded & { command: string; authorization: string; entity: string })[]) {
    const name = `${v.command}: ${v.value.slice(0, 70)}`
    it(`${name} reads and writes in every version`, () =>
      each(v, (version, bytes) => {
        const value = decode(command(version), fromHex(bytes))
        expect(value.type).toBe(v.command)
        expect(hex(encode(command(version), value))).toBe(bytes)
      }))
    it(`${name} rejects a tail or takes it as its body`, () =>
      each(v, (version, bytes) => {
        const longer = fromHex(`${bytes}58`)
        if (["SEND", "PFWD", "RFWD"].includes(v.command))
          expect(hex(encode(command(version), decode(command(version), longer)))).toBe(`${bytes}58`)
        else expect(() => decode(command(version), longer)).toThrow(DecodeError)
      }))
    it(`${name} needs the credentials that the peer wants`, () => {
      const type = v.command as Command["type"]
      const id = fromHex("01")
      const entities = v.entity === "empty" ? [empty] : [id]
      const auths = v.authorization === "required" ? [true] : v.authorization === "optional" ? [true, false] : [false]
      for (const entity of [empty, id])
        for (const auth of [true, false])
          expect(credentialsError(type, auth, entity) === null, `${auth} ${entity.length}`).toBe(
            entities.includes(entity) && auths.includes(auth),
          )
    })
  }

  it("is complete: every command that we know is in the vectors", () => {
    const known = new Set<string>(file.commands.map((v: { command: string }) => v.command))
    for (const type of ["NEW", "SUB", "SUBS", "KEY", "RKEY", "LSET", "LDEL", "NKEY", "NDEL", "GET", "ACK", "OFF", "DEL", "QUE", "SKEY", "SEND", "PING", "LKEY", "LGET", "NSUB", "NSUBS", "PRXY", "PFWD", "RFWD"]) // biome-ignore format: a list
      expect(known.delete(type), type).toBe(true)
    expect([...known]).toEqual([])
  })
})

describe("fields mean what they should", () => {
  const find = (list: readonly Encoded[], text: string): Encoded => {
    const v = list.find(x => x.value.includes(text))
    if (v === undefined) throw new Error(`no vector ${text}`)
    return v
  }
  const newest = (list: readonly Encoded[], text: string): Bytes =>
    fromHex(find(list, text).encodings.at(-1)?.hex ?? "")
  const { commands, responses } = file

  it("NEW", () => {
    const plain = {
      type: "NEW",
      rcvAuthKey: rcvKey,
      rcvDhKey: dhKey,
      auth: null,
      subscribe: true,
      queue: null,
      ntf: null,
    }
    expect(decode(command(18), newest(commands, "no auth, subscribe, no queue data"))).toEqual(plain)
    expect(decode(command(18), newest(commands, "basic auth 'server_password', only-create"))).toEqual({
      ...plain,
      auth: "server_password",
      subscribe: false,
    })
    const messaging = decode(command(18), newest(commands, "messaging queue with link data"))
    expect(messaging).toMatchObject({ queue: { type: "messaging", link: { fixedData, userData } } })
    const contact = decode(command(18), newest(commands, "contact queue with link data"))
    expect(contact).toMatchObject({ queue: { type: "contact", link: { fixedData, userData } } })
    expect(decode(command(18), newest(commands, "ntf credentials"))).toMatchObject({
      queue: { type: "messaging", link: null },
      ntf: { authKey: { length: 44 }, dhKey: { length: 44 } },
    })
    const before15 = find(commands, "messaging queue without link data").encodings[0]
    expect(decode(command(14), fromHex(before15?.hex ?? ""))).toMatchObject({
      queue: { type: "messaging", link: null },
    })
    const before9 = find(commands, "basic auth 'server_password'").encodings[0]
    expect(decode(command(8), fromHex(before9?.hex ?? ""))).toMatchObject({ auth: "server_password", queue: null })
  })

  it("NEW refuses to lose what the version cannot say", () => {
    const link = { sndId: empty, fixedData, userData }
    const base: Command & { type: "NEW" } = {
      ...{ type: "NEW", rcvAuthKey: rcvKey, rcvDhKey: dhKey, auth: null, subscribe: true },
      queue: { type: "messaging", link },
      ntf: null,
    }
    expect(() => encode(command(14), base)).toThrow(EncodeError)
    expect(() => encode(command(8), { ...base, queue: { type: "messaging", link: null } })).toThrow(EncodeError)
    expect(() => encode(command(16), { ...base, ntf: { authKey: rcvKey, dhKey } })).toThrow(EncodeError)
  })

  it("SEND", () => {
    const body = (text: string) => decode(command(18), newest(commands, text))
    expect(body("body 'hello'")).toEqual({ type: "SEND", notification: true, body: ascii("hello") })
    expect(body("two leading spaces")).toEqual({
      type: "SEND",
      notification: false,
      body: ascii("  two leading spaces"),
    })
    expect(body("empty body")).toEqual({ type: "SEND", notification: false, body: empty })
    // flags of later versions
    expect(decode(command(18), ascii("SEND TFx y"))).toEqual({ type: "SEND", notification: true, body: ascii("y") })
    for (const bad of ["SEND X y", "SEND  y", "SEND T", "SEND Tyyy"])
      expect(() => decode(command(18), ascii(bad)), bad).toThrow(DecodeError)
  })

  it("PRXY names the relay, PFWD what goes there", () => {
    expect(decode(command(18), newest(commands, "proxy auth 'server_password'"))).toMatchObject({
      server: { hosts: ["smp8.simplex.im", expect.stringMatching(/\.onion$/)], port: 5223, keyHash: { length: 32 } },
      auth: "server_password",
    })
    expect(decode(command(18), newest(commands, "forward: relay version 17"))).toMatchObject({
      version: 17,
      key: { length: 44 },
      transmission: { length: 40 },
    })
  })

  it("IDS", () => {
    const ids = decode(response(18), newest(responses, "contact queue, link id, service id"))
    expect(ids).toMatchObject({ mode: "contact", linkId: { length: 24 }, serviceId: { length: 24 }, ntf: null })
    expect(ids).toMatchObject({ rcvId: fromHex("dc8d71a981c2f6fec15ed7966b1604701cea26bd385bb7c8") })
    const old = find(responses, "messaging queue [").encodings[0]
    expect(decode(response(14), fromHex(old?.hex ?? ""))).toMatchObject({ mode: "messaging", linkId: null })
  })

  it("LNK, SOKS, PKEY, INFO", () => {
    expect(decode(response(18), newest(responses, "sender id, fixed data, user data"))).toMatchObject({
      fixedData,
      userData,
    })
    expect(decode(response(18), newest(responses, "number of queues 5"))).toEqual({ type: "SOKS", count: 5 })
    const pkey = decode(response(18), newest(responses, "relay session id"))
    expect(pkey).toMatchObject({ versions: { min: 6, max: 18 }, key: { certificates: { length: 2 } } })
    const { certificates } = file.handshakes.realCertificateChain
    if (pkey.type !== "PKEY") throw new Error("not PKEY")
    expect(pkey.key.certificates.map(hex)).toEqual(certificates.map((c: { der: string }) => c.der))
    const info = decode(response(18), newest(responses, "queue info empty"))
    expect(info.type === "INFO" && JSON.parse(info.json)).toEqual({ qiSnd: false, qiNtf: true, qiSize: 0 })
  })

  it("NMSG has a nonce without length", () =>
    expect(decode(response(18), newest(responses, "nonce, encrypted meta"))).toMatchObject({
      nonce: { length: 24 },
      meta: { length: 144 },
    }))
})

describe("responses", () => {
  for (const v of file.responses as (Encoded & { response: string; entity: string })[]) {
    const name = `${v.response}: ${v.value.slice(0, 70)}`
    it(`${name} reads and writes in every version`, () =>
      each(v, (version, bytes) => {
        const value = decode(response(version), fromHex(bytes))
        expect(hex(encode(response(version), value))).toBe(bytes)
        // DELD before version 10 looks like END
        if (version >= 10) expect(value.type).toBe(v.response)
      }))
    it(`${name} has an entity as the peer wants`, () => {
      const type = v.response as Response["type"]
      const [without, with1] = [entityError(type, empty), entityError(type, fromHex("01"))]
      if (type === "IDS" || type === "ERR") return expect([without, with1]).toEqual([null, null])
      if (["PONG", "PKEY", "RRES"].includes(type)) return expect([without, with1]).toEqual([null, "HAS_AUTH"])
      expect([without, with1]).toEqual(["NO_ENTITY", null])
    })
  }

  // from the newest form down: what an older client is told
  const downgrades: readonly (readonly [Response, number, string])[] = [
    [{ type: "DELD" }, 9, "END"],
    [{ type: "DELD" }, 10, "DELD"],
    [{ type: "SOK", serviceId: null }, 15, "OK"],
    [{ type: "ERR", error: { type: "BLOCKED", reason: "spam", notice: { ttl: 1 } } }, 11, "ERR AUTH"],
    [{ type: "ERR", error: { type: "BLOCKED", reason: "spam", notice: { ttl: 1 } } }, 17, "ERR BLOCKED reason=spam"],
  ]
  for (const [value, version, text] of downgrades)
    it(`${value.type} in version ${version} is ${text}`, () =>
      expect(encode(response(version), value)).toEqual(ascii(text)))
})

describe("errors", () => {
  const network: Readonly<Record<string, string>> = {
    CONNECT: "connectError",
    TLS: "tLSError",
    UNKNOWNCA: "unknownCAError",
    FAILED: "failedError",
    TIMEOUT: "timeoutError",
    SUBSCRIBE: "subscribeError",
  }
  /** Our value as the peer's JSON: the same tree, other names. */
  const toJson = (e: ServerError): unknown => {
    if (e.type === "CMD") return { type: "CMD", cmdErr: { type: e.error } }
    if (e.type === "STORE") return { type: "STORE", storeErr: e.text }
    if (e.type === "BLOCKED") {
      const notice = e.notice && { notice: e.notice.ttl === null ? {} : e.notice }
      return { type: "BLOCKED", blockInfo: { reason: e.reason, ...notice } }
    }
    if (e.type !== "PROXY") return e
    const { error: p } = e
    if (p.type === "PROTOCOL") return { type: "PROXY", proxyErr: { type: "PROTOCOL", protocolErr: toJson(p.error) } }
    if (p.type !== "BROKER") return { type: "PROXY", proxyErr: p }
    const { error: b } = p
    const wrap = (brokerErr: object) => ({ type: "PROXY", proxyErr: { type: "BROKER", brokerErr } })
    if (b.type === "RESPONSE" || b.type === "UNEXPECTED") return wrap({ type: b.type, respErr: b.text })
    if (b.type === "NETWORK") {
      const type = network[b.error.type] ?? ""
      const textName = type === "tLSError" ? "tlsError" : type
      return wrap({ type: "NETWORK", networkError: { type, ...("text" in b.error && { [textName]: b.error.text }) } })
    }
    if (b.type !== "TRANSPORT") return wrap(b)
    if (b.error.type !== "HANDSHAKE") return wrap(b) // not among these vectors
    return wrap({ type: "TRANSPORT", transportErr: { type: "handshake", handshakeErr: { type: b.error.error } } })
  }

  for (const v of file.errors)
    it(`${v.error === undefined ? "reads" : "refuses"} ${JSON.stringify(v.text)}`, () => {
      if (v.error !== undefined) return expect(() => decode(serverError, fromHex(v.hex))).toThrow(DecodeError)
      const e = decode(serverError, fromHex(v.hex))
      expect(toJson(e)).toEqual(v.json)
      // NO_QUEUE, the parameter of NETWORK and unknown fields of a notice are read but not written
      if (!/NO_QUEUE|NETWORK |"x"/.test(v.text)) expect(hex(encode(serverError, e))).toBe(v.hex)
    })

  type Tree = { readonly type: string; readonly error?: Tree | string }
  const flat = ({ type: word, error }: Tree): string[] =>
    error === undefined ? [word] : typeof error === "string" ? [word, error] : [word, ...flat(error)]

  for (const v of file.responses.filter((r: { response: string }) => r.response === "ERR"))
    it(`keeps every word of ${v.value}`, () => {
      const bytes = fromHex(v.encodings.at(-1).hex)
      const onWire = Buffer.from(bytes).toString().split(" ")
      const words = flat(decode(response(18), bytes) as Tree)
      const expected = onWire.filter(word => /^[A-Z_]+$/.test(word))
      expect(words).toEqual(expected.at(-1) === "NETWORK" ? [...expected, "FAILED"] : expected)
    })

  it("text that is not UTF-8 does not spoil the error", () => {
    const e = decode(serverError, ascii("STORE \xff\xfe"))
    expect(e).toEqual({ type: "STORE", text: "\ufffd\ufffd" })
  })

  for (const bad of ["BLOCKED reason=spam,notice=", "BLOCKED reason=spam,notice=[]", "BLOCKED reason=spam,notice=1", "BLOCKED reason=spam,notice=null", 'BLOCKED reason=spam,notice={"ttl":1.5}', 'BLOCKED reason=spam,notice={"ttl":"1"}', "BLOCKED", "CMD NO_AUTH ", "PROXY", "PROXY BROKER NETWORK ", "PROXY BROKER TRANSPORT HANDSHAKE", "PROXY BROKER TRANSPORT HANDSHAKE X"]) // biome-ignore format: a list
    it(`refuses ${bad}`, () => expect(() => decode(serverError, ascii(bad))).toThrow(DecodeError))

  it("nesting has an end before the stack has", () => {
    const nested = (n: number) => ascii(`${"PROXY PROTOCOL ".repeat(n)}AUTH`)
    expect(hex(encode(serverError, decode(serverError, nested(8))))).toBe(hex(nested(8)))
    for (const n of [9, 1090]) expect(() => decode(serverError, nested(n))).toThrow(DecodeError)
  })
})

/** What the peer's client makes of a transmission: its error, or null. */
const judge = (t: { entityId: Bytes; command: Bytes }, version: number): string | null => {
  try {
    const error = entityError(decode(response(version), t.command).type, t.entityId)
    return error === null ? null : `CMD {cmdErr = ${error}}`
  } catch (e) {
    if (e instanceof DecodeError) return `CMD {cmdErr = ${toCommandError(e)}}`
    throw e
  }
}

describe("transmissions", () => {
  for (const v of file.undecodable) {
    if (v.decoded[0]?.error === "BLOCK") continue // test/encoding/transmission.test.ts
    it(`judged as by the peer: ${v.note}`, () => {
      const found = parseBatch(fromHex(v.block)).map(b => judge(decode(transmission(smpFrame(18)), b), 18))
      expect(found).toEqual(v.decoded.map((d: { error?: string }) => d.error ?? null))
    })
  }

  for (const { version, transmissions } of file.serverTransmissions)
    it(`the server's in version ${version}`, () => {
      for (const v of transmissions) {
        const t = decode(transmission(smpFrame(version)), fromHex(v.transmission))
        const r = decode(response(version), t.command)
        if (version >= 10) expect(r.type).toBe(v.response)
        expect(hex(encode(response(version), r))).toBe(hex(t.command))
      }
    })

  for (const { version, transmissions } of file.clientTransmissions)
    it(`the client's in version ${version}`, () => {
      for (const v of transmissions) {
        const t = decode(transmission(smpFrame(version)), fromHex(v.transmission))
        const c = decode(command(version), t.command)
        expect(c.type).toBe(v.command)
        expect(credentialsError(c.type, t.authorization.length > 0, t.entityId)).toBeNull()
        expect(hex(encode(command(version), c))).toBe(hex(t.command))
      }
    })

  it("proxied SENDs and their answers", () => {
    for (const v of file.proxy.commands) {
      const inner = parseBatch(fromHex(v.innerBatch)).map(b => decode(transmission(smpFrame(v.relayVersion)), b))
      expect(inner.map(t => hex(t.entityId))).toEqual([v.senderQueueId])
      expect(inner.map(t => decode(command(v.relayVersion), t.command).type)).toEqual(["SEND"])
      for (const r of v.responses) {
        const [t] = parseBatch(fromHex(r.batch)).map(b => decode(transmission(smpFrame(v.relayVersion)), b))
        expect(Buffer.from(t?.command ?? empty).toString()).toBe(r.response)
        expect(t && judge(t, v.relayVersion)).toBeNull()
      }
    }
    const pkey = decode(response(18), fromHex(file.proxy.pkeyResponse_v18))
    expect(pkey.type === "PKEY" && hex(pkey.sessionId)).toBe(file.proxy.relaySessionId)
    const pfwd = decode(transmission(smpFrame(18)), fromHex(file.proxy.commands[0].pfwdTransmissionToProxyV18))
    const forwarded = decode(command(18), pfwd.command)
    expect(forwarded).toMatchObject({
      type: "PFWD",
      version: file.proxy.commands[0].relayVersion,
      transmission: { length: file.proxy.commands[0].encTransmissionLength },
    })
  })
})

// properties
