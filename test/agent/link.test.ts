import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { classify, restore, shorten, writePageLink } from "../../worker/agent/classify.ts"
import {
  type ConnectionLink,
  connectionRequest,
  type FullLink,
  parseLink,
  type ShortLink,
  shortLink,
  writeLink,
} from "../../worker/agent/link.ts"
import { presetServers } from "../../worker/agent/presets.ts"
import { toSpki } from "../../worker/crypto/keys.ts"
import { DecodeError, fromHex, hex } from "../../worker/encoding/bytes.ts"
import { decode, encode } from "../../worker/encoding/codec.ts"
import { parseServerAddress } from "../../worker/encoding/server.ts"
import { vectors } from "../crypto/vectors.ts"
import {
  anyQueueUri,
  bytes,
  type QueueWords,
  type ServerWords,
  serverOfWords,
  serverWords,
  uriOfWords,
  uriWords,
} from "../support/words.ts"

type FullWords = {
  mode: string
  agentVersions: { min: number; max: number }
  queues: QueueWords[]
  clientData: string | null
  e2e?: { versions: { min: number; max: number }; key1_der: string; key2_der: string; kem: unknown }
}
type ShortWords = {
  mode: string
  contactType?: string
  scheme: string
  server: ServerWords
  linkId?: string
  linkKey: string
}
type FullVector = { link: string; parsed: FullWords; canonical: string; connReq_smp: string }
type ShortVector = { link: string; parsed: ShortWords; canonical: string; shortLink_smp: string }
type Links = {
  fullLinks: FullVector[]
  shortLinks: ShortVector[]
  invalid: { link: string; reason: string }[]
  laxInput: { link: string; note: string; canonical?: string }[]
  shortenRestore: { presetServers: string[]; vectors: { link: string; shortened: string; restored: string }[] }
}
const links: Links = vectors("links")

const full = (text: string): FullLink => {
  const link = parseLink(text)
  if (link.form !== "full") throw new Error("not a full link")
  return link
}

const short = (text: string): ShortLink => {
  const link = parseLink(text)
  if (link.form !== "short") throw new Error("not a short link")
  return link
}

/** The peer writes IPv6 hosts without brackets, and then cannot read a port behind them; we write them. */
const withoutBrackets = (text: string) => text.replace(/%5B|%5D|\[|\]/g, "")

const fullWords = (link: FullLink) => ({
  mode: link.mode,
  versions: link.versions,
  queues: link.queues.map(uriWords),
  clientData: link.clientData,
  e2e: link.mode === "invitation" && {
    versions: link.e2e.versions,
    keys: [link.e2e.key1, link.e2e.key2].map(k => hex(toSpki(k))),
    hasKem: link.e2e.kemKey !== null,
  },
})

const fullOfWords = (w: FullWords) => ({
  mode: w.mode,
  versions: w.agentVersions,
  queues: w.queues.map(uriOfWords),
  clientData: w.clientData,
  e2e: w.e2e !== undefined && {
    versions: w.e2e.versions,
    keys: [w.e2e.key1_der, w.e2e.key2_der],
    hasKem: w.e2e.kem !== null,
  },
})

describe("full links, made by the peer", () => {
  it("has vectors", () => expect(links.fullLinks.length).toBe(53))

  it.each(links.fullLinks.map((v, i) => [i, v] as const))("%i reads and is written canonically", (_, v) => {
    const link = full(v.link)
    expect(fullWords(link)).toEqual(fullOfWords(v.parsed))
    expect(withoutBrackets(writeLink(link))).toBe(v.canonical)
    expect(parseLink(writeLink(link))).toEqual(link)
  })

  it.each(links.fullLinks.map((v, i) => [i, v] as const))("%i in binary", (_, v) => {
    const link = full(v.link)
    expect(hex(encode(connectionRequest, link))).toBe(v.connReq_smp)
    // modes of old client versions are not on the wire; none reads as contact
    const modes = link.queues.map(q => (q.mode === "messaging" && q.versions.max >= 3 ? q.mode : "contact"))
    const queues = link.queues.map((q, i) => ({ ...q, mode: modes[i] }))
    expect(decode(connectionRequest, fromHex(v.connReq_smp))).toEqual({ ...link, queues })
  })
})

