/** Facts from the peer's own tests (simplex-chat 6.4.5, tests/MarkdownTests.hs), then what strangers may write. */
import { readFileSync } from "node:fs"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { parseMarkdown, previewOf, type Span } from "../../web/text/markdown.ts"
import { simplexLink } from "../../web/text/simplex-link.ts"

/** A span as "kind:text"; plain text as it is. */
const brief = (span: Span): string => (span.kind === "plain" ? span.text : `${span.kind}:${span.text}`)
const briefly = (text: string) => parseMarkdown(text).map(brief)

/** Each means: the left is read as the right. */
const marked: Readonly<Record<string, readonly (readonly [text: string, ...spans: string[]])[]>> = {
  "bold text": [
    ["this is *bold formatted* text", "this is ", "bold:bold formatted", " text"],
    ["*bold formatted* text", "bold:bold formatted", " text"],
    ["   *bold* text", "   ", "bold:bold", " text"],
    ["this is *bold*   ", "this is ", "bold:bold", "   "],
    ["*bold*text", "bold:bold", "text"],
    ["this is *long _bold_ (not italic)* text", "this is ", "bold:long _bold_ (not italic)", " text"],
    ["snippet: `this is *bold text*`", "snippet: ", "code:this is *bold text*"],
    ["*this* is *unformatted text", "bold:this", " is *unformatted text"],
    ["_it_ ~gone~", "italic:it", " ", "strike:gone"],
    ["```code```", "``", "code:code", "``"],
    ["*one\ntwo*", "*one\ntwo*"],
  ],
  "secret text": [
    ["this is #black_secret# text", "this is ", "secret:black_secret", " text"],
    ["##black_secret### text", "secret:#black_secret##", " text"],
    ["##black secret### text", "secret:#black secret##", " text"],
    ["   #secret# text", "   ", "secret:secret", " text"],
    ["snippet: `this is #secret_text#`", "snippet: ", "code:this is #secret_text#"],
    ["*this* is #unformatted text", "bold:this", " is #unformatted text"],
  ],
  "coloured text": [
    ["this is !1 red color! text", "this is ", "color:red color", " text"],
    ["!1 red!   ", "color:red", "   "],
    ["!r red! !blue sea!", "color:red", " ", "color:sea"],
    ["this is !1 long *red* (not bold)! text", "this is ", "color:long *red* (not bold)", " text"],
    ["*this* is !1 unformatted text", "bold:this", " is !1 unformatted text"],
  ],
  "addresses of pages": [
    ["https://simplex.chat", "link:https://simplex.chat"],
    ["https://simplex.chat.", "link:https://simplex.chat", "."],
    ["https://simplex.chat, hello", "link:https://simplex.chat", ", hello"],
    ["this is http://simplex.chat", "this is ", "link:http://simplex.chat"],
    ["https://github.com/simplex-chat/ - SimpleX", "link:https://github.com/simplex-chat/", " - SimpleX"],
    ["https://en.m.wikipedia.org/wiki/Servo_(software)", "link:https://en.m.wikipedia.org/wiki/Servo_(software)"],
    ["example.com...", "link:example.com", "..."],
    ["www.example.com", "link:www.example.com"],
    ["x.com", "link:x.com"],
    [
      "http://simplex.chat\ntext 1\ntext 2\nhttp://app.simplex.chat",
      "link:http://simplex.chat",
      "\ntext 1\ntext 2\n",
      "link:http://app.simplex.chat",
    ],
  ],
  "named links": [
    ["For details [click here](https://example.com)", "For details ", "link:click here"],
    ["[example.com](https://example.com)", "link:example.com"],
    ["[example.com/page](https://example.com/page)", "link:example.com/page"],
    ["[Connect to me](https://smp6.simplex.im/a#lrdvu2d8A1GumSmoKb2krQmtKhWXq-tyGpHuM7aMwsw)", "simplex:Connect to me"],
  ],
  "e-mail addresses": [
    ["test chat.chat+123@simplex.chat", "test ", "email:chat.chat+123@simplex.chat"],
    ["chat@simplex.chat test", "email:chat@simplex.chat", " test"],
    ["test chat@simplex.chat...", "test ", "email:chat@simplex.chat", "..."],
    ["chat @simplex.chat", "chat ", "mention:@simplex.chat"],
    ["this is chat@ simplex.chat", "this is chat@ ", "link:simplex.chat"],
  ],
  "telephone numbers": [
    ["test 07777777777", "test ", "phone:07777777777"],
    ["test1 07777777777 test2", "test1 ", "phone:07777777777", " test2"],
    ["test 07777 777 777 test", "test ", "phone:07777 777 777", " test"],
    ["test +44 (0) 7777 777 777 test", "test ", "phone:+44 (0) 7777 777 777", " test"],
    ["test +44-7777-777-777 test", "test ", "phone:+44-7777-777-777", " test"],
    ["+44 (0) 7777.777.777 https://simplex.chat", "phone:+44 (0) 7777.777.777", " ", "link:https://simplex.chat"],
    ["*test* 07777  777  777 test", "bold:test", " 07777  777  777 test"],
  ],
  mentions: [
    ["hello @alice !", "hello ", "mention:@alice", " !"],
    ["hello @alice...", "hello ", "mention:@alice", "..."],
    ["hello @alice@example.com", "hello ", "mention:@alice@example.com"],
    ["hello @'alice jones'!", "hello ", "mention:@'alice jones'", "!"],
    ["hello @'a.j.'!", "hello ", "mention:@'a.j.'", "!"],
    ["hello @bob @'alice jones!", "hello ", "mention:@bob", " @'alice jones!"],
  ],
  commands: [
    ["/start", "command:/start"],
    ["/link 1", "command:/link 1"],
    [" /link 1", "command: /link 1"],
    ["send /help!", "send ", "command:/help", "!"],
    ["send /'filter 1.'!", "send ", "command:/'filter 1.'", "!"],
    ["send /help /'filter 1", "send ", "command:/help", " /'filter 1"],
  ],
}

