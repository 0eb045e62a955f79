/** How the items of a conversation are laid out: days, and bubbles that belong together. Pure. */
import type { Item } from "../../worker/api.ts"

/** Midnight of the day that `at` (ms) lies in, local time. */
export const dayOf = (at: number): number => new Date(at).setHours(0, 0, 0, 0)

/** Messages of one side within this time form one group. */
const groupMs = 3 * 60_000

export type Line = {
  readonly item: Item
  /** First item of its day: a line with the date stands above it. */
  readonly newDay: boolean
  /** First and last of a group of bubbles. */
  readonly first: boolean
  readonly last: boolean
  /** First of those that were unread when the chat was opened. */
  readonly firstNew: boolean
}

const together = (a: Item | undefined, b: Item | undefined) =>
  a !== undefined &&
  b !== undefined &&
  a.direction !== "event" &&
  a.direction === b.direction &&
  Math.abs(b.at - a.at) < groupMs &&
  dayOf(a.at) === dayOf(b.at) &&
  b.notice === undefined

/**
 * One line an item, in the same order. `cut`: there are items before the first of these, so that a day or what is unread
 * may have begun with one of them.
 */
export const linesOf = (items: readonly Item[], readUpTo: number | null = null, cut = false): readonly Line[] => {
  const isWhole = !cut || (items[0] !== undefined && readUpTo !== null && items[0].order <= readUpTo)
  const unread =
    readUpTo === null || !isWhole ? -1 : items.findIndex(i => i.direction === "received" && i.order > readUpTo)
  return items.map((item, i) => {
    const before = items[i - 1]
    return {
      item,
      newDay: before === undefined ? !cut : dayOf(before.at) !== dayOf(item.at),
      firstNew: i === unread,
      first: i === unread || !together(before, item),
      last: !together(item, items[i + 1]),
    }
  })
}
