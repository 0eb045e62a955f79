/**
 * What the agent tells becomes lines and contacts: one event at a time per contact, each with one commit.
 *
 * Peer:  Simplex.Chat.Library.Subscriber, processDirectMessage.
 * Trust: bodies are chosen by the contact. What cannot be read becomes a line that says so, and is acknowledged: an
 *        unreadable message must not block the ones behind it.
 */

import type { Agent } from "../agent/agent.ts"
import type { Answer, Incoming, Integrity } from "../agent/events.ts"
import { createLocks, withAll } from "../agent/lock.ts"
import type { ChatEvent } from "../api.ts"
import type { Clock, Random } from "../platform.ts"
import type { ContactRow, ItemRow } from "../store/chat.ts"
import { type Parsed, parseBody } from "./body.ts"
import { connected, failed } from "./contact.ts"
import { toFailureCode } from "./error.ts"
import { ownInfo, sameUs } from "./info.ts"
import { withStatus } from "./item.ts"
import { notice } from "./line.ts"
import { movedRef } from "./merge.ts"
import { featureNotice } from "./preferences.ts"
import { probed } from "./probes.ts"
import { receiveBody } from "./receive/body.ts"
import { noticeLine, withInfo } from "./receive/contact.ts"
import { load } from "./receive/context.ts"
import { type Changed, changesOf, farewell, ordersOf } from "./ref.ts"
import { readInfo, receiveRequest } from "./requests.ts"
import { type Noted, onRotation, onSync } from "./security.ts"
import { type ChatState, connectionsOf, featureFor, latestItem, loadItem, profileIdOf, profileOf } from "./state.ts"
import { type Transaction, transaction } from "./transaction.ts"
import { markUnsent, withoutUnsent } from "./undelivered.ts"

export type InboxOptions = {
  readonly state: ChatState
  readonly agent: Agent
  readonly clock: Clock
  readonly random: Random
  readonly emit: (event: ChatEvent) => void
  /** The contact can be written to: what waited for that may go. */
  readonly onReady: (contactId: string) => void
  /** One side has deleted the other, and the connection can be removed. */
  readonly onTold: (contactId: string) => void
  /** A request that is to be accepted without asking. */
  readonly onAutoAccept: (contactId: string) => void
  /** It never can: what waited has failed. */
  readonly onFailed: (contactId: string) => void
  /** The contact is the same person as another. Nothing of its connections is handled until this is done. */
  readonly merge: (contactId: string) => Promise<void>
  readonly onBroken: (e: unknown) => void
}

/** Handles events until the agent stops. */
export const runInbox = async (options: InboxOptions): Promise<void> => {
  const inOrder = createLocks()
  const merge = (contactId: string): void => {
    const contact = options.state.contacts.get(contactId)
    if (contact === undefined) return
    withAll(inOrder, connectionsOf(contact), () => options.merge(contactId)).catch(options.onBroken)
  }
  for await (const incoming of options.agent.incoming())
    inOrder(incoming.connId, () => handle(options, merge, incoming)).catch(options.onBroken)
}

/** Of a contact with several connections, what is told of those by which nothing is sent any more is nobody's business. */
const ofMain: ReadonlySet<Incoming["event"]["type"]> = new Set(["failed", "rotation", "sync", "waiting", "info"])

