/**
 * The profile of a user, when it changes: contacts who know it are told, and it stands in our links.
 *
 * Peer: Simplex.Chat.Library.Commands: updateProfile_, APISetProfileAddress, APIDeleteMyAddress.
 */
import type { LinkUserData } from "../agent/api.ts"
import type { ContactRow, Profile } from "../store/chat.ts"
import { type ChatContext, changeWith } from "./context.ts"
import { CommandError } from "./error.ts"
import { contactProfile, linkUserData, ownInfo, profileMessage } from "./info.ts"
import { profileIdOf, profileOf } from "./state.ts"

const sameProfile = (a: Profile, b: Profile): boolean =>
  a.displayName === b.displayName &&
  a.fullName === b.fullName &&
  a.shortDescr === b.shortDescr &&
  a.image === b.image &&
  a.contactLink === b.contactLink

/** Contacts that have been told our profile, or are being told: not those that know a random one. */
const knowsProfile = (c: ContactRow): boolean =>
  c.incognito === undefined && (c.status === "connected" || c.status === "connecting")

/** What stands in the links of this profile when it is this one: the address, and unused links but incognito ones. */
const linksOf = ({ state }: ChatContext, userId: number, profile: Profile): Promise<readonly LinkUserData[]> => {
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

/**
 * Makes `to` of the profile; in the background contacts and links follow. Changes come one after the other. Rejects
 * CommandError TOO_LARGE, and what `to` throws; nothing is changed then.
 */
export const changeOwnProfile = (ctx: ChatContext, userId: number, to: (now: Profile) => Profile): Promise<void> =>
  ctx.once("profile", async () => {
    const { state, agent, random } = ctx
    const { profile: before } = profileOf(state, userId)
    const profile = to(before)
    if (sameProfile(before, profile)) return
    // Everything that is made of it has to fit before anything is stored.
    const told = contactProfile({ ...profileOf(state, userId), profile })
    await Promise.all([ownInfo(profile), profileMessage(told, random)])
    const links = await linksOf(ctx, userId, profile)
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
  })

/** Contacts are told the address, or that it is not told any more. Rejects CommandError NOT_FOUND without an address. */
export const shareAddress = (ctx: ChatContext, userId: number, on: boolean): Promise<void> =>
  changeOwnProfile(ctx, userId, ({ contactLink: _, ...profile }) => {
    if (!on) return profile
    const { address } = profileOf(ctx.state, userId)
    if (address === undefined) throw new CommandError("NOT_FOUND")
    return { ...profile, contactLink: address.link.short ?? address.link.full }
  })
