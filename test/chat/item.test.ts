import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { ItemStatus } from "../../worker/api.ts"
import { connected, failed, newContact, toChat, withItem, withProfile } from "../../worker/chat/contact.ts"
import { itemId, parseItemId, toItem, withStatus } from "../../worker/chat/item.ts"
import type { ItemRow } from "../../worker/store/chat.ts"

const line = (status: ItemStatus): ItemRow => ({
  contactId: "c",
  order: 1,
  at: 5,
  direction: "sent",
  text: "hello",
  status,
})
const contact = () =>
  newContact("c", 1, 10, { status: "link", linkHashes: ["h"], link: { full: "simplex:/invitation" } })
const received = (at: number, text: string) => ({
  at,
  direction: "received" as const,
  text,
  status: "received" as const,
})

describe("a line", () => {
  it("goes from sending to sent to delivered, and never back, whatever the order of events", () => {
    const later = fc.constantFrom<ItemStatus>("sent", "delivered")
    fc.assert(
      fc.property(fc.array(later, { minLength: 1 }), events => {
        const end = events.reduce((row, s) => withStatus(row, s), line("sending"))
        expect(end.status).toBe(events.includes("delivered") ? "delivered" : "sent")
      }),
    )
  })
  it("that failed says why; when it has arrived after all it no longer does", () => {
    const gone = withStatus(line("sending"), "failed", "AUTH")
    expect(toItem(gone)).toMatchObject({ status: "failed", problem: "AUTH" })
    expect(toItem(withStatus(gone, "delivered"))).not.toHaveProperty("problem")
  })
  it("that has arrived does not fail any more", () => {
    for (const status of ["sent", "delivered"] as const)
      expect(withStatus(line(status), "failed", "TIMEOUT")).toEqual(line(status))
  })
  it("is found by its id, and nothing else is", () => {
    expect(parseItemId(itemId({ contactId: "a-b_c", order: 17 }))).toEqual({ contactId: "a-b_c", order: 17 })
    for (const bad of ["", "c", "c/", "/1", "c/x", "c/-1", "c/1.5", "c/1/2", `c/${"9".repeat(16)}`])
      expect(parseItemId(bad)).toBeNull()
  })
  it("tells the page nothing of how it is stored", () => {
    expect(Object.keys(toItem({ ...line("sending"), waiting: true, sharedMsgId: "id" })).sort()).toEqual([
      "at",
      "chatId",
      "deletableUntil",
      "direction",
      "editableUntil",
      "id",
      "isMessage",
      "order",
      "status",
      "text",
    ])
  })
})

describe("a contact", () => {
  it("shows its link until somebody has used it", () => {
    expect(toChat(contact()).link).toEqual({ full: "simplex:/invitation" })
    const used = withProfile(contact(), { displayName: "Bob", fullName: "" }, 3)
    expect(toChat(used)).toMatchObject({ status: "connecting", name: "Bob" })
    expect(toChat(used)).not.toHaveProperty("link")
  })
  it("that is connected stays so when it changes its profile or its queue is gone", () => {
    const friend = connected(withProfile(contact(), { displayName: "Bob", fullName: "" }, 3), true)
    expect(withProfile(friend, { displayName: "Bobby", fullName: "" }, 3).status).toBe("connected")
    expect(failed(friend, "AUTH")).toMatchObject({ status: "connected", problem: "AUTH" })
    expect(failed(contact(), "LINK_USED")).toMatchObject({ status: "failed", problem: "LINK_USED" })
  })
  it("gives each line the next place, counts what was received, and shows the newest text", () => {
    const [one, first] = withItem(contact(), received(20, "hello"))
    const [two, second] = withItem(one, { ...received(15, "late"), direction: "sent", status: "sending" })
    const [three] = withItem(two, { ...received(30, ""), direction: "event" })
    expect([first.order, second.order]).toEqual([1, 2])
    expect(toChat(three)).toMatchObject({ unread: 1, lastText: "late", lastAt: 30 })
  })
  it("without words is shown in the list for what it is", () => {
    const [chat] = withItem(contact(), received(20, "hello"))
    const content = JSON.stringify({ type: "voice", text: "", duration: 3 })
    const [after, row] = withItem(chat, { ...received(30, ""), content })
    expect(after).toMatchObject({ lastText: "", lastKind: "voice", lastOrder: row.order })
    expect(toChat(after)).toMatchObject({ lastKind: "voice" })
    const [later] = withItem(after, received(40, "heard it"))
    expect(later.lastText).toBe("heard it")
    expect(later).not.toHaveProperty("lastKind")
  })
  it("keeps the beginning of a long text only", () => {
    const [after] = withItem(contact(), received(20, "x".repeat(5000)))
    expect(after.lastText).toHaveLength(200)
  })
})
