/** Settings, locking, private sessions and backups in a real browser, with the worker's part played. */
import { createHash } from "node:crypto"
import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Page } from "playwright-core"
import { describe, expect, it } from "vitest"
import { main as german } from "../../web/text/de/main.ts"
import { version } from "../../web/version.ts"
import { opening } from "./fake-settings.ts"
import type { Scene } from "./fake-state.ts"
import { scenes } from "./scenes.ts"
import {
  axe,
  barriers,
  box,
  button,
  heading,
  makePicture,
  onPictures,
  openChat,
  overflow,
  still,
  usePage,
} from "./suite.ts"

const { go, url, outDir } = usePage()

const openSettings = async (page: Page, section?: string) => {
  await button(page, "Settings").click()
  await heading(page, "Settings").waitFor()
  if (section === undefined) return
  await page.getByRole("button", { name: section }).click()
  await heading(page, section).waitFor()
}
const status = (page: Page, words: string) => page.getByRole("status").filter({ hasText: words }).waitFor()
const alert = (page: Page, words: string | RegExp) => page.getByRole("alert").filter({ hasText: words }).waitFor()

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
    const { page } = await go({ ...scenes.locked, fail: { unlock: "TOO_SOON" }, failUntil: 9000 })
    await box(page, "Passphrase").fill("wrong")
    await button(page, "Unlock").click()
    await alert(page, /Try again in [5-9] seconds/)
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
    expect(await filter()).toBe("none")
    await page.evaluate(() => {
      document.hasFocus = () => false
      window.dispatchEvent(new Event("blur"))
    })
    expect(await filter()).toContain("blur")
    await page.evaluate(() => {
      document.hasFocus = () => true
      window.dispatchEvent(new Event("focus"))
    })
    expect(await filter()).toBe("none")
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

describe("files & storage", () => {
  it("has what comes by itself, and files of a chat or of all are deleted after a question", async () => {
    const { page } = await go(scenes.chats)
    await openSettings(page, "Files & storage")
    const videos = page.getByRole("switch", { name: "Videos" })
    expect(await videos.isChecked()).toBe(false)
    await videos.click()
    await page.getByRole("switch", { name: "Videos", checked: true }).waitFor()
    await page.getByText("13 files take 700 MB on this device.").waitFor()
    await button(page, "Delete files of Alice").click()
    const dialog = page.getByRole("dialog")
    await dialog.getByRole("checkbox", { name: "Also take back what I sent" }).check()
    await dialog.getByRole("button", { name: "Delete" }).click()
    await status(page, "The files were deleted.")
    expect(await button(page, "Delete files of Alice").count()).toBe(0)
    await button(page, "Delete all files").click()
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click()
    await page.getByText("There are no files on this device.").waitFor()
  })
})

describe("choices made one right after the other", () => {
  it("are all kept, while the first is still on its way", async () => {
    const { page } = await go({ ...scenes.chats, slow: 300 })
    await openSettings(page, "Files & storage")
    const [pictures, videos] = ["Pictures", "Videos"].map(name => page.getByRole("switch", { name }))
    await videos?.click()
    await pictures?.click()
    await videos?.click()
    await videos?.click()
    const kept = async () => [await pictures?.isChecked(), await videos?.isChecked()]
    expect(await kept()).toEqual([false, true])
    await button(page, "Back to settings").click()
    await page.getByRole("button", { name: "Network" }).click()
    const group = (name: string) => page.getByRole("group", { name })
    await group("Use it for").getByRole("radio", { name: "All servers" }).check()
    await group("A way of its own for each").getByRole("radio", { name: "Contact" }).check()
    await button(page, "Back to settings").click()
    // As the worker has them: the page reads them anew.
    await page.getByRole("button", { name: "Files & storage" }).click()
    await page.getByRole("switch", { name: "Videos", checked: true }).waitFor()
    expect(await kept()).toEqual([false, true])
    await button(page, "Back to settings").click()
    await page.getByRole("button", { name: "Network" }).click()
    await group("Use it for").getByRole("radio", { name: "All servers" }).waitFor()
    expect(await group("Use it for").getByRole("radio", { name: "All servers" }).isChecked()).toBe(true)
    expect(await group("A way of its own for each").getByRole("radio", { name: "Contact" }).isChecked()).toBe(true)
  })

  it("and are on their way when the chats are locked are nothing to whoever unlocks", async () => {
    const { page } = await go({ ...scenes.chats, slow: 1000 })
    await openChat(page, "Alice")
    await box(page, "Message").fill("Never answered")
    await box(page, "Message").press("Enter")
    await openSettings(page, "Files & storage")
    const videos = page.getByRole("switch", { name: "Videos" })
    const before = await videos.isChecked()
    for (let i = 0; i < 3; i++) await videos.click()
    await button(page, "Back to settings").click()
    await button(page, "Lock now").click()
    await box(page, "Passphrase").fill(opening)
    await button(page, "Unlock").click()
    await openSettings(page, "Files & storage")
    await page.getByRole("switch", { name: "Videos", checked: before }).waitFor()
    await openChat(page, "Alice")
    expect(await box(page, "Message").inputValue()).toBe("")
  })
})

