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
 * Trust: the bridge chooses every byte of the server's hello until `verifyServerHello` has accepted it.
 */
import type { Bytes } from "../encoding/bytes.ts"
import {
  bool,
  type Codec,
  ignored,
  letters,
  maybe,
  type Reader,
  short,
  struct,
  type ValueOf,
  word16,
} from "../encoding/codec.ts"
import { commonVersion, type VersionRange, versionRange } from "../encoding/text.ts"
import { type CertifiedKey, certifiedKey } from "./commands.ts"

/** SMP versions that we speak as a client. Older servers send blocks that the bridge could read. */
export const clientVersions: VersionRange = { min: 11, max: 18 }

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

/** `sessionKey` is the DER of our X25519 key for block encryption; null leaves blocks unencrypted. */
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

/** The version to speak, the newest that both have, or null. */
export const agreedVersion = (hello: ServerHello, ours: VersionRange = clientVersions): number | null =>
  commonVersion(hello.versions, ours)
