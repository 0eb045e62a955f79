/**
 * What is behind cryptography: certificates, boxes, link data, the ratchet. Mutations of what is sealed end at its tag, so
 * the contents are changed too and then sealed, as a contact or a server can do.
 */
import { encryptAead } from "../../worker/crypto/aead.ts"
import { cbNonce, cryptoBox, initBlockChains, openBlock, sealBlock, secretBox } from "../../worker/crypto/box.ts"
import { type CertifiedKey, IdentityError, verifyServerIdentity } from "../../worker/crypto/certificate.ts"
import { CryptoError } from "../../worker/crypto/error.ts"
import { sha256 } from "../../worker/crypto/hash.ts"
import { loadKem } from "../../worker/crypto/kem.ts"
import { fromSpki, keyPairFromPrivate, publicKey, toSpki } from "../../worker/crypto/keys.ts"
import { linkKeyOf, openFixedData, openUserData, signLinkData, verifyUserData } from "../../worker/crypto/link.ts"
import { unPad, unPadLarge } from "../../worker/crypto/pad.ts"
import { decrypt } from "../../worker/crypto/ratchet.ts"
import {
  encHeader,
  paddedHeaderLength,
  ratchetHeader,
  readRatchetMessage,
} from "../../worker/crypto/ratchet-message.ts"
import {
  applySkipped,
  messageEncryptKey,
  noSkippedKeys,
  RatchetError,
  type RatchetState,
  ratchetState,
  type SkippedKeys,
  skippedKeys,
} from "../../worker/crypto/ratchet-state.ts"
import {
  agreeAsCreator,
  agreeAsJoiner,
  e2eParams,
  e2ePrivate,
  generateE2ePrivate,
  kemParams,
} from "../../worker/crypto/x3dh.ts"
import { Reader } from "../../worker/encoding/buffer.ts"
import { type Bytes, concat, DecodeError, equal, fromHex, hex } from "../../worker/encoding/bytes.ts"
import { decode, encode, large, short, word16 } from "../../worker/encoding/codec.ts"
import { caught } from "../../worker/encoding/text.ts"
import { clientMessage, openClientMessage, openReceived, received } from "../../worker/smp/body.ts"
import { HandshakeError, type ServerHello, serverHello, verifyServerHello } from "../../worker/smp/handshake.ts"
import { type Json, stateOf } from "../crypto/ratchet-json.ts"
import { vectors } from "../crypto/vectors.ts"
import { mutateDer } from "./der.ts"
import { createRng, mutateBytes, type Rng } from "./mutate.ts"
import { accepted, some } from "./seeds.ts"
import { bytesTarget, codecTarget, Refused, type Target } from "./target.ts"

/** The first byte of an input says in which situation it is met. */
const at = <T>(all: readonly T[], input: Bytes): T => all[(input[0] ?? 0) % all.length] as T
const placed = (i: number, b: Bytes): Bytes => concat(Uint8Array.of(i), b)

// servers

const now = Date.UTC(2026, 10, 22)
const handshakes = vectors("smp-transmissions").handshakes
const hellos: readonly { content: Bytes; keyHash: Bytes }[] = handshakes.variants
  .filter((v: Json) => v.serverHandshake && v.expectedCaFingerprint)
  .map((v: Json) => ({ content: fromHex(v.serverHandshake), keyHash: fromHex(v.expectedCaFingerprint) }))

const sessionKeyOf = ({ content, keyHash }: { content: Bytes; keyHash: Bytes }): string | null => {
  try {
    return hex(verifyServerHello(content, { keyHash, now }).sessionKey.raw)
  } catch {
    return null
  }
}
/** Keys that true servers have signed. */
const sessionKeys = new Set(hellos.map(sessionKeyOf).filter(k => k !== null))