describe("moving to another browser", () => {
  it("is offered at a kiosk, where the code goes away when nobody is there", async () => {
    const session = { state: "open", displayName: "Robin", kept: false } as const
    const { page } = await go({ ...scenes.chats, session }, "/#kiosk=30")
    await button(page, "Move to my phone").click()
    await button(page, "Show the code").click()
    await box(page, "Link to your chats").waitFor()
    await page.clock.install()
    await page.mouse.move(50, 50)
    await page.clock.runFor(31_000)
    await box(page, "Display name").waitFor()
    expect(await page.content()).not.toContain("/carry#")
  })

  it("gives one link with its code, and goes on here when somebody changes their mind", async () => {
    const { page, complaints } = await go(scenes.chats)
    await openSettings(page, "Backup")
    await button(page, "Make a link to move").click()
    await heading(page, "Open this link on the other device").waitFor()
    const link = new URL(await box(page, "Link to your chats").inputValue())
    expect([link.origin, link.pathname, link.hash.slice(0, 8)]).toEqual([
      new URL(page.url()).origin,
      "/carry",
      "#/?desc=",
    ])
    await page.getByRole("img", { name: "QR code" }).waitFor()
    await page.evaluate(axe)
    expect(await barriers(page, null)).toEqual([])
    await page.setViewportSize({ width: 320, height: 700 })
    expect(await overflow(page)).toBe(0)
    await button(page, "Continue here").click()
    await heading(page, "Backup").waitFor()
    expect(complaints).toEqual([])
  })

  it("says why it did not work, where it was asked for", async () => {
    const { page } = await go({ ...scenes.chats, fail: { carry: "NETWORK" } })
    await openSettings(page, "Backup")
    await button(page, "Make a link to move").click()
    await alert(page, "The server cannot be reached.")
  })

  it("brings the chats here under a passphrase of one's own, and takes the link out of the address bar", async () => {
    const { page } = await go(scenes.firstRun, "/carry#/?desc=x")
    await heading(page, "Your chats go on here").waitFor()
    expect(new URL(page.url()).pathname + new URL(page.url()).hash).toBe("/")
    await page.evaluate(axe)
    expect(await barriers(page, null)).toEqual([])
    await box(page, "Passphrase").fill("new one here")
    await box(page, "Repeat passphrase").fill("another one")
    await button(page, "Bring my chats here").click()
    await alert(page, "The two passphrases are not the same.")
    await box(page, "Repeat passphrase").fill("new one here")
    await button(page, "Bring my chats here").click()
    await page.getByRole("navigation", { name: "Chats" }).waitFor()
  })

  it("is not possible where there are chats already", async () => {
    const here = await go(scenes.locked, "/carry#/?desc=x")
    await here.page.getByText("There are chats in this browser already.").waitFor()
    await button(here.page, "Close").click()
    await button(here.page, "Unlock").waitFor()
  })
})

