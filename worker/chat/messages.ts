/**
 * Commands about single messages: edit, delete, react, and what is known of one.
 *
 * Peer: Simplex.Chat.Library.Commands: APIUpdateChatItem, APIDeleteChatItem, APIChatItemReaction, APIGetChatItemInfo.
 * Note: what has not left yet is changed where it waits, and nothing more is sent about it.
 */
import type { ItemInfo, ProfileCommands } from "../api.ts"
import type { ItemRow } from "../store/chat.ts"
import { put } from "../store/schema.ts"
import type { Content } from "./content.ts"
import { emojis } from "./content.ts"
import { type ChatContext, findContact } from "./context.ts"
import { canDeleteForEveryone, marked } from "./deletion.ts"
import { editableUntil, edited, withText } from "./edit.ts"
import { CommandError } from "./error.ts"
import { itemId as idOf, parseItemId, toItem } from "./item.ts"
import { contentOf, toRowContent } from "./kind.ts"
import { withoutTyping } from "./live.ts"
import type { Event } from "./message.ts"
import { updateEvent } from "./outgoing.ts"
import { canHaveReactions, withReaction } from "./reaction.ts"
import { loadNewest, showLast } from "./receive/context.ts"
import { withoutTransfer } from "./receive/file.ts"
import { changeRef } from "./ref.ts"
import { findItem } from "./saying.ts"
import { featureFor, latestItem, loadItem, profileIdOf } from "./state.ts"
import type { Transaction } from "./transaction.ts"

type Commands = Pick<ProfileCommands, "edit" | "remove" | "react" | "itemInfo">

/** Items that are deleted together. Peer: the apps allow 200. */
const mostDeleted = 200

const notAllowed = (): never => {
  throw new CommandError("NOT_ALLOWED")
}

const newContent = (row: ItemRow, text: string): Content => withText(contentOf(row), text) ?? notAllowed()

