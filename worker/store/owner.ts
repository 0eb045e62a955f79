/** Which rows are of one profile, to export it alone or to let go of it where it does not go on. */
import type { Disk } from "../platform.ts"
import { allRows, without } from "./copy.ts"
import { type Change, keyOf, profileKey, remove, type TableName, tableNames } from "./schema.ts"
import type { Store } from "./store.ts"

/**
 * By what a row says whose it is; "shared": it is of all, and tells about nobody; "store": it stays with its store, as
 * whoever has it learns of other profiles, and another store makes its own. A new table needs its line here.
 */
type Owner = "user" | "looker" | "contact" | "connection" | "file" | "shared" | "store"

const ownerOf: { readonly [T in TableName]: Owner } = {
  connections: "user",
  ratchets: "connection",
  skipped: "connection",
  deliveries: "connection",
  sent: "connection",
  lookUps: "looker",
  profile: "user",
  contacts: "user",
  items: "contact",
  kept: "contact",
  // Hashes under a key of the store (chat/ids.ts); made anew of the lines under another.
  messageIds: "contact",
  versions: "contact",
  expiring: "contact",
  outgoing: "contact",
  early: "contact",
  probes: "user",
  servers: "user",
  operators: "shared",
  deletions: "user",
  stats: "user",
  secrets: "store",
  files: "user",
  chunks: "file",
  // Settings; but a picture that was chosen for a chat or a profile says whose it is.
  page: "shared",
}

type Row = {
  readonly userId?: number
  readonly contactId?: string
  readonly connId?: string
  readonly fileId?: string
}

const ownerOfChange = (c: Change): Owner => {
  if (c.table !== "page" || !("put" in c)) return ownerOf[c.table]
  if ("contactId" in c.put) return "contact"
  return "userId" in c.put ? "user" : "shared"
}

/** The profile's number; rows of the first one may be without. */
const userOf = (row: Row): number => row.userId ?? 1

export type Owned = {
  /** Whether the row goes along with the profile: it belongs to it, or to nobody. */
  readonly isPart: (c: Change) => boolean
  /** Whether it belongs to the profile and to no other. */
  readonly isOwn: (c: Change) => boolean
  /** Whether this content on the disk is of the profile. */
  readonly isFile: (name: string) => boolean
}

/** What belongs to this profile. Rejects StoreError. */
export const ownedBy = async (store: Store, userId: number): Promise<Owned> => {
  const idsOf = async (table: "contacts" | "connections" | "files", id: (row: Row) => string | undefined) => {
    const rows: readonly Row[] = await store.list(table)
    return new Set(rows.filter(r => userOf(r) === userId).map(id))
  }
  const contacts = await idsOf("contacts", r => r.contactId)
  const connections = await idsOf("connections", r => r.connId)
  const files = await idsOf("files", r => r.fileId)
  const owns: Readonly<Record<Owner, (row: Row) => boolean>> = {
    user: row => userOf(row) === userId,
    // Those of older versions do not say who has looked.
    looker: row => row.userId === userId,
    contact: row => contacts.has(row.contactId),
    connection: row => connections.has(row.connId),
    file: row => files.has(row.fileId),
    shared: () => false,
    store: () => false,
  }
  const isOwn = (c: Change): boolean => "put" in c && owns[ownerOfChange(c)](c.put as Row)
  return {
    isOwn,
    isPart: c => c.table !== "messageIds" && (ownerOfChange(c) === "shared" || isOwn(c)),
    // Chunks lie beside their content: ID and ID.NUMBER.
    isFile: name => files.has(name.split(".")[0] ?? name),
  }
}

/** The disk with the contents of this profile only. */
export const diskOf = (disk: Disk, { isFile }: Owned): Disk => without(disk, name => !isFile(name))

/** Rows that say whose others are: without them nobody would find those again. */
const naming: readonly TableName[] = ["connections", "contacts", "files"]
const named = tableNames.filter(table => !naming.includes(table) && table !== "profile")

/**
 * Removes the rows of this profile: what belongs to others of its rows before these, and its own row last, so that whoever
 * is interrupted can do it again. Nothing may run over the store meanwhile, and nobody is told: the profile goes on
 * elsewhere. Rejects StoreError.
 */
export const removeOwned = async (store: Store, userId: number): Promise<void> => {
  const { isOwn } = await ownedBy(store, userId)
  for await (const batch of allRows(store, [...named, ...naming])) {
    const own = batch.filter(isOwn)
    const keys = own.flatMap(c =>
      "put" in c ? [remove(c.table, ...(keyOf[c.table] as (row: unknown) => readonly string[])(c.put))] : [],
    )
    await store.commit(keys)
  }
  await store.commit([remove("profile", profileKey({ userId }))])
}
