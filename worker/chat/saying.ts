/** What commands that say something share: a new line, to a contact or to oneself. */
import type { Item } from "../api.ts"
import type { ContactRow, ItemRow, QuoteRow } from "../store/chat.ts"
import { type ChatContext, change } from "./context.ts"
import { CommandError } from "./error.ts"
import { parseItemId } from "./item.ts"
import { withTyping } from "./live.ts"
import { newMsgId } from "./message.ts"
import type { Added } from "./outbox.ts"
import { quoteOf } from "./quote.ts"
import { featureFor, loadItem } from "./state.ts"
import { sentTtl } from "./timed.ts"

/** Whether a line may be written; what the connection is not ready for waits. */
export const canBeWrittenTo = ({ status }: Pick<ContactRow, "status">): boolean =>
  status === "connecting" || status === "connected" || status === "notes"

/** Rejects CommandError NOT_FOUND. */
export const findItem = async (ctx: Pick<ChatContext, "state">, itemId: string): Promise<ItemRow> => {
  const at = parseItemId(itemId)
  const row = at === null ? undefined : await loadItem(ctx.state, at.contactId, at.order)
  if (row === undefined || ctx.state.contacts.get(row.contactId)?.hidden === true) throw new CommandError("NOT_FOUND")
  return row
}

/** What an answer says of the item. Rejects CommandError NOT_FOUND, also for what cannot be answered. */
export const quoteFor = async (ctx: ChatContext, chatId: string, itemId: string): Promise<QuoteRow> => {
  const row = await findItem(ctx, itemId)
  const quote = row.contactId === chatId ? quoteOf(row, { type: "text", text: "" }) : null
  if (quote === null) throw new CommandError("NOT_FOUND")
  return quote
}

export type Said = Pick<ItemRow, "text" | "content" | "quote" | "forwarded" | "forwardedFrom" | "live" | "file">

/** Stores a line of ours; to contacts it goes out. Rejects CommandError TOO_LARGE, NOT_FOUND. */
export const sendLine = async (
  ctx: ChatContext,
  contact: ContactRow,
  said: Said,
  ttl?: number,
  added: Added = () => undefined,
): Promise<Item> => {
  const now = ctx.clock.now()
  const line = { ...said, at: now, createdAt: now, direction: "sent" as const }
  if (contact.status === "notes") {
    let item: Item | null = null
    // Nobody sees how it is typed.
    const { live: _, ...written } = line
    await change(ctx, tx => {
      item = tx.add(contact.contactId, { ...written, status: "sent", local: true }, row => added(tx, row))
    })
    if (item === null) throw new CommandError("NOT_FOUND")
    return item
  }
  const timed = sentTtl(featureFor(ctx.state, contact, "timedMessages"), ttl)
  const draft = { ...line, ...timed, status: "sending" as const, sharedMsgId: newMsgId(ctx.random) }
  if (said.live !== true) return ctx.outbox.send(contact.contactId, draft, added)
  return ctx.outbox.send(contact.contactId, draft, (tx, row) => {
    added(tx, row)
    const c = ctx.state.contacts.get(row.contactId)
    if (c !== undefined) tx.quietly(withTyping(c, row.order))
  })
}
