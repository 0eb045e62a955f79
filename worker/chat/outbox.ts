/**
 * Texts on their way out: stored as a line and, in the same commit, put into the ratchet. What the connection is not
 * ready for waits as a stored line and goes as soon as it is, several together where the contact's app reads that.
 *
 * Peer: Simplex.Chat.Library.Internal, sendDirectContactMessages; Simplex.Chat.Messages.Batch.
 */
import type { Agent } from "../agent/agent.ts"
import { AgentError } from "../agent/events.ts"
import { createLocks } from "../agent/lock.ts"
import type { ChatEvent, Item } from "../api.ts"
import type { Bytes } from "../encoding/bytes.ts"
import type { Random } from "../platform.ts"
import type { ItemRow } from "../store/chat.ts"
import type { Store } from "../store/store.ts"
import { newMessage, newText } from "./content.ts"
import { CommandError } from "./error.ts"
import { profileMessage } from "./info.ts"
import { batch, chatVersions, limits, messageBody, newMsgId, TooLarge, writeMessage } from "./message.ts"
import { type ChatState, profileIdOf, profileOf, type Transaction, transaction } from "./state.ts"

/** From this chat version on a contact reads several messages in one body. Peer: batchSend2Version. */
const batchVersion = 9

export type Draft = Omit<ItemRow, "contactId" | "order">

export interface Outbox {
  /** Resolves with the stored line. Rejects CommandError TOO_LARGE, NOT_FOUND; nothing is stored then. */
  send(contactId: string, draft: Draft): Promise<Item>
  /** A line that failed goes again. Rejects CommandError NOT_FOUND when it did not fail, or cannot go. */
  again(contactId: string, order: number): Promise<void>
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
  readonly random: Random
  readonly emit: (event: ChatEvent) => void
}

/** A line as a message: new, or the new text of one that the contact has already. Always of the same length. */
const lineJson = (row: Pick<ItemRow, "text" | "sharedMsgId" | "replaces">, random: Random): Bytes => {
  const content = { type: "text" as const, text: row.text }
  const { sharedMsgId } = row
  return row.replaces === true && sharedMsgId !== undefined
    ? writeMessage({
        versions: chatVersions,
        msgId: newMsgId(random), // of the change; the line keeps its own
        event: { type: "x.msg.update", msgId: sharedMsgId, text: newText(content) },
      })
    : writeMessage({
        versions: chatVersions,
        msgId: sharedMsgId ?? null,
        event: { type: "x.msg.new", message: newMessage(content) },
      })
}

