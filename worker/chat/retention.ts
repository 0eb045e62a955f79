/**
 * Messages that are deleted because they are old: by the setting of the profile, or that of the chat. Rules, pure.
 *
 * Peer: Simplex.Chat.Library.Commands: withExpirationDate, APISetChatItemTTL, APISetChatTTL; Store.Messages,
 *       deleteContactExpiredCIs.
 * Note: what we have written and nobody has taken yet stays until it is sent: the peer deletes it unsent.
 */
import type { ContactRow, ItemRow, ProfileRow } from "../store/chat.ts"

/** A hundred years. */
const longest = 100 * 366 * 86_400

/** Whether somebody may set this as a time, in seconds. */
export const isRetention = (seconds: number): boolean =>
  Number.isSafeInteger(seconds) && seconds > 0 && seconds <= longest

/** Seconds that messages of this chat stay, or null: for ever. What the chat says comes first. Notes stay. */
export const retentionOf = (
  contact: Pick<ContactRow, "retention" | "status">,
  profile: Pick<ProfileRow, "retention"> | undefined,
): number | null => {
  if (contact.status === "notes") return null
  const seconds = contact.retention ?? profile?.retention ?? 0
  return seconds > 0 ? seconds : null
}

/** Whether the line goes at this time. By when it was stored: clocks of contacts do not delete anything here. */
export const isExpired = (row: Pick<ItemRow, "at" | "createdAt" | "status">, seconds: number, now: number): boolean =>
  row.status !== "sending" && (row.createdAt ?? row.at) <= now - seconds * 1000
