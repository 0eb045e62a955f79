/**
 * The markup of the SimpleX apps: a message becomes spans of text, never HTML.
 *
 *   *bold* _italic_ ~strike~ `code` #secret# !1 red! (colours by digit or English name), @name, /command,
 *   [text](https://...), addresses of pages, e-mail addresses, telephone numbers, SimpleX links
 *
 * Marks do not nest, begin after a space or another span, and end on their line.
 *
 * Peer:  Simplex.Chat.Markdown, parseMaybeMarkdownList.
 * Note:  the sources of all spans joined are the message, also where the peer writes a colour in another way.
 * Note:  a link at the end of a sentence keeps its kind without the full stop; the peer reads SimpleX links with it, and
 *        so loses them. Quoted local parts and number domains of e-mail addresses are left as text.
 * Note:  two bold words without a space between them are two spans; the peer makes them one. A port that no server can have
 *        makes no link.
 * Note:  "sub.example.com" is a link only if that is the host that a browser would go to (the peer takes "a/b.example.com").
 * Trust: every character is chosen by the contact. Never throws, and takes time in proportion to the length.
 */
import { type SimplexLink, simplexLink } from "./simplex-link.ts"

export type Color = "red" | "green" | "blue" | "yellow" | "cyan" | "magenta"

export type Span = {
  /** What is shown. */
  readonly text: string
  /** What was written. */
  readonly source: string
} & (
  | { readonly kind: "plain" | "bold" | "italic" | "strike" | "code" | "secret" | "mention" | "command" }
  | { readonly kind: "color"; readonly color: Color }
  /** `host` is where `href` leads when `text` does not say so itself. */
  | { readonly kind: "link"; readonly href: string; readonly host: string | null }
  | { readonly kind: "email" | "phone"; readonly href: string }
  /** `named`: the text is the writer's, not the link. */
  | { readonly kind: "simplex"; readonly to: SimplexLink; readonly named: boolean }
)

/** A line, and where in it the next of a character is. Remembers the last answer for each: nothing is looked for twice. */
type Line = { readonly text: string; next(char: string, from: number): number }

const lineOf = (text: string): Line => {
  const found = new Map<string, number>()
  const next = (char: string, from: number) => {
    const known = found.get(char)
    if (known !== undefined && (known === -1 || known >= from)) return known
    const at = text.indexOf(char, from)
    found.set(char, at)
    return at
  }
  return { text, next }
}

const plain = (source: string): Span => ({ kind: "plain", text: source, source })

/** `text` without the run of such characters at its end, and that run. */
const splitEnd = (text: string, isEnd: (char: string) => boolean): readonly [string, string] => {
  let end = text.length
  while (end > 0) {
    const low = text.charCodeAt(end - 1)
    const start = low >= 0xdc00 && low < 0xe000 && end > 1 ? end - 2 : end - 1
    if (!isEnd(text.slice(start, end))) break
    end = start
  }
  return [text.slice(0, end), text.slice(end)]
}

const isPunctuation = (char: string) => /^\p{P}$/u.test(char)
const isFinal = (char: string) => char !== "/" && char !== ")" && isPunctuation(char)
const withEnd = (span: Span, end: string): readonly Span[] => (end === "" ? [span] : [span, plain(end)])

/** Something stands between the marks, and touches both. */
const isTight = (inner: string) => inner !== "" && !inner.startsWith(" ") && !inner.endsWith(" ")

type Reader = (line: Line, at: number) => readonly Span[] | null

/** Without a second mark all that follows is text. */
const marked =
  (mark: string, kind: "bold" | "italic" | "strike" | "code"): Reader =>
  ({ text, next }, at) => {
    const end = next(mark, at + 1)
    if (end < 0) return [plain(text.slice(at))]
    const inner = text.slice(at + 1, end)
    const source = text.slice(at, end + 1)
    return [isTight(inner) ? { kind, text: inner, source } : plain(source)]
  }

const runEnd = (text: string, char: string, from: number) => {
  let end = from
  while (text[end] === char) end++
  return end
}

/** Of several marks on a side, all but one belong to the secret. */
const secret: Reader = ({ text, next }, at) => {
  const start = runEnd(text, "#", at + 1)
  const stop = next("#", start)
  if (stop < 0) return [plain(text.slice(at))]
  const end = runEnd(text, "#", stop)
  const source = text.slice(at, end)
  return [isTight(text.slice(start, stop)) ? { kind: "secret", text: source.slice(1, -1), source } : plain(source)]
}

