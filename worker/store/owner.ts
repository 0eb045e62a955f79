/** Which rows are of one profile, to export it alone or to let go of it where it does not go on. */
import type { Disk } from "../platform.ts"
import { allRows, without } from "./copy.ts"
import { type Change, keyOf, profileKey, remove, type TableName } from "./schema.ts"
import type { Store } from "./store.ts"

/** By what a row says whose it is; "shared": it is of all, and tells about nobody. A new table needs its line here. */
type Owner = "user" | "contact" | "connection" | "file" | "shared"

const ownerOf: { readonly [T in TableName]: Owner } = {
  connections: "user",
  ratchets: "connection",
  skipped: "connection",
  deliveries: "connection",
  sent: "connection",
  // Keyed by hashes of links, to go on with an unused link that was looked at; whose it was is not said.
  lookUps: "shared",
  profile: "user",
  contacts: "user",
  items: "contact",
  kept: "contact",
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
  secrets: "shared",
  files: "user",
  chunks: "file",
  page: "shared",
}

type Row = {
  readonly userId?: number
  readonly contactId?: string
  readonly connId?: string
  readonly fileId?: string
}

/** The profile's number; rows of the first one may be without. */
const userOf = (row: Row): number => row.userId ?? 1

export type Owned = {
  /** Whether the row belongs to the profile, or to nobody. */
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
  const owns: Readonly<Record<Exclude<Owner, "shared">, (row: Row) => boolean>> = {
    user: row => userOf(row) === userId,
    contact: row => contacts.has(row.contactId),
    connection: row => connections.has(row.connId),
    file: row => files.has(row.fileId),
  }
  const ownerOfChange = (c: Change): Owner => ownerOf[c.table]
  const isOwn = (c: Change): boolean => {
    const owner = ownerOfChange(c)
    return owner !== "shared" && "put" in c && owns[owner](c.put as Row)
  }
  return {
    isOwn,
    isPart: c => ownerOfChange(c) === "shared" || isOwn(c),
    // Chunks lie beside their content: ID and ID.NUMBER.
    isFile: name => files.has(name.split(".")[0] ?? name),
  }
}

/** The disk with the contents of this profile only. */
export const diskOf = (disk: Disk, { isFile }: Owned): Disk => without(disk, name => !isFile(name))

/**
 * Removes the rows of this profile; its own row last, so that whoever is interrupted can do it again. Nothing may run over
 * the store meanwhile, and nobody is told: the profile goes on elsewhere. Rejects StoreError.
 */
export const removeOwned = async (store: Store, userId: number): Promise<void> => {
  const { isOwn } = await ownedBy(store, userId)
  for await (const batch of allRows(store)) {
    const own = batch.filter(c => isOwn(c) && c.table !== "profile")
    const keys = own.flatMap(c =>
      "put" in c ? [remove(c.table, ...(keyOf[c.table] as (row: unknown) => readonly string[])(c.put))] : [],
    )
    await store.commit(keys)
  }
  await store.commit([remove("profile", profileKey({ userId }))])
}
