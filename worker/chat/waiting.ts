/**
 * What waits to be sent is found again without looking through everything that was said: the contact's row has the
 * `order` of the first line, edit, deletion or reaction that may wait (`waitingFrom`); absent: none does.
 */
import { empty } from "../encoding/bytes.ts"
import type { ContactRow } from "../store/chat.ts"
import { put } from "../store/schema.ts"
import type { Store } from "../store/store.ts"

/** The row when what has this order waits. */
export const withWaiting = (c: ContactRow, order: number): ContactRow =>
  c.waitingFrom !== undefined && c.waitingFrom <= order ? c : { ...c, waitingFrom: order }

/** The row when nothing waits any more. */
export const withoutWaiting = (c: ContactRow): ContactRow => {
  const { waitingFrom: _, ...rest } = c
  return rest
}

const name = "waitingFrom"
/** As many lines as older versions looked through. */
const newest = 500

/** The contacts; once, in a store of an older version, those with something that waits are looked for. */
export const contactsWithWaiting = async (store: Store): Promise<readonly ContactRow[]> => {
  const [contacts, known] = await Promise.all([store.list("contacts"), store.get("secrets", name)])
  if (known !== undefined) return contacts
  const noted: ContactRow[] = []
  for (const c of contacts) {
    const lines = await store.list("items", { prefix: [c.contactId], reverse: true, limit: newest })
    const events = await store.list("outgoing", { prefix: [c.contactId] })
    const orders = [...lines.filter(r => r.waiting === true), ...events].map(r => r.order)
    noted.push(orders.length === 0 ? c : withWaiting(c, Math.min(...orders)))
  }
  const changed = noted.filter((c, i) => c !== contacts[i])
  await store.commit([...changed.map(c => put("contacts", c)), put("secrets", { name, bytes: empty })])
  return noted
}
