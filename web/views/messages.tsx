/** The conversation itself: its lines, the menu of a message, and jumps between them. */
import { useSignal } from "@preact/signals"
import { useCallback, useEffect, useMemo, useRef } from "preact/hooks"
import type { Chat, FailureCode, Item } from "../../worker/api.ts"
import { aim } from "../commands.ts"
import { Button, Problem } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { lazy } from "../parts/lazy.tsx"
import type { Place } from "../parts/menu.tsx"
import { Day } from "../parts/time.tsx"
import { actionsOf, canSame } from "../state/actions.ts"
import { dayOf, linesOf } from "../state/groups.ts"
import type { Conversation } from "../state/messages.ts"
import { target } from "../state/search.ts"
import { text } from "../text.ts"
import { codeOf } from "../worker.ts"
import { Row } from "./row.tsx"
import { type Scroll, useScroll } from "./scroll.ts"

const MessageMenu = lazy(async () => (await import("./message-menu.tsx")).MessageMenu)

/** The day that is being scrolled through. Its line is in the conversation, too. */
const FloatingDay = ({ day }: { day: Scroll["day"] }) => {
  const at = day.value
  // It fades with its words.
  const last = useRef(at)
  last.current = at ?? last.current
  return (
    <p class="floating-day" aria-hidden="true" data-shown={at !== null || undefined}>
      {last.current !== null && <Day at={last.current} />}
    </p>
  )
}

/** Leads to the newest message, and says how many were not seen. */
const Below = ({ below, unread, onClick }: { below: Scroll["below"]; unread: number; onClick: () => void }) => {
  if (!below.value) return null
  return unread > 0 ? (
    <button type="button" class="new-below" onClick={onClick}>
      <Icon name="down" />
      {text.chat.newBelow(unread)}
    </button>
  ) : below.value === "far" ? (
    <button type="button" class="icon-button new-below to-end" aria-label={text.chat.toEnd} onClick={onClick}>
      <Icon name="down" />
    </button>
  ) : null
}

type Open = { readonly itemId: string; readonly place: Place; readonly opener: HTMLElement | null }

type Props = {
  readonly conversation: Conversation
  readonly chat: Chat
  readonly name: string
  readonly end: { current: () => void }
}

/** `end` is filled with the jump to the newest message, for the composer. */
export const Messages = ({ conversation, chat, name, end }: Props) => {
  const box = useRef<HTMLDivElement>(null)
  const problem = useSignal<FailureCode | null>(null)
  const open = useSignal<Open | null>(null)
  const lost = useSignal(false)
  const scroll = useScroll(box, conversation)
  const jump = async (itemId: string) => {
    lost.value = false
    lost.value = !(await scroll.jump(itemId))
  }
  end.current = scroll.toEnd
  const wanted = target.value?.chatId === chat.id ? target.value.itemId : null
  useEffect(() => {
    if (wanted === null || !conversation.loaded) return
    aim(null)
    void jump(wanted)
  }, [wanted, conversation.loaded])

  const onMenu = (item: Item, place: Place) => {
    problem.value = null
    if (actionsOf(item, chat, Date.now()).length === 0) return
    const opener = document.getElementById(`item-${item.id}`)?.querySelector<HTMLElement>(".more") ?? null
    open.value = { itemId: item.id, place, opener }
  }
  const onClose = (focusBack: boolean) => {
    const { opener = null } = open.value ?? {}
    open.value = null
    if (focusBack) opener?.focus({ preventScroll: true })
  }
  // Whatever else is drawn anew, the rows are not, unless there is something new about them.
  const now = useRef({ onMenu, jump })
  now.current = { onMenu, jump }
  const rowMenu = useCallback((item: Item, place: Place) => now.current.onMenu(item, place), [])
  const rowJump = useCallback((itemId: string) => void now.current.jump(itemId), [])
  const chatOfRows = useRef(chat)
  if (!canSame(chatOfRows.current, chat)) chatOfRows.current = chat
  const { items, readUpTo, hasOlder } = conversation
  const lines = useMemo(() => linesOf(items, readUpTo, hasOlder), [items, readUpTo, hasOlder])
  const today = dayOf(Date.now())
  const menuItem = conversation.items.find(item => item.id === open.value?.itemId)

  return (
    <div class="log-frame">
      <div
        ref={box}
        class="log"
        role="log"
        aria-label={text.chat.messages}
        // What is new is told elsewhere (Heard in panes.tsx): most of what comes here is old.
        aria-live="off"
        aria-busy={!conversation.loaded || scroll.busy.value}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        onScroll={scroll.onScroll}
        onKeyDown={scroll.onKeyDown}
      >
        {conversation.hasOlder && (
          <Button kind="quiet" busy={scroll.busy.value} onClick={() => scroll.more("older")}>
            {text.chat.older}
          </Button>
        )}
        <ol class="lines">
          {lines.map(line => (
            <Row
              key={line.item.id}
              {...line}
              today={today}
              chat={chatOfRows.current}
              name={name}
              isOpen={open.value?.itemId === line.item.id}
              onMenu={rowMenu}
              onJump={rowJump}
            />
          ))}
        </ol>
        {conversation.hasNewer && (
          <Button kind="quiet" busy={scroll.busy.value} onClick={() => scroll.more("newer")}>
            {text.chat.newer}
          </Button>
        )}
        {conversation.loaded && !conversation.hasOlder && conversation.items.every(i => i.direction === "event") && (
          <p class="hint begin">{chat.status === "notes" ? text.chat.beginNotes : text.chat.begin}</p>
        )}
      </div>
      <FloatingDay day={scroll.day} />
      <Below below={scroll.below} unread={chat.unread} onClick={scroll.toEnd} />
      {(lost.value || problem.value || scroll.problem.value) && (
        <div class="log-problem">
          <Problem code={problem.value ?? scroll.problem.value} words={lost.value ? text.mark.gone : null} />
        </div>
      )}
      {open.value && menuItem && (
        <MessageMenu
          item={menuItem}
          chat={chat}
          place={open.value.place}
          onClose={onClose}
          onProblem={thrown => {
            problem.value = codeOf(thrown)
          }}
        />
      )}
    </div>
  )
}
