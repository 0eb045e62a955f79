/**
 * Whether the ratchets of both sides still fit, as far as we know. Pure; sync.ts makes them anew.
 *
 *   ok, allowed, required ──unreadable message──> allowed | required (by what was wrong with it)
 *   any                   ──we ask (fix)──> started ──their keys──> agreed
 *   ok, allowed, required, agreed ──their keys──> agreed, ours are sent back
 *   allowed, required, agreed ──readable message──> ok
 *
 * Peer: Simplex.Messaging.Agent.Protocol: RatchetSyncState, cryptoErrToSyncState; Agent: resetRatchetSync, notifySync.
 */
import type { DecryptErrorCode } from "../crypto/ratchet.ts"
import type { ConnectionRow, Sync } from "../store/agent.ts"
import { since } from "./message.ts"

/** Peer: ratchetSyncSendProhibited. */
export const sendProhibited = (c: ConnectionRow): boolean =>
  c.sync === "required" || c.sync === "started" || c.sync === "agreed"

/** Whether ratchets can be made anew; `force`: though nothing seems to be wrong. Peer: ratchetSyncAllowed. */
export const canSync = (c: ConnectionRow, force: boolean): boolean =>
  c.problem === undefined &&
  c.connected === true &&
  c.snd.length > 0 &&
  c.agentVersion >= since.ratchetSync &&
  (force || c.sync === "allowed" || c.sync === "required")

/** One message may be spoiled for itself; a header that no key opens means that keys differ. */
const suspicion = (code: DecryptErrorCode): Sync => (code === "HEADER" || code === "SKIPPED" ? "required" : "allowed")

/** After a message that was not readable. Peer: notifySync. */
export const afterUnreadable = (c: ConnectionRow, code: DecryptErrorCode): ConnectionRow =>
  c.connected !== true || c.sync === "started" || c.sync === "agreed" ? c : { ...c, sync: suspicion(code) }

/** The row in this state; our keys that waited for an answer are of no use any more. */
export const withSync = (c: ConnectionRow, sync: Sync | "ok"): ConnectionRow => {
  const { sync: _, syncKeys: __, ...rest } = c
  return sync === "ok" ? rest : { ...rest, sync }
}

/** After a readable message: the same row when nothing was wrong, or when we wait for the contact's keys. */
export const afterReadable = (c: ConnectionRow): ConnectionRow =>
  c.sync === undefined || c.sync === "started" ? c : withSync(c, "ok")
