/** Our own SimpleX address, as far as the worker has told. */
import { computed, signal } from "@preact/signals"
import type { OwnLink } from "../../worker/api.ts"

const state = signal<OwnLink | null | undefined>(undefined)

/** Null: there is none. Undefined: not asked yet. */
export const address = computed(() => state.value)
export const applyAddress = (next: OwnLink | null | undefined) => {
  state.value = next
}
