/**
 * What goes to a contact: messages, which are lines, and edits, deletions and reactions, which are about lines. Each is
 * stored and, in the same commit, put into the ratchet. What the connection is not ready for waits as a row, at its place,
 * and goes as soon as it is, several together where the contact's app reads that.
 *
 * Peer: Simplex.Chat.Library.Internal, sendDirectContactMessages; Simplex.Chat.Messages.Batch; Simplex.Chat.Protocol:
 *       hasNotification, hasDeliveryReceipt.
 */
import type { Agent } from "../agent/agent.ts"
import { AgentError } from "../agent/events.ts"
import { createLocks } from "../agent/lock.ts"
import type { ChatEvent, Item } from "../api.ts"
import { type Bytes, fromUtf8, utf8 } from "../encoding/bytes.ts"
import type { Clock, Random } from "../platform.ts"
import type { ItemRow } from "../store/chat.ts"
import { remove } from "../store/schema.ts"
import type { Store } from "../store/store.ts"
import { batch, limits, messageBody, TooLarge } from "./body.ts"
import type { Apply } from "./context.ts"
import { CommandError } from "./error.ts"
import { contactProfile, profileMessage, sameUs } from "./info.ts"
import { chatVersions, type Event, newMsgId, writeMessage } from "./message.ts"
import { lineJson } from "./outgoing.ts"
import { shorter } from "./quote.ts"
import { joinRefs, refOf } from "./ref.ts"
import { type ChatState, loadItem, profileIdOf, profileOf } from "./state.ts"
import { begun } from "./timed.ts"
import { type Transaction, transaction } from "./transaction.ts"
import { withoutWaiting } from "./waiting.ts"

/** From this chat version on a contact reads several messages in one body. Peer: batchSend2Version. */
const batchVersion = 9

export type Draft = Omit<ItemRow, "contactId" | "order">

/**
 * `ref` comes back with what becomes of the message, `refs` is one for each event; `now`: rejects NOT_FOUND rather than
 * wait.
 */
type SayOptions = { readonly ref?: string; readonly refs?: readonly string[]; readonly now?: boolean }

/** One at a time for each contact: nothing else is sent to it, and nothing that waits goes, before this has ended. */
export interface Turn {
  /** The line has not left yet. */
  isWaiting(order: number): boolean
  /**
   * Sends events that are no lines; `apply` is chat's part of the first commit. They go together where that is possible,
   * and wait when the connection is not ready. Rejects CommandError TOO_LARGE, NOT_FOUND; nothing is changed then.
   */
  say(events: readonly Event[], apply: Apply, options?: SayOptions): Promise<void>
}

/** What is to be stored together with a new line. */
export type Added = (tx: Transaction, row: ItemRow) => void

export interface Outbox {
  /**
   * Resolves with the stored line; `added` changes more in the same commit. Rejects CommandError TOO_LARGE, NOT_FOUND;
   * nothing is stored then.
   */
  send(contactId: string, draft: Draft, added?: Added): Promise<Item>
  /** A line that failed goes again. Rejects CommandError NOT_FOUND when it did not fail, or cannot go. */
  again(contactId: string, order: number): Promise<void>
  inTurn<T>(contactId: string, job: (turn: Turn) => Promise<T>): Promise<T>
  /** The contact can be written to: what waits may go. */
  flush(contactId: string): Promise<void>
  /** Finds what waited when the worker ended. */
  load(contactId: string): Promise<void>
  /** Nothing waits for this contact any more. */
  drop(contactId: string): void
}

export type OutboxOptions = {
  readonly state: ChatState
  readonly store: Store
  readonly agent: Agent
  readonly clock: Clock
  readonly random: Random
  readonly emit: (event: ChatEvent) => void
}

/** A line, or an event as JSON text. */
type Waiting = { readonly order: number; readonly json?: string; readonly ref?: string }

/** What is ready to go: `row` for lines. */
type Ready = { readonly order: number; readonly json: Bytes; readonly row?: ItemRow; readonly ref: string }

/** What is new is shown at once and answered by a receipt; a change of what is there is not. */
const isNew = (row: ItemRow): boolean => row.replaces !== true

const toTooLarge = (e: unknown): never => {
  throw e instanceof TooLarge ? new CommandError("TOO_LARGE") : e
}

/** How many of these fit one body together, at least one. */
const fitting = (jsons: readonly Bytes[], version: number): number => {
  if (version < batchVersion) return 1
  let size = 1
  const first = jsons.findIndex(json => {
    size += json.length + 1
    return size > limits.pqMessage
  })
  return first === -1 ? jsons.length : Math.max(1, first)
}

const bodyOf = async (jsons: readonly Bytes[]): Promise<Bytes> => {
  const [only] = jsons
  return jsons.length === 1 && only !== undefined ? await messageBody(only, true) : batch(jsons)
}

