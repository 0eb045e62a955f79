/** What one received message does, as the parts of the inbox tell it. */
import type { Bytes } from "../encoding/bytes.ts"
import type { ConnectionRow, Sync } from "../store/agent.ts"
import type { Change } from "../store/schema.ts"
import type { AgentEvent, Answer } from "./events.ts"

/** Without an event only the changes are committed. */
export type Outcome = {
  readonly event?: AgentEvent
  /** The new state of the ratchets, when it changed. */
  readonly sync?: Sync | "ok"
  /** The row after it, when it changed. */
  readonly connection?: ConnectionRow
  /** It says that the queue to the other side has room again. */
  readonly hasRoom?: boolean
  /** A message whose receipt has to wait until the sender can be told anything. */
  readonly early?: { readonly msgId: number; readonly msgHash: Bytes }
  readonly changes: (answer: Answer) => Promise<readonly Change[]>
}

/** The message was for the agent alone, and changes nothing. */
export const nothing: Outcome = { changes: async () => [] }
/** Its sender has not kept to the protocol: chat is told, the queue goes on. */
export const malformed: Outcome = { event: { type: "malformed" }, changes: async () => [] }
