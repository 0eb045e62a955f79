/** A line of the conversation: a day, a notice, a message with the ways to do something with it. */
import type { Chat, Item } from "../../worker/api.ts"
import { select } from "../commands.ts"
import { Icon } from "../parts/icon.tsx"
import type { Place } from "../parts/menu.tsx"
import { usePress } from "../parts/press.ts"
import { Day } from "../parts/time.tsx"
import { selection, toggled } from "../state/actions.ts"
import type { Line } from "../state/groups.ts"
import { text } from "../text.ts"
import { Bubble, Reactions } from "./bubble.tsx"
import { Notice } from "./notice.tsx"
import { Trouble } from "./trouble.tsx"

export type RowProps = {
  readonly line: Line
  readonly chat: Chat
  readonly name: string
  readonly isOpen: boolean
  readonly onMenu: (item: Item, place: Place) => void
  readonly onJump: (itemId: string) => void
}

const More = ({ item, isOpen, onMenu }: Pick<RowProps, "isOpen" | "onMenu"> & { item: Item }) => (
  <button
    type="button"
    class="icon-button more"
    aria-label={text.action.menu}
    aria-haspopup="menu"
    aria-expanded={isOpen}
    onClick={e => {
      const { left, right, bottom } = e.currentTarget.getBoundingClientRect()
      onMenu(item, { x: document.dir === "rtl" ? right : left, y: bottom })
    }}
  >
    <Icon name="more" />
  </button>
)

const Message = ({ line, chat, name, isOpen, onMenu, onJump }: RowProps) => {
  const { item } = line
  const press = usePress(place => onMenu(item, place))
  const chosen = selection.value
  return (
    <div class="message" data-open={isOpen || undefined}>
      {chosen && (
        <input
          type="checkbox"
          class="pick"
          aria-label={text.choosing.one}
          checked={chosen.has(item.id)}
          onChange={() => select(toggled(chosen, item.id))}
        />
      )}
      <div class="message-body" {...(chosen ? { onClick: () => select(toggled(chosen, item.id)) } : press)}>
        <Bubble item={item} chat={chat} name={name} onJump={onJump} />
        <Reactions item={item} chat={chat} />
      </div>
      {!chosen && <More item={item} isOpen={isOpen} onMenu={onMenu} />}
    </div>
  )
}

export const Row = (props: RowProps) => {
  const { item, newDay, firstNew, first, last } = props.line
  return (
    <li
      class="line"
      id={`item-${item.id}`}
      tabIndex={-1}
      data-order={item.order}
      data-direction={item.direction}
      data-status={item.status}
      data-first={first || undefined}
      data-last={last || undefined}
    >
      {newDay && (
        <p class="day">
          <Day at={item.at} />
        </p>
      )}
      {firstNew && <p class="unread">{text.mark.unread}</p>}
      <Notice item={item} />
      {item.direction !== "event" && <Message {...props} />}
      <Trouble item={item} chat={props.chat} />
    </li>
  )
}
