/** Links without trackers: the reference's own examples (tests/MarkdownTests.hs, testSanitizeUri), and rules. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { cleanLinks, sanitizeUri } from "../../web/text/clean-link.ts"

const both: readonly (readonly [string, string | null])[] = [
  ["https://example.com/page?ref=123", "https://example.com/page"],
  ["https://example.com/page?name", null],
  ["https://example.com/page?name=abc", null],
  ["https://example.com/page?name=abc&ref=123", "https://example.com/page?name=abc"],
  ["https://example.com/page?search=query", null],
  ["https://example.com/page?q=query", null],
  ["https://example.com/page?ref=123&q=query", "https://example.com/page?q=query"],
  ["https://youtube.com/watch?v=abc&t=123", null],
  ["https://www.youtube.com/watch?v=abc", null],
  ["https://www.youtube.com/watch?v=abc&t=123", null],
  ["https://www.youtube.com/watch?ref=456&v=abc&t=123", "https://www.youtube.com/watch?v=abc&t=123"],
  ["https://youtu.be/a123?si=456", "https://youtu.be/a123"],
  ["https://youtu.be/a123?t=456", null],
  ["https://youtu.be/a123?si=456&t=789", "https://youtu.be/a123?t=789"],
]

describe("a link without trackers", () => {
  it.each(both)("%s is %s in both modes", (link, clean) => {
    expect(sanitizeUri(link, true)).toBe(clean)
    expect(sanitizeUri(link, false)).toBe(clean)
  })

  it("keeps in safe mode what only looks like one", () => {
    for (const link of ["https://example.com/page/a123?source=abc", "https://example.com/page/a123?name=abc"]) {
      expect(sanitizeUri(link, true)).toBe(null)
      expect(sanitizeUri(link, false)).toBe("https://example.com/page/a123")
    }
  })

  it("keeps what a site needs, at that site only", () => {
    expect(sanitizeUri("https://github.com/a/b/pulls?author=c1", false)).toBe(null)
    expect(sanitizeUri("https://github.com.evil.org/a1/b?author=c1", false)).toBe("https://github.com.evil.org/a1/b")
    expect(sanitizeUri("https://www.youtube.com/watch?v=abc&list=PL1", true)).toBe(null)
  })

  it("keeps user, port and fragment, and knows names that are written in another way", () => {
    expect(sanitizeUri("https://a@example.com:8443/p?utm_source=x#top", true)).toBe("https://a@example.com:8443/p#top")
    expect(sanitizeUri("https://example.com/p?%75tm_source=x", true)).toBe("https://example.com/p")
    expect(sanitizeUri("https://example.com/p?%zz=x", true)).toBe(null)
  })

  it("is nothing for what is no page", () => {
    for (const text of ["mailto:a@example.com?utm=1", "https://localhost/p?utm=1", "simplex:/a#x?utm=1", "", "?utm=1"])
      expect(sanitizeUri(text, true)).toBe(null)
  })

  it("is part of what was written, and clean for good", () => {
    const name = fc.constantFrom("utm_a", "q", "name", "ref", "v", "%75tm", "", "id", "source")
    const query = fc.array(fc.tuple(name, fc.stringMatching(/^[a-z0-9%+]{0,5}$/)), { maxLength: 6 })
    fc.assert(
      fc.property(query, fc.boolean(), fc.constantFrom("page", "a1", ""), (pairs, safe, path) => {
        const link = `https://www.youtube.com/${path}?${pairs.map(([k, v]) => `${k}=${v}`).join("&")}#x`
        const clean = sanitizeUri(link, safe)
        if (clean === null) return
        expect(clean.length).toBeLessThan(link.length)
        expect(clean.startsWith(`https://www.youtube.com/${path}`)).toBe(true)
        expect(clean.endsWith("#x")).toBe(true)
        if (safe) expect(sanitizeUri(clean, true)).toBe(null)
      }),
    )
  })
})

describe("a message with clean links", () => {
  it("has no trackers in its links, and everything else as it was", () => {
    expect(cleanLinks("see https://example.com/page?utm_a=1, *please*\nand [this](https://youtu.be/a1?si=2)!")).toBe(
      "see https://example.com/page, *please*\nand [this](https://youtu.be/a1)!",
    )
    expect(cleanLinks("[https://youtu.be/a1?si=2](https://youtu.be/a1?si=2)")).toBe(
      "[https://youtu.be/a1](https://youtu.be/a1)",
    )
    expect(cleanLinks("`https://example.com/?utm_a=1`")).toBe("`https://example.com/?utm_a=1`")
  })

  it("is untouched without links, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), text => {
        fc.pre(!text.includes("?"))
        expect(cleanLinks(text)).toBe(text)
      }),
    )
  })
})