export const createOutbox = ({ state, store, agent, random, emit }: OutboxOptions): Outbox => {
  const toJson = (row: Pick<ItemRow, "text" | "sharedMsgId" | "replaces">): Bytes => lineJson(row, random)
  /** One at a time per contact: lines enter the ratchet in the order in which they were written. */
  const inTurn = createLocks()
  const waiting = new Map<string, ItemRow[]>()
  const waitingOf = (contactId: string): ItemRow[] => waiting.get(contactId) ?? []

  const connOf = (contactId: string): string => {
    const contact = state.contacts.get(contactId)
    if (contact === undefined) throw new CommandError("NOT_FOUND")
    return contact.connId
  }

  /** Hands a body to the agent; `apply` makes chat's part of its commit. */
  const hand = async (contactId: string, body: Bytes, ref: () => string, apply: (tx: Transaction) => void) => {
    let events: readonly ChatEvent[] = []
    await agent.send(connOf(contactId), body, { notify: true, ref }, () => {
      const tx = transaction(state)
      apply(tx)
      events = tx.events
      return tx.changes
    })
    for (const e of events) emit(e)
  }

  /** Rows that fit one body together, at least one. */
  const takeTogether = (rows: readonly ItemRow[], version: number): readonly ItemRow[] => {
    let size = 1
    const fitting = rows.findIndex(row => {
      size += toJson(row).length + 1
      return size > limits.pqMessage
    })
    return rows.slice(0, version < batchVersion ? 1 : fitting === -1 ? rows.length : Math.max(1, fitting))
  }

  /** A changed profile. It is due until the one that was sent is the present one. */
  const sendProfile = async (contactId: string): Promise<void> => {
    for (;;) {
      const contact = state.contacts.get(contactId)
      if (contact?.profileDue !== true || !agent.canSend(contact.connId)) return
      const { profile } = profileOf(state, profileIdOf(contact))
      const body = await profileMessage(profile, random)
      await agent.send(contact.connId, body, { notify: false }, () => {
        const now = state.contacts.get(contactId)
        if (now === undefined || profileOf(state, profileIdOf(now)).profile !== profile) return []
        const { profileDue: _, ...told } = now
        const tx = transaction(state)
        tx.quietly(told)
        return tx.changes
      })
    }
  }

  const flushInTurn = async (contactId: string): Promise<void> => {
    await sendProfile(contactId)
    for (;;) {
      const rows = waitingOf(contactId)
      const contact = state.contacts.get(contactId)
      if (rows.length === 0 || contact === undefined || !agent.canSend(contact.connId)) return
      const group = takeTogether(rows, contact.peerVersion)
      const jsons = group.map(toJson)
      const [only] = jsons
      const body = jsons.length === 1 && only !== undefined ? await messageBody(only, true) : batch(jsons)
      const ref = group.map(r => r.order).join(",")
      await hand(
        contactId,
        body,
        () => ref,
        tx => {
          for (const { waiting: _, ...sending } of group) tx.item(sending)
        },
      )
      waiting.set(contactId, waitingOf(contactId).slice(group.length))
    }
  }

  const change = async (apply: (tx: Transaction) => void): Promise<void> => {
    const tx = transaction(state)
    apply(tx)
    await store.commit(tx.changes)
    for (const e of tx.events) emit(e)
  }

  const keepWaiting = async (contactId: string, draft: Draft): Promise<Item> => {
    let row: ItemRow | null = null
    let item: Item | null = null
    await change(tx => {
      item = tx.add(contactId, { ...draft, waiting: true }, added => {
        row = added
      })
    })
    if (row === null || item === null) throw new CommandError("NOT_FOUND")
    waiting.set(contactId, [...waitingOf(contactId), row])
    return item
  }

  const sendInTurn = async (contactId: string, draft: Draft): Promise<Item> => {
    // Checked before anything is stored, so that a text that is too long changes nothing.
    const body = await messageBody(toJson(draft), true).catch((e: unknown) => {
      throw e instanceof TooLarge ? new CommandError("TOO_LARGE") : e
    })
    if (!agent.canSend(connOf(contactId)) || waitingOf(contactId).length > 0) return keepWaiting(contactId, draft)
    let item: Item | null = null
    try {
      const next = (): string => String(state.contacts.get(contactId)?.nextOrder ?? 0)
      await hand(contactId, body, next, tx => {
        item = tx.add(contactId, draft)
      })
    } catch (e) {
      // The connection has ended in this moment: the line is kept, and shows why.
      if (e instanceof AgentError && e.code === "NOT_READY") return keepWaiting(contactId, draft)
      throw e
    }
    if (item === null) throw new CommandError("NOT_FOUND")
    return item
  }

  return {
    send: (contactId, draft) => inTurn(contactId, () => sendInTurn(contactId, draft)),

    again: (contactId, order) =>
      inTurn(contactId, async () => {
        const row = await store.get("items", contactId, order)
        if (row?.status !== "failed" || row.direction !== "sent" || !agent.canSend(connOf(contactId)))
          throw new CommandError("NOT_FOUND")
        const { problem: _, waiting: __, ...again } = row
        const body = await messageBody(toJson(row), true)
        await hand(
          contactId,
          body,
          () => String(order),
          tx => tx.item({ ...again, status: "sending" }),
        )
      }),

    flush: contactId =>
      inTurn(contactId, () => flushInTurn(contactId)).catch(e => {
        // The connection has ended in this moment; what waits is told of that by its event.
        if (!(e instanceof AgentError && e.code === "NOT_READY")) throw e
      }),

    // In turn, so that no line is written between looking and remembering.
    load: contactId =>
      inTurn(contactId, async () => {
        const rows = await store.list("items", { prefix: [contactId], reverse: true, limit: 500 })
        const found = rows.filter(r => r.waiting === true).reverse()
        if (found.length > 0) waiting.set(contactId, found)
      }),

    drop: contactId => {
      waiting.delete(contactId)
    },
  }
}
