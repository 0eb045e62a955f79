/** How far transfers have come, by item. Forgotten with the session. */
import { computed, signal } from "@preact/signals"

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

export const forgetTransfers = () => {
  state.value = new Map()
}
