/** A line of the conversation: a day, a notice, a message with the ways to do something with it. */
import type { Chat, Item } from "../../worker/api.ts"
import { select } from "../commands.ts"
import { Icon } from "../parts/icon.tsx"
import { memo } from "../parts/memo.ts"
import type { Place } from "../parts/menu.tsx"
import { usePress } from "../parts/press.ts"
import { Day } from "../parts/time.tsx"
import { selection, toggled } from "../state/actions.ts"
import type { Line } from "../state/groups.ts"
import { text } from "../text.ts"
import { Bubble, Reactions } from "./bubble.tsx"
import { Notice } from "./notice.tsx"
import { Trouble } from "./trouble.tsx"

/** All of them stay the same values while nothing has changed about the line. */
export type RowProps = Line & {
  /** Midnight of this day: the words for days change with it. */
  readonly today: number
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

const Message = ({
  item,
  chat,
  name,
  isOpen,
  onMenu,
  onJump,
}: Omit<RowProps, keyof Line | "today"> & { item: Item }) => {
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

const WholeRow = ({ item, newDay, firstNew, first, last, today, ...rest }: RowProps) => {
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
          <Day key={today} at={item.at} />
        </p>
      )}
      {firstNew && <p class="unread">{text.mark.unread}</p>}
      <Notice item={item} />
      {item.direction !== "event" && <Message item={item} {...rest} />}
      <Trouble item={item} chat={rest.chat} />
    </li>
  )
}

export const Row = memo(WholeRow)
