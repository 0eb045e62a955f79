/** Files in real browsers: attached by one, downloaded and saved by the other. */
import { createHash, randomBytes } from "node:crypto"
import { readFileSync } from "node:fs"
import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, expect, it } from "vitest"
import { desktop, launchBrowser, openBrowser, openPerson, phone, type TestBrowser } from "../support/browser.ts"
import { type Stack, startStack } from "../support/stack.ts"
import {
  box,
  button,
  chooseFile,
  keepChats,
  log,
  makeLink,
  openChat,
  patience,
  sees,
  talksWith,
  unlock,
} from "./people.ts"

const time = 300_000
const passphrase = "correct horse"

let stack: Stack
let browser: Browser
const open: TestBrowser[] = []
beforeAll(async () => {
  ;[stack, browser] = await Promise.all([startStack(), launchBrowser()])
}, time)
afterAll(async () => {
  for (const b of open) await b.close()
  await browser.close()
  await stack.close()
}, time)

const hash = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex")

const saved = async (page: Page, press: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> => {
  const [download] = await Promise.all([page.waitForEvent("download"), press()])
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
}
const message = (page: Page, name: string) => log(page).getByRole("listitem").filter({ hasText: name })

it("a file and a picture arrive as they were sent, also at a profile that is kept and was locked meanwhile", {
  timeout: time,
}, async () => {
  const alice = await openBrowser({ viewport: desktop })
  const bob = await openPerson(browser, { viewport: phone })
  open.push(alice, bob)
  const [a, b] = [alice.page, bob.page]
  await keepChats(a, stack.url, "Alice", passphrase)
  const link = await makeLink(a)
  await b.goto(link)
  await box(b, "Display name").fill("Bob")
  await button(b, "Connect").click()
  await talksWith(b, "Alice")
  await openChat(a, "Bob")

  const content = randomBytes(700_000)
  await box(b, "Message").fill("the report")
  const chooser = await chooseFile(b)
  await chooser.setFiles({ name: "report.pdf", mimeType: "application/pdf", buffer: content })
  await sees(a, "the report")
  await message(a, "report.pdf").getByRole("button", { name: "Download" }).click()
  const save = message(a, "report.pdf").getByRole("button", { name: "Save" })
  await save.waitFor({ timeout: patience })
  const got = await saved(a, () => save.click())
  expect(got.name).toBe("report.pdf")
  expect(hash(got.bytes)).toBe(hash(content))

  // A picture: made smaller by its sender, and shown by itself.
  const picture = await b.screenshot({ type: "png" })
  const second = await chooseFile(b)
  await second.setFiles({ name: "screen.png", mimeType: "image/png", buffer: picture })
  const shown = log(a).getByRole("img", { name: "Image" })
  await shown.waitFor({ timeout: patience })
  await a.waitForFunction(
    () => [...document.querySelectorAll<HTMLImageElement>("img.picture")].some(i => i.src.startsWith("blob:")),
    null,
    { timeout: patience },
  )
  const wide = await shown.evaluate(i => (i as HTMLImageElement).naturalWidth)
  expect(wide).toBeGreaterThan(300)

  await a.reload()
  await unlock(a, passphrase)
  await openChat(a, "Bob")
  const again = await saved(a, () => message(a, "report.pdf").getByRole("button", { name: "Save" }).click())
  expect(hash(again.bytes)).toBe(hash(content))
})

it("a file by a link is downloaded by somebody who opens it and has nothing here", {
  timeout: time,
}, async () => {
  const [alice, bob] = [
    await openPerson(browser, { viewport: desktop }),
    await openPerson(browser, { viewport: phone }),
  ]
  open.push(alice, bob)
  const [a, b] = [alice.page, bob.page]
  await a.goto(stack.url)
  await box(a, "Display name").fill("Alice")
  await button(a, "Start chatting").click()
  await button(a, "New chat").click()
  const content = randomBytes(6_000_000)
  const [chooser] = await Promise.all([a.waitForEvent("filechooser"), button(a, "Choose a file").click()])
  await chooser.setFiles({ name: "holiday plan.pdf", mimeType: "application/pdf", buffer: content })
  await button(a, "Show link").click({ timeout: patience })
  const link = await a.getByRole("dialog").getByRole("textbox", { name: "Link to the file" }).inputValue()
  expect(link.startsWith(`${stack.url}/file#/?desc=`)).toBe(true)
  await a.getByRole("dialog").getByRole("img", { name: "QR code" }).waitFor()

  await b.goto(link)
  await b.getByText("holiday plan.pdf, 5.7 MB").waitFor({ timeout: patience })
  expect(b.url()).toBe(`${stack.url}/`)
  await button(b, "Download").click()
  const save = message(b, "holiday plan.pdf").getByRole("button", { name: "Save" })
  await save.waitFor({ timeout: patience })
  const got = await saved(b, () => save.click())
  expect(got.name).toBe("holiday plan.pdf")
  expect(hash(got.bytes)).toBe(hash(content))
})
