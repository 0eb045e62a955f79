/** Which chats of the list are shown: those of one kind, or with one of the user's own tags ("lists" in the page's words). */
import { computed, signal } from "@preact/signals"
import type { Chat, Tag } from "../../worker/api.ts"
import { chats } from "./chats.ts"
import { activeProfile } from "./profiles.ts"
import { openChatId } from "./route.ts"

export type Preset = "unread" | "favorites" | "requests" | "contacts" | "pending" | "notes"
export type Filter =
  | { readonly kind: "preset"; readonly preset: Preset }
  | { readonly kind: "tag"; readonly id: number }

export const isUnread = (chat: Chat): boolean => chat.unread > 0 || chat.markedUnread === true

const rules: Readonly<Record<Preset, (chat: Chat) => boolean>> = {
  unread: isUnread,
  favorites: chat => chat.settings?.favorite === true,
  requests: chat => chat.status === "request",
  contacts: chat => chat.status === "connected" || chat.status === "ended",
  pending: chat => ["link", "prepared", "connecting", "failed"].includes(chat.status),
  notes: chat => chat.status === "notes",
}

export const presets = Object.keys(rules) as readonly Preset[]

export const passes = (chat: Chat, filter: Filter): boolean =>
  filter.kind === "preset" ? rules[filter.preset](chat) : (chat.tags?.includes(filter.id) ?? false)

/** Chats that stand in the list: a contact whose conversation was deleted does not. */
export const listed = (all: readonly Chat[]): readonly Chat[] => all.filter(chat => chat.archived !== true)

/** The open chat stays in the list while it is looked at, though it is read by then. */
export const filtered = (all: readonly Chat[], filter: Filter | null, open: string | null): readonly Chat[] =>
  filter === null ? listed(all) : listed(all).filter(chat => passes(chat, filter) || chat.id === open)

/** Presets worth a button: they show something, and not everything. The one in use stays. */
export const usefulPresets = (all: readonly Chat[], now: Filter | null): readonly Preset[] => {
  const shown = listed(all)
  return presets.filter(preset => {
    const count = shown.filter(rules[preset]).length
    return (count > 0 && count < shown.length) || (now?.kind === "preset" && now.preset === preset)
  })
}

const state = signal<Filter | null>(null)

export const tags = computed<readonly Tag[]>(() => activeProfile.value?.tags ?? [])

/** A tag that was deleted filters nothing. */
export const filter = computed<Filter | null>(() => {
  const now = state.value
  return now?.kind === "tag" && !tags.value.some(tag => tag.id === now.id) ? null : now
})
export const shownChats = computed(() => filtered(chats.value, filter.value, openChatId.value))

export const sameFilter = (a: Filter | null, b: Filter | null): boolean => JSON.stringify(a) === JSON.stringify(b)

export const applyFilter = (next: Filter | null) => {
  state.value = next
}

/** What is asked about a chat of the list. */
export type ChatQuestion = { readonly about: "rename" | "lists" | "clear" | "delete"; readonly chatId: string }

const asked = signal<ChatQuestion | null>(null)
export const chatQuestion = computed(() => asked.value)
export const applyChatQuestion = (next: ChatQuestion | null) => {
  asked.value = next
}

/** The menu of a chat of the list, and where it is. */
export type OpenMenu = { readonly chatId: string; readonly place: { readonly x: number; readonly y: number } }

const opened = signal<OpenMenu | null>(null)
export const menu = computed(() => opened.value)
export const openChatMenu = (next: OpenMenu | null) => {
  opened.value = next
}

export type ChatAction =
  | "read"
  | "unread"
  | "favorite"
  | "unfavorite"
  | "mute"
  | "unmute"
  | "lists"
  | "rename"
  | "clear"
  | "delete"

const talks: readonly Chat["status"][] = ["connected", "connecting", "ended", "notes"]

/** What can be done with a chat from the list, in the order of the menu. */
export const chatActionsOf = (chat: Chat): readonly ChatAction[] => {
  const { favorite = false, muted = false } = chat.settings ?? {}
  const isPerson = chat.status === "connected" || chat.status === "connecting"
  const can: Readonly<Record<ChatAction, boolean>> = {
    read: isUnread(chat),
    unread: !isUnread(chat) && chat.status !== "link",
    favorite: !favorite,
    unfavorite: favorite,
    mute: isPerson && !muted,
    unmute: isPerson && muted,
    lists: true,
    rename: chat.status !== "notes" && chat.status !== "request",
    clear: talks.includes(chat.status),
    delete: chat.status !== "request",
  }
  return (Object.keys(can) as ChatAction[]).filter(action => can[action])
}
