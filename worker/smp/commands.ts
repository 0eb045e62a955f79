/**
 * What SMP clients and servers say to each other inside a transmission. Errors are in server-error.ts.
 *
 *   command  = "NEW" SP rcvAuthKey rcvDhKey newQueue / "SUB" / "KEY" SP key / "SEND" SP flags SP body / ...
 *   response = "IDS" SP queueIds / "MSG" SP msgId body / "OK" / "ERR" SP error / ...
 *   flags    = "T" / "F" (notify the recipient), then bytes of later versions up to the space
 *
 * Spec:  simplex-messaging.md, "SMP commands" to "Error responses".
 * Peer:  Simplex.Messaging.Protocol: Command, BrokerMsg.
 * Note:  the spec ends at version 9; of the later fields and words the peer is the source. As there, the version changes
 *        only what a word carries, every word is read in every version.
 * Note:  keys are the DER of a SubjectPublicKeyInfo and certificates their DER, both unparsed: codecs know no crypto.
 * Trust: responses are chosen by a server (or, in PROXY errors, by a relay behind it), commands by any client of the test
 *        relay; only DecodeError escapes, UnknownWord when the word itself is not known.
 */

import { EncodeError } from "../encoding/buffer.ts"
import { type Bytes, type DecodeError, fromUtf8, utf8 } from "../encoding/bytes.ts"
import {
  bool,
  type Codec,
  counter,
  fixed,
  large,
  letters,
  map,
  maybe,
  nonEmpty,
  nothing,
  rest,
  short,
  space,
  struct,
  UnknownWord,
  type ValueOf,
  variant,
  word16,
  words,
} from "../encoding/codec.ts"
import { password, server } from "../encoding/server.ts"
import { versionRange } from "../encoding/text.ts"
import { type CommandError, downgrade, serverError } from "./server-error.ts"

export {
  type Blocking,
  type BrokerError,
  type CommandError,
  type NetworkError,
  type ProxyError,
  type ServerError,
  serverError,
  type TransportError,
} from "./server-error.ts"

/** The first version in which each of these exists. */
/** Versions of the protocol in which something came. */
export const since = { senderMode: 9, deleted: 10, shortLinks: 15, services: 16, newNtf: 17 }

// commands

/** Encrypted link data as the server stores it: what never changes and what the owner may replace. */
const linkData = { fixedData: large, userData: large }
const ntfKeys = struct({ authKey: short, dhKey: short })
const messagingLink = struct({ sndId: short, ...linkData })
const contactLink = struct({ linkId: short, sndId: short, ...linkData })

/** Mode of a new queue, with the data of its short link when it gets one at once. */
const newQueueMode = variant({
  messaging: ["M", struct({ link: maybe(messagingLink) })],
  contact: ["C", struct({ link: maybe(contactLink) })],
})
export type NewQueueMode = ValueOf<typeof newQueueMode>

/** `auth` is the server's password; without `subscribe` the queue is only created. */
export type NewQueue = {
  readonly rcvAuthKey: Bytes
  readonly rcvDhKey: Bytes
  readonly auth: string | null
  readonly subscribe: boolean
  readonly queue: NewQueueMode | null
  readonly ntf: ValueOf<typeof ntfKeys> | null
}

const subscribe: Codec<boolean> = map(
  letters({ S: "subscribe", C: "create" }),
  mode => mode === "subscribe",
  yes => (yes ? "subscribe" : "create"),
)

/** The password before version 9: absent or `A` and the password, which cannot be mistaken for what follows. */
const legacyAuth: Codec<string | null> = {
  write: (w, v) => {
    if (v === null) return
    w.byte(0x41)
    password.write(w, v)
  },
  read: r => (r.skip("A") ? password.read(r) : null),
}

/** The mode in versions 9 to 14: only whether the sender may secure the queue. */
const senderCanSecure: Codec<NewQueueMode | null> = map(
  bool,
  (can): NewQueueMode | null => ({ type: can ? "messaging" : "contact", link: null }),
  queue => queue?.type === "messaging",
)

/** Stands for a field that the version lacks. A value that would get lost is an EncodeError. */
const absent = <T>(): Codec<T | null> => ({
  write: (_, v) => {
    if (v !== null) throw new EncodeError("not in this version")
  },
  read: () => null,
})

const newQueue = (version: number): Codec<NewQueue> => {
  const codec = struct({
    rcvAuthKey: short,
    rcvDhKey: short,
    auth: version >= since.senderMode ? maybe(password) : legacyAuth,
    subscribe,
    queue:
      version >= since.shortLinks
        ? maybe(newQueueMode)
        : version >= since.senderMode
          ? senderCanSecure
          : absent<NewQueueMode>(),
    ntf: version >= since.newNtf ? maybe(ntfKeys) : absent<ValueOf<typeof ntfKeys>>(),
  })
  return {
    write: (w, v) => {
      if (version < since.shortLinks && v.queue?.link) throw new EncodeError("link data is not in this version")
      codec.write(w, v)
    },
    read: codec.read,
  }
}

/** Later versions may add flags before the space; they are dropped. */
export const messageFlags: Codec<boolean> = {
  write: bool.write,
  read: r => {
    const notification = bool.read(r)
    while (r.left > 0 && r.peek() !== 0x20) r.byte()
    return notification
  },
}

