/** What is written, on its way: part of the conversation, not of the first screen. */
import { apply } from "./state/apply.ts"
import { settings } from "./state/settings.ts"
import { cleanLinks } from "./text/clean-link.ts"
import { worker } from "./worker.ts"

/** What is written, as it is to be sent. */
export const outgoing = (text: string): string => (settings.peek().cleanLinks ? cleanLinks(text) : text)

export const send = async (chatId: string, text: string, replyTo?: string, ttl?: number) => {
  const options = { ...(replyTo === undefined ? {} : { replyTo }), ...(ttl === undefined ? {} : { ttl }) }
  apply({ type: "sent", item: await worker.send(chatId, outgoing(text), options) })
}

export const edit = async (itemId: string, text: string) =>
  apply({ type: "item", item: await worker.edit(itemId, outgoing(text)) })
