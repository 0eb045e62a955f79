/**
 * A machine that many people use: there is only the private session, and it ends when nobody is there.
 *
 * The host says so in /config.json, or the address of this page does (`#kiosk`, `#kiosk=60`), which then stays in the
 * address bar, so that a reload is the same.
 */
import { computed, signal } from "@preact/signals"

/** Seconds without input after which a session ends. */
export type Kiosk = { readonly idle: number }

const defaultIdle = 120
/** The last seconds are counted down on the screen. */
export const warning = 20
const leastIdle = warning + 5

/** Undefined until the host has been asked. */
const state = signal<Kiosk | null | undefined>(undefined)
export const kiosk = computed(() => state.value ?? null)
/** What somebody who is new may be offered depends on it. */
export const kioskKnown = computed(() => state.value !== undefined)

/** Seconds until the session ends, while they are counted down. */
const leftState = signal<number | null>(null)
export const secondsLeft = computed(() => leftState.value)

/** Counts the visitors: what one of them typed is not there for the next. */
const roundState = signal(0)
export const round = computed(() => roundState.value)
export const beginAnew = () => {
  roundState.value++
}

export const applyKiosk = (next: Kiosk | null) => {
  state.value = next
}
export const applySecondsLeft = (seconds: number | null) => {
  leftState.value = seconds !== null && seconds <= warning ? seconds : null
}

const toKiosk = (idle: unknown): Kiosk => ({
  idle: typeof idle === "number" && idle >= leastIdle ? idle : defaultIdle,
})

/** From the fragment of this page's address; null when it says nothing about it. */
export const kioskIn = (hash: string): Kiosk | null => {
  const found = /^#kiosk(?:=(\d{1,6}))?$/.exec(hash)
  return found ? toKiosk(found[1] === undefined ? undefined : Number(found[1])) : null
}

/** What the host says. Whoever cannot reach the host is not at one of its kiosks. */
export const askKiosk = async (): Promise<Kiosk | null> => {
  try {
    const answer = await fetch("/config.json", { cache: "no-store", signal: AbortSignal.timeout(2500) })
    const { kiosk: isKiosk, idle } = (await answer.json()) as { kiosk?: unknown; idle?: unknown }
    return isKiosk === true ? toKiosk(idle) : null
  } catch {
    return null
  }
}
