/** What can be done with a chat of the list, as a menu. */
import { setChatSettings } from "../commands.ts"
import { text } from "../contacts-text.ts"
import type { IconName } from "../parts/icon.tsx"
import { type Entry, Menu } from "../parts/menu.tsx"
import { markChatRead, markUnread } from "../people.ts"
import { chatById } from "../state/chats.ts"
import { applyChatQuestion, type ChatAction, chatActionsOf, type OpenMenu, openChatMenu } from "../state/filters.ts"
import { text as words } from "../text.ts"
import { chatName } from "./chats.tsx"

const icons: Readonly<Record<ChatAction, IconName>> = {
  read: "done",
  unread: "unread",
  favorite: "star",
  unfavorite: "star",
  mute: "mute",
  unmute: "bell",
  lists: "list",
  rename: "edit",
  clear: "broom",
  delete: "trash",
}

/** The button that has the menu, or would have: whoever chose something goes on from there. */
const focusBack = (chatId: string) =>
  document.querySelector<HTMLElement>(`.chat-row[data-chat="${CSS.escape(chatId)}"] a`)?.focus({ preventScroll: true })

export const ChatMenu = ({ open }: { open: OpenMenu }) => {
  const chat = chatById(open.chatId)
  if (!chat) return null
  const { id } = chat
  const close = () => {
    openChatMenu(null)
    focusBack(id)
  }
  // What fails leaves the list as it is, which is what it says.
  const now = (command: () => Promise<unknown>) => () => {
    close()
    void command().catch(() => {})
  }
  const ask = (about: "rename" | "lists" | "clear" | "delete") => () => {
    close()
    applyChatQuestion({ about, chatId: id })
  }
  const does: Readonly<Record<ChatAction, () => void>> = {
    read: now(() => markChatRead(id)),
    unread: now(() => markUnread(id, true)),
    favorite: now(() => setChatSettings(id, { favorite: true })),
    unfavorite: now(() => setChatSettings(id, { favorite: false })),
    mute: now(() => setChatSettings(id, { muted: true })),
    unmute: now(() => setChatSettings(id, { muted: false })),
    lists: ask("lists"),
    rename: ask("rename"),
    clear: ask("clear"),
    delete: ask("delete"),
  }
  const entries: readonly Entry[] = chatActionsOf(chat).map(action => ({
    key: action,
    label: text.menu[action],
    icon: icons[action],
    run: does[action],
  }))
  return <Menu label={words.chatMenu.label(chatName(chat))} entries={entries} place={open.place} onClose={close} />
}
