/** Which square of a picture is shown, in pixels of the picture. Pure: the view tells what a person did. */
export type Size = { readonly width: number; readonly height: number }
/** The corner nearest to 0, and the length of a side. */
export type Crop = { readonly x: number; readonly y: number; readonly side: number }

/** How much a picture can be enlarged. */
export const mostZoom = 8
/** Never less than this of a picture, in pixels: it would be nothing but squares. */
const leastSide = 32

const between = (least: number, n: number, most: number) => Math.min(most, Math.max(least, n))

/** The largest square there is. */
const whole = ({ width, height }: Size) => Math.min(width, height)

const leastOf = (size: Size) => Math.min(whole(size), Math.max(leastSide, whole(size) / mostZoom))

/** The square, inside the picture. */
const inside = (size: Size, { x, y, side }: Crop): Crop => {
  const fits = between(leastOf(size), side, whole(size))
  return { x: between(0, x, size.width - fits), y: between(0, y, size.height - fits), side: fits }
}

/** The middle of the picture, as much of it as can be. */
export const middle = (size: Size): Crop => {
  const side = whole(size)
  return { x: (size.width - side) / 2, y: (size.height - side) / 2, side }
}

/** Moved by parts of its side: 1 is as far as it is wide. */
export const movedBy = (size: Size, crop: Crop, dx: number, dy: number): Crop =>
  inside(size, { ...crop, x: crop.x + dx * crop.side, y: crop.y + dy * crop.side })

/** 1: as much as can be; `mostZoom`: the smallest part. */
export const zoomOf = (size: Size, { side }: Crop): number => whole(size) / side

/** Larger or smaller around its middle. */
export const withZoom = (size: Size, crop: Crop, zoom: number): Crop => {
  const side = between(leastOf(size), whole(size) / Math.max(1, zoom), whole(size))
  const shift = (crop.side - side) / 2
  return inside(size, { x: crop.x + shift, y: crop.y + shift, side })
}

/** Where it is, in percent: the part of the picture that it takes, and the place of its middle. */
export const describeCrop = (size: Size, crop: Crop): readonly [percent: number, x: number, y: number] => [
  Math.round((crop.side / whole(size)) * 100),
  Math.round(((crop.x + crop.side / 2) / size.width) * 100),
  Math.round(((crop.y + crop.side / 2) / size.height) * 100),
]
