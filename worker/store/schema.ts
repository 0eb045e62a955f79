/**
 * What is stored: a table is a row type and the key made of its fields. Rows are sealed whole; only keys are visible.
 *
 * Rows may gain optional fields at any time. A change that old rows do not satisfy needs a migration (indexeddb.ts).
 */
import type {
  ConnectionRow,
  DeletionRow,
  DeliveryRow,
  LookUpRow,
  RatchetRow,
  SecretRow,
  SentRow,
  SkippedRow,
  StatsRow,
} from "./agent.ts"
import type { Key } from "./backend.ts"
import type {
  ContactRow,
  EarlyRow,
  ExpiringRow,
  ItemRow,
  KeptRow,
  MessageIdRow,
  OutgoingRow,
  ProbeRow,
  ProfileRow,
  VersionRow,
} from "./chat.ts"
import type { ChunkRow, FileRow } from "./files.ts"
import type { PageRow } from "./page.ts"
import type { OperatorRow, ServersRow } from "./servers.ts"

export type Rows = {
  readonly connections: ConnectionRow
  readonly ratchets: RatchetRow
  readonly skipped: SkippedRow
  readonly deliveries: DeliveryRow
  readonly sent: SentRow
  readonly lookUps: LookUpRow
  readonly profile: ProfileRow
  readonly contacts: ContactRow
  readonly items: ItemRow
  readonly kept: KeptRow
  readonly messageIds: MessageIdRow
  readonly versions: VersionRow
  readonly expiring: ExpiringRow
  readonly outgoing: OutgoingRow
  readonly early: EarlyRow
  readonly probes: ProbeRow
  readonly servers: ServersRow
  readonly operators: OperatorRow
  readonly deletions: DeletionRow
  readonly stats: StatsRow
  readonly secrets: SecretRow
  readonly files: FileRow
  readonly chunks: ChunkRow
  readonly page: PageRow
}

export type TableName = keyof Rows

/** The first profile's row is older than that there may be others. */
export const profileKey = (r: Pick<ProfileRow, "userId">): string =>
  r.userId === undefined || r.userId === 1 ? "self" : String(r.userId)

/** Under which key a row lies. Keys are not sealed: random ids, hashes and numbers only. */
export const keyOf: { readonly [T in TableName]: (row: Rows[T]) => Key } = {
  connections: r => [r.connId],
  ratchets: r => [r.connId],
  skipped: r => [r.connId],
  deliveries: r => [r.connId, r.deliveryId],
  sent: r => [r.connId, r.sndMsgId],
  lookUps: r => [r.link],
  profile: r => [profileKey(r)],
  contacts: r => [r.contactId],
  items: r => [r.contactId, r.order],
  kept: r => [r.contactId, r.order],
  messageIds: r => [r.contactId, r.hash],
  versions: r => [r.contactId, r.order, r.n],
  expiring: r => [r.contactId, r.order],
  outgoing: r => [r.contactId, r.order],
  early: r => [r.contactId, r.hash],
  probes: r => [r.probeId],
  servers: r => [r.userId],
  operators: r => [r.id],
  deletions: r => [r.server, r.rcvId],
  stats: r => [r.userId, r.server],
  secrets: r => [r.name],
  files: r => [r.fileId],
  chunks: r => [r.fileId, r.no],
  page: r => [r.name],
}

export const tableNames = Object.keys(keyOf) as readonly TableName[]

/** Tables of one conversation: their keys begin with the contact's id. */
export const conversationTables = ["items", "kept", "messageIds", "versions", "expiring", "outgoing", "early"] as const

/** One row written or removed. Changes are data: they are collected by steps and applied by one commit. */
export type Put = {
  readonly [T in TableName]: { readonly table: T; readonly put: Rows[T] }
}[TableName]
export type Change = Put | { readonly table: TableName; readonly remove: Key }

/** Writes the row, in place of one with the same key. */
export const put = <T extends TableName>(table: T, row: Rows[T]): Change => ({ table, put: row }) as unknown as Change
/** Removes the row with this key, if there is one. */
export const remove = (table: TableName, ...key: Key): Change => ({
  table,
  remove: key,
})
