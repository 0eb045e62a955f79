/**
 * Commands about one-time links of ours that nobody has used yet.
 *
 * Peer:  Simplex.Chat.Library.Commands: APIAddContact, APISetConnectionIncognito, APIChangeConnectionUser.
 * Note:  the server has the other profile before we say so: else somebody could see both of them.
 */
import type { OwnLink, ProfileCommands } from "../api.ts"
import type { ContactRow, Profile } from "../store/chat.ts"
import { newContact } from "./contact.ts"
import { type ChatContext, change, changeWith, changeWithAnswer, findContact, newId } from "./context.ts"
import { CommandError } from "./error.ts"
import { randomProfile } from "./incognito.ts"
import { linkUserData } from "./info.ts"
import { incognitoField } from "./links.ts"
import { ownLinkIds } from "./plan.ts"
import { forgetContacts } from "./removal.ts"
import { chatOf, isVisible, profileIdOf, profileOf } from "./state.ts"
import type { Transaction } from "./transaction.ts"

type Commands = Pick<ProfileCommands, "createLink" | "setLinkIncognito" | "changeLinkProfile">

/** See ProfileCommands. */
export const ownLinkCommands = (ctx: ChatContext): Commands => {
  const { agent, state, clock } = ctx

  const create = async (
    userId: number,
    fields: { readonly incognito?: Profile },
    kept: Pick<ContactRow, "alias"> = {},
  ): Promise<ContactRow> => {
    const contactId = newId(ctx)
    const data = await linkUserData(profileOf(state, userId), fields)
    await changeWithAnswer<OwnLink>(
      ctx,
      changes => agent.createInvitation({ connId: contactId, userId }, data, changes),
      (tx, link) =>
        tx.contact(
          newContact(contactId, userId, clock.now(), {
            status: "link",
            link,
            linkHashes: ownLinkIds(link),
            initiated: true,
            ...fields,
            ...kept,
          }),
        ),
    )
    return findContact(ctx, contactId)
  }

  const changeLink = async (chatId: string, userId: number): Promise<ContactRow> => {
    const { alias } = findContact(ctx, chatId)
    const made = await create(userId, {}, alias === undefined ? {} : { alias })
    // After a crash here there are two links: better one too many than none.
    const { connId } = findContact(ctx, chatId)
    await forgetContacts(ctx, [chatId], changes => agent.remove(connId, changes))
    return made
  }

  return {
    createLink: async options => chatOf(state, await create(state.active, incognitoField(ctx, options))),

    setLinkIncognito: (chatId, on) =>
      ctx.once(chatId, async () => {
        const { connId, status, link, incognito } = findContact(ctx, chatId)
        if (status !== "link") throw new CommandError("NOT_FOUND")
        if (on === (incognito !== undefined)) return chatOf(state, findContact(ctx, chatId))
        const other = on ? randomProfile(ctx.random) : undefined
        const user = profileOf(state, profileIdOf(findContact(ctx, chatId)))
        const data = await linkUserData(user, other === undefined ? {} : { incognito: other })
        let isUsed = false
        const apply = (tx: Transaction): void => {
          const { incognito: _, ...now } = findContact(ctx, chatId)
          isUsed = now.status !== "link"
          if (!isUsed) tx.contact(other === undefined ? now : { ...now, incognito: other })
        }
        if (link?.short === undefined) await change(ctx, apply)
        else await changeWith(ctx, changes => agent.setLink(connId, data, changes), apply)
        if (isUsed) throw new CommandError("LINK_USED")
        return chatOf(state, findContact(ctx, chatId))
      }),

    changeLinkProfile: (chatId, profileId) =>
      ctx.once(chatId, async () => {
        const contact = findContact(ctx, chatId)
        const isOpen = contact.status === "link" || contact.status === "prepared"
        const to = state.profiles.get(profileId)
        if (!isOpen || to === undefined || !isVisible(state, to)) throw new CommandError("NOT_FOUND")
        if (profileIdOf(contact) === profileId) return chatOf(state, contact)
        if (contact.status === "link") return chatOf(state, await changeLink(chatId, profileId))
        await change(ctx, tx => {
          // Tags are the other profile's own.
          const { incognito: _, tags: __, ...now } = findContact(ctx, chatId)
          tx.contact({ ...now, userId: profileId })
        })
        return chatOf(state, findContact(ctx, chatId))
      }),
  }
}
