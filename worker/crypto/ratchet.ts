/**
 * Double ratchet with encrypted headers and a KEM beside each DH step, as steps from state to state.
 *
 * Sending is in two parts: `encryptHeader` takes the step and gives the key of one message, both to be stored together;
 * `encryptBody` may then be called at any time and any number of times and gives the same bytes.
 *
 * Spec:  pqdr.md, "Double ratchet with encrypted headers augmented with double PQ KEM".
 * Peer:  Simplex.Messaging.Crypto.Ratchet: rcEncryptHeader, rcEncryptMsg, rcDecrypt.
 * Note:  a message that does not decrypt never changes our state. The peer saves its state after some failures (damaged
 *        body, too many skipped in the current chain); there a forged body behind a true header uses up the key of the true
 *        message. The bytes on the wire are the same either way.
 * Note:  the body is decrypted before new keys are made for the reply, the peer does it after: a replayed or damaged
 *        message costs us one agreement, and no prepared key pair.
 * Note:  when PQ is switched off in the middle of a chain, the peer leaves the KEM ciphertext out of the headers after that.
 *        Whoever misses the messages before can then not compute the chain, and all of it is lost. We send the ciphertext
 *        to the end of the chain that was made with it; readers of either kind understand that.
 * Note:  keys of the current chain and the next one are tried before those of chains in the past, where the peer begins
 *        with these. At most one key opens a header, so the outcome is the same, without work for old chains.
 * Trust: messages are forged by anybody, headers that open come from the contact. `decrypt` rejects only when this machine
 *        fails (the KEM cannot be loaded), never for anything in a message.
 */

import { Reader, Writer } from "../encoding/buffer.ts"
import { type Bytes, concat, DecodeError, equal } from "../encoding/bytes.ts"
import { decode, encode } from "../encoding/codec.ts"
import { decryptAead, encryptAead, type Sealed } from "./aead.ts"
import type { KemParams } from "./e2e-params.ts"
import { CryptoError } from "./error.ts"
import type { KemKeyPair } from "./kem.ts"
import { generateKeyPair } from "./keys.ts"
import { type ChainKey, chainStep, type HeaderKey, type KeySource, type MessageKey, rootStep } from "./ratchet-keys.ts"
import {
  encHeader,
  paddedHeaderLength,
  type RatchetHeader,
  type RatchetMessage,
  ratchetHeader,
  readRatchetMessage,
  writeRatchetMessage,
} from "./ratchet-message.ts"
import {
  type MessageEncryptKey,
  pqVersion,
  RatchetError,
  type RatchetState,
  type SkippedChange,
  type SkippedKey,
  type SkippedKeys,
} from "./ratchet-state.ts"

// sending

export type EncryptOptions = {
  /** Switches the use of the KEM from the next step on; null or absent leaves it as it is. */
  readonly pqEncryption?: boolean | null
  /** The newest version that we speak, told to the other side. */
  readonly supportedVersion: number
}

/**
 * Takes one sending step. The new state and the key have to be stored before the message leaves. Throws RatchetError STATE
 * before the first message was received by the party that created the connection. Peer: rcEncryptHeader.
 */
export const encryptHeader = async (
  state: RatchetState,
  { pqEncryption = null, supportedVersion }: EncryptOptions,
): Promise<{ readonly state: RatchetState; readonly key: MessageEncryptKey }> => {
  const { sending, version, associatedData, kem } = state
  if (sending === null) throw new RatchetError("STATE", "nothing received yet, so there is no key to send with")
  const { chain, message, headerIv } = chainStep(sending.chainKey)
  const pqEnabled = pqEncryption ?? state.pqEnabled
  // larger headers cannot be taken back: their size would tell that PQ was switched off
  const pqSupport = state.pqSupport || (version >= pqVersion && pqEnabled)
  const maxVersion = Math.max(supportedVersion, pqEncryption === true ? pqVersion : version)
  const header = encode(ratchetHeader(version), {
    maxVersion,
    key: state.own.publicKey,
    kem: kem && kemParamsOf(kem),
    previouslySent: state.previouslySent,
    number: state.sent,
  })
  const sealed = await encryptAead(
    sending.headerKey,
    headerIv,
    paddedHeaderLength(version, pqSupport),
    associatedData,
    header,
  )
  return {
    state: {
      ...state,
      maxVersion,
      pqSupport,
      pqEnabled,
      sending: { ...sending, chainKey: chain },
      sent: state.sent + 1,
    },
    key: { version, associatedData, message, header: encode(encHeader, { version, iv: headerIv, ...sealed }) },
  }
}

