/** Pages of a conversation: found by the index, whatever its length. */
import type { Page, PagePlace } from "../api.ts"
import type { Store } from "../store/store.ts"
import { CommandError } from "./error.ts"
import { parseItemId, toItem } from "./item.ts"

/** Where a page is cut out: items before `from`, and items from there on. */
type Cut = { readonly from: number; readonly older: number; readonly newer: number }

const cutOf = (place: PagePlace | undefined, limit: number, orderOf: (itemId: string) => number): Cut => {
  if (place === undefined) return { from: Number.MAX_SAFE_INTEGER, older: limit, newer: 0 }
  if (typeof place === "number") return { from: place, older: limit, newer: 0 }
  if ("after" in place) return { from: place.after + 1, older: 0, newer: limit }
  const order = typeof place.around === "string" ? orderOf(place.around) : place.around
  const older = Math.ceil(limit / 2)
  return { from: order + 1, older, newer: limit - older }
}

/** Oldest first. Rejects CommandError NOT_FOUND when an item that the page is to be around is not there. */
export const pageOf = async (
  store: Store,
  contactId: string,
  place: PagePlace | undefined,
  limit: number,
): Promise<Page> => {
  const { from, older, newer } = cutOf(place, limit, id => {
    const at = parseItemId(id)
    if (at?.contactId !== contactId) throw new CommandError("NOT_FOUND")
    return at.order
  })
  // One more on either side than is shown: whether there is one.
  const [before, after] = await Promise.all([
    store.list("items", { prefix: [contactId], before: from, reverse: true, limit: older + 1 }),
    store.list("items", { prefix: [contactId], after: from - 1, limit: newer + 1 }),
  ])
  const isAroundItem = typeof place === "object" && "around" in place && typeof place.around === "string"
  if (isAroundItem && before[0]?.order !== from - 1) throw new CommandError("NOT_FOUND")
  const items = [...before.slice(0, older).reverse(), ...after.slice(0, newer)].map(toItem)
  return { items, hasOlder: before.length > older, ...(after.length > newer ? { hasNewer: true } : {}) }
}
