/** Long lists in a real browser: what is in the page stays small, and nothing jumps. */
import type { Page } from "playwright-core"
import { describe, expect, it } from "vitest"
import type { Chat, Item } from "../../worker/api.ts"
import { people, scenes } from "./scenes.ts"
import { button, openChat, still, usePage } from "./suite.ts"

const { go } = usePage()

const start = new Date().setHours(12, 0, 0, 0) - 3000 * 3_600_000
const words = (i: number) => `Number ${i}${" and so on".repeat((i * 7) % 23)}`

const long: readonly Item[] = Array.from({ length: 3000 }, (_, i) => ({
  id: `l${i + 1}`,
  chatId: "many",
  order: i + 1,
  at: start + i * 3_600_000,
  direction: i % 3 ? "received" : "sent",
  text: words(i + 1),
  status: i % 3 ? "received" : "delivered",
  isMessage: true,
  ...(i === 2999 && {
    quote: { itemId: "l1200", author: "me", text: words(1200), kind: "text" },
  }),
}))

const group = people.find(c => c.id === "many") as Chat
const scene = (patch: Partial<Chat>) => ({
  ...scenes.chats,
  chats: [{ ...group, unread: 0, readUpTo: 3000, ...patch }],
  items: long,
})

const log = (page: Page) => page.getByRole("log", { name: "Messages" })
const line = (page: Page, i: number) => page.locator(`#item-l${i}`)
const topOf = (page: Page, i: number) =>
  page.evaluate(id => document.getElementById(id)?.getBoundingClientRect().top ?? null, `item-l${i}`)

/** The first message that is wholly on screen. */
const firstOnScreen = (page: Page) =>
  log(page).evaluate(box => {
    const { top } = box.getBoundingClientRect()
    const row = [...box.querySelectorAll<HTMLElement>("li.line")].find(r => r.getBoundingClientRect().top >= top)
    return Number(row?.dataset.order)
  })

const lines = (page: Page) => log(page).getByRole("listitem").count()

