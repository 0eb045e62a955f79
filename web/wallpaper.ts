/** The reader's own picture behind the conversations: chosen and taken away. Shown by keeping.ts. */
import { changeSettings } from "./keeping.ts"
import { toShown, wallpaperOf } from "./media/wallpaper.ts"
import type { Settings } from "./state/settings.ts"
import { applyPicture, wantsPicture } from "./state/wallpaper.ts"
import { worker } from "./worker.ts"

/** Rejects when the picture cannot be read, or not be kept. */
export const chooseWallpaper = async (file: Blob) => {
  const picture = await wallpaperOf(file)
  await worker.setWallpaper(picture)
  await changeSettings({ wallpaper: "own" })
  if (wantsPicture.peek()) applyPicture(toShown(picture))
}

/** Another wallpaper, and nothing of the picture is kept. */
export const dropWallpaper = async (wallpaper: Exclude<Settings["wallpaper"], "own">) => {
  await changeSettings({ wallpaper })
  await worker.setWallpaper(null)
}
