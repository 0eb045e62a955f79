/**
 * What can be done about a message, or a change of one, that did not reach the contact.
 *
 * Peer: CIStatus.statusInto and SndError of the apps say what is wrong; the remedies are buttons elsewhere there.
 */
import type { Chat, FailureCode } from "../../worker/api.ts"

export type Remedy =
  | "retry" // send it again
  | "fix" // make the encryption anew
  | "network" // settings: how servers are reached
  | "servers" // settings: which servers are used

/** Faults of the way to the server, which settings may have brought about. */
const network: ReadonlySet<FailureCode> = new Set(["EXPIRED", "NETWORK", "TIMEOUT", "SERVER_FORBIDDEN"])
/** Faults of a server. */
const servers: ReadonlySet<FailureCode> = new Set([
  "SERVER_OLD",
  "SERVER_IDENTITY",
  "SERVER_PASSWORD",
  "LAST_SERVER",
  "CONDITIONS",
])
/** To send it once more would fail in the same way. */
const hopeless: ReadonlySet<FailureCode> = new Set(["TOO_LARGE", "BLOCKED_SPAM", "BLOCKED_CONTENT"])

/** The best first. Encryption that does not fit stands in the way of everything else. */
export const remediesOf = (problem: FailureCode, chat: Pick<Chat, "status" | "sync">): readonly Remedy[] => {
  if (chat.status !== "connected") return []
  if (chat.sync === "required") return ["fix"]
  return [
    ...(hopeless.has(problem) ? [] : (["retry"] as const)),
    ...(network.has(problem) ? (["network"] as const) : []),
    ...(servers.has(problem) ? (["servers"] as const) : []),
  ]
}
