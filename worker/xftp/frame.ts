/**
 * Frames of an XFTP connection through the bridge: several HTTP/2 requests at once, one frame a WebSocket message.
 *
 *   frame = kind (1 byte) id (word32) payload
 *   "D" data     payload: next bytes of a body
 *   "E" end      payload: last bytes of a body, often none
 *   "R" reset    payload: none; the request is over, its other bytes are lost
 *   "W" window   payload: word32; so many bytes more may be sent for this request
 *
 * We open a request with a D or E whose id is higher than all before. Each side sends a body that ends with E. For each
 * request a side may send `firstWindow` bytes of body, and what the other side's W frames add.
 *
 * Spec:  bridge/README.md, "XFTP". bridge/frame.ts is its twin, and a test compares them.
 * Trust: the bridge may send anything; only DecodeError escapes.
 */
import type { Bytes } from "../encoding/bytes.ts"
import { nothing, restView, struct, type ValueOf, variant, word32 } from "../encoding/codec.ts"

/** Bytes of body that may be sent for a request before any window frame. */
export const firstWindow = 262_144

/** Requests at a time that the bridge carries in one connection. */
export const maxRequests = 8

/** One frame, as above. */
export const frame = variant({
  data: ["D", struct({ id: word32, bytes: restView })],
  end: ["E", struct({ id: word32, bytes: restView })],
  reset: ["R", struct({ id: word32, nothing })],
  window: ["W", struct({ id: word32, size: word32 })],
})
export type Frame = ValueOf<typeof frame>

/** Bodies are cut into pieces of this size: large enough to be cheap, and what `--max-frame` of any bridge takes. */
export const pieceSize = 65_536

/** The pieces of several byte strings one after the other, none copied unless it is a small rest. */
export const pieces = (parts: readonly Bytes[]): Bytes[] =>
  parts.flatMap(part => {
    const count = Math.ceil(part.length / pieceSize)
    return Array.from({ length: count }, (_, i) => part.subarray(i * pieceSize, (i + 1) * pieceSize))
  })
