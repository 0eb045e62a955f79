/**
 * Quotes: what an answer says of the message that it answers.
 *
 * Peer: Simplex.Chat.Library.Internal, quoteContent; Library.Commands, sendContactContentMessages (quoteData).
 * Note: the peer refuses an answer that is too long with its quote; ours cuts the quoted text instead.
 */
import type { ItemRow, QuoteRow } from "../store/chat.ts"
import { type Content, contentJson } from "./content.ts"
import { isMessage } from "./item-kind.ts"
import { writeJson } from "./json.ts"
import { contentOf, contentText } from "./kind.ts"

/** In an answer that is large itself a quote is text only. */
const isLarge = (c: Content): boolean =>
  c.type === "link" || c.type === "image" || c.type === "video" || c.type === "chat" || c.type === "unknown"

/** Content of the quote in an answer `answer` to a message `quoted`, which came with a file of that name. */
export const quoteContent = (answer: Content, quoted: Content, fileName?: string): Content => {
  const text = contentText(quoted) || (fileName ?? "")
  if (isLarge(answer)) return { type: "text", text }
  if (quoted.type === "image" || quoted.type === "file") return { ...quoted, text }
  return quoted
}

/** What the row of an answer says of the quoted line, or null: events and deleted lines cannot be answered. */
export const quoteOf = (row: ItemRow, answer: Content): QuoteRow | null =>
  !isMessage(row) || row.deleted !== undefined
    ? null
    : {
        ...(row.sharedMsgId === undefined ? {} : { msgId: row.sharedMsgId }),
        sentAt: new Date(row.at).toISOString(),
        sent: row.direction === "sent",
        content: writeJson(contentJson(quoteContent(answer, contentOf(row), row.file?.name))),
        order: row.order,
      }

/** Half the text, by characters that are whole; null when there is nothing to cut. */
export const shorter = (quote: QuoteRow): QuoteRow | null => {
  const content = contentOf({ text: "", content: quote.content })
  const characters = [...contentText(content).replace(/…$/, "")]
  if (characters.length < 2) return content.type === "text" ? null : { ...quote, content: asText(content) }
  const text = `${characters.slice(0, characters.length >> 1).join("")}…`
  return { ...quote, content: writeJson(contentJson({ ...content, text } as Content)) }
}

const asText = (c: Content): string => writeJson(contentJson({ type: "text", text: contentText(c) }))
