/**
 * Commands about the profiles (the apps' "users") in one store: all of them receive at all times, one is shown.
 *
 * Peer: Simplex.Chat.Library.Commands: CreateActiveUser, APISetActiveUser, APIDeleteUser, APIUpdateProfile.
 */
import type { LinkUserData } from "../agent/api.ts"
import type { ProfileChange, ProfileCommands } from "../api.ts"
import type { ContactRow, Profile, ProfileRow } from "../store/chat.ts"
import { type ChatContext, change, changeWith } from "./context.ts"
import { CommandError } from "./error.ts"
import { contactProfile, linkUserData, ownInfo, profileMessage } from "./info.ts"
import { checkedName } from "./name.ts"
import { forgetContacts } from "./removal.ts"
import { profileIdOf, profileList, profileOf, sortedChats } from "./state.ts"

type Commands = Pick<ProfileCommands, "profiles" | "addProfile" | "switchProfile" | "deleteProfile" | "updateProfile">

/** Throws CommandError BAD_NAME. A name that stays is not judged again. */
const changedProfile = (before: Profile, { displayName, fullName, bio, image }: ProfileChange): Profile => ({
  ...(before.contactLink === undefined ? {} : { contactLink: before.contactLink }),
  displayName: displayName === before.displayName ? displayName : checkedName(displayName),
  fullName: fullName.trim(),
  ...(bio === undefined || bio.trim() === "" ? {} : { shortDescr: bio.trim() }),
  ...(image === undefined || image === "" ? {} : { image }),
})

const sameProfile = (a: Profile, b: Profile): boolean =>
  a.displayName === b.displayName && a.fullName === b.fullName && a.shortDescr === b.shortDescr && a.image === b.image

/** Contacts that have been told our profile, or are being told: not those that know a random one. */
const knowsProfile = (c: ContactRow): boolean =>
  c.incognito === undefined && (c.status === "connected" || c.status === "connecting")

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

  /** What stands in the links of this profile when it is this one: the address, and unused links but incognito ones. */
  const linksOf = (userId: number, profile: Profile): Promise<readonly LinkUserData[]> => {
    const { address } = profileOf(state, userId)
    const unused = [...state.contacts.values()].filter(
      c => profileIdOf(c) === userId && c.status === "link" && c.incognito === undefined,
    )
    return Promise.all([
      ...(address === undefined
        ? []
        : [linkUserData(profile, address.settings?.welcome).then(userData => ({ connId: address.connId, userData }))]),
      ...unused.map(async ({ connId }) => ({ connId, userData: await linkUserData(profile) })),
    ])
  }

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

    updateProfile: wanted =>
      ctx.once("profile", async () => {
        const userId = state.active
        const { profile: before } = profileOf(state, userId)
        const profile = changedProfile(before, wanted)
        if (sameProfile(before, profile)) return
        // Everything that is made of it has to fit before anything is stored.
        const told = contactProfile({ ...profileOf(state, userId), profile })
        await Promise.all([ownInfo(profile), profileMessage(told, ctx.random)])
        const links = await linksOf(userId, profile)
        let due: readonly string[] = []
        await changeWith(
          ctx,
          changes => agent.publishLinks(links, changes),
          tx => {
            tx.profile({ ...profileOf(state, userId), profile })
            const knowUs = [...state.contacts.values()].filter(c => profileIdOf(c) === userId && knowsProfile(c))
            for (const c of knowUs) tx.quietly({ ...c, profileDue: true })
            due = knowUs.map(c => c.contactId)
          },
        )
        due.forEach(ctx.flush)
      }),
  }
}