describe("developer info", () => {
  it("is shown when asked for", async () => {
    const { page } = await go(scenes.chats)
    await openSettings(page, "About")
    await button(page, "Show").click()
    await page.getByText("versions: smp 11-18, smpClient 1-4").waitFor()
    await page.getByText("rows: contacts 12, items 345").waitFor()
  })
})

describe("another bridge", () => {
  it("is used when the host allows it, and given up again", async () => {
    const { page } = await go(scenes.chats)
    await openSettings(page, "Network")
    await page.getByText("The host of this page allows: bridge.example.org.").waitFor()
    await box(page, "Address of another bridge").fill("wss://elsewhere.example.org")
    await button(page, "Use this bridge").click()
    await alert(page, "does not allow it")
    await box(page, "Address of another bridge").fill("wss://bridge.example.org")
    await button(page, "Use this bridge").click()
    await status(page, "In use: bridge.example.org, on this device only.")
    await button(page, "Use the host's bridge").click()
    await status(page, "In use: the bridge of this page's host")
  })
})

describe("files without the bridge", () => {
  it("are off at first, and once they are on it is told which way each server takes", async () => {
    const { page } = await go(scenes.chats)
    await openSettings(page, "Network")
    await page
      .getByText("The host of this page allows it for: xftp1.simplex.im, files.example.org:8443.", { exact: true })
      .waitFor()
    await status(page, "In use: the bridge, for all files.")
    const toggle = page.getByRole("switch", { name: "Fetch and send files directly where a server allows it" })
    expect(await toggle.isChecked()).toBe(false)
    await toggle.click()
    await status(page, "In use: directly to files.example.org:8443.")
    await status(page, "In use: the bridge for xftp1.simplex.im")
    expect(await toggle.isChecked()).toBe(true)
  })
})

