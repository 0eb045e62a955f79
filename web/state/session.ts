/** Who is here, and whether the servers can be reached. */
import { computed, signal } from "@preact/signals"
import type { FailureCode, NetworkStatus, Session } from "../../worker/api.ts"

/** The worker's states, and two that only the page knows: before the first answer, and after the worker died. */
export type PageSession = Session | { readonly state: "starting" } | { readonly state: "broken" }

export type Network = { readonly status: NetworkStatus; readonly problem: FailureCode | null }

const sessionState = signal<PageSession>({ state: "starting" })
const networkState = signal<Network | null>(null)

export const session = computed(() => sessionState.value)
export const isOpen = computed(() => sessionState.value.state === "open")
/** The open profile outlives this tab. */
export const isKept = computed(() => sessionState.value.state === "open" && sessionState.value.kept)
/** Null before the worker has said anything about it. */
export const network = computed(() => networkState.value)

export const applySession = (next: PageSession) => {
  // A dead worker stays dead: late events must not bring the old screen back.
  if (sessionState.value.state !== "broken") sessionState.value = next
}

const conditionsState = signal<string | null>(null)
/** Where the conditions are that starting here accepts; null when there are none. */
export const conditions = computed(() => conditionsState.value)
export const applyConditions = (url: string | null) => {
  conditionsState.value = url
}

const elsewhereState = signal(false)
/** The same profile receives in another place now. */
export const elsewhere = computed(() => elsewhereState.value)
export const applyElsewhere = (is: boolean) => {
  elsewhereState.value = is
}

export const applyNetwork = (next: Network | null) => {
  networkState.value = next
}
