/** The conversation itself: its lines, the menu of a message, and jumps between them. */
import { useSignal } from "@preact/signals"
import { useEffect, useRef } from "preact/hooks"
import type { Chat, FailureCode, Item } from "../../worker/api.ts"
import { aim, loadOlder, loadUntil } from "../commands.ts"
import { useAction } from "../parts/action.ts"
import { Button, Problem } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { lazy } from "../parts/lazy.tsx"
import type { Place } from "../parts/menu.tsx"
import { actionsOf } from "../state/actions.ts"
import { linesOf } from "../state/groups.ts"
import type { Conversation } from "../state/messages.ts"
import { target } from "../state/search.ts"
import { text } from "../text.ts"
import { codeOf } from "../worker.ts"
import { Row } from "./row.tsx"
import { useScroll } from "./scroll.ts"

const MessageMenu = lazy(async () => (await import("./message-menu.tsx")).MessageMenu)

/** Shows the message that a quote is of, as soon as it is here. */
const useJump = (letGo: () => void) => {
  const lost = useSignal(false)
  const jump = async (itemId: string) => {
    lost.value = !(await loadUntil(itemId))
    if (lost.value) return
    // The rows of what was just loaded come with the next frame.
    requestAnimationFrame(() => {
      letGo()
      const row = document.getElementById(`item-${itemId}`)
      row?.scrollIntoView({ block: "center" })
      row?.focus({ preventScroll: true })
    })
  }
  return { jump, lost }
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
  const loading = useAction()
  const problem = useSignal<FailureCode | null>(null)
  const open = useSignal<Open | null>(null)
  const { onScroll, toEnd, letGo, behind } = useScroll(box, conversation, () => void loading.run(loadOlder))
  const { jump, lost } = useJump(letGo)
  end.current = toEnd
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
  const menuItem = conversation.items.find(item => item.id === open.value?.itemId)

  return (
    <div class="log-frame">
      <div
        ref={box}
        class="log"
        role="log"
        aria-label={text.chat.messages}
        aria-relevant="additions"
        aria-busy={!conversation.loaded || loading.busy.value}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        onScroll={onScroll}
      >
        {conversation.hasOlder && (
          <Button kind="quiet" busy={loading.busy.value} onClick={() => void loading.run(loadOlder)}>
            {text.chat.older}
          </Button>
        )}
        <ol class="lines">
          {linesOf(conversation.items, conversation.readUpTo).map(line => (
            <Row
              key={line.item.id}
              line={line}
              chat={chat}
              name={name}
              isOpen={open.value?.itemId === line.item.id}
              onMenu={onMenu}
              onJump={id => void jump(id)}
            />
          ))}
        </ol>
        {conversation.loaded && conversation.items.every(i => i.direction === "event") && (
          <p class="hint begin">{chat.status === "notes" ? text.chat.beginNotes : text.chat.begin}</p>
        )}
      </div>
      {behind.value && (
        <button type="button" class="new-below" onClick={toEnd}>
          <Icon name="down" />
          {text.chat.newBelow}
        </button>
      )}
      {(lost.value || problem.value) && (
        <div class="log-problem">
          <Problem code={problem.value} words={lost.value ? text.mark.gone : null} />
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
