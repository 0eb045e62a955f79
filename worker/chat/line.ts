/** Lines of a conversation that are no messages: what happened, as the page words it. */
import type { NoticeKind } from "../api.ts"
import type { ItemRow } from "../store/chat.ts"

export type Line = Omit<ItemRow, "contactId" | "order">

/** `at` in ms; `count`: of how many messages it tells. */
export const notice = (kind: NoticeKind, at: number, text = "", count?: number): Line => ({
  at,
  direction: "event",
  text,
  status: "received",
  notice: count === undefined ? { kind } : { kind, count },
})
