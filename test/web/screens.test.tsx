/** The page alone in a real browser: names of things, keyboard, narrow windows, hostile text, CSP. See page.ts. */
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { gzipSync } from "node:zlib"
import type { Page } from "playwright-core"
import { decodeQR } from "qr/decode.js"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import type { Item } from "../../worker/api.ts"
import { desktop, phone } from "../support/browser.ts"
import type { Scene } from "./fake-worker.ts"
import { servePage, type Visit, visit } from "./page.ts"
import { address, people, scenes, talk } from "./scenes.ts"

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")
const link = "/i#ISikfuPTcSGjT7SvVeDWz3IXaDgxT7J1/jQEanY3RS9AP_CxTfN8ON7oKDNkqaABxeoddBnTxVbo?h=smp8.example.org"

let server: Awaited<ReturnType<typeof servePage>>
let open: Visit[] = []

beforeAll(async () => {
  server = await servePage()
}, 120_000)
afterAll(() => server.close())
afterEach(async () => {
  const closing = open
  open = []
  for (const v of closing) {
    const complaints = [...v.complaints]
    await v.close()
    expect(complaints).toEqual([])
  }
})

const go = async (scene: Scene, path = "/", options: Parameters<typeof visit>[3] = {}) => {
  const v = await visit(server.browser, server.url + path, scene, options)
  v.page.setDefaultTimeout(10_000)
  open.push(v)
  return v
}

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true })
const box = (page: Page, name: string) => page.getByRole("textbox", { name, exact: true })
const heading = (page: Page, name: string) => page.getByRole("heading", { name, exact: true })
const openChat = async (page: Page, name: string) => {
  await page.getByRole("navigation", { name: "Chats" }).getByRole("link", { name, exact: true }).click()
  await heading(page, name).waitFor()
}

/** Pixels by which something sticks out of the window sideways. */
const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** The picture of the QR code on the page, as a camera would see it: three pixels a module, and the same as a file. */
const pixels = async (page: Page) => {
  const { side, dark, png } = await page
    .getByRole("img", { name: "QR code" })
    .evaluate(async (img: HTMLImageElement) => {
      await img.decode()
      const canvas = document.createElement("canvas")
      const side = (img.naturalWidth / 8) * 3
      canvas.width = canvas.height = side
      const context = canvas.getContext("2d")
      context?.drawImage(img, 0, 0, side, side)
      const rgba = context?.getImageData(0, 0, side, side).data ?? []
      let dark = ""
      for (let i = 0; i < rgba.length; i += 4) dark += (rgba[i] ?? 0) < 128 ? "1" : "0"
      return { side, dark, png: canvas.toDataURL("image/png") }
    })
  const data = Uint8ClampedArray.from([...dark].flatMap(d => (d === "1" ? [0, 0, 0] : [255, 255, 255])))
  return { width: side, height: side, data, png }
}

