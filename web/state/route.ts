/**
 * Where in the page we are. Lives in memory: the address bar always says "/", so that neither the history nor a glance
 * at the screen tells who talks to whom. Browser history entries hold a bare number, for the back button to work.
 *
 * Home is the chat list. Everything opened from it lies one step above it, so that "back" always leads home.
 */
import { computed, signal } from "@preact/signals"

export type Route =
  | { readonly at: "home" }
  | { readonly at: "new" }
  | { readonly at: "address" }
  | { readonly at: "chat"; readonly chatId: string }

const home: Route = { at: "home" }
const current = signal<Route>(home)
let above: Route = home
let leaving = false

export const route = computed(() => current.value)
export const openChatId = computed(() => (current.value.at === "chat" ? current.value.chatId : null))

export const applyRoute = (next: Route) => {
  current.value = next
}

/** Opens something above home, in place of what may lie there. */
export const goTo = (next: Route) => {
  if (next.at === "home") return goHome()
  above = next
  if (current.value.at === "home" && !leaving) history.pushState(1, "", "/")
  applyRoute(next)
}

/** One step down. Goes through the browser's history, so that its back button agrees. */
export const goHome = () => {
  if (current.value.at === "home") return
  applyRoute(home)
  if (history.state !== 1 || leaving) return
  leaving = true
  history.back()
}

const onPopState = () => {
  const was = leaving
  leaving = false
  if (!was) return applyRoute(history.state === 1 && above.at !== "home" ? above : home)
  // Something was opened while the step back was under way: it needs its own entry again.
  if (current.value.at !== "home") history.pushState(1, "", "/")
}

/** Follows the browser's back and forward buttons. Call once. */
export const followHistory = () => addEventListener("popstate", onPopState)

/** What lay above home is gone (a removed chat): "forward" must not lead to it. */
export const forgetRoute = (chatId: string) => {
  if (above.at === "chat" && above.chatId === chatId) above = home
  if (openChatId.peek() === chatId) goHome()
}
