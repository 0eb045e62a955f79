/**
 * What is worth telling when nobody looks: a message, a request, a new contact. Rules only; notify.ts shows them.
 *
 * How much is told is the reader's choice: a notification stands on the lock screen of a phone, and in the history of
 * some systems. Muted chats and profiles tell nothing.
 */
import type { Chat, ProfileInfo } from "../../worker/api.ts"

/** How much: nothing, that there is something, who, or also what. */
export const noticeModes = ["off", "hidden", "contact", "message"] as const
export type NoticeMode = (typeof noticeModes)[number]

export type What = "message" | "request" | "connected"

/** Something new in a chat of the profile that is shown, or in another profile. */
export type Happened =
  | { readonly in: "chat"; readonly what: What; readonly chat: Chat }
  | { readonly in: "profile"; readonly profile: ProfileInfo }

/** What is new in a chat that was `before`; null: nothing that anybody waits for. */
export const newsIn = (before: Chat | undefined, now: Chat): What | null => {
  if (now.settings?.muted) return null
  if (now.status === "request")
    return now.unread > (before?.status === "request" ? before.unread : 0) ? "request" : null
  if (now.unread > (before?.unread ?? 0)) return "message"
  const waited = before?.status === "connecting" || before?.status === "link" || before?.status === "prepared"
  return waited && now.status === "connected" ? "connected" : null
}

/** The other profile that has more unread than before, if it may say so. */
export const newsElsewhere = (before: readonly ProfileInfo[], now: readonly ProfileInfo[]): ProfileInfo | null =>
  now.find(profile => {
    if (profile.active || profile.muted || profile.hidden) return false
    const known = before.find(p => p.id === profile.id)
    return known !== undefined && profile.unread > known.unread
  }) ?? null

/** Unread messages that are worth a number on the icon: those of muted chats are not. */
export const loudUnread = (chats: readonly Chat[], profiles: readonly ProfileInfo[]): number =>
  chats.reduce((sum, c) => (c.settings?.muted ? sum : sum + c.unread), 0) +
  profiles.reduce((sum, p) => (p.active || p.muted || p.hidden ? sum : sum + p.unread), 0)

/** Words of the catalogue, `text.notices`. */
export type NoticeWords = {
  readonly product: string
  readonly message: string
  readonly request: string
  readonly connected: string
  readonly requestOf: string
  readonly connectedTo: string
  readonly profile: (name: string) => string
}

export type Notice = { readonly title: string; readonly body: string }

/** `name` and `line` are harmless already (parts/plain.ts); an empty line: there are no words to show. */
export const noticeOf = (
  happened: Happened,
  mode: NoticeMode,
  name: string,
  line: string,
  words: NoticeWords,
): Notice | null => {
  if (mode === "off") return null
  if (happened.in === "profile")
    return { title: words.product, body: mode === "hidden" ? words.message : words.profile(name) }
  const { what } = happened
  if (mode === "hidden") return { title: words.product, body: words[what] }
  if (what === "request") return { title: name, body: words.requestOf }
  if (what === "connected") return { title: name, body: words.connectedTo }
  return { title: name, body: mode === "message" && line !== "" ? line : words.message }
}
