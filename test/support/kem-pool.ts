/** Key pairs of the KEM made once and handed out again in every run: making one takes longer than all else in a step. */
import { type Kem, type KemKeyPair, type LoadKem, loadKem } from "../../worker/crypto/kem.ts"

const pairs: KemKeyPair[] = []

/** A Kem of one run: within it no pair is handed out twice, other runs get the same pairs. Everything else is real. */
export const pooledKem = (): LoadKem => {
  let next = 0
  let pooled: Promise<Kem> | undefined
  return () => {
    pooled ??= loadKem().then(kem => ({
      ...kem,
      keygen: () => {
        const pair = pairs[next] ?? kem.keygen()
        pairs[next++] = pair
        return pair
      },
    }))
    return pooled
  }
}