describe("ways in", () => {
  it("starts a private session with a name only", async () => {
    const { page } = await go(scenes.firstRun)
    await button(page, "Start chatting").click()
    await page.getByRole("alert").getByText("Enter a name").waitFor()
    await box(page, "Display name").fill("Robin")
    await page.keyboard.press("Enter")
    await page.getByRole("navigation", { name: "Chats" }).getByText("No chats yet").waitFor()
    await page.getByText("Private session").waitFor()
  })

  it("keeps chats under a passphrase that was typed twice", async () => {
    const { page } = await go(scenes.firstRun)
    await box(page, "Display name").fill("Robin")
    await button(page, "Keep my chats").click()
    expect(await box(page, "Display name").inputValue()).toBe("Robin")
    await box(page, "Passphrase").fill("correct horse")
    await box(page, "Repeat passphrase").fill("correct house")
    await button(page, "Create profile").click()
    await page.getByRole("alert").getByText("not the same").waitFor()
    await box(page, "Passphrase").fill("short")
    await box(page, "Repeat passphrase").fill("short")
    await button(page, "Create profile").click()
    await page.getByRole("alert").getByText("too short").waitFor()
    expect(await box(page, "Passphrase").getAttribute("type")).toBe("password")
    await box(page, "Passphrase").fill("correct horse")
    await box(page, "Repeat passphrase").fill("correct horse")
    await button(page, "Create profile").click()
    await page.getByText("Kept on this device").waitFor()
  })

  it("unlocks with the right passphrase only, and says so", async () => {
    const { page } = await go(scenes.locked)
    await box(page, "Passphrase").fill("wrong")
    await button(page, "Unlock").click()
    await page.getByRole("alert").getByText("not the passphrase").waitFor()
    await box(page, "Passphrase").fill("correct horse")
    await button(page, "Unlock").click()
    await page.getByRole("navigation", { name: "Chats" }).waitFor()
  })

  it("takes over from another tab, and gives way to one", async () => {
    const v = await go(scenes.elsewhere)
    await button(v.page, "Use here").click()
    await box(v.page, "Passphrase").fill("correct horse")
    await button(v.page, "Unlock").click()
    await v.page.getByRole("navigation", { name: "Chats" }).waitFor()
    await v.tell({ type: "session", session: { state: "elsewhere" } })
    await button(v.page, "Use here").waitFor()
  })
})

describe("an opened link", () => {
  it("leaves no trace in the address, names the inviter and connects at once", async () => {
    const { page } = await go(scenes.invited, link)
    await heading(page, "Alice invites you to chat").waitFor()
    expect(page.url()).toBe(`${server.url}/`)
    expect(await page.evaluate(() => [history.length, history.state, document.title])).toEqual([2, null, "Unlisted"])
    await box(page, "Display name").fill("Robin")
    await button(page, "Connect").click()
    await heading(page, "Alice").waitFor()
    await box(page, "Message").waitFor()
  })

  it("can be kept, and then connects", async () => {
    const { page } = await go(scenes.invited, link)
    await button(page, "Keep my chats").click()
    await box(page, "Display name").fill("Robin")
    await box(page, "Passphrase").fill("correct horse")
    await box(page, "Repeat passphrase").fill("correct horse")
    await button(page, "Create profile").click()
    await heading(page, "Alice").waitFor()
    await page.getByText("Kept on this device").waitFor()
  })

  it("waits until the profile is unlocked", async () => {
    const { page } = await go({ session: { state: "locked" }, planName: "Alice" }, link)
    await page.getByText("answer the invitation").waitFor()
    await box(page, "Passphrase").fill("correct horse")
    await button(page, "Unlock").click()
    await heading(page, "Alice invites you to chat").waitFor()
    await button(page, "Connect").click()
    await box(page, "Message").waitFor()
  })

  it("keeps its invitation when connecting fails", async () => {
    const { page } = await go({ ...scenes.answering, fail: { connect: "NETWORK" } }, link)
    await button(page, "Connect").click()
    await page.getByRole("alert").getByText("cannot be reached").waitFor()
    await button(page, "Connect").waitFor()
    await button(page, "Not now").click()
    await page.getByText("Choose a chat").waitFor()
  })

  it("offers nothing where nothing is possible", async () => {
    const { page } = await go(scenes.group, link)
    await heading(page, "Not possible here yet").waitFor()
    expect(await button(page, "Connect").count()).toBe(0)
    await button(page, "Close").click()
    await box(page, "Display name").waitFor()
  })

  it("comes later into the same tab", async () => {
    const { page } = await go(scenes.answering)
    await page.getByText("Choose a chat").waitFor()
    await page.evaluate(l => location.assign(`/#simplex:${l}`), link)
    await heading(page, "Alice invites you to chat").waitFor()
    expect(page.url()).toBe(`${server.url}/`)
  })
})

