/**
 * Changes of lines that did not reach the contact: they are made here, so the line says so, and they can be sent again.
 *
 * Peer: Simplex.Chat.Library.Subscriber, MERR. The apps of the peer tell of a failed change only by an error that passes.
 */
import type { FailureCode, Item, ItemChange } from "../api.ts"
import type { ItemRow } from "../store/chat.ts"
import type { ChatContext } from "./context.ts"
import { CommandError } from "./error.ts"
import { notice } from "./line.ts"
import type { Event } from "./message.ts"
import { updateEvent } from "./outgoing.ts"
import { type Changed, changeRef } from "./ref.ts"
import { findItem } from "./saying.ts"
import { latestItem } from "./state.ts"
import type { Transaction } from "./transaction.ts"

/** A later change counts for more: what is deleted has no text to be corrected, and what is corrected no lost reaction. */
const weight: Readonly<Record<ItemChange, number>> = { reaction: 0, edit: 1, deletion: 2 }

/** The line of a change that failed. */
export const withUnsent = (row: ItemRow, { order: _, ...changed }: Changed, problem: FailureCode): ItemRow =>
  row.unsent !== undefined && weight[row.unsent.what] > weight[changed.what]
    ? row
    : { ...row, unsent: { ...changed, problem } }

/** The line when a change of this kind has reached the contact: a later text, or the same again. */
export const withoutUnsent = (row: ItemRow, what: ItemChange): ItemRow => {
  const { unsent, ...rest } = row
  return unsent?.what === what ? rest : row
}

/** What failed on its way to the contact, in chat's part of a commit; `rows` as they were loaded. */
export const markUnsent = (
  tx: Transaction,
  ctx: Pick<ChatContext, "state" | "clock">,
  contactId: string,
  failed: readonly (readonly [Changed, ItemRow | undefined])[],
  problem: FailureCode,
): void => {
  const gone = failed.filter(([changed, loaded]) => {
    const row = latestItem(ctx.state, contactId, changed.order, loaded)
    if (row !== undefined) tx.item(withUnsent(row, changed, problem))
    return row === undefined && changed.what === "deletion"
  })
  // What both had agreed to erase is not here any more to say so.
  if (gone.length > 0) tx.add(contactId, notice("notDeleted", ctx.clock.now(), "", gone.length))
}

/** The change once more, as it would be made now. */
const eventOf = (row: ItemRow): Event | null => {
  const { unsent, sharedMsgId: msgId } = row
  if (unsent === undefined || msgId === undefined) return null
  const about = { msgId, memberId: null, scope: null }
  if (unsent.what === "reaction")
    return { type: "x.msg.react", ...about, reaction: { type: "emoji", emoji: unsent.emoji }, add: unsent.add }
  return unsent.what === "edit" ? updateEvent(row, msgId, row.live === true) : { type: "x.msg.del", ...about }
}

/** Sends the change again. Rejects CommandError NOT_FOUND when there is none. */
export const sayAgain = (ctx: ChatContext, id: Item["id"]): Promise<void> =>
  findItem(ctx, id).then(({ contactId }) =>
    ctx.outbox.inTurn(contactId, async turn => {
      const row = await findItem(ctx, id)
      const event = eventOf(row)
      if (event === null || row.unsent === undefined) throw new CommandError("NOT_FOUND")
      const refs = [changeRef({ ...row.unsent, order: row.order })]
      await turn.say(
        [event],
        tx => {
          const now = latestItem(ctx.state, contactId, row.order, row)
          if (now?.unsent !== undefined) tx.item(withoutUnsent(now, now.unsent.what))
        },
        { refs },
      )
    }),
  )
