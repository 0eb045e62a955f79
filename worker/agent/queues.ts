/**
 * Queues: made on servers of our choice to receive from, or named by the peer to send to.
 *
 * Peer: Simplex.Messaging.Agent.Client, newRcvQueue; Agent, newSndQueue, getNextSMPServer.
 */
import { dh, fromSpki, generateKeyPair, type PrivateKey, toSpki } from "../crypto/keys.ts"
import type { Bytes } from "../encoding/bytes.ts"
import { parseServerAddress, type Server, writeServerAddress } from "../encoding/server.ts"
import { clientVersions, type QueueInfo } from "../smp/address.ts"
import { SmpError } from "../smp/client.ts"
import type { NewQueueMode } from "../smp/commands.ts"
import type { Queue } from "../smp/servers.ts"
import type { RcvQueue, SndQueue } from "../store/agent.ts"
import type { Context } from "./context.ts"

/** The server's text address without its password: the name by which queues refer to it. */
export const serverName = (address: string): string =>
  writeServerAddress(parseServerAddress(address, "smp").server, "smp")

export const serverAddress = (name: string): Server => parseServerAddress(name, "smp").server

/** One of the servers for new queues at random, another than `avoid` where there is one. */
export const pickServer = (ctx: Context, avoid?: string): string => {
  const all = ctx.newQueueServers()
  const others = all.filter(s => serverName(s) !== avoid)
  const from = others.length > 0 ? others : all
  const picked = from[Math.floor(((ctx.random(1)[0] ?? 0) / 256) * from.length)]
  // The list comes from the bridge, which may be away just now.
  if (picked === undefined) throw new SmpError("NETWORK")
  return picked
}

export type CreatedQueue = { readonly queue: RcvQueue; readonly ids: Queue; readonly e2ePublic: Bytes }

/** NEW on this server. `link` and `corrId` belong together: the sender id is made of the corrId. Rejects SmpError. */
export const createQueue = async (
  ctx: Context,
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
  const ids = await ctx.servers.createQueue(name, request, auth.privateKey, corrId)
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
