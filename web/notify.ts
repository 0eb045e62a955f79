/**
 * Notifications of the system while the page runs, the number on the icon, and the sound.
 *
 * A notification of the page itself is gone with the page. One of a service worker is kept by the browser on the disk until
 * it is closed, words and all: it is used only where pages cannot show any (Android), and closed when the chats are locked.
 * Trust: names and messages are foreign text, made harmless before they are shown. A tag is a number of this page, so
 *        that nothing of the profile stays in the browser's own list.
 */
import { effect, untracked } from "@preact/signals"
import { chime } from "./parts/chime.ts"
import { plainLine, plainName } from "./parts/plain.ts"
import { happened } from "./state/apply.ts"
import { chatById, chats } from "./state/chats.ts"
import { kiosk } from "./state/kiosk.ts"
import { locale } from "./state/language.ts"
import { type Happened, loudUnread, type Notice, noticeOf } from "./state/notices.ts"
import { profiles } from "./state/profiles.ts"
import { goTo, readChatId } from "./state/route.ts"
import { isOpen } from "./state/session.ts"
import { settings } from "./state/settings.ts"
import { previewOf } from "./text/markdown.ts"
import { text } from "./text.ts"

export type Permission = NotificationPermission | "unsupported"

export const permission = (): Permission =>
  typeof Notification === "function" ? Notification.permission : "unsupported"

/** Only ever called because somebody has pressed something. */
export const askPermission = async (): Promise<Permission> =>
  permission() === "default" ? Notification.requestPermission() : permission()

type Shown = { readonly chatId: string | null; readonly unread: number; readonly close: () => void }
/** Those of the system that are open, by their tags. Without a chat: of another profile. */
const shown = new Map<string, Shown>()
const tags = new Map<string, string>()

const tagOf = (what: string): string => {
  const tag = tags.get(what) ?? crypto.randomUUID()
  tags.set(what, tag)
  return tag
}

const open = (tag: string) => {
  const chatId = shown.get(tag)?.chatId
  close(tag)
  window.focus()
  if (chatId != null && chatById(chatId)) goTo({ at: "chat", chatId })
  else if (chatId === null) goTo({ at: "profiles" })
}

const close = (tag: string) => {
  shown.get(tag)?.close()
  shown.delete(tag)
}

/** Undefined where only service workers may show any. */
const byPage = (title: string, options: NotificationOptions): Notification | undefined => {
  try {
    return new Notification(title, options)
  } catch {
    return undefined
  }
}

const byServiceWorker = async (title: string, options: NotificationOptions) => {
  const registration = await navigator.serviceWorker?.getRegistration()
  const { tag = "" } = options
  if (shown.has(tag)) await registration?.showNotification(title, options)
  // Read, or locked, meanwhile.
  if (!shown.has(tag)) await closeByServiceWorker(tag)
}

const closeByServiceWorker = async (tag: string) => {
  const registration = await navigator.serviceWorker?.getRegistration()
  for (const notification of (await registration?.getNotifications({ tag })) ?? []) notification.close()
}

const show = ({ title, body }: Notice, tag: string, chatId: string | null) => {
  const unread = chatById(chatId ?? "")?.unread ?? 0
  // The system's own sound would be heard whatever is set here.
  const options = { body, tag, icon: "/icon-192.png", silent: true, lang: locale.peek(), dir: "auto" } as const
  const notification = byPage(title, options)
  if (notification) {
    notification.onclick = () => open(tag)
    shown.set(tag, { chatId, unread, close: () => notification.close() })
    return
  }
  shown.set(tag, { chatId, unread, close: () => void closeByServiceWorker(tag).catch(() => {}) })
  void byServiceWorker(title, options).catch(() => {})
}

const isWatched = () => document.visibilityState === "visible" && document.hasFocus()

/** What was read, or is looked at, or is gone, needs no telling any more; of locked chats nothing may stay. */
const tidy = (isHere: boolean) => {
  for (const [tag, { chatId, unread }] of [...shown]) {
    const chat = chatId === null ? undefined : chatById(chatId)
    const isRead = chatId !== null && (!chat || chat.unread < unread || (isWatched() && readChatId.peek() === chatId))
    if (!isHere || isRead) close(tag)
  }
}

const tell = (what: Happened) => {
  const { notices, sound } = settings.peek()
  const chatId = what.in === "chat" ? what.chat.id : null
  if (notices === "off" || kiosk.peek()) return
  if (isWatched() && chatId !== null && readChatId.peek() === chatId) return
  const name = what.in === "chat" ? what.chat.alias || what.chat.name : what.profile.displayName
  const { lastText = "", lastKind } = what.in === "chat" ? what.chat : {}
  // A picture without words is told as what it is.
  const line = plainLine(previewOf(lastText)) || (lastKind ? text.content[lastKind] : "")
  const words = { ...text.notices, product: text.product }
  const notice = noticeOf(what, notices, plainName(name, text.list.unnamed), line, words)
  if (!notice) return
  if (permission() === "granted") show(notice, tagOf(chatId ?? `profile ${name}`), chatId)
  if (sound) void chime().catch(() => {})
}

type Badge = { setAppBadge?(count: number): Promise<void>; clearAppBadge?(): Promise<void> }
const badge = async (count: number) => {
  const { setAppBadge, clearAppBadge } = navigator as Badge
  if (count > 0) await setAppBadge?.call(navigator, count)
  else await clearAppBadge?.call(navigator)
}

let following = false

/** From the first open session on. */
export const followNews = () => {
  if (following) return
  following = true
  effect(() => {
    const what = happened.value
    // Told once: what telling looks at may change without anything new having happened.
    if (what) untracked(() => tell(what))
  })
  effect(() => {
    void chats.value
    void readChatId.value
    tidy(isOpen.value)
  })
  addEventListener("focus", () => tidy(isOpen.peek()))
  effect(() => {
    const count = isOpen.value ? loudUnread(chats.value, profiles.value) : 0
    void badge(count).catch(() => {})
  })
  navigator.serviceWorker?.addEventListener("message", event => {
    if (event.data?.type === "NOTICE" && typeof event.data.tag === "string") open(event.data.tag)
  })
}