/** One certificate or the session key changed inside, all lengths around it right again. */
const mutateChain = (rng: Rng, seeds: readonly Bytes[], most: number): Bytes => {
  if (rng.oneIn(3)) return mutateBytes(rng, seeds, most)
  const seed = rng.pick(seeds)
  const hello: ServerHello | DecodeError = caught(() => decode(serverHello, seed.slice(1)))
  if (hello instanceof DecodeError || hello.key === null) return mutateBytes(rng, seeds, most)
  const parts = [...hello.key.certificates, hello.key.signedKey]
  const i = rng.below(parts.length)
  const changed = parts.map((p, k) => (k === i ? mutateDer(rng, p).slice(0, 20_000) : p))
  const key: CertifiedKey = { certificates: changed.slice(0, -1), signedKey: changed.at(-1) ?? seed }
  return placed(seed[0] ?? 0, encode(serverHello, { ...hello, key }))
}

// boxes

const secret = new Uint8Array(32).fill(3)
const nonce = new Uint8Array(24).fill(4)
const owner = keyPairFromPrivate("Ed25519", new Uint8Array(32).fill(5))

const chains = initBlockChains(nonce, secret)
const block = (() => {
  const content = new Uint8Array(300).fill(6)
  return { content, sealed: sealBlock(chains.receiveChain, content).block }
})()

const shortLinks = vectors("shortlink")
const linkParts: readonly { fixed: Bytes; user: Bytes }[] = [...shortLinks.invitations, ...shortLinks.contacts].map(
  (v: Json) => ({ fixed: fromHex(v.fixedData_smp), user: fromHex(v.userLinkData_smp) }),
)

/** Fixed data that the owner of the root key has made by hand: the key stands after the two versions. */
const withOwnRoot = (data: Bytes): Bytes => {
  const key = toSpki(owner.publicKey)
  return concat(data.slice(0, 5), key, data.slice(5 + key.length))
}

// ratchet

type Met = {
  readonly state: RatchetState
  readonly skipped: SkippedKeys
  readonly message: Bytes
  readonly plaintext: string | null
  /** What the sender knows. */
  readonly headerKey: Bytes
  readonly iv: Bytes
  readonly header: Bytes
  readonly key: { readonly key: Bytes; readonly iv: Bytes }
  readonly version: number
}

const skippedOf = (list: readonly Json[] | undefined): SkippedKeys =>
  applySkipped(noSkippedKeys, {
    type: "add",
    keys: (list ?? []).map((j: Json) => ({
      headerKey: fromHex(j.headerKey) as never,
      number: Number(j.msgNs),
      message: { key: fromHex(j.messageKey), iv: fromHex(j.iv) },
    })),
  })

const metOf = (transcript: Json): readonly Met[] =>
  transcript.steps
    .filter((s: Json) => s.op === "decrypt" && s.messageOfStep !== undefined)
    .map((s: Json): Met => {
      const sent = transcript.steps.find((e: Json) => e.step === s.messageOfStep)
      const before = transcript.states[s.who][s.stateBefore]
      return {
        state: stateOf("X448", before.ratchet),
        skipped: skippedOf(before.skipped),
        message: fromHex(sent.message),
        plaintext: s.plaintext ?? null,
        headerKey: fromHex(sent.headerKey),
        iv: fromHex(sent.header.headerIV),
        header: fromHex(sent.header.headerPlaintext),
        key: { key: fromHex(sent.messageKey), iv: fromHex(sent.messageIV) },
        version: sent.currentVersion,
      }
    })

/** 60 moments of the five conversations, large messages last in line. */
const met: readonly Met[] = some(vectors("ratchet").transcripts.flatMap(metOf), 60)
const plaintexts = new Set(met.map(m => m.plaintext))

const ours = generateE2ePrivate(3, { type: "propose" }, { random: n => createRng(n).bytes(n), kem: loadKem })

const source = { random: (n: number) => createRng(n).bytes(n), kem: loadKem }

type Step = { readonly plaintext: string }

const decrypted = async (m: Met, message: Bytes): Promise<Step | Refused> => {
  const before = [encode(ratchetState, m.state), encode(skippedKeys, m.skipped)] as const
  const d = await decrypt(m.state, m.skipped, message, source)
  if (!equal(encode(ratchetState, m.state), before[0]) || !equal(encode(skippedKeys, m.skipped), before[1]))
    throw new Error("the state was changed in place")
  if (!d.ok) return new Refused(d.code)
  // what is stored afterwards has to be read again
  decode(ratchetState, encode(ratchetState, d.state))
  decode(skippedKeys, encode(skippedKeys, applySkipped(m.skipped, d.skipped)))
  return { plaintext: hex(d.plaintext) }
}

