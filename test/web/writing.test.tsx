/** Ways to write, in a real browser: a message that is seen while typed, one that disappears, commands of a bot. */
import type { Page } from "playwright-core"
import { describe, expect, it } from "vitest"
import { phone } from "../support/browser.ts"
import { rich, scenes } from "./scenes.ts"
import { axe, barriers, box, button, openChat, overflow, usePage } from "./suite.ts"

const { go } = usePage()

const lines = (page: Page) => page.getByRole("log", { name: "Messages" }).getByRole("listitem")
const choice = (page: Page, name: string) => page.getByRole("menuitem", { name, exact: true })
const options = async (page: Page, name: string) => {
  await button(page, "Send options").click()
  await choice(page, name).click()
}
const alice = async (scene: Parameters<typeof go>[0] = scenes.chats, more: Parameters<typeof go>[2] = {}) => {
  const v = await go(scene, "/", more)
  await openChat(v.page, "Alice")
  await lines(v.page).first().waitFor()
  await v.tell({ type: "network", status: "online" })
  return v
}
const last = (page: Page) => lines(page).last()

describe("a live message", () => {
  it("grows while it is typed, and ends with Send", async () => {
    const { page } = await alice()
    const before = await lines(page).count()
    await box(page, "Message").fill("Shall we")
    await options(page, "Send live message")
    await page.getByText("your contact sees your words while you type").waitFor()
    await last(page).getByText("Shall we", { exact: true }).waitFor()
    await last(page).getByText("being typed").waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe("TEXTAREA")
    await expect.poll(() => button(page, "Cancel live message").count()).toBe(0)
    await page.keyboard.press("End")
    await page.keyboard.type(" meet tod")
    await last(page).getByText("Shall we meet", { exact: false }).waitFor()
    await page.keyboard.type("ay?")
    await page.keyboard.press("Enter")
    await last(page).getByText("Shall we meet today?", { exact: true }).waitFor()
    expect(await last(page).getByText("being typed").count()).toBe(0)
    expect(await last(page).getByText("edited").count()).toBe(0)
    expect(await lines(page).count()).toBe(before + 1)
    expect(await box(page, "Message").inputValue()).toBe("")
  })

  it("can be given up before anything of it went out, and ends when another chat is opened", async () => {
    const { page } = await alice()
    const before = await lines(page).count()
    await options(page, "Send live message")
    await button(page, "Cancel live message").click()
    await page.getByText("your contact sees your words").waitFor({ state: "detached" })
    expect(await lines(page).count()).toBe(before)
    await box(page, "Message").fill("I was in the middle of")
    await options(page, "Send live message")
    await last(page).getByText("being typed").waitFor()
    await page.keyboard.press("End")
    await page.keyboard.type(" something")
    await openChat(page, "Reading group")
    await openChat(page, "Alice")
    await last(page).getByText("I was in the middle of something", { exact: true }).waitFor()
    expect(await last(page).getByText("being typed").count()).toBe(0)
    expect(await box(page, "Message").inputValue()).toBe("")
  })

  it("keeps what was typed when it cannot be sent", async () => {
    const { page } = await alice({ ...scenes.chats, fail: { send: "TOO_LARGE" } })
    await box(page, "Message").fill("very long")
    await options(page, "Send live message")
    await page.getByRole("alert").getByText("too long").waitFor()
    expect(await box(page, "Message").inputValue()).toBe("very long")
    expect(await page.getByText("your contact sees your words").count()).toBe(0)
  })
})

