/**
 * Commands about the profiles (the apps' "users") in one store: all of them receive at all times, one is shown.
 *
 * Peer: Simplex.Chat.Library.Commands: CreateActiveUser, APISetActiveUser, APIDeleteUser, APIUpdateProfile.
 */
import type { ProfileChange, ProfileCommands } from "../api.ts"
import type { Profile, ProfileRow } from "../store/chat.ts"
import { type ChatContext, change } from "./context.ts"
import { CommandError } from "./error.ts"
import { checkedName } from "./name.ts"
import { changeOwnProfile } from "./ownprofile.ts"
import { forgetContacts } from "./removal.ts"
import { profileIdOf, profileList, sortedChats } from "./state.ts"

type Commands = Pick<ProfileCommands, "profiles" | "addProfile" | "switchProfile" | "deleteProfile" | "updateProfile">

/** Throws CommandError BAD_NAME. A name that stays is not judged again. */
const changedProfile = (before: Profile, { displayName, fullName, bio, image }: ProfileChange): Profile => ({
  ...(before.contactLink === undefined ? {} : { contactLink: before.contactLink }),
  displayName: displayName === before.displayName ? displayName : checkedName(displayName),
  fullName: fullName.trim(),
  ...(bio === undefined || bio.trim() === "" ? {} : { shortDescr: bio.trim() }),
  ...(image === undefined || image === "" ? {} : { image }),
})

export const profileCommands = (ctx: ChatContext): Commands => {
  const { state, agent } = ctx

  const find = (id: number): ProfileRow => {
    const row = state.profiles.get(id)
    if (row === undefined) throw new CommandError("NOT_FOUND")
    return row
  }

  const nextOrder = (): number => Math.max(0, ...[...state.profiles.values()].map(p => p.activeOrder ?? 0)) + 1

  /** Makes the stored profile the one that is shown, in the same commit. */
  const activate = (row: ProfileRow): Promise<void> =>
    change(ctx, tx => {
      state.active = profileIdOf(row)
      tx.profile({ ...row, activeOrder: nextOrder() })
    })

  return {
    profiles: async () => profileList(state),

    addProfile: async displayName => {
      const name = checkedName(displayName)
      // Never an id that was used before: what is deleted for an old profile must not share a session with the new one.
      const userId = Math.max(ctx.clock.now(), ...state.profiles.keys()) + 1
      await activate({ userId, profile: { displayName: name, fullName: "" }, createdAt: ctx.clock.now() })
      return sortedChats(state)
    },

    switchProfile: async id => {
      await activate(find(id))
      return sortedChats(state)
    },

    deleteProfile: async id => {
      const row = find(id)
      if (state.profiles.size === 1) throw new CommandError("LAST_PROFILE")
      if (state.active === id) {
        const next = [...state.profiles.values()].find(p => profileIdOf(p) !== id)
        if (next !== undefined) await activate(next)
      }
      const contacts = [...state.contacts.values()].filter(c => profileIdOf(c) === id).map(c => c.contactId)
      await forgetContacts(
        ctx,
        contacts,
        changes => agent.removeUser(profileIdOf(row), changes),
        tx => tx.removeProfile(id),
      )
    },

    updateProfile: wanted => changeOwnProfile(ctx, state.active, before => changedProfile(before, wanted)),
  }
}
