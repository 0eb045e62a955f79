/**
 * Carries out what `nextStep` asks for. Every step ends in its commit and may be done again after a crash before it:
 * keys that a server remembers (SKEY, LKEY) are stored first, and a queue made twice is only an unused one more.
 *
 * Peer: Simplex.Messaging.Agent, newRcvConnSrv, startJoinInvitation, secureConfirmQueue, createReplyQueue,
 *       connectReplyQueues.
 * Note: the peer secures the queue of a link before it makes one for answers; we do both at once.
 */
import { generateKeyPair, privateKey, toPublicKey, toSpki } from "../crypto/keys.ts"
import { ratchetState, ratchetVersions } from "../crypto/ratchet-state.ts"
import {
  agreeAsJoiner,
  e2eParams,
  generateE2ePrivate,
  joinerRatchet,
  replyKem,
  toParams,
  uriToParams,
} from "../crypto/x3dh.ts"
import { type Bytes, empty } from "../encoding/bytes.ts"
import { decode, encode } from "../encoding/codec.ts"
import { commonVersion } from "../encoding/text.ts"
import { clientVersions, type QueueInfo, queueInfo, toQueueInfo } from "../smp/address.ts"
import { SmpError } from "../smp/error.ts"
import type { ConnectionRow, RatchetRow } from "../store/agent.ts"
import { type Change, put } from "../store/schema.ts"
import { openRequest, resolveRequested, sendRequest } from "./address.ts"
import { canSend, helloQueued, type Step, without, withSnd } from "./connection.ts"
import { type Context, commitConnection, emit, locked, remember } from "./context.ts"
import { AgentError } from "./events.ts"
import { isTriedAgain } from "./failure.ts"
import { resolveLink } from "./invitation.ts"
import { connectionRequest } from "./link.ts"
import { agentVersions, mostReceipts, since } from "./message.ts"
import { queueConfirmation, queueMessage } from "./outbox.ts"
import { publishDue } from "./publish.ts"
import { createQueue, onNextServer, serverAddress, sndQueue, userOf } from "./queues.ts"
import { rotationSteps } from "./rotate.ts"

/** The chain of a connection before its first message. `ratchet`: the saved form. */
export const newRatchetRow = (connId: string, ratchet: Bytes): RatchetRow => ({
  connId,
  ratchet,
  sndMsgId: 0,
  sndHash: empty,
  rcvMsgId: 0,
  rcvHash: empty,
  nextDelivery: 1,
  seen: empty,
  hasSkipped: false,
})

const ratchetOf = async (ctx: Context, connId: string): Promise<RatchetRow> => {
  const row = await ctx.store.get("ratchets", connId)
  if (row === undefined) throw new AgentError("INTERNAL")
  return row
}

// steps

/** Short link: fetch what it stands for, and thereby make the queue ours to send to. */
const resolve = async (ctx: Context, c: ConnectionRow): Promise<void> => {
  if (c.joining === undefined) return
  const { request } = await resolveLink(ctx, userOf(c), c.joining.link, c.joining.authKey)
  const joining = { ...c.joining, request: encode(connectionRequest, request), secured: true }
  await locked(ctx, c.connId, now => commitConnection(ctx, { ...now, joining }, []))
}

