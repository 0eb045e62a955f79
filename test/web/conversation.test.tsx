/** The conversation in a real browser: sending, reading, hostile text. */
import type { Page } from "playwright-core"
import { describe, expect, it } from "vitest"
import type { Chat, Item } from "../../worker/api.ts"
import { desktop, phone } from "../support/browser.ts"
import { people, scenes, talk } from "./scenes.ts"
import { box, button, openChat, overflow, still, usePage } from "./suite.ts"

const { go, url } = usePage()

describe("a conversation", () => {
  const lines = (page: Page) => page.getByRole("log", { name: "Messages" }).getByRole("listitem")

  it("sends with Enter, begins lines with Shift and Enter, and shows what became of it", async () => {
    const { page } = await go(scenes.chats)
    await openChat(page, "Alice")
    const before = await lines(page).count()
    await box(page, "Message").pressSequentially("one")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("two")
    await page.keyboard.press("Enter")
    await expect.poll(() => lines(page).count()).toBe(before + 1)
    const mine = lines(page).last()
    expect(await mine.locator(".words").textContent()).toBe("one\ntwo")
    expect(await box(page, "Message").inputValue()).toBe("")
    await mine.getByText("Delivered", { exact: true }).waitFor()
    await box(page, "Message").fill("  \n ")
    await button(page, "Send").click()
    await expect.poll(() => lines(page).count()).toBe(before + 1)
  })

  it("says that a message failed, and tries again when asked", async () => {
    const { page } = await go(scenes.chats)
    await openChat(page, "Alice")
    const failed = lines(page).filter({ hasText: "Can you wait?" })
    await failed.getByText("Failed", { exact: true }).waitFor()
    await failed.getByRole("button", { name: "Try again" }).click()
    await failed.getByText("Sent", { exact: true }).waitFor()
  })

  it("gives back what could not be sent", async () => {
    const { page } = await go({ ...scenes.chats, fail: { send: "TOO_LARGE" } })
    await openChat(page, "Alice")
    await box(page, "Message").fill("very long")
    await button(page, "Send").click()
    await page.getByRole("alert").getByText("too long").waitFor()
    expect(await box(page, "Message").inputValue()).toBe("very long")
  })

  it("keeps what is half written while another chat is open, and the list says so", async () => {
    const { page } = await go(scenes.chats)
    const row = page.getByRole("navigation", { name: "Chats" }).locator(".chat-row").filter({ hasText: "Alice" })
    await openChat(page, "Alice")
    await box(page, "Message").fill("half of #it#")
    await openChat(page, "Reading group")
    expect(await box(page, "Message").inputValue()).toBe("")
    await row.getByText("Draft: half of ••••").waitFor()
    await openChat(page, "Alice")
    expect(await box(page, "Message").inputValue()).toBe("half of #it#")
    await button(page, "Send").click()
    await openChat(page, "Reading group")
    await row.getByText("Draft:").waitFor({ state: "detached" })
  })

  it("has what was half written on an earlier visit, until that is switched off", async () => {
    const chats = scenes.chats.chats.map(chat => (chat.name === "Alice" ? { ...chat, draft: "not yet" } : chat))
    const { page } = await go({ ...scenes.chats, chats })
    const draft = page.getByText("Draft: not yet")
    await draft.waitFor()
    await openChat(page, "Alice")
    await expect.poll(() => box(page, "Message").inputValue()).toBe("not yet")
    expect(await draft.count()).toBe(0)
    await button(page, "Settings").click()
    await draft.waitFor()
    await page.getByRole("button", { name: /^Messages/ }).click()
    await page.getByRole("switch", { name: "Keep drafts" }).click()
    await draft.waitFor({ state: "detached" })
  })

  it("opens at the first that is unread, and marks as read what was on screen", async () => {
    const { page } = await go(scenes.chats)
    await openChat(page, "Reading group")
    const log = page.getByRole("log", { name: "Messages" })
    const first = log.getByRole("listitem").filter({ hasText: "Line number 164" })
    await first.getByText("New messages").waitFor()
    await expect.poll(async () => (await first.boundingBox())?.y ?? 0).toBeLessThan(desktop.height / 3)
    expect(await log.evaluate(e => e.scrollHeight - e.scrollTop - e.clientHeight)).toBeGreaterThan(2)
    await expect.poll(() => page.getByText("12 unread").count()).toBe(0)
    const unread = () =>
      page
        .getByRole("listitem")
        .filter({ hasText: "Reading group" })
        .getByText(/unread$/)
    expect(await unread().count()).toBe(1)
    await page.getByRole("button", { name: /new messages?$/ }).click()
    await expect.poll(() => unread().count()).toBe(0)
    // The line stays where it was while the chat is open.
    await first.getByText("New messages").waitFor()
  })

  it("opens at the end when all is read, and keeps its place when older ones come", async () => {
    const chats = people.map(c => (c.id === "many" ? { ...c, unread: 0 } : c))
    const { page } = await go({ ...scenes.chats, chats })
    await openChat(page, "Reading group")
    const log = page.getByRole("log", { name: "Messages" })
    await log.getByText("Line number 180", { exact: true }).waitFor()
    const fromEnd = () => log.evaluate(e => Math.round(e.scrollHeight - e.scrollTop - e.clientHeight))
    await expect.poll(fromEnd).toBeLessThan(2)
    const oldest = log.getByText("Line number 131", { exact: true })
    await oldest.scrollIntoViewIfNeeded()
    const place = async () => Math.round((await oldest.boundingBox())?.y ?? 0)
    await log.getByText("Line number 107", { exact: true }).waitFor({ state: "attached" })
    await expect.poll(place).toBeGreaterThan(0)
    expect(await place()).toBeLessThan(desktop.height)
    expect(await log.getByText("Line number 180", { exact: true }).count()).toBe(1)
  })

  it("does not pull the reader down when a message comes, and offers to go there", async () => {
    const v = await go(scenes.chats)
    await openChat(v.page, "Reading group")
    const log = v.page.getByRole("log", { name: "Messages" })
    await log.getByText("Line number 180", { exact: true }).waitFor()
    await log.evaluate(e => e.scrollBy(0, -1500))
    await still(v.page)
    const top = () => log.evaluate(e => e.scrollHeight - e.scrollTop)
    const before = await top()
    const come = { ...(talk[2] as Item), id: "new", chatId: "many", order: 99_999, text: "Fresh" }
    const group = people.find(c => c.id === "many") as Chat
    await v.tell({ type: "item", item: come })
    await v.tell({ type: "chat", chat: { ...group, readUpTo: 10_179, unread: 1 } })
    await button(v.page, "1 new message").waitFor()
    expect(await top()).toBeGreaterThan(before)
    await v.page.getByRole("status").getByText("Reading group: Fresh").waitFor({ state: "attached" })
    await button(v.page, "1 new message").click()
    await expect.poll(() => log.evaluate(e => e.scrollHeight - e.scrollTop - e.clientHeight)).toBeLessThan(2)
  })

  it("tells about messages elsewhere, and about the network", async () => {
    const v = await go(scenes.chats)
    await openChat(v.page, "Alice")
    await v.tell({ type: "item", item: { ...(talk[2] as Item), id: "x", chatId: "many", order: 99_999 } })
    await v.page.getByText("New message from Reading group").waitFor({ state: "attached" })
    await v.tell({ type: "network", status: "offline" })
    await v.page.getByRole("status").getByText("No connection").waitFor()
    await v.tell({ type: "network", status: "online" })
    await v.page.getByText("No connection").waitFor({ state: "detached" })
  })

  it("lets nobody run, load, turn or break anything with text", async () => {
    const evil = [
      '<img src="https://evil.example/x" onerror="document.title=1"><script>document.title=2</script>',
      "javascript:alert(1)",
      "\u202eevil\u0000\u0007\u001b[2J",
      "W".repeat(9000),
      "Z\u0310".repeat(300),
      `z${"\u0310".repeat(3000)}`,
      "\n".repeat(5000),
    ]
    const items = evil.map((text, i): Item => ({ ...(talk[2] as Item), id: `e${i}`, order: 500 + i, text }))
    const name = `<b>Eve</b>\u202e\u0000${"x".repeat(5000)}`
    const chats = people.map(c => (c.id === "alice" ? { ...c, name, lastText: evil[0] ?? "" } : c))
    const { page } = await go({ ...scenes.chats, chats, items }, "/", { viewport: phone })
    const asked: string[] = []
    page.on("request", r => asked.push(r.url()))
    await page.getByRole("link").first().click()
    await page.getByText("onerror").last().waitFor()
    expect(await overflow(page)).toBe(0)
    expect(await page.title()).not.toMatch(/^[12]$/)
    expect(asked.filter(u => !u.startsWith(url()) && !u.startsWith("data:"))).toEqual([])
    expect(await page.locator(".log script, .log img, .log b, .log a").count()).toBe(0)
    const heading1 = await page.getByRole("heading", { level: 1 }).last().textContent()
    expect(heading1?.startsWith("<b>Eve</b>")).toBe(true)
    expect(heading1?.length).toBeLessThan(200)
    // Nothing that one message does covers or moves another.
    const boxes = await page.locator(".bubble").evaluateAll(all => all.map(b => b.getBoundingClientRect().toJSON()))
    for (const [i, b] of boxes.entries()) if (i > 0) expect(b.top).toBeGreaterThanOrEqual(boxes[i - 1].bottom)
    await button(page, "Show all").first().click()
    expect(await overflow(page)).toBe(0)
  })
})
