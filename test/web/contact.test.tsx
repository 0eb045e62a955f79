/** The page of a contact, in a real browser. */
import type { Page } from "playwright-core"
import { describe, expect, it } from "vitest"
import type { Item } from "../../worker/api.ts"
import { phone } from "../support/browser.ts"
import { pixels } from "./codes.ts"
import { scenes } from "./scenes.ts"
import { box, button, heading, openChat, usePage } from "./suite.ts"

const { go } = usePage()

const openContact = async (page: Page, name: string) => {
  await openChat(page, name)
  await button(page, name).click()
  await heading(page, "Contact information").waitFor()
}

describe("a contact", () => {
  it("opens from the heading of the conversation, and leads back there", async () => {
    const { page } = await go(scenes.chats, "/", { viewport: phone })
    await openContact(page, "Alice")
    await page.getByText("Quantum-resistant encryption").waitFor()
    await button(page, "Back to chat").click()
    await box(page, "Message").waitFor()
    await button(page, "Alice").click()
    await heading(page, "Contact information").waitFor()
    await page.goBack()
    await box(page, "Message").waitFor()
    await page.goBack()
    await page.getByRole("navigation", { name: "Chats" }).waitFor()
    await page.goForward()
    await heading(page, "Alice").waitFor()
    await page.goForward()
    await heading(page, "Contact information").waitFor()
    expect(new URL(page.url()).pathname).toBe("/")
  })

  it("gives way to another chat, and then one step leads home", async () => {
    const { page } = await go(scenes.chats)
    await openContact(page, "Alice")
    await openChat(page, "Reading group")
    await expect.poll(() => page.evaluate(() => history.state)).toBe(1)
    await page.goBack()
    await page.getByText("Choose a chat").waitFor()
  })

  it("can be deleted after a question", async () => {
    const { page } = await go(scenes.chats)
    await openContact(page, "Alice")
    await button(page, "Delete contact").click()
    await heading(page, "Delete Alice?").waitFor()
    await button(page, "Cancel").click()
    await button(page, "Delete contact").click()
    await button(page, "Delete").click()
    await page.getByText("Choose a chat").waitFor()
    expect(await page.getByRole("link", { name: "Alice" }).count()).toBe(0)
  })
})

describe("the security code", () => {
  const open = async (page: Page) => {
    await openContact(page, "Alice")
    await button(page, "Verify security code").click()
    await page.getByText("32410 81235").waitFor()
  }

  it("is verified by a look, shown as verified, and cleared again", async () => {
    const { page } = await go(scenes.chats)
    await open(page)
    await button(page, "Mark verified").click()
    await page.getByRole("status").getByText("Verified", { exact: true }).waitFor()
    await button(page, "Clear verification").click()
    await button(page, "Mark verified").waitFor()
  })

  it("is compared with a pasted one", async () => {
    const { page } = await go(scenes.chats)
    await open(page)
    await page.getByText("Paste their code").click()
    await box(page, "Their security code").fill("32410 81235 00192")
    await button(page, "Compare").click()
    await page.getByRole("alert").getByText("Incorrect security code").waitFor()
    await box(page, "Their security code").fill("324108123500192776543123490871654321122344556677889900112233")
    await button(page, "Compare").click()
    await page.getByRole("status").getByText("Verified", { exact: true }).waitFor()
  })

  it("is compared with a scanned one", async () => {
    const { page } = await go(scenes.chats)
    await open(page)
    const { png } = await pixels(page)
    await button(page, "Scan code").click()
    await page.getByLabel("Choose an image").setInputFiles({
      name: "code.png",
      mimeType: "image/png",
      buffer: Buffer.from(png.slice(png.indexOf(",") + 1), "base64"),
    })
    await page.getByRole("status").getByText("Verified", { exact: true }).waitFor()
    expect(await page.getByRole("dialog").count()).toBe(0)
  })

  it("says why there is none", async () => {
    const { page } = await go({ ...scenes.chats, fail: { securityCode: "NOT_FOUND" } })
    await openContact(page, "Alice")
    await button(page, "Verify security code").click()
    await page.getByRole("alert").getByText("not there any more").waitFor()
  })
})

describe("the receiving address", () => {
  it("is changed after a question, and the change is given up after another", async () => {
    const { page } = await go(scenes.chats)
    await openContact(page, "Alice")
    await button(page, "Change receiving address").click()
    await button(page, "Change").click()
    await page.getByRole("status").getByText("It is being changed").waitFor()
    await button(page, "Abort changing address").click()
    await button(page, "Abort").click()
    await button(page, "Change receiving address").waitFor()
  })

  it("cannot be kept any more once the contact knows the new one", async () => {
    const v = await go(scenes.trouble)
    await openContact(v.page, "Alice")
    await button(v.page, "Abort changing address").waitFor()
    const alice = scenes.trouble.chats.find(c => c.id === "alice")
    if (alice) await v.tell({ type: "chat", chat: { ...alice, addressChange: "committed" } })
    await v.page.getByText("your contact knows the new one").waitFor()
    expect(await button(v.page, "Abort changing address").count()).toBe(0)
    expect(await button(v.page, "Change receiving address").count()).toBe(0)
  })
})

