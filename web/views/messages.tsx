/** The conversation itself: bubbles, notices, days. */
import { useSignal } from "@preact/signals"
import type { RefObject } from "preact"
import { useEffect, useLayoutEffect, useRef } from "preact/hooks"
import type { Item } from "../../worker/api.ts"
import { loadOlder, retry } from "../commands.ts"
import { useAction } from "../parts/action.ts"
import { Button, Problem } from "../parts/form.tsx"
import { Icon, type IconName } from "../parts/icon.tsx"
import { plainText } from "../parts/plain.ts"
import { Clock, Day } from "../parts/time.tsx"
import { type Line, linesOf } from "../state/groups.ts"
import type { Conversation } from "../state/messages.ts"
import { text } from "../text.ts"
import { Words } from "./words.tsx"

/** A message longer than this, or with more lines, is folded until asked for. */
const longText = 1500
const manyLines = 24

const marks: Record<Item["status"], IconName | null> = {
  sending: "clock",
  sent: "sent",
  delivered: "delivered",
  failed: "warning",
  received: null,
}

const Status = ({ item }: { item: Item }) => {
  const mark = marks[item.status]
  if (item.direction !== "sent" || !mark) return null
  return (
    <span class="status" data-status={item.status}>
      <Icon name={mark} />
      <span class={item.status === "failed" ? undefined : "unseen"}>{text.status[item.status]}</span>
    </span>
  )
}

const Failed = ({ item }: { item: Item }) => {
  const action = useAction()
  return (
    <div class="failed">
      <span>{text.failures[item.problem ?? "INTERNAL"]}</span>
      <Button kind="quiet" busy={action.busy.value} onClick={() => void action.run(() => retry(item.id))}>
        <Icon name="retry" />
        {text.chat.retry}
      </Button>
      <Problem code={action.problem.value} />
    </div>
  )
}

const Bubble = ({ line, name }: { line: Line; name: string }) => {
  const { item } = line
  const open = useSignal(false)
  const isLong = item.text.length > longText || item.text.split("\n", manyLines + 1).length > manyLines
  return (
    <div class="bubble" data-folded={(isLong && !open.value) || undefined}>
      <span class="unseen">{item.direction === "sent" ? text.chat.you : name}: </span>
      <Words words={item.text} />
      {isLong && !open.value && (
        <button
          type="button"
          class="quiet unfold"
          onClick={() => {
            open.value = true
          }}
        >
          {text.chat.all}
        </button>
      )}
      <span class="about">
        <Clock at={item.at} />
        <Status item={item} />
      </span>
    </div>
  )
}

const Notice = ({ item }: { item: Item }) => {
  const kind = item.notice?.kind
  if (!kind) return item.direction === "event" && item.text !== "" ? <p class="notice">{plainText(item.text)}</p> : null
  const isWarning = kind !== "connected" && kind !== "postQuantum" && kind !== "unknown"
  return (
    <p class={`notice${isWarning ? " notice-warning" : ""}`}>
      {kind === "postQuantum" || kind === "connected" ? <Icon name="lock" /> : isWarning && <Icon name="warning" />}
      {text.notice[kind](item.notice?.count ?? 1)}
    </p>
  )
}

const Row = ({ line, name }: { line: Line; name: string }) => {
  const { item } = line
  return (
    <li
      class="line"
      data-direction={item.direction}
      data-status={item.status}
      data-first={line.first || undefined}
      data-last={line.last || undefined}
    >
      {line.newDay && (
        <p class="day">
          <Day at={item.at} />
        </p>
      )}
      <Notice item={item} />
      {item.direction !== "event" && <Bubble line={line} name={name} />}
      {item.status === "failed" && item.direction === "sent" && <Failed item={item} />}
    </li>
  )
}

/** Pixels from the end within which the view follows new messages. */
const nearEnd = 80
/** Pixels from the start at which older messages are fetched. */
const nearStart = 300

/**
 * Keeps the place: at the end when new messages come and the reader is there, on the same message when older ones are
 * put above. `toEnd` jumps to the end.
 */
const useScroll = (box: RefObject<HTMLDivElement | null>, conversation: Conversation, older: () => void) => {
  const atEnd = useRef(true)
  const before = useRef({ height: 0, first: "" })
  const behind = useSignal(false)
  const first = conversation.items[0]?.id ?? ""
  const last = conversation.items.at(-1)

  const toEnd = () => {
    atEnd.current = true
    behind.value = false
    if (box.current) box.current.scrollTop = box.current.scrollHeight
  }

  useLayoutEffect(() => {
    const el = box.current
    if (!el) return
    if (atEnd.current) toEnd()
    else if (before.current.first !== first) el.scrollTop += el.scrollHeight - before.current.height
    before.current = { height: el.scrollHeight, first }
  }, [conversation.items])

  const lastId = useRef(last?.id)
  useEffect(() => {
    if (lastId.current !== last?.id && !atEnd.current && last?.direction === "received") behind.value = true
    lastId.current = last?.id
  }, [last, behind])

  // The keyboard of a phone or a growing composer makes the box smaller.
  useEffect(() => {
    const el = box.current
    if (!el) return
    const watch = new ResizeObserver(() => atEnd.current && toEnd())
    watch.observe(el)
    return () => watch.disconnect()
  }, [])

  const onScroll = () => {
    const el = box.current
    if (!el) return
    atEnd.current = el.scrollHeight - el.scrollTop - el.clientHeight < nearEnd
    if (atEnd.current) behind.value = false
    if (el.scrollTop < nearStart && conversation.hasOlder) older()
  }
  return { onScroll, toEnd, behind }
}

type Props = { readonly conversation: Conversation; readonly name: string; readonly end: { current: () => void } }

/** `end` is filled with the jump to the newest message, for the composer. */
export const Messages = ({ conversation, name, end }: Props) => {
  const box = useRef<HTMLDivElement>(null)
  const loading = useAction()
  const { onScroll, toEnd, behind } = useScroll(box, conversation, () => void loading.run(loadOlder))
  end.current = toEnd
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
          {linesOf(conversation.items).map(line => (
            <Row key={line.item.id} line={line} name={name} />
          ))}
        </ol>
        {conversation.loaded && conversation.items.every(i => i.direction === "event") && (
          <p class="hint begin">{text.chat.begin}</p>
        )}
      </div>
      {behind.value && (
        <button type="button" class="new-below" onClick={toEnd}>
          <Icon name="down" />
          {text.chat.newBelow}
        </button>
      )}
    </div>
  )
}
