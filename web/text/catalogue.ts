/**
 * The words of the page in the language of its reader, one object that is always complete: what a language lacks is
 * English. It is live: `text.keep.heading` is in the language that is shown at the moment of reading, and a view that reads
 * it is drawn anew when that changes. A string that was read while a module loads is not; a section (`text.keep`) is.
 */
import { signal } from "@preact/signals"
import { addCatalogue, type Language, language } from "../state/language.ts"

/** The same keys in another language. While it is being translated, some may be missing. */
export type Words<T> = {
  readonly [K in keyof T]?: T[K] extends (...args: infer A) => infer R
    ? (...args: A) => R extends string ? string : R
    : T[K] extends string
      ? string
      : T[K] extends readonly unknown[] | null | undefined
        ? T[K]
        : T[K] extends string | null | undefined
          ? string | null | undefined
          : Words<T[K]>
}

export type Foreign = Exclude<Language, "en">

type Tree = Readonly<Record<string, unknown>>
const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null && !Array.isArray(value)

/** `english` with what there is in another language in its place. */
export const complete = <T extends object>(english: T, words: Words<T>): T => {
  const both = Object.entries(english).map(([key, value]) => {
    const other = (words as Tree)[key]
    if (other === undefined) return [key, value] as const
    return [key, isTree(value) && isTree(other) ? complete(value, other as Words<Tree>) : other] as const
  })
  return Object.fromEntries(both) as T
}

/** Reads through to what `now` is at that time, at any depth. */
const live = <T extends object>(english: T, now: () => T): T => {
  const branches = new Map<PropertyKey, object>()
  const branch = (key: PropertyKey, value: Tree): object => {
    const known = branches.get(key)
    if (known) return known
    const made = live(value, () => Reflect.get(now(), key) as Tree)
    branches.set(key, made)
    return made
  }
  return new Proxy(english, {
    get: (target, key) => {
      const english: unknown = Reflect.get(target, key)
      return isTree(english) ? branch(key, english) : (Reflect.get(now(), key) as unknown)
    },
  })
}

/** `english` is what is always here; the others are fetched when they are wanted. */
export const catalogue = <T extends object>(
  english: T,
  others: Readonly<Record<Foreign, () => Promise<Words<T>>>>,
): T => {
  const here = signal<ReadonlyMap<Language, T>>(new Map([["en", english]]))
  addCatalogue(async wanted => {
    if (here.peek().has(wanted) || wanted === "en") return
    const words = complete(english, await others[wanted]())
    here.value = new Map(here.peek()).set(wanted, words)
  })
  return live(english, () => here.value.get(language.value) ?? english)
}
