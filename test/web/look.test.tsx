/** Language, colours and wallpapers in a real browser, with the worker's part played. */
import type { Page } from "playwright-core"
import { describe, expect, it } from "vitest"
import { main as german } from "../../web/text/de/main.ts"
import type { Scene } from "./fake-state.ts"
import { opening } from "./opening.ts"
import { scenes } from "./scenes.ts"
import {
  alert,
  axe,
  barriers,
  box,
  button,
  makePicture,
  onPictures,
  openChat,
  openSettings,
  still,
  usePage,
} from "./suite.ts"

const { go } = usePage()

describe("the language", () => {
  const spoken = (page: Page) => page.evaluate(() => [document.documentElement.lang, document.documentElement.dir])
  const newChat = german.list?.newChat ?? ""

  it("is that of the browser from the first drawing on", async () => {
    const { page } = await go(scenes.chats, "/", { locale: "de-AT" })
    await button(page, newChat).waitFor()
    expect(await spoken(page)).toEqual(["de", "ltr"])
    const other = await go(scenes.firstRun, "/", { locale: "nl-NL" })
    await box(other.page, "Display name").waitFor()
    expect(await spoken(other.page)).toEqual(["en", "ltr"])
  })

  it("can be chosen on the first screen, for the session that begins there", async () => {
    const { page } = await go(scenes.firstRun)
    await page.getByRole("combobox", { name: "Language" }).selectOption("Deutsch")
    await expect.poll(() => spoken(page)).toEqual(["de", "ltr"])
    await page.getByRole("textbox").fill("Robin")
    await page.keyboard.press("Enter")
    await button(page, newChat).waitFor()
    expect(await spoken(page)).toEqual(["de", "ltr"])
  })

  it("changes at once without losing a draft, and is there before the passphrase is", async () => {
    const { page } = await go(scenes.chats)
    await openChat(page, "Alice")
    await box(page, "Message").fill("half written")
    await openSettings(page, "Appearance")
    await page.getByRole("combobox").selectOption("العربية")
    await expect.poll(() => spoken(page)).toEqual(["ar", "rtl"])
    expect(await page.getByRole("combobox").inputValue()).toBe("ar")
    await page.getByRole("combobox").selectOption("Deutsch")
    await expect.poll(() => spoken(page)).toEqual(["de", "ltr"])
    await page.getByRole("link", { name: "Alice", exact: true }).click()
    await expect.poll(() => box(page, german.chat?.message ?? "").inputValue()).toBe("half written")
    await expect.poll(() => page.evaluate(() => localStorage.getItem("look"))).toContain('"language":"de"')
    const other = await go(scenes.locked)
    await box(other.page, "Passphrase").waitFor()
    await other.page.evaluate(() => localStorage.setItem("look", '{"language":"ar"}'))
    await other.page.reload()
    await expect.poll(() => spoken(other.page)).toEqual(["ar", "rtl"])
  })

  it("of a private session is forgotten with it", async () => {
    const { page } = await go({ ...scenes.chats, session: { state: "open", displayName: "Robin", kept: false } })
    await openSettings(page, "Appearance")
    await page.getByRole("combobox").selectOption("Deutsch")
    await button(page, newChat).waitFor()
    expect(await page.evaluate(() => localStorage.length)).toBe(0)
  })
})

