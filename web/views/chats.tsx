/** The chat list. */

import { useRef } from "preact/hooks"
import type { Chat } from "../../worker/api.ts"
import { Avatar } from "../parts/avatar.tsx"
import { Icon, type IconName, Logo } from "../parts/icon.tsx"
import { lazy } from "../parts/lazy.tsx"
import type { Place } from "../parts/menu.tsx"
import { plainLine, plainName } from "../parts/plain.ts"
import { usePress } from "../parts/press.ts"
import { ShortTime } from "../parts/time.tsx"
import { type RowPlace, Windowed } from "../parts/windowed.tsx"
import { chats, chatsLoaded } from "../state/chats.ts"
import { chatQuestion, filter, listed, menu, openChatMenu, shownChats } from "../state/filters.ts"
import { leftLink } from "../state/fresh-link.ts"
import { activeProfile, unreadElsewhere } from "../state/profiles.ts"
import { goTo, openChatId, route } from "../state/route.ts"
import { matching, search } from "../state/search.ts"
import { session } from "../state/session.ts"
import { settings } from "../state/settings.ts"
import { previewOf } from "../text/markdown.ts"
import { number } from "../text/plural.ts"
import { text } from "../text.ts"
import { Filters, NoneHere, ReadAll } from "./filters.tsx"
import { Found, SearchBox } from "./found.tsx"
import { PrivateNote } from "./private.tsx"

const AskTeam = lazy(async () => (await import("./ask-team.tsx")).AskTeam)
const KeepLink = lazy(async () => (await import("./keep-link.tsx")).KeepLink)
const NewsHint = lazy(async () => (await import("./news-hint.tsx")).NewsHint)
const NoticesOffer = lazy(async () => (await import("./notices-offer.tsx")).NoticesOffer)

const ChatMenu = lazy(async () => (await import("./chat-menu.tsx")).ChatMenu)
const ChatDialog = lazy(async () => (await import("./chat-dialogs.tsx")).ChatDialog)

/** The name of a chat as the page shows it: what we call it, the contact's, or our own words where there is none yet. */
export const chatName = (chat: Chat): string => {
  if (chat.alias !== undefined) return plainName(chat.alias, text.list.unnamed)
  if (chat.status === "link") return text.list.linkName
  if (chat.status === "notes") return text.notes.name
  const fallback = chat.status === "connecting" ? text.list.connecting : text.list.unnamed
  return plainName(chat.name, fallback)
}

/** What stands for a chat that has nobody in it yet. */
export const chatIcon = (chat: Chat): IconName | undefined => {
  if (chat.status === "link") return "link"
  if (chat.status === "notes") return "edit"
  return chat.status !== "connected" && chat.status !== "request" && plainName(chat.name, "") === ""
    ? "clock"
    : undefined
}

const lastLine = (chat: Chat): string => {
  if (chat.status === "link") return text.list.linkState
  if (chat.status === "failed") return text.list.failed
  if (chat.status === "prepared") return text.list.prepared
  if (chat.status === "request") return text.request.state
  if (chat.status === "connecting") return chat.requested ? text.list.requested : text.list.waiting
  if (!settings.value.previews) return ""
  if (chat.draft && openChatId.value !== chat.id) return text.list.draft(plainLine(previewOf(chat.draft)))
  return plainLine(previewOf(chat.lastText ?? "")) || (chat.lastKind ? text.content[chat.lastKind] : "")
}

const MenuButton = ({ chat, name, onMenu }: { chat: Chat; name: string; onMenu: (place: Place) => void }) => (
  <button
    type="button"
    class="icon-button row-more"
    aria-label={text.chatMenu.label(name)}
    aria-haspopup="menu"
    aria-expanded={menu.value?.chatId === chat.id}
    onClick={e => {
      const { left, bottom } = e.currentTarget.getBoundingClientRect()
      onMenu({ x: left, y: bottom })
    }}
  >
    <Icon name="more" />
  </button>
)