describe("one disappearing message", () => {
  it("gets its time from the menu, says so, and the next one has none", async () => {
    const { page } = await alice()
    await box(page, "Message").fill("read and forget")
    await options(page, "Disappearing message")
    await button(page, "5 minutes").click()
    await page.getByText("This message disappears after 5 minutes.").waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe("TEXTAREA")
    await page.keyboard.press("Enter")
    await last(page).getByText("disappears after 5 minutes").waitFor()
    expect(await page.getByText("This message disappears").count()).toBe(0)
  })

  it("takes a time of one's own, and the time can be taken away", async () => {
    const { page } = await alice()
    await options(page, "Disappearing message")
    await page.evaluate(axe)
    expect(await barriers(page, null)).toEqual([])
    await box(page, "Number").fill("200")
    await button(page, "Use this time").click()
    await page.getByRole("alert").getByText("whole number").waitFor()
    await box(page, "Number").fill("90")
    await page.getByLabel("Unit").selectOption("Seconds")
    await button(page, "Use this time").click()
    await page.getByText("This message disappears after 90 seconds.").waitFor()
    await button(page, "Send without a time").click()
    await page.getByText("This message disappears").waitFor({ state: "detached" })
  })

  it("tells in its information how long it stays, and where a forwarded one is from", async () => {
    const { page, tell } = await alice()
    const sent = scenes.chats.items.find(i => i.direction === "sent")
    const stays = { ...sent, id: "short", order: 970, text: "short-lived", forwarded: true as const }
    const at = Date.now() + 299_000
    await tell({ type: "item", item: { ...stays, disappears: { ttl: 300, at } } as never })
    await last(page).hover()
    await last(page).getByRole("button", { name: "Message actions" }).click()
    await choice(page, "Info").click()
    const dialog = page.getByRole("dialog")
    await dialog.getByText("5 minutes", { exact: true }).waitFor()
    await dialog.getByText(/in 4:\d\d/).waitFor()
    await dialog.getByText("Somebody who is gone").waitFor()
    await dialog.getByText("Received by your contact at").waitFor()
    await page.evaluate(axe)
    expect(await barriers(page, null)).toEqual([])
  })

  it("is not offered where one of the two does not allow it", async () => {
    const off = { mine: "no", isDefault: false, theirs: "yes", forMe: false, forContact: false } as const
    const chats = scenes.chats.chats.map(c =>
      c.features ? { ...c, features: { ...c.features, timedMessages: off } } : c,
    )
    const { page } = await alice({ ...scenes.chats, chats })
    await button(page, "Send options").click()
    await expect.poll(() => choice(page, "Disappearing message").getAttribute("aria-disabled")).toBe("true")
  })
})

describe("a bot", () => {
  const commands = [
    { type: "command", keyword: "help", label: "What can you do?" },
    {
      type: "menu",
      label: "Orders",
      commands: [
        { type: "command", keyword: "order", label: "One order", params: "<number>" },
        { type: "command", keyword: "orders", label: "All my orders" },
      ],
    },
  ] as const
  const chats = scenes.chats.chats.map(c => (c.name === "Alice" ? { ...c, commands } : c))
  const scene = { ...scenes.chats, chats }
  const chosen = (page: Page) => page.getByRole("option", { selected: true }).textContent()

  it("offers its commands by a button, in menus, by keyboard alone", async () => {
    const { page } = await alice(scene, { viewport: phone })
    await button(page, "Commands").click()
    await page.getByRole("listbox", { name: "Commands of this bot" }).waitFor()
    expect(await chosen(page)).toContain("What can you do?")
    await page.keyboard.press("ArrowDown")
    await expect.poll(() => chosen(page)).toContain("Orders")
    await page.keyboard.press("Enter")
    await page.getByRole("listbox", { name: "Orders" }).waitFor()
    expect(await chosen(page)).toContain("One order")
    await page.keyboard.press("ArrowUp")
    await expect.poll(() => chosen(page)).toBe("Back from Orders")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Enter")
    await page.getByRole("listbox").waitFor({ state: "detached" })
    await last(page).getByText("/orders", { exact: true }).waitFor()
    expect(await overflow(page)).toBe(0)
  })

  it("completes what is typed, and leaves parameters to be filled in", async () => {
    const { page } = await alice(scene)
    await box(page, "Message").fill("/or")
    await expect.poll(() => page.getByRole("option").count()).toBe(2)
    await page.evaluate(axe)
    expect(await barriers(page, null)).toEqual([])
    await page.keyboard.press("Tab")
    await expect.poll(() => box(page, "Message").inputValue()).toBe("/order <number>")
    await box(page, "Message").fill("/o")
    await page.getByRole("listbox").waitFor()
    await page.keyboard.press("Escape")
    await page.getByRole("listbox").waitFor({ state: "detached" })
    await page.keyboard.press("Enter")
    await last(page).getByText("/o", { exact: true }).waitFor()
  })

  it("is sent a command that stands in its message, which is plain text in other chats", async () => {
    const { page, tell } = await alice(scene)
    const item = scenes.chats.items.find(i => i.chatId === "alice" && i.direction === "received")
    if (!item) throw new Error("no item")
    const said = { ...item, id: "bot", order: 900, text: "Try /'order 5' or /help now" }
    await tell({ type: "item", item: said })
    await page.getByRole("button", { name: "/order 5", exact: true }).click()
    await last(page).getByRole("button", { name: "/order 5", exact: true }).waitFor()
    await tell({ type: "chat", chat: { ...scenes.chats.chats[0], id: "alice", name: "Alice" } as never })
    await expect.poll(() => page.getByRole("button", { name: "/help" }).count()).toBe(0)
  })
})

