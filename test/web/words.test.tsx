/** The markup of messages on screen, in a real browser. */
import { describe, expect, it } from "vitest"
import { scenes } from "./scenes.ts"
import { button, heading, openChat, usePage } from "./suite.ts"

const { go } = usePage()

describe("the text of a message", () => {
  it("links to pages that learn nothing about this one, and names where they are", async () => {
    const { page } = await go(scenes.markup)
    await openChat(page, "Alice")
    const log = page.getByRole("log", { name: "Messages" })
    const plan = log.getByRole("link", { name: "the plan" }).first()
    expect(await plan.evaluate((a: HTMLAnchorElement) => [a.href, a.target, a.rel])).toEqual([
      "https://plans.example.net/today",
      "_blank",
      "noopener noreferrer nofollow",
    ])
    await log.getByText("(plans.example.net)").first().waitFor()
    await log.getByText("(evil.example)").first().waitFor()
    const mail = log.getByRole("link", { name: "robin@example.org" }).first()
    expect(await mail.getAttribute("href")).toBe("mailto:robin@example.org")
    expect(await log.locator("strong, em, s").allTextContents()).toContain("bold")
  })

  it("has its secrets nowhere on the page until they are asked for", async () => {
    const { page } = await go(scenes.markup)
    await openChat(page, "Alice")
    const first = page.getByRole("listitem").filter({ hasText: "piece of code" }).first()
    expect(await page.content()).not.toContain("1234 5678")
    await first.getByRole("button", { name: "Show hidden text" }).click()
    await first.getByText("1234 5678").waitFor()
    await first.getByRole("button", { name: "Hide: 1234 5678" }).click()
    await expect.poll(() => page.content()).not.toContain("1234 5678")
  })

  it("shows SimpleX links as what they are, and opens them here", async () => {
    const { page } = await go({ ...scenes.markup, planName: "Carol" })
    await openChat(page, "Alice")
    const group = page.getByRole("link", { name: "SimpleX group link" }).first()
    await page.getByText("(via smp6.simplex.im)").first().waitFor()
    expect(await group.getAttribute("href")).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/g#/)
    await page.getByText("(SimpleX contact address, via smp8.example.org)").first().waitFor()
    await page.getByRole("link", { name: "me", exact: true }).first().click()
    await heading(page, "Carol invites you to chat").waitFor()
    await button(page, "Not now").click()
    await heading(page, "Alice").waitFor()
  })

  it("is without its secrets in the list", async () => {
    const chats = scenes.markup.chats.map(c => ({ ...c, lastText: "the *code* is #1234#" }))
    const { page } = await go({ ...scenes.markup, chats })
    await page.getByText("the code is \u2022\u2022\u2022\u2022").first().waitFor()
  })
})
