/** Backups and moving to another browser, in a real one, with the worker's part played. */
import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { opening } from "./opening.ts"
import { scenes } from "./scenes.ts"
import { alert, axe, barriers, box, button, heading, openSettings, overflow, usePage } from "./suite.ts"

const { go } = usePage()

describe("moving to another browser", () => {
  it("is offered at a kiosk, where the code goes away when nobody is there", async () => {
    const session = { state: "open", displayName: "Robin", kept: false } as const
    const { page } = await go({ ...scenes.chats, session }, "/#kiosk=120")
    await button(page, "Move to my phone").click()
    await button(page, "Show the code").click()
    await box(page, "Link to your chats").waitFor()
    await page.clock.install()
    await page.mouse.move(50, 50)
    await page.clock.runFor(121_000)
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
    await expect.poll(() => overflow(page)).toBe(0)
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
    await expect.poll(() => box(page, "Recovery key").inputValue()).toMatch(/^AGE-SECRET-KEY-PQ-1/)
    await expect.poll(() => button(page, "Make backup").count()).toBe(0)
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
