/**
 * Display names: what people may call themselves.
 *
 * Peer:  Simplex.Chat.Library.Commands, mkValidName. A name is valid if it is what that makes of it, and not empty.
 * Note:  names of others are shown as they came: the rules bind whoever sets a name here.
 */
import { CommandError } from "./error.ts"

const isSpace = (c: string): boolean => /^[\p{Zs}\t\n\v\f\r]$/u.test(c)
const isPunctuation = (c: string): boolean => /^\p{P}$/u.test(c)
const isMark = (c: string): boolean => /^\p{M}$/u.test(c)
const isStart = (c: string): boolean => /^[\p{L}\p{N}\p{S}]$/u.test(c)

const maxLength = 50

/** Whether the character may follow; `marks` counts punctuation since the last letter, spaces aside. */
const fits = (c: string, before: string | null, marks: number): boolean => {
  if (c === "'") return false
  if (isStart(c)) return true // "#" and "@", which begin names of groups and contacts in commands, are punctuation
  if (before === null) return false
  if (isSpace(before)) return marks === 0 && isPunctuation(c)
  if (isPunctuation(before)) return isSpace(c) || (marks < 3 && isPunctuation(c))
  return isSpace(c) || isMark(c) || isPunctuation(c)
}

/**
 * The name without what a name must not have: at most 50 characters (code points), begins with a letter, digit or symbol,
 * no `'`, single plain spaces, at most three punctuation marks in a row. May become empty.
 */
export const toValidName = (text: string): string => {
  const name: string[] = []
  let marks = 0
  for (const c of text) {
    if (name.length === maxLength) break
    if (!fits(c, name.at(-1) ?? null, marks)) continue
    if (isPunctuation(c)) marks++
    else if (!isSpace(c)) marks = 0
    name.push(isSpace(c) ? " " : c)
  }
  return name.join("").trimEnd()
}

/** Whether somebody may take this name as it is. */
export const isValidName = (name: string): boolean => name !== "" && toValidName(name) === name

/** The name that somebody has typed, ready to be used. Throws CommandError BAD_NAME. */
export const checkedName = (name: string): string => {
  const trimmed = name.trim()
  if (!isValidName(trimmed)) throw new CommandError("BAD_NAME")
  return toValidName(trimmed)
}