/** The value of the field in each form that a link can take, each the same as its QR code. */
const formsShown = async (page: Page, field: string) => {
  const seen: string[] = []
  for (const form of ["Any browser", "SimpleX app", "Full link"]) {
    await page.getByRole("radio", { name: form }).check()
    const value = await box(page, field).inputValue()
    seen.push(value)
    await expect.poll(async () => decodeQR(await pixels(page)), { timeout: 10_000 }).toBe(value)
  }
  return seen
}

describe("a new chat", () => {
  it("begins with a link in three forms, each with its QR code", async () => {
    const { page } = await go(scenes.empty)
    await button(page, "New chat").click()
    await button(page, "Create one-time link").click()
    const seen = await formsShown(page, "One-time link")
    expect(seen.map(l => l.slice(0, l.indexOf("#")))).toEqual([`${server.url}/i`, "simplex:/i", "simplex:/invitation"])
    expect(await box(page, "One-time link").getAttribute("readonly")).not.toBe(null)
  })

  it("copies the link", async () => {
    const { page } = await go(scenes.empty, "/", { permissions: ["clipboard-read", "clipboard-write"] })
    await button(page, "New chat").click()
    await button(page, "Create one-time link").click()
    await button(page, "Copy link").click()
    await page.getByText("Copied").waitFor()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied).toBe(await box(page, "One-time link").inputValue())
  })

  it("begins with a pasted link, after saying what is wrong with others", async () => {
    const { page } = await go(scenes.empty)
    await button(page, "New chat").click()
    await button(page, "Connect").click()
    await page.getByRole("alert").getByText("Paste a link first").waitFor()
    await box(page, "Paste a link").fill("hello")
    await button(page, "Connect").click()
    await page.getByRole("alert").getByText("not a SimpleX link").waitFor()
    await box(page, "Paste a link").fill(`Join me: ${server.url}${link}`)
    await button(page, "Connect").click()
    await box(page, "Message").waitFor()
  })

  it("begins with an image of a QR code", async () => {
    const { page } = await go({ ...scenes.empty, planName: "Alice" })
    await button(page, "New chat").click()
    await button(page, "Create one-time link").click()
    const { png } = await pixels(page)
    await button(page, "New chat").click()
    await button(page, "Scan QR code").click()
    await page.getByText("The camera cannot be used").waitFor()
    await page.getByLabel("Choose an image").setInputFiles({
      name: "code.png",
      mimeType: "image/png",
      buffer: Buffer.from(png.slice(png.indexOf(",") + 1), "base64"),
    })
    await heading(page, "Alice invites you to chat").waitFor()
    expect(await page.getByRole("dialog").count()).toBe(0)
  })

  it("stops the camera when the dialog closes", async () => {
    const { page } = await go(scenes.empty, "/", {
      permissions: ["camera"],
    })
    await button(page, "New chat").click()
    await button(page, "Scan QR code").click()
    await page.getByText("Point the camera").waitFor()
    const stream = await page.locator("video").evaluateHandle((v: HTMLVideoElement) => v.srcObject as MediaStream)
    expect(await stream.evaluate(s => s.getTracks().map(t => t.readyState))).toEqual(["live"])
    await page.keyboard.press("Escape")
    await page.getByRole("dialog").waitFor({ state: "detached" })
    expect(await stream.evaluate(s => s.getTracks().map(t => t.readyState))).toEqual(["ended"])
    expect(await button(page, "Scan QR code").evaluate(b => b === document.activeElement)).toBe(true)
  })

  it("turns into a conversation when somebody uses the link", async () => {
    const v = await go(scenes.empty)
    await button(v.page, "New chat").click()
    await button(v.page, "Create one-time link").click()
    await button(v.page, "Copy link").focus()
    const chat = { ...people[0], id: "made-1000", name: "Bob", unread: 0, lastAt: 1 }
    await v.tell({ type: "chat", chat: { ...chat, fullName: "", status: "connected", postQuantum: true } })
    await heading(v.page, "Bob").waitFor()
    await box(v.page, "Message").waitFor()
    expect(await v.page.evaluate(() => document.activeElement !== document.body)).toBe(true)
  })

  it("can be taken back", async () => {
    const { page } = await go(scenes.chats)
    await openChat(page, "Alice")
    await button(page, "Remove chat").click()
    await heading(page, "Remove the chat with Alice?").waitFor()
    await button(page, "Cancel").click()
    await button(page, "Remove chat").click()
    await button(page, "Remove").click()
    await page.getByText("Choose a chat").waitFor()
    expect(await page.getByRole("link", { name: "Alice" }).count()).toBe(0)
  })
})

