/**
 * What chat keeps in memory: the profiles and all their contacts. Changed only inside the thunk of a commit, so that rows
 * are written in the order in which they changed; events for the page go out after that commit.
 *
 * All profiles receive at all times; the page sees the chats of one, the active, and how much is unread in the others.
 */
import type { Files } from "../agent/files.ts"
import type { Chat, Feature, FeatureName, FileSettings, OperatorId, ProfileInfo } from "../api.ts"
import type { Clock, Random } from "../platform.ts"
import type { ContactRow, ExpiringRow, ItemRow, ProbeRow, ProfileRow } from "../store/chat.ts"
import { readFileSettings } from "../store/page.ts"
import type { OperatorRow, ServersRow } from "../store/servers.ts"
import type { Store } from "../store/store.ts"
import { sidesOf, toChat } from "./contact.ts"
import { type HashId, loadHash } from "./ids.ts"
import { itemId } from "./item.ts"
import { featureOf } from "./preferences.ts"
import { type Recent, recentRows } from "./recent.ts"
import { createTexts, type Texts } from "./texts.ts"
import { contactsWithWaiting } from "./waiting.ts"

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
  readonly files: Files
  fileSettings: FileSettings
  /** Rows of conversations that have changed a short while ago. */
  readonly recent: Recent
  readonly texts: Texts
  readonly hashId: HashId
  /** When lines disappear, by item id. */
  readonly expiring: Map<string, ExpiringRow>
  /** Probes and hashes that came, in their order. */
  readonly probes: Map<string, ProbeRow>
  /** Called when there is another one that disappears, with when (ms). */
  onExpiring: (at: number) => void
  active: number
  /** Forgotten contacts whose lines are still there, since a crash. */
  readonly forgotten: readonly string[]
}

/** Whose row it is: rows of the first profile may be without. */
export const profileIdOf = (row: { readonly userId?: number }): number => row.userId ?? firstProfile

/** Of a profile in the state. Throws Error when there is none: a contact's profile is removed after the contact. */
export const profileOf = (state: ChatState, id: number): ProfileRow => {
  const row = state.profiles.get(id)
  if (row === undefined) throw new Error("no such profile")
  return row
}

/** All that is in memory later, at once: a store answers many questions in the time of one. Rejects StoreError. */
export const readRows = async (store: Store, random: Random) => {
  const [contacts, profiles, servers, operators, expiring, probes, fileSettings, hashId] = await Promise.all([
    contactsWithWaiting(store),
    store.list("profile"),
    store.list("servers"),
    store.list("operators"),
    store.list("expiring"),
    store.list("probes"),
    readFileSettings(store),
    loadHash(store, random),
  ])
  return { contacts, profiles, servers, operators, expiring, probes, fileSettings, hashId }
}

export type ChatRows = Awaited<ReturnType<typeof readRows>>

/** Everything but lines; `reading`: when that has begun already. Rejects Error when there is no profile in the store. */
export const loadState = async (
  store: Store,
  files: Files,
  random: Random,
  clock: Clock,
  reading: Promise<ChatRows> = readRows(store, random),
): Promise<ChatState> => {
  const { contacts, ...rows } = await reading
  const recent = recentRows()
  const latest = (row: ItemRow) => recent.latest("items", [row.contactId, row.order], row)
  const state: ChatState = {
    store,
    contacts: new Map(),
    byConnection: new Map(),
    profiles: new Map(),
    servers: new Map(),
    operators: new Map(),
    files,
    fileSettings: rows.fileSettings,
    recent,
    texts: createTexts({ store, clock, latest, nextOrder: id => state.contacts.get(id)?.nextOrder ?? 1 }),
    hashId: rows.hashId,
    expiring: new Map(),
    probes: new Map(),
    onExpiring: () => undefined,
    active: firstProfile,
    forgotten: contacts.filter(c => c.removed === true).map(c => c.contactId),
  }
  for (const row of rows.profiles) state.profiles.set(profileIdOf(row), row)
  const byUse = lastUsed(state)
  // A hidden profile is not what whoever opens the chats sees first.
  const active = byUse.find(p => p.hidden === undefined) ?? byUse[0]
  if (active === undefined) throw new Error("no profile in the store")
  state.active = profileIdOf(active)
  for (const row of rows.servers) state.servers.set(row.userId, row)
  for (const row of rows.operators) state.operators.set(row.id, row)
  for (const row of contacts) if (row.removed !== true) rememberContact(state, row)
  for (const row of rows.expiring) state.expiring.set(itemId(row), row)
  for (const row of rows.probes.toSorted((a, b) => a.at - b.at)) state.probes.set(row.probeId, row)
  return state
}

