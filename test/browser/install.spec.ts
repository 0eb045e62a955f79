/** The page as an app: what a browser asks before it installs one, what other apps share with it, one tab at a time. */
import { type AddressInfo, createServer } from "node:net"
import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, expect, it } from "vitest"
import { startBridge } from "../../bridge/bridge.ts"
import { fullBrowser, launchBrowser, openBrowser, openPerson, type TestBrowser } from "../support/browser.ts"
import { type Stack, startStack } from "../support/stack.ts"
import {
  box,
  button,
  heading,
  keepChats,
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
let installed: TestBrowser
let browser: Browser
let alice: Page
let bob: Page
beforeAll(async () => {
  ;[stack, installed, browser] = await Promise.all([startStack(), openBrowser(), launchBrowser([], fullBrowser)])
  alice = installed.page
  bob = (await openPerson(browser)).page
  await keepChats(alice, stack.url, "Alice", passphrase)
  await bob.goto(await makeLink(alice))
  await box(bob, "Display name").fill("Bob")
  await button(bob, "Connect").click()
  await talksWith(bob, "Alice")
  await talksWith(alice, "Bob")
  const isReady = async () => (await navigator.serviceWorker.getRegistration())?.active?.state === "activated"
  while (!(await alice.evaluate(isReady))) await alice.waitForTimeout(50)
  // A page that was there before its service worker is not led by it.
  await alice.reload()
  await unlock(alice, passphrase)
}, time)
afterAll(async () => {
  await Promise.all([installed.close(), browser.close()])
  await stack.close()
}, time)

it("a browser finds nothing that hinders installing it, and reads the whole manifest", { timeout: time }, async () => {
  const cdp = await alice.context().newCDPSession(alice)
  const { installabilityErrors } = await cdp.send("Page.getInstallabilityErrors")
  // Only that a window without a trace, as tests have, installs nothing.
  expect(installabilityErrors.map(e => e.errorId).filter(id => id !== "in-incognito")).toEqual([])
  const { data, errors } = await cdp.send("Page.getAppManifest")
  expect(errors).toEqual([])
  const manifest = JSON.parse(data ?? "null")
  expect(manifest.shortcuts.map((s: { name: string }) => s.name)).toEqual(["New chat", "Scan QR code"])
  expect(manifest.share_target.action).toBe("/share")
  expect(manifest.protocol_handlers[0].protocol).toBe("web+simplex")
  expect(manifest.launch_handler.client_mode).toContain("focus-existing")
  for (const { src, type } of manifest.icons) {
    const answer = await fetch(stack.url + src)
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, type])
  }
})

/** Another app shares something: as the system does it, with a form that only the service worker answers. */
const share = async (fields: Readonly<Record<string, string>>, file?: { name: string; words: string }) => {
  const isTaken = await alice.evaluate(
    async ({ fields, file }) => {
      const form = new FormData()
      for (const [name, value] of Object.entries(fields)) form.append(name, value)
      if (file) form.append("files", new File([file.words], file.name, { type: "text/plain" }))
      const answer = await fetch("/share", { method: "POST", body: form })
      return answer.ok
    },
    { fields, file },
  )
  // The bridge answers nothing there.
  expect(isTaken).toBe(true)
  // Into the page that is open: the launch handler reuses the window.
  await alice.evaluate(() => {
    location.hash = "shared"
  })
}

it("a text that is shared goes into a message, a file to whom one chooses, a link to its invitation", {
  timeout: time,
}, async () => {
  await share({ title: "A page", url: "https://example.org/read#this" })
  await heading(alice, "Send to").waitFor({ timeout: patience })
  expect(new URL(alice.url()).hash).toBe("")
  await button(alice, "Bob").click()
  await expect.poll(() => box(alice, "Message").inputValue()).toBe("A page\nhttps://example.org/read#this")
  await button(alice, "Send").click()
  await bob.getByRole("log", { name: "Messages" }).getByText("A page").waitFor({ timeout: patience })

  await share({ text: "as promised" }, { name: "list.txt", words: "bread, salt" })
  await heading(alice, "Send to").waitFor({ timeout: patience })
  await alice.getByText("list.txt").first().waitFor()
  await button(alice, "Bob").click()
  await bob.getByText("list.txt").first().waitFor({ timeout: patience })
  await sees(bob, "as promised")

  await share({ text: `Look: ${await makeLink(bob)}` })
  await heading(alice, "Bob invites you to chat")
    .or(alice.getByRole("button", { name: "Connect", exact: true }))
    .first()
    .waitFor({
      timeout: patience,
    })
  await button(alice, "Not now").click()
  await openChat(bob, "Alice")
})

it("a second tab says where the chats are open, and takes them over when told to", { timeout: time }, async () => {
  const second = await installed.context.newPage()
  await second.goto(stack.url)
  await heading(second, "Open in another tab").waitFor({ timeout: patience })
  await button(second, "Use here").click()
  await unlock(second, passphrase)
  await heading(alice, "Open in another tab").waitFor({ timeout: patience })
  expect(await alice.content()).not.toContain("Bob")
  await openChat(second, "Bob")
  await say(second, "from the other tab")
  await sees(bob, "from the other tab")
  await button(alice, "Use here").click()
  await unlock(alice, passphrase)
  await openChat(alice, "Bob")
  await sees(alice, "from the other tab")
  await second.close()
})

const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

it("another bridge is used where the policy of the page's host lets it, and carries everything then", {
  timeout: time,
}, async () => {
  const port = await freePort()
  const host = await startStack({ allowBridge: [`ws://localhost:${port}`] })
  const lines: Record<string, unknown>[] = []
  const other = await startBridge({
    port,
    host: "127.0.0.1",
    web: null,
    allowPrivate: true,
    drainTimeout: 0,
    origin: [host.url],
    log: line => lines.push(line),
  })
  const { page, close } = await openPerson(browser)
  await startChatting(page, host.url, "Carol")
  await button(page, "Settings").click()
  await page.getByRole("button", { name: "Network" }).click()
  await box(page, "Address of another bridge").fill(`ws://localhost:${port}`)
  await button(page, "Use this bridge").click()
  await page.getByText(`In use: localhost:${port}, on this device only.`).waitFor({ timeout: patience })
  await makeLink(page)
  await close()
  await other.close()
  await host.close()
  expect(lines.reduce((n, line) => n + Number(line.opened ?? 0), 0)).toBeGreaterThan(0)
})