describe("a SimpleX address of one's own", () => {
  it("is made, shown in three forms, and deleted after a question", async () => {
    const { page } = await go(scenes.empty)
    await button(page, "New chat").click()
    await button(page, "Create SimpleX address").click()
    await heading(page, "Your SimpleX address").waitFor()
    const seen = await formsShown(page, "SimpleX address")
    expect(seen.map(l => l.slice(0, l.indexOf("#")))).toEqual([`${server.url}/a`, "simplex:/a", "simplex:/contact"])
    expect(await box(page, "SimpleX address").getAttribute("readonly")).not.toBe(null)
    await button(page, "Delete address").click()
    await heading(page, "Delete your SimpleX address?").waitFor()
    await button(page, "Cancel").click()
    await box(page, "SimpleX address").waitFor()
    await button(page, "Delete address").click()
    await button(page, "Delete").click()
    await button(page, "Create SimpleX address").waitFor()
    expect(await box(page, "SimpleX address").count()).toBe(0)
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("address-heading")
  })

  it("is there from the start, and found from both places", async () => {
    const { page } = await go(scenes.reachable, "/", { permissions: ["clipboard-read", "clipboard-write"] })
    await button(page, "Your SimpleX address").click()
    await button(page, "Copy link").click()
    await page.getByText("Copied").waitFor()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied).toBe(`${server.url}${address.short.slice("simplex:".length)}`)
    await button(page, "New chat").click()
    await button(page, "Show SimpleX address").click()
    await box(page, "SimpleX address").waitFor()
  })

  it("is gone with the profile that had it", async () => {
    const v = await go(scenes.reachable)
    await button(v.page, "Your SimpleX address").click()
    await box(v.page, "SimpleX address").waitFor()
    await v.tell({ type: "session", session: { state: "locked" } })
    await box(v.page, "Passphrase").waitFor()
    expect(await v.page.getByText(address.short.slice(-20)).count()).toBe(0)
  })

  it("says why it could not be made or deleted", async () => {
    const failing = { ...scenes.reachable, fail: { createAddress: "NETWORK", deleteAddress: "STORE" } } as const
    const a = await go(failing)
    await button(a.page, "Your SimpleX address").click()
    await button(a.page, "Delete address").click()
    await button(a.page, "Delete").click()
    await a.page.getByRole("alert").getByText("could not store").waitFor()
    const b = await go({ ...scenes.empty, fail: failing.fail })
    await button(b.page, "Your SimpleX address").click()
    await button(b.page, "Create SimpleX address").click()
    await b.page.getByRole("alert").getByText("cannot be reached").waitFor()
  })
})

