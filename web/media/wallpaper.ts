/**
 * A picture to stand behind conversations: drawn anew, smaller, so that nothing of what a camera wrote into it is left.
 *
 * Trust: what a backup brought may be any bytes: it is not shown when it would be large once it is decoded.
 */
import { dimensionsOf } from "./dimensions.ts"
import { draw, toBlob } from "./picture.ts"

/** The longest side, in pixels, and bytes: it is covered by a veil and by messages. */
const longest = 1600
const mostBytes = 200_000
const mostPixels = longest * longest
const qualities = [0.85, 0.7, 0.5]

/** A JPEG of at most 200 KB and 1600 pixels. Rejects when the browser cannot read the file. */
export const wallpaperOf = async (file: Blob): Promise<Uint8Array> => {
  const image = await createImageBitmap(file)
  const picture = { image, width: image.width, height: image.height }
  try {
    for (let side = longest; side > 64; side = Math.round(side * 0.8)) {
      const canvas = draw(picture, side, "#fff")
      for (const quality of qualities) {
        const blob = await toBlob(canvas, "image/jpeg", quality)
        if (blob.size <= mostBytes) return new Uint8Array(await blob.arrayBuffer())
      }
    }
    throw new TypeError("picture too large")
  } finally {
    image.close()
  }
}

/** Of what was kept; null when it is better not shown. */
export const toShown = (bytes: Uint8Array): Blob | null => {
  const size = dimensionsOf(bytes)
  if (size === null || size.width * size.height > mostPixels) return null
  return new Blob([new Uint8Array(bytes)], { type: "image/jpeg" })
}
