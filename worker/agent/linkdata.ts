/**
 * What a short link stands for, as kept (encrypted) on the server: a fixed part, whose hash is the link key, and a part
 * that the owner may change.
 *
 *   fixed   = versions rootKey connectionRequest [entityId (short)] ignored
 *   mutable = "I" versions userData ignored
 *           | "C" versions direct (bool) owners relays userData ignored       lists with a count of one byte
 *   owner   = short (ownerId (short) key signature (short) ignored)
 *   userData = length (1 byte, up to 254) bytes | 0xFF large
 *
 * Spec:  agent-protocol.md, "Short links"; the encryption around it is in crypto/link.ts.
 * Peer:  Simplex.Messaging.Agent.Protocol: FixedLinkData, ConnLinkData, UserContactData, OwnerAuth, UserLinkData.
 * Note:  signatures over both parts are checked in crypto/link.ts before these codecs see a byte.
 * Trust: made by the owner of the link, kept by a server that cannot read it; only DecodeError escapes.
 */
import { type PublicKey, publicKeyOf, toSpki, verify } from "../crypto/keys.ts"
import { type Bytes, concat, DecodeError, equal } from "../encoding/bytes.ts"
import {
  bool,
  type Codec,
  decode,
  encode,
  ignored,
  large,
  list,
  map,
  short,
  shortOf,
  struct,
  type ValueOf,
  variant,
} from "../encoding/codec.ts"
import { caught, type VersionRange, versionRange } from "../encoding/text.ts"
import { connectionRequest, type FullLink, type ShortContact, shortLink } from "./link.ts"

const signingKey = publicKeyOf("Ed25519")

/** The part that the link commits to. */
export type FixedLinkData = {
  readonly versions: VersionRange
  readonly rootKey: PublicKey<"Ed25519">
  readonly request: FullLink
  /** Identifies what the link is for, e.g. a group; null for contacts. */
  readonly entityId: Bytes | null
}

const fixedStart = struct({ versions: versionRange, rootKey: signingKey, request: connectionRequest })

/** As the peer, takes what follows as the entity id if it is one, and drops the rest: later versions may add fields. */
export const fixedLinkData: Codec<FixedLinkData> = {
  write: (w, d) => {
    fixedStart.write(w, d)
    if (d.entityId !== null) short.write(w, d.entityId)
  },
  read: r => {
    const start = fixedStart.read(r)
    const entityId = r.left > 0 && r.left > (r.peek() ?? 0) ? short.read(r) : null
    ignored.read(r)
    return { ...start, entityId }
  },
}

/** Bytes of the application: JSON of a profile in chat, compressed when long. At most 65535. */
export const userData: Codec<Bytes> = {
  write: (w, b) => {
    if (b.length <= 254) return short.write(w, b)
    w.byte(0xff)
    large.write(w, b)
  },
  read: r => {
    if (r.peek() !== 0xff) return short.read(r)
    r.byte()
    return large.read(r)
  },
}

const ownerFields = struct({ ownerId: short, key: signingKey, signature: shortOf(64), later: ignored })
export type Owner = ValueOf<typeof ownerFields>

/** One who may change the link's data besides the holder of the root key. */
export const owner: Codec<Owner> = map(
  short,
  b => caught(() => decode(ownerFields, b)),
  o => encode(ownerFields, o),
)

const relay: Codec<ShortContact> = map(
  shortLink,
  link => (link.mode === "contact" ? link : new DecodeError("relay is an invitation")),
  link => link,
)

/** The part that may change. */
export const linkData = variant({
  invitation: ["I", struct({ versions: versionRange, userData, later: ignored })],
  contact: [
    "C",
    struct({
      versions: versionRange,
      /** Whether the address itself takes requests, or only its relays do. */
      direct: bool,
      owners: list(owner),
      relays: list(relay),
      userData,
      later: ignored,
    }),
  ],
})
export type LinkData = ValueOf<typeof linkData>

/**
 * Signatures that are checked for one link. Each owner may have been let in by any before it: 110 of them, made for the
 * purpose, would cost 6000 checks and keep the worker busy for many seconds. Those whom the root key let in cost one each.
 */
const maxChecks = 256

/**
 * Whether each owner was let in by the root key or by an owner before it, nobody twice. The signature is over owner id
 * and DER key, without lengths. False as well after 256 signatures. The peer's validateLinkOwners, which has no limit.
 */
export const areOwnersAuthorized = (rootKey: PublicKey<"Ed25519">, owners: readonly Owner[]): boolean => {
  let left = maxChecks
  return owners.every((o, i) => {
    const before = owners.slice(0, i)
    const signed = concat(o.ownerId, toSpki(o.key))
    return (
      !equal(o.key.raw, rootKey.raw) &&
      !before.some(b => equal(b.ownerId, o.ownerId) || equal(b.key.raw, o.key.raw)) &&
      [rootKey, ...before.map(b => b.key)].some(key => left-- > 0 && verify(key, o.signature, signed))
    )
  })
}
