/**
 * The one error of this room: why a command or a whole session failed.
 *
 * Peer:  Simplex.Messaging.Client: ProtocolClientError, temporaryClientError; Simplex.Messaging.Agent.Client, serverHostError.
 * Trust: servers say what they like: an error is a reason to stop or to wait, never one to trust.
 */
import type { Blocked } from "../api.ts"
import type { ServerError } from "./commands.ts"
import type { HandshakeErrorCode } from "./handshake.ts"
import type { ProxyError } from "./server-error.ts"

export type SmpErrorCode =
  | "NETWORK" // no bridge, no server, or the session ended before the answer: try again later
  | "TIMEOUT" // no answer in time: try again, the command may have been carried out
  | "SERVER_OLD" // below SMP v11: its blocks would be readable to the bridge
  | "SERVER_IDENTITY" // certificates or session key are not those of the address
  | "AUTH" // no such queue, or not our right to it
  | "PASSWORD" // the server makes queues, or passes commands on, only for those who know its password
  | "BLOCKED" // the server's operator has blocked the queue
  | "QUOTA" // the queue is full until the recipient reads it
  | "LARGE" // message too large for the server
  | "NO_MSG" // ACK of a message that the server no longer has
  | "PROXY" // the server could not pass a command on to another
  | "NO_SESSION" // it knows nothing of the session with the other server any more
  | "HOST" // none of the hosts can be used: the settings forbid them, or a proxy cannot talk to them
  | "SERVER" // any other error of the server
  | "UNEXPECTED" // an answer that does not belong to the command

const helpCodes: ReadonlySet<SmpErrorCode> = new Set(["SERVER_OLD", "SERVER_IDENTITY", "HOST", "PASSWORD"])
const temporaryCodes: ReadonlySet<SmpErrorCode> = new Set(["NETWORK", "TIMEOUT"])

/** Why a command failed, or a session could not be opened. */
export class SmpError extends Error {
  override name = "SmpError"
  readonly code: SmpErrorCode
  /** What the operator says about a BLOCKED queue. */
  readonly blocked: Blocked | undefined
  constructor(code: SmpErrorCode, options?: ErrorOptions & { readonly blocked?: Blocked }) {
    super(`SMP: ${code}`, options)
    this.code = code
    this.blocked = options?.blocked
  }
  /** The same command may succeed when the server's operator, or our user, has put something right. */
  get needsHelp(): boolean {
    return helpCodes.has(this.code)
  }
  /** The same command may succeed later without anybody's help. */
  get temporary(): boolean {
    return temporaryCodes.has(this.code)
  }
}

const errorCodes: Partial<Readonly<Record<ServerError["type"], SmpErrorCode>>> = {
  AUTH: "AUTH",
  BLOCKED: "BLOCKED",
  QUOTA: "QUOTA",
  LARGE_MSG: "LARGE",
  NO_MSG: "NO_MSG",
}

/** What a hello that is not as it should be means for the caller. */
export const helloCodes: Readonly<Record<HandshakeErrorCode, SmpErrorCode>> = {
  SERVER_OLD: "SERVER_OLD",
  SERVER_IDENTITY: "SERVER_IDENTITY",
  // What the bridge garbled, or a server of the far future: nothing that we could hold against the address.
  MALFORMED: "NETWORK",
  VERSION: "NETWORK",
}

/** Peer: serverHostError is HOST here. */
const proxyCode = (e: ProxyError): SmpErrorCode => {
  if (e.type === "NO_SESSION") return "NO_SESSION"
  if (e.type === "BASIC_AUTH") return "PASSWORD"
  if (e.type !== "BROKER") return "PROXY"
  const { error } = e
  const isHost = error.type === "HOST" || (error.type === "TRANSPORT" && error.error.type === "VERSION")
  const isOther =
    (error.type === "NETWORK" && error.error.type === "UNKNOWNCA") ||
    (error.type === "TRANSPORT" && error.error.type === "HANDSHAKE" && error.error.error === "IDENTITY")
  // Its word only, but it might have seen what we would see.
  if (isOther) return "SERVER_IDENTITY"
  return isHost ? "HOST" : "PROXY"
}

/** What the server's answer means for the caller. */
export const toSmpError = (e: ServerError): SmpError => {
  if (e.type === "PROXY") return new SmpError(proxyCode(e.error))
  if (e.type === "BLOCKED") return new SmpError("BLOCKED", { blocked: { reason: e.reason, notice: e.notice } })
  return new SmpError(errorCodes[e.type] ?? "SERVER")
}
