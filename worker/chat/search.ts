/**
 * Search: all texts are looked through (texts.ts). There is no index of words on the disk: it would have to hold them.
 *
 * Chats are looked at in the order in which they were last written to, until what was found is newer than all that is left.
 */
import type { Item, ProfileCommands, SearchOptions } from "../api.ts"
import type { ContactRow, ItemRow } from "../store/chat.ts"
import { type ChatContext, findContact } from "./context.ts"
import { toItem } from "./item.ts"
import { loadItem, profileIdOf } from "./state.ts"
import { normal, type Searchable, searchable } from "./texts.ts"

type Commands = Pick<ProfileCommands, "search" | "searchChat" | "mediaBeside">

const mostFound = 500
/** Lines that one call of `searchChat` looks at, and opens together; and how many it gives at most. */
const mostLooked = 4000
const lookedTogether = 500
const foundEnough = 30
/** Pictures and videos that one call gives at most. */
const mediaAtOnce = 12

const isMedia = ({ kind }: Pick<Searchable, "kind">): boolean => kind === "image" || kind === "video"

const finder = (query: string, kind?: SearchOptions["kind"]): ((line: Searchable) => boolean) => {
  const words = normal(query)
    .split(/\s+/)
    .filter(w => w !== "")
  const isKind = (line: Searchable): boolean =>
    kind === undefined || (kind === "link" ? line.hasLink : line.kind === kind)
  return line => isKind(line) && (words.length === 0 ? kind !== undefined : words.every(w => line.text.includes(w)))
}

/** Whether a line has all words, whatever their case, and is of the kind. */
export const matcher = (query: string, kind?: SearchOptions["kind"]): ((row: ItemRow) => boolean) => {
  const matches = finder(query, kind)
  return row => {
    const line = searchable(row)
    return line !== null && matches(line)
  }
}

type Found = Searchable & { readonly contactId: string }

const byNewest = (a: Found, b: Found): number => b.at - a.at || b.order - a.order

/** See ProfileCommands. */
export const searchCommands = (ctx: ChatContext): Commands => {
  const { state, store } = ctx
  const { texts } = state

  const chatsOf = (chatId: string | undefined): readonly ContactRow[] =>
    chatId === undefined
      ? [...state.contacts.values()]
          .filter(c => profileIdOf(c) === state.active && c.hidden !== true)
          .sort((a, b) => b.lastAt - a.lastAt)
      : [findContact(ctx, chatId)]

  const find = async (
    chats: readonly ContactRow[],
    matches: (line: Searchable) => boolean,
    limit: number,
  ): Promise<readonly Found[]> => {
    let found: readonly Found[] = []
    const all = texts.each(chats.map(c => c.contactId))
    for (const { contactId, lastAt } of chats) {
      if ((found[limit - 1]?.at ?? Number.NEGATIVE_INFINITY) > lastAt) break
      const here: Found[] = []
      for (const line of (await all.next()).value ?? []) if (matches(line)) here.push({ ...line, contactId })
      if (here.length > 0) found = [...found, ...here].sort(byNewest).slice(0, limit)
    }
    return found
  }

  /** What was found, as it is now: it may be gone, or changed since. */
  const rowsOf = async (
    found: readonly (readonly [contactId: string, order: number])[],
    matches: (row: ItemRow) => boolean,
  ): Promise<readonly Item[]> => {
    const rows = await Promise.all(found.map(([contactId, order]) => loadItem(state, contactId, order)))
    return rows.flatMap(row => (row !== undefined && matches(row) ? [toItem(row)] : []))
  }

  const searchHere = async (
    chatId: string,
    lines: Iterable<Searchable>,
    { query, kind, before }: { readonly query: string; readonly kind?: SearchOptions["kind"]; readonly before: number },
  ): Promise<{ readonly items: readonly Item[]; readonly before: number | null }> => {
    const matches = finder(query, kind)
    const orders: number[] = []
    for (const line of lines) if (line.order < before && matches(line)) orders.push(line.order)
    const first = orders.sort((a, b) => b - a).slice(0, foundEnough)
    const found = first.map(order => [chatId, order] as const)
    const isMore = orders.length > first.length
    return { items: await rowsOf(found, matcher(query, kind)), before: isMore ? (first.at(-1) ?? null) : null }
  }

  const searchChat: Commands["searchChat"] = async (chatId, query, { kind, before: from } = {}) => {
    findContact(ctx, chatId)
    const matches = matcher(query, kind)
    const found: ItemRow[] = []
    let before = from ?? Number.MAX_SAFE_INTEGER
    // Who searches further than the newest waits until all texts are here; then each letter is answered at once.
    const here = texts.here(chatId) ?? (from === undefined ? null : await texts.of(chatId))
    if (here !== null) return searchHere(chatId, here, { query, before, ...(kind && { kind }) })
    void texts.of(chatId).catch(() => undefined)
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
    mediaBeside: async (chatId, side, order) => {
      findContact(ctx, chatId)
      const sign = side === "older" ? -1 : 1
      const orders: number[] = []
      for (const line of await texts.of(chatId))
        if (isMedia(line) && (line.order - order) * sign > 0) orders.push(line.order)
      const nearest = orders.sort((a, b) => (a - b) * sign).slice(0, mediaAtOnce)
      const isNow = (row: ItemRow): boolean => {
        const line = searchable(row)
        return line !== null && isMedia(line)
      }
      return {
        items: await rowsOf(
          nearest.map(n => [chatId, n] as const),
          isNow,
        ),
        next: orders.length > nearest.length ? (nearest.at(-1) ?? null) : null,
      }
    },
    search: async (query, options = {}): Promise<readonly Item[]> => {
      const limit = Math.min(Math.max(1, options.limit ?? 50), mostFound)
      const { before = Number.POSITIVE_INFINITY } = options
      const matches = finder(query, options.kind)
      const isOlder = (line: Searchable): boolean => line.at < before && matches(line)
      const found = await find(chatsOf(options.chatId), isOlder, limit)
      return rowsOf(
        found.map(f => [f.contactId, f.order] as const),
        matcher(query, options.kind),
      )
    },
  }
}