describe("a link that tells who has passed it on", () => {
  const scene = (patch: object) => ({
    ...scenes.chats,
    items: [...scenes.chats.items, { ...scenes.chats.items.find(i => i.direction === "received"), ...patch } as never],
  })
  const said = { id: "link", order: 950, text: "https://example.com/page/a1?utm_source=a and https://example.com/b" }

  it("asks, and opens with or without that; other links open at once", async () => {
    const { page, context } = await alice(scene(said))
    await page.getByRole("link", { name: "https://example.com/page/a1?utm_source=a" }).click()
    const dialog = page.getByRole("dialog", { name: "Open this link?" })
    await dialog.waitFor()
    const href = (name: string) => dialog.getByRole("link", { name }).getAttribute("href")
    expect(await href("Open without tracking")).toBe("https://example.com/page/a1")
    expect(await href("Open as it is")).toBe("https://example.com/page/a1?utm_source=a")
    await page.evaluate(axe)
    expect(await barriers(page, null)).toEqual([])
    await page.keyboard.press("Escape")
    await dialog.waitFor({ state: "detached" })
    const opened = context.waitForEvent("page")
    await page.getByRole("link", { name: "https://example.com/b" }).click()
    await (await opened).close()
  })

  it("is sent without that when the setting says so", async () => {
    const { page } = await go(scenes.chats)
    await button(page, "Settings").click()
    await page.getByRole("button", { name: /^Messages/ }).click()
    await page.getByRole("switch", { name: "Remove link tracking" }).check()
    await expect.poll(() => page.getByRole("switch", { name: "Remove link tracking" }).isChecked()).toBe(true)
    await openChat(page, "Alice")
    await box(page, "Message").fill("https://example.com/page/a1?utm_source=a")
    await button(page, "Send").click()
    await last(page).getByRole("link", { name: "https://example.com/page/a1", exact: true }).waitFor()
  })
})

describe("a message that does not get through", () => {
  const of = (patch: object) => ({
    ...scenes.chats,
    items: [
      ...scenes.chats.items,
      { ...scenes.chats.items.find(i => i.direction === "sent"), id: "stuck", order: 960, ...patch } as never,
    ],
  })

  it("says for what it waits", async () => {
    const { page } = await alice(of({ text: "stuck", status: "sending", problem: "QUOTA" }))
    await last(page).getByText("Waiting for your contact to receive your earlier messages.").waitFor()
    expect(await last(page).getByRole("button", { name: "Try again" }).count()).toBe(0)
  })

  it("has the remedies at hand", async () => {
    const { page } = await alice(of({ text: "stuck", status: "failed", problem: "EXPIRED" }))
    await last(page).getByRole("button", { name: "Network settings" }).click()
    await page.getByRole("heading", { name: "Network" }).waitFor()
  })

  it("says so of a change too, and sends it again", async () => {
    const { page } = await alice(
      of({ text: "stuck", status: "sent", edited: true, unsent: { what: "edit", problem: "AUTH" } }),
    )
    await last(page).getByText("This change has not reached your contact.").waitFor()
    await page.evaluate(axe)
    expect(await barriers(page, null)).toEqual([])
    await last(page).getByRole("button", { name: "Try again" }).click()
    await page.getByText("This change has not reached your contact.").waitFor({ state: "detached" })
  })
})

describe("a search in a chat", () => {
  it("finds by words and by kind, and leads there", async () => {
    const { page } = await alice({ ...scenes.chats, items: [...scenes.chats.items, ...rich] }, { viewport: phone })
    await button(page, "Search in this chat").click()
    const field = page.getByRole("searchbox", { name: "Search messages" })
    await expect.poll(() => field.evaluate(e => e === document.activeElement)).toBe(true)
    await field.fill("four is")
    const found = page.getByRole("button", { name: /Four is fine/ })
    await found.waitFor()
    await page.getByText("1 message found").waitFor()
    expect(await overflow(page)).toBe(0)
    await page.evaluate(axe)
    expect(await barriers(page, null)).toEqual([])
    await button(page, "Pictures").click()
    await page.getByText("Nothing was found.").waitFor()
    await field.fill("")
    await page.getByRole("button", { name: /Image/ }).first().waitFor()
    await button(page, "All").click()
    await field.fill("four is")
    await found.click()
    await lines(page).filter({ hasText: "Four is fine" }).waitFor()
    expect(await field.count()).toBe(0)
  })

  it("goes further back when asked, and closes with Escape", async () => {
    const { page } = await go(scenes.chats)
    await openChat(page, "Reading group")
    await button(page, "Search in this chat").click()
    await page.getByRole("searchbox", { name: "Search messages" }).fill("line number")
    await page.getByText("40 messages found").waitFor()
    await button(page, "Search further back").click()
    await page.getByText("80 messages found").waitFor()
    await page.keyboard.press("Escape")
    await lines(page).first().waitFor()
  })
})
