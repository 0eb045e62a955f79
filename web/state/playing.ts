/** The one sound that plays, or is halted: a voice message, or the one that is about to be sent. */
import { computed, signal } from "@preact/signals"

export const rates = [1, 1.5, 2] as const
export type Rate = (typeof rates)[number]

export type Playing = {
  /** An item's id, or `draftKey`. */
  readonly key: string
  readonly chatId: string
  readonly state: "loading" | "playing" | "paused"
  /** Seconds: where it is, and how long it is. */
  readonly at: number
  readonly seconds: number
}

export const draftKey = (chatId: string): string => `draft ${chatId}`

const now = signal<Playing | null>(null)
const pace = signal<Rate>(1)
const failed = signal<ReadonlySet<string>>(new Set())

export const playing = computed(() => now.value)
/** For all that is played until it is changed. */
export const rate = computed(() => pace.value)

export const playingOf = (key: string): Playing | null => (now.value?.key === key ? now.value : null)
/** This browser could not play it. */
export const hasFailed = (key: string): boolean => failed.value.has(key)

export const applyPlaying = (next: Playing | null) => {
  now.value = next
}
export const applyRate = (next: Rate) => {
  pace.value = next
}
export const applyUnplayable = (key: string) => {
  failed.value = new Set(failed.peek()).add(key)
}

/** The sound ends with it: see media/player.ts. */
export const forgetPlaying = () => {
  now.value = null
  failed.value = new Set()
}
