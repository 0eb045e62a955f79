/**
 * Commands about links of others: from a pasted text to a contact.
 *
 * Peer: Simplex.Chat.Library.Commands: APIConnectPlan, APIConnect, APIConnectContactViaAddress.
 */
import type { Chat, ConnectOptions, ProfileCommands } from "../api.ts"
import type { ContactRow, Profile } from "../store/chat.ts"
import { newContact } from "./contact.ts"
import { type ChatContext, changeWith, findContact, newId } from "./context.ts"
import { CommandError } from "./error.ts"
import { randomProfile } from "./incognito.ts"
import { firstProfile, newReqId, ownInfo, requestInfo } from "./info.ts"
import type { LookUp } from "./lookup.ts"
import { planOf } from "./plan.ts"
import { requireServer } from "./servers.ts"
import { chatOf, profileOf } from "./state.ts"

type Commands = Pick<ProfileCommands, "planLink" | "connect">

/** The random profile of a connection that is to be incognito, as a field of its contact. */
export const incognitoField = (
  ctx: Pick<ChatContext, "random">,
  options: ConnectOptions = {},
): { readonly incognito?: Profile } => (options.incognito === true ? { incognito: randomProfile(ctx.random) } : {})

/** See ProfileCommands. */
export const linkCommands = (ctx: ChatContext, lookUp: LookUp): Commands => {
  const { agent, state, clock, random } = ctx

  /** The contact is stored by `apply` in the commit that stores the wish. */
  const begin = async (canonical: string, contact: ContactRow): Promise<void> => {
    const user = profileOf(state, state.active)
    const { reqId } = contact
    const info = await (reqId === undefined
      ? ownInfo(user, contact)
      : requestInfo({ profile: firstProfile(user, contact), reqId }))
    await changeWith(
      ctx,
      changes => agent.join({ connId: contact.connId, userId: state.active }, canonical, info, changes),
      tx => tx.contact(contact),
    )
  }

  /** A contact without a connection, whose profile names this address. */
  const reconnect = async (canonical: string, contact: ContactRow, options: ConnectOptions): Promise<Chat> => {
    requireServer(ctx)
    const { problem: _, incognito: __, endedBy: ___, ...before } = contact
    const asked = { status: "connecting" as const, requested: true, initiated: true as const, reqId: newReqId(random) }
    // First: a crash between the two leaves a contact that can ask again, not a connection that nobody knows.
    await agent.remove(contact.connId, () => [])
    await begin(canonical, { ...before, ...asked, connId: newId(ctx), ...incognitoField(ctx, options) })
    return chatOf(state, findContact(ctx, contact.contactId))
  }

  return {
    planLink: lookUp.plan,

    connect: async (text, options = {}) => {
      const { canonical } = planOf(text)
      return ctx.once(canonical, async () => {
        const plan = await lookUp.plan(text, false)
        if (!plan.supported || plan.kind === "file") throw new CommandError("LINK_UNSUPPORTED")
        if (plan.own) throw new CommandError("OWN_LINK")
        const known = plan.known === undefined ? undefined : findContact(ctx, plan.known)
        if (known !== undefined && plan.viaAddress === true) return reconnect(canonical, known, options)
        const again = options.again === true && plan.connecting === "repeat"
        if (known !== undefined && !again) return chatOf(state, known)
        requireServer(ctx)
        const info = await lookUp.found(canonical)
        const isAddress = plan.kind === "contact"
        const contact = newContact(newId(ctx), state.active, clock.now(), {
          status: "connecting",
          linkHashes: lookUp.ids(canonical),
          // Asking again is the same request, by another way: its owner sees one.
          ...(isAddress ? { requested: true, initiated: true, reqId: known?.reqId ?? newReqId(random) } : {}),
          ...(info === null ? {} : { profile: info.profile }),
          ...incognitoField(ctx, options),
        })
        await begin(canonical, contact)
        return chatOf(state, findContact(ctx, contact.contactId))
      })
    },
  }
}
