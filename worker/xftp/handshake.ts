/**
 * The two hellos of an XFTP session, each the body of an HTTP/2 request or response.
 *
 *   request 1    empty                             response 1   block of serverHello
 *   request 2    block of clientHello              response 2   empty
 *   serverHello = minVersion maxVersion (word16 each) sessionId (short) certificates signedKey proof (short) ignored
 *   clientHello = version (word16) keyHash (short) ignored
 *
 * Spec:  xftp.md, "Transport handshake".
 * Peer:  Simplex.FileTransfer.Transport: XFTPServerHandshake, XFTPClientHandshake; Client, xftpClientHandshakeV1.
 * Note:  the proof is for web pages that reach the server without a bridge. Older servers send none; ours is empty.
 * Note:  the peer wants exactly two certificates and compares the session id with its TLS; our TLS ends at the bridge.
 *        What the bridge could gain by lying is in README.md.
 * Trust: the bridge chooses every byte of the server's hello until `verifyServerHello` has accepted it.
 */
import { IdentityError, verifyServerIdentity } from "../crypto/certificate.ts"
import type { PublicKey } from "../crypto/keys.ts"
import { type Bytes, DecodeError, empty } from "../encoding/bytes.ts"
import { type Codec, decode, ignored, large, nonEmpty, short, struct, type ValueOf, word16 } from "../encoding/codec.ts"
import { commonVersion, type VersionRange, versionRange } from "../encoding/text.ts"

/** XFTP versions that we speak. Version 1 without a hello is not among them: it is negotiated without ALPN. */
export const xftpVersions: VersionRange = { min: 1, max: 3 }

/** Certificates, leaf first, and the session key signed by the leaf: all DER. */
const certifiedKey = struct({ certificates: nonEmpty(large), signedKey: large })

const known = struct({ versions: versionRange, sessionId: short, key: certifiedKey })
export type ServerHello = ValueOf<typeof known> & {
  /** Signature of a web client's challenge; empty without one. */
  readonly proof: Bytes
}

/** Bytes after the hello are ignored: later versions may add fields. */
export const serverHello: Codec<ServerHello> = {
  write: (w, v) => {
    known.write(w, v)
    short.write(w, v.proof)
  },
  read: r => {
    const v = known.read(r)
    const proof = r.left === 0 ? empty : short.read(r)
    ignored.read(r)
    return { ...v, proof }
  },
}

export const clientHello = struct({ version: word16, keyHash: short, ignored })
export type ClientHello = ValueOf<typeof clientHello>

export type HandshakeErrorCode =
  | "MALFORMED" // no hello; servers answer with an error where they cannot read ours
  | "VERSION" // no version in common
  | "SERVER_IDENTITY" // not the server of the address; `cause` says what

export class HandshakeError extends Error {
  override name = "HandshakeError"
  readonly code: HandshakeErrorCode
  constructor(code: HandshakeErrorCode, options?: ErrorOptions) {
    super(`XFTP handshake: ${code}`, options)
    this.code = code
  }
}

/** A server that has shown who it is. */
export type VerifiedServer = {
  readonly version: number
  readonly sessionId: Bytes
  /** The server's half of X25519 authenticators; Ed25519 keys do without. */
  readonly sessionKey: PublicKey<"X25519">
}

/**
 * Reads the content of the server's hello and checks it against the address (its `keyHash`, 32 bytes) at the time `now`
 * (ms since 1970). Nothing may be asked before this returns. Throws HandshakeError.
 */
export const verifyServerHello = (
  content: Bytes,
  expected: { readonly keyHash: Bytes; readonly now: number },
): VerifiedServer => {
  try {
    const hello = decode(serverHello, content)
    const version = commonVersion(hello.versions, xftpVersions)
    if (version === null) throw new HandshakeError("VERSION")
    const { sessionKey } = verifyServerIdentity(hello.key, expected.keyHash, expected.now)
    return { version, sessionId: hello.sessionId, sessionKey }
  } catch (cause) {
    if (cause instanceof DecodeError) throw new HandshakeError("MALFORMED", { cause })
    if (cause instanceof IdentityError) throw new HandshakeError("SERVER_IDENTITY", { cause })
    throw cause
  }
}
