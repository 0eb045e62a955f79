/**
 * Messages of an established connection: opened by the ratchet, put into the chain, and acted on.
 *
 * Spec:  agent-protocol.md, "Messages between SMP agents".
 * Peer:  Simplex.Messaging.Agent, agentClientMsg.
 * Note:  the peer keeps the hash of every received message to tell repeated ones; see seen.ts.
 * Trust: everything is chosen by the contact.
 */
import { sha256 } from "../crypto/hash.ts"
import { type DecryptErrorCode, decrypt } from "../crypto/ratchet.ts"
import { applySkipped, isPostQuantum, noSkippedKeys, ratchetState, skippedKeys } from "../crypto/ratchet-state.ts"
import { type Bytes, DecodeError, hex } from "../encoding/bytes.ts"
import { decode, encode } from "../encoding/codec.ts"
import type { ConnectionRow, RatchetRow, RcvQueue } from "../store/agent.ts"
import { type Change, put, remove } from "../store/schema.ts"
import { helloReceived } from "./connection.ts"
import type { Context } from "./context.ts"
import type { AgentEvent, Answer } from "./events.ts"
import { checkIntegrity, nextChain } from "./integrity.ts"
import { type AMessage, agentMessage, agentVersions, type Envelope, numbered, since } from "./message.ts"
import { queueMessage } from "./outbox.ts"
import { malformed, nothing, type Outcome } from "./outcome.ts"
import { applyRotation, forgetKept } from "./rotate.ts"
import { receivedBy } from "./rotation.ts"
import { wasSeen, withSeen } from "./seen.ts"
import { queueReady } from "./sync.ts"
import { afterReadable, afterUnreadable, sendProhibited } from "./sync-state.ts"

const committedEvent: AgentEvent = { type: "rotation", whose: "ours", phase: "committed" }

