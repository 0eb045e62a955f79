/** What a person can do about profiles, their own address, and chats that are not connected yet. See commands.ts. */
import type { AddressSettings, Chat, ConnectOptions, ProfileChange } from "../worker/api.ts"
import { loadAddress, tidyName } from "./commands.ts"
import { apply } from "./state/apply.ts"
import { goTo } from "./state/route.ts"
import { worker } from "./worker.ts"

const loadProfiles = async () => apply({ type: "profiles", profiles: await worker.profiles() })

/** Another profile is on screen now. */
const shown = async (chats: readonly Chat[]) => {
  apply({ type: "profileShown", chats })
  await Promise.all([loadProfiles(), loadAddress()])
}

export const addProfile = async (name: string) => shown(await worker.addProfile(tidyName(name)))
export const switchProfile = async (id: number) => shown(await worker.switchProfile(id))

export const deleteProfile = async (id: number) => {
  await worker.deleteProfile(id)
  await shown(await worker.chats())
}

export const updateProfile = async (change: ProfileChange) => {
  await worker.updateProfile({ ...change, displayName: tidyName(change.displayName) })
  await loadProfiles()
}

export const addressSettings = () => worker.addressSettings()
export const setAddressSettings = (settings: AddressSettings) => worker.setAddressSettings(settings)
export const addShortLink = async () => apply({ type: "address", address: await worker.addShortLink() })

/** A chat with whom a link is for, before anything is sent. */
export const prepare = async (link: string) => {
  const chat = await worker.prepare(link)
  apply({ type: "chatMade", chat })
  apply({ type: "arrival", arrival: null })
  goTo({ at: "chat", chatId: chat.id })
}

export const connectPrepared = (chatId: string, options: ConnectOptions & { readonly message?: string }) =>
  worker.connectPrepared(chatId, options)

export const openNotes = async () => {
  const chat = await worker.notes()
  apply({ type: "chatMade", chat })
  goTo({ at: "chat", chatId: chat.id })
}
