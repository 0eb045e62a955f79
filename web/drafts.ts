/**
 * Drafts: what is half written is kept by the worker, with the chat, and is there again after the chats were locked or the page
 * was loaded anew. A message that its reader sees being typed is none: the worker ends it. Fetched when a session is open.
 */
import { effect, untracked } from "@preact/signals"
import type { Draft, Item } from "../worker/api.ts"
import { compose } from "./commands.ts"
import { beforeLeaving } from "./keeping.ts"
import { chatById, chats } from "./state/chats.ts"
import { type Compose, composeOf, composes, forgotten } from "./state/compose.ts"
import { openChatId } from "./state/route.ts"
import { isOpen } from "./state/session.ts"
import { settings } from "./state/settings.ts"
import { worker } from "./worker.ts"

/** Milliseconds without a key before it is kept. */
const pause = 500

const toDraft = (now: Compose | undefined): Draft | null => {
  if (!now || now.live || !settings.peek().drafts) return null
  const { text, replyTo, editing } = now
  if (text === "" && !replyTo) return null
  // A text that is as it was is no change.
  if (editing?.text === text) return null
  return { text, ...(replyTo && { replyTo: replyTo.id }), ...(editing && { editing: editing.id }) }
}

/** What is written in chats that differ from what the worker was told last. */
let last = forgotten
const dirty = new Map<string, Compose | undefined>()
let timer: ReturnType<typeof setTimeout> | undefined

const keep = (): Promise<unknown> => {
  clearTimeout(timer)
  const all = [...dirty]
  dirty.clear()
  // Removed in the meantime, or too long for a message anyway.
  return Promise.all(all.map(([chatId, now]) => worker.setDraft(chatId, toDraft(now)).catch(() => {})))
}

const note = (now: ReadonlyMap<string, Compose>): void => {
  const before = last
  last = now
  // Of a profile that is not shown any more: its chats are still there.
  if (now === forgotten) return void (dirty.size > 0 && untracked(() => isOpen.value) && keep())
  const changed = [...new Set([...before.keys(), ...now.keys()])].filter(id => before.get(id) !== now.get(id))
  for (const id of changed) dirty.set(id, now.get(id))
  clearTimeout(timer)
  // What was sent must not come back.
  if (changed.some(id => !now.has(id))) void keep()
  else if (dirty.size > 0) timer = setTimeout(() => void keep(), pause)
}

const itemAt = async (chatId: string, id: string | undefined): Promise<Item | undefined> => {
  if (id === undefined) return undefined
  const page = await worker.items(chatId, { around: id }, 1).catch(() => null)
  return page?.items.find(item => item.id === id && !item.deleted)
}

/** What was half written here, unless somebody writes already. */
const bring = async (chatId: string): Promise<void> => {
  const draft = await worker.draft(chatId)
  if (!draft) return
  const [replyTo, editing] = await Promise.all([itemAt(chatId, draft.replyTo), itemAt(chatId, draft.editing)])
  const isGone = draft.editing !== undefined && (editing?.editableUntil ?? 0) <= Date.now()
  if (composes.peek().has(chatId) || !isOpen.peek()) return
  compose(chatId, {
    text: draft.text,
    ...(replyTo && { replyTo }),
    ...(editing && !isGone && { editing }),
  })
}

let following = false

/** From the first open session on. */
export const followDrafts = () => {
  if (following) return
  following = true
  beforeLeaving(keep)
  effect(() => {
    const now = composes.value
    untracked(() => note(now))
  })
  effect(() => {
    const chatId = isOpen.value ? openChatId.value : null
    if (chatId === null) return
    untracked(() => {
      if (chatById(chatId)?.status !== "prepared" && composeOf(chatId).text === "") void bring(chatId).catch(() => {})
    })
  })
  effect(() => {
    if (!isOpen.value || settings.value.drafts) return
    const kept = untracked(() => chats.value).filter(chat => chat.draft !== undefined)
    for (const { id } of kept) void worker.setDraft(id, null).catch(() => {})
  })
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") void keep()
  })
  addEventListener("pagehide", () => void keep())
}
