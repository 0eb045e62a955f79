/** What is far from the screen waits: conversations are long, and files are read whole. */
import type { RefObject } from "preact"
import { useEffect } from "preact/hooks"

/** Runs once, as soon as the element is on screen or nearly. `when` false: not yet. */
export const useNear = (element: RefObject<Element | null>, when: boolean, run: () => void) =>
  useEffect(() => {
    if (!when || !element.current) return
    const watch = new IntersectionObserver(
      entries => {
        if (!entries.some(e => e.isIntersecting)) return
        watch.disconnect()
        run()
      },
      // Of the conversation, which scrolls: a margin of the window would end at its edge.
      { root: element.current.closest(".log"), rootMargin: "600px" },
    )
    watch.observe(element.current)
    return () => watch.disconnect()
  }, [when])
