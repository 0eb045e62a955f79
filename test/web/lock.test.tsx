/** Locking, what is behind the lock, private sessions and the kiosk in a real browser, with the worker's part played. */
import { describe, expect, it } from "vitest"
import { opening } from "./opening.ts"
import { scenes } from "./scenes.ts"
import { alert, box, button, openChat, openSettings, status, usePage } from "./suite.ts"

const { go, url } = usePage()

describe("locking", () => {
  it("ends the worker, forgets what was on the page, and opens again with the passphrase", async () => {
    const { page } = await go(scenes.chats)
    await openChat(page, "Alice")
    await box(page, "Message").fill("half written")
    await openSettings(page)
    const worker = page.workers()[0]
    const closed = new Promise(resolve => worker?.once("close", resolve))
    await button(page, "Lock now").click()
    await button(page, "Unlock").waitFor()
    await closed
    expect(await page.content()).not.toContain("Alice")
    await box(page, "Passphrase").fill("wrong")
    await button(page, "Unlock").click()
    await alert(page, "This is not the passphrase")
    await box(page, "Passphrase").fill(opening)
    await button(page, "Unlock").click()
    await openChat(page, "Alice")
    expect(await box(page, "Message").inputValue()).toBe("")
  })

  it("happens by itself when nobody touches the page for so long, and not while somebody does", async () => {
    const { page } = await go(scenes.locked)
    await page.clock.install()
    await box(page, "Passphrase").fill(opening)
    await button(page, "Unlock").click()
    await openSettings(page, "Privacy & lock")
    const after = page.getByRole("group", { name: "After no input for" })
    expect(await after.getByRole("radio", { name: "15 min" }).isChecked()).toBe(true)
    await after.getByRole("radio", { name: "1 min" }).check()
    await page.clock.runFor(50_000)
    await page.mouse.move(20, 20)
    await page.clock.runFor(50_000)
    expect(await after.isVisible()).toBe(true)
    await page.clock.runFor(11_000)
    await button(page, "Unlock").waitFor()
  })

  it("counts sleep as absence: the first touch after it does not keep the chats open", async () => {
    const { page } = await go(scenes.chats)
    await openSettings(page)
    // Not before: what the page draws while it opens would wait for this clock.
    await page.clock.install()
    const unlock = button(page, "Unlock")
    // Again when the settings came so late that the watch began only after the sleep.
    for (let nights = 1; nights <= 5 && !(await unlock.isVisible()); nights++) {
      await page.clock.setSystemTime(Date.now() + nights * 20 * 60_000)
      await page.mouse.move(30, 30)
      await page.mouse.move(40, 40)
      await unlock.waitFor({ timeout: 2000 }).catch(() => undefined)
    }
    expect(await unlock.isVisible()).toBe(true)
  })

  it("says when it may be tried again", async () => {
    const { page } = await go({ ...scenes.locked, fail: { unlock: "TOO_SOON" }, failUntil: 50_000 })
    await box(page, "Passphrase").fill("wrong")
    await button(page, "Unlock").click()
    await alert(page, /Try again in \d\d seconds/)
  })
})

describe("privacy & lock", () => {
  it("changes the passphrase, when the present one is right and the new one was typed twice", async () => {
    const { page } = await go(scenes.chats)
    await openSettings(page, "Privacy & lock")
    const form = page.locator("form").filter({ has: page.getByRole("button", { name: "Change passphrase" }) })
    const fill = async (old: string, next: string, repeat: string) => {
      await form.getByRole("textbox", { name: "Present passphrase", exact: true }).fill(old)
      await form.getByRole("textbox", { name: "New passphrase", exact: true }).fill(next)
      await form.getByRole("textbox", { name: "Repeat new passphrase", exact: true }).fill(repeat)
      await button(page, "Change passphrase").click()
    }
    await fill(opening, "battery staple", "battery stable")
    await alert(page, "The two passphrases are not the same.")
    await fill("wrong", "battery staple", "battery staple")
    await alert(page, "This is not the passphrase.")
    await fill(opening, "short", "short")
    await alert(page, "cannot protect your chats")
    await fill(opening, "battery staple", "battery staple")
    await status(page, "The passphrase was changed.")
  })

  it("sets and removes a self-destruct passphrase", async () => {
    const { page } = await go(scenes.chats)
    await openSettings(page, "Privacy & lock")
    const form = page.locator("form").filter({ has: page.getByRole("button", { name: "Remove it" }) })
    await form.getByRole("textbox", { name: "Present passphrase", exact: true }).fill(opening)
    await box(page, "Self-destruct passphrase").fill("burn")
    await box(page, "Name of the empty profile").fill("Nobody")
    await button(page, "Set").click()
    await alert(page, "at least 6 characters")
    await box(page, "Self-destruct passphrase").fill("burn it all")
    await button(page, "Set").click()
    await status(page, "The self-destruct passphrase is set.")
    await form.getByRole("textbox", { name: "Present passphrase", exact: true }).fill(opening)
    await button(page, "Remove it").click()
    await status(page, "There is no self-destruct passphrase now.")
  })

  it("blurs the page while another window is in front, if wanted", async () => {
    const { page } = await go(scenes.chats)
    await openSettings(page, "Privacy & lock")
    await page.getByRole("switch", { name: "Blur when another window is in front" }).check()
    const filter = () => page.evaluate(() => getComputedStyle(document.querySelector("#app") as Element).filter)
    await expect.poll(filter).toBe("none")
    await page.evaluate(() => {
      document.hasFocus = () => false
      window.dispatchEvent(new Event("blur"))
    })
    await expect.poll(filter).toContain("blur")
    await page.evaluate(() => {
      document.hasFocus = () => true
      window.dispatchEvent(new Event("focus"))
    })
    await expect.poll(filter).toBe("none")
  })
})

