/** The ways in, in a real browser: first run, unlocking, an opened link. */
import type { Page } from "playwright-core"
import { describe, expect, it } from "vitest"
import { scenes } from "./scenes.ts"
import { box, button, heading, link, usePage } from "./suite.ts"

const { go, url } = usePage()

describe("ways in", () => {
  it("starts a private session with a name only", async () => {
    const { page } = await go(scenes.firstRun)
    await button(page, "Start chatting").click()
    await page.getByRole("alert").getByText("Enter a name").waitFor()
    await box(page, "Display name").fill("Robin")
    await page.keyboard.press("Enter")
    await page.getByRole("navigation", { name: "Chats" }).getByText("No chats yet").waitFor()
    await page.getByText("Private session").waitFor()
  })

  it("keeps chats under a passphrase that was typed twice", async () => {
    const { page } = await go(scenes.firstRun)
    await box(page, "Display name").fill("Robin")
    await button(page, "Keep my chats").click()
    await expect.poll(() => box(page, "Display name").inputValue()).toBe("Robin")
    await box(page, "Passphrase").fill("correct horse")
    await box(page, "Repeat passphrase").fill("correct house")
    await button(page, "Create profile").click()
    await page.getByRole("alert").getByText("not the same").waitFor()
    await box(page, "Passphrase").fill("short")
    await box(page, "Repeat passphrase").fill("short")
    await button(page, "Create profile").click()
    await page.getByRole("alert").getByText("cannot protect your chats").waitFor()
    expect(await box(page, "Passphrase").getAttribute("type")).toBe("password")
    await box(page, "Passphrase").fill("correct horse")
    await box(page, "Repeat passphrase").fill("correct horse")
    await button(page, "Create profile").click()
    await page.getByText("Kept on this device").waitFor()
  })

  it("unlocks with the right passphrase only, and says so", async () => {
    const { page } = await go(scenes.locked)
    await box(page, "Passphrase").fill("wrong")
    await button(page, "Unlock").click()
    await page.getByRole("alert").getByText("not the passphrase").waitFor()
    await box(page, "Passphrase").fill("correct horse")
    await button(page, "Unlock").click()
    await page.getByRole("navigation", { name: "Chats" }).waitFor()
  })

  it("takes over from another tab, and gives way to one", async () => {
    const v = await go(scenes.elsewhere)
    await button(v.page, "Use here").click()
    await box(v.page, "Passphrase").fill("correct horse")
    await button(v.page, "Unlock").click()
    await v.page.getByRole("navigation", { name: "Chats" }).waitFor()
    await v.tell({ type: "session", session: { state: "elsewhere" } })
    await button(v.page, "Use here").waitFor()
  })
})

