import { describe, expect, it } from "vitest"
import { type Crop, describeCrop, middle, mostZoom, movedBy, withZoom, zoomOf } from "../../web/state/crop.ts"

const wide = { width: 900, height: 600 }
const isInside = ({ x, y, side }: Crop, { width, height }: typeof wide) =>
  x >= 0 && y >= 0 && x + side <= width + 1e-9 && y + side <= height + 1e-9

describe("the part of a picture", () => {
  it("is its middle at first, as much as can be", () => {
    expect(middle(wide)).toEqual({ x: 150, y: 0, side: 600 })
    expect(middle({ width: 10, height: 40 })).toEqual({ x: 0, y: 15, side: 10 })
  })
  it("moves, and not beyond the edges", () => {
    expect(movedBy(wide, middle(wide), 0.1, 0.1)).toEqual({ x: 210, y: 0, side: 600 })
    expect(movedBy(wide, middle(wide), -5, 5)).toEqual({ x: 0, y: 0, side: 600 })
    expect(movedBy(wide, middle(wide), 5, 0).x).toBe(300)
  })
  it("becomes smaller around its middle, down to a limit, and whole again", () => {
    const half = withZoom(wide, middle(wide), 2)
    expect(half).toEqual({ x: 300, y: 150, side: 300 })
    expect(zoomOf(wide, half)).toBe(2)
    expect(zoomOf(wide, withZoom(wide, half, 100))).toBe(mostZoom)
    expect(withZoom(wide, half, 0)).toEqual(middle(wide))
  })
  it("of a tiny picture is all of it", () => {
    const tiny = { width: 20, height: 30 }
    expect(withZoom(tiny, middle(tiny), 8).side).toBe(20)
  })
  it("is always inside, whatever was done", () => {
    let crop = middle(wide)
    for (let i = 0; i < 500; i++) {
      crop = i % 3 === 0 ? withZoom(wide, crop, 1 + ((i * 7) % 9)) : movedBy(wide, crop, Math.sin(i), Math.cos(i * 3))
      expect(isInside(crop, wide)).toBe(true)
    }
  })
  it("is told in percent", () => {
    expect(describeCrop(wide, middle(wide))).toEqual([100, 50, 50])
    expect(describeCrop(wide, withZoom(wide, { x: 0, y: 0, side: 600 }, 2))[0]).toBe(50)
  })
})