describe("a long conversation", () => {
  it("opens at the first unread message, however many there are", async () => {
    const { page } = await go(scene({ unread: 1500, readUpTo: 1000 }))
    await openChat(page, "Reading group")
    await line(page, 1001).getByText("New messages").waitFor()
    expect(await topOf(page, 1001)).toBeLessThan(300)
    expect(await lines(page)).toBeLessThan(200)
    await page.getByRole("button", { name: /^[\d,]+ new messages$/ }).click()
    await line(page, 3000).waitFor()
    await expect.poll(() => page.getByRole("button", { name: /new messages?$/ }).count()).toBe(0)
    expect(await lines(page)).toBeLessThan(200)
  })

  it("opens at its beginning when nothing of it was ever read, and is not read by that", async () => {
    const { readUpTo: _, ...chat } = { ...group, unread: 2000 }
    const { page } = await go({ ...scene({}), chats: [chat] })
    await openChat(page, "Reading group")
    await line(page, 2).getByText("New messages").waitFor()
    await page.getByRole("button", { name: /^1,9\d\d new messages$/ }).waitFor()
  })

  it("is read upwards and downwards without a jump, and never wholly in the page", async () => {
    const { page } = await go(scene({}))
    await openChat(page, "Reading group")
    await line(page, 3000).waitFor()
    // Every frame scrolls as far as this; nothing else may move what is in the page before and after.
    const step = 150
    const walk = (by: number, frames: number) =>
      log(page).evaluate(
        async (box, { by, frames }) => {
          const found = { farthest: 0, most: 0 }
          let before = new Map<string, number>()
          for (let i = 0; i < frames; i++) {
            await new Promise(requestAnimationFrame)
            const rows = [...box.querySelectorAll<HTMLElement>("li.line")]
            const now = new Map(rows.map(r => [r.id, r.getBoundingClientRect().top]))
            for (const [id, top] of now)
              if (before.has(id)) found.farthest = Math.max(found.farthest, Math.abs(top - (before.get(id) ?? 0)))
            found.most = Math.max(found.most, rows.length)
            before = now
            box.scrollTop += by
          }
          return found
        },
        { by, frames },
      )
    const up = await walk(-step, 200)
    const high = await firstOnScreen(page)
    expect(high).toBeLessThan(2750)
    const down = await walk(step, 100)
    expect(await firstOnScreen(page)).toBeGreaterThan(high + 50)
    for (const { farthest, most } of [up, down]) {
      expect(farthest).toBeLessThanOrEqual(step + 1)
      expect(most).toBeLessThanOrEqual(230)
    }
  })

  it("keeps a message exactly where it is when others are put above it or a picture grows", async () => {
    const v = await go(scene({}))
    const { page } = v
    await openChat(page, "Reading group")
    await line(page, 3000).waitFor()
    // At once, before anything can be fetched.
    const { first, before, count } = await log(page).evaluate(box => {
      box.scrollTo(0, 500)
      const { top } = box.getBoundingClientRect()
      const rows = [...box.querySelectorAll<HTMLElement>("li.line")]
      const row = rows.find(r => r.getBoundingClientRect().top >= top)
      return { first: Number(row?.dataset.order), before: row?.getBoundingClientRect().top, count: rows.length }
    })
    await expect.poll(() => lines(page)).toBeGreaterThan(count)
    expect(Math.abs(((await topOf(page, first)) ?? 0) - (before ?? 0))).toBeLessThanOrEqual(1)
    // Something far above gets longer.
    const above = long[first - 10] as Item
    await v.tell({ type: "item", item: { ...above, text: "longer ".repeat(400) } })
    await expect.poll(() => log(page).getByText("longer").count()).toBe(1)
    expect(Math.abs(((await topOf(page, first)) ?? 0) - (before ?? 0))).toBeLessThanOrEqual(1)
    // And something in the page grows by itself, as pictures do.
    await page.evaluate(
      id => {
        const row = document.getElementById(id) as HTMLElement
        row.style.paddingBlockEnd = "200px"
      },
      `item-l${first - 3}`,
    )
    await still(page)
    await expect.poll(async () => Math.abs(((await topOf(page, first)) ?? 0) - (before ?? 0))).toBeLessThanOrEqual(1)
  })

  it("jumps to a quoted message far away, and back to the newest", async () => {
    const v = await go(scene({}))
    const { page } = v
    await openChat(page, "Reading group")
    await line(page, 3000).getByTitle("Show the quoted message").click()
    await line(page, 1200).waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("item-l1200")
    const top = (await topOf(page, 1200)) ?? 0
    expect(top > 100 && top < 700).toBe(true)
    expect(await lines(page)).toBeLessThan(200)
    // What comes meanwhile is below, not here.
    const fresh: Item = { ...(long[1] as Item), id: "fresh", order: 3001, text: "Fresh" }
    await v.tell({ type: "item", item: fresh })
    await v.tell({ type: "chat", chat: { ...group, readUpTo: 3000, unread: 1 } })
    await button(page, "1 new message").waitFor()
    expect(await log(page).getByText("Fresh").count()).toBe(0)
    await button(page, "1 new message").click()
    await log(page).getByText("Fresh").waitFor()
    expect(await log(page).evaluate(e => e.scrollHeight - e.scrollTop - e.clientHeight)).toBeLessThan(2)
  })

  it("shows what has changed about the chat, the day or one message in every row that it is about", async () => {
    const all = group.features as NonNullable<Chat["features"]>
    const features = { ...all, reactions: { ...all.reactions, forMe: true } }
    const liked = long.map(i => (i.order < 2998 ? i : { ...i, reactions: [{ emoji: "👍", count: 1, mine: false }] }))
    const chat: Chat = { ...group, features, unread: 0, readUpTo: 3000 }
    const v = await go({ ...scene({}), chats: [chat], items: liked })
    const { page } = v
    await openChat(page, "Reading group")
    const like = button(page, "👍")
    await expect.poll(() => like.count()).toBe(3)
    const last = line(page, 3000)
    await last.getByText("Reading group:").waitFor({ state: "attached" })
    // Something that is no matter of the rows, and then something that is.
    await v.tell({ type: "chat", chat: { ...chat, unread: 5, lastText: "Other" } })
    expect(await like.count()).toBe(3)
    const silent = { ...all, reactions: { ...all.reactions, forMe: false } }
    await v.tell({ type: "chat", chat: { ...chat, alias: "Readers", features: silent } })
    await expect.poll(() => like.count()).toBe(0)
    await last.getByText("Readers:").waitFor({ state: "attached" })
    await log(page).getByText("Today").waitFor()
    await page.evaluate(() => {
      const now = Date.now
      Date.now = () => now() + 86_400_000
    })
    await v.tell({ type: "item", item: { ...(liked[2998] as Item), text: "Edited" } })
    await line(page, 2999).getByText("Edited").waitFor()
    await log(page).getByText("Yesterday").waitFor()
    expect(await log(page).getByText("Today").count()).toBe(0)
  })

  it("goes to the very first and the last message by Home and End, and says the day meanwhile", async () => {
    const { page } = await go(scene({}))
    await openChat(page, "Reading group")
    await log(page).focus()
    await page.keyboard.press("Home")
    await line(page, 1).waitFor()
    expect(await log(page).evaluate(e => e.scrollTop)).toBe(0)
    await page.mouse.move(900, 400)
    await page.mouse.wheel(0, 600)
    await page.locator(".floating-day[data-shown]").waitFor()
    // Not beside the line in the conversation that says the same.
    const atTop = await log(page).evaluate(async box => {
      const moved = new Promise(done => box.addEventListener("scroll", done, { once: true }))
      box.scrollTop = 0
      await moved
      for (let frames = 0; frames < 3; frames++) await new Promise(requestAnimationFrame)
      return document.querySelector(".floating-day[data-shown]")?.textContent ?? null
    })
    expect(atTop).toBeNull()
    await page.keyboard.press("End")
    await line(page, 3000).waitFor()
    expect(await log(page).evaluate(e => e.scrollHeight - e.scrollTop - e.clientHeight)).toBeLessThan(2)
  })
})

