/**
 * What everybody is told about a profile: its contacts, and those who open its links. It changes in one commit, in which
 * all who have to hear of it are stored as due.
 *
 * Peer: Simplex.Chat.Library.Commands: updateProfile_, sendUpdateToContacts, setMyAddressData.
 */
import type { LinkUserData } from "../agent/api.ts"
import type { ContactRow, ProfileRow } from "../store/chat.ts"
import { type Apply, type ChatContext, changeWith } from "./context.ts"
import { contactProfile, linkUserData, ownInfo, profileMessage } from "./info.ts"
import { longestPreferences } from "./preferences.ts"
import { type ChatState, profileIdOf, profileOf } from "./state.ts"

/** Contacts that have been told our profile, or are being told: not those that know a random one. */
const knowsProfile = (c: ContactRow): boolean =>
  c.incognito === undefined && (c.status === "connected" || c.status === "connecting")

const contactsOf = (state: ChatState, userId: number): readonly ContactRow[] =>
  [...state.contacts.values()].filter(c => profileIdOf(c) === userId)

/** What stands in the links of this profile when it is this one: the address, and unused links but incognito ones. */
const linksOf = (state: ChatState, user: ProfileRow): Promise<readonly LinkUserData[]> => {
  const { address } = user
  const unused = contactsOf(state, profileIdOf(user)).filter(c => c.status === "link" && c.incognito === undefined)
  return Promise.all([
    ...(address === undefined
      ? []
      : [linkUserData(user, {}, address.settings?.welcome).then(userData => ({ connId: address.connId, userData }))]),
    ...unused.map(async ({ connId }) => ({ connId, userData: await linkUserData(user) })),
  ])
}

/**
 * Changes the profile or what it allows; `apply` is part of the same commit. Contacts for which nothing changes are not
 * told. Rejects CommandError TOO_LARGE; nothing is changed then.
 */
export const changeTold = async (
  ctx: ChatContext,
  userId: number,
  next: Pick<ProfileRow, "profile" | "preferences">,
  apply: Apply = () => undefined,
): Promise<void> => {
  const { state, agent } = ctx
  const changed = (): ProfileRow => ({ ...profileOf(state, userId), ...next })
  // Everything that is made of it has to fit before anything is stored, whatever is agreed with a contact.
  const told = { ownPreferences: longestPreferences }
  await Promise.all([ownInfo(changed(), told), profileMessage(contactProfile(changed(), told), ctx.random)])
  const links = await linksOf(state, changed())
  let due: readonly string[] = []
  await changeWith(
    ctx,
    changes => agent.publishLinks(links, changes),
    tx => {
      const before = profileOf(state, userId)
      const after = changed()
      tx.profile(after)
      const told = contactsOf(state, userId)
        .filter(knowsProfile)
        .filter(c => JSON.stringify(contactProfile(before, c)) !== JSON.stringify(contactProfile(after, c)))
      for (const c of told) tx.quietly({ ...c, profileDue: true })
      due = told.map(c => c.contactId)
      apply(tx)
    },
  )
  due.forEach(ctx.flush)
}
