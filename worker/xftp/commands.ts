/**
 * What XFTP clients and servers say to each other inside a transmission, and the block around it.
 *
 *   command  = "FNEW" SP fileInfo rcvKeys auth / "FADD" SP rcvKeys / "FPUT" / "FDEL"         by the sender
 *            / "FGET" SP dhKey / "FACK" / "PING"                                             by a recipient
 *   fileInfo = sndKey (short) size (word32) digest (short)                      auth = "0" / "1" password (short)
 *   response = "SIDS" SP sndId rcvIds / "RIDS" SP rcvIds / "FILE" SP dhKey nonce / "OK" / "PONG" / "ERR" SP error
 *   block    = padded batch of exactly one transmission, 16384 bytes; the bytes of a chunk follow FPUT and FILE
 *
 * Spec:  xftp.md, "XFTP commands".
 * Peer:  Simplex.FileTransfer.Protocol: FileCommand, FileResponse; Simplex.FileTransfer.Transport, XFTPErrorType.
 * Note:  the spec has blocks of 4096 bytes and a size in digits; the peer has 16384 and word32.
 * Note:  the session id is sent, there is no corrId: a response belongs to its HTTP/2 request.
 * Trust: responses are chosen by a server or by the bridge, commands by any client of the test relay; only DecodeError
 *        escapes, UnknownWord when the word itself is not known.
 */
import { type Bytes, DecodeError, empty } from "../encoding/bytes.ts"
import {
  type Codec,
  decode,
  encode,
  fixed,
  maybe,
  nonEmpty,
  nothing,
  short,
  struct,
  type ValueOf,
  word32,
  words,
} from "../encoding/codec.ts"
import { type Blocking, blocking, type CommandError, commandError } from "../encoding/error.ts"
import { password } from "../encoding/server.ts"
import {
  packBatches,
  padBlock,
  parseBatch,
  type Transmission,
  transmission,
  unpadBlock,
  xftpFrame,
} from "../encoding/transmission.ts"

export type { Blocking, CommandError } from "../encoding/error.ts"

/** Keys are DER, unparsed: codecs know no crypto. `auth` is the server's password. */
export const command = words({
  FNEW: struct({ sndKey: short, size: word32, digest: short, rcvKeys: nonEmpty(short), auth: maybe(password) }),
  FADD: struct({ rcvKeys: nonEmpty(short) }),
  FPUT: nothing,
  FDEL: nothing,
  FGET: struct({ dhKey: short }),
  FACK: nothing,
  PING: nothing,
})
export type Command = ValueOf<typeof command>

/** Errors of a server. CMD and BLOCKED say more. */
export type ServerError =
  | {
      readonly type:
        | "BLOCK" // not a block
        | "SESSION" // not the session id of this connection
        | "HANDSHAKE"
        | "AUTH" // no such chunk (any more), or wrong signature: the server does not say which
        | "SIZE" // not one of the four sizes, or more or fewer bytes than registered
        | "QUOTA" // the server's disk is full
        | "DIGEST" // the bytes are not those of the registered digest
        | "CRYPTO"
        | "NO_FILE" // registered, but not uploaded
        | "HAS_FILE"
        | "FILE_IO"
        | "TIMEOUT"
        | "INTERNAL"
        | "DUPLICATE_"
    }
  | { readonly type: "CMD"; readonly error: CommandError }
  | ({ readonly type: "BLOCKED" } & Blocking)

/** What a server answers instead of a result, also outside of a transmission. */
export const serverError: Codec<ServerError> = words({
  BLOCK: nothing,
  SESSION: nothing,
  HANDSHAKE: nothing,
  CMD: struct({ error: commandError }),
  AUTH: nothing,
  BLOCKED: blocking,
  SIZE: nothing,
  QUOTA: nothing,
  DIGEST: nothing,
  CRYPTO: nothing,
  NO_FILE: nothing,
  HAS_FILE: nothing,
  FILE_IO: nothing,
  TIMEOUT: nothing,
  INTERNAL: nothing,
  DUPLICATE_: nothing,
}) as Codec<ServerError>

/** Answers of servers. Throws DecodeError for others. */
export const response = words({
  SIDS: struct({ sndId: short, rcvIds: nonEmpty(short) }),
  RIDS: struct({ rcvIds: nonEmpty(short) }),
  FILE: struct({ dhKey: short, nonce: fixed(24) }),
  OK: nothing,
  PONG: nothing,
  ERR: struct({ error: serverError }),
})
export type Response = ValueOf<typeof response>

const blockedVersion = 3

/** What a client of an older version is told instead of an error that it cannot read. */
export const downgrade = (e: ServerError, version: number): ServerError =>
  e.type === "BLOCKED" && version < blockedVersion ? { type: "AUTH" } : e

const frame = transmission(xftpFrame)

/** One transmission in a block of 16384 bytes. Throws EncodeError when it does not fit: more than about 350 keys. */
export const writeBlock = (t: Omit<Transmission, "corrId" | "service">): Bytes => {
  const [content = empty] = packBatches([encode(frame, { ...t, corrId: empty, service: null })])
  return padBlock(content)
}

/** The transmission in a block. Throws DecodeError, also when there are several. */
export const readBlock = (block: Bytes): Transmission => {
  const [only, ...others] = parseBatch(unpadBlock(block))
  if (only === undefined || others.length > 0) throw new DecodeError("not one transmission")
  return decode(frame, only)
}

/** Whether a command comes with the authorization and entity that it needs; null when it does. For servers. */
export const credentialsError = (type: Command["type"], authorized: boolean, entityId: Bytes): CommandError | null => {
  const hasEntity = entityId.length > 0
  switch (type) {
    case "FNEW":
      return !authorized ? "NO_AUTH" : hasEntity ? "HAS_AUTH" : null
    case "PING":
      return authorized || hasEntity ? "HAS_AUTH" : null
    default:
      return authorized && hasEntity ? null : "NO_AUTH"
  }
}
