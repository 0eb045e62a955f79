/**
 * Masking of WebSocket messages eight bytes at a time. Imported before `ws`, which takes these two functions from
 * node:http where a newer Node has them, and otherwise goes byte by byte: four times the cost of all else the bridge does.
 *
 * Spec: RFC 6455, 5.3.
 */
import http from "node:http"

/** Writes `length` bytes of `source`, XORed with the repeated 4-byte `mask`, to `output` from `offset` on. */
export const websocketMask = (s: Buffer, mask: Buffer, output: Buffer, offset: number, length: number): void => {
  if (s !== output || offset !== 0) output.set(s.subarray(0, length), offset)
  websocketUnmask(output.subarray(offset, offset + length), mask)
}

/** XORs `bytes`, in place, with the repeated 4-byte `mask`. */
export const websocketUnmask = (bytes: Buffer, mask: Buffer): void => {
  const slowly = (from: number, to: number) => {
    for (let i = from; i < to; i++) bytes[i] = (bytes[i] ?? 0) ^ (mask[i & 3] ?? 0)
  }
  const start = Math.min(bytes.length, -bytes.byteOffset & 7)
  // An empty view may not start between two words.
  if (start === bytes.length) {
    slowly(0, start)
    return
  }
  const words = new BigUint64Array(bytes.buffer, bytes.byteOffset + start, (bytes.length - start) >>> 3)
  const wide = Uint8Array.from({ length: 8 }, (_, i) => mask[(start + i) & 3] ?? 0)
  const pattern = new BigUint64Array(wide.buffer)[0] ?? 0n
  for (let i = 0; i < words.length; i++) words[i] = (words[i] ?? 0n) ^ pattern
  slowly(0, start)
  slowly(start + words.byteLength, bytes.length)
}

if (!("websocketUnmask" in http)) Object.assign(http, { websocketMask, websocketUnmask })
