/** A kiosk: only private sessions, which end when nobody is there, and nothing of them is left anywhere. */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type BrowserContext, chromium, type Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { launchBrowser, openPerson } from "../support/browser.ts"
import { type Stack, startStack } from "../support/stack.ts"
import { box, button, heading, makeLink, patience, say, sees, talksWith } from "./people.ts"

const time = 300_000
/** The least there is: five seconds, and then twenty that are counted down. */
const idle = 25

let stack: Stack
beforeAll(async () => {
  stack = await startStack({ kiosk: true, kioskIdle: idle })
}, time)
afterAll(() => stack.close(), time)

/** Everything that a page can leave in a browser, as far as a page can see it. */
const left = (page: Page) =>
  page.evaluate(async () => ({
    local: JSON.stringify(localStorage),
    session: JSON.stringify(sessionStorage),
    databases: (await indexedDB.databases()).map(d => d.name),
    caches: await caches.keys(),
    cookies: document.cookie,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    persisted: await navigator.storage.persisted(),
    locks: ((await navigator.locks.query()).held ?? []).length,
    files: await (async () => {
      const names: string[] = []
      const folder = (await navigator.storage.getDirectory()) as unknown as { keys(): AsyncIterable<string> }
      for await (const name of folder.keys()) names.push(name)
      return names
    })(),
    history: history.length,
    state: history.state,
    url: location.href,
    title: document.title,
  }))

/** Files of a browser's folder in which one of these words is, as text of one or two bytes a letter. */
const filesWith = async (folder: string, words: readonly string[]): Promise<string[]> => {
  const needles = words.flatMap(w => [Buffer.from(w, "utf8"), Buffer.from(w, "utf16le")])
  const found: string[] = []
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const bytes = await readFile(join(entry.parentPath, entry.name)).catch(() => Buffer.alloc(0))
    if (needles.some(n => bytes.includes(n))) found.push(entry.name)
  }
  return found
}

describe("a kiosk", () => {
  let folder = ""
  let context: BrowserContext
  const started = async (): Promise<Page> => {
    context = await chromium.launchPersistentContext(folder, {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      headless: true,
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    })
    return context.pages()[0] ?? (await context.newPage())
  }
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "unlisted-kiosk-"))
  })
  afterEach(() => context.close())
  afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }))

  it("offers nothing that stays, counts down, goes on when it is touched, and ends by itself without a trace", {
    timeout: time,
  }, async () => {
    const page = await started()
    await page.goto(stack.url)
    await box(page, "Display name").waitFor({ timeout: patience })
    await page.getByText(`your chats end after ${idle} seconds without input`).waitFor()
    for (const name of ["Keep my chats", "Restore a backup"]) expect(await button(page, name).count()).toBe(0)
    const before = await left(page)

    const browser = await launchBrowser()
    const other = await openPerson(browser)
    await box(page, "Display name").fill("Quixotinda")
    await button(page, "Start chatting").click()
    const link = await makeLink(page)
    await button(page, "Copy link").click()
    await page.getByText("Copied", { exact: true }).first().waitFor()
    await other.page.goto(link)
    await box(other.page, "Display name").fill("Zanzibarbara")
    await button(other.page, "Connect").click()
    await talksWith(page, "Zanzibarbara")
    await say(page, "floccinaucinihilipilification")
    await sees(other.page, "floccinaucinihilipilification")
    await say(other.page, "honorificabilitudinitatibus")
    await sees(page, "honorificabilitudinitatibus")

    expect(await button(page, "Keep my chats").count()).toBe(0)
    await button(page, "Settings").click()
    expect(await page.locator(".section-name").allTextContents()).toEqual(["Appearance", "Help"])
    await page.getByRole("button", { name: "Appearance" }).click()
    await page.getByRole("radio", { name: "Dark" }).check()

    const warning = page.getByText(/seconds? until this session ends/)
    await warning.waitFor({ timeout: 20_000 })
    await page.mouse.move(100, 100)
    await warning.waitFor({ state: "detached" })
    await warning.waitFor({ timeout: 20_000 })
    await box(page, "Display name").waitFor({ timeout: 40_000 })
    expect(await box(page, "Display name").inputValue()).toBe("")
    expect(await left(page)).toEqual(before)
    expect(await context.cookies()).toEqual([])
    await context.grantPermissions(["clipboard-read"])
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("")
    await other.close()
    await browser.close()
    await context.close()

    const said = ["Quixotinda", "Zanzibarbara", "floccinaucin", "honorificabil", link.split("#")[1]?.slice(0, 40) ?? ""]
    expect(said.every(words => words.length > 8)).toBe(true)
    expect(await filesWith(folder, said)).toEqual([])
    // The search does find what is there: the history has the address of the page.
    expect(await filesWith(folder, [stack.url])).toContain("History")
  })

  it("forgets what was typed before a session began, and never asks for a passphrase", { timeout: time }, async () => {
    const page = await started()
    await page.clock.install()
    await page.goto(stack.url)
    await box(page, "Display name").fill("Quixotinda")
    await page.clock.runFor((idle + 1) * 1000)
    await expect.poll(() => box(page, "Display name").inputValue()).toBe("")
  })

  it("is one by the address too, and stays one after a reload", { timeout: time }, async () => {
    const open = await startStack()
    const page = await started()
    await page.goto(`${open.url}/#kiosk=90`)
    await page.getByText("your chats end after 90 seconds without input").waitFor({ timeout: patience })
    await box(page, "Display name").fill("Robin")
    await button(page, "Start chatting").click()
    await makeLink(page)
    await page.reload()
    await page.getByText("your chats end after 90 seconds without input").waitFor({ timeout: patience })
    expect(await button(page, "Keep my chats").count()).toBe(0)
    // Whatever else comes into its tab.
    await page.evaluate(() => location.assign("/#simplex:/i#nothing"))
    await heading(page, "This link does not work").waitFor({ timeout: patience })
    expect(await page.getByRole("link", { name: "Open in the SimpleX app" }).count()).toBe(0)
    await expect.poll(() => page.url()).toBe(`${open.url}/#kiosk=90`)
    // And it begins where the address is typed into an open tab.
    await page.goto("about:blank")
    await page.goto(open.url)
    await button(page, "Keep my chats").waitFor({ timeout: patience })
    await page.evaluate(() => location.assign("/#kiosk=90"))
    await page.getByText("your chats end after 90 seconds without input").waitFor({ timeout: patience })
    await page.goto("about:blank")
    await open.close()
  })
})
