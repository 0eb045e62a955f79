/**
 * Carries out retention.ts: at the start, from time to time, and when somebody asks for it. Lines go oldest first, some
 * in each commit, with their files; a crash leaves those that the next round deletes.
 *
 * Peer: Simplex.Chat.Library.Commands: startExpireCIThread, expireChatItems, APISetChatItemTTL, APISetChatTTL.
 */
import type { ProfileCommands } from "../api.ts"
import type { ContactRow, ItemRow } from "../store/chat.ts"
import { remove } from "../store/schema.ts"
import { type ChatContext, change, findContact } from "./context.ts"
import { CommandError } from "./error.ts"
import { loadNewest, showLast } from "./receive/context.ts"
import { isExpired, isRetention, retentionOf } from "./retention.ts"
import { chatOf, latestItem, profileIdOf, profileOf } from "./state.ts"

/** Peer: ciExpirationInterval. */
const interval = 30 * 60_000
/** Lines that go in one commit. */
const most = 200

type Commands = Pick<ProfileCommands, "retention" | "setRetention" | "setChatRetention" | "countExpired">

export interface Expiry {
  readonly commands: Commands
  /** Deletes what is due in all profiles, now and from time to time. */
  start(): void
}

/** See Expiry. `onBroken` is told of a store that fails. */
export const createExpiry = (ctx: ChatContext, onBroken: (e: unknown) => void): Expiry => {
  const { state, store, clock } = ctx

  /** The oldest lines from this `order` on: most of the time one of them is enough to know that nothing is due. */
  const oldest = (contactId: string, after: number, limit: number): Promise<readonly ItemRow[]> =>
    store.list("items", { prefix: [contactId], after, limit })

  const removeRows = async (contactId: string, rows: readonly ItemRow[]): Promise<void> => {
    const newest = await loadNewest(state, contactId)
    await change(ctx, tx => {
      for (const loaded of rows) {
        const row = latestItem(state, contactId, loaded.order, loaded)
        if (row !== undefined) tx.removeItem(row)
      }
      showLast(tx, state, contactId, newest)
    })
  }

  /** What was stored without being shown is as old as the lines around it. */
  const removeKept = async (contactId: string, before: number): Promise<void> => {
    const keys = await store.keys("kept", { prefix: [contactId], before })
    if (keys.length > 0) await store.commit(keys.map(key => remove("kept", ...key)))
  }

  /** All lines of a chat that are due; once they are not, the later ones are not either. */
  const due = async function* (contactId: string, seconds: number): AsyncGenerator<readonly ItemRow[]> {
    const now = clock.now()
    for (let after = 0, limit = 1; ; limit = most) {
      const rows = await oldest(contactId, after, limit)
      const last = rows.at(-1)
      if (last === undefined) return
      after = last.order
      yield rows.filter(row => isExpired(row, seconds, now))
      const isOld = (last.createdAt ?? last.at) <= now - seconds * 1000
      if (rows.length < limit || !isOld) return
    }
  }

  const secondsOf = (contactId: string): number | null => {
    const c = state.contacts.get(contactId)
    return c === undefined ? null : retentionOf(c, state.profiles.get(profileIdOf(c)))
  }

  const expire = async (contactId: string): Promise<void> => {
    const seconds = secondsOf(contactId)
    if (seconds === null) return
    for await (const rows of due(contactId, seconds)) {
      // Changed meanwhile: what is due is not what it was.
      if (secondsOf(contactId) !== seconds) return
      const last = rows.at(-1)
      if (last === undefined) continue
      await removeRows(contactId, rows)
      await removeKept(contactId, last.order)
    }
  }

  const isOf = (userId: number) => (c: ContactRow) => profileIdOf(c) === userId
  const idsOf = (which: (c: ContactRow) => boolean): readonly string[] =>
    [...state.contacts.values()].filter(which).map(c => c.contactId)

  /** One at a time: nothing here is in a hurry. */
  const expireAll = async (which: (c: ContactRow) => boolean): Promise<void> => {
    for (const id of idsOf(which)) await expire(id)
  }

  const count = async (contactId: string, seconds: number): Promise<number> => {
    let n = 0
    for await (const rows of due(contactId, seconds)) n += rows.filter(r => r.direction !== "event").length
    return n
  }

  const check = (seconds: number | null): void => {
    if (seconds !== null && !isRetention(seconds)) throw new CommandError("NOT_ALLOWED")
  }

  const round = (): void => {
    expireAll(() => true).then(() => clock.after(interval, round), onBroken)
  }

  return {
    start: round,
    commands: {
      retention: async () => profileOf(state, state.active).retention ?? null,

      setRetention: async seconds => {
        check(seconds)
        const userId = state.active
        await change(ctx, tx => {
          const { retention: _, ...row } = profileOf(state, userId)
          tx.profile(seconds === null ? row : { ...row, retention: seconds })
        })
        await expireAll(isOf(userId))
      },

      setChatRetention: async (chatId, seconds) => {
        if (seconds !== 0) check(seconds)
        findContact(ctx, chatId)
        await change(ctx, tx => {
          const { retention: _, ...row } = findContact(ctx, chatId)
          tx.contact(seconds === null ? row : { ...row, retention: seconds })
        })
        await expire(chatId)
        return chatOf(state, findContact(ctx, chatId))
      },

      countExpired: async (seconds, chatId) => {
        check(seconds)
        if (chatId !== undefined) return count(findContact(ctx, chatId).contactId, seconds)
        let n = 0
        // Chats that have a setting of their own stay as they are.
        const ids = idsOf(c => isOf(state.active)(c) && c.status !== "notes" && c.retention === undefined)
        for (const id of ids) n += await count(id, seconds)
        return n
      },
    },
  }
}
