/** What the list of chats shows of a text that is long. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { previewOf } from "../../web/text/markdown.ts"
import { preview } from "../../worker/chat/contact.ts"

const of = (text: string): string => preview({ text })
const words = "some words and ".repeat(13) // 195 letters

describe("the beginning of a text", () => {
  it("is its first 200 letters", () => {
    expect(of("short")).toBe("short")
    expect(of("x".repeat(500))).toBe("x".repeat(200))
    expect(of(`a #1# b\n${"x".repeat(500)}`)).toHaveLength(200)
  })
  it("has a secret whole, so that it is hidden", () => {
    const text = `${words}#the code is 1234# and more`
    expect(of(text)).toBe(`${words}#the code is 1234#`)
    expect(previewOf(of(text))).toBe(`${words}••••`)
    expect(of(`${words}##the code is 1234### and more`)).toBe(`${words}##the code is 1234###`)
  })
  it("ends before a secret that is too long", () => {
    expect(of(`${words}#${"1234 ".repeat(400)}x# and more`)).toBe(words)
  })
  it("ends where it would when a mark is never closed on its line", () => {
    expect(of(`${words}# of ${"x".repeat(100)}\nand #`)).toHaveLength(200)
    expect(of(`${words}# of ${"x".repeat(2000)}`)).toHaveLength(200)
  })
  it("never shows what the whole text hides", () => {
    const letters = fc.integer({ min: 1, max: 1300 })
    const part = fc.oneof(
      fc.constantFrom(" ", "\n", "# ", "#\n", "##"),
      letters.map(n => "x".repeat(n)),
      letters.map(n => ` #${"S".repeat(n)}# `),
    )
    const texts = fc.array(part, { maxLength: 14 }).map(all => all.join(""))
    fc.assert(
      fc.property(texts, text => {
        fc.pre(!previewOf(text).includes("S"))
        expect(previewOf(of(text))).not.toContain("S")
      }),
      { numRuns: 2000 },
    )
  })
})
