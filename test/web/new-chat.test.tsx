/** "New chat" in a real browser: links of ours, links of others, QR codes. */
import { describe, expect, it } from "vitest"
import { formsShown, pixels } from "./codes.ts"
import { people, scenes } from "./scenes.ts"
import { box, button, heading, link, openChat, usePage } from "./suite.ts"

const { go, url } = usePage({ isFull: true })

describe("a new chat", () => {
  it("begins with a link in three forms, each with its QR code", async () => {
    const { page } = await go(scenes.empty)
    await button(page, "New chat").click()
    await button(page, "Create one-time link").click()
    const seen = await formsShown(page, "One-time link")
    expect(seen.map(l => l.slice(0, l.indexOf("#")))).toEqual([`${url()}/i`, "simplex:/i", "simplex:/invitation"])
    expect(await box(page, "One-time link").getAttribute("readonly")).not.toBe(null)
  })

  it("copies the link", async () => {
    const { page } = await go(scenes.empty, "/", { permissions: ["clipboard-read", "clipboard-write"] })
    await button(page, "New chat").click()
    await button(page, "Create one-time link").click()
    await button(page, "Copy link").click()
    await page.getByText("Copied").waitFor()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied).toBe(await box(page, "One-time link").inputValue())
  })

  it("begins with the link in the clipboard by one press, and with one that is pasted where one searches", async () => {
    const permissions = ["clipboard-read", "clipboard-write"] as const
    const first = await go({ ...scenes.chats, planName: "Alice" }, "/", { permissions: [...permissions] })
    await button(first.page, "New chat").click()
    await first.page.evaluate(l => navigator.clipboard.writeText(` ${l}\n`), url() + link)
    await button(first.page, "Paste from clipboard").click()
    await heading(first.page, "Alice invites you to chat").waitFor()
    const second = await go({ ...scenes.chats, planName: "Alice" })
    await second.page.getByRole("searchbox", { name: "Search" }).fill(url() + link)
    await heading(second.page, "Alice invites you to chat").waitFor()
    expect(second.page.url()).not.toContain("#")
  })

  it("begins with a pasted link, after saying what is wrong with others", async () => {
    const { page } = await go(scenes.empty)
    await button(page, "New chat").click()
    await button(page, "Connect").click()
    await page.getByRole("alert").getByText("Paste a link first").waitFor()
    await box(page, "Paste a link").fill("hello")
    await button(page, "Connect").click()
    await page.getByRole("alert").getByText("not a SimpleX link").waitFor()
    await box(page, "Paste a link").fill(`Join me: ${url()}${link}`)
    await button(page, "Connect").click()
    await box(page, "Message").waitFor()
  })

  it("says what a pasted link is that cannot be opened here", async () => {
    const group = { kind: "group", supported: false, own: false } as const
    const business = { kind: "contact", supported: true, own: false } as const
    for (const [scene, words] of [
      [{ ...scenes.empty, plan: group }, "This is a link to a group. Unlisted cannot join groups yet."],
      [{ ...scenes.empty, plan: business, fail: { connect: "LINK_UNSUPPORTED" } }, "This SimpleX address is of a kind"],
    ] as const) {
      const { page } = await go(scene)
      await button(page, "New chat").click()
      await box(page, "Paste a link").fill(url() + link)
      await button(page, "Connect").click()
      await page.getByRole("alert").getByText(words).waitFor()
    }
  })

  it("says what it waits for while the server of its link is not there", async () => {
    const chats = [
      { ...people[0], id: "joining", name: "", unread: 0, status: "connecting", problem: "NETWORK" } as const,
    ]
    const { page } = await go({ ...scenes.chats, chats: chats as never })
    await openChat(page, "Connecting…")
    await page.getByText("Still waiting: it is tried again. The server cannot be reached.").waitFor()
  })

  it("begins with an image of a QR code", async () => {
    const { page } = await go({ ...scenes.empty, planName: "Alice" })
    await button(page, "New chat").click()
    await button(page, "Create one-time link").click()
    const { png } = await pixels(page)
    await button(page, "New chat").click()
    await button(page, "Keep link").click()
    await button(page, "Scan QR code").click()
    await page.getByText("The camera cannot be used").waitFor()
    await page.getByLabel("Choose an image").setInputFiles({
      name: "code.png",
      mimeType: "image/png",
      buffer: Buffer.from(png.slice(png.indexOf(",") + 1), "base64"),
    })
    await heading(page, "Alice invites you to chat").waitFor()
    expect(await page.getByRole("dialog").count()).toBe(0)
  })

  it("stops the camera when the dialog closes", async () => {
    const { page } = await go(scenes.empty, "/", {
      permissions: ["camera"],
    })
    await button(page, "New chat").click()
    await button(page, "Scan QR code").click()
    await page.getByText("Point the camera").waitFor()
    const stream = await page.locator("video").evaluateHandle((v: HTMLVideoElement) => v.srcObject as MediaStream)
    expect(await stream.evaluate(s => s.getTracks().map(t => t.readyState))).toEqual(["live"])
    await page.keyboard.press("Escape")
    await page.getByRole("dialog").waitFor({ state: "detached" })
    await expect.poll(() => stream.evaluate(s => s.getTracks().map(t => t.readyState))).toEqual(["ended"])
    await expect.poll(() => button(page, "Scan QR code").evaluate(b => b === document.activeElement)).toBe(true)
  })

  it("turns into a conversation when somebody uses the link", async () => {
    const v = await go(scenes.empty)
    await button(v.page, "New chat").click()
    await button(v.page, "Create one-time link").click()
    await button(v.page, "Copy link").focus()
    const chat = { ...people[0], id: "made-1000", name: "Bob", unread: 0, lastAt: 1 }
    await v.tell({ type: "chat", chat: { ...chat, fullName: "", status: "connected", postQuantum: true } })
    await heading(v.page, "Bob").waitFor()
    await box(v.page, "Message").waitFor()
    expect(await v.page.evaluate(() => document.activeElement !== document.body)).toBe(true)
  })

  it("can be taken back", async () => {
    const { page } = await go(scenes.chats)
    // A contact is deleted where it is looked at, not by a button that is always in the way.
    await openChat(page, "Alice")
    expect(await button(page, "Remove chat").count()).toBe(0)
    await button(page, "Alice").click()
    await button(page, "Delete contact").click()
    await heading(page, "Delete Alice?").waitFor()
    await button(page, "Cancel").click()
    await button(page, "Delete contact").click()
    await button(page, "Delete").click()
    await page.getByText("Choose a chat").waitFor()
    expect(await page.getByRole("link", { name: "Alice" }).count()).toBe(0)
  })
})
