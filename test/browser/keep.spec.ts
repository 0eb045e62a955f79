/** Locking, ending and keeping sessions, and moving by a backup: the real worker in real browsers. */
import { readFile } from "node:fs/promises"
import type { Browser, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, expect, it } from "vitest"
import { launchBrowser, openPerson, type TestBrowser } from "../support/browser.ts"
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
let browser: Browser
let open: TestBrowser[] = []
beforeAll(async () => {
  ;[stack, browser] = await Promise.all([startStack(), launchBrowser()])
}, time)
afterEach(async () => {
  const closing = open
  open = []
  await Promise.all(closing.map(b => b.close()))
})
afterAll(async () => {
  await browser.close()
  await stack.close()
}, time)

const someone = async (): Promise<Page> => {
  const b = await openPerson(browser)
  // The dialog of the system would wait for somebody to choose a file.
  await b.context.addInitScript({ content: "delete globalThis.showSaveFilePicker" })
  open.push(b)
  return b.page
}

/** Bob answers Alice's link, and both have said something. */
const meet = async (alice: Page): Promise<Page> => {
  const bob = await someone()
  const link = await makeLink(alice)
  await bob.goto(link)
  await box(bob, "Display name").fill("Bob")
  await button(bob, "Connect").click()
  await talksWith(bob, "Alice")
  await talksWith(alice, "Bob")
  await say(alice, "hello")
  await sees(bob, "hello")
  return bob
}
const lock = async (page: Page) => {
  await button(page, "Settings").click()
  await button(page, "Lock now").click()
  await button(page, "Unlock").waitFor({ timeout: patience })
}
const alertSays = (page: Page, words: string) =>
  page.getByRole("alert").filter({ hasText: words }).waitFor({ timeout: patience })
const databases = (page: Page) => page.evaluate(async () => (await indexedDB.databases()).map(d => d.name))

it("a locked profile shows nothing, refuses another passphrase, and has what came meanwhile when it is opened", {
  timeout: time,
}, async () => {
  const alice = await someone()
  await keepChats(alice, stack.url, "Alice", passphrase)
  const bob = await meet(alice)
  const worker = alice.workers().find(w => w.url().includes("main"))
  const ended = new Promise(resolve => worker?.once("close", resolve))
  await lock(alice)
  await ended
  expect(await alice.content()).not.toContain("Bob")
  await say(bob, "are you there?")
  await box(alice, "Passphrase").fill("battery staple")
  await button(alice, "Unlock").click()
  await alertSays(alice, "This is not the passphrase.")
  await unlock(alice, passphrase)
  await openChat(alice, "Bob")
  await sees(alice, "hello")
  await sees(alice, "are you there?")
  await say(alice, "yes")
  await sees(bob, "yes")
})

it("a private session that is ended leaves nothing, and another one can begin at once", { timeout: time }, async () => {
  const alice = await someone()
  await startChatting(alice, stack.url, "Alice")
  await meet(alice)
  await button(alice, "End session").click()
  await alice.getByRole("dialog").getByRole("button", { name: "End session" }).click()
  await box(alice, "Display name").waitFor({ timeout: patience })
  expect(await databases(alice)).toEqual([])
  expect(await alice.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0)
  await box(alice, "Display name").fill("Carol")
  await button(alice, "Start chatting").click()
  await alice.getByText("No chats yet").waitFor({ timeout: patience })
  await makeLink(alice)
})

it("a private session that is kept goes on with its chats, and is there after a reload", {
  timeout: time,
}, async () => {
  const alice = await someone()
  await startChatting(alice, stack.url, "Alice")
  const bob = await meet(alice)
  await button(alice, "Keep my chats").click()
  await box(alice, "Passphrase").fill(passphrase)
  await box(alice, "Repeat passphrase").fill(passphrase)
  await button(alice, "Create profile").click()
  await alice.getByText("Kept on this device").waitFor({ timeout: patience })
  await say(alice, "I keep this")
  await sees(bob, "I keep this")
  await say(bob, "so do I")
  await sees(alice, "so do I")
  await alice.reload()
  await unlock(alice, passphrase)
  await openChat(alice, "Bob")
  for (const words of ["hello", "I keep this", "so do I"]) await sees(alice, words)
  await say(bob, "still here")
  await sees(alice, "still here")
})