describe("a contact request", () => {
  it("stands in the list, and becomes a conversation when it is accepted", async () => {
    const { page } = await go(scenes.chats)
    const row = page.getByRole("listitem").filter({ hasText: "Bob" })
    await row.getByText("Wants to connect").waitFor()
    await openChat(page, "Bob")
    await page.getByText("Bob found your SimpleX address").waitFor()
    expect(await button(page, "Remove chat").count()).toBe(0)
    await button(page, "Accept").click()
    await page.getByText("opens as soon as both").waitFor()
    await box(page, "Message").waitFor()
  })

  it("is gone when it is rejected", async () => {
    const { page } = await go(scenes.chats)
    await openChat(page, "Bob")
    await button(page, "Reject").click()
    await page.getByText("Choose a chat").waitFor()
    expect(await page.getByRole("link", { name: "Bob" }).count()).toBe(0)
  })

  it("stays when the answer fails, and says why", async () => {
    const { page } = await go({ ...scenes.chats, fail: { accept: "STORE" } })
    await openChat(page, "Bob")
    await button(page, "Accept").click()
    await page.getByRole("alert").getByText("could not store").waitFor()
    await button(page, "Reject").waitFor()
  })

  it("is told when it comes, once, and counts in the title", async () => {
    const v = await go(scenes.empty)
    await v.page.getByText("No chats yet").waitFor()
    const asks = {
      id: "q",
      name: "Eve",
      fullName: "",
      status: "request",
      unread: 1,
      lastAt: 1,
      postQuantum: false,
    } as const
    await v.tell({ type: "chat", chat: asks })
    await v.page.getByRole("status").getByText("Eve wants to connect").waitFor({ state: "attached" })
    expect(await v.page.title()).toBe("(1) Unlisted")
    await openChat(v.page, "Eve")
    await expect.poll(() => v.page.title()).toBe("Unlisted")
  })
})

describe("an opened address", () => {
  const path = address.short.slice("simplex:".length)

  it("asks for a name, and then waits to be accepted", async () => {
    const { page } = await go(scenes.asked, path)
    await heading(page, "Ask to connect").waitFor()
    expect(page.url()).toBe(`${server.url}/`)
    await box(page, "Display name").fill("Robin")
    await button(page, "Connect").click()
    await page.getByText("Your request was sent").waitFor()
    await page.getByText("Keep this tab open").waitFor()
    await page.getByRole("listitem").getByText("Waiting for them to accept").waitFor()
  })

  it("names its owner to those who have a profile", async () => {
    const { page } = await go(scenes.asking, path)
    await heading(page, "Connect with Alice").waitFor()
    await button(page, "Connect").click()
    await page.getByText("Your request was sent").waitFor()
    expect(await page.getByText("Keep this tab open").count()).toBe(0)
  })

  it("is asked at when it is pasted, and says so when it is gone", async () => {
    const { page } = await go({ ...scenes.asking, chats: [] })
    await button(page, "New chat").click()
    await box(page, "Paste a link").fill(`${server.url}${path}`)
    await button(page, "Connect").click()
    await heading(page, "Alice").waitFor()
    await page.getByText("Your request was sent").waitFor()
    const gone = await go({ ...scenes.asking, fail: { planLink: "LINK_USED" } })
    await button(gone.page, "New chat").click()
    await box(gone.page, "Paste a link").fill(address.full)
    await button(gone.page, "Connect").click()
    await gone.page.getByRole("alert").getByText("deleted").waitFor()
  })

  it("is asked at although nobody can look whose it is", async () => {
    const { page } = await go({ ...scenes.asked, planName: "Alice" }, path)
    await page.getByText("Ask to connect").waitFor()
    await box(page, "Display name").fill("Robin")
    await button(page, "Connect").click()
    await heading(page, "Alice").waitFor()
    const offline = await go({ ...scenes.empty, plan: scenes.asked.plan, fail: { planLink: "NETWORK" } }, path)
    await offline.page.getByRole("alert").getByText("cannot be reached").waitFor()
    await button(offline.page, "Connect").click()
    await offline.page.getByText("Your request was sent").waitFor()
  })

  it("of one's own leads nowhere", async () => {
    const own = { kind: "contact", supported: true, own: true } as const
    const { page } = await go({ ...scenes.reachable, plan: own }, path)
    await heading(page, "This is your own address").waitFor()
    expect(await button(page, "Connect").count()).toBe(0)
  })
})

