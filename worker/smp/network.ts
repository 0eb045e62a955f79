/**
 * How we talk to servers, as far as the user may choose: routing, which commands share a session, hosts, times.
 *
 * Peer: Simplex.Messaging.Client: NetworkConfig, TransportSessionMode, mkTSession, clientSocksCredentials,
 *       chooseTransportHost; apps: NetCfg.defaults, OnionHosts.
 * Note: what "onion" needs, a SOCKS proxy, is at the bridge, and we do not know whether it has one: with "prefer" it gets
 *       the onion hosts first and the public ones behind them, and tries them in this order.
 * Note: credentials for the SOCKS proxy are made of a secret of the store, not only of numbers as the peer's are: many
 *       people may share the proxy of a bridge, and must not share circuits. They are sent only with onion hosts.
 */
import type { Isolation, NetworkConfig, OnionHosts } from "../api.ts"
import { sha256 } from "../crypto/hash.ts"
import { type Bytes, base64urlUnpadded, concat, utf8 } from "../encoding/bytes.ts"
import { hostKind } from "../encoding/server.ts"

/** As in the apps, with the times that they use in the background; isolated by profile, which is what a page can promise. */
export const defaultNetwork: NetworkConfig = {
  routing: "unknown",
  fallback: "allow",
  isolation: "profile",
  onionHosts: "prefer",
  connectTimeout: 45_000,
  commandTimeout: 30_000,
  pingInterval: 20 * 60_000,
  pingCount: 3,
}

/** What a session is made with; when it differs, sessions have to be made anew. Routing is asked for with every command. */
export const sessionSettings = ({ routing: _, fallback: __, directFiles: ___, ...settings }: NetworkConfig): string =>
  JSON.stringify(settings)

/** Whose a command is. Connections and what is to become one have this form; `userId` absent: 1, the first profile. */
export type Owner = { readonly connId: string; readonly userId?: number }

/** The profile of an owner. */
export const userOf = (owner: Pick<Owner, "userId">): number => owner.userId ?? 1

/** Commands with the same name of session go over one. Profiles share none. */
export const sessionName = (owner: Owner, server: string, isolation: Isolation): string =>
  JSON.stringify([userOf(owner), server, ...(isolation === "connection" ? [owner.connId] : [])])

/** The secrets that isolation tokens are made of: one of the store, one of this start. */
export type IsolationSecrets = { readonly lasting: Bytes; readonly thisStart: Bytes }

/** Opaque and of 43 characters: the same for what may share a way through the SOCKS proxy. */
export const isolationToken = (
  owner: Owner,
  server: string,
  isolation: Isolation,
  { lasting, thisStart }: IsolationSecrets,
): string => {
  const parts = { profile: [], session: [], server: [server], connection: [server, owner.connId] }[isolation]
  const secret = isolation === "profile" ? lasting : thisStart
  return base64urlUnpadded(sha256(concat(secret, utf8(JSON.stringify([isolation, userOf(owner), ...parts])))))
}

const isOnion = (host: string): boolean => hostKind(host.toLowerCase()) === "onion"

/** The hosts that the bridge may try, in their order; none when the address has none that the settings allow. */
export const hostsFor = (hosts: readonly string[], onionHosts: OnionHosts): readonly string[] => {
  const onion = hosts.filter(isOnion)
  const open = hosts.filter(h => !isOnion(h))
  if (onionHosts === "never") return open
  return onionHosts === "required" ? onion : [...onion, ...open]
}

/** Whether a connection to these hosts may go through the SOCKS proxy. */
export const mayUseSocks = (hosts: readonly string[]): boolean => hosts.some(isOnion)
