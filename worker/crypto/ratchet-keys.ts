/**
 * Secret keys of the double ratchet by role, and how they are derived from each other.
 *
 *   root step:   HKDF(salt = root key, DH secret || KEM secret if any, "SimpleXRootRatchet")
 *                                             -> root key 32, chain key 32, next header key 32
 *   chain step:  HKDF(no salt, chain key, "SimpleXChainRatchet")
 *                                             -> chain key 32, message key 32, message IV 16, header IV 16
 *   agreement:   HKDF(64 zero bytes, 3 DH secrets || KEM secret if any, "SimpleXX3DH")
 *                                             -> header key 32, next header key 32, root key 32
 *
 * Spec:  pqdr.md, "Double ratchet with encrypted headers augmented with double PQ KEM".
 * Peer:  Simplex.Messaging.Crypto.Ratchet: rootKdf, chainKdf, pqX3dh.
 * Trust: all is secret. The brands keep a key of one role from being used in another.
 */
import { type Bytes, concat, empty } from "../encoding/bytes.ts"
import type { Random } from "../platform.ts"
import { hkdfSha512 } from "./hash.ts"
import type { LoadKem } from "./kem.ts"
import { type DhAlg, dh, type PrivateKey, type PublicKey } from "./keys.ts"

declare const role: unique symbol
type Key<R extends string> = Bytes & { readonly [role]: R }

export type RootKey = Key<"root">
export type ChainKey = Key<"chain">
export type HeaderKey = Key<"header">
/** What one message body is encrypted with: key 32 bytes, IV 16 bytes. Used for one message only. */
export type MessageKey = {
  readonly key: Bytes
  readonly iv: Bytes
}

/** Where new key pairs come from. The KEM is asked for only when it is used, and may have pairs prepared. */
export type KeySource = {
  readonly random: Random
  readonly kem: LoadKem
}

const third = (okm: Bytes, n: 0 | 1 | 2): Bytes => okm.slice(32 * n, 32 * n + 32)

/** One DH ratchet step of one direction. Throws CryptoError KEY when the peer's key gives no secret. */
export const rootStep = <A extends DhAlg>(
  root: RootKey,
  theirs: PublicKey<A>,
  ours: PrivateKey<A>,
  kemSecret: Bytes | null,
): { readonly root: RootKey; readonly chain: ChainKey; readonly nextHeader: HeaderKey } => {
  const okm = hkdfSha512(root, concat(dh(theirs, ours), kemSecret ?? empty), "SimpleXRootRatchet", 96)
  return { root: third(okm, 0) as RootKey, chain: third(okm, 1) as ChainKey, nextHeader: third(okm, 2) as HeaderKey }
}

/** One message's keys, and the chain key for the next message. */
export const chainStep = (
  chain: ChainKey,
): { readonly chain: ChainKey; readonly message: MessageKey; readonly headerIv: Bytes } => {
  const okm = hkdfSha512(empty, chain, "SimpleXChainRatchet", 96)
  return {
    chain: third(okm, 0) as ChainKey,
    message: { key: third(okm, 1), iv: okm.slice(64, 80) },
    headerIv: okm.slice(80),
  }
}

/** The keys that both parties begin with. */
export const agreementKeys = (
  secrets: readonly Bytes[],
): { readonly header: HeaderKey; readonly nextHeader: HeaderKey; readonly root: RootKey } => {
  const okm = hkdfSha512(new Uint8Array(64), concat(...secrets), "SimpleXX3DH", 96)
  return { header: third(okm, 0) as HeaderKey, nextHeader: third(okm, 1) as HeaderKey, root: third(okm, 2) as RootKey }
}