describe("a backup", () => {
  it("is saved under the day's name, and then somebody decides whether this copy goes on", async () => {
    const { page } = await go(scenes.chats)
    await openSettings(page, "Backup")
    await box(page, "Backup passphrase").fill("one thing")
    await box(page, "Repeat backup passphrase").fill("one thing")
    const saving = page.waitForEvent("download")
    await button(page, "Make backup").click()
    const file = await saving
    expect(file.suggestedFilename()).toMatch(/^unlisted-backup-\d{4}-\d\d-\d\d\.age$/)
    expect(readFileSync(await file.path(), "utf8")).toContain("age-encryption.org")
    await heading(page, "A backup was made").waitFor()
    const again = page.waitForEvent("download")
    await button(page, "Save the file again").click()
    await again
    await button(page, "Continue here").click()
    await page.getByRole("link", { name: "Alice" }).waitFor()
  })

  it("may be for a recovery key, which has to be kept first", async () => {
    const { page } = await go(scenes.chats)
    await openSettings(page, "Backup")
    await page.getByRole("radio", { name: "Recovery key" }).check()
    await button(page, "Make a recovery key").click()
    expect(await box(page, "Recovery key").inputValue()).toMatch(/^AGE-SECRET-KEY-PQ-1/)
    expect(await button(page, "Make backup").count()).toBe(0)
    await page.getByRole("checkbox", { name: "I have kept the key in a safe place" }).check()
    await button(page, "Make backup").click()
    await heading(page, "A backup was made").waitFor()
  })

  it("is restored on the first screen, by what opens it", async () => {
    const { page } = await go(scenes.firstRun)
    await button(page, "Restore a backup").click()
    await button(page, "Restore").click()
    await alert(page, "Choose the backup first.")
    const file = { name: "unlisted-backup.age", mimeType: "application/octet-stream", buffer: Buffer.from("age") }
    await page.getByLabel("Choose the file").setInputFiles(file)
    await page.getByText("File: unlisted-backup.age").waitFor()
    await page.getByRole("radio", { name: "Recovery key" }).check()
    await box(page, "Recovery key").fill("AGE-SECRET-KEY-PQ-1")
    await box(page, "Passphrase").fill("new one here")
    await box(page, "Repeat passphrase").fill("new one here")
    await button(page, "Restore").click()
    await alert(page, "This key does not open this backup.")
    await page.getByRole("radio", { name: "Passphrase" }).check()
    await box(page, "Backup passphrase").fill(opening)
    await button(page, "Restore").click()
    await page.getByRole("navigation", { name: "Chats" }).waitFor()
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

describe("servers", () => {
  it("are listed by operator, tested, added, switched off and removed", async () => {
    const { page } = await go(scenes.chats)
    await openSettings(page, "Servers")
    await button(page, "Test smp8.simplex.im").click()
    await status(page, "Works.")
    await button(page, "Test smp9.simplex.im").click()
    await status(page, "Does not work, at connecting. Nothing answers at this address.")
    const one = page.getByRole("switch", { name: "Use smp9.simplex.im" })
    await one.click()
    await expect.poll(() => one.isChecked()).toBe(false)
    await box(page, "Server address").fill("nonsense")
    await button(page, "Add server").click()
    await alert(page, "This is not the address of a server")
    await box(page, "Server address").fill("smp://0YuTwO05YJWS8rkjn9eLJDjQhFKvIYd8d4xG8X1blIU=@smp.example.org")
    await button(page, "Add server").click()
    await button(page, "Remove smp.example.org").click()
    await expect.poll(() => button(page, "Remove smp.example.org").count()).toBe(0)
    await button(page, "Accept conditions").click()
    await page.getByRole("switch", { name: "Use servers of Flux" }).click()
    await expect.poll(() => page.getByRole("switch", { name: "Use servers of Flux" }).isChecked()).toBe(true)
  })

  it("say why a change was refused, and stay as they are", async () => {
    const { page } = await go({ ...scenes.chats, fail: { enableServer: "LAST_SERVER" } })
    await openSettings(page, "Servers")
    const one = page.getByRole("switch", { name: "Use smp9.simplex.im" })
    await one.click()
    await alert(page, "At least one server has to be on")
    expect(await one.isChecked()).toBe(true)
  })
})

describe("network", () => {
  it("shows which way messages take and the servers in use, and keeps what is changed", async () => {
    const { page } = await go(scenes.chats)
    await openSettings(page, "Network")
    const routing = page.getByRole("group", { name: "Use it for" })
    expect(await routing.getByRole("radio", { name: "Servers that I do not use" }).isChecked()).toBe(true)
    await routing.getByRole("radio", { name: "All servers" }).check()
    await page.getByRole("group", { name: "A way of its own for each" }).getByRole("radio", { name: "Contact" }).check()
    await page.getByText("Listening for 12 chats. Received 340, sent 217.").waitFor()
    await page.getByText("1 used in another place").waitFor()
    await button(page, "Count anew").click()
    await expect.poll(() => page.getByText("Listening for").count()).toBe(0)
    await button(page, "Back to settings").click()
    await page.getByRole("button", { name: "Network" }).click()
    await page.getByRole("radio", { name: "All servers" }).waitFor()
    expect(await page.getByRole("radio", { name: "All servers" }).isChecked()).toBe(true)
    expect(await page.getByRole("radio", { name: "Contact" }).isChecked()).toBe(true)
  })

  it("stops sending and receiving, says so at the list, and starts it from there", async () => {
    const { page } = await go(scenes.chats)
    await openSettings(page, "Network")
    await button(page, "Stop sending and receiving").click()
    await page.getByText("Stopped: nothing is sent or received.").waitFor()
    await button(page, "Start sending and receiving").waitFor()
    await button(page, "Start").click()
    await button(page, "Stop sending and receiving").waitFor()
    await expect.poll(() => button(page, "Start").count()).toBe(0)
  })

  it("says why a change was refused, and shows what is so", async () => {
    const { page } = await go({ ...scenes.chats, fail: { setNetworkConfig: "STORE" } })
    await openSettings(page, "Network")
    await page.getByRole("radio", { name: "All servers" }).click({ force: true })
    await alert(page, "Your browser could not store this.")
    await expect.poll(() => page.getByRole("radio", { name: "Servers that I do not use" }).isChecked()).toBe(true)
  })
})

describe("the language", () => {
  const spoken = (page: Page) => page.evaluate(() => [document.documentElement.lang, document.documentElement.dir])
  const newChat = german.list?.newChat ?? ""

  it("is that of the browser from the first drawing on", async () => {
    const { page } = await go(scenes.chats, "/", { locale: "de-AT" })
    await button(page, newChat).waitFor()
    expect(await spoken(page)).toEqual(["de", "ltr"])
    const other = await go(scenes.firstRun, "/", { locale: "nl-NL" })
    await box(other.page, "Display name").waitFor()
    expect(await spoken(other.page)).toEqual(["en", "ltr"])
  })

  it("can be chosen on the first screen, for the session that begins there", async () => {
    const { page } = await go(scenes.firstRun)
    await page.getByRole("combobox", { name: "Language" }).selectOption("Deutsch")
    await expect.poll(() => spoken(page)).toEqual(["de", "ltr"])
    await page.getByRole("textbox").fill("Robin")
    await page.keyboard.press("Enter")
    await button(page, newChat).waitFor()
    expect(await spoken(page)).toEqual(["de", "ltr"])
  })

  it("changes at once without losing a draft, and is there before the passphrase is", async () => {
    const { page } = await go(scenes.chats)
    await openChat(page, "Alice")
    await box(page, "Message").fill("half written")
    await openSettings(page, "Appearance")
    await page.getByRole("combobox").selectOption("العربية")
    await expect.poll(() => spoken(page)).toEqual(["ar", "rtl"])
    expect(await page.getByRole("combobox").inputValue()).toBe("ar")
    await page.getByRole("combobox").selectOption("Deutsch")
    await expect.poll(() => spoken(page)).toEqual(["de", "ltr"])
    await page.getByRole("link", { name: "Alice", exact: true }).click()
    expect(await box(page, german.chat?.message ?? "").inputValue()).toBe("half written")
    expect(await page.evaluate(() => localStorage.getItem("look"))).toContain('"language":"de"')
    const other = await go(scenes.locked)
    await box(other.page, "Passphrase").waitFor()
    await other.page.evaluate(() => localStorage.setItem("look", '{"language":"ar"}'))
    await other.page.reload()
    await expect.poll(() => spoken(other.page)).toEqual(["ar", "rtl"])
  })

  it("of a private session is forgotten with it", async () => {
    const { page } = await go({ ...scenes.chats, session: { state: "open", displayName: "Robin", kept: false } })
    await openSettings(page, "Appearance")
    await page.getByRole("combobox").selectOption("Deutsch")
    await button(page, newChat).waitFor()
    expect(await page.evaluate(() => localStorage.length)).toBe(0)
  })
})

describe("appearance", () => {
  it("follows what was chosen at once, and is there before the passphrase is; a private session leaves none", async () => {
    const { page } = await go(scenes.chats, "/", { colorScheme: "light" })
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const light = await paper()
    await openSettings(page, "Appearance")
    await page.getByRole("radio", { name: "Dark" }).check()
    expect(await paper()).not.toBe(light)
    const accent = () =>
      page.evaluate(() => getComputedStyle(document.querySelector(".primary") as Element).backgroundColor)
    const petrol = await accent()
    await page.getByRole("radio", { name: "Rose" }).check()
    await expect.poll(accent).not.toBe(petrol)
    await page.getByRole("radio", { name: "Large", exact: true }).check()
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe("18.4px")
    expect(await page.evaluate(() => localStorage.getItem("look"))).toBe(
      JSON.stringify({ language: "browser", theme: "dark", accent: "rose", size: "large", hue: 40 }),
    )
    await button(page, "Back to settings").click()
    await button(page, "Lock now").click()
    await button(page, "Unlock").waitFor()
    expect(await paper()).not.toBe(light)
    const other = await go({ ...scenes.chats, session: { state: "open", displayName: "Robin", kept: false } })
    await openSettings(other.page, "Appearance")
    await other.page.getByRole("radio", { name: "Dark" }).check()
    expect(await other.page.evaluate(() => localStorage.length)).toBe(0)
  })

  it("every colour can be read, in light and dark", { timeout: 60_000 }, async () => {
    const { page } = await go(scenes.chats, "/", { reducedMotion: "reduce" })
    await openSettings(page, "Appearance")
    await page.evaluate(axe)
    for (const theme of ["Light", "Dark", "Black"])
      for (const name of ["Blue", "Violet", "Rose", "Amber", "Moss"]) {
        await page.getByRole("radio", { name: theme }).check()
        await page.getByRole("radio", { name }).check()
        await still(page)
        expect(await barriers(page, ["color-contrast"]), `${theme} ${name}`).toEqual([])
      }
    await openChat(page, "Alice")
    await still(page)
    expect(await barriers(page, ["color-contrast"])).toEqual([])
  })
})

describe("a picture of one's own behind the conversations", () => {
  const secret = "where it was taken"
  /** With what a camera writes into it: a segment APP1 after the first marker. */
  const withExif = (jpeg: Buffer) => {
    const exif = Buffer.from(`Exif\0\0${secret}`)
    const segment = Buffer.from([0xff, 0xe1, 0, exif.length + 2])
    return Buffer.concat([jpeg.subarray(0, 2), segment, exif, jpeg.subarray(2)])
  }
  /** Notes which blobs the page gives addresses to, and which of these it takes back. */
  const watched = async (scene: Scene) => {
    const visit = await go(scene, "/", { reducedMotion: "reduce" })
    await visit.context.addInitScript({
      content: `globalThis.made = new Map()
        const make = URL.createObjectURL, revoke = URL.revokeObjectURL
        URL.createObjectURL = b => { const url = make.call(URL, b); made.set(url, b); return url }
        URL.revokeObjectURL = url => { made.delete(url); revoke.call(URL, url) }`,
    })
    await visit.page.reload()
    return visit.page
  }
  const pictures = (page: Page) =>
    page.evaluate(async () => {
      const { made } = globalThis as unknown as { made: Map<string, Blob> }
      const all = [...made].filter(([, blob]) => blob.type === "image/jpeg")
      return Promise.all(
        all.map(async ([url, blob]) => {
          const { width, height } = await createImageBitmap(blob)
          return { url, size: blob.size, width, height, words: await blob.text() }
        }),
      )
    })
  const behind = (page: Page) => page.evaluate(() => document.documentElement.style.getPropertyValue("--picture"))
  const file = (buffer: Buffer, name = "holiday.jpg") => ({ name, mimeType: "image/jpeg", buffer })

  it("is made small and forgets where it was taken, is read on in every theme, and goes without a trace", {
    timeout: 60_000,
  }, async () => {
    const page = await watched(scenes.chats)
    await openSettings(page, "Appearance")
    await page.getByRole("radio", { name: "Your picture" }).check()
    const choose = page.getByLabel("Choose a picture")
    await choose.setInputFiles(file(Buffer.from("no picture")))
    await alert(page, "This picture cannot be used")
    const original = withExif(await makePicture(page, 3000, 2000))
    expect(original.includes(secret)).toBe(true)
    await choose.setInputFiles(file(original))
    await button(page, "Remove picture").waitFor()
    expect(await page.getByRole("alert").filter({ hasText: /./ }).count()).toBe(0)
    const [picture, ...others] = await pictures(page)
    expect(others).toEqual([])
    expect(picture?.width).toBeLessThanOrEqual(1600)
    expect(picture?.size).toBeLessThanOrEqual(200_000)
    expect((picture?.width ?? 0) / (picture?.height ?? 1)).toBeCloseTo(1.5, 2)
    expect(picture?.words).not.toContain(secret)
    expect(await behind(page)).toBe(`url("${picture?.url}")`)
    await page.evaluate(axe)
    expect(await barriers(page, null)).toEqual([])
    await openChat(page, "Alice")
    const drawn = () =>
      page.evaluate(() => getComputedStyle(document.querySelector(".log") as Element).backgroundImage.includes("blob:"))
    expect(await drawn()).toBe(true)
    for (const name of ["Alice", "Reading group"]) {
      await openChat(page, name)
      for (const theme of ["light", "dark", "black"]) {
        await page.evaluate(t => Object.assign(document.documentElement.dataset, { theme: t }), theme)
        await still(page)
        expect(await barriers(page, ["color-contrast"]), theme).toEqual([])
        expect(await onPictures(page), theme).toEqual([])
      }
    }
    await openSettings(page, "Appearance")
    await choose.setInputFiles(file(await makePicture(page, 300, 300)))
    await expect.poll(async () => (await pictures(page)).map(p => p.width)).toEqual([300])
    await button(page, "Remove picture").click()
    await expect.poll(() => behind(page)).toBe("")
    const none = page.getByRole("radio", { name: "None" })
    await expect.poll(() => none.evaluate(e => e === document.activeElement)).toBe(true)
    expect(await none.isChecked()).toBe(true)
    expect(await pictures(page)).toEqual([])
    // The worker has none either.
    await page.getByRole("radio", { name: "Your picture" }).check()
    await choose.setInputFiles(file(await makePicture(page, 200, 300)))
    await button(page, "Remove picture").waitFor()
    await page.getByRole("radio", { name: "Dots" }).check()
    await page.getByRole("radio", { name: "Your picture" }).check()
    await choose.waitFor({ state: "attached" })
    expect(await behind(page)).toBe("")
    expect(await button(page, "Remove picture").count()).toBe(0)
  })

  it("is there after unlocking and not before, and what is no picture is not shown", { timeout: 60_000 }, async () => {
    const { page: maker } = await go(scenes.firstRun)
    const wallpaper = (await makePicture(maker, 400, 300)).toString("base64")
    const page = await watched({ ...scenes.chats, pageSettings: { wallpaper: "own" }, wallpaper })
    await expect.poll(() => behind(page)).toContain("blob:")
    await openSettings(page)
    await button(page, "Lock now").click()
    await button(page, "Unlock").waitFor()
    expect(await behind(page)).toBe("")
    expect(await pictures(page)).toEqual([])
    await box(page, "Passphrase").fill(opening)
    await button(page, "Unlock").click()
    await expect.poll(() => behind(page)).toContain("blob:")
    const broken = Buffer.from([0xff, 0xd8, 0xff, 1, 2, 3]).toString("base64")
    const other = await watched({ ...scenes.chats, pageSettings: { wallpaper: "own" }, wallpaper: broken })
    await openSettings(other, "Appearance")
    await other.getByLabel("Choose a picture").waitFor({ state: "attached" })
    expect(await behind(other)).toBe("")
  })
})

describe("a wallpaper", () => {
  const behind = (page: Page) => page.evaluate(() => document.documentElement.dataset.wallpaper)
  const choose = (page: Page, name: string) => page.getByRole("radio", { name, exact: true }).check()

  it("is of one chat, of a profile, or of all, whichever is nearest, and each has its own picture", {
    timeout: 60_000,
  }, async () => {
    const { page } = await go(scenes.chats)
    const contact = async () => {
      await openChat(page, "Alice")
      await button(page, "Alice").click()
    }
    const picture = () => page.evaluate(() => document.documentElement.style.getPropertyValue("--picture"))
    const upload = async (width: number) => {
      const before = await picture()
      const buffer = await makePicture(page, width, 100)
      await choose(page, "Your picture")
      await page.getByLabel("Choose a picture").setInputFiles({ name: "a.jpg", mimeType: "image/jpeg", buffer })
      await button(page, "Remove picture").waitFor()
      await expect.poll(picture).not.toBe(before)
      return picture()
    }
    await contact()
    expect(await page.getByRole("radio", { name: "As in your profile" }).isChecked()).toBe(true)
    await choose(page, "Stars")
    await expect.poll(() => behind(page)).toBe("stars")
    await openChat(page, "Reading group")
    await expect.poll(() => behind(page)).toBe("none")
    await page.getByTitle("Your profiles").click()
    await button(page, "Chat preferences").click()
    expect(await page.getByRole("radio", { name: "As in Appearance" }).isChecked()).toBe(true)
    const ofProfile = await upload(120)
    await openChat(page, "Reading group")
    await expect.poll(() => behind(page)).toBe("own")
    await contact()
    await expect.poll(() => behind(page)).toBe("stars")
    expect(await picture()).toBe("")
    const ofChat = await upload(90)
    expect(ofChat).not.toBe(ofProfile)
    await openChat(page, "Alice")
    expect(await picture()).toBe(ofChat)
    // Addresses are made anew when they are needed again; what is there is that of the profile.
    await openChat(page, "Reading group")
    await expect.poll(picture).toMatch(/blob:/)
    await expect.poll(picture).not.toBe(ofChat)
    await openSettings(page, "Appearance")
    await expect.poll(() => behind(page)).toBe("none")
    expect(await picture()).toBe("")
    await contact()
    await button(page, "Remove picture").click()
    await expect
      .poll(() => page.getByRole("radio", { name: "As in your profile" }).evaluate(e => e === document.activeElement))
      .toBe(true)
    await expect.poll(() => behind(page)).toBe("own")
  })
})

describe("after an update", () => {
  const line = (page: Page) => page.getByRole("complementary", { name: "Unlisted was updated." })

  it("the list says so until it was seen, once", async () => {
    const updated = { ...scenes.chats, pageSettings: { seen: "0.0.9" } }
    const { page } = await go(updated)
    await line(page).waitFor()
    await button(page, "What is new").click()
    await heading(page, "About").waitFor()
    await heading(page, "What is new").waitFor()
    expect(await line(page).count()).toBe(0)
    const other = await go(updated)
    await line(other.page).waitFor()
    await button(other.page, "Dismiss").click()
    await line(other.page).waitFor({ state: "detached" })
  })

  it("only: not for who begins, nor when this version was seen", async () => {
    for (const scene of [scenes.chats, { ...scenes.chats, pageSettings: { seen: version } }]) {
      const { page } = await go(scene)
      await openChat(page, "Alice")
      // What comes with the last view that is fetched.
      await openSettings(page, "Appearance")
      expect(await line(page).count()).toBe(0)
    }
    const { page } = await go({
      ...scenes.chats,
      session: { state: "open", displayName: "Robin", kept: false },
      pageSettings: { seen: "0.0.9" },
    })
    await openSettings(page, "Appearance")
    expect(await line(page).count()).toBe(0)
  })
})

describe("about", () => {
  const sum = (bytes: Buffer | string) => createHash("sha256").update(bytes).digest("hex")
  const list = () =>
    readdirSync(join(outDir(), "assets"))
      .map(f => `assets/${f}`)
      .sort()
      .map(path => `${sum(readFileSync(join(outDir(), path)))}  ${path}\n`)
      .join("")

  it("shows the version, and the hash over every file that the browser has", async () => {
    writeFileSync(join(outDir(), "hashes.txt"), list())
    const { page } = await go(scenes.chats)
    await openSettings(page, "About")
    await heading(page, `Unlisted ${version}`).waitFor()
    await page.getByText(/All \d+ files that your browser has/).waitFor()
    const shown = (await page.locator(".security-code").textContent())?.replaceAll(" ", "")
    expect(shown).toBe(sum(list()))
    expect(JSON.parse(readFileSync("package.json", "utf8")).version).toBe(version)
  })

  it("names the files that are not as the list says", async () => {
    const one = list().split("\n")[0] ?? ""
    writeFileSync(join(outDir(), "hashes.txt"), list().replace(one, `${"0".repeat(64)}${one.slice(64)}`))
    const { page } = await go(scenes.chats)
    await openSettings(page, "About")
    await page.getByText(`than the host's list says: ${one.slice(66)}.`).waitFor()
  })

  it("says that there is no list where there is none", async () => {
    writeFileSync(join(outDir(), "hashes.txt"), "<!doctype html>")
    const { page } = await go(scenes.chats)
    await openSettings(page, "About")
    await page.getByText("The host cannot be reached, or gives no list of files.").waitFor()
  })
})