describe("an opened link", () => {
  it("leaves no trace in the address, names the inviter and connects at once", async () => {
    const { page } = await go(scenes.invited, link)
    await heading(page, "Alice invites you to chat").waitFor()
    expect(page.url()).toBe(`${url()}/`)
    expect(await page.evaluate(() => [history.length, history.state, document.title])).toEqual([2, null, "Unlisted"])
    await box(page, "Display name").fill("Robin")
    await button(page, "Connect").click()
    await heading(page, "Alice").waitFor()
    await box(page, "Message").waitFor()
  })

  it("can be kept, and then connects", async () => {
    const { page } = await go(scenes.invited, link)
    await button(page, "Keep my chats").click()
    await box(page, "Display name").fill("Robin")
    await box(page, "Passphrase").fill("correct horse")
    await box(page, "Repeat passphrase").fill("correct horse")
    await button(page, "Create profile").click()
    await heading(page, "Alice").waitFor()
    await page.getByText("Kept on this device").waitFor()
  })

  it("waits until the profile is unlocked", async () => {
    const { page } = await go({ session: { state: "locked" }, planName: "Alice" }, link)
    await page.getByText("answer the invitation").waitFor()
    await box(page, "Passphrase").fill("correct horse")
    await button(page, "Unlock").click()
    await heading(page, "Alice invites you to chat").waitFor()
    await button(page, "Connect").click()
    await box(page, "Message").waitFor()
  })

  it("says while it is locked that a link is to a file", async () => {
    const { page } = await go(scenes.locked, "/file#/?desc=x")
    await page.getByText("get the file").waitFor()
  })

  it("keeps its invitation when connecting fails", async () => {
    const { page } = await go({ ...scenes.answering, fail: { connect: "NETWORK" } }, link)
    await button(page, "Connect").click()
    await page.getByRole("alert").getByText("cannot be reached").waitFor()
    await button(page, "Connect").waitFor()
    await button(page, "Not now").click()
    await page.getByText("Choose a chat").waitFor()
  })

  it("offers nothing where nothing is possible", async () => {
    const { page } = await go(scenes.group, link)
    await heading(page, "Not possible here yet").waitFor()
    expect(await button(page, "Connect").count()).toBe(0)
    await button(page, "Close").click()
    await box(page, "Display name").waitFor()
  })

  it("comes later into the same tab", async () => {
    const { page } = await go(scenes.answering)
    await page.getByText("Choose a chat").waitFor()
    await page.evaluate(l => location.assign(`/#simplex:${l}`), link)
    await heading(page, "Alice invites you to chat").waitFor()
    expect(page.url()).toBe(`${url()}/`)
  })

  it("gives way to one that is opened while it waits, and leaves no way back to it", async () => {
    const { page } = await go(scenes.answering, link)
    await heading(page, "Alice invites you to chat").waitFor()
    await page.evaluate(() => location.assign("/#web+simplex=nonsense"))
    await heading(page, "Alice invites you to chat").waitFor({ state: "detached" })
    await button(page, "Not now").or(button(page, "Close")).first().click()
    await page.getByText("Choose a chat").waitFor()
    await page.goBack()
    await page.getByText("Choose a chat").waitFor()
    expect(page.url()).toBe(`${url()}/`)
  })
})

describe("a launch of the installed app", () => {
  /** The browser has no app here: this stands in for its queue of launches. */
  const queue = () => {
    const launched = (targetURL: string) => (globalThis as { take?: (launch: object) => void }).take?.({ targetURL })
    const setConsumer = (take: unknown) => Object.assign(globalThis, { take })
    Object.defineProperty(globalThis, "launchQueue", { value: { setConsumer } })
    Object.assign(globalThis, { launched })
  }
  const launch = (page: Page, to: string) =>
    page.evaluate(at => (globalThis as unknown as { launched: (at: string) => void }).launched(at), `${url()}${to}`)
  const openApp = async (path: string) => {
    const { page } = await go(scenes.answering)
    await page.context().addInitScript(queue)
    await page.goto("about:blank")
    await page.goto(url() + path)
    return page
  }

  it("that opened the window is not taken twice; a later one goes on in it", async () => {
    const page = await openApp(link)
    await heading(page, "Alice invites you to chat").waitFor()
    await button(page, "Not now").click()
    await launch(page, link)
    await launch(page, "/#new")
    await heading(page, "New chat").waitFor()
    expect(await heading(page, "Alice invites you to chat").count()).toBe(0)
    await launch(page, `/#web+simplex=${encodeURIComponent(`web+simplex:${link}`)}`)
    await heading(page, "Alice invites you to chat").waitFor()
  })

  it("into a window that began as a tab is not taken for the one that opened it", async () => {
    const page = await openApp("/")
    await page.getByText("Choose a chat").waitFor()
    await launch(page, link)
    await heading(page, "Alice invites you to chat").waitFor()
  })

  it("for something that is shared, which the browser hands to new windows only, is not silent", async () => {
    const page = await openApp("/")
    await page.getByText("Choose a chat").waitFor()
    await launch(page, "/share")
    await heading(page, "What was shared did not arrive").waitFor()
  })
})

describe("what another app shares", () => {
  it("and did not get here, as the service worker was gone, is said", async () => {
    const { page } = await go(scenes.chats, "/#shared")
    await heading(page, "What was shared did not arrive").waitFor()
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("What was shared did not arrive")
    await button(page, "Close").click()
    await page.getByText("Choose a chat").waitFor()
  })
})
