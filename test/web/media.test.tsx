/** Pictures, videos and sounds of strangers on the page: what is good is shown, what is not says so where it stands. */
import { readFileSync } from "node:fs"
import type { Page } from "playwright-core"
import { describe, expect, it } from "vitest"
import type { Item, ItemContent } from "../../worker/api.ts"
import { phone } from "../support/browser.ts"
import { people, scenes, talk } from "./scenes.ts"
import { axe, barriers, openChat, overflow, still, usePage } from "./suite.ts"

const { go, url } = usePage()

const media = (name: string): Buffer => readFileSync(new URL(`../media/${name}`, import.meta.url))
const base64 = (bytes: Buffer | string): string => Buffer.from(bytes).toString("base64")

/** The head of a PNG of any size. */
const pngOf = (width: number, height: number): Buffer => {
  const head = Buffer.from(
    "89504e470d0a1a0a0000000d49484452000000000000000008060000000000000000000000494441540000",
    "hex",
  )
  head.writeUInt32BE(width, 16)
  head.writeUInt32BE(height, 20)
  return head
}

const preview = `data:image/jpg;base64,${base64(media("picture.jpg"))}`
const image: ItemContent = { kind: "image", image: preview }

const itemOf = (id: string, content: ItemContent, name: string): Item => ({
  ...(talk[2] as Item),
  id,
  order: 900 + Number(id.slice(1)),
  text: "",
  content,
  file: { name, size: 12_345, state: "here" },
})

const open = async (items: readonly Item[], contents: Readonly<Record<string, string>>) => {
  const v = await go({ ...scenes.chats, chats: people, items, contents }, "/", { viewport: phone })
  const asked: string[] = []
  v.page.on("request", r => asked.push(r.url()))
  await openChat(v.page, "Alice")
  return { ...v, asked }
}
const row = (page: Page, id: string) => page.locator(`#item-${id}`)

/** From Alice's chat and back to it. */
const blurStrongly = async (page: Page): Promise<void> => {
  await page.getByRole("button", { name: "Back to chats" }).click()
  await page.getByRole("button", { name: "Settings" }).click()
  await page.getByRole("button", { name: /Privacy/ }).click()
  await page.getByRole("radio", { name: "Strong" }).check()
  await page.goBack()
  await page.goBack()
  await openChat(page, "Alice")
}

