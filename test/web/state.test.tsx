import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { canSame, question, selection } from "../../web/state/actions.ts"
import { apply, happened } from "../../web/state/apply.ts"
import { chatSearch } from "../../web/state/chat-search.ts"
import { byRecent, chats, withChat, withMissingChats, withoutChat } from "../../web/state/chats.ts"
import { composes } from "../../web/state/compose.ts"
import { shownLink, transfers } from "../../web/state/files.ts"
import { applyGallery, gallery, isUncovered, uncover } from "../../web/state/gallery.ts"
import { linesOf } from "../../web/state/groups.ts"
import { applyKiosk } from "../../web/state/kiosk.ts"
import { conversation, emptyConversation, withItem, withPage } from "../../web/state/messages.ts"
import { applyOpening, opening } from "../../web/state/opening.ts"
import { profiles } from "../../web/state/profiles.ts"
import { search, target } from "../../web/state/search.ts"
import { elsewhere, network } from "../../web/state/session.ts"
import type { Chat, Item } from "../../worker/api.ts"

const chat = (id: string, patch: Partial<Chat> = {}): Chat => ({
  id,
  name: id,
  fullName: "",
  status: "connected",
  unread: 0,
  lastAt: 0,
  postQuantum: false,
  ...patch,
})

const item = (order: number, patch: Partial<Item> = {}): Item => ({
  id: `i${order}`,
  chatId: "a",
  order,
  at: 1_700_000_000_000 + order * 1000,
  direction: "received",
  text: "",
  status: "received",
  ...patch,
})

describe("the chat list", () => {
  it("has the newest first, and equals in a fixed order", () => {
    const map = [chat("b", { lastAt: 5 }), chat("c", { lastAt: 9 }), chat("a", { lastAt: 5 })].reduce(
      withChat,
      new Map<string, Chat>(),
    )
    expect(byRecent(map).map(c => c.id)).toEqual(["c", "a", "b"])
  })
  it("replaces a changed chat", () => {
    const map = withChat(withChat(new Map(), chat("a")), chat("a", { unread: 3 }))
    expect(byRecent(map).map(c => c.unread)).toEqual([3])
  })
  it("does not let a late answer undo an event", () => {
    const map = withMissingChats(withChat(new Map(), chat("a", { unread: 3 })), [chat("a"), chat("b")])
    expect(map.get("a")?.unread).toBe(3)
    expect(map.has("b")).toBe(true)
  })
  it("forgets a removed chat and leaves the old list as it was", () => {
    const map = withChat(new Map(), chat("a"))
    expect(withoutChat(map, "a").size).toBe(0)
    expect(map.size).toBe(1)
  })
})

describe("whoever leaves", () => {
  it("leaves nothing to whoever comes after that, whatever was on the screen", () => {
    // Without a history of the browser.
    applyKiosk({ idle: 60, save: false })
    apply({ type: "session", session: { state: "open", displayName: "Alice", kept: false } })
    apply({ type: "chats", chats: [chat("a")] })
    apply({ type: "opened", chatId: "a" })
    apply({ type: "page", chatId: "a", side: "instead", page: { items: [item(1)], hasOlder: false } })
    apply({ type: "compose", chatId: "a", compose: { text: "half written" } })
    apply({ type: "selection", ids: new Set(["i1"]) })
    apply({ type: "question", question: { about: "delete", items: [item(1)] } })
    apply({ type: "search", search: { query: "words", found: [item(1)] } })
    apply({ type: "target", target: { chatId: "a", itemId: "i1" } })
    apply({ type: "fileLink", link: "simplex:/file#secret" })
    apply({ type: "fileProgress", itemId: "i1", done: 1, total: 2 })
    apply({ type: "network", status: "offline" })
    apply({ type: "elsewhere" })
    applyOpening({ href: "https://example.org/?from=alice", clean: "https://example.org/" })
    applyGallery("i1")
    uncover("i1")
    apply({ type: "leaving" })
    const left = [shownLink, opening, network, chatSearch, conversation, selection, question, target, gallery, happened]
    expect(left.map(s => s.value)).toEqual(left.map(() => null))
    expect([elsewhere.value, isUncovered("i1"), chats.value, composes.value.size]).toEqual([false, false, [], 0])
    expect([search.value.query, transfers.value.size, profiles.value]).toEqual(["", 0, []])
    applyKiosk(null)
  })
})

