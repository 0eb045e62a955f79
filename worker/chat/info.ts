/**
 * What others are told about us: in the handshake, in requests, in the data of our links.
 *
 * Peer: Simplex.Chat.Library.Internal, userProfileDirect, presentUserBadge; Library.Commands, contactShortLinkData.
 */
import { type Bytes, base64url, DecodeError } from "../encoding/bytes.ts"
import type { Random } from "../platform.ts"
import type { ContactRow, Profile, ProfileRow } from "../store/chat.ts"
import { infoBody, messageBody, TooLarge } from "./body.ts"
import { compressUserData, decompressUserData } from "./compression.ts"
import { type Content, newProfile, type Profile as WireProfile } from "./content.ts"
import { CommandError } from "./error.ts"
import { readContactLinkData, readGroupLinkData, writeContactLinkData } from "./linkdata.ts"
import { chatVersions, type Event, newMsgId, writeMessage } from "./message.ts"
import { incognitoPreferences, mergedPreferences, preferencesJson } from "./preferences.ts"

/** As it is written into events. */
export const wireProfile = (p: Profile): WireProfile => ({
  ...newProfile(p.displayName),
  fullName: p.fullName,
  shortDescr: p.shortDescr ?? null,
  image: p.image ?? null,
  contactLink: p.contactLink ?? null,
})

/** What is kept of a profile. */
export const toRowProfile = (p: WireProfile): Profile => ({
  displayName: p.displayName,
  fullName: p.fullName,
  ...(p.shortDescr === null ? {} : { shortDescr: p.shortDescr }),
  ...(p.image === null ? {} : { image: p.image }),
  ...(p.contactLink === null ? {} : { contactLink: p.contactLink }),
})

/** The profile that this contact knows us by: the random one of an incognito connection, or that of the user. */
export const profileFor = (user: Us, contact?: Pick<ContactRow, "incognito">): Profile =>
  contact?.incognito ?? user.profile

/** Rejects CommandError TOO_LARGE where the body does not fit. */
export const orTooLarge = async <T>(body: Promise<T>): Promise<T> => {
  try {
    return await body
  } catch (e) {
    throw e instanceof TooLarge ? new CommandError("TOO_LARGE") : e
  }
}

/** Always within the smaller limit, so that it fits whatever the connection turns out to support. */
const toInfo = (event: Event): Promise<Bytes> =>
  orTooLarge(infoBody(writeMessage({ versions: chatVersions, msgId: null, event }), true))

/** Of us: the profile, and what it allows everybody. */
type Us = Pick<ProfileRow, "profile" | "preferences">
/** Of a contact: by which profile it knows us, and what we allow it. */
type KnowsUs = Pick<ContactRow, "incognito" | "ownPreferences">

/** Whether both are told the same of. */
export const sameUs = (a: Us, b: Us): boolean => a.profile === b.profile && a.preferences === b.preferences

/** As others are told it first: in the handshake and in links, with the time of disappearing messages in new chats. */
export const firstProfile = (user: Us, contact: KnowsUs = {}): WireProfile => {
  const everybody = contact.incognito === undefined ? user.preferences : incognitoPreferences(user.preferences)
  const preferences = preferencesJson(mergedPreferences(contact.ownPreferences, everybody, true))
  return { ...wireProfile(profileFor(user, contact)), preferences }
}

/** Our answer in a handshake. Rejects CommandError TOO_LARGE. */
export const ownInfo = (user: Us, contact?: KnowsUs): Promise<Bytes> =>
  toInfo({ type: "x.info", profile: firstProfile(user, contact) })

/** As a contact is told it later: with what we allow this contact. A random profile has no preferences for everybody. */
export const contactProfile = (user: Us, contact: KnowsUs = {}): WireProfile => {
  const everybody = contact.incognito === undefined ? user.preferences : undefined
  const preferences = preferencesJson(mergedPreferences(contact.ownPreferences, everybody))
  return { ...wireProfile(profileFor(user, contact)), preferences }
}

/** A changed profile, as a message. Rejects CommandError TOO_LARGE. */
export const profileMessage = (profile: WireProfile, random: Random): Promise<Bytes> => {
  const event = { type: "x.info" as const, profile }
  return orTooLarge(messageBody(writeMessage({ versions: chatVersions, msgId: newMsgId(random), event }), true))
}

/** The id of a new request: it makes a request that is sent twice one request. */
export const newReqId = (random: Random): string => base64url(random(16))

export type Request = {
  /** By `firstProfile`. */
  readonly profile: WireProfile
  readonly reqId: string
  /** The first message, shown with the request; `msgId` as in the events about it later. */
  readonly message?: { readonly msgId: string; readonly content: Content }
  /** Which welcome message we have seen: the owner's answer replaces it. */
  readonly welcomeMsgId?: string
}

/** What an address is told about us. Rejects CommandError TOO_LARGE. */
export const requestInfo = ({ profile, reqId, message, welcomeMsgId }: Request): Promise<Bytes> =>
  toInfo({
    type: "x.contact",
    profile,
    contactReqId: reqId,
    welcomeMsgId: welcomeMsgId ?? null,
    request: message ?? null,
  })

/** User data of a one-time link or an address; the welcome message is for addresses. */
export const linkUserData = (user: Us, contact: KnowsUs = {}, welcome?: string): Promise<Bytes> =>
  compressUserData(
    writeContactLinkData({
      profile: firstProfile(user, contact),
      message: welcome === undefined ? null : { type: "text", text: welcome },
      isBusiness: false,
    }),
  )

/** What a short link tells about whom, or what, it is for. */
export type LinkInfo = {
  readonly profile: Profile
  readonly welcome?: string
  readonly isBusiness: boolean
}

/** User data of a link as they tell something; null when they tell nothing that can be read. */
export const readLinkInfo = async (data: Bytes, isGroup: boolean): Promise<LinkInfo | null> => {
  try {
    const json = await decompressUserData(data)
    if (isGroup) {
      const { description, ...profile } = readGroupLinkData(json)
      return { profile, isBusiness: false, ...(description === null ? {} : { welcome: description }) }
    }
    const { profile, message, isBusiness } = readContactLinkData(json)
    const welcome = message?.text ?? ""
    return { profile: toRowProfile(profile), isBusiness, ...(welcome === "" ? {} : { welcome }) }
  } catch (e) {
    if (e instanceof DecodeError) return null
    throw e
  }
}
