/**
 * Search: rows are opened one batch after the other, newest first, and looked through. There is no index of words: it
 * would have to hold them.
 */
import type { Item, ProfileCommands, SearchOptions } from "../api.ts"
import type { ItemRow } from "../store/chat.ts"
import { type ChatContext, findContact } from "./context.ts"
import { toItem } from "./item.ts"
import { contentOf } from "./kind.ts"
import { profileIdOf } from "./state.ts"

type Commands = Pick<ProfileCommands, "search" | "searchChat">

/** Rows that are opened together; between two batches others have their turn. */
const batchSize = 200
const mostFound = 500

const normal = (text: string): string => text.normalize("NFKC").toLowerCase()

/** Whether a line has all words, whatever their case, and is of the kind. */
export const matcher = (query: string, kind?: SearchOptions["kind"]): ((row: ItemRow) => boolean) => {
  const words = normal(query)
    .split(/\s+/)
    .filter(w => w !== "")
  const isKind = (row: ItemRow): boolean => {
    if (kind === undefined) return true
    const { type } = contentOf(row)
    if (kind === "link") return type === "link" || /https?:\/\/\S/i.test(row.text)
    return type === kind
  }
  return row => {
    if (row.direction === "event" || row.deleted !== undefined || !isKind(row)) return false
    if (words.length === 0) return kind !== undefined
    const text = normal(row.text)
    return words.every(w => text.includes(w))
  }
}

/** Lines that one call of `searchChat` looks at, and opens together; and how many it gives at most. */
const mostLooked = 4000
const lookedTogether = 500
const foundEnough = 30

const pause = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 0))

export const searchCommands = (ctx: ChatContext): Commands => {
  const { state, store } = ctx

  /** Matching lines of one chat, newest first, up to a number. */
  const inChat = async (
    contactId: string,
    matches: (row: ItemRow) => boolean,
    limit: number,
    olderThan: number,
  ): Promise<readonly ItemRow[]> => {
    const found: ItemRow[] = []
    let before = Number.MAX_SAFE_INTEGER
    while (found.length < limit) {
      const rows = await store.list("items", { prefix: [contactId], before, reverse: true, limit: batchSize })
      found.push(...rows.filter(row => row.at < olderThan && matches(row)))
      const last = rows.at(-1)
      if (rows.length < batchSize || last === undefined) break
      before = last.order
      await pause()
    }
    return found.slice(0, limit)
  }

  const searchChat: Commands["searchChat"] = async (chatId, query, { kind, before: from } = {}) => {
    findContact(ctx, chatId)
    const matches = matcher(query, kind)
    const found: ItemRow[] = []
    let before = from ?? Number.MAX_SAFE_INTEGER
    for (let looked = 0; looked < mostLooked && found.length < foundEnough; looked += lookedTogether) {
      const rows = await store.list("items", { prefix: [chatId], before, reverse: true, limit: lookedTogether })
      found.push(...rows.filter(matches))
      const last = rows.at(-1)
      if (rows.length < lookedTogether || last === undefined) return { items: found.map(toItem), before: null }
      before = last.order
    }
    return { items: found.map(toItem), before }
  }

  return {
    searchChat,
    search: async (query, options = {}): Promise<readonly Item[]> => {
      const limit = Math.min(Math.max(1, options.limit ?? 50), mostFound)
      const matches = matcher(query, options.kind)
      const chats =
        options.chatId === undefined
          ? [...state.contacts.values()].filter(c => profileIdOf(c) === state.active && c.hidden !== true)
          : [findContact(ctx, options.chatId)]
      const found: ItemRow[] = []
      for (const { contactId } of chats)
        found.push(...(await inChat(contactId, matches, limit, options.before ?? Number.POSITIVE_INFINITY)))
      return found
        .toSorted((a, b) => b.at - a.at || b.order - a.order)
        .slice(0, limit)
        .map(toItem)
    },
  }
}
