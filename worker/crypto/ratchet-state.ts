/**
 * State of a double ratchet, the keys of messages that were skipped, and how both are saved.
 *
 *   every saved value = form (1 byte, 1) ...
 *   encryptKey        = form version (word16) associatedData (short) key (short) iv (short) header (large)
 *
 * Spec:  pqdr.md; agent-protocol.md, "End-to-end encryption".
 * Peer:  Simplex.Messaging.Crypto.Ratchet: Ratchet, SkippedMsgKeys, SkippedMsgDiff, MsgEncryptKey.
 * Note:  the peer's state is JSON, ours is not; nobody but us reads it. The own public key is kept with the private one:
 *        deriving it for every header is more than half of what a message costs otherwise.
 * Note:  of an accepted KEM the peer also keeps the other side's key and the shared secret. Nothing reads them again, the
 *        secret is in the root key already, so we forget them.
 * Note:  the peer keeps skipped keys without limit. We keep the newest 2048: a contact could otherwise make every
 *        received message slower, 512 keys at a time.
 * Trust: saved forms come from our own sealed store. All of it is secret.
 */
import { type Bytes, equal } from "../encoding/bytes.ts"
import {
  bool,
  type Codec,
  DecodeError,
  fixed,
  large,
  map,
  maybe,
  short,
  struct,
  word16,
  word32,
} from "../encoding/codec.ts"
import { sha256 } from "./hash.ts"
import { type KemKeyPair, kemCipherText, kemPublicKey, kemSecretKey } from "./kem.ts"
import { type DhAlg, type KeyPair, keySize, type PublicKey, privateKey, publicKey } from "./keys.ts"
import type { ChainKey, HeaderKey, MessageKey, RootKey } from "./ratchet-keys.ts"

/** Versions of the end-to-end encryption that we speak: 2 is the KDF in X3DH, 3 adds the KEM. Peer: VersionE2E. */
export const ratchetVersions = { min: 2, max: 3 } as const
/** From this version headers and parameters may hold KEM keys. */
export const pqVersion = 3

export type RatchetErrorCode =
  | "STATE" // we cannot send before having received
  | "KEM" // a KEM was accepted that was not proposed
  | "VERSION" // a version that we do not speak

