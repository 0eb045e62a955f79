/** What is there when a body of messages is handled: the contact, and the lines that the messages are about. */
import type { Clock, Random } from "../../platform.ts"
import type { ContactRow, EarlyRow, ItemRow, MessageIdRow } from "../../store/chat.ts"
import type { Parsed } from "../body.ts"
import { isShownLast, withLast } from "../contact.ts"
import { type ChatState, latestItem } from "../state.ts"
import type { Transaction } from "../transaction.ts"

/** Who sent a message, from our view. */
export type Direction = "sent" | "received"

export type Loaded = {
  /** The line of a message as it is now, or undefined. */
  find(direction: Direction, msgId: string): ItemRow | undefined
  /** Reactions that came before their message. */
  early(direction: Direction, msgId: string): EarlyRow | undefined
  /** Newest lines, newest first, as they were; only when something may be deleted. */
  readonly newest: readonly ItemRow[]
}

export type Receiving = {
  readonly state: ChatState
  readonly clock: Clock
  readonly random: Random
  readonly loaded: Loaded
  /** The contact as it is when the change is made, not as it was when the event came. */
  readonly current: () => ContactRow
  /** Milliseconds: when the server took the body. */
  readonly at: number
  /** For after the commit: this contact becomes a part of another. */
  readonly onMerge: (contactId: string) => void
  /** For after the commit: this contact is to be sent something. */
  readonly onDue: (contactId: string) => void
}

/** Lines among which the one is found that the list of chats shows after a deletion. */
const newestLines = 20

type Ref = readonly [Direction, string]

const refsOf = (p: Parsed): readonly Ref[] => {
  if (p.type !== "message") return []
  const { event, msgId } = p.message
  switch (event.type) {
    case "x.msg.new": {
      const { quote } = event.message
      const quoted = quote?.ref.msgId ?? null
      return [
        ...(msgId === null ? [] : [["received", msgId] as const]),
        ...(quoted === null ? [] : [[quote?.ref.sent === true ? "received" : "sent", quoted] as const]),
      ]
    }
    case "x.msg.update":
    case "x.msg.del":
    case "x.msg.react":
    case "x.msg.file.descr":
    case "x.file.cancel":
      return [
        ["received", event.msgId],
        ["sent", event.msgId],
      ]
    default:
      return []
  }
}

/** Loads all lines that the messages of a body are about. */
export const load = async (state: ChatState, contactId: string, parsed: readonly Parsed[]): Promise<Loaded> => {
  const { store, recent, hashId } = state
  const hashes = new Set(parsed.flatMap(refsOf).map(([direction, msgId]) => hashId(contactId, direction, msgId)))
  const ids = new Map<string, MessageIdRow>()
  const early = new Map<string, EarlyRow>()
  const items = new Map<number, ItemRow>()
  const loadOne = async (hash: string): Promise<void> => {
    const [id, before] = await Promise.all([
      store.get("messageIds", contactId, hash),
      store.get("early", contactId, hash),
    ])
    if (before !== undefined) early.set(hash, before)
    if (id === undefined) return
    ids.set(hash, id)
    const row = await store.get("items", contactId, id.order)
    if (row !== undefined) items.set(id.order, row)
  }
  await Promise.all([...hashes].map(loadOne))
  const deletes = parsed.some(p => p.type === "message" && p.message.event.type === "x.msg.del")
  return {
    newest: deletes ? await loadNewest(state, contactId) : [],
    find: (direction, msgId) => {
      const hash = hashId(contactId, direction, msgId)
      const id = recent.latest("messageIds", [contactId, hash], ids.get(hash))
      return id && latestItem(state, contactId, id.order, items.get(id.order))
    },
    early: (direction, msgId) => {
      const hash = hashId(contactId, direction, msgId)
      return recent.latest("early", [contactId, hash], early.get(hash))
    },
  }
}

/** The newest lines, newest first, for `showLast`. */
export const loadNewest = (state: ChatState, contactId: string): Promise<readonly ItemRow[]> =>
  state.store.list("items", { prefix: [contactId], reverse: true, limit: newestLines })

/** When the line is gone that the list of chats shows, it shows the one before. */
export const showLast = (tx: Transaction, state: ChatState, contactId: string, newest: readonly ItemRow[]): void => {
  const c = state.contacts.get(contactId)
  if (c === undefined || c.lastText !== undefined) return
  const last = newest
    .map(row => latestItem(state, contactId, row.order, row))
    .find(row => row !== undefined && isShownLast(row))
  if (last !== undefined) tx.contact(withLast(c, last))
}
