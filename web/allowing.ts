/** What a person can do about what the profile allows, receipts, and how long messages stay. See commands.ts. */
import type { ProfilePreferences } from "../worker/api.ts"
import { apply } from "./state/apply.ts"
import { worker } from "./worker.ts"

export const loadPreferences = () => worker.preferences()
export const setPreferences = (changes: Partial<ProfilePreferences>) => worker.setPreferences(changes)

export const loadReceipts = () => worker.receipts()
export const setReceipts = (on: boolean, forAll = false) => worker.setReceipts(on, forAll)

export const loadRetention = () => worker.retention()
export const setRetention = (seconds: number | null) => worker.setRetention(seconds)
export const setChatRetention = async (chatId: string, seconds: number | null) =>
  apply({ type: "chat", chat: await worker.setChatRetention(chatId, seconds) })
/** How many messages would go at once. */
export const countExpired = (seconds: number, chatId?: string) => worker.countExpired(seconds, chatId)
