/**
 * Addresses: links that stay, to which anybody may send a request. The owner answers a request by joining the invitation
 * inside it; so the one who asks becomes the inviter of the connection, and the owner its joiner.
 *
 *   owner       createAddress (NEW, mode contact) ──> request ──> join(request) or nothing
 *   requester   resolveAddress? (LGET) ──> openRequest (NEW) ──> sendRequest (SEND) ──> [waits for a confirmation]
 *
 * Spec:  agent-protocol.md, "Connecting via contact address", "Short links".
 * Peer:  Simplex.Messaging.Agent, newRcvConnSrv SCMContact, joinConnSrv CRContactUri, getConnShortLink; Client, sendInvitation.
 * Note:  a request is encrypted for the queue only, there is no ratchet yet; its sender is whoever it says.
 */
import type { OwnLink } from "../api.ts"
import { CryptoError } from "../crypto/error.ts"
import { dh, generateKeyPair, type PublicKey, privateKey, toPublicKey } from "../crypto/keys.ts"
import {
  contactLinkKeys,
  linkKeyOf,
  openFixedData,
  openUserData,
  sealFixedData,
  sealUserData,
  senderIdOf,
  signLinkData,
  verifyUserData,
} from "../crypto/link.ts"
import { ratchetVersions } from "../crypto/ratchet-state.ts"
import { e2ePrivate, generateE2ePrivate, toParamsUri } from "../crypto/x3dh.ts"
import { type Bytes, DecodeError, equal, hex } from "../encoding/bytes.ts"
import { decode, encode } from "../encoding/codec.ts"
import { writeServerAddress } from "../encoding/server.ts"
import { commonVersion } from "../encoding/text.ts"
import { clientVersions, type QueueUri, toQueueInfo } from "../smp/address.ts"
import { sealClientMessage } from "../smp/body.ts"
import { SmpError } from "../smp/error.ts"
import type { ConnectionRow } from "../store/agent.ts"
import type { NewConnection } from "./api.ts"
import { classify } from "./classify.ts"
import { without } from "./connection.ts"
import { type Context, commitConnection, locked } from "./context.ts"
import { AgentError } from "./events.ts"
import { type ContactLink, connectionRequest, type InvitationLink, type ShortContact, writeLink } from "./link.ts"
import { areOwnersAuthorized, fixedLinkData, linkData } from "./linkdata.ts"
import { agentVersions, envelope, since } from "./message.ts"
import { addressData, fitting } from "./publish.ts"
import { createQueue, onNextServer, serverAddress, serverName, userOf } from "./queues.ts"

// owner

/** Makes the queue and both forms of the link; stores nothing. Rejects SmpError, AgentError. */
export const createAddress = async (
  ctx: Context,
  to: NewConnection,
  userData: Bytes,
): Promise<{ row: ConnectionRow; link: OwnLink }> =>
  onNextServer(ctx, { userId: to.userId, used: [] }, address => addressOn(ctx, address, to, userData))

