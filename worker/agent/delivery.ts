/**
 * Sends what is queued: one loop per connection, one message at a time, in order, until the server has it.
 *
 * A message that the server may have taken without our knowing is sent again with the same ratchet bytes; the other side
 * drops the second as a duplicate. While the network or the server is away the loop waits with growing pauses and is
 * woken when the server is back. A full queue (QUOTA) is tried again as well, not only after the other side's A_QCONT:
 * when both queues of a connection are full, that message itself could never get out.
 *
 * While a contact changes its address, what the old queue has taken is kept, and goes to the new queue first (rotation.ts).
 *
 * Peer: Simplex.Messaging.Agent, runSmpQueueMsgDelivery.
 */

import { privateKey, publicKey, toPublicKey } from "../crypto/keys.ts"
import { encryptBody } from "../crypto/ratchet.ts"
import { messageEncryptKey } from "../crypto/ratchet-state.ts"
import { type Bytes, hex } from "../encoding/bytes.ts"
import { decode, encode } from "../encoding/codec.ts"
import { sealClientMessage } from "../smp/body.ts"
import type { AuthKey } from "../smp/client.ts"
import { SmpError } from "../smp/error.ts"
import type { ConnectionRow, DeliveryRow, SndQueue } from "../store/agent.ts"
import { type Change, put, remove } from "../store/schema.ts"
import { type Context, emit } from "./context.ts"
import type { AgentErrorCode } from "./events.ts"
import { stepCode } from "./failure.ts"
import { agentMessageLength, agentVersions, envelope } from "./message.ts"
import { isKept, isUntried } from "./rotation.ts"
import { createSettling } from "./settle.ts"

const firstPause = 500
const longestPause = 60_000
const quotaPause = 1_000
const longestQuotaPause = 5 * 60_000
const movePause = 2_000
const day = 24 * 3600_000
/** Peer: messageTimeout, quotaExceededTimeout. */
const expiry = { temporary: 2 * day, quota: 7 * day }
const batch = 32
/** A queue holds 128 messages (Peer: defaultMsgQueueQuota): what came before so many others has been read. */
const mostKept = 128
/** Messages that the contact has, sent to its new queue before others: so many it may refuse (rotation.ts). */
const mostCopies = 3

type Loop = {
  running: boolean
  again: boolean
  attempts: number
  cancel: (() => void) | undefined
  /** The pause was shortened already. */
  soon: boolean
  /** Sender id of the queue that took the last message, and of the one for which we have waited since. */
  last: string | undefined
  held: string | undefined
  /** Rows up to here are done, though their removal may not be committed yet. */
  done: number
  /** But these have to go to the contact's new queue as well, once it says so. */
  kept: ReadonlySet<number>
  /** How often the first of them was sent there. */
  copies: number
  /** The message, and why it waits, that chat was told of last. */
  told: string
}

export interface Delivery {
  /** There may be something to send on this connection. */
  wake(connId: string): void
  /** This server has just come back. */
  serverOnline(server: string): void
  /**
   * The other side has read its queue (`hasRoom`), or shows that it is there. Only the first is reason enough to try at
   * once: a peer that reads a full queue answers each message, long before there is room.
   */
  continue(connId: string, hasRoom: boolean): void
  /** The connection is gone: with it goes the key in memory. */
  forget(connId: string): void
  stop(): void
}

