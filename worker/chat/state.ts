/**
 * What chat keeps in memory: the profile and all contacts. Changed only inside the thunk of a commit, so that rows are
 * written in the order in which they changed; events for the page go out after that commit.
 */
import type { Chat, ChatEvent, Item } from "../api.ts"
import type { ContactRow, ItemRow, ProfileRow } from "../store/chat.ts"
import { type Change, put } from "../store/schema.ts"
import type { Store } from "../store/store.ts"
import { toChat, withItem } from "./contact.ts"
import { toItem } from "./item.ts"

export type ChatState = {
  readonly store: Store
  readonly contacts: Map<string, ContactRow>
  profile: ProfileRow
}

/** What one commit changes, and what the page is told when it is durable. */
export interface Transaction {
  readonly changes: Change[]
  readonly events: ChatEvent[]
  contact(row: ContactRow): void
  /** Adds a line to the conversation and returns it. */
  add(contactId: string, item: Omit<ItemRow, "contactId" | "order">, added?: (row: ItemRow) => void): Item | null
  item(row: ItemRow): void
  /** Stores, without showing it, what this version does not act on. `message` has to be plain data. */
  keep(contactId: string, event: string, message: unknown, at: number): void
}

export const transaction = (state: ChatState): Transaction => {
  const changes: Change[] = []
  const events: ChatEvent[] = []
  const contact = (row: ContactRow): void => {
    state.contacts.set(row.contactId, row)
    changes.push(put("contacts", row))
    events.push({ type: "chat", chat: toChat(row) })
  }
  const item = (row: ItemRow): void => {
    changes.push(put("items", row))
    events.push({ type: "item", item: toItem(row) })
  }
  return {
    changes,
    events,
    contact,
    item,
    keep: (contactId, event, message, at) => {
      const before = state.contacts.get(contactId)
      if (before === undefined) return
      const after = { ...before, nextOrder: before.nextOrder + 1 }
      state.contacts.set(contactId, after)
      changes.push(
        put("contacts", after),
        put("kept", { contactId, order: before.nextOrder, event, message: JSON.stringify(message), at }),
      )
    },
    add: (contactId, fields, added) => {
      const before = state.contacts.get(contactId)
      if (before === undefined) return null
      const [after, row] = withItem(before, fields)
      contact(after)
      item(row)
      added?.(row)
      return toItem(row)
    },
  }
}

/** Chats with the newest first. */
export const sortedChats = (state: ChatState): Chat[] =>
  [...state.contacts.values()].map(toChat).sort((a, b) => b.lastAt - a.lastAt)
