/**
 * What stands behind the messages on screen: what is chosen for their chat, or else for its profile, or else for all. Of the
 * reader's own picture the style sheets get an address of this page's own.
 */
import { computed, signal } from "@preact/signals"
import { chatById } from "./chats.ts"
import { activeProfile } from "./profiles.ts"
import { openChatId, route } from "./route.ts"
import { isOpen } from "./session.ts"
import { type Settings, settings, wallpapers } from "./settings.ts"

export type WallpaperName = Settings["wallpaper"]

/** For whom one is chosen: one chat, all chats of the active profile (null), or everybody here. */
export type WallpaperPlace = { readonly chatId: string | null } | "all"

/** Of what was kept, perhaps by another version; undefined: nothing that we know was chosen. */
export const wallpaperName = (kept: string | undefined): WallpaperName | undefined => wallpapers.find(w => w === kept)

type Shown = { readonly name: WallpaperName; readonly place: WallpaperPlace }

/** The settings show what is chosen there. */
const now = computed((): Shown => {
  const { at } = route.value
  const chatId = openChatId.value
  const ofChat = chatId === null ? undefined : wallpaperName(chatById(chatId)?.settings?.wallpaper)
  if (ofChat) return { name: ofChat, place: { chatId } }
  const ofProfile = at === "settings" ? undefined : wallpaperName(activeProfile.value?.wallpaper)
  if (ofProfile) return { name: ofProfile, place: { chatId: null } }
  return { name: settings.value.wallpaper, place: "all" }
})

export const shownWallpaper = computed(() => now.value.name)
export const shownPlace = computed(() => now.value.place)

/** Changes when another picture is to be shown than before, or none: null. */
export const wantedPicture = computed((): string | null => {
  const { name, place } = now.value
  if (!isOpen.value || name !== "own") return null
  return place === "all" ? "all" : `${activeProfile.value?.id}/${place.chatId ?? ""}`
})

const shown = signal<string | null>(null)
/** There is a picture. */
export const hasPicture = computed(() => shown.value !== null)

/** Null: none. The one before is let go of. */
export const applyPicture = (picture: Blob | null) => {
  const before = shown.peek()
  const { style } = document.documentElement
  const next = picture && URL.createObjectURL(picture)
  shown.value = next
  if (next === null) style.removeProperty("--picture")
  else style.setProperty("--picture", `url("${next}")`)
  if (before !== null) URL.revokeObjectURL(before)
}