const kemParamsOf = ({ own, cipherText }: NonNullable<RatchetState["kem"]>): KemParams =>
  cipherText === null
    ? { type: "proposed", publicKey: own.publicKey }
    : { type: "accepted", cipherText, publicKey: own.publicKey }

/**
 * The message: `paddedLength` bytes of body, 16 of tag, and the header (123 bytes, 124 in version 3, 2346 with KEM support,
 * and the length before it). Always the same bytes for the same arguments; different plaintext must never be encrypted
 * with one key. Throws CryptoError LARGE when the plaintext and two bytes do not fit. Peer: rcEncryptMsg.
 */
export const encryptBody = async (key: MessageEncryptKey, plaintext: Bytes, paddedLength: number): Promise<Bytes> => {
  const { message, header, version } = key
  const ad = concat(key.associatedData, header)
  const w = new Writer()
  writeRatchetMessage(w, version, {
    header,
    body: await encryptAead(message.key, message.iv, paddedLength, ad, plaintext),
  })
  return w.finish()
}

// receiving

export type DecryptErrorCode =
  | "FORMAT" // not a ratchet message, or of a version that we do not speak (CryptoHeaderError)
  | "HEADER" // no key opens the header: not for this ratchet, or of a chain that is forgotten (CERatchetHeader)
  | "DUPLICATE" // the last message received, once more (CERatchetDuplicateMessage)
  | "EARLIER" // an older message of the chain, received before or forgotten; `count` messages back (CERatchetEarlierMessage)
  | "SKIPPED" // more than 512 messages are missing before it, `count` with it (CERatchetTooManySkipped)
  | "KEYS" // accepts a KEM that we did not propose (CERatchetKEMState), or has a key that gives no secret
  | "BODY" // the header is true, the body is not (AESDecryptError)

export type Decrypted =
  | {
      readonly ok: true
      readonly plaintext: Bytes
      /** To be stored with the message, before it is acknowledged. */
      readonly state: RatchetState
      readonly skipped: SkippedChange
      /** The message began a new chain: both sides' keys were renewed. */
      readonly ratchetAdvanced: boolean
    }
  | { readonly ok: false; readonly code: DecryptErrorCode; readonly count: number }

/** How many messages may be missing before one in a chain. Peer: maxSkip. */
export const maxSkip = 512

/** Ends a step; becomes the `ok: false` result. Never leaves this file. */
class Refused extends Error {
  readonly code: DecryptErrorCode
  readonly count: number
  constructor(code: DecryptErrorCode, count = 0) {
    super(code)
    this.code = code
    this.count = count
  }
}

/**
 * Decrypts one message with the state and the keys of skipped messages as they are stored. Failure leaves both as they are.
 * A message that begins a chain takes a key pair from `source`, with PQ also a KEM key pair. Peer: rcDecrypt.
 */
export const decrypt = async (
  state: RatchetState,
  skipped: SkippedKeys,
  message: Bytes,
  source: KeySource,
): Promise<Decrypted> => {
  try {
    const m = parsed(() => readRatchetMessage(new Reader(message)))
    const opened = await openHeader(state, skipped, m.header)
    if (opened.step === "skipped") {
      const plaintext = await openBody(state, opened.key, m)
      const { headerKey, number } = opened
      return { ok: true, plaintext, state, skipped: { type: "remove", headerKey, number }, ratchetAdvanced: false }
    }
    const upgraded = upgrade(state, opened.header)
    return opened.step === "same"
      ? await receive(upgraded, opened.header, m)
      : await advance(upgraded, opened.header, m, source)
  } catch (e) {
    if (e instanceof Refused) return { ok: false, code: e.code, count: e.count }
    throw e
  }
}

