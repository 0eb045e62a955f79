/** Sorting the list of chats, naming people, and passing them on, in a real browser. */
import type { Page } from "playwright-core"
import { describe, expect, it } from "vitest"
import { scenes } from "./scenes.ts"
import { axe, barriers, box, button, heading, openChat, overflow, still, usePage } from "./suite.ts"

const { go } = usePage()

const list = (page: Page) => page.getByRole("navigation", { name: "Chats" })
const names = async (page: Page) => list(page).getByRole("listitem").getByRole("link").allTextContents()
const chip = (page: Page, name: string) =>
  page.getByRole("group", { name: "Show only" }).getByRole("button", { name, exact: true })
const menuOf = async (page: Page, name: string) => {
  await page.getByRole("button", { name: `Options for ${name}` }).press("Enter")
  await page.getByRole("menu").waitFor()
}
const choose = (page: Page, name: string) => page.getByRole("menuitem", { name, exact: true }).click()

describe("the list", () => {
  it("shows chats of one kind, or of one of the user's lists, and all again", async () => {
    const { page } = await go(scenes.sorted)
    await chip(page, "🏡 Family").click()
    await expect.poll(() => names(page)).toEqual(["Mum", "Alice"])
    await expect.poll(() => chip(page, "🏡 Family").getAttribute("aria-pressed")).toBe("true")
    await chip(page, "Unread").click()
    await expect.poll(() => names(page)).toEqual(["Mum", "Alice", "Bob"])
    await chip(page, "Not connected").click()
    await expect.poll(() => names(page)).toEqual(["For the plumber"])
    await chip(page, "Not connected").click()
    // Whose conversation was deleted is not there, but found.
    expect(await names(page)).not.toContain("Yannick")
    await page.getByRole("searchbox").fill("yann")
    await list(page).getByRole("link", { name: "Yannick" }).waitFor()
    await page.getByRole("searchbox").fill("elisab")
    await list(page).getByRole("link", { name: "Mum" }).waitFor()
  })

  it("keeps the open chat among the unread ones, and loses it when another is opened", async () => {
    const { page } = await go(scenes.sorted)
    await chip(page, "Unread").click()
    await openChat(page, "Mum")
    await page.getByText("marked as unread").waitFor({ state: "detached" })
    expect(await names(page)).toContain("Mum")
    await openChat(page, "Alice")
    await list(page).getByRole("link", { name: "Mum" }).waitFor({ state: "detached" })
    await list(page).getByRole("link", { name: "Bob" }).waitFor()
    await button(page, "Mark all as read").click()
    await list(page).getByRole("link", { name: "Bob" }).waitFor({ state: "detached" })
    await button(page, "Mark all as read").waitFor({ state: "detached" })
  })

  it("has a menu for every chat, by key, button and the right mouse button", async () => {
    const { page } = await go(scenes.sorted)
    await menuOf(page, "Alice")
    await choose(page, "Mark read")
    await menuOf(page, "Alice")
    await choose(page, "Mark unread")
    await list(page).getByText("marked as unread").nth(1).waitFor({ state: "attached" })
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Alice")
    await list(page).getByRole("link", { name: "Alice" }).click({ button: "right" })
    await choose(page, "Mute")
    await list(page).getByText("muted").waitFor({ state: "attached" })
    await list(page).getByRole("link", { name: "Alice" }).click({ button: "right" })
    await page.getByRole("menuitem", { name: "Unmute" }).waitFor()
    await page.keyboard.press("Escape")
    await page.getByRole("menu").waitFor({ state: "detached" })
    await menuOf(page, "Alice")
    await choose(page, "Clear conversation")
    await button(page, "Clear").click()
    await page.getByRole("dialog").waitFor({ state: "detached" })
  })

  it("takes a new list from a chat, and a chat into lists", async () => {
    const { page } = await go(scenes.sorted)
    await menuOf(page, "Private notes")
    await choose(page, "Add to list")
    await page.getByRole("checkbox", { name: "Call back" }).check()
    await button(page, "New list").click()
    await button(page, "Create list").click()
    await page.getByRole("alert").getByText("needs a name").waitFor()
    await box(page, "List name").fill("Family")
    await button(page, "Create list").click()
    await page.getByRole("alert").getByText("already").waitFor()
    await box(page, "List name").fill("Errands")
    await button(page, "Create list").click()
    await button(page, "Done").click()
    await chip(page, "Errands").click()
    await expect.poll(() => names(page)).toEqual(["Private notes"])
  })

  it("has its lists renamed, put in order and deleted", async () => {
    const { page } = await go(scenes.sorted)
    await button(page, "Edit lists").click()
    await heading(page, "Lists").waitFor()
    await button(page, "Move Call back up").click()
    await page.getByText("Call back: place 1/2").waitFor({ state: "attached" })
    await button(page, "Edit list Family").click()
    await box(page, "List name").fill("Home")
    await button(page, "Save list").click()
    await chip(page, "🏡 Home").waitFor()
    const inOrder = await page.getByRole("group", { name: "Show only" }).getByRole("button").allTextContents()
    expect(inOrder.indexOf("Call back")).toBeLessThan(inOrder.indexOf("🏡 Home"))
    await button(page, "Delete list Home").click()
    await button(page, "Delete list").click()
    await chip(page, "🏡 Home").waitFor({ state: "detached" })
  })
})

