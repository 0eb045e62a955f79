/**
 * Pictures on their way out: drawn anew, smaller, so that nothing of what a camera wrote into them is left. What moves stays
 * as it is.
 *
 * Peer: ImageUtils of the apps: resizeImageToDataSize (255 KB), resizeImageToStrSize (14,000 characters); PNG where
 *       something is transparent, JPEG otherwise; saveAnimImage.
 */
import type { Attachment } from "../../worker/api.ts"
import { dimensionsOf } from "./dimensions.ts"
import { stampedName } from "./name.ts"

/** Bytes of a picture, and characters of its preview as a data: address. */
const mostBytes = 261_120
const mostPreview = 14_000
/** The longest side, in pixels: what a phone's screen shows. */
const longest = 1920

export type Drawable = { readonly image: CanvasImageSource; readonly width: number; readonly height: number }

/** The picture with no side longer than this, in pixels; on `ground` where it is transparent, if that is given. Throws TypeError. */
export const draw = ({ image, width, height }: Drawable, side: number, ground?: string): HTMLCanvasElement => {
  const canvas = document.createElement("canvas")
  const scale = Math.min(1, side / Math.max(width, height))
  canvas.width = Math.max(1, Math.round(width * scale))
  canvas.height = Math.max(1, Math.round(height * scale))
  const context = canvas.getContext("2d")
  if (!context) throw new TypeError("no picture")
  if (ground !== undefined) {
    context.fillStyle = ground
    context.fillRect(0, 0, canvas.width, canvas.height)
  }
  context.imageSmoothingQuality = "high"
  context.drawImage(image, 0, 0, canvas.width, canvas.height)
  return canvas
}

/** Something can be seen through it: stickers, drawings. */
const isTransparent = (picture: Drawable): boolean => {
  const canvas = draw(picture, 128)
  const pixels = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? []
  for (let at = 3; at < pixels.length; at += 4) if ((pixels[at] ?? 255) < 250) return true
  return false
}

type Format = "image/jpeg" | "image/png"

/** Rejects TypeError when the browser cannot make it. */
export const toBlob = (canvas: HTMLCanvasElement, format: Format, quality: number): Promise<Blob> =>
  new Promise((resolve, reject) =>
    canvas.toBlob(b => (b ? resolve(b) : reject(new TypeError("no picture"))), format, quality),
  )

/** PNG has no quality: it only gets smaller. */
const qualitiesOf = (format: Format, all: readonly number[]) => (format === "image/png" ? [1] : all)

const small = async (picture: Drawable, format: Format): Promise<Blob> => {
  for (let side = longest; side > 64; side = Math.round(side * 0.75)) {
    const canvas = draw(picture, side)
    for (const quality of qualitiesOf(format, [0.85, 0.7, 0.5])) {
      const blob = await toBlob(canvas, format, quality)
      if (blob.size <= mostBytes) return blob
    }
  }
  throw new TypeError("picture too large")
}

/** As it stands in the message. The apps write "jpg", and know their own pictures by it. */
export const previewOf = (picture: Drawable, format: Format = "image/jpeg"): string => {
  for (let side = 320; side > 16; side = Math.round(side * 0.75))
    for (const quality of qualitiesOf(format, [0.8, 0.6, 0.4])) {
      const uri = draw(picture, side).toDataURL(format, quality).replace("data:image/jpeg", "data:image/jpg")
      if (uri.length <= mostPreview) return uri
    }
  throw new TypeError("picture too large")
}

/** What the apps show moving. */
const moving: Readonly<Record<string, string>> = { "image/gif": "gif", "image/webp": "webp" }

const movingExtension = async (file: Blob): Promise<string | undefined> => {
  const extension = moving[file.type]
  if (extension === undefined) return undefined
  return dimensionsOf(new Uint8Array(await file.arrayBuffer()))?.moves ? extension : undefined
}

/** Rejects when the browser cannot read the picture. */
export const pictureAttachment = async (file: Blob): Promise<Attachment> => {
  const image = await createImageBitmap(file)
  try {
    const picture = { image, width: image.width, height: image.height }
    const format = isTransparent(picture) ? "image/png" : "image/jpeg"
    const as = { kind: "image" as const, image: previewOf(picture, format) }
    const extension = await movingExtension(file)
    if (extension !== undefined) return { name: stampedName("IMG", extension), content: file, as }
    const content = await small(picture, format)
    return { name: stampedName("IMG", format === "image/png" ? "png" : "jpg"), content, as }
  } finally {
    image.close()
  }
}
