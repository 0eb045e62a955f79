import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { emojis } from "../../worker/chat/content.ts"
import { canHaveReactions, countReactions, mostReactions, withReaction } from "../../worker/chat/reaction.ts"
import type { ItemRow, ReactionRow } from "../../worker/store/chat.ts"

const row: ItemRow = { contactId: "c", order: 1, at: 1, direction: "sent", text: "t", status: "sent" }
const one = { emoji: "👍", by: "contact" as const, at: 1 }

describe("reactions", () => {
  it("of one person are three at most, each once, whatever is tried", () => {
    const step = fc.record({
      emoji: fc.constantFrom(...emojis),
      by: fc.constantFrom<ReactionRow["by"]>("me", "contact"),
      at: fc.integer(),
      add: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), steps => {
        const all = steps.reduce<readonly ReactionRow[]>((rs, s) => withReaction(rs, s) ?? rs, [])
        for (const by of ["me", "contact"] as const) {
          const own = all.filter(r => r.by === by).map(r => r.emoji)
          expect(own.length).toBeLessThanOrEqual(mostReactions)
          expect(new Set(own).size).toBe(own.length)
        }
      }),
    )
  })
  it("are not added twice, and not taken away when they are not there", () => {
    expect(withReaction([one], { ...one, add: true })).toBeNull()
    expect(withReaction([], { ...one, add: false })).toBeNull()
    expect(withReaction([one], { ...one, by: "me", add: false })).toBeNull()
    expect(withReaction([one], { ...one, add: false })).toEqual([])
  })
  it("of the two are counted together, and say which is mine", () => {
    const all = [one, { emoji: "🚀", by: "me" as const, at: 2 }, { emoji: "👍", by: "me" as const, at: 3 }]
    expect(countReactions(all)).toEqual([
      { emoji: "👍", count: 2, mine: true },
      { emoji: "🚀", count: 1, mine: true },
    ])
    expect(countReactions([one])).toEqual([{ emoji: "👍", count: 1, mine: false }])
  })
  it("are for what somebody said, and is not deleted", () => {
    expect(canHaveReactions(row)).toBe(true)
    expect(canHaveReactions({ ...row, notice: { kind: "unknown" } })).toBe(true)
    expect(canHaveReactions({ ...row, deleted: { by: "me", at: 1 } })).toBe(false)
    expect(canHaveReactions({ ...row, direction: "event", notice: { kind: "connected" } })).toBe(false)
  })
})
