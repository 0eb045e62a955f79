/** Commands about a connection itself: its receiving address, its encryption, its security code. */
import type { ProfileCommands } from "../api.ts"
import { type ChatContext, change, changeWith, findContact } from "./context.ts"
import { notice } from "./line.ts"
import { sameCode, securityCode, withoutChange, withVerified } from "./security.ts"

type Commands = Pick<
  ProfileCommands,
  "changeAddress" | "abortAddressChange" | "fixConnection" | "securityCode" | "verify" | "queueInfo"
>

/** See ProfileCommands. */
export const recoveryCommands = (ctx: ChatContext): Commands => {
  const { agent, clock } = ctx
  const connOf = (chatId: string): string => findContact(ctx, chatId).connId
  const codeOf = async (chatId: string): Promise<string> => securityCode(await agent.securityCode(connOf(chatId)))

  return {
    changeAddress: chatId =>
      changeWith(
        ctx,
        changes => agent.changeAddress(connOf(chatId), changes),
        tx => {
          tx.contact({ ...findContact(ctx, chatId), addressChange: "started" })
          tx.add(chatId, notice("addressChanging", clock.now()))
        },
      ),

    abortAddressChange: chatId =>
      changeWith(
        ctx,
        changes => agent.abortChange(connOf(chatId), changes),
        tx => {
          tx.contact(withoutChange(findContact(ctx, chatId)))
          tx.add(chatId, notice("addressKept", clock.now()))
        },
      ),

    fixConnection: (chatId, force = false) =>
      changeWith(
        ctx,
        changes => agent.fixConnection(connOf(chatId), force, changes),
        tx => {
          tx.contact({ ...findContact(ctx, chatId), sync: "started" })
          tx.add(chatId, notice("syncStarted", clock.now()))
        },
      ),

    securityCode: codeOf,

    queueInfo: chatId => agent.queueInfo(connOf(chatId)),

    verify: async (chatId, code) => {
      const own = await codeOf(chatId)
      const verified = code !== null && sameCode(own, code)
      await change(ctx, tx => tx.contact(withVerified(findContact(ctx, chatId), verified ? own : null)))
      return verified
    },
  }
}
