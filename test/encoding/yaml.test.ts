import { describe, expect, it } from "vitest"
import { DecodeError } from "../../worker/encoding/bytes.ts"
import { parseYaml, type Yaml, yamlText } from "../../worker/encoding/yaml.ts"

const read: [string, string, Yaml][] = [
  ["nothing", "", null],
  ["comments only", "# a\n\n  # b\n", null],
  ["a scalar", "---\nabc\n", "abc"],
  ["a map", "a: 1\nb: two words\nc:\n", { a: "1", b: "two words", c: null }],
  ["a list", "- a\n-\n- c\n", ["a", null, "c"]],
  ["a list at the column of its key", "a:\n- x\n- y\nb: z\n", { a: ["x", "y"], b: "z" }],
  ["a list below its key", "a:\n    - x\nb: z\n", { a: ["x"], b: "z" }],
  ["maps in a list", "- a: 1\n  b: 2\n- a: 3\n", [{ a: "1", b: "2" }, { a: "3" }]],
  ["lists in maps in lists", "r:\n- c:\n  - 1:a:b=\n  - 2\n  s: x\n", { r: [{ c: ["1:a:b=", "2"], s: "x" }] }],
  ["quotes", "a: 'it''s'\nb: \"x\\n\\u00e9\\\"\"  # c\nc: ''\n", { a: "it's", b: 'x\né"', c: "" }],
  ["comments behind values", "a: x # y\nb: x#y\n", { a: "x", b: "x#y" }],
  ["values that begin with a dash", "a: -b\nc: --d\n", { a: "-b", c: "--d" }],
  ["nulls", "a: ~\nb: null\n", { a: null, b: null }],
  ["lines that end in CR LF", "a: 1\r\nb:\r\n- x\r\n", { a: "1", b: ["x"] }],
]

const refused: [string, string][] = [
  ["a key twice", "a: 1\na: 2\n"],
  ["flow style", "a: [1, 2]\n"],
  ["a flow map", "{a: 1}\n"],
  ["an anchor", "a: &x 1\n"],
  ["a tag", "a: !!int 1\n"],
  ["a block scalar", "a: |\n  text\n"],
  ["a tab", "a:\n\tb: 1\n"],
  ["a line out of place", "a: 1\n  b: 2\n"],
  ["a list after a map", "a: 1\n- b\n"],
  ["text over several lines", "a: b\n  c\n"],
  ["a map in a scalar", "a: b: c\n"],
  ["half a quote", "a: 'b\n"],
  ["depth", `${Array.from({ length: 20 }, (_, i) => `${"  ".repeat(i)}a:`).join("\n")}\n`],
  ["several documents", "a: 1\n---\nb: 1\n"],
]

describe("YAML", () => {
  for (const [what, text, value] of read) it(`reads ${what}`, () => expect(parseYaml(text)).toEqual(value))
  for (const [what, text] of refused) it(`refuses ${what}`, () => expect(() => parseYaml(text)).toThrow(DecodeError))

  it("has no member that an object has by itself", () => {
    const value = parseYaml("__proto__: 1\na: 2\n".replace("__proto__", "proto")) as object
    expect(Object.keys(value)).toEqual(["proto", "a"])
    expect(() => parseYaml("__proto__: 1\n")).toThrow(DecodeError)
  })

  it("quotes what would be a number, a word or a mark", () => {
    for (const plain of ["64kb", "-dJ=", "--x", "a:b:c=", "xftp://k=@host:1", "_x"]) expect(yamlText(plain)).toBe(plain)
    for (const odd of ["12", "1e5", "0x1f", "-5", "true", "null", "---x", "", "a: b", "a #b", "[x", "y", "it's"]) {
      expect(yamlText(odd)).toMatch(/^'.*'$/)
      expect(parseYaml(`a: ${yamlText(odd)}\n`)).toEqual({ a: odd })
    }
  })
})
