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

const two = [
  { id: 1, displayName: "Robin", fullName: "", active: true, unread: 0 },
  { id: 2, displayName: "Night Owl", fullName: "", active: false, unread: 3 },
] as const
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
    await page.getByRole("button", { name: /Night Owl/ }).waitFor({ state: "detached" })
    expect(await page.getByText("3 unread in other profiles").count()).toBe(0)

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

describe("chat preferences", () => {
  const openPreferences = async (page: Page) => {
    await openProfiles(page)
    await button(page, "Chat preferences").click()
    await heading(page, "Chat preferences").waitFor()
  }
  const choice = (page: Page, name: string) => page.getByRole("combobox", { name })

  it("of the profile are chosen, with a time for new chats", async () => {
    const { page } = await go(scenes.chats)
    await openPreferences(page)
    await choice(page, "Voice messages").selectOption("no")
    await choice(page, "In new chats messages disappear after").selectOption(`${7 * 86_400}`)
    await choice(page, "Disappearing messages").selectOption("no")
    await choice(page, "In new chats messages disappear after").waitFor({ state: "detached" })
    await button(page, "Back to your profiles").click()
    await button(page, "Chat preferences").click()
    await expect.poll(() => choice(page, "Voice messages").inputValue()).toBe("no")
  })

  it("ask whether receipts change for chats that say otherwise", async () => {
    const { page } = await go(scenes.chats)
    await openPreferences(page)
    const receipts = page.getByRole("switch", { name: "Send delivery receipts" })
    await receipts.click()
    await page.getByText("In 1 chat you have chosen otherwise.").waitFor()
    await button(page, "Cancel").click()
    expect(await receipts.isChecked()).toBe(true)
    await receipts.click()
    await button(page, "Turn off for all chats").click()
    await expect.poll(() => receipts.isChecked()).toBe(false)
  })

  it("say how many messages go before old ones are deleted", async () => {
    const { page } = await go(scenes.chats)
    await openPreferences(page)
    const after = choice(page, "Delete messages after")
    await after.selectOption(`${86_400}`)
    await page.getByText("12 messages are older and are deleted at once.").waitFor()
    await button(page, "Cancel").click()
    expect(await after.inputValue()).toBe("never")
    await after.selectOption("custom")
    await box(page, "Number").fill("x")
    await button(page, "Choose this time").click()
    await page.getByRole("alert").getByText("whole number").waitFor()
    await box(page, "Number").fill("3")
    await page.getByRole("combobox", { name: "Unit" }).selectOption("week")
    await button(page, "Choose this time").click()
    await page.getByText("No message is that old now.").waitFor()
    await button(page, "Turn on").click()
    await expect.poll(() => after.inputValue()).toBe(`${21 * 86_400}`)
  })

  it("of one chat say what the profile does, and how long its messages stay", async () => {
    const { page } = await go(scenes.chats)
    await openChat(page, "Alice")
    await button(page, "Alice").click()
    const after = choice(page, "Delete messages after")
    await page.getByRole("option", { name: "as in your profile (never)" }).waitFor({ state: "attached" })
    await after.selectOption(`${30 * 86_400}`)
    await button(page, "Turn on").click()
    await expect.poll(() => after.inputValue()).toBe(`${30 * 86_400}`)
    await after.selectOption("never")
    await expect.poll(() => after.inputValue()).toBe("never")
  })
})

describe("an unused link", () => {
  it("is for a random name, or for another profile", async () => {
    const { page } = await go({ ...scenes.chats, profiles: two })
    await openChat(page, "One-time link")
    const whose = page.getByRole("combobox", { name: "This link is for" })
    await whose.selectOption("incognito")
    await expect.poll(() => whose.inputValue()).toBe("incognito")
    await whose.selectOption("2")
    await page.getByTitle("Your profiles").getByText("Night Owl").waitFor()
    await heading(page, "One-time link").waitFor()
    await expect.poll(() => whose.inputValue()).toBe("2")
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
    const cards = await page.getByRole("region", { name: "New chat" }).innerText()
    expect(cards.indexOf("Paste a link")).toBeLessThan(cards.indexOf("Incognito"))
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
    // They accept in a moment, so that is looked for before it is pressed.
    const sent = page.getByText("Your request was sent").waitFor()
    await Promise.all([sent, button(page, "Connect").click()])
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
    await button(page, "Private notes").click()
    await page.getByRole("radio", { name: "Leaves" }).check()
    await button(page, "Back to chat").click()
    await page.getByRole("log").getByText("Buy tent").waitFor()
    expect(await page.evaluate(() => document.documentElement.dataset.wallpaper)).toBe("leaves")
  })
})
