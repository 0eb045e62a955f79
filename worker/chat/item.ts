/** What happens to one line of a conversation. */
import type { FailureCode, FileState, Item, ItemFile, ItemStatus } from "../api.ts"
import type { ItemRow, OfferedFile } from "../store/chat.ts"
import { deletableUntil } from "./deletion.ts"
import { editableUntil } from "./edit.ts"
import { isMessage } from "./item-kind.ts"
import { contentOf, toItemContent, toItemQuote } from "./kind.ts"
import { countReactions } from "./reaction.ts"

/** The name of a line for the page: `contactId/order`. */
export const itemId = (row: Pick<ItemRow, "contactId" | "order">): string => `${row.contactId}/${row.order}`

/** The inverse of itemId, or null: the page may ask for anything. */
export const parseItemId = (id: string): { readonly contactId: string; readonly order: number } | null => {
  const m = /^([^/]+)\/(\d{1,15})$/.exec(id)
  return m === null ? null : { contactId: m[1] ?? "", order: Number(m[2]) }
}

const seen = (row: ItemRow): Pick<Item, "content"> => {
  const content = row.content === undefined ? null : toItemContent(contentOf(row))
  return content === null ? {} : { content }
}

const rights = (row: ItemRow): Pick<Item, "editableUntil" | "deletableUntil" | "isMessage"> => {
  const [editUntil, deleteUntil] = [editableUntil(row), deletableUntil(row)]
  return {
    ...(editUntil === null ? {} : { editableUntil: editUntil }),
    ...(deleteUntil === null ? {} : { deletableUntil: deleteUntil }),
    ...(isMessage(row) && row.deleted === undefined ? { isMessage: true } : {}),
  }
}

/** States in which it matters how long the servers have it. */
const isOnServers = (state: FileState | undefined): boolean =>
  state === "sent" || state === "offered" || state === "unapproved" || state === "failed"

const toItemFile = ({ name, size, state, problem, hosts, until, link }: OfferedFile): ItemFile => ({
  name,
  size,
  // Lines of older versions have files that cannot be fetched.
  state: state ?? "unsupported",
  ...(problem === undefined ? {} : { problem }),
  ...(hosts === undefined ? {} : { hosts }),
  ...(link === undefined ? {} : { link }),
  ...(until === undefined || !isOnServers(state) ? {} : { until }),
})

/** As the page knows it. */
export const toItem = (row: ItemRow): Item => ({
  id: itemId(row),
  chatId: row.contactId,
  order: row.order,
  at: row.at,
  direction: row.direction,
  text: row.text,
  status: row.status,
  ...seen(row),
  ...rights(row),
  ...(row.problem === undefined ? {} : { problem: row.problem }),
  ...(row.proxied === true ? { proxied: true } : {}),
  ...(row.notice === undefined ? {} : { notice: row.notice }),
  ...(row.file === undefined ? {} : { file: toItemFile(row.file) }),
  ...(row.quote === undefined
    ? {}
    : { quote: toItemQuote({ ...row, quote: row.quote }, order => itemId({ contactId: row.contactId, order })) }),
  ...(row.forwarded === true ? { forwarded: true } : {}),
  ...(row.edited === true ? { edited: true } : {}),
  ...(row.deleted === undefined ? {} : { deleted: row.deleted }),
  ...(row.reactions === undefined || row.reactions.length === 0 ? {} : { reactions: countReactions(row.reactions) }),
  ...(row.ttl === undefined
    ? {}
    : { disappears: { ttl: row.ttl, ...(row.disappearAt === undefined ? {} : { at: row.disappearAt }) } }),
  ...(row.live === true ? { live: true } : {}),
  ...(row.unsent === undefined ? {} : { unsent: { what: row.unsent.what, problem: row.unsent.problem } }),
})

const rank: Readonly<Record<ItemStatus, number>> = { sending: 0, failed: 1, sent: 2, delivered: 3, received: 4 }

/** Events may come late or twice: a status never goes back. A failed message that arrived after all is delivered. */
export const withStatus = (row: ItemRow, status: ItemStatus, problem?: FailureCode): ItemRow => {
  if (rank[status] <= rank[row.status]) return row
  const { problem: _, ...before } = row
  return { ...before, status, ...(problem === undefined ? {} : { problem }) }
}
