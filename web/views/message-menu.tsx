/** What can be done with one message, as a menu; the reactions are a second one in its place. */
import { useSignal } from "@preact/signals"
import type { Chat, Item } from "../../worker/api.ts"
import { ask, compose, react, select } from "../commands.ts"
import { shareItem } from "../files.ts"
import type { IconName } from "../parts/icon.tsx"
import { type Entry, Menu, type Place } from "../parts/menu.tsx"
import { plainText } from "../parts/plain.ts"
import { type Action, actionsOf, canAdd, emojis, toggled } from "../state/actions.ts"
import { answering, changing, composeOf } from "../state/compose.ts"
import { text } from "../text.ts"

const icons: Readonly<Record<Action, IconName>> = {
  reply: "reply",
  react: "smile",
  edit: "edit",
  copy: "copy",
  share: "share",
  forward: "forward",
  select: "select",
  info: "info",
  delete: "trash",
}

/** Where it is written: the focus of whoever answers or changes something. */
const focusComposer = () => document.querySelector<HTMLTextAreaElement>(".composer textarea")?.focus()

type Props = {
  readonly item: Item
  readonly chat: Chat
  readonly place: Place
  /** `focusBack`: what opened the menu gets the focus. */
  readonly onClose: (focusBack: boolean) => void
  readonly onProblem: (thrown: unknown) => void
}

export const MessageMenu = ({ item, chat, place, onClose, onProblem }: Props) => {
  const reacting = useSignal(false)
  const write = (change: typeof answering) => () => {
    compose(chat.id, change(composeOf(chat.id), item))
    onClose(false)
    focusComposer()
  }
  const about = (what: "delete" | "forward" | "info") => () => {
    onClose(true)
    ask({ about: what, items: [item] })
  }
  const does: Readonly<Record<Action, () => void>> = {
    reply: write(answering),
    edit: write(changing),
    react: () => {
      reacting.value = true
    },
    copy: () => {
      navigator.clipboard.writeText(plainText(item.text)).catch(onProblem)
      onClose(true)
    },
    share: () => {
      shareItem(item).catch(onProblem)
      onClose(true)
    },
    select: () => {
      onClose(true)
      select(toggled(null, item.id))
    },
    forward: about("forward"),
    info: about("info"),
    delete: about("delete"),
  }
  const isMine = (emoji: string) => item.reactions?.some(r => r.mine && r.emoji === emoji) ?? false
  const entries: readonly Entry[] = reacting.value
    ? emojis.map(emoji => ({
        key: emoji,
        label: emoji,
        on: isMine(emoji),
        off: !canAdd(item, emoji),
        run: () => {
          react(item.id, emoji, !isMine(emoji)).catch(onProblem)
          onClose(true)
        },
      }))
    : actionsOf(item, chat, Date.now()).map(action => ({
        key: action,
        label: text.action[action],
        icon: icons[action],
        run: does[action],
      }))
  return (
    <Menu
      key={reacting.value ? "react" : "main"}
      label={reacting.value ? text.action.react : text.action.menu}
      entries={entries}
      place={place}
      wide={reacting.value}
      onClose={() => onClose(true)}
    />
  )
}
