/** What chat may ask of the agent, and what the agent needs from outside. */
import type { NetworkConfig, OwnLink, QueueInfo, ServerProtocol, ServerSummary, ServerTest } from "../api.ts"
import type { LoadKem } from "../crypto/kem.ts"
import type { Bytes } from "../encoding/bytes.ts"
import type { Clock, Connect, Random } from "../platform.ts"
import type { ServerStatus } from "../smp/servers.ts"
import type { Change } from "../store/schema.ts"
import type { Store } from "../store/store.ts"
import type { Changes } from "./context.ts"
import type { AgentErrorCode, Incoming } from "./events.ts"
import type { UserServers } from "./serverlist.ts"

export type AgentOptions = {
  readonly store: Store
  readonly connect: Connect
  readonly clock: Clock
  readonly random: Random
  readonly kem: LoadKem
  /** The servers of a profile, for one protocol. */
  readonly servers: (userId: number, protocol: ServerProtocol) => UserServers
  /** How we talk to servers; as in the apps when absent. `networkChanged` tells when sessions may have to be made anew. */
  readonly network?: () => NetworkConfig
  readonly onServer: (server: string, status: ServerStatus, problem?: AgentErrorCode) => void
  /** A step or loop failed in a way that only a broken store or a bug explains. Everything should be stopped. */
  readonly onBroken: (e: unknown) => void
}

/** Without `ref` nobody is told what becomes of the message. `receipt` false: the other app answers it with none. */
export type SendOptions = { readonly notify: boolean; readonly ref?: () => string; readonly receipt?: boolean }

/** A connection to be made, and for which profile: profiles share no session with a server. */
export type NewConnection = { readonly connId: string; readonly userId: number }

/** Data of the application for a link of ours. */
export type LinkUserData = { readonly connId: string; readonly userData: Bytes }

/** ServersSummary of the worker's API, with the agent's own codes. */
export type AgentSummary = {
  readonly since: number
  readonly servers: readonly (Omit<ServerSummary, "problem"> & { readonly problem?: AgentErrorCode })[]
}

export interface Agent {
  /** Loads connections, subscribes their queues and goes on with what was interrupted. */
  start(): Promise<void>
  /**
   * Stops all loops; what is under way is dropped, what is stored goes on at the next start. Resolves when the counters
   * are written.
   */
  stop(): Promise<void>
  incoming(): AsyncIterable<Incoming>
  /** Makes a one-time link. `userData` goes into its short form. Rejects AgentError; nothing is stored then. */
  createInvitation(to: NewConnection, userData: Bytes, changes: (link: OwnLink) => readonly Change[]): Promise<void>
  /** Makes an address. `userData` goes into its short form. Rejects AgentError; nothing is stored then. */
  createAddress(to: NewConnection, userData: Bytes, changes: (link: OwnLink) => readonly Change[]): Promise<void>
  /**
   * Stores, in one commit with chat's changes, that the user data of these links are to be replaced; the rest happens in
   * the background. Passes over links without a short form, and those that somebody has used. Rejects AgentError TOO_LARGE.
   */
  publishLinks(links: readonly LinkUserData[], changes: Changes): Promise<void>
  /** Replaces the user data of one link at once, and commits after that. Rejects AgentError LINK_USED, TOO_LARGE, NETWORK. */
  setLink(connId: string, userData: Bytes, changes: Changes): Promise<void>
  /** Gives an address its short link. Rejects AgentError SERVER_OLD when its server knows none. */
  addShortLink(connId: string, userData: Bytes, changes: (short: string) => readonly Change[]): Promise<void>
  /** Stores that a request is answered; the rest happens in the background, as after `join`. */
  accept(to: NewConnection, request: Bytes, info: Bytes, changes: Changes): Promise<void>
  /** What somebody's short address, or link to a group, stands for. Nothing is bound by looking. Rejects AgentError. */
  lookUpAddress(userId: number, link: string): Promise<{ readonly full: string; readonly userData: Bytes }>
  /**
   * The user data of a short one-time link. The server binds the link to us by this; the key for that is stored first, so
   * that joining later, or looking again, is possible. Rejects AgentError.
   */
  lookUp(userId: number, link: string): Promise<Bytes>
  /** What `lookUp` has found out about this link before, or null. */
  lookedUp(link: string): Promise<Bytes | null>
  /** Stores the wish to join; the rest happens in the background. Rejects AgentError LINK_UNSUPPORTED, CONDITIONS, NO_SERVERS. */
  join(to: NewConnection, link: string, info: Bytes, changes: Changes): Promise<void>
  canSend(connId: string): boolean
  /** The longest body that `send` takes on this connection, in bytes. */
  maxBody(connId: string): number
  /**
   * Stores the message with chat's changes; `ref`, asked for when its turn has come, comes back with its events. Rejects
   * AgentError NOT_READY, TOO_LARGE.
   */
  send(connId: string, body: Bytes, options: SendOptions, changes: Changes): Promise<void>
  /** Stores the wish to receive at a new queue; the rest happens in the background. Rejects AgentError NOT_READY. */
  changeAddress(connId: string, changes: Changes): Promise<void>
  /** Gives up that change. Rejects AgentError NOT_READY when there is none, or it has gone too far. */
  abortChange(connId: string, changes: Changes): Promise<void>
  /**
   * Makes the ratchets of both sides anew; `force`: though nothing seems wrong with them. Rejects AgentError NOT_READY.
   */
  fixConnection(connId: string, force: boolean, changes: Changes): Promise<void>
  /** What both sides compare to be sure that nobody is between them: 32 bytes. Rejects AgentError NOT_READY. */
  securityCode(connId: string): Promise<Bytes>
  /** Forgets the connection and deletes its queue on the server. */
  remove(connId: string, changes: Changes): Promise<void>
  /** Forgets all connections of a profile and deletes their queues, with `keepQueues` without telling the servers. */
  removeUser(userId: number, changes: Changes, keepQueues?: boolean): Promise<void>
  /** Uses the server of this address, password included, as a test. */
  testServer(address: string): Promise<ServerTest>
  /** Closes and opens again what leads to this server, or to all; takes back queues that another client has taken. */
  reconnect(server?: string, userId?: number): void
  /** Sessions, subscriptions and counters by profile and server. */
  summary(): AgentSummary
  /** Counting begins anew. */
  resetStatistics(): Promise<void>
  /** What the server knows of the queue from which this connection receives. Rejects AgentError. */
  queueInfo(connId: string): Promise<QueueInfo>
  /** `network` of the options says something else now. */
  networkChanged(): void
  /** The network is back, or the page is visible again. */
  wake(): void
}