const commandOf = (version: number) =>
  words({
    NEW: newQueue(version),
    SUB: nothing,
    SUBS: nothing,
    KEY: struct({ key: short }),
    RKEY: struct({ keys: nonEmpty(short) }),
    LSET: struct({ linkId: short, ...linkData }),
    LDEL: nothing,
    NKEY: ntfKeys,
    NDEL: nothing,
    GET: nothing,
    ACK: struct({ msgId: short }),
    OFF: nothing,
    DEL: nothing,
    QUE: nothing,
    SKEY: struct({ key: short }),
    SEND: struct({ notification: messageFlags, space, body: rest }),
    PING: nothing,
    LKEY: struct({ key: short }),
    LGET: nothing,
    NSUB: nothing,
    NSUBS: nothing,
    PRXY: struct({ server, auth: maybe(password) }),
    PFWD: struct({ version: word16, key: short, transmission: rest }),
    RFWD: struct({ transmission: rest }),
  })

/** What a client asks. `type` is the word on the wire. */
export type Command = ValueOf<ReturnType<typeof commandOf>>

// responses

const queueMode = letters({ M: "messaging", C: "contact" })
const serverNtf = struct({ notifierId: short, dhKey: short })

const legacyQueueMode: Codec<ValueOf<typeof queueMode> | null> = map(
  bool,
  (can): ValueOf<typeof queueMode> | null => (can ? "messaging" : "contact"),
  mode => mode === "messaging",
)

/** The new queue: its ids for both ends, and the server's key for the encryption of delivered messages. */
const queueIds = (version: number) =>
  struct({
    rcvId: short,
    sndId: short,
    srvDhKey: short,
    mode:
      version >= since.shortLinks
        ? maybe(queueMode)
        : version >= since.senderMode
          ? legacyQueueMode
          : absent<ValueOf<typeof queueMode>>(),
    linkId: version >= since.shortLinks ? maybe(short) : absent<Bytes>(),
    serviceId: version >= since.services ? maybe(short) : absent<Bytes>(),
    ntf: version >= since.newNtf ? maybe(serverNtf) : absent<ValueOf<typeof serverNtf>>(),
  })

/** Certificates, leaf first, and the session key signed by the leaf (SignedExact of a SubjectPublicKeyInfo): all DER. */
export const certifiedKey = struct({ certificates: nonEmpty(large), signedKey: large })
export type CertifiedKey = ValueOf<typeof certifiedKey>

const responseWords = (version: number) =>
  words({
    IDS: queueIds(version),
    LNK: struct({ sndId: short, ...linkData }),
    SOK: struct({ serviceId: maybe(short) }),
    SOKS: struct({ count: counter }),
    MSG: struct({ msgId: short, body: rest }),
    NID: serverNtf,
    NMSG: struct({ nonce: fixed(24), meta: short }),
    PKEY: struct({ sessionId: short, versions: versionRange, key: certifiedKey }),
    RRES: struct({ response: rest }),
    PRES: struct({ response: rest }),
    END: nothing,
    ENDS: struct({ count: counter }),
    DELD: nothing,
    INFO: struct({ json: map(rest, fromUtf8, utf8) }),
    OK: nothing,
    ERR: struct({ error: serverError }),
    PONG: nothing,
  })

/** What a server says: answers, and events without being asked (MSG, END, DELD, ENDS, NMSG). */
export type Response = ValueOf<ReturnType<typeof responseWords>>

const responseOf = (version: number): Codec<Response> => {
  const codec = responseWords(version)
  return {
    write: (w, v) => {
      if (v.type === "ERR") codec.write(w, { ...v, error: downgrade(v.error, version) })
      else if (v.type === "DELD" && version < since.deleted) codec.write(w, { type: "END" })
      else if (v.type === "SOK" && version < since.services) codec.write(w, { type: "OK" })
      else codec.write(w, v)
    },
    read: codec.read,
  }
}

const byVersion = <T>(make: (version: number) => Codec<T>): ((version: number) => Codec<T>) => {
  const codecs = new Map<number, Codec<T>>()
  return version => {
    const codec = codecs.get(version) ?? make(version)
    codecs.set(version, codec)
    return codec
  }
}

/** Commands at one SMP version, without the transmission around them. */
export const command: (version: number) => Codec<Command> = byVersion(commandOf)

/** Responses, events and errors at one SMP version, without the transmission around them. */
export const response: (version: number) => Codec<Response> = byVersion(responseOf)

// checks that need the transmission around

/** What a server answers when decoding threw: UNKNOWN for a word of later versions, else SYNTAX. */
export const toCommandError = (e: DecodeError): CommandError => (e instanceof UnknownWord ? "UNKNOWN" : "SYNTAX")

/** Whether a command comes with the authorization and entity that it needs; null when it does. For servers. */
export const credentialsError = (type: Command["type"], authorized: boolean, entityId: Bytes): CommandError | null => {
  const hasEntity = entityId.length > 0
  switch (type) {
    case "NEW":
      return !authorized ? "NO_AUTH" : hasEntity ? "HAS_AUTH" : null
    case "SEND":
      return hasEntity ? null : "NO_ENTITY"
    case "PING":
    case "PRXY":
    case "RFWD":
      return authorized || hasEntity ? "HAS_AUTH" : null
    case "LGET":
    case "PFWD":
      return !hasEntity ? "NO_ENTITY" : authorized ? "HAS_AUTH" : null
    default:
      return authorized && hasEntity ? null : "NO_AUTH"
  }
}

/** Whether a response comes with an entity id exactly if it is about one; null when it does. For clients. */
export const entityError = (type: Response["type"], entityId: Bytes): CommandError | null => {
  const hasEntity = entityId.length > 0
  switch (type) {
    case "IDS":
    case "ERR":
      return null
    case "PONG":
    case "PKEY":
    case "RRES":
      return hasEntity ? "HAS_AUTH" : null
    default:
      return hasEntity ? null : "NO_ENTITY"
  }
}
