/**
 * A list of rows of equal height of which only those near the screen are in the page. The others are still counted
 * (aria-setsize), can be reached with Tab and the arrow keys, and the row with the focus stays wherever it is.
 */
import { useSignal } from "@preact/signals"
import type { ComponentChildren, RefObject } from "preact"
import { useEffect, useLayoutEffect, useRef } from "preact/hooks"
import { indicesOf, type Range, rowsAt } from "../state/place.ts"

/** Rows on either side of the screen: as many at least, and as many when they are chosen anew. */
const least = 3
const spare = 12

/** To be put on the row's <li>. */
export type RowPlace = {
  readonly style: { readonly insetBlockStart: string }
  readonly "data-index": number
  readonly "aria-setsize": number
  readonly "aria-posinset": number
}

type Props<T> = {
  /** What scrolls. */
  readonly box: RefObject<HTMLElement | null>
  readonly items: readonly T[]
  readonly idOf: (item: T) => string
  /** One <li> with a link or button in it; its key is the item's id. */
  readonly row: (item: T, place: RowPlace) => ComponentChildren
}

const steps: Readonly<Record<string, (index: number, count: number) => number>> = {
  ArrowDown: i => i + 1,
  ArrowUp: i => i - 1,
  Home: () => 0,
  End: (_, count) => count - 1,
}

const indexOf = (at: EventTarget | null): number => {
  const row = at instanceof Element ? at.closest<HTMLElement>("[data-index]") : null
  return row ? Number(row.dataset.index) : -1
}

export const Windowed = <T,>({ box, items, idOf, row }: Props<T>) => {
  const list = useRef<HTMLUListElement>(null)
  const height = useSignal(0)
  const range = useSignal<Range>({ from: 0, to: 2 * spare })
  const focused = useSignal<string | null>(null)
  /** The row that gets the focus as soon as it is in the page. */
  const wanted = useRef(-1)
  const count = items.length

  const look = () => {
    const [outer, inner] = [box.current, list.current]
    if (!outer || !inner) return
    height.value = inner.firstElementChild?.getBoundingClientRect().height || height.peek()
    const [a, b] = [outer.getBoundingClientRect(), inner.getBoundingClientRect()]
    const view = { top: a.top - b.top, height: a.height }
    const needed = rowsAt(count, height.peek(), view, least)
    const { from, to } = range.peek()
    if (needed.from < from || needed.to > to) range.value = rowsAt(count, height.peek(), view, spare)
  }

  const focusWanted = () => {
    const link = list.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"] :is(a, button)`)
    if (!link) return
    wanted.current = -1
    link.focus()
  }

  useLayoutEffect(() => {
    look()
    focusWanted()
  })

  useEffect(() => {
    const outer = box.current
    if (!outer) return
    const watch = new ResizeObserver(look)
    watch.observe(outer)
    outer.addEventListener("scroll", look, { passive: true })
    return () => {
      watch.disconnect()
      outer.removeEventListener("scroll", look)
    }
  })

  const onKeyDown = (e: KeyboardEvent) => {
    const from = indexOf(e.target)
    const to = steps[e.key]?.(from, count) ?? -1
    if (from < 0 || to < 0 || to >= count || e.altKey || e.ctrlKey || e.metaKey || e.shiftKey) return
    e.preventDefault()
    wanted.current = to
    if (Math.abs(to - from) > 1) box.current?.scrollBy(0, (to - from) * height.peek())
    look()
    focusWanted()
  }

  const pinned = focused.value === null ? -1 : items.findIndex(item => idOf(item) === focused.value)
  const { from, to } = range.value
  const shown = { from: Math.min(from, Math.max(0, count - 1)), to: Math.min(to, count) }
  return (
    <ul
      ref={list}
      class="windowed"
      style={{ blockSize: `${count * height.value}px` }}
      onKeyDown={onKeyDown}
      onFocusIn={e => {
        const item = items[indexOf(e.target)]
        focused.value = item === undefined ? null : idOf(item)
      }}
      // A window that is left and comes back has its focus where it was.
      onFocusOut={e => {
        const to = e.relatedTarget
        if (to instanceof Node && !list.current?.contains(to)) focused.value = null
      }}
    >
      {indicesOf(shown, count, [pinned]).map(i => {
        const item = items[i] as T
        return row(item, {
          style: { insetBlockStart: `${i * height.value}px` },
          "data-index": i,
          "aria-setsize": count,
          "aria-posinset": i + 1,
        })
      })}
    </ul>
  )
}
