/** What a line is. */
import type { ItemRow } from "../store/chat.ts"

/** Something that a person said, and no event; also when it is of a kind that only newer apps show. */
export const isMessage = (row: Pick<ItemRow, "direction" | "notice">): boolean =>
  row.direction !== "event" && row.notice?.kind !== "malformed" && row.notice?.kind !== "voiceRejected"