const addressOn = async (
  ctx: Context,
  address: string,
  to: NewConnection,
  userData: Bytes,
): Promise<{ row: ConnectionRow; link: OwnLink }> => {
  const server = serverAddress(serverName(address))
  const corrId = ctx.random(24)
  const e2e = generateKeyPair("X25519", ctx.random)
  const root = generateKeyPair("Ed25519", ctx.random)
  const uri: QueueUri = {
    versions: clientVersions,
    server,
    senderId: senderIdOf(corrId),
    dhKey: e2e.publicKey,
    mode: "contact",
  }
  const request: ContactLink = {
    form: "full",
    mode: "contact",
    versions: agentVersions,
    queues: [uri],
    clientData: null,
  }
  const fixed = encode(fixedLinkData, { versions: agentVersions, rootKey: root.publicKey, request, entityId: null })
  const linkKey = linkKeyOf(fixed)
  const { linkId, key } = contactLinkKeys(linkKey)
  const link = {
    linkId,
    sndId: uri.senderId,
    fixedData: sealFixedData(key, signLinkData(root.privateKey, fixed), ctx.random),
    userData: fitting(() => sealUserData(key, signLinkData(root.privateKey, addressData(userData)), ctx.random)),
  }
  const { queue, ids } = await createQueue(ctx, to, address, e2e, { type: "contact", link }, corrId)
  const hasLink = ids.linkId !== null
  // Servers before v15 know no links and choose the sender id themselves: then there is only the full link.
  if (hasLink && !(equal(ids.sndId, uri.senderId) && equal(ids.linkId ?? linkId, linkId)))
    throw new SmpError("UNEXPECTED")
  const full: ContactLink = { ...request, queues: [{ ...uri, senderId: ids.sndId }] }
  const short: ShortContact = { form: "short", mode: "contact", type: "contact", scheme: "simplex", server, linkKey }
  const row: ConnectionRow = {
    ...to,
    role: "address",
    createdAt: ctx.clock.now(),
    agentVersion: agentVersions.max,
    pqSupport: true,
    rcv: [{ ...queue, senderCanSecure: false }],
    snd: [],
    ...(hasLink ? { address: { linkKey, rootKey: root.privateKey.raw, fixedData: link.fixedData } } : {}),
  }
  return { row, link: { full: writeLink(full), ...(hasLink ? { short: writeLink(short) } : {}) } }
}

// requester

export type ResolvedAddress = { readonly request: ContactLink; readonly userData: Bytes }

/** What a short link of an address (or group) stands for. Rejects AgentError LINK_USED (gone), BAD_LINK; SmpError. */
export const resolveAddress = async (ctx: Context, userId: number, text: string): Promise<ResolvedAddress> => {
  const { link } = classify(text)
  if (link?.form !== "short" || link.mode !== "contact") throw new AgentError("LINK_UNSUPPORTED")
  const { linkId, key } = contactLinkKeys(link.linkKey)
  const server = writeServerAddress(link.server, "smp")
  const owner = { userId, connId: hex(linkId) }
  const { answer } = await ctx.servers.route(owner, server, linkId, { type: "LGET" }).catch(e => {
    throw e instanceof SmpError && e.code === "AUTH" ? new AgentError("LINK_USED", { cause: e }) : e
  })
  if (answer.type !== "LNK") throw new SmpError("UNEXPECTED")
  try {
    return readAddress(link, key, answer)
  } catch (cause) {
    if (cause instanceof CryptoError || cause instanceof DecodeError) throw new AgentError("BAD_LINK", { cause })
    throw cause
  }
}

type LinkAnswer = { readonly sndId: Bytes; readonly fixedData: Bytes; readonly userData: Bytes }

const readAddress = (link: ShortContact, key: Bytes, answer: LinkAnswer): ResolvedAddress => {
  const { rootKey, data } = openFixedData(link.linkKey, key, answer.fixedData)
  const { request } = decode(fixedLinkData, data)
  const unverified = openUserData(key, answer.userData)
  const user = decode(linkData, unverified.data)
  const [uri] = request.queues
  if (request.mode !== "contact" || user.type !== "contact" || uri === undefined) throw new AgentError("BAD_LINK")
  // Owners stand in the data that they sign: believed only after the chain from the root key holds.
  if (!areOwnersAuthorized(rootKey, user.owners)) throw new AgentError("BAD_LINK")
  const signers: readonly PublicKey<"Ed25519">[] = [rootKey, ...user.owners.map(o => o.key)]
  verifyUserData(unverified, signers)
  const [host] = uri.server.hosts
  const sameHost = host !== undefined && link.server.hosts.includes(host)
  if (!sameHost || !equal(uri.senderId, answer.sndId)) throw new AgentError("BAD_LINK")
  // Channels take no requests themselves, only through their relays.
  if (!user.direct) throw new AgentError("LINK_UNSUPPORTED")
  const queues = [{ ...uri, server: link.server }, ...request.queues.slice(1)]
  return { request: { ...request, queues }, userData: user.userData }
}