it("the self-destruct passphrase opens an empty profile, and the other one opens nothing any more", {
  timeout: time,
}, async () => {
  const alice = await someone()
  await keepChats(alice, stack.url, "Alice", passphrase)
  await meet(alice)
  await button(alice, "Settings").click()
  await alice.getByRole("button", { name: "Privacy & lock" }).click()
  const form = alice.locator("form").filter({ has: button(alice, "Remove it") })
  await form.getByRole("textbox", { name: "Present passphrase", exact: true }).fill(passphrase)
  await box(alice, "Self-destruct passphrase").fill("burn it all")
  await box(alice, "Name of the empty profile").fill("Alicia")
  await button(alice, "Set").click()
  await alice.getByText("The self-destruct passphrase is set.").waitFor({ timeout: patience })
  await button(alice, "Back to settings").click()
  await button(alice, "Lock now").click()
  await unlock(alice, "burn it all")
  await alice.getByText("No chats yet").waitFor({ timeout: patience })
  await alice.getByText("Alicia").first().waitFor()
  await lock(alice)
  await box(alice, "Passphrase").fill(passphrase)
  await button(alice, "Unlock").click()
  await alertSays(alice, "This is not the passphrase.")
})

it("a passkey opens the chats beside the passphrase, on this device only, until it is removed", {
  timeout: time,
}, async () => {
  const alice = await someone()
  const cdp = await alice.context().newCDPSession(alice)
  await cdp.send("WebAuthn.enable")
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      ctap2Version: "ctap2_1",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      hasPrf: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  await keepChats(alice, stack.url, "Alice", passphrase)
  await button(alice, "Settings").click()
  await alice.getByRole("button", { name: "Privacy & lock" }).click()
  const card = alice.locator("section.card").filter({ has: heading(alice, "Passkeys") })
  const add = async (typed: string) => {
    await card.getByRole("textbox", { name: "Present passphrase", exact: true }).fill(typed)
    await button(alice, "Add a passkey").click()
  }
  await add("battery staple")
  await alertSays(alice, "This is not the passphrase.")
  expect((await cdp.send("WebAuthn.getCredentials", { authenticatorId })).credentials).toEqual([])
  await add(passphrase)
  await card.getByText("The passkey opens your chats now.").waitFor({ timeout: patience })
  await card
    .getByText(/^Kept by this device, added/)
    .first()
    .waitFor()
  const made = (await cdp.send("WebAuthn.getCredentials", { authenticatorId })).credentials
  // Who looks at the passkeys learns no name.
  expect(made.map(c => [c.rpId, c.userName])).toEqual([["localhost", "Unlisted"]])
  await button(alice, "Back to settings").click()
  await button(alice, "Lock now").click()
  await button(alice, "Unlock with a passkey").click()
  await alice.getByText("No chats yet").waitFor({ timeout: patience })

  // Who is not verified by the authenticator stays outside, and the passphrase still works.
  await lock(alice)
  await cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false })
  await button(alice, "Unlock with a passkey").click()
  await alertSays(alice, "The passkey was not used.")
  await cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: true })
  await unlock(alice, passphrase)
  await button(alice, "Settings").click()
  await alice.getByRole("button", { name: "Privacy & lock" }).click()
  await card.getByRole("button", { name: /^Remove/ }).click()
  await card.getByText("The passkey opens nothing any more.").first().waitFor()
  await button(alice, "Back to settings").click()
  await button(alice, "Lock now").click()
  await button(alice, "Unlock").waitFor()
  expect(await button(alice, "Unlock with a passkey").count()).toBe(0)
})

it("a backup goes on in another browser, and the first one stops until it is told otherwise", {
  timeout: time,
}, async () => {
  const alice = await someone()
  await keepChats(alice, stack.url, "Alice", passphrase)
  const bob = await meet(alice)
  await button(alice, "Settings").click()
  await alice.getByRole("button", { name: "Backup" }).click()
  await alice.getByRole("radio", { name: "Recovery key" }).check()
  await button(alice, "Make a recovery key").click()
  const key = await box(alice, "Recovery key").inputValue()
  await alice.getByRole("checkbox").check()
  const saving = alice.waitForEvent("download", { timeout: patience })
  await button(alice, "Make backup").click()
  const file = await (await saving).path()
  await heading(alice, "A backup was made").waitFor()
  const start = (await readFile(file)).subarray(0, 21).toString()
  expect(start).toBe("age-encryption.org/v1")

  const elsewhere = await someone()
  await elsewhere.goto(stack.url)
  await button(elsewhere, "Restore a backup").click()
  await elsewhere.getByLabel("Choose the file").setInputFiles(file)
  await elsewhere.getByRole("radio", { name: "Recovery key" }).check()
  await box(elsewhere, "Recovery key").fill(`${key.slice(0, -1)}${key.endsWith("Q") ? "P" : "Q"}`)
  await box(elsewhere, "Passphrase").fill("another one here")
  await box(elsewhere, "Repeat passphrase").fill("another one here")
  await button(elsewhere, "Restore").click()
  await alertSays(elsewhere, "This key does not open this backup.")
  expect(await databases(elsewhere)).toEqual([])
  await box(elsewhere, "Recovery key").fill(key)
  await button(elsewhere, "Restore").click()
  await elsewhere.getByRole("navigation", { name: "Chats" }).waitFor({ timeout: patience })
  await openChat(elsewhere, "Bob")
  await sees(elsewhere, "hello")
  await say(elsewhere, "from my other computer")
  await sees(bob, "from my other computer")
  await say(bob, "welcome")
  await sees(elsewhere, "welcome")

  // The first copy says so still after a reload, and can be deleted there.
  await alice.reload()
  await box(alice, "Passphrase").fill(passphrase)
  await button(alice, "Unlock").click()
  await heading(alice, "A backup was made").waitFor({ timeout: patience })
  await button(alice, "Delete everything here").click()
  await alice.getByRole("dialog").getByRole("button", { name: "Delete everything here" }).click()
  await box(alice, "Display name").waitFor({ timeout: patience })
  expect(await databases(alice)).toEqual([])
})

