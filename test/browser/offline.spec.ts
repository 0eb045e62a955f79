/** The page without a network, and its next version: the service worker in a real browser. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, expect, it } from "vitest"
import { fullBrowser, launchBrowser, openBrowser, openPerson, type TestBrowser } from "../support/browser.ts"
import { buildPage, type Stack, startStack } from "../support/stack.ts"
import {
  allDelivered,
  box,
  button,
  eventually,
  keepChats,
  log,
  makeLink,
  openChat,
  patience,
  say,
  sees,
  startChatting,
  talksWith,
  unlock,
} from "./people.ts"

const time = 300_000
const passphrase = "correct horse"

let stack: Stack
let browser: Browser
const open: TestBrowser[] = []
/** A copy of the build: here it is changed. */
const web = mkdtempSync(join(tmpdir(), "unlisted-web-"))
beforeAll(async () => {
  await buildPage()
  cpSync("dist/web", web, { recursive: true })
  ;[stack, browser] = await Promise.all([startStack({ web }), launchBrowser([], fullBrowser)])
}, time)
afterAll(async () => {
  for (const b of open) await b.close()
  await browser.close()
  await stack.close()
  rmSync(web, { recursive: true })
}, time)

const opened = async (opening: Promise<TestBrowser>): Promise<Page> => {
  const b = await opening
  open.push(b)
  return b.page
}
const hasWorker = (page: Page): Promise<boolean> =>
  page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active?.state === "activated")
const cachesOf = (page: Page): Promise<string[]> => page.evaluate(() => caches.keys())

it("a kept profile opens without the bridge, shows what was said, and sends later what was written meanwhile", {
  timeout: time,
}, async () => {
  const alice = await opened(openBrowser())
  const bob = await opened(openPerson(browser, {}))
  await keepChats(alice, stack.url, "Alice", passphrase)
  await eventually(async () => expect(await hasWorker(alice)).toBe(true))
  const link = await makeLink(alice)
  await bob.goto(link)
  await box(bob, "Display name").fill("Bob")
  await button(bob, "Connect").click()
  await talksWith(bob, "Alice")
  await say(bob, "before")
  await openChat(alice, "Bob")
  await sees(alice, "before")
  await stack.restartBridge(async () => {
    await alice.reload()
    await unlock(alice, passphrase)
    await openChat(alice, "Bob")
    await sees(alice, "before")
    await say(alice, "written without a network")
    await log(alice).getByText("Sending", { exact: true }).waitFor()
    // Somebody opens an invitation without a network: the page is there, at the path of the link too.
    const second = await alice.context().newPage()
    await second.goto(`${stack.url}/i#nothing`)
    await second.getByRole("heading").first().waitFor()
    await second.close()
  })
  await allDelivered(alice, 1)
  await sees(bob, "written without a network")
})

it("a part that could not be fetched is said to be the network's doing, and asked for again", {
  timeout: time,
}, async () => {
  const { page, context, close } = await openPerson(browser)
  const part = /\/assets\/sntrup761/
  await context.route(part, route => route.abort())
  await startChatting(page, stack.url, "Robin")
  await button(page, "New chat").first().click()
  await button(page, "Create one-time link").click()
  await page.getByRole("alert").getByText("The server cannot be reached.").waitFor({ timeout: patience })
  await context.unroute(part)
  await button(page, "Create one-time link").click()
  await box(page, "One-time link").waitFor({ timeout: patience })
  await close()
})

it("nothing but the files of the page is in the caches, and a private session has none", {
  timeout: time,
}, async () => {
  const [alice] = open.map(b => b.page)
  if (alice === undefined) throw new Error("the first test did not run")
  const urls = await alice.evaluate(async () => {
    const all = await Promise.all((await caches.keys()).map(async k => (await caches.open(k)).keys()))
    return all.flat().map(r => new URL(r.url).pathname)
  })
  expect(urls).toContain("/index.html")
  // "/version" says of which version they are.
  expect(
    urls.filter(u => !/^\/(version|index\.html|manifest\.webmanifest|icon[\w-]*\.(png|svg)|assets\/[^/]+)$/.test(u)),
  ).toEqual([])
  const carol = await opened(openPerson(browser, {}))
  await startChatting(carol, stack.url, "Carol")
  await makeLink(carol)
  expect(await hasWorker(carol)).toBe(false)
  expect(await cachesOf(carol)).toEqual([])
})

