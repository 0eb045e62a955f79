/**
 * A menu over the page, after the menu button pattern of WAI-ARIA: arrows, Home, End and first letters move, Enter and
 * Space choose, Escape and Tab close. Whoever opens it gives the place and gets the focus back.
 */
import { useEffect, useLayoutEffect, useRef } from "preact/hooks"
import { Icon, type IconName } from "./icon.tsx"

export type Entry = {
  readonly key: string
  readonly label: string
  readonly icon?: IconName
  /** Says that it cannot be chosen now; it stays in its place. */
  readonly off?: boolean
  readonly on?: boolean
  readonly run: () => void
}

/** A point in the window, in pixels. */
export type Place = { readonly x: number; readonly y: number }

type Props = {
  readonly label: string
  readonly entries: readonly Entry[]
  readonly place: Place
  /** The entries stand side by side, and have no words. */
  readonly wide?: boolean
  readonly onClose: () => void
}

const margin = 8

/** What a person does elsewhere. */
const closing = ["pointerdown", "wheel", "touchmove"] as const

const step: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }

/** Which of `count` comes next from `at` by this key; undefined when the key does not move. */
const moved = (key: string, at: number, entries: readonly Entry[]): number | undefined => {
  const count = entries.length
  if (key === "Home") return 0
  if (key === "End") return count - 1
  if (step[key] !== undefined) return (at + step[key] + count) % count
  if (key.length !== 1) return undefined
  const later = [...entries.keys()].map(i => (at + 1 + i) % count)
  return later.find(i => entries[i]?.label.toLocaleLowerCase().startsWith(key.toLocaleLowerCase()))
}

export const Menu = ({ label, entries, place, wide, onClose }: Props) => {
  const ref = useRef<HTMLDivElement>(null)
  const items = () => [...(ref.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])]

  const settle = () => {
    const menu = ref.current
    if (!menu) return
    const { width, height } = menu.getBoundingClientRect()
    const within = (at: number, size: number, room: number) => Math.max(margin, Math.min(at, room - size - margin))
    // It grows along the line of writing.
    const start = document.dir === "rtl" ? place.x - width : place.x
    menu.style.left = `${within(start, width, innerWidth)}px`
    menu.style.top = `${within(place.y, height, innerHeight)}px`
  }

  useLayoutEffect(() => {
    settle()
    items()[0]?.focus({ preventScroll: true })
  }, [place, entries.length])

  useEffect(() => {
    const outside = (event: Event) => {
      if (event.target instanceof Node && !ref.current?.contains(event.target)) onClose()
    }
    // Not "scroll" and not "resize" as a reason to close: a keyboard that goes away does both.
    for (const what of closing) document.addEventListener(what, outside, true)
    addEventListener("resize", settle)
    return () => {
      for (const what of closing) document.removeEventListener(what, outside, true)
      removeEventListener("resize", settle)
    }
  }, [place])

  return (
    <div
      ref={ref}
      role="menu"
      aria-label={label}
      class={wide ? "menu menu-wide" : "menu"}
      tabIndex={-1}
      onContextMenu={e => e.preventDefault()}
      onKeyDown={e => {
        if (e.key === "Escape" || e.key === "Tab") {
          e.preventDefault()
          e.stopPropagation()
          return onClose()
        }
        const all = items()
        const next = moved(e.key, all.indexOf(document.activeElement as HTMLElement), entries)
        if (next === undefined || e.ctrlKey || e.metaKey || e.altKey || e.key === " ") return
        e.preventDefault()
        all[next]?.focus()
      }}
    >
      {entries.map(entry => (
        <button
          key={entry.key}
          type="button"
          role="menuitem"
          tabIndex={-1}
          class={entry.on ? "menu-item on" : "menu-item"}
          aria-disabled={entry.off || undefined}
          onClick={entry.off ? undefined : entry.run}
        >
          {entry.icon && <Icon name={entry.icon} />}
          {entry.label}
        </button>
      ))}
    </div>
  )
}
