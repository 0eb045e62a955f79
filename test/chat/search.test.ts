/** Rules of search: which lines have the words and are of the kind. */
import { describe, expect, it } from "vitest"
import type { Content } from "../../worker/chat/content.ts"
import { toRowContent } from "../../worker/chat/kind.ts"
import { matcher } from "../../worker/chat/search.ts"
import type { ItemRow } from "../../worker/store/chat.ts"

const row = (text: string, patch: Partial<ItemRow> = {}): ItemRow => ({
  contactId: "c",
  order: 1,
  at: 0,
  direction: "received",
  text,
  status: "received",
  ...patch,
})
const of = (content: Content): ItemRow => row(content.text ?? "", toRowContent(content))
const preview = { uri: "https://example.org", title: "", description: "", image: "", content: null }

describe("a search by words", () => {
  it("finds lines that have all of them, in any order and case", () => {
    const matches = matcher("Tea  GREEN")
    expect(matches(row("green tea"))).toBe(true)
    expect(matches(row("Teas and greenery"))).toBe(true)
    expect(matches(row("green"))).toBe(false)
    expect(matcher("ﬁle")(row("a FILE"))).toBe(true)
  })

  it("finds neither events nor what was deleted, and nothing without a word", () => {
    expect(matcher("tea")(row("tea", { direction: "event" }))).toBe(false)
    expect(matcher("tea")(row("tea", { deleted: { by: "me", at: 1 } }))).toBe(false)
    expect(matcher("  ")(row("tea"))).toBe(false)
  })
})

describe("a search by kind", () => {
  const image = of({ type: "image", text: "the harbour", image: "data:" })
  const voice = of({ type: "voice", text: "", duration: 3 })
  const file = of({ type: "file", text: "" })
  const video = of({ type: "video", text: "", image: "", duration: 3 })
  const link = of({ type: "link", text: "look", preview })

  it("finds that kind alone, without a word too", () => {
    for (const [kind, found] of [
      ["image", image],
      ["voice", voice],
      ["file", file],
      ["video", video],
      ["link", link],
    ] as const)
      for (const line of [image, voice, file, video, link, row("text")])
        expect(matcher("", kind)(line)).toBe(line === found)
  })

  it("takes a text with the address of a page for a link", () => {
    expect(matcher("", "link")(row("see https://example.org/a"))).toBe(true)
    expect(matcher("", "link")(row("see example"))).toBe(false)
  })

  it("narrows down what has the words", () => {
    expect(matcher("harbour", "image")(image)).toBe(true)
    expect(matcher("mountain", "image")(image)).toBe(false)
    expect(matcher("harbour", "voice")(image)).toBe(false)
  })
})
