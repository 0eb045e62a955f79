/**
 * What our short links tell about us, and how that is replaced: the user data on the server (LSET).
 *
 *   address         link id and box key follow from the link key; a queue made without a short link can get one later
 *   one-time link   the server has chosen the link id; its data can be replaced until somebody has used the link
 *
 * Spec:  agent-protocol.md, "Short links".
 * Peer:  Simplex.Messaging.Agent, setConnShortLink'.
 * Note:  replaced data are stored as intent with the connection, so that they get to the server when it is back.
 */
import { CryptoError } from "../crypto/error.ts"
import { generateKeyPair, privateKey, toPublicKey } from "../crypto/keys.ts"
import {
  contactLinkKeys,
  invitationLinkKey,
  linkKeyOf,
  sealFixedData,
  sealUserData,
  signLinkData,
} from "../crypto/link.ts"
import { type Bytes, equal } from "../encoding/bytes.ts"
import { encode } from "../encoding/codec.ts"
import { clientVersions } from "../smp/address.ts"
import { SmpError } from "../smp/error.ts"
import type { ConnectionRow, LinkKeys, RcvQueue } from "../store/agent.ts"
import { type Change, put } from "../store/schema.ts"
import type { LinkUserData } from "./api.ts"
import { isOpenLink, without } from "./connection.ts"
import { type Changes, type Context, commitConnection, locked, remember } from "./context.ts"
import { AgentError } from "./events.ts"
import { type ContactLink, type ShortContact, writeLink } from "./link.ts"
import { fixedLinkData, linkData } from "./linkdata.ts"
import { withAll } from "./lock.ts"
import { agentVersions } from "./message.ts"
import { serverAddress } from "./queues.ts"

/** User data of an address as they are signed. */
export const addressData = (userData: Bytes): Bytes =>
  encode(linkData, { type: "contact", versions: agentVersions, direct: true, owners: [], relays: [], userData })

/** User data of a one-time link as they are signed. */
export const invitationData = (userData: Bytes): Bytes =>
  encode(linkData, { type: "invitation", versions: agentVersions, userData })

/** Rejects AgentError TOO_LARGE instead of CryptoError LARGE: the profile is too large for a link. */
export const fitting = <T>(sealIt: () => T): T => {
  try {
    return sealIt()
  } catch (cause) {
    throw cause instanceof CryptoError && cause.code === "LARGE" ? new AgentError("TOO_LARGE", { cause }) : cause
  }
}

type Data = { readonly linkId: Bytes; readonly fixedData: Bytes; readonly userData: Bytes }

/** What the server gets, or null when there is no short link. Throws AgentError TOO_LARGE. */
const sealedData = (ctx: Context, c: ConnectionRow, userData: Bytes): Data | null => {
  const seal = (keys: LinkKeys, linkId: Bytes, key: Bytes, data: Bytes): Data => {
    const signed = signLinkData(privateKey("Ed25519", keys.rootKey), data)
    return { linkId, fixedData: keys.fixedData, userData: fitting(() => sealUserData(key, signed, ctx.random)) }
  }
  if (c.address !== undefined) {
    const { linkId, key } = contactLinkKeys(c.address.linkKey)
    return seal(c.address, linkId, key, addressData(userData))
  }
  const short = c.invitation?.short
  if (short === undefined) return null
  return seal(short, short.linkId, invitationLinkKey(short.linkKey), invitationData(userData))
}

/** LSET. Nothing without a short link. Rejects SmpError (AUTH: the one-time link was used), AgentError TOO_LARGE. */
const setLinkData = async (ctx: Context, c: ConnectionRow, userData: Bytes): Promise<void> => {
  const [rcv] = c.rcv
  const data = sealedData(ctx, c, userData)
  if (data === null || rcv === undefined) return
  await ctx.servers.request(c, rcv.server, rcv.rcvId, { type: "LSET", ...data }, privateKey("Ed25519", rcv.authKey))
}

/** Step: the data that are due. Refused for good means that the link is used or gone, so that nobody reads them. */
export const publishDue = async (ctx: Context, c: ConnectionRow): Promise<void> => {
  const { linkDue } = c
  if (linkDue === undefined) return
  await setLinkData(ctx, c, linkDue).catch(e => {
    if (!(e instanceof SmpError)) throw e
    // A server that is too old or shows another identity may be put right by its operator.
    const mayRecover = e.temporary || e.code === "SERVER_OLD" || e.code === "SERVER_IDENTITY"
    if (mayRecover) throw e.temporary ? e : new SmpError("NETWORK", { cause: e })
  })
  await locked(ctx, c.connId, async now => {
    // Data that came meanwhile are the next ones.
    if (now.linkDue !== undefined && equal(now.linkDue, linkDue))
      await commitConnection(ctx, without(now, "linkDue"), [])
  })
}

