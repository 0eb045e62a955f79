/** How we talk to servers, and what came of it. Types only: see ../api.ts. */
import type { FailureCode } from "./failure.ts"

/** `stopped`: by `setReceiving`. */
export type NetworkStatus = "connecting" | "online" | "offline" | "stopped"

/** `unprotected` asks whether the server would see an address: behind the bridge it never does, so it is as `never`. */
export type RoutingMode = "always" | "unknown" | "unprotected" | "never"
/** Whether a message may go straight when no proxy can pass it on: `protected` only where the server sees no address. */
export type RoutingFallback = "allow" | "protected" | "prohibit"
/**
 * What may share a way through the SOCKS proxy: everything of a profile; the same, until the next start; what goes to one
 * server; one connection, which then has a session of its own. Profiles never share anything.
 */
export type Isolation = "profile" | "session" | "server" | "connection"
export type OnionHosts = "never" | "prefer" | "required"

/** Times in milliseconds. */
export type NetworkConfig = {
  readonly routing: RoutingMode
  readonly fallback: RoutingFallback
  readonly isolation: Isolation
  readonly onionHosts: OnionHosts
  /** Files without the bridge, where a server and the host of the page allow it; absent: no. Such a server sees our address. */
  readonly directFiles?: boolean
  /** To connect and shake hands. */
  readonly connectTimeout: number
  /** From a command to its answer. */
  readonly commandTimeout: number
  /** How long a session may be silent before it is pinged; 0: never. */
  readonly pingInterval: number
  /** Pings without an answer after which the session is given up; 0: never. */
  readonly pingCount: number
}

/**
 * Which way files take: servers that have been used without the bridge, or could not be, since the start, by profiles that
 * are not hidden; and
 * where the policy of the page allows it: origins (https://HOST), "https:" for all.
 */
export type FileWays = {
  readonly allowed: readonly string[]
  readonly ways: readonly { readonly host: string; readonly way: "direct" | "bridge" }[]
}

export type CounterName =
  | "sentDirect" // messages that the server took
  | "sentViaProxy" // the same, passed on by another
  | "sentProxied" // what this one passed on to others
  | "sentDirectAttempts"
  | "sentViaProxyAttempts"
  | "sentProxiedAttempts"
  | "sentAuthErrors"
  | "sentQuotaErrors" // given up, since the queue stayed full
  | "sentExpiredErrors" // given up after days
  | "sentOtherErrors"
  | "received"
  | "receivedDuplicates"
  | "decryptErrors"
  | "receiveErrors" // readable, but not what it should be
  | "acknowledged"
  | "acknowledgeAttempts"
  | "acknowledgeNoMessage"
  | "acknowledgeErrors"
  | "created" // connections, counted where we receive
  | "secured"
  | "completed"
  | "deleted"
  | "deleteAttempts"
  | "deleteErrors"
  | "subscribed"
  | "subscribeAttempts"
  | "subscribeIgnored" // answered when the session was over
  | "subscribeErrors"
  | "reconnects"

/** Absent: 0. */
export type Counters = Partial<Readonly<Record<CounterName, number>>>

/** One server as one profile uses it. */
export type ServerSummary = {
  readonly userId: number
  readonly server: string
  readonly sessions: { readonly connected: number; readonly connecting: number; readonly failed: number }
  /** `elsewhere`: the same profile is used in another place, which has them now. */
  readonly subscriptions: { readonly active: number; readonly pending: number; readonly elsewhere: number }
  readonly counters: Counters
  /** Why the last attempt to connect failed. */
  readonly problem?: FailureCode
}

/** `since`: ms, when counting began. */
export type ServersSummary = { readonly since: number; readonly servers: readonly ServerSummary[] }

/** Why an operator has blocked a queue; `notice` asks to tell the user, for `ttl` seconds unless null. */
export type Blocked = {
  readonly reason: "spam" | "content"
  readonly notice: { readonly ttl: number | null } | null
}

/** What a server knows of a queue of ours, for finding faults. */
export type QueueInfo = {
  readonly server: string
  /** A sender has secured it. */
  readonly sender: boolean
  readonly notifier: boolean
  readonly subscription: { readonly state: string; readonly delivered: string | null } | null
  readonly size: number
  /** The first message in it; `at` as the server writes it. */
  readonly message: { readonly id: string; readonly at: string; readonly type: string } | null
}

/** For somebody who looks for a mistake: nothing of it tells who talks to whom. */
export type DeveloperInfo = {
  /** Versions that we speak, as "from-to", by protocol. */
  readonly protocols: Readonly<Record<"smp" | "smpClient" | "agent" | "ratchet" | "chat" | "xftp", string>>
  /** Rows of each table that has any. */
  readonly rows: Readonly<Record<string, number>>
  /** Contents beside them. */
  readonly files: number
}
