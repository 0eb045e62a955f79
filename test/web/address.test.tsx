/** Addresses in a real browser: one's own, requests at it, and somebody else's. */
import { describe, expect, it } from "vitest"
import { formsShown } from "./codes.ts"
import { address, scenes } from "./scenes.ts"
import { box, button, heading, openChat, usePage } from "./suite.ts"

const { go, url } = usePage()

describe("a SimpleX address of one's own", () => {
  it("is made, shown in three forms, and deleted after a question", async () => {
    const { page } = await go(scenes.empty)
    await button(page, "New chat").click()
    await button(page, "Create SimpleX address").click()
    await heading(page, "Your SimpleX address").waitFor()
    const seen = await formsShown(page, "SimpleX address")
    expect(seen.map(l => l.slice(0, l.indexOf("#")))).toEqual([`${url()}/a`, "simplex:/a", "simplex:/contact"])
    expect(await box(page, "SimpleX address").getAttribute("readonly")).not.toBe(null)
    await button(page, "Delete address").click()
    await heading(page, "Delete your SimpleX address?").waitFor()
    await button(page, "Cancel").click()
    await box(page, "SimpleX address").waitFor()
    await button(page, "Delete address").click()
    await button(page, "Delete").click()
    await button(page, "Create SimpleX address").waitFor()
    expect(await box(page, "SimpleX address").count()).toBe(0)
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe("H1")
  })

  it("is there from the start, and found from both places", async () => {
    const { page } = await go(scenes.reachable, "/", { permissions: ["clipboard-read", "clipboard-write"] })
    await button(page, "Your SimpleX address").click()
    await button(page, "Copy link").click()
    await page.getByText("Copied").waitFor()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied).toBe(`${url()}${address.short.slice("simplex:".length)}`)
    await button(page, "New chat").click()
    await button(page, "Show SimpleX address").click()
    await box(page, "SimpleX address").waitFor()
  })

  it("is gone with the profile that had it", async () => {
    const v = await go(scenes.reachable)
    await button(v.page, "Your SimpleX address").click()
    await box(v.page, "SimpleX address").waitFor()
    await v.tell({ type: "session", session: { state: "locked" } })
    await box(v.page, "Passphrase").waitFor()
    expect(await v.page.getByText(address.short.slice(-20)).count()).toBe(0)
  })

  it("says why it could not be made or deleted", async () => {
    const failing = { ...scenes.reachable, fail: { createAddress: "NETWORK", deleteAddress: "STORE" } } as const
    const a = await go(failing)
    await button(a.page, "Your SimpleX address").click()
    await button(a.page, "Delete address").click()
    await button(a.page, "Delete").click()
    await a.page.getByRole("alert").getByText("could not store").waitFor()
    const b = await go({ ...scenes.empty, fail: failing.fail })
    await button(b.page, "Your SimpleX address").click()
    await button(b.page, "Create SimpleX address").click()
    await b.page.getByRole("alert").getByText("cannot be reached").waitFor()
  })
})

describe("a contact request", () => {
  it("stands in the list, and becomes a conversation when it is accepted", async () => {
    const { page } = await go(scenes.chats)
    const row = page.getByRole("listitem").filter({ hasText: "Bob" })
    await row.getByText("Wants to connect").waitFor()
    await openChat(page, "Bob")
    await page.getByText("Bob found your SimpleX address").waitFor()
    expect(await button(page, "Remove chat").count()).toBe(0)
    await button(page, "Accept").click()
    await page.getByText("opens as soon as both").waitFor()
    await box(page, "Message").waitFor()
  })

  it("is gone when it is rejected", async () => {
    const { page } = await go(scenes.chats)
    await openChat(page, "Bob")
    await button(page, "Reject").click()
    await page.getByText("Choose a chat").waitFor()
    expect(await page.getByRole("link", { name: "Bob" }).count()).toBe(0)
  })

  it("stays when the answer fails, and says why", async () => {
    const { page } = await go({ ...scenes.chats, fail: { accept: "STORE" } })
    await openChat(page, "Bob")
    await button(page, "Accept").click()
    await page.getByRole("alert").getByText("could not store").waitFor()
    await button(page, "Reject").waitFor()
  })

  it("is told when it comes, once, and counts in the title", async () => {
    const v = await go(scenes.empty)
    await v.page.getByText("No chats yet").waitFor()
    const asks = {
      id: "q",
      name: "Eve",
      fullName: "",
      status: "request",
      unread: 1,
      lastAt: 1,
      postQuantum: false,
    } as const
    await v.tell({ type: "chat", chat: asks })
    await v.page.getByRole("status").getByText("Eve wants to connect").waitFor({ state: "attached" })
    expect(await v.page.title()).toBe("(1) Unlisted")
    await openChat(v.page, "Eve")
    await expect.poll(() => v.page.title()).toBe("Unlisted")
  })
})

