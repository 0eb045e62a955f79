/** Commands about the lines of one conversation. */
import type { ProfileCommands } from "../api.ts"
import { type ChatContext, change, findContact } from "./context.ts"
import { CommandError } from "./error.ts"
import { parseItemId, toItem } from "./item.ts"
import { canBeWrittenTo, quoteFor, sendLine } from "./saying.ts"
import { latestItem, sortedChats } from "./state.ts"
import { begun } from "./timed.ts"

type Commands = Pick<ProfileCommands, "chats" | "items" | "send" | "retry" | "markRead">

const pageSize = 50
const mostRows = 500

export const conversationCommands = (ctx: ChatContext): Commands => ({
  chats: async () => sortedChats(ctx.state),

  items: async (chatId, before, limit = pageSize) => {
    findContact(ctx, chatId)
    const most = Math.min(Math.max(1, limit), mostRows)
    const range = { prefix: [chatId], reverse: true, limit: most + 1, ...(before === undefined ? {} : { before }) }
    const rows = await ctx.store.list("items", range)
    return { items: rows.slice(0, most).reverse().map(toItem), hasOlder: rows.length > most }
  },

  send: async (chatId, text, options = {}) => {
    const contact = findContact(ctx, chatId)
    if (!canBeWrittenTo(contact)) throw new CommandError("NOT_FOUND")
    const quote = options.replyTo === undefined ? {} : { quote: await quoteFor(ctx, chatId, options.replyTo) }
    return sendLine(ctx, contact, { text, ...quote, ...(options.live === true ? { live: true } : {}) }, options.ttl)
  },

  retry: async id => {
    const at = parseItemId(id)
    if (at === null) throw new CommandError("NOT_FOUND")
    await ctx.outbox.again(at.contactId, at.order)
  },

  markRead: async (chatId, upTo) => {
    const contact = findContact(ctx, chatId)
    const from = contact.readUpTo ?? 0
    const to = Math.min(upTo ?? contact.nextOrder - 1, contact.nextOrder - 1)
    if (contact.unread === 0 && contact.markedUnread === undefined) return
    const rows = await ctx.store.list("items", { prefix: [chatId], after: from })
    const left = rows.filter(r => r.order > to && r.order < contact.nextOrder && r.direction === "received").length
    await change(ctx, tx => {
      const now = ctx.clock.now()
      const { markedUnread: _, ...current } = findContact(ctx, chatId)
      const cameMeanwhile = Math.max(0, current.unread - contact.unread)
      const unread = to >= contact.nextOrder - 1 ? cameMeanwhile : left + cameMeanwhile
      tx.contact({ ...current, unread, readUpTo: Math.max(to, current.readUpTo ?? 0) })
      for (const loaded of rows) {
        const row = latestItem(ctx.state, chatId, loaded.order, loaded)
        if (row === undefined || row.direction !== "received" || row.order > to) continue
        const timed = begun(row, now)
        if (timed !== row) tx.item(timed)
      }
    })
  },
})
