/** What was set and is kept beside the chats: how the page looks and when it locks, how we talk to servers, files. */
import type { FileSettings, NetworkConfig, PageSettings } from "../api.ts"
import type { Bytes } from "../encoding/bytes.ts"
import { type Change, put, remove } from "./schema.ts"
import type { Store } from "./store.ts"

export type PageRow =
  | { readonly name: "settings"; readonly settings: PageSettings }
  | { readonly name: "network"; readonly network: NetworkConfig }
  | { readonly name: "files"; readonly files: FileSettings }
  | { readonly name: "bridge"; readonly url: string }
  | { readonly name: "wallpaper"; readonly picture: Bytes }
  | ChosenRow

/** The picture behind the messages of one chat, or of all chats of one profile: it is theirs, and goes where they go. */
export type ChosenRow = { readonly name: `wallpaper/${string}`; readonly picture: Bytes } & WallpaperOwner
export type WallpaperOwner = { readonly contactId: string } | { readonly userId: number }

/** Rejects StoreError. */
export const readPageSettings = async (store: Store): Promise<PageSettings> => {
  const row = await store.get("page", "settings")
  return row?.name === "settings" ? row.settings : {}
}

/** As it was written, perhaps by another version. Rejects StoreError. */
export const readNetworkRow = async (store: Store): Promise<unknown> => {
  const row = await store.get("page", "network")
  return row?.name === "network" ? row.network : undefined
}

/** Rejects StoreError. */
export const writeNetworkRow = (store: Store, network: NetworkConfig): Promise<void> =>
  store.commit([put("page", { name: "network", network })])

/** As in the apps: small media come by themselves, and servers that nobody here has chosen are asked about. */
export const defaultFileSettings: FileSettings = { images: true, voice: true, videos: true, askServers: true }

/** Rejects StoreError. */
export const readFileSettings = async (store: Store): Promise<FileSettings> => {
  const row = await store.get("page", "files")
  return row?.name === "files" ? { ...defaultFileSettings, ...row.files } : defaultFileSettings
}

/** Another bridge than that of the page's host; null: that one. Rejects StoreError. */
export const readBridge = async (store: Store): Promise<string | null> => {
  const row = await store.get("page", "bridge")
  return row?.name === "bridge" ? row.url : null
}

/** Rejects StoreError. */
export const writeBridge = (store: Store, url: string | null): Promise<void> =>
  store.commit([url === null ? remove("page", "bridge") : put("page", { name: "bridge", url })])

/** Whether it is about this device and this host only: it stays here when the chats go elsewhere. */
export const isOfDevice = (c: Change): boolean =>
  c.table === "page" && "put" in c && (c.put as PageRow).name === "bridge"

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

/** Bytes of a wallpaper; the page makes them of about 200 KB. */
export const mostWallpaper = 256 * 1024

/** Whether this is what may be kept as a wallpaper: a JPEG, by its first marker, of a bearable size. */
export const isWallpaper = (value: unknown): value is Bytes =>
  value instanceof Uint8Array &&
  value.length <= mostWallpaper &&
  [0xff, 0xd8, 0xff].every((byte, at) => value[at] === byte)

/** Null: none. What a backup brought and is none is none, too. Rejects StoreError. */
export const readWallpaper = async (store: Store): Promise<Bytes | null> => {
  const row = await store.get("page", "wallpaper")
  return row?.name === "wallpaper" && isWallpaper(row.picture) ? row.picture : null
}

/** Rejects StoreError. */
export const writeWallpaper = (store: Store, picture: Bytes | null): Promise<void> =>
  store.commit([picture === null ? remove("page", "wallpaper") : put("page", { name: "wallpaper", picture })])

const chosenName = (of: WallpaperOwner): ChosenRow["name"] =>
  `wallpaper/${"contactId" in of ? `chat/${of.contactId}` : `profile/${of.userId}`}`

/** The same of a chat or profile. Rejects StoreError. */
export const readChosen = async (store: Store, of: WallpaperOwner): Promise<Bytes | null> => {
  const row = await store.get("page", chosenName(of))
  return row !== undefined && "picture" in row && isWallpaper(row.picture) ? row.picture : null
}

/** Null: what was there goes. */
export const chosenChange = (of: WallpaperOwner, picture: Bytes | null): Change =>
  picture === null ? remove("page", chosenName(of)) : put("page", { name: chosenName(of), picture, ...of })