/** A ratchet that was asked for something impossible. Messages that do not decrypt are no errors, see `decrypt`. */
export class RatchetError extends Error {
  override name = "RatchetError"
  readonly code: RatchetErrorCode
  constructor(code: RatchetErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

/** Peer: Ratchet; its field names are given where they differ in more than spelling. */
export type RatchetState<A extends DhAlg = "X448"> = {
  /** In use now, and the newest that this side speaks: sent in every header, so that both can move up. */
  readonly version: number
  readonly maxVersion: number
  /** Raw keys 1 of both parties, joiner first; bound into every header and body. */
  readonly associatedData: Bytes
  /** Own key of the sending chain (rcDHRs). */
  readonly own: KeyPair<A>
  /** Own KEM key that headers propose, and the ciphertext for the other side's key if we accepted one. */
  readonly kem: { readonly own: KemKeyPair; readonly cipherText: Bytes | null } | null
  /** Headers are large enough for KEM keys; never switched off once on. */
  readonly pqSupport: boolean
  /** The user wants KEM from the next step on. */
  readonly pqEnabled: boolean
  /** KEM secrets protect what we send, and what we receive. */
  readonly pqSending: boolean
  readonly pqReceiving: boolean
  readonly rootKey: RootKey
  readonly sending: {
    readonly theirs: PublicKey<A>
    readonly chainKey: ChainKey
    readonly headerKey: HeaderKey
  } | null
  readonly receiving: { readonly chainKey: ChainKey; readonly headerKey: HeaderKey } | null
  /** Messages in the current sending, the current receiving, and the previous sending chain (rcNs, rcNr, rcPN). */
  readonly sent: number
  readonly received: number
  readonly previouslySent: number
  readonly nextSendingHeaderKey: HeaderKey
  readonly nextReceivingHeaderKey: HeaderKey
}

/** What encrypts one message body later, the same bytes each time it is tried. Peer: MsgEncryptKey. */
export type MessageEncryptKey = {
  readonly version: number
  readonly associatedData: Bytes
  readonly message: MessageKey
  /** Encrypted header, without the length before it. */
  readonly header: Bytes
}

/** SHA-256 of the associated data: the security code that contacts compare. Peer: getConnectionRatchetAdHash. */
export const associatedDataHash = (state: { readonly associatedData: Bytes }): Bytes => sha256(state.associatedData)

/** Whether KEM secrets protect both directions. */
export const isPostQuantum = (s: Pick<RatchetState, "pqSending" | "pqReceiving">): boolean =>
  s.pqSending && s.pqReceiving

// skipped messages

/** The key of a message that was not received yet, in the chain of this header key. */
export type SkippedKey = {
  readonly headerKey: HeaderKey
  readonly number: number
  readonly message: MessageKey
}
/** By chain, oldest chain first; in a chain by message number. */
export type SkippedKeys = readonly {
  readonly headerKey: HeaderKey
  readonly keys: ReadonlyMap<number, MessageKey>
}[]
export type SkippedChange =
  | { readonly type: "none" }
  | { readonly type: "add"; readonly keys: readonly SkippedKey[] }
  | { readonly type: "remove"; readonly headerKey: HeaderKey; readonly number: number }

/** How many skipped keys are kept in all. */
export const maxKeptKeys = 2048

export const noSkippedKeys: SkippedKeys = []

/** The kept keys after a message; the same object when nothing changed. Peer: applySMDiff. */
export const applySkipped = (skipped: SkippedKeys, change: SkippedChange): SkippedKeys => {
  if (change.type === "none") return skipped
  if (change.type === "remove")
    return skipped
      .map(group =>
        equal(group.headerKey, change.headerKey)
          ? { ...group, keys: new Map([...group.keys].filter(([number]) => number !== change.number)) }
          : group,
      )
      .filter(group => group.keys.size > 0)
  const groups = skipped.map(group => ({ ...group, keys: new Map(group.keys) }))
  for (const { headerKey, number, message } of change.keys) {
    const group = groups.find(g => equal(g.headerKey, headerKey))
    if (group === undefined) groups.push({ headerKey, keys: new Map([[number, message]]) })
    else group.keys.set(number, message)
  }
  let tooMany = groups.reduce((n, group) => n + group.keys.size, 0) - maxKeptKeys
  for (const group of groups)
    for (const number of group.keys.keys()) {
      if (tooMany-- <= 0) break
      group.keys.delete(number)
    }
  return groups.filter(group => group.keys.size > 0)
}

// saved forms

/** A saved form of our own, told apart from later ones by its first byte. */
export const saved = <T>(codec: Codec<T>): Codec<T> => ({
  write: (w, value) => {
    w.byte(1)
    codec.write(w, value)
  },
  read: r => (r.byte() === 1 ? codec.read(r) : r.fail("unknown saved form")),
})

const key32 = fixed(32)
/** The brand says nothing about the bytes, so the same codec reads and writes every role. */
const roleKey = <K extends Bytes>(): Codec<K> => key32 as unknown as Codec<K>
const rootKey = roleKey<RootKey>()
const chainKey = roleKey<ChainKey>()
const headerKey = roleKey<HeaderKey>()
const messageKey: Codec<MessageKey> = struct({ key: key32, iv: fixed(16) })
const rawPublicKey: Codec<PublicKey<"X448">> = map(
  fixed(keySize("X448")),
  raw => publicKey("X448", raw),
  key => key.raw,
)
/** Both halves, so that reading does not have to derive the public one. */
export const savedKeyPair: Codec<KeyPair<"X448">> = struct({
  publicKey: rawPublicKey,
  privateKey: map(
    fixed(keySize("X448")),
    raw => privateKey("X448", raw),
    key => key.raw,
  ),
})
export const savedKemKeyPair: Codec<KemKeyPair> = struct({ publicKey: kemPublicKey, secretKey: kemSecretKey })

export const ratchetState: Codec<RatchetState> = saved(
  struct({
    version: word16,
    maxVersion: word16,
    associatedData: short,
    own: savedKeyPair,
    kem: maybe(struct({ own: savedKemKeyPair, cipherText: maybe(kemCipherText) })),
    pqSupport: bool,
    pqEnabled: bool,
    pqSending: bool,
    pqReceiving: bool,
    rootKey,
    sending: maybe(struct({ theirs: rawPublicKey, chainKey, headerKey })),
    receiving: maybe(struct({ chainKey, headerKey })),
    sent: word32,
    received: word32,
    previouslySent: word32,
    nextSendingHeaderKey: headerKey,
    nextReceivingHeaderKey: headerKey,
  }),
)

/** The fields in the order in which the peer's MsgEncryptKey has them, in lengths that it has too. */
export const messageEncryptKey: Codec<MessageEncryptKey> = saved(
  map(
    struct({ version: word16, associatedData: short, key: short, iv: short, header: large }),
    ({ key, iv, ...rest }) =>
      key.length === 32 && iv.length === 16 ? { ...rest, message: { key, iv } } : new DecodeError("not a message key"),
    ({ message, ...rest }) => ({ ...rest, ...message }),
  ),
)

/** As `list`, with a two-byte count. */
const longList = <T>(item: Codec<T>): Codec<readonly T[]> => ({
  write: (w, items) => {
    word16.write(w, items.length)
    for (const i of items) item.write(w, i)
  },
  read: r => Array.from({ length: word16.read(r) }, () => item.read(r)),
})

export const skippedKeys: Codec<SkippedKeys> = saved(
  longList(
    struct({
      headerKey,
      keys: map(
        longList(struct({ number: word32, message: messageKey })),
        keys => new Map(keys.map(({ number, message }) => [number, message])) as ReadonlyMap<number, MessageKey>,
        keys => [...keys].map(([number, message]) => ({ number, message })),
      ),
    }),
  ),
)
