/** Tags and aliases: what they may be called, and in which order they stand. */
import { describe, expect, it } from "vitest"
import { checkedAlias, checkedTag, chosen, ordered } from "../../worker/chat/tags.ts"

const tags = [
  { id: 1, emoji: "🏡", name: "Home" },
  { id: 2, emoji: "", name: "Work" },
  { id: 3, emoji: "", name: "Others" },
]

const code = (run: () => unknown): unknown => {
  try {
    return run()
  } catch (e) {
    return (e as { code?: unknown }).code
  }
}

describe("a tag", () => {
  it("has a name in one line, without space around it", () => {
    expect(checkedTag({ id: 4, emoji: " ✅ ", name: "  Old \n friends " }, tags)).toEqual({
      id: 4,
      emoji: "✅",
      name: "Old friends",
    })
  })

  it.each(["", "   ", "x".repeat(31)])("is not called %j", name => {
    expect(code(() => checkedTag({ id: 4, emoji: "", name }, tags))).toBe("BAD_NAME")
  })

  it.each(["👩‍👩‍👧‍👦", "🇩🇪", "1️⃣", "❤", ""])("may have the emoji %j", emoji => {
    expect(checkedTag({ id: 4, emoji, name: "x" }, tags).emoji).toBe(emoji)
  })

  it.each(["a", "🏡🏡", "🏡 x", "<b>"])("cannot have %j for an emoji", emoji => {
    expect(code(() => checkedTag({ id: 4, emoji, name: "x" }, tags))).toBe("BAD_NAME")
  })

  it("is not called as another is, whatever the case", () => {
    expect(code(() => checkedTag({ id: 4, emoji: "", name: "home" }, tags))).toBe("NOT_ALLOWED")
  })

  it("is one of fifty at most", () => {
    const many = Array.from({ length: 50 }, (_, i) => ({ id: i, emoji: "", name: `t${i}` }))
    expect(code(() => checkedTag({ id: 51, emoji: "", name: "one more" }, many))).toBe("NOT_ALLOWED")
    expect(checkedTag({ id: 51, emoji: "", name: "one more" }, many.slice(1)).id).toBe(51)
  })
})

describe("tags", () => {
  it("stand in the order that is wanted, those not named behind it as they were", () => {
    expect(ordered(tags, [3, 9]).map(t => t.id)).toEqual([3, 1, 2])
    expect(ordered(tags, []).map(t => t.id)).toEqual([1, 2, 3])
  })

  it("of a chat are those there are, once each, in the profile's order", () => {
    expect(chosen(tags, [3, 1, 3, 77])).toEqual([1, 3])
  })
})

describe("an alias", () => {
  it("is one line without space around it, and may be nothing", () => {
    expect(checkedAlias("  Mum \t at work ")).toBe("Mum at work")
    expect(checkedAlias("  ")).toBe("")
  })

  it("has at most a hundred characters", () => {
    expect(checkedAlias("🙂".repeat(100))).toBe("🙂".repeat(100))
    expect(code(() => checkedAlias("x".repeat(101)))).toBe("TOO_LARGE")
  })
})
