/** Moving through a conversation: pages of it, and what of it was seen. See commands.ts. */
import { untracked } from "@preact/signals"
import type { PagePlace } from "../worker/api.ts"
import { apply } from "./state/apply.ts"
import { chatById } from "./state/chats.ts"
import { conversation, type Side } from "./state/messages.ts"
import { target } from "./state/search.ts"
import { codeOf, worker } from "./worker.ts"

/** Items of a first page: more than a screen of a tall window. */
const pageSize = 50
/** Items asked for by somebody who scrolls: few enough to be drawn between two frames. */
const moreSize = 24

const fetchPage = async (chatId: string, place: PagePlace | undefined, side: Side) =>
  apply({ type: "page", chatId, side, page: await worker.items(chatId, place, pageSize) })

const isGone = (thrown: unknown) => codeOf(thrown) === "NOT_FOUND"

/** Where to begin: at what somebody looks for, at the first unread message (of all, if nothing was ever read), or at the end. */
const beginning = (chatId: string): readonly (PagePlace | undefined)[] => {
  const found = target.peek()
  // Whoever opens a chat must not open it anew with every change of it.
  const chat = untracked(() => chatById(chatId))
  const firstUnread = chat?.readUpTo === undefined ? { after: 0 } : { around: chat.readUpTo }
  const unread = chat && chat.unread > 0 ? firstUnread : undefined
  return found?.chatId === chatId ? [{ around: found.itemId }, unread] : [unread]
}

/** The first page of a chat that was opened. */
export const loadItems = async (chatId: string) => {
  for (const place of beginning(chatId))
    try {
      return await fetchPage(chatId, place, "instead")
    } catch (thrown) {
      // Removed in the meantime: the event about it is on its way.
      if (!isGone(thrown)) throw thrown
    }
}

/** A page that comes when the window has moved away from where it belongs is left out. */
const extend = async (side: "older" | "newer") => {
  const now = conversation.peek()
  const edge = side === "older" ? now?.items[0] : now?.items.at(-1)
  if (!now || !edge || !(side === "older" ? now.hasOlder : now.hasNewer)) return
  const from = side === "older" ? edge.order : { after: edge.order }
  const page = await worker.items(now.chatId, from, moreSize)
  const then = conversation.peek()
  const still = side === "older" ? then?.items[0] : then?.items.at(-1)
  if (still?.id === edge.id) apply({ type: "page", chatId: now.chatId, side, page })
}

export const loadOlder = () => extend("older")
export const loadNewer = () => extend("newer")

/** The end of the open conversation, or its very beginning. */
export const loadEdge = async (edge: "newest" | "oldest") => {
  const now = conversation.peek()
  if (!now || !(edge === "newest" ? now.hasNewer : now.hasOlder)) return
  await fetchPage(now.chatId, edge === "newest" ? undefined : { after: 0 }, "instead")
}

/** Makes sure that a message is in the window. Whether it is there at all. */
export const loadAround = async (itemId: string): Promise<boolean> => {
  const now = conversation.peek()
  if (!now) return false
  if (now.items.some(item => item.id === itemId)) return true
  try {
    await fetchPage(now.chatId, { around: itemId }, "instead")
    return true
  } catch (thrown) {
    if (isGone(thrown)) return false
    throw thrown
  }
}

/** Takes rows out of the window that nobody looks at. */
export const trim = (chatId: string, cut: { readonly older: number; readonly newer: number }) =>
  apply({ type: "trimmed", chatId, cut })

const isVisible = () => document.visibilityState === "visible"

/** What is being marked as read, and what has to be after that. By chat. */
const marking = new Map<string, number>()

/** The reader has seen the messages of the open chat up to this `order`; undefined: all of them. */
export const seen = async (chatId: string, upTo = Number.POSITIVE_INFINITY) => {
  const chat = chatById(chatId)
  if (!chat || chat.unread === 0 || !isVisible()) return
  if (upTo <= (chat.readUpTo ?? Number.NEGATIVE_INFINITY)) return
  const before = marking.get(chatId)
  marking.set(chatId, Math.max(upTo, before ?? upTo))
  // One after the other: whoever scrolls sees another message with every frame.
  if (before !== undefined) return
  try {
    for (let next = upTo, done = Number.NEGATIVE_INFINITY; next > done; next = marking.get(chatId) ?? done) {
      await (next === Number.POSITIVE_INFINITY ? worker.markRead(chatId) : worker.markRead(chatId, next))
      done = next
    }
  } catch {
    // Asked again when somebody looks again.
  } finally {
    marking.delete(chatId)
  }
}
