/**
 * Commands about whole conversations: what the list of chats offers.
 *
 * Peer: Simplex.Chat.Library.Commands: APIDeleteChat (CDMFull, CDMEntity), APIClearChat, APIChatUnread,
 *       APISetChatSettings; XDirectDel is delivered before the connection goes.
 */
import type { Chat, ContactStatus, ProfileCommands } from "../api.ts"
import type { ContactRow } from "../store/chat.ts"
import type { Change } from "../store/schema.ts"
import { newContact, withLast } from "./contact.ts"
import { type ChatContext, change, changeWith, findContact, newId } from "./context.ts"
import { CommandError } from "./error.ts"
import { hashOf } from "./ids.ts"
import type { Turn } from "./outbox.ts"
import { showLast } from "./receive/context.ts"
import { farewell } from "./ref.ts"
import { conversationRows, forgetContacts, removeOthers } from "./removal.ts"
import { chatOf, latestItem, loadItem, profileIdOf } from "./state.ts"
import type { Transaction } from "./transaction.ts"

type Commands = Pick<
  ProfileCommands,
  "removeChat" | "markUnread" | "clear" | "setChatSettings" | "notes" | "draft" | "setDraft"
>

/** Removes the connection of a contact that one side has deleted, and the contact if it is no longer shown. */
export const endConnection = async (ctx: ChatContext, contactId: string): Promise<void> => {
  const c = ctx.state.contacts.get(contactId)
  if (c?.closing !== "told") return
  await removeOthers(ctx, contactId)
  const remove = (changes: () => readonly Change[]) => ctx.agent.remove(c.connId, changes)
  if (c.hidden === true) await forgetContacts(ctx, [contactId], remove)
  else await changeWith(ctx, remove, tx => tx.contact(withoutClosing(ctx.state.contacts.get(contactId) ?? c)))
}

/** Letters of a draft; what is longer fits into no message. */
const longestDraft = 100_000

/** Contacts that can be kept without their conversation. */
const keepable: readonly ContactStatus[] = ["connected", "connecting"]

const withoutClosing = (c: ContactRow): ContactRow => {
  const { closing: _, ...rest } = c
  return rest
}

const optional = <K extends string>(key: K, on: boolean | undefined) =>
  on === true ? ({ [key]: true } as { readonly [k in K]: true }) : {}