describe("media of strangers", () => {
  it("is shown from addresses that hold it, for what its bytes are", async () => {
    const items = [
      itemOf("m1", image, "photo.jpg"),
      // Its name lies; its bytes are a picture all the same.
      itemOf("m2", image, "photo.html"),
      itemOf("m3", { kind: "video", image: preview, seconds: 2 }, "film.mp4"),
    ]
    const contents = { m1: base64(media("picture.jpg")), m2: base64(media("moves.gif")), m3: base64(media("film.mp4")) }
    const { page } = await open(items, contents)
    for (const id of ["m1", "m2"]) {
      const shown = row(page, id).getByRole("img", { name: "Image" })
      await expect.poll(() => shown.getAttribute("src")).toMatch(/^blob:/)
    }
    await row(page, "m3").getByRole("button", { name: "Open video" }).click()
    const gallery = page.getByRole("dialog", { name: "Pictures and videos" })
    await gallery.getByText("3 of 3").waitFor()
    await page.evaluate(axe)
    await still(page)
    expect(await barriers(page, null)).toEqual([])
    expect(await overflow(page)).toBe(0)
    await page.keyboard.press("Escape")
    await gallery.waitFor({ state: "detached" })
  })

  it("that is no picture, or would need gigabytes, or is broken, says so, and the rest goes on", async () => {
    const bomb: ItemContent = { kind: "image", image: `data:image/png;base64,${base64(pngOf(20_000, 20_000))}` }
    const items = [
      itemOf("m1", image, "photo.jpg"),
      itemOf("m2", image, "photo.png"),
      itemOf("m3", image, "broken.png"),
      itemOf("m4", bomb, "bomb.png"),
      itemOf("m5", { kind: "voice", seconds: 3 }, "voice.m4a"),
      itemOf("m6", image, "fine.jpg"),
    ]
    const contents = {
      m1: base64(
        '<svg xmlns="http://www.w3.org/2000/svg" onload="document.title=1"><image href="https://evil.example/"/></svg>',
      ),
      m2: base64(pngOf(30_000, 30_000)),
      m3: base64(Buffer.concat([pngOf(100, 100), Buffer.alloc(200)])),
      m4: base64(pngOf(20_000, 20_000)),
      m5: base64("<html><script>document.title=2</script></html>"),
      m6: base64(media("picture.jpg")),
    }
    const { page, asked } = await open(items, contents)
    await row(page, "m1").scrollIntoViewIfNeeded()
    await row(page, "m1").getByText("This is not a picture or video that can be shown safely").waitFor()
    await row(page, "m2").getByText("too large to be shown").waitFor()
    await row(page, "m3").getByText("This picture is damaged").waitFor()
    // Its preview is as bad as the picture: neither is given to the browser.
    await row(page, "m4").getByText("too large to be shown").waitFor()
    expect(await row(page, "m4").locator("img").count()).toBe(0)
    await row(page, "m5").getByRole("button", { name: "Play" }).click()
    await row(page, "m5").getByText("cannot be played").waitFor()
    await expect.poll(() => row(page, "m6").locator("img").getAttribute("src")).toMatch(/^blob:/)
    expect(await page.title()).not.toMatch(/^[12]$/)
    expect(asked.filter(u => !u.startsWith(url()) && !/^(?:data|blob):/.test(u))).toEqual([])
    // All of them can still be saved.
    expect(await page.getByRole("button", { name: "Save" }).count()).toBe(items.length)
  })

  it("is blurred until it is wanted, if that is set, and opens with the next press", async () => {
    const { page } = await open([itemOf("m1", image, "photo.jpg")], { m1: base64(media("picture.jpg")) })
    await blurStrongly(page)
    const covered = row(page, "m1").getByRole("button", { name: "Show image" })
    await covered.waitFor()
    const blur = () =>
      row(page, "m1")
        .locator("img")
        .evaluate(i => getComputedStyle(i).filter)
    await expect.poll(blur).toBe("blur(48px)")
    await covered.click()
    await expect.poll(blur).toBe("none")
    await row(page, "m1").getByRole("button", { name: "Open image" }).click()
    await page.getByRole("dialog", { name: "Pictures and videos" }).waitFor()
  })

  it("the picture of a link is blurred like all others, and the link leads on", async () => {
    const uri = "https://example.org/tents"
    const link: ItemContent = { kind: "link", uri, title: "Tents for two", description: "", image: preview }
    const item: Item = { ...itemOf("m1", link, ""), text: uri }
    const { file: _, ...plain } = item
    const { page } = await open([plain], {})
    await blurStrongly(page)
    const shown = row(page, "m1")
    const show = shown.getByRole("button", { name: "Show image" })
    await show.waitFor()
    expect(await show.locator("img").evaluate(i => getComputedStyle(i).filter)).toBe("blur(48px)")
    expect(await shown.getByRole("link", { name: /Tents/ }).locator("img").count()).toBe(0)
    await page.evaluate(axe)
    expect(await barriers(page, null)).toEqual([])
    await show.press("Enter")
    const card = shown.getByRole("link", { name: /Tents/ })
    await card.locator("img").waitFor()
    expect(await card.locator("img").evaluate(i => getComputedStyle(i).filter)).toBe("none")
    await expect.poll(() => card.evaluate(a => a === document.activeElement)).toBe(true)
    await expect.poll(() => card.getAttribute("href")).toBe(uri)
  })
})

