/**
 * Messages of a contact, and what it does to messages: edits, deletions, reactions.
 *
 * Peer:  Simplex.Chat.Library.Subscriber: newContentMessage, messageUpdate, messageDelete, directMsgReaction.
 * Note:  a message that comes again with its id and the same text is left out, while the peer shows it twice; one that
 *        comes after its edit completes the line that the edit has made.
 * Trust: chosen by the contact. It changes its own messages only, and what is not allowed is left out.
 */
import type { ItemRow } from "../../store/chat.ts"
import { put, remove } from "../../store/schema.ts"
import { contentJson, type NewMessage, type Quote, type Reaction, type Text } from "../content.ts"
import { contactMayDelete, marked } from "../deletion.ts"
import { contactMayEdit, edited } from "../edit.ts"
import { writeJson } from "../json.ts"
import { toRowContent } from "../kind.ts"
import { notice } from "../line.ts"
import { canHaveReactions, withReaction } from "../reaction.ts"
import { featureFor } from "../state.ts"
import { receivedTtl } from "../timed.ts"
import type { Transaction } from "../transaction.ts"
import { type Receiving, showLast } from "./context.ts"
import { offeredFile, withoutTransfer } from "./file.ts"

type Fields = Omit<ItemRow, "contactId" | "order">

const quoteFields = ({ loaded }: Receiving, quote: Quote | null): Pick<ItemRow, "quote"> => {
  if (quote === null) return {}
  const { msgId, sentAt, sent } = quote.ref
  const quoted = msgId === null ? undefined : loaded.find(sent ? "received" : "sent", msgId)
  return {
    quote: {
      sentAt,
      sent,
      content: writeJson(contentJson(quote.content)),
      ...(msgId === null ? {} : { msgId }),
      ...(quoted === undefined ? {} : { order: quoted.order }),
    },
  }
}

const lineOf = (r: Receiving, text: Text, msgId: string | null): Fields => ({
  at: r.at,
  createdAt: r.clock.now(),
  direction: "received",
  status: "received",
  ...toRowContent(text.content),
  ...(text.content.type === "unknown" ? { notice: { kind: "unknown" as const } } : {}),
  ...(msgId === null ? {} : { sharedMsgId: msgId }),
  ...receivedTtl(featureFor(r.state, r.current(), "timedMessages"), text.ttl),
  ...(text.live ? { live: true } : {}),
})

/** Reactions that came before the message. */
const earlyFields = (tx: Transaction, r: Receiving, msgId: string | null): Pick<ItemRow, "reactions"> => {
  const early = msgId === null ? undefined : r.loaded.early("received", msgId)
  if (early === undefined) return {}
  tx.change(remove("early", early.contactId, early.hash))
  return { reactions: early.reactions }
}

/** x.msg.new. The same message once more is no other line; one of which an edit came first is filled up. */
export const receiveNew = (tx: Transaction, r: Receiving, message: NewMessage, msgId: string | null): void => {
  const { contactId } = r.current()
  if (message.content.type === "voice" && !featureFor(r.state, r.current(), "voice").forContact) {
    tx.add(contactId, notice("voiceRejected", r.at))
    return
  }
  const offered = message.file === null ? null : offeredFile(r, message.file, message.content)
  const more = {
    ...quoteFields(r, message.quote),
    ...(offered === null ? {} : { file: offered.file }),
    ...(message.isForwarded ? { forwarded: true as const } : {}),
  }
  const line = { ...lineOf(r, message, msgId), ...more }
  const known = msgId === null ? undefined : r.loaded.find("received", msgId)
  if (known?.byUpdate === true) {
    const { byUpdate: _, ...row } = known
    tx.item({ ...row, ...more })
    offered?.store(tx, row)
    return
  }
  if (known !== undefined && known.text === line.text && known.content === line.content) return
  tx.add(contactId, { ...line, ...earlyFields(tx, r, msgId) }, added => offered?.store(tx, added))
}

/** Whether a line can be shown whole is a matter of what it says now. */
const withKnown = (row: ItemRow, { content }: Text): ItemRow => {
  const { notice: before, ...rest } = row
  if (content.type === "unknown") return { ...rest, notice: { kind: "unknown" } }
  return before === undefined || before.kind !== "unknown" ? row : rest
}

/** x.msg.update: an edit, or what is being typed. Of a message that never came it becomes the line. */
export const receiveUpdate = (tx: Transaction, r: Receiving, msgId: string, text: Text): void => {
  const row = r.loaded.find("received", msgId)
  if (row !== undefined) {
    if (!contactMayEdit(row)) return
    const isUnread = row.order > (r.current().readUpTo ?? 0) && r.current().unread > 0
    const change = { ...toRowContent(text.content), live: text.live, at: r.at, now: r.clock.now(), isUnread }
    const done = edited(row, change)
    if (done === null) return
    tx.item(withKnown(done.row, text))
    for (const version of done.versions) tx.change(put("versions", version))
    return
  }
  // It names a message of ours: nobody edits what others said.
  if (r.loaded.find("sent", msgId) !== undefined) return
  const line = { ...lineOf(r, text, msgId), ...earlyFields(tx, r, msgId) }
  tx.add(r.current().contactId, { ...line, edited: true, byUpdate: true, versions: 1 }, added => {
    const { contactId, order } = added
    tx.change(put("versions", { contactId, order, n: 1, text: added.text, at: r.at }))
  })
}

/** x.msg.del: erased where both allow that, marked otherwise. Only what the contact wrote, and not too long ago. */
export const receiveDelete = (tx: Transaction, r: Receiving, msgId: string): void => {
  const row = r.loaded.find("received", msgId)
  if (row === undefined || !contactMayDelete(row, r.at)) return
  if (featureFor(r.state, r.current(), "fullDelete").forContact) tx.removeItem(row)
  else tx.item(marked(withoutTransfer(tx, r.state, row), "contact", r.at))
  showLast(tx, r.state, row.contactId, r.loaded.newest)
}

/** x.msg.react, about a line of either side. One that comes before its message is kept for it. */
export const receiveReaction = (
  tx: Transaction,
  r: Receiving,
  msgId: string,
  reaction: Extract<Reaction, { type: "emoji" }>,
  add: boolean,
): void => {
  if (!featureFor(r.state, r.current(), "reactions").forContact) return
  const change = { emoji: reaction.emoji, by: "contact" as const, at: r.at, add }
  const row = r.loaded.find("sent", msgId) ?? r.loaded.find("received", msgId)
  if (row !== undefined) {
    const reactions = canHaveReactions(row) ? withReaction(row.reactions ?? [], change) : null
    if (reactions !== null) tx.item({ ...row, reactions })
    return
  }
  const { contactId } = r.current()
  const reactions = withReaction(r.loaded.early("received", msgId)?.reactions ?? [], change)
  if (reactions === null) return
  const hash = r.state.hashId(contactId, "received", msgId)
  tx.change(
    reactions.length === 0 ? remove("early", contactId, hash) : put("early", { contactId, hash, msgId, reactions }),
  )
}
