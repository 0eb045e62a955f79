/** Bytes to send, the same in every run. */
import { createHash } from "node:crypto"
import { type Bytes, concat } from "../../worker/encoding/bytes.ts"

/** SHA-256 of 0, 1, 2 and so on as word32: what the vectors call `contentLength`. */
export const contentOf = (length: number): Bytes => {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, i) => {
    const n = Buffer.alloc(4)
    n.writeUInt32BE(i)
    return createHash("sha256").update(n).digest()
  })
  return concat(...blocks).slice(0, length)
}
