/** What one commit changes, in the store and in memory, and what the page is told when it is durable. */
import type { ChatEvent, Item } from "../api.ts"
import type { ContactRow, ItemRow, OutgoingRow, ProfileRow } from "../store/chat.ts"
import { chosenChange } from "../store/page.ts"
import { type Change, profileKey, put, remove } from "../store/schema.ts"
import type { OperatorRow, ServersRow } from "../store/servers.ts"
import { isShownLast, preview, withItem, withLast, withoutLine } from "./contact.ts"
import { hashOf } from "./ids.ts"
import { itemId, parseItemId, toItem } from "./item.ts"
import {
  type ChatState,
  chatOf,
  forgetConnections,
  isVisible,
  latestItem,
  profileIdOf,
  profileList,
  rememberContact,
} from "./state.ts"
import { withWaiting } from "./waiting.ts"

export interface Transaction {
  readonly changes: Change[]
  readonly events: ChatEvent[]
  contact(row: ContactRow): void
  /** The same where there is nothing new for the page. */
  quietly(row: ContactRow): void
  /** Forgets contacts, so that they get no more lines; their rows stay as removed until those are gone (removal.ts). */
  removeContacts(contactIds: readonly string[]): void
  /** The contact has become a part of another, which is as in `into` now; its lines are for the caller to move. */
  mergeContact(contactId: string, into: ContactRow): void
  profile(row: ProfileRow): void
  removeProfile(id: number): void
  servers(row: ServersRow): void
  operator(row: OperatorRow): void
  /** Adds a line to the conversation and returns it. */
  add(contactId: string, item: Omit<ItemRow, "contactId" | "order">, added?: (row: ItemRow) => void): Item | null
  /** Changes a line, if it is still there. */
  item(row: ItemRow): void
  /** Removes a line with everything that belongs to it; its file from servers too when nobody is to have it any more. */
  removeItem(row: ItemRow, forAll?: boolean): void
  /** An edit, deletion or reaction that cannot go now, as JSON text; its place is that of a line. */
  outgoing(contactId: string, json: string, ref: string, added: (row: OutgoingRow) => void): void
  /** Tells the page something that is no change of a row; once. */
  tell(event: ChatEvent): void
  /** A change of a row of which the page knows nothing. */
  change(change: Change): void
  /** Stores, without showing it, what this version does not act on. `message` has to be plain data. */
  keep(contactId: string, event: string, message: unknown, at: number): void
}

