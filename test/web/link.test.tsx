import { readFileSync } from "node:fs"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { findLink, formsOf, linkIn } from "../../web/state/link.ts"

type Links = Record<"fullLinks" | "shortLinks", readonly { readonly link: string }[]>
const vectors: Links = JSON.parse(readFileSync(new URL("../vectors/links.json", import.meta.url), "utf8"))

const origin = "https://chat.example.org"
const ids = "ISikfuPTcSGjT7SvVeDWz3IXaDgxT7J1/jQEanY3RS9AP_CxTfN8ON7oKDNkqaABxeoddBnTxVbo"

describe("a link in the address bar", () => {
  for (const { link } of [...vectors.fullLinks, ...vectors.shortLinks].filter(v => v.link.startsWith("simplex:/")))
    it(`is read whole: ${link.slice(0, 40)}…`, () => {
      const url = new URL(`${origin}${link.slice("simplex:".length)}`)
      // The slash that some apps put before the "#" means nothing.
      expect(linkIn(url.pathname, url.hash)).toBe(link.replace(/^(simplex:\/\w+)\/#/, "$1#"))
    })

  it("is read below the root as a whole link, of either form", () => {
    for (const link of [`simplex:/i#${ids}`, `SimpleX:/i#${ids}`, `https://smp8.example.org/i#${ids}`])
      expect(linkIn("/", `#${link}`)).toBe(link)
  })

  it("is one that is damaged, not an ordinary address, when what was behind the # got lost", () => {
    for (const hash of ["", "#"]) expect(linkIn("/i", hash)).toBe("simplex:/i#")
    expect(linkIn("/contact/", "")).toBe("simplex:/contact#")
  })

  for (const [path, hash] of [
    ["/", ""],
    ["/", "#about"],
    ["/index.html", "#x"],
    ["/i/other", "#x"],
    ["/ii", "#x"],
  ] as const)
    it(`is not seen in ${path}${hash}`, () => expect(linkIn(path, hash)).toBe(null))
})

describe("a pasted text", () => {
  it("gives the link inside a sentence", () => {
    expect(findLink(`Let us talk: (https://smp8.example.org/i#${ids}?c=abc).`, origin)).toBe(
      `https://smp8.example.org/i#${ids}?c=abc`,
    )
  })
  it("keeps the padding at the end of a full link", () => {
    const link = vectors.fullLinks[0]?.link ?? ""
    expect(findLink(` <${link}>\n`, origin)).toBe(link)
  })
  // in the square of their number these would stop the page for minutes
  it("with half a million final characters in the middle of a link is read at once", () => {
    const link = `simplex:/${")".repeat(500_000)}x`
    expect(findLink(`${link}!`, origin)).toBe(link)
  })
  it("turns links to this page into app form", () => {
    expect(findLink(`${origin}/i#${ids}?h=smp8.example.org`, origin)).toBe(`simplex:/i#${ids}?h=smp8.example.org`)
  })
  it("leaves links of other sites alone", () => {
    expect(findLink(`https://chat.example.org.evil.net/i#${ids}`, origin)).toBe(
      `https://chat.example.org.evil.net/i#${ids}`,
    )
  })
  it("without a link comes back trimmed", () => expect(findLink("  hello \n", origin)).toBe("hello"))
  it("of any kind never throws", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), text => typeof findLink(text, origin) === "string"))
  })
})

describe("our own links", () => {
  it("come as page, app, web and full form", () => {
    const full = vectors.fullLinks[0]?.link ?? ""
    const made = formsOf({ short: `simplex:/i#${ids}?h=smp8.example.org`, full }, origin)
    expect(made).toEqual([
      { form: "page", link: `${origin}/i#${ids}?h=smp8.example.org` },
      { form: "app", link: `simplex:/i#${ids}?h=smp8.example.org` },
      { form: "web", link: full.replace("simplex:/", "https://simplex.chat/") },
      { form: "full", link: full },
    ])
  })

  it("without a short form carry everything in the page form", () => {
    const full = vectors.fullLinks[0]?.link ?? ""
    const made = formsOf({ full }, origin)
    expect(made.map(f => f.form)).toEqual(["page", "web", "full"])
    const url = new URL(made[0]?.link ?? "")
    expect(linkIn(url.pathname, url.hash)).toBe(full)
  })
})
