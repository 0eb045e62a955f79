/** Commands whose place is made but which do nothing yet: they say so. Goes away with the last of them. */
import type { ProfileCommands } from "../api.ts"
import { CommandError } from "./error.ts"

type Later = Pick<
  ProfileCommands,
  | "edit"
  | "remove"
  | "react"
  | "forward"
  | "itemInfo"
  | "search"
  | "markUnread"
  | "clear"
  | "setChatSettings"
  | "setFeature"
  | "receipts"
  | "setReceipts"
  | "notes"
  | "draft"
  | "setDraft"
>

const notYet = async (): Promise<never> => {
  throw new CommandError("NOT_ALLOWED")
}

export const laterCommands: Later = {
  edit: notYet,
  remove: notYet,
  react: notYet,
  forward: notYet,
  itemInfo: notYet,
  search: notYet,
  markUnread: notYet,
  clear: notYet,
  setChatSettings: notYet,
  setFeature: notYet,
  receipts: notYet,
  setReceipts: notYet,
  notes: notYet,
  draft: notYet,
  setDraft: notYet,
}