const shortWords = (link: ShortLink) => ({
  mode: link.mode,
  type: link.mode === "contact" ? link.type : undefined,
  scheme: link.scheme,
  server: serverWords(link.server),
  linkId: link.mode === "invitation" ? hex(link.linkId) : undefined,
  linkKey: hex(link.linkKey),
})

const shortOfWords = (w: ShortWords) => ({
  mode: w.mode,
  type: w.contactType?.replace(/ \(.*/, ""),
  scheme: w.scheme === "simplex:" ? "simplex" : "https",
  server: serverOfWords(w.server),
  linkId: w.linkId,
  linkKey: w.linkKey,
})

describe("short links, made by the peer", () => {
  it("has vectors", () => expect(links.shortLinks.length).toBe(45))

  it.each(links.shortLinks)("$link", v => {
    const link = short(v.link)
    expect(shortWords(link)).toEqual(shortOfWords(v.parsed))
    expect(withoutBrackets(writeLink(link))).toBe(v.canonical)
    expect(hex(encode(shortLink, link))).toBe(v.shortLink_smp)
    expect(decode(shortLink, fromHex(v.shortLink_smp))).toEqual({ ...link, scheme: "https" })
  })
})

describe("refused by the peer", () => {
  it("has vectors", () => expect(links.invalid.length).toBe(48))
  it.each(links.invalid)("$reason", v => expect(() => parseLink(v.link)).toThrow(DecodeError))

  it.each(links.laxInput)("or read in a strange way: $note", v => {
    // the peer wraps this port modulo 65536
    if (v.canonical === undefined || v.link.endsWith("p=70001")) expect(() => parseLink(v.link)).toThrow(DecodeError)
    else expect(writeLink(parseLink(v.link))).toBe(v.canonical)
  })
})

describe("servers that every client knows", () => {
  const presets = links.shortenRestore.presetServers.map(a => parseServerAddress(a, "smp").server)

  it.each(links.shortenRestore.vectors)("$link", v => {
    const link = short(v.link)
    expect(writeLink(shorten(link, presets))).toBe(v.shortened)
    expect(writeLink(restore(short(v.shortened), presets))).toBe(v.restored)
  })

  it("are 21, all with fingerprint and onion host", () => {
    expect(presetServers.length).toBe(21)
    for (const s of presetServers) expect([s.hosts.length, s.keyHash.length, s.port]).toEqual([2, 32, null])
    expect(new Set(presetServers.flatMap(s => s.hosts)).size).toBe(42)
  })

  it("a preset host with another fingerprint is neither shortened nor restored", () => {
    const link = short(`https://smp8.simplex.im/a#${"A".repeat(43)}?c=${"B".repeat(42)}A`)
    expect(shorten(link)).toEqual(link)
    expect(restore(link)).toEqual(link)
  })
})

const key = "jQEanY3RS9AP_CxTfN8ON7oKDNkqaABxeoddBnTxVbo"
const id = "ISikfuPTcSGjT7SvVeDWz3IXaDgxT7J1"
const hash = "EEolDlPRWiYYGkyCfJvB_n5fi9urSJjcVd5W6HPBhSA"
const invitation = `${id}/${key}?h=localhost&p=5223&c=${hash}`
const canonical = `simplex:/i#${invitation}`
const fullInvitation = links.fullLinks[0]?.link ?? ""
const rest = fullInvitation.slice("simplex:".length)
const origin = "http://localhost:8080"

describe("classify", () => {
  const found: Record<string, [text: string, kind: string, canonicalText: string]> = {
    "a bare short link": [canonical, "invitation", canonical],
    "white space around": [`\n  ${canonical} \t`, "invitation", canonical],
    "text around": [`Hi! Use ${canonical}, it works once.`, "invitation", canonical],
    "angle brackets": [`<${canonical}>`, "invitation", canonical],
    "a sentence that ends": [`(see ${canonical}).`, "invitation", canonical],
    markdown: [`[link](${canonical})`, "invitation", canonical],
    "lines broken by a mail program": [
      `${fullInvitation.slice(0, 70)}\n${fullInvitation.slice(70)}`,
      "invitation",
      fullInvitation,
    ],
    "capital scheme, as telephones write": [`S${canonical.slice(1)}`, "invitation", canonical],
    "two slashes": [canonical.replace("simplex:/", "simplex://"), "invitation", canonical],
    "a full link": [fullInvitation, "invitation", fullInvitation],
    "a full link to the web site": [`https://simplex.chat${rest}`, "invitation", fullInvitation],
    "a full link by http": [`http://simplex.chat${rest}`, "invitation", fullInvitation],
    "a full link to our page": [origin + rest, "invitation", fullInvitation],
    "a short link to our page": [`${origin}/i#${invitation}`, "invitation", canonical],
    "a short link to the same page under another name": [
      `http://127.0.0.1:8080/i#${invitation}`,
      "invitation",
      canonical,
    ],
    "the second link when the first is none": [`https://example.com/ ${canonical}`, "invitation", canonical],
    "an address": [`simplex:/a#${key}?h=localhost&c=${hash}`, "contact", `simplex:/a#${key}?h=localhost&c=${hash}`],
    "a group": [`https://localhost/g#${key}?c=${hash}`, "group", `https://localhost/g#${key}?c=${hash}`],
    "a channel": [`https://localhost/C#${key}?c=${hash}`, "channel", `https://localhost/c#${key}?c=${hash}`],
    "a relay": [`https://localhost/r#${key}?c=${hash}`, "relay", `https://localhost/r#${key}?c=${hash}`],
    "a file": ["https://simplex.chat/file#/?desc=abc", "file", "simplex:/file#/?desc=abc"],
  }
  it.each(Object.entries(found))("finds %s", (_, [text, kind, canonicalText]) => {
    const { kind: found, text: written } = classify(text, origin)
    expect([found, written]).toEqual([kind, canonicalText])
  })

  it("every full link of the peer, and groups by their data", () => {
    for (const v of links.fullLinks) {
      const isGroup = v.parsed.clientData?.includes('"group"') ?? false
      const kind = v.parsed.mode === "invitation" ? "invitation" : isGroup ? "group" : "contact"
      expect(classify(v.link)).toMatchObject({ kind, link: parseLink(v.link) })
    }
  })

  it("completes preset servers", () => {
    const { link } = classify(`https://smp8.simplex.im/a#${key}`)
    expect(link).toMatchObject({ server: presetServers.find(s => s.hosts[0] === "smp8.simplex.im") })
  })

  it("our own https origin is a page, elsewhere the first host is the server", () => {
    const text = `https://chat.example/i#${invitation}`
    expect(classify(text, "https://chat.example").text).toBe(canonical)
    expect(classify(text).link).toMatchObject({ server: { hosts: ["chat.example", "localhost"] } })
  })

  it("links to the page read back", () => {
    for (const text of [canonical, fullInvitation]) {
      const { link } = classify(text)
      const page = writePageLink(link as ConnectionLink, origin)
      expect(page.startsWith(`${origin}/i`)).toBe(true)
      expect(classify(page, origin).link).toEqual(link)
    }
  })

  const refused = {
    nothing: "",
    "no link": "hello",
    "another site": "https://example.com/invitation",
    "a cut short link": canonical.replace(/\/jQ[^?]*/, "/jQEanY3RS9AP"),
    "a short link with a cut id": canonical.replace(id, id.slice(0, 20)),
    "a cut fingerprint": canonical.slice(0, -8),
    "a server that is not preset and not identified": `https://example.com/a#${key}`,
    "a page link without server": `${origin}/i#${id}/${key}`,
    "a cut full link": fullInvitation.slice(0, -20),
    javascript: "javascript:alert(1)//simplex:/i#",
  }
  it.each(Object.entries(refused))("refuses %s", (_, text) => expect(() => classify(text, origin)).toThrow(DecodeError))

  // in the square of their number these would take minutes
  it("half a million final characters in the middle of a link", () =>
    expect(() => classify(`simplex:/${")".repeat(500_000)}x`)).toThrow(DecodeError))
})

describe("links that have no binary form, in which they are stored, are refused", () => {
  const parts = /^(.*[?&]smp=)([^&]*)(.*)$/.exec(fullInvitation) ?? []
  const [, before = "", queue = "", after = ""] = parts
  const withQueue = (text: string) => `${before}${text}${after}`
  const short = (more: string) => `simplex:/a#${key}?h=localhost${more}`
  const tooLarge: Record<string, string> = {
    "256 queues": withQueue(Array(256).fill(queue).join("%3B")),
    "a queue id of 258 bytes": withQueue(queue.replace(/(?<!%2F)%2F[\w-]+%23/, `%2F${"A".repeat(344)}%23`)),
    "65536 bytes of data": `${fullInvitation}&data=${"%C3%A9".repeat(32768)}`,
    "a link key of 258 bytes": short("").replace(key, "A".repeat(344)),
    "a key hash of 258 bytes": short(`&c=${"A".repeat(344)}`),
    "256 hosts": short(`,${Array(255).fill("a").join(",")}`),
    "a host of 262 bytes": short(`,${"a".repeat(256)}.onion`),
  }
  it.each(Object.entries(tooLarge))("%s", (_, text) => expect(() => parseLink(text)).toThrow(DecodeError))

  it("one less has one", () => {
    const most = parseLink(withQueue(Array(255).fill(queue).join("%3B"))) as FullLink
    expect(decode(connectionRequest, encode(connectionRequest, most)).queues.length).toBe(255)
    const id = parseLink(withQueue(queue.replace(/(?<!%2F)%2F[\w-]+%23/, `%2F${"A".repeat(340)}%23`))) as FullLink
    expect(decode(connectionRequest, encode(connectionRequest, id)).queues[0]?.senderId.length).toBe(255)
    const data = parseLink(`${fullInvitation}&data=${"%C3%A9".repeat(32767)}`) as FullLink
    expect(encode(connectionRequest, data).length).toBeGreaterThan(65534)
  })
})

describe("properties", () => {
  const versions = fc.integer({ min: 2, max: 7 }).map(max => ({ min: 2, max }))
  const data = { form: fc.constant("full" as const), versions, clientData: fc.option(fc.string({ unit: "grapheme" })) }
  const contact = fc.record({
    ...data,
    mode: fc.constant("contact" as const),
    queues: fc.array(anyQueueUri, { minLength: 1, maxLength: 3 }),
  })

  it("contact links read back from text and binary", () =>
    fc.assert(
      fc.property(contact, link => {
        expect(parseLink(writeLink(link))).toEqual(link)
        const back = decode(connectionRequest, encode(connectionRequest, link))
        expect({ ...back, queues: link.queues }).toEqual(link)
      }),
    ))

  const shortContact = fc.record({
    form: fc.constant("short" as const),
    mode: fc.constant("contact" as const),
    scheme: fc.constantFrom("simplex", "https"),
    type: fc.constantFrom("contact", "group", "channel", "relay"),
    server: anyQueueUri.map(q => q.server),
    linkKey: bytes(32),
  })

  it("short links read back, through a page and through pasted text too", () =>
    fc.assert(
      fc.property(shortContact, link => {
        const text = writeLink(link)
        expect(parseLink(text)).toEqual(link)
        expect(classify(`<${text}>`).link).toEqual(link)
        expect(classify(writePageLink(link, origin), origin).link).toEqual({ ...link, scheme: "simplex" })
      }),
    ))

  it("any text gives a link or DecodeError", () =>
    fc.assert(
      fc.property(
        fc.constantFrom("", "simplex:/", "https://a/i#", canonical.slice(0, 60), fullInvitation.slice(0, 150)),
        fc.string({ unit: "binary" }),
        (start, more) => {
          for (const read of [parseLink, classify])
            try {
              read(start + more)
            } catch (e) {
              expect(e).toBeInstanceOf(DecodeError)
            }
        },
      ),
    ))

  it("no truncation of a full invitation reads, and none of a binary one", () => {
    const binary = fromHex(links.fullLinks[0]?.connReq_smp ?? "")
    for (let n = 0; n < binary.length; n++)
      expect(() => decode(connectionRequest, binary.slice(0, n))).toThrow(DecodeError)
    // the padding of the last key may be missing
    for (let n = 0; n < fullInvitation.length - 3; n++)
      expect(() => parseLink(fullInvitation.slice(0, n))).toThrow(DecodeError)
  })
})
