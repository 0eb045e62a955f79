/**
 * Commands about the active profile's SimpleX address, and about the requests that come in by any.
 *
 * Peer: Simplex.Chat.Library.Commands: APICreateMyAddress, APISetAddressSettings, APIAddMyAddressShortLink, APIAcceptContact.
 */
import type { AddressSettings, OwnLink, ProfileCommands } from "../api.ts"
import type { ProfileRow } from "../store/chat.ts"
import { type ChatContext, change, changeWith, changeWithAnswer, findContact, newId } from "./context.ts"
import { CommandError } from "./error.ts"
import { linkUserData } from "./info.ts"
import { shareAddress } from "./ownprofile.ts"
import { forgetContacts } from "./removal.ts"
import { acceptRequest, canAcceptIncognito } from "./requests.ts"
import { requireServer } from "./servers.ts"
import { chatOf, profileOf } from "./state.ts"

type Commands = Pick<
  ProfileCommands,
  | "address"
  | "createAddress"
  | "deleteAddress"
  | "addressSettings"
  | "setAddressSettings"
  | "addShortLink"
  | "accept"
  | "reject"
>

type Address = NonNullable<ProfileRow["address"]>

/** See ProfileCommands. */
export const addressCommands = (ctx: ChatContext): Commands => {
  const { agent, state } = ctx

  const addressOf = (userId: number): Address => {
    const { address } = profileOf(state, userId)
    if (address === undefined) throw new CommandError("NOT_FOUND")
    return address
  }

  return {
    address: async () => profileOf(state, state.active).address?.link ?? null,

    createAddress: () =>
      ctx.once("address", async () => {
        const userId = state.active
        const user = profileOf(state, userId)
        if (user.address !== undefined) return user.address.link
        const connId = newId(ctx)
        const data = await linkUserData(user)
        await changeWithAnswer<OwnLink>(
          ctx,
          changes => agent.createAddress({ connId, userId }, data, changes),
          (tx, link) => tx.profile({ ...profileOf(state, userId), address: { connId, link } }),
        )
        return addressOf(userId).link
      }),

    deleteAddress: () =>
      ctx.once("address", async () => {
        const userId = state.active
        const { address } = profileOf(state, userId)
        if (address === undefined) return
        // Nobody is left with an address that leads nowhere.
        await shareAddress(ctx, userId, false)
        await changeWith(
          ctx,
          changes => agent.remove(address.connId, changes),
          tx => {
            const { address: _, ...rest } = profileOf(state, userId)
            tx.profile(rest)
          },
        )
      }),

    addressSettings: async () => {
      const { address } = profileOf(state, state.active)
      return address === undefined ? null : (address.settings ?? {})
    },

    setAddressSettings: ({ autoAccept, welcome }) =>
      ctx.once("address", async () => {
        const userId = state.active
        const user = profileOf(state, userId)
        const { connId } = addressOf(userId)
        if (autoAccept?.incognito === true && !canAcceptIncognito(user)) throw new CommandError("INCOGNITO_REFUSED")
        const text = welcome?.trim() ?? ""
        const settings: AddressSettings = {
          ...(autoAccept === undefined ? {} : { autoAccept: { incognito: autoAccept.incognito } }),
          ...(text === "" ? {} : { welcome: text }),
        }
        const userData = await linkUserData(user, {}, settings.welcome)
        await changeWith(
          ctx,
          changes => agent.publishLinks([{ connId, userData }], changes),
          tx => tx.profile({ ...profileOf(state, userId), address: { ...addressOf(userId), settings } }),
        )
      }),

    addShortLink: () =>
      ctx.once("address", async () => {
        const userId = state.active
        const { connId, link, settings } = addressOf(userId)
        if (link.short !== undefined) return link
        const data = await linkUserData(profileOf(state, userId), {}, settings?.welcome)
        await changeWithAnswer<string>(
          ctx,
          changes => agent.addShortLink(connId, data, changes),
          (tx, short) => {
            const { settings: before = {}, ...address } = addressOf(userId)
            // From now on our profile stands in the link: a random one would hide nothing.
            const after = before.autoAccept === undefined ? before : { ...before, autoAccept: { incognito: false } }
            tx.profile({
              ...profileOf(state, userId),
              address: { ...address, settings: after, link: { ...address.link, short } },
            })
          },
        )
        return addressOf(userId).link
      }),

    accept: (chatId, options = {}) =>
      ctx.once(chatId, async () => {
        if (findContact(ctx, chatId).status === "request") requireServer(ctx)
        await acceptRequest(ctx, chatId, options.incognito === true)
        return chatOf(state, findContact(ctx, chatId))
      }),

    reject: chatId =>
      ctx.once(chatId, async () => {
        if (findContact(ctx, chatId).status !== "request") throw new CommandError("NOT_FOUND")
        await forgetContacts(ctx, [chatId], changes => change(ctx, tx => tx.changes.push(...changes())))
      }),
  }
}
