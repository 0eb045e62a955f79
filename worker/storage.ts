/** What a profile keeps, as far as the session has to know it before anything is open. */
import type { Clock, Disk } from "./platform.ts"
import type { Profile } from "./store/chat.ts"
import { put } from "./store/schema.ts"
import type { Store } from "./store/store.ts"

/** What an open profile keeps: rows, and the contents of files beside them. */
export type Storage = { readonly store: Store; readonly disk: Disk }

/** When the store was exported, if nothing has gone on in it since; null also when there is no profile in it. */
export const exportedAt = async (store: Store): Promise<number | null> =>
  (await store.list("profile")).map(row => row.exportedAt).find(at => at !== undefined) ?? null

/** Marks the store as exported, or with null as the one that goes on. Any of its profiles may be the only one by now. */
export const markExported = async (store: Store, at: number | null): Promise<void> => {
  const rows = await store.list("profile")
  if (rows.length === 0) throw new Error("no profile in the store")
  await store.commit(
    rows.map(({ exportedAt: _, ...rest }) => put("profile", at === null ? rest : { ...rest, exportedAt: at })),
  )
}

/** Stores the profile of an empty store. */
export const storeProfile = (store: Store, profile: Profile, clock: Clock): Promise<void> =>
  store.commit([put("profile", { profile, createdAt: clock.now() })])
