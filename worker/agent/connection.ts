/**
 * What a connection needs next: one pure function of its stored row, so that a crash anywhere continues where it was.
 *
 *   inviter   createInvitation ──> [waits for a confirmation] ──> secureRcv? ──> openSnd ──> secureSnd? ──> confirm
 *   requester resolveAddress? ──> openRequest ──> sendRequest ──> from here as inviter
 *   joiner    resolve? ──> start ──> secureSnd? and createReply at once ──> reply ──> [waits] ──> secureRcv? ──> hello?
 *
 * What comes once they are connected, a change of address, is in rotation.ts.
 *
 * `?` marks what only some peers need: `resolve` and `resolveAddress` are for short links, `secureSnd` (SKEY) for queues that senders secure
 * themselves, `secureRcv` (KEY) and `hello` for peers that cannot do that.
 *
 * Peer: Simplex.Messaging.Agent, joinConnSrv, ICAllowSecure, ICDuplexSecure, agentSecureSndQueue.
 */
import type { ConnectionRow, RcvQueue, SndQueue } from "../store/agent.ts"
import { mostReceipts } from "./message.ts"
import { type RotationStep, rotationStep } from "./rotation.ts"
import { sendProhibited } from "./sync-state.ts"

export type Step =
  | RotationStep
  | "resolveAddress"
  | "openRequest"
  | "sendRequest"
  | "resolve"
  | "start"
  | "prepareReply"
  | "secureSnd"
  | "createReply"
  | "reply"
  | "secureRcv"
  | "openSnd"
  | "confirm"
  | "hello"
  | "publish"

/** The next thing to do, or null: nothing until a message comes. */
export const nextStep = (c: ConnectionRow): Step | null => {
  if (c.problem !== undefined) return null
  const [rcv] = c.rcv
  const [snd] = c.snd
  if (c.joining !== undefined) {
    if (c.joining.request === undefined) return "resolve"
    if (snd === undefined) return "start"
    const isOurs = !snd.canSecure || snd.status !== "new"
    if (rcv === undefined) return isOurs ? "createReply" : "prepareReply"
    return isOurs ? "reply" : "secureSnd"
  }
  if (c.requesting !== undefined) {
    if (c.requesting.request === undefined) return "resolveAddress"
    return rcv === undefined ? "openRequest" : "sendRequest"
  }
  if (rcv?.senderKey !== undefined) return "secureRcv"
  if (c.confirmation?.ownInfo !== undefined) {
    if (snd === undefined) return "openSnd"
    if (snd.canSecure && snd.status === "new") return "secureSnd"
    return "confirm"
  }
  if (c.helloDue === true) return "hello"
  // After everything that a contact waits for; a link that was used has no readers any more.
  return c.linkDue !== undefined && isOpenLink(c) ? "publish" : rotationStep(c)
}

/** Whether data of this connection's short link can still be replaced: that of an address always, until it is used else. */
export const isOpenLink = (c: ConnectionRow): boolean =>
  c.address !== undefined || (c.invitation?.short !== undefined && c.confirmation === undefined && c.snd.length === 0)

/** Whether messages may enter the ratchet: it exists and fits the contact's, and what they would follow is queued before. */
export const canSend = (c: ConnectionRow): boolean =>
  c.problem === undefined && (c.connected === true || hasJoined(c)) && !sendProhibited(c)

/**
 * Our confirmation is queued, to a queue that only we may send to: the peer need not be there for the rest. Peer: JOINED
 * with sqSecured.
 */
const hasJoined = (c: ConnectionRow): boolean =>
  c.role === "joiner" && c.joining === undefined && c.rcv.length > 0 && c.snd[0]?.canSecure === true

/** The row with a change of the queue that is received from; the row itself when there is none yet. */
export const withRcv = (c: ConnectionRow, change: Partial<RcvQueue>): ConnectionRow => {
  const [rcv, ...others] = c.rcv
  return rcv === undefined ? c : { ...c, rcv: [{ ...rcv, ...change }, ...others] }
}

/** The same of the queue that is sent to. */
export const withSnd = (c: ConnectionRow, change: Partial<SndQueue>): ConnectionRow => {
  const [snd, ...others] = c.snd
  return snd === undefined ? c : { ...c, snd: [{ ...snd, ...change }, ...others] }
}

/** That a message came before our confirmation was queued. More than go together later are not kept. */
export const withReceiptDue = (
  c: ConnectionRow,
  due: NonNullable<ConnectionRow["receiptsDue"]>[number],
): ConnectionRow => {
  const before = c.receiptsDue ?? []
  return before.length < mostReceipts ? { ...c, receiptsDue: [...before, due] } : c
}

/** Without the named optional fields; undefined fields are not stored at all. */
export const without = <T extends object, K extends keyof T>(row: T, ...names: readonly K[]): Omit<T, K> => {
  const copy = { ...row }
  for (const n of names) delete copy[n]
  return copy
}

/**
 * The inviter's own confirmation has reached the server. If the peer's queue was secured by us, the peer needs nothing
 * more and we are connected; otherwise its HELLO follows.
 */
export const confirmationSent = (c: ConnectionRow): ConnectionRow => {
  const fast = c.snd[0]?.canSecure === true
  const sent = withSnd(c, { status: c.role === "inviter" && fast ? "active" : "confirmed" })
  return c.role === "inviter" && fast ? { ...sent, connected: true } : sent
}

/** Our HELLO is queued. The joiner's goes first; it is "active" from here, since the answer may outrun the server's OK. */
export const helloQueued = (c: ConnectionRow): ConnectionRow => {
  const queued = without(c, "helloDue")
  return c.role === "joiner" ? withSnd(queued, { status: "active" }) : queued
}

/** Our HELLO has reached the server: for the inviter, who answers, that is the end of the handshake. */
export const helloSent = (c: ConnectionRow): ConnectionRow =>
  c.role === "inviter" ? { ...withSnd(c, { status: "active" }), connected: true } : c

/** The peer's HELLO has come: the joiner is connected, the inviter answers with its own. */
export const helloReceived = (c: ConnectionRow): ConnectionRow => {
  const active = withRcv(c, { status: "active" })
  return c.role === "joiner" ? { ...active, connected: true } : { ...active, helloDue: true }
}
