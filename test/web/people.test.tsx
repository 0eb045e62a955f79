/** Who one is to others, in a real browser: preferences, incognito, prepared chats, settings of the address. */
import type { Page } from "playwright-core"
import { describe, expect, it } from "vitest"
import type { Chat } from "../../worker/api.ts"
import type { Scene } from "./fake-state.ts"
import { address, people, scenes, two } from "./scenes.ts"
import { box, button, heading, link, openChat, openProfiles, usePage } from "./suite.ts"

const { go } = usePage()

describe("chat preferences", () => {
  const openPreferences = async (page: Page) => {
    await openProfiles(page)
    await button(page, "Chat preferences").click()
    await heading(page, "Chat preferences").waitFor()
  }
  const choice = (page: Page, name: string) => page.getByRole("combobox", { name })

  it("of the profile are chosen, with a time for new chats", async () => {
    const { page } = await go(scenes.chats)
    await openPreferences(page)
    await choice(page, "Voice messages").selectOption("no")
    await choice(page, "In new chats messages disappear after").selectOption(`${7 * 86_400}`)
    await choice(page, "Disappearing messages").selectOption("no")
    await choice(page, "In new chats messages disappear after").waitFor({ state: "detached" })
    await button(page, "Back to your profiles").click()
    await button(page, "Chat preferences").click()
    await expect.poll(() => choice(page, "Voice messages").inputValue()).toBe("no")
  })

  it("ask whether receipts change for chats that say otherwise", async () => {
    const { page } = await go(scenes.chats)
    await openPreferences(page)
    const receipts = page.getByRole("switch", { name: "Send delivery receipts" })
    await receipts.click()
    await page.getByText("In 1 chat you have chosen otherwise.").waitFor()
    await button(page, "Cancel").click()
    await expect.poll(() => receipts.isChecked()).toBe(true)
    await receipts.click()
    await button(page, "Turn off for all chats").click()
    await expect.poll(() => receipts.isChecked()).toBe(false)
  })

  it("say how many messages go before old ones are deleted", async () => {
    const { page } = await go(scenes.chats)
    await openPreferences(page)
    const after = choice(page, "Delete messages after")
    await after.selectOption(`${86_400}`)
    await page.getByText("12 messages are older and are deleted at once.").waitFor()
    await button(page, "Cancel").click()
    await expect.poll(() => after.inputValue()).toBe("never")
    await after.selectOption("custom")
    await box(page, "Number").fill("x")
    await button(page, "Choose this time").click()
    await page.getByRole("alert").getByText("whole number").waitFor()
    await box(page, "Number").fill("3")
    await page.getByRole("combobox", { name: "Unit" }).selectOption("week")
    await button(page, "Choose this time").click()
    await page.getByText("No message is that old now.").waitFor()
    await button(page, "Turn on").click()
    await expect.poll(() => after.inputValue()).toBe(`${21 * 86_400}`)
  })

  it("of one chat say what the profile does, and how long its messages stay", async () => {
    const { page } = await go(scenes.chats)
    await openChat(page, "Alice")
    await button(page, "Alice").click()
    const after = choice(page, "Delete messages after")
    await page.getByRole("option", { name: "as in your profile (never)" }).waitFor({ state: "attached" })
    await after.selectOption(`${30 * 86_400}`)
    await button(page, "Turn on").click()
    await expect.poll(() => after.inputValue()).toBe(`${30 * 86_400}`)
    await after.selectOption("never")
    await expect.poll(() => after.inputValue()).toBe("never")
  })
})

describe("an unused link", () => {
  it("is for a random name, or for another profile", async () => {
    const { page } = await go({ ...scenes.chats, profiles: two })
    await openChat(page, "One-time link")
    const whose = page.getByRole("combobox", { name: "This link is for" })
    await whose.selectOption("incognito")
    await expect.poll(() => whose.inputValue()).toBe("incognito")
    await whose.selectOption("2")
    await page.getByTitle("Your profiles").getByText("Night Owl").waitFor()
    await heading(page, "One-time link").waitFor()
    await expect.poll(() => whose.inputValue()).toBe("2")
  })
})

const knownAs = async (page: Page, name: string) => {
  await box(page, "Message").waitFor()
  await button(page, name).click()
  await page.getByText("they know you as Quiet Otter").waitFor()
}

