/** What can be done with messages, in a real browser: menu, reply, edit, delete, react, forward, info, several at once. */
import type { Page } from "playwright-core"
import { describe, expect, it } from "vitest"
import type { Item } from "../../worker/api.ts"
import { phone } from "../support/browser.ts"
import { many, rich, scenes, talk } from "./scenes.ts"
import { box, button, heading, openChat, usePage } from "./suite.ts"

const { go } = usePage()

const lines = (page: Page) => page.getByRole("log", { name: "Messages" }).getByRole("listitem")
const line = (page: Page, words: string) => lines(page).filter({ hasText: words })
const choice = (page: Page, name: string) => page.getByRole("menuitem", { name, exact: true })
const choose = async (page: Page, words: string, name: string) => {
  await line(page, words).last().getByRole("button", { name: "Message actions" }).click()
  await choice(page, name).click()
}
const alice = async (scene: Parameters<typeof go>[0] = scenes.chats, options: Parameters<typeof go>[2] = {}) => {
  const v = await go(scene, "/", options)
  await openChat(v.page, "Alice")
  await lines(v.page).first().waitFor()
  return v
}
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute("aria-label"))

describe("the menu of a message", () => {
  it("is driven by the keyboard, and gives the focus back", async () => {
    const { page } = await alice()
    const opener = line(page, "Four is fine").getByRole("button", { name: "Message actions" })
    await opener.focus()
    expect(await opener.getAttribute("aria-expanded")).toBe("false")
    await page.keyboard.press("Enter")
    const words = () => page.evaluate(() => document.activeElement?.textContent)
    await expect.poll(words).toBe("Reply")
    expect(await opener.getAttribute("aria-expanded")).toBe("true")
    await page.keyboard.press("ArrowUp")
    await expect.poll(() => words()).toBe("Delete")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await expect.poll(() => words()).toBe("React")
    await page.keyboard.press("f")
    await expect.poll(() => words()).toBe("Forward")
    await page.keyboard.press("End")
    await page.keyboard.press("Home")
    await expect.poll(() => words()).toBe("Reply")
    await page.keyboard.press("Escape")
    await page.getByRole("menu").waitFor({ state: "detached" })
    expect(await opener.evaluate(b => b === document.activeElement)).toBe(true)
  })

  it("opens with the right button too, and closes when something else is pressed", async () => {
    const { page } = await alice()
    await line(page, "Four is fine").locator(".bubble").click({ button: "right" })
    await choice(page, "Reply").waitFor()
    await heading(page, "Alice").click({ force: true, trial: false, position: { x: 1, y: 1 } })
    await page.getByRole("menu").waitFor({ state: "detached" })
  })

  it("opens where a finger rests", async () => {
    const { page } = await alice(scenes.chats, { viewport: phone })
    const bubble = line(page, "On my way").locator(".bubble")
    await bubble.dispatchEvent("pointerdown", { pointerType: "touch", clientX: 200, clientY: 300, bubbles: true })
    await choice(page, "Reply").waitFor()
    const menu = await page.getByRole("menu").boundingBox()
    expect((menu?.x ?? 0) + (menu?.width ?? 0)).toBeLessThanOrEqual(phone.width)
  })

  it("offers only what is possible", async () => {
    const old = talk.map((i): Item => ({ ...i, editableUntil: 1, deletableUntil: 1 }))
    const chats = scenes.chats.chats.map(c => {
      const { features: _, ...rest } = c
      return rest
    })
    const { page } = await alice({ ...scenes.chats, chats, items: old })
    await line(page, "Four is fine").getByRole("button", { name: "Message actions" }).click()
    await choice(page, "Reply").waitFor()
    expect(await page.getByRole("menuitem").allTextContents()).toEqual([
      "Reply",
      "Copy",
      "Forward",
      "Select",
      "Info",
      "Delete",
    ])
    await page.keyboard.press("Escape")
    await choose(page, "Four is fine", "Delete")
    await button(page, "Delete for me").waitFor()
    expect(await button(page, "Delete for everyone").count()).toBe(0)
  })
})

