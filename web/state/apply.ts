/** The one door into the state: every event of the worker, and what the page itself learns from its answers. */
import { batch, signal, untracked } from "@preact/signals"
import type { Chat, ChatEvent, Item, OwnLink, Page, ProfileInfo } from "../../worker/api.ts"
import { applyQuestion, applySelection, type Question, selection, toggled } from "./actions.ts"
import { applyAddress } from "./address.ts"
import { forgetAttached } from "./attached.ts"
import { applyCarried, applyOutgoing } from "./carry.ts"
import { applyChatSearch } from "./chat-search.ts"
import { applyChat, applyChatRemoved, applyChatsLoaded, applyMissingChats, chatById, forgetChats } from "./chats.ts"
import { applyCompose, type Compose, forgetCompose, forgetItemOf } from "./compose.ts"
import { applyFileLink, applyProgress, forgetTransfers } from "./files.ts"
import { applyChatQuestion, applyFilter, openChatMenu } from "./filters.ts"
import { applyFreshLink } from "./fresh-link.ts"
import { applyGallery, forgetGallery } from "./gallery.ts"
import { showHelp } from "./help.ts"
import { type Arrival, applyArrival } from "./link.ts"
import {
  applyCleared,
  applyItem,
  applyItemsRemoved,
  applyOpened,
  applyPage,
  applySentItem,
  applyTrimmed,
  conversation,
  type Side,
} from "./messages.ts"
import { type Happened, newsElsewhere, newsIn } from "./notices.ts"
import { applyOpening } from "./opening.ts"
import { forgetPlaying } from "./playing.ts"
import { applyProfiles, profiles } from "./profiles.ts"
import { forgetRecordings } from "./recording.ts"
import { forgetRoute, forgetRoutes, goHome, goTo, openChatId, readChatId } from "./route.ts"
import { applySearch, applyTarget, type Search, type Target } from "./search.ts"
import { applyElsewhere, applyNetwork, applySession } from "./session.ts"
import { applyShared } from "./shared.ts"

/** What only the page says to itself. */
export type PageEvent =
  | { readonly type: "broken" }
  /** The worker is being ended: nothing of it may stay on the page. */
  | { readonly type: "leaving" }
  | { readonly type: "arrival"; readonly arrival: Arrival | null }
  | { readonly type: "address"; readonly address: OwnLink | null }
  | { readonly type: "chats"; readonly chats: readonly Chat[] }
  | { readonly type: "chatMade"; readonly chat: Chat }
  | { readonly type: "search"; readonly search: Search | null }
  | { readonly type: "target"; readonly target: Target | null }
  | { readonly type: "profileShown"; readonly profiles: readonly ProfileInfo[]; readonly chats: readonly Chat[] }
  | { readonly type: "opened"; readonly chatId: string | null }
  | { readonly type: "page"; readonly chatId: string; readonly side: Side; readonly page: Page }
  | {
      readonly type: "trimmed"
      readonly chatId: string
      readonly cut: { readonly older: number; readonly newer: number }
    }
  | { readonly type: "sent"; readonly item: Item }
  | { readonly type: "compose"; readonly chatId: string; readonly compose: Compose }
  | { readonly type: "selection"; readonly ids: ReadonlySet<string> | null }
  | { readonly type: "fileLink"; readonly link: string | null }
  | { readonly type: "question"; readonly question: Question | null }

type Heard =
  | { readonly what: "message" | "request"; readonly name: string; readonly count: number }
  /** In the chat that is open. */
  | { readonly what: "here"; readonly name: string; readonly count: number; readonly item: Item }

/**
 * What was last written, in the open chat and outside of it, and who asks to connect, for screen readers. Counts up so
 * that equal names are told again.
 */
export const heard = signal<Heard>({ what: "message", name: "", count: 0 })

/** The newest item that was told, by chat: the same one comes again with every change of it. */
const told = new Map<string, number>()

const tell = (what: "message" | "request", name: string) => {
  heard.value = { what, name, count: heard.peek().count + 1 }
}

const forgetHeard = () => {
  heard.value = { what: "message", name: "", count: 0 }
  told.clear()
  happened.value = null
  showHelp(false)
}

/** What is worth telling to somebody who does not look; each is an object of its own, so that equal ones are told again. */
export const happened = signal<Happened | null>(null)

const noticeChat = (chat: Chat) => {
  const what = newsIn(chatById(chat.id), chat)
  if (what) happened.value = { in: "chat", what, chat }
}

const noticeProfiles = (next: readonly ProfileInfo[]) => {
  const profile = newsElsewhere(profiles.peek(), next)
  if (profile) happened.value = { in: "profile", profile }
}

