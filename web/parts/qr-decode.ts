/** Reads QR codes from a camera picture or an image file: with the browser's own detector, otherwise in JavaScript. */
type Source = HTMLVideoElement | ImageBitmap
type Detector = { detect(source: Source): Promise<readonly { rawValue: string }[]> }
type DetectorClass = { new (o: { formats: string[] }): Detector; getSupportedFormats(): Promise<readonly string[]> }

export type ReadCode = (source: Source, thorough: boolean) => Promise<string | null>

/** Pictures are made this small before the JavaScript reader sees them: a dense code needs about 1000 pixels. */
const side = 1600

const sizeOf = (source: Source) =>
  "videoWidth" in source ? [source.videoWidth, source.videoHeight] : [source.width, source.height]

const scripted = async (): Promise<ReadCode> => {
  const { decodeQR } = await import("qr/decode.js")
  const canvas = document.createElement("canvas")
  const context = canvas.getContext("2d", { willReadFrequently: true })
  return async (source, thorough) => {
    const [width = 0, height = 0] = sizeOf(source)
    if (!context || width === 0 || height === 0) return null
    const scale = Math.min(1, side / Math.max(width, height))
    canvas.width = Math.round(width * scale)
    canvas.height = Math.round(height * scale)
    context.drawImage(source, 0, 0, canvas.width, canvas.height)
    try {
      const picture = context.getImageData(0, 0, canvas.width, canvas.height)
      return decodeQR(picture, thorough ? { effort: Number.POSITIVE_INFINITY, timeLimit: 3000 } : {})
    } catch {
      return null // no code in this picture
    }
  }
}

const native = async (): Promise<ReadCode | null> => {
  const found = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector
  if (!found || !(await found.getSupportedFormats()).includes("qr_code")) return null
  const detector = new found({ formats: ["qr_code"] })
  return async source => (await detector.detect(source))[0]?.rawValue ?? null
}

/** The best reader this browser has. */
export const codeReader = async (): Promise<ReadCode> => (await native().catch(() => null)) ?? (await scripted())
