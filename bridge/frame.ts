/**
 * Frames of an XFTP connection: several HTTP/2 requests at once in one WebSocket, one frame a binary message.
 *
 *   frame = kind (1 byte) id (word32) payload
 *   "D" data     payload: next bytes of a body
 *   "E" end      payload: last bytes of a body, often none
 *   "R" reset    payload: none; the request is over, its other bytes are lost
 *   "W" window   payload: word32; so many bytes more may be sent for this request
 *
 * A client opens a request with a D or E whose id is higher than all before. Each side sends a body that ends with E.
 * For each request a side may send `firstWindow` bytes of body, and what the other side's W frames add.
 *
 * Spec: README.md beside this file. worker/xftp/frame.ts is its twin, and a test compares them.
 */

/** Bytes of body that may be sent for a request before any window frame. */
export const firstWindow = 262_144
export const headerSize = 5

export const kinds = { D: "data", E: "end", R: "reset", W: "window" } as const
export type Kind = keyof typeof kinds

export type Frame = { readonly kind: Kind; readonly id: number; readonly payload: Buffer }

/** A frame without its payload of `length` bytes, which is to be written from `headerSize` on. */
export const startFrame = (kind: Kind, id: number, length: number): Buffer => {
  const frame = Buffer.allocUnsafe(headerSize + length)
  frame.write(kind, 0, "latin1")
  frame.writeUInt32BE(id, 1)
  return frame
}

/** A whole frame: 5 bytes, then the payload. */
export const writeFrame = (kind: Kind, id: number, payload: Uint8Array = Buffer.alloc(0)): Buffer => {
  const frame = startFrame(kind, id, payload.length)
  frame.set(payload, headerSize)
  return frame
}

/** So many `bytes` more may be sent for this request. */
export const writeWindow = (id: number, bytes: number): Buffer => {
  const payload = Buffer.allocUnsafe(4)
  payload.writeUInt32BE(bytes)
  return writeFrame("W", id, payload)
}

/** The frame in a message; null when it is none. The payload is a view. */
export const readFrame = (message: Buffer): Frame | null => {
  if (message.length < headerSize) return null
  const kind = String.fromCharCode(message[0] ?? 0)
  const payload = message.subarray(headerSize)
  if (!(kind in kinds) || (kind === "W" && payload.length !== 4) || (kind === "R" && payload.length !== 0)) return null
  return { kind: kind as Kind, id: message.readUInt32BE(1), payload }
}
