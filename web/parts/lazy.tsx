/** Views that are fetched when they are first shown, to keep what everybody loads small. */
import { signal } from "@preact/signals"
import type { ComponentType } from "preact"
import { useEffect } from "preact/hooks"
import { wordsReady } from "../state/language.ts"
import { Problem } from "./form.tsx"
import { iconsReady } from "./icon.tsx"

const known: (() => Promise<void>)[] = []

/** Fetches what was not asked for yet, so that nobody waits for it later. Call when there is time. */
export const fetchViews = async () => {
  for (let next = known.shift(); next; next = known.shift()) await next()
}

/** Stands for the view that `load` fetches: nothing until it is here, and the reason when it does not come. */
export const lazy = <P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> => {
  const view = signal<ComponentType<P> | null>(null)
  const failed = signal(false)
  const fetchView = async () => {
    if (view.peek()) return
    failed.value = false
    try {
      const [loaded] = await Promise.all([load(), wordsReady(), iconsReady()])
      // It may have brought words of its own.
      await wordsReady()
      view.value = loaded
    } catch {
      failed.value = true
    }
  }
  known.push(fetchView)
  return (props: P) => {
    useEffect(() => void fetchView(), [])
    const View = view.value
    return View ? <View {...props} /> : failed.value ? <Problem code="NETWORK" /> : null
  }
}
