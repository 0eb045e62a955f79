/** What a profile keeps, as far as the session has to know it before anything is open. */
import type { Clock, Disk } from "./platform.ts"
import type { Profile } from "./store/chat.ts"
import { put } from "./store/schema.ts"
import type { Store } from "./store/store.ts"

/** What an open profile keeps: rows, and the contents of files beside them. */
export type Storage = { readonly store: Store; readonly disk: Disk }

/** That a copy was made at this time; `profile`: of this one alone, of several. */
export type Exported = { readonly at: number; readonly profile?: { readonly id: number; readonly name: string } }

/** What was exported, if nothing has gone on in it since; null also when there is no profile in the store. */
export const exportedOf = async (store: Store): Promise<Exported | null> => {
  const rows = await store.list("profile")
  const marked = rows.flatMap(row => (row.exportedAt === undefined ? [] : [{ ...row, at: row.exportedAt }]))
  const [one] = marked
  if (one === undefined) return null
  if (marked.length === rows.length) return { at: one.at }
  return { at: one.at, profile: { id: one.userId ?? 1, name: one.profile.displayName } }
}

/**
 * Marks the store, or one of its profiles, as exported; with null as the one that goes on. Any of its profiles may be the
 * only one by now.
 */
export const markExported = async (store: Store, at: number | null, only?: number): Promise<void> => {
  const rows = await store.list("profile")
  if (rows.length === 0) throw new Error("no profile in the store")
  await store.commit(
    rows.map(({ exportedAt: _, ...rest }) => {
      const isMarked = at !== null && (only === undefined || (rest.userId ?? 1) === only)
      return put("profile", isMarked ? { ...rest, exportedAt: at } : rest)
    }),
  )
}

/** Stores the profile of an empty store. */
export const storeProfile = (store: Store, profile: Profile, clock: Clock): Promise<void> =>
  store.commit([put("profile", { profile, createdAt: clock.now() })])