describe("the conversation", () => {
  it("is in order and without doubles, however the items come", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 })), orders => {
        const items = orders.reduce<readonly Item[]>((all, order) => withItem(all, item(order)), [])
        expect(items.map(i => i.order)).toEqual([...new Set(orders)].sort((a, b) => a - b))
      }),
    )
  })
  it("shows the latest status of an item", () => {
    const items = withItem([item(1), item(2, { status: "sending" })], item(2, { status: "delivered" }))
    expect(items.map(i => i.status)).toEqual(["received", "delivered"])
  })
  it("does not let a page undo an event", () => {
    const now = { ...emptyConversation("a"), items: [item(3, { status: "delivered" })] }
    const next = withPage(now, { items: [item(2), item(3, { status: "sending" })], hasOlder: true })
    expect(next.items.map(i => [i.order, i.status])).toEqual([
      [2, "received"],
      [3, "delivered"],
    ])
    expect(next).toMatchObject({ hasOlder: true, loaded: true })
  })
  it("puts an older page above", () => {
    const now = withPage(emptyConversation("a"), { items: [item(5), item(6)], hasOlder: true })
    const next = withPage(now, { items: [item(1), item(2)], hasOlder: false })
    expect(next.items.map(i => i.order)).toEqual([1, 2, 5, 6])
    expect(next.hasOlder).toBe(false)
  })
})

describe("what can be done with the messages of a chat", () => {
  it("is the same when messages came or were read, and looked at anew when anything else has changed", () => {
    const before = chat("a", { sync: "allowed", commands: [] })
    const fleeting: Partial<Chat> = { unread: 3, readUpTo: 7, markedUnread: true, lastText: "x", lastKind: "image" }
    expect(canSame(before, { ...before, ...fleeting, lastAt: 9 })).toBe(true)
    const others: Partial<Chat>[] = [
      { id: "b" },
      { alias: "Other" },
      { status: "ended" },
      { sync: "required" },
      { commands: [{ type: "command", keyword: "go", label: "Go" }] },
    ]
    for (const other of others) expect(canSame(before, { ...before, ...other }), JSON.stringify(other)).toBe(false)
  })
})

describe("the layout of a conversation", () => {
  const minute = 60_000
  const noon = new Date(2026, 4, 5, 12).getTime()
  const at = (ms: number, patch: Partial<Item> = {}) => item(ms, { at: noon + ms, ...patch })

  it("joins what one side says within minutes", () => {
    const lines = linesOf([at(0), at(minute), at(10 * minute), at(11 * minute, { direction: "sent" })])
    expect(lines.map(l => [l.first, l.last])).toEqual([
      [true, false],
      [false, true],
      [true, true],
      [true, true],
    ])
  })
  it("begins a day once", () => {
    const day = 24 * 60 * minute
    expect(linesOf([at(0), at(minute), at(day), at(day + minute)]).map(l => l.newDay)).toEqual([
      true,
      false,
      true,
      false,
    ])
  })
  it("never joins a message with the notice before it", () => {
    const lines = linesOf([at(0), at(minute, { notice: { kind: "badHash" } })])
    expect(lines[0]?.last).toBe(true)
  })
  it("keeps every item, in order, for any times a peer may claim", () => {
    fc.assert(
      fc.property(fc.array(fc.double()), times => {
        const items = times.map((t, i) => item(i, { at: t }))
        expect(linesOf(items).map(l => l.item)).toEqual(items)
      }),
    )
  })
})
