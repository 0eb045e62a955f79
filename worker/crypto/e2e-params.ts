/**
 * What two parties tell each other to agree on keys, and the private side of it.
 *
 *   e2eParams    = version (word16) key1 key2 [maybe(kemParams)]      in confirmations; the KEM from version 3
 *   e2eParamsUri = versionRange key1 key2 maybe(kemParams)            in binary links
 *   text         = "v=" versions "&x3dh=" key1 "," key2 ["&kem_key=" publicKey]      value of `e2e` in links
 *   key          = publicKey (short DER)      kemParams = "P" publicKey | "A" ciphertext publicKey
 *
 * Spec:  agent-protocol.md, "End-to-end encryption"; pqdr.md, "Initialization".
 * Peer:  Simplex.Messaging.Crypto.Ratchet: E2ERatchetParams, E2ERatchetParamsUri, PrivRKEMParams, generateE2EParams.
 * Note:  links carry proposals only: an accepted KEM in one is refused, as by the peer. Text of versions below 3 has no
 *        KEM even if the parameter is there.
 * Trust: parameters are chosen by whoever made the link or answers it; reading lets only DecodeError escape. The private
 *        side is secret.
 */

import { EncodeError } from "../encoding/buffer.ts"
import { type Bytes, base64url, concat, DecodeError, fromBase64url } from "../encoding/bytes.ts"
import { type Codec, map, maybe, struct, variant, word16 } from "../encoding/codec.ts"
import {
  formatVersions,
  parseQuery,
  parseVersions,
  requiredParameter,
  type VersionRange,
  versionRange,
} from "../encoding/text.ts"
import { sha256 } from "./hash.ts"
import { type KemKeyPair, kemCipherText, kemPublicKey, kemSharedSecret, kemSizes } from "./kem.ts"
import {
  type DhAlg,
  generateKeyPair,
  type KeyPair,
  type PublicKey,
  publicKeyFromText,
  publicKeyOf,
  publicKeyText,
} from "./keys.ts"
import type { KeySource } from "./ratchet-keys.ts"
import { pqVersion, saved, savedKemKeyPair, savedKeyPair } from "./ratchet-state.ts"

/** Peer: ARKEMParams. */
export type KemParams =
  | { readonly type: "proposed"; readonly publicKey: Bytes }
  | { readonly type: "accepted"; readonly cipherText: Bytes; readonly publicKey: Bytes }

/** What one party tells the other, in the version that both use. Peer: AE2ERatchetParams. */
export type E2eParams<A extends DhAlg = "X448"> = {
  readonly version: number
  readonly key1: PublicKey<A>
  readonly key2: PublicKey<A>
  readonly kem: KemParams | null
}

/** What the creator of a link tells anybody who may join. Peer: RcvE2ERatchetParamsUri. */
export type E2eParamsUri<A extends DhAlg = "X448"> = {
  readonly versions: VersionRange
  readonly key1: PublicKey<A>
  readonly key2: PublicKey<A>
  /** The KEM key that is proposed: 1158 bytes. */
  readonly kemKey: Bytes | null
}

/** Peer: PrivRKEMParams. */
export type KemPrivate =
  | { readonly type: "proposed"; readonly keys: KemKeyPair }
  | {
      readonly type: "accepted"
      readonly cipherText: Bytes
      readonly sharedSecret: Bytes
      readonly keys: KemKeyPair
    }

/** The private side of E2eParams, to be stored until the other side answers. */
export type E2ePrivate<A extends DhAlg = "X448"> = {
  readonly key1: KeyPair<A>
  readonly key2: KeyPair<A>
  readonly kem: KemPrivate | null
}

export const kemParams: Codec<KemParams> = variant({
  proposed: ["P", struct({ publicKey: kemPublicKey })],
  accepted: ["A", struct({ cipherText: kemCipherText, publicKey: kemPublicKey })],
})

/** The form in confirmations. Links need X448; the peer's library has the other curve too. */
export const e2eParamsOf = <A extends DhAlg>(alg: A): Codec<E2eParams<A>> => {
  const key = publicKeyOf(alg)
  const kem = maybe(kemParams)
  return {
    write: (w, p) => {
      word16.write(w, p.version)
      key.write(w, p.key1)
      key.write(w, p.key2)
      if (p.version >= pqVersion) kem.write(w, p.kem)
    },
    read: r => {
      const version = word16.read(r)
      const keys = { key1: key.read(r), key2: key.read(r) }
      return { version, ...keys, kem: version >= pqVersion ? kem.read(r) : null }
    },
  }
}
export const e2eParams: Codec<E2eParams> = e2eParamsOf("X448")

/** The form in binary links. */
export const e2eParamsUriOf = <A extends DhAlg>(alg: A): Codec<E2eParamsUri<A>> =>
  struct({
    versions: versionRange,
    key1: publicKeyOf(alg),
    key2: publicKeyOf(alg),
    kemKey: map(
      maybe(kemParams),
      kem => (kem?.type === "accepted" ? new DecodeError("an accepted KEM in a link") : (kem?.publicKey ?? null)),
      publicKey => (publicKey === null ? null : { type: "proposed" as const, publicKey }),
    ),
  }) as Codec<E2eParamsUri<A>>
export const e2eParamsUri: Codec<E2eParamsUri> = e2eParamsUriOf("X448")

