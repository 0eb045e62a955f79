/**
 * Lines that disappear do so when their time has come, or at the next start when it came while nothing ran.
 *
 * Peer: Simplex.Chat.Library.Internal, deleteTimedItem; Library.Commands, cleanupManager.
 */
import { remove } from "../store/schema.ts"
import { type ChatContext, change } from "./context.ts"
import { itemId } from "./item.ts"
import { loadNewest, showLast } from "./receive/context.ts"
import { latestItem, loadItem } from "./state.ts"

/** Timers of browsers do not take more than 24 days. */
const longest = 86_400_000
/** Lines that go in one commit. */
const most = 200

/** One timer for the line that disappears next. `onBroken` is told of a store that fails. */
export const createTimers = (ctx: ChatContext, onBroken: (e: unknown) => void) => {
  const { state, clock } = ctx
  let cancel: (() => void) | null = null
  /** What the timer is set for; none: never. */
  let next = Number.POSITIVE_INFINITY
  let running = false

  const due = (): readonly (readonly [string, number])[] =>
    [...state.expiring.values()]
      .filter(e => e.at <= clock.now())
      .slice(0, most)
      .map(e => [e.contactId, e.order] as const)

  const removeDue = async (): Promise<void> => {
    for (let refs = due(); refs.length > 0; refs = due()) {
      const rows = await Promise.all(refs.map(([contactId, order]) => loadItem(state, contactId, order)))
      const contacts = [...new Set(refs.map(([contactId]) => contactId))]
      const newest = await Promise.all(contacts.map(c => loadNewest(state, c)))
      await change(ctx, tx => {
        for (const [i, [contactId, order]] of refs.entries()) {
          const row = latestItem(state, contactId, order, rows[i])
          if (row !== undefined) tx.removeItem(row, true)
          // Its line is gone already.
          else if (state.expiring.delete(itemId({ contactId, order }))) tx.change(remove("expiring", contactId, order))
        }
        for (const [i, contactId] of contacts.entries()) showLast(tx, state, contactId, newest[i] ?? [])
      })
    }
  }

  const run = (): void => {
    running = true
    removeDue()
      .finally(() => {
        running = false
      })
      .then(schedule, onBroken)
  }

  const set = (at: number): void => {
    cancel?.()
    next = at
    cancel = clock.after(Math.min(longest, Math.max(0, at - clock.now())), run)
  }

  const schedule = (): void => {
    cancel?.()
    cancel = null
    next = Number.POSITIVE_INFINITY
    for (const { at } of state.expiring.values()) next = Math.min(next, at)
    if (state.expiring.size > 0) set(next)
  }

  return {
    start: (): void => {
      // Told of every new one: those that there are already are not looked through each time.
      state.onExpiring = at => {
        if (!running && at < next) set(at)
      }
      schedule()
    },
  }
}