describe("a conversation", () => {
  const lines = (page: Page) => page.getByRole("log", { name: "Messages" }).getByRole("listitem")

  it("sends with Enter, begins lines with Shift and Enter, and shows what became of it", async () => {
    const { page } = await go(scenes.chats)
    await openChat(page, "Alice")
    const before = await lines(page).count()
    await box(page, "Message").pressSequentially("one")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("two")
    await page.keyboard.press("Enter")
    await expect.poll(() => lines(page).count()).toBe(before + 1)
    const mine = lines(page).last()
    expect(await mine.locator(".words").textContent()).toBe("one\ntwo")
    expect(await box(page, "Message").inputValue()).toBe("")
    await mine.getByText("Delivered", { exact: true }).waitFor()
    await box(page, "Message").fill("  \n ")
    await button(page, "Send").click()
    expect(await lines(page).count()).toBe(before + 1)
  })

  it("says that a message failed, and tries again when asked", async () => {
    const { page } = await go(scenes.chats)
    await openChat(page, "Alice")
    const failed = lines(page).filter({ hasText: "Can you wait?" })
    await failed.getByText("Failed", { exact: true }).waitFor()
    await failed.getByRole("button", { name: "Try again" }).click()
    await failed.getByText("Sent", { exact: true }).waitFor()
  })

  it("gives back what could not be sent", async () => {
    const { page } = await go({ ...scenes.chats, fail: { send: "TOO_LARGE" } })
    await openChat(page, "Alice")
    await box(page, "Message").fill("very long")
    await button(page, "Send").click()
    await page.getByRole("alert").getByText("too long").waitFor()
    expect(await box(page, "Message").inputValue()).toBe("very long")
  })

  it("keeps what is half written while another chat is open", async () => {
    const { page } = await go(scenes.chats)
    await openChat(page, "Alice")
    await box(page, "Message").fill("half")
    await openChat(page, "Reading group")
    expect(await box(page, "Message").inputValue()).toBe("")
    await openChat(page, "Alice")
    expect(await box(page, "Message").inputValue()).toBe("half")
  })

  it("opens at the end, keeps its place when older ones come, and marks as read", async () => {
    const { page } = await go(scenes.chats)
    await openChat(page, "Reading group")
    const log = page.getByRole("log", { name: "Messages" })
    await log.getByText("Line number 180", { exact: true }).waitFor()
    const fromEnd = () => log.evaluate(e => Math.round(e.scrollHeight - e.scrollTop - e.clientHeight))
    expect(await fromEnd()).toBeLessThan(2)
    await expect.poll(() => page.getByText("12 unread").count()).toBe(0)
    const oldest = log.getByText("Line number 131", { exact: true })
    await oldest.scrollIntoViewIfNeeded()
    const place = async () => Math.round((await oldest.boundingBox())?.y ?? 0)
    await log.getByText("Line number 81", { exact: true }).waitFor({ state: "attached" })
    await expect.poll(place).toBeGreaterThan(0)
    expect(await place()).toBeLessThan(desktop.height)
    expect(await log.getByText("Line number 180", { exact: true }).count()).toBe(1)
  })

  it("does not pull the reader down when a message comes, and offers to go there", async () => {
    const v = await go(scenes.chats)
    await openChat(v.page, "Reading group")
    const log = v.page.getByRole("log", { name: "Messages" })
    await log.getByText("Line number 180", { exact: true }).waitFor()
    await log.evaluate(e => e.scrollBy(0, -1500))
    await v.page.waitForTimeout(100)
    const top = () => log.evaluate(e => e.scrollHeight - e.scrollTop)
    const before = await top()
    const come = { ...(talk[2] as Item), id: "new", chatId: "many", order: 99_999, text: "Fresh" }
    await v.tell({ type: "item", item: come })
    await button(v.page, "New messages").waitFor()
    expect(await top()).toBeGreaterThan(before)
    await button(v.page, "New messages").click()
    expect(await log.evaluate(e => e.scrollHeight - e.scrollTop - e.clientHeight)).toBeLessThan(2)
  })

  it("tells about messages elsewhere, and about the network", async () => {
    const v = await go(scenes.chats)
    await openChat(v.page, "Alice")
    await v.tell({ type: "item", item: { ...(talk[2] as Item), id: "x", chatId: "many", order: 99_999 } })
    await v.page.getByText("New message from Reading group").waitFor({ state: "attached" })
    await v.tell({ type: "network", status: "offline" })
    await v.page.getByRole("status").getByText("No connection").waitFor()
    await v.tell({ type: "network", status: "online" })
    await v.page.getByText("No connection").waitFor({ state: "detached" })
  })

  it("lets nobody run, load, turn or break anything with text", async () => {
    const evil = [
      '<img src="https://evil.example/x" onerror="document.title=1"><script>document.title=2</script>',
      "javascript:alert(1)",
      "\u202eevil\u0000\u0007\u001b[2J",
      "W".repeat(9000),
      "Z\u0310".repeat(300),
      `z${"\u0310".repeat(3000)}`,
      "\n".repeat(5000),
    ]
    const items = evil.map((text, i): Item => ({ ...(talk[2] as Item), id: `e${i}`, order: 500 + i, text }))
    const name = `<b>Eve</b>\u202e\u0000${"x".repeat(5000)}`
    const chats = people.map(c => (c.id === "alice" ? { ...c, name, lastText: evil[0] ?? "" } : c))
    const { page } = await go({ ...scenes.chats, chats, items }, "/", { viewport: phone })
    const asked: string[] = []
    page.on("request", r => asked.push(r.url()))
    await page.getByRole("link").first().click()
    await page.getByText("onerror").last().waitFor()
    expect(await overflow(page)).toBe(0)
    expect(await page.title()).not.toMatch(/^[12]$/)
    expect(asked.filter(u => !u.startsWith(server.url) && !u.startsWith("data:"))).toEqual([])
    expect(await page.locator(".log script, .log img, .log b, .log a").count()).toBe(0)
    const heading1 = await page.getByRole("heading", { level: 1 }).last().textContent()
    expect(heading1?.startsWith("<b>Eve</b>")).toBe(true)
    expect(heading1?.length).toBeLessThan(200)
    // Nothing that one message does covers or moves another.
    const boxes = await page.locator(".bubble").evaluateAll(all => all.map(b => b.getBoundingClientRect().toJSON()))
    for (const [i, b] of boxes.entries()) if (i > 0) expect(b.top).toBeGreaterThanOrEqual(boxes[i - 1].bottom)
    await button(page, "Show all").first().click()
    expect(await overflow(page)).toBe(0)
  })
})

