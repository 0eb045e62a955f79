/** sntrup761 with chosen randomness, for vectors and repeatable runs. */
import type { Kem } from "../../worker/crypto/kem.ts"
import type { Random } from "../../worker/platform.ts"

/**
 * The module takes randomness from the global `crypto` only. Its calls are synchronous, so the global can be exchanged for
 * the time of one call without anybody else seeing it.
 */
export const seededKem = (kem: Kem, random: Random): Kem => {
  const seeded = <T>(run: () => T): T => {
    const original = crypto.getRandomValues
    crypto.getRandomValues = array => {
      if (ArrayBuffer.isView(array))
        new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(random(array.byteLength))
      return array
    }
    try {
      return run()
    } finally {
      crypto.getRandomValues = original
    }
  }
  return {
    ...kem,
    keygen: () => seeded(kem.keygen),
    encapsulate: publicKey => seeded(() => kem.encapsulate(publicKey)),
  }
}
