/** What stands behind the conversations: chosen for one chat, for a profile or for all, and shown while there are any. */
import { effect } from "@preact/signals"
import { changeSettings } from "./keeping.ts"
import { settings } from "./state/settings.ts"
import {
  applyPicture,
  shownPlace,
  shownWallpaper,
  type WallpaperName,
  type WallpaperPlace,
  wantedPicture,
} from "./state/wallpaper.ts"
import { worker } from "./worker.ts"

const load = (place: WallpaperPlace) => (place === "all" ? worker.wallpaper() : worker.chosenWallpaper(place.chatId))

/** Shows the picture that is wanted, once it is here and if it still is. */
const showPicture = async (wanted: string) => {
  const kept = await load(shownPlace.peek())
  if (!kept) return
  const { toShown } = await import("./media/wallpaper.ts")
  if (wantedPicture.peek() === wanted) applyPicture(toShown(kept))
}

/** While the conversations are there; returns what ends it. */
export const followWallpaper = () => {
  const ends = [
    effect(() => {
      document.documentElement.dataset.wallpaper = shownWallpaper.value
    }),
    effect(() => {
      const wanted = wantedPicture.value
      applyPicture(null)
      if (wanted !== null) void showPicture(wanted).catch(() => {})
    }),
  ]
  return () => {
    for (const end of ends) end()
    applyPicture(null)
  }
}

/** Null: what is chosen for more than this. A picture that was chosen before is not kept. */
export const chooseWallpaper = async (place: WallpaperPlace, name: WallpaperName | null) => {
  if (place !== "all") return worker.chooseWallpaper(place.chatId, name === null ? null : { name })
  const had = settings.peek().wallpaper === "own"
  await changeSettings({ wallpaper: name ?? "none" })
  if (had && name !== "own") await worker.setWallpaper(null)
}

/** Rejects when the picture cannot be read, or not be kept. */
export const choosePicture = async (place: WallpaperPlace, file: Blob) => {
  const wanted = wantedPicture.peek()
  const { toShown, wallpaperOf } = await import("./media/wallpaper.ts")
  const picture = await wallpaperOf(file)
  if (place === "all") {
    await worker.setWallpaper(picture)
    await changeSettings({ wallpaper: "own" })
  } else await worker.chooseWallpaper(place.chatId, { name: "own", picture })
  if (wanted !== null && wantedPicture.peek() === wanted) applyPicture(toShown(picture))
}
