/**
 * Keyboard shortcuts: which key does what. Rules only; web/shortcuts.ts does it.
 *
 * They leave the browser its own keys, and are off while something is written, but for those that writing does not use.
 * "?" is a single character, which voice control may say by accident: all of them can be switched off (WCAG 2.1.4).
 */
export type Shortcut = "help" | "search" | "next" | "previous" | "unread" | "newChat" | "settings" | "lock" | "close"

export type Key = {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/** Where the focus is: nowhere special, in an empty field, or in one with something in it. */
export type Writing = "no" | "empty" | "yes"

const byAltCode: Readonly<Record<string, Shortcut>> = {
  ArrowDown: "next",
  ArrowUp: "previous",
  KeyN: "newChat",
  Comma: "settings",
  KeyL: "lock",
}

/** Null: not one of ours. */
export const shortcutOf = (e: Key, writing: Writing): Shortcut | null => {
  const control = e.ctrlKey || e.metaKey
  if (control && !e.altKey && !e.shiftKey) return e.code === "KeyK" ? "search" : e.code === "Slash" ? "help" : null
  if (e.altKey && !control) {
    // Arrows with Alt move by paragraphs on some systems.
    if (writing === "yes" && e.code.startsWith("Arrow")) return null
    if (e.shiftKey) return e.code === "ArrowDown" ? "unread" : null
    return byAltCode[e.code] ?? null
  }
  if (control || e.altKey) return null
  if (e.key === "Escape") return writing === "yes" ? null : "close"
  return e.key === "?" && writing === "no" ? "help" : null
}

/** The one after or before `now` in the list, around its ends; null when there is none. */
export const neighbour = (ids: readonly string[], now: string | null, step: 1 | -1): string | null => {
  if (ids.length === 0) return null
  const at = now === null ? -1 : ids.indexOf(now)
  if (at < 0) return (step === 1 ? ids[0] : ids.at(-1)) ?? null
  return ids[(at + step + ids.length) % ids.length] ?? null
}

export const isApple = (platform: string): boolean => /mac|iphone|ipad/i.test(platform)