describe("incognito", () => {
  it("is chosen for an opened link", async () => {
    const { page } = await go(scenes.answering, link)
    await button(page, "Connect incognito").click()
    await knownAs(page, "Alice")
  })

  it("is chosen for a pasted one and for a new one", async () => {
    const { page } = await go(scenes.empty)
    await button(page, "New chat").click()
    const cards = await page.getByRole("region", { name: "New chat" }).innerText()
    expect(cards.indexOf("Paste a link")).toBeLessThan(cards.indexOf("Incognito"))
    await page.getByRole("checkbox", { name: "Incognito" }).check()
    await box(page, "Paste a link").fill(`simplex:${link}`)
    await button(page, "Connect").click()
    await knownAs(page, "Alice")
  })

  it("is chosen for a request", async () => {
    const { page } = await go(scenes.chats)
    await openChat(page, "Bob")
    await button(page, "Accept incognito").click()
    await knownAs(page, "Bob")
  })
})

describe("a prepared chat", () => {
  const plan = {
    kind: "contact",
    supported: true,
    own: false,
    bio: "Mends bicycles",
    welcome: "Ask me *anything*",
  } as const
  const scene: Scene = { ...scenes.asking, plan }
  const path = address.short.slice("simplex:".length)

  it("shows what they say, and goes with a first message", async () => {
    const { page, tell } = await go(scene, path)
    await page.getByText("Mends bicycles").waitFor()
    await page.locator("blockquote strong").getByText("anything").waitFor()
    await button(page, "Write a message first").click()
    await page.getByRole("log").getByText("Ask me anything").waitFor()
    expect(await box(page, "Message").count()).toBe(0)
    await box(page, "First message (optional)").fill("It is about a wheel")
    await button(page, "Connect").click()
    await page.getByText("Your request was sent").waitFor()
    await tell({ type: "chat", chat: { ...(people[0] as Chat), id: "made-1000" } })
    await box(page, "Message").waitFor()
    expect(await box(page, "Message").inputValue()).toBe("")
  })

  it("keeps the message when it cannot be sent", async () => {
    const { page } = await go({ ...scene, fail: { connectPrepared: "NETWORK" } }, path)
    await button(page, "Write a message first").click()
    await box(page, "First message (optional)").fill("It is about a wheel")
    await button(page, "Connect incognito").click()
    await page.getByRole("alert").getByText("cannot be reached").waitFor()
    expect(await box(page, "First message (optional)").inputValue()).toBe("It is about a wheel")
  })
})

describe("settings of the address", () => {
  it("are saved and found again", async () => {
    const { page } = await go(scenes.reachable)
    await button(page, "Your SimpleX address").click()
    await page.getByRole("checkbox", { name: "Accept requests automatically" }).check()
    // An address that shows our name cannot be incognito.
    await expect.poll(() => page.getByRole("checkbox", { name: "Accept incognito" }).count()).toBe(0)
    await box(page, "Welcome message").fill("Hello there")
    await button(page, "Save settings").click()
    await page.getByText("Saved", { exact: true }).waitFor()
    await button(page, "New chat").click()
    await button(page, "Your SimpleX address").click()
    await expect.poll(() => box(page, "Welcome message").inputValue()).toBe("Hello there")
    expect(await page.getByRole("checkbox", { name: "Accept requests automatically" }).isChecked()).toBe(true)
  })

  it("offer a short link where there is none", async () => {
    const { page } = await go({ ...scenes.reachable, address: { full: address.full } })
    await button(page, "Your SimpleX address").click()
    await page.getByRole("checkbox", { name: "Accept requests automatically" }).check()
    await page.getByRole("checkbox", { name: "Accept incognito" }).waitFor()
    await button(page, "Add short link").click()
    await button(page, "Add short link").waitFor({ state: "detached" })
    await page.getByRole("radio", { name: "SimpleX app" }).check()
    await expect.poll(() => box(page, "SimpleX address").inputValue()).toMatch(/^simplex:\/a#/)
  })
})

describe("private notes", () => {
  it("are a chat with oneself", async () => {
    const { page } = await go(scenes.empty)
    await button(page, "New chat").click()
    await button(page, "Private notes").click()
    await heading(page, "Private notes").waitFor()
    await box(page, "Message").fill("Buy tent")
    await button(page, "Send").click()
    await page.getByRole("log").getByText("Buy tent").waitFor()
    await button(page, "Private notes").click()
    await page.getByRole("radio", { name: "Leaves" }).check()
    await button(page, "Back to chat").click()
    await page.getByRole("log").getByText("Buy tent").waitFor()
    expect(await page.evaluate(() => document.documentElement.dataset.wallpaper)).toBe("leaves")
  })
})
