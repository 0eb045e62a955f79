/** The one door into the state: every event of the worker, and what the page itself learns from its answers. */
import { batch, signal, untracked } from "@preact/signals"
import type { Chat, ChatEvent, Item, OwnLink, Page } from "../../worker/api.ts"
import { applyAddress } from "./address.ts"
import { applyChat, applyChatRemoved, applyChatsLoaded, applyMissingChats, chatById, forgetChats } from "./chats.ts"
import { type Arrival, applyArrival } from "./link.ts"
import { applyItem, applyOpened, applyPage, applySentItem } from "./messages.ts"
import { forgetRoute, readChatId } from "./route.ts"
import { applyNetwork, applySession } from "./session.ts"

/** What only the page says to itself. */
export type PageEvent =
  | { readonly type: "broken" }
  | { readonly type: "arrival"; readonly arrival: Arrival | null }
  | { readonly type: "address"; readonly address: OwnLink | null }
  | { readonly type: "chats"; readonly chats: readonly Chat[] }
  | { readonly type: "chatMade"; readonly chat: Chat }
  | { readonly type: "opened"; readonly chatId: string | null }
  | { readonly type: "page"; readonly chatId: string; readonly page: Page }
  | { readonly type: "sent"; readonly item: Item }

type Heard = { readonly what: "message" | "request"; readonly name: string; readonly count: number }

/**
 * Who last wrote outside the open chat, or asks to connect, for screen readers. Counts up so that equal names are told
 * again.
 */
export const heard = signal<Heard>({ what: "message", name: "", count: 0 })

const tell = (what: Heard["what"], name: string) => {
  heard.value = { what, name, count: heard.peek().count + 1 }
}

const hear = (item: Item) => {
  if (item.direction !== "received" || item.chatId === readChatId.peek()) return
  tell("message", chatById(item.chatId)?.name ?? "")
}

const hearRequest = (chat: Chat) => {
  if (chat.status === "request" && !chatById(chat.id)) tell("request", chat.name)
}

/** Views see the whole change at once. Effects that apply something do not come to depend on what it touches. */
export const apply = (event: ChatEvent | PageEvent) => batch(() => untracked(() => step(event)))

const step = (event: ChatEvent | PageEvent) => {
  switch (event.type) {
    case "session":
      if (event.session.state !== "open") {
        forgetChats()
        applyAddress(undefined)
        applyOpened(null)
      }
      return applySession(event.session)
    case "broken":
      return applySession({ state: "broken" })
    case "network":
      return applyNetwork({ status: event.status, problem: event.problem ?? null })
    case "address":
      return applyAddress(event.address)
    case "chat":
      hearRequest(event.chat)
      return applyChat(event.chat)
    case "chats":
      applyMissingChats(event.chats)
      return applyChatsLoaded(true)
    case "chatMade":
      return applyMissingChats([event.chat])
    case "chatRemoved":
      forgetRoute(event.chatId)
      return applyChatRemoved(event.chatId)
    case "item":
      hear(event.item)
      return applyItem(event.item)
    case "sent":
      return applySentItem(event.item)
    case "opened":
      return applyOpened(event.chatId)
    case "page":
      return applyPage(event.chatId, event.page)
    case "arrival":
      return applyArrival(event.arrival)
  }
}
