/** What the page keeps beside the chats: how it looks, when it locks. */
import type { PageSettings } from "../api.ts"
import { put } from "./schema.ts"
import type { Store } from "./store.ts"

export type PageRow = { readonly name: "settings"; readonly settings: PageSettings }

/** Rejects StoreError. */
export const readPageSettings = async (store: Store): Promise<PageSettings> =>
  (await store.get("page", "settings"))?.settings ?? {}

/** Rejects StoreError. */
export const writePageSettings = (store: Store, settings: PageSettings): Promise<void> =>
  store.commit([put("page", { name: "settings", settings })])

const mostSettings = 50
const longestSetting = 200

/** Whether this is what may be kept: a few short values. */
export const isPageSettings = (value: unknown): value is PageSettings =>
  typeof value === "object" &&
  value !== null &&
  Object.keys(value).length <= mostSettings &&
  Object.entries(value).every(
    ([name, v]) =>
      name.length <= longestSetting &&
      (typeof v === "boolean" || Number.isFinite(v) || (typeof v === "string" && v.length <= longestSetting)),
  )
