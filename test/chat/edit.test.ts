import { describe, expect, it } from "vitest"
import { canDeleteForEveryone, contactMayDelete, deletableUntil, marked } from "../../worker/chat/deletion.ts"
import { contactMayEdit, day, editableUntil, edited } from "../../worker/chat/edit.ts"
import { toItem } from "../../worker/chat/item.ts"
import type { ItemRow } from "../../worker/store/chat.ts"

const hour = 3_600_000
const sent = (more: Partial<ItemRow> = {}): ItemRow => ({
  contactId: "c",
  order: 3,
  at: 1000,
  direction: "sent",
  text: "before",
  status: "sent",
  sharedMsgId: "id",
  ...more,
})
const received = (more: Partial<ItemRow> = {}): ItemRow => sent({ direction: "received", status: "received", ...more })
const change = { text: "after", live: false, at: 5000, now: 6000, isUnread: false }

describe("a message of ours may be edited", () => {
  it("within a day", () => expect(editableUntil(sent())).toBe(1000 + day))
  it("but not when it was forwarded or deleted, is an event, or has no id by which the contact knows it", () => {
    const { sharedMsgId: _, ...without } = sent()
    for (const row of [
      sent({ forwarded: true }),
      sent({ deleted: { by: "me", at: 1 } }),
      sent({ direction: "event", notice: { kind: "connected" } }),
      without,
    ])
      expect(editableUntil(row)).toBeNull()
  })
  it("at any time in the notes", () => {
    const { sharedMsgId: _, ...note } = sent({ local: true })
    expect(editableUntil(note)).toBe(Number.MAX_SAFE_INTEGER)
  })
  it("and the page is told until when", () => {
    expect(toItem(sent())).toMatchObject({ editableUntil: 1000 + day, deletableUntil: 1000 + day, isMessage: true })
    expect(toItem(received())).not.toHaveProperty("editableUntil")
  })
})

describe("the contact edits", () => {
  it("its own messages, not ours, not what was forwarded, not events", () => {
    expect(contactMayEdit(received())).toBe(true)
    for (const row of [
      sent(),
      received({ forwarded: true }),
      received({ direction: "event", notice: { kind: "badHash" } }),
    ])
      expect(contactMayEdit(row)).toBe(false)
  })
})

describe("an edit", () => {
  it("keeps what was said at first and every later version, each once", () => {
    const first = edited(sent(), change)
    expect(first?.row).toMatchObject({ text: "after", edited: true, versions: 2 })
    expect(first?.versions).toEqual([
      { contactId: "c", order: 3, n: 1, text: "before", at: 1000 },
      { contactId: "c", order: 3, n: 2, text: "after", at: 5000 },
    ])
    const second = first && edited(first.row, { ...change, text: "again", at: 7000 })
    expect(second?.versions).toEqual([{ contactId: "c", order: 3, n: 3, text: "again", at: 7000 }])
  })
  it("that changes nothing is none", () => expect(edited(sent(), { ...change, text: "before" })).toBeNull())
  it("takes the picture away when the new content has none", () => {
    const row = received({ content: '{"type":"image","text":"before","image":"data:"}' })
    expect(edited(row, { ...change, text: "before" })?.row).not.toHaveProperty("content")
  })
  it("while it is typed does not count as edited; at its end it is no longer live", () => {
    const typing = edited(received({ live: true }), { ...change, live: true })?.row
    expect(typing).toMatchObject({ live: true, text: "after" })
    const done = typing && edited(typing, { ...change, text: "after" })?.row
    expect(done).toMatchObject({ live: false })
    expect(done).not.toHaveProperty("edited")
    expect(done && toItem(done)).not.toHaveProperty("live")
  })
  it("that ends typing begins the time of a message that is read, not of one that is not", () => {
    const row = received({ live: true, ttl: 60 })
    expect(edited(row, change)?.row.disappearAt).toBe(6000 + 60_000)
    expect(edited(row, { ...change, isUnread: true })?.row).not.toHaveProperty("disappearAt")
    expect(edited(row, { ...change, live: true })?.row).not.toHaveProperty("disappearAt")
  })
  it("of a message that disappears does not give it more time", () => {
    expect(edited(sent({ ttl: 60, disappearAt: 2000 }), change)?.row.disappearAt).toBe(2000)
  })
})

describe("a message may be deleted for everyone", () => {
  it("by its sender within a day, with six hours for a deletion on the border", () => {
    expect(deletableUntil(sent())).toBe(1000 + day)
    expect(canDeleteForEveryone(sent(), 1000 + day + 5 * hour)).toBe(true)
    expect(canDeleteForEveryone(sent(), 1000 + day + 6 * hour)).toBe(false)
    expect(canDeleteForEveryone(received(), 1000)).toBe(false)
    expect(canDeleteForEveryone(sent({ deleted: { by: "me", at: 1 } }), 1000)).toBe(false)
    expect(canDeleteForEveryone(sent({ local: true }), 1000)).toBe(false)
  })
  it("also when it was forwarded", () => expect(canDeleteForEveryone(sent({ forwarded: true }), 1000)).toBe(true))
  it("by the contact its own only, once, for 78 hours after it was sent", () => {
    expect(contactMayDelete(received(), 1000 + 78 * hour - 1)).toBe(true)
    expect(contactMayDelete(received(), 1000 + 78 * hour)).toBe(false)
    expect(contactMayDelete(sent(), 1000)).toBe(false)
    expect(contactMayDelete(received({ deleted: { by: "contact", at: 1 } }), 1000)).toBe(false)
  })
  it("and is marked so that it can be revealed, not answered or changed", () => {
    const item = toItem(marked(received(), "contact", 9))
    expect(item).toMatchObject({ text: "before", deleted: { by: "contact", at: 9 } })
    expect(item).not.toHaveProperty("isMessage")
    expect(toItem(marked(sent(), "me", 9))).not.toHaveProperty("editableUntil")
  })
})
