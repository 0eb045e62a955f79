/**
 * Years of messages in a real browser: 1,000 chats with 100,000 messages, and one conversation of 100,000. Filled by
 * test/support/many.ts, carried into the browser as a backup, so that the worker writes every row itself.
 *
 * Beside each time is what IndexedDB alone takes to read the same rows, sealed, in the same browser; beside dropped frames
 * those of a page that is nothing but text.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { loadavg, tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Page } from "playwright-core"
import { encryptAge } from "../../worker/crypto/age.ts"
import { backupOf } from "../../worker/store/backup.ts"
import { memoryDisk } from "../../worker/store/disk.ts"
import { openBrowser, type TestBrowser } from "../support/browser.ts"
import { fillStore, type Many, spread } from "../support/many.ts"
import { plainStore } from "../support/plain-store.ts"
import { startStack } from "../support/stack.ts"
import { median, printRows, type Row } from "./row.ts"
import { bareRead, foundAt, nowIn, patience, scrolled, watchFor, workerMemory } from "./scale-page.ts"

const passphrase = "correct horse battery"
/** What tsx puts into functions with names, which run in the page here. */
const helper = "globalThis.__name = f => f"

const several = async (times: number, run: () => Promise<number>): Promise<number[]> => {
  const all: number[] = []
  for (let i = 0; i < times; i++) all.push(await run())
  return all
}

/** Runs a step, and says on stderr that it does: all of them take minutes. */
const step = async <T>(name: string, run: () => Promise<T>): Promise<T> => {
  const start = performance.now()
  console.error(`  ${name} ...`)
  const made = await run()
  console.error(`  ${name}: ${((performance.now() - start) / 1000).toFixed(1)} s, load ${loadavg()[0]?.toFixed(1)}`)
  return made
}

const backupFile = async (folder: string, many: Many): Promise<string> => {
  const store = plainStore()
  await fillStore(store, many)
  const sealed = await encryptAge(backupOf({ store, disk: memoryDisk() }, many.until), { passphrase, workFactor: 10 })
  const path = join(folder, `${many.seed}.age`)
  await writeFile(path, new Uint8Array(await new Response(sealed).arrayBuffer()))
  return path
}

const restore = async (page: Page, url: string, file: string): Promise<number> => {
  await page.goto(url)
  await page.getByRole("button", { name: "Restore a backup" }).click()
  await page.locator('input[type="file"]').setInputFiles(file)
  const fill = (name: string) => page.getByRole("textbox", { name, exact: true }).fill(passphrase)
  for (const name of ["Backup passphrase", "Passphrase", "Repeat passphrase"]) await fill(name)
  const start = performance.now()
  await page.getByRole("button", { name: "Restore", exact: true }).click()
  await page.locator(".chat-row").first().waitFor({ timeout: patience })
  return performance.now() - start
}

/** From the key, which the passphrase makes, to the list. */
const unlock = async (page: Page, url: string): Promise<number> => {
  await page.goto(url)
  await page.getByRole("textbox", { name: "Passphrase", exact: true }).fill(passphrase)
  const [worker] = page.workers()
  await worker?.evaluate(helper)
  await worker?.evaluate(() => {
    const derive = crypto.subtle.deriveKey.bind(crypto.subtle)
    crypto.subtle.deriveKey = async (...args: Parameters<typeof derive>) => {
      const key = await derive(...args)
      Object.assign(globalThis, { keyAt: performance.timeOrigin + performance.now() })
      return key
    }
  })
  await page.waitForTimeout(500)
  await watchFor(page, ".chat-row")
  await page.getByRole("button", { name: "Unlock", exact: true }).click()
  const shown = await foundAt(page)
  const key = (await worker?.evaluate(() => (globalThis as unknown as { keyAt: number }).keyAt)) ?? Number.NaN
  return shown - key
}

const openChat = async (page: Page, name: RegExp): Promise<number> => {
  await watchFor(page, ".log .line")
  const start = await nowIn(page)
  await page
    .getByRole("navigation", { name: "Chats" })
    .getByRole("link", { name })
    .evaluate(e => (e as HTMLElement).click())
  return (await foundAt(page)) - start
}

/** The pause after the last letter is in it. */
const search = async (page: Page, words: string): Promise<number> => {
  const box = page.getByRole("searchbox", { name: "Search" }).first()
  await box.fill("")
  await page.waitForTimeout(300)
  await watchFor(page, ".found, .search-none")
  const start = await nowIn(page)
  await box.fill(words)
  const took = (await foundAt(page)) - start
  await box.fill("")
  return took
}

const plain = `data:text/html,${encodeURIComponent(`<style>div{height:700px;overflow:auto}</style><div>${"<p>Nothing but some text.</p>".repeat(3000)}</div>`)}`

/** How the steps and rows call a store, and the largest of its chats. */
type Measured = { readonly file: string; readonly what: string; readonly largest: string; readonly messages: string }

