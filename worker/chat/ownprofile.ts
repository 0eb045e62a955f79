/**
 * The profile of a user, when it changes: contacts who know it are told, and it stands in our links.
 *
 * Peer: Simplex.Chat.Library.Commands: updateProfile_, APISetProfileAddress, APIDeleteMyAddress.
 */
import type { Profile } from "../store/chat.ts"
import type { ChatContext } from "./context.ts"
import { CommandError } from "./error.ts"
import { profileOf } from "./state.ts"
import { changeTold } from "./told.ts"

const sameProfile = (a: Profile, b: Profile): boolean =>
  a.displayName === b.displayName &&
  a.fullName === b.fullName &&
  a.shortDescr === b.shortDescr &&
  a.image === b.image &&
  a.contactLink === b.contactLink

/**
 * Makes `to` of the profile; in the background contacts and links follow. Changes come one after the other. Rejects
 * CommandError TOO_LARGE, and what `to` throws; nothing is changed then.
 */
export const changeOwnProfile = (ctx: ChatContext, userId: number, to: (now: Profile) => Profile): Promise<void> =>
  ctx.once("profile", async () => {
    const { profile: before, preferences } = profileOf(ctx.state, userId)
    const profile = to(before)
    if (sameProfile(before, profile)) return
    await changeTold(ctx, userId, { profile, ...(preferences === undefined ? {} : { preferences }) })
  })

/** Contacts are told the address, or that it is not told any more. Rejects CommandError NOT_FOUND without an address. */
export const shareAddress = (ctx: ChatContext, userId: number, on: boolean): Promise<void> =>
  changeOwnProfile(ctx, userId, ({ contactLink: _, ...profile }) => {
    if (!on) return profile
    const { address } = profileOf(ctx.state, userId)
    if (address === undefined) throw new CommandError("NOT_FOUND")
    return { ...profile, contactLink: address.link.short ?? address.link.full }
  })
