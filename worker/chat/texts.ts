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

/** Lines that are read together, and how many such parts at a time: while some are on their way, others are opened. */
const partSize = 500
const partsAtOnce = 4
/** Conversations that are begun before it is their turn: most are far smaller than a part. */
const ahead = 12
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

type Part = { readonly after?: number; readonly before?: number }

/** Parts of a conversation by the `order` of their lines, newest first; what was removed leaves some of them small. */
const partsOf = (nextOrder: number): readonly Part[] => {
  const bounds = Array.from({ length: Math.ceil(nextOrder / partSize) - 1 }, (_, i) => nextOrder - (i + 1) * partSize)
  const ends = [undefined, ...bounds.map(b => b + 1)]
  return ends.map((before, i) => {
    const after = bounds[i]
    return { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }
  })
}

/** Runs as many at a time, the others in the order of their calls. */
const turns = (most: number) => {
  let running = 0
  const waiting: (() => void)[] = []
  return async <T>(run: () => Promise<T>): Promise<T> => {
    if (running === most) await new Promise<void>(resolve => waiting.push(resolve))
    else running++
    try {
      return await run()
    } finally {
      // Whose turn is next takes this one's place.
      const next = waiting.shift()
      if (next === undefined) running--
      else next()
    }
  }
}

export interface Texts {
  /** Of all lines of a conversation, in any order. */
  of(contactId: string): Promise<Iterable<Searchable>>
  /** The same of several conversations, one after the other; those that come next are read meanwhile. */
  each(contactIds: readonly string[]): AsyncGenerator<Iterable<Searchable>>
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
  /** Above the `order` of every line of this conversation. */
  readonly nextOrder: (contactId: string) => number
}

/** See Texts. Read when somebody searches, and forgotten some time after that. */
export const createTexts = ({ store, clock, latest, nextOrder }: Options): Texts => {
  const inTurn = turns(partsAtOnce)
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
    let length = 0
    const read = async (part: Part): Promise<void> => {
      for (const row of await inTurn(() => store.list("items", { prefix: [contactId], ...part }))) {
        const now = all.has(row.order) ? undefined : latest(row)
        const found = now === undefined ? null : searchable(now)
        if (found === null) continue
        all.set(found.order, found)
        length += found.text.length
      }
    }
    await Promise.all(partsOf(nextOrder(contactId)).map(read))
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

  const textsOf = (contactId: string): Promise<Map<number, Searchable>> => {
    const known = loading.get(contactId)
    if (known !== undefined) return known
    const here = kept.get(contactId)
    if (here !== undefined) return Promise.resolve(here)
    const made = load(contactId).finally(() => loading.delete(contactId))
    loading.set(contactId, made)
    made.catch(() => kept.delete(contactId))
    return made
  }

  async function* each(contactIds: readonly string[]): AsyncGenerator<Iterable<Searchable>> {
    forgetLater()
    const begun: Promise<Map<number, Searchable>>[] = []
    for (const i of contactIds.keys()) {
      for (const id of contactIds.slice(begun.length, i + 1 + ahead)) {
        const texts = textsOf(id)
        // Told when it is its turn.
        texts.catch(() => undefined)
        begun.push(texts)
      }
      yield ((await begun[i]) ?? new Map<number, Searchable>()).values()
    }
    forgetLater()
  }

  return {
    of: async contactId => {
      forgetLater()
      return (await textsOf(contactId)).values()
    },
    each,
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
