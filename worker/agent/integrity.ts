/**
 * Numbers and hashes of received messages: what is missing before this one, and whether the chain holds.
 *
 * Spec:  agent-protocol.md, "Messages between SMP agents": every message names its number and the hash of the one before.
 * Peer:  Simplex.Messaging.Agent, checkMsgIntegrity.
 * Note:  the peer takes the number of every message as the last one; we keep the largest, so that one late message does
 *        not make the next look as if another were missing.
 */
import { type Bytes, equal } from "../encoding/bytes.ts"
import type { Integrity } from "./events.ts"

export type Chain = { readonly rcvMsgId: number; readonly rcvHash: Bytes }

export const checkIntegrity = (chain: Chain, sndMsgId: number, prevMsgHash: Bytes): Integrity => {
  const expected = chain.rcvMsgId + 1
  if (sndMsgId < expected) return { type: "badId" }
  if (sndMsgId > expected) return { type: "skipped", count: sndMsgId - expected }
  return equal(chain.rcvHash, prevMsgHash) ? { type: "ok" } : { type: "badHash" }
}

/** The chain after this message; unchanged when it is older than the last. */
export const nextChain = (chain: Chain, sndMsgId: number, hash: Bytes): Chain =>
  sndMsgId > chain.rcvMsgId
    ? { rcvMsgId: sndMsgId, rcvHash: hash }
    : { rcvMsgId: chain.rcvMsgId, rcvHash: chain.rcvHash }
