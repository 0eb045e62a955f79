/** The reader's own picture behind the conversations, as the style sheets see it: an address of this page's own. */
import { computed, signal } from "@preact/signals"
import { isOpen } from "./session.ts"
import { settings } from "./settings.ts"

/** Somebody is here who wants a picture of their own. */
export const wantsPicture = computed(() => isOpen.value && settings.value.wallpaper === "own")

const shown = signal<string | null>(null)
/** There is a picture. */
export const hasPicture = computed(() => shown.value !== null)

/** Null: none. The one before is let go of. */
export const applyPicture = (picture: Blob | null) => {
  const before = shown.peek()
  const { style } = document.documentElement
  shown.value = picture && URL.createObjectURL(picture)
  if (shown.value === null) style.removeProperty("--picture")
  else style.setProperty("--picture", `url("${shown.value}")`)
  if (before !== null) URL.revokeObjectURL(before)
}
