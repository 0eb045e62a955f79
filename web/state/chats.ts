/** The chat list: newest first, with what is unread. */
import { computed, signal } from "@preact/signals"
import type { Chat } from "../../worker/api.ts"

export type ChatMap = ReadonlyMap<string, Chat>

/** `map` with one chat new or changed. */
export const withChat = (map: ChatMap, chat: Chat): ChatMap => new Map(map).set(chat.id, chat)

export const withoutChat = (map: ChatMap, id: string): ChatMap => {
  const next = new Map(map)
  next.delete(id)
  return next
}

/** Adds what is missing. Answers and events travel separately, so what an event already said is newer than an answer. */
export const withMissingChats = (map: ChatMap, chats: readonly Chat[]): ChatMap =>
  new Map([...chats.map(chat => [chat.id, chat] as const), ...map])

const isFavorite = (chat: Chat) => Number(chat.settings?.favorite ?? false)

/** Favourites above the others, newest first; the id decides between equals, so that the order never flickers. */
export const byRecent = (map: ChatMap): readonly Chat[] =>
  [...map.values()].sort((a, b) => isFavorite(b) - isFavorite(a) || b.lastAt - a.lastAt || (a.id < b.id ? -1 : 1))

const byId = signal<ChatMap>(new Map())
const loadedState = signal(false)

export const chats = computed(() => byRecent(byId.value))
export const chatsLoaded = computed(() => loadedState.value)
export const chatById = (id: string): Chat | undefined => byId.value.get(id)

export const applyChat = (chat: Chat) => {
  byId.value = withChat(byId.value, chat)
}
export const applyMissingChats = (list: readonly Chat[]) => {
  byId.value = withMissingChats(byId.value, list)
}
export const applyChatsLoaded = (loaded: boolean) => {
  loadedState.value = loaded
}
export const applyChatRemoved = (id: string) => {
  byId.value = withoutChat(byId.value, id)
}
export const forgetChats = () => {
  byId.value = new Map()
  loadedState.value = false
}