it("a new version is offered beside the list, not in a conversation, and taken when the person agrees", {
  timeout: time,
}, async () => {
  const [alice] = open.map(b => b.page)
  if (alice === undefined) throw new Error("the first test did not run")
  const file = join(web, "sw.js")
  const before = readFileSync(file)
  try {
    await stack.restartBridge(async () => writeFileSync(file, `${before}\n// a later version`))
    await alice.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration())?.update()))
    await button(alice, "Back to chats")
      .or(alice.getByRole("navigation", { name: "Chats" }))
      .first()
      .waitFor()
    const offer = alice.getByText("A new version of Unlisted is ready.")
    // A conversation is open: nothing is offered there.
    await eventually(async () =>
      expect(
        await alice.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting !== null),
      ).toBe(true),
    )
    expect(await offer.count()).toBe(0)
    await alice.goBack()
    await offer.waitFor()
    await button(alice, "Update").click()
    await unlock(alice, passphrase)
    expect(await alice.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting === null)).toBe(
      true,
    )
  } finally {
    writeFileSync(file, before)
  }
})

/** The bridge goes on with another build: its start page has this mark, and one asset of before is gone. */
const deploy = async (mark: string, lost: string, during: () => Promise<void>): Promise<void> => {
  const files = ["sw.js", "index.html", `assets/${lost}`].map(f => join(web, f))
  const before = files.map(f => readFileSync(f))
  const [worker = "", index = ""] = files
  try {
    await stack.restartBridge(async () => {
      const without = readFileSync(worker, "utf8").replace(new RegExp(`{[^{}]*/assets/${lost}[^{}]*},?`), "")
      writeFileSync(
        worker,
        without.replace(/(index\.html[^{}]*revision:[^{}]*?)[0-9a-f]{32}/, `$1${mark.padEnd(32, "0")}`),
      )
      writeFileSync(
        index,
        readFileSync(index, "utf8").replace("<title>", `<meta name="build" content="${mark}"><title>`),
      )
      rmSync(join(web, "assets", lost))
    })
    await during()
  } finally {
    files.forEach((f, i) => void writeFileSync(f, before[i] ?? ""))
  }
}
const runs = (page: Page, mark: string): Promise<boolean> =>
  page.evaluate(m => document.querySelector(`meta[name="build"][content="${m}"]`) !== null, mark)

it("a new version does not come by itself when all was closed, leaves other tabs alone, and breaks nothing in them", {
  timeout: time,
}, async () => {
  const [alice] = open.map(b => b.page)
  if (alice === undefined) throw new Error("the first test did not run")
  const context = alice.context()
  const lost = readdirSync(join(web, "assets")).find(f => f.startsWith("scan-")) ?? ""
  expect(lost).not.toBe("")
  await deploy("later", lost, async () => {
    await alice.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration())?.update()))
    await eventually(async () =>
      expect(await alice.evaluate(async () => !!(await navigator.serviceWorker.getRegistration())?.waiting)).toBe(true),
    )
    // Everything is closed: the browser starts the new service worker by itself.
    const blank = await context.newPage()
    await alice.close()
    const [first, second] = [await context.newPage(), await context.newPage()]
    await blank.close()
    for (const page of [first, second]) {
      await page.goto(stack.url)
      await box(page, "Passphrase").waitFor()
    }
    await eventually(async () =>
      expect(await first.evaluate(async () => !!(await navigator.serviceWorker.getRegistration())?.waiting)).toBe(
        false,
      ),
    )
    expect(await runs(first, "later")).toBe(false)
    await unlock(first, passphrase)
    await first.getByText("A new version of Unlisted is ready.").waitFor()
    // In the other tab it is agreed to.
    await button(second, "Update").click()
    await eventually(async () => expect(await runs(second, "later")).toBe(true))
    expect(await runs(first, "later")).toBe(false)
    const asset = (page: Page) => page.evaluate(async url => (await fetch(url)).ok, `/assets/${lost}`)
    expect(await asset(first)).toBe(true)
    expect((await fetch(`${stack.url}/assets/${lost}`)).status).toBe(404)
    await button(first, "Update").click()
    await box(first, "Passphrase").waitFor()
    expect(await runs(first, "later")).toBe(true)
  })
})
