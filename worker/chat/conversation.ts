/**
 * Commands about the lines of one conversation.
 *
 * Peer: Simplex.Chat.Library.Commands: APISendMessages, APIChatRead, APIUserRead.
 * Note: where a whole profile is marked as read, the peer leaves the time of disappearing messages standing until somebody
 *       opens the chat. Here it begins, as with any message that is read.
 */
import type { ProfileCommands } from "../api.ts"
import type { ContactRow, ItemRow } from "../store/chat.ts"
import { type ChatContext, change, findContact } from "./context.ts"
import { CommandError } from "./error.ts"
import { wantsReading } from "./item-kind.ts"
import { pageOf } from "./paging.ts"
import { canBeWrittenTo, findItem, quoteFor, sendLine } from "./saying.ts"
import { isVisible, latestItem, profileIdOf, sortedChats } from "./state.ts"
import { begun } from "./timed.ts"
import type { Transaction } from "./transaction.ts"
import { sayAgain } from "./undelivered.ts"

type Commands = Pick<ProfileCommands, "chats" | "items" | "send" | "retry" | "markRead" | "markAllRead">

const pageSize = 50
const mostRows = 500

/** See ProfileCommands. */
export const conversationCommands = (ctx: ChatContext): Commands => ({
  chats: async () => sortedChats(ctx.state),

  items: async (chatId, place, limit = pageSize) => {
    findContact(ctx, chatId)
    return pageOf(ctx.store, chatId, place, Math.min(Math.max(1, limit), mostRows))
  },

  send: async (chatId, text, options = {}) => {
    const contact = findContact(ctx, chatId)
    if (!canBeWrittenTo(contact)) throw new CommandError("NOT_FOUND")
    const quote = options.replyTo === undefined ? {} : { quote: await quoteFor(ctx, chatId, options.replyTo) }
    return sendLine(ctx, contact, { text, ...quote, ...(options.live === true ? { live: true } : {}) }, options.ttl)
  },

  retry: async id => {
    const { contactId, order, status } = await findItem(ctx, id)
    if (status === "failed") await ctx.outbox.again(contactId, order)
    else await sayAgain(ctx, id)
  },

  markRead: (chatId, upTo) => markRead(ctx, chatId, upTo),

  markAllRead: async id => {
    const profile = ctx.state.profiles.get(id)
    if (profile === undefined || !isVisible(ctx.state, profile)) throw new CommandError("NOT_FOUND")
    const isWaiting = (c: ContactRow): boolean =>
      profileIdOf(c) === id && c.hidden === undefined && (c.unread > 0 || c.markedUnread !== undefined)
    // Removed while others were marked.
    for (const { contactId } of [...ctx.state.contacts.values()].filter(isWaiting))
      if (ctx.state.contacts.get(contactId)?.hidden === undefined && ctx.state.contacts.has(contactId))
        await markRead(ctx, contactId)
  },
})

/** In turn: what two calls have both read would be subtracted twice. */
const markRead = (ctx: ChatContext, chatId: string, upTo?: number): Promise<void> =>
  ctx.once(`read ${chatId}`, async () => {
    const contact = findContact(ctx, chatId)
    if (contact.unread === 0 && contact.markedUnread === undefined) return
    const to = Math.min(upTo ?? contact.nextOrder - 1, contact.nextOrder - 1)
    // Only what is being read is looked at, and of a great deal a part at a time.
    for (let from = contact.readUpTo ?? 0, isDone = false; !isDone; ) {
      const range = { prefix: [chatId], after: from, before: to + 1, limit: mostRows }
      const rows = from < to ? await ctx.store.list("items", range) : []
      isDone = rows.length < mostRows
      from = isDone ? Math.max(from, to) : (rows.at(-1)?.order ?? to)
      await change(ctx, tx => readRows(ctx, tx, { chatId, rows, upTo: from, isDone }))
    }
  })

type Read = {
  readonly chatId: string
  readonly rows: readonly ItemRow[]
  readonly upTo: number
  readonly isDone: boolean
}

const readRows = (ctx: ChatContext, tx: Transaction, { chatId, rows, upTo, isDone }: Read): void => {
  const { markedUnread, ...current } = findContact(ctx, chatId)
  const count = rows.filter(wantsReading).length
  const unread = upTo >= current.nextOrder - 1 ? 0 : Math.max(0, current.unread - count)
  const mark = isDone || markedUnread === undefined ? {} : { markedUnread }
  tx.contact({ ...current, ...mark, unread, readUpTo: Math.max(upTo, current.readUpTo ?? 0) })
  for (const loaded of rows) {
    const row = latestItem(ctx.state, chatId, loaded.order, loaded)
    if (row === undefined || row.direction !== "received") continue
    const timed = begun(row, ctx.clock.now())
    if (timed !== row) tx.item(timed)
  }
}
