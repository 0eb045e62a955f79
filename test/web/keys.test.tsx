/** Keyboard shortcuts: which key is which, and what they do in a real browser. */
import type { Page } from "playwright-core"
import { describe, expect, it } from "vitest"
import { type Key, neighbour, shortcutOf } from "../../web/state/keys.ts"
import { scenes } from "./scenes.ts"
import { box, button, heading, openChat, small, usePage } from "./suite.ts"

const key = (code: string, patch: Partial<Key> = {}): Key => ({
  code,
  key: code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...patch,
})

describe("a key", () => {
  it("is ours only with what belongs to it", () => {
    expect(shortcutOf(key("KeyK", { ctrlKey: true }), "yes")).toBe("search")
    expect(shortcutOf(key("KeyK", { metaKey: true }), "no")).toBe("search")
    expect(shortcutOf(key("KeyK"), "no")).toBe(null)
    expect(shortcutOf(key("KeyK", { ctrlKey: true, shiftKey: true }), "no")).toBe(null)
    expect(shortcutOf(key("ArrowDown"), "no")).toBe(null)
    expect(shortcutOf(key("ArrowDown", { altKey: true, ctrlKey: true }), "no")).toBe(null)
    expect(shortcutOf(key("ArrowDown", { altKey: true, shiftKey: true }), "no")).toBe("unread")
  })

  it("that writes something is left to who writes", () => {
    expect(shortcutOf(key("Slash", { key: "?", shiftKey: true }), "no")).toBe("help")
    expect(shortcutOf(key("Slash", { key: "?", shiftKey: true }), "empty")).toBe(null)
    expect(shortcutOf(key("ArrowUp", { altKey: true }), "empty")).toBe("previous")
    expect(shortcutOf(key("ArrowUp", { altKey: true }), "yes")).toBe(null)
    expect(shortcutOf(key("Escape", { key: "Escape" }), "yes")).toBe(null)
    expect(shortcutOf(key("Escape", { key: "Escape" }), "empty")).toBe("close")
  })

  it("goes around the ends of the list, and in at one of them", () => {
    expect(neighbour(["a", "b", "c"], "c", 1)).toBe("a")
    expect(neighbour(["a", "b", "c"], "a", -1)).toBe("c")
    expect(neighbour(["a", "b", "c"], null, -1)).toBe("c")
    expect(neighbour(["a", "b", "c"], "gone", 1)).toBe("a")
    expect(neighbour([], null, 1)).toBe(null)
  })
})

describe("on the page", () => {
  const { go } = usePage()
  /** Waits for them: they come after what is shown first. */
  const areThere = async (page: Page) => {
    const search = page.getByRole("searchbox", { name: "Search" })
    const isReached = () => search.evaluate(e => e === document.activeElement)
    await expect.poll(() => page.keyboard.press("Control+k").then(isReached)).toBe(true)
  }

  it("lead from chat to chat, to the search, and back", async () => {
    const { page } = await go(scenes.chats)
    await page.getByRole("link", { name: "Alice" }).waitFor()
    await areThere(page)
    await page.keyboard.press("Alt+ArrowDown")
    await heading(page, "Alice").waitFor()
    await page.keyboard.press("Alt+ArrowDown")
    await heading(page, "Bob").waitFor()
    await page.keyboard.press("Alt+ArrowUp")
    await heading(page, "Alice").waitFor()
    await areThere(page)
    await page.keyboard.press("Alt+n")
    await heading(page, "New chat").waitFor()
    await page.keyboard.press("Escape")
    await heading(page, "New chat").waitFor({ state: "hidden" })
    await page.keyboard.press("Alt+,")
    await heading(page, "Settings").waitFor()
  })

  it("are listed on a sheet, which Escape closes without going back", async () => {
    const { page } = await go(scenes.chats)
    await page.getByRole("link", { name: "Alice" }).waitFor()
    await areThere(page)
    await button(page, "Settings").click()
    await heading(page, "Settings").waitFor()
    await page.keyboard.press("?")
    await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor()
    await page.keyboard.press("Escape")
    await page.getByRole("dialog").waitFor({ state: "hidden" })
    await heading(page, "Settings").waitFor()
    await page.getByRole("button", { name: "Help" }).click()
    await button(page, "Keyboard shortcuts").click()
    await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor()
  })

  it("do nothing to what is being written, and nothing at all when they are off", async () => {
    const { page } = await go(scenes.chats)
    await openChat(page, "Alice")
    await box(page, "Message").pressSequentially("really?")
    expect(await box(page, "Message").inputValue()).toBe("really?")
    await page.keyboard.press("Alt+ArrowDown")
    await page.keyboard.press("Escape")
    await heading(page, "Alice").waitFor()
    expect(await page.getByRole("dialog").count()).toBe(0)
    await button(page, "Settings").click()
    await page.getByRole("button", { name: "Appearance" }).click()
    await page.getByRole("switch", { name: "Keyboard shortcuts" }).uncheck()
    await page.keyboard.press("?")
    await page.keyboard.press("Alt+n")
    await heading(page, "Appearance").waitFor()
    expect(await page.getByRole("dialog").count()).toBe(0)
  })

  it("show the search on a narrow window too", async () => {
    const { page } = await go(scenes.chats, "/", { viewport: small })
    await openChat(page, "Alice")
    await areThere(page)
  })
})