const hear = (item: Item) => {
  const isHere = item.chatId === readChatId.peek()
  const last = isHere ? conversation.peek()?.items.at(-1)?.order : undefined
  if (item.direction !== "received" || item.order <= Math.max(told.get(item.chatId) ?? 0, last ?? 0)) return
  told.set(item.chatId, item.order)
  const chat = chatById(item.chatId)
  const name = chat?.alias ?? chat?.name ?? ""
  if (isHere) heard.value = { what: "here", name, item, count: heard.peek().count + 1 }
  else if (!chat?.settings?.muted) tell("message", name)
}

const hearRequest = (chat: Chat) => {
  if (chat.status === "request" && !chatById(chat.id)) tell("request", chat.name)
}

/** What belongs to one profile only. */
const forgetProfile = () => {
  forgetChats()
  applyAddress(undefined)
  applyOpened(null, null)
  applyChatSearch(null)
  applySelection(null)
  applyQuestion(null)
  forgetCompose()
  forgetAttached()
  forgetGallery()
  forgetPlaying()
  forgetRecordings()
  applySearch(null)
  applyTarget(null)
  applyFilter(null)
  applyChatQuestion(null)
  openChatMenu(null)
  applyFreshLink(null)
  applyOpening(null)
  forgetTransfers()
}

/** Nothing is left that would be done to it. */
const forgetItem = (chatId: string, id: string) => {
  forgetItemOf(chatId, id)
  const chosen = selection.peek()
  if (chosen?.has(id)) applySelection(toggled(chosen, id))
}

const opened = (chatId: string | null) => {
  const chat = chatId === null ? undefined : chatById(chatId)
  if (conversation.peek()?.chatId !== chatId) {
    applyChatSearch(null)
    applyGallery(null)
    applySelection(null)
    applyQuestion(null)
  }
  applyOpened(chatId, chat && chat.unread > 0 ? (chat.readUpTo ?? Number.NEGATIVE_INFINITY) : null)
}

/** Views see the whole change at once. Effects that apply something do not come to depend on what it touches. */
export const apply = (event: ChatEvent | PageEvent) => batch(() => untracked(() => step(event)))

/** Between two workers the page is where it was at first. */
type Start = { readonly type: "session"; readonly session: { readonly state: "starting" } }

const step = (event: ChatEvent | PageEvent | Start) => {
  switch (event.type) {
    case "session":
      if (event.session.state !== "open") {
        forgetProfile()
        applyProfiles([])
      }
      return applySession(event.session)
    case "leaving":
      forgetRoutes()
      forgetHeard()
      applyOutgoing(null)
      applyCarried(null)
      applyShared(null)
      applyElsewhere(false)
      applyNetwork(null)
      return step({ type: "session", session: { state: "starting" } })
    case "broken":
      return applySession({ state: "broken" })
    case "network":
      return applyNetwork({ status: event.status, problem: event.problem ?? null })
    case "address":
      return applyAddress(event.address)
    case "chat":
      hearRequest(event.chat)
      noticeChat(event.chat)
      return applyChat(event.chat)
    case "chats":
      applyMissingChats(event.chats)
      return applyChatsLoaded(true)
    case "search":
      return applySearch(event.search)
    case "target":
      return applyTarget(event.target)
    case "elsewhere":
      return applyElsewhere(true)
    case "carried":
      return applyCarried(event)
    case "fileProgress":
      return applyProgress(event.itemId, event)
    case "profiles":
      noticeProfiles(event.profiles)
      return applyProfiles(event.profiles)
    case "profileShown":
      goHome()
      forgetProfile()
      applyProfiles(event.profiles)
      applyMissingChats(event.chats)
      return applyChatsLoaded(true)
    case "chatMade":
      return applyMissingChats([event.chat])
    case "chatRemoved":
      if (event.into !== undefined && openChatId.peek() === event.chatId) {
        applyChatRemoved(event.chatId)
        return goTo({ at: "chat", chatId: event.into })
      }
      forgetRoute(event.chatId)
      return applyChatRemoved(event.chatId)
    case "item":
      hear(event.item)
      if (event.item.deleted) forgetItem(event.item.chatId, event.item.id)
      return applyItem(event.item)
    case "itemsRemoved":
      for (const id of event.itemIds) forgetItem(event.chatId, id)
      return applyItemsRemoved(event.chatId, event.itemIds)
    case "cleared":
      return applyCleared(event.chatId)
    case "compose":
      return applyCompose(event.chatId, event.compose)
    case "selection":
      return applySelection(event.ids)
    case "question":
      return applyQuestion(event.question)
    case "sent":
      return applySentItem(event.item)
    case "opened":
      return opened(event.chatId)
    case "page":
      return applyPage(event.chatId, event.page, event.side)
    case "trimmed":
      return applyTrimmed(event.chatId, event.cut)
    case "fileLink":
      return applyFileLink(event.link)
    case "arrival":
      return applyArrival(event.arrival)
  }
}