/** A message with this header, true in everything else. */
const withHeader = async (m: Met, header: Bytes): Promise<Bytes> => {
  const { associatedData, pqSupport } = m.state
  const length = Math.max(paddedHeaderLength(m.version, pqSupport || m.header.length > 86), header.length + 2)
  const { ciphertext, tag } = await encryptAead(m.headerKey, m.iv, length, associatedData, header)
  // by hand, as our own writer has only lengths that are ever used
  const withLength = (b: Bytes): Bytes => encode(b.length < 32 || b.length > 255 ? large : short, b)
  const bytes = concat(encode(word16, m.version), m.iv, tag, withLength(ciphertext))
  const body = await encryptAead(m.key.key, m.key.iv, 128, concat(associatedData, bytes), fromHex("aabb"))
  return concat(withLength(bytes), body.tag, body.ciphertext)
}

const zeroKey = publicKey("X448", new Uint8Array(56))

/** A key of low order, which gives no secret. */
const withZeroKey = (m: Met): Bytes => {
  const codec = ratchetHeader(m.version)
  return encode(codec, { ...decode(codec, m.header), key: zeroKey })
}

const saved = { share: 300, output: (n: number) => 200 * n + 4000 }

export const sealedTargets: readonly Target[] = [
  bytesTarget({
    name: "identity in a hello",
    read: b => verifyServerHello(b.slice(1), { keyHash: at(hellos, b).keyHash, now }),
    errors: [HandshakeError],
    check: v => (sessionKeys.has(hex(v.sessionKey.raw)) ? null : "a session key that no server has signed"),
    seeds: () => hellos.map((h, i) => placed(i, h.content)),
    mutate: mutateChain,
    most: 16_384,
    share: 120,
  }),
  bytesTarget({
    name: "certificates",
    read: b => {
      const { key } = decode(serverHello, b.slice(1))
      // whatever the identity certificate is, the address is the right one for it
      const fingerprint = sha256(key?.certificates[1] ?? b)
      return key === null ? new Refused("no key") : verifyServerIdentity(key, fingerprint, now)
    },
    errors: [DecodeError, IdentityError],
    seeds: () => hellos.map((h, i) => placed(i, h.content)),
    mutate: mutateChain,
    most: 80_000,
    share: 400,
  }),
  bytesTarget({
    name: "public key in DER",
    read: b => fromSpki(b),
    again: k => fromSpki(toSpki(k)),
  }),
  bytesTarget({ name: "padding", read: unPad, errors: [CryptoError] }),
  bytesTarget({ name: "large padding", read: unPadLarge, errors: [CryptoError], most: 70_000 }),
  bytesTarget({
    name: "encrypted block",
    read: b => openBlock(chains.receiveChain, b).content,
    errors: [DecodeError, CryptoError],
    // by the other side, in whose turn it is: whatever opens was sealed by it
    check: content => (equal(content, block.content) ? null : "content that nobody has sealed"),
    seeds: () => [block.sealed],
    most: 16_500,
    share: 200,
  }),
  bytesTarget({
    name: "delivered body",
    read: b => openReceived(secret, nonce, cryptoBox(secret, cbNonce(nonce), 16_106, b)),
    errors: [DecodeError, CryptoError],
    seeds: () => accepted(received).map(v => encode(received, v)),
    most: 16_104,
    share: 200,
  }),
  bytesTarget({
    name: "box of a delivered body",
    read: b => openReceived(secret, b.slice(0, 24), b.slice(24)),
    errors: [DecodeError, CryptoError],
    seeds: () =>
      accepted(received).map(v => concat(nonce, cryptoBox(secret, cbNonce(nonce), 16_106, encode(received, v)))),
    share: 200,
  }),
  bytesTarget({
    name: "client message in its box",
    read: b => openClientMessage(secret, { nonce, box: cryptoBox(secret, nonce, 16_000, b) }),
    errors: [DecodeError, CryptoError],
    seeds: () => accepted(clientMessage).map(v => encode(clientMessage, v)),
    most: 15_998,
    share: 200,
  }),
  bytesTarget({
    name: "fixed data of its maker",
    read: b => {
      const data = b.slice(1)
      const sealed = concat(nonce, secretBox(secret, nonce, 2008, signLinkData(owner.privateKey, data)))
      return openFixedData(linkKeyOf(data), secret, sealed)
    },
    errors: [DecodeError, CryptoError],
    check: v => (equal(v.rootKey.raw, owner.publicKey.raw) ? null : "signed by another key"),
    seeds: () => linkParts.map(({ fixed }, i) => placed(i, withOwnRoot(fixed))),
    most: 1900,
    share: 60,
  }),
  bytesTarget({
    name: "user data of its maker",
    read: b => {
      const opened = openUserData(secret, concat(nonce, secretBox(secret, nonce, 13_784, b)))
      return verifyUserData(opened, [owner.publicKey])
    },
    errors: [DecodeError, CryptoError],
    seeds: () => linkParts.map(({ user }) => signLinkData(owner.privateKey, user)),
    most: 13_782,
    share: 60,
  }),
  bytesTarget({
    name: "key agreement",
    read: async b => {
      const theirs = decode(e2eParams, b)
      // the one that made the link first, then the one that joins by it
      agreeAsJoiner(await ours, theirs)
      return agreeAsCreator(await ours, theirs, loadKem)
    },
    errors: [DecodeError, CryptoError, RatchetError],
    seeds: () =>
      accepted(e2eParams).flatMap(p => [
        encode(e2eParams, p),
        encode(e2eParams, { ...p, key1: zeroKey }),
        encode(e2eParams, { ...p, key2: zeroKey }),
      ]),
    most: 6000,
    share: 40,
  }),
  codecTarget("KEM parameters", kemParams, {
    seeds: () =>
      met.flatMap(m => {
        const { kem } = decode(ratchetHeader(m.version), m.header)
        return kem === null ? [] : [encode(kemParams, kem)]
      }),
  }),
  codecTarget("encrypted header", encHeader, {
    // either form of the length is read in both versions, but headers of version 2 never have more than 255 bytes
    again: h => (h.version === 2 && h.ciphertext.length > 255 ? h : decode(encHeader, encode(encHeader, h))),
    seeds: () => met.map(m => readRatchetMessage(new Reader(m.message)).header),
  }),
  ...([2, 3] as const).map(v =>
    codecTarget(`ratchet header v${v}`, ratchetHeader(v), {
      seeds: () => met.filter(m => m.version === v).map(m => m.header),
    }),
  ),
  bytesTarget<Step>({
    name: "ratchet message",
    read: b => decrypted(at(met, b), b.slice(1)),
    errors: [],
    check: v => (plaintexts.has(v.plaintext) ? null : "a message that nobody has sent"),
    seeds: () => met.map((m, i) => placed(i, m.message)),
    share: 100,
  }),
  bytesTarget<Step>({
    name: "ratchet header by a contact",
    read: async b => decrypted(at(met, b), await withHeader(at(met, b), b.slice(1))),
    errors: [],
    check: v => (v.plaintext === "aabb" ? null : "another message"),
    seeds: () => met.flatMap((m, i) => [placed(i, m.header), placed(i, withZeroKey(m))]),
    most: 4000,
    share: 40,
  }),
  codecTarget("saved ratchet", ratchetState, { ...saved, seeds: () => met.map(m => encode(ratchetState, m.state)) }),
  codecTarget("saved skipped keys", skippedKeys, {
    ...saved,
    seeds: () => met.filter(m => m.skipped.length > 0).map(m => encode(skippedKeys, m.skipped)),
  }),
  codecTarget("saved message key", messageEncryptKey, {
    ...saved,
    seeds: () =>
      met.map(({ state, key, message, version }) =>
        encode(messageEncryptKey, {
          version,
          associatedData: state.associatedData,
          message: key,
          header: message.slice(2, 125),
        }),
      ),
  }),
  codecTarget("saved e2e keys", e2ePrivate, {
    ...saved,
    seeds: () =>
      met.map(({ state }) =>
        encode(e2ePrivate, {
          key1: state.own,
          key2: state.own,
          kem: state.kem === null ? null : { type: "proposed", keys: state.kem.own },
        }),
      ),
  }),
]
