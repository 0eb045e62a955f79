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

/**
 * Reads through to what `now` is at that time, at any depth. Of what is not there yet, nothing can be read: a proxy of an
 * empty object, so that it may have other keys later.
 */
const live = <T extends object>(now: () => T): T => {
  const branches = new Map<PropertyKey, object>()
  const branch = (key: PropertyKey): object => {
    const known = branches.get(key)
    if (known) return known
    const made = live(() => (Reflect.get(now(), key) ?? {}) as Tree)
    branches.set(key, made)
    return made
  }
  return new Proxy({} as T, {
    get: (_, key) => {
      const value: unknown = Reflect.get(now(), key)
      return isTree(value) ? branch(key) : value
    },
    has: (_, key) => Reflect.has(now(), key),
    ownKeys: () => Reflect.ownKeys(now()),
    getOwnPropertyDescriptor: (_, key) => {
      const found = Reflect.getOwnPropertyDescriptor(now(), key)
      return found && { ...found, configurable: true }
    },
  })
}

type Load<T> = () => Promise<T>

/**
 * `first` is English and always here; the rest of English, if there is one, and the other languages are fetched when they
 * are needed. Without the rest of English nothing but `first` can be shown, in any language.
 */
export const catalogue = <T extends object>(
  first: Words<T>,
  others: Readonly<Record<Foreign, Load<Words<T>>>>,
  rest?: Load<T>,
): T => {
  const english = signal(first as unknown as T)
  let isWhole = rest === undefined
  const here = signal<ReadonlyMap<Language, T>>(new Map())
  const fetchEnglish = async () => {
    if (rest === undefined || isWhole) return
    english.value = await rest()
    isWhole = true
  }
  addCatalogue(fetchEnglish, async wanted => {
    if (here.peek().has(wanted) || wanted === "en") return
    const [words] = await Promise.all([others[wanted](), fetchEnglish()])
    here.value = new Map(here.peek()).set(wanted, complete(english.peek(), words))
  })
  return live(() => here.value.get(language.value) ?? english.value)
}
