/** What is looked for in the open chat, and what was found so far. */
import { computed, signal } from "@preact/signals"
import type { Item, SearchOptions } from "../../worker/api.ts"

export const kinds = ["image", "video", "voice", "file", "link"] as const
export type Kind = NonNullable<SearchOptions["kind"]>

export type ChatSearch = {
  readonly chatId: string
  readonly query: string
  /** Null: messages of all kinds. */
  readonly kind: Kind | null
  /** Newest first. */
  readonly found: readonly Item[]
  /** Where to go on looking: an `order`, or null when all was looked through. Undefined: nothing was looked for. */
  readonly before?: number | null
  readonly busy: boolean
}

export const newChatSearch = (chatId: string): ChatSearch => ({ chatId, query: "", kind: null, found: [], busy: false })

/** Whether this asks for anything. */
export const asksFor = ({ query, kind }: Pick<ChatSearch, "query" | "kind">): boolean =>
  query.trim() !== "" || kind !== null

const state = signal<ChatSearch | null>(null)
export const chatSearch = computed(() => state.value)
export const applyChatSearch = (next: ChatSearch | null) => {
  state.value = next
}