/** Messages of a connection whose ratchet there is: opened, checked against those before, and turned into an Outcome. */
export const createReceive = (ctx: Context) => {
  const later = async (
    c: ConnectionRow,
    rcv: RcvQueue,
    e: Extract<Envelope, { type: "message" }>,
    at: number,
  ): Promise<Outcome> => {
    const before = await ctx.store.get("ratchets", c.connId)
    if (before === undefined) return malformed
    const hash = sha256(e.encMessage)
    if (wasSeen(before.seen, hash)) {
      // It shows all the same that the queue by which it came is in use (Peer: the same).
      const used = receivedBy(c, rcv)
      return used === c ? nothing : { ...nothing, connection: used }
    }
    const ratchet: RatchetRow = { ...before, seen: withSeen(before.seen, hash) }
    const skippedRow = before.hasSkipped ? await ctx.store.get("skipped", c.connId) : undefined
    const skipped = skippedRow === undefined ? noSkippedKeys : decode(skippedKeys, skippedRow.keys)
    const state = decode(ratchetState, ratchet.ratchet)
    const opened = await decrypt(state, skipped, e.encMessage, ctx)
    const onlySeen = async (): Promise<readonly Change[]> => [put("ratchets", ratchet)]
    // Its key was used for the last message that came, so that one was handled, whatever the bytes around it.
    if (!opened.ok && opened.code === "DUPLICATE") return { changes: onlySeen }
    if (!opened.ok) return unreadable(c, opened.code, onlySeen)

    const kept = applySkipped(skipped, opened.skipped)
    const base: readonly Change[] =
      opened.skipped.type === "none"
        ? []
        : kept.length === 0
          ? [remove("skipped", c.connId)]
          : [put("skipped", { connId: c.connId, keys: encode(skippedKeys, kept) })]
    const stepped = { ...ratchet, ratchet: encode(ratchetState, opened.state), hasSkipped: kept.length > 0 }
    // A later version of the agent shows in every envelope.
    const version = Math.max(c.agentVersion, Math.min(e.agentVersion, agentVersions.max))
    const same = afterReadable(receivedBy(c, rcv))
    const current: ConnectionRow = version === c.agentVersion ? same : { ...same, agentVersion: version }
    const about = {
      ...(current === c ? {} : { connection: current }),
      ...(current.sync === c.sync ? {} : { sync: "ok" as const }),
    }

    const parsed = parse(opened.plaintext)
    if (parsed === null) {
      // The key is used up all the same, and the number too if there is one: what follows is not said to be missing.
      const number = parseNumber(opened.plaintext)
      const after = number === null ? {} : nextChain(number, sha256(opened.plaintext))
      return { ...malformed, ...about, changes: async () => [put("ratchets", { ...stepped, ...after }), ...base] }
    }
    const { header, message } = parsed
    const integrity = checkIntegrity(ratchet, header.sndMsgId, header.prevMsgHash)
    const received = { ...stepped, ...nextChain(header.sndMsgId, sha256(opened.plaintext)) }
    const plain: Outcome = { ...about, changes: async () => [put("ratchets", received), ...base] }

    switch (message.type) {
      case "HELLO": {
        if (c.connected === true || rcv.status === "active") return plain
        const next = helloReceived(current)
        const event: AgentEvent = { type: "connected", postQuantum: isPostQuantum(opened.state) }
        return { ...plain, connection: next, ...(next.connected === true ? { event } : {}) }
      }
      case "A_MSG": {
        const postQuantum = opened.state.pqReceiving
        const event: AgentEvent = { type: "message", body: message.body, integrity, at, postQuantum }
        // Nothing before our confirmation is queued: it brings the key that the contact needs for everything else.
        if (c.confirmation !== undefined && c.agentVersion >= since.receipts) {
          const early = { msgId: header.sndMsgId, msgHash: sha256(opened.plaintext) }
          return { ...plain, event, connection: current, early }
        }
        return {
          ...plain,
          event,
          changes: async ({ receipt }) => {
            const cannot =
              c.snd.length === 0 ||
              c.confirmation !== undefined ||
              c.agentVersion < since.receipts ||
              sendProhibited(current)
            if (receipt !== true || cannot) return [put("ratchets", received), ...base]
            const receipts = [{ msgId: header.sndMsgId, msgHash: sha256(opened.plaintext), info: new Uint8Array(0) }]
            const { changes } = await queueMessage(current, received, {
              kind: "receipt",
              message: { type: "A_RCVD", receipts },
              notify: false,
              at: ctx.clock.now(),
            })
            return [...changes, ...base]
          },
        }
      }
      case "A_RCVD":
        return receipts(c, message, plain)
      case "A_QCONT":
        return { ...plain, hasRoom: true }
      case "EREADY": {
        // The new ratchet turns with this: numbers go on from here, whatever they were in what the contact has lost.
        const begun = { ...received, rcvMsgId: header.sndMsgId, rcvHash: sha256(opened.plaintext) }
        // We asked for another ratchet since: what we sent by this one would come after our new keys.
        const over = current.sync === "started"
        if (state.sending !== null || over) return { ...plain, changes: async () => [put("ratchets", begun), ...base] }
        // We were the side that could not send yet, so the contact waits for this.
        const { changes } = await queueReady(ctx, current, begun)
        return { ...plain, changes: async () => [...changes, ...base] }
      }
      case "QADD":
      case "QKEY":
      case "QUSE": {
        const isDue = current.connected === true || message.type === "QADD"
        const told = isDue ? applyRotation(ctx, current, message) : null
        if (told === null) return plain
        const { connection, reply, committed } = told
        const next = { ...plain, connection, ...(committed === true ? { event: committedEvent } : {}) }
        if (reply === undefined) return next
        const outgoing = { kind: "rotate" as const, message: reply, notify: false, at: ctx.clock.now() }
        const { changes } = await queueMessage(connection, received, outgoing)
        const forgotten = message.type === "QADD" ? await forgetKept(ctx, c.connId) : []
        return { ...next, changes: async () => [...changes, ...forgotten, ...base] }
      }
      case "QTEST":
        // Any message shows that the queue by which it came is in use.
        return plain
    }
  }

  /** Reported; and it may be a sign that the ratchets differ. */
  const unreadable = (c: ConnectionRow, code: DecryptErrorCode, changes: Outcome["changes"]): Outcome => {
    const after = afterUnreadable(c, code)
    const suspected = after.sync === c.sync || after.sync === undefined ? {} : { connection: after, sync: after.sync }
    return { event: { type: "undecryptable" }, ...suspected, changes }
  }

  const parse = (plaintext: Bytes) => {
    try {
      const m = decode(agentMessage, plaintext)
      return m.type === "message" ? m : null
    } catch (e) {
      if (e instanceof DecodeError) return null
      throw e
    }
  }

  const parseNumber = (plaintext: Bytes): number | null => {
    try {
      return decode(numbered, plaintext).header.sndMsgId
    } catch (e) {
      if (e instanceof DecodeError) return null
      throw e
    }
  }

  /** Messages of ours that the peer has. A receipt with another hash than that of what we sent proves nothing. */
  const receipts = async (
    c: ConnectionRow,
    { receipts: all }: Extract<AMessage, { type: "A_RCVD" }>,
    plain: Outcome,
  ): Promise<Outcome> => {
    const refs: string[] = []
    const gone: Change[] = []
    const rows = await Promise.all(all.map(({ msgId }) => ctx.store.get("sent", c.connId, msgId)))
    for (const [i, { msgId, msgHash }] of all.entries()) {
      const sent = rows[i]
      if (sent === undefined || hex(sent.hash) !== hex(msgHash)) continue
      gone.push(remove("sent", c.connId, msgId))
      if (sent.ref !== undefined) refs.push(sent.ref)
    }
    const changes = async (answer: Answer) => [...(await plain.changes(answer)), ...gone]
    return refs.length === 0 ? { ...plain, changes } : { ...plain, changes, event: { type: "delivered", refs } }
  }

  return { later }
}