const unmarked = [
  "this is * unformatted * text",
  "this is *unformatted * text",
  "this is **unformatted** text",
  "this is*unformatted* text",
  "this is *unformatted text",
  "this is # unformatted # text",
  "this is #unformatted # text",
  "this is ## unformatted ## text",
  "this is#unformatted# text",
  "this is !1 unformatted ! text",
  "this is !1  unformatted! text",
  "this is!1 unformatted! text",
  "this is !7 unformatted! text",
  "this is _https://simplex.chat",
  "this is https://",
  "example.c",
  "www.www.example.com",
  "www.example1.com",
  ".com",
  "example.academytoolong",
  "simplex:/example",
  "[https://example.com](https://another.com)",
  "[example.com/page](https://another.com/page)",
  "[Connect.to.me](https://smp6.simplex.im/a#lrdvu2d8A1GumSmoKb2krQmtKhWXq-tyGpHuM7aMwsw)",
  "[click here](example.com)",
  "[click here](https://example.com )",
  "[click here](javascript:alert)",
  "test 077777 test",
  "12345678901234567890123",
  "hello @ alice!",
  "hello @'alice jones!",
  "send / help!",
  "send /he?lp",
  "not a\nmarkdown",
  "/",
]

describe("a message", () => {
  for (const [what, cases] of Object.entries(marked))
    for (const [text, ...spans] of cases) it(`has ${what}: ${text}`, () => expect(briefly(text)).toEqual(spans))
  for (const text of unmarked) it(`is left as it is: ${text}`, () => expect(briefly(text)).toEqual([text]))

  it("shows where a link leads when its text does not say so", () => {
    const hosts = (text: string) => parseMarkdown(text).map(s => (s.kind === "link" ? [s.href, s.host] : s.text))
    expect(hosts("[my bank](https://evil.example/x)")).toEqual([["https://evil.example/x", "evil.example"]])
    expect(hosts("https://bank.example@evil.example/")).toEqual([
      ["https://bank.example@evil.example/", "evil.example"],
    ])
    expect(hosts("https://bank%2eexample.evil.example")).toEqual([
      ["https://bank.example.evil.example/", "bank.example.evil.example"],
    ])
    expect(hosts("https://Example.com/A")).toEqual([["https://example.com/A", null]])
    expect(hosts("Example.com")).toEqual([["https://example.com/", null]])
    // A browser would go to "ab" with this.
    expect(hosts("abc/d.example.com")).toEqual(["abc/d.example.com"])
  })

  it("keeps secrets out of what is shown of it elsewhere", () => {
    expect(previewOf("the *code* is #1234# !1 now!")).toBe("the code is \u2022\u2022\u2022\u2022 now")
  })

  const word = fc.constantFrom(
    ..."*_~`#! @/[]()'.+1-:\n".split(""),
    ..."https:// simplex:/ www. .com !1 ]( @' /' \u202e \ud83d \u0310 a é 😀".split(" "),
  )
  const texts = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(word, { maxLength: 60 }).map(all => all.join("")),
  )
  it("of any kind is the sum of its spans, and nothing throws", () => {
    fc.assert(
      fc.property(texts, text => {
        expect(
          parseMarkdown(text)
            .map(s => s.source)
            .join(""),
        ).toBe(text)
      }),
      { numRuns: 2000 },
    )
  })
  it("of any kind links only to safe addresses", () => {
    fc.assert(
      fc.property(texts, text => {
        for (const span of parseMarkdown(text)) {
          if ("href" in span) expect(span.href).toMatch(/^(https?:\/\/|mailto:|tel:)/)
          if (span.kind === "simplex") expect(span.to.link).toMatch(/^simplex:\/\w/)
        }
      }),
      { numRuns: 2000 },
    )
  })

  // In the square of their number these would stop the page for minutes.
  for (const part of [
    "[a](",
    "[ ",
    "[a](https://a.b/c ",
    "!1 a ",
    "*",
    "# ",
    "@'",
    "@a ",
    "/'a? ",
    "1 ",
    "+1(2) ",
    "a.",
    "a@",
    ")",
    "https://a.b/? ",
    "\n",
  ])
    it(`of a quarter of a million ${JSON.stringify(part)} is read at once`, () => {
      const text = part.repeat(250_000)
      for (const hostile of [text, `${text}!`, `${text})`, `${text}](x)`])
        expect(parseMarkdown(hostile).reduce((sum, s) => sum + s.source.length, 0)).toBe(hostile.length)
    })
})