describe("the way back", () => {
  it("leads from a chat to the list, and out of it only then", async () => {
    const { page } = await go(scenes.chats, "/", { viewport: phone })
    await openChat(page, "Alice")
    expect(await page.getByRole("navigation", { name: "Chats" }).isVisible()).toBe(false)
    await page.goBack()
    await page.getByRole("navigation", { name: "Chats" }).waitFor()
    await openChat(page, "Alice")
    await button(page, "Back to chats").click()
    await page.getByRole("navigation", { name: "Chats" }).waitFor()
    await expect.poll(() => page.evaluate(() => history.state)).toBe(null)
    expect(page.url()).toBe(`${server.url}/`)
    await page.goForward()
    await heading(page, "Alice").waitFor()
  })
})

/** Waits until all that moves to an end has come there. */
const still = (page: Page) =>
  page.evaluate(async () => {
    const frame = () => new Promise(resolve => requestAnimationFrame(resolve))
    await frame()
    await frame()
    const ending = document.getAnimations().filter(a => a.effect?.getComputedTiming().iterations !== Infinity)
    await Promise.allSettled(ending.map(a => a.finished))
  })

/** What axe, which has to be in the page, finds wrong there: by all its rules, or by some. */
const barriers = (page: Page, rules: string[] | null) =>
  page.evaluate(async only => {
    const { axe } = globalThis as unknown as { axe: typeof import("axe-core") }
    const { violations } = await axe.run(only === null ? {} : { runOnly: only })
    return violations.map(v => `${v.id}: ${v.nodes.map(n => n.html).join(" | ")}`)
  }, rules)

