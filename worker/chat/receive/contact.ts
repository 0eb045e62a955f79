/**
 * What a contact says of itself: its profile and what it allows, and that it has deleted us.
 *
 * Peer:  Simplex.Chat.Library.Subscriber: processContactProfileUpdate, xDirectDel.
 * Trust: chosen by the contact.
 */
import type { Features, Notice } from "../../api.ts"
import type { ContactRow, Preferences, Profile } from "../../store/chat.ts"
import { sidesOf, withProfile } from "../contact.ts"
import type { Profile as WireProfile } from "../content.ts"
import { toRowProfile } from "../info.ts"
import { notice } from "../line.ts"
import {
  featureNotices,
  featuresOf,
  newContactPreferences,
  readCommands,
  readPreferences,
  withTheirTtl,
} from "../preferences.ts"
import { profileIdOf } from "../state.ts"
import type { Transaction } from "../transaction.ts"
import type { Receiving } from "./context.ts"

/**
 * What we allow a contact after it has told what it allows: the first time the time for new chats, later its time.
 * Incognito contacts too: the time of disappearing messages is not hidden from them.
 */
const withTheirs = (c: ContactRow, theirs: Preferences, profile: Preferences | undefined): Preferences | undefined => {
  if (c.theirPreferences !== undefined) return withTheirTtl(c.ownPreferences, profile, theirs)
  if (c.ownPreferences?.timedMessages !== undefined) return c.ownPreferences
  const first = newContactPreferences(profile, theirs)
  return first === undefined ? c.ownPreferences : { ...c.ownPreferences, ...first }
}

/** The row after the contact has told its profile; `profile`: what we allow everybody. */
export const withInfo = (
  c: ContactRow,
  told: WireProfile,
  peerVersion: number,
  profile: Preferences | undefined,
): ContactRow => {
  const theirs = readPreferences(told.preferences)
  const own = withTheirs(c, theirs, profile)
  const { commands: _, ownPreferences: __, ...rest } = withProfile(c, toRowProfile(told), peerVersion)
  const commands = told.peerType === "bot" ? readCommands(told.preferences) : []
  return {
    ...rest,
    theirPreferences: theirs,
    ...(own === undefined ? {} : { ownPreferences: own }),
    ...(commands.length === 0 ? {} : { commands: JSON.stringify(commands) }),
  }
}

const sameProfile = (a: Profile | undefined, b: Profile | undefined): boolean =>
  a?.displayName === b?.displayName &&
  a?.fullName === b?.fullName &&
  a?.shortDescr === b?.shortDescr &&
  a?.image === b?.image

/** A line about what has happened, whole. */
export const noticeLine = (n: Notice, at: number, text = "") => ({ ...notice(n.kind, at, text), notice: n })

/** x.info: the contact tells its profile anew, and what it allows; lines say what has changed. */
export const receiveInfo = (tx: Transaction, r: Receiving, told: WireProfile): void => {
  const before = r.current()
  const profile = r.state.profiles.get(profileIdOf(before))?.preferences
  const features = (c: ContactRow): Features => featuresOf(sidesOf(c, profile))
  const after = withInfo(before, told, before.peerVersion, profile)
  tx.contact(after)
  if (!sameProfile(before.profile, after.profile))
    tx.add(after.contactId, noticeLine({ kind: "profileChanged" }, r.at, before.profile?.displayName.slice(0, 50)))
  for (const n of featureNotices(features(before), features(after), "contact"))
    tx.add(after.contactId, noticeLine(n, r.at))
}

/** What was said stays; the connection is removed after this. */
export const receiveGone = (tx: Transaction, r: Receiving): void => {
  const c = r.current()
  if (c.status === "ended") return
  tx.contact({ ...c, status: "ended", endedBy: "contact", closing: "told" })
  tx.add(c.contactId, notice("contactDeleted", r.at))
}
