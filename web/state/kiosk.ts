/**
 * A machine that many people use: there is only the private session, and it ends when nobody is there.
 *
 * The host says so in /config.json, or the address of this page does (`#kiosk`, `#kiosk=60`), which then stays in the
 * address bar, so that a reload is the same.
 */
import { computed, signal } from "@preact/signals"

/** Seconds without input after which a session ends, and whether files may be saved on the machine. */
export type Kiosk = { readonly idle: number; readonly save: boolean }

const defaultIdle = 120
/** The last seconds are counted down on the screen. */
export const warning = 20
const leastIdle = warning + 5

/** Undefined until the host has been asked. */
const state = signal<Kiosk | null | undefined>(undefined)
export const kiosk = computed(() => state.value ?? null)
/** What somebody who is new may be offered depends on it. */
export const kioskKnown = computed(() => state.value !== undefined)

/** What is saved stays on the machine for the next visitor: not at a kiosk, unless its host wants it so. */
export const maySave = computed(() => state.value?.save !== false)

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

const toKiosk = (idle: unknown, save?: unknown): Kiosk => ({
  idle: typeof idle === "number" && idle >= leastIdle ? idle : defaultIdle,
  save: save === true,
})

/** From the fragment of this page's address; null when it says nothing about it. */
export const kioskIn = (hash: string): Kiosk | null => {
  const found = /^#kiosk(?:=(\d{1,6}))?$/.exec(hash)
  return found ? toKiosk(found[1] === undefined ? undefined : Number(found[1])) : null
}

/** What the host says; undefined when it does not answer. */
const hostSays = async (): Promise<Kiosk | null | undefined> => {
  const answer = await fetch("/config.json", { cache: "no-store", signal: AbortSignal.timeout(2500) }).catch(() => null)
  if (answer === null) return undefined
  try {
    const { kiosk: isKiosk, idle, save } = (await answer.json()) as Readonly<Record<"kiosk" | "idle" | "save", unknown>>
    return isKiosk === true ? toKiosk(idle, save) : null
  } catch {
    return null
  }
}

/**
 * Asks the host. While it does not answer this is no kiosk: somebody may want their chats without a network. A page that
 * came from the host just now asks again, since there it may be one; an installed page did not.
 */
export const followHost = async () => {
  const found = await hostSays()
  applyKiosk(found ?? null)
  if (found === undefined && !navigator.serviceWorker?.controller) setTimeout(() => void followHost(), 3000)
}
