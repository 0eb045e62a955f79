/** What a test may make the relay do to its clients. Without hooks it is an honest server. */
import type { Bytes } from "../../worker/encoding/bytes.ts"
import type { Command, Response, ServerError } from "../../worker/smp/commands.ts"
import type { ServerHello } from "../../worker/smp/handshake.ts"

export type Hooks = {
  /** Before the hello goes out: another hello, or any bytes as the content of the block. */
  readonly hello?: (hello: ServerHello) => ServerHello | Bytes
  /** A SEND that is about to be stored. "drop" answers OK, "duplicate" stores it twice under different ids. */
  readonly onSend?: (m: { readonly sndId: Bytes; readonly body: Bytes }) => "store" | "drop" | "duplicate" | ServerError
  /**
   * A message on its way to the recipient, after SUB, ACK, GET or SEND. "drop" leaves the recipient waiting, "reorder"
   * swaps it with the one behind it (if there is one), bytes replace the encrypted body.
   */
  readonly onDeliver?: (m: {
    readonly rcvId: Bytes
    readonly msgId: Bytes
    readonly isQuota: boolean
    /** Messages in the queue, with this one. */
    readonly waiting: number
  }) => "deliver" | "drop" | "duplicate" | "reorder" | Bytes
  /** An answer, after the command took effect: another answer, none at all, or the connection is cut instead. */
  readonly onAnswer?: (command: Command, entityId: Bytes, response: Response) => Response | "silent" | "close"
}
