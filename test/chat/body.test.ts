/** Bodies: the forms in which messages travel, and what anybody can put into one. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { batch, messageBody, type Parsed, parseBody, parseOne } from "../../worker/chat/body.ts"
import { compressBody, decompressList } from "../../worker/chat/compression.ts"
import { newMessage } from "../../worker/chat/content.ts"
import { chatVersions, writeMessage } from "../../worker/chat/message.ts"
import { type Bytes, concat, DecodeError, fromUtf8, toBytes, utf8 } from "../../worker/encoding/bytes.ts"

const text = (p: Parsed | undefined): string =>
  p?.type === "message" ? fromUtf8(writeMessage(p.message)) : `${p?.type}`

describe("forms of bodies", () => {
  const one = writeMessage({
    versions: chatVersions,
    msgId: "AQIDBA==",
    event: { type: "x.msg.new", message: newMessage({ type: "text", text: "hello" }) },
  })
  const ok = utf8('{"event":"x.ok","params":{}}')
  const large = (b: Bytes) => concat(Uint8Array.of(b.length >> 8, b.length & 255), b)

  it("a batch of ours reads, a bad element spoils only itself", async () => {
    const read = await parseBody(batch([one, utf8('{"event":"y.no","params":{}}'), utf8("5"), ok]))
    expect(read.map(p => p.type)).toEqual(["message", "error", "error", "message"])
    expect(await parseBody(utf8("[]"))).toEqual([])
  })

  it("the binary batch of newer apps reads, and keeps what it does not know", async () => {
    const elements = [one, utf8("F\0\x04abcd\x01"), utf8("/signed"), utf8(">forwarded"), utf8("?"), ok]
    const read = await parseBody(concat(utf8("="), Uint8Array.of(elements.length), ...elements.map(large)))
    expect(read.map(p => p.type)).toEqual(["message", "binary", "binary", "binary", "error", "message"])
  })

  it("a cut or longer binary batch is one error", async () => {
    const whole = concat(utf8("="), Uint8Array.of(2), large(one), large(ok))
    for (const bad of [whole.slice(0, -1), concat(whole, utf8("x")), utf8("=")])
      expect((await parseBody(bad)).map(p => p.type)).toEqual(["error"])
  })

  it("compressed in compressed reads, up to three times", async () => {
    const wrap = (b: Bytes) => concat(utf8("X\x010"), Uint8Array.of(b.length), b)
    expect((await parseBody(wrap(wrap(wrap(ok))))).map(p => p.type)).toEqual(["message"])
    expect((await parseBody(wrap(wrap(wrap(wrap(ok)))))).map(p => p.type)).toEqual(["error"])
  })

  it("nested lists share one limit of decompressed bytes", async () => {
    const long = await messageBody(utf8(`{"event":"x.ok","params":{},"z":"${"z".repeat(15000)}"}`), true)
    const element = concat(utf8("1"), long.slice(3)) // its frame with the length before it
    const list = (n: number) => concat(utf8("X"), Uint8Array.of(n), ...Array.from({ length: n }, () => element))
    const types = (await parseBody(list(6))).map(p => p.type)
    expect(types).toEqual(["message", "message", "message", "message", "error", "error"])
    expect((await decompressList(list(2).slice(1))).length).toBe(2)
  })

  it("connection info is exactly one message", async () => {
    expect((await parseOne(ok)).event).toEqual({ type: "x.ok" })
    await expect(parseOne(batch([ok, ok]))).rejects.toThrow(DecodeError)
    await expect(parseOne(utf8("[]"))).rejects.toThrow(DecodeError)
    await expect(parseOne(utf8("F\0\x04abcd\x01"))).rejects.toThrow(DecodeError)
  })
})

const someEvents = ["x.msg.new", "x.msg.update", "x.msg.del", "x.msg.react", "x.info", "x.contact", "x.ok", "x.any"]

describe("lies", () => {
  const type = async (json: string) => (await parseBody(utf8(json))).map(p => p.type)
  const info = (profile: string) => `{"v":"1","event":"x.info","params":{"profile":${profile}}}`

  it.each([
    ["a lone surrogate", info('{"displayName":"\\ud800","fullName":""}')],
    ["a lone surrogate as a key", '{"event":"x.new","params":{"\\udc00":1}}'],
    ["a number for a name", info('{"displayName":1,"fullName":""}')],
    ["an array for a profile", info("[]")],
    ["null for a required field", info("null")],
    ["an inherited field", info('{"displayName":"a","__proto__":{"fullName":"b"}}')],
    ["params from the prototype", '{"event":"x.ok","__proto__":{"params":{}}}'],
    ["an event named as an inherited property", '{"event":"toString","params":{}}'],
    ["deep JSON", `{"event":"x.new","params":{"a":${"[".repeat(60)}${"]".repeat(60)}}}`],
    ["very deep JSON", "[".repeat(60000)],
    [
      "a fraction for a duration",
      '{"event":"x.msg.new","params":{"content":{"type":"voice","text":"","duration":1.5}}}',
    ],
    [
      "a huge file size",
      '{"event":"x.msg.new","params":{"content":{"type":"file","text":""},"file":{"fileName":"a","fileSize":1e300}}}',
    ],
    [
      "a negative file size",
      '{"event":"x.msg.new","params":{"content":{"type":"file","text":""},"file":{"fileName":"a","fileSize":-1}}}',
    ],
    ["an empty id", '{"event":"x.msg.del","params":{"msgId":""}}'],
    ["a comment in JSON", '{"event":"x.ok",/**/"params":{}}'],
    ["a byte order mark", '\ufeff{"event":"x.ok","params":{}}'],
    ["NaN", '{"event":"x.msg.new","params":{"content":{"type":"voice","text":"","duration":NaN}}}'],
  ])("%s is an error", async (_, json) => expect(await type(json)).toEqual(["error"]))

  it("invalid UTF-8 is an error", async () => {
    const bytes = utf8('{"event":"x.ok","params":{"a":"?"}}')
    bytes[bytes.indexOf(0x3f)] = 0xff
    expect((await parseBody(bytes)).map(p => p.type)).toEqual(["error"])
  })

  it("__proto__ and constructor as names of mentions and unknown parameters are data", async () => {
    const json =
      '{"v":"1","event":"x.msg.new","params":{"content":{"text":"a","type":"text"},"mentions":{"__proto__":{"memberId":"AQIDBA=="},"constructor":{"memberId":"AQIDBA=="}}}}'
    const [p] = await parseBody(utf8(json))
    const event = p?.type === "message" ? p.message.event : undefined
    expect(event?.type === "x.msg.new" && [...event.message.mentions.keys()]).toEqual(["__proto__", "constructor"])
    expect(text(p)).toBe(json)
    const unknown = '{"v":"1","event":"x.new","params":{"__proto__":{"polluted":true}}}'
    expect(text((await parseBody(utf8(unknown)))[0])).toBe(unknown)
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  it("errors do not quote what was sent", async () => {
    const [p] = await parseBody(
      utf8(info('{"displayName":"secret name","fullName":5}').replace("fullName", "secret field")),
    )
    expect(p?.type === "error" && p.error.message).not.toContain("secret")
    const [q] = await parseBody(utf8('{"secret'))
    expect(q?.type === "error" && q.error.message).not.toContain("secret")
  })

  it("a quote that cannot be read does not lose the message, as at the peer", async () => {
    const message = await parseOne(
      utf8('{"event":"x.msg.new","params":{"quote":{"msgRef":1},"content":{"type":"text","text":"a"}}}'),
    )
    expect(message.event).toEqual({ type: "x.msg.new", message: newMessage({ type: "text", text: "a" }) })
  })

  it("any bytes and any JSON give messages or errors, never a throw", async () => {
    const start = fc.constantFrom("", "{", "[", "X", "=", "F", "X\x011", '{"event":"x.msg.new","params":')
    await fc.assert(
      fc.asyncProperty(start, fc.uint8Array({ maxLength: 200 }), async (s, b) => {
        const read = await parseBody(concat(utf8(s), toBytes(b)))
        expect(read.every(p => ["message", "binary", "error"].includes(p.type))).toBe(true)
      }),
    )
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...someEvents), fc.json(), async (event, params) => {
        const read = await parseBody(utf8(`{"event":"${event}","params":${params}}`))
        expect(read.length).toBe(1)
      }),
    )
  })
})

it("reads no further than 100 bad messages of one body, however it is put together", async () => {
  const good = '{"event":"x.ok","params":{}}'
  const kinds = async (text: string, compress = false) => {
    const body = utf8(text)
    return (await parseBody(compress ? await compressBody(body) : body)).map(p => p.type)
  }
  expect((await kinds(`[${"0,".repeat(99)}${good}]`)).at(-1)).toBe("message")
  expect(await kinds(`[${"0,".repeat(7000)}${good}]`)).toEqual(Array(100).fill("error"))
  expect(await kinds(`[${"0,".repeat(32_000)}${good}]`, true)).toEqual(Array(100).fill("error"))
})
