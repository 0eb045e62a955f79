/** The main job in real browsers: two people, one link, messages both ways. */
import type { Browser } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { desktop, launchBrowser, openBrowser, openPerson, phone, type TestBrowser } from "../support/browser.ts"
import { type Stack, startStack } from "../support/stack.ts"
import {
  allDelivered,
  box,
  button,
  keepChats,
  log,
  makeLink,
  say,
  sees,
  startChatting,
  talksWith,
  unlock,
} from "./people.ts"

const time = 300_000

describe("two people", () => {
  let stack: Stack
  let browser: Browser
  let open: TestBrowser[] = []
  const opened = async (opening: Promise<TestBrowser>): Promise<TestBrowser> => {
    const b = await opening
    open.push(b)
    return b
  }
  const someone = (viewport = desktop) => opened(openPerson(browser, { viewport }))
  beforeAll(async () => {
    ;[stack, browser] = await Promise.all([startStack(), launchBrowser()])
  }, time)
  afterEach(async () => {
    const closing = open
    open = []
    await Promise.all(closing.map(b => b.close()))
  })
  afterAll(async () => {
    await browser.close()
    await stack.close()
  }, time)

  it("talk after one opened the other's link in the address bar", { timeout: time }, async () => {
    const [a, b] = await Promise.all([someone(), someone(phone)])
    await startChatting(a.page, stack.url, "Alice")
    const link = await makeLink(a.page)
    expect(link).toMatch(new RegExp(`^${stack.url}/i#`))

    await b.page.goto(link)
    await box(b.page, "Display name").fill("Bob")
    expect(b.page.url()).toBe(`${stack.url}/`)
    await button(b.page, "Connect").click()
    await talksWith(a.page, "Bob")
    await talksWith(b.page, "Alice")
    await say(a.page, "Hello Bob")
    await sees(b.page, "Hello Bob")
    await say(b.page, "Hello Alice \u{1F44B}")
    await sees(a.page, "Hello Alice \u{1F44B}")
    await allDelivered(a.page, 1)
    await allDelivered(b.page, 1)
    expect(await a.page.title()).not.toContain("Bob")
  })

  it("connect by the full link, in the address bar and pasted in every form", { timeout: time }, async () => {
    const [a, b] = await Promise.all([someone(), someone()])
    await startChatting(a.page, stack.url, "Carol")
    await startChatting(b.page, stack.url, "Dave")
    const forms: ((link: string) => string)[] = [
      l => l,
      l => l.replace(stack.url, "simplex:"),
      l => l.replace(`${stack.url}/i#`, "https://127.0.0.1/i#").replace("h=127.0.0.1&", ""),
    ]
    for (const [i, form] of forms.entries()) {
      const link = await makeLink(a.page)
      await button(b.page, "New chat").first().click()
      await box(b.page, "Paste a link").fill(form(link))
      await button(b.page, "Connect").click()
      await talksWith(b.page, "Carol")
      await say(b.page, `by form ${i}`)
      await sees(a.page, `by form ${i}`)
    }
  })

  it("lose nothing when one is away, and see it after unlocking", { timeout: time }, async () => {
    // Erin has a browser of her own, whose profile is on the disk.
    const [a, b] = await Promise.all([opened(openBrowser()), someone()])
    await keepChats(a.page, stack.url, "Erin", "correct horse battery")
    const link = await makeLink(a.page)
    await b.page.goto(link)
    await box(b.page, "Display name").fill("Frank")
    await button(b.page, "Connect").click()
    await talksWith(a.page, "Frank")
    await say(a.page, "before")
    await sees(b.page, "before")

    await a.page.close()
    const texts = Array.from({ length: 5 }, (_, i) => `while away ${i}`)
    for (const t of texts) await say(b.page, t)
    const again = await a.context.newPage()
    await again.goto(stack.url)
    await unlock(again, "correct horse battery")
    await again.getByRole("navigation", { name: "Chats" }).getByRole("link", { name: /Frank/ }).click()
    for (const t of texts) await sees(again, t)
    const shown = await log(again)
      .getByText(/^while away/)
      .allInnerTexts()
    expect(shown.map(t => t.trim())).toEqual(texts)
    await allDelivered(b.page, 5)
    await say(again, "back")
    await sees(b.page, "back")
  })

  it("go on when bridge and relay were killed and came back", { timeout: time }, async () => {
    const [a, b] = await Promise.all([someone(), someone()])
    await startChatting(a.page, stack.url, "Grace")
    const link = await makeLink(a.page)
    await b.page.goto(link)
    await box(b.page, "Display name").fill("Heidi")
    await button(b.page, "Connect").click()
    await talksWith(a.page, "Heidi")
    await talksWith(b.page, "Grace")
    await stack.restartRelay(() => say(a.page, "relay is down"))
    await sees(b.page, "relay is down")
    await stack.restartBridge(() => say(b.page, "bridge is down"))
    await sees(a.page, "bridge is down")
    await allDelivered(a.page, 1)
    await allDelivered(b.page, 1)
  })
})
