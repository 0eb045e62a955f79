/**
 * Messages that disappear: the time comes with each message, and begins when it is read or sent. Both sides have to allow
 * it; a message for which it is not allowed stays.
 *
 * Peer: Simplex.Chat.Messages, contactTimedTTL, rcvContactCITimed; Library.Internal, sndContactCITimed;
 *       Store.Messages, updatedChatItem.
 */
import type { Feature } from "../api.ts"
import type { ItemRow } from "../store/chat.ts"

type Timed = Pick<ItemRow, "ttl" | "disappearAt">

const isOn = (timedMessages: Feature | undefined): timedMessages is Feature =>
  timedMessages?.forMe === true && timedMessages.forContact

/** A year of seconds times a hundred: times of contacts are bounded so that dates stay dates. */
const longest = 100 * 366 * 86_400

const isTtl = (ttl: number | undefined): ttl is number => ttl !== undefined && ttl > 0 && ttl <= longest

/** Of a message that came: it begins when it is read. */
export const receivedTtl = (timedMessages: Feature | undefined, ttl: number | null): Timed =>
  isOn(timedMessages) && ttl !== null && isTtl(ttl) ? { ttl } : {}

/** Of a message to be sent: its own time, or the chat's. */
export const sentTtl = (timedMessages: Feature | undefined, ttl?: number): Timed => {
  const time = isOn(timedMessages) ? (ttl ?? timedMessages.ttl) : undefined
  return isTtl(time) ? { ttl: time } : {}
}

/** The time begins now, unless it has begun, or the text is still being typed. */
export const begun = <R extends Timed & Pick<ItemRow, "live">>(row: R, now: number): R =>
  row.ttl === undefined || row.disappearAt !== undefined || row.live === true
    ? row
    : { ...row, disappearAt: now + row.ttl * 1000 }
