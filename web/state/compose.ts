/** What is being written in each chat: for this visit only, and gone when the chats are locked. */
import { signal } from "@preact/signals"
import type { Item } from "../../worker/api.ts"

export type Compose = {
  readonly text: string
  /** The message that is answered. */
  readonly replyTo?: Item
  /** The message of ours that is changed; `text` becomes its text. */
  readonly editing?: Item
  /** What was being written before the change began. */
  readonly before?: Compose
}

export const emptyCompose: Compose = { text: "" }

const byChat = signal<ReadonlyMap<string, Compose>>(new Map())

export const composeOf = (chatId: string): Compose => byChat.value.get(chatId) ?? emptyCompose

/** A change takes its own draft with it: what was written before comes back after it. */
export const endOf = (now: Compose): Compose => (now.editing ? (now.before ?? emptyCompose) : emptyCompose)

/** Without what the text belongs to: an answer becomes a message, a change ends. */
export const cancelled = (now: Compose): Compose => (now.editing ? endOf(now) : { text: now.text })

/** `item` is answered from now on. */
export const answering = (now: Compose, item: Item): Compose => ({ text: cancelled(now).text, replyTo: item })

/** `item` is changed from now on. */
export const changing = (now: Compose, item: Item): Compose => ({
  text: item.text,
  editing: item,
  before: now.editing ? (now.before ?? emptyCompose) : now,
})

/** What the text belongs to is gone: deleted, or disappeared. */
export const withoutItem = (now: Compose, itemId: string): Compose => {
  const before = now.before && withoutItem(now.before, itemId)
  if (now.editing?.id === itemId) return { text: now.text }
  if (now.replyTo?.id === itemId) return { text: now.text }
  return before ? { ...now, before } : now
}

const isEmpty = (compose: Compose) => compose.text === "" && !compose.replyTo && !compose.editing

export const applyCompose = (chatId: string, compose: Compose) => {
  const next = new Map(byChat.value)
  if (isEmpty(compose)) next.delete(chatId)
  else next.set(chatId, compose)
  byChat.value = next
}

export const forgetItemOf = (chatId: string, itemId: string) => {
  const now = byChat.value.get(chatId)
  if (now) applyCompose(chatId, withoutItem(now, itemId))
}

export const forgetCompose = () => {
  byChat.value = new Map()
}
