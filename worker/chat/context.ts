/** What the commands of chat share. */
import type { Agent } from "../agent/agent.ts"
import { createLocks, type Locks } from "../agent/lock.ts"
import type { ChatEvent } from "../api.ts"
import { base64urlUnpadded } from "../encoding/bytes.ts"
import type { Clock, Random } from "../platform.ts"
import type { ContactRow } from "../store/chat.ts"
import type { Change } from "../store/schema.ts"
import type { Store } from "../store/store.ts"
import { CommandError } from "./error.ts"
import type { Outbox } from "./outbox.ts"
import type { ChatState } from "./state.ts"
import { type Transaction, transaction } from "./transaction.ts"

export type Apply = (tx: Transaction) => void

export type ChatContext = {
  readonly store: Store
  readonly agent: Agent
  readonly clock: Clock
  readonly random: Random
  readonly state: ChatState
  readonly outbox: Outbox
  /** Addresses of servers that the host of the page names; null: not known yet. */
  readonly hostServers: () => readonly string[] | null
  readonly emit: (event: ChatEvent) => void
  /** Two clicks on one thing are one action. By chat, by link, or by what is made ("address"). */
  readonly once: Locks
  /** Lines of this contact that wait for the connection may go. */
  readonly flush: (contactId: string) => void
}

/** One for an open store. */
export const newContext = (parts: Omit<ChatContext, "once">): ChatContext => ({ ...parts, once: createLocks() })

/** A new id of a chat or connection: 16 characters. */
export const newId = (ctx: Pick<ChatContext, "random">): string => base64urlUnpadded(ctx.random(12))

/** Throws CommandError NOT_FOUND. */
export const findContact = (ctx: Pick<ChatContext, "state">, chatId: string): ContactRow => {
  const c = ctx.state.contacts.get(chatId)
  if (c === undefined || c.hidden === true) throw new CommandError("NOT_FOUND")
  return c
}

/** A commit of chat's own; the page is told after it. */
export const change = async (ctx: Pick<ChatContext, "state" | "store" | "emit">, apply: Apply): Promise<void> => {
  const tx = transaction(ctx.state)
  apply(tx)
  await ctx.store.commit(tx.changes)
  for (const e of tx.events) ctx.emit(e)
}

/** Chat's part of a commit of the agent: `command` gets what makes it, and the page is told after it. */
export const changeWith = (
  ctx: Pick<ChatContext, "state" | "emit">,
  command: (changes: () => readonly Change[]) => Promise<void>,
  apply: Apply,
): Promise<void> => changeWithAnswer<void>(ctx, made => command(() => made()), apply)

/** The same where the agent tells at that moment what it has made. */
export const changeWithAnswer = async <A>(
  ctx: Pick<ChatContext, "state" | "emit">,
  command: (changes: (answer: A) => readonly Change[]) => Promise<void>,
  apply: (tx: Transaction, answer: A) => void,
): Promise<void> => {
  let events: readonly ChatEvent[] = []
  await command(answer => {
    const tx = transaction(ctx.state)
    apply(tx, answer)
    events = tx.events
    return tx.changes
  })
  for (const e of events) ctx.emit(e)
}