const measureStore = async (url: string, { file, what, largest, messages }: Measured): Promise<Row[]> => {
  const browser: TestBrowser = await openBrowser()
  try {
    const { context } = browser
    await context.addInitScript({ content: helper })
    const restored = await step(`${what}: restoring`, () => restore(browser.page, url, file))
    await browser.page.close()
    const page = await context.newPage()
    const unlocked = await step(`${what}: unlocking`, () => several(5, () => unlock(page, url)))
    const cdp = await context.newCDPSession(page)
    const memory = await workerMemory(cdp)
    const contacts = await bareRead(page, { table: "contacts" })
    const name = /^\S+ \S+ 1$/
    const bare50 = await bareRead(page, { table: "items", contact: true, count: 50 })
    const opened = await step(`${what}: opening`, () =>
      several(5, async () => {
        const took = await openChat(page, name)
        await page.getByRole("button", { name: "Settings", exact: true }).click()
        await page.locator(".log").waitFor({ state: "detached" })
        return took
      }),
    )
    const bareAll = await bareRead(page, { table: "items" })
    const [cold, warm, common] = await step(`${what}: searching`, async () => [
      await search(page, "qqqq"),
      await search(page, "qqqqx"),
      await search(page, "garden"),
    ])
    const searching = await workerMemory(cdp)
    const scrolling = await step(`${what}: scrolling`, async () => {
      const base = await context.newPage()
      await base.goto(plain)
      const text = await scrolled(base, await context.newCDPSession(base), "div", -12_000)
      await base.close()
      await page.bringToFront()
      const list = await scrolled(page, cdp, ".chat-rows", -12_000)
      await page.locator(".chat-rows").evaluate(e => e.scrollTo(0, 0))
      await openChat(page, name)
      await page.waitForTimeout(500)
      return { text, list, log: await scrolled(page, cdp, ".log", 12_000) }
    })
    const { text, list, log } = scrolling
    return [
      { name: `${what}, ${messages} messages, restored from a backup`, value: restored / 1000, unit: "s" },
      {
        name: `${what}: unlocked to list (baseline: sealed contacts)`,
        value: median(unlocked.slice(1)),
        unit: "ms",
        baseline: contacts,
        target: "<= 150",
      },
      { name: `${what}: worker's heap after unlocking`, value: memory, unit: "KB" },
      {
        name: `chat of ${largest} messages opened (baseline: 50 sealed rows)`,
        value: median(opened),
        unit: "ms",
        baseline: bare50,
      },
      {
        name: `${messages} messages searched, first (baseline: all sealed rows)`,
        value: cold,
        unit: "ms",
        baseline: bareAll,
      },
      { name: "  again (200 ms are the pause after the last letter)", value: warm, unit: "ms", baseline: bareAll },
      { name: "  for a frequent word", value: common, unit: "ms", baseline: bareAll },
      { name: "  worker's heap then", value: searching, unit: "KB", baseline: memory },
      {
        name: `conversation of ${largest} scrolled, frames dropped (baseline: text)`,
        value: log.dropped,
        unit: "%",
        baseline: text.dropped,
      },
      { name: "  page's thread busy meanwhile (baseline: text)", value: log.busy, unit: "%", baseline: text.busy },
      {
        name: `list of ${what} scrolled, frames dropped (baseline: text)`,
        value: list.dropped,
        unit: "%",
        baseline: text.dropped,
      },
      { name: "  page's thread busy meanwhile (baseline: text)", value: list.busy, unit: "%", baseline: text.busy },
    ]
  } finally {
    await browser.close()
  }
}

const said = (n: number): string => n.toLocaleString("en")

/** `chats` and `messages` of the first store; the second has `messages` in one chat, half of them unread. */
export const scaleRows = async (chats = 1000, messages = 100_000): Promise<Row[]> => {
  const folder = await mkdtemp(join(tmpdir(), "unlisted-scale-"))
  const stack = await startStack()
  try {
    const until = Date.now()
    const start = performance.now()
    const counts = spread(chats, messages, messages / 10)
    const many = await step(`filling a store with ${said(chats)} chats and ${said(messages)} messages`, () =>
      backupFile(folder, { seed: "many", messages: counts, until }),
    )
    const filled: Row = {
      name: "store filled and exported (Node)",
      value: (performance.now() - start) / 1000,
      unit: "s",
    }
    const largest = said(counts[0] ?? 0)
    const all = await measureStore(stack.url, {
      file: many,
      what: `${said(chats)} chats`,
      largest,
      messages: said(messages),
    })
    const one = await step(`filling a store with one chat of ${said(messages)} messages`, () =>
      backupFile(folder, { seed: "one", messages: [messages, 20], unread: messages / 2, until }),
    )
    const unread = { file: one, what: "2 chats", largest: `${said(messages)} (half unread)`, messages: said(messages) }
    return [filled, ...all, ...(await measureStore(stack.url, unread))]
  } finally {
    await stack.close()
    await rm(folder, { recursive: true, force: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [chats, messages] = process.argv.slice(2).map(Number)
  printRows("Years of messages", await scaleRows(chats, messages))
  process.exit(0)
}
