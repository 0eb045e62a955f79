/**
 * Edits: of one's own messages, within a day, not of forwarded ones. What was said before is kept.
 *
 * Peer: Simplex.Chat.Messages, mkCIMeta (deletable, editable); Store.Messages: updatedChatItem,
 *       addInitialAndNewCIVersions; Library.Subscriber, messageUpdate; ComposeView of the apps, checkLinkPreview.
 * Note: the receiver asks neither how old the message is nor whether it was deleted.
 */
import type { ItemRow, VersionRow } from "../store/chat.ts"
import type { Content } from "./content.ts"
import { isMessage } from "./item-kind.ts"
import { begun } from "./timed.ts"

export const day = 86_400_000

/** Until when (ms) a message of ours may be edited, or null for never. In the notes always. */
export const editableUntil = (row: ItemRow): number | null =>
  row.direction !== "sent" || !isMessage(row) || row.deleted !== undefined || row.forwarded === true
    ? null
    : row.local === true
      ? Number.MAX_SAFE_INTEGER
      : row.sharedMsgId === undefined
        ? null
        : row.at + day

/** Whether an edit by the contact may touch this line. */
export const contactMayEdit = (row: ItemRow): boolean =>
  row.direction === "received" && isMessage(row) && row.forwarded !== true

/**
 * A content with another text; what else it is stays, but for the preview of a link that the text does not have any more.
 * Null for contents of newer apps.
 */
export const withText = (content: Content, text: string): Content | null => {
  if (content.type === "unknown") return null
  if (content.type === "link" && !text.includes(content.preview.uri)) return { type: "text", text }
  return { ...content, text }
}

export type Edit = {
  readonly text: string
  /** JSON text; absent: text alone. */
  readonly content?: string
  /** More edits will follow. */
  readonly live: boolean
  /** When it was made, and when we handle it, ms. */
  readonly at: number
  readonly now: number
  /** A received line that is not read yet: its time to disappear has not begun. */
  readonly isUnread: boolean
}

/** The line after an edit, and versions to be kept; null when nothing changes. */
export const edited = (row: ItemRow, e: Edit): { row: ItemRow; versions: readonly VersionRow[] } | null => {
  const changed = e.text !== row.text || e.content !== row.content
  if (!changed && row.live !== true) return null
  const known = row.versions ?? 0
  const { contactId, order } = row
  const first = known === 0 ? [{ contactId, order, n: 1, text: row.text, at: row.at }] : []
  const next = { contactId, order, n: known + first.length + 1, text: e.text, at: e.at }
  const versions = changed ? [...first, next] : []
  const { content: _, ...rest } = row
  const after: ItemRow = {
    ...rest,
    text: e.text,
    ...(e.content === undefined ? {} : { content: e.content }),
    ...(row.live === undefined ? {} : { live: row.live && e.live }),
    ...(row.live === true ? {} : { edited: true as const }),
    ...(versions.length === 0 ? {} : { versions: next.n }),
  }
  const endsTyping = row.live === true && after.live === false && !e.isUnread
  return { row: endsTyping ? begun(after, e.now) : after, versions }
}
