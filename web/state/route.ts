/**
 * Where in the page we are. Lives in memory: the address bar always says "/", so that neither the history nor a glance
 * at the screen tells who talks to whom. Browser history entries hold a bare number, for the back button to work.
 *
 * Home is the chat list. What is opened from it lies one step above it, and pages about that another step higher:
 * "back" leads down by one.
 */
import { computed, signal } from "@preact/signals"
import { kiosk } from "./kiosk.ts"

export type Route =
  | { readonly at: "home" }
  /** `scan`: with the camera on at once. */
  | { readonly at: "new"; readonly scan?: boolean }
  | { readonly at: "address" }
  | { readonly at: "profiles" }
  | { readonly at: "profile" }
  | { readonly at: "preferences" }
  | { readonly at: "contacts" }
  | { readonly at: "lists" }
  | { readonly at: "settings"; readonly section?: Section }
  | { readonly at: "chat"; readonly chatId: string }
  | { readonly at: "contact"; readonly chatId: string }

/** The sections of the settings. */
export type Section =
  | "lock"
  | "backup"
  | "data"
  | "files"
  | "messages"
  | "servers"
  | "network"
  | "notices"
  | "look"
  | "help"
  | "about"

type Place = {
  /** What lies above home, in order. Those beyond `depth` are where the browser's "forward" leads. */
  readonly above: readonly Route[]
  readonly depth: number
}

const home: Route = { at: "home" }
const place = signal<Place>({ above: [], depth: 0 })
/** The browser is on its way through its history, because we asked. */
let moving = false

export const route = computed(() => place.value.above[place.value.depth - 1] ?? home)
/** The chat on screen, or the one that the screen is about. */
export const openChatId = computed(() => ("chatId" in route.value ? route.value.chatId : null))
/** The chat whose messages are on screen. */
export const readChatId = computed(() => (route.value.at === "chat" ? route.value.chatId : null))

const historyDepth = (): number => (typeof history.state === "number" ? history.state : 0)

/** Makes the browser's history as deep as we are. */
const follow = () => {
  // At a kiosk nothing may stay in the history, not even how much was opened.
  if (moving || kiosk.peek()) return
  const { depth } = place.peek()
  for (let at = historyDepth() + 1; at <= depth; at++) history.pushState(at, "", "/")
  if (historyDepth() > depth) {
    moving = true
    history.go(depth - historyDepth())
  }
}

const put = (depth: number, next: Route) => {
  place.value = { above: [...place.peek().above.slice(0, depth - 1), next], depth }
  follow()
}

/** Opens something above home, in place of what may lie there. */
export const goTo = (next: Route) => (next.at === "home" ? goHome() : put(1, next))

/** Opens a page about what is open: "back" leads there again. */
export const goInto = (next: Route) => put(place.peek().depth + 1, next)

const goDown = (depth: number) => {
  place.value = { ...place.peek(), depth }
  follow()
}

/** One step down. Goes through the browser's history, so that its back button agrees. */
export const goBack = () => goDown(Math.max(0, place.peek().depth - 1))

export const goHome = () => goDown(0)

const onPopState = () => {
  if (moving) {
    moving = false
    return follow() // something may have been opened in the meantime
  }
  place.value = { ...place.peek(), depth: Math.min(historyDepth(), place.peek().above.length) }
}

/** Follows the browser's back and forward buttons. Call once. */
export const followHistory = () => addEventListener("popstate", onPopState)

/** Nobody is here any more: nothing is left to go back or forward to. */
export const forgetRoutes = () => {
  place.value = { above: [], depth: 0 }
  follow()
}

/** What lay above home is gone (a removed chat): "forward" must not lead to it. */
export const forgetRoute = (chatId: string) => {
  const { above, depth } = place.peek()
  const gone = above.findIndex(r => "chatId" in r && r.chatId === chatId)
  if (gone < 0) return
  place.value = { above: above.slice(0, gone), depth: Math.min(depth, gone) }
  follow()
}