const Row = ({ chat, place }: { chat: Chat; place: RowPlace }) => {
  const name = chatName(chat)
  const id = `chat-${chat.id}`
  const onMenu = (place: Place) => openChatMenu({ chatId: chat.id, place })
  return (
    <li class="chat-row" data-chat={chat.id} data-status={chat.status} {...place} {...usePress(onMenu, true)}>
      <Avatar id={chat.id} name={name} icon={chatIcon(chat)} image={chat.image} />
      {/* The link is the name alone; style.css stretches it over the row. */}
      <a
        href="/"
        class="chat-row-name"
        aria-describedby={id}
        aria-current={openChatId.value === chat.id ? "page" : undefined}
        onClick={e => {
          e.preventDefault()
          goTo({ at: "chat", chatId: chat.id })
        }}
      >
        <bdi>{name}</bdi>
      </a>
      <span class="chat-row-time">
        <ShortTime at={chat.lastAt} />
      </span>
      <span class="chat-row-about" id={id}>
        <span class="chat-row-line" dir="auto">
          {lastLine(chat)}
        </span>
        {chat.settings?.muted && (
          <span class="chat-mark">
            <Icon name="mute" />
            <span class="unseen">{text.chatSettings.muted}</span>
          </span>
        )}
        {chat.settings?.favorite && (
          <span class="chat-mark">
            <Icon name="star" />
            <span class="unseen">{text.chatSettings.favorite}</span>
          </span>
        )}
        {chat.unread > 0 ? (
          <span class="badge">
            <span aria-hidden="true">{chat.unread > 999 ? `${number(999)}+` : number(chat.unread)}</span>
            <span class="unseen">{text.list.unread(chat.unread)}</span>
          </span>
        ) : (
          chat.markedUnread && (
            <span class="badge badge-dot">
              <span class="unseen">{text.chatMenu.markedUnread}</span>
            </span>
          )
        )}
      </span>
      <MenuButton chat={chat} name={name} onMenu={onMenu} />
    </li>
  )
}

const Me = () => {
  const now = session.value
  if (now.state !== "open") return null
  const profile = activeProfile.value
  const name = plainName(profile?.displayName ?? now.displayName, text.list.unnamed)
  return (
    <footer class="me">
      <Avatar id={`profile-${profile?.id ?? 0}`} name={name} image={profile?.image} />
      <button
        type="button"
        class="me-name"
        title={text.profiles.heading}
        aria-current={route.value.at === "profiles" ? "page" : undefined}
        onClick={() => goTo({ at: "profiles" })}
      >
        <bdi>{name}</bdi>
        {unreadElsewhere.value > 0 && (
          <span class="badge">
            <span aria-hidden="true">{number(unreadElsewhere.value)}</span>
            <span class="unseen">{text.profiles.unread(unreadElsewhere.value)}</span>
          </span>
        )}
      </button>
      <span class="me-about">{now.kept ? text.list.kept : text.list.privateMeans}</span>
      <button
        type="button"
        class="icon-button"
        aria-label={text.address.heading}
        aria-current={route.value.at === "address" ? "page" : undefined}
        onClick={() => goTo({ at: "address" })}
      >
        <Icon name="code" />
      </button>
    </footer>
  )
}

const Rows = () => {
  const { query } = search.value
  const box = useRef<HTMLDivElement>(null)
  const shown = query.trim() === "" ? shownChats.value : matching(chats.value, query.trim(), chatName)
  return (
    <>
      <SearchBox />
      {query.trim() === "" && <Filters />}
      {query.trim() === "" && <ReadAll />}
      <div ref={box} class="chat-rows">
        <Windowed
          box={box}
          items={shown}
          idOf={chat => chat.id}
          row={(chat, place) => <Row key={chat.id} chat={chat} place={place} />}
        />
        {query.trim() === "" && shown.length === 0 && filter.value && <NoneHere />}
        <Found none={shown.length === 0} />
      </div>
    </>
  )
}

export const Chats = () => (
  <nav class="chats" aria-label={text.list.label}>
    <header class="chats-head">
      <Logo />
      <h1 class="wordmark">{text.product}</h1>
      <button
        type="button"
        class="icon-button"
        aria-label={text.settings}
        aria-current={route.value.at === "settings" ? "page" : undefined}
        onClick={() => goTo({ at: "settings" })}
      >
        <Icon name="gear" />
      </button>
      <button
        type="button"
        class="primary new-chat"
        aria-current={route.value.at === "new" ? "page" : undefined}
        onClick={() => goTo({ at: "new" })}
      >
        <Icon name="plus" />
        {text.list.newChat}
      </button>
    </header>
    {chatsLoaded.value && listed(chats.value).length === 0 ? (
      <div class="empty">
        <p class="empty-title">{text.list.empty}</p>
        <p>{text.list.emptyMeans}</p>
        <AskTeam />
      </div>
    ) : (
      <Rows />
    )}
    <PrivateNote />
    <NewsHint />
    {leftLink.value ? <KeepLink /> : <NoticesOffer />}
    <Me />
    {menu.value && <ChatMenu open={menu.value} />}
    {chatQuestion.value && <ChatDialog question={chatQuestion.value} />}
  </nav>
)
