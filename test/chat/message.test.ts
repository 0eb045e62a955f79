/** Messages of the apps, against the vectors: read, written again, and made by us; see also body.test.ts. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { infoBody, limits, messageBody, type Parsed, parseBody, parseOne, TooLarge } from "../../worker/chat/body.ts"
import { emojis, newMessage, newProfile, newText } from "../../worker/chat/content.ts"
import { readContactLinkData, writeContactLinkData } from "../../worker/chat/linkdata.ts"
import { type ChatMessage, chatVersions, type Event, newMsgId, writeMessage } from "../../worker/chat/message.ts"
import { DecodeError, fromHex, fromUtf8, toBytes, utf8 } from "../../worker/encoding/bytes.ts"
import { vectors } from "../crypto/vectors.ts"

type Sample = { name: string; text: string; parsed: ({ canonical: string; constructor: string } | { error: string })[] }
type Captured = { n: number; body?: string | string[]; wireHex?: string; wireForm?: string; events?: string[] }
type File = {
  conversation: { step: string; messages: Captured[] }[]
  samples: Sample[]
  invalid: Sample[]
  binaryMessages: { hex: string; name: string }[]
  limits: Record<string, number>
  chatVersionRange: string
}
const file: File = vectors("chat-messages")

const eventName = (p: Parsed): string =>
  p.type === "message" ? (p.message.event.type === "unknown" ? p.message.event.event : p.message.event.type) : p.type

const eventNames = (body: string): string[] => [JSON.parse(body)].flat().map((m: { event: string }) => m.event)

const text = (p: Parsed | undefined): string =>
  p?.type === "message" ? fromUtf8(writeMessage(p.message)) : `${p?.type}`

/** Members of objects in any order. */
const sorted = (json: string): unknown => JSON.parse(json)

describe("conversation of four apps", () => {
  const messages = file.conversation.flatMap(s => s.messages).filter(m => m.body !== undefined)

  it("has vectors", () => expect(messages.length).toBeGreaterThan(150))

  it("every body reads, with the events it has, and is written the same", async () => {
    for (const m of messages) {
      const bodies = typeof m.body === "string" ? [m.body] : (m.body ?? [])
      const read = (await Promise.all(bodies.map(b => parseBody(utf8(b))))).flat()
      expect(read.map(eventName)).toEqual(bodies.flatMap(eventNames))
      if (bodies.length === 1 && read.length === 1) expect(sorted(text(read[0]))).toEqual(sorted(bodies[0] ?? ""))
    }
  })

  it("direct messages are written byte by byte as the peer does", async () => {
    const typed = messages.filter(
      m =>
        typeof m.body === "string" &&
        m.body.startsWith('{"v"') &&
        m.events?.every(e => /^x\.(msg|info|ok|direct|file)/.test(e)),
    )
    expect(typed.length).toBeGreaterThan(80)
    for (const m of typed) {
      const body = m.body as string
      expect(text((await parseBody(utf8(body)))[0])).toBe(body)
    }
  })

  it("compressed bodies give the same messages as their text", async () => {
    const compressed = messages.filter(m => m.wireHex !== undefined)
    expect(compressed.length).toBe(2)
    for (const m of compressed) {
      const read = await parseBody(fromHex(m.wireHex ?? ""))
      const bodies = typeof m.body === "string" ? [m.body] : (m.body ?? [])
      const expected = (await Promise.all(bodies.map(b => parseBody(utf8(b))))).flat()
      expect(read).toEqual(expected)
      expect(read.every(p => p.type === "message")).toBe(true)
    }
  })
})

/** We keep group events as they are, whatever their parameters; the peer refuses a role that it does not know. */
const keptByUs = new Set(["x.grp.mem.role unknown role"])
/** Written by the peer in another form of the same: links inside are made canonical. */
const linksInside = /"(?:fileConnReq|connRequest|connReq|directConnReq|groupConnReq)"/

