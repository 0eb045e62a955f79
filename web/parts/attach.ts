/**
 * Files on their way out: pictures are made smaller and lose all that a camera wrote into them; everything else goes as it
 * is. Loaded when something is attached.
 *
 * Peer: ImageUtils and ComposeView of the apps: resizeImageToDataSize (255 KB), resizeImageToStrSize (14,000 characters),
 *       names `IMG_<date>.jpg`.
 */
import type { Attachment } from "../../worker/api.ts"

/** Bytes of a picture, and characters of its preview as a data: address. */
const mostBytes = 261_120
const mostPreview = 14_000
/** The longest side, in pixels: what a phone's screen shows. */
const longest = 1920

const draw = (image: ImageBitmap, side: number): HTMLCanvasElement => {
  const canvas = document.createElement("canvas")
  const scale = Math.min(1, side / Math.max(image.width, image.height))
  canvas.width = Math.max(1, Math.round(image.width * scale))
  canvas.height = Math.max(1, Math.round(image.height * scale))
  const context = canvas.getContext("2d")
  if (!context) throw new TypeError("no picture")
  context.fillStyle = "#fff" // where it is transparent
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(image, 0, 0, canvas.width, canvas.height)
  return canvas
}

const toJpeg = (canvas: HTMLCanvasElement, quality: number): Promise<Blob> =>
  new Promise((resolve, reject) =>
    canvas.toBlob(b => (b ? resolve(b) : reject(new TypeError("no picture"))), "image/jpeg", quality),
  )

const smallJpeg = async (image: ImageBitmap): Promise<Blob> => {
  for (let side = longest; side > 64; side = Math.round(side * 0.75)) {
    const canvas = draw(image, side)
    for (const quality of [0.85, 0.7, 0.5]) {
      const blob = await toJpeg(canvas, quality)
      if (blob.size <= mostBytes) return blob
    }
  }
  throw new TypeError("picture too large")
}

const previewOf = (image: ImageBitmap): string => {
  for (let side = 320; side > 16; side = Math.round(side * 0.75))
    for (const quality of [0.8, 0.6, 0.4]) {
      const uri = draw(image, side).toDataURL("image/jpeg", quality).replace("data:image/jpeg", "data:image/jpg")
      if (uri.length <= mostPreview) return uri
    }
  throw new TypeError("picture too large")
}

const two = (n: number) => String(n).padStart(2, "0")
const stamp = (at: Date): string =>
  `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}_${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}`

/** Animated pictures would lose their movement. */
const moves = (file: File): boolean => file.type === "image/gif"

/** What the worker is given. Pictures that cannot be read go as files. */
export const toAttachment = async (file: File): Promise<Attachment> => {
  const plain: Attachment = { name: file.name, content: file }
  if (!/^image\/(?:png|jpeg|webp|gif|avif|bmp)$/.test(file.type)) return plain
  try {
    const image = await createImageBitmap(file)
    const as = { kind: "image" as const, image: previewOf(image) }
    if (moves(file)) return { ...plain, as }
    return { name: `IMG_${stamp(new Date())}.jpg`, content: await smallJpeg(image), as }
  } catch {
    return plain
  }
}

/** Lets the browser save a content under a name. It never opens it: the type says nothing. */
export const saveAs = (name: string, content: Blob) => {
  const url = URL.createObjectURL(new Blob([content], { type: "application/octet-stream" }))
  const link = document.createElement("a")
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