/** For the thunk of a commit: what is changed is in memory at once. The caller commits `changes`, then tells `events`. */
export const transaction = (state: ChatState): Transaction => {
  const changes: Change[] = []
  const events: ChatEvent[] = []
  const tellProfiles = (): void => {
    if (!events.some(e => e.type === "profiles")) events.push({ type: "profiles", profiles: profileList(state) })
  }
  /** Nothing is told of a hidden profile, not even that something has happened there. */
  const tellProfilesOf = (contact: ContactRow): void => {
    const row = state.profiles.get(profileIdOf(contact))
    if (row !== undefined && isVisible(state, row)) tellProfiles()
  }
  const isShown = (contactId: string): boolean => {
    const row = state.contacts.get(contactId)
    return row !== undefined && profileIdOf(row) === state.active && row.hidden === undefined
  }
  const change = (c: Change): void => {
    state.recent.note(c)
    state.texts.note(c)
    changes.push(c)
  }
  const quietly = (row: ContactRow): void => {
    rememberContact(state, row)
    changes.push(put("contacts", row))
  }
  const contact = (row: ContactRow): void => {
    const wasShown = isShown(row.contactId)
    quietly(row)
    if (isShown(row.contactId)) events.push({ type: "chat", chat: chatOf(state, row) })
    else {
      if (wasShown) events.push({ type: "chatRemoved", chatId: row.contactId })
      tellProfilesOf(row)
    }
  }
  const write = (row: ItemRow): void => {
    change(put("items", row))
    const c = state.contacts.get(row.contactId)
    const noted = row.waiting === true && c !== undefined ? withWaiting(c, row.order) : c
    if (noted !== undefined && noted !== c) quietly(noted)
    if (isShown(row.contactId)) events.push({ type: "item", item: toItem(row) })
    if (row.disappearAt === undefined || state.expiring.has(itemId(row))) return
    const expiring = { contactId: row.contactId, order: row.order, at: row.disappearAt }
    state.expiring.set(itemId(row), expiring)
    change(put("expiring", expiring))
    state.onExpiring(row.disappearAt)
  }
  const item = (row: ItemRow): void => {
    // Removed meanwhile, with its contact or alone: nothing of it may come back.
    if (!state.contacts.has(row.contactId) || latestItem(state, row.contactId, row.order, row) === undefined) return
    write(row)
    const c = state.contacts.get(row.contactId)
    if (c?.lastOrder !== row.order) return
    const isSaid = isShownLast(row)
    if (!isSaid || c.lastText !== preview(row)) contact(withLast(c, isSaid ? row : null))
  }
  const tellRemoved = (row: ItemRow): void => {
    if (!isShown(row.contactId)) return
    const at = events.findIndex(e => e.type === "itemsRemoved" && e.chatId === row.contactId)
    const before = events[at]
    const itemIds = [...(before?.type === "itemsRemoved" ? before.itemIds : []), itemId(row)]
    const event = { type: "itemsRemoved" as const, chatId: row.contactId, itemIds }
    if (at === -1) events.push(event)
    else events[at] = event
  }
  const removeItem = (row: ItemRow, forAll = false): void => {
    const { contactId, order } = row
    change(remove("items", contactId, order))
    const hash = hashOf(state.hashId, row)
    if (hash !== null) change(remove("messageIds", contactId, hash))
    for (const c of state.files.forget(row.file?.fileId ?? "", forAll)) change(c)
    for (let n = 1; n <= (row.versions ?? 0); n++) change(remove("versions", contactId, order, n))
    if (state.expiring.delete(itemId(row))) change(remove("expiring", contactId, order))
    tellRemoved(row)
    const c = state.contacts.get(contactId)
    const after = c && withoutLine(c, row)
    if (after !== undefined && after !== c) contact(after)
  }
  const removeContact = (contactId: string): void => {
    const row = state.contacts.get(contactId)
    if (row === undefined) return
    const wasShown = isShown(contactId)
    forgetConnections(state, contactId)
    state.contacts.delete(contactId)
    changes.push(put("contacts", { ...row, removed: true }), chosenChange({ contactId }, null))
    if (wasShown) events.push({ type: "chatRemoved", chatId: contactId })
    else tellProfilesOf(row)
  }
  return {
    changes,
    events,
    contact,
    quietly,
    item,
    removeItem,
    change,
    tell: event => {
      if (!events.some(e => e.type === event.type)) events.push(event)
    },
    outgoing: (contactId, json, ref, added) => {
      const before = state.contacts.get(contactId)
      if (before === undefined) return
      const after = withWaiting({ ...before, nextOrder: before.nextOrder + 1 }, before.nextOrder)
      const row = { contactId, order: before.nextOrder, json, ...(ref === "" ? {} : { ref }) }
      state.contacts.set(contactId, after)
      changes.push(put("contacts", after), put("outgoing", row))
      added(row)
    },
    removeContacts: contactIds => {
      const gone = new Set(contactIds)
      for (const [id, e] of state.expiring) if (gone.has(e.contactId)) state.expiring.delete(id)
      for (const [id, probe] of state.probes)
        if (gone.has(probe.contactId) && state.probes.delete(id)) changes.push(remove("probes", id))
      for (const c of state.files.forgetAll(ref => gone.has(parseItemId(ref)?.contactId ?? ""))) changes.push(c)
      for (const contactId of gone) removeContact(contactId)
    },
    mergeContact: (contactId, into) => {
      const wasShown = isShown(contactId)
      forgetConnections(state, contactId)
      state.contacts.delete(contactId)
      changes.push(remove("contacts", contactId), chosenChange({ contactId }, null))
      if (wasShown) events.push({ type: "chatRemoved", chatId: contactId, into: into.contactId })
      contact(into)
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
      changes.push(chosenChange({ userId: id }, null))
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
      write(row)
      const hash = hashOf(state.hashId, row)
      if (hash !== null) change(put("messageIds", { contactId, hash, order: row.order }))
      added?.(row)
      return toItem(row)
    },
  }
}
