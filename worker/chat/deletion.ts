/**
 * Deletions: for oneself at any time, for everyone within a day. The other side marks the message as deleted and can
 * still reveal it, unless both allow full deletion, which erases it.
 *
 * Peer: Simplex.Chat.Library.Commands, APIDeleteChatItem (assertDeletable); Library.Subscriber: messageDelete,
 *       rcvItemDeletable.
 */
import type { ItemRow } from "../store/chat.ts"
import { day } from "./edit.ts"
import { isMessage } from "./item-kind.ts"

const hour = 3_600_000
/** A deletion that was begun in time is not refused for the time that it took. */
const ownMargin = 6 * hour
/** What comes may have waited on the way. */
const longestOnTheWay = 78 * hour

/** Until when (ms) the page should offer to delete a message of ours for everyone, or null for never. */
export const deletableUntil = (row: ItemRow): number | null =>
  row.direction === "sent" &&
  row.local !== true &&
  row.sharedMsgId !== undefined &&
  isMessage(row) &&
  row.deleted === undefined
    ? row.at + day
    : null

/** `now` in ms. For six hours longer than the page offers it. */
export const canDeleteForEveryone = (row: ItemRow, now: number): boolean => {
  const until = deletableUntil(row)
  return until !== null && now < until + ownMargin
}

/** Whether a deletion by the contact, which came at `at`, may touch this line. */
export const contactMayDelete = (row: ItemRow, at: number): boolean =>
  row.direction === "received" && row.deleted === undefined && at - row.at < longestOnTheWay

/** Marked: the text stays, to be revealed. Still typed or not does not matter any more. */
export const marked = (row: ItemRow, by: "me" | "contact", at: number): ItemRow => ({ ...row, deleted: { by, at } })