const colors: Readonly<Record<string, Color>> = {
  r: "red",
  1: "red",
  g: "green",
  2: "green",
  b: "blue",
  3: "blue",
  y: "yellow",
  4: "yellow",
  c: "cyan",
  5: "cyan",
  m: "magenta",
  6: "magenta",
}
const colorMark = /!(?:r(?:ed)?|g(?:reen)?|b(?:lue)?|y(?:ellow)?|c(?:yan)?|m(?:agenta)?|[1-6])\s(?=[^ !])/y

const colored: Reader = ({ text, next }, at) => {
  colorMark.lastIndex = at
  const start = at + (colorMark.exec(text)?.[0].length ?? 0)
  const color = colors[text[at + 1] ?? ""]
  const end = start > at ? next("!", start) : -1
  if (end < 0 || !color || text[end - 1] === " ") return null
  return [{ kind: "color", color, text: text.slice(start, end), source: text.slice(at, end + 1) }]
}

/** The character itself and the quote that may follow it are part of what is shown. */
const prefixed =
  (kind: "mention" | "command"): Reader =>
  ({ text, next }, at) => {
    const isQuoted = text[at + 1] === "'"
    const start = isQuoted ? at + 2 : at + 1
    const first = text[start] ?? " "
    if (first <= " " || first === "#" || first === "@" || first === "'") return null
    if (isQuoted) {
      const end = next("'", start)
      if (end < 0 || !isName(kind, text.slice(start, end))) return null
      const source = text.slice(at, end + 1)
      return [{ kind, text: source, source }]
    }
    const word = wordAt(text, start)
    const [name, end] = splitEnd(word, isPunctuation)
    if (!isName(kind, name)) return kind === "command" ? null : [plain(text[at] + word)]
    return withEnd({ kind, text: text[at] + name, source: text[at] + name }, end)
  }

const wordAt = (text: string, at: number) => {
  const space = /\s/g
  space.lastIndex = at
  return text.slice(at, space.exec(text)?.index)
}

const isName = (kind: "mention" | "command", name: string) =>
  kind === "mention" ? name !== "" : /^\s*[\p{L}\d_]+(?:\s|$)/u.test(name)