describe("a private session", () => {
  it("says that nothing is stored, and asks before it ends", async () => {
    const { page } = await go({ ...scenes.chats, session: { state: "open", displayName: "Robin", kept: false } })
    await page.getByText("Private session: nothing is stored").waitFor()
    await button(page, "End session").click()
    await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click()
    await button(page, "End session").click()
    await page.getByRole("dialog").getByRole("button", { name: "End session" }).click()
    await box(page, "Display name").waitFor()
    expect(await page.content()).not.toContain("Alice")
    expect(await page.evaluate(() => JSON.stringify(localStorage))).toBe("{}")
  })

  it("becomes a kept profile, with its chats", async () => {
    const { page } = await go({ ...scenes.chats, session: { state: "open", displayName: "Robin", kept: false } })
    await button(page, "Keep my chats").click()
    await box(page, "Passphrase").fill("one thing")
    await box(page, "Repeat passphrase").fill("another")
    await button(page, "Create profile").click()
    await alert(page, "not the same")
    await box(page, "Repeat passphrase").fill("one thing")
    await button(page, "Create profile").click()
    await page.getByText("Kept on this device").waitFor()
    expect(await button(page, "End session").count()).toBe(0)
    await openChat(page, "Alice")
  })
})

describe("a kiosk", () => {
  it("is one as soon as its host says so, though it did not answer at first", async () => {
    const { page } = await go(scenes.firstRun)
    await page.route("**/config.json", route => route.fulfill({ json: { kiosk: true, idle: 90 } }))
    await page.context().addInitScript(() => {
      const { fetch } = globalThis
      const fails = async () => {
        Object.assign(globalThis, { fetch })
        throw new TypeError("no answer")
      }
      Object.assign(globalThis, { fetch: fails })
    })
    await page.goto("about:blank")
    await page.goto(url())
    await page.getByText("your chats end after 90 seconds without input").waitFor()
    expect(await button(page, "Keep my chats").count()).toBe(0)
  })

  it("does not save files, and has nothing to set but how it looks", async () => {
    const file = { name: "plan.pdf", size: 1000, state: "here" } as const
    const item = { id: "f", chatId: "alice", order: 99_999, at: 1, direction: "received", status: "received" } as const
    const scene = {
      ...scenes.chats,
      session: { state: "open", displayName: "Robin", kept: false },
      items: [{ ...item, text: "", content: { kind: "file" }, file }],
    } as const
    const anywhere = await go(scene)
    await openChat(anywhere.page, "Alice")
    await button(anywhere.page, "Save").waitFor()
    const { page } = await go(scene, "/#kiosk")
    await openChat(page, "Alice")
    await page.getByText("Files cannot be saved on this computer.").waitFor()
    expect(await button(page, "Save").count()).toBe(0)
    expect(await button(page, "Keep my chats").count()).toBe(0)
    await openSettings(page)
    expect(await page.locator(".section-name").allTextContents()).toEqual(["Appearance", "Help"])
  })
})

describe("your data", () => {
  it("says what is used here, and deletes all of it after a question", async () => {
    const { page } = await go(scenes.chats)
    await openSettings(page, "Your data")
    await page.getByText(/This page uses .*[Bb]/).waitFor()
    await button(page, "Delete everything here").click()
    await page.getByRole("dialog").getByRole("button", { name: "Delete everything" }).click()
    await box(page, "Display name").waitFor()
    expect(await page.evaluate(() => localStorage.length)).toBe(0)
  })
})
