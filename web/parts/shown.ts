/** A file of a message as an address that can be looked at, as long as it is on screen. */
import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import type { Item } from "../../worker/api.ts"
import type { ShowProblem } from "../media/show.ts"

export type Looked = { readonly url: string | null; readonly problem: ShowProblem | "gone" | null }

const nothing: Looked = { url: null, problem: null }

/** `when` false: not yet, or no more. */
export const useShown = (item: Item, when: boolean): Looked => {
  const looked = useSignal<Looked>(nothing)
  useEffect(() => {
    looked.value = nothing
    if (!when) return
    let open = true
    let mine: string | null = null
    const look = async () => {
      const shown = await (await import("../media/show.ts")).shownOf(item)
      if (!open) return
      if (typeof shown === "string") looked.value = { url: null, problem: shown }
      else {
        mine = URL.createObjectURL(shown.blob)
        looked.value = { url: mine, problem: null }
      }
    }
    look().catch(() => {
      if (open) looked.value = { url: null, problem: "gone" }
    })
    return () => {
      open = false
      if (mine) URL.revokeObjectURL(mine)
    }
  }, [item.id, when])
  return looked.value
}
