/**
 * Every screen of the page and the way there, by the names of what is pressed. The tests of everybody.test.tsx walk all of
 * them; whoever adds a screen adds a step here. `SHOTS=/tmp/shots npx vitest run test/web/everybody.test.tsx` takes pictures.
 */
import type { Page } from "playwright-core"
import { desktop } from "../support/browser.ts"
import type { Scene } from "./fake-state.ts"
import { address, scenes } from "./scenes.ts"
import { box, button, heading, link, makePicture, openChat } from "./suite.ts"

/** The window is as wide as a desktop when a step is made. */
export type Step = readonly [screen: string, reach: (page: Page) => Promise<unknown>]
export type Walk = readonly [scene: Scene, path: string, ...steps: readonly Step[]]

/** The button of the last message. */
const actions = async (page: Page) => {
  const last = page.getByRole("log").getByRole("listitem").last()
  await last.hover()
  return last.getByRole("button", { name: "Message actions" })
}
const addressPath = address.short.slice("simplex:".length)
/** The sections of the settings, by their headings. */
const sections = [
  "Privacy & lock",
  "Backup",
  "Your data",
  "Files & storage",
  "Messages",
  "Servers",
  "Network",
  "Notifications",
  "Appearance",
  "Help",
  "About",
]

const section = (name: string): Step => [
  name,
  async page => {
    if (!(await heading(page, "Settings").isVisible())) await button(page, "Back to settings").click()
    // What a section is about follows its name.
    await page.getByRole("button", { name: new RegExp(`^${name}`) }).click()
    await heading(page, name).waitFor()
  },
]

/** As if the browser had not been asked yet. */
const unasked = `Object.defineProperty(Notification, "permission", { get: () => "default" })`