const parsed = <T>(read: () => T): T => {
  try {
    return read()
  } catch (e) {
    if (e instanceof DecodeError) throw new Refused("FORMAT")
    throw e
  }
}

const opens = async (key: Bytes, iv: Bytes, ad: Bytes, sealed: Sealed): Promise<Bytes | null> => {
  try {
    return await decryptAead(key, iv, ad, sealed)
  } catch (e) {
    if (e instanceof CryptoError) return null
    throw e
  }
}

const openBody = async (state: RatchetState, key: MessageKey, m: RatchetMessage): Promise<Bytes> => {
  const plaintext = await opens(key.key, key.iv, concat(state.associatedData, m.header), m.body)
  if (plaintext === null) throw new Refused("BODY")
  return plaintext
}

type Opened =
  | { readonly step: "same" | "advance"; readonly header: RatchetHeader }
  | { readonly step: "skipped"; readonly headerKey: HeaderKey; readonly number: number; readonly key: MessageKey }

const openHeader = async (state: RatchetState, skipped: SkippedKeys, bytes: Bytes): Promise<Opened> => {
  const sealed = parsed(() => decode(encHeader, bytes))
  const open = async (key: HeaderKey): Promise<RatchetHeader | null> => {
    const header = await opens(key, sealed.iv, state.associatedData, sealed)
    return header && parsed(() => decode(ratchetHeader(sealed.version), header))
  }
  const keyOf = (headerKey: HeaderKey, { number }: RatchetHeader): Opened | null => {
    const key = skipped.find(g => equal(g.headerKey, headerKey))?.keys.get(number)
    return key === undefined ? null : { step: "skipped", headerKey, number, key }
  }

  const current = state.receiving?.headerKey
  if (current !== undefined) {
    const header = await open(current)
    if (header !== null) return keyOf(current, header) ?? { step: "same", header }
  }
  const header = await open(state.nextReceivingHeaderKey)
  if (header !== null) return { step: "advance", header }
  for (const { headerKey } of skipped) {
    if (current !== undefined && equal(headerKey, current)) continue
    const old = await open(headerKey)
    if (old === null) continue
    const found = keyOf(headerKey, old)
    if (found !== null) return found
    break
  }
  throw new Refused("HEADER")
}

/** Moves to the newest version that both sides speak, once the other side has said so. */
const upgrade = (state: RatchetState, header: RatchetHeader): RatchetState => ({
  ...state,
  version: Math.max(state.version, Math.min(header.maxVersion, state.maxVersion)),
})

type Receiving = NonNullable<RatchetState["receiving"]>

/** The receiving chain at message `until`, and the keys of the messages before it that are still missing. */
const skipTo = (
  receiving: Receiving,
  received: number,
  until: number,
): { readonly chain: ChainKey; readonly keys: readonly SkippedKey[] } => {
  if (received > until + 1) throw new Refused("EARLIER", received - until - 1)
  if (received === until + 1) throw new Refused("DUPLICATE")
  if (received + maxSkip < until) throw new Refused("SKIPPED", until + 1 - received)
  let chain = receiving.chainKey
  const keys: SkippedKey[] = []
  for (let number = received; number < until; number++) {
    const step = chainStep(chain)
    keys.push({ headerKey: receiving.headerKey, number, message: step.message })
    chain = step.chain
  }
  return { chain, keys }
}

const added = (keys: readonly SkippedKey[]): SkippedChange =>
  keys.length > 0 ? { type: "add", keys } : { type: "none" }

