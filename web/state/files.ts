/** How far transfers have come, by item. Forgotten with the session. */
import { computed, signal } from "@preact/signals"
import type { Item } from "../../worker/api.ts"

export type Progress = { readonly done: number; readonly total: number }

const state = signal<ReadonlyMap<string, Progress>>(new Map())

export const progressOf = (itemId: string): Progress | undefined => transfers.value.get(itemId)
export const transfers = computed(() => state.value)

export const applyProgress = (itemId: string, progress: Progress) => {
  const { done, total } = progress
  const next = new Map(state.value)
  if (done >= total) next.delete(itemId)
  else next.set(itemId, progress)
  state.value = next
}

/** Its file can be shown, played and saved: it came, or it is our own. */
export const isHere = ({ direction, file }: Item): boolean =>
  file !== undefined && (file.state === "here" || (direction === "sent" && file.state !== "cancelled"))

export const forgetTransfers = () => {
  shown.value = null
  state.value = new Map()
}

const shown = signal<string | null>(null)

/** The link to a file of ours that is on screen, over the chat. */
export const shownLink = computed(() => shown.value)
export const applyFileLink = (link: string | null) => {
  shown.value = link
}
