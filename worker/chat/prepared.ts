/**
 * Chats that are opened from a link before anything is sent: one reads who it is and what they say, chooses by which name
 * to be known, and writes the first message.
 *
 * Peer:  Simplex.Chat.Library.Commands: APIPrepareContact, APIConnectPreparedContact.
 * Note:  a request to an address carries the message; by a one-time link it is the first one of the connection.
 */
import type { ProfileCommands } from "../api.ts"
import type { ItemRow } from "../store/chat.ts"
import { messageBody } from "./body.ts"
import { newContact } from "./contact.ts"
import { newMessage } from "./content.ts"
import { type ChatContext, change, changeWith, findContact, newId } from "./context.ts"
import { CommandError } from "./error.ts"
import { firstProfile, newReqId, orTooLarge, ownInfo, requestInfo } from "./info.ts"
import { incognitoField } from "./links.ts"
import type { LookUp } from "./lookup.ts"
import { chatVersions, newMsgId, writeMessage } from "./message.ts"
import { planOf } from "./plan.ts"
import { requireServer } from "./servers.ts"
import { chatOf, profileIdOf, profileOf } from "./state.ts"

type Commands = Pick<ProfileCommands, "prepare" | "connectPrepared">

/** Rejects CommandError TOO_LARGE when the text cannot be sent as a message of its own. */
const checkText = async (text: string, msgId: string): Promise<void> => {
  const event = { type: "x.msg.new" as const, message: newMessage({ type: "text", text }) }
  await orTooLarge(messageBody(writeMessage({ versions: chatVersions, msgId, event }), true))
}

/** See ProfileCommands. */
export const preparedCommands = (ctx: ChatContext, lookUp: LookUp): Commands => {
  const { agent, state, clock, random, outbox } = ctx

  return {
    prepare: async text => {
      const { canonical } = planOf(text)
      return ctx.once(canonical, async () => {
        const plan = await lookUp.plan(text, true)
        if (!plan.supported) throw new CommandError("LINK_UNSUPPORTED")
        if (plan.own) throw new CommandError("OWN_LINK")
        if (plan.known !== undefined) return chatOf(state, findContact(ctx, plan.known))
        const info = await lookUp.found(canonical)
        const welcome = info?.welcome
        const chatId = newId(ctx)
        const now = clock.now()
        // Ours to choose: the owner's answer names the welcome message by it, and replaces it.
        const named = welcome === undefined ? {} : { welcomeMsgId: newMsgId(random) }
        const contact = newContact(chatId, state.active, now, {
          status: "prepared",
          linkHashes: lookUp.ids(canonical),
          prepared: { link: canonical, ...named },
          ...(info === null ? {} : { profile: info.profile }),
        })
        await change(ctx, tx => {
          tx.contact(contact)
          if (welcome === undefined || named.welcomeMsgId === undefined) return
          const line = { at: now, direction: "received" as const, text: welcome, status: "received" as const }
          tx.add(chatId, { ...line, sharedMsgId: named.welcomeMsgId })
        })
        return chatOf(state, findContact(ctx, chatId))
      })
    },

    connectPrepared: (chatId, options = {}) =>
      ctx.once(chatId, async () => {
        const contact = findContact(ctx, chatId)
        const { prepared, status } = contact
        if (status !== "prepared" || prepared === undefined) throw new CommandError("NOT_FOUND")
        requireServer(ctx)
        const userId = profileIdOf(contact)
        const isAddress = planOf(prepared.link).plan.kind === "contact"
        const text = options.message ?? ""
        const msgId = newMsgId(random)
        const incognito = incognitoField(ctx, options)
        const reqId = newReqId(random)
        const user = profileOf(state, userId)
        const { welcomeMsgId } = prepared
        if (text !== "") await checkText(text, msgId)
        const info = await (isAddress
          ? requestInfo({
              profile: firstProfile(user, incognito),
              reqId,
              ...(welcomeMsgId === undefined ? {} : { welcomeMsgId }),
              ...(text === "" ? {} : { message: { msgId, content: { type: "text", text } } }),
            })
          : ownInfo(user, incognito))
        const line: Omit<ItemRow, "contactId" | "order"> = {
          at: clock.now(),
          direction: "sent",
          text,
          status: "sending",
          sharedMsgId: msgId,
          ...(isAddress ? {} : { waiting: true }),
        }
        await changeWith(
          ctx,
          changes => agent.join({ connId: contact.connId, userId }, prepared.link, info, changes),
          tx => {
            const asked = isAddress ? { requested: true, initiated: true as const, reqId } : {}
            tx.contact({ ...findContact(ctx, chatId), status: "connecting", ...asked, ...incognito })
            if (text === "") return
            tx.add(chatId, line, row => {
              if (isAddress)
                tx.contact({ ...findContact(ctx, chatId), prepared: { ...prepared, firstOrder: row.order } })
            })
          },
        )
        await outbox.load(chatId)
        ctx.flush(chatId)
        return chatOf(state, findContact(ctx, chatId))
      }),
  }
}
