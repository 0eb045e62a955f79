/**
 * The two hellos of an XFTP session, each the body of an HTTP/2 request or response.
 *
 *   request 1    empty                             response 1   block of serverHello
 *   request 2    block of clientHello              response 2   empty
 *   without the bridge request 1 is a block of webHello, and the header of each says which one it is: webHeaders
 *   serverHello = minVersion maxVersion (word16 each) sessionId (short) certificates signedKey proof (short) ignored
 *   clientHello = version (word16) keyHash (short) ignored
 *   webHello    = 0 | 1 challenge (short, 32 bytes), ignored
 *   proof       = signature of challenge sessionId by the leaf key
 *
 * Spec:  xftp.md, "Transport handshake".
 * Peer:  Simplex.FileTransfer.Transport: XFTPClientHello, XFTPServerHandshake, XFTPClientHandshake; Client, xftpClientHandshakeV1.
 * Note:  the proof is for web pages that reach the server without a bridge; otherwise it is empty, or not there at all.
 * Note:  the peer wants exactly two certificates and compares the session id with its TLS; our TLS ends at the bridge.
 *        What the bridge could gain by lying is in README.md.
 * Trust: the bridge, or whoever has a certificate for the server's name, chooses every byte of the server's hello until
 *        `verifyServerHello` has accepted it.
 */
import { IdentityError, verifyServerIdentity } from "../crypto/certificate.ts"
import { type PublicKey, verify } from "../crypto/keys.ts"
import { type Bytes, concat, DecodeError, empty } from "../encoding/bytes.ts"
import {
  type Codec,
  decode,
  ignored,
  large,
  maybe,
  nonEmpty,
  short,
  struct,
  type ValueOf,
  word16,
} from "../encoding/codec.ts"
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

/** What a page says first when there is no bridge: random bytes, for the server to sign. */
export const webHello = struct({ challenge: maybe(short), ignored })
export const challengeSize = 32
/** Headers of the two requests without the bridge. Peer: xftpServerHandshakeV1, webHello and webHandshake. */
export const webHeaders = { hello: { "xftp-web-hello": "1" }, handshake: { "xftp-handshake": "1" } }

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
 * (ms since 1970), and that the server has signed the challenge if there was one; MALFORMED when it has signed nothing.
 * Nothing may be asked before this returns. Throws HandshakeError.
 */
export const verifyServerHello = (
  content: Bytes,
  expected: { readonly keyHash: Bytes; readonly now: number; readonly challenge?: Bytes },
): VerifiedServer => {
  try {
    const hello = decode(serverHello, content)
    const version = commonVersion(hello.versions, xftpVersions)
    if (version === null) throw new HandshakeError("VERSION")
    const { sessionKey, serverKey } = verifyServerIdentity(hello.key, expected.keyHash, expected.now)
    if (expected.challenge !== undefined) {
      if (hello.proof.length === 0) throw new HandshakeError("MALFORMED")
      if (!verify(serverKey, hello.proof, concat(expected.challenge, hello.sessionId)))
        throw new HandshakeError("SERVER_IDENTITY")
    }
    return { version, sessionId: hello.sessionId, sessionKey }
  } catch (cause) {
    if (cause instanceof DecodeError) throw new HandshakeError("MALFORMED", { cause })
    if (cause instanceof IdentityError) throw new HandshakeError("SERVER_IDENTITY", { cause })
    throw cause
  }
}
