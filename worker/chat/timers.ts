/**
 * Lines that disappear do so when their time has come, or at the next start when it came while nothing ran.
 *
 * Peer: Simplex.Chat.Library.Internal, deleteTimedItem; Library.Commands, cleanupManager.
 */
import { type ChatContext, change } from "./context.ts"
import { itemId } from "./item.ts"
import { loadNewest, showLast } from "./receive/context.ts"
import { latestItem, loadItem } from "./state.ts"

/** Timers of browsers do not take more than 24 days. */
const longest = 86_400_000
/** Lines that go in one commit. */
const most = 200

export const createTimers = (ctx: ChatContext, onBroken: (e: unknown) => void) => {
  const { state, clock } = ctx
  let cancel: (() => void) | null = null
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
          // A row whose line is gone already.
          state.expiring.delete(itemId({ contactId, order }))
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

  const schedule = (): void => {
    cancel?.()
    cancel = null
    if (running || state.expiring.size === 0) return
    const next = Math.min(...[...state.expiring.values()].map(e => e.at))
    cancel = clock.after(Math.min(longest, Math.max(0, next - clock.now())), run)
  }

  return {
    start: (): void => {
      state.onExpiring = schedule
      schedule()
    },
  }
}