describe("a connection that needs new keys", () => {
  it("is fixed from the conversation", async () => {
    const { page } = await go(scenes.trouble)
    await openChat(page, "Alice")
    // Above the box, and at the message that failed for it.
    await button(page, "Fix connection").last().click()
    await button(page, "Fix connection").first().waitFor({ state: "detached" })
  })

  it("is fixed from the page of the contact, and says why it could not be", async () => {
    const { page } = await go({ ...scenes.trouble, fail: { fixConnection: "NETWORK" } })
    await openContact(page, "Alice")
    await button(page, "Fix connection").click()
    await page.getByRole("alert").getByText("cannot be reached").waitFor()
    const other = await go(scenes.trouble)
    await openContact(other.page, "Alice")
    await button(other.page, "Fix connection").click()
    await other.page.getByText("New encryption keys are being agreed").waitFor()
  })

  it("gets them although nothing is wrong, after a warning", async () => {
    const { page } = await go(scenes.chats)
    await openContact(page, "Alice")
    await button(page, "Renegotiate encryption").click()
    await page.getByText("may result in connection errors").waitFor()
    await button(page, "Renegotiate").click()
    await page.getByText("New encryption keys are being agreed").waitFor()
  })
})

describe("a chat with a contact", () => {
  it("is cleared after a question", async () => {
    const { page } = await go(scenes.chats)
    await openContact(page, "Alice")
    await button(page, "Clear conversation").click()
    await button(page, "Clear").click()
    await page.getByRole("dialog").waitFor({ state: "detached" })
    await button(page, "Back to chat").click()
    await page.getByText("Say hello.").waitFor()
  })

  it("stands above the others as a favourite, and is not announced when it is muted", async () => {
    const v = await go(scenes.chats)
    const { page } = v
    await openContact(page, "Reading group")
    await page.getByRole("checkbox", { name: "Favourite" }).check()
    await page.getByRole("checkbox", { name: "Mute" }).check()
    const first = page.getByRole("navigation", { name: "Chats" }).getByRole("listitem").first()
    await first.getByText("Reading group").waitFor()
    await first.getByText("muted").waitFor({ state: "attached" })
    const item = { ...scenes.chats.items[2], id: "x", direction: "received", order: 99_999, text: "ssh" } as Item
    await v.tell({ type: "item", item: { ...item, chatId: "many" } })
    await v.tell({ type: "item", item: { ...item, id: "y", chatId: "rtl" } })
    await page.getByText("New message from سارة").waitFor({ state: "attached" })
    expect(await page.getByText("New message from Reading group").count()).toBe(0)
  })

  it("is kept to read when the contact is deleted", async () => {
    const { page } = await go(scenes.chats)
    await openContact(page, "Alice")
    await button(page, "Delete contact").click()
    await expect
      .poll(() => page.getByRole("checkbox", { name: "Tell them that they were deleted" }).isChecked())
      .toBe(true)
    await page.getByRole("combobox", { name: "What is deleted" }).selectOption("Only the contact")
    await button(page, "Delete").click()
    await openChat(page, "Alice")
    await page.getByText("You cannot write to each other any more.").first().waitFor()
    await page.getByRole("log").getByText("Four is fine").waitFor()
    expect(await box(page, "Message").count()).toBe(0)
  })
})

describe("what is agreed with a contact", () => {
  it("is chosen for each thing, and says what comes of it", async () => {
    const { page } = await go(scenes.chats)
    await openContact(page, "Alice")
    const reactions = page.getByRole("combobox", { name: "Message reactions" })
    await reactions.selectOption("no")
    await expect.poll(() => reactions.evaluate(e => e.parentElement?.textContent)).toContain("Nobody can use it")
    await page.getByRole("combobox", { name: "Messages disappear after" }).selectOption("3600")
    await expect.poll(() => page.getByRole("combobox", { name: "Messages disappear after" }).inputValue()).toBe("3600")
    await button(page, "Back to chat").click()
    await page.getByRole("log").getByRole("button", { name: "Message actions" }).last().click()
    await page.getByRole("menuitem", { name: "Reply" }).waitFor()
    expect(await page.getByRole("menuitem", { name: "React" }).count()).toBe(0)
  })

  it("says why it could not be chosen", async () => {
    const { page } = await go({ ...scenes.chats, fail: { setFeature: "STORE" } })
    await openContact(page, "Alice")
    await page.getByRole("combobox", { name: "Voice messages" }).selectOption("always")
    await page.getByRole("alert").getByText("could not store").waitFor()
  })
})
