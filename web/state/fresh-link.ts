/** A link that was just made, and that nobody has been asked about yet: whether it is to be kept is asked when it is left. */
import { computed, signal } from "@preact/signals"
import { chatById } from "./chats.ts"
import { readChatId } from "./route.ts"

const made = signal<string | null>(null)

export const applyFreshLink = (chatId: string | null) => {
  made.value = chatId
}

/** The chat of the link to ask about: it was left, and nobody has used it. */
export const leftLink = computed<string | null>(() => {
  const id = made.value
  return id !== null && readChatId.value !== id && chatById(id)?.status === "link" ? id : null
})
