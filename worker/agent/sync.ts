/**
 * Makes the ratchets of both sides anew when they have come to differ: each side sends new keys, and both agree on them.
 *
 *   ratchetKey = "R" e2eParams info      not encrypted by a ratchet, only by the queue
 *
 * Whose keys have the smaller hash takes the part of an inviter (its ratchet receives first); the other sends EREADY,
 * which is answered with EREADY, so that both ratchets have turned.
 *
 * Spec:  agent-protocol.md, "Ratchet synchronization".
 * Peer:  Simplex.Messaging.Agent: synchronizeRatchet', newRatchetKey, ereadyMsg, enqueueRatchetKey.
 * Note:  as there, messages that were encrypted before and are not sent yet go out as they are.
 * Note:  both must make their ratchets of the same two keys, the last of each side. So whoever asks again before the
 *        answer is there asks with the same keys; and keys that come when there is an agreement already are answered like
 *        any others, since their sender has no more use for the ones before. The peer makes new ones in the first case
 *        and refuses in the second ("required"): then one side waits for ever, and asking again only swaps the sides.
 * Trust: whoever knows the secret of a queue can send keys, the contact's device or who has copied it. So the security
 *        code changes with every agreement, and a verification of the one before is void.
 */

import { generateKeyPair } from "../crypto/keys.ts"
import { ratchetState, ratchetVersions } from "../crypto/ratchet-state.ts"
import {
  agreeAsCreator,
  agreeAsJoiner,
  creatorRatchet,
  type E2eParams,
  e2eParamsHash,
  e2ePrivate,
  generateE2ePrivate,
  joinerRatchet,
  toParams,
} from "../crypto/x3dh.ts"
import { type Bytes, concat, equal, hex } from "../encoding/bytes.ts"
import { decode, encode } from "../encoding/codec.ts"
import type { ConnectionRow, RatchetRow } from "../store/agent.ts"
import { type Change, put, remove } from "../store/schema.ts"
import type { Context } from "./context.ts"
import { queueMessage, queueRatchetKey } from "./outbox.ts"
import { malformed, nothing, type Outcome } from "./outcome.ts"
import { withSync } from "./sync-state.ts"

const hashSize = 32
const mostSeen = 32

const wasActedOn = (c: ConnectionRow, hash: Bytes): boolean => {
  const seen = c.syncSeen ?? new Uint8Array(0)
  for (let at = 0; at < seen.length; at += hashSize) if (equal(seen.subarray(at, at + hashSize), hash)) return true
  return false
}

const actedOn = (c: ConnectionRow, hash: Bytes): ConnectionRow => ({
  ...c,
  syncSeen: concat(hash, (c.syncSeen ?? new Uint8Array(0)).subarray(0, hashSize * (mostSeen - 1))),
})

const newKeys = (ctx: Context, c: ConnectionRow, version: number) =>
  generateE2ePrivate(version, { type: c.pqSupport ? "propose" : "none" }, ctx)

/** Our keys, on their way to the contact. The caller has checked `canSync`, and holds the lock. */
export const beginSync = async (
  ctx: Context,
  c: ConnectionRow,
  ratchet: RatchetRow,
): Promise<{ readonly connection: ConnectionRow; readonly changes: readonly Change[] }> => {
  const asked = c.sync === "started" && c.syncKeys !== undefined ? decode(e2ePrivate, c.syncKeys) : null
  const own = asked ?? (await newKeys(ctx, c, ratchetVersions.max))
  const { changes } = queueRatchetKey(c, ratchet, toParams(ratchetVersions.max, own), ctx.clock.now())
  return { connection: { ...withSync(c, "started"), syncKeys: encode(e2ePrivate, own) }, changes }
}

/** EREADY: `lastMsgId` is the last message of theirs that we could read. */
export const queueReady = (ctx: Context, c: ConnectionRow, ratchet: RatchetRow) =>
  queueMessage(c, ratchet, {
    kind: "ready",
    message: { type: "EREADY", lastMsgId: ratchet.rcvMsgId },
    notify: true,
    at: ctx.clock.now(),
  })

/** The contact's keys. They make a new ratchet. */
export const receiveRatchetKey = async (ctx: Context, before: ConnectionRow, theirs: E2eParams): Promise<Outcome> => {
  const ratchet = await ctx.store.get("ratchets", before.connId)
  if (ratchet === undefined || before.connected !== true || before.snd.length === 0) return malformed
  const hash = e2eParamsHash(theirs)
  if (wasActedOn(before, hash)) return nothing
  if (theirs.version < ratchetVersions.min || theirs.version > ratchetVersions.max) return malformed
  const c = actedOn(before, hash)
  const answering = c.sync !== "started" || c.syncKeys === undefined
  const own = answering ? await newKeys(ctx, c, theirs.version) : decode(e2ePrivate, c.syncKeys)
  const params = toParams(theirs.version, own)
  const key = answering ? queueRatchetKey(c, ratchet, params, ctx.clock.now()) : { ratchet, changes: [] }
  const versions = { version: theirs.version, maxVersion: ratchetVersions.max }
  const isCreator = hex(e2eParamsHash(params)) <= hex(hash)
  const state = isCreator
    ? creatorRatchet(versions, own.key2, await agreeAsCreator(own, theirs, ctx.kem), c.pqSupport)
    : joinerRatchet(versions, theirs.key2, generateKeyPair("X448", ctx.random), agreeAsJoiner(own, theirs))
  const fresh: RatchetRow = { ...key.ratchet, ratchet: encode(ratchetState, state), hasSkipped: false }
  const ready = isCreator ? { changes: [put("ratchets", fresh)] } : await queueReady(ctx, c, fresh)
  const skipped = ratchet.hasSkipped ? [remove("skipped", c.connId)] : []
  return {
    sync: "agreed",
    connection: withSync(c, "agreed"),
    changes: async () => [...key.changes, ...skipped, ...ready.changes],
  }
}