describe("appearance", () => {
  it("follows what was chosen at once, and is there before the passphrase is; a private session leaves none", async () => {
    const { page } = await go(scenes.chats, "/", { colorScheme: "light" })
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const light = await paper()
    await openSettings(page, "Appearance")
    await page.getByRole("radio", { name: "Dark" }).check()
    await expect.poll(() => paper()).not.toBe(light)
    const accent = () =>
      page.evaluate(() => getComputedStyle(document.querySelector(".primary") as Element).backgroundColor)
    const petrol = await accent()
    await page.getByRole("radio", { name: "Rose" }).check()
    await expect.poll(accent).not.toBe(petrol)
    await page.getByRole("radio", { name: "Large", exact: true }).check()
    await expect.poll(() => page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe("18.4px")
    await expect
      .poll(() => page.evaluate(() => localStorage.getItem("look")))
      .toBe(JSON.stringify({ language: "browser", theme: "dark", accent: "rose", size: "large", hue: 40 }))
    await button(page, "Back to settings").click()
    await button(page, "Lock now").click()
    await button(page, "Unlock").waitFor()
    expect(await paper()).not.toBe(light)
    const other = await go({ ...scenes.chats, session: { state: "open", displayName: "Robin", kept: false } })
    await openSettings(other.page, "Appearance")
    await other.page.getByRole("radio", { name: "Dark" }).check()
    expect(await other.page.evaluate(() => localStorage.length)).toBe(0)
  })

  it("every colour can be read, in light and dark", async () => {
    const { page } = await go(scenes.chats, "/", { reducedMotion: "reduce" })
    await openSettings(page, "Appearance")
    await page.evaluate(axe)
    for (const theme of ["Light", "Dark", "Black"])
      for (const name of ["Blue", "Violet", "Rose", "Amber", "Moss"]) {
        await page.getByRole("radio", { name: theme }).check()
        await page.getByRole("radio", { name }).check()
        await still(page)
        expect(await barriers(page, ["color-contrast"]), `${theme} ${name}`).toEqual([])
      }
    await openChat(page, "Alice")
    await still(page)
    expect(await barriers(page, ["color-contrast"])).toEqual([])
  })
})

describe("a picture of one's own behind the conversations", () => {
  const secret = "where it was taken"
  /** With what a camera writes into it: a segment APP1 after the first marker. */
  const withExif = (jpeg: Buffer) => {
    const exif = Buffer.from(`Exif\0\0${secret}`)
    const segment = Buffer.from([0xff, 0xe1, 0, exif.length + 2])
    return Buffer.concat([jpeg.subarray(0, 2), segment, exif, jpeg.subarray(2)])
  }
  /** Notes which blobs the page gives addresses to, and which of these it takes back. */
  const watched = async (scene: Scene) => {
    const visit = await go(scene, "/", { reducedMotion: "reduce" })
    await visit.context.addInitScript({
      content: `globalThis.made = new Map()
        const make = URL.createObjectURL, revoke = URL.revokeObjectURL
        URL.createObjectURL = b => { const url = make.call(URL, b); made.set(url, b); return url }
        URL.revokeObjectURL = url => { made.delete(url); revoke.call(URL, url) }`,
    })
    await visit.page.reload()
    return visit.page
  }
  const pictures = (page: Page) =>
    page.evaluate(async () => {
      const { made } = globalThis as unknown as { made: Map<string, Blob> }
      const all = [...made].filter(([, blob]) => blob.type === "image/jpeg")
      return Promise.all(
        all.map(async ([url, blob]) => {
          const { width, height } = await createImageBitmap(blob)
          return { url, size: blob.size, width, height, words: await blob.text() }
        }),
      )
    })
  const behind = (page: Page) => page.evaluate(() => document.documentElement.style.getPropertyValue("--picture"))
  const file = (buffer: Buffer, name = "holiday.jpg") => ({ name, mimeType: "image/jpeg", buffer })

  it("is made small and forgets where it was taken, is read on in every theme, and goes without a trace", async () => {
    const page = await watched(scenes.chats)
    await openSettings(page, "Appearance")
    await page.getByRole("radio", { name: "Your picture" }).check()
    const choose = page.getByLabel("Choose a picture")
    await choose.setInputFiles(file(Buffer.from("no picture")))
    await alert(page, "This picture cannot be used")
    const original = withExif(await makePicture(page, 3000, 2000))
    expect(original.includes(secret)).toBe(true)
    await choose.setInputFiles(file(original))
    await button(page, "Remove picture").waitFor()
    expect(await page.getByRole("alert").filter({ hasText: /./ }).count()).toBe(0)
    const [picture, ...others] = await pictures(page)
    expect(others).toEqual([])
    expect(picture?.width).toBeLessThanOrEqual(1600)
    expect(picture?.size).toBeLessThanOrEqual(200_000)
    expect((picture?.width ?? 0) / (picture?.height ?? 1)).toBeCloseTo(1.5, 2)
    expect(picture?.words).not.toContain(secret)
    expect(await behind(page)).toBe(`url("${picture?.url}")`)
    await page.evaluate(axe)
    expect(await barriers(page, null)).toEqual([])
    await openChat(page, "Alice")
    const drawn = () =>
      page.evaluate(() => getComputedStyle(document.querySelector(".log") as Element).backgroundImage.includes("blob:"))
    await expect.poll(() => drawn()).toBe(true)
    for (const name of ["Alice", "Reading group"]) {
      await openChat(page, name)
      for (const theme of ["light", "dark", "black"]) {
        await page.evaluate(t => Object.assign(document.documentElement.dataset, { theme: t }), theme)
        await still(page)
        expect(await barriers(page, ["color-contrast"]), theme).toEqual([])
        expect(await onPictures(page), theme).toEqual([])
      }
    }
    await openSettings(page, "Appearance")
    await choose.setInputFiles(file(await makePicture(page, 300, 300)))
    await expect.poll(async () => (await pictures(page)).map(p => p.width)).toEqual([300])
    await button(page, "Remove picture").click()
    await expect.poll(() => behind(page)).toBe("")
    const none = page.getByRole("radio", { name: "None" })
    await expect.poll(() => none.evaluate(e => e === document.activeElement)).toBe(true)
    expect(await none.isChecked()).toBe(true)
    await expect.poll(() => pictures(page)).toEqual([])
    // The worker has none either.
    await page.getByRole("radio", { name: "Your picture" }).check()
    await choose.setInputFiles(file(await makePicture(page, 200, 300)))
    await button(page, "Remove picture").waitFor()
    await page.getByRole("radio", { name: "Dots" }).check()
    await page.getByRole("radio", { name: "Your picture" }).check()
    await choose.waitFor({ state: "attached" })
    expect(await behind(page)).toBe("")
    expect(await button(page, "Remove picture").count()).toBe(0)
  })

  it("is there after unlocking and not before, and what is no picture is not shown", async () => {
    const { page: maker } = await go(scenes.firstRun)
    const wallpaper = (await makePicture(maker, 400, 300)).toString("base64")
    const page = await watched({ ...scenes.chats, pageSettings: { wallpaper: "own" }, wallpaper })
    await expect.poll(() => behind(page)).toContain("blob:")
    await openSettings(page)
    await button(page, "Lock now").click()
    await button(page, "Unlock").waitFor()
    expect(await behind(page)).toBe("")
    expect(await pictures(page)).toEqual([])
    await box(page, "Passphrase").fill(opening)
    await button(page, "Unlock").click()
    await expect.poll(() => behind(page)).toContain("blob:")
    const broken = Buffer.from([0xff, 0xd8, 0xff, 1, 2, 3]).toString("base64")
    const other = await watched({ ...scenes.chats, pageSettings: { wallpaper: "own" }, wallpaper: broken })
    await openSettings(other, "Appearance")
    await other.getByLabel("Choose a picture").waitFor({ state: "attached" })
    expect(await behind(other)).toBe("")
  })
})

describe("a wallpaper", () => {
  const behind = (page: Page) => page.evaluate(() => document.documentElement.dataset.wallpaper)
  const choose = (page: Page, name: string) => page.getByRole("radio", { name, exact: true }).check()

  it("is of one chat, of a profile, or of all, whichever is nearest, and each has its own picture", async () => {
    const { page } = await go(scenes.chats)
    const contact = async () => {
      await openChat(page, "Alice")
      await button(page, "Alice").click()
    }
    const picture = () => page.evaluate(() => document.documentElement.style.getPropertyValue("--picture"))
    const upload = async (width: number) => {
      const before = await picture()
      const buffer = await makePicture(page, width, 100)
      await choose(page, "Your picture")
      await page.getByLabel("Choose a picture").setInputFiles({ name: "a.jpg", mimeType: "image/jpeg", buffer })
      await button(page, "Remove picture").waitFor()
      await expect.poll(picture).not.toBe(before)
      return picture()
    }
    await contact()
    await expect.poll(() => page.getByRole("radio", { name: "As in your profile" }).isChecked()).toBe(true)
    await choose(page, "Stars")
    await expect.poll(() => behind(page)).toBe("stars")
    await openChat(page, "Reading group")
    await expect.poll(() => behind(page)).toBe("none")
    await page.getByTitle("Your profiles").click()
    await button(page, "Chat preferences").click()
    await expect.poll(() => page.getByRole("radio", { name: "As in Appearance" }).isChecked()).toBe(true)
    const ofProfile = await upload(120)
    await openChat(page, "Reading group")
    await expect.poll(() => behind(page)).toBe("own")
    await contact()
    await expect.poll(() => behind(page)).toBe("stars")
    expect(await picture()).toBe("")
    const ofChat = await upload(90)
    expect(ofChat).not.toBe(ofProfile)
    await openChat(page, "Alice")
    expect(await picture()).toBe(ofChat)
    // Addresses are made anew when they are needed again; what is there is that of the profile.
    await openChat(page, "Reading group")
    await expect.poll(picture).toMatch(/blob:/)
    await expect.poll(picture).not.toBe(ofChat)
    await openSettings(page, "Appearance")
    await expect.poll(() => behind(page)).toBe("none")
    expect(await picture()).toBe("")
    await contact()
    await button(page, "Remove picture").click()
    await expect
      .poll(() => page.getByRole("radio", { name: "As in your profile" }).evaluate(e => e === document.activeElement))
      .toBe(true)
    await expect.poll(() => behind(page)).toBe("own")
  })
})
