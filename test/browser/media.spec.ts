/** Pictures, videos and voice messages in real browsers: made by one, looked at and listened to by the other. */
import { readFileSync } from "node:fs"
import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, expect, it } from "vitest"
import { desktop, fullBrowser, launchBrowser, openPerson, phone, type TestBrowser } from "../support/browser.ts"
import { type Stack, startStack } from "../support/stack.ts"
import {
  box,
  button,
  chooseFile,
  eventually,
  log,
  makeLink,
  openChat,
  patience,
  startChatting,
  talksWith,
} from "./people.ts"

const time = 300_000

let stack: Stack
let browser: Browser
let [alice, bob]: TestBrowser[] = []
let a: Page
let b: Page

beforeAll(async () => {
  const fakes = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
  ;[stack, browser] = await Promise.all([startStack(), launchBrowser(fakes, fullBrowser)])
  alice = await openPerson(browser, { viewport: desktop })
  bob = await openPerson(browser, { viewport: phone, permissions: ["microphone", "camera"] })
  a = alice.page
  b = bob.page
  await startChatting(a, stack.url, "Alice")
  const link = await makeLink(a)
  await b.goto(link)
  await box(b, "Display name").fill("Bob")
  await button(b, "Connect").click()
  await talksWith(b, "Alice")
  await openChat(a, "Bob")
}, time)
afterAll(async () => {
  await alice?.close()
  await bob?.close()
  await browser.close()
  await stack.close()
}, time)

