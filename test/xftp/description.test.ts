import { describe, expect, it } from "vitest"
import { fromPkcs8 } from "../../worker/crypto/private-key.ts"
import { DecodeError, fromHex, hex } from "../../worker/encoding/bytes.ts"
import {
  type Description,
  formatSize,
  type Party,
  parseDescription,
  parseSize,
  writeDescription,
} from "../../worker/xftp/description.ts"
import {
  appendPart,
  parseFileLink,
  parseWebFragment,
  placeholder,
  splitDescription,
  writeFileLink,
  writeWebFragment,
} from "../../worker/xftp/link.ts"
import { vectors } from "../crypto/vectors.ts"

const file = vectors("xftp").fileDescriptions

type ParsedChunk = {
  no: number
  size: number
  digest: string
  replicas: {
    server: { hosts: { host: string }[]; port: string; keyHash: string }
    replicaId: string
    replicaKey_der: string
  }[]
}
type V = {
  note: string
  party: Party
  yaml: string
  parsed: {
    size: number
    digest: string
    key: string
    nonce: string
    chunkSize: number
    chunks: ParsedChunk[]
    redirect: { size: number; digest: string } | null
  }
  uri?: string
  uriWithClientData?: string
  uriHttps?: string
  webLink?: { fragment: string }
}
const all = file.vectors as V[]
const recipients = all.filter(v => v.uri !== undefined)

/** As the vectors show it. */
const shown = (d: Description) => ({
  size: d.size,
  digest: hex(d.digest),
  key: hex(d.key),
  nonce: hex(d.nonce),
  chunkSize: d.chunkSize,
  chunks: d.chunks.map(c => ({
    no: c.no,
    size: c.size,
    digest: hex(c.digest),
    replicas: c.replicas.map(r => ({
      hosts: r.server.hosts,
      port: r.server.port === null ? "" : String(r.server.port),
      keyHash: hex(r.server.keyHash),
      id: hex(r.id),
      key: hex(r.key),
    })),
  })),
  redirect: d.redirect && { size: d.redirect.size, digest: hex(d.redirect.digest) },
})
const wanted = ({ parsed: p }: V) => ({
  size: p.size,
  digest: p.digest,
  key: p.key,
  nonce: p.nonce,
  chunkSize: p.chunkSize,
  chunks: p.chunks.map(c => ({
    no: c.no,
    size: c.size,
    digest: c.digest,
    replicas: c.replicas.map(r => ({
      hosts: r.server.hosts.map(h => h.host),
      port: r.server.port,
      keyHash: r.server.keyHash,
      id: r.replicaId,
      key: r.replicaKey_der,
    })),
  })),
  redirect: p.redirect,
})

describe("descriptions", () => {
  for (const v of all) {
    it(`of ${v.note} read as in the reference`, () =>
      expect(shown(parseDescription(v.yaml, v.party))).toEqual(wanted(v)))
    // which replica was the first gets lost on reading, in the reference too
    if (v.parsed.chunks.every(c => c.replicas.length === 1))
      it(`of ${v.note} are written byte for byte`, () =>
        expect(writeDescription(parseDescription(v.yaml, v.party))).toBe(v.yaml))
    it(`of ${v.note} read the same after writing`, () => {
      const d = parseDescription(v.yaml, v.party)
      expect(parseDescription(writeDescription(d), v.party)).toEqual(d)
    })
    it(`of ${v.note} are not read for the other party`, () =>
      expect(() => parseDescription(v.yaml, v.party === "sender" ? "recipient" : "sender")).toThrow(DecodeError))
  }

  for (const v of file.invalid as { note: string; yaml: string; accepted?: true }[])
    it(`with ${v.note} ${v.accepted ? "are accepted" : "are refused"}`, () => {
      if (v.accepted) expect(hex(parseDescription(v.yaml, "recipient").nonce)).toBe(`616263${"00".repeat(21)}`)
      else expect(() => parseDescription(v.yaml, "recipient")).toThrow(DecodeError)
    })

  const yaml = all[2]?.yaml ?? ""
  const lies: readonly (readonly [string, string])[] = [
    ["two digests of one chunk", yaml.replace(/(BCIEIPgEwkc[\w-]*)/, "$1:AAAA")],
    [
      "two sizes of one chunk",
      yaml
        .replace(/(BCIEIPgEwkc[\w-]*)/, "$1:AYYdf65G-R24DkAYFsOs7qf09blUefvBrrNxhbrpmjU=:64kb")
        .replace(/(mjU=)$/m, "$1:256kb"),
    ],
    ["no digest of a chunk", yaml.replace(":AYYdf65G-R24DkAYFsOs7qf09blUefvBrrNxhbrpmjU=", "")],
    [
      "chunks of a gigabyte",
      yaml.replace("chunkSize: 256kb", "chunkSize: 1gb").replace(/size: 576kb/, "size: 2097216kb"),
    ],
    ["a size of 2^60", yaml.replace("size: 576kb", "size: 1152921504606846976")],
    ["a key that is none", yaml.replace("MC4CAQAwBQYDK2VwBCIEIPgEwkc", "MC4CAQAwBQYDK2VwBCIEIPgE")],
    ["a server of another protocol", yaml.replaceAll("xftp://", "smp://")],
    ["a chunk number of 10 digits", yaml.replace("- 2:", "- 4294967298:")],
    ["chunk 0", yaml.replaceAll("- 1:", "- 0:")],
    ["fields of chunks to spare", yaml.replace(":64kb\n", ":64kb:64kb\n")],
    ["a list where a map is wanted", "- chunkSize: 64kb\n"],
    ["lists in lists without end", `${"- ".repeat(100_000)}a`],
    ["a key twice", `${yaml}size: 576kb\n`],
    ["flow style", '{"size": "64kb"}'],
    ["an anchor", yaml.replace("party: recipient", "party: &a recipient")],
    ["no chunks", yaml.replace(/replicas:[\s\S]*size:/, "replicas: []\nsize:")],
  ]
  for (const [what, text] of lies)
    it(`with ${what} are refused`, () => {
      expect(text).not.toBe(yaml)
      expect(() => parseDescription(text, "recipient")).toThrow(DecodeError)
    })

  it("in other styles of YAML mean the same", () => {
    const v = all[0]
    if (v === undefined) throw new Error("no vector")
    const styled = [
      "---",
      "# a comment",
      ...v.yaml
        .trimEnd()
        .split("\n")
        .map(line =>
          line
            .replace(/^size: (.*)$/, "size: '$1'   # quoted")
            .replace(/^key: (.*)$/, 'key: "$1"')
            .replace(/^(- | {2})/, "  $1"),
        ),
      "extra: ~",
    ].join("\r\n")
    expect(parseDescription(styled, "recipient")).toEqual(parseDescription(v.yaml, "recipient"))
  })

  it("quote what YAML would take for a number", () => {
    const d = parseDescription(all[0]?.yaml ?? "", "recipient")
    const odd = { ...d, size: 65537, chunkSize: 65537, chunks: d.chunks.map(c => ({ ...c, size: 65537 })) }
    expect(writeDescription(odd)).toContain("size: '65537'\n")
    expect(parseDescription(writeDescription(odd), "recipient")).toEqual(odd)
  })

  it("have the keys of all three algorithms", () => {
    const x25519 = `302e020100300506032b656e04220420${"11".repeat(32)}`
    const ed448 = `3047020100300506032b6571043b0439${"22".repeat(57)}`
    expect(fromPkcs8(fromHex(x25519)).alg).toBe("X25519")
    expect(fromPkcs8(fromHex(ed448)).alg).toBe("Ed448")
    expect(() => fromPkcs8(fromHex(`${x25519}00`))).toThrow(DecodeError)
  })
})

