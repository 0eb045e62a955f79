/** Where rows are, and which of them are in the page. Pure; all lengths in pixels. */

/** Rows from `from` to before `to`. */
export type Range = { readonly from: number; readonly to: number }

/** What is on screen of a list: how far it is scrolled past its first row, and how much of it could be seen. */
export type Viewport = { readonly top: number; readonly height: number }

/** Rows of equal height that are on screen, with `spare` on either side. */
export const rowsAt = (count: number, rowHeight: number, { top, height }: Viewport, spare: number): Range => {
  const within = (n: number) => Math.max(0, Math.min(count, n))
  if (!(rowHeight > 0)) return { from: 0, to: within(2 * spare) }
  const from = within(Math.floor(top / rowHeight) - spare)
  const to = within(Math.ceil((top + Math.max(0, height)) / rowHeight) + spare)
  return { from, to: Math.max(from, to) }
}

/** The rows of the range, and around those that must not go, such as the one with the focus: ascending. */
export const indicesOf = ({ from, to }: Range, count: number, pinned: readonly number[]): readonly number[] => {
  const all = new Set<number>()
  for (let i = from; i < to; i++) all.add(i)
  for (const p of pinned) for (const i of [p - 1, p, p + 1]) if (p >= 0 && i >= 0 && i < count) all.add(i)
  return [...all].sort((a, b) => a - b)
}

/** The first index at which `isAfter` is true, or `count`; it has to stay true from there on. */
export const firstWhere = (count: number, isAfter: (index: number) => boolean): number => {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >> 1
    if (isAfter(middle)) high = middle
    else low = middle + 1
  }
  return low
}

/** Rows that may be in the page at a time, where so many are on screen. */
export const mostRows = (seen: number): number => Math.max(150, 6 * seen)

/**
 * How many rows to take away at the two ends, so that not too many are in the page: on the side where more of them are,
 * and so many stay beside those on screen that nothing has to be fetched again at once.
 */
export const excess = (count: number, seen: Range): { readonly older: number; readonly newer: number } => {
  const size = Math.max(0, seen.to - seen.from)
  const spare = Math.max(30, 2 * size)
  const over = count - mostRows(size)
  const above = seen.from
  const below = count - seen.to
  if (over <= 0) return { older: 0, newer: 0 }
  return above >= below
    ? { older: Math.min(over, Math.max(0, above - spare)), newer: 0 }
    : { older: 0, newer: Math.min(over, Math.max(0, below - spare)) }
}

/** Where a row was, from the upper edge of the box, when the box was scrolled so far. */
export type Anchor = { readonly top: number; readonly scrollTop: number }

/** How far to scroll so that the row, now at `top`, is where the reader expects it, who may have scrolled meanwhile. */
export const drift = (anchor: Anchor, now: Anchor): number =>
  now.top - (anchor.top - (now.scrollTop - anchor.scrollTop))
