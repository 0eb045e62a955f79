import { describe, expect, it } from "vitest"
import { type Content, contentJson } from "../../worker/chat/content.ts"
import { forwarded } from "../../worker/chat/forward.ts"
import { toItem } from "../../worker/chat/item.ts"
import { writeJson } from "../../worker/chat/json.ts"
import { quoteContent, quoteOf, shorter } from "../../worker/chat/quote.ts"
import { matcher } from "../../worker/chat/search.ts"
import type { ItemRow } from "../../worker/store/chat.ts"

const text: Content = { type: "text", text: "an answer" }
const image: Content = { type: "image", text: "", image: "data:image/png;base64,AA" }
const row = (more: Partial<ItemRow> = {}): ItemRow => ({
  contactId: "c",
  order: 4,
  at: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
  direction: "received",
  text: "a question",
  status: "received",
  sharedMsgId: "id",
  ...more,
})
const withContent = (c: Content, more: Partial<ItemRow> = {}): ItemRow =>
  row({ text: c.text ?? "", content: writeJson(contentJson(c)), ...more })

describe("a quote", () => {
  it("names the message, when it was sent, and whether the one who quotes has sent it", () => {
    expect(quoteOf(row(), text)).toEqual({
      msgId: "id",
      sentAt: "2026-01-02T03:04:05.678Z",
      sent: false,
      content: '{"text":"a question","type":"text"}',
      order: 4,
    })
    expect(quoteOf(row({ direction: "sent" }), text)).toMatchObject({ sent: true })
  })
  it("is not made of events and of what was deleted", () => {
    expect(quoteOf(row({ direction: "event", notice: { kind: "connected" } }), text)).toBeNull()
    expect(quoteOf(row({ deleted: { by: "me", at: 1 } }), text)).toBeNull()
  })
  it("of a picture without words has the name of its file", () => {
    expect(quoteContent(text, image, "cat.png")).toEqual({ ...image, text: "cat.png" })
    expect(quoteContent(text, { type: "file", text: "" }, "a.pdf")).toEqual({ type: "file", text: "a.pdf" })
  })
  it("in an answer that is large itself is text only", () => {
    expect(quoteContent(image, { ...image, text: "words" })).toEqual({ type: "text", text: "words" })
  })
  it("of a voice message stays one", () => {
    const voice: Content = { type: "voice", text: "", duration: 3 }
    expect(quoteContent(text, voice)).toEqual(voice)
  })
  it("that is too long gets shorter by whole characters, and ends", () => {
    let quote = quoteOf(row({ text: "👩‍👩‍👧‍👦 ".repeat(1000) }), text)
    let rounds = 0
    for (let next = quote; next !== null; next = shorter(next)) {
      quote = next
      expect(JSON.parse(quote.content).text).not.toMatch(/[\ud800-\udfff]/u)
      expect(++rounds).toBeLessThan(50)
    }
    expect(JSON.parse(quote?.content ?? "{}").text.length).toBeLessThan(5)
  })
  it("of a large picture becomes its words when shorter words do not help", () => {
    const quote = quoteOf(withContent({ ...image, image: `data:${"A".repeat(20_000)}` }), text)
    const cut = quote && shorter(quote)
    expect(cut?.content).toBe('{"text":"","type":"text"}')
  })
  it("as the page sees it says whose words they are, from our view", () => {
    const quote = { sentAt: "2026-01-01T00:00:00Z", sent: true, content: '{"type":"text","text":"hi"}', order: 2 }
    expect(toItem(row({ quote })).quote).toEqual({ itemId: "c/2", author: "contact", text: "hi", kind: "text" })
    expect(toItem(row({ quote, direction: "sent" })).quote?.author).toBe("me")
    expect(toItem(row({ quote: { ...quote, sent: false } })).quote?.author).toBe("me")
  })
})

describe("forwarding", () => {
  it("passes on the content and not who said it", () => {
    expect(forwarded(row())).toEqual({ text: "a question", forwarded: true })
    expect(forwarded(withContent(image))).toMatchObject({ forwarded: true, content: expect.stringContaining("image") })
  })
  it("leaves out events, what was deleted, and files without words that are not here", () => {
    const file = { name: "a.pdf", size: 5 }
    expect(forwarded(row({ deleted: { by: "me", at: 1 } }))).toBeNull()
    expect(forwarded(row({ direction: "event", notice: { kind: "connected" } }))).toBeNull()
    expect(forwarded(withContent({ type: "file", text: "" }, { file }))).toBeNull()
    expect(forwarded(withContent({ type: "file", text: "see" }, { file }))).toEqual({ text: "see", forwarded: true })
    expect(forwarded(withContent(image, { file }))).toHaveProperty("content")
  })
  it("of an edited picture has the words of now", () => {
    expect(forwarded({ ...withContent(image), text: "new" })?.content).toContain('"new"')
  })
})

describe("search", () => {
  it("finds lines with all words, whatever their case and composition", () => {
    const matches = matcher("ÄRGER  the\u0301")
    expect(matches(row({ text: "the\u0301 a\u0308rger of it" }))).toBe(true)
    expect(matches(row({ text: "ärger" }))).toBe(false)
  })
  it("finds by kind, with or without words", () => {
    expect(matcher("", "image")(withContent(image))).toBe(true)
    expect(matcher("", "image")(row())).toBe(false)
    expect(matcher("", "link")(row({ text: "see https://example.org" }))).toBe(true)
    expect(matcher("cat", "image")(withContent({ ...image, text: "a cat" }))).toBe(true)
  })
  it("finds neither events nor what was deleted, and nothing for nothing", () => {
    expect(matcher("question")(row({ deleted: { by: "contact", at: 1 } }))).toBe(false)
    expect(matcher("x")(row({ direction: "event", text: "x", notice: { kind: "unknown" } }))).toBe(false)
    expect(matcher(" ")(row())).toBe(false)
  })
})