describe("samples", () => {
  it("has vectors", () => expect([file.samples.length, file.invalid.length]).toEqual([118, 16]))

  it.each(file.samples)("$name", async v => {
    const read = await parseBody(utf8(v.text))
    expect(read.length).toBe(v.parsed.length)
    read.forEach((p, i) => {
      const expected = v.parsed[i]
      if (expected === undefined) return
      if ("error" in expected && !keptByUs.has(v.name)) expect(p.type).toBe("error")
      else expect(p.type).toBe("message")
      if (!("canonical" in expected) || linksInside.test(expected.canonical)) return
      // parameters of events that we do not read are written as they came
      if (p.type === "message" && p.message.event.type === "unknown") expect(text(p)).toContain('"event":"x.')
      else expect(text(p)).toBe(expected.canonical)
    })
  })

  it.each(file.invalid)("$name", async v => {
    const [p, ...others] = await parseBody(utf8(v.text))
    expect(others).toEqual([])
    // an empty name can be read; what it is shown as is decided elsewhere
    expect(p?.type).toBe("error" in (v.parsed[0] ?? {}) ? "error" : "message")
    if (p?.type === "error") expect(p.error).toBeInstanceOf(DecodeError)
  })

  it.each(file.binaryMessages)("$name", async v => {
    expect(await parseBody(fromHex(v.hex))).toEqual([{ type: "binary", bytes: fromHex(v.hex) }])
  })

  it("limits and versions are the peer's", () => {
    expect(chatVersions).toEqual({ min: 1, max: 16 })
    expect(file.chatVersionRange).toBe("1-16")
    expect(limits).toEqual({
      message: file.limits.maxEncodedMsgLength,
      pqMessage: file.limits.maxCompressedMsgLength,
      info: file.limits.maxEncodedInfoLength,
      pqInfo: file.limits.maxCompressedInfoLength,
    })
  })
})

const hello: ChatMessage = {
  versions: chatVersions,
  msgId: "AQIDBA==",
  event: { type: "x.msg.new", message: newMessage({ type: "text", text: "hello" }) },
}

describe("user data of short links that the app made", () => {
  const real: { shortLink: string; userDataText: string }[] = vectors("shortlink").realLinks
  it.each(real)("$shortLink", v => {
    if (v.shortLink.includes("/g#")) expect(() => readContactLinkData(utf8(v.userDataText))).toThrow(DecodeError)
    else {
      const data = readContactLinkData(utf8(v.userDataText))
      expect(data.profile.displayName).toMatch(/^(alice|bob|dan)$/)
      expect(sorted(fromUtf8(writeContactLinkData(data)))).toEqual(sorted(v.userDataText))
    }
  })
})

describe("writing", () => {
  it("has the peer's order of keys and no white space", () => {
    expect(fromUtf8(writeMessage(hello))).toBe(
      '{"v":"1-16","msgId":"AQIDBA==","event":"x.msg.new","params":{"content":{"text":"hello","type":"text"}}}',
    )
    const info: Event = { type: "x.info", profile: newProfile("alice") }
    expect(fromUtf8(writeMessage({ versions: chatVersions, msgId: null, event: info }))).toBe(
      '{"v":"1-16","event":"x.info","params":{"profile":{"displayName":"alice","fullName":""}}}',
    )
  })

  it("new ids look like the peer's", () => {
    const id = newMsgId(n => toBytes(new Uint8Array(n).fill(0xfb)))
    // base64 of base64; the inner one is the standard alphabet, as in the conversation above
    expect(atob(id)).toBe(btoa("\xfb".repeat(12)))
    expect(atob(atob(id))).toHaveLength(12)
  })

  it("texts up to 15602 bytes fit, and above 13380 with PQ only compressed", async () => {
    const message = (length: number, fill = "x") => {
      const empty = writeMessage({
        ...hello,
        event: { type: "x.msg.new", message: newMessage({ type: "text", text: "" }) },
      })
      const text = fill.repeat(length - empty.length)
      return writeMessage({ ...hello, event: { type: "x.msg.new", message: newMessage({ type: "text", text }) } })
    }
    const largest = message(15602)
    expect(await messageBody(largest, false)).toBe(largest)
    const body = await messageBody(largest, true)
    expect([body[0], body.length < 13380]).toEqual([0x58, true])
    expect(await parseBody(body)).toEqual(await parseBody(largest))
    expect(await messageBody(message(13380), true)).toEqual(message(13380))
    await expect(messageBody(message(15603), false)).rejects.toThrow(TooLarge)
    await expect(messageBody(message(15603), true)).rejects.toThrow(TooLarge)
    await expect(infoBody(message(14695), false)).rejects.toThrow(TooLarge)
    expect((await infoBody(message(10969), true))[0]).toBe(0x58)
  })

  it("what does not become small enough is refused", async () => {
    // no JSON is so dense: 95 characters make 6.6 bits a byte. These are bytes.
    let seed = 1
    const json = Uint8Array.from({ length: 15000 }, () => {
      seed = Math.imul(seed, 1664525) + 1013904223
      return seed >>> 24
    })
    await expect(messageBody(json, true)).rejects.toThrow(TooLarge)
    expect(await messageBody(json, false)).toBe(json)
  })

  it("lone surrogates do not leave: the peer would refuse the message", async () => {
    const bad = {
      ...hello,
      event: { type: "x.msg.new", message: newMessage({ type: "text", text: "a\ud83d" }) },
    } as const
    expect(fromUtf8(writeMessage(bad))).toContain("a\ufffd")
    expect((await parseBody(writeMessage(bad)))[0]?.type).toBe("message")
  })
})

