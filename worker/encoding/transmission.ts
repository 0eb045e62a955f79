/**
 * What SMP and XFTP share on the wire: blocks of one size, batches inside them, and the frame of one command.
 *
 *   block        = length (word16) content "#"*                      16384 bytes, as long as blocks are not encrypted
 *   content      = count (1 byte) (length (word16) transmission)*    at least one transmission
 *   transmission = authorization (short) [service] [sessionId (short)] corrId (short) entityId (short) command
 *   service      = "0" / "1" signature (short)                       only after a non-empty authorization
 *   authorized   = sessionId (short) corrId (short) entityId (short) command
 *
 *                    SMP v6    v7    v16   XFTP
 *   session id sent  yes       no    no    yes        it is part of what is authorized in any case
 *   service          no        no    yes   no
 *
 * Spec:  simplex-messaging.md, "SMP Transmission and transport block structure"; xftp.md, "XFTP transmission structure".
 * Peer:  Simplex.Messaging.Protocol: transmissionP, tEncode, tParse, batchTransmissions_, encodeTransmissionForAuth;
 *        Simplex.Messaging.Crypto: pad, unPad.
 * Note:  the peer fills batches from the end of its list, we from the start: equally few blocks, and the first is full.
 * Note:  corrId of SMP commands is 24 random bytes, since it is also a nonce; it is empty in events and in XFTP.
 * Trust: bytes come from a server, or, unencrypted, from the bridge; only DecodeError escapes. A bad transmission is
 *        reported for itself, an inconsistent batch as a whole, as by the peer.
 */

import { EncodeError } from "./buffer.ts"
import { type Bytes, concat, empty } from "./bytes.ts"
import { type Codec, decode, encode, large, maybe, nonEmpty, rest, short, struct } from "./codec.ts"

/** Bytes of every block, encrypted or not. */
export const blockSize = 16384

/** The tag of an encrypted block and the length of its content; room for both is kept in unencrypted blocks too. */
const overhead = 16 + 2

/** The longest content of an encrypted block, 16366 bytes. Unencrypted blocks hold 16 more. */
export const maxContent = blockSize - overhead

/** The longest transmission that fits into a block: the content without its count and the transmission's length. */
export const maxTransmission = maxContent - 1 - 2

const maxCount = 255
const batchOf = nonEmpty(large)

/** An unencrypted block. Throws EncodeError when the content is longer than 16382 bytes. */
export const padBlock = (content: Bytes): Bytes => {
  if (content.length > blockSize - 2) throw new EncodeError(`${content.length} bytes do not fit a block`)
  return concat(encode(large, content), new Uint8Array(blockSize - 2 - content.length).fill(0x23))
}

const padded: Codec<{ readonly content: Bytes; readonly padding: Bytes }> = struct({ content: large, padding: rest })

/** The content of an unencrypted block; what fills the rest is not looked at. Throws DecodeError. */
export const unpadBlock = (block: Bytes): Bytes => decode(padded, block).content

/**
 * Puts transmissions, in their order, into as few block contents as possible.
 * Throws EncodeError when one is longer than `maxTransmission`.
 */
export const packBatches = (transmissions: readonly Bytes[]): Bytes[] => {
  const contents: Bytes[] = []
  let batch: Bytes[] = []
  let length = 1
  const flush = (): void => {
    if (batch.length > 0) contents.push(encode(batchOf, batch))
    batch = []
    length = 1
  }
  for (const t of transmissions) {
    if (t.length > maxTransmission) throw new EncodeError(`a transmission of ${t.length} bytes does not fit a block`)
    if (batch.length === maxCount || length + 2 + t.length > maxContent) flush()
    batch.push(t)
    length += 2 + t.length
  }
  flush()
  return contents
}

/** The transmissions in a block's content. Throws DecodeError when count, lengths and content disagree or it is empty. */
export const parseBatch = (content: Bytes): readonly Bytes[] => decode(batchOf, content)

/** What the protocol and its version make of the frame; see the table above. */
export type Frame = { readonly sendsSession: boolean; readonly hasService: boolean }

/** Of SMP: the session id is sent below version 7, a service from 16 on. */
export const smpFrame = (version: number): Frame => ({ sendsSession: version < 7, hasService: version >= 16 })
export const xftpFrame: Frame = { sendsSession: true, hasService: false }

/** What is authorized of a transmission, besides the session id. */
export type Unauthorized = {
  /** 24 bytes in SMP commands and their responses, else empty. */
  readonly corrId: Bytes
  /** Queue, link or relay session; empty when the command is about none. */
  readonly entityId: Bytes
  /** The encoded command or response. */
  readonly command: Bytes
}

/** One command or response in its frame. */
export type Transmission = Unauthorized & {
  /** Signature (64 or 114 bytes) or authenticator (80 bytes); empty for commands without, and in responses. */
  readonly authorization: Bytes
  /** Ed25519 signature of a service; null for clients that are none. */
  readonly service: Bytes | null
  /** As sent; empty when the frame does not send it. To be compared with that of the connection. */
  readonly sessionId: Bytes
}

const unauthorized: Codec<Unauthorized> = struct({ corrId: short, entityId: short, command: rest })

/** The frame of a transmission, without the length that it has in a batch. */
export const transmission = ({ sendsSession, hasService }: Frame): Codec<Transmission> => {
  const service = maybe(short)
  return {
    write: (w, t) => {
      if (t.service !== null && (!hasService || t.authorization.length === 0))
        throw new EncodeError("a service signature has no place here")
      short.write(w, t.authorization)
      if (hasService && t.authorization.length > 0) service.write(w, t.service)
      if (sendsSession) short.write(w, t.sessionId)
      unauthorized.write(w, t)
    },
    read: r => {
      const authorization = short.read(r)
      const signature = hasService && authorization.length > 0 ? service.read(r) : null
      const sessionId = sendsSession ? short.read(r) : empty
      return { authorization, service: signature, sessionId, ...unauthorized.read(r) }
    },
  }
}

/** The bytes that signatures and authenticators are about. */
export const authorized = (sessionId: Bytes, t: Unauthorized): Bytes =>
  concat(encode(short, sessionId), encode(unauthorized, t))