/** All keys of the joiner's side, and its ratchet, which can send at once. */
const start = async (ctx: Context, c: ConnectionRow): Promise<void> => {
  if (c.joining?.request === undefined) return
  const link = decode(connectionRequest, c.joining.request)
  const [uri] = link.queues
  if (link.mode !== "invitation" || uri === undefined) throw new AgentError("LINK_UNSUPPORTED")
  const info = toQueueInfo(uri, clientVersions)
  const version = commonVersion(link.e2e.versions, ratchetVersions)
  const agentVersion = commonVersion(link.versions, agentVersions)
  if (info === null || version === null || agentVersion === null) throw new AgentError("VERSION")
  const pqSupport = agentVersion >= since.postQuantum && version >= 3
  const theirs = uriToParams(link.e2e, version)
  const own = await generateE2ePrivate(version, replyKem(theirs, pqSupport), ctx)
  const agreed = agreeAsJoiner(own, theirs)
  const third = generateKeyPair("X448", ctx.random)
  const state = joinerRatchet({ version, maxVersion: ratchetVersions.max }, theirs.key2, third, agreed)
  const row: ConnectionRow = {
    ...c,
    agentVersion,
    pqSupport,
    snd: [sndQueue(ctx, info, c.joining.authKey, c.joining.secured)],
    joining: { ...c.joining, e2eParams: encode(e2eParams, toParams(version, own)) },
  }
  await commitConnection(ctx, row, [put("ratchets", newRatchetRow(c.connId, encode(ratchetState, state)))])
}

/** SKEY: the same key again is accepted, so a lost answer does no harm. */
const secureSnd = async (ctx: Context, c: ConnectionRow): Promise<void> => {
  const [snd] = c.snd
  if (snd === undefined) return
  const key = privateKey("X25519", snd.authKey)
  const command = { type: "SKEY" as const, key: toSpki(toPublicKey(key)) }
  await ctx.servers.route(c, snd.server, snd.sndId, command, key).catch(e => {
    // Somebody else has secured the queue of this link, or it was deleted. Requests that we accept have no link.
    const isLink = c.joining !== undefined && c.joining.link !== ""
    throw isLink && e instanceof SmpError && e.code === "AUTH" ? new AgentError("LINK_USED", { cause: e }) : e
  })
  await locked(ctx, c.connId, now => commitConnection(ctx, withSnd(now, { status: "secured" }), []))
}

/** The queue for answers. */
const createReply = async (ctx: Context, c: ConnectionRow): Promise<void> => {
  const [snd] = c.snd
  if (snd === undefined) return
  const purpose = { userId: userOf(c), connId: c.connId, used: [snd.server] }
  const { queue } = await onNextServer(ctx, purpose, address => createQueue(ctx, c, address))
  let isKept = false
  await locked(ctx, c.connId, async now => {
    await commitConnection(ctx, { ...now, rcv: [{ ...queue, clientVersion: snd.clientVersion }] }, [])
    isKept = true
    ctx.count(userOf(now), queue.server, "created")
  })
  // Removed, or of no use any more, while the server was asked.
  if (!isKept) await ctx.discard(c, [queue])
}

/**
 * Both at once, as neither needs the other, and each stored by itself. When the link was used by somebody else nobody
 * waits for the queue; when its server is away the queue is there at the next attempt.
 */
const prepareReply = async (ctx: Context, c: ConnectionRow): Promise<void> => {
  const created = createReply(ctx, c)
  const ended = created.catch(() => undefined)
  await secureSnd(ctx, c).catch(async e => {
    if (isTriedAgain(e)) await ended
    throw e
  })
  await created
}

/** The confirmation, which tells of the queue for answers. */
const reply = async (ctx: Context, c: ConnectionRow): Promise<void> => {
  const [rcv] = c.rcv
  if (c.joining?.e2eParams === undefined || rcv === undefined) return
  const queue: QueueInfo = {
    version: rcv.clientVersion,
    server: serverAddress(rcv.server),
    senderId: rcv.sndId,
    dhKey: toPublicKey(privateKey("X25519", rcv.e2ePrivate)),
    mode: rcv.senderCanSecure ? "messaging" : null,
  }
  const info = { type: "connInfoReply" as const, queues: [queue], connInfo: c.joining.info }
  const params = decode(e2eParams, c.joining.e2eParams)
  const { changes } = await queueConfirmation(c, await ratchetOf(ctx, c.connId), info, params, ctx.clock.now())
  const joined = without(c, "joining")
  const all = [put("connections", joined), ...changes]
  if (canSend(joined)) await emit(ctx, c.connId, { type: "joined" }, async () => all)
  else await ctx.store.commit(all)
  remember(ctx, joined)
  ctx.advance(c.connId)
  ctx.deliver(c.connId)
}

