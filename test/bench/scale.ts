/**
 * Years of messages in a real browser: 1,000 chats with 100,000 messages, and one conversation of 100,000. Filled by
 * test/support/many.ts, carried into the browser as a backup, so that the worker writes every row itself.
 *
 * Beside each time is what IndexedDB alone takes to read the same rows, sealed, in the same browser; beside dropped frames
 * those of a page that is nothing but text.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { CDPSession, Page } from "playwright-core"
import { encryptAge } from "../../worker/crypto/age.ts"
import { backupOf } from "../../worker/store/backup.ts"
import { memoryDisk } from "../../worker/store/disk.ts"
import { memoryBackend } from "../../worker/store/memory.ts"
import { openStore } from "../../worker/store/store.ts"
import { sessionKey } from "../../worker/store/vault.ts"
import { openBrowser, type TestBrowser } from "../support/browser.ts"
import { fillStore, type Many, spread } from "../support/many.ts"
import { startStack } from "../support/stack.ts"
import { median, printRows, type Row } from "./row.ts"

const passphrase = "correct horse battery"
const patience = 240_000
/** What tsx puts into functions with names, which run in the page here. */
const helper = "globalThis.__name = f => f"
const random = (n: number) => crypto.getRandomValues(new Uint8Array(n))

const backupFile = async (folder: string, many: Many): Promise<string> => {
  const store = openStore(memoryBackend(), await sessionKey(random), random)
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

/** Notes in the page when something is first drawn, as milliseconds since 1970. */
const watchFor = (page: Page, selector: string): Promise<void> =>
  page.evaluate(wanted => {
    const found = { at: 0 }
    Object.assign(globalThis, { found })
    const look = () => {
      if (document.querySelector(wanted) === null) return requestAnimationFrame(look)
      // Drawn with the frame that ends now.
      return requestAnimationFrame(() => {
        found.at = performance.timeOrigin + performance.now()
      })
    }
    requestAnimationFrame(look)
  }, selector)

const foundAt = async (page: Page): Promise<number> => {
  const at = () => page.evaluate(() => (globalThis as unknown as { found: { at: number } }).found.at)
  await page.waitForFunction(() => (globalThis as unknown as { found: { at: number } }).found.at > 0, undefined, {
    timeout: patience,
  })
  return at()
}

const nowIn = (page: Page): Promise<number> => page.evaluate(() => performance.timeOrigin + performance.now())

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

type Bare = { readonly table: string; readonly contact?: boolean; readonly count?: number }

/** Milliseconds that IndexedDB takes for rows of a table; `contact`: of the chat with the most. */
const bareRead = (page: Page, what: Bare): Promise<number> =>
  page.evaluate(async ({ table, contact, count }) => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    const db = await done(indexedDB.open("unlisted"))
    const rows = () => db.transaction(table).objectStore(table)
    let range: IDBKeyRange | undefined
    if (contact) {
      const keys = (await done(rows().getAllKeys())) as [string, number][]
      const last = keys.reduce((a, b) => (b[1] > a[1] ? b : a), ["", 0] as [string, number])
      range = IDBKeyRange.bound([last[0], last[1] - 50], [last[0], []])
    }
    const times: number[] = []
    for (let i = 0; i < (count === undefined ? 3 : 9); i++) {
      const start = performance.now()
      await done(rows().getAll(range, count))
      times.push(performance.now() - start)
    }
    db.close()
    return times.sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN
  }, what)

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

