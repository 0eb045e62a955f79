/** What is looked for in the list, and what was found; and the message that a found one leads to. */
import { computed, signal } from "@preact/signals"
import type { Chat, Item } from "../../worker/api.ts"

export type Search = {
  readonly query: string
  /** Messages, newest first; null until they were looked for. */
  readonly found: readonly Item[] | null
}

/** A message that is to be shown as soon as its chat is open. */
export type Target = { readonly chatId: string; readonly itemId: string }

const nothing: Search = { query: "", found: null }
const state = signal<Search>(nothing)
const aim = signal<Target | null>(null)

export const search = computed(() => state.value)
export const target = computed(() => aim.value)

/** Letters from which on messages are looked for as well. */
export const enough = (query: string): boolean => query.trim().length >= 2

/** What the eye takes for the same: capitals, accents, wide letters. */
const folded = (text: string) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase()

/** Whether a name has all words of the query. */
export const named = (name: string, query: string): boolean =>
  folded(query)
    .split(/\s+/u)
    .every(word => folded(name).includes(word))

/** Chats whose name, as `nameOf` tells it, has all words of the query. */
export const matching = (chats: readonly Chat[], query: string, nameOf: (chat: Chat) => string): readonly Chat[] => {
  const words = folded(query).split(/\s+/u)
  return chats.filter(chat => {
    const name = folded(`${nameOf(chat)} ${chat.name} ${chat.fullName}`)
    return words.every(word => name.includes(word))
  })
}

export const applySearch = (next: Search | null) => {
  state.value = next ?? nothing
}
export const applyTarget = (next: Target | null) => {
  aim.value = next
}
