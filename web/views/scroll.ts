/**
 * The place in the conversation: at the end when new messages come and the reader is there, at the first unread one when
 * a chat is opened, on the same message whatever is put above it or changes its height.
 *
 * The page holds a window on the conversation (state/messages.ts). Near its ends more is fetched, and what lies far from
 * the reader is taken away.
 */
import { useSignal } from "@preact/signals"
import type { RefObject } from "preact"
import { useEffect, useLayoutEffect, useRef } from "preact/hooks"
import type { FailureCode } from "../../worker/api.ts"
import { useAction } from "../parts/action.ts"
import { loadAround, loadEdge, loadNewer, loadOlder, seen, trim } from "../reading.ts"
import { selection } from "../state/actions.ts"
import { dayOf } from "../state/groups.ts"
import type { Conversation } from "../state/messages.ts"
import { type Anchor, drift, excess, firstWhere, type Range } from "../state/place.ts"

/** Pixels from the end within which the view follows new messages. */
const nearEnd = 80
/** Milliseconds that the day is shown after somebody has scrolled. */
const dayMs = 1500
/** What the label with the day takes of the top, in pixels. */
const labelHeight = 48
/** Rows whose places are remembered: should some of them go, another one holds the place. */
const mostAnchors = 8

const distanceToEnd = (el: HTMLElement) => el.scrollHeight - el.scrollTop - el.clientHeight

const rowsOf = (el: HTMLElement) => el.getElementsByClassName("line") as HTMLCollectionOf<HTMLElement>

const edges = (row: Element | undefined) => row?.getBoundingClientRect() ?? { top: 0, bottom: 0 }

/** The rows of which something is on screen. */
const onScreen = (el: HTMLElement): Range => {
  const rows = rowsOf(el)
  const { top, bottom } = el.getBoundingClientRect()
  return {
    from: firstWhere(rows.length, i => edges(rows[i]).bottom > top),
    to: firstWhere(rows.length, i => edges(rows[i]).top >= bottom),
  }
}

/** The `order` of the last message whose end is on screen; undefined when it is the last there is. */
const lastSeen = (el: HTMLElement, on: Range): number | undefined => {
  if (distanceToEnd(el) < 2) return undefined
  const rows = rowsOf(el)
  const { bottom } = el.getBoundingClientRect()
  let last = on.to - 1
  while (last >= 0 && edges(rows[last]).bottom > bottom + 1) last--
  const row = rows[last]
  return row ? Number(row.dataset.order) : Number.NEGATIVE_INFINITY
}

/** The line with the day itself is on screen, or the one of the next day where the floating label would be. */
const hasDayAtTop = (el: HTMLElement, { from, to }: Range): boolean => {
  const rows = rowsOf(el)
  const { top } = edges(el)
  return range(from, to).some(i => {
    const line = rows[i]?.querySelector(".day")
    if (!line) return false
    const on = edges(line)
    return on.bottom > top && (i === from || on.top < top + labelHeight)
  })
}

/** Somebody marks text: what is marked has to stay. */
const isMarking = (el: HTMLElement) => {
  const marked = getSelection()
  return marked?.isCollapsed === false && el.contains(marked.anchorNode)
}

type Place = Anchor & { readonly row: HTMLElement }

const placeOf = (el: HTMLElement, row: HTMLElement, top = edges(el).top): Anchor => ({
  top: edges(row).top - top,
  scrollTop: el.scrollTop,
})

/** Of rows on screen; the first row of the window last, as what is put above it changes its look. */
const placesOf = (el: HTMLElement, { from, to }: Range): readonly Place[] => {
  const rows = rowsOf(el)
  const order = from === 0 && to > 1 ? [...range(1, to), 0] : range(from, to)
  const { top } = edges(el)
  return order.slice(0, mostAnchors).flatMap(i => {
    const row = rows[i]
    return row ? { row, ...placeOf(el, row, top) } : []
  })
}

const range = (from: number, to: number) => Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i)

export type Scroll = {
  readonly onScroll: () => void
  readonly onKeyDown: (e: KeyboardEvent) => void
  /** Goes to the newest message. */
  readonly toEnd: () => void
  /** Goes to a message, which is fetched if need be. Whether it is there. */
  readonly jump: (itemId: string) => Promise<boolean>
  /** Fetches more on one side. */
  readonly more: (side: "older" | "newer") => void
  readonly busy: { readonly value: boolean }
  readonly problem: { readonly value: FailureCode | null }
  /** The end is not on screen; "far": by more than somebody would like to scroll. */
  readonly below: { readonly value: false | "near" | "far" }
  /** Midnight of the day that is being scrolled through, or null. */
  readonly day: { readonly value: number | null }
}

