/** A menu where a finger rests or the right button is pressed. */
import { useRef } from "preact/hooks"
import type { Place } from "./menu.tsx"

/** How long a finger rests before the menu opens, and how far it may slide meanwhile. */
const pressMs = 450
const pressSlack = 12

/** Chosen text keeps the browser's own menu; so do links, unless the whole is one (`links`). */
export const usePress = (open: (place: Place) => void, links = false) => {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const from = useRef<Place>({ x: 0, y: 0 })
  const opened = useRef(false)
  const stop = () => clearTimeout(timer.current)
  return {
    onContextMenu: (e: MouseEvent) => {
      const onLink = !links && e.target instanceof Element && e.target.closest("a") !== null
      if (onLink || getSelection()?.isCollapsed === false) return
      e.preventDefault()
      stop()
      open({ x: e.clientX, y: e.clientY })
    },
    onPointerDown: (e: PointerEvent) => {
      opened.current = false
      if (e.pointerType !== "touch") return
      from.current = { x: e.clientX, y: e.clientY }
      stop()
      timer.current = setTimeout(() => {
        opened.current = true
        open(from.current)
      }, pressMs)
    },
    onPointerMove: (e: PointerEvent) => {
      if (Math.hypot(e.clientX - from.current.x, e.clientY - from.current.y) > pressSlack) stop()
    },
    onPointerUp: stop,
    onPointerCancel: stop,
    // The finger that opened the menu chooses nothing when it is lifted.
    onClickCapture: (e: MouseEvent) => {
      if (!opened.current) return
      opened.current = false
      e.preventDefault()
      e.stopPropagation()
    },
  }
}