describe("an answer", () => {
  it("is written under what it answers, and leads there", async () => {
    const { page } = await alice()
    await box(page, "Message").fill("half")
    await choose(page, "Did the link work", "Reply")
    expect(await focused(page)).toBe("Message")
    await page.getByText("Reply to Alice").waitFor()
    await button(page, "Cancel reply").click()
    await expect.poll(() => box(page, "Message").inputValue()).toBe("half")
    await choose(page, "Did the link work", "Reply")
    await page.keyboard.press("Escape")
    await page.getByText("Reply to Alice").waitFor({ state: "detached" })
    await choose(page, "Did the link work", "Reply")
    await box(page, "Message").fill("It did")
    await page.keyboard.press("Enter")
    const quote = lines(page).last().getByRole("button", { name: "Did the link work" })
    await quote.click()
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain("Hi! Did the link work")
  })

  it("leads to a message that is not loaded yet, or says that it is gone", async () => {
    const last = many.at(-1) as Item
    const quoting = (id: string, order: number): Item => ({
      ...last,
      id: `q${order}`,
      order,
      text: `quotes ${id}`,
      quote: { itemId: id, author: "contact", text: `about ${id}`, kind: "text" },
    })
    const first = many[1] as Item
    const items = [...many, quoting(first.id, 90_000), quoting("nowhere", 90_001)]
    const { page } = await go({ ...scenes.chats, items })
    await openChat(page, "Reading group")
    await page.getByRole("button", { name: `about ${first.id}` }).click()
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain("Line number 2")
    await button(page, "Go to the newest message").click()
    await page.getByRole("button", { name: "about nowhere" }).click()
    await page.getByRole("alert").getByText("not here any more").waitFor()
  })
})

describe("a change of a message", () => {
  it("begins in the menu or with the arrow, keeps what was half written, and is marked", async () => {
    const { page } = await alice()
    await box(page, "Message").fill("half")
    await choose(page, "Took ten seconds", "Edit")
    await expect.poll(() => box(page, "Message").inputValue()).toBe("Took ten seconds.")
    await box(page, "Message").fill("Took *nine* seconds.")
    await button(page, "Save").click()
    await line(page, "Took nine seconds").getByText("edited").waitFor()
    expect(await box(page, "Message").inputValue()).toBe("half")
    await box(page, "Message").fill("")
    await page.keyboard.press("ArrowUp")
    await expect.poll(() => box(page, "Message").inputValue()).toBe("Can you wait?")
    await page.keyboard.press("Escape")
    await expect.poll(() => box(page, "Message").inputValue()).toBe("")
    await page.getByText("Edit message").waitFor({ state: "detached" })
  })

  it("that fails is given back", async () => {
    const { page } = await alice({ ...scenes.chats, fail: { edit: "NOT_ALLOWED" } })
    await choose(page, "Took ten seconds", "Edit")
    await box(page, "Message").fill("else")
    await page.keyboard.press("Enter")
    await page.getByRole("alert").getByText("cannot be done").waitFor()
    expect(await box(page, "Message").inputValue()).toBe("else")
    await button(page, "Cancel editing").waitFor()
  })
})

describe("deleting", () => {
  it("for me takes a message away, and asks first", async () => {
    const { page } = await alice()
    await choose(page, "Took ten seconds", "Delete")
    await button(page, "Cancel").click()
    await choose(page, "Took ten seconds", "Delete")
    await button(page, "Delete for me").click()
    await line(page, "Took ten seconds").waitFor({ state: "detached" })
    await expect.poll(() => focused(page)).toBe("Messages")
  })

  it("for everyone leaves a mark, under which the text can be seen", async () => {
    const { page } = await alice()
    await choose(page, "Took ten seconds", "Delete")
    await button(page, "Delete for everyone").click()
    const marked = lines(page).filter({ has: page.getByText("deleted", { exact: true }) })
    await expect.poll(() => line(page, "Took ten seconds").count()).toBe(0)
    await marked.getByRole("button", { name: "Reveal" }).click()
    await marked.getByText("Took ten seconds.").waitFor()
    await marked.getByRole("button", { name: "Hide" }).click()
    await expect.poll(() => line(page, "Took ten seconds").count()).toBe(0)
  })

  it("of what is being answered leaves a plain message", async () => {
    const v = await alice()
    await choose(v.page, "Did the link work", "Reply")
    await v.page.getByText("Reply to Alice").waitFor()
    const answered = talk.find(i => i.text.includes("Did the link work")) as Item
    await v.tell({ type: "itemsRemoved", chatId: "alice", itemIds: [answered.id] })
    await v.page.getByText("Reply to Alice").waitFor({ state: "detached" })
  })
})

describe("reactions", () => {
  it("are put by the menu, shown beside the message, and taken back by a press", async () => {
    const { page } = await alice()
    await choose(page, "Four is fine", "React")
    expect(await page.getByRole("menuitem").allTextContents()).toEqual(["👍", "👎", "😀", "😂", "😢", "❤️", "🚀", "✅"])
    await choice(page, "🚀").click()
    const chip = line(page, "Four is fine").getByRole("button", { name: "🚀" })
    await chip.waitFor()
    expect(await chip.getAttribute("aria-pressed")).toBe("true")
    await chip.click()
    await chip.waitFor({ state: "detached" })
  })

  it("that cannot be put say why", async () => {
    const { page } = await alice({ ...scenes.chats, fail: { react: "NOT_ALLOWED" } })
    await choose(page, "Four is fine", "React")
    await choice(page, "👍").click()
    await page.getByRole("alert").getByText("cannot be done").waitFor()
  })
})