describe("for everybody", () => {
  type Step = readonly [screen: string, reach: (page: Page) => Promise<unknown>]
  const addressPath = address.short.slice("simplex:".length)
  const walks: readonly (readonly [scene: Scene, path: string, ...steps: readonly Step[]])[] = [
    [
      scenes.firstRun,
      "/",
      ["first run", page => box(page, "Display name").waitFor()],
      ["keeping", page => button(page, "Keep my chats").click()],
    ],
    [scenes.locked, "/", ["locked", page => button(page, "Unlock").click()]],
    [scenes.elsewhere, "/", ["elsewhere", page => button(page, "Use here").waitFor()]],
    [scenes.invited, link, ["invited", page => heading(page, "Alice invites you to chat").waitFor()]],
    [scenes.answering, link, ["answering", page => heading(page, "Alice invites you to chat").waitFor()]],
    [scenes.asked, addressPath, ["asked", page => heading(page, "Ask to connect").waitFor()]],
    [scenes.asking, addressPath, ["asking", page => heading(page, "Connect with Alice").waitFor()]],
    [
      { ...scenes.chats, address },
      "/",
      ["list", page => page.getByRole("link", { name: "Alice" }).waitFor()],
      ["chat", page => openChat(page, "Alice")],
      ["request", page => openChat(page, "Bob")],
      ["requested", page => openChat(page, "Erin")],
      ["waiting", page => openChat(page, "Connecting…")],
      ["failed", page => openChat(page, "Dave (work)")],
      ["link", page => openChat(page, "One-time link")],
      ["new chat", page => button(page, "New chat").click()],
      ["address", page => button(page, "Your SimpleX address").click()],
      ["deleting", page => button(page, "Delete address").click()],
    ],
  ]

  for (const [scene, path, ...steps] of walks)
    it(`${steps.map(([screen]) => screen).join(", ")}: no barrier that axe knows, in light and dark, on a phone of 320 pixels and a desktop`, {
      timeout: 90_000,
    }, async () => {
      const { page } = await go(scene, path, { reducedMotion: "reduce" })
      for (const [screen, reach] of steps) {
        await page.setViewportSize(desktop)
        await reach(page)
        if (screen === steps[0]?.[0]) await page.evaluate(axe)
        for (const viewport of [desktop, { width: 320, height: 600 }]) {
          await page.setViewportSize(viewport)
          for (const colorScheme of ["light", "dark"] as const) {
            await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
            await still(page)
            expect(await overflow(page), screen).toBe(0)
            // The two schemes differ in colours alone.
            expect(await barriers(page, colorScheme === "dark" ? ["color-contrast"] : null), screen).toEqual([])
          }
        }
      }
    })

  it("can be zoomed to 400 % and turned right-to-left", async () => {
    const { page } = await go(scenes.chats, "/", { viewport: { width: 320, height: 400 } })
    await openChat(page, "Alice")
    await page.evaluate(() => {
      document.documentElement.dir = "rtl"
      document.documentElement.style.fontSize = "200%"
    })
    expect(await overflow(page)).toBe(0)
    await box(page, "Message").fill("still usable")
    await button(page, "Send").click()
  })

  it("needs at most 40 KB of compressed script on the page", () => {
    const html = readFileSync(new URL("../../node_modules/.cache/test-page/index.html", import.meta.url), "utf8")
    const scripts = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map(m => m[1] ?? "")
    expect(scripts.length).toBeGreaterThan(0)
    const size = scripts
      .map(s => gzipSync(readFileSync(new URL(`../../node_modules/.cache/test-page${s}`, import.meta.url))).length)
      .reduce((a, b) => a + b, 0)
    expect(size).toBeLessThanOrEqual(40 * 1024)
  })
})
