/** What another app has shared with this one, until somebody says to whom it goes. In memory only. */
import { computed, signal } from "@preact/signals"

export type Shared = { readonly text: string; readonly files: readonly File[] }

/** Something was shared and did not get here: the browser has thrown away what takes it. */
export const lost: Shared = { text: "", files: [] }

const state = signal<Shared | null>(null)
export const shared = computed(() => state.value)

/** Null, or nothing in it: there is nothing to send. */
export const applyShared = (next: Shared | null) => {
  state.value = next && (next === lost || next.text.trim() !== "" || next.files.length > 0) ? next : null
}