describe("the gallery", () => {
  it("goes on beside what is loaded, both ways, over pictures that are not here, and knows what was deleted", async () => {
    const base = { chatId: "many", direction: "received", status: "received", isMessage: true } as const
    const start = Date.now() - 1_000_000
    const line = (order: number): Item => ({
      ...base,
      id: `n${order}`,
      order,
      at: start + order,
      text: `Number ${order}`,
    })
    const picture = (order: number, state: "here" | "offered"): Item => ({
      ...line(order),
      text: "",
      content: image,
      file: { name: `p${order}.jpg`, size: 1, state },
    })
    const here = [10, 20, 501, 980, 990]
    // More of them than are asked for at a time.
    const offered = [21, 22, 23, 24, 25, 976, 977, 978, 979]
    const items = Array.from({ length: 1000 }, (_, i) => {
      const order = i + 1
      if (here.includes(order)) return picture(order, "here")
      return offered.includes(order) ? picture(order, "offered") : line(order)
    })
    const contents = Object.fromEntries(here.map(order => [`n${order}`, base64(media("picture.jpg"))]))
    const group = people.find(c => c.id === "many")
    if (!group) throw new Error("no such chat")
    const chats = [{ ...group, unread: 500, readUpTo: 500 }]
    const { page, tell } = await go({ ...scenes.chats, chats, items, contents }, "/", { viewport: phone })
    await openChat(page, "Reading group")
    await row(page, "n501").getByRole("button", { name: "Open image" }).click()
    const gallery = page.getByRole("dialog", { name: "Pictures and videos" })
    const at = (no: number, of: number) => gallery.getByText(`${no} of ${of}`).waitFor()
    await at(2, 4)
    await page.keyboard.press("ArrowRight")
    await at(3, 4)
    await page.keyboard.press("End")
    await at(4, 4)
    await page.keyboard.press("Home")
    // There is one more before it.
    await at(2, 5)
    await page.keyboard.press("ArrowLeft")
    await at(1, 5)
    await page.keyboard.press("ArrowRight")
    await at(2, 5)
    await tell({ type: "itemsRemoved", chatId: "many", itemIds: ["n10"] })
    await at(1, 4)
  })
})

describe("what is about to be sent", () => {
  const choose = async (page: Page, files: readonly string[]) => {
    await page.getByRole("button", { name: "Attach" }).click()
    const [chooser] = await Promise.all([
      page.waitForEvent("filechooser"),
      page.getByRole("menuitem", { name: "Photo or video" }).click(),
    ])
    await chooser.setFiles(files.map(name => ({ name, mimeType: typeOf(name), buffer: media(name) })))
  }
  const typeOf = (name: string) =>
    name.endsWith("mp4") ? "video/mp4" : name.endsWith("gif") ? "image/gif" : "image/jpeg"

  it("can be read, moved, taken out and left unchanged by keyboard, in a narrow window, by everybody", async () => {
    const { page } = await go(scenes.chats, "/", { viewport: { width: 320, height: 600 }, reducedMotion: "reduce" })
    await openChat(page, "Alice")
    await choose(page, ["picture.jpg", "film.mp4", "moves.gif"])
    const list = page.getByRole("list", { name: "To be sent" })
    await list.getByRole("button", { name: "picture.jpg, 1 of 3" }).press("Enter")
    await page.evaluate(axe)
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
      await still(page)
      expect(await overflow(page)).toBe(0)
      expect(await barriers(page, null)).toEqual([])
    }
    await page.getByRole("menuitem", { name: "Send as a file, unchanged" }).press("Enter")
    await list.getByText("File").waitFor()
    const first = list.getByRole("button", { name: "picture.jpg, 1 of 3" })
    await expect.poll(() => first.evaluate(e => e === document.activeElement)).toBe(true)
    await first.press("Enter")
    await page.getByRole("menuitem", { name: "Move later" }).press("Enter")
    await list.getByRole("button", { name: "picture.jpg, 2 of 3" }).waitFor()
    await list.getByRole("button", { name: "Remove film.mp4" }).press("Enter")
    await list.getByRole("button", { name: "moves.gif, 2 of 2" }).waitFor()
    // What is chosen stays with its chat.
    await page.getByRole("button", { name: "Back to chats" }).click()
    await openChat(page, "Reading group")
    expect(await list.count()).toBe(0)
    await page.getByRole("button", { name: "Back to chats" }).click()
    await openChat(page, "Alice")
    await list.getByRole("button", { name: "picture.jpg, 1 of 2" }).waitFor()
  })
})
