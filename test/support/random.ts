/** Repeatable randomness for tests: the same seed gives the same bytes. */
import { createHash } from "node:crypto"
import { type Bytes, toBytes } from "../../worker/encoding/bytes.ts"
import type { Random } from "../../worker/platform.ts"

/** SHA-512 in counter mode. */
export const seededRandom = (seed: string): Random => {
  let counter = 0
  let pool: Bytes = new Uint8Array(0)
  return length => {
    const out = new Uint8Array(length)
    let filled = 0
    while (filled < length) {
      if (pool.length === 0) pool = toBytes(createHash("sha512").update(`${seed} ${counter++}`).digest())
      const part = pool.subarray(0, length - filled)
      out.set(part, filled)
      filled += part.length
      pool = pool.subarray(part.length)
    }
    return out
  }
}

/** A whole number from 0 to below `limit`. */
export const below = (random: Random, limit: number): number => {
  const [a = 0, b = 0, c = 0] = random(3)
  return ((a << 16) | (b << 8) | c) % limit
}
