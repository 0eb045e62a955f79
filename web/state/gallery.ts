/** The picture or video that fills the screen, and which pictures were uncovered. */
import { computed, signal } from "@preact/signals"
import type { Item } from "../../worker/api.ts"
import { isHere } from "./files.ts"
import { settings } from "./settings.ts"

const open = signal<string | null>(null)
const uncovered = signal<ReadonlySet<string>>(new Set())

/** Its item's id; null: none. */
export const gallery = computed(() => open.value)
export const applyGallery = (itemId: string | null) => {
  open.value = itemId
}

/** Whether it is blurred, because that is set and nobody has wanted to see it. */
export const isCovered = (itemId: string): boolean => settings.value.mediaBlur !== "off" && !isUncovered(itemId)

/** Of a picture that is blurred until somebody wants to see it. */
export const isUncovered = (itemId: string): boolean => uncovered.value.has(itemId)
export const uncover = (itemId: string) => {
  uncovered.value = new Set(uncovered.peek()).add(itemId)
}

export const forgetGallery = () => {
  open.value = null
  uncovered.value = new Set()
}

/** It can fill the screen. */
export const isLookedAt = (item: Item): boolean =>
  (item.content?.kind === "image" || item.content?.kind === "video") && isHere(item) && item.deleted === undefined

/** Without those that are there twice, in the order of the conversation. */
export const inOrder = (items: readonly Item[]): readonly Item[] =>
  [...new Map(items.map(item => [item.id, item])).values()].sort((a, b) => a.order - b.order)
