/** What a person can do about profiles, their own address, and chats that are not connected yet. See commands.ts. */
import type {
  AddressSettings,
  Chat,
  ConnectOptions,
  DeleteProfileOptions,
  ProfileChange,
  RemoveOptions,
  Tag,
} from "../worker/api.ts"
import { loadAddress, tidyName } from "./commands.ts"
import { apply } from "./state/apply.ts"
import { goTo } from "./state/route.ts"
import { worker } from "./worker.ts"

/**
 * Another profile is on screen from now on. Its chats are asked for once more, so that nothing is lost that happened
 * between the command and this.
 */
const shown = async (command: Promise<unknown>) => {
  await command
  const [profiles, chats] = await Promise.all([worker.profiles(), worker.chats()])
  apply({ type: "profileShown", profiles, chats })
  await loadAddress()
}

export const addProfile = (name: string) => shown(worker.addProfile(tidyName(name)))
export const switchProfile = (id: number, password?: string) => shown(worker.switchProfile(id, password))
export const deleteProfile = (id: number, { next, ...options }: DeleteProfileOptions = {}) =>
  shown(worker.deleteProfile(id, { ...options, ...(next !== undefined && { next: tidyName(next) }) }))
export const hideProfile = (id: number, password: string) => worker.hideProfile(id, password)
export const unhideProfile = (id: number, password: string) => worker.unhideProfile(id, password)
export const muteProfile = (id: number, muted: boolean) => worker.muteProfile(id, muted)
/** Hidden profiles that this opens. Takes a while, on purpose. */
export const findProfiles = (password: string) => worker.findProfiles(password)

export const updateProfile = async (change: ProfileChange) => {
  await worker.updateProfile({ ...change, displayName: tidyName(change.displayName) })
  apply({ type: "profiles", profiles: await worker.profiles() })
}

export const addressSettings = () => worker.addressSettings()
export const setAddressSettings = (settings: AddressSettings) => worker.setAddressSettings(settings)
export const addShortLink = async () => apply({ type: "address", address: await worker.addShortLink() })

/** Whose an unused link or a prepared chat is. It goes where the other profile is, and so does the reader. */
export const changeLinkProfile = async (chatId: string, profileId: number) => {
  const { id } = await worker.changeLinkProfile(chatId, profileId)
  await switchProfile(profileId)
  goTo({ at: "chat", chatId: id })
}
export const setLinkIncognito = async (chatId: string, incognito: boolean) =>
  apply({ type: "chat", chat: await worker.setLinkIncognito(chatId, incognito) })

/** A chat with whom a link is for, before anything is sent. */
export const prepare = async (link: string) => {
  const chat = await worker.prepare(link)
  apply({ type: "chatMade", chat })
  apply({ type: "arrival", arrival: null })
  goTo({ at: "chat", chatId: chat.id })
}

export const connectPrepared = (chatId: string, options: ConnectOptions & { readonly message?: string }) =>
  worker.connectPrepared(chatId, options)

export const openNotes = async () => openChat(await worker.notes())

/** Where one's notes are; makes them where there are none yet. */
export const notesId = async (): Promise<string> => {
  const chat = await worker.notes()
  apply({ type: "chatMade", chat })
  return chat.id
}

const openChat = (chat: Chat) => {
  apply({ type: "chatMade", chat })
  goTo({ at: "chat", chatId: chat.id })
}

const chatIs = async (answer: Promise<Chat>) => apply({ type: "chat", chat: await answer })

export const setAlias = (chatId: string, alias: string) => chatIs(worker.setAlias(chatId, alias))
export const markUnread = (chatId: string, unread: boolean) => worker.markUnread(chatId, unread)
export const markAllRead = (profileId: number) => worker.markAllRead(profileId)
export const markChatRead = (chatId: string) => worker.markRead(chatId)
export const setChatTags = (chatId: string, tagIds: readonly number[]) => chatIs(worker.setChatTags(chatId, tagIds))
export const createTag = (tag: Omit<Tag, "id">) => worker.createTag(tag)
export const changeTag = (tag: Tag) => worker.changeTag(tag)
export const deleteTag = (id: number) => worker.deleteTag(id)
export const orderTags = (ids: readonly number[]) => worker.orderTags(ids)
export const removeFromList = (chatId: string, options: RemoveOptions) => worker.removeChat(chatId, options)

export const shareAddress = async (on: boolean) => {
  await worker.shareAddress(on)
  apply({ type: "profiles", profiles: await worker.profiles() })
}
export const setContactMerge = async (on: boolean) => {
  await worker.setContactMerge(on)
  apply({ type: "profiles", profiles: await worker.profiles() })
}

/** Sends the card of a contact, or our own, and goes there, to say something about it. */
export const sendCard = async (toChatId: string, of: string | null) => {
  const item = await worker.sendCard(toChatId, of)
  goTo({ at: "chat", chatId: toChatId })
  apply({ type: "sent", item })
}

export const askTeam = async () => openChat(await worker.askTeam())
