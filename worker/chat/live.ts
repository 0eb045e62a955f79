/**
 * Messages of ours that are being typed: the contact sees each part of them, and that they go on, until a last update.
 *
 * Peer: Simplex.Chat.Library.Commands, APISendMessages and APIUpdateChatItem with `live`; ComposeView of the apps.
 * Note: when the app of the peer dies while one types, its message stays "live" for ever at the other end. Ours ends with
 *       what was said of it so far, as soon as the worker runs again.
 */
import type { ProfileCommands } from "../api.ts"
import type { ContactRow } from "../store/chat.ts"
import { type ChatContext, change } from "./context.ts"
import { CommandError } from "./error.ts"
import { itemId } from "./item.ts"
import { latestItem, loadItem } from "./state.ts"

/** The row when the line of this order is being typed from now on. */
export const withTyping = (c: ContactRow, order: number): ContactRow => ({ ...c, typing: [...(c.typing ?? []), order] })

/** The row when it is not, or no more. */
export const withoutTyping = (c: ContactRow, order: number): ContactRow => {
  const { typing = [], ...rest } = c
  const left = typing.filter(o => o !== order)
  return left.length === 0 ? rest : { ...rest, typing: left }
}

/** Ends what was being typed when the worker ended. What is too old for a last update ends here only. */
export const endTyping = async (ctx: ChatContext, contactId: string, edit: ProfileCommands["edit"]): Promise<void> => {
  for (const order of ctx.state.contacts.get(contactId)?.typing ?? []) {
    const row = await loadItem(ctx.state, contactId, order)
    if (row?.live === true)
      await edit(itemId(row), row.text).catch(e => (e instanceof CommandError ? undefined : Promise.reject(e)))
    await change(ctx, tx => {
      const c = ctx.state.contacts.get(contactId)
      const now = latestItem(ctx.state, contactId, order, row)
      if (now?.live === true) tx.item({ ...now, live: false })
      if (c?.typing !== undefined) tx.quietly(withoutTyping(c, order))
    })
  }
}
