/**
 * Queues: made on servers of our choice to receive from, or named by the peer to send to.
 *
 * Peer: Simplex.Messaging.Agent.Client, newRcvQueue; Agent, newSndQueue, getNextSMPServer.
 */
import { dh, fromSpki, generateKeyPair, type PrivateKey, toSpki } from "../crypto/keys.ts"
import type { Bytes } from "../encoding/bytes.ts"
import { parseServerAddress, type Server, writeServerAddress } from "../encoding/server.ts"
import { clientVersions, type QueueInfo } from "../smp/address.ts"
import type { NewQueueMode } from "../smp/commands.ts"
import { SmpError } from "../smp/error.ts"
import type { Owner, Queue } from "../smp/servers.ts"
import type { RcvQueue, SndQueue } from "../store/agent.ts"
import type { Context } from "./context.ts"
import { AgentError } from "./events.ts"
import { nextServer, placesOfAddresses, type UserServers } from "./serverlist.ts"

/** The server's text address without its password: the name by which queues refer to it. */
export const serverName = (address: string): string =>
  writeServerAddress(parseServerAddress(address, "smp").server, "smp")

/** The inverse of serverName. Throws DecodeError. */
export const serverAddress = (name: string): Server => parseServerAddress(name, "smp").server

export { userOf } from "../smp/network.ts"

/** What a new queue is for: the same purpose again tries other servers first. `used`: servers of the same connection. */
export type Purpose = { readonly userId: number; readonly connId?: string; readonly used: readonly string[] }

/**
 * Makes a queue with `make` on one of the profile's servers (serverlist.ts says which). A server that wants another
 * password than we have is passed over. Rejects AgentError CONDITIONS, NO_SERVERS; SmpError.
 */
export const onNextServer = async <T>(
  ctx: Context,
  { userId, connId, used }: Purpose,
  make: (address: string) => Promise<T>,
): Promise<T> => {
  const key = connId ?? `user ${userId}`
  const usedPlaces = placesOfAddresses(used)
  for (;;) {
    const { storage, missing } = ctx.serversOf(userId)
    const next = nextServer(storage, usedPlaces, ctx.tried.get(key) ?? new Set(), ctx.random)
    if (next === null) throw missingServer(connId === undefined ? missing : null)
    ctx.tried.set(key, next.tried)
    try {
      const made = await make(next.server.address)
      ctx.tried.delete(key)
      return made
    } catch (e) {
      if (!(e instanceof SmpError) || e.code !== "PASSWORD" || next.isLast) throw e
    }
  }
}

/** What is begun waits for a server: the bridge with its list may be away just now, or the user about to change something. */
const missingServer = (missing: UserServers["missing"]): Error => {
  if (missing === "conditions") return new AgentError("CONDITIONS")
  return missing === "servers" ? new AgentError("NO_SERVERS") : new SmpError("NETWORK")
}

/** Throws AgentError CONDITIONS, NO_SERVERS where a new queue could not be made before the user has done something. */
export const requireServer = (ctx: Context, userId: number): void => {
  const { missing } = ctx.serversOf(userId)
  if (missing === "conditions" || missing === "servers") throw missingServer(missing)
}

export type CreatedQueue = { readonly queue: RcvQueue; readonly ids: Queue; readonly e2ePublic: Bytes }

/**
 * NEW on this server. `link` and `corrId` belong together: the sender id is made of the corrId. Rejects SmpError;
 * PASSWORD when the server wants another one.
 */
export const createQueue = async (
  ctx: Context,
  owner: Owner,
  address: string,
  e2e = generateKeyPair("X25519", ctx.random),
  link: NewQueueMode = { type: "messaging", link: null },
  corrId?: Bytes,
): Promise<CreatedQueue> => {
  const { password } = parseServerAddress(address, "smp")
  const auth = generateKeyPair("Ed25519", ctx.random)
  const forServer = generateKeyPair("X25519", ctx.random)
  const name = serverName(address)
  const request = {
    rcvAuthKey: toSpki(auth.publicKey),
    rcvDhKey: toSpki(forServer.publicKey),
    auth: password,
    subscribe: true,
    queue: link,
    ntf: null,
  }
  const ids = await ctx.servers.createQueue(owner, name, request, auth.privateKey, corrId).catch(e => {
    // There is no queue yet that could be none of ours: the password is what it does not like.
    throw e instanceof SmpError && e.code === "AUTH" ? new SmpError("PASSWORD", { cause: e }) : e
  })
  const serverSecret = agreeWithServer(ids.srvDhKey, forServer.privateKey)
  const queue: RcvQueue = {
    server: name,
    rcvId: ids.rcvId,
    sndId: ids.sndId,
    authKey: auth.privateKey.raw,
    serverSecret,
    e2ePrivate: e2e.privateKey.raw,
    clientVersion: clientVersions.max,
    // Servers before v15 do not tell the mode back but keep it.
    senderCanSecure: ids.mode === "messaging",
    status: "new",
  }
  return { queue, ids, e2ePublic: e2e.publicKey.raw }
}

/** A server whose key is none gets no queue of ours; that is no failure of this machine. Throws SmpError UNEXPECTED. */
const agreeWithServer = (srvDhKey: Bytes, own: PrivateKey<"X25519">): Bytes => {
  try {
    return dh(fromSpki(srvDhKey, "X25519"), own)
  } catch (cause) {
    throw new SmpError("UNEXPECTED", { cause })
  }
}

/** Our side of a queue of the peer's. Throws CryptoError, DecodeError when its address is of no use. */
export const sndQueue = (ctx: Context, info: QueueInfo, authKey?: Bytes, secured = false): SndQueue => {
  const e2e = generateKeyPair("X25519", ctx.random)
  return {
    // as text it is a name; what cannot be read back would be found out only when something has to be sent
    server: serverName(writeServerAddress(info.server, "smp")),
    sndId: info.senderId,
    authKey: authKey ?? generateKeyPair("X25519", ctx.random).privateKey.raw,
    e2ePublic: e2e.publicKey.raw,
    e2eSecret: dh(info.dhKey, e2e.privateKey),
    clientVersion: info.version,
    canSecure: info.mode === "messaging",
    status: secured ? "secured" : "new",
  }
}
