/** One's profiles, in a real browser: more than one, hidden ones, what one is called and looks like. */
import type { Page } from "playwright-core"
import { describe, expect, it } from "vitest"
import { scenes, two } from "./scenes.ts"
import { box, button, heading, openChat, openProfiles, usePage } from "./suite.ts"

const { go } = usePage()

const rows = (page: Page) => page.getByRole("navigation", { name: "Chats" }).getByRole("listitem")

/** Something that the menu of a profile offers. */
const act = async (page: Page, name: string, what: string) => {
  await button(page, `Actions for ${name}`).click()
  await page.getByRole("menuitem", { name: what }).click()
}

describe("profiles", () => {
  it("are added, and each has chats of its own", async () => {
    const { page } = await go(scenes.reachable)
    await openProfiles(page)
    await button(page, "Add profile").click()
    await page.getByRole("alert").getByText("Enter a name").waitFor()
    await box(page, "Display name").fill("Night Owl")
    await button(page, "Add profile").click()
    await page.getByText("No chats yet").waitFor()
    await page.getByTitle("Your profiles").getByText("Night Owl").waitFor()
    await openProfiles(page)
    await page.getByRole("button", { name: /^R?Robin/ }).click()
    await page.getByRole("link", { name: "Alice" }).waitFor()
    expect(await rows(page).count()).toBe(scenes.chats.chats.length)
  })

  it("are deleted after a question, and the last one by another that takes its place", async () => {
    const { page } = await go({ ...scenes.chats, profiles: two })
    await page.getByText("3 unread in other profiles").waitFor({ state: "attached" })
    await openProfiles(page)
    await act(page, "Night Owl", "Delete profile")
    await button(page, "Cancel").click()
    await act(page, "Night Owl", "Delete profile")
    await button(page, "Delete profile").click()
    await page.getByText("Choose a chat").waitFor()
    await openProfiles(page)
    await act(page, "Robin", "Delete profile")
    await button(page, "Delete profile").click()
    await page.getByRole("alert").getByText("Enter a name").waitFor()
    await box(page, "Name of your next profile").fill("Anna")
    await button(page, "Delete profile").click()
    await page.getByTitle("Your profiles").getByText("Anna").waitFor()
  })

  it("are muted, which takes them off the count, and unmuted", async () => {
    const { page } = await go({ ...scenes.chats, profiles: two })
    await openProfiles(page)
    await act(page, "Night Owl", "Mute")
    await page.getByText("announced only while it is shown").waitFor()
    await button(page, "OK").click()
    await page.getByText("3 unread in other profiles").waitFor({ state: "detached" })
    await act(page, "Night Owl", "Unmute")
    await page.getByText("3 unread in other profiles").waitFor({ state: "attached" })
  })

  it("are marked as read, the one that is shown and others", async () => {
    const { page } = await go({ ...scenes.chats, profiles: two })
    await openProfiles(page)
    await act(page, "Night Owl", "Mark all as read")
    await page.getByText("3 unread in other profiles").waitFor({ state: "detached" })
    await button(page, "Actions for Night Owl").click()
    await page.getByRole("menuitem", { name: "Mute" }).waitFor()
    expect(await page.getByRole("menuitem", { name: "Mark all as read" }).count()).toBe(0)
    await page.keyboard.press("Escape")
    const unread = page.getByRole("navigation", { name: "Chats" }).locator(".chat-row .badge")
    await unread.first().waitFor()
    await act(page, "Robin", "Mark all as read")
    await unread.first().waitFor({ state: "detached" })
  })

  it("are hidden behind a password, found by it, and unhidden", async () => {
    const { page } = await go({ ...scenes.chats, profiles: two })
    await openProfiles(page)
    await act(page, "Night Owl", "Hide profile")
    await button(page, "Hide profile").click()
    await page.getByRole("alert").getByText("Enter a password").waitFor()
    await box(page, "Password of this profile").fill("sesame")
    await button(page, "Hide profile").click()
    await page.getByRole("alert").getByText("not the same").waitFor()
    await box(page, "Repeat password").fill("sesame")
    await button(page, "Hide profile").click()
    await button(page, "Hide profile").waitFor({ state: "detached" })
    await button(page, "Actions for Night Owl").waitFor({ state: "detached" })
    await page.getByText("3 unread in other profiles").waitFor({ state: "detached" })

    const search = page.getByRole("searchbox", { name: "Find a profile" })
    await search.fill("night")
    await page.getByText("No profile has this name.").waitFor()
    await search.fill("sesame")
    await button(page, "Actions for Night Owl").waitFor()
    await act(page, "Night Owl", "Unhide profile")
    // The password that was typed is not asked for once more.
    await button(page, "Unhide profile").click()
    await button(page, "Unhide profile").waitFor({ state: "detached" })
    await expect.poll(() => search.inputValue()).toBe("")
    // Its row was there all the time, and is where it goes on.
    const opener = button(page, "Actions for Night Owl")
    await expect.poll(() => opener.evaluate(e => e === document.activeElement)).toBe(true)
  })

  it("that are hidden are shown by their password, and deleted with it only", async () => {
    const [robin, owl] = two
    const { page } = await go({ ...scenes.chats, profiles: [robin, { ...owl, hidden: true, muted: true }] })
    await openProfiles(page)
    await page.getByRole("searchbox", { name: "Find a profile" }).fill("sesame")
    await page.getByRole("button", { name: /Night Owl.*Change to this profile/ }).click()
    await page.getByTitle("Your profiles").getByText("Night Owl").waitFor()
    await openProfiles(page)
    await act(page, "Night Owl", "Delete profile")
    await box(page, "Password of this profile").fill("wrong")
    await button(page, "Delete profile").click()
    await page.getByRole("alert").getByText("not the password").waitFor()
    await box(page, "Password of this profile").fill("sesame")
    await button(page, "Delete profile").click()
    await page.getByTitle("Your profiles").getByText("Robin").waitFor()
  })

  it("leave what is half written with its chat", async () => {
    const { page } = await go(scenes.chats)
    await openChat(page, "Alice")
    await box(page, "Message").fill("half")
    await openProfiles(page)
    await box(page, "Display name").fill("Night Owl")
    await button(page, "Add profile").click()
    await page.getByText("No chats yet").waitFor()
    await openProfiles(page)
    await page.getByRole("button", { name: /^R?Robin/ }).click()
    await openChat(page, "Alice")
    await expect.poll(() => box(page, "Message").inputValue()).toBe("half")
  })
})

