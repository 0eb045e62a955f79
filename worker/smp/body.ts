/**
 * The two layers around what agents say, outermost first: the server's for the recipient, and that of the queue's ends.
 *
 *   MSG body      = box, nonce = msgId, of received                            16122 bytes: padded to 16106
 *   received      = time (int64, seconds) flags SP SEND body / "QUOTA " time
 *   SEND body     = version (word16) maybe(dhKey) nonce (24) box of clientMessage
 *                   padded to 15904 with a dhKey (confirmations), to 16000 without (messages)
 *   clientMessage = "K" senderKey agentEnvelope / "_" agentEnvelope            "K" when the recipient shall secure the queue
 *
 * Spec:  simplex-messaging.md, "Deliver queue message", "Send message" (sentMsgBody, clientMessage).
 * Peer:  Simplex.Messaging.Protocol: clientRcvMsgBodyP, ClientMsgEnvelope, PubHeader, PrivHeader, ClientMessage;
 *        Simplex.Messaging.Agent.Client: agentCbEncrypt, agentCbDecrypt, decryptSMPMessage.
 * Note:  a quota message cannot be taken for a body: as a time its first bytes would be 186 billion years away.
 * Trust: the outer layer is the server's, the inner one anybody's who knows the queue's address; only DecodeError and
 *        CryptoError (DECRYPT, PADDING; LARGE when sealing; KEY for a secret or nonce of ours with a wrong length) escape.
 */
import { cbNonce, cryptoBox, openBox } from "../crypto/box.ts"
import { type AnyPublicKey, type AuthAlg, anyPublicKey, type PublicKey, publicKeyOf } from "../crypto/keys.ts"
import { type Bytes, DecodeError } from "../encoding/bytes.ts"
import {
  type Codec,
  counter,
  decode,
  encode,
  fixed,
  map,
  maybe,
  nothing,
  rest,
  space,
  struct,
  variant,
  word16,
} from "../encoding/codec.ts"
import { messageFlags } from "./commands.ts"

/** What the clear text is padded to with and without a key before it: SEND bodies of both kinds have about one size. */
const confirmationLength = 15904
const messageLength = 16000

// the server's layer

/** Seconds on the wire, milliseconds here; beyond the range of Date they are refused. */
const time: Codec<number> = map(
  counter,
  seconds => (seconds <= 8.64e12 ? seconds * 1000 : new DecodeError("time out of range")),
  at => Math.floor(at / 1000),
)

/** `at` is when the server took the message, in ms since 1970. After QUOTA the sender may send again. */
export type Received =
  | { readonly type: "message"; readonly at: number; readonly notification: boolean; readonly body: Bytes }
  | { readonly type: "quota"; readonly at: number }

const quota = struct({ at: time })
const message = struct({ at: time, notification: messageFlags, space, body: rest })

/** What is inside the server's layer. */
export const received: Codec<Received> = variant({ quota: ["QUOTA ", quota], message: ["", message] })

/**
 * Opens the body of a delivered MSG. `secret` is of our key and the server's from NEW and IDS, 32 bytes.
 * Throws CryptoError DECRYPT or PADDING, DecodeError.
 */
export const openReceived = (secret: Bytes, msgId: Bytes, body: Bytes): Received =>
  decode(received, openBox(secret, cbNonce(msgId), body))

// the layer of the queue's ends

/** The SEND body as it travels. `publicKey` is the sender's for this queue, in confirmations only. */
export type ClientEnvelope = {
  readonly version: number
  readonly publicKey: PublicKey<"X25519"> | null
  readonly nonce: Bytes
  readonly box: Bytes
}

/** Version and key are in the open. */
export const clientEnvelope: Codec<ClientEnvelope> = struct({
  version: word16,
  publicKey: maybe(publicKeyOf("X25519")),
  nonce: fixed(24),
  box: rest,
})

/** What is inside the box. `senderKey`, if given, is what the recipient secures the queue with (KEY). */
export type ClientMessage = { readonly senderKey: AnyPublicKey<AuthAlg> | null; readonly body: Bytes }

const header = variant({
  key: ["K", struct({ senderKey: anyPublicKey<AuthAlg>("Ed25519", "Ed448", "X25519") })],
  none: ["_", nothing],
})

const senderKey: Codec<ClientMessage["senderKey"]> = map(
  header,
  (h): ClientMessage["senderKey"] => (h.type === "key" ? h.senderKey : null),
  k => (k === null ? { type: "none" as const } : { type: "key" as const, senderKey: k }),
)

export const clientMessage: Codec<ClientMessage> = struct({ senderKey, body: rest })

/**
 * The body of SEND, 16043 bytes, or 15992 with a public key. `secret` is the agreement of both ends' keys for this
 * queue, `nonce` 24 random bytes. Throws CryptoError LARGE when `body` does not fit.
 */
export const sealClientMessage = (
  m: ClientMessage & Pick<ClientEnvelope, "version" | "publicKey" | "nonce"> & { readonly secret: Bytes },
): Bytes => {
  const length = m.publicKey === null ? messageLength : confirmationLength
  const box = cryptoBox(m.secret, m.nonce, length, encode(clientMessage, m))
  return encode(clientEnvelope, { version: m.version, publicKey: m.publicKey, nonce: m.nonce, box })
}

/**
 * Opens the box of an envelope. The secret depends on who is asking: for the first message of a queue it is agreed with
 * the envelope's own `publicKey`, later with the one kept from then.
 * Throws CryptoError DECRYPT or PADDING, DecodeError.
 */
export const openClientMessage = (secret: Bytes, envelope: Pick<ClientEnvelope, "nonce" | "box">): ClientMessage =>
  decode(clientMessage, openBox(secret, envelope.nonce, envelope.box))
