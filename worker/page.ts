/**
 * What the page wants kept about itself: its settings, and a picture behind the conversations.
 *
 * Trust: what the page sends is typed but not believed.
 */
import type { WorkerApi } from "./api.ts"
import { CommandError } from "./chat/error.ts"
import {
  isPageSettings,
  isWallpaper,
  readPageSettings,
  readWallpaper,
  writePageSettings,
  writeWallpaper,
} from "./store/page.ts"
import type { Store } from "./store/store.ts"

/** `open`: the store of the open profile; throws NOT_FOUND while there is none. */
export const pageCommands = (
  open: () => Store,
): Pick<WorkerApi, "pageSettings" | "setPageSettings" | "wallpaper" | "setWallpaper"> => ({
  pageSettings: async () => readPageSettings(open()),
  setPageSettings: async settings => {
    if (!isPageSettings(settings)) throw new CommandError("TOO_LARGE")
    await writePageSettings(open(), settings)
  },
  wallpaper: async () => readWallpaper(open()),
  setWallpaper: async picture => {
    if (picture !== null && !isWallpaper(picture)) throw new CommandError("TOO_LARGE")
    await writeWallpaper(open(), picture)
  },
})