export const walks: readonly Walk[] = [
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
  [
    {
      ...scenes.asked,
      planName: "Alice",
      plan: { ...scenes.asked.plan, bio: "Mends bicycles", welcome: "Ask me *anything*" },
    },
    addressPath,
    ["told to a visitor", page => page.getByText("Mends bicycles").waitFor()],
  ],
  [scenes.asking, addressPath, ["asking", page => heading(page, "Connect with Alice").waitFor()]],
  [
    { ...scenes.asking, plan: { ...scenes.asking.plan, bio: "Mends bicycles", welcome: "Ask me *anything*" } },
    addressPath,
    ["told", page => page.getByText("Mends bicycles").waitFor()],
    ["prepared", page => button(page, "Write a message first").click()],
  ],
  [scenes.markup, "/", ["markup", page => openChat(page, "Alice")]],
  [
    scenes.rich,
    "/",
    ["rich", page => openChat(page, "Alice")],
    ["menu", page => actions(page).then(all => all.click())],
    ["reactions", page => page.getByRole("menuitem", { name: "React" }).click()],
    [
      "answer",
      async page => {
        await page.keyboard.press("Escape")
        await (await actions(page)).click()
        await page.getByRole("menuitem", { name: "Reply" }).click()
      },
    ],
    [
      "info",
      async page => {
        await (await actions(page)).click()
        await page.getByRole("menuitem", { name: "Info" }).click()
        await page.getByText("History of edits").waitFor()
      },
    ],
    [
      "choosing",
      async page => {
        await page.keyboard.press("Escape")
        await (await actions(page)).click()
        await page.getByRole("menuitem", { name: "Select" }).click()
        await button(page, "Forward").waitFor()
      },
    ],
    ["forwarding", page => button(page, "Forward").click()],
  ],
  [
    scenes.trouble,
    "/",
    ["fix", page => openChat(page, "Alice")],
    ["contact in trouble", page => button(page, "Alice").click()],
  ],
  [
    scenes.chats,
    "/",
    ["talk", page => openChat(page, "Alice")],
    ["contact", page => button(page, "Alice").click()],
    ["security code", page => button(page, "Verify security code").click()],
    ["verified", page => button(page, "Mark verified").click()],
    ["deleting a contact", page => button(page, "Delete contact").click()],
  ],
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
    [
      "profiles",
      async page => {
        await page.keyboard.press("Escape")
        await page.getByTitle("Your profiles").click()
      },
    ],
    [
      "profile's menu",
      async page => {
        await page.getByRole("button", { name: "Actions for Robin" }).click()
        await page.getByRole("menuitem", { name: "Mute" }).waitFor()
      },
    ],
    ["hiding", page => page.getByRole("menuitem", { name: "Hide profile" }).click()],
    [
      "deleting a profile",
      async page => {
        await page.keyboard.press("Escape")
        await page.getByRole("button", { name: "Actions for Robin" }).click()
        await page.getByRole("menuitem", { name: "Delete profile" }).click()
      },
    ],
    [
      "preferences",
      async page => {
        await page.keyboard.press("Escape")
        await button(page, "Chat preferences").click()
        await page.getByRole("combobox", { name: "Voice messages" }).waitFor()
      },
    ],
    [
      "retention",
      async page => {
        await page.getByRole("combobox", { name: "Delete messages after" }).selectOption("86400")
        await page.getByText("12 messages are older").waitFor()
      },
    ],
    [
      "profile",
      async page => {
        await page.keyboard.press("Escape")
        await button(page, "Back to your profiles").click()
        await button(page, "Edit your profile").click()
      },
    ],
    [
      "search",
      async page => {
        await page.setViewportSize(desktop)
        await page.getByRole("searchbox", { name: "Search" }).fill("re")
        await page.getByRole("heading", { name: "Messages" }).waitFor()
      },
    ],
  ],
  [
    scenes.chats,
    "/",
    [
      "offer of notifications",
      async page => {
        await page.context().addInitScript({ content: unasked })
        await page.reload()
        await page.getByRole("complementary", { name: "Be told when somebody writes?" }).waitFor()
      },
    ],
    [
      "keys",
      async page => {
        await page.keyboard.press("Control+/")
        await heading(page, "Keyboard shortcuts").waitFor()
      },
    ],
    [
      "own wallpaper",
      async page => {
        await page.keyboard.press("Escape")
        await button(page, "Settings").click()
        await page.getByRole("button", { name: /^Appearance/ }).click()
        await page.getByRole("radio", { name: "Your picture" }).check()
        const buffer = await makePicture(page, 800, 600)
        await page.getByLabel("Choose a picture").setInputFiles({ name: "a.jpg", mimeType: "image/jpeg", buffer })
        await button(page, "Remove picture").waitFor()
      },
    ],
    ["chat on a wallpaper", page => openChat(page, "Alice")],
    [
      "wallpaper of a chat",
      async page => {
        await button(page, "Alice").click()
        await page.getByRole("radio", { name: "Leaves" }).check()
      },
    ],
    [
      "wallpaper of notes",
      async page => {
        await button(page, "New chat").click()
        await button(page, "Private notes").click()
        await box(page, "Message").waitFor()
        await button(page, "Private notes").click()
        await page.getByRole("radio", { name: "Leaves" }).check()
      },
    ],
  ],
  [
    { ...scenes.chats, pageSettings: { seen: "0.0.9" } },
    "/#shared",
    ["lost share", page => heading(page, "What was shared did not arrive").waitFor()],
    [
      "hint at news",
      async page => {
        await button(page, "Close").click()
        await button(page, "What is new").waitFor()
      },
    ],
    ["settings", page => button(page, "Settings").click()],
    ...sections.map(section),
  ],
  [
    { ...scenes.chats, session: { state: "open", displayName: "Robin", kept: false } },
    "/",
    ["private session", page => page.getByRole("link", { name: "Alice" }).waitFor()],
    ["keeping it", page => button(page, "Keep my chats").click()],
  ],
  [scenes.firstRun, "/", ["restoring", page => button(page, "Restore a backup").click()]],
  [
    { session: { state: "exported", at: 1, kept: true } },
    "/",
    ["after a backup", page => heading(page, "A backup was made").waitFor()],
  ],
  [
    { session: { state: "exported", at: 1, kept: true, profile: { id: 2, name: "Robin at work" } } },
    "/",
    ["after a backup of one profile", page => button(page, "Continue without Robin at work").waitFor()],
  ],
  [scenes.firstRun, "/carry#/?desc=x", ["chats that come", page => heading(page, "Your chats go on here").waitFor()]],
  [scenes.locked, "/carry#/?desc=x", ["chats that cannot come", page => button(page, "Close").waitFor()]],
  [
    { ...scenes.chats, session: { state: "open", displayName: "Robin", kept: false } },
    "/",
    ["moving to a phone", page => button(page, "Move to my phone").click()],
    [
      "the link to move",
      async page => {
        await button(page, "Show the code").click()
        await box(page, "Link to your chats").waitFor()
      },
    ],
  ],
]
