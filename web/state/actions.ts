/** What can be done with a message, and which messages are chosen for it. */
import { computed, signal } from "@preact/signals"
import type { Chat, Item } from "../../worker/api.ts"
import { canShare } from "../parts/share.ts"

/** The eight that there are, in the order of the apps. */
export const emojis = ["👍", "👎", "😀", "😂", "😢", "❤️", "🚀", "✅"] as const

/** How many of them one person can give to a message. */
const mostReactions = 3

export type Action = "reply" | "edit" | "delete" | "react" | "forward" | "copy" | "share" | "info" | "select"

/** What of a chat changes with each message that comes or is read. */
const fleeting: ReadonlySet<string> = new Set<keyof Chat>([
  "unread",
  "readUpTo",
  "markedUnread",
  "lastText",
  "lastKind",
  "lastAt",
])

const lasting = (chat: Chat): string => JSON.stringify(chat, (name, value) => (fleeting.has(name) ? undefined : value))

/** Whether the same can be done with the messages of a chat as before. */
export const canSame = (before: Chat, now: Chat): boolean => before === now || lasting(before) === lasting(now)

/** Something new can be said here. */
export const canWrite = (chat: Chat): boolean => chat.status === "connected" || chat.status === "notes"

/** Among one's own notes everything is allowed. */
export const canSpeak = (chat: Chat | undefined): boolean =>
  chat?.status === "notes" || chat?.features?.voice.forMe === true

export const canReact = (item: Item, chat: Chat): boolean =>
  item.isMessage === true && chat.status === "connected" && chat.features?.reactions.forMe === true

export const canEdit = (item: Item, now: number): boolean => now < (item.editableUntil ?? 0)
export const canDeleteForAll = (item: Item, now: number): boolean => now < (item.deletableUntil ?? 0)

/** The emoji that may be pressed now: at most three are ours. */
export const canAdd = (item: Item, emoji: string): boolean => {
  const mine = (item.reactions ?? []).filter(r => r.mine).map(r => r.emoji)
  return mine.includes(emoji) || mine.length < mostReactions
}

/** In the order of the menu. Lines about events have none. */
export const actionsOf = (item: Item, chat: Chat, now: number): readonly Action[] => {
  if (item.direction === "event") return []
  const can: Readonly<Record<Action, boolean>> = {
    reply: item.isMessage === true && canWrite(chat),
    react: canReact(item, chat),
    edit: canEdit(item, now) && canWrite(chat),
    copy: item.text !== "" && !item.deleted,
    share: !item.deleted && canShare() && (item.text !== "" || item.file?.state === "here"),
    forward: item.isMessage === true,
    select: true,
    info: true,
    delete: true,
  }
  return (Object.keys(can) as Action[]).filter(action => can[action])
}

/** The message of ours that was written last and can still be changed. */
export const lastEditable = (items: readonly Item[], now: number): Item | undefined =>
  items.findLast(item => canEdit(item, now))

/** What is asked about one or several messages. */
export type Question = { readonly about: "delete" | "forward" | "info"; readonly items: readonly Item[] }

const chosen = signal<ReadonlySet<string> | null>(null)
const asked = signal<Question | null>(null)

/** Ids of chosen messages; null while nobody chooses. */
export const selection = computed(() => chosen.value)
export const question = computed(() => asked.value)

export const applySelection = (ids: ReadonlySet<string> | null) => {
  chosen.value = ids
}
export const applyQuestion = (next: Question | null) => {
  asked.value = next
}

/** `ids` with one put in or taken out. */
export const toggled = (ids: ReadonlySet<string> | null, id: string): ReadonlySet<string> => {
  const next = new Set(ids)
  if (!next.delete(id)) next.add(id)
  return next
}
