/**
 * A chat with those who make SimpleX, for questions and ideas: the same address in every app.
 *
 * Peer: Simplex.Chat.Library.Internal: adminContactReq, simplexTeamContactProfile; Library.Commands, ConnectSimplex.
 * Note: its profile is known before anything is asked for; the picture is not ours to keep, and comes when they answer.
 */
import type { Chat } from "../api.ts"
import { newContact } from "./contact.ts"
import { type ChatContext, change, findContact, newId } from "./context.ts"
import { linkIds, ownLinkIds, planOf, relationOf } from "./plan.ts"
import { chatOf, profileIdOf, profileOf } from "./state.ts"

/** Peer: adminContactReq. */
export const teamAddress =
  "simplex:/contact#/?v=1&smp=smp%3A%2F%2FPQUV2eL0t7OStZOoAsPEV2QYWt4-xilbakvGUGOItUo%3D%40smp6.simplex.im%2FK1rslx-m5bpXVIdMZg9NLUZ_8JBm8xTt%23MCowBQYDK2VuAyEALDeVe-sG8mRY22LsXlPgiwTNs9dbiLrNuA7f3ZMAJ2w%3D"

const profile = {
  displayName: "Ask SimpleX Team",
  fullName: "",
  shortDescr: "Send questions about SimpleX Chat app and your suggestions",
  contactLink: teamAddress,
}

/** The chat there is with them, or a prepared one. Nothing is sent. */
export const askTeam = (ctx: ChatContext): Promise<Chat> => {
  const { state } = ctx
  const { canonical } = planOf(teamAddress)
  return ctx.once(canonical, async () => {
    const ids = linkIds(canonical)
    const contacts = [...state.contacts.values()].filter(c => profileIdOf(c) === state.active && c.hidden === undefined)
    const address = ownLinkIds(profileOf(state, state.active).address?.link)
    const known = relationOf(ids, { contacts, address, groups: [] })?.known
    if (known !== undefined) return chatOf(state, findContact(ctx, known))
    const chatId = newId(ctx)
    const fields = { status: "prepared" as const, linkHashes: ids, prepared: { link: canonical }, profile }
    await change(ctx, tx => tx.contact(newContact(chatId, state.active, ctx.clock.now(), fields)))
    return chatOf(state, findContact(ctx, chatId))
  })
}
