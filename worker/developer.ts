/**
 * What somebody who looks for a mistake wants to know, and nothing that tells who talks to whom, or that there are profiles
 * which cannot be seen.
 *
 * Peer: the apps' developer tools, version and database information.
 */
import { agentVersions } from "./agent/message.ts"
import type { DeveloperInfo } from "./api.ts"
import { chatVersions } from "./chat/message.ts"
import { ratchetVersions } from "./crypto/ratchet-state.ts"
import type { VersionRange } from "./encoding/text.ts"
import { clientVersions } from "./smp/address.ts"
import { smpVersions } from "./smp/handshake.ts"
import type { Storage } from "./storage.ts"
import { keyOf, type TableName, tableNames } from "./store/schema.ts"
import type { Store } from "./store/store.ts"
import { xftpVersions } from "./xftp/handshake.ts"

const words = ({ min, max }: VersionRange): string => `${min}-${max}`

/** Tables whose rows say whose they are; rows without belong to the first profile, of look-ups to nobody. */
const owned = [
  "profile",
  "contacts",
  "connections",
  "files",
  "servers",
  "stats",
  "probes",
  "deletions",
  "lookUps",
] as const

const isOwned = (name: TableName): name is (typeof owned)[number] => owned.some(o => o === name)

/** Keys of rows that belong to other profiles than these, by table. */
const unseenKeys = async (store: Store, table: (typeof owned)[number], seen: ReadonlySet<number>) => {
  const rows = await store.list(table)
  const others = rows.filter(
    row => !seen.has(row.userId ?? (table === "lookUps" ? (seen.values().next().value ?? 1) : 1)),
  )
  return others.map(row => (keyOf[table] as (r: typeof row) => readonly (string | number)[])(row))
}

/** `seen`: the profiles that can be seen. Rejects StoreError. */
export const developerInfo = async ({ store, disk }: Storage, seen: readonly number[]): Promise<DeveloperInfo> => {
  const ids = new Set(seen)
  const unseen = new Map(await Promise.all(owned.map(async t => [t, await unseenKeys(store, t, ids)] as const)))
  /** Contacts, connections and files of others: what belongs to them has keys that begin as theirs. */
  const starts = new Set([...unseen.values()].flat().map(([first]) => first))
  const count = async (name: TableName): Promise<number> => {
    const keys = await store.keys(name, { prefix: [] })
    return isOwned(name)
      ? keys.length - (unseen.get(name)?.length ?? 0)
      : keys.filter(key => !starts.has(key[0] ?? "")).length
  }
  const counts = await Promise.all(tableNames.map(async name => [name, await count(name)] as const))
  const files = (await disk.list()).filter(name => !starts.has(name.replace(/\.\d+$/, "")))
  return {
    protocols: {
      smp: words(smpVersions),
      smpClient: words(clientVersions),
      agent: words(agentVersions),
      ratchet: words(ratchetVersions),
      chat: words(chatVersions),
      xftp: words(xftpVersions),
    },
    rows: Object.fromEntries(counts.filter(([, n]) => n > 0)),
    files: files.length,
  }
}
