/** QR codes on the page, as a camera would see them. */
import type { Page } from "playwright-core"
import { decodeQR } from "qr/decode.js"
import { expect } from "vitest"
import { box } from "./suite.ts"

/** The picture of the QR code on the page, three pixels a module, and the same as a file. */
export const pixels = async (page: Page) => {
  const { side, dark, png } = await page
    .getByRole("img", { name: "QR code" })
    .evaluate(async (img: HTMLImageElement) => {
      await img.decode()
      const canvas = document.createElement("canvas")
      const side = (img.naturalWidth / 8) * 3
      canvas.width = canvas.height = side
      const context = canvas.getContext("2d")
      context?.drawImage(img, 0, 0, side, side)
      const rgba = context?.getImageData(0, 0, side, side).data ?? []
      let dark = ""
      for (let i = 0; i < rgba.length; i += 4) dark += (rgba[i] ?? 0) < 128 ? "1" : "0"
      return { side, dark, png: canvas.toDataURL("image/png") }
    })
  const data = Uint8ClampedArray.from([...dark].flatMap(d => (d === "1" ? [0, 0, 0] : [255, 255, 255])))
  return { width: side, height: side, data, png }
}

/** The value of the field in each form that a link can take, each the same as its QR code. */
export const formsShown = async (page: Page, field: string) => {
  const seen: string[] = []
  for (const form of ["Any browser", "SimpleX app", "Full link"]) {
    await page.getByRole("radio", { name: form }).check()
    const value = await box(page, field).inputValue()
    seen.push(value)
    await expect.poll(async () => decodeQR(await pixels(page))).toBe(value)
  }
  return seen
}
