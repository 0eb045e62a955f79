/** The items of the conversation on screen: a window on the newest, growing upwards as the reader scrolls. */
import { computed, signal } from "@preact/signals"
import type { Item, Page } from "../../worker/api.ts"

export type Conversation = {
  readonly chatId: string
  /** Ascending by `order`. */
  readonly items: readonly Item[]
  readonly hasOlder: boolean
  /** False until the first page has come. */
  readonly loaded: boolean
  /** Received items with a larger `order` were unread when the chat was opened; null: none were. */
  readonly readUpTo: number | null
}

export const emptyConversation = (chatId: string, readUpTo: number | null = null): Conversation => ({
  chatId,
  items: [],
  hasOlder: false,
  loaded: false,
  readUpTo,
})

/** `items` with one new or changed, in order. New ones nearly always belong at the end. */
export const withItem = (items: readonly Item[], item: Item): readonly Item[] => {
  const rest = items.filter(other => other.id !== item.id)
  const before = rest.findLastIndex(other => other.order < item.order) + 1
  return [...rest.slice(0, before), item, ...rest.slice(before)]
}

/** Adds a page of items; those already here are newer than the page and stay as they are. */
export const withPage = (conversation: Conversation, page: Page): Conversation => {
  const known = new Set(conversation.items.map(item => item.id))
  const fresh = page.items.filter(item => !known.has(item.id))
  const items = [...fresh, ...conversation.items].sort((a, b) => a.order - b.order)
  return { ...conversation, items, hasOlder: page.hasOlder, loaded: true }
}

const open = signal<Conversation | null>(null)
export const conversation = computed(() => open.value)

export const applyOpened = (chatId: string | null, readUpTo: number | null) => {
  if (open.value?.chatId !== chatId) open.value = chatId === null ? null : emptyConversation(chatId, readUpTo)
}

export const applyItemsRemoved = (chatId: string, ids: readonly string[]) => {
  const now = open.value
  if (now?.chatId === chatId) open.value = { ...now, items: now.items.filter(item => !ids.includes(item.id)) }
}

export const applyCleared = (chatId: string) => {
  const now = open.value
  if (now?.chatId === chatId) open.value = { ...now, items: [], hasOlder: false }
}

/** Events of other chats do not concern the window. */
export const applyItem = (item: Item) => {
  const now = open.value
  if (now?.chatId === item.chatId) open.value = { ...now, items: withItem(now.items, item) }
}

/** The answer to "send": unless an event has already told more. */
export const applySentItem = (item: Item) => {
  if (!open.value?.items.some(other => other.id === item.id)) applyItem(item)
}

export const applyPage = (chatId: string, page: Page) => {
  if (open.value?.chatId === chatId) open.value = withPage(open.value, page)
}
