/**
 * Files without the bridge in a real browser: its own connections, its certificate checks, CORS and the page's policy.
 *
 * XFTP_DIRECT=xftp://FINGERPRINT@localhost:PORT takes a server of the reference with a web certificate instead of our relay:
 * `[WEB]` with `cert` and `key` in its file-server.ini.
 */
import { createHash, createPublicKey, randomBytes } from "node:crypto"
import { readFileSync } from "node:fs"
import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, expect, it } from "vitest"
import { resolveBySystem } from "../../bridge/dial.ts"
import { parseServerAddress } from "../../worker/encoding/server.ts"
import { startXftpRelay, type XftpRelay } from "../relay/xftp.ts"
import { desktop, fullBrowser, launchBrowser, openPerson, phone, type TestBrowser } from "../support/browser.ts"
import { makeChain } from "../support/certificate.ts"
import { type Stack, startStack } from "../support/stack.ts"
import { box, button, chooseFile, log, makeLink, openChat, patience, sees, startChatting, talksWith } from "./people.ts"

const time = 300_000
const given = process.env.XFTP_DIRECT

let relay: XftpRelay | null = null
let stack: Stack
let browser: Browser
let [alice, bob]: TestBrowser[] = []
let a: Page
let b: Page
/** The file server as HOST:PORT, and what the bridge was asked to find. */
let place = ""
const bridged: string[] = []

beforeAll(async () => {
  const web = makeChain({ alg: "p256" })
  const key = createPublicKey(web.leafKeyPem).export({ type: "spki", format: "der" })
  // A browser that takes this one key for what an authority has vouched for.
  const trusted = `--ignore-certificate-errors-spki-list=${createHash("sha256").update(key).digest("base64")}`
  relay = given === undefined ? await startXftpRelay({ web: { cert: web.leafPem, key: web.leafKeyPem } }) : null
  const address = given ?? relay?.address.replace("127.0.0.1", "localhost") ?? ""
  const { hosts, port } = parseServerAddress(address, "xftp").server
  place = `${hosts[0]}:${port}`
  ;[stack, browser] = await Promise.all([
    startStack({
      xftp: [address],
      allowXftp: [place],
      resolve: name => {
        bridged.push(name)
        return resolveBySystem(name)
      },
    }),
    launchBrowser([given === undefined ? trusted : "--ignore-certificate-errors"], fullBrowser),
  ])
  alice = await openPerson(browser, { viewport: desktop })
  bob = await openPerson(browser, { viewport: phone })
  a = alice.page
  b = bob.page
  await startChatting(a, stack.url, "Alice")
  await b.goto(await makeLink(a))
  await box(b, "Display name").fill("Bob")
  await button(b, "Connect").click()
  await talksWith(b, "Alice")
}, time)
afterAll(async () => {
  await alice?.close()
  await bob?.close()
  await browser.close()
  await stack.close()
  await relay?.close()
}, time)

const use = "Fetch and send files directly where a server allows it"
const openNetwork = async (page: Page): Promise<void> => {
  const back = button(page, "Back to chats")
  if (await back.isVisible()) await back.click()
  await button(page, "Settings").click()
  await page.getByRole("button", { name: "Network" }).click()
  await page.getByRole("switch", { name: use }).waitFor({ timeout: patience })
}

const leaveTo = async (page: Page, name: string): Promise<void> => {
  await button(page, "Back to settings").click()
  await openChat(page, name)
}

/** One sends a file with these words, the other downloads and saves it. */
const carry = async (from: Page, to: Page, text: string, size: number): Promise<void> => {
  const content = randomBytes(size)
  const name = `${text}.bin`
  await box(from, "Message").fill(text)
  await (await chooseFile(from)).setFiles({ name, mimeType: "application/octet-stream", buffer: content })
  await sees(to, text)
  const message = log(to).getByRole("listitem").filter({ hasText: name })
  await message.getByRole("button", { name: "Download" }).click()
  const save = message.getByRole("button", { name: "Save" })
  await save.waitFor({ timeout: patience })
  const [download] = await Promise.all([to.waitForEvent("download"), save.click()])
  expect(readFileSync(await download.path()).equals(content)).toBe(true)
}

it("a file goes up and comes down without the bridge where that is switched on, and with it where it is not", {
  timeout: time,
}, async () => {
  await openNetwork(a)
  await a.getByRole("switch", { name: use }).check()
  await a.getByText("No file was fetched or sent since the start.").waitFor({ timeout: patience })
  await leaveTo(a, "Bob")

  // Bob has not switched it on: he fetches through the bridge, she sends without it.
  const before = bridged.length
  const size = 1_500_000
  await carry(a, b, "hers", size)
  const byBob = bridged.length - before
  expect(byBob).toBeGreaterThan(0)
  await openNetwork(a)
  await a.getByText(`In use: directly to ${place}.`).waitFor({ timeout: patience })
  await leaveTo(a, "Bob")

  // Now he sends through the bridge, and she fetches without it.
  await carry(b, a, "his", size)

  // Both without it: nobody asks the bridge for that server any more.
  await openNetwork(b)
  await b.getByRole("switch", { name: use }).check()
  await leaveTo(b, "Alice")
  const since = bridged.length
  await carry(a, b, "to him", size)
  await carry(b, a, "to her", size)
  expect(bridged.length).toBe(since)
})
