/** Why a command cannot be carried out, in the codes that the page has words for. */
import type { AgentErrorCode } from "../agent/events.ts"
import type { Blocked, FailureCode } from "../api.ts"

export class CommandError extends Error {
  override name = "CommandError"
  readonly code: FailureCode
  /** When (ms) it may be tried again. */
  readonly until: number | undefined
  constructor(code: FailureCode, until?: number) {
    super(code)
    this.code = code
    this.until = until
  }
}

const codes: Readonly<Record<AgentErrorCode, FailureCode>> = {
  NETWORK: "NETWORK",
  TIMEOUT: "TIMEOUT",
  SERVER_OLD: "SERVER_OLD",
  SERVER_IDENTITY: "SERVER_IDENTITY",
  AUTH: "AUTH",
  BLOCKED: "BLOCKED_CONTENT",
  HOST: "SERVER_FORBIDDEN",
  EXPIRED: "EXPIRED",
  QUOTA: "QUOTA",
  LINK_USED: "LINK_USED",
  BAD_LINK: "BAD_LINK",
  LINK_UNSUPPORTED: "LINK_UNSUPPORTED",
  TOO_LARGE: "TOO_LARGE",
  VERSION: "PEER_OLD",
  NOT_FOUND: "NOT_FOUND",
  NOT_READY: "NOT_FOUND",
  CONDITIONS: "CONDITIONS",
  NO_SERVERS: "LAST_SERVER",
  SERVER_PASSWORD: "SERVER_PASSWORD",
  INTERNAL: "INTERNAL",
}

/** The agent's code as the page knows it; of what was blocked, why. */
export const toFailureCode = (code: AgentErrorCode, blocked?: Blocked): FailureCode =>
  blocked?.reason === "spam" ? "BLOCKED_SPAM" : codes[code]
