/** Commands about the lines of one conversation. */
import type { ProfileCommands } from "../api.ts"
import { type ChatContext, change, findContact } from "./context.ts"
import { CommandError } from "./error.ts"
import { parseItemId, toItem } from "./item.ts"
import { newMsgId } from "./message.ts"
import { sortedChats } from "./state.ts"

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

  send: async (chatId, text) => {
    const { status } = findContact(ctx, chatId)
    if (status !== "connecting" && status !== "connected") throw new CommandError("NOT_FOUND")
    const line = { at: ctx.clock.now(), direction: "sent" as const, text, status: "sending" as const }
    return ctx.outbox.send(chatId, { ...line, sharedMsgId: newMsgId(ctx.random) })
  },

  retry: async id => {
    const at = parseItemId(id)
    if (at === null) throw new CommandError("NOT_FOUND")
    await ctx.outbox.again(at.contactId, at.order)
  },

  markRead: async chatId => {
    const contact = findContact(ctx, chatId)
    if (contact.unread > 0) await change(ctx, tx => tx.contact({ ...contact, unread: 0 }))
  },
})