/** Per cent of the frames that did not come in time while something is scrolled at reading-over speed. */
const dropped = async (page: Page, cdp: CDPSession, selector: string, distance: number): Promise<number> => {
  const box = await page.locator(selector).first().boundingBox()
  if (box === null) return Number.NaN
  await page.evaluate(() => {
    const frames: number[] = []
    Object.assign(globalThis, { frames })
    const frame = (at: number) => {
      frames.push(at)
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
  await cdp.send("Input.synthesizeScrollGesture", {
    x: Math.round(box.x + box.width / 2),
    y: Math.round(box.y + Math.min(300, box.height / 2)),
    yDistance: distance,
    speed: 3000,
    gestureSourceType: "mouse",
  })
  return page.evaluate(() => {
    const { frames } = globalThis as unknown as { frames: number[] }
    const late = frames.slice(1).map((at, i) => Math.max(0, Math.round((at - (frames[i] ?? at)) / (1000 / 60)) - 1))
    const lost = late.reduce((a, b) => a + b, 0)
    return (100 * lost) / Math.max(1, lost + frames.length)
  })
}

/** KB of the worker's heap after a collection. */
const workerMemory = async (cdp: CDPSession): Promise<number> => {
  const attached = new Promise<string>(resolve =>
    cdp.on("Target.attachedToTarget", ({ sessionId, targetInfo }) => {
      if (targetInfo.type === "worker") resolve(sessionId)
    }),
  )
  await cdp.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: false, flatten: false })
  const sessionId = await Promise.race([attached, new Promise<null>(resolve => setTimeout(() => resolve(null), 5000))])
  if (sessionId === null) return Number.NaN
  let id = 0
  const ask = (method: string) =>
    new Promise<{ usedSize?: number; backingStorageSize?: number; embedderHeapUsedSize?: number }>(resolve => {
      const mine = ++id
      const listen = ({ message }: { message: string }) => {
        const answer = JSON.parse(message) as { id: number; result: Record<string, number> }
        if (answer.id !== mine) return
        cdp.off("Target.receivedMessageFromTarget", listen)
        resolve(answer.result)
      }
      cdp.on("Target.receivedMessageFromTarget", listen)
      void cdp.send("Target.sendMessageToTarget", { sessionId, message: JSON.stringify({ id: mine, method }) })
    })
  await ask("HeapProfiler.collectGarbage")
  const { usedSize = Number.NaN, backingStorageSize = 0, embedderHeapUsedSize = 0 } = await ask("Runtime.getHeapUsage")
  await cdp.send("Target.setAutoAttach", { autoAttach: false, waitForDebuggerOnStart: false, flatten: false })
  return (usedSize + backingStorageSize + embedderHeapUsedSize) / 1024
}

const plain = `data:text/html,${encodeURIComponent(`<style>div{height:700px;overflow:auto}</style><div>${"<p>Nothing but some text.</p>".repeat(3000)}</div>`)}`

const measureStore = async (url: string, file: string, largest: string, many: boolean): Promise<Row[]> => {
  const browser: TestBrowser = await openBrowser()
  try {
    const { context } = browser
    await context.addInitScript({ content: helper })
    const restored = await restore(browser.page, url, file)
    await browser.page.close()
    const page = await context.newPage()
    const unlocked: number[] = []
    for (let i = 0; i < 4; i++) unlocked.push(await unlock(page, url))
    const cdp = await context.newCDPSession(page)
    const memory = await workerMemory(cdp)
    const contacts = await bareRead(page, { table: "contacts" })
    const name = /^\S+ \S+ 1$/
    const bare50 = await bareRead(page, { table: "items", contact: true, count: 50 })
    const opened: number[] = []
    for (let i = 0; i < 3; i++) {
      opened.push(await openChat(page, name))
      await page.getByRole("button", { name: "Settings", exact: true }).click()
      await page.locator(".log").waitFor({ state: "detached" })
    }
    const bareAll = await bareRead(page, { table: "items" })
    const cold = await search(page, "qqqq")
    const warm = await search(page, "qqqqx")
    const common = await search(page, "garden")
    const searching = await workerMemory(cdp)
    const base = await context.newPage()
    await base.goto(plain)
    const still = await dropped(base, await context.newCDPSession(base), "div", -12_000)
    await base.close()
    await page.bringToFront()
    const list = many ? await dropped(page, cdp, ".chat-rows", -12_000) : Number.NaN
    // What is far from the screen is not in the page.
    await page.locator(".chat-rows").evaluate(e => e.scrollTo(0, 0))
    await openChat(page, name)
    await page.waitForTimeout(500)
    const log = await dropped(page, cdp, ".log", 12_000)
    const what = many ? "1,000 chats" : "2 chats"
    const rows: Row[] = [
      { name: `${what}, 100,000 messages restored from a backup`, value: restored / 1000, unit: "s" },
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
        name: `100,000 messages searched, first (baseline: all sealed rows)`,
        value: cold,
        unit: "ms",
        baseline: bareAll,
      },
      { name: "  again (200 ms are the pause after the last letter)", value: warm, unit: "ms", baseline: bareAll },
      { name: "  for a frequent word", value: common, unit: "ms" },
      { name: "  worker's heap then", value: searching, unit: "KB", baseline: memory },
      {
        name: `conversation of ${largest} scrolled, frames dropped (baseline: text)`,
        value: log,
        unit: "%",
        baseline: still,
      },
    ]
    const listRow: Row = {
      name: "list of 1,000 scrolled, frames dropped (baseline: text)",
      value: list,
      unit: "%",
      baseline: still,
    }
    return many ? [...rows, listRow] : rows
  } finally {
    await browser.close()
  }
}

/** `chats` and `messages` of the first store; the second has `messages` in one chat. */
export const scaleRows = async (chats = 1000, messages = 100_000): Promise<Row[]> => {
  const folder = await mkdtemp(join(tmpdir(), "unlisted-scale-"))
  const stack = await startStack()
  try {
    const until = Date.now()
    const start = performance.now()
    const file = await backupFile(folder, { seed: "many", messages: spread(chats, messages, messages / 10), until })
    const filled: Row = {
      name: "store filled and exported (Node)",
      value: (performance.now() - start) / 1000,
      unit: "s",
    }
    const all = await measureStore(stack.url, file, (messages / 10).toLocaleString("en"), true)
    const one = await backupFile(folder, { seed: "one", messages: [messages, 20], until })
    return [filled, ...all, ...(await measureStore(stack.url, one, messages.toLocaleString("en"), false))]
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
