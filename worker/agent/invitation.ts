/**
 * One-time links: making one with its queue, and learning what a short one stands for.
 *
 * The short link's data carries the post-quantum key of the first agreement; the full link leaves it out, as the peer
 * does, since its QR code would be unreadable. Who joins by the full link proposes a key instead.
 *
 * Peer: Simplex.Messaging.Agent, newRcvConnSrv, getConnShortLink.
 */
import type { OwnLink } from "../api.ts"
import { CryptoError } from "../crypto/error.ts"
import { generateKeyPair, privateKey, toPublicKey, toSpki } from "../crypto/keys.ts"
import {
  invitationLinkKey,
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
import { clientVersions, type QueueUri } from "../smp/address.ts"
import { SmpError } from "../smp/error.ts"
import type { ConnectionRow } from "../store/agent.ts"
import type { NewConnection } from "./api.ts"
import { classify } from "./classify.ts"
import type { Context } from "./context.ts"
import { AgentError } from "./events.ts"
import { type InvitationLink, type ShortInvitation, writeLink } from "./link.ts"
import { fixedLinkData, linkData } from "./linkdata.ts"
import { agentVersions } from "./message.ts"
import { fitting, invitationData } from "./publish.ts"
import { createQueue, onNextServer, serverAddress, serverName } from "./queues.ts"

/** Makes the queue and everything that its link needs; stores nothing. Rejects SmpError, AgentError. */
export const createInvitation = async (
  ctx: Context,
  to: NewConnection,
  userData: Bytes,
): Promise<{ row: ConnectionRow; link: OwnLink }> =>
  onNextServer(ctx, { userId: to.userId, used: [] }, address => invitationOn(ctx, address, to, userData))

const invitationOn = async (
  ctx: Context,
  address: string,
  to: NewConnection,
  userData: Bytes,
): Promise<{ row: ConnectionRow; link: OwnLink }> => {
  const server = serverAddress(serverName(address))
  const corrId = ctx.random(24)
  const e2e = generateKeyPair("X25519", ctx.random)
  const root = generateKeyPair("Ed25519", ctx.random)
  const keys = await generateE2ePrivate(ratchetVersions.max, { type: "propose" }, ctx)
  const uri: QueueUri = {
    versions: clientVersions,
    server,
    senderId: senderIdOf(corrId),
    dhKey: e2e.publicKey,
    mode: "messaging",
  }
  const request: InvitationLink = {
    form: "full",
    mode: "invitation",
    versions: agentVersions,
    queues: [uri],
    clientData: null,
    e2e: toParamsUri(ratchetVersions, keys),
  }

  const fixed = encode(fixedLinkData, { versions: agentVersions, rootKey: root.publicKey, request, entityId: null })
  const linkKey = linkKeyOf(fixed)
  const key = invitationLinkKey(linkKey)
  const fixedData = sealFixedData(key, signLinkData(root.privateKey, fixed), ctx.random)
  const { queue, ids } = await createQueue(
    ctx,
    to,
    address,
    e2e,
    {
      type: "messaging",
      link: {
        sndId: uri.senderId,
        fixedData,
        userData: fitting(() => sealUserData(key, signLinkData(root.privateKey, invitationData(userData)), ctx.random)),
      },
    },
    corrId,
  )
  // Servers before v15 know no links and choose the sender id themselves: then there is only the full link.
  const { linkId } = ids
  if (linkId !== null && !equal(ids.sndId, uri.senderId)) throw new SmpError("UNEXPECTED")
  const full: InvitationLink = {
    ...request,
    queues: [{ ...uri, senderId: ids.sndId }],
    e2e: { ...request.e2e, kemKey: null },
  }
  const short: ShortInvitation | null =
    linkId === null ? null : { form: "short", mode: "invitation", scheme: "simplex", server, linkKey, linkId }

  const link: OwnLink = { full: writeLink(full), ...(short === null ? {} : { short: writeLink(short) }) }
  const row: ConnectionRow = {
    ...to,
    role: "inviter",
    createdAt: ctx.clock.now(),
    agentVersion: agentVersions.max,
    pqSupport: true,
    rcv: [{ ...queue, senderCanSecure: true }],
    snd: [],
    invitation: {
      keys: encode(e2ePrivate, keys),
      ...(linkId === null ? {} : { short: { linkId, linkKey, rootKey: root.privateKey.raw, fixedData } }),
    },
  }
  return { row, link }
}

export type Resolved = { readonly request: InvitationLink; readonly userData: Bytes }

/**
 * What a short one-time link stands for. The server gives it to one sender key only, which is from then on the one that
 * may send: `authKey` has to be stored before. Rejects AgentError LINK_USED, BAD_LINK, LINK_UNSUPPORTED; SmpError.
 */
export const resolveLink = async (ctx: Context, userId: number, text: string, authKey: Bytes): Promise<Resolved> => {
  const { link } = classify(text)
  if (link?.form !== "short" || link.mode !== "invitation") throw new AgentError("LINK_UNSUPPORTED")
  const key = privateKey("X25519", authKey)
  const server = writeServerAddress(link.server, "smp")
  const owner = { userId, connId: hex(link.linkId) }
  const command = { type: "LKEY" as const, key: toSpki(toPublicKey(key)) }
  const { answer } = await ctx.servers.route(owner, server, link.linkId, command, key).catch(e => {
    throw e instanceof SmpError && e.code === "AUTH" ? new AgentError("LINK_USED", { cause: e }) : e
  })
  if (answer.type !== "LNK") throw new SmpError("UNEXPECTED")
  try {
    return readLink(link, answer)
  } catch (cause) {
    if (cause instanceof CryptoError || cause instanceof DecodeError) throw new AgentError("BAD_LINK", { cause })
    throw cause
  }
}

type LinkAnswer = { readonly sndId: Bytes; readonly fixedData: Bytes; readonly userData: Bytes }

const readLink = (link: ShortInvitation, answer: LinkAnswer): Resolved => {
  const key = invitationLinkKey(link.linkKey)
  const { rootKey, data } = openFixedData(link.linkKey, key, answer.fixedData)
  const { request } = decode(fixedLinkData, data)
  const user = decode(linkData, verifyUserData(openUserData(key, answer.userData), [rootKey]))
  const [uri] = request.queues
  if (request.mode !== "invitation" || user.type !== "invitation" || uri === undefined) throw new AgentError("BAD_LINK")
  // The link is signed for the queue that it names: the server may not pass another one off under it.
  const [host] = uri.server.hosts
  const sameHost = host !== undefined && link.server.hosts.includes(host)
  if (!sameHost || !equal(uri.senderId, answer.sndId)) throw new AgentError("BAD_LINK")
  const queues = [{ ...uri, server: link.server }, ...request.queues.slice(1)]
  return { request: { ...request, queues }, userData: user.userData }
}
