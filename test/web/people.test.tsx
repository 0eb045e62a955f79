/** Who one is to others, in a real browser: profiles, incognito, prepared chats, settings of the address. */
import type { Page } from "playwright-core"
import { describe, expect, it } from "vitest"
import type { Scene } from "./fake-state.ts"
import { address, scenes } from "./scenes.ts"
import { box, button, heading, link, openChat, usePage } from "./suite.ts"

const { go } = usePage()

const openProfiles = async (page: Page) => {
  await page.getByTitle("Your profiles").click()
  await heading(page, "Your profiles").waitFor()
}
const rows = (page: Page) => page.getByRole("navigation", { name: "Chats" }).getByRole("listitem")

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

  it("are deleted after a question, and the last one stays", async () => {
    const profiles = [
      { id: 1, displayName: "Robin", fullName: "", active: true, unread: 0 },
      { id: 2, displayName: "Night Owl", fullName: "", active: false, unread: 3 },
    ] as const
    const { page } = await go({ ...scenes.chats, profiles })
    await page.getByText("3 unread in other profiles").waitFor({ state: "attached" })
    await openProfiles(page)
    await button(page, "Delete profile Night Owl").click()
    await button(page, "Cancel").click()
    await button(page, "Delete profile Night Owl").click()
    await button(page, "Delete profile").click()
    await page.getByText("Choose a chat").waitFor()
    await openProfiles(page)
    expect(await page.getByRole("button", { name: /^Delete profile/ }).count()).toBe(0)
  })

  it("forget what was half written in another", async () => {
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
    expect(await box(page, "Message").inputValue()).toBe("")
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
    await box(page, "Bio").fill("Walks.")
    const png = await noise(page, 900, 600)
    await page
      .getByLabel("Choose a picture")
      .setInputFiles({ name: "me.png", mimeType: "image/png", buffer: Buffer.from(png, "base64") })
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
    expect(await box(page, "Bio").inputValue()).toBe("Walks.")
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

const knownAs = async (page: Page, name: string) => {
  await box(page, "Message").waitFor()
  await button(page, name).click()
  await page.getByText("they know you as Quiet Otter").waitFor()
}

describe("incognito", () => {
  it("is chosen for an opened link", async () => {
    const { page } = await go(scenes.answering, link)
    await button(page, "Connect incognito").click()
    await knownAs(page, "Alice")
  })

  it("is chosen for a pasted one and for a new one", async () => {
    const { page } = await go(scenes.empty)
    await button(page, "New chat").click()
    await page.getByRole("checkbox", { name: "Incognito" }).check()
    await box(page, "Paste a link").fill(`simplex:${link}`)
    await button(page, "Connect").click()
    await knownAs(page, "Alice")
  })

  it("is chosen for a request", async () => {
    const { page } = await go(scenes.chats)
    await openChat(page, "Bob")
    await button(page, "Accept incognito").click()
    await knownAs(page, "Bob")
  })
})

describe("a prepared chat", () => {
  const plan = {
    kind: "contact",
    supported: true,
    own: false,
    bio: "Mends bicycles",
    welcome: "Ask me *anything*",
  } as const
  const scene: Scene = { ...scenes.asking, plan }
  const path = address.short.slice("simplex:".length)

  it("shows what they say, and goes with a first message", async () => {
    const { page } = await go(scene, path)
    await page.getByText("Mends bicycles").waitFor()
    await page.locator("blockquote strong").getByText("anything").waitFor()
    await button(page, "Write a message first").click()
    await page.getByRole("log").getByText("Ask me anything").waitFor()
    expect(await box(page, "Message").count()).toBe(0)
    await box(page, "First message (optional)").fill("It is about a wheel")
    await button(page, "Connect").click()
    await page.getByText("Your request was sent").waitFor()
    await box(page, "Message").waitFor()
    expect(await box(page, "Message").inputValue()).toBe("")
  })

  it("keeps the message when it cannot be sent", async () => {
    const { page } = await go({ ...scene, fail: { connectPrepared: "NETWORK" } }, path)
    await button(page, "Write a message first").click()
    await box(page, "First message (optional)").fill("It is about a wheel")
    await button(page, "Connect incognito").click()
    await page.getByRole("alert").getByText("cannot be reached").waitFor()
    expect(await box(page, "First message (optional)").inputValue()).toBe("It is about a wheel")
  })
})

describe("settings of the address", () => {
  it("are saved and found again", async () => {
    const { page } = await go(scenes.reachable)
    await button(page, "Your SimpleX address").click()
    await page.getByRole("checkbox", { name: "Accept requests automatically" }).check()
    // An address that shows our name cannot be incognito.
    expect(await page.getByRole("checkbox", { name: "Accept incognito" }).count()).toBe(0)
    await box(page, "Welcome message").fill("Hello there")
    await button(page, "Save settings").click()
    await page.getByText("Saved", { exact: true }).waitFor()
    await button(page, "New chat").click()
    await button(page, "Your SimpleX address").click()
    await expect.poll(() => box(page, "Welcome message").inputValue()).toBe("Hello there")
    expect(await page.getByRole("checkbox", { name: "Accept requests automatically" }).isChecked()).toBe(true)
  })

  it("offer a short link where there is none", async () => {
    const { page } = await go({ ...scenes.reachable, address: { full: address.full } })
    await button(page, "Your SimpleX address").click()
    await page.getByRole("checkbox", { name: "Accept requests automatically" }).check()
    await page.getByRole("checkbox", { name: "Accept incognito" }).waitFor()
    await button(page, "Add short link").click()
    await button(page, "Add short link").waitFor({ state: "detached" })
    await page.getByRole("radio", { name: "SimpleX app" }).check()
    expect(await box(page, "SimpleX address").inputValue()).toMatch(/^simplex:\/a#/)
  })
})

describe("private notes", () => {
  it("are a chat with oneself", async () => {
    const { page } = await go(scenes.empty)
    await button(page, "New chat").click()
    await button(page, "Private notes").click()
    await heading(page, "Private notes").waitFor()
    await box(page, "Message").fill("Buy tent")
    await button(page, "Send").click()
    await page.getByRole("log").getByText("Buy tent").waitFor()
  })
})
