/** What a line is. */
import type { LastKind } from "../api.ts"
import type { ItemRow } from "../store/chat.ts"

/** Something that a person said, and no event; also when it is of a kind that only newer apps show. */
export const isMessage = (row: Pick<ItemRow, "direction" | "notice">): boolean =>
  row.direction !== "event" && row.notice?.kind !== "malformed" && row.notice?.kind !== "voiceRejected"

/** Events to which somebody waits for an answer: they count as unread. Peer: Simplex.Chat.Messages.CIContent, ciRequiresAttention. */
const asking: Partial<Readonly<Record<string, LastKind>>> = { called: "call", invited: "invitation" }

/** What a line about an event asks of its reader, if anything. */
export const askedBy = (row: Pick<ItemRow, "notice">): LastKind | undefined => asking[row.notice?.kind ?? ""]

/** Is unread until somebody has seen it. */
export const wantsReading = (row: Pick<ItemRow, "direction" | "notice">): boolean =>
  row.direction === "received" || askedBy(row) !== undefined
