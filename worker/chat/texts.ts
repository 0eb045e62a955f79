/**
 * The texts of lines as search compares them, in memory while somebody searches: opening every row again for each letter
 * that is typed would take seconds. They go a few minutes after the last search, and with the worker.
 *
 * Trust: plaintext, as are the chats that the page shows; nothing of it is written anywhere.
 */
import type { Clock } from "../platform.ts"
import type { ItemRow } from "../store/chat.ts"
import type { Change } from "../store/schema.ts"
import type { Store } from "../store/store.ts"
import type { Content } from "./content.ts"
import { contentOf } from "./kind.ts"

/** What of a line can be searched for. */
export type Searchable = {
  readonly order: number
  readonly at: number
  /** Normalised. */
  readonly text: string
  readonly kind: Content["type"]
  readonly hasLink: boolean
}

/** Rows that are opened together; between two batches others have their turn. */
const batchSize = 1000
/** Milliseconds after the last search. */
const idle = 3 * 60_000
/** Last changes: more than can be on their way to the disk at a time. */
const mostRecent = 1000
/** Characters that are kept in all: what is beyond is read anew each time. */
const mostKept = 30_000_000

/** The same for what people take for the same: capitals, wide letters, composed ones. */
export const normal = (text: string): string => text.normalize("NFKC").toLowerCase()

/** Null for what is not found: events and what was deleted. */
export const searchable = (row: ItemRow): Searchable | null => {
  if (row.direction === "event" || row.deleted !== undefined) return null
  const { type } = contentOf(row)
  const hasLink = type === "link" || /https?:\/\/\S/i.test(row.text)
  return { order: row.order, at: row.at, text: normal(row.text), kind: type, hasLink }
}

/** `row` absent: removed. */
type ItemChange = { readonly contactId: string; readonly order: number; readonly row?: ItemRow }

const itemChange = (change: Change): ItemChange => {
  if (!("put" in change)) return { contactId: String(change.remove[0]), order: Number(change.remove[1]) }
  const row = change.put as ItemRow
  return { contactId: row.contactId, order: row.order, row }
}

const pause = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 0))

/** Newest first. */
async function* batches(store: Store, contactId: string): AsyncGenerator<readonly ItemRow[]> {
  for (let before = Number.MAX_SAFE_INTEGER; ; ) {
    const rows = await store.list("items", { prefix: [contactId], before, reverse: true, limit: batchSize })
    yield rows
    const last = rows.at(-1)
    if (rows.length < batchSize || last === undefined) return
    before = last.order
    await pause()
  }
}

export interface Texts {
  /** Of all lines of a conversation, in any order. */
  of(contactId: string): Promise<Iterable<Searchable>>
  /** The same if they are in memory already, or null. */
  here(contactId: string): Iterable<Searchable> | null
  /** Keeps what it has up to date: to be told of every change. */
  note(change: Change): void
}

type Options = {
  readonly store: Store
  readonly clock: Clock
  /** What a row that was loaded has become since; undefined: it was removed. */
  readonly latest: (row: ItemRow) => ItemRow | undefined
}

export const createTexts = ({ store, clock, latest }: Options): Texts => {
  const kept = new Map<string, Map<number, Searchable>>()
  const loading = new Map<string, Promise<Map<number, Searchable>>>()
  /** Some of them may not be in the store yet. */
  const last: ItemChange[] = []
  let size = 0
  let cancel = (): void => undefined

  const forgetLater = (): void => {
    cancel()
    cancel = clock.after(idle, () => {
      kept.clear()
      size = 0
    })
  }

  const load = async (contactId: string): Promise<Map<number, Searchable>> => {
    const all = new Map<number, Searchable>()
    // Before the rows are read: what changes meanwhile is noted here.
    kept.set(contactId, all)
    for (const change of last) if (change.contactId === contactId) take(all, change)
    const noted = (order: number): boolean => all.has(order)
    let length = 0
    for await (const rows of batches(store, contactId))
      for (const row of rows) {
        const now = noted(row.order) ? undefined : latest(row)
        const found = now === undefined ? null : searchable(now)
        if (found === null) continue
        all.set(found.order, found)
        length += found.text.length
      }
    size += length
    if (size > mostKept) {
      kept.delete(contactId)
      size -= length
    }
    return all
  }

  const take = (texts: Map<number, Searchable>, { order, row }: ItemChange): void => {
    const found = row === undefined ? null : searchable(row)
    if (found === null) texts.delete(order)
    else texts.set(order, found)
  }

  return {
    of: async contactId => {
      forgetLater()
      const known = loading.get(contactId)
      if (known !== undefined) return (await known).values()
      const here = kept.get(contactId)
      if (here !== undefined) return here.values()
      const made = load(contactId).finally(() => loading.delete(contactId))
      loading.set(contactId, made)
      made.catch(() => kept.delete(contactId))
      return (await made).values()
    },
    here: contactId => {
      const texts = loading.has(contactId) ? undefined : kept.get(contactId)
      if (texts !== undefined) forgetLater()
      return texts?.values() ?? null
    },
    note: change => {
      if (change.table !== "items") return
      const now = itemChange(change)
      last.push(now)
      if (last.length > mostRecent) last.shift()
      const texts = kept.get(now.contactId)
      if (texts !== undefined) take(texts, now)
    },
  }
}
