/** Chats on their way: out of this browser by a link, and into this one by the link that it was opened with. */
import { computed, signal } from "@preact/signals"
import type { FailureCode } from "../../worker/api.ts"

/** `running`: on the way to the servers. `link`: what was made. `problem`: why it was not. */
export type Outgoing =
  | { readonly state: "running" }
  | { readonly state: "done"; readonly link: string }
  | { readonly state: "failed"; readonly problem: FailureCode }

const outgoingState = signal<Outgoing | null>(null)
export const outgoing = computed(() => outgoingState.value)
export const applyOutgoing = (next: Outgoing | null) => {
  outgoingState.value = next
}

const incomingState = signal<string | null>(null)
/** What stood behind the "#" of the link. Whoever has it has the chats: it is in memory only, and goes when it is used. */
export const incoming = computed(() => incomingState.value)
export const applyIncoming = (fragment: string | null) => {
  incomingState.value = fragment
}

/** Bytes of the encrypted copy. */
export type Progress = { readonly done: number; readonly total: number }

const progressState = signal<Progress | null>(null)
export const progress = computed(() => progressState.value)
export const applyCarried = (next: Progress | null) => {
  progressState.value = next
}

/** The whole link, behind this origin. */
export const carryLink = (origin: string, fragment: string): string => `${origin}/carry#${fragment}`
