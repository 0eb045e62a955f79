/**
 * What SMP clients and servers say to each other inside a transmission: commands, responses and errors.
 *
 *   command  = "NEW" SP rcvAuthKey rcvDhKey newQueue / "SUB" / "KEY" SP key / "SEND" SP flags SP body / ...
 *   response = "IDS" SP queueIds / "MSG" SP msgId body / "OK" / "ERR" SP error / ...
 *   flags    = "T" / "F" (notify the recipient), then bytes of later versions up to the space
 *   error    = "AUTH" / "CMD" SP commandError / "PROXY" SP proxyError / "BLOCKED" SP blocking / ...
 *
 * Spec:  simplex-messaging.md, "SMP commands" to "Error responses".
 * Peer:  Simplex.Messaging.Protocol: Command, BrokerMsg, ErrorType; Simplex.Messaging.Transport: TransportError.
 * Note:  the spec ends at version 9; of the later fields and words the peer is the source. As there, the version changes
 *        only what a word carries, every word is read in every version.
 * Note:  the peer reads a parameter of NETWORK but does not write it; we do the same, so what is written reads as FAILED.
 * Note:  keys are the DER of a SubjectPublicKeyInfo and certificates their DER, both unparsed: codecs know no crypto.
 * Trust: responses are chosen by a server (or, in PROXY errors, by a relay behind it), commands by any client of the test
 *        relay; only DecodeError escapes, UnknownWord when the word itself is not known.
 */