/** See ProfileCommands. */
export const messageCommands = (ctx: ChatContext): Commands => {
  const { state, outbox, clock } = ctx
  const current = (row: ItemRow): ItemRow => {
    const now = latestItem(state, row.contactId, row.order, row)
    if (now === undefined) throw new CommandError("NOT_FOUND")
    return now
  }

  const edit: Commands["edit"] = async (itemId, text, options) => {
    const { contactId, order } = await findItem(ctx, itemId)
    const live = options?.live === true
    return outbox.inTurn(contactId, async turn => {
      const row = await findItem(ctx, itemId)
      const until = editableUntil(row)
      if (until === null || clock.now() >= until) return notAllowed()
      const content = newContent(row, text)
      const now = clock.now()
      const done = edited(row, { ...toRowContent(content), live, at: now, now, isUnread: false })
      if (done === null) return toItem(row)
      const apply = (tx: Transaction): void => {
        // Reactions and ticks that came meanwhile stay.
        const { reactions, status } = current(row)
        tx.item({ ...done.row, status, ...(reactions === undefined ? {} : { reactions }) })
        for (const version of done.versions) tx.change(put("versions", version))
        const c = state.contacts.get(contactId)
        if (!live && c?.typing?.includes(order)) tx.quietly(withoutTyping(c, order))
      }
      const stays = row.local === true || row.status === "failed" || turn.isWaiting(order)
      const msgId = row.sharedMsgId
      const event: Event[] =
        stays || msgId === undefined
          ? []
          : [updateEvent({ ...row, ...toRowContent(content) }, msgId, row.live === true && live)]
      await turn.say(event, apply, { refs: [changeRef({ what: "edit", order })] })
      return toItem(current(row))
    })
  }

  const remove: Commands["remove"] = async (itemIds, whose) => {
    if (itemIds.length === 0) return
    if (itemIds.length > mostDeleted) return notAllowed()
    const [contactId, ...others] = new Set(itemIds.map(id => parseItemId(id)?.contactId ?? ""))
    if (contactId === undefined || others.length > 0) return notAllowed()
    findContact(ctx, contactId)
    await outbox.inTurn(contactId, async turn => {
      const loaded = await Promise.all(itemIds.map(id => loadItem(state, contactId, parseItemId(id)?.order ?? 0)))
      // What is gone already, by the contact or its time, is no reason not to delete the others.
      const rows = loaded.filter(row => row !== undefined)
      const forAll = whose === "everyone"
      if (forAll && !rows.every(row => canDeleteForEveryone(row, clock.now()))) return notAllowed()
      const newest = await loadNewest(state, contactId)
      const told = forAll ? rows.filter(row => !turn.isWaiting(row.order)) : []
      const sent = told.flatMap(row => (row.sharedMsgId === undefined ? [] : [{ ...row, msgId: row.sharedMsgId }]))
      const events = sent.map(({ msgId }): Event => ({ type: "x.msg.del", msgId, memberId: null, scope: null }))
      const refs = sent.map(({ order }) => changeRef({ what: "deletion", order }))
      const apply = (tx: Transaction): void => {
        const erases = !forAll || featureFor(state, findContact(ctx, contactId), "fullDelete").forMe
        for (const row of rows) {
          const now = latestItem(state, contactId, row.order, row)
          if (now === undefined) continue
          if (erases || turn.isWaiting(row.order)) tx.removeItem(now, forAll)
          else tx.item(marked(withoutTransfer(tx, state, now), "me", clock.now()))
        }
        showLast(tx, state, contactId, newest)
      }
      await turn.say(events, apply, { refs })
    })
  }

  const react: Commands["react"] = async (itemId, emoji, add) => {
    const { contactId } = await findItem(ctx, itemId)
    return outbox.inTurn(contactId, async turn => {
      const row = await findItem(ctx, itemId)
      const msgId = row.sharedMsgId
      const isKnown = emojis.some(e => e === emoji)
      const contact = findContact(ctx, contactId)
      if (msgId === undefined || !isKnown || contact.status !== "connected") return notAllowed()
      if (!featureFor(state, contact, "reactions").forMe || !canHaveReactions(row)) return notAllowed()
      const change = { emoji, by: "me" as const, at: clock.now(), add }
      if (withReaction(row.reactions ?? [], change) === null) return notAllowed()
      const reaction = { type: "emoji" as const, emoji }
      const apply = (tx: Transaction): void => {
        const now = current(row)
        tx.item({ ...now, reactions: withReaction(now.reactions ?? [], change) ?? now.reactions ?? [] })
      }
      const refs = [changeRef({ what: "reaction", order: row.order, emoji, add })]
      await turn.say([{ type: "x.msg.react", msgId, memberId: null, scope: null, reaction, add }], apply, { refs })
      return toItem(current(row))
    })
  }

  /** The chat may be gone by now, or hidden in another profile: then it is a name. */
  const sourceOf = ({ contactId, order, name }: NonNullable<ItemRow["forwardedFrom"]>) => {
    const c = state.contacts.get(contactId)
    const isThere = c !== undefined && c.hidden !== true && profileIdOf(c) === state.active
    return { name, ...(isThere ? { chatId: contactId, itemId: idOf({ contactId, order }) } : {}) }
  }

  const itemInfo = async (itemId: string): Promise<ItemInfo> => {
    const row = await findItem(ctx, itemId)
    const versions = await ctx.store.list("versions", { prefix: [row.contactId, row.order] })
    return {
      sentAt: row.at,
      createdAt: row.createdAt ?? row.at,
      status: row.status,
      versions: versions.toReversed().map(({ text, at }) => ({ text, at })),
      reactions: row.reactions ?? [],
      ...(row.deleted === undefined ? {} : { deletedAt: row.deleted.at }),
      ...(row.disappearAt === undefined ? {} : { disappearsAt: row.disappearAt }),
      ...(row.deliveredAt === undefined ? {} : { deliveredAt: row.deliveredAt }),
      ...(row.forwardedFrom === undefined ? {} : { forwardedFrom: sourceOf(row.forwardedFrom) }),
      ...(row.proxied === true ? { proxied: true } : {}),
    }
  }

  return { edit, remove, react, itemInfo }
}