describe("sizes", () => {
  for (const { value, str } of file.fileSizeEncode as { value: number; str: string }[])
    it(`${value} is written ${str}`, () => expect(formatSize(value)).toBe(str))
  for (const v of file.fileSizeDecode as { str: string; value?: number }[])
    it(`"${v.str}" ${v.value === undefined ? "is refused" : `is ${v.value}`}`, () => {
      if (v.value === undefined) expect(() => parseSize(v.str)).toThrow(DecodeError)
      else expect(parseSize(v.str)).toBe(v.value)
    })
})

describe("links", () => {
  for (const v of recipients) {
    const description = parseDescription(v.yaml, "recipient")
    it(`to ${v.note} read and are written`, () => {
      expect(parseFileLink(v.uri ?? "")).toEqual({ description, data: null })
      expect(parseFileLink(v.uriHttps ?? "")).toEqual({ description, data: null })
      const { data } = parseFileLink(v.uriWithClientData ?? "")
      expect(data).not.toBe(null)
      if (description.chunks.some(c => c.replicas.length > 1)) return
      expect(writeFileLink({ description, data: null })).toBe(v.uri)
      expect(writeFileLink({ description, data })).toBe(v.uriWithClientData)
    })
    it(`of web pages to ${v.note} unpack`, async () => {
      expect(await parseWebFragment(v.webLink?.fragment ?? "")).toEqual(description)
      expect(await parseWebFragment(await writeWebFragment(description))).toEqual(description)
    })
  }

  it("that are none are refused", () => {
    for (const link of ["", "simplex:/contact#/?desc=a", "simplex:/file#/?data=1", "http://simplex.chat/file#/?desc=a"])
      expect(() => parseFileLink(link)).toThrow(DecodeError)
  })

  it("that unpack to gigabytes are refused", async () => {
    const bomb = await new Response(
      new Blob([new Uint8Array(64 << 20)]).stream().pipeThrough(new CompressionStream("deflate-raw")),
    ).arrayBuffer()
    await expect(parseWebFragment(Buffer.from(bomb).toString("base64url"))).rejects.toThrow(DecodeError)
    await expect(parseWebFragment("AAAA")).rejects.toThrow(DecodeError)
  })
})

describe("parts", () => {
  it("of 14000 characters come together again, numbered from 1 after the placeholder", () => {
    const yaml = "x".repeat(28_001)
    const parts = splitDescription(yaml)
    expect(parts.map(p => [p.text.length, p.no, p.complete])).toEqual([
      [14_000, 1, false],
      [14_000, 2, false],
      [1, 3, true],
    ])
    let whole = placeholder
    for (const part of parts) whole = appendPart(whole, part) ?? whole
    expect(whole).toEqual({ text: yaml, no: 3, complete: true })
  })

  it("out of order, twice or after the end are dropped", () => {
    const [first = placeholder, second = placeholder] = splitDescription("x".repeat(20_000))
    expect(appendPart(placeholder, second)).toBe(null)
    expect(appendPart(first, first)).toBe(null)
    expect(appendPart({ ...second }, { ...first, no: 3 })).toBe(null)
  })

  it("without end are refused", () => {
    const long = { text: "x".repeat(1 << 20), no: 1, complete: false }
    expect(() => appendPart(long, { text: "y", no: 2, complete: false })).toThrow(DecodeError)
  })
})
