import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { parseLink } from "../../worker/agent/link.ts"
import { newContact } from "../../worker/chat/contact.ts"
import { type Known, linkIds, ownLinkIds, planOf, relationOf } from "../../worker/chat/plan.ts"
import { DecodeError } from "../../worker/encoding/bytes.ts"
import type { ContactRow } from "../../worker/store/chat.ts"

type FullLink = { readonly link: string; readonly parsed: { readonly mode: string } }
const { fullLinks } = JSON.parse(readFileSync(new URL("../vectors/links.json", import.meta.url), "utf8")) as {
  readonly fullLinks: readonly FullLink[]
}
const texts: readonly string[] = fullLinks.map(v => v.link)

const none: Known = { contacts: [], address: [], groups: [] }
const fullLink = texts.find(t => t.startsWith("simplex:/contact#/?v=")) ?? ""
const first = linkIds(fullLink)[0]
const otherLink = texts.find(t => linkIds(t)[0] !== first) ?? ""
const ids = linkIds(fullLink)

const contact = (fields: Partial<ContactRow>): ContactRow => ({
  ...newContact("c1", 1, 1000, { status: "connecting", linkHashes: ids }),
  ...fields,
})

describe("links of every age", () => {
  for (const versions of ["1", "1-2", "1-4", "2-7"])
    it(`are read with v=${versions}, which some vector has`, () => {
      expect(texts.some(t => t.includes(`#/?v=${versions}&`))).toBe(true)
      for (const { link: text, parsed } of fullLinks) {
        const link = parseLink(text.replace(/v=[\d-]+/, `v=${versions}`))
        const [min = 0, max = min] = versions.split("-").map(Number)
        // Addresses stay for years: what no agent speaks any more is raised.
        const raised = { min: Math.max(2, min), max: Math.max(2, max) }
        expect(link).toMatchObject({ versions: parsed.mode === "contact" ? raised : { min, max } })
      }
    })

  it("are one link, whichever versions its maker's app writes into it", () => {
    const newer = fullLink.replace(/v=[\d-]+/, "v=2-9")
    expect(linkIds(newer).some(id => ids.includes(id))).toBe(true)
    expect(linkIds(otherLink).some(id => ids.includes(id))).toBe(false)
  })
})

describe("names of links", () => {
  it("are the same for every way in which a short link is written", () => {
    const key = `${"A".repeat(42)}E`
    const server = `p=5223&c=${"B".repeat(42)}E`
    const a = `simplex:/a#${key}?h=smp.example.com&${server}`
    const b = `https://smp.example.com/a#${key}?${server}`
    expect(linkIds(a)[0]).toBe(linkIds(b)[0])
    expect(linkIds(a.replace("AAAE", "ABAE"))[0]).not.toBe(linkIds(a)[0])
  })

  it("are none for what is no link", () => {
    expect(linkIds("hello")).toEqual([])
    expect(linkIds("simplex:/contact#/?v=1")).toEqual([])
    expect(ownLinkIds(undefined)).toEqual([])
  })

  it("of a damaged link are refused by the plan, as a failure that the page has words for", () => {
    expect(() => planOf("simplex:/invitation#/?v=2-7")).toThrow(expect.objectContaining({ code: "BAD_LINK" }))
    expect(() => parseLink("simplex:/invitation#/?v=2-7")).toThrow(DecodeError)
  })
})

describe("a full link to a group", () => {
  const plan = (data: string) => planOf(`${fullLink.replace(/&data=[^&]*/, "")}&data=${encodeURIComponent(data)}`).plan
  it("is told by the id of the group in it, as terminal and phone write it", () => {
    for (const data of ['{"groupLinkId":"zDzvr1Li20m0XWDMIC5LUQ=="}', '{"type":"group","groupLinkId":"eA=="}'])
      expect(plan(data)).toEqual({ kind: "group", supported: false, own: false })
  })

  it("is not made of anything else that an app may put there", () => {
    for (const data of ["{}", '{"groupLinkId":1}', "null", "[]", "words", '{"type":"group"}'])
      expect(plan(data)).toEqual({ kind: "contact", supported: true, own: false })
  })
})

describe("what we have to do with a link", () => {
  it("is nothing when nobody has it", () => {
    expect(relationOf(ids, none)).toBeNull()
    const other = contact({ linkHashes: linkIds(otherLink) })
    expect(relationOf(ids, { ...none, contacts: [other] })).toBeNull()
  })

  it("is that it is our address, or an unused link of ours", () => {
    expect(relationOf(ids, { ...none, address: ids })).toEqual({ own: true })
    expect(relationOf(ids, { ...none, contacts: [contact({ status: "link" })] })).toEqual({ own: true, known: "c1" })
  })

  it("is a contact, before anybody who may become one by it; else the newest", () => {
    const friend = contact({ contactId: "friend", status: "connected", createdAt: 1 })
    const asked = contact({ contactId: "asked", requested: true, createdAt: 2 })
    const last = contact({ contactId: "last", requested: true, createdAt: 3 })
    expect(relationOf(ids, { ...none, contacts: [asked, friend, last] })).toMatchObject({ known: "friend" })
    expect(relationOf(ids, { ...none, contacts: [asked, last] })).toMatchObject({ known: "last" })
  })

  it("is that we asked already: once more only where there is no chat for it yet", () => {
    const relation = (fields: Partial<ContactRow>) => relationOf(ids, { ...none, contacts: [contact(fields)] })
    expect(relation({ requested: true })).toMatchObject({ connecting: "repeat" })
    expect(relation({})).toMatchObject({ connecting: "wait" })
    expect(relation({ requested: true, prepared: { link: fullLink } })).toMatchObject({ connecting: "wait" })
    expect(relation({ status: "prepared", prepared: { link: fullLink } })).toEqual({ own: false, known: "c1" })
    expect(relation({ status: "connected" })).toEqual({ own: false, known: "c1" })
  })

  it("is nothing any more when one has deleted the other", () => {
    expect(relationOf(ids, { ...none, contacts: [contact({ status: "ended" })] })).toBeNull()
  })

  it.each(["failed", "ended"] as const)(
    "is a contact (%s) without a connection whose profile names this address",
    is => {
      const profile = { displayName: "Bob", fullName: "", contactLink: fullLink }
      const lost = contact({ status: is, linkHashes: [], profile })
      expect(relationOf(ids, { ...none, contacts: [lost] })).toEqual({
        own: false,
        known: "c1",
        viaAddress: true,
        name: "Bob",
      })
      expect(relationOf(ids, { ...none, contacts: [{ ...lost, status: "connected" }] })).toBeNull()
      expect(relationOf(linkIds(otherLink), { ...none, contacts: [lost] })).toBeNull()
    },
  )

  it("is a group: one of ours, or one that we are in", () => {
    const group = (own: boolean) => ({ ...none, groups: [{ chatId: "g1", linkIds: ids, own }] })
    expect(relationOf(ids, group(true))).toEqual({ own: true, known: "g1" })
    expect(relationOf(ids, group(false))).toEqual({ own: false, known: "g1" })
  })
})
