/** What people do, in the words of the page: tests find things by role and name only. */
import type { FileChooser, Locator, Page } from "playwright-core"
import { expect } from "vitest"

export const patience = 40_000

export const button = (page: Page, name: string): Locator => page.getByRole("button", { name, exact: true })
export const box = (page: Page, name: string): Locator => page.getByRole("textbox", { name, exact: true })
export const heading = (page: Page, name: string): Locator => page.getByRole("heading", { name, exact: true })
export const log = (page: Page): Locator => page.getByRole("log", { name: "Messages" })

/** Waits until the text is somewhere in the conversation. */
export const sees = (page: Page, text: string): Promise<void> =>
  log(page).getByText(text, { exact: true }).first().waitFor({ timeout: patience })

export const startChatting = async (page: Page, url: string, name: string): Promise<void> => {
  await page.goto(url)
  await box(page, "Display name").fill(name)
  await button(page, "Start chatting").click()
  await page.getByRole("navigation", { name: "Chats" }).waitFor({ timeout: patience })
}

export const keepChats = async (page: Page, url: string, name: string, passphrase: string): Promise<void> => {
  await page.goto(url)
  await box(page, "Display name").fill(name)
  await button(page, "Keep my chats").click()
  await box(page, "Passphrase").fill(passphrase)
  await box(page, "Repeat passphrase").fill(passphrase)
  await button(page, "Create profile").click()
  await page.getByRole("navigation", { name: "Chats" }).waitFor({ timeout: patience })
}

export const unlock = async (page: Page, passphrase: string): Promise<void> => {
  await box(page, "Passphrase").fill(passphrase)
  await button(page, "Unlock").click()
  await page.getByRole("navigation", { name: "Chats" }).waitFor({ timeout: patience })
}

export const makeLink = async (page: Page): Promise<string> => {
  await button(page, "New chat").first().click()
  await button(page, "Create one-time link").click()
  const link = box(page, "One-time link")
  await link.waitFor({ timeout: patience })
  await page.getByRole("img", { name: "QR code" }).waitFor({ timeout: patience })
  return link.inputValue()
}

/** Makes a SimpleX address and gives its forms, as a browser and as an app open it. */
export const makeAddress = async (page: Page): Promise<{ short: string; full: string }> => {
  await button(page, "Your SimpleX address").click()
  await button(page, "Create SimpleX address").click()
  const link = box(page, "SimpleX address")
  await link.waitFor({ timeout: patience })
  const short = await link.inputValue()
  await page.getByRole("radio", { name: "Full link" }).check()
  const full = await link.inputValue()
  await page.getByRole("img", { name: "QR code" }).waitFor({ timeout: patience })
  return { short, full }
}

/** Opens an address in the address bar and asks to connect under this name. */
export const ask = async (page: Page, link: string, name: string): Promise<void> => {
  await page.goto(link)
  await box(page, "Display name").fill(name)
  await button(page, "Connect").click()
  await page.getByText("Your request was sent").waitFor({ timeout: patience })
}

/** From wherever the page is: on a phone the list hides behind what is open. */
export const openChat = async (page: Page, name: string): Promise<void> => {
  const back = button(page, "Back to chats")
  if (await back.isVisible()) await back.click()
  const row = page.getByRole("navigation", { name: "Chats" }).getByRole("link", { name, exact: true })
  await row.click({ timeout: patience })
  await heading(page, name).waitFor()
}

/** The system's window for files, as "Attach" and this item open it. */
export const chooseFile = async (page: Page, item = "File"): Promise<FileChooser> => {
  await button(page, "Attach").click()
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("menuitem", { name: item, exact: true }).click(),
  ])
  return chooser
}

export const say = async (page: Page, text: string): Promise<void> => {
  await box(page, "Message").fill(text)
  await button(page, "Send").click()
  await sees(page, text)
}

/** Waits until the conversation with this contact is open and writable. */
export const talksWith = async (page: Page, name: string): Promise<void> => {
  await page.getByRole("heading", { name }).first().waitFor({ timeout: patience })
  await box(page, "Message").waitFor({ timeout: patience })
}

/** Texts of the conversation's messages in their order, of those that begin with this word. */
export const said = async (page: Page, word: string): Promise<string[]> => {
  const items = await log(page)
    .getByText(new RegExp(`^${word} `))
    .allInnerTexts()
  return items.map(t => t.trim())
}

export const eventually = async (check: () => Promise<void>): Promise<void> => {
  const end = Date.now() + patience
  for (;;) {
    try {
      return await check()
    } catch (e) {
      if (Date.now() > end) throw e
      await new Promise(r => setTimeout(r, 100))
    }
  }
}

/** Every message of mine that begins with this word has reached the other side. */
export const allDelivered = (page: Page, count: number): Promise<void> =>
  eventually(async () => expect(await log(page).getByText("Delivered", { exact: true }).count()).toBe(count))
