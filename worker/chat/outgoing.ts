/**
 * A line as the message that it is.
 *
 * Peer: Simplex.Chat.Library.Commands, sendContactContentMessages.
 */
import type { Bytes } from "../encoding/bytes.ts"
import type { Random } from "../platform.ts"
import type { ItemRow, OfferedFile, QuoteRow } from "../store/chat.ts"
import { type Content, newMessage, newText, type Quote } from "./content.ts"
import type { FileInvitation } from "./file-invitation.ts"
import { contentOf } from "./kind.ts"
import { chatVersions, type Event, newMsgId, writeMessage } from "./message.ts"

type Said = Pick<
  ItemRow,
  "text" | "content" | "sharedMsgId" | "replaces" | "quote" | "forwarded" | "ttl" | "live" | "file"
>

/** With the text that the line has now. */
export const contentNow = (row: Pick<ItemRow, "text" | "content">): Content => {
  const content = contentOf(row)
  return content.type === "unknown" ? content : { ...content, text: row.text }
}

const toQuote = ({ msgId, sentAt, sent, content }: QuoteRow): Quote => ({
  ref: { msgId: msgId ?? null, sentAt, sent, memberId: null },
  content: contentOf({ text: "", content }),
})

/** The description follows when the file is uploaded. */
const invitation = ({ name, size }: OfferedFile): FileInvitation => ({
  name,
  size,
  digest: null,
  description: { text: "", partNo: 0, isComplete: false },
  connReq: null,
  inline: null,
})

/** The text of a line as it is now, for the contact who has it with another. */
export const updateEvent = (
  row: Pick<ItemRow, "text" | "content" | "ttl">,
  msgId: string,
  live: boolean,
): Extract<Event, { type: "x.msg.update" }> => ({
  type: "x.msg.update",
  msgId,
  text: { ...newText(contentNow(row)), ttl: row.ttl ?? null, live },
})

/**
 * JSON of x.msg.new, or x.msg.update for the new text of a line that the contact has already; its size is checked when it
 * becomes a body. Of the same length every time.
 */
export const lineJson = (row: Said, random: Random): Bytes => {
  const { sharedMsgId } = row
  const content = contentNow(row)
  const time = { ttl: row.ttl ?? null, live: row.live === true }
  if (row.replaces === true && sharedMsgId !== undefined)
    return writeMessage({
      versions: chatVersions,
      msgId: newMsgId(random), // of the change; the line keeps its own
      event: updateEvent(row, sharedMsgId, row.live === true),
    })
  const quote = row.quote === undefined ? null : toQuote(row.quote)
  const file = row.file === undefined ? null : invitation(row.file)
  const message = { ...newMessage(content), ...time, file, quote, isForwarded: row.forwarded === true }
  return writeMessage({ versions: chatVersions, msgId: sharedMsgId ?? null, event: { type: "x.msg.new", message } })
}
