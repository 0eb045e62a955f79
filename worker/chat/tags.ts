/**
 * Tags of chats, and names of our own for them: rules, pure.
 *
 * Peer: Simplex.Chat.Library.Commands: APICreateChatTag, APIUpdateChatTag, APIReorderChatTags, APISetContactAlias,
 *       APISetConnectionAlias; Store.Profiles, createChatTag (names are unique within a profile).
 * Note: the peer also wants emojis to be unique; the apps' users see names beside them.
 */
import type { Tag } from "../api.ts"
import { CommandError } from "./error.ts"

const mostTags = 50
/** Characters (code points). */
const longestTag = 30
const longestAlias = 100

const inOneLine = (text: string): string => text.trim().replace(/\s+/gu, " ")

/** "" for none. Throws CommandError TOO_LARGE. */
export const checkedAlias = (alias: string): string => {
  const name = inOneLine(alias)
  if ([...name].length > longestAlias) throw new CommandError("TOO_LARGE")
  return name
}

/** One emoji, however many code points it is made of, or nothing. */
const isEmoji = (text: string): boolean => {
  const [first, ...others] = new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text)
  return first === undefined || (others.length === 0 && /\p{Extended_Pictographic}|\p{RI}|\u20e3/u.test(first.segment))
}

/** A tag as it may be kept beside the others. Throws CommandError BAD_NAME, NOT_ALLOWED. */
export const checkedTag = (tag: Tag, others: readonly Tag[]): Tag => {
  const name = inOneLine(tag.name)
  const emoji = tag.emoji.trim()
  if (name === "" || [...name].length > longestTag || !isEmoji(emoji)) throw new CommandError("BAD_NAME")
  if (others.length >= mostTags || others.some(t => t.name.toLowerCase() === name.toLowerCase()))
    throw new CommandError("NOT_ALLOWED")
  return { id: tag.id, emoji, name }
}

/** Those that are named first, in that order. */
export const ordered = (tags: readonly Tag[], ids: readonly number[]): readonly Tag[] => {
  const place = (t: Tag): number => (ids.includes(t.id) ? ids.indexOf(t.id) : ids.length)
  return tags.toSorted((a, b) => place(a) - place(b))
}

/** A set of tags as a chat keeps it: those there are, in their order. */
export const chosen = (tags: readonly Tag[], ids: readonly number[]): readonly number[] =>
  tags.filter(t => ids.includes(t.id)).map(t => t.id)
