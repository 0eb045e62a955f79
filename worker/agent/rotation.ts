/**
 * Change of a receiving address: the states of both sides, and what leads from one to the next. Pure.
 *
 *   we move          create ──NEW──> add ──QKEY came──> secure ──KEY──> use ──a message in the new queue──> delete ──DEL──> done
 *                      └── abort ──────┘ (the new queue is deleted instead)
 *   we follow        QADD came: key ──QUSE came──> test ──the server of the new queue took a message──> done
 *                      └── another QADD: the same with its queue      └── AUTH: back to the old queue
 *
 * Both can happen at once: they are about different directions.
 *
 * Spec:  agent-protocol.md, "Rotating messaging queue".
 * Peer:  Simplex.Messaging.Agent: switchConnection', abortConnectionSwitch', qAddMsg, qKeyMsg, qUseMsg, ICQSecure, ICQDelete.
 * Note:  when we follow: what the old queue took after our QKEY is kept, and goes once more, the same bytes, to the new
 *        queue before anything else. So the new queue has everything that the contact may not have read, in its order,
 *        and what comes by both is dropped as a duplicate. (QUSE answers QKEY: what was sent before that has been read.)
 *        The peer sends to both only from QUSE on, and forgets what waits for the old queue with its QTEST.
 * Note:  when we move, we read the old queue to its end before it is deleted. The peer deletes it with the first message
 *        in the new one, and until that is done refuses and forgets all others that come by the new one. So our first
 *        messages there are copies of QKEY, which it has, with a pause.
 */

import type { Bytes } from "../encoding/bytes.ts"
import { equal } from "../encoding/bytes.ts"
import type { ConnectionRow, RcvQueue, SndQueue } from "../store/agent.ts"
import { sendProhibited } from "./sync-state.ts"

export type RotationStep =
  | "answerAddress"
  | "createReplacement"
  | "secureReplacement"
  | "deleteReplaced"
  | "deleteUnused"

/** The next thing to do, or null: nothing until a message comes. Messages of the change wait for ratchets that fit. */
export const rotationStep = (c: ConnectionRow): RotationStep | null => {
  const stage = c.moving?.stage
  if (c.keyDue === true && canAnswer(c)) return "answerAddress"
  if (stage === "create" && !sendProhibited(c)) return "createReplacement"
  if (stage === "secure" && !sendProhibited(c)) return "secureReplacement"
  if (stage === "delete") return "deleteReplaced"
  return c.unused === undefined || c.unused.length === 0 ? null : "deleteUnused"
}

const stopped = (c: ConnectionRow): ConnectionRow => {
  const { moving: _, ...rest } = c
  return rest
}

const isQueue = (q: RcvQueue, rcvId: Bytes): boolean => equal(q.rcvId, rcvId)

// we move

/** Whether a change of our address may begin: one at a time, and only when messages of it can go. */
export const canMove = (c: ConnectionRow): boolean =>
  c.problem === undefined &&
  c.connected === true &&
  c.moving === undefined &&
  c.rcv.length === 1 &&
  c.snd.length > 0 &&
  !sendProhibited(c)

/** Later the contact may have left the old queue already: only the new one could receive then. */
export const canAbort = (c: ConnectionRow): boolean =>
  c.problem === undefined && (c.moving?.stage === "create" || c.moving?.stage === "add")

/** There is a new queue to receive from; the contact is to be told (QADD). */
export const created = (c: ConnectionRow, queue: RcvQueue): ConnectionRow => ({
  ...c,
  rcv: [...c.rcv.slice(0, 1), queue],
  moving: { stage: "add" },
})

/** QKEY. `secret` is that of the new queue's encryption. */
export const keyed = (c: ConnectionRow, secret: Bytes, clientVersion: number, senderKey: Bytes): ConnectionRow => {
  const [old, queue] = c.rcv
  if (old === undefined || queue === undefined) return c
  const confirmed = { ...queue, e2eSecret: secret, clientVersion, status: "confirmed" as const }
  return { ...c, rcv: [old, confirmed], moving: { stage: "secure", senderKey } }
}

