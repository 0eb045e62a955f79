/** What happens to one line of a conversation. */
import type { FailureCode, Item, ItemStatus } from "../api.ts"
import type { ItemRow } from "../store/chat.ts"

export const itemId = (row: Pick<ItemRow, "contactId" | "order">): string => `${row.contactId}/${row.order}`

/** The inverse of itemId, or null: the page may ask for anything. */
export const parseItemId = (id: string): { readonly contactId: string; readonly order: number } | null => {
  const m = /^([^/]+)\/(\d{1,15})$/.exec(id)
  return m === null ? null : { contactId: m[1] ?? "", order: Number(m[2]) }
}

export const toItem = (row: ItemRow): Item => ({
  id: itemId(row),
  chatId: row.contactId,
  order: row.order,
  at: row.at,
  direction: row.direction,
  text: row.text,
  status: row.status,
  ...(row.problem === undefined ? {} : { problem: row.problem }),
  ...(row.proxied === true ? { proxied: true } : {}),
  ...(row.notice === undefined ? {} : { notice: row.notice }),
})

const rank: Readonly<Record<ItemStatus, number>> = { sending: 0, failed: 1, sent: 2, delivered: 3, received: 4 }

/** Events may come late or twice: a status never goes back. A failed message that arrived after all is delivered. */
export const withStatus = (row: ItemRow, status: ItemStatus, problem?: FailureCode): ItemRow => {
  if (rank[status] <= rank[row.status]) return row
  const { problem: _, ...before } = row
  return { ...before, status, ...(problem === undefined ? {} : { problem }) }
}