describe("a long list of chats", () => {
  const chats: readonly Chat[] = Array.from({ length: 2000 }, (_, i) => ({
    ...group,
    id: `c${i}`,
    name: `Person ${i + 1}`,
    unread: 0,
    lastAt: start - i * 60_000,
  }))
  const nav = (page: Page) => page.getByRole("navigation", { name: "Chats" })

  it("has few rows in the page, and tells which of how many they are", async () => {
    const { page } = await go({ ...scenes.chats, chats, items: [] })
    await nav(page).getByRole("link", { name: "Person 1", exact: true }).waitFor()
    const rows = nav(page).getByRole("listitem")
    expect(await rows.count()).toBeLessThan(60)
    expect(await rows.first().getAttribute("aria-setsize")).toBe("2000")
    await page.locator(".chat-rows").evaluate(e => e.scrollTo(0, e.scrollHeight))
    await nav(page).getByRole("link", { name: "Person 2000", exact: true }).click()
    await page.getByRole("heading", { name: "Person 2000" }).waitFor()
    expect(await rows.last().getAttribute("aria-posinset")).toBe("2000")
    expect(await rows.count()).toBeLessThan(60)
    await page.getByRole("searchbox", { name: "Search" }).fill("Person 777")
    await nav(page).getByRole("link", { name: "Person 777", exact: true }).waitFor()
    expect(await rows.count()).toBe(2) // and 1777
  })

  it("is walked through with Tab and the arrow keys, and the focus stays where it is", async () => {
    const { page } = await go({ ...scenes.chats, chats, items: [] })
    await nav(page).getByRole("link", { name: "Person 1", exact: true }).focus()
    const at = () => page.evaluate(() => document.activeElement?.textContent)
    // Each chat and its menu.
    for (let i = 0; i < 80; i++) await page.keyboard.press("Tab")
    await expect.poll(() => at()).toBe("Person 41")
    for (let i = 0; i < 40; i++) await page.keyboard.press("ArrowDown")
    await expect.poll(() => at()).toBe("Person 81")
    await page.locator(".chat-rows").evaluate(e => e.scrollTo(0, 0))
    await nav(page).getByRole("link", { name: "Person 1", exact: true }).waitFor()
    expect(await at()).toBe("Person 81")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await expect.poll(at).toBe("Person 82")
    await page.keyboard.press("End")
    await expect.poll(at).toBe("Person 2000")
    await page.keyboard.press("Home")
    await expect.poll(at).toBe("Person 1")
  })
})
