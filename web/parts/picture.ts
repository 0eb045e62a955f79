/**
 * Pictures of people: small, and part of their profile as text.
 *
 * Peer:  ImageUtils of the apps: resizeImageToStrSize(cropToSquare(image), maxDataSize = 12500).
 */

import { type Dimensions, dimensionsOf } from "../media/dimensions.ts"
import type { Crop } from "../state/crop.ts"

/** Characters and pixels of a picture in a message, with room for apps that allow themselves more than the present ones. */
const mostCharacters = 32_000
const mostPixels = 4_000_000

/** Of base64: the size stands before this in what apps make. */
const headCharacters = 8192

/** The size of a picture in a data: address, by its first bytes; null when it is none, or does not say. */
export const pictureSize = (uri: string): Dimensions | null => {
  const from = uri.indexOf(",") + 1
  try {
    const head = atob(uri.slice(from, from + headCharacters))
    return dimensionsOf(Uint8Array.from(head, c => c.charCodeAt(0)))
  } catch {
    return null // no base64
  }
}

/** Its bytes are a picture of a size that can be drawn many times on a screen. */
const isBearable = (uri: string): boolean => {
  const size = pictureSize(uri)
  return size !== null && size.width * size.height <= mostPixels
}

/** Pictures that a browser only decodes, small in letters and in pixels. No SVG, which is a program. */
export const isPicture = (uri: string | undefined): uri is string =>
  uri !== undefined &&
  uri.length <= mostCharacters &&
  /^data:image\/(?:png|jpe?g|webp|gif);base64,[\w+/=]+$/.test(uri) &&
  isBearable(uri)

/** Characters of a data: address that a profile may hold. */
const most = 12_500

/** Pixels of the square, and the quality, from good to just recognisable. */
const sizes = [192, 160, 128, 96, 64]
const qualities = [0.85, 0.7, 0.5, 0.35]

/** An image file, as the browser reads it. Rejects when it cannot. */
export const openPicture = async (file: Blob): Promise<ImageBitmap> => {
  const image = await createImageBitmap(file)
  if (image.width === 0 || image.height === 0) throw new TypeError("no picture")
  return image
}

/**
 * A picture for a profile: a square of an image, as JPEG. Nothing else of the file is left, such as where it was taken.
 * Throws TypeError when the browser cannot make it.
 */
export const squarePicture = (image: ImageBitmap, { x, y, side }: Crop): string => {
  const canvas = document.createElement("canvas")
  const context = canvas.getContext("2d")
  if (!context) throw new TypeError("no picture")
  for (const size of sizes) {
    canvas.width = canvas.height = Math.max(1, Math.min(size, Math.round(side)))
    context.fillStyle = "#fff" // where it is transparent
    context.fillRect(0, 0, canvas.width, canvas.height)
    context.imageSmoothingQuality = "high"
    context.drawImage(image, x, y, side, side, 0, 0, canvas.width, canvas.height)
    for (const quality of qualities) {
      // The apps write "jpg", and know their own pictures by it.
      const uri = canvas.toDataURL("image/jpeg", quality).replace("data:image/jpeg", "data:image/jpg")
      if (uri.length <= most) return uri
    }
  }
  throw new TypeError("picture too large")
}
