/** A link about which is asked whether it should be opened as it is. */
import { computed, signal } from "@preact/signals"

export type Opening = { readonly href: string; readonly clean: string }

const state = signal<Opening | null>(null)
export const opening = computed(() => state.value)
export const applyOpening = (next: Opening | null) => {
  state.value = next
}
