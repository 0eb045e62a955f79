/** What is being written in each chat, on this page; drafts.ts keeps it. */
import { computed, signal } from "@preact/signals"
import type { Item } from "../../worker/api.ts"
import type { Live } from "./live.ts"

export type Compose = {
  readonly text: string
  /** The message that is answered. */
  readonly replyTo?: Item
  /** The message of ours that is changed; `text` becomes its text. */
  readonly editing?: Item
  /** What was being written before the change began. */
  readonly before?: Compose
  /** Seconds after which this one message disappears, whatever the chat's time is. */
  readonly ttl?: number
  /** Its reader sees it being typed. */
  readonly live?: Live
}

export const emptyCompose: Compose = { text: "" }

/** Nothing, since whoever was here has left. */
export const forgotten: ReadonlyMap<string, Compose> = new Map()
const byChat = signal(forgotten)

export const composes = computed(() => byChat.value)

export const composeOf = (chatId: string): Compose => byChat.value.get(chatId) ?? emptyCompose

/** A change takes its own draft with it: what was written before comes back after it. */
export const endOf = (now: Compose): Compose => (now.editing ? (now.before ?? emptyCompose) : emptyCompose)

/** Without what the text belongs to: an answer becomes a message, a change ends. */
export const cancelled = (now: Compose): Compose => {
  if (now.editing) return endOf(now)
  const { replyTo: _, ...rest } = now
  return rest
}

/** `item` is answered from now on. What is already seen being typed answers nothing any more. */
export const answering = (now: Compose, item: Item): Compose => {
  const before = cancelled(now)
  return before.live?.itemId ? before : { ...before, replyTo: item }
}

/** This one message disappears after so many seconds; null: as the chat says. */
export const withTtl = (now: Compose, ttl: number | null): Compose => {
  const { ttl: _, ...rest } = now
  return ttl === null ? rest : { ...rest, ttl }
}

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
  if (now.replyTo?.id === itemId) return cancelled(now)
  if (now.live?.itemId === itemId) return { text: now.text }
  return before ? { ...now, before } : now
}

const isEmpty = (compose: Compose) =>
  compose.text === "" && !compose.replyTo && !compose.editing && !compose.live && compose.ttl === undefined

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
  byChat.value = forgotten
}