/** Characters of an address as they may stand in it (RFC 3986); what cannot be seen has no place in a query either. */
const pageAddress =
  /^https?:\/\/(?:[\w.~!$&'()*+,;=:%-]*@)?[\w~!$&'()*+,;=%-]*\.[\w.~!$&'()*+,;=%-]*(?::\d+)?(?:\/[\w.~!$&'()*+,;=:@%/-]*)?(?:\?[^\s#\p{C}]*)?(?:#[\w.~!$&'()*+,;=:@%/?-]*)?$/u

const urlOf = (address: string): URL | null => {
  try {
    return pageAddress.test(address) ? new URL(address) : null
  } catch {
    return null
  }
}

/** A page by its address. Where a browser goes and what stands there can differ: then the host is told. */
const pageLink = (text: string): Span | null => {
  const url = urlOf(text)
  if (!url) return null
  const isPlain = text.toLowerCase().startsWith(`${url.protocol}//${url.host}`) && url.username === ""
  return { kind: "link", text, source: text, href: url.href, host: isPlain ? null : url.host }
}

/** A link under a text. The text must not look like another link: punctuation is allowed in the link's own address only. */
const namedLink: Reader = ({ text, next }, at) => {
  const middle = next("]", at + 1)
  if (middle <= at + 1 || text[middle + 1] !== "(") return null
  const end = next(")", middle + 2)
  if (end <= middle + 2) return null
  const label = text.slice(at + 1, middle)
  const target = text.slice(middle + 2, end)
  const isLoud = /(?![-_])\p{P}/u.test(label)
  if (isLoud && label !== target && `https://${label}` !== target) return null
  const source = text.slice(at, end + 1)
  const to = simplexLink(target)
  if (to) return to.isShort ? [{ kind: "simplex", text: label, source, to, named: true }] : null
  const url = urlOf(target)
  return url && [{ kind: "link", text: label, source, href: url.href, host: url.host }]
}

/** More digits than any number has; a longer run is looked at no further. */
const phoneWindow = 64
const phoneNumber = /^(?:\+\d+)?(?:[ .-]?\(\d+\))?(?:[ .-]?\d+)*/

const phone: Reader = ({ text }, at) => {
  const source = phoneNumber.exec(text.slice(at, at + phoneWindow))?.[0] ?? ""
  if (source.length < 7 || source.length > 22) return null
  return [{ kind: "phone", text: source, source, href: `tel:${source.replace(/[^+\d]/g, "")}` }]
}

const hasDomainShape = (text: string) => /^(?:[^.]{3,8}\.)?[a-z]{1,24}\.[a-z]{2,8}$/i.test(text)

const domainLink = (text: string): Span | null => {
  if (!hasDomainShape(text)) return null
  const url = urlOf(`https://${text}`)
  if (url?.host !== text.toLowerCase()) return null
  return { kind: "link", text, source: text, href: url.href, host: null }
}

const emailAddress =
  /^([\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*)@([a-z\d](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)*)$/i

const emailLink = (text: string): Span | null => {
  if (text.length > 320) return null
  const [, local = "", domain = ""] = emailAddress.exec(text) ?? []
  if (local === "" || local.length > 64 || domain.length > 253) return null
  return { kind: "email", text, source: text, href: `mailto:${encodeURIComponent(local)}@${domain}` }
}

const isLink = (text: string) => /^(?:https?:\/\/|simplex:\/)/.test(text)

/** A SimpleX link with as much of the final punctuation as can be part of a key: "-" and "_". */
const linkWord = (word: string, start: string, end: string): readonly Span[] => {
  const [text, rest] = splitEnd(word, char => isFinal(char) && char !== "-" && char !== "_")
  const to = simplexLink(text)
  if (to) return withEnd({ kind: "simplex", text, source: text, to, named: false }, rest)
  const page = pageLink(start)
  return page ? withEnd(page, end) : [plain(word)]
}

const word = ({ text, next }: Line, at: number): readonly Span[] => {
  const space = next(" ", at)
  const all = text.slice(at, space < 0 ? undefined : space)
  const [start, end] = splitEnd(all, isFinal)
  if (start.length >= 10 && isLink(start)) return linkWord(all, start, end)
  const span = domainLink(start) ?? emailLink(start)
  return span ? withEnd(span, end) : [plain(all)]
}

const spaces: Reader = ({ text }, at) => [plain(text.slice(at, runEnd(text, " ", at)))]

const readers: Readonly<Record<string, Reader>> = {
  " ": spaces,
  "*": marked("*", "bold"),
  _: marked("_", "italic"),
  "~": marked("~", "strike"),
  "`": marked("`", "code"),
  "#": secret,
  "!": colored,
  "@": prefixed("mention"),
  "/": prefixed("command"),
  "[": namedLink,
  "+": phone,
}

const readerOf = (char: string): Reader | undefined => (char >= "0" && char <= "9" ? phone : readers[char])

/** Adds to a run of plain text rather than beginning another. */
const push = (spans: Span[], span: Span) => {
  const last = spans.at(-1)
  if (span.kind === "plain" && last?.kind === "plain") spans[spans.length - 1] = plain(last.text + span.text)
  else if (span.source !== "") spans.push(span)
}

const addLine = (spans: Span[], text: string) => {
  const line = lineOf(text)
  let at = 0
  while (at < text.length)
    for (const span of readerOf(text.charAt(at))?.(line, at) ?? word(line, at)) {
      push(spans, span)
      at += span.source.length
    }
}

/** The spans of a message, in order. */
export const parseMarkdown = (text: string): readonly Span[] => {
  // A message that is one line and begins with a slash is for a bot, all of it.
  if (/^ *\/[^\n]+\n?$/.test(text)) return [{ kind: "command", text, source: text }]
  const spans: Span[] = []
  for (const [i, line] of text.split("\n").entries()) {
    if (i > 0) push(spans, plain("\n"))
    addLine(spans, line)
  }
  return spans
}

/** What a secret looks like before it is revealed, where it cannot be. */
const hidden = "\u2022\u2022\u2022\u2022"

/** The message as one text without marks and without what its writer hid: for lists, quotes and notices. */
export const previewOf = (text: string): string =>
  parseMarkdown(text)
    .map(span => (span.kind === "secret" ? hidden : span.text))
    .join("")
