/**
 * The two hello blocks of an SMP connection. Blocks after them are encrypted with keys agreed in them (v11+).
 *
 *   serverHello = minVersion maxVersion (word16 each) sessionId (short) [certificates signedKey] ignored    key: v7+
 *   clientHello = version (word16) keyHash (short) [sessionKey (short)] [proxy ("T" / "F")] [service] ignored
 *                                                   v7+                 v14+                 v16+: "0" / "1" service
 *
 * Spec:  simplex-messaging.md, "Appendix A. Transport handshake".
 * Peer:  Simplex.Messaging.Transport: SMPServerHandshake, SMPClientHandshake, smpClientHandshake.
 * Note:  the peer's client takes a key that it cannot parse for an absent one, since its TLS layer has checked the
 *        server. Our TLS ends at the bridge, so here the key is either there and read, or the hello is malformed.
 * Note:  versions and session id are not signed. A bridge that changes them can make us speak an older version, never
 *        below v11, or make all blocks undecipherable: the session id is mixed into their keys.
 * Trust: the bridge chooses every byte of the server's hello until `verifyServerHello` has accepted it.
 */
import { IdentityError, verifyServerIdentity } from "../crypto/certificate.ts"
import type { PublicKey } from "../crypto/keys.ts"
import { EncodeError, type Reader } from "../encoding/buffer.ts"
import { type Bytes, DecodeError } from "../encoding/bytes.ts"
import {
  bool,
  type Codec,
  decode,
  ignored,
  letters,
  maybe,
  short,
  struct,
  type ValueOf,
  word16,
} from "../encoding/codec.ts"
import { commonVersions, type VersionRange, versionRange } from "../encoding/text.ts"
import { type CertifiedKey, certifiedKey } from "./commands.ts"

/** SMP versions that we speak as a client. Older servers send blocks that the bridge could read. */
export const smpVersions: VersionRange = { min: 11, max: 18 }

const sessionKeyVersion = 7
const proxyVersion = 14
const serviceVersion = 16

/** `sessionId` is signed into every command; `key` is null only for servers of version 6, or when somebody removed it. */
export type ServerHello = {
  readonly versions: VersionRange
  readonly sessionId: Bytes
  readonly key: CertifiedKey | null
}

const service = struct({ role: letters({ M: "messaging", N: "notifier", P: "proxy" }), key: certifiedKey })

/** `sessionKey` is the DER of the client's X25519 key for block encryption; only versions below 14 can be without. */
export type ClientHello = {
  readonly version: number
  readonly keyHash: Bytes
  readonly sessionKey: Bytes | null
  readonly proxy: boolean
  readonly service: ValueOf<typeof service> | null
}

const optional = <T>(codec: Codec<T>, r: Reader): T | null => (r.left === 0 ? null : codec.read(r))

/** The server's hello. Bytes after it are ignored: later versions may add fields. */
export const serverHello: Codec<ServerHello> = {
  write: (w, v) => {
    versionRange.write(w, v.versions)
    short.write(w, v.sessionId)
    if (v.versions.max >= sessionKeyVersion && v.key !== null) certifiedKey.write(w, v.key)
  },
  read: r => {
    const versions = versionRange.read(r)
    const sessionId = short.read(r)
    const key = versions.max >= sessionKeyVersion ? optional(certifiedKey, r) : null
    ignored.read(r)
    return { versions, sessionId, key }
  },
}

/** The client's answer, in the format of the version that it names. Bytes after it are ignored. */
export const clientHello: Codec<ClientHello> = {
  write: (w, v) => {
    word16.write(w, v.version)
    short.write(w, v.keyHash)
    if (v.version >= sessionKeyVersion && v.sessionKey !== null) short.write(w, v.sessionKey)
    // the peer tries the next field when there is no key, which depends on what the bytes happen to be
    else if (v.version >= proxyVersion) throw new EncodeError("no session key")
    if (v.version >= proxyVersion) bool.write(w, v.proxy)
    if (v.version >= serviceVersion) maybe(service).write(w, v.service)
  },
  read: r => {
    const version = word16.read(r)
    const keyHash = short.read(r)
    const sessionKey = version >= sessionKeyVersion ? optional(short, r) : null
    const proxy = version >= proxyVersion ? bool.read(r) : false
    const s = version >= serviceVersion ? maybe(service).read(r) : null
    ignored.read(r)
    return { version, keyHash, sessionKey, proxy, service: s }
  },
}

export type HandshakeErrorCode =
  | "MALFORMED" // no hello of any version
  | "SERVER_OLD" // below v11: the bridge could read its blocks
  | "VERSION" // only versions that we do not know yet
  | "SERVER_IDENTITY" // no session key, or not that of the server in the address; `cause` says what

/** The server's hello was refused; the connection is to be closed. */
export class HandshakeError extends Error {
  override name = "HandshakeError"
  readonly code: HandshakeErrorCode
  constructor(code: HandshakeErrorCode, options?: ErrorOptions) {
    super(`SMP handshake: ${code}`, options)
    this.code = code
  }
}

/** A server that has shown who it is. `versions` are those that both sides have. */
export type VerifiedServer = {
  readonly version: number
  readonly versions: VersionRange
  readonly sessionId: Bytes
  /** The server's half of the block encryption and of command authenticators. */
  readonly sessionKey: PublicKey<"X25519">
}

const parseServerHello = (content: Bytes): ServerHello => {
  try {
    return decode(serverHello, content)
  } catch (cause) {
    if (cause instanceof DecodeError) throw new HandshakeError("MALFORMED", { cause })
    throw cause
  }
}

const verifySessionKey = (key: CertifiedKey, keyHash: Bytes, now: number): PublicKey<"X25519"> => {
  try {
    return verifyServerIdentity(key, keyHash, now).sessionKey
  } catch (cause) {
    if (cause instanceof IdentityError) throw new HandshakeError("SERVER_IDENTITY", { cause })
    throw cause
  }
}

/**
 * Reads the content of the server's first block and checks it against the address (its `keyHash`, 32 bytes) at the time
 * `now` (ms since 1970). Nothing may be sent before this returns. Throws HandshakeError.
 */
export const verifyServerHello = (
  content: Bytes,
  expected: { readonly keyHash: Bytes; readonly now: number },
  ours: VersionRange = smpVersions,
): VerifiedServer => {
  const hello = parseServerHello(content)
  const versions = commonVersions(hello.versions, ours)
  if (versions === null) throw new HandshakeError(hello.versions.max < ours.min ? "SERVER_OLD" : "VERSION")
  if (hello.key === null) throw new HandshakeError("SERVER_IDENTITY")
  const sessionKey = verifySessionKey(hello.key, expected.keyHash, expected.now)
  return { version: versions.max, versions, sessionId: hello.sessionId, sessionKey }
}
