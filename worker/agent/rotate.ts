/**
 * Carries out changes of receiving addresses: the steps that need a server, and what the messages of a change do. The
 * states are in rotation.ts.
 *
 * Peer:  Simplex.Messaging.Agent: switchDuplexConnection, qAddMsg, qKeyMsg, qUseMsg, ICQSecure, ICQDelete.
 * Trust: messages are chosen by the contact, and name queues: only queues of this connection are ever looked for.
 */
import { CryptoError } from "../crypto/error.ts"
import { dh, privateKey, publicKey, toPublicKey, toSpki } from "../crypto/keys.ts"
import { equal } from "../encoding/bytes.ts"
import { clientVersions, type QueueName, sameQueue, toQueueInfo } from "../smp/address.ts"
import { SmpError } from "../smp/error.ts"
import type { ConnectionRow, RatchetRow, RcvQueue, SndQueue } from "../store/agent.ts"
import { type Change, put, remove } from "../store/schema.ts"
import { type Context, commitConnection, emit, locked, queueKey, remember } from "./context.ts"
import { AgentError } from "./events.ts"
import type { AMessage } from "./message.ts"
import { queueMessage } from "./outbox.ts"
import { askQueueInfo } from "./queue-info.ts"
import { createQueue, onNextServer, type Purpose, serverAddress, sndQueue, userOf } from "./queues.ts"
import {
  answered,
  asked,
  canAnswer,
  created,
  givenUp,
  keyed,
  moved,
  type RotationStep,
  secured,
  toldToUse,
} from "./rotation.ts"
import { placesOfAddresses } from "./serverlist.ts"
import { sendProhibited } from "./sync-state.ts"

const nameOf = (q: RcvQueue | SndQueue): QueueName => ({ server: serverAddress(q.server), senderId: q.sndId })

const ratchetOf = async (ctx: Context, connId: string): Promise<RatchetRow> => {
  const row = await ctx.store.get("ratchets", connId)
  if (row === undefined) throw new AgentError("INTERNAL")
  return row
}

/** What was kept for the contact's new queue is not needed there: it has been read, or stays in the old one. */
export const forgetKept = async (ctx: Context, connId: string): Promise<readonly Change[]> =>
  (await ctx.store.list("deliveries", { prefix: [connId] }))
    .filter(row => row.kept === true)
    .map(row => remove("deliveries", connId, row.deliveryId))

/** Commits the row together with a message about it. */
const commitTelling = async (
  ctx: Context,
  c: ConnectionRow,
  message: AMessage,
  more: readonly Change[] = [],
): Promise<void> => {
  const outgoing = { kind: "rotate" as const, message, notify: false, at: ctx.clock.now() }
  const { changes } = await queueMessage(c, await ratchetOf(ctx, c.connId), outgoing)
  await commitConnection(ctx, c, [...changes, ...more])
}

/** The change ends here, the connection goes on as it was. Chat is told. */
export const giveUpMoving = async (ctx: Context, now: ConnectionRow): Promise<void> => {
  const after = givenUp(now)
  const event = { type: "rotation" as const, whose: "ours" as const, phase: "failed" as const }
  await emit(ctx, now.connId, event, async () => [put("connections", after)])
  remember(ctx, after)
  ctx.advance(now.connId)
}

/** A server that does not let us in is no reason to wait: where we receive now works. */
const isWaitedFor = (e: SmpError): boolean => e.temporary || (e.needsHelp && e.code !== "PASSWORD")

/** What waiting does not mend ends the change, not the connection. */
const orGiveUp = async (ctx: Context, c: ConnectionRow, action: () => Promise<void>): Promise<void> => {
  try {
    await action()
  } catch (e) {
    if (e instanceof SmpError ? isWaitedFor(e) : !(e instanceof AgentError)) throw e
    await locked(ctx, c.connId, async now => {
      if (now.moving?.stage === c.moving?.stage) await giveUpMoving(ctx, now)
    })
  }
}

// steps

/** On a server that the connection does not use yet, or else on another than now. Peer: switchDuplexConnection. */
const replacementFor = (ctx: Context, c: ConnectionRow): Purpose => {
  const [current] = c.rcv
  const purpose = { userId: userOf(c), connId: c.connId }
  const all = [...c.rcv, ...c.snd].map(q => q.server)
  const usedPlaces = placesOfAddresses(all)
  const isUnused = ctx.serversOf(purpose.userId).storage.some(s => s.places.every(p => !usedPlaces.has(p)))
  return { ...purpose, used: isUnused || current === undefined ? all : [current.server] }
}

