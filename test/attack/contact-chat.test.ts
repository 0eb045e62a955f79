/** What a contact may put into chat messages: JSON, compression, profiles. */
import { describe, expect, it } from "vitest"
import { compressFrame } from "../../worker/chat/compression.ts"
import { ascii, type Bytes, concat, empty, utf8 } from "../../worker/encoding/bytes.ts"
import { encode, large } from "../../worker/encoding/codec.ts"
import { hostileContact } from "./contact.ts"
import { newInsider, until } from "./people.ts"

import { ann, json, malformed, mallory, noise, relay, run, setScene, shown } from "./scene.ts"

setScene()

describe("the chat message", () => {
  const msg = (content: unknown, more: object = {}) =>
    json({ v: "1-16", event: "x.msg.new", params: { content, ...more } })
  const text = (t: string) => ({ type: "text", text: t })
  const zstd = async (content: Bytes): Promise<Bytes> => concat(ascii("1"), encode(large, await compressFrame(content)))
  const list = (...elements: Bytes[]): Bytes => concat(ascii("X"), Uint8Array.of(elements.length), ...elements)
  const packed = async (content: Bytes): Promise<Bytes> => list(await zstd(content))
  const raw = (s: string) => () => mallory.chat(utf8(s))
  const deep = (n: number): string => `${"[".repeat(n)}${"]".repeat(n)}`
  /** A frame whose header says what we like: single segment, 4 bytes of size, one RLE block of `claimed` zeros. */
  const bomb = (claimed: number, descriptor = 0xa0): Bytes => {
    const size = new Uint8Array(4)
    new DataView(size.buffer).setUint32(0, claimed, true)
    const block = ((Math.min(claimed, 0x1fffff) << 3) | 2 | 1) >>> 0
    return concat(
      Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, descriptor),
      descriptor === 0xa0 ? size : Uint8Array.of(0x58),
      Uint8Array.of(block & 255, (block >> 8) & 255, (block >> 16) & 255, 0),
    )
  }
  const framed = (frame: Bytes) => mallory.chat(list(concat(ascii("1"), encode(large, frame))))
  run([
    ["an empty body", malformed, () => mallory.chat(empty)],
    ["no UTF-8", malformed, () => mallory.chat(concat(ascii('{"event":"'), Uint8Array.of(0xff, 0xfe), ascii('"}')))],
    ["cut JSON", malformed, raw('{"v":"1-16","event":"x.msg.new","params":{')],
    ["a number", malformed, raw("42")],
    ["an object without fields", malformed, raw("{}")],
    ["an array that is none", malformed, raw("[")],
    ["no namespace", malformed, raw('{"event":"msg.new","params":{}}')],
    ["an event of the future", [], raw('{"event":"x.new.thing","params":{"a":1}}')],
    ["no content", malformed, raw('{"event":"x.msg.new","params":{}}')],
    ["content that is a text", malformed, raw('{"event":"x.msg.new","params":{"content":"hi"}}')],
    ["text that is a number", malformed, raw('{"event":"x.msg.new","params":{"content":{"type":"text","text":1}}}')],
    ["versions backwards", malformed, raw('{"v":"16-1","event":"x.ok","params":{}}')],
    ["version 65535", [], raw('{"v":"1-65535","event":"x.ok","params":{}}')],
    ["version 65536", malformed, raw('{"v":"1-65536","event":"x.ok","params":{}}')],
    ["a message id that is no base64", malformed, raw('{"msgId":"***","event":"x.ok","params":{}}')],
    ["an unknown kind of content", ["<look", "!unknown"], () => mallory.chat(msg({ type: "hologram", text: "look" }))],
    ["an unknown kind of content without text", ["<", "!unknown"], () => mallory.chat(msg({ type: "smell" }))],
    ["lone surrogates", malformed, raw('{"event":"x.msg.new","params":{"content":{"type":"text","text":"\\ud800"}}}')],
    [
      "lone surrogates as a key",
      malformed,
      raw('{"event":"x.msg.new","params":{"\\udfff":1,"content":{"type":"text","text":"a"}}}'),
    ],
    [
      "__proto__ as content",
      malformed,
      raw('{"event":"x.msg.new","params":{"__proto__":{"content":{"type":"text","text":"a"}}}}'),
    ],
    [
      "__proto__ beside content",
      ["<proto"],
      raw('{"event":"x.msg.new","params":{"__proto__":{"polluted":1},"content":{"type":"text","text":"proto"}}}'),
    ],
    [
      "__proto__ in an event that is kept",
      [],
      raw('{"event":"x.later","params":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}}'),
    ],
    [
      "JSON of 60 levels",
      malformed,
      raw(`{"event":"x.msg.new","params":{"content":{"type":"text","text":"a"},"x":${deep(60)}}}`),
    ],
    ["JSON of 40 levels in an event that is kept", [], raw(`{"event":"x.later","params":{"x":${deep(40)}}}`)],
    ["JSON of 60000 levels", malformed, async () => mallory.chat(await packed(utf8(deep(30_000))))],
    ["a body of an unknown form", malformed, raw("%hello")],
    ["no message at all", [], raw("[]")],
    [
      "bad ones among good ones",
      ["<one", "!malformed", "<two"],
      () =>
        mallory.chat(
          utf8(
            `[${[msg(text("one")), utf8("7"), msg(text("two")), utf8("8")].map(b => new TextDecoder().decode(b)).join(",")}]`,
          ),
        ),
    ],
    [
      "20000 bad ones in one body: one notice",
      malformed,
      async () => mallory.chat(await packed(utf8(`[${"{},".repeat(20_000)}{}]`))),
    ],
    ["a chunk of a file that nobody asked for", [], () => mallory.chat(concat(ascii("F"), noise(100)))],
    [
      "a batch with wrong lengths",
      malformed,
      () => mallory.chat(concat(ascii("="), Uint8Array.of(2, 0xff, 0xff), noise(50))),
    ],
    ["controls in a text", ["<a\u0000b\u202e\n"], () => mallory.chat(msg(text("a\u0000b\u202e\n")))],
    [
      "a compressed text of 60000 characters",
      [`<${"long ".repeat(12_000)}`],
      async () => mallory.chat(await packed(msg(text("long ".repeat(12_000))))),
    ],
    [
      "compressed to more than 64 KB",
      malformed,
      async () => mallory.chat(await packed(msg(text("long ".repeat(14_000))))),
    ],
    ["a gigabyte declared", malformed, () => framed(bomb(2 ** 30))],
    ["four gigabytes declared", malformed, () => framed(bomb(2 ** 32 - 1))],
    [
      "two megabytes where 100 bytes are declared",
      malformed,
      () => framed(concat(bomb(100).slice(0, 9), bomb(0x1fffff).slice(9))),
    ],
    ["no size declared", malformed, () => framed(bomb(0x1fffff, 0x00))],
    ["no frame", malformed, () => framed(noise(300))],
    ["an empty list of compressed", malformed, () => mallory.chat(concat(ascii("X"), Uint8Array.of(0)))],
    [
      "200 frames of 60 KB",
      malformed,
      async () =>
        mallory.chat(list(...(await Promise.all(Array.from({ length: 200 }, () => zstd(new Uint8Array(60_000))))))),
    ],
    [
      "compressed five times",
      malformed,
      async () => {
        let body = msg(text("matryoshka"))
        for (let i = 0; i < 5; i++) body = await packed(body)
        await mallory.chat(body)
      },
    ],
  ])

  it("profiles with huge, invisible, empty or dangerous names: shown as they are, nothing else happens", async () => {
    const info = (profile: object) => json({ v: "1-16", event: "x.info", params: { profile } })
    const huge = "N".repeat(30_000)
    for (const name of [huge, "\u0000\u202egnp.exe", "", "__proto__", "<img src=x onerror=alert(1)>"]) {
      expect(await shown(async () => mallory.chat(await packed(info({ displayName: name, fullName: name }))))).toEqual([
        "!profileChanged",
      ])
      expect(await ann.chat(mallory.chatId)).toMatchObject({ name, status: "connected" })
    }
    expect(await shown(() => mallory.chat(info({ displayName: 7, fullName: "" })))).toEqual(malformed)
    expect(await shown(() => mallory.chat(info({ fullName: "" })))).toEqual(malformed)
    expect(await shown(raw('{"event":"x.info","params":{"profile":{"displayName":"\\ud800","fullName":""}}}'))).toEqual(
      malformed,
    )
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })

  it("the chat list and all lines can still be read at the end", async () => {
    expect(await ann.api.chats()).toHaveLength(1)
    expect((await ann.items(mallory.chatId)).length).toBeGreaterThan(60)
  })
})

it("what is kept for later versions can be read again, whatever its keys are", async () => {
  const { store, profile } = await newInsider("Zoe", { servers: [relay.address] })
  const chatOf = (id: string) => profile.chat.chats().find(c => c.id === id)
  const m = await hostileContact(
    {
      api: profile.chat.commands,
      hasStatus: (id, status) => until(status, () => (chatOf(id)?.status === status ? chatOf(id) : null)),
    },
    [relay.address],
  )
  const params = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"deep":[[[[1]]]]}'
  await m.chat(utf8(`{"event":"x.later","params":${params}}`))
  await m.text("done")
  await until("the text", async () => (await profile.chat.commands.items(m.chatId)).items.some(i => i.text === "done"))
  const [kept] = await store.list("kept")
  expect(kept?.event).toBe("x.later")
  expect(kept?.message).toContain(params)
})