describe("people", () => {
  it("are called what one likes, until the name is emptied", async () => {
    const { page } = await go(scenes.sorted)
    await menuOf(page, "Mum")
    await choose(page, "Rename")
    await box(page, "Your name for this contact").fill("Mother")
    await button(page, "Save name").click()
    await openChat(page, "Mother")
    await page.getByRole("heading", { name: "Mother" }).getByRole("button").click()
    await page.getByText("Calls themselves Elisabeth").waitFor()
    await box(page, "Your name for this contact").fill("")
    await button(page, "Save name").click()
    await list(page).getByRole("link", { name: "Elisabeth" }).waitFor()
  })

  it("are kept without their conversation, and found among the contacts", async () => {
    const { page } = await go(scenes.sorted)
    await menuOf(page, "Mum")
    await choose(page, "Delete")
    await page.getByRole("combobox", { name: "What is deleted" }).selectOption("Only the conversation")
    await button(page, "Delete").click()
    await list(page).getByRole("link", { name: "Mum" }).waitFor({ state: "detached" })
    await button(page, "New chat").click()
    await button(page, "All contacts").click()
    await box(page, "Find a contact").fill("mum")
    await page.getByRole("button", { name: /Mum/ }).filter({ hasText: "Conversation deleted" }).click()
    await heading(page, "Mum").waitFor()
    await box(page, "Message").waitFor()
  })

  it("who shared their address can be passed on as a card, which opens the question first", async () => {
    const { page } = await go(scenes.sorted)
    await openChat(page, "Alice")
    await page.getByRole("heading", { name: "Alice" }).getByRole("button").click()
    await button(page, "Share this contact").click()
    await box(page, "Find a chat").fill("mu")
    await page.getByRole("dialog").getByRole("button", { name: "Mum" }).click()
    await heading(page, "Mum").waitFor()
    const card = page.getByRole("log").getByRole("listitem").filter({ hasText: "SimpleX address on smp8.example.org" })
    await card.getByText("Alice", { exact: true }).waitFor()
    await openChat(page, "Alice")
    const cards = page.getByRole("log").getByRole("button", { name: "Connect", exact: true })
    await page.getByText("The link of this card cannot be opened.").waitFor()
    await page.getByText("that is me").waitFor()
    // Nobody connects with themselves.
    expect(await cards.count()).toBe(1)
    await cards.first().click()
    await page.getByRole("heading", { name: /Bob/ }).waitFor()
    await button(page, "Connect").waitFor()
  })

  it("who have gone can be asked again at their address", async () => {
    const { page } = await go(scenes.sorted)
    await openChat(page, "Zoe")
    await button(page, "Connect again").click()
    await page.getByRole("heading", { name: /Bob/ }).waitFor()
  })

  it("who make SimpleX can be asked by whoever has nobody yet", async () => {
    const { page } = await go({ session: scenes.sorted.session })
    await page.getByText("No chats yet").waitFor()
    await page.getByRole("navigation", { name: "Chats" }).getByRole("button", { name: "Ask the SimpleX team" }).click()
    await heading(page, "Ask SimpleX Team").waitFor()
  })

  it("who make SimpleX are asked in a chat", async () => {
    const { page } = await go(scenes.sorted)
    await button(page, "New chat").click()
    await button(page, "Ask the SimpleX team").click()
    await heading(page, "Ask SimpleX Team").waitFor()
    await box(page, "First message (optional)").waitFor()
  })
})