/** See ProfileCommands. */
export const chatListCommands = (ctx: ChatContext): Commands => {
  const { state, store, agent, outbox } = ctx
  const update = async (chatId: string, to: (c: ContactRow) => ContactRow): Promise<Chat> => {
    findContact(ctx, chatId)
    await change(ctx, tx => tx.contact(to(findContact(ctx, chatId))))
    return chatOf(state, findContact(ctx, chatId))
  }

  const removeAtOnce = async ({ contactId, connId }: ContactRow, keep: boolean): Promise<void> => {
    const remove = (changes: () => readonly Change[]) => agent.remove(connId, changes)
    if (!keep) return forgetContacts(ctx, [contactId], remove)
    await changeWith(ctx, remove, tx => tx.contact({ ...findContact(ctx, contactId), status: "ended", endedBy: "me" }))
  }

  /**
   * The contact's app is told; the connection is removed when it is, or when that will never be. False when the message
   * cannot go, and then nothing has changed.
   */
  const leave = async (contact: ContactRow, keep: boolean): Promise<boolean> => {
    const { contactId } = contact
    const rows = keep ? [] : await conversationRows(store, contactId)
    try {
      await outbox.inTurn(contactId, turn =>
        turn.say(
          [{ type: "x.direct.del" }],
          tx => {
            const { draft: _, ...known } = findContact(ctx, contactId)
            const ended = { ...known, status: "ended" as const, endedBy: "me" as const }
            const hidden = keep ? {} : { hidden: true as const }
            tx.contact({ ...(keep ? ended : withLast(ended, null)), ...hidden, closing: "telling" })
            for (const row of rows) tx.change(row)
            forgetExpiring(contactId, rows)
          },
          { ref: farewell, now: true },
        ),
      )
    } catch (e) {
      if (e instanceof CommandError && e.code === "NOT_FOUND") return false
      throw e
    }
    outbox.drop(contactId)
    return true
  }

  const forgetExpiring = (contactId: string, rows: readonly Change[]): void => {
    if (rows.length === 0) return
    for (const [id, e] of state.expiring) if (e.contactId === contactId) state.expiring.delete(id)
  }

  const makeNotes = (tx: Transaction): string => {
    const contactId = newId(ctx)
    const fields = { status: "notes" as const, linkHashes: [] }
    tx.contact(newContact(contactId, state.active, ctx.clock.now(), fields))
    return contactId
  }

  /** Everything of a conversation that is stored, and what of it waits to be sent. */
  const loadAll = async (chatId: string, turn: Turn) => {
    await store.settled()
    const rows = await conversationRows(store, chatId)
    const orders = [...new Set(rows.map(r => Number(r.remove[1])))].filter(turn.isWaiting)
    const waiting = await Promise.all(orders.map(order => loadItem(state, chatId, order)))
    return { rows, orders, waiting: waiting.filter(row => row !== undefined) }
  }

  const clear = async (chatId: string, after: (c: ContactRow) => ContactRow): Promise<void> => {
    findContact(ctx, chatId)
    await outbox.inTurn(chatId, async turn => {
      for (;;) {
        const { nextOrder } = findContact(ctx, chatId)
        const { rows, orders, waiting } = await loadAll(chatId, turn)
        // What has come meanwhile would not be shown any more, and be there all the same.
        if (findContact(ctx, chatId).nextOrder !== nextOrder) continue
        // What waits to be sent stays: it was said, and has not been heard yet.
        const kept = new Set<unknown>([...orders, ...waiting.map(row => hashOf(state.hashId, row))])
        const gone = rows.filter(r => !kept.has(r.remove[1]))
        return change(ctx, tx => {
          for (const row of gone) tx.change(row)
          forgetExpiring(chatId, gone)
          const lines = new Set(gone.flatMap(r => (r.table === "items" ? [`${chatId}/${r.remove[1]}`] : [])))
          for (const c of state.files.forgetAll(ref => lines.has(ref))) tx.change(c)
          const c = findContact(ctx, chatId)
          tx.contact(after({ ...withLast(c, null), unread: 0, readUpTo: c.nextOrder - 1 }))
          if (profileIdOf(c) === state.active) tx.events.push({ type: "cleared", chatId })
          for (const row of waiting) tx.item(latestItem(state, chatId, row.order, row) ?? row)
          showLast(tx, state, chatId, waiting.toReversed())
        })
      }
    })
  }

  return {
    removeChat: async (chatId, options) => {
      const contact = findContact(ctx, chatId)
      if (options?.keepContact === true && keepable.includes(contact.status))
        return clear(chatId, ({ markedUnread: _, draft: __, ...c }) => ({ ...c, archived: true }))
      const keep = options?.keepConversation === true && contact.status === "connected"
      const tell = options?.tell === true && contact.status === "connected" && agent.canSend(contact.connId)
      await removeOthers(ctx, chatId)
      // What was said before goes before.
      if (tell) await outbox.flush(chatId)
      if (!tell || !(await leave(contact, keep))) await removeAtOnce(contact, keep)
      outbox.drop(chatId)
    },

    markUnread: async (chatId, unread) => {
      await update(chatId, c => {
        const { markedUnread: _, ...rest } = c
        return { ...rest, ...optional("markedUnread", unread) }
      })
    },

    clear: chatId => clear(chatId, c => c),

    setChatSettings: (chatId, { muted, favorite, receipts }) =>
      update(chatId, c => {
        const { muted: m, favorite: f, receipts: r, ...rest } = c
        const tells = receipts === undefined ? r : (receipts ?? undefined)
        return {
          ...rest,
          ...optional("muted", muted ?? m),
          ...optional("favorite", favorite ?? f),
          ...(tells === undefined ? {} : { receipts: tells }),
        }
      }),

    notes: async () =>
      ctx.once("notes", async () => {
        const own = [...state.contacts.values()].find(c => c.status === "notes" && profileIdOf(c) === state.active)
        if (own !== undefined) return chatOf(state, own)
        let id = ""
        await change(ctx, tx => {
          id = makeNotes(tx)
        })
        return chatOf(state, findContact(ctx, id))
      }),

    draft: async chatId => findContact(ctx, chatId).draft ?? null,
    setDraft: async (chatId, draft) => {
      if (draft !== null && draft.text.length > longestDraft) throw new CommandError("TOO_LARGE")
      const isNone = draft === null || (draft.text === "" && draft.replyTo === undefined)
      if (isNone && findContact(ctx, chatId).draft === undefined) return
      await update(chatId, ({ draft: _, ...c }) => (isNone ? c : { ...c, draft }))
    },
  }
}
