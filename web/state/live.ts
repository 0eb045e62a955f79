/**
 * Rules of a message that its reader sees being typed: what of it goes out, and when.
 *
 * Peer: ComposeView of the apps: truncateToWords, liveMessageToSend.
 */
import type { NetworkStatus } from "../../worker/api.ts"

/** Milliseconds between two looks at what was typed. */
export const liveMs = 3000

export type Live = {
  /** The message, once something of it was sent. */
  readonly itemId: string | null
  /** What the box held at the last look. */
  readonly seen: string
  /** What was sent of it; "" for nothing. */
  readonly sent: string
}

export const newLive = (typed: string): Live => ({ itemId: null, seen: typed, sent: "" })

/** Without the word at the end, which may not be a whole one yet. */
export const wholeWords = (text: string): string => text.replace(/[\p{L}\p{Nd}]+$/u, "")

/** What to send now, or null: whole words while somebody types, all of it when they pause, and never nothing at all. */
export const dueOf = ({ seen, sent }: Live, typed: string): string | null => {
  const words = typed === seen ? typed : wholeWords(typed)
  return words.trim() === "" || words === sent ? null : words
}

/** Each part is a message to the server: while nothing leaves they would only pile up. */
export const mayUpdate = (network: NetworkStatus | undefined): boolean => network === "online"
