/**
 * Forgetting contacts with all that was said: at first the contact, so that nothing can come any more, then its lines. A
 * row that says so stays in between, so that a crash leaves nothing behind.
 */
import type { Key } from "../store/backend.ts"
import { type Change, conversationTables, remove } from "../store/schema.ts"
import type { Store } from "../store/store.ts"
import { type Apply, type ChatContext, changeWith } from "./context.ts"

/** A change that removes one row. Of conversations: the key begins with the contact and most often a line's `order`. */
type Removal = Extract<Change, { readonly remove: Key }>

/** What removes every row of a conversation. */
export const conversationRows = async (store: Store, contactId: string): Promise<readonly Removal[]> => {
  const keys = await Promise.all(conversationTables.map(table => store.keys(table, { prefix: [contactId] })))
  return conversationTables.flatMap((table, i) => (keys[i] ?? []).map(key => ({ table, remove: key })))
}

/** The second half, also for what a crash has left. */
export const removeLines = async (store: Store, contactIds: readonly string[]): Promise<void> => {
  for (const id of contactIds) await store.commit([...(await conversationRows(store, id)), remove("contacts", id)])
}

type Command = (changes: () => readonly Change[]) => Promise<void>

/** `command` is the agent's, which forgets the connections; `apply` changes more in the same commit. */
export const forgetContacts = async (
  ctx: Pick<ChatContext, "state" | "store" | "emit" | "outbox">,
  contactIds: readonly string[],
  command: Command,
  apply: Apply = () => undefined,
): Promise<void> => {
  await changeWith(ctx, command, tx => {
    tx.removeContacts(contactIds)
    apply(tx)
  })
  for (const id of contactIds) ctx.outbox.drop(id)
  await removeLines(ctx.store, contactIds)
}

/** Connections that a contact has beside the one by which it is written to. */
export const removeOthers = async (
  ctx: Pick<ChatContext, "state" | "emit" | "agent">,
  contactId: string,
): Promise<void> => {
  for (const connId of ctx.state.contacts.get(contactId)?.others ?? [])
    await changeWith(
      ctx,
      changes => ctx.agent.remove(connId, changes),
      tx => {
        const now = ctx.state.contacts.get(contactId)
        if (now === undefined) return
        const { others = [], ...rest } = now
        const left = others.filter(id => id !== connId)
        tx.quietly(left.length === 0 ? rest : { ...rest, others: left })
      },
    )
}