describe("the address", () => {
  it("is shared with contacts after a question, and sent in a chat", async () => {
    const { page } = await go(scenes.sorted)
    await button(page, "Your SimpleX address").click()
    const share = page.getByRole("checkbox", { name: "Share with contacts" })
    await share.click()
    await button(page, "Cancel").click()
    await expect.poll(() => share.isChecked()).toBe(false)
    await share.click()
    await button(page, "Share").click()
    await page.getByRole("dialog").waitFor({ state: "detached" })
    expect(await share.isChecked()).toBe(true)
    await share.click()
    await button(page, "Stop sharing").click()
    await page.getByRole("dialog").waitFor({ state: "detached" })
    expect(await share.isChecked()).toBe(false)
    await button(page, "Send in a chat").click()
    await page.getByRole("dialog").getByRole("button", { name: "Mum" }).click()
    await page.getByText("SimpleX address on smp8.example.org").waitFor()
  })
})

describe("an unused link", () => {
  const asked = (page: Page) => page.getByRole("complementary", { name: "Keep the unused link?" })

  it("stands in nobody's way: who goes on without an answer keeps it", async () => {
    const { page } = await go(scenes.sorted)
    await list(page).getByRole("link", { name: "Mum" }).waitFor()
    const before = (await names(page)).length
    for (const count of [1, 2]) {
      await button(page, "New chat").click()
      await button(page, "Create one-time link").click()
      await page.getByRole("img", { name: "QR code" }).waitFor()
      await expect.poll(async () => (await names(page)).length).toBe(before + count)
    }
    await openChat(page, "Mum")
    await asked(page).waitFor()
    await box(page, "Message").fill("goes on")
    await button(page, "Send").click()
    await page.getByRole("log", { name: "Messages" }).getByText("goes on").waitFor()
    expect((await names(page)).length).toBe(before + 2)
  })

  it("that was just made is kept or deleted when it is left, and is asked about once", async () => {
    const { page } = await go(scenes.sorted)
    await button(page, "New chat").click()
    await button(page, "Create one-time link").click()
    await box(page, "Your name for this link").fill("Market stall")
    await button(page, "Save name").click()
    await list(page).getByRole("link", { name: "Market stall" }).waitFor()
    await openChat(page, "Mum")
    await button(page, "Keep link").click()
    await openChat(page, "Market stall")
    await openChat(page, "Mum")
    expect(await asked(page).count()).toBe(0)
    await button(page, "New chat").click()
    await button(page, "Create one-time link").click()
    await box(page, "Your name for this link").waitFor()
    const before = (await names(page)).length
    await openChat(page, "Mum")
    await button(page, "Delete link").click()
    await asked(page).waitFor({ state: "detached" })
    expect((await names(page)).length).toBe(before - 1)
  })
})

describe("everybody", () => {
  const screens: readonly (readonly [string, (page: Page) => Promise<void>])[] = [
    ["the list", async page => chip(page, "Unread").click()],
    ["lists", async page => button(page, "Edit lists").click()],
    [
      "lists of a chat",
      async page => {
        await menuOf(page, "Mum")
        await choose(page, "Add to list")
        await page.getByRole("dialog").waitFor()
      },
    ],
    [
      "contacts",
      async page => {
        await button(page, "New chat").click()
        await button(page, "All contacts").click()
        await heading(page, "Contacts").waitFor()
      },
    ],
    [
      "cards",
      async page => {
        await openChat(page, "Alice")
        await page.getByRole("log").getByRole("button", { name: "Connect" }).first().waitFor()
      },
    ],
    [
      "the menu of a chat",
      async page => {
        await menuOf(page, "Mum")
      },
    ],
  ]
  it.each(screens)("can use %s", async (_, open) => {
    for (const width of [320, 1280]) {
      const { page } = await go(scenes.sorted, "/", { viewport: { width, height: 740 } })
      await open(page)
      await still(page)
      await page.evaluate(axe)
      expect(await barriers(page, null)).toEqual([])
      expect(await overflow(page)).toBe(0)
    }
  })
})
