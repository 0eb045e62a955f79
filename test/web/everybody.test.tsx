/** Every screen for everybody, in a real browser: axe, narrow windows, zoom, right-to-left, the way back, size. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import type { Page } from "playwright-core"
import { describe, expect, it } from "vitest"
import { desktop, phone } from "../support/browser.ts"
import type { Scene } from "./fake-state.ts"
import { address, scenes } from "./scenes.ts"
import { axe, barriers, box, button, heading, link, openChat, overflow, still, usePage } from "./suite.ts"

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
  /** The button of the last message. */
  const actions = async (page: Page) => {
    const last = page.getByRole("log").getByRole("listitem").last()
    await last.hover()
    return last.getByRole("button", { name: "Message actions" })
  }
  type Step = readonly [screen: string, reach: (page: Page) => Promise<unknown>]
  const addressPath = address.short.slice("simplex:".length)
  const walks: readonly (readonly [scene: Scene, path: string, ...steps: readonly Step[]])[] = [
    [
      scenes.firstRun,
      "/",
      ["first run", page => box(page, "Display name").waitFor()],
      ["keeping", page => button(page, "Keep my chats").click()],
    ],
    [scenes.locked, "/", ["locked", page => button(page, "Unlock").click()]],
    [scenes.elsewhere, "/", ["elsewhere", page => button(page, "Use here").waitFor()]],
    [scenes.invited, link, ["invited", page => heading(page, "Alice invites you to chat").waitFor()]],
    [scenes.answering, link, ["answering", page => heading(page, "Alice invites you to chat").waitFor()]],
    [scenes.asked, addressPath, ["asked", page => heading(page, "Ask to connect").waitFor()]],
    [scenes.asking, addressPath, ["asking", page => heading(page, "Connect with Alice").waitFor()]],
    [
      { ...scenes.asking, plan: { ...scenes.asking.plan, bio: "Mends bicycles", welcome: "Ask me *anything*" } },
      addressPath,
      ["told", page => page.getByText("Mends bicycles").waitFor()],
      ["prepared", page => button(page, "Write a message first").click()],
    ],
    [scenes.markup, "/", ["markup", page => openChat(page, "Alice")]],
    [
      scenes.rich,
      "/",
      ["rich", page => openChat(page, "Alice")],
      ["menu", page => actions(page).then(all => all.click())],
      ["reactions", page => page.getByRole("menuitem", { name: "React" }).click()],
      [
        "answer",
        async page => {
          await page.keyboard.press("Escape")
          await (await actions(page)).click()
          await page.getByRole("menuitem", { name: "Reply" }).click()
        },
      ],
      [
        "info",
        async page => {
          await (await actions(page)).click()
          await page.getByRole("menuitem", { name: "Info" }).click()
          await page.getByText("History of edits").waitFor()
        },
      ],
      [
        "choosing",
        async page => {
          await page.keyboard.press("Escape")
          await (await actions(page)).click()
          await page.getByRole("menuitem", { name: "Select" }).click()
          await button(page, "Forward").waitFor()
        },
      ],
      ["forwarding", page => button(page, "Forward").click()],
    ],
    [
      scenes.trouble,
      "/",
      ["fix", page => openChat(page, "Alice")],
      ["contact in trouble", page => button(page, "Alice").click()],
    ],
    [
      scenes.chats,
      "/",
      ["talk", page => openChat(page, "Alice")],
      ["contact", page => button(page, "Alice").click()],
      ["security code", page => button(page, "Verify security code").click()],
      ["verified", page => button(page, "Mark verified").click()],
      ["deleting a contact", page => button(page, "Delete contact").click()],
    ],
    [
      { ...scenes.chats, address },
      "/",
      ["list", page => page.getByRole("link", { name: "Alice" }).waitFor()],
      ["chat", page => openChat(page, "Alice")],
      ["request", page => openChat(page, "Bob")],
      ["requested", page => openChat(page, "Erin")],
      ["waiting", page => openChat(page, "Connecting…")],
      ["failed", page => openChat(page, "Dave (work)")],
      ["link", page => openChat(page, "One-time link")],
      ["new chat", page => button(page, "New chat").click()],
      ["address", page => button(page, "Your SimpleX address").click()],
      ["deleting", page => button(page, "Delete address").click()],
      [
        "profiles",
        async page => {
          await page.keyboard.press("Escape")
          await page.getByTitle("Your profiles").click()
        },
      ],
      ["profile", page => button(page, "Edit your profile").click()],
      [
        "search",
        async page => {
          await page.setViewportSize(desktop)
          await page.getByRole("searchbox", { name: "Search" }).fill("re")
          await page.getByRole("heading", { name: "Messages" }).waitFor()
        },
      ],
    ],
  ]

  for (const [scene, path, ...steps] of walks)
    it(`${steps.map(([screen]) => screen).join(", ")}: no barrier that axe knows, in light and dark, on a phone of 320 pixels and a desktop`, {
      timeout: 90_000,
    }, async () => {
      const { page } = await go(scene, path, { reducedMotion: "reduce" })
      for (const [screen, reach] of steps) {
        await page.setViewportSize(desktop)
        await reach(page)
        if (screen === steps[0]?.[0]) await page.evaluate(axe)
        for (const viewport of [desktop, { width: 320, height: 600 }]) {
          await page.setViewportSize(viewport)
          for (const colorScheme of ["light", "dark"] as const) {
            await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
            await still(page)
            expect(await overflow(page), screen).toBe(0)
            // The two schemes differ in colours alone.
            expect(await barriers(page, colorScheme === "dark" ? ["color-contrast"] : null), screen).toEqual([])
          }
        }
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

  it("needs at most 40 KB of compressed script on the page", () => {
    const html = readFileSync(join(outDir(), "index.html"), "utf8")
    const scripts = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map(m => m[1] ?? "")
    expect(scripts.length).toBeGreaterThan(0)
    const size = scripts.map(s => gzipSync(readFileSync(join(outDir(), s))).length).reduce((a, b) => a + b, 0)
    expect(size).toBeLessThanOrEqual(40 * 1024)
  })
})