export const useScroll = (box: RefObject<HTMLDivElement | null>, conversation: Conversation): Scroll => {
  const { chatId, items, loaded, hasOlder, hasNewer } = conversation
  const loading = useAction()
  const below = useSignal<false | "near" | "far">(false)
  const day = useSignal<number | null>(null)
  const atEnd = useRef(true)
  const placed = useRef(false)
  /** A message that is to be shown, or the very first one ("start"), when it is here. */
  const pending = useRef<string | null>(null)
  const places = useRef<readonly Place[]>([])
  const lastTop = useRef(0)
  const hadFocus = useRef(false)
  const hideDay = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)

  const more = (side: "older" | "newer") => void loading.run(side === "older" ? loadOlder : loadNewer)

  const look = (seenNow?: Range) => {
    const el = box.current
    if (!el || !loaded) return
    const last = lastSeen(el, seenNow ?? onScreen(el))
    void seen(chatId, last === undefined && hasNewer ? items.at(-1)?.order : last)
  }

  /** Where everything is now, to be kept. */
  const remember = (el: HTMLElement, on: Range) => {
    places.current = placesOf(el, on)
    lastTop.current = el.scrollTop
    hadFocus.current = el.contains(document.activeElement)
    const left = distanceToEnd(el)
    below.value = hasNewer || left > el.clientHeight / 2 ? "far" : left > nearEnd && "near"
  }

  const keep = (el: HTMLElement) => {
    if (atEnd.current) {
      el.scrollTop = el.scrollHeight
      return
    }
    const place = places.current.find(p => p.row.isConnected)
    const by = place ? drift(place, placeOf(el, place.row)) : 0
    if (Math.abs(by) >= 0.5) el.scrollTop += by
  }

  /** Once, when the first page is here: the first unread message stands near the top, unless all of them fit. */
  const begin = (el: HTMLElement) => {
    el.scrollTop = el.scrollHeight
    const mark = el.querySelector<HTMLElement>(".unread")
    if (mark) el.scrollTop += edges(mark).top - edges(el).top - 48
    atEnd.current = distanceToEnd(el) < nearEnd && !hasNewer
  }

  /** The reader goes somewhere else: nothing may pull them to the end. */
  const show = (el: HTMLElement, itemId: string): boolean => {
    const row = document.getElementById(`item-${itemId}`)
    if (!row) return false
    atEnd.current = false
    pending.current = null
    row.scrollIntoView({ block: "center" })
    row.focus({ preventScroll: true })
    remember(el, onScreen(el))
    return true
  }

  const toStart = (el: HTMLElement) => {
    pending.current = null
    atEnd.current = false
    el.scrollTop = 0
  }

  /** More where the reader comes near an end of the window, less where they are far from it. */
  const follow = (el: HTMLElement, on: Range) => {
    if (!loaded) return
    const near = Math.max(1.5 * el.clientHeight, 300)
    if (hasOlder && el.scrollTop < near) more("older")
    else if (hasNewer && distanceToEnd(el) < near) more("newer")
    const cut = excess(items.length, on)
    if (cut.older + cut.newer > 0 && selection.peek() === null && !isMarking(el)) trim(chatId, cut)
  }

  useLayoutEffect(() => {
    const el = box.current
    if (!el) return
    const wanted = pending.current
    if (wanted === "start" && !hasOlder) toStart(el)
    else if (loaded && !placed.current) {
      placed.current = true
      begin(el)
    } else if (wanted === null || !show(el, wanted)) keep(el)
    // What had the focus is gone: the keyboard goes on from here.
    if (hadFocus.current && document.activeElement === document.body) el.focus({ preventScroll: true })
    const on = onScreen(el)
    remember(el, on)
    follow(el, on)
  }, [items, loaded])

  useEffect(() => look(), [items, loaded])

  // Pictures come, the keyboard of a phone or a growing composer makes the box smaller.
  useEffect(() => {
    const el = box.current
    if (!el) return
    const watch = new ResizeObserver(() => {
      keep(el)
      places.current = placesOf(el, onScreen(el))
      lastTop.current = el.scrollTop
    })
    watch.observe(el)
    for (const child of el.children) watch.observe(child)
    return () => watch.disconnect()
  }, [])

  useEffect(() => {
    const again = () => look()
    document.addEventListener("visibilitychange", again)
    return () => document.removeEventListener("visibilitychange", again)
  })
  useEffect(() => () => clearTimeout(hideDay.current), [])

  const showDay = (el: HTMLElement, on: Range) => {
    const first = items[on.from]
    day.value = first && !hasDayAtTop(el, on) ? dayOf(first.at) : null
    clearTimeout(hideDay.current)
    hideDay.current = setTimeout(() => {
      day.value = null
    }, dayMs)
  }

  const onScroll = () => {
    const el = box.current
    if (!el) return
    const moved = el.scrollTop - lastTop.current
    if (distanceToEnd(el) < nearEnd) atEnd.current = !hasNewer
    else if (moved < -1) atEnd.current = false
    const on = onScreen(el)
    if (Math.abs(moved) > 1) showDay(el, on)
    remember(el, on)
    follow(el, on)
    look(on)
  }

  const toEnd = () => {
    pending.current = null
    atEnd.current = true
    if (hasNewer) void loading.run(() => loadEdge("newest"))
    else if (box.current) keep(box.current)
  }

  const jump = async (itemId: string): Promise<boolean> => {
    pending.current = itemId
    atEnd.current = false
    const found = await loadAround(itemId)
    // What was just fetched is drawn a moment later: the effect above shows it then.
    if (!found) pending.current = null
    else if (box.current && pending.current === itemId) show(box.current, itemId)
    return found
  }

  const onKeyDown = (e: KeyboardEvent) => {
    const el = box.current
    if (!el || e.target !== el || e.ctrlKey || e.altKey || e.metaKey || e.shiftKey) return
    if (e.key !== "Home" && e.key !== "End") return
    e.preventDefault()
    if (e.key === "End") return toEnd()
    if (!hasOlder) return toStart(el)
    pending.current = "start"
    void loading.run(() => loadEdge("oldest"))
  }

  return { onScroll, onKeyDown, toEnd, jump, more, busy: loading.busy, problem: loading.problem, below, day }
}
