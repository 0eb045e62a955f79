/** The stand-in's profiles: hidden ones, what they allow, receipts, how long messages stay. Part of fake-worker.ts. */
import type { Chat, ProfilePreferences, WorkerApi } from "../../worker/api.ts"
import { act, change, chats, failure, fake, showProfile, take } from "./fake-state.ts"

/** Opens every hidden profile. */
const password = "sesame"

const told = () => take({ type: "profiles", profiles: fake.profiles.filter(p => p.active || !p.hidden) })

const settings = {
  preferences: {
    timedMessages: { allow: "yes" },
    fullDelete: { allow: "no" },
    reactions: { allow: "yes" },
    voice: { allow: "yes" },
    calls: { allow: "yes" },
  } as ProfilePreferences,
  receipts: true,
  retention: null as number | null,
}

const check = (id: number, given: string | undefined) => {
  if (fake.profiles.find(p => p.id === id)?.hidden && given !== password) throw failure("WRONG_PASSPHRASE")
}

/** A link that was given to another profile. */
let moved: { readonly to: number; readonly chat: Chat } | undefined

/** Pictures that were chosen, by chat; null: for the profile. */
const chosen = new Map<string | null, Uint8Array>()

export const profilesApi: Partial<WorkerApi> = {
  chosenWallpaper: async chatId => chosen.get(chatId) ?? null,
  chooseWallpaper: async (chatId, choice) => {
    await act("chooseWallpaper")
    if (choice?.picture) chosen.set(chatId, choice.picture)
    else chosen.delete(chatId)
    const wallpaper = choice && { wallpaper: choice.name }
    if (chatId !== null) {
      const { muted = false, favorite = false } = chats.get(chatId)?.settings ?? {}
      change(chatId, { settings: { muted, favorite, ...wallpaper } })
      return
    }
    fake.profiles = fake.profiles.map(({ wallpaper: before, ...p }) =>
      p.active ? { ...p, ...wallpaper } : { ...p, ...(before !== undefined && { wallpaper: before }) },
    )
    told()
  },
  profiles: async () => fake.profiles.filter(p => p.active || !p.hidden),
  switchProfile: async (id, given) => {
    await act("switchProfile")
    check(id, given)
    const shown = showProfile(id)
    if (moved?.to !== id) return shown
    take({ type: "chat", chat: moved.chat })
    return [moved.chat]
  },
  deleteProfile: async (id, options = {}) => {
    await act("deleteProfile")
    check(id, options.password)
    const wasActive = fake.profiles.find(p => p.id === id)?.active
    const left = fake.profiles.filter(p => p.id !== id)
    if (!left.some(p => !p.hidden)) {
      if (options.next === undefined) throw failure("LAST_PROFILE")
      if (options.next === "") throw failure("BAD_NAME")
      left.push({ id: fake.next++, displayName: options.next, fullName: "", active: true, unread: 0 })
    }
    fake.profiles = left
    const shown = left.find(p => !p.hidden)
    if (wasActive && shown) showProfile(shown.id)
  },
  hideProfile: async (id, given) => {
    await act("hideProfile")
    if (given === "") throw failure("BAD_PASSPHRASE")
    if (!fake.profiles.some(p => p.id !== id && !p.hidden)) throw failure("LAST_PROFILE")
    fake.profiles = fake.profiles.map(p => (p.id === id ? { ...p, hidden: true, muted: true } : p))
    told()
  },
  unhideProfile: async (id, given) => {
    await act("unhideProfile")
    check(id, given)
    fake.profiles = fake.profiles.map(({ hidden, muted, ...p }) =>
      p.id === id ? p : { ...p, ...(hidden && { hidden }), ...(muted && { muted }) },
    )
    told()
  },
  findProfiles: async given => {
    await act("findProfiles")
    return given === password ? fake.profiles.filter(p => p.hidden && !p.active) : []
  },
  muteProfile: async (id, muted) => {
    await act("muteProfile")
    fake.profiles = fake.profiles.map(({ muted: _, ...p }) => (p.id === id && muted ? { ...p, muted } : p))
    told()
  },
  markAllRead: async id => {
    await act("markAllRead")
    fake.profiles = fake.profiles.map(p => (p.id === id ? { ...p, unread: 0 } : p))
    if (fake.profiles.find(p => p.id === id)?.active)
      for (const chat of chats.values()) change(chat.id, { unread: 0, markedUnread: undefined })
    told()
  },
  preferences: async () => settings.preferences,
  setPreferences: async changes => {
    await act("setPreferences")
    settings.preferences = { ...settings.preferences, ...changes }
    return settings.preferences
  },
  receipts: async () => ({ on: settings.receipts, overrides: { on: 1, off: 2 } }),
  setReceipts: async on => {
    await act("setReceipts")
    settings.receipts = on
  },
  retention: async () => settings.retention,
  setRetention: async seconds => {
    await act("setRetention")
    settings.retention = seconds
  },
  setChatRetention: async (chatId, seconds) => {
    await act("setChatRetention")
    const now = { muted: false, favorite: false }
    return change(chatId, { settings: seconds === null ? now : { ...now, retention: seconds } })
  },
  countExpired: async seconds => (seconds < 7 * 86_400 ? 12 : 0),
  changeLinkProfile: async (chatId, profileId) => {
    await act("changeLinkProfile")
    moved = { to: profileId, chat: change(chatId, { incognito: undefined }) }
    return moved.chat
  },
  setLinkIncognito: async (chatId, on) => {
    await act("setLinkIncognito")
    return change(chatId, { incognito: on ? "Quiet Otter" : undefined })
  },
}