/** See Delivery. `onBroken` is told of what only a broken store or a bug explains. */
export const createDelivery = (ctx: Context, onBroken: (e: unknown) => void): Delivery => {
  const settling = createSettling(ctx)
  const loops = new Map<string, Loop>()
  /** Sender keys as objects live as long as the loop, so that the session's secret for them is computed once. */
  const keys = new Map<string, AuthKey>()
  let stopped = false

  const authKey = (connId: string, snd: SndQueue): AuthKey => {
    const known = keys.get(connId)
    const key = known !== undefined && known.raw === snd.authKey ? known : privateKey("X25519", snd.authKey)
    keys.set(connId, key)
    return key
  }

  const seal = async (c: ConnectionRow, snd: SndQueue, row: DeliveryRow): Promise<Bytes> => {
    const isConfirmation = row.kind === "confirmation"
    const body =
      row.key === undefined
        ? row.body
        : encode(envelope, {
            type: "message",
            agentVersion: agentVersions.max,
            encMessage: await encryptBody(
              decode(messageEncryptKey, row.key),
              row.body,
              agentMessageLength(c.agentVersion, c.pqSupport),
            ),
          })
    return sealClientMessage({
      version: snd.clientVersion,
      secret: snd.e2eSecret,
      publicKey: isConfirmation ? publicKey("X25519", snd.e2ePublic) : null,
      senderKey: isConfirmation && !snd.canSecure ? toPublicKey(privateKey("X25519", snd.authKey)) : null,
      nonce: ctx.random(24),
      body,
    })
  }

  /** Chat is told why a message waits: not for the network, which the page shows as a whole. */
  const held = async (row: DeliveryRow, loop: Loop, e: SmpError): Promise<void> => {
    const told = `${row.deliveryId} ${e.code}`
    if (row.ref === undefined || loop.told === told || e.temporary) return
    loop.told = told
    await emit(ctx, row.connId, { type: "held", ref: row.ref, code: heldCode(e) }, async () => [])
  }

  /** Instead of its removal. The page was told of it, so its `ref` goes; and the oldest when there are too many. */
  const keep = ({ ref: _, ...row }: DeliveryRow, loop: Loop): readonly Change[] => {
    loop.copies = 0
    const all = [...loop.kept, row.deliveryId]
    const old = all.slice(0, -mostKept)
    loop.kept = new Set(all.slice(-mostKept))
    return [put("deliveries", { ...row, kept: true }), ...old.map(id => remove("deliveries", row.connId, id))]
  }

  /** Whether it goes to the contact's new queue again: the contact has it, and it may be refused there. */
  const goesAgain = (row: DeliveryRow, loop: Loop): boolean => {
    if (row.kept !== true || row.kind !== "rotate" || loop.copies >= mostCopies) return false
    loop.copies++
    return true
  }

  /** Sends one message. Returns how long to wait before trying it again, or null when it is done with. */
  const deliver = async (c: ConnectionRow, snd: SndQueue, row: DeliveryRow, loop: Loop): Promise<number | null> => {
    const queue = hex(snd.sndId)
    // The reference reads nothing more from the old queue once something comes by the new one: what we have just put
    // into the old one should have been read by then.
    if (loop.last !== undefined && loop.last !== queue && loop.held !== queue) {
      loop.held = queue
      return movePause
    }
    let via: string | null = null
    try {
      const body = await seal(c, snd, row)
      const command = { type: "SEND" as const, notification: row.notify, body }
      const send = (key?: AuthKey) => ctx.servers.route(c, snd.server, snd.sndId, command, key)
      const authorized = () => send(authKey(c.connId, snd))
      const open = row.kind === "confirmation" && !snd.canSecure
      // When its success got lost, the peer may have secured the queue since, with the key that the confirmation brought.
      const again = (e: unknown) => (e instanceof SmpError && e.code === "AUTH" ? authorized() : Promise.reject(e))
      const routed = await (open ? send().catch(again) : authorized())
      via = routed.via
      if (routed.answer.type !== "OK") throw new SmpError("UNEXPECTED")
    } catch (error) {
      if (!(error instanceof SmpError)) throw error
      const waited = ctx.clock.now() - row.at
      if (error.code === "QUOTA" && waited < expiry.quota) {
        await held(row, loop, error)
        return Math.min(longestQuotaPause, quotaPause * 1.5 ** Math.min(loop.attempts, 20))
      }
      // A server that is too old or shows another identity may be put right by its operator: the message waits.
      const mayRecover = error.temporary || error.needsHelp
      if (mayRecover && waited < expiry.temporary) {
        await held(row, loop, error)
        return Math.min(longestPause, firstPause * 1.5 ** Math.min(loop.attempts, 20))
      }
      if ((error.code === "AUTH" || error.code === "BLOCKED") && isUntried(ctx.connections.get(c.connId), snd)) {
        await settling.turnBack(c.connId, snd)
        return firstPause
      }
      loop.done = Math.max(loop.done, row.deliveryId)
      await settling.giveUp(row, error)
      return null
    }
    loop.attempts = 0
    loop.last = queue
    // Before the row goes: after a crash between, it is what finds out once more that the queue works.
    const isFirst = isUntried(ctx.connections.get(c.connId), snd)
    if (isFirst) await settling.arrived(c.connId, snd)
    if (goesAgain(row, loop)) return isFirst ? movePause : 0
    loop.done = Math.max(loop.done, row.deliveryId)
    const now = ctx.connections.get(c.connId)
    if (now !== undefined && isKept(now, snd)) await settling.sent(row, via !== null, keep(row, loop))
    // Not awaited for messages: the next may go while this one's success is being written.
    else if (row.kept === true || row.kind === "confirmation" || row.kind === "hello")
      await settling.sent(row, via !== null)
    else settling.sent(row, via !== null).catch(onBroken)
    return isFirst ? movePause : null
  }

  /** What is to be sent, the first first; not all of it. */
  const due = async (connId: string, loop: Loop): Promise<readonly DeliveryRow[]> => {
    const goesToNew = loop.kept.size > 0 && ctx.connections.get(connId)?.following !== "key"
    if (!goesToNew) return ctx.store.list("deliveries", { prefix: [connId], after: loop.done, limit: batch })
    const rows = await ctx.store.list("deliveries", { prefix: [connId] })
    loop.kept = new Set(rows.filter(r => r.kept === true).map(r => r.deliveryId))
    return rows.filter(r => r.kept === true || r.deliveryId > loop.done)
  }

  const run = async (connId: string, loop: Loop): Promise<void> => {
    for (;;) {
      const rows = await due(connId, loop)
      if (rows.length === 0) return
      for (const row of rows) {
        const c = ctx.connections.get(connId)
        const snd = c?.snd[0]
        if (stopped || c === undefined || snd === undefined || c.problem !== undefined) return
        if (row.kept === true && c.following === "key") {
          loop.kept = new Set([...loop.kept, row.deliveryId])
          loop.done = Math.max(loop.done, row.deliveryId)
          continue
        }
        // The contact has told us to use its new queue meanwhile: what was kept goes before this.
        if (row.kept !== true && loop.kept.size > 0 && c.following !== "key") break
        const pause = await deliver(c, snd, row, loop)
        if (pause === null) continue
        loop.attempts++
        wait(connId, loop, pause)
        return
      }
    }
  }

  const wait = (connId: string, loop: Loop, pause: number): void => {
    loop.soon = false
    loop.cancel = ctx.clock.after(pause, () => {
      loop.cancel = undefined
      start(connId, loop)
    })
  }

  const start = (connId: string, loop: Loop): void => {
    if (stopped || loop.cancel !== undefined) return
    if (loop.running) {
      loop.again = true
      return
    }
    loop.running = true
    loop.again = false
    run(connId, loop)
      // Only a broken store gets here.
      .catch(onBroken)
      .finally(() => {
        loop.running = false
        if (loop.again) start(connId, loop)
      })
  }

  const loopOf = (connId: string): Loop => {
    const known = loops.get(connId)
    if (known !== undefined) return known
    const made: Loop = {
      running: false,
      again: false,
      attempts: 0,
      cancel: undefined,
      soon: false,
      last: undefined,
      held: undefined,
      done: 0,
      kept: new Set(),
      copies: 0,
      told: "",
    }
    loops.set(connId, made)
    return made
  }

  const now = (connId: string): void => {
    const loop = loopOf(connId)
    loop.cancel?.()
    loop.cancel = undefined
    loop.attempts = 0
    start(connId, loop)
  }

  return {
    wake: connId => start(connId, loopOf(connId)),
    serverOnline: server => {
      for (const [connId, loop] of loops)
        if (loop.cancel !== undefined && ctx.connections.get(connId)?.snd[0]?.server === server) now(connId)
    },
    continue: (connId, hasRoom) => {
      const loop = loops.get(connId)
      if (loop?.cancel === undefined) return
      if (hasRoom) return now(connId)
      if (loop.soon) return
      loop.cancel()
      loop.attempts = 0
      wait(connId, loop, quotaPause)
      loop.soon = true
    },
    forget: connId => {
      loops.get(connId)?.cancel?.()
      loops.delete(connId)
      keys.delete(connId)
    },
    stop: () => {
      stopped = true
      for (const loop of loops.values()) loop.cancel?.()
    },
  }
}

/** Why a message waits, for chat. */
const heldCode = (e: SmpError): AgentErrorCode => (e.code === "QUOTA" ? "QUOTA" : stepCode(e))
