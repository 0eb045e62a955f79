/**
 * The place in the conversation: at the end when new messages come and the reader is there, at the first unread one when
 * a chat is opened, on the same message when older ones are put above.
 */
import { useSignal } from "@preact/signals"
import type { RefObject } from "preact"
import { useEffect, useLayoutEffect, useRef } from "preact/hooks"
import { seen } from "../commands.ts"
import type { Conversation } from "../state/messages.ts"

/** Pixels from the end within which the view follows new messages. */
const nearEnd = 80
/** Pixels from the start at which older messages are fetched. */
const nearStart = 300

const distanceToEnd = (el: HTMLElement) => el.scrollHeight - el.scrollTop - el.clientHeight

/** The `order` of the last message whose end is on screen; undefined when it is the newest. */
const lastSeen = (el: HTMLElement): number | undefined => {
  if (distanceToEnd(el) < 2) return undefined
  const bottom = el.getBoundingClientRect().bottom
  const rows = [...el.querySelectorAll<HTMLElement>("[data-order]")]
  const row = rows.findLast(r => r.getBoundingClientRect().bottom <= bottom + 1)
  return row ? Number(row.dataset.order) : Number.NEGATIVE_INFINITY
}

/** `toEnd` jumps to the end; `behind`: something came below what is on screen. */
export const useScroll = (box: RefObject<HTMLDivElement | null>, conversation: Conversation, older: () => void) => {
  const atEnd = useRef(true)
  const placed = useRef(false)
  const before = useRef({ height: 0, first: "" })
  const behind = useSignal(false)
  const { chatId, items, loaded } = conversation
  const first = items[0]?.id ?? ""
  const last = items.at(-1)

  const look = () => {
    if (box.current && loaded) seen(chatId, lastSeen(box.current))
  }

  const toEnd = () => {
    atEnd.current = true
    behind.value = false
    if (box.current) box.current.scrollTop = box.current.scrollHeight
  }

  /** Once, when the first page is here: the first unread message stands near the top, unless all of them fit. */
  const toUnread = (el: HTMLElement) => {
    const mark = el.querySelector<HTMLElement>(".unread")
    if (!mark) return
    el.scrollTop += mark.getBoundingClientRect().top - el.getBoundingClientRect().top - 48
    atEnd.current = distanceToEnd(el) < nearEnd
    behind.value = !atEnd.current
  }

  useLayoutEffect(() => {
    const el = box.current
    if (!el) return
    if (atEnd.current) toEnd()
    else if (before.current.first !== first) el.scrollTop += el.scrollHeight - before.current.height
    if (loaded && !placed.current) {
      placed.current = true
      toUnread(el)
    }
    before.current = { height: el.scrollHeight, first }
  }, [items, loaded])

  const lastId = useRef(last?.id)
  useEffect(() => {
    if (lastId.current !== last?.id && !atEnd.current && last?.direction === "received") behind.value = true
    lastId.current = last?.id
    look()
  }, [last, loaded])

  // The keyboard of a phone or a growing composer makes the box smaller.
  useEffect(() => {
    const el = box.current
    if (!el) return
    const watch = new ResizeObserver(() => atEnd.current && toEnd())
    watch.observe(el)
    return () => watch.disconnect()
  }, [])

  useEffect(() => {
    document.addEventListener("visibilitychange", look)
    return () => document.removeEventListener("visibilitychange", look)
  })

  const onScroll = () => {
    const el = box.current
    if (!el) return
    atEnd.current = distanceToEnd(el) < nearEnd
    if (atEnd.current) behind.value = false
    if (el.scrollTop < nearStart && conversation.hasOlder) older()
    look()
  }
  /** The reader goes somewhere else: nothing may pull them to the end. */
  const letGo = () => {
    atEnd.current = false
  }
  return { onScroll, toEnd, letGo, behind }
}