/** A picture of so many pixels with nothing that repeats, the hardest to make small. */
const noise = (page: Page, width: number, height: number) =>
  page.evaluate(
    ([w, h]) => {
      const canvas = document.createElement("canvas")
      canvas.width = w as number
      canvas.height = h as number
      const context = canvas.getContext("2d")
      const picture = context?.createImageData(canvas.width, canvas.height)
      if (!context || !picture) return ""
      let seed = 1
      for (let i = 0; i < picture.data.length; i++) {
        seed = (seed * 48_271) % 2_147_483_647
        picture.data[i] = i % 4 === 3 ? 255 : seed % 256
      }
      context.putImageData(picture, 0, 0)
      return canvas.toDataURL("image/png").split(",")[1] ?? ""
    },
    [width, height],
  )

describe("one's own profile", () => {
  it("is changed, with a picture that is small enough for a message", async () => {
    const { page } = await go(scenes.chats)
    await openProfiles(page)
    await button(page, "Edit your profile").click()
    await heading(page, "Your profile").waitFor()
    await box(page, "Display name").fill("Robin  O'Neill")
    await box(page, "Full name (optional)").fill("Robin of the Woods")
    await box(page, "Bio").fill("ü".repeat(70))
    await page.getByText("20 characters left").waitFor()
    await box(page, "Bio").fill("ü".repeat(90))
    await page.getByText("This is too long").waitFor()
    await box(page, "Bio").fill("Walks.")
    const png = await noise(page, 900, 600)
    await page
      .getByLabel("Choose a picture")
      .setInputFiles({ name: "me.png", mimeType: "image/png", buffer: Buffer.from(png, "base64") })
    const part = page.getByRole("application", { name: "Part of the picture" })
    await part.focus()
    await page.keyboard.press("+")
    await page.keyboard.press("ArrowLeft")
    await page.getByRole("status").getByText("91 %, 47 % from the left").waitFor({ state: "attached" })
    await page.getByRole("slider", { name: "Size" }).fill("2")
    await page.getByRole("status").getByText("50 %").waitFor({ state: "attached" })
    await button(page, "Use picture").click()
    const picture = page.locator(".contact-who img.avatar")
    await picture.waitFor()
    const source = (await picture.getAttribute("src")) ?? ""
    expect(source).toMatch(/^data:image\/jpg;base64,/)
    expect(source.length).toBeLessThanOrEqual(12_500)
    expect(await picture.evaluate((i: HTMLImageElement) => i.naturalWidth === i.naturalHeight)).toBe(true)
    await button(page, "Save").click()
    await heading(page, "Your profiles").waitFor()
    await page.getByTitle("Your profiles").getByText("Robin O\u2019Neill").waitFor()
    expect(await page.locator(".me img.avatar").getAttribute("src")).toBe(source)
    await button(page, "Edit your profile").click()
    await expect.poll(() => box(page, "Bio").inputValue()).toBe("Walks.")
    await button(page, "Remove picture").click()
    await button(page, "Save").click()
    await expect.poll(() => page.locator(".me img.avatar").count()).toBe(0)
  })

  it("refuses what is no picture, and says why it cannot be saved", async () => {
    const { page } = await go({ ...scenes.chats, fail: { updateProfile: "BAD_NAME" } })
    await openProfiles(page)
    await button(page, "Edit your profile").click()
    await page
      .getByLabel("Choose a picture")
      .setInputFiles({ name: "me.png", mimeType: "image/png", buffer: Buffer.from("no picture") })
    await page.getByRole("alert").getByText("cannot be used").waitFor()
    await button(page, "Save").click()
    await page.getByRole("alert").getByText("Enter a name").waitFor()
    await button(page, "Back to your profiles").click()
    await heading(page, "Your profiles").waitFor()
  })
})