const handle = async (options: InboxOptions, merge: (contactId: string) => void, incoming: Incoming): Promise<void> => {
  const { state, emit, onReady } = options
  if (incoming.event.type === "request") return receiveRequest(options, incoming, incoming.event)
  const contact = state.contacts.get(state.byConnection.get(incoming.connId) ?? "")
  // Not ours any more (removed meanwhile): acknowledged so that the queue goes on.
  if (contact === undefined) return incoming.commit(() => [])
  if (contact.closing !== undefined) return close(options, contact, incoming)
  const isMain = contact.connId === incoming.connId
  if (!isMain && ofMain.has(incoming.event.type)) return incoming.commit(() => [])
  const sync = isMain ? incoming.sync : undefined
  const { apply, answer, after } = await read(options, merge, contact, incoming)
  let events: readonly ChatEvent[] = []
  const wasConnected = contact.status === "connected"
  const current = (): ContactRow => state.contacts.get(contact.contactId) ?? contact
  await incoming.commit(() => {
    const tx = transaction(state)
    // Removed while the event was looked at: nothing of it may come back.
    if (!state.contacts.has(contact.contactId)) return []
    const syncLine = (to: NonNullable<Incoming["sync"]>) =>
      note(tx, contact.contactId, onSync(current(), to), options.clock.now())
    // That it works again belongs before what was readable, that it does not after what was not.
    if (sync === "ok") syncLine("ok")
    apply(tx)
    if (sync !== undefined && sync !== "ok") syncLine(sync)
    events = tx.events
    return tx.changes
  }, answer)
  for (const e of events) emit(e)
  const now = state.contacts.get(contact.contactId)
  const canSendAgain = sync === "ok" || sync === "allowed"
  if (now?.status === "connected" && (!wasConnected || canSendAgain)) onReady(now.contactId)
  if (incoming.event.type === "joined") onReady(contact.contactId)
  if (now?.closing === "told") options.onTold(now.contactId)
  if (now?.status === "failed") options.onFailed(now.contactId)
  after?.()
}

/** We have deleted it, or it us: all that matters is whether it has been told. */
const close = async (
  { state, emit, onTold }: InboxOptions,
  contact: ContactRow,
  { event, commit }: Incoming,
): Promise<void> => {
  const isTold = event.type === "sent" || event.type === "sendFailed" ? event.ref === farewell : event.type === "failed"
  let events: readonly ChatEvent[] = []
  await commit(() => {
    const tx = transaction(state)
    const now = state.contacts.get(contact.contactId)
    if (isTold && now !== undefined) tx.contact({ ...now, closing: "told" })
    events = tx.events
    return tx.changes
  })
  for (const e of events) emit(e)
  if (isTold) onTold(contact.contactId)
}

const note = (tx: Transaction, id: string, { contact, notice: kind }: Noted, at: number): void => {
  tx.contact(contact)
  if (kind !== undefined) tx.add(id, notice(kind, at))
}

type Reaction = {
  readonly apply: (tx: Transaction) => void
  readonly answer?: Answer
  /** What follows the commit. */
  readonly after?: () => void
}

