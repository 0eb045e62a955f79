import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { fileName, initial, plainLine, plainName, plainText, savedName } from "../../web/parts/plain.ts"

describe("a name", () => {
  for (const [what, name, shown] of [
    ["stays as it is", "Zoë O’Brien", "Zoë O’Brien"],
    ["stays in Arabic", "سارة", "سارة"],
    ["keeps joined emoji", "Ana 👩‍👩‍👧", "Ana 👩‍👩‍👧"],
    ["loses turned writing", "evil\u202egnp.exe", "evilgnp.exe"],
    ["loses isolates and marks", "\u2066a\u2069\u200eb\u061cc", "abc"],
    ["loses line breaks", "Alice\nServer:\r\nhacked", "Alice Server: hacked"],
    ["loses control characters", "A\u0000l\u001b[31mice", "A l [31mice"],
    ["loses hidden tags", "Bob\u{e0041}\u{e0042}", "Bob"],
    ["has something instead of nothing", " \u200b\u2060\u00ad", "Unnamed"],
    ["has something instead of blank letters", "\u3164\u115f\u2800", "Unnamed"],
    ["does not climb", `Z${"\u0310".repeat(40)}x`, `Z${"\u0310".repeat(4)}x`],
    ["stays markup as text", "<b>Al</b>&amp;", "<b>Al</b>&amp;"],
  ] as const)
    it(what, () => expect(plainName(name, "Unnamed")).toBe(shown))

  it("is cut when it is endless", () => {
    expect([...plainName("🦉".repeat(5000), "")].length).toBe(121)
  })

  it("is one line without anything that turns it, whatever comes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), name => {
        const shown = plainName(name, "Unnamed")
        expect(shown).not.toBe("")
        expect(shown).not.toMatch(/[\n\r\u2028\u2029\u202a-\u202e\u2066-\u2069\u200e\u200f]/u)
        expect([...shown].length).toBeLessThanOrEqual(121)
      }),
    )
  })
})

describe("a name to save under", () => {
  for (const [given, saved] of [
    ["plan.pdf", "plan.pdf"],
    ["../../../etc/passwd", "passwd"],
    ["C:\\Windows\\system32\\evil.exe", "evil.exe"],
    ["..", "File"],
    [".bashrc", "bashrc"],
    ["a/", "File"],
    ["what?.txt:stream", "what_.txt_stream"],
    ["evil\u202egnp.exe", "evilgnp.exe"],
    ["x\u0000y.txt", "x y.txt"],
    ["trailing. ", "trailing"],
  ] as const)
    it(`of ${JSON.stringify(given)} is ${saved}`, () => expect(savedName(given, "File")).toBe(saved))
})

describe("a message", () => {
  it("keeps its lines and tabs", () => expect(plainText("a\r\nb\rc\n\td")).toBe("a\nb\nc\n\td"))
  it("shows control characters", () => expect(plainText("a\u0000b\u0007\u009b")).toBe("a\ufffdb\ufffd\ufffd"))
  it("keeps direction marks, which belong to the writing", () => expect(plainText("a\u200fb")).toBe("a\u200fb"))
  it("is one line in the list", () => expect(plainLine("one\ntwo\n\nthree")).toBe("one two three"))
})

describe("the letter of an avatar", () => {
  for (const [name, letter] of [
    ["alice", "A"],
    ["  (bob)", "B"],
    ["سارة", "س"],
    ["🦉 owl", "🦉"],
    ["…", "·"],
  ] as const)
    it(`of ${name}`, () => expect(initial(name)).toBe(letter))
})

describe("the name of a file", () => {
  for (const [what, name, shown] of [
    ["stays as it is", "Jahresbericht 2026.pdf", "Jahresbericht 2026.pdf"],
    ["loses the path that it claims", "../../etc/cron.d/job", "job"],
    ["loses a path of another system", "C:\\Windows\\system32\\evil.dll", "evil.dll"],
    ["loses turned writing, which would hide what it is", "invoice\u202efdp.exe", "invoicefdp.exe"],
    ["is not the folder above", "..", "File"],
    ["is something when there is nothing", "folder/", "File"],
    ["stays one line", "a\nb.txt", "a b.txt"],
  ] as const)
    it(what, () => expect(fileName(name, "File")).toBe(shown))

  it("keeps its ending when it is cut", () => {
    const shown = fileName(`${"holiday ".repeat(50)}.pdf.exe`, "File")
    expect([...shown].length).toBeLessThanOrEqual(121)
    expect(shown).toMatch(/….exe$/)
  })

  it("is one line without anything that turns it or leads elsewhere, whatever comes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), name => {
        expect(fileName(name, "File")).not.toMatch(/[\n\r\u2028\u2029\u202a-\u202e\u2066-\u2069\u200e\u200f/\\]/u)
      }),
    )
  })
})
