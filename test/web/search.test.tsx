/** Looking for chats and messages, in a real browser. */
import type { Page } from "playwright-core"
import { describe, expect, it } from "vitest"
import { matching } from "../../web/state/search.ts"
import type { Item } from "../../worker/api.ts"
import { people, scenes, talk } from "./scenes.ts"
import { heading, usePage } from "./suite.ts"

const { go } = usePage()

const list = (page: Page) => page.getByRole("navigation", { name: "Chats" })
const searchBox = (page: Page) => page.getByRole("searchbox", { name: "Search" })

describe("looking for a chat", () => {
  it("leaves those whose name has all the words, whatever their capitals and accents", () => {
    const found = (query: string) => matching(people, query, chat => chat.name).map(chat => chat.id)
    expect(found("ALICE")).toEqual(["alice"])
    expect(found("furst von")).toEqual(["long"])
    expect(found("alice bob")).toEqual([])
    expect(found("سار")).toEqual(["rtl"])
  })

  it("shortens the list, and Escape brings it back", async () => {
    const { page } = await go(scenes.chats)
    await searchBox(page).fill("dave")
    await expect.poll(() => list(page).getByRole("link").count()).toBe(1)
    await page.keyboard.press("Escape")
    await expect.poll(() => list(page).getByRole("link").count()).toBe(people.length)
    await searchBox(page).fill("nobody at all")
    await page.getByText("Nothing was found.").waitFor()
  })
})

describe("looking for a message", () => {
  it("leads to it, however far back it is, without its secrets", async () => {
    const secret: Item = { ...(talk[2] as Item), id: "s", order: 0, chatId: "many", text: "the *code* is #1234#" }
    const { page } = await go({ ...scenes.chats, items: [...scenes.chats.items, secret] })
    await searchBox(page).fill("code")
    await page.getByRole("heading", { name: "Messages" }).waitFor()
    await list(page).getByRole("button", { name: "the code is \u2022\u2022\u2022\u2022" }).click()
    await heading(page, "Reading group").waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain("the code is")
    const found = page.getByRole("log").getByText("the code is", { exact: false })
    expect(await found.evaluate(e => e.getBoundingClientRect().top > 0)).toBe(true)
  })

  it("that fails finds nothing", async () => {
    const { page } = await go({ ...scenes.chats, fail: { search: "INTERNAL" } })
    await searchBox(page).fill("papers")
    await page.getByText("Nothing was found.").waitFor()
  })
})