/** Step: short address, fetch what it stands for. */
export const resolveRequested = async (ctx: Context, c: ConnectionRow): Promise<void> => {
  if (c.requesting === undefined) return
  const { request } = await resolveAddress(ctx, userOf(c), c.requesting.link)
  const requesting = { ...c.requesting, request: encode(connectionRequest, request) }
  await locked(ctx, c.connId, now => commitConnection(ctx, { ...now, requesting }, []))
}

const contactOf = (request: Bytes): ContactLink => {
  const link = decode(connectionRequest, request)
  if (link.mode !== "contact") throw new AgentError("LINK_UNSUPPORTED")
  return link
}

/** Step: the queue for the answer, and the keys of the invitation that will be inside the request. */
export const openRequest = async (ctx: Context, c: ConnectionRow): Promise<void> => {
  if (c.requesting?.request === undefined) return
  const link = contactOf(c.requesting.request)
  const agentVersion = commonVersion(link.versions, agentVersions)
  const [uri] = link.queues
  if (agentVersion === null || uri === undefined) throw new AgentError("VERSION")
  const propose = agentVersion >= since.postQuantum
  const keys = await generateE2ePrivate(ratchetVersions.max, { type: propose ? "propose" : "none" }, ctx)
  const purpose = { userId: userOf(c), connId: c.connId, used: [writeServerAddress(uri.server, "smp")] }
  const { queue } = await onNextServer(ctx, purpose, address => createQueue(ctx, c, address))
  await locked(ctx, c.connId, now =>
    commitConnection(
      ctx,
      {
        ...now,
        agentVersion,
        rcv: [{ ...queue, senderCanSecure: true }],
        invitation: { keys: encode(e2ePrivate, keys) },
      },
      [],
    ),
  )
  if (!ctx.connections.has(c.connId)) return ctx.discard(c, [queue])
  ctx.count(userOf(c), queue.server, "created")
}

/** Step: the request itself. Sent again after a crash it is the same request: the owner knows it by its content. */
export const sendRequest = async (ctx: Context, c: ConnectionRow): Promise<void> => {
  const [rcv] = c.rcv
  if (c.requesting?.request === undefined || c.invitation === undefined || rcv === undefined) return
  const link = contactOf(c.requesting.request)
  const info = link.queues[0] === undefined ? null : toQueueInfo(link.queues[0], clientVersions)
  if (info === null) throw new AgentError("VERSION")
  const keys = decode(e2ePrivate, c.invitation.keys)
  const invitation: InvitationLink = {
    form: "full",
    mode: "invitation",
    versions: agentVersions,
    queues: [
      {
        versions: clientVersions,
        server: serverAddress(rcv.server),
        senderId: rcv.sndId,
        dhKey: toPublicKey(privateKey("X25519", rcv.e2ePrivate)),
        mode: "messaging",
      },
    ],
    clientData: null,
    e2e: toParamsUri(ratchetVersions, keys),
  }
  const once = generateKeyPair("X25519", ctx.random)
  const body = encode(envelope, {
    type: "invitation",
    agentVersion: c.agentVersion,
    invitation,
    connInfo: c.requesting.info,
  })
  const sealed = sealClientMessage({
    version: info.version,
    secret: dh(info.dhKey, once.privateKey),
    publicKey: once.publicKey,
    senderKey: null,
    nonce: ctx.random(24),
    body,
  })
  const command = { type: "SEND" as const, notification: true, body: sealed }
  await ctx.servers.route(c, writeServerAddress(info.server, "smp"), info.senderId, command)
  await locked(ctx, c.connId, now => commitConnection(ctx, without(now, "requesting"), []))
}
