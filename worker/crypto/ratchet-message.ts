/**
 * Bytes of a ratchet message and of its header.
 *
 *   message   = encHeader tag (16) body                                          encHeader, encrypted: with length before
 *   encHeader = version (word16) iv (16) tag (16) encrypted                      encrypted: with length before
 *   header    = maxVersion (word16) key (short DER) [maybe(kemParams)] previouslySent (word32) number (word32) ignored
 *   length    = 1 byte in version 2, 2 bytes from version 3; the reader knows by the first byte: below 32 there are two
 *
 * The header is padded to 88 bytes, or 2310 with KEM support, the body by the caller.
 *
 * Spec:  pqdr.md, "Encrypting messages".
 * Peer:  Simplex.Messaging.Crypto.Ratchet: EncRatchetMessage, EncMessageHeader, MsgHeader, paddedHeaderLen.
 * Note:  `version` is the version in use, not protected by the header's own tag, but by the body's. It says how the header
 *        is to be read and must be one that we speak. The peer does not check it.
 * Trust: all bytes may be forged up to the header's tag; what is inside the header comes from the contact. Only
 *        DecodeError escapes.
 */

import type { Reader, Writer } from "../encoding/buffer.ts"
import type { Bytes } from "../encoding/bytes.ts"
import {
  type Codec,
  fixed,
  ignored,
  large,
  maybe,
  nothing,
  rest,
  short,
  struct,
  word16,
  word32,
} from "../encoding/codec.ts"
import type { Sealed } from "./aead.ts"
import { type KemParams, kemParams } from "./e2e-params.ts"
import { type PublicKey, publicKeyOf } from "./keys.ts"
import { pqVersion, ratchetVersions } from "./ratchet-state.ts"

/** Length of the header before encryption, in bytes. */
export const paddedHeaderLength = (version: number, pqSupport: boolean): number =>
  pqSupport && version >= pqVersion ? 2310 : 88

/** No header is as short as 32 bytes, and none as long as 8192: that is how the two lengths are told apart. */
const readLength = (r: Reader): Bytes => ((r.peek() ?? 0) < 32 ? large.read(r) : short.read(r))
const lengthOf = (version: number): Codec<Bytes> => (version >= pqVersion ? large : short)

export type EncHeader = Sealed & {
  readonly version: number
  readonly iv: Bytes
}

/** The encrypted header; its bytes are also bound into the body. */
export const encHeader: Codec<EncHeader> = {
  write: (w, h) => {
    word16.write(w, h.version)
    w.bytes(h.iv)
    w.bytes(h.tag)
    lengthOf(h.version).write(w, h.ciphertext)
  },
  read: r => {
    const version = word16.read(r)
    if (version < ratchetVersions.min || version > ratchetVersions.max) r.fail("unknown ratchet version")
    const iv = fixed(16).read(r)
    const tag = fixed(16).read(r)
    return { version, iv, tag, ciphertext: readLength(r) }
  },
}

export type RatchetMessage = {
  readonly header: Bytes
  readonly body: Sealed
}

/** Writes a message with a header of this version. */
export const writeRatchetMessage = (w: Writer, version: number, m: RatchetMessage): void => {
  lengthOf(version).write(w, m.header)
  w.bytes(m.body.tag)
  w.bytes(m.body.ciphertext)
}

export const readRatchetMessage = (r: Reader): RatchetMessage => {
  const header = readLength(r)
  return { header, body: { tag: fixed(16).read(r), ciphertext: rest.read(r) } }
}

/** What is inside the encrypted header. Peer: MsgHeader. */
export type RatchetHeader = {
  /** The newest version that the sender speaks. */
  readonly maxVersion: number
  readonly key: PublicKey<"X448">
  readonly kem: KemParams | null
  /** Messages in the sender's previous chain, and the number of this one in its chain. */
  readonly previouslySent: number
  readonly number: number
}

const headerWith = <K>(kem: Codec<K>) =>
  struct({
    maxVersion: word16,
    key: publicKeyOf("X448"),
    kem,
    previouslySent: word32,
    number: word32,
    later: ignored,
  })
const header2 = headerWith(nothing) as unknown as Codec<Omit<RatchetHeader, "kem">>
const header3 = headerWith(maybe(kemParams)) as unknown as Codec<RatchetHeader>

/** The header as the version in use has it: without KEM below version 3. */
export const ratchetHeader = (version: number): Codec<RatchetHeader> =>
  version >= pqVersion
    ? header3
    : {
        write: (w, h) => header2.write(w, h),
        read: r => ({ ...header2.read(r), kem: null }),
      }
