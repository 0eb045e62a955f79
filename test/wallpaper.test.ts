/** What stands behind the messages of one chat, or of all chats of a profile: kept with them, and gone with them. */
import { describe, expect, it } from "vitest"
import { mostWallpaper } from "../worker/store/page.ts"
import { codeOf, newBrowser, passphrase } from "./support/tabs.ts"

/** Begins as a JPEG does. */
const jpeg = (size: number) => Uint8Array.from({ length: size }, (_, i) => [0xff, 0xd8, 0xff][i] ?? 7)

const open = async () => {
  const { api } = newBrowser().tab()
  await api.createProfile("Alice", passphrase)
  const notes = await api.notes()
  const ofNotes = async () => (await api.chats()).find(c => c.id === notes.id)?.settings?.wallpaper
  const ofProfile = async () => (await api.profiles())[0]?.wallpaper
  /** Settings and pictures that are stored, of which the page knows no other way to ask. */
  const stored = async () => (await api.developerInfo()).rows.page ?? 0
  return { api, notes, ofNotes, ofProfile, stored }
}

describe("a wallpaper", () => {
  it("of a chat and one of its profile are kept, each with its picture, until another or none is wanted", async () => {
    const { api, notes, ofNotes, ofProfile, stored } = await open()
    expect([await ofNotes(), await ofProfile()]).toEqual([undefined, undefined])
    await api.chooseWallpaper(notes.id, { name: "own", picture: jpeg(1000) })
    await api.chooseWallpaper(null, { name: "own", picture: jpeg(mostWallpaper) })
    await api.endSession()
    expect(await codeOf(api.chooseWallpaper(null, null))).toBe("NOT_FOUND")
    await api.unlock(passphrase)
    expect([await ofNotes(), await ofProfile()]).toEqual(["own", "own"])
    expect(await api.chosenWallpaper(notes.id)).toEqual(jpeg(1000))
    expect(await api.chosenWallpaper(null)).toEqual(jpeg(mostWallpaper))
    expect(await api.wallpaper()).toBe(null)
    await api.chooseWallpaper(notes.id, { name: "dots" })
    expect([await ofNotes(), await api.chosenWallpaper(notes.id)]).toEqual(["dots", null])
    await api.chooseWallpaper(notes.id, null)
    expect([await ofNotes(), await ofProfile(), await stored()]).toEqual([undefined, "own", 1])
  })

  it("of one profile is not that of another, and goes with it, as a chat's goes with the chat", async () => {
    const { api, notes, stored } = await open()
    await api.chooseWallpaper(notes.id, { name: "own", picture: jpeg(10) })
    await api.chooseWallpaper(null, { name: "own", picture: jpeg(20) })
    const [first] = await api.profiles()
    await api.addProfile("Night Owl")
    expect((await api.profiles())[0]).not.toHaveProperty("wallpaper")
    expect(await api.chosenWallpaper(null)).toBe(null)
    await api.switchProfile(first?.id ?? 0)
    expect(await stored()).toBe(2)
    await api.removeChat(notes.id)
    expect(await codeOf(api.chosenWallpaper(notes.id))).toBe("NOT_FOUND")
    expect(await stored()).toBe(1)
    const again = await api.notes()
    await api.chooseWallpaper(again.id, { name: "own", picture: jpeg(30) })
    await api.deleteProfile(first?.id ?? 0)
    expect(await stored()).toBe(0)
  })

  it("is a short word, with a small JPEG or without, of a chat that is there", async () => {
    const { api, notes, ofNotes, stored } = await open()
    for (const name of ["", "Own", "x".repeat(21), "a b", 7 as never])
      expect(await codeOf(api.chooseWallpaper(notes.id, { name }))).toBe("NOT_ALLOWED")
    for (const picture of [jpeg(mostWallpaper + 1), new Uint8Array(20), new Uint8Array(0), "ÿØÿ" as never])
      expect(await codeOf(api.chooseWallpaper(notes.id, { name: "own", picture }))).toBe("TOO_LARGE")
    expect(await codeOf(api.chooseWallpaper("nobody", { name: "dots" }))).toBe("NOT_FOUND")
    expect([await ofNotes(), await stored()]).toEqual([undefined, 0])
  })
})
