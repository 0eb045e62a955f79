/** The sections of the settings in a real browser, with the worker's part played. */
import { createHash } from "node:crypto"
import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Page } from "playwright-core"
import { describe, expect, it } from "vitest"
import { version } from "../../web/version.ts"
import { opening } from "./opening.ts"
import { scenes } from "./scenes.ts"
import { alert, box, button, heading, openChat, openSettings, status, usePage } from "./suite.ts"

const { go, outDir } = usePage()

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
