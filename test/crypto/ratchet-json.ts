/** The reference's own JSON of ratchet states (see vectors/README.md, section 6) as our states; for tests only. */

import { type E2ePrivate, e2eParamsOf, kemPrivate } from "../../worker/crypto/e2e-params.ts"
import type { Encapsulated, Kem } from "../../worker/crypto/kem.ts"
import { type DhAlg, type KeyPair, keyPairFromPrivate, keySize, publicKeyFromText } from "../../worker/crypto/keys.ts"
import type { KeySource } from "../../worker/crypto/ratchet-keys.ts"
import { noSkippedKeys, type RatchetState, type SkippedKeys } from "../../worker/crypto/ratchet-state.ts"
import { agreeAsCreator, agreeAsJoiner, creatorRatchet, joinerRatchet } from "../../worker/crypto/x3dh.ts"
import { fromBase64url, fromHex, fromUtf8, hex } from "../../worker/encoding/bytes.ts"
import { decode } from "../../worker/encoding/codec.ts"

// biome-ignore lint/suspicious/noExplicitAny: vector files are read as they are
export type Json = any

const key = <K>(text: string): K => fromBase64url(text) as K

/** Base64url of base64url of PKCS#8, whose end is the raw key. */
const ownKey = <A extends DhAlg>(alg: A, text: string): KeyPair<A> =>
  keyPairFromPrivate(alg, fromBase64url(fromUtf8(fromBase64url(text))).slice(-keySize(alg)))

const ownKem = ([publicKey, secretKey]: readonly [string, string]) => ({
  publicKey: fromBase64url(publicKey),
  secretKey: fromBase64url(secretKey),
})

export const stateOf = <A extends DhAlg>(alg: A, j: Json): RatchetState<A> => ({
  version: j.rcVersion[0],
  maxVersion: j.rcVersion[1],
  associatedData: fromBase64url(j.rcAD),
  own: ownKey(alg, j.rcDHRs),
  kem: j.rcKEM
    ? {
        own: ownKem(j.rcKEM.rcPQRs),
        cipherText: j.rcKEM.rcKEMs ? fromBase64url(j.rcKEM.rcKEMs.rcPQRct) : null,
      }
    : null,
  pqSupport: j.rcSupportKEM,
  pqEnabled: j.rcEnableKEM,
  pqSending: j.rcSndKEM,
  pqReceiving: j.rcRcvKEM,
  rootKey: key(j.rcRK),
  sending: j.rcSnd
    ? {
        theirs: publicKeyFromText(j.rcSnd.rcDHRr, alg) as never,
        chainKey: key(j.rcSnd.rcCKs),
        headerKey: key(j.rcSnd.rcHKs),
      }
    : null,
  receiving: j.rcRcv ? { chainKey: key(j.rcRcv.rcCKr), headerKey: key(j.rcRcv.rcHKr) } : null,
  sent: j.rcNs,
  received: j.rcNr,
  previouslySent: j.rcPN,
  nextSendingHeaderKey: key(j.rcNHKs),
  nextReceivingHeaderKey: key(j.rcNHKr),
})

/** New keys as the reference made them at random when it came to this state: the rest of the step is computed. */
export const sourceOf = (kem: Kem, j: Json): KeySource => ({
  random: () => ownKey("X448", j.rcDHRs).privateKey.raw,
  kem: async () => ({
    decapsulate: kem.decapsulate,
    keygen: () => ownKem(j.rcKEM.rcPQRs),
    encapsulate: (): Encapsulated => ({
      cipherText: fromBase64url(j.rcKEM.rcKEMs.rcPQRct),
      sharedSecret: fromBase64url(j.rcKEM.rcKEMs.rcPQRss),
    }),
  }),
})

/** For steps that must not need new keys. */
export const noSource: KeySource = {
  random: () => {
    throw new Error("new keys were asked for")
  },
  kem: async () => {
    throw new Error("the KEM was asked for")
  },
}

/** Skipped keys as `headerKey number key iv` lines in order, to compare with the reference's list. */
export const skippedLines = (skipped: SkippedKeys): readonly string[] =>
  skipped
    .flatMap(({ headerKey, keys }) =>
      [...keys].map(([number, m]) => `${hex(headerKey)} ${`${number}`.padStart(5)} ${hex(m.key)} ${hex(m.iv)}`),
    )
    .sort()
export const skippedLine = (j: Json): string => `${j.headerKey} ${`${j.msgNs}`.padStart(5)} ${j.messageKey} ${j.iv}`

/** Both parties of an x3dh vector: private parameters, public parameters, agreement on both sides, first states. */
export const x3dhOf = async <A extends DhAlg>(alg: A, kem: Kem, v: Json) => {
  const own = (p: Json): E2ePrivate<A> => ({
    key1: keyPairFromPrivate(alg, fromHex(p.private1Raw)),
    key2: keyPairFromPrivate(alg, fromHex(p.private2Raw)),
    kem: p.kemPrivateParams_smp ? decode(kemPrivate, fromHex(p.kemPrivateParams_smp)) : null,
  })
  const params = (p: Json) => decode(e2eParamsOf(alg), fromHex(p.e2eParams_smp))
  const creator = { own: own(v.rcv), params: params(v.rcv) }
  const joiner = { own: own(v.snd), params: params(v.snd) }
  const third = keyPairFromPrivate(alg, fromHex(v.snd.ratchetPrivate3Raw))
  return {
    creator,
    joiner,
    agreeCreator: () => agreeAsCreator(creator.own, joiner.params, async () => kem),
    agreeJoiner: () => agreeAsJoiner(joiner.own, creator.params),
    /** The first states, with the versions that the vector's states have. */
    states: async () => {
      const versions = (j: Json) => ({ version: j.rcVersion[0], maxVersion: j.rcVersion[1] })
      const asCreator = await agreeAsCreator(creator.own, joiner.params, async () => kem)
      const asJoiner = agreeAsJoiner(joiner.own, creator.params)
      return {
        creator: creatorRatchet(versions(v.rcvRatchet), creator.own.key2, asCreator, v.initRcvRatchetPQSupport),
        joiner: joinerRatchet(versions(v.sndRatchet), creator.params.key2, third, asJoiner),
      }
    },
  }
}

/** One side of a conversation in a test. */
export type Side = { state: RatchetState; skipped: SkippedKeys }
export const side = (state: RatchetState): Side => ({ state, skipped: noSkippedKeys })