/** See Outbox. What waited when the worker ended is known after `load`. */
export const createOutbox = ({ state, store, agent, clock, random, emit }: OutboxOptions): Outbox => {
  const inTurn = createLocks()
  const waiting = new Map<string, readonly Waiting[]>()
  const waitingOf = (contactId: string): readonly Waiting[] => waiting.get(contactId) ?? []
  const wait = (contactId: string, entry: Waiting): void => {
    waiting.set(contactId, [...waitingOf(contactId), entry])
  }

  const contactOf = (contactId: string) => {
    const contact = state.contacts.get(contactId)
    if (contact === undefined || contact.closing !== undefined) throw new CommandError("NOT_FOUND")
    return contact
  }
  const canSendNow = (contactId: string): boolean =>
    agent.canSend(contactOf(contactId).connId) && waitingOf(contactId).length === 0

  /** Hands a body to the agent; `apply` makes chat's part of its commit. */
  const hand = async (
    contactId: string,
    body: Bytes,
    { ref, isLine }: { readonly ref: () => string; readonly isLine: boolean },
    apply: Apply,
  ): Promise<void> => {
    let events: readonly ChatEvent[] = []
    await agent.send(contactOf(contactId).connId, body, { notify: isLine, receipt: isLine, ref }, () => {
      const tx = transaction(state)
      apply(tx)
      events = tx.events
      return tx.changes
    })
    for (const e of events) emit(e)
  }

  const change = async (apply: Apply): Promise<void> => {
    const tx = transaction(state)
    apply(tx)
    await store.commit(tx.changes)
    for (const e of tx.events) emit(e)
  }

  const toReady = async (contactId: string, { order, json, ref = "" }: Waiting): Promise<Ready | null> => {
    if (json !== undefined) return { order, json: utf8(json), ref }
    const row = await loadItem(state, contactId, order)
    // Removed, or failed, while it waited.
    return row?.waiting === true ? { order, json: lineJson(row, random), row, ref: refOf([order]) } : null
  }

  /** A changed profile. It is due until the one that was sent is the present one. */
  const sendProfile = async (contactId: string): Promise<void> => {
    for (;;) {
      const contact = state.contacts.get(contactId)
      if (contact?.profileDue !== true || !agent.canSend(contact.connId)) return
      const user = profileOf(state, profileIdOf(contact))
      const body = await profileMessage(contactProfile(user, contact), random)
      await agent.send(contact.connId, body, { notify: false, receipt: false }, () => {
        const now = state.contacts.get(contactId)
        if (now === undefined || !sameUs(profileOf(state, profileIdOf(now)), user)) return []
        const { profileDue: _, ...told } = now
        const tx = transaction(state)
        tx.quietly(told)
        return tx.changes
      })
    }
  }

  /** What is no line and waits for nothing else. */
  const sendDue = async (contactId: string): Promise<void> => {
    for (;;) {
      const contact = state.contacts.get(contactId)
      const [first] = contact?.due ?? []
      if (contact === undefined || first === undefined || !agent.canSend(contact.connId)) return
      const body = await messageBody(utf8(first), true)
      await agent.send(contact.connId, body, { notify: false, receipt: false }, () => {
        const now = state.contacts.get(contactId)
        if (now === undefined) return []
        const { due = [], ...rest } = now
        const left = due[0] === first ? due.slice(1) : due
        const tx = transaction(state)
        tx.quietly(left.length === 0 ? rest : { ...rest, due: left })
        return tx.changes
      })
    }
  }

  const flushInTurn = async (contactId: string): Promise<void> => {
    await sendProfile(contactId)
    await sendDue(contactId)
    for (;;) {
      const entries = waitingOf(contactId)
      const contact = state.contacts.get(contactId)
      if (entries.length === 0 || contact === undefined || !agent.canSend(contact.connId)) return
      const first = entries.slice(0, 50)
      const all = await Promise.all(first.map(e => toReady(contactId, e)))
      const found = all.filter(r => r !== null)
      const jsons = found.map(r => r.json)
      const group = found.slice(0, fitting(jsons, contact.peerVersion))
      const next = found[group.length]
      const done = next === undefined ? first.length : first.findIndex(e => e.order === next.order)
      if (group.length > 0) {
        const lines = group.flatMap(r => r.row ?? [])
        const body = await bodyOf(group.map(r => r.json))
        const options = { ref: () => joinRefs(group.map(r => r.ref)), isLine: lines.some(isNew) }
        await hand(contactId, body, options, tx => {
          for (const { row, order } of group) {
            if (row === undefined) {
              tx.change(remove("outgoing", contactId, order))
              continue
            }
            const { waiting: _, ...sending } = row
            tx.item(begun(sending, clock.now()))
          }
          const now = state.contacts.get(contactId)
          if (now?.waitingFrom !== undefined && waitingOf(contactId).length <= done) tx.quietly(withoutWaiting(now))
        })
      }
      waiting.set(contactId, waitingOf(contactId).slice(done))
    }
  }

  const keepWaiting = async (contactId: string, draft: Draft, more: Added = () => undefined): Promise<Item> => {
    let item: Item | null = null
    await change(tx => {
      item = tx.add(contactId, { ...draft, waiting: true }, added => {
        wait(contactId, { order: added.order })
        more(tx, added)
      })
    })
    if (item === null) throw new CommandError("NOT_FOUND")
    return item
  }

  /** The draft with its body; a quote that makes it too long is cut. */
  const fitted = async (draft: Draft): Promise<{ draft: Draft; body: Bytes }> => {
    try {
      return { draft, body: await messageBody(lineJson(draft, random), true) }
    } catch (e) {
      const quote = e instanceof TooLarge && draft.quote !== undefined ? shorter(draft.quote) : null
      return quote === null ? toTooLarge(e) : fitted({ ...draft, quote })
    }
  }

  const sendInTurn = async (contactId: string, wanted: Draft, more?: Added): Promise<Item> => {
    // Checked before anything is stored, so that a text that is too long changes nothing.
    const { draft, body } = await fitted(wanted)
    if (!canSendNow(contactId)) return keepWaiting(contactId, draft, more)
    let item: Item | null = null
    try {
      const ref = (): string => refOf([state.contacts.get(contactId)?.nextOrder ?? 0])
      await hand(contactId, body, { ref, isLine: true }, tx => {
        item = tx.add(contactId, begun(draft, clock.now()), added => more?.(tx, added))
      })
    } catch (e) {
      // The connection has ended in this moment: the line is kept, and shows why.
      if (e instanceof AgentError && e.code === "NOT_READY") return keepWaiting(contactId, draft, more)
      throw e
    }
    if (item === null) throw new CommandError("NOT_FOUND")
    return item
  }

  const keepSaying = (
    contactId: string,
    jsons: readonly Bytes[],
    refs: readonly string[],
    apply: Apply,
  ): Promise<void> =>
    change(tx => {
      apply(tx)
      for (const [i, json] of jsons.entries())
        tx.outgoing(contactId, fromUtf8(json), refs[i] ?? "", row => wait(contactId, row))
    })

  const sayInTurn = async (
    contactId: string,
    events: readonly Event[],
    apply: Apply,
    { ref = "", refs = [], now = false }: SayOptions = {},
  ): Promise<void> => {
    const jsons = events.map(event => writeMessage({ versions: chatVersions, msgId: newMsgId(random), event }))
    // Each has to fit by itself, whatever goes together.
    for (const json of jsons) await messageBody(json, true).catch(toTooLarge)
    if (jsons.length === 0) return change(apply)
    const later = (): Promise<void> => {
      if (now) throw new CommandError("NOT_FOUND")
      return keepSaying(contactId, jsons, refs, apply)
    }
    if (!canSendNow(contactId)) return later()
    if (fitting(jsons, contactOf(contactId).peerVersion) < jsons.length) {
      // Several bodies are several commits: what is not yet sent is stored with the first.
      await keepSaying(contactId, jsons, refs, apply)
      return flushInTurn(contactId)
    }
    try {
      await hand(contactId, await bodyOf(jsons), { ref: () => joinRefs([ref, ...refs]), isLine: false }, apply)
    } catch (e) {
      if (e instanceof AgentError && e.code === "NOT_READY") return later()
      throw e
    }
  }

  return {
    send: (contactId, draft, added) => inTurn(contactId, () => sendInTurn(contactId, draft, added)),

    again: (contactId, order) =>
      inTurn(contactId, async () => {
        const row = await loadItem(state, contactId, order)
        if (row?.status !== "failed" || row.direction !== "sent" || !agent.canSend(contactOf(contactId).connId))
          throw new CommandError("NOT_FOUND")
        const { problem: _, waiting: __, ...again } = row
        const body = await messageBody(lineJson(row, random), true).catch(toTooLarge)
        await hand(contactId, body, { ref: () => refOf([order]), isLine: true }, tx =>
          tx.item(begun({ ...again, status: "sending" }, clock.now())),
        )
      }),

    inTurn: (contactId, job) =>
      inTurn(contactId, () =>
        job({
          isWaiting: order => waitingOf(contactId).some(e => e.order === order),
          say: (events, apply, options) => sayInTurn(contactId, events, apply, options),
        }),
      ),

    flush: contactId =>
      inTurn(contactId, () => flushInTurn(contactId)).catch(e => {
        // The connection has ended in this moment; what waits is told of that by its event.
        if (!(e instanceof AgentError && e.code === "NOT_READY")) throw e
      }),

    // In turn, so that no line is written between looking and remembering.
    load: contactId =>
      inTurn(contactId, async () => {
        const from = state.contacts.get(contactId)?.waitingFrom
        if (from === undefined) return
        const [rows, events] = await Promise.all([
          store.list("items", { prefix: [contactId], after: from - 1 }),
          store.list("outgoing", { prefix: [contactId] }),
        ])
        const lines = rows.filter(r => r.waiting === true).map(({ order }): Waiting => ({ order }))
        const all = [...lines, ...events].sort((a, b) => a.order - b.order)
        if (all.length > 0) waiting.set(contactId, all)
        else
          await change(tx => {
            const contact = state.contacts.get(contactId)
            if (contact !== undefined) tx.quietly(withoutWaiting(contact))
          })
      }),

    drop: contactId => {
      waiting.delete(contactId)
    },
  }
}