describe("an opened address", () => {
  const path = address.short.slice("simplex:".length)

  it("asks for a name, and then waits to be accepted", async () => {
    const { page } = await go(scenes.asked, path)
    await heading(page, "Ask to connect").waitFor()
    expect(page.url()).toBe(`${url()}/`)
    await box(page, "Display name").fill("Robin")
    await button(page, "Connect").click()
    await page.getByText("Your request was sent").waitFor()
    await page.getByText("Keep this tab open").waitFor()
    await page.getByRole("listitem").getByText("Waiting for them to accept").waitFor()
  })

  it("names its owner to those who have a profile", async () => {
    const { page } = await go(scenes.asking, path)
    await heading(page, "Connect with Alice").waitFor()
    await button(page, "Connect").click()
    await page.getByText("Your request was sent").waitFor()
    expect(await page.getByText("Keep this tab open").count()).toBe(0)
  })

  it("is asked at when it is pasted, and says so when it is gone", async () => {
    const { page } = await go({ ...scenes.asking, chats: [] })
    await button(page, "New chat").click()
    await box(page, "Paste a link").fill(`${url()}${path}`)
    await button(page, "Connect").click()
    await heading(page, "Alice").waitFor()
    await page.getByText("Your request was sent").waitFor()
    const gone = await go({ ...scenes.asking, fail: { planLink: "LINK_USED" } })
    await button(gone.page, "New chat").click()
    await box(gone.page, "Paste a link").fill(address.full)
    await button(gone.page, "Connect").click()
    await gone.page.getByRole("alert").getByText("deleted").waitFor()
  })

  it("shows a visitor whose it is, and what they say, before anything is asked for", async () => {
    const pixel =
      "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
    const told = { image: pixel, fullName: "Alice of the Hills", bio: "Mends bicycles", welcome: "Ask me *anything*" }
    const { page } = await go({ ...scenes.asked, planName: "Alice", plan: { ...scenes.asked.plan, ...told } }, path)
    await heading(page, "Connect with Alice").waitFor()
    for (const words of ["Alice of the Hills", "Mends bicycles"]) await page.getByText(words).waitFor()
    await page.locator("blockquote strong").getByText("anything").waitFor()
    expect(await page.locator("form > img.avatar").getAttribute("src")).toBe(pixel)
    await box(page, "Display name").fill("Robin")
    await button(page, "Connect").click()
    await heading(page, "Alice").waitFor()
  })

  it("is asked at although nobody can look whose it is", async () => {
    const offline = await go({ ...scenes.empty, plan: scenes.asked.plan, fail: { planLink: "NETWORK" } }, path)
    await offline.page.getByRole("alert").getByText("cannot be reached").waitFor()
    await button(offline.page, "Connect").click()
    await offline.page.getByText("Your request was sent").waitFor()
  })

  it("of one's own leads nowhere", async () => {
    const own = { kind: "contact", supported: true, own: true } as const
    const { page } = await go({ ...scenes.reachable, plan: own }, path)
    await heading(page, "This is your own address").waitFor()
    expect(await button(page, "Connect").count()).toBe(0)
  })
})
