/** Cards: what is said of a link, and what the link really is. */
import { describe, expect, it } from "vitest"
import { cardContent, readCard } from "../../worker/chat/card.ts"
import { contentJson, readContent } from "../../worker/chat/content.ts"
import type { JsonObject } from "../../worker/chat/json.ts"
import { toItemContent, toRowContent } from "../../worker/chat/kind.ts"
import { teamAddress } from "../../worker/chat/team.ts"

const server = "h=smp8.example.org&c=EEolDlPRWiYYGkyCfJvB_n5fi9urSJjcVd5W6HPBhSA"
const key = "j_QEanY3RS9AP_CxTfN8ON7oKDNkqaABxeoddBnTxVY"
const address = `simplex:/a#${key}?${server}`
const oneTime = `simplex:/i#ISikfuPTcSGjT7SvVeDWz3IXaDgxT7J1/${key}?${server}`
const group = `simplex:/g#${key}?${server}`
const picture = "data:image/jpg;base64,AAAA"

const alice = { displayName: "Alice", fullName: "Alice A.", shortDescr: "a bio", image: picture, contactLink: address }

const code = (run: () => unknown): unknown => {
  try {
    return run()
  } catch (e) {
    return (e as { code?: unknown }).code
  }
}

describe("a card that we send", () => {
  it("has the short link, the profile, and both as text for apps that show nothing else", () => {
    expect(contentJson(cardContent(alice, true))).toEqual({
      type: "chat",
      text: `Alice\n${address}`,
      chatLink: {
        type: "contact",
        connLink: address,
        profile: {
          displayName: "Alice",
          fullName: "Alice A.",
          shortDescr: "a bio",
          image: picture,
          contactLink: address,
        },
        business: false,
      },
    })
  })

  it("can go without the picture", () => {
    expect(JSON.stringify(cardContent(alice, false))).not.toContain("data:")
  })

  it("is not made without an address, of a long link, or of a link that is no address", () => {
    expect(code(() => cardContent(undefined, true))).toBe("NOT_FOUND")
    expect(code(() => cardContent({ displayName: "Bob", fullName: "" }, true))).toBe("NOT_FOUND")
    for (const contactLink of [teamAddress, oneTime, group, "https://example.org", ""])
      expect(code(() => cardContent({ ...alice, contactLink }, true))).toBe("LINK_UNSUPPORTED")
  })

  it("is read as what it is", () => {
    expect(toItemContent(readContent(contentJson(cardContent(alice, true))))).toEqual({
      kind: "chat",
      card: {
        of: "contact",
        link: address,
        host: "smp8.example.org",
        name: "Alice",
        fullName: "Alice A.",
        bio: "a bio",
        image: picture,
      },
    })
  })
})

describe("a card that came", () => {
  const profile = { displayName: "Alice", fullName: "" }
  const contact = { type: "contact", connLink: address, profile, business: false }

  it.each<[string, JsonObject, string]>([
    ["a person", contact, "contact"],
    ["a business", { ...contact, business: true }, "business"],
    ["a one-time link", { type: "invitation", invLink: oneTime, profile }, "invitation"],
    ["a group", { type: "group", connLink: group, groupProfile: profile }, "group"],
  ])("of %s is that", (_, chatLink, of) => expect(readCard(chatLink)).toMatchObject({ of, name: "Alice" }))

  it("shows the link as it is opened, not as it was written", () => {
    const padded = readCard({ ...contact, connLink: `https://smp8.example.org/a#${key}?${server.slice(19)}` })
    expect(padded?.host).toBe("smp8.example.org")
    expect(padded?.link).not.toContain(" ")
  })

  it.each<[string, JsonObject]>([
    ["a link of another kind", { ...contact, connLink: oneTime }],
    ["a group's link for a person's", { ...contact, connLink: group }],
    ["a page for a link", { ...contact, connLink: "https://evil.example/#simplex" }],
    ["a script for a link", { ...contact, connLink: "javascript:alert(1)" }],
    ["a long link", { ...contact, connLink: teamAddress }],
    ["no link", { type: "contact", profile }],
    ["no profile", { type: "contact", connLink: address }],
    ["a kind that there is not", { ...contact, type: "relay" }],
    ["a name that is no text", { ...contact, profile: { displayName: 1, fullName: "" } }],
  ])("with %s is no card, and its text stays", (_, chatLink) => {
    expect(readCard(chatLink)).toBeNull()
    const row = toRowContent(readContent({ type: "chat", text: "look", chatLink }))
    expect(row.text).toBe("look")
    expect(toItemContent(readContent({ type: "chat", text: "look", chatLink }))).toEqual({ kind: "chat" })
  })
})