/** The value of `e2e` in a link, before it is percent-encoded. */
export const writeE2eParamsUri = <A extends DhAlg>(p: E2eParamsUri<A>): string => {
  const keys = [p.key1, p.key2].map(k => publicKeyText(k as PublicKey<"X448">)).join(",")
  const kem = p.kemKey === null || p.versions.max < pqVersion ? "" : `&kem_key=${base64url(p.kemKey)}`
  return `v=${formatVersions(p.versions)}&x3dh=${keys}${kem}`
}

/** Reads the text form, with X448 keys unless told otherwise. Throws DecodeError. */
export const parseE2eParamsUriOf = <A extends DhAlg>(alg: A, text: string): E2eParamsUri<A> => {
  const query = parseQuery(text)
  const versions = parseVersions(requiredParameter(query, "v"))
  const keys = requiredParameter(query, "x3dh")
    .split(",")
    .map(key => publicKeyFromText(key, alg) as unknown as PublicKey<A>)
  const [key1, key2] = keys
  if (key1 === undefined || key2 === undefined || keys.length > 2) throw new DecodeError("not two ratchet keys")
  const kemText = versions.max < pqVersion ? undefined : query.get("kem_key")
  if (kemText === undefined) return { versions, key1, key2, kemKey: null }
  if (query.has("kem_ct")) throw new DecodeError("an accepted KEM in a link")
  const kemKey = fromBase64url(kemText)
  if (kemKey.length !== kemSizes.publicKey) throw new DecodeError("not a KEM key")
  return { versions, key1, key2, kemKey }
}
export const parseE2eParamsUri = (text: string): E2eParamsUri => parseE2eParamsUriOf("X448", text)

/** What the creator's link says, in the version that the joiner chose. */
export const uriToParams = <A extends DhAlg>(uri: E2eParamsUri<A>, version: number): E2eParams<A> => ({
  version,
  key1: uri.key1,
  key2: uri.key2,
  kem: uri.kemKey === null || version < pqVersion ? null : { type: "proposed", publicKey: uri.kemKey },
})

/** SHA-256 of both keys: the order of these hashes decides who sends first when ratchets are made anew. Peer: rkHash. */
export const e2eParamsHash = (p: { readonly key1: PublicKey<"X448">; readonly key2: PublicKey<"X448"> }): Bytes =>
  sha256(concat(p.key1.raw, p.key2.raw))

// private side

export const kemPrivate: Codec<KemPrivate> = variant({
  proposed: ["P", struct({ keys: savedKemKeyPair })],
  accepted: ["A", struct({ cipherText: kemCipherText, sharedSecret: kemSharedSecret, keys: savedKemKeyPair })],
})

/** Saved form. */
export const e2ePrivate: Codec<E2ePrivate> = saved(
  struct({ key1: savedKeyPair, key2: savedKeyPair, kem: maybe(kemPrivate) }),
)

/** What to do about the KEM: nothing, propose a key, or accept the other side's key. Peer: AUseKEM. */
export type KemUse =
  | { readonly type: "none" }
  | { readonly type: "propose" }
  | { readonly type: "accept"; readonly publicKey: Bytes }

/** How the joiner answers: it accepts what was proposed, else proposes, if the connection supports PQ. Peer: replyKEM_. */
export const replyKem = (theirs: E2eParams, pqSupport: boolean): KemUse =>
  !pqSupport || theirs.version < pqVersion
    ? { type: "none" }
    : theirs.kem?.type === "proposed"
      ? { type: "accept", publicKey: theirs.kem.publicKey }
      : { type: "propose" }

/** New key pairs for one agreement. The KEM is loaded and used from version 3 only. Peer: generateE2EParams. */
export const generateE2ePrivate = async (version: number, use: KemUse, source: KeySource): Promise<E2ePrivate> => {
  const key1 = generateKeyPair("X448", source.random)
  const key2 = generateKeyPair("X448", source.random)
  if (version < pqVersion || use.type === "none") return { key1, key2, kem: null }
  const kem = await source.kem()
  const keys = kem.keygen()
  return use.type === "propose"
    ? { key1, key2, kem: { type: "proposed", keys } }
    : { key1, key2, kem: { type: "accepted", ...kem.encapsulate(use.publicKey), keys } }
}

const kemPublic = (kem: KemPrivate | null): KemParams | null =>
  kem === null
    ? null
    : kem.type === "proposed"
      ? { type: "proposed", publicKey: kem.keys.publicKey }
      : { type: "accepted", cipherText: kem.cipherText, publicKey: kem.keys.publicKey }

/** What to tell the other side. Peer: mkRcvE2ERatchetParams. */
export const toParams = <A extends DhAlg>(version: number, own: E2ePrivate<A>): E2eParams<A> => ({
  version,
  key1: own.key1.publicKey,
  key2: own.key2.publicKey,
  kem: version < pqVersion ? null : kemPublic(own.kem),
})

/** What a link tells. Only a proposal fits into a link: an accepted KEM is an EncodeError. */
export const toParamsUri = <A extends DhAlg>(versions: VersionRange, own: E2ePrivate<A>): E2eParamsUri<A> => {
  if (own.kem?.type === "accepted") throw new EncodeError("an accepted KEM in a link")
  const { key1, key2, kem } = toParams(versions.max, own)
  return { versions, key1, key2, kemKey: kem?.publicKey ?? null }
}
