/**
 * The items of the conversation on screen: a window on it that has no gaps, moves with the reader, and is never large,
 * however much was said.
 *
 * Events travel past pages that were asked for: what they say about items outside the window is kept for a while, so that
 * a page which was read before them does not undo it.
 */
import { computed, signal } from "@preact/signals"
import type { Item, Page } from "../../worker/api.ts"

export type Conversation = {
  readonly chatId: string
  /** Ascending by `order`. */
  readonly items: readonly Item[]
  readonly hasOlder: boolean
  /** The newest ones are not among them. */
  readonly hasNewer: boolean
  /** False until the first page has come. */
  readonly loaded: boolean
  /** Received items with a larger `order` were unread when the chat was opened; null: none were. */
  readonly readUpTo: number | null
  /** Items beside the window that have changed since the chat was opened, the last ones; null: removed. */
  readonly beside: ReadonlyMap<string, Item | null>
}

/** Where a page belongs: before or after the window, or in its place. */
export type Side = "older" | "newer" | "instead"

/** Items beside the window that are remembered: many more than can come while a page is on its way. */
const mostBeside = 500

export const emptyConversation = (chatId: string, readUpTo: number | null = null): Conversation => ({
  chatId,
  items: [],
  hasOlder: false,
  hasNewer: false,
  loaded: false,
  readUpTo,
  beside: new Map(),
})

/** `items` with one new or changed, in order. New ones nearly always belong at the end. */
export const withItem = (items: readonly Item[], item: Item): readonly Item[] => {
  const rest = items.filter(other => other.id !== item.id)
  const before = rest.findLastIndex(other => other.order < item.order) + 1
  return [...rest.slice(0, before), item, ...rest.slice(before)]
}

const belongs = ({ items, hasOlder, hasNewer }: Conversation, { order }: Item): boolean => {
  const [first] = items
  const last = items.at(-1)
  return (
    (!hasOlder || (first !== undefined && order > first.order)) &&
    (!hasNewer || (last !== undefined && order < last.order))
  )
}

const remembered = (now: Conversation, id: string, item: Item | null): Conversation => {
  const beside = new Map(now.beside)
  beside.delete(id)
  beside.set(id, item)
  for (const oldest of beside.keys()) if (beside.size > mostBeside) beside.delete(oldest)
  return { ...now, beside }
}

/** A new or changed item, shown if it lies in the window. */
export const withChanged = (now: Conversation, item: Item): Conversation =>
  now.loaded && (belongs(now, item) || now.items.some(i => i.id === item.id))
    ? { ...now, items: withItem(now.items, item) }
    : remembered(now, item.id, item)

export const withoutItems = (now: Conversation, ids: readonly string[]): Conversation =>
  ids.reduce<Conversation>((all, id) => remembered(all, id, null), {
    ...now,
    items: now.items.filter(item => !ids.includes(item.id)),
  })

/** Puts a page where it belongs; what is known already is newer than the page and stays as it is. */
export const withPage = (now: Conversation, page: Page, side: Side = "older"): Conversation => {
  const known = new Map(now.items.map(item => [item.id, item]))
  const read = page.items.flatMap(item => known.get(item.id) ?? (now.beside.get(item.id) === null ? [] : item))
  const kept =
    side === "instead" && now.loaded ? [] : now.items.filter(item => !read.some(other => other.id === item.id))
  const moved: Conversation = {
    ...now,
    items: [...read, ...kept].sort((a, b) => a.order - b.order),
    hasOlder: side === "newer" ? now.hasOlder : page.hasOlder,
    hasNewer: side === "older" && now.loaded ? now.hasNewer : page.hasNewer === true,
    loaded: true,
  }
  const changed = [...now.beside.values()].filter(i => i !== null)
  const items = changed.reduce(
    (all, item) => (belongs(moved, item) || all.some(i => i.id === item.id) ? withItem(all, item) : all),
    moved.items,
  )
  const beside = new Map([...now.beside].filter(([id]) => !items.some(i => i.id === id)))
  return { ...moved, items, beside }
}

/** Without so many at the two ends, which are to be asked for again when somebody comes there. */
export const trimmed = (now: Conversation, cut: { readonly older: number; readonly newer: number }): Conversation => ({
  ...now,
  items: now.items.slice(cut.older, now.items.length - cut.newer),
  hasOlder: now.hasOlder || cut.older > 0,
  hasNewer: now.hasNewer || cut.newer > 0,
})

const open = signal<Conversation | null>(null)
export const conversation = computed(() => open.value)

const change = (chatId: string, to: (now: Conversation) => Conversation) => {
  if (open.value?.chatId === chatId) open.value = to(open.value)
}

export const applyOpened = (chatId: string | null, readUpTo: number | null) => {
  if (open.value?.chatId !== chatId) open.value = chatId === null ? null : emptyConversation(chatId, readUpTo)
}

export const applyItemsRemoved = (chatId: string, ids: readonly string[]) =>
  change(chatId, now => withoutItems(now, ids))

export const applyCleared = (chatId: string) =>
  change(chatId, now => ({ ...now, items: [], hasOlder: false, hasNewer: false, beside: new Map() }))

/** Events of other chats do not concern the window. */
export const applyItem = (item: Item) => change(item.chatId, now => withChanged(now, item))

/** The answer to "send": unless an event has already told more. */
export const applySentItem = (item: Item) =>
  change(item.chatId, now =>
    now.items.some(other => other.id === item.id) || now.beside.has(item.id) ? now : withChanged(now, item),
  )

export const applyPage = (chatId: string, page: Page, side: Side) => change(chatId, now => withPage(now, page, side))

export const applyTrimmed = (chatId: string, cut: { readonly older: number; readonly newer: number }) =>
  change(chatId, now => trimmed(now, cut))