/** The message in this chain, and the chain after it. */
const openInChain = async (
  state: RatchetState,
  receiving: Receiving,
  received: number,
  { number }: RatchetHeader,
  m: RatchetMessage,
) => {
  const { chain, keys } = skipTo(receiving, received, number)
  const step = chainStep(chain)
  const plaintext = await openBody(state, step.message, m)
  return { plaintext, keys, receiving: { ...receiving, chainKey: step.chain }, received: number + 1 }
}

const receive = async (state: RatchetState, header: RatchetHeader, m: RatchetMessage): Promise<Decrypted> => {
  const { receiving, received } = state
  if (receiving === null) throw new Refused("HEADER")
  const { plaintext, keys, ...after } = await openInChain(state, receiving, received, header, m)
  return { ok: true, plaintext, state: { ...state, ...after }, skipped: added(keys), ratchetAdvanced: false }
}

/** The first message of a new chain of the other side: the rest of its previous chain, its new chain, then our new chain. */
const advance = async (
  state: RatchetState,
  header: RatchetHeader,
  m: RatchetMessage,
  source: KeySource,
): Promise<Decrypted> => {
  const previous = state.receiving && skipTo(state.receiving, state.received, header.previouslySent).keys
  const kemIn = await receiveKem(state, header.kem, source)
  const into = useful(() => rootStep(state.rootKey, header.key, state.own.privateKey, kemIn))
  const receiving = { chainKey: into.chain, headerKey: state.nextReceivingHeaderKey }
  const { plaintext, keys, ...after } = await openInChain(state, receiving, 0, header, m)

  // the message is true: only now take new keys
  const { kem, secret } = await nextKem(state, header.kem, source)
  const own = generateKeyPair("X448", source.random)
  const out = useful(() => rootStep(into.root, header.key, own.privateKey, secret))
  const pqEnabled = kem !== null || kemIn !== null
  return {
    ok: true,
    plaintext,
    state: {
      ...state,
      ...after,
      own,
      kem,
      pqSupport: state.pqSupport || (state.version >= pqVersion && pqEnabled),
      pqEnabled,
      pqSending: secret !== null,
      pqReceiving: kemIn !== null,
      rootKey: out.root,
      sending: { theirs: header.key, chainKey: out.chain, headerKey: state.nextSendingHeaderKey },
      sent: 0,
      previouslySent: state.sent,
      nextSendingHeaderKey: out.nextHeader,
      nextReceivingHeaderKey: into.nextHeader,
    },
    skipped: added([...(previous ?? []), ...keys]),
    ratchetAdvanced: true,
  }
}

/** A key that gives no secret was chosen to do harm; it must not look like a fault of this machine. */
const useful = <T>(run: () => T): T => {
  try {
    return run()
  } catch (e) {
    if (e instanceof CryptoError) throw new Refused("KEYS")
    throw e
  }
}

/** The secret that the other side made for the KEM key that we proposed. */
const receiveKem = async (state: RatchetState, kem: KemParams | null, source: KeySource): Promise<Bytes | null> => {
  if (kem?.type !== "accepted") return null
  if (state.kem === null) throw new Refused("KEYS")
  return (await source.kem()).decapsulate(kem.cipherText, state.kem.own.secretKey)
}

/** What our next headers carry, and the secret for our new chain. A KEM begins with a proposal and is then accepted. */
const nextKem = async (
  state: RatchetState,
  theirs: KemParams | null,
  source: KeySource,
): Promise<{ readonly kem: RatchetState["kem"]; readonly secret: Bytes | null }> => {
  if (!state.pqEnabled || state.version < pqVersion) return { kem: null, secret: null }
  if (theirs === null) {
    // the other side gave up its KEM while we had one: as in the peer, it then ends on both sides
    if (state.kem !== null) return { kem: null, secret: null }
    return { kem: { own: (await source.kem()).keygen(), cipherText: null }, secret: null }
  }
  const kem = await source.kem()
  const { cipherText, sharedSecret } = kem.encapsulate(theirs.publicKey)
  const own: KemKeyPair = kem.keygen()
  return { kem: { own, cipherText }, secret: sharedSecret }
}
