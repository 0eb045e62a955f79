/**
 * The last messages that were received, by hash: tells a message that is delivered once more from one that cannot be read.
 *
 *   seen = newest first, 8 bytes each: SHA-256 of the encrypted message, cut
 *
 * Peer: Simplex.Messaging.Agent.Store, checkRcvMsgHashExists.
 * Note: the peer keeps a row for every message of three weeks. Repetitions are of the last few messages: a crash before
 *       ACK, or one of the sender before it stored the server's OK; or of those that it sends to our new queue as well
 *       when we change our address. Older ones the ratchet refuses by itself.
 */
import { type Bytes, concat, equal } from "../encoding/bytes.ts"

const size = 8
/** More than a sender may send once more when it follows a change of our address (delivery.ts, mostKept). */
const most = 256

/** `hash`: SHA-256 of the encrypted message, 32 bytes. */
export const wasSeen = (seen: Bytes, hash: Bytes): boolean => {
  const cut = hash.subarray(0, size)
  for (let at = 0; at < seen.length; at += size) if (equal(seen.subarray(at, at + size), cut)) return true
  return false
}

/** With this one as the newest; at most 256, 2 KiB. */
export const withSeen = (seen: Bytes, hash: Bytes): Bytes =>
  concat(hash.subarray(0, size), seen.subarray(0, size * (most - 1)))
