/** Every screen for everybody, in a real browser: axe, narrow windows, zoom, right-to-left, the way back, size. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Page } from "playwright-core"
import { beforeAll, describe, expect, it } from "vitest"
import { desktop, phone } from "../support/browser.ts"
import { scenes } from "./scenes.ts"
import {
  axe,
  barriers,
  box,
  button,
  heading,
  openChat,
  overflow,
  type Rules,
  small,
  speak,
  still,
  usePage,
} from "./suite.ts"
import { walks } from "./walks.ts"

const { go, url, outDir } = usePage()

describe("the way back", () => {
  it("leads from a chat to the list, and out of it only then", async () => {
    const { page } = await go(scenes.chats, "/", { viewport: phone })
    await openChat(page, "Alice")
    expect(await page.getByRole("navigation", { name: "Chats" }).isVisible()).toBe(false)
    await page.goBack()
    await page.getByRole("navigation", { name: "Chats" }).waitFor()
    await openChat(page, "Alice")
    await button(page, "Back to chats").click()
    await page.getByRole("navigation", { name: "Chats" }).waitFor()
    await expect.poll(() => page.evaluate(() => history.state)).toBe(null)
    expect(page.url()).toBe(`${url()}/`)
    await page.goForward()
    await heading(page, "Alice").waitFor()
  })
})

describe("for everybody", () => {
  const folder = process.env.SHOTS
  const shot = async (page: Page, name: string) => {
    if (folder) await page.screenshot({ path: join(folder, `${name.replace(/\W+/g, "-")}.png`) })
  }
  /** Puts a theme on the page as the settings do; the one before. */
  const dress = (page: Page, theme: string | undefined) =>
    page.evaluate(t => {
      const { dataset } = document.documentElement
      const before = dataset.theme
      if (t === undefined) delete dataset.theme
      else dataset.theme = t
      return before
    }, theme)
  beforeAll(() => {
    // For the section "About": the page compares itself with the list.
    writeFileSync(join(outDir(), "hashes.txt"), `${"0".repeat(64)}  index.html\n`)
  })

  for (const [scene, path, ...steps] of walks)
    it(`${steps.map(([screen]) => screen).join(", ")}: no barrier that axe knows, nothing cut, in light, dark and black, in Arabic, at 320 pixels and on a desktop`, {
      timeout: 300_000,
    }, async () => {
      const { page } = await go(scene, path, { reducedMotion: "reduce" })
      await speak(page, ["en"])
      for (const [screen, reach] of steps) {
        await page.setViewportSize(desktop)
        await reach(page)
        if (screen === steps[0]?.[0]) await page.evaluate(axe)
        const look = async (rules: Rules, where: string) => {
          await still(page)
          await shot(page, `${screen} ${where}`)
          expect(await overflow(page), `${screen} ${where}`).toBe(0)
          if (rules?.length !== 0) expect(await barriers(page, rules), `${screen} ${where}`).toEqual([])
        }
        await look(null, "desktop")
        await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" })
        // The schemes differ in colours alone.
        await look(["color-contrast"], "dark")
        const theme = await dress(page, "black")
        await look(["color-contrast"], "black")
        await dress(page, theme)
        await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" })
        await page.setViewportSize(small)
        // Contrasts of narrow windows are looked at in Arabic: no colour depends on the language.
        await look("all but contrast", "small")
        for (const language of ["de", "ar"]) {
          await speak(page, [language])
          await look(language === "ar" ? null : [], `small ${language}`)
        }
        await page.setViewportSize(desktop)
        await look([], "desktop ar")
        await speak(page, ["en"])
      }
    })

  it("can be zoomed to 400 % and turned right-to-left", async () => {
    const { page } = await go(scenes.chats, "/", { viewport: { width: 320, height: 400 } })
    await openChat(page, "Alice")
    await page.evaluate(() => {
      document.documentElement.dir = "rtl"
      document.documentElement.style.fontSize = "200%"
    })
    expect(await overflow(page)).toBe(0)
    await box(page, "Message").fill("still usable")
    await button(page, "Send").click()
  })
})
