/**
 * What the agent tells the chat layer. Each event comes with the agent's own changes; chat adds its changes and both are
 * one commit, after which the server is told that the message was received.
 */
import type { Blocked } from "../api.ts"
import type { Bytes } from "../encoding/bytes.ts"
import { SmpError } from "../smp/error.ts"
import type { Sync } from "../store/agent.ts"
import type { Change } from "../store/schema.ts"

/** What the message counters and hashes say about the messages before this one. Peer: MsgIntegrity. */
export type Integrity =
  | { readonly type: "ok" }
  | { readonly type: "skipped"; readonly count: number }
  | { readonly type: "badHash" }
  | { readonly type: "badId" } // an older number than the last: out of order or forged
  | { readonly type: "duplicate" } // the number of the last once more

export type AgentErrorCode =
  | "NETWORK"
  | "TIMEOUT"
  | "SERVER_OLD"
  | "SERVER_IDENTITY"
  | "AUTH"
  | "BLOCKED"
  | "HOST" // the settings forbid all hosts of the server
  | "EXPIRED" // not delivered in time
  | "QUOTA" // the contact has not received what was sent before, and its queue is full
  | "LINK_USED"
  | "BAD_LINK" // the link's data do not match the link
  | "LINK_UNSUPPORTED"
  | "TOO_LARGE"
  | "VERSION" // no common protocol version
  | "NOT_FOUND"
  | "NOT_READY"
  | "CONDITIONS" // no server for a new queue before an operator's conditions are accepted
  | "NO_SERVERS" // no server for a new queue is enabled
  | "SERVER_PASSWORD" // the server makes no queue without its password
  | "INTERNAL"

export class AgentError extends Error {
  override name = "AgentError"
  readonly code: AgentErrorCode
  constructor(code: AgentErrorCode, options?: ErrorOptions) {
    super(`agent: ${code}`, options)
    this.code = code
  }
}

/** What the operator says with BLOCKED, as a part of an event. */
export const blockedBy = (e: unknown): { readonly blocked?: Blocked } =>
  e instanceof SmpError && e.blocked !== undefined ? { blocked: e.blocked } : {}

export type AgentEvent =
  /** Somebody asks at our address: `request` is for `accept`, `info` what they say about themselves. Peer: REQ. */
  | { readonly type: "request"; readonly request: Bytes; readonly info: Bytes }
  /** The peer has used our link: answer with our own connection info. Peer: CONF. */
  | { readonly type: "confirmation"; readonly info: Bytes }
  /** For the side that joined: what is sent from now on waits at the server, though the peer has not answered. */
  | { readonly type: "joined" }
  /** The peer's own info, for the side that joined; `connected` unless HELLOs still follow. Peer: INFO, CON. */
  | { readonly type: "info"; readonly info: Bytes; readonly connected: boolean; readonly postQuantum: boolean }
  /** Both sides are ready. Peer: CON. */
  | { readonly type: "connected"; readonly postQuantum: boolean }
  /** The connection cannot be made or has ended. */
  | { readonly type: "failed"; readonly code: AgentErrorCode; readonly blocked?: Blocked }
  /** Its next step has to wait until a server is put right, or, for the side that joins, is there again; said once. */
  | { readonly type: "waiting"; readonly code: AgentErrorCode }
  /** The same profile is used in another place, which receives now. Nothing is lost. Peer: END. */
  | { readonly type: "elsewhere" }
  | {
      readonly type: "message"
      readonly body: Bytes
      readonly integrity: Integrity
      /** Milliseconds: when the server took it. */
      readonly at: number
      readonly postQuantum: boolean
    }
  /** The server has it; `proxied`: by private routing. */
  | { readonly type: "sent"; readonly ref: string; readonly proxied: boolean }
  | { readonly type: "delivered"; readonly refs: readonly string[] }
  /** It is tried again, but this stands in the way; said once for each message and reason. Peer: MWARN. */
  | { readonly type: "held"; readonly ref: string; readonly code: AgentErrorCode }
  | { readonly type: "sendFailed"; readonly ref: string; readonly code: AgentErrorCode; readonly blocked?: Blocked }
  /** Change of a receiving address, ours or the contact's; `committed`: it can no longer be given up. Peer: SWITCH. */
  | {
      readonly type: "rotation"
      readonly whose: "ours" | "theirs"
      readonly phase: "committed" | "completed" | "failed"
    }
  /** Nothing but what `sync` of this Incoming says. Peer: RSYNC. */
  | { readonly type: "sync" }
  /** A message came that is not, or no longer, readable. Its sender cannot be told. */
  | { readonly type: "undecryptable" }
  /** Somebody sent bytes that no SimpleX app sends. */
  | { readonly type: "malformed" }

export type Answer = {
  /** To a "confirmation": our profile, encoded. */
  readonly ownInfo?: Bytes
  /** To a "message": whether its sender is told that it arrived. */
  readonly receipt?: boolean
}

export type Incoming = {
  readonly connId: string
  readonly event: AgentEvent
  /** The state of the ratchets after this event, when it changes it. */
  readonly sync?: Sync | "ok"
  /**
   * To be called exactly once. `changes` is evaluated at the moment of the commit. Resolves when durable; the server is
   * told after that. Rejects StoreError.
   */
  commit(changes: () => readonly Change[], answer?: Answer): Promise<void>
}