/** The new queue takes the key of the contact only (KEY); it is to be used (QUSE). */
export const secured = (c: ConnectionRow): ConnectionRow => {
  const [old, queue] = c.rcv
  if (old === undefined || queue === undefined) return c
  return { ...c, rcv: [old, { ...queue, status: "secured" }], moving: { stage: "use" } }
}

/** A readable message came by this queue. The same row when that changes nothing. */
export const receivedBy = (c: ConnectionRow, { rcvId }: RcvQueue): ConnectionRow => {
  const [first, second] = c.rcv
  // The contact may be faster than the success of our KEY is written: QUSE is what it answers, so that cannot be.
  if (second !== undefined && first !== undefined && c.moving?.stage === "use" && isQueue(second, rcvId))
    return { ...c, rcv: [{ ...second, status: "active" }, first], moving: { stage: "delete" } }
  const changes = c.rcv.some(q => isQueue(q, rcvId) && q.status !== "active" && q.status !== "new")
  if (!changes) return c
  return { ...c, rcv: c.rcv.map(q => (isQueue(q, rcvId) ? { ...q, status: "active" as const } : q)) }
}

/** The old queue is deleted: done. */
export const moved = (c: ConnectionRow): ConnectionRow => ({ ...stopped(c), rcv: c.rcv.slice(0, 1) })

/** Given up: by the user, or because it cannot be done. The old queue stays. */
export const givenUp = (c: ConnectionRow): ConnectionRow => {
  const left = c.rcv.slice(1)
  const unused = [...(c.unused ?? []), ...left]
  return { ...stopped(c), rcv: c.rcv.slice(0, 1), ...(unused.length === 0 ? {} : { unused }) }
}

// we follow

/** Whether the contact can be told the key for its new queue (QKEY). */
export const canAnswer = (c: ConnectionRow): boolean => c.connected === true && !sendProhibited(c)

const arrived = (c: ConnectionRow): ConnectionRow => {
  const { following: _, keyDue: __, ...rest } = c
  return rest
}

/**
 * QADD. A contact that gave up its change and begins anew replaces what it asked for before. While our own keys for new
 * ratchets are on their way nothing can be answered: that is due when the ratchets fit again (the peer never answers). So
 * it is when the contact is connected already, and we do not know yet that our confirmation has reached the server.
 */
export const asked = (c: ConnectionRow, queue: SndQueue): ConnectionRow => ({
  ...arrived(c),
  snd: [...c.snd.slice(0, 1), queue],
  following: "key",
  ...(canAnswer(c) ? {} : { keyDue: true as const }),
})

/** QKEY is queued. */
export const answered = (c: ConnectionRow): ConnectionRow => {
  const { keyDue: _, ...rest } = c
  return rest
}

/** QUSE. */
export const toldToUse = (c: ConnectionRow): ConnectionRow => {
  const [old, queue] = c.snd
  if (c.following !== "key" || old === undefined || queue === undefined) return c
  return { ...c, snd: [{ ...queue, status: "secured" }, old], following: "test" }
}

/** Whether this is the contact's new queue, which has not taken anything yet. */
export const isUntried = (c: ConnectionRow | undefined, { sndId }: SndQueue): boolean =>
  c?.following === "test" && c.snd[0] !== undefined && equal(c.snd[0].sndId, sndId)

/** Whether what this queue takes has to go to the contact's new queue as well. */
export const isKept = (c: ConnectionRow, by: SndQueue): boolean =>
  (c.following === "key" && c.keyDue !== true) ||
  (c.following === "test" && c.snd[0] !== undefined && !equal(c.snd[0].sndId, by.sndId))

/** The new server took a message. */
export const followed = (c: ConnectionRow): ConnectionRow => {
  const [queue] = c.snd
  if (c.following !== "test" || queue === undefined) return c
  return { ...arrived(c), snd: [{ ...queue, status: "active" }] }
}

/** The new server does not know us: the contact still reads the old queue as long as nothing came by the new one. */
export const notFollowed = (c: ConnectionRow): ConnectionRow => {
  const [, old] = c.snd
  return c.following !== "test" || old === undefined ? c : { ...arrived(c), snd: [old] }
}