const createReplacement = (ctx: Context, c: ConnectionRow): Promise<void> =>
  orGiveUp(ctx, c, async () => {
    const { queue, e2ePublic } = await onNextServer(ctx, replacementFor(ctx, c), address =>
      createQueue(ctx, c, address),
    )
    await locked(ctx, c.connId, async now => {
      const [old] = now.rcv
      // Meanwhile the user may have changed their mind, or the ratchets have turned out not to fit.
      if (now.moving?.stage !== "create" || sendProhibited(now) || old === undefined)
        return commitConnection(ctx, { ...now, unused: [...(now.unused ?? []), queue] }, [])
      const uri = {
        ...nameOf(queue),
        versions: clientVersions,
        dhKey: publicKey("X25519", e2ePublic),
        mode: queue.senderCanSecure ? ("messaging" as const) : null,
      }
      const message: AMessage = { type: "QADD", queues: [{ queue: uri, replaces: nameOf(old) }] }
      await commitTelling(ctx, created(now, queue), message)
    })
    // Removed while the server was asked.
    if (!ctx.connections.has(c.connId)) await ctx.discard(c, [queue])
  })

/** KEY: the same key again is accepted, so a lost answer does no harm. */
const secureReplacement = (ctx: Context, c: ConnectionRow): Promise<void> =>
  orGiveUp(ctx, c, async () => {
    const [, queue] = c.rcv
    if (c.moving?.stage !== "secure" || queue === undefined) return
    const key = privateKey("Ed25519", queue.authKey)
    await ctx.servers.request(c, queue.server, queue.rcvId, { type: "KEY", key: c.moving.senderKey }, key)
    await locked(ctx, c.connId, async now => {
      if (now.moving?.stage !== "secure" || sendProhibited(now)) return
      await commitTelling(ctx, secured(now), { type: "QUSE", queues: [{ queue: nameOf(queue), primary: true }] })
    })
  })

/** Messages in the queue, with the one that waits to be acknowledged. A server that does not say has none. */
const size = async (ctx: Context, c: ConnectionRow, q: RcvQueue): Promise<number> =>
  (await askQueueInfo(ctx, c, q))?.size ?? 0

/** Deletes the queue on its server, and forgets it here. Rejects SmpError only when it has to be tried again. */
const deleteQueue = async (ctx: Context, c: ConnectionRow, q: RcvQueue, mustBeEmpty: boolean): Promise<void> => {
  const key = privateKey("Ed25519", q.authKey)
  try {
    if (mustBeEmpty && (await size(ctx, c, q)) > 0) throw new SmpError("TIMEOUT")
    await ctx.servers.request(c, q.server, q.rcvId, { type: "DEL" }, key)
  } catch (e) {
    // A server that does not know it, or refuses for good, has nothing for us in it.
    if (!(e instanceof SmpError) || e.temporary) throw e
    // Nobody waits for a server that somebody has to put right.
    if (e.needsHelp) await ctx.discard(c, [q])
  }
  ctx.servers.unsubscribe(q.server, q.rcvId)
  ctx.queues.delete(queueKey(q.server, q.rcvId))
}

const deleteReplaced = async (ctx: Context, c: ConnectionRow): Promise<void> => {
  const [, old] = c.rcv
  if (old !== undefined) await deleteQueue(ctx, c, old, true)
  await locked(ctx, c.connId, async now => {
    if (now.moving?.stage !== "delete") return
    const after = moved(now)
    const event = { type: "rotation" as const, whose: "ours" as const, phase: "completed" as const }
    await emit(ctx, c.connId, event, async () => [put("connections", after)])
    remember(ctx, after)
  })
}

const deleteUnused = async (ctx: Context, c: ConnectionRow): Promise<void> => {
  const [queue] = c.unused ?? []
  if (queue === undefined) return
  await deleteQueue(ctx, c, queue, false)
  await locked(ctx, c.connId, async now => {
    const { unused = [], ...rest } = now
    const left = unused.filter(q => !equal(q.rcvId, queue.rcvId))
    await commitConnection(ctx, left.length === 0 ? rest : { ...rest, unused: left }, [])
  })
}