/** KEY with what the peer's confirmation brought. For the joiner its HELLO is next. */
const secureRcv = async (ctx: Context, c: ConnectionRow): Promise<void> => {
  const [rcv] = c.rcv
  if (rcv?.senderKey === undefined) return
  const key = privateKey("Ed25519", rcv.authKey)
  await ctx.servers.request(c, rcv.server, rcv.rcvId, { type: "KEY", key: rcv.senderKey }, key)
  await locked(ctx, c.connId, now => {
    const [first, ...others] = now.rcv
    if (first === undefined) return Promise.resolve()
    ctx.count(userOf(now), first.server, "secured")
    const secured = { ...now, rcv: [{ ...without(first, "senderKey"), status: "secured" as const }, ...others] }
    return commitConnection(ctx, now.role === "joiner" ? { ...secured, helloDue: true } : secured, [])
  })
}

/** The inviter's side of the queue that the peer made for answers. */
const openSnd = async (ctx: Context, c: ConnectionRow): Promise<void> => {
  if (c.confirmation === undefined) return
  const info = decode(queueInfo, c.confirmation.replyQueue)
  if (info.version < clientVersions.min || info.version > clientVersions.max) throw new AgentError("VERSION")
  await commitConnection(ctx, { ...c, snd: [sndQueue(ctx, info)] }, [])
}

/** The inviter's confirmation: its profile. The invitation's private keys have done their work. */
const confirm = async (ctx: Context, c: ConnectionRow): Promise<void> => {
  if (c.confirmation?.ownInfo === undefined) return
  const ratchet = await ratchetOf(ctx, c.connId)
  const info = { type: "connInfo" as const, connInfo: c.confirmation.ownInfo }
  const confirmed = await queueConfirmation(c, ratchet, info, null, ctx.clock.now())
  const told = await queueReceipts(ctx, c, confirmed.ratchet)
  await commitConnection(ctx, without(c, "confirmation", "invitation", "receiptsDue"), [...confirmed.changes, ...told])
}

/** For messages that came before our confirmation was queued. */
const queueReceipts = async (ctx: Context, c: ConnectionRow, ratchet: RatchetRow): Promise<readonly Change[]> => {
  const receipts = (c.receiptsDue ?? []).slice(0, mostReceipts).map(r => ({ ...r, info: empty }))
  if (receipts.length === 0) return []
  const message = { type: "A_RCVD" as const, receipts }
  const queued = await queueMessage(c, ratchet, { kind: "receipt", message, notify: false, at: ctx.clock.now() })
  return queued.changes
}

const hello = async (ctx: Context, c: ConnectionRow): Promise<void> => {
  const ratchet = await ratchetOf(ctx, c.connId)
  const message = { kind: "hello" as const, message: { type: "HELLO" as const }, notify: true, at: ctx.clock.now() }
  const { changes } = await queueMessage(c, ratchet, message)
  await commitConnection(ctx, helloQueued(c), changes)
}

/** Steps that need no server run whole under the lock; the others take it when they have their answer. */
const local =
  (step: (ctx: Context, c: ConnectionRow) => Promise<void>) =>
  (ctx: Context, c: ConnectionRow): Promise<void> =>
    locked(ctx, c.connId, now => step(ctx, now))

/**
 * What carries out each step of a connection (`nextStep`). Each rejects SmpError, to be tried again if it is temporary, or
 * AgentError when the connection can never come about.
 */
export const steps: Readonly<Record<Step, (ctx: Context, c: ConnectionRow) => Promise<void>>> = {
  resolveAddress: resolveRequested,
  openRequest,
  sendRequest,
  resolve,
  start: local(start),
  prepareReply,
  secureSnd,
  createReply,
  reply: local(reply),
  secureRcv,
  openSnd: local(openSnd),
  confirm: local(confirm),
  hello: local(hello),
  publish: publishDue,
  ...rotationSteps,
}
