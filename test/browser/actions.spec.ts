/** What can be done with messages and contacts, by two people in real browsers with the real worker between them. */
import type { Browser, Locator, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { launchBrowser, openPerson, type TestBrowser } from "../support/browser.ts"
import { type Stack, startStack } from "../support/stack.ts"
import {
  box,
  button,
  eventually,
  heading,
  log,
  makeLink,
  patience,
  say,
  sees,
  startChatting,
  talksWith,
} from "./people.ts"

const time = 300_000

const line = (page: Page, words: string): Locator => log(page).getByRole("listitem").filter({ hasText: words })

/** Chooses `name` in the menu of the newest message with these words. */
const choose = async (page: Page, words: string, name: string): Promise<void> => {
  const row = line(page, words).last()
  await row.hover({ timeout: patience })
  await row.getByRole("button", { name: "Message actions" }).click({ timeout: patience })
  await page.getByRole("menuitem", { name, exact: true }).click({ timeout: patience })
}

describe("two people with a conversation", () => {
  let stack: Stack
  let browser: Browser
  let a: TestBrowser
  let b: TestBrowser
  beforeAll(async () => {
    ;[stack, browser] = await Promise.all([startStack(), launchBrowser()])
    ;[a, b] = await Promise.all([openPerson(browser), openPerson(browser)])
    await startChatting(a.page, stack.url, "Alice")
    const link = await makeLink(a.page)
    await b.page.goto(link)
    await box(b.page, "Display name").fill("Bob")
    await button(b.page, "Connect").click()
    await Promise.all([talksWith(a.page, "Bob"), talksWith(b.page, "Alice")])
  }, time)
  afterAll(async () => {
    await browser.close()
    await stack.close()
  }, time)

  it("answer, change, react to, forward and delete messages, and both see it", { timeout: time }, async () => {
    await say(a.page, "Shall we meet at four?")
    await sees(b.page, "Shall we meet at four?")

    await choose(b.page, "at four", "Reply")
    await say(b.page, "Four is fine")
    await line(a.page, "Four is fine")
      .getByRole("button", { name: "Shall we meet at four?" })
      .waitFor({ timeout: patience })

    await choose(a.page, "You: Shall we meet", "Edit")
    await box(a.page, "Message").fill("Shall we meet at *five*?")
    await button(a.page, "Save").click()
    await line(b.page, "Shall we meet at five?").getByText("edited").first().waitFor({ timeout: patience })

    await choose(b.page, "at five", "React")
    await b.page.getByRole("menuitem", { name: "👍" }).click()
    await line(a.page, "at five").getByText("👍").first().waitFor({ timeout: patience })
    await line(b.page, "at five").getByRole("button", { name: "👍" }).click()
    await eventually(async () => expect(await line(a.page, "at five").getByText("👍").count()).toBe(0))

    await choose(a.page, "at five", "Info")
    await a.page.getByRole("dialog").getByText("Shall we meet at four?").waitFor({ timeout: patience })
    await a.page.keyboard.press("Escape")

    await choose(b.page, "You: ", "Delete")
    await button(b.page, "Delete for everyone").click()
    await log(a.page).getByText("deleted", { exact: true }).waitFor({ timeout: patience })
  })

  it("see each other type, and what disappears", { timeout: time }, async () => {
    const options = async (page: Page, name: string) => {
      await button(page, "Send options").click()
      await page.getByRole("menuitem", { name, exact: true }).click()
    }
    await box(a.page, "Message").fill("I am on my way")
    await options(a.page, "Send live message")
    const live = line(b.page, "I am on my way")
    await live.getByText("being typed").waitFor({ timeout: patience })
    await box(a.page, "Message").fill("I am on my way, and nearly there")
    await line(b.page, "and nearly there").getByText("being typed").waitFor({ timeout: patience })
    await box(a.page, "Message").fill("I am on my way, and nearly there!")
    await button(a.page, "Send").click()
    await line(b.page, "nearly there!").waitFor({ timeout: patience })
    await eventually(async () => expect(await log(b.page).getByText("being typed").count()).toBe(0))
    expect(await line(b.page, "nearly there!").getByText("edited").count()).toBe(0)

    await box(a.page, "Message").fill("gone in a moment")
    await options(a.page, "Disappearing message")
    await box(a.page, "Number").fill("2")
    await a.page.getByLabel("Unit").selectOption({ label: "Seconds" })
    await button(a.page, "Use this time").click()
    await button(a.page, "Send").click()
    await sees(b.page, "gone in a moment")
    for (const { page } of [a, b])
      await eventually(async () => expect(await line(page, "gone in a moment").count()).toBe(0))
  })

  it("see the same security code, and verify each other by it", { timeout: time }, async () => {
    const codeOf = async (page: Page, name: string) => {
      await button(page, name).click()
      await button(page, "Verify security code").click()
      const code = page.locator(".security-code")
      await code.waitFor({ timeout: patience })
      return (await code.innerText()).replace(/\D/g, "")
    }
    const [mine, theirs] = [await codeOf(a.page, "Bob"), await codeOf(b.page, "Alice")]
    expect(mine).toMatch(/^\d{40,}$/)
    expect(theirs).toBe(mine)
    await a.page.getByText("Paste their code").click()
    await box(a.page, "Their security code").fill(theirs.replace(/^./, d => (d === "0" ? "1" : "0")))
    await button(a.page, "Compare").click()
    await a.page.getByRole("alert").getByText("Incorrect security code").waitFor({ timeout: patience })
    await box(a.page, "Their security code").fill(theirs)
    await button(a.page, "Compare").click()
    await a.page.getByRole("status").getByText("Verified", { exact: true }).waitFor({ timeout: patience })
    for (const { page } of [a, b]) await button(page, "Back to chat").click()
  })

  it("change a receiving address and go on talking", { timeout: time }, async () => {
    await button(a.page, "Bob").click()
    await button(a.page, "Change receiving address").click()
    await button(a.page, "Change").click()
    await button(a.page, "Back to chat").click()
    await log(b.page).getByText("has changed their receiving address").first().waitFor({ timeout: patience })
    await log(a.page).getByText("Your receiving address has changed").first().waitFor({ timeout: patience })
    await say(b.page, "Still there?")
    await sees(a.page, "Still there?")
  })

  it("are found again by a word, also after a look at another profile", { timeout: time }, async () => {
    await a.page.getByTitle("Your profiles").click()
    await box(a.page, "Display name").fill("Night Owl")
    await button(a.page, "Add profile").click()
    await a.page.getByText("No chats yet").waitFor({ timeout: patience })
    await a.page.getByTitle("Your profiles").click()
    await heading(a.page, "Your profiles").waitFor({ timeout: patience })
    await a.page.getByRole("button", { name: "Alice Change to this profile" }).click()
    await a.page.getByRole("searchbox", { name: "Search" }).fill("still")
    await a.page.getByRole("button", { name: /Still there/ }).click({ timeout: patience })
    await heading(a.page, "Bob").waitFor({ timeout: patience })
    await sees(a.page, "Still there?")
  })

  it("of a hidden profile are out of sight until its password is typed", { timeout: time }, async () => {
    const { page } = a
    await page.getByTitle("Your profiles").click()
    await button(page, "Actions for Night Owl").click()
    await page.getByRole("menuitem", { name: "Hide profile" }).click()
    await box(page, "Password of this profile").fill("open sesame")
    await box(page, "Repeat password").fill("open sesame")
    await button(page, "Hide profile").click()
    const owl = page.getByRole("button", { name: "Night Owl Change to this profile" })
    await owl.waitFor({ state: "detached", timeout: patience })
    await page.getByRole("searchbox", { name: "Find a profile" }).fill("open sesame")
    await owl.click({ timeout: patience })
    await page.getByTitle("Your profiles").getByText("Night Owl").waitFor({ timeout: patience })
    await page.getByTitle("Your profiles").click()
    await page.getByRole("button", { name: "Alice Change to this profile" }).click()
    await page.getByTitle("Your profiles").getByText("Alice").waitFor({ timeout: patience })
    await page.getByTitle("Your profiles").click()
    await heading(page, "Your profiles").waitFor({ timeout: patience })
    expect(await owl.count()).toBe(0)
  })
})
