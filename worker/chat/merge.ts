/**
 * Two contacts who are one person become one: the older stays, and gets all that was said with the younger. It is written
 * to by the younger's connection, and heard by both.
 *
 * Peer:  Simplex.Chat.Store.Groups, mergeContactRecords; Store.Direct, getContact_ (which connection is used).
 * Note:  the peer sorts the lines of both by time. Here the younger's stand behind: places in a conversation do not change,
 *        since what comes of messages on their way is told by them. They are moved so far that no old place of the younger
 *        can be taken for a new one.
 */
import type { ContactRow, ItemRow } from "../store/chat.ts"
import { type Change, conversationTables, keyOf, put, type Rows, remove } from "../store/schema.ts"
import { withLast } from "./contact.ts"
import { type ChatContext, change } from "./context.ts"
import { hashOf } from "./ids.ts"
import { itemId, toItem } from "./item.ts"
import { notice } from "./line.ts"
import { changeRef, changesOf, farewell, joinRefs, ordersOf, refOf } from "./ref.ts"
import type { ChatState } from "./state.ts"
import { profileIdOf } from "./state.ts"
import type { Transaction } from "./transaction.ts"

/** The place of a line that the agent knows by the place that it had when it was sent by this connection. */
export const placeNow = (c: ContactRow, connId: string, order: number): number =>
  (c.moved ?? []).reduce((at, m) => (m.connId === connId && at <= m.upTo ? at + m.offset : at), order)

const withPlaces = (ref: string, now: (order: number) => number): string =>
  joinRefs([
    refOf(ordersOf(ref).map(now)),
    ...changesOf(ref).map(change => changeRef({ ...change, order: now(change.order) })),
  ])

/** What the agent tells of messages of this connection, with the places that their lines have now. */
export const movedRef = (c: ContactRow, connId: string, ref: string): string =>
  c.moved === undefined || ref === farewell ? ref : withPlaces(ref, order => placeNow(c, connId, order))

/** How far the lines of `from` move when they are put behind those of `into`. */
export const offsetOf = (into: ContactRow, from: ContactRow): number => Math.max(into.nextOrder, from.nextOrder) - 1

const unique = <T>(all: readonly T[]): readonly T[] => [...new Set(all)]

const some = <K extends string, T>(key: K, all: readonly T[]): { readonly [k in K]?: readonly T[] } =>
  all.length === 0 ? {} : ({ [key]: all } as { readonly [k in K]: readonly T[] })

/** The contact that stays, with what it gets from the other. Its own name, settings and marks stay as they are. */
export const merged = (into: ContactRow, from: ContactRow): ContactRow => {
  const offset = offsetOf(into, from)
  // The code is of the connection that was compared.
  const {
    verifiedCode: _,
    archived,
    addressChange: __,
    sync: ___,
    alias,
    tags,
    others,
    moved,
    due,
    typing,
    ...rest
  } = into
  const name = alias ?? from.alias
  const upTo = from.nextOrder - 1
  const connections = [from.connId, ...(from.others ?? [])]
  const readUpTo =
    into.unread > 0 ? (into.readUpTo ?? 0) : offset + (from.unread > 0 ? (from.readUpTo ?? 0) : from.nextOrder - 1)
  const waiting = [into.waitingFrom, from.waitingFrom === undefined ? undefined : from.waitingFrom + offset]
  const firstWaiting = waiting.filter(order => order !== undefined)
  const row: ContactRow = {
    ...rest,
    ...(firstWaiting.length === 0 ? {} : { waitingFrom: Math.min(...firstWaiting) }),
    connId: from.connId,
    postQuantum: from.postQuantum,
    peerVersion: from.peerVersion,
    ...(from.addressChange === undefined ? {} : { addressChange: from.addressChange }),
    ...(from.sync === undefined ? {} : { sync: from.sync }),
    ...(name === undefined ? {} : { alias: name }),
    ...(archived === true && from.archived === true ? { archived } : {}),
    ...some("tags", unique([...(tags ?? []), ...(from.tags ?? [])])),
    ...some("typing", [...(typing ?? []), ...(from.typing ?? []).map(order => order + offset)]),
    ...some("due", [...(due ?? []), ...(from.due ?? [])]),
    ...some("others", unique([into.connId, ...(others ?? []), ...(from.others ?? [])])),
    ...some("moved", [
      ...(moved ?? []),
      ...(from.moved ?? []),
      ...connections.map(connId => ({ connId, upTo, offset })),
    ]),
    ...(from.profileDue === true ? { profileDue: true } : {}),
    linkHashes: unique([...into.linkHashes, ...from.linkHashes]),
    unread: into.unread + from.unread,
    readUpTo,
    nextOrder: offset + from.nextOrder,
    lastAt: Math.max(into.lastAt, from.lastAt),
    // What it belonged to has another place now.
    ...(into.draft !== undefined || from.draft === undefined ? {} : { draft: { text: from.draft.text } }),
  }
  return from.lastText === undefined || from.lastOrder === undefined
    ? row
    : withLast(row, { text: from.lastText, order: from.lastOrder + offset })
}

