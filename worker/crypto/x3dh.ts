/**
 * First key agreement of two parties, and the ratchets that they begin with.
 *
 * The creator of the invitation publishes two keys, and perhaps a KEM key: it proposes. The joiner answers with two keys,
 * and with a KEM ciphertext if it accepts, or a KEM key if it proposes itself. A third key of the joiner, which is in its
 * first message header only, begins its sending chain.
 *
 * Spec:  agent-protocol.md, "End-to-end encryption"; pqdr.md, "Initialization".
 * Peer:  Simplex.Messaging.Crypto.Ratchet: pqX3dhSnd, pqX3dhRcv, initSndRatchet, initRcvRatchet.
 * Note:  both may propose (when ratchets are made anew): then the joiner keeps its proposal, and the creator drops its own.
 * Trust: the parameters are chosen by the other side; only RatchetError (VERSION, KEM) and CryptoError KEY escape.
 */
import { type Bytes, concat } from "../encoding/bytes.ts"
import type { E2eParams, E2ePrivate } from "./e2e-params.ts"
import type { KemKeyPair, LoadKem } from "./kem.ts"
import { type DhAlg, dh, type KeyPair, type PublicKey } from "./keys.ts"
import { agreementKeys, type HeaderKey, type RootKey, rootStep } from "./ratchet-keys.ts"
import { pqVersion, RatchetError, type RatchetState, ratchetVersions } from "./ratchet-state.ts"

export * from "./e2e-params.ts"

/** What both parties know after the agreement. Peer: RatchetInitParams. */
export type Agreement = {
  /** Raw keys 1, the joiner's first. */
  readonly associatedData: Bytes
  readonly rootKey: RootKey
  /** Of the joiner's first sending chain. */
  readonly headerKey: HeaderKey
  /** Of the creator's first sending chain. */
  readonly nextHeaderKey: HeaderKey
  /** Own KEM keys, if they go on to be used, and what was agreed with the other side's. */
  readonly kem: {
    readonly own: KemKeyPair
    readonly accepted: { readonly cipherText: Bytes; readonly sharedSecret: Bytes } | null
  } | null
}

const checkVersion = (version: number): void => {
  if (version < ratchetVersions.min || version > ratchetVersions.max)
    throw new RatchetError("VERSION", `ratchet version ${version}`)
}

const agreement = <A extends DhAlg>(
  joiner: PublicKey<A>,
  creator: PublicKey<A>,
  secrets: readonly Bytes[],
  kem: Agreement["kem"],
): Agreement => {
  const keys = agreementKeys(kem?.accepted ? [...secrets, kem.accepted.sharedSecret] : secrets)
  return {
    associatedData: concat(joiner.raw, creator.raw),
    rootKey: keys.root,
    headerKey: keys.header,
    nextHeaderKey: keys.nextHeader,
    kem,
  }
}

/**
 * Agreement by the party that joins, `own` made for an answer to `theirs`. Throws RatchetError VERSION, or KEM when `own`
 * accepts a KEM that `theirs` does not propose; CryptoError KEY on a key that gives no secret. Peer: pqX3dhSnd.
 */
export const agreeAsJoiner = <A extends DhAlg>(own: E2ePrivate<A>, theirs: E2eParams<A>): Agreement => {
  checkVersion(theirs.version)
  const kem = theirs.version < pqVersion ? null : own.kem
  if (kem?.type === "accepted" && theirs.kem?.type !== "proposed")
    throw new RatchetError("KEM", "accepted a KEM that was not proposed")
  const secrets = [
    dh(theirs.key1, own.key2.privateKey),
    dh(theirs.key2, own.key1.privateKey),
    dh(theirs.key2, own.key2.privateKey),
  ]
  return agreement(
    own.key1.publicKey,
    theirs.key1,
    secrets,
    kem && { own: kem.keys, accepted: kem.type === "accepted" ? kem : null },
  )
}

/**
 * Agreement by the party that created the invitation, after the answer. Throws RatchetError VERSION, or KEM when the answer
 * accepts what `own` did not propose; CryptoError KEY on a key that gives no secret. Peer: pqX3dhRcv.
 */
export const agreeAsCreator = async <A extends DhAlg>(
  own: E2ePrivate<A>,
  theirs: E2eParams<A>,
  loadKem: LoadKem,
): Promise<Agreement> => {
  checkVersion(theirs.version)
  const answer = theirs.version >= pqVersion && theirs.kem?.type === "accepted" ? theirs.kem : null
  if (answer !== null && own.kem?.type !== "proposed")
    throw new RatchetError("KEM", "accepted a KEM that was not proposed")
  const secrets = [
    dh(theirs.key2, own.key1.privateKey),
    dh(theirs.key1, own.key2.privateKey),
    dh(theirs.key2, own.key2.privateKey),
  ]
  if (answer === null || own.kem === null) return agreement(theirs.key1, own.key1.publicKey, secrets, null)
  const { cipherText } = answer
  const sharedSecret = (await loadKem()).decapsulate(cipherText, own.kem.keys.secretKey)
  return agreement(theirs.key1, own.key1.publicKey, secrets, {
    own: own.kem.keys,
    accepted: { cipherText, sharedSecret },
  })
}

// first states

/** Version in use and the newest version that this side speaks. */
export type RatchetVersions = { readonly version: number; readonly maxVersion: number }

const fresh = {
  pqReceiving: false,
  receiving: null,
  sent: 0,
  received: 0,
  previouslySent: 0,
} as const

/**
 * The joiner's ratchet: sends at once. `theirs` is the creator's key 2, `own` a third key pair made for this. Throws
 * CryptoError KEY. Peer: initSndRatchet.
 */
export const joinerRatchet = <A extends DhAlg>(
  versions: RatchetVersions,
  theirs: PublicKey<A>,
  own: KeyPair<A>,
  agreed: Agreement,
): RatchetState<A> => {
  const accepted = agreed.kem?.accepted ?? null
  const step = rootStep(agreed.rootKey, theirs, own.privateKey, accepted?.sharedSecret ?? null)
  const pq = agreed.kem !== null
  return {
    ...fresh,
    ...versions,
    associatedData: agreed.associatedData,
    own,
    kem: agreed.kem && { own: agreed.kem.own, cipherText: accepted?.cipherText ?? null },
    pqSupport: pq,
    pqEnabled: pq,
    pqSending: accepted !== null,
    rootKey: step.root,
    sending: { theirs, chainKey: step.chain, headerKey: agreed.headerKey },
    nextSendingHeaderKey: step.nextHeader,
    nextReceivingHeaderKey: agreed.nextHeaderKey,
  }
}

/**
 * The creator's ratchet: sends once it has received. `own` is its key pair 2. `pqSupport` is what the connection supports.
 * Peer: initRcvRatchet.
 */
export const creatorRatchet = <A extends DhAlg>(
  versions: RatchetVersions,
  own: KeyPair<A>,
  agreed: Agreement,
  pqSupport: boolean,
): RatchetState<A> => ({
  ...fresh,
  ...versions,
  associatedData: agreed.associatedData,
  own,
  kem: agreed.kem && { own: agreed.kem.own, cipherText: agreed.kem.accepted?.cipherText ?? null },
  pqSupport,
  pqEnabled: pqSupport,
  pqSending: false,
  rootKey: agreed.rootKey,
  sending: null,
  nextSendingHeaderKey: agreed.nextHeaderKey,
  nextReceivingHeaderKey: agreed.headerKey,
})