/** Keys for the short link of an address that has none, as it was made on a server that knew no links. */
const newAddressKeys = (ctx: Context, rcv: RcvQueue): LinkKeys => {
  const root = generateKeyPair("Ed25519", ctx.random)
  const request: ContactLink = {
    form: "full",
    mode: "contact",
    versions: agentVersions,
    queues: [
      {
        versions: clientVersions,
        server: serverAddress(rcv.server),
        senderId: rcv.sndId,
        dhKey: toPublicKey(privateKey("X25519", rcv.e2ePrivate)),
        mode: "contact",
      },
    ],
    clientData: null,
  }
  const fixed = encode(fixedLinkData, { versions: agentVersions, rootKey: root.publicKey, request, entityId: null })
  const linkKey = linkKeyOf(fixed)
  const { key } = contactLinkKeys(linkKey)
  const fixedData = sealFixedData(key, signLinkData(root.privateKey, fixed), ctx.random)
  return { linkKey, rootKey: root.privateKey.raw, fixedData }
}

/** The text of an address's short link. */
const shortAddress = (rcv: RcvQueue, { linkKey }: LinkKeys): string => {
  const server = serverAddress(rcv.server)
  const link: ShortContact = { form: "short", mode: "contact", type: "contact", scheme: "simplex", server, linkKey }
  return writeLink(link)
}

// commands

/** Stores the intents in one commit with the changes of chat. Rejects AgentError TOO_LARGE. */
export const publishLinks = async (ctx: Context, links: readonly LinkUserData[], changes: Changes): Promise<void> => {
  const connIds = links.map(l => l.connId)
  await withAll(ctx.locks, connIds, async () => {
    const rows = links.flatMap(({ connId, userData }) => {
      const c = ctx.connections.get(connId)
      if (c === undefined || !isOpenLink(c)) return []
      sealedData(ctx, c, userData) // throws before anything is stored
      return [{ ...c, linkDue: userData }]
    })
    await ctx.store.commit([...rows.map(row => put("connections", row)), ...changes()])
    for (const row of rows) remember(ctx, row)
  })
  connIds.forEach(ctx.advance)
}

/** Rejects AgentError NOT_FOUND, LINK_USED, TOO_LARGE, NOT_READY (no keys of its short link are kept); SmpError. */
export const setLink = async (ctx: Context, connId: string, userData: Bytes, changes: Changes): Promise<void> => {
  const c = ctx.connections.get(connId)
  if (c === undefined) throw new AgentError("NOT_FOUND")
  const isAddress = c.address !== undefined
  if (!isAddress && c.invitation?.short === undefined) throw new AgentError("NOT_READY")
  if (!isAddress && (c.confirmation !== undefined || c.snd.length > 0)) throw new AgentError("LINK_USED")
  await setLinkData(ctx, c, userData).catch(e => {
    throw !isAddress && e instanceof SmpError && e.code === "AUTH" ? new AgentError("LINK_USED", { cause: e }) : e
  })
  await ctx.locks(connId, async () => {
    const now = ctx.connections.get(connId)
    if (now !== undefined) await commitConnection(ctx, without(now, "linkDue"), [], changes)
  })
}

/** Rejects AgentError NOT_FOUND, SERVER_OLD, TOO_LARGE; SmpError. */
export const addShortLink = async (
  ctx: Context,
  connId: string,
  userData: Bytes,
  changes: (short: string) => readonly Change[],
): Promise<void> => {
  const find = (): { c: ConnectionRow; rcv: RcvQueue } => {
    const c = ctx.connections.get(connId)
    const rcv = c?.rcv[0]
    if (c?.role !== "address" || rcv === undefined) throw new AgentError("NOT_FOUND")
    return { c, rcv }
  }
  await ctx.locks(connId, async () => {
    const { c, rcv } = find()
    // Stored before the server has them: it takes no other link for this queue any more.
    if (c.address === undefined) await commitConnection(ctx, { ...c, address: newAddressKeys(ctx, rcv) }, [])
  })
  const { c, rcv } = find()
  if (c.address === undefined) throw new AgentError("NOT_FOUND")
  const short = shortAddress(rcv, c.address)
  await setLinkData(ctx, c, userData).catch(e => {
    throw e instanceof SmpError && e.code === "SERVER" ? new AgentError("SERVER_OLD", { cause: e }) : e
  })
  await ctx.store.commit(changes(short))
}
