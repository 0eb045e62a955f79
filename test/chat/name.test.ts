import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { isValidName, toValidName } from "../../worker/chat/name.ts"

describe("display names", () => {
  // first some of the peer's own examples (tests/ValidNames.hs)
  it.each([
    ["алиса", "алиса"],
    ["John Doe", "John Doe"],
    ["J. Doe", "J. Doe"],
    ["J ..Doe", "J ..Doe"],
    ["J .... Doe", "J ... Doe"],
    ["J . . Doe", "J . Doe"],
    ["@alice", "alice"],
    ["#alice", "alice"],
    ["'John Doe'", "John Doe"],
    ['"John Doe"', 'John Doe"'],
    ["`John Doe`", "`John Doe`"],
    [" alice ", "alice"],
    ["John  Doe", "John Doe"],
    ["alice //// bob", "alice /// bob"],
    ["alice >>= bob", "alice >>= bob"],
    ["alice@example.com", "alice@example.com"],
    [`${"0123456789".repeat(5)}extra`, "0123456789".repeat(5)],
    [`${"x".repeat(49)} extra`, "x".repeat(49)],
    // ours
    ["alice\tbob\ncath", "alice bob cath"],
    ["", ""],
    ["!!!", ""],
    ["$5", "$5"],
    ["e\u0301", "e\u0301"],
    ["\u0301e", "e"],
    ["a\u200bb", "ab"],
    ["a\u202eb", "ab"],
    ["👍".repeat(60), "👍".repeat(50)],
  ])("%j becomes %j", (text, name) => {
    expect(toValidName(text)).toBe(name)
    expect(isValidName(text)).toBe(text === name && text !== "")
  })

  it("what it makes is valid or empty, and stays as it is", () =>
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 80 }), text => {
        const name = toValidName(text)
        expect(toValidName(name)).toBe(name)
        expect([...name].length).toBeLessThanOrEqual(50)
        expect(name).not.toMatch(/['\p{C}]|^[#@\s]|\s\s|\s$|\p{P}{4}/u)
      }),
    ))
})
