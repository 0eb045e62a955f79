/**
 * What others are told about us: in the handshake, in requests, in the data of our links.
 *
 * Peer: Simplex.Chat.Library.Internal, userProfileDirect, presentUserBadge; Library.Commands, contactShortLinkData.
 */
import type { Bytes } from "../encoding/bytes.ts"
import { base64url } from "../encoding/bytes.ts"
import type { Random } from "../platform.ts"
import type { ContactRow, Profile, ProfileRow } from "../store/chat.ts"
import { type Content, newProfile, type Profile as WireProfile } from "./content.ts"
import { chatVersions, type Event, infoBody, writeContactLinkData, writeMessage } from "./message.ts"

/** As it is written into events. */
export const wireProfile = (p: Profile): WireProfile => ({
  ...newProfile(p.displayName),
  fullName: p.fullName,
  shortDescr: p.shortDescr ?? null,
  image: p.image ?? null,
})

/** What is kept of a profile. */
export const toRowProfile = (p: WireProfile): Profile => ({
  displayName: p.displayName,
  fullName: p.fullName,
  ...(p.shortDescr === null ? {} : { shortDescr: p.shortDescr }),
  ...(p.image === null ? {} : { image: p.image }),
})

/** The profile that this contact knows us by: the random one of an incognito connection, or that of the user. */
export const profileFor = (user: ProfileRow, contact?: Pick<ContactRow, "incognito">): Profile =>
  contact?.incognito ?? user.profile

/** Always within the smaller limit, so that it fits whatever the connection turns out to support. */
const toInfo = (event: Event): Promise<Bytes> =>
  infoBody(writeMessage({ versions: chatVersions, msgId: null, event }), true)

/** Our answer in a handshake. Rejects TooLarge. */
export const ownInfo = (profile: Profile): Promise<Bytes> => toInfo({ type: "x.info", profile: wireProfile(profile) })

export type Request = {
  readonly profile: Profile
  /** The first message, shown with the request; `msgId` as in the events about it later. */
  readonly message?: { readonly msgId: string; readonly content: Content }
  /** Which welcome message we have seen: the owner's answer replaces it. */
  readonly welcomeMsgId?: string
}

/** What an address is told about us. The id makes a request that is sent twice one request. Rejects TooLarge. */
export const requestInfo = ({ profile, message, welcomeMsgId }: Request, random: Random): Promise<Bytes> =>
  toInfo({
    type: "x.contact",
    profile: wireProfile(profile),
    contactReqId: base64url(random(16)),
    welcomeMsgId: welcomeMsgId ?? null,
    request: message ?? null,
  })

/** User data of a one-time link or an address; the welcome message is for addresses. */
export const linkUserData = (profile: Profile, welcome?: string): Bytes =>
  writeContactLinkData({
    profile: wireProfile(profile),
    message: welcome === undefined ? null : { type: "text", text: welcome },
    isBusiness: false,
  })
