/** Does what keyboard shortcuts are for. Fetched when a session is open. */
import { endSession } from "./keeping.ts"
import { chats } from "./state/chats.ts"
import { helpShown, showHelp } from "./state/help.ts"
import { neighbour, type Shortcut, shortcutOf, type Writing } from "./state/keys.ts"
import { kiosk } from "./state/kiosk.ts"
import { arrival } from "./state/link.ts"
import { goBack, goHome, goTo, openChatId, route } from "./state/route.ts"
import { isKept, isOpen } from "./state/session.ts"
import { settings } from "./state/settings.ts"

const writingIn = (at: EventTarget | null): Writing => {
  if (at instanceof HTMLTextAreaElement) return at.value === "" ? "empty" : "yes"
  if (at instanceof HTMLInputElement && !/^(button|checkbox|radio|range|file|submit)$/.test(at.type))
    return at.value === "" ? "empty" : "yes"
  if (at instanceof HTMLSelectElement) return "yes"
  return at instanceof HTMLElement && at.isContentEditable ? "yes" : "no"
}

/** A dialog or a menu is in front: its keys come first. */
const isCovered = () => document.querySelector('dialog[open], [role="menu"]') !== null

const focusSearch = () => {
  // On a narrow window the list is not there while something else is.
  goHome()
  requestAnimationFrame(() => document.querySelector<HTMLInputElement>('nav input[type="search"]')?.focus())
}

const goToChat = (chatId: string | null) => {
  if (chatId !== null) goTo({ at: "chat", chatId })
}

/** Whether there was something to do. */
const run = (shortcut: Shortcut): boolean => {
  const all = chats.peek()
  const ids = all.map(c => c.id)
  switch (shortcut) {
    case "help":
      showHelp(!helpShown.peek())
      return true
    case "search":
      focusSearch()
      return true
    case "next":
      goToChat(neighbour(ids, openChatId.peek(), 1))
      return true
    case "previous":
      goToChat(neighbour(ids, openChatId.peek(), -1))
      return true
    case "unread":
      goToChat(all.find(c => c.unread > 0 && c.id !== openChatId.peek())?.id ?? null)
      return true
    case "newChat":
      goTo({ at: "new" })
      return true
    case "settings":
      goTo({ at: "settings" })
      return true
    case "lock":
      if (!isKept.peek() || kiosk.peek()) return false
      void endSession()
      return true
    case "close":
      if (route.peek().at === "home") return false
      goBack()
      return true
  }
}

const onKeyDown = (e: KeyboardEvent) => {
  // Whoever had use for the key has said so; while an input method composes, keys belong to it.
  if (e.defaultPrevented || e.isComposing || !isOpen.peek() || !settings.peek().keys || arrival.peek()) return
  const shortcut = shortcutOf(e, writingIn(e.target))
  if (shortcut === null || isCovered() || !run(shortcut)) return
  e.preventDefault()
}

let following = false

/** From the first open session on. */
export const followKeys = () => {
  if (following) return
  following = true
  addEventListener("keydown", onKeyDown)
}
