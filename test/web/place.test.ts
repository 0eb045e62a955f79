import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { drift, excess, firstWhere, indicesOf, mostRows, rowsAt } from "../../web/state/place.ts"

const counts = fc.integer({ min: 0, max: 100_000 })
const heights = fc.integer({ min: 1, max: 400 })

describe("rows of equal height", () => {
  it("cover the screen wherever it is, with some to spare, and never more than that", () => {
    fc.assert(
      fc.property(counts, heights, fc.integer({ min: -2000, max: 500_000 }), heights, (count, h, top, height) => {
        const { from, to } = rowsAt(count, h, { top, height }, 5)
        expect(from).toBeGreaterThanOrEqual(0)
        expect(to).toBeLessThanOrEqual(count)
        expect(to - from).toBeLessThanOrEqual(Math.ceil(height / h) + 1 + 10)
        const isSeen = (i: number) => (i + 1) * h > top && i * h < top + height
        const first = Math.max(0, Math.floor(top / h))
        const last = Math.min(count - 1, Math.ceil((top + height) / h))
        for (let i = first; i <= last; i++) if (isSeen(i)) expect(i >= from && i < to).toBe(true)
      }),
    )
  })
  it("are the first ones while nobody knows their height", () => {
    expect(rowsAt(1000, 0, { top: 0, height: 0 }, 10)).toEqual({ from: 0, to: 20 })
    expect(rowsAt(3, Number.NaN, { top: 0, height: 0 }, 10)).toEqual({ from: 0, to: 3 })
  })
  it("keep the row with the focus, and its neighbours, in order and without doubles", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 }), (from, pinned) => {
        const all = indicesOf({ from, to: Math.min(51, from + 5) }, 51, [pinned])
        expect(all).toEqual([...new Set(all)].sort((a, b) => a - b))
        for (const i of [pinned - 1, pinned, pinned + 1]) if (i >= 0 && i < 51) expect(all).toContain(i)
      }),
    )
    expect(indicesOf({ from: 0, to: 2 }, 2, [-1])).toEqual([0, 1])
  })
})

describe("the window on a conversation", () => {
  it("never loses what is on screen, nor what would have to be fetched again at once", () => {
    fc.assert(
      fc.property(fc.nat(2000), fc.nat(2000), fc.nat(100), (count, start, size) => {
        const from = Math.min(start, count)
        const to = Math.min(count, from + size)
        const cut = excess(count, { from, to })
        expect(cut.older === 0 || cut.newer === 0).toBe(true)
        const spare = Math.max(30, 2 * (to - from))
        if (cut.older > 0) expect(from - cut.older).toBeGreaterThanOrEqual(spare)
        if (cut.newer > 0) expect(count - to - cut.newer).toBeGreaterThanOrEqual(spare)
      }),
    )
  })
  it("is not larger than its bound once it was cut on both sides", () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.nat(5000), fc.nat(100), (count, start, size) => {
        const from = Math.min(start, count)
        const on = { from, to: Math.min(count, from + size) }
        const first = excess(count, on)
        const left = count - first.older - first.newer
        const second = excess(left, { from: on.from - first.older, to: on.to - first.older })
        expect(left - second.older - second.newer).toBeLessThanOrEqual(mostRows(on.to - on.from))
      }),
    )
  })
  it("finds the first row by halving", () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), (count, at) => {
        let asked = 0
        const found = firstWhere(count, i => {
          asked++
          return i >= at
        })
        expect(found).toBe(Math.min(count, at))
        expect(asked).toBeLessThanOrEqual(11)
      }),
    )
  })
  it("holds the place of a row, whatever was put above it and however far somebody has scrolled meanwhile", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), fc.integer(), fc.integer(), (y, before, scrolled, above) => {
        // In the whole conversation the row was at y, and is at y + above now.
        const anchor = { top: y - before, scrollTop: before }
        const now = { top: y + above - scrolled, scrollTop: scrolled }
        const to = scrolled + drift(anchor, now)
        expect(y + above - to).toBe(y - scrolled)
      }),
    )
  })
})
