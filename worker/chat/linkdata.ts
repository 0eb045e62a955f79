/**
 * What short links tell about whom, or what, they are for: JSON, compressed by compression.ts.
 *
 *   of a contact   {"profile":...,"message":content?,"business":bool?}
 *   of a group     {"groupProfile":...}
 *
 * Peer:  Simplex.Chat.Protocol: ContactShortLinkData, GroupShortLinkData.
 * Trust: chosen by whoever made the link; only DecodeError escapes from readers.
 */
import { type Bytes, utf8 } from "../encoding/bytes.ts"
import { type Content, contentJson, type Profile, profileJson, readContent, readProfile } from "./content.ts"
import { boolean, field, object, optional, parseJson, present, string, writeJson } from "./json.ts"

/** User data of a contact's short link: `{"profile":...,"message":...,"business":...}`. */
export type ContactLinkData = {
  readonly profile: Profile
  /** What the owner of the address says to those who come. */
  readonly message: Content | null
  readonly isBusiness: boolean
}

/** Reads the (decompressed) user data of a contact's short link; of other links it has no profile: DecodeError. */
export const readContactLinkData = (json: Bytes): ContactLinkData => {
  const o = object(parseJson(json))
  return {
    profile: field(o, "profile", readProfile),
    message: optional(o, "message", readContent),
    isBusiness: optional(o, "business", boolean) ?? false,
  }
}

/** What the short link of a group tells, of its profile; as the group of a full link has no data there. */
export type GroupLinkData = {
  readonly displayName: string
  readonly fullName: string
  readonly shortDescr?: string
  readonly image?: string
  /** Its welcome message. */
  readonly description: string | null
}

/** Reads the (decompressed) user data of a group's short link, `{"groupProfile":...}`. Throws DecodeError. */
export const readGroupLinkData = (json: Bytes): GroupLinkData => {
  const o = field(object(parseJson(json)), "groupProfile", object)
  const shortDescr = optional(o, "shortDescr", string)
  const image = optional(o, "image", string)
  return {
    displayName: field(o, "displayName", string),
    fullName: field(o, "fullName", string),
    ...(shortDescr === null ? {} : { shortDescr }),
    ...(image === null ? {} : { image }),
    description: optional(o, "description", string),
  }
}

/** The user data of a short link of ours, not compressed. */
export const writeContactLinkData = (d: ContactLinkData): Bytes =>
  utf8(
    writeJson(
      present({
        profile: profileJson(d.profile),
        message: d.message && contentJson(d.message),
        business: d.isBusiness,
      }),
    ),
  )