/** Everything that has to be awaited is done here; what it returns changes rows without waiting. */
const read = async (
  options: InboxOptions,
  merge: (contactId: string) => void,
  contact: ContactRow,
  { event, connId }: Incoming,
): Promise<Reaction> => {
  const { state, clock, random } = options
  const id = contact.contactId
  const now = clock.now()
  /** The row as it is when the change is made, not as it was when the event came. */
  const current = (): ContactRow => state.contacts.get(id) ?? contact
  const refNow = (ref: string): string => movedRef(contact, connId, ref)

  switch (event.type) {
    case "request":
    case "joined":
      // What it waited for has come.
      return {
        apply: tx => {
          const { problem, ...rest } = current()
          if (problem !== undefined && rest.status === "connecting") tx.contact(rest)
        },
      }
    case "confirmation":
    case "info": {
      const profile = await readInfo(event.info)
      if (profile === null) return { apply: tx => tx.contact(failed(current(), "PEER_OLD")) }
      const isReady = event.type === "info" && event.connected
      const first = contact.prepared?.firstOrder
      const request = first === undefined ? undefined : await loadItem(state, id, first)
      const user = profileOf(state, profileIdOf(contact))
      const apply = (tx: Transaction): void => {
        const isStale = event.type === "confirmation" && !sameUs(profileOf(state, profileIdOf(contact)), user)
        const known = withInfo(current(), profile.told, profile.version, user.preferences)
        // Our profile has changed while this answer was made.
        tx.contact(isStale && known.incognito === undefined ? { ...known, profileDue: true } : known)
        // Whoever accepts has read what came with the request.
        const line = request && latestItem(state, id, request.order, request)
        if (line !== undefined) tx.item(withStatus(line, "delivered"))
        if (isReady) becomeConnected(tx, options, current, event.postQuantum, now)
      }
      if (event.type === "info") return { apply }
      // With the time of disappearing messages that comes of both.
      const answered = withInfo(contact, profile.told, profile.version, user.preferences)
      return { apply, answer: { ownInfo: await ownInfo(user, answered) } }
    }
    case "connected":
      return { apply: tx => becomeConnected(tx, options, current, event.postQuantum, now) }
    case "failed": {
      const problem = toFailureCode(event.code, event.blocked)
      const waiting = contact.status === "connected" ? [] : await waitingLines(state, id)
      return {
        apply: tx => {
          tx.contact(failed(current(), problem))
          for (const loaded of waiting) {
            const { waiting: _, ...row } = latestItem(state, id, loaded.order, loaded) ?? loaded
            tx.item({ ...row, status: "failed", problem })
          }
        },
      }
    }
    case "message": {
      const parsed = await parseBody(event.body)
      const merging = new Set<string>()
      const due = new Set<string>()
      const receiving = {
        ...{ state, clock, random, current, at: event.at, loaded: await load(state, id, parsed) },
        onMerge: (contactId: string) => void merging.add(contactId),
        onDue: (contactId: string) => void due.add(contactId),
      }
      return {
        after: () => {
          // The answer goes first: by the connection that it came by.
          due.forEach(options.onReady)
          merging.forEach(merge)
        },
        apply: tx => {
          integrityLine(tx, id, event.integrity, now)
          if (connId === current().connId && event.postQuantum !== current().postQuantum) {
            tx.contact({ ...current(), postQuantum: event.postQuantum })
            if (event.postQuantum) tx.add(id, notice("postQuantum", now))
          }
          receiveBody(tx, receiving, parsed)
        },
        answer: { receipt: tellsReceipt(state, contact) && parsed.some(isNewMessage) },
      }
    }
    case "sent": {
      const sent = (row: ItemRow): ItemRow => ({
        ...withStatus(row, "sent"),
        ...(event.proxied ? { proxied: true } : {}),
      })
      return changed(state, id, refNow(event.ref), { line: sent, change: (row, c) => withoutUnsent(row, c.what) })
    }
    case "delivered":
      return status(state, id, event.refs.map(refNow), row => {
        const after = withStatus(row, "delivered")
        return after === row ? row : { ...after, deliveredAt: now }
      })
    case "held": {
      const problem = toFailureCode(event.code)
      return status(state, id, [refNow(event.ref)], row => (row.status === "sending" ? { ...row, problem } : row))
    }
    case "sendFailed": {
      const problem = toFailureCode(event.code, event.blocked)
      const loaded = await loadChanges(state, id, refNow(event.ref))
      const lines = await status(state, id, [refNow(event.ref)], row => withStatus(row, "failed", problem))
      return {
        apply: tx => {
          lines.apply(tx)
          markUnsent(tx, { state, clock }, id, loaded, problem)
        },
      }
    }
    case "rotation":
      return { apply: tx => note(tx, id, onRotation(current(), event), now) }
    case "elsewhere":
      // Of no contact in particular: the profile is used in another place.
      return { apply: tx => tx.tell({ type: "elsewhere" }) }
    case "sync":
      return { apply: () => undefined }
    case "waiting":
      // Shown until there is something better to show: the next success of the connection takes it away.
      return {
        apply: tx => {
          if (current().status === "connecting") tx.contact({ ...current(), problem: toFailureCode(event.code) })
        },
      }
    case "undecryptable": {
      const [last] = await state.store.list("items", { prefix: [id], reverse: true, limit: 1 })
      return { apply: tx => undecryptable(tx, state, current(), last, now) }
    }
    case "malformed":
      return { apply: tx => tx.add(id, notice("malformed", now)) }
  }
}

