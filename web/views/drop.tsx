/** Files that are dragged over the chat: the whole pane takes them, and says so. */
import { useSignal } from "@preact/signals"
import { useEffect, useRef } from "preact/hooks"
import { text as words } from "../media-text.ts"
import { Icon } from "../parts/icon.tsx"
import { attachMore } from "../state/attached.ts"

const bringsFiles = (e: DragEvent) => e.dataTransfer?.types.includes("Files") === true

export const DropZone = ({ chatId }: { readonly chatId: string }) => {
  const anchor = useRef<HTMLDivElement>(null)
  const over = useSignal(false)
  useEffect(() => {
    const pane = anchor.current?.closest<HTMLElement>(".pane")
    if (!pane) return
    // Entering a child comes before leaving its parent.
    let depth = 0
    const show = (by: number) => {
      depth = Math.max(0, depth + by)
      over.value = depth > 0
    }
    const handlers: Readonly<Record<string, (e: DragEvent) => void>> = {
      dragenter: e => bringsFiles(e) && show(1),
      dragleave: e => bringsFiles(e) && show(-1),
      dragover: e => bringsFiles(e) && e.preventDefault(),
      drop: e => {
        if (!bringsFiles(e)) return
        e.preventDefault()
        show(-depth)
        attachMore(chatId, [...(e.dataTransfer?.files ?? [])])
        pane.querySelector<HTMLElement>(".composer textarea")?.focus()
      },
    }
    const all = Object.entries(handlers) as ["dragenter" | "drop", (e: DragEvent) => void][]
    for (const [name, handler] of all) pane.addEventListener(name, handler)
    return () => {
      for (const [name, handler] of all) pane.removeEventListener(name, handler)
    }
  }, [chatId])
  return (
    <div ref={anchor} class="drop" data-over={over.value || undefined} aria-hidden="true">
      {over.value && (
        <p>
          <Icon name="attach" />
          {words.attaching.drop}
        </p>
      )}
    </div>
  )
}
