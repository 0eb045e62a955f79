/** Commands about the active profile's SimpleX address, and about the requests that come in by any. */
import type { OwnLink, ProfileCommands } from "../api.ts"
import { accepted, toChat } from "./contact.ts"
import { type ChatContext, change, changeWith, changeWithAnswer, findContact, newId } from "./context.ts"
import { CommandError } from "./error.ts"
import { linkUserData, ownInfo, profileFor } from "./info.ts"
import { requireServer } from "./servers.ts"
import { profileIdOf, profileOf } from "./state.ts"

type Commands = Pick<ProfileCommands, "address" | "createAddress" | "deleteAddress" | "accept" | "reject">

export const addressCommands = (ctx: ChatContext): Commands => {
  const { agent, state } = ctx

  return {
    address: async () => profileOf(state, state.active).address?.link ?? null,

    createAddress: () =>
      ctx.once("address", async () => {
        const userId = state.active
        const user = profileOf(state, userId)
        if (user.address !== undefined) return user.address.link
        const connId = newId(ctx)
        await changeWithAnswer<OwnLink>(
          ctx,
          changes => agent.createAddress({ connId, userId }, linkUserData(profileFor(user)), changes),
          (tx, link) => tx.profile({ ...profileOf(state, userId), address: { connId, link } }),
        )
        return profileOf(state, userId).address?.link ?? { full: "" }
      }),

    deleteAddress: async () => {
      const userId = state.active
      const { address } = profileOf(state, userId)
      if (address === undefined) return
      await changeWith(
        ctx,
        changes => agent.remove(address.connId, changes),
        tx => {
          const { address: _, ...rest } = profileOf(state, userId)
          tx.profile(rest)
        },
      )
    },

    accept: chatId =>
      ctx.once(chatId, async () => {
        const contact = findContact(ctx, chatId)
        const { request, status } = contact
        if (status !== "request" || request === undefined) throw new CommandError("NOT_FOUND")
        requireServer(ctx)
        const info = await ownInfo(profileFor(profileOf(state, profileIdOf(contact)), contact))
        await changeWith(
          ctx,
          changes => agent.accept({ connId: chatId, userId: profileIdOf(contact) }, request.invitation, info, changes),
          tx => tx.contact(accepted(findContact(ctx, chatId))),
        )
        return toChat(findContact(ctx, chatId))
      }),

    reject: async chatId => {
      if (findContact(ctx, chatId).status !== "request") throw new CommandError("NOT_FOUND")
      await change(ctx, tx => tx.removeContact(chatId))
    },
  }
}
