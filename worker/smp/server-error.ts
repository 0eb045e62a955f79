/**
 * Errors of SMP servers, and of proxies about the relays behind them, as words with parameters.
 *
 *   error      = "AUTH" / "QUOTA" / "CMD" SP commandError / "PROXY" SP proxyError / "BLOCKED" SP blocking / ...
 *   proxyError = "PROTOCOL" SP error / "BROKER" SP brokerError / "BASIC_AUTH" / "NO_SESSION"
 *
 * Spec:  simplex-messaging.md, "Error responses".
 * Peer:  Simplex.Messaging.Protocol: ErrorType, ProxyError, BrokerErrorType, NetworkError;
 *        Simplex.Messaging.Transport: TransportError, HandshakeError.
 * Note:  the peer reads a parameter of NETWORK but does not write it; we do the same, so what is written reads as FAILED.
 * Note:  the peer has no limit for errors within errors, ours is 8.
 * Trust: chosen by a server, or by a relay behind it; only DecodeError escapes.
 */

import { EncodeError } from "../encoding/buffer.ts"
import { type Bytes, utf8 } from "../encoding/bytes.ts"
import { type Codec, map, nothing, rest, short, space, struct, type ValueOf, words } from "../encoding/codec.ts"
import { type Blocking, blocking, type CommandError, commandError, oneOf } from "../encoding/error.ts"

export type { Blocking, CommandError } from "../encoding/error.ts"

/** Text that only people read: what is not UTF-8 in it is replaced, not refused. */
const lenient = (codec: Codec<Bytes>): Codec<string> => map(codec, b => new TextDecoder().decode(b), utf8)

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

/** What a relay says through a proxy is one deep; a server that goes on and on shall not exhaust our stack. */
const maxDepth = 8

const tooDeep: Codec<ServerError> = {
  write: () => {
    throw new EncodeError("errors nested too deep")
  },
  read: r => r.fail("errors nested too deep"),
}

const errorAt = (depth: number): Codec<ServerError> => {
  const proxyError: Codec<ProxyError> = words({
    PROTOCOL: struct({ error: depth < maxDepth ? errorAt(depth + 1) : tooDeep }),
    BROKER: struct({ error: brokerError }),
    BASIC_AUTH: nothing,
    NO_SESSION: nothing,
  })
  return words({
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
}

/** The error as the newest version writes it, up to 8 levels of PROXY PROTOCOL. */
export const serverError: Codec<ServerError> = errorAt(0)

const blockedVersion = 12
const noticesVersion = 18

/** What an older client is told instead of an error that it cannot read. */
export const downgrade = (e: ServerError, version: number): ServerError => {
  if (e.type !== "BLOCKED" || version >= noticesVersion) return e
  return version < blockedVersion ? { type: "AUTH" } : { ...e, notice: null }
}
