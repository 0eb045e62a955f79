/** Rules of changes that did not reach the contact, and of what comes back about them. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { remediesOf } from "../../web/state/remedy.ts"
import { withText } from "../../worker/chat/edit.ts"
import { type Changed, changeRef, changesOf, joinRefs, ordersOf, refOf } from "../../worker/chat/ref.ts"
import { withoutUnsent, withUnsent } from "../../worker/chat/undelivered.ts"
import type { ItemRow } from "../../worker/store/chat.ts"

const row: ItemRow = { contactId: "c", order: 7, at: 0, direction: "sent", text: "hi", status: "sent" }

describe("what comes back about a message", () => {
  const change: fc.Arbitrary<Changed> = fc.oneof(
    fc.record({ what: fc.constantFrom("edit" as const, "deletion" as const), order: fc.nat() }),
    fc.record({
      what: fc.constant("reaction" as const),
      order: fc.nat(),
      emoji: fc.constantFrom("👍", "\u2764", "✅"),
      add: fc.boolean(),
    }),
  )

  it("names the lines and the changes that were in it, each apart", () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), fc.array(change), (orders, changes) => {
        const ref = joinRefs([refOf(orders), ...changes.map(changeRef), ""])
        expect(ordersOf(ref)).toEqual(orders)
        expect(changesOf(ref)).toEqual(changes)
      }),
    )
  })

  it("is nothing for what nobody asks about, and for what older versions wrote otherwise", () => {
    for (const ref of ["", "farewell", "x12", "+12", "e", "12:👍"]) {
      expect(ordersOf(ref)).toEqual([])
      expect(changesOf(ref)).toEqual([])
    }
    expect(ordersOf("1,2,30")).toEqual([1, 2, 30])
  })
})

describe("a change that failed", () => {
  const edit: Changed = { what: "edit", order: 7 }
  const deletion: Changed = { what: "deletion", order: 7 }
  const reaction: Changed = { what: "reaction", order: 7, emoji: "👍", add: true }

  it("is said at its line, with the reason", () => {
    expect(withUnsent(row, edit, "AUTH").unsent).toEqual({ what: "edit", problem: "AUTH" })
    expect(withUnsent(row, reaction, "EXPIRED").unsent).toEqual({
      what: "reaction",
      emoji: "👍",
      add: true,
      problem: "EXPIRED",
    })
  })

  it("of a deletion counts for more than of an edit, and that for more than of a reaction", () => {
    const deleted = withUnsent(row, deletion, "AUTH")
    expect(withUnsent(deleted, edit, "AUTH")).toBe(deleted)
    expect(withUnsent(withUnsent(row, reaction, "AUTH"), edit, "AUTH").unsent?.what).toBe("edit")
  })

  it("is forgotten when the same has arrived, and only then", () => {
    const failed = withUnsent(row, edit, "AUTH")
    expect(withoutUnsent(failed, "edit")).toEqual(row)
    expect(withoutUnsent(failed, "reaction")).toBe(failed)
  })
})

describe("remedies", () => {
  const connected = { status: "connected" as const }

  it("are to try again, unless it would fail in the same way", () => {
    expect(remediesOf("AUTH", connected)).toEqual(["retry"])
    expect(remediesOf("QUOTA", connected)).toEqual(["retry"])
    expect(remediesOf("TOO_LARGE", connected)).toEqual([])
    expect(remediesOf("BLOCKED_SPAM", connected)).toEqual([])
  })

  it("are settings where settings can be the reason", () => {
    expect(remediesOf("EXPIRED", connected)).toEqual(["retry", "network"])
    expect(remediesOf("SERVER_FORBIDDEN", connected)).toEqual(["retry", "network"])
    expect(remediesOf("SERVER_IDENTITY", connected)).toEqual(["retry", "servers"])
  })

  it("are new keys first when nothing can be sent without them", () => {
    expect(remediesOf("AUTH", { ...connected, sync: "required" })).toEqual(["fix"])
    expect(remediesOf("AUTH", { ...connected, sync: "allowed" })).toEqual(["retry"])
  })

  it("are none where nobody can write any more", () => {
    expect(remediesOf("AUTH", { status: "ended" })).toEqual([])
  })
})

describe("another text", () => {
  const preview = { uri: "https://example.org/a", title: "A", description: "", image: "", content: null }

  it("keeps the preview of a link while the link is in it", () => {
    const content = { type: "link" as const, text: "see https://example.org/a", preview }
    expect(withText(content, "look: https://example.org/a !")).toEqual({
      type: "link",
      text: "look: https://example.org/a !",
      preview,
    })
    expect(withText(content, "never mind")).toEqual({ type: "text", text: "never mind" })
  })

  it("keeps what else a message is, and leaves alone what only newer apps know", () => {
    expect(withText({ type: "voice", text: "", duration: 3 }, "hm")).toEqual({ type: "voice", text: "hm", duration: 3 })
    expect(withText({ type: "unknown", tag: "poll", text: "?", json: { type: "poll" } }, "hm")).toBe(null)
  })
})