/** The ratchets fit again: what the contact asked for meanwhile is answered. */
const answerAddress = (ctx: Context, c: ConnectionRow): Promise<void> =>
  locked(ctx, c.connId, async now => {
    const [, queue] = now.snd
    if (now.keyDue !== true || !canAnswer(now)) return
    if (queue === undefined || now.following !== "key") return commitConnection(ctx, answered(now), [])
    await commitTelling(ctx, answered(now), keyFor(queue), await forgetKept(ctx, c.connId))
  })

/** What carries out each step of a change of address. Each rejects SmpError, to be tried again if it is temporary. */
export const rotationSteps: Readonly<Record<RotationStep, (ctx: Context, c: ConnectionRow) => Promise<void>>> = {
  answerAddress,
  createReplacement,
  secureReplacement,
  deleteReplaced,
  deleteUnused,
}

// messages

/** What a message of a change does: the row after it, and what is answered. Null: it does not belong here. */
export type Told = {
  readonly connection: ConnectionRow
  readonly reply?: AMessage
  /** We can no longer give up. */
  readonly committed?: boolean
}

type Rotation = Extract<AMessage, { type: "QADD" | "QKEY" | "QUSE" }>

/** QKEY: our keys for the contact's new queue. */
const keyFor = (queue: SndQueue): AMessage => {
  const info = {
    ...nameOf(queue),
    version: queue.clientVersion,
    dhKey: publicKey("X25519", queue.e2ePublic),
    mode: queue.canSecure ? ("messaging" as const) : null,
  }
  const senderKey = toPublicKey(privateKey("X25519", queue.authKey))
  return { type: "QKEY", queues: [{ queue: info, senderKey }] }
}

/** The contact moves: our side of its new queue. */
const followTo = (ctx: Context, c: ConnectionRow, { queues: [first] }: Extract<Rotation, { type: "QADD" }>) => {
  const info = first === undefined ? null : toQueueInfo(first.queue, clientVersions)
  const [current] = c.snd
  if (first === undefined || info === null || current === undefined) return null
  if (first.replaces === null || !sameQueue(first.replaces, nameOf(current))) return null
  if (c.snd.some(q => sameQueue(info, nameOf(q)))) return null
  const queue = sndQueue(ctx, info)
  const next = asked(c, queue)
  return { connection: next, ...(next.keyDue === true ? {} : { reply: keyFor(queue) }) }
}

/** The contact has named its key for our new queue. */
const takeKey = (c: ConnectionRow, { queues: [first] }: Extract<Rotation, { type: "QKEY" }>): Told | null => {
  const [, queue] = c.rcv
  if (first === undefined || queue === undefined || c.moving?.stage !== "add") return null
  const { version, dhKey } = first.queue
  if (!sameQueue(first.queue, nameOf(queue))) return null
  if (version < clientVersions.min || version > clientVersions.max) return null
  const secret = dh(dhKey, privateKey("X25519", queue.e2ePrivate))
  const next = keyed(c, secret, Math.min(queue.clientVersion, version), toSpki(first.senderKey))
  return { connection: next, committed: true }
}

/** The contact's new queue is ours to send to; anything that gets there tells the contact so. */
const use = (c: ConnectionRow, { queues: [first] }: Extract<Rotation, { type: "QUSE" }>): Told | null => {
  const [, queue] = c.snd
  if (first === undefined || queue === undefined || c.following !== "key") return null
  if (!sameQueue(first.queue, nameOf(queue))) return null
  // Without a ratchet to send it by there is no test; what is sent as soon as there is one does as well.
  const reply: AMessage = { type: "QTEST", queues: [nameOf(queue)] }
  return { connection: toldToUse(c), ...(sendProhibited(c) ? {} : { reply }) }
}

/** QADD, QKEY or QUSE, which is chosen by the contact: null, and nothing is changed, for what does not fit. */
export const applyRotation = (ctx: Context, c: ConnectionRow, m: Rotation): Told | null => {
  try {
    if (m.type === "QADD") return followTo(ctx, c, m)
    return m.type === "QKEY" ? takeKey(c, m) : use(c, m)
  } catch (e) {
    // A key that gives no secret.
    if (e instanceof CryptoError) return null
    throw e
  }
}
