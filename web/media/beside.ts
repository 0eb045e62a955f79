/** Pictures and videos of a chat beside those that are loaded, for the gallery. */
import type { Item } from "../../worker/api.ts"
import { isLookedAt } from "../state/gallery.ts"
import { worker } from "../worker.ts"

/**
 * The nearest pictures and videos of a chat on this side of an `order` that can be looked at, and where to go on: null when
 * there are no more.
 */
export const mediaBeside = async (
  chatId: string,
  side: "older" | "newer",
  order: number,
): Promise<{ readonly items: readonly Item[]; readonly next: number | null }> => {
  for (let from = order; ; ) {
    const { items, next } = await worker.mediaBeside(chatId, side, from)
    const here = items.filter(isLookedAt)
    if (here.length > 0 || next === null) return { items: here, next }
    from = next
  }
}