describe("properties", () => {
  const id = fc.uint8Array({ minLength: 1, maxLength: 20 }).map(b =>
    btoa(String.fromCharCode(...b))
      .replaceAll("+", "-")
      .replaceAll("/", "_"),
  )
  const string = fc.string({ unit: "grapheme" })
  const maybe = <T>(a: fc.Arbitrary<T>) => fc.option(a, { nil: null })
  const content = fc.oneof(
    string.map(text => ({ type: "text" as const, text })),
    fc.record({ type: fc.constant("image" as const), text: string, image: string }),
    fc.record({ type: fc.constant("voice" as const), text: string, duration: fc.nat() }),
  )
  const scope = maybe(id.map(memberId => ({ memberId })))
  const said = fc.record({
    content,
    mentions: fc.array(fc.tuple(string, id)).map(m => new Map(m)),
    ttl: maybe(fc.nat()),
    live: fc.boolean(),
    scope,
  })
  const profile = fc.record({
    ...Object.fromEntries(Object.keys(newProfile("")).map(k => [k, fc.constant(null)])),
    displayName: string,
    fullName: string,
    shortDescr: maybe(string),
  }) as fc.Arbitrary<ReturnType<typeof newProfile>>
  const event: fc.Arbitrary<Event> = fc.oneof(
    said.map(t => ({ type: "x.msg.new" as const, message: { ...newMessage(t.content), ...t } })),
    fc.record({ type: fc.constant("x.msg.update" as const), msgId: id, text: said }),
    fc.record({ type: fc.constant("x.msg.del" as const), msgId: id, memberId: maybe(id), scope }),
    fc.record({
      type: fc.constant("x.msg.react" as const),
      msgId: id,
      memberId: maybe(id),
      scope,
      add: fc.boolean(),
      reaction: fc.constantFrom(...emojis).map(emoji => ({ type: "emoji" as const, emoji })),
    }),
    fc.record({ type: fc.constant("x.info" as const), profile }),
    fc.record({
      type: fc.constant("x.contact" as const),
      profile,
      contactReqId: maybe(id),
      welcomeMsgId: maybe(id),
      request: maybe(fc.record({ msgId: id, content })),
    }),
    fc.constantFrom<Event>({ type: "x.ok" }, { type: "x.direct.del" }),
  )

  it("what we write reads back", () =>
    fc.assert(
      fc.asyncProperty(fc.record({ versions: fc.constant(chatVersions), msgId: maybe(id), event }), async m => {
        expect(await parseOne(writeMessage(m))).toEqual(m)
      }),
    ))

  it("link data reads back, and names the business flag", () =>
    fc.assert(
      fc.property(fc.record({ profile, message: maybe(content), isBusiness: fc.boolean() }), d => {
        expect(readContactLinkData(writeContactLinkData(d))).toEqual(d)
      }),
    ))

  it("texts have no more than they say", () =>
    expect(newText({ type: "text", text: "" })).toMatchObject({ live: false, ttl: null }))
})
