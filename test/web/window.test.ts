import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { linesOf } from "../../web/state/groups.ts"
import {
  type Conversation,
  emptyConversation,
  trimmed,
  withChanged,
  withoutItems,
  withPage,
} from "../../web/state/messages.ts"
import type { Item, Page } from "../../worker/api.ts"

const item = (order: number, text = "old"): Item => ({
  id: `i${order}`,
  chatId: "a",
  order,
  at: 1_700_000_000_000 + order * 1000,
  direction: "received",
  text,
  status: "received",
})

const orders = (now: Conversation) => now.items.map(i => i.order)
const texts = (now: Conversation) => now.items.map(i => i.text)

/** What the worker would answer, with orders 1 to `count`. */
const pageOf = (count: number, from: number, older: number, newer: number): Page => {
  const first = Math.max(1, from - older)
  const last = Math.min(count, from + newer - 1)
  const items = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => item(first + i))
  return { items, hasOlder: first > 1, ...(last < count ? { hasNewer: true as const } : {}) }
}

const around = (order: number) => withPage(emptyConversation("a"), pageOf(100, order, 5, 5), "instead")

describe("the window on a conversation", () => {
  it("has no gap and no doubles, wherever the reader goes", () => {
    const step = fc.oneof(
      fc.record({ go: fc.constantFrom("older", "newer", "newest", "oldest", "cut older", "cut newer", "new one") }),
      fc.record({ go: fc.constant("jump"), to: fc.integer({ min: 1, max: 200 }) }),
    )
    fc.assert(
      fc.property(fc.array(step as fc.Arbitrary<{ go: string; to?: number }>, { maxLength: 60 }), steps => {
        let count = 200
        let now = withPage(emptyConversation("a"), pageOf(count, count + 1, 20, 0), "instead")
        for (const { go, to = 1 } of steps) {
          const first = now.items[0]?.order ?? 1
          const last = now.items.at(-1)?.order ?? 0
          if (go === "older" && now.hasOlder) now = withPage(now, pageOf(count, first, 20, 0), "older")
          if (go === "newer" && now.hasNewer) now = withPage(now, pageOf(count, last + 1, 0, 20), "newer")
          if (go === "newest") now = withPage(now, pageOf(count, count + 1, 20, 0), "instead")
          if (go === "oldest") now = withPage(now, pageOf(count, 1, 0, 20), "instead")
          if (go === "jump") now = withPage(now, pageOf(count, to, 10, 10), "instead")
          if (go === "cut older" && now.items.length > 15) now = trimmed(now, { older: 10, newer: 0 })
          if (go === "cut newer" && now.items.length > 15) now = trimmed(now, { older: 0, newer: 10 })
          if (go === "new one") now = withChanged(now, item(++count))
          const all = orders(now)
          expect(all).toEqual(all.map((_, i) => (all[0] ?? 0) + i))
          expect(now.hasOlder).toBe((all[0] ?? 1) > 1)
          expect(now.hasNewer).toBe((all.at(-1) ?? 0) < count)
        }
      }),
    )
  })

  it("does not take in what comes far below it, and has it when the reader comes there", () => {
    const far = withChanged(around(50), item(101, "new"))
    expect(orders(far)).toEqual(orders(around(50)))
    const there = withPage(far, pageOf(100, 101, 5, 0), "instead")
    expect(orders(there)).toEqual([96, 97, 98, 99, 100, 101])
    expect(there.hasNewer).toBe(false)
  })

  it("knows what changed beside it better than a page that was read before", () => {
    const changed = withChanged(around(50), item(40, "edited"))
    expect(orders(changed)).toEqual(orders(around(50)))
    expect(texts(withPage(changed, pageOf(100, 45, 10, 0), "older")).filter(t => t === "edited")).toHaveLength(1)
    const removed = withoutItems(around(50), ["i41"])
    expect(orders(withPage(removed, pageOf(100, 45, 10, 0), "older"))).not.toContain(41)
  })

  it("keeps what came before its first page", () => {
    const early = withChanged(emptyConversation("a"), item(101, "new"))
    expect(orders(withPage(early, pageOf(100, 101, 3, 0), "instead"))).toEqual([98, 99, 100, 101])
    expect(orders(withPage(early, pageOf(100, 50, 1, 1), "instead"))).toEqual([49, 50])
  })

  it("says where a day and what is unread begin only if they begin in it", () => {
    const lines = (cut: boolean, readUpTo: number) => linesOf([item(5), item(6)], readUpTo, cut)
    expect(lines(false, 2).map(l => [l.newDay, l.firstNew])).toEqual([
      [true, true],
      [false, false],
    ])
    expect(lines(true, 2).map(l => [l.newDay, l.firstNew])).toEqual([
      [false, false],
      [false, false],
    ])
    expect(lines(true, 5).map(l => l.firstNew)).toEqual([false, true])
  })
})