/** Whether this contact sees that its messages arrived. */
const tellsReceipt = (state: ChatState, c: ContactRow): boolean =>
  c.receipts ?? profileOf(state, profileIdOf(c)).receipts ?? true

const isNewMessage = (p: Parsed): boolean => p.type === "message" && p.message.event.type === "x.msg.new"

const becomeConnected = (
  tx: Transaction,
  { state, random }: InboxOptions,
  current: () => ContactRow,
  postQuantum: boolean,
  at: number,
): void => {
  if (current().status === "connected") return
  tx.contact(probed(connected(current(), postQuantum), random))
  const { contactId } = current()
  tx.add(contactId, { ...notice("connected", at), notice: { kind: "connected", postQuantum } })
  // Where messages disappear from the beginning, that is said.
  const timed = featureFor(state, current(), "timedMessages")
  if (timed.ttl !== undefined) tx.add(contactId, noticeLine(featureNotice("timedMessages", timed), at))
}

const integrityLine = (tx: Transaction, id: string, integrity: Integrity, at: number): void => {
  if (integrity.type === "skipped") tx.add(id, notice("skipped", at, "", integrity.count))
  else if (integrity.type !== "ok") tx.add(id, notice(integrity.type, at))
}

/** One line for all that come together. */
const undecryptable = (
  tx: Transaction,
  state: ChatState,
  c: ContactRow,
  loaded: ItemRow | undefined,
  at: number,
): void => {
  const last = loaded && latestItem(state, c.contactId, loaded.order, loaded)
  const isLast = last !== undefined && last.order === c.nextOrder - 1
  if (isLast && last.notice?.kind === "undecryptable")
    tx.item({ ...last, at, notice: { kind: "undecryptable", count: (last.notice.count ?? 1) + 1 } })
  else tx.add(c.contactId, notice("undecryptable", at, "", 1))
}

/** Lines that were written for a connection that never came, and what went with a request that nobody answers. */
const waitingLines = async (state: ChatState, contactId: string): Promise<readonly ItemRow[]> =>
  (await state.store.list("items", { prefix: [contactId] })).filter(
    row => row.direction === "sent" && row.status === "sending",
  )

type LoadedChange = readonly [Changed, ItemRow | undefined]

const loadChanges = (state: ChatState, contactId: string, ref: string): Promise<readonly LoadedChange[]> =>
  Promise.all(changesOf(ref).map(async c => [c, await state.store.get("items", contactId, c.order)] as const))

/** What became of lines, and of changes of lines, that went together. */
const changed = async (
  state: ChatState,
  contactId: string,
  ref: string,
  step: { readonly line: (row: ItemRow) => ItemRow; readonly change: (row: ItemRow, c: Changed) => ItemRow },
): Promise<Reaction> => {
  const lines = await status(state, contactId, [ref], step.line)
  const changes = await loadChanges(state, contactId, ref)
  return {
    apply: tx => {
      lines.apply(tx)
      for (const [c, loaded] of changes) {
        const row = latestItem(state, contactId, c.order, loaded)
        const after = row && step.change(row, c)
        if (after !== undefined && after !== row) tx.item(after)
      }
    },
  }
}

/** Loads the lines first, so that the change itself does not wait. */
const status = async (
  state: ChatState,
  contactId: string,
  refs: readonly string[],
  change: (row: ItemRow) => ItemRow,
): Promise<Reaction> => {
  const orders = refs.flatMap(ordersOf)
  const rows = await Promise.all(orders.map(order => state.store.get("items", contactId, order)))
  return {
    apply: tx => {
      for (const [i, order] of orders.entries()) {
        const row = latestItem(state, contactId, order, rows[i])
        const after = row && change(row)
        if (after !== undefined && after !== row) tx.item(after)
      }
    },
  }
}
