/**
 * Numbers and hashes of received messages: what is missing before this one, and whether the chain holds.
 *
 * Spec:  agent-protocol.md, "Messages between SMP agents": every message names its number and the hash of the one before.
 * Peer:  Simplex.Messaging.Agent, checkMsgIntegrity.
 * Note:  the number of every message is the last one from then on, also of one that is late or lies, as with the peer: after
 *        a lie the next message is said to be wrong, and no other.
 */
import { type Bytes, equal } from "../encoding/bytes.ts"
import type { Integrity } from "./events.ts"

export type Chain = { readonly rcvMsgId: number; readonly rcvHash: Bytes }

/** What the number and the hash (32 bytes, SHA-256; empty for the first) of a received message say of those before it. */
export const checkIntegrity = (chain: Chain, sndMsgId: number, prevMsgHash: Bytes): Integrity => {
  const expected = chain.rcvMsgId + 1
  if (sndMsgId < chain.rcvMsgId) return { type: "badId" }
  if (sndMsgId === chain.rcvMsgId) return { type: "duplicate" }
  if (sndMsgId > expected) return { type: "skipped", count: sndMsgId - expected }
  return equal(chain.rcvHash, prevMsgHash) ? { type: "ok" } : { type: "badHash" }
}

/** The chain after this message. */
export const nextChain = (sndMsgId: number, hash: Bytes): Chain => ({ rcvMsgId: sndMsgId, rcvHash: hash })
