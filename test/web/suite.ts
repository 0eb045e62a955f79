/** What the tests of screens share: a visit to the page with a scene, and finding things by their names. */
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, expect } from "vitest"
import type { Scene } from "./fake-state.ts"
import { type Served, servePage, type Visit, visit } from "./page.ts"

/** Milliseconds within which a page does anything, on a machine that is busy with other things. */
const patience = 30_000

/** The source of axe, to be evaluated in the page. */
export const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")

/** An opened one-time link, as path and fragment. */
export const link = "/i#ISikfuPTcSGjT7SvVeDWz3IXaDgxT7J1/jQEanY3RS9AP_CxTfN8ON7oKDNkqaABxeoddBnTxVbo?h=smp8.example.org"

/** Builds and serves the page for the tests of a file; `go` opens it, and after each test no browser may have complained. */
export const usePage = ({ isFull = false } = {}) => {
  let server: Served
  let open: Visit[] = []
  beforeAll(async () => {
    server = await servePage(isFull)
  })
  afterAll(() => server.close())
  afterEach(async () => {
    const closing = open
    open = []
    for (const v of closing) {
      const complaints = [...v.complaints]
      await v.close()
      expect(complaints).toEqual([])
    }
  })
  const go = async (scene: Scene, path = "/", options: Parameters<typeof visit>[3] = {}) => {
    const v = await visit(server.browser, server.url + path, scene, options)
    v.page.setDefaultTimeout(patience)
    open.push(v)
    return v
  }
  return { go, url: () => server.url, outDir: () => server.outDir }
}

export const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true })
export const box = (page: Page, name: string) => page.getByRole("textbox", { name, exact: true })
export const heading = (page: Page, name: string) => page.getByRole("heading", { name, exact: true })
export const openChat = async (page: Page, name: string) => {
  await page.getByRole("navigation", { name: "Chats" }).getByRole("link", { name, exact: true }).click()
  await heading(page, name).waitFor()
}

export const openSettings = async (page: Page, section?: string) => {
  await button(page, "Settings").click()
  await heading(page, "Settings").waitFor()
  if (section === undefined) return
  await page.getByRole("button", { name: section }).click()
  await heading(page, section).waitFor()
}
export const openProfiles = async (page: Page) => {
  await page.getByTitle("Your profiles").click()
  await heading(page, "Your profiles").waitFor()
}
/** Waits until the page says this. */
export const status = (page: Page, words: string) => page.getByRole("status").filter({ hasText: words }).waitFor()
export const alert = (page: Page, words: string | RegExp) =>
  page.getByRole("alert").filter({ hasText: words }).waitFor()

/** Pixels by which something sticks out of the window sideways. */
export const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** Waits until all that moves to an end has come there. */
export const still = (page: Page) =>
  page.evaluate(async () => {
    const frame = () => new Promise(resolve => requestAnimationFrame(resolve))
    await frame()
    await frame()
    const ending = document.getAnimations().filter(a => a.effect?.getComputedTiming().iterations !== Infinity)
    await Promise.allSettled(ending.map(a => a.finished))
  })

/** Which rules of axe are asked: all of them, all but that of contrasts, or some. */
export type Rules = null | "all but contrast" | readonly string[]

/** What axe, which has to be in the page, finds wrong there. */
export const barriers = (page: Page, rules: Rules) =>
  page.evaluate(async asked => {
    const { axe } = globalThis as unknown as { axe: typeof import("axe-core") }
    const some =
      asked === null
        ? {}
        : asked === "all but contrast"
          ? { rules: { "color-contrast": { enabled: false } } }
          : { runOnly: [...asked] }
    // A third of its time went into describing what is in order, and into saying where everything is.
    const lean = { resultTypes: ["violations" as const], selectors: false, preload: { assets: ["media" as const] } }
    const { violations } = await axe.run({ ...lean, ...some })
    return violations.map(v => `${v.id}: ${v.nodes.map(n => n.html).join(" | ")}`)
  }, rules)

/** Words whose contrast axe cannot tell, because a picture stands right behind them. */
export const onPictures = (page: Page) =>
  page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import("axe-core") }
    const { incomplete } = await axe.run({ runOnly: ["color-contrast"], resultTypes: ["incomplete"], selectors: false })
    const reasons = (node: (typeof incomplete)[0]["nodes"][0]) => node.any.map(c => c.data?.messageKey)
    return incomplete.flatMap(i => i.nodes.filter(n => reasons(n).includes("bgImage")).map(n => n.html))
  })

/** A JPEG with bright, dark and colourful places, made by the browser of `page`. */
export const makePicture = async (page: Page, width: number, height: number): Promise<Buffer> => {
  const base64 = await page.evaluate(
    ([w, h]) => {
      const canvas = document.createElement("canvas")
      Object.assign(canvas, { width: w, height: h })
      const context = canvas.getContext("2d")
      for (let i = 0; context && i < 600; i++) {
        context.fillStyle = `hsl(${(i * 47) % 360} 90% ${(i * 29) % 100}%)`
        context.beginPath()
        context.arc((i * 331) % w, (i * 577) % h, 20 + ((i * 13) % 90), 0, 7)
        context.fill()
      }
      return canvas.toDataURL("image/jpeg", 0.95).split(",")[1] ?? ""
    },
    [width, height] as const,
  )
  return Buffer.from(base64, "base64")
}

/** The narrowest window: 1280 pixels at 400 %. */
export const small = { width: 320, height: 600 }

/** What the browser asks for from now on. The page follows at once, unless the reader has chosen a language. */
export const speak = async (page: Page, languages: readonly string[]) => {
  await page.evaluate(wanted => {
    Object.defineProperty(navigator, "languages", { value: wanted, configurable: true })
    dispatchEvent(new Event("languagechange"))
  }, languages)
  const [language] = languages
  await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toBe(language)
}