describe("forwarding", () => {
  it("goes to the chat that was found, and marks the message there", async () => {
    const { page } = await alice()
    await choose(page, "Four is fine", "Forward")
    await box(page, "Find a chat").fill("reading")
    const chats = page.getByRole("dialog").getByRole("listitem").getByRole("button")
    expect(await chats.allTextContents()).toEqual(["RReading group"])
    await chats.first().click()
    await heading(page, "Reading group").waitFor()
    await line(page, "Four is fine").getByText("forwarded").waitFor()
    expect(await page.getByRole("dialog").count()).toBe(0)
  })

  it("goes to the notes also when nobody has opened them yet", async () => {
    const { page } = await alice()
    await choose(page, "Four is fine", "Forward")
    await box(page, "Find a chat").fill("note")
    const chats = page.getByRole("dialog").getByRole("listitem").getByRole("button")
    expect(await chats.allTextContents()).toEqual(["Private notes"])
    await chats.first().click()
    await heading(page, "Private notes").waitFor()
    await line(page, "Four is fine").getByText("forwarded").waitFor()
  })
})

describe("several messages", () => {
  it("are chosen and deleted together", async () => {
    const { page } = await alice()
    await choose(page, "Took ten seconds", "Select")
    await page.getByText("1 message selected").waitFor()
    await line(page, "Four is fine").getByRole("checkbox", { name: "Select message" }).check()
    await line(page, "Lovely. Shall we").locator(".bubble").click()
    await page.getByText("3 messages selected").waitFor()
    await line(page, "Lovely. Shall we").getByRole("checkbox").uncheck()
    await button(page, "Delete").click()
    await heading(page, "Delete 2 messages?").waitFor()
    await button(page, "Delete for me").click()
    await line(page, "Four is fine").waitFor({ state: "detached" })
    await box(page, "Message").waitFor()
  })

  it("are forgotten with another chat, and by Escape", async () => {
    const { page } = await alice()
    await choose(page, "Took ten seconds", "Select")
    await button(page, "Forward").waitFor()
    await openChat(page, "Reading group")
    await box(page, "Message").waitFor()
    await openChat(page, "Alice")
    await choose(page, "Took ten seconds", "Select")
    await button(page, "Forward").waitFor()
    await page.keyboard.press("Escape")
    await box(page, "Message").waitFor()
  })
})

describe("a message with more than words", () => {
  it("tells what it is", async () => {
    const { page } = await alice(scenes.rich)
    await page.getByText("Image, map.png, 179.1 kB").waitFor()
    await page.getByRole("group", { name: "Voice message" }).waitFor()
    await page.getByText("only a newer app can show").waitFor()
    const card = page.getByRole("link", { name: "Tents for two" })
    expect(await card.getAttribute("rel")).toBe("noopener noreferrer nofollow")
    expect(await page.getByRole("img", { name: "Image" }).evaluate((i: HTMLImageElement) => i.complete)).toBe(true)
    await line(page, "This will be gone soon").getByText("disappears after 1 hour").waitFor({ state: "attached" })
  })

  it("shows no picture that could be a program, and no link that is none", async () => {
    const svg = "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4="
    const evil: readonly Item["content"][] = [
      { kind: "image", image: svg },
      { kind: "image", image: "https://evil.example/x.png" },
      { kind: "link", uri: "javascript:alert(1)", title: "x", description: "", image: svg },
    ]
    const [from] = rich as [Item]
    const items = evil.map(
      (content, i): Item => ({ ...from, id: `e${i}`, order: i, text: `evil ${i}`, ...(content && { content }) }),
    )
    const { page } = await alice({ ...scenes.rich, items })
    await page.getByText("evil 2").waitFor()
    expect(await page.locator(".log img, .log a").count()).toBe(0)
  })

  it("says who cancelled its file", async () => {
    const [from] = rich as [Item]
    const items = (["sent", "received"] as const).map(
      (direction, i): Item => ({
        ...from,
        id: `c${i}`,
        order: i,
        direction,
        text: "",
        content: { kind: "file" },
        file: { name: `${direction}.pdf`, size: 1000, state: "cancelled" },
      }),
    )
    const { page } = await alice({ ...scenes.rich, items })
    await line(page, "sent.pdf").getByText("Cancelled by you").waitFor()
    await line(page, "received.pdf").getByText("Cancelled by its sender").waitFor()
  })

  it("is left out when it is forwarded before its file is here, which is said", async () => {
    const { page } = await alice(scenes.rich)
    await choose(page, "179.1 kB", "Forward")
    await page.getByText("Files that are not on this device are left out.").waitFor()
    await button(page, "Download first").click()
    await page.getByRole("dialog").waitFor({ state: "detached" })
  })

  it("has a history", async () => {
    const { page } = await alice(scenes.rich)
    await choose(page, "I will", "Info")
    const dialog = page.getByRole("dialog")
    await dialog.getByText("the first version").waitFor()
    await dialog.getByText("private routing").waitFor()
    await dialog.getByText("your contact", { exact: false }).first().waitFor()
  })
})