const saved = async (page: Page, press: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> => {
  const [download] = await Promise.all([page.waitForEvent("download"), press()])
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
}

/** Types of the boxes of an MP4 file, in their order. */
const boxes = (bytes: Buffer): string[] => {
  const found: string[] = []
  for (let at = 0; at + 8 <= bytes.length; at += bytes.readUInt32BE(at))
    found.push(bytes.toString("latin1", at + 4, at + 8))
  return found
}

/** What this browser makes of a sound file. */
const decoded = (page: Page, bytes: Buffer): Promise<{ seconds: number; channels: number; loudest: number }> =>
  page.evaluate(async base64 => {
    const data = Uint8Array.from(atob(base64), c => c.charCodeAt(0))
    const sound = await new OfflineAudioContext(1, 1, 16_000).decodeAudioData(data.buffer)
    const loudest = sound.getChannelData(0).reduce((most, s) => Math.max(most, Math.abs(s)), 0)
    return { seconds: sound.duration, channels: sound.numberOfChannels, loudest }
  }, bytes.toString("base64"))

it("a voice message is recorded, listened to, sent, and played by whoever gets it, also while reading elsewhere", {
  timeout: time,
}, async () => {
  await button(b, "Record voice message").click()
  const timer = b.getByRole("timer")
  await timer.filter({ hasText: "0:02" }).waitFor({ timeout: patience })
  await button(b, "Pause recording").click()
  await button(b, "Continue recording").click()
  await button(b, "Stop and listen").click()
  const draft = b.getByRole("group", { name: "Recording a voice message" })
  await draft.getByRole("button", { name: "Play" }).click()
  await draft.getByRole("button", { name: "Pause" }).waitFor()
  await draft.getByRole("button", { name: "Send" }).click()
  const sent = log(b).getByRole("group", { name: "Voice message" })
  await sent.waitFor({ timeout: patience })
  await box(b, "Message").waitFor()

  const got = log(a).getByRole("group", { name: "Voice message" })
  await got.getByRole("slider", { name: "Position" }).waitFor({ timeout: patience })
  const row = log(a)
    .getByRole("listitem")
    .filter({ has: a.getByRole("group", { name: "Voice message" }) })
  const file = await saved(a, () => row.getByRole("button", { name: "Save" }).click())
  expect(file.name).toMatch(/^voice_\d{8}_\d{6}\.m4a$/)
  // The index stands before the sound, and the sound is AAC-LC (object type 64, profile 2) of one channel.
  expect(boxes(file.bytes).filter(t => t !== "free")).toEqual(["ftyp", "moov", "mdat"])
  expect(file.bytes.includes("mp4a") && file.bytes.includes("esds")).toBe(true)
  const sound = await decoded(a, file.bytes)
  expect(sound.channels).toBe(1)
  expect(sound.seconds).toBeGreaterThan(2)
  expect(sound.seconds).toBeLessThan(60)
  // The fake microphone beeps.
  expect(sound.loudest).toBeGreaterThan(0.05)

  // Its picture has been worked out from the sound: not all bars are alike.
  await eventually(async () => {
    const heights = await got.locator("rect").evaluateAll(all => all.map(r => r.getAttribute("height")))
    expect(new Set(heights).size).toBeGreaterThan(2)
  })
  await got.getByRole("button", { name: "Play" }).click()
  await got.getByRole("button", { name: "Speed 1" }).click()
  await got.getByRole("button", { name: "Speed 1.5" }).waitFor()
  await got.getByRole("button", { name: "Pause" }).click()
  const place = got.getByRole("slider", { name: "Position" })
  await place.focus()
  await a.keyboard.press("Home")
  expect(Number(await place.inputValue())).toBe(0)
  await a.keyboard.press("ArrowRight")
  await eventually(async () => expect(Number(await place.inputValue())).toBeGreaterThan(0))
  // Elsewhere a bar goes on with it.
  await button(a, "New chat").first().click()
  const bar = a.getByRole("group", { name: "Voice message that plays" })
  await bar.getByRole("button", { name: "Play", exact: true }).click()
  await bar.getByRole("button", { name: "Bob" }).click()
  await bar.waitFor({ state: "detached" })
})

const media = (name: string) => new URL(`../media/${name}`, import.meta.url).pathname
const film = readFileSync(media("film.mp4"))
const picture = (page: Page) => page.getByRole("button", { name: "Open image" })

it("pictures and a video are looked at, put in order and sent together, and fill the screen of whoever gets them", {
  timeout: time,
}, async () => {
  const strip = b.getByRole("list", { name: "To be sent" })
  const chooser = await chooseFile(b, "Photo or video")
  await chooser.setFiles([media("picture.jpg"), media("moves.gif"), media("film.mp4")])
  await strip.getByRole("button", { name: "film.mp4, 3 of 3" }).waitFor()
  await strip.getByRole("button", { name: "Remove picture.jpg" }).click()
  await strip.getByRole("button", { name: "film.mp4, 2 of 2" }).click()
  await b.getByRole("menuitem", { name: "Move earlier" }).click()
  await strip.getByRole("button", { name: "film.mp4, 1 of 2" }).waitFor()
  // Dropped anywhere over the chat.
  const dropped = await b.evaluateHandle(
    base64 => {
      const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt(0))
      const transfer = new DataTransfer()
      transfer.items.add(new File([bytes], "dropped.jpg", { type: "image/jpeg" }))
      return transfer
    },
    readFileSync(media("picture.jpg")).toString("base64"),
  )
  await log(b).dispatchEvent("dragenter", { dataTransfer: dropped })
  await b.getByText("Drop files here to send them").waitFor()
  await log(b).dispatchEvent("drop", { dataTransfer: dropped })
  await strip.getByRole("button", { name: "dropped.jpg, 3 of 3" }).waitFor()
  await box(b, "Message").fill("from the lake")
  await button(b, "Send").click()
  await log(b).getByText("from the lake", { exact: true }).waitFor({ timeout: patience })
  await strip.waitFor({ state: "detached" })

  // The words come with the last, the animation as it was, the picture without its name.
  const rows = log(a)
    .getByRole("listitem")
    .filter({ has: a.locator(".media") })
  await rows.nth(2).getByText("from the lake").waitFor({ timeout: patience })
  await eventually(async () => expect(await picture(a).count()).toBe(2))
  const animation = await saved(a, () => rows.nth(1).getByRole("button", { name: "Save" }).click())
  expect(animation.name).toMatch(/^IMG_\d{8}_\d{6}\.gif$/)
  expect(animation.bytes.equals(readFileSync(media("moves.gif")))).toBe(true)
  const download = rows.nth(0).getByRole("button", { name: "Download", exact: true })
  const save = rows.nth(0).getByRole("button", { name: "Save" })
  await download.or(save).waitFor({ timeout: patience })
  if (await download.isVisible()) await download.click()
  await save.waitFor({ timeout: patience })
  const video = await saved(a, () => save.click())
  expect(video.name).toMatch(/^video_\d{8}_\d{6}\.mp4$/)
  expect(video.bytes.length).toBe(film.length)
  expect(film.includes("a place")).toBe(true)
  expect(video.bytes.includes("a place")).toBe(false)

  await picture(a).last().click()
  const gallery = a.getByRole("dialog", { name: "Pictures and videos" })
  await gallery.getByText("3 of 3").waitFor({ timeout: patience })
  await gallery.getByRole("img", { name: "Image" }).waitFor()
  await a.keyboard.press("ArrowLeft")
  await gallery.getByText("2 of 3").waitFor()
  await a.keyboard.press("Home")
  await gallery.getByText("1 of 3").waitFor()
  await gallery.locator("video").waitFor()
  await eventually(async () =>
    expect(await gallery.locator("video").evaluate(v => (v as HTMLVideoElement).videoWidth)).toBe(160),
  )
  await a.keyboard.press("Escape")
  await gallery.waitFor({ state: "detached" })
  const focused = await a.evaluate(() => document.activeElement?.getAttribute("aria-label"))
  expect(focused).toBe("Open image")
})
