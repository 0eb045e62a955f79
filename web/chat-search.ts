/** Looking for messages in the open chat, a part of it at a time: what was found is shown while the rest is looked through. */
import { aim } from "./commands.ts"
import { applyChatSearch, asksFor, type ChatSearch, chatSearch, type Kind, newChatSearch } from "./state/chat-search.ts"
import { worker } from "./worker.ts"

/** Somebody who types this fast does not want an answer for each letter. */
const pauseMs = 200
/** Found at once; more are looked for when asked. */
const enough = 30

export const openSearch = (chatId: string) => applyChatSearch(newChatSearch(chatId))
export const closeSearch = () => applyChatSearch(null)

const isSame = (a: ChatSearch | null, b: ChatSearch) =>
  a?.chatId === b.chatId && a.query === b.query && a.kind === b.kind

/** Goes on until there are enough more, everything was looked through, or something else is looked for. */
const lookOn = async (asked: ChatSearch) => {
  const wanted = asked.found.length + enough
  for (;;) {
    const now = chatSearch.peek()
    if (!now || !isSame(now, asked) || now.before === null || now.found.length >= wanted) break
    const { items, before } = await worker.searchChat(now.chatId, now.query, {
      ...(now.kind && { kind: now.kind }),
      ...(now.before !== undefined && { before: now.before }),
    })
    const later = chatSearch.peek()
    if (!later || !isSame(later, asked)) return
    applyChatSearch({ ...later, found: [...later.found, ...items], before })
  }
  const end = chatSearch.peek()
  if (end && isSame(end, asked)) applyChatSearch({ ...end, busy: false })
}

const ask = async (next: ChatSearch) => {
  applyChatSearch(next)
  if (!asksFor(next)) return
  try {
    await lookOn(next)
  } catch {
    if (isSame(chatSearch.peek(), next)) applyChatSearch({ ...next, busy: false, before: null })
  }
}

export const lookFor = async (change: { readonly query?: string; readonly kind?: Kind | null }) => {
  const now = chatSearch.peek()
  if (!now) return
  const { chatId, query, kind } = { ...now, ...change }
  const next: ChatSearch = { chatId, query, kind, found: [], busy: asksFor({ query, kind }) }
  applyChatSearch(next)
  if (change.query !== undefined) await new Promise(resolve => setTimeout(resolve, pauseMs))
  if (isSame(chatSearch.peek(), next)) await ask(next)
}

export const lookFurther = async () => {
  const now = chatSearch.peek()
  if (now && !now.busy) await ask({ ...now, busy: true })
}

/** Shows it among the others. */
export const goToFound = (chatId: string, itemId: string) => {
  closeSearch()
  aim({ chatId, itemId })
}