type Vector = { readonly text: string; readonly spans: readonly (readonly [kind: string, text: string])[] }
const peers: readonly Vector[] = JSON.parse(readFileSync(new URL("../vectors/markdown.json", import.meta.url), "utf8"))
/** With their sources where the text is another, plain ones together; a line break at the end is in nobody's format. */
const spansOf = (text: string): readonly (readonly [string, string])[] => {
  const all: [string, string][] = []
  for (const span of parseMarkdown(text)) {
    const isNamed = span.kind === "link" && span.source !== span.text
    const kind = span.kind === "plain" ? "" : isNamed ? "named" : span.kind
    const words = isNamed || span.kind === "simplex" ? span.source : span.text
    const last = all.at(-1)
    if (kind === "" && last?.[0] === "") last[1] += words
    else all.push([kind, words])
  }
  return all
}
/** Where we do otherwise, and say so in the header of markdown.ts. */
const otherwise: Readonly<Record<string, Vector["spans"]>> = {
  "https://a.com:99999/": [["", "https://a.com:99999/"]],
  '"bob"@a.co': [["", '"bob"@a.co']],
  "*a**b*": [
    ["bold", "a"],
    ["bold", "b"],
  ],
  "`a``b`": [
    ["code", "a"],
    ["code", "b"],
  ],
  "/a\n": [["command", "/a\n"]],
  "simplex:/a#lrdvu2d8A1GumSmoKb2krQmtKhWXq-tyGpHuM7aMwsw": [
    ["simplex", "simplex:/a#lrdvu2d8A1GumSmoKb2krQmtKhWXq-tyGpHuM7aMwsw"],
  ],
  "https://smp6.simplex.im/a#lrdvu2d8A1GumSmoKb2krQmtKhWXq-tyGpHuM7aMwsw\u00b7(": [
    ["simplex", "https://smp6.simplex.im/a#lrdvu2d8A1GumSmoKb2krQmtKhWXq-tyGpHuM7aMwsw"],
    ["", "\u00b7("],
  ],
}

describe("what the peer makes of a message", () => {
  it(`is what we make of it, ${peers.length} times`, () => {
    for (const { text, spans } of peers)
      expect({ text, spans: spansOf(text) }).toEqual({ text, spans: otherwise[text] ?? spans })
    const texts = peers.map(v => v.text)
    expect(texts).toEqual(expect.arrayContaining(Object.keys(otherwise)))
  })
})

type Links = Record<"fullLinks" | "shortLinks", readonly { readonly link: string }[]>
const vectors: Links = JSON.parse(readFileSync(new URL("../vectors/links.json", import.meta.url), "utf8"))

describe("a SimpleX link in a message", () => {
  // Vectors with keys of other lengths are of no use to anybody.
  const whole = vectors.shortLinks.filter(v => /[#/][\w-]{43}=?(?:\?|$)/.test(v.link))
  for (const { link } of [...vectors.fullLinks, ...whole])
    it(`is seen for what it is: ${link.slice(0, 48)}…`, () => {
      const [span, ...rest] = parseMarkdown(link)
      expect([span?.kind, span?.source, rest]).toEqual(["simplex", link, []])
    })

  const id = "jQEanY3RS9AP_CxTfN8ON7oKDNkqaABxeoddBnTxVbo"
  it("says what it is for, and over which server it goes", () => {
    expect(simplexLink(`https://smp6.simplex.im/a#${id}`)).toEqual({
      kind: "contact",
      link: `simplex:/a#${id}?h=smp6.simplex.im`,
      host: "smp6.simplex.im",
      isShort: true,
    })
    expect(simplexLink(`simplex:/g#${id}?h=a.example,b.onion&p=5223`)).toMatchObject({
      kind: "group",
      host: "a.example",
    })
    expect(simplexLink(`https://b.example/c#${id}?p=5223&h=x.onion`)?.link).toBe(
      `simplex:/c#${id}?h=b.example,x.onion&p=5223`,
    )
    const group =
      "/contact#/?v=2-7&smp=smp%3A%2F%2F1234-w%3D%3D%40smp.simplex.im%3A5223%2F3456&data=%7B%22type%22%3A%22group%22%7D"
    expect(simplexLink(`https://simplex.chat${group}`)).toMatchObject({
      kind: "group",
      link: `simplex:${group}`,
      host: "smp.simplex.im",
    })
  })
  it("keeps a key that ends in punctuation, and loses a full stop", () => {
    const dashed = `simplex:/a#${id.slice(1)}-`
    expect(briefly(`${dashed} now`)).toEqual([`simplex:${dashed}`, " now"])
    expect(briefly(`Here: ${dashed}.`)).toEqual(["Here: ", `simplex:${dashed}`, "."])
  })
  it("is not seen in the address of a page with a fragment", () => {
    expect(briefly("https://example.com/a#section")).toEqual(["link:https://example.com/a#section"])
  })
})