import { type Bytes, DecodeError, fromUtf8, utf8 } from "../encoding/bytes.ts"
import {
  bool,
  type Codec,
  counter,
  EncodeError,
  fixed,
  large,
  lazy,
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

/** The first version in which each of these exists. */
const since = { senderMode: 9, deleted: 10, blocked: 12, shortLinks: 15, services: 16, newNtf: 17, notices: 18 }

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

// errors

/** Text that only people read: what is not UTF-8 in it is replaced, not refused. */
const lenient = (codec: Codec<Bytes>): Codec<string> => map(codec, b => new TextDecoder().decode(b), utf8)

/** One of several words without parameters. */
const oneOf = <const T extends string>(...names: readonly T[]): Codec<T> => {
  const codec = words(Object.fromEntries(names.map(name => [name, nothing]))) as Codec<{ readonly type: string }>
  return {
    write: (w, type) => codec.write(w, { type }),
    read: r => codec.read(r).type as T,
  }
}

const anyCommandError = oneOf(
  "UNKNOWN",
  "SYNTAX",
  "PROHIBITED",
  "NO_AUTH",
  "HAS_AUTH",
  "NO_ENTITY",
  "NO_QUEUE", // an older name of NO_ENTITY
)
/** Why a server did not carry out a command that it received whole. */
export type CommandError = Exclude<ValueOf<typeof anyCommandError>, "NO_QUEUE">

const commandError: Codec<CommandError> = map(
  anyCommandError,
  e => (e === "NO_QUEUE" ? "NO_ENTITY" : e),
  e => e,
)

/** Errors below the commands: of blocks and of the handshake. */
export const transportError = words({
  BLOCK: nothing,
  VERSION: nothing,
  LARGE_MSG: nothing,
  SESSION: nothing,
  NO_AUTH: nothing,
  HANDSHAKE: struct({ error: oneOf("PARSE", "IDENTITY", "BAD_AUTH", "BAD_SERVICE") }),
})
export type TransportError = ValueOf<typeof transportError>

const networkError = words({
  CONNECT: struct({ text: lenient(short) }),
  TLS: struct({ text: lenient(short) }),
  UNKNOWNCA: nothing,
  FAILED: nothing,
  TIMEOUT: nothing,
  SUBSCRIBE: struct({ text: lenient(short) }),
})
export type NetworkError = ValueOf<typeof networkError>

const brokerWord = words({
  RESPONSE: struct({ text: lenient(short) }),
  UNEXPECTED: struct({ text: lenient(short) }),
  NETWORK: nothing,
  TRANSPORT: struct({ error: transportError }),
  TIMEOUT: nothing,
  HOST: nothing,
  NO_SERVICE: nothing,
})
/** What a proxy says about the relay behind it. */
export type BrokerError =
  | Exclude<ValueOf<typeof brokerWord>, { type: "NETWORK" }>
  | { readonly type: "NETWORK"; readonly error: NetworkError }

/** By hand because NETWORK may or may not have its parameter. */
const brokerError: Codec<BrokerError> = {
  write: (w, e) => brokerWord.write(w, e),
  read: r => {
    const e = brokerWord.read(r)
    if (e.type !== "NETWORK") return e
    if (r.left === 0) return { type: "NETWORK", error: { type: "FAILED" } }
    space.read(r)
    return { type: "NETWORK", error: networkError.read(r) }
  },
}

export type ProxyError =
  | { readonly type: "PROTOCOL"; readonly error: ServerError }
  | { readonly type: "BROKER"; readonly error: BrokerError }
  | { readonly type: "BASIC_AUTH" }
  | { readonly type: "NO_SESSION" }

const proxyError: Codec<ProxyError> = words({
  PROTOCOL: struct({ error: lazy(() => serverError) }),
  BROKER: struct({ error: brokerError }),
  BASIC_AUTH: nothing,
  NO_SESSION: nothing,
})

/** Why an operator blocked a queue; `notice` asks the client to tell its user, for `ttl` seconds if given. */
export type Blocking = {
  readonly reason: "spam" | "content"
  readonly notice: { readonly ttl: number | null } | null
}

const parseNotice = (json: string): Blocking["notice"] | DecodeError => {
  try {
    const notice: unknown = JSON.parse(json)
    if (typeof notice !== "object" || notice === null || Array.isArray(notice)) return new DecodeError("not a notice")
    const ttl: unknown = "ttl" in notice ? notice.ttl : null
    return ttl === null || Number.isSafeInteger(ttl) ? { ttl: ttl as number | null } : new DecodeError("invalid ttl")
  } catch {
    return new DecodeError("invalid JSON")
  }
}

/** `reason=spam`, optionally `,notice=` and JSON. */
const blocking: Codec<Blocking> = map(
  rest,
  b => {
    const m = /^reason=(spam|content)(?:,notice=(.*))?$/s.exec(fromUtf8(b))
    if (m === null) return new DecodeError("invalid blocking")
    const notice = m[2] === undefined ? null : parseNotice(m[2])
    return notice instanceof DecodeError ? notice : { reason: m[1] === "spam" ? "spam" : "content", notice }
  },
  ({ reason, notice }) =>
    utf8(`reason=${reason}${notice === null ? "" : `,notice=${JSON.stringify(notice.ttl === null ? {} : notice)}`}`),
)

/** Errors in ERR responses. CMD, PROXY, BLOCKED and STORE say more. */
export type ServerError =
  | {
      readonly type:
        | "BLOCK" // not a block, or a signature of wrong size
        | "SESSION" // session id is not that of the connection
        | "AUTH" // no such queue, or wrong authorization: the server does not say which
        | "SERVICE"
        | "CRYPTO" // a proxy or relay could not decrypt
        | "QUOTA" // the queue is full
        | "NO_MSG" // nothing to acknowledge
        | "LARGE_MSG"
        | "EXPIRED" // the relay's key
        | "INTERNAL"
        | "DUPLICATE_"
    }
  | { readonly type: "CMD"; readonly error: CommandError }
  | { readonly type: "PROXY"; readonly error: ProxyError }
  | ({ readonly type: "BLOCKED" } & Blocking)
  | { readonly type: "STORE"; readonly text: string }

/** The error as the newest version writes it. */
export const serverError: Codec<ServerError> = words({
  BLOCK: nothing,
  SESSION: nothing,
  CMD: struct({ error: commandError }),
  PROXY: struct({ error: proxyError }),
  AUTH: nothing,
  BLOCKED: blocking,
  SERVICE: nothing,
  CRYPTO: nothing,
  QUOTA: nothing,
  STORE: struct({ text: lenient(rest) }),
  NO_MSG: nothing,
  LARGE_MSG: nothing,
  EXPIRED: nothing,
  INTERNAL: nothing,
  DUPLICATE_: nothing,
}) as Codec<ServerError>

/** What an older client is told instead of an error that it cannot read. */
const downgrade = (e: ServerError, version: number): ServerError => {
  if (e.type !== "BLOCKED" || version >= since.notices) return e
  return version < since.blocked ? { type: "AUTH" } : { ...e, notice: null }
}

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
