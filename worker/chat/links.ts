/** Commands about links of others, and one-time links of ours: from a pasted text to a contact. */
import type { LinkPlan, OwnLink, ProfileCommands } from "../api.ts"
import { type Bytes, DecodeError } from "../encoding/bytes.ts"
import type { ContactRow, Profile } from "../store/chat.ts"
import { remove } from "../store/schema.ts"
import { decompressUserData } from "./compression.ts"
import { newContact, toChat } from "./contact.ts"
import { type ChatContext, changeWith, changeWithAnswer, findContact, formsOf, linkHash, newId } from "./context.ts"
import { CommandError } from "./error.ts"
import { linkUserData, ownInfo, profileFor, requestInfo, toRowProfile } from "./info.ts"
import { readContactLinkData } from "./message.ts"
import { planOf } from "./plan.ts"
import { requireServer } from "./servers.ts"
import { profileIdOf, profileOf } from "./state.ts"

type Commands = Pick<ProfileCommands, "createLink" | "planLink" | "connect" | "removeChat">

/** The inviter's profile as the link's data tell it; undefined when they tell none. */
const linkProfile = async (data: Bytes): Promise<Profile | undefined> => {
  try {
    return toRowProfile(readContactLinkData(await decompressUserData(data)).profile)
  } catch (e) {
    if (e instanceof DecodeError) return undefined
    throw e
  }
}

export const linkCommands = (ctx: ChatContext): Commands => {
  const { agent, state, clock, store } = ctx
  const active = () => profileOf(state, state.active)
  const own = (): readonly ContactRow[] => [...state.contacts.values()].filter(c => profileIdOf(c) === state.active)

  /** Owners of addresses that were looked at, so that a request names its chat. */
  const owners = new Map<string, Profile>()

  const planLink = async (text: string, lookUp: boolean): Promise<LinkPlan> => {
    const { plan, link, canonical } = planOf(text)
    const hash = linkHash(canonical)
    const known = own().find(c => c.linkHashes.includes(hash))
    if (known !== undefined) {
      const name = known.profile?.displayName
      return { ...plan, own: known.link !== undefined, known: known.contactId, ...(name === undefined ? {} : { name }) }
    }
    if (formsOf(active().address?.link).map(linkHash).includes(hash)) return { ...plan, own: true }
    const isShort = plan.supported && link?.form === "short"
    if (!lookUp || !isShort) return plan
    const isAddress = plan.kind === "contact"
    const profile = await linkProfile(
      isAddress
        ? (await agent.lookUpAddress(state.active, canonical)).userData
        : await agent.lookUp(state.active, canonical),
    )
    if (profile === undefined) return plan
    if (isAddress) owners.set(canonical, profile)
    return { ...plan, name: profile.displayName }
  }

  return {
    createLink: async () => {
      const contactId = newId(ctx)
      const userId = state.active
      await changeWithAnswer<OwnLink>(
        ctx,
        changes => agent.createInvitation({ connId: contactId, userId }, linkUserData(profileFor(active())), changes),
        (tx, link) => {
          const linkHashes = formsOf(link).map(linkHash)
          tx.contact(newContact(contactId, userId, clock.now(), { status: "link", link, linkHashes }))
        },
      )
      return toChat(findContact(ctx, contactId))
    },

    planLink,
    connect: async text => {
      const { canonical } = planOf(text)
      return ctx.once(canonical, async () => {
        const plan = await planLink(text, false)
        if (!plan.supported) throw new CommandError("LINK_UNSUPPORTED")
        if (plan.own) throw new CommandError("OWN_LINK")
        if (plan.known !== undefined) return toChat(findContact(ctx, plan.known))
        requireServer(ctx)
        const isAddress = plan.kind === "contact"
        const data = isAddress ? null : await agent.lookedUp(canonical)
        const profile = data === null ? owners.get(canonical) : await linkProfile(data)
        const us = profileFor(active())
        const info = await (isAddress ? requestInfo({ profile: us }, ctx.random) : ownInfo(us))
        const contactId = newId(ctx)
        const asked = isAddress ? { requested: true } : {}
        const known = { linkHashes: [linkHash(canonical)], ...asked, ...(profile === undefined ? {} : { profile }) }
        const contact = newContact(contactId, state.active, clock.now(), { status: "connecting", ...known })
        await changeWith(
          ctx,
          changes => agent.join({ connId: contactId, userId: state.active }, canonical, info, changes),
          tx => tx.contact(contact),
        )
        return toChat(findContact(ctx, contactId))
      })
    },

    removeChat: async chatId => {
      const contact = findContact(ctx, chatId)
      const items = await store.list("items", { prefix: [chatId] })
      await changeWith(
        ctx,
        changes => agent.remove(contact.connId, changes),
        tx => {
          tx.removeContact(chatId)
          for (const i of items) tx.changes.push(remove("items", chatId, i.order))
        },
      )
    },
  }
}