/** For the thunk of a commit: the row and the connections by which it is found. */
export const rememberContact = (state: ChatState, row: ContactRow): void => {
  forgetConnections(state, row.contactId)
  state.contacts.set(row.contactId, row)
  for (const connId of connectionsOf(row)) state.byConnection.set(connId, row.contactId)
}

/** All connections by which the contact reaches us; the first is the one by which we reach it. */
export const connectionsOf = (row: Pick<ContactRow, "connId" | "others">): readonly string[] => [
  row.connId,
  ...(row.others ?? []),
]

/** Those of the row as it is in the state. One that another contact has taken over is that one's. */
export const forgetConnections = (state: ChatState, contactId: string): void => {
  const row = state.contacts.get(contactId)
  if (row === undefined) return
  for (const connId of connectionsOf(row))
    if (state.byConnection.get(connId) === contactId) state.byConnection.delete(connId)
}

/** As the page knows it. */
export const chatOf = (state: ChatState, row: ContactRow): Chat =>
  toChat(row, state.profiles.get(profileIdOf(row))?.preferences)

/** What the two sides allow each other. */
export const featureFor = (state: ChatState, row: ContactRow, name: FeatureName): Feature =>
  featureOf(name, sidesOf(row, state.profiles.get(profileIdOf(row))?.preferences))

/** A line as it is at this moment; undefined when there is none. */
export const loadItem = async (state: ChatState, contactId: string, order: number): Promise<ItemRow | undefined> =>
  latestItem(state, contactId, order, await state.store.get("items", contactId, order))

/** What a line that was loaded has become since. */
export const latestItem = (
  state: ChatState,
  contactId: string,
  order: number,
  loaded: ItemRow | undefined,
): ItemRow | undefined => state.recent.latest("items", [contactId, order], loaded)

/** Chats of the active profile with the newest first. */
export const sortedChats = (state: ChatState): Chat[] =>
  [...state.contacts.values()]
    .filter(c => profileIdOf(c) === state.active)
    .filter(c => c.hidden === undefined)
    .map(c => chatOf(state, c))
    .sort((a, b) => b.lastAt - a.lastAt)

const lastUsed = (state: ChatState): readonly ProfileRow[] =>
  [...state.profiles.values()].sort((a, b) => (b.activeOrder ?? 0) - (a.activeOrder ?? 0))

/** Whether the page may know that there is this profile. */
export const isVisible = (state: ChatState, row: ProfileRow): boolean =>
  row.hidden === undefined || profileIdOf(row) === state.active

/** Unread messages of a profile but those of muted chats, as the apps count them. Peer: Store.Profiles, getUsersInfo. */
const unreadOf = (state: ChatState, userId: number): number =>
  [...state.contacts.values()].reduce(
    (sum, c) => (profileIdOf(c) === userId && c.muted === undefined && c.hidden === undefined ? sum + c.unread : sum),
    0,
  )

/** As the page knows it. */
export const infoOf = (state: ChatState, row: ProfileRow): ProfileInfo => ({
  id: profileIdOf(row),
  displayName: row.profile.displayName,
  fullName: row.profile.fullName,
  ...(row.profile.shortDescr === undefined ? {} : { bio: row.profile.shortDescr }),
  ...(row.profile.image === undefined ? {} : { image: row.profile.image }),
  active: profileIdOf(row) === state.active,
  unread: unreadOf(state, profileIdOf(row)),
  ...(row.tags === undefined ? {} : { tags: row.tags }),
  ...(row.profile.contactLink === undefined ? {} : { sharesAddress: true }),
  ...(row.keepsDuplicates === undefined ? {} : { keepsDuplicates: true }),
  ...(row.hidden === undefined ? {} : { hidden: true }),
  ...(row.wallpaper === undefined ? {} : { wallpaper: row.wallpaper }),
  ...(row.muted === true || row.hidden !== undefined ? { muted: true } : {}),
})

/** All profiles that can be seen, the ones used last first. */
export const profileList = (state: ChatState): readonly ProfileInfo[] =>
  lastUsed(state)
    .filter(row => isVisible(state, row))
    .map(row => infoOf(state, row))
