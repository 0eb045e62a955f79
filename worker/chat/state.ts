/**
 * What chat keeps in memory: the profiles and all their contacts. Changed only inside the thunk of a commit, so that rows
 * are written in the order in which they changed; events for the page go out after that commit.
 *
 * All profiles receive at all times; the page sees the chats of one, the active, and how much is unread in the others.
 */
import type { Chat, ChatEvent, Item, OperatorId, ProfileInfo } from "../api.ts"
import type { ContactRow, ItemRow, ProfileRow } from "../store/chat.ts"
import { type Change, profileKey, put, remove } from "../store/schema.ts"
import type { OperatorRow, ServersRow } from "../store/servers.ts"
import type { Store } from "../store/store.ts"
import { toChat, withItem } from "./contact.ts"
import { toItem } from "./item.ts"

/** The id of the profile that there always was: rows without one belong to it. */
export const firstProfile = 1

export type ChatState = {
  readonly store: Store
  readonly contacts: Map<string, ContactRow>
  /** Contact ids by connection. */
  readonly byConnection: Map<string, string>
  readonly profiles: Map<number, ProfileRow>
  /** By profile; absent: nothing was changed. */
  readonly servers: Map<number, ServersRow>
  readonly operators: Map<OperatorId, OperatorRow>
  active: number
  /** Forgotten contacts whose lines are still there, since a crash. */
  readonly forgotten: readonly string[]
}

export const profileIdOf = (row: { readonly userId?: number }): number => row.userId ?? firstProfile

/** Of a profile in the state. Throws Error when there is none: a contact's profile is removed after the contact. */
export const profileOf = (state: ChatState, id: number): ProfileRow => {
  const row = state.profiles.get(id)
  if (row === undefined) throw new Error("no such profile")
  return row
}

/** Loads everything but lines. Rejects Error when there is no profile in the store. */
export const loadState = async (store: Store): Promise<ChatState> => {
  const contacts = await store.list("contacts")
  const state: ChatState = {
    store,
    contacts: new Map(),
    byConnection: new Map(),
    profiles: new Map(),
    servers: new Map(),
    operators: new Map(),
    active: firstProfile,
    forgotten: contacts.filter(c => c.removed === true).map(c => c.contactId),
  }
  for (const row of await store.list("profile")) state.profiles.set(profileIdOf(row), row)
  const [active] = [...state.profiles.values()].sort((a, b) => (b.activeOrder ?? 0) - (a.activeOrder ?? 0))
  if (active === undefined) throw new Error("no profile in the store")
  state.active = profileIdOf(active)
  for (const row of await store.list("servers")) state.servers.set(row.userId, row)
  for (const row of await store.list("operators")) state.operators.set(row.id, row)
  for (const row of contacts) if (row.removed !== true) rememberContact(state, row)
  return state
}

const rememberContact = (state: ChatState, row: ContactRow): void => {
  const before = state.contacts.get(row.contactId)
  if (before !== undefined && before.connId !== row.connId) state.byConnection.delete(before.connId)
  state.contacts.set(row.contactId, row)
  state.byConnection.set(row.connId, row.contactId)
}

/** What one commit changes, and what the page is told when it is durable. */
export interface Transaction {
  readonly changes: Change[]
  readonly events: ChatEvent[]
  contact(row: ContactRow): void
  /** The same where there is nothing new for the page. */
  quietly(row: ContactRow): void
  /** Forgets the contact, so that it gets no more lines; the row stays as removed until they are gone (removal.ts). */
  removeContact(contactId: string): void
  profile(row: ProfileRow): void
  removeProfile(id: number): void
  servers(row: ServersRow): void
  operator(row: OperatorRow): void
  /** Adds a line to the conversation and returns it. */
  add(contactId: string, item: Omit<ItemRow, "contactId" | "order">, added?: (row: ItemRow) => void): Item | null
  item(row: ItemRow): void
  /** Stores, without showing it, what this version does not act on. `message` has to be plain data. */
  keep(contactId: string, event: string, message: unknown, at: number): void
}

export const transaction = (state: ChatState): Transaction => {
  const changes: Change[] = []
  const events: ChatEvent[] = []
  const tellProfiles = (): void => {
    if (!events.some(e => e.type === "profiles")) events.push({ type: "profiles", profiles: profileList(state) })
  }
  const isShown = (contactId: string): boolean => {
    const row = state.contacts.get(contactId)
    return row !== undefined && profileIdOf(row) === state.active
  }
  const quietly = (row: ContactRow): void => {
    rememberContact(state, row)
    changes.push(put("contacts", row))
  }
  const contact = (row: ContactRow): void => {
    const wasShown = isShown(row.contactId)
    quietly(row)
    if (isShown(row.contactId)) events.push({ type: "chat", chat: toChat(row) })
    else {
      if (wasShown) events.push({ type: "chatRemoved", chatId: row.contactId })
      tellProfiles()
    }
  }
  const item = (row: ItemRow): void => {
    // Removed meanwhile: nothing of it may come back.
    if (!state.contacts.has(row.contactId)) return
    changes.push(put("items", row))
    if (isShown(row.contactId)) events.push({ type: "item", item: toItem(row) })
  }
  return {
    changes,
    events,
    contact,
    quietly,
    item,
    removeContact: contactId => {
      const row = state.contacts.get(contactId)
      if (row === undefined) return
      const wasShown = isShown(contactId)
      state.contacts.delete(contactId)
      state.byConnection.delete(row.connId)
      changes.push(put("contacts", { ...row, removed: true }))
      if (wasShown) events.push({ type: "chatRemoved", chatId: contactId })
      else tellProfiles()
    },
    profile: row => {
      state.profiles.set(profileIdOf(row), row)
      changes.push(put("profile", row))
      tellProfiles()
    },
    removeProfile: id => {
      state.profiles.delete(id)
      state.servers.delete(id)
      changes.push(remove("profile", profileKey({ userId: id })), remove("servers", id))
      tellProfiles()
    },
    servers: row => {
      state.servers.set(row.userId, row)
      changes.push(put("servers", row))
    },
    operator: row => {
      state.operators.set(row.id, row)
      changes.push(put("operators", row))
    },
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

/** Chats of the active profile with the newest first. */
export const sortedChats = (state: ChatState): Chat[] =>
  [...state.contacts.values()]
    .filter(c => profileIdOf(c) === state.active)
    .map(toChat)
    .sort((a, b) => b.lastAt - a.lastAt)

/** All profiles, the ones used last first. */
export const profileList = (state: ChatState): readonly ProfileInfo[] => {
  const unread = new Map<number, number>()
  for (const c of state.contacts.values()) unread.set(profileIdOf(c), (unread.get(profileIdOf(c)) ?? 0) + c.unread)
  return [...state.profiles.values()]
    .sort((a, b) => (b.activeOrder ?? 0) - (a.activeOrder ?? 0))
    .map(row => ({
      id: profileIdOf(row),
      displayName: row.profile.displayName,
      fullName: row.profile.fullName,
      ...(row.profile.shortDescr === undefined ? {} : { bio: row.profile.shortDescr }),
      ...(row.profile.image === undefined ? {} : { image: row.profile.image }),
      active: profileIdOf(row) === state.active,
      unread: unread.get(profileIdOf(row)) ?? 0,
    }))
}