it("a backup is written into the file that the person chooses, where the browser can do that", {
  timeout: time,
}, async () => {
  const alice = await someone()
  await keepChats(alice, stack.url, "Alice", passphrase)
  // A true file of the browser, without the dialog.
  await alice.evaluate(() => {
    const pick = async () => (await navigator.storage.getDirectory()).getFileHandle("chosen.age", { create: true })
    Object.assign(globalThis, { showSaveFilePicker: pick })
  })
  await button(alice, "Settings").click()
  await alice.getByRole("button", { name: "Backup" }).click()
  await box(alice, "Backup passphrase").fill("a backup's passphrase")
  await box(alice, "Repeat backup passphrase").fill("a backup's passphrase")
  await button(alice, "Make backup").click()
  await heading(alice, "A backup was made").waitFor({ timeout: patience })
  expect(await button(alice, "Save the file again").count()).toBe(0)
  const bytes = await alice.evaluate(async () => {
    const handle = await (await navigator.storage.getDirectory()).getFileHandle("chosen.age")
    return [...new Uint8Array(await (await handle.getFile()).arrayBuffer())]
  })
  const file = { name: "chosen.age", mimeType: "application/octet-stream", buffer: Buffer.from(bytes) }
  expect(file.buffer.subarray(0, 21).toString()).toBe("age-encryption.org/v1")
  const elsewhere = await someone()
  await elsewhere.goto(stack.url)
  await button(elsewhere, "Restore a backup").click()
  await elsewhere.getByLabel("Choose the file").setInputFiles(file)
  await box(elsewhere, "Backup passphrase").fill("a backup's passphrase")
  await box(elsewhere, "Passphrase").fill("another one here")
  await box(elsewhere, "Repeat passphrase").fill("another one here")
  await button(elsewhere, "Restore").click()
  await elsewhere.getByText("Alice").first().waitFor({ timeout: patience })
})

it("a private session moves to another browser by a link, and goes on there", { timeout: time }, async () => {
  const alice = await someone()
  await startChatting(alice, stack.url, "Alice")
  const bob = await meet(alice)
  await button(alice, "Move to my phone").click()
  await button(alice, "Show the code").click()
  await heading(alice, "Open this link on the other device").waitFor({ timeout: patience })
  await alice.getByRole("img", { name: "QR code" }).waitFor({ timeout: patience })
  const link = await box(alice, "Link to your chats").inputValue()

  const phone = await someone()
  await phone.goto(link)
  await heading(phone, "Your chats go on here").waitFor({ timeout: patience })
  expect(new URL(phone.url()).hash).toBe("")
  await box(phone, "Passphrase").fill("another one here")
  await box(phone, "Repeat passphrase").fill("another one here")
  await button(phone, "Bring my chats here").click()
  await openChat(phone, "Bob")
  await sees(phone, "hello")
  await say(phone, "from my phone")
  await sees(bob, "from my phone")
  await say(bob, "welcome")
  await sees(phone, "welcome")

  await button(alice, "End session").click()
  await box(alice, "Display name").waitFor({ timeout: patience })
  expect(await databases(alice)).toEqual([])
  // Where there are chats already, the link says so and changes nothing.
  await phone.goto("about:blank")
  await phone.goto(link)
  await phone.getByText("There are chats in this browser already.").waitFor({ timeout: patience })
  await button(phone, "Close").click()
  await unlock(phone, "another one here")
  await openChat(phone, "Bob")
  await sees(phone, "welcome")
})