const movedItem = (row: ItemRow, contactId: string, offset: number): ItemRow => {
  const { quote, forwardedFrom } = row
  const ofHere = forwardedFrom?.contactId === row.contactId
  return {
    ...row,
    contactId,
    order: row.order + offset,
    ...(quote?.order === undefined ? {} : { quote: { ...quote, order: quote.order + offset } }),
    ...(ofHere ? { forwardedFrom: { ...forwardedFrom, contactId, order: forwardedFrom.order + offset } } : {}),
  }
}

type Loaded = { readonly [T in (typeof conversationTables)[number]]: readonly Rows[T][] }

const load = async ({ store }: ChatContext, contactId: string): Promise<Loaded> => {
  const range = { prefix: [contactId] }
  return Object.fromEntries(
    await Promise.all(conversationTables.map(async table => [table, await store.list(table, range)] as const)),
  ) as unknown as Loaded
}

/** Rows as they are now: what was loaded may have changed, or have been removed, since. */
const now = <T extends keyof Loaded>(state: ChatState, table: T, rows: readonly Rows[T][]): readonly Rows[T][] =>
  rows.flatMap(row => {
    const latest = state.recent.latest(table, (keyOf[table] as (r: Rows[T]) => readonly (string | number)[])(row), row)
    return latest === undefined ? [] : [latest]
  })

const moveRows = (tx: Transaction, state: ChatState, loaded: Loaded, from: ContactRow, into: ContactRow): void => {
  const { contactId } = into
  const offset = offsetOf(into, from)
  const at = <R extends { readonly order: number }>(row: R): R => ({ ...row, contactId, order: row.order + offset })
  const move = (change: Change, ...made: readonly Change[]): void => {
    tx.change(change)
    for (const c of made) tx.change(c)
  }
  for (const row of now(state, "items", loaded.items)) {
    const item = movedItem(row, contactId, offset)
    const hash = hashOf(state.hashId, item)
    const ids = hash === null ? [] : [put("messageIds", { contactId, hash, order: item.order })]
    move(remove("items", row.contactId, row.order), put("items", item), ...ids)
    const file = row.file?.fileId === undefined ? undefined : state.files.get(row.file.fileId)
    if (file !== undefined) tx.change(state.files.set({ ...file, ref: itemId(item) }))
    if (profileIdOf(into) === state.active) tx.events.push({ type: "item", item: toItem(item) })
  }
  for (const row of now(state, "kept", loaded.kept))
    move(remove("kept", row.contactId, row.order), put("kept", at(row)))
  for (const row of now(state, "versions", loaded.versions))
    move(remove("versions", row.contactId, row.order, row.n), put("versions", at(row)))
  for (const row of now(state, "outgoing", loaded.outgoing))
    move(
      remove("outgoing", row.contactId, row.order),
      put("outgoing", { ...at(row), ...(row.ref === undefined ? {} : { ref: withPlaces(row.ref, o => o + offset) }) }),
    )
  // Found by a hash with the contact in it.
  for (const row of now(state, "messageIds", loaded.messageIds))
    tx.change(remove("messageIds", row.contactId, row.hash))
  for (const row of now(state, "early", loaded.early)) {
    const { msgId } = row
    const hash = msgId === undefined ? null : state.hashId(contactId, "received", msgId)
    move(
      remove("early", row.contactId, row.hash),
      ...(hash === null ? [] : [put("early", { ...row, contactId, hash })]),
    )
  }
  for (const [id, row] of [...state.expiring]) {
    if (row.contactId !== from.contactId) continue
    state.expiring.delete(id)
    const moved = at(row)
    state.expiring.set(itemId(moved), moved)
    move(remove("expiring", row.contactId, row.order), put("expiring", moved))
  }
}

/**
 * Carries out what `mergeInto` of this contact says, in one commit. Nothing of its connections may be handled meanwhile.
 */
export const mergeContact = async (ctx: ChatContext, fromId: string): Promise<void> => {
  const { state, outbox } = ctx
  const intoId = state.contacts.get(fromId)?.mergeInto ?? ""
  let done = false
  await outbox.inTurn(fromId, () =>
    outbox.inTurn(intoId, async () => {
      const loaded = await load(ctx, fromId)
      await change(ctx, tx => {
        const from = state.contacts.get(fromId)
        const into = state.contacts.get(intoId)
        if (from?.mergeInto !== intoId) return
        // The other has gone meanwhile: this one stays by itself.
        if (into === undefined || into.closing !== undefined || into.mergeInto !== undefined) {
          const { mergeInto: _, ...alone } = from
          return tx.contact(alone)
        }
        moveRows(tx, state, loaded, from, into)
        tx.mergeContact(fromId, merged(into, from))
        tx.add(intoId, notice("merged", ctx.clock.now()))
        for (const [id, probe] of state.probes) {
          if (probe.contactId !== fromId) continue
          state.probes.set(id, { ...probe, contactId: intoId })
          tx.change(put("probes", { ...probe, contactId: intoId }))
        }
        done = true
      })
    }),
  )
  if (!done) return
  outbox.drop(fromId)
  await outbox.load(intoId)
  ctx.flush(intoId)
}
