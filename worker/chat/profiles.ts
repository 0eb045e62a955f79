/**
 * Commands about the profiles (the apps' "users") in one store: all of them receive at all times, one is shown.
 *
 * Peer: Simplex.Chat.Library.Commands: CreateActiveUser, APISetActiveUser, APIDeleteUser, APIUpdateProfile.
 */
import type { ProfileChange, ProfileCommands } from "../api.ts"
import { utf8 } from "../encoding/bytes.ts"
import type { Profile, ProfileRow } from "../store/chat.ts"
import { type ChatContext, change } from "./context.ts"
import { CommandError } from "./error.ts"
import { type Hiding, otherVisible } from "./hidden.ts"
import { checkedName } from "./name.ts"
import { changeOwnProfile } from "./ownprofile.ts"
import { forgetContacts } from "./removal.ts"
import { profileIdOf, profileList, sortedChats } from "./state.ts"

type Commands = Pick<ProfileCommands, "profiles" | "addProfile" | "switchProfile" | "deleteProfile" | "updateProfile">

/** Bytes of a bio, as it is written into JSON. Peer: the apps' bioFitsLimit. */
const longestBio = 160
/** Characters of a picture as a data: URI. Peer: the apps' resizeImageToStrSize. */
const longestImage = 12_500

/**
 * Throws CommandError BAD_NAME, TOO_LARGE for a bio or picture that the apps would not have made. What stays is not
 * judged again.
 */
const changedProfile = (before: Profile, { displayName, fullName, bio = "", image = "" }: ProfileChange): Profile => {
  const line = bio.trim()
  const isLong = line !== before.shortDescr && utf8(JSON.stringify(line)).length - 2 > longestBio
  if (isLong || (image !== before.image && image.length > longestImage)) throw new CommandError("TOO_LARGE")
  return {
    ...(before.contactLink === undefined ? {} : { contactLink: before.contactLink }),
    displayName: displayName === before.displayName ? displayName : checkedName(displayName),
    fullName: fullName.trim(),
    ...(line === "" ? {} : { shortDescr: line }),
    ...(image === "" ? {} : { image }),
  }
}

/** See ProfileCommands. */
export const profileCommands = (ctx: ChatContext, hiding: Hiding): Commands => {
  const { state, agent } = ctx

  const find = (id: number): ProfileRow => {
    const row = state.profiles.get(id)
    if (row === undefined) throw new CommandError("NOT_FOUND")
    return row
  }

  const nextOrder = (): number => Math.max(0, ...[...state.profiles.values()].map(p => p.activeOrder ?? 0)) + 1

  const newProfile = (displayName: string): ProfileRow => ({
    // Never an id that was used before: what is deleted for an old profile must not share a session with the new one.
    userId: Math.max(ctx.clock.now(), ...state.profiles.keys()) + 1,
    profile: { displayName: checkedName(displayName), fullName: "" },
    createdAt: ctx.clock.now(),
  })

  /** Makes the stored profile the one that is shown, in the same commit. */
  const activate = (row: ProfileRow): Promise<void> =>
    change(ctx, tx => {
      state.active = profileIdOf(row)
      tx.profile({ ...row, activeOrder: nextOrder() })
    })

  return {
    profiles: async () => profileList(state),

    addProfile: async displayName => {
      await activate(newProfile(displayName))
      return sortedChats(state)
    },

    switchProfile: async (id, password) => {
      const row = find(id)
      if (id !== state.active) await hiding.check(row, password)
      await activate(find(id))
      return sortedChats(state)
    },

    deleteProfile: async (id, { password, keepQueues, next } = {}) => {
      await hiding.check(find(id), password)
      const row = find(id)
      const left = otherVisible(state, id).toSorted((a, b) => (b.activeOrder ?? 0) - (a.activeOrder ?? 0))
      const [other = next === undefined ? undefined : newProfile(next)] = left
      if (other === undefined) throw new CommandError("LAST_PROFILE")
      if (state.active === id || left.length === 0) await activate(other)
      const contacts = [...state.contacts.values()].filter(c => profileIdOf(c) === id).map(c => c.contactId)
      await forgetContacts(
        ctx,
        contacts,
        changes => agent.removeUser(profileIdOf(row), changes, keepQueues === true),
        tx => tx.removeProfile(id),
      )
    },

    updateProfile: wanted => changeOwnProfile(ctx, state.active, before => changedProfile(before, wanted)),
  }
}
