/**
 * Reactions: eight emoji, each once, at most three of one person to one message.
 *
 * Peer: Simplex.Chat.Library.Subscriber, reactionAllowed; Library.Internal, maxMsgReactions; Simplex.Chat.Messages,
 *       ciReactionAllowed.
 */
import type { ItemReaction } from "../api.ts"
import type { ItemRow, ReactionRow } from "../store/chat.ts"
import { isMessage } from "./item-kind.ts"

/** Of one person to one message. */
export const mostReactions = 3

type By = ReactionRow["by"]

/** Reactions after one more or one less, or null when that is not allowed: twice, none to take away, or one too many. */
export const withReaction = (
  reactions: readonly ReactionRow[],
  { emoji, by, at, add }: ReactionRow & { readonly add: boolean },
): readonly ReactionRow[] | null => {
  const own = reactions.filter(r => r.by === by)
  const has = own.some(r => r.emoji === emoji)
  if (has === add || (add && own.length >= mostReactions)) return null
  return add ? [...reactions, { emoji, by, at }] : reactions.filter(r => r.by !== by || r.emoji !== emoji)
}

/** To something that a person said and that is not deleted. */
export const canHaveReactions = (row: ItemRow): boolean => isMessage(row) && row.deleted === undefined

/** As the page shows them: of each kind how many, in the order of the first of each. */
export const countReactions = (reactions: readonly ReactionRow[]): readonly ItemReaction[] =>
  [...new Set(reactions.map(r => r.emoji))].map(emoji => {
    const by = (who: By): boolean => reactions.some(r => r.emoji === emoji && r.by === who)
    return { emoji, count: reactions.filter(r => r.emoji === emoji).length, mine: by("me") }
  })
