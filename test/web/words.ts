/** What a translation lacks, has too much, or says with other values than the English words. */
import { readdirSync } from "node:fs"
import { languages } from "../../web/state/language.ts"

export type Tree = { readonly [key: string]: unknown }

const folder = new URL("../../web/text/", import.meta.url)

/** The files of the English words, without ".ts". Some are spread in others (talk in main), so that what they lack is said twice. */
export const parts: readonly string[] = readdirSync(new URL("en/", folder))
  .filter(name => name.endsWith(".ts"))
  .map(name => name.slice(0, -3))
  .sort()

export const others = languages.filter(l => l !== "en")

/** The words of a file: what it exports under its own name. */
export const wordsOf = async (language: string, part: string): Promise<Tree> => {
  const words: Tree = await import(new URL(`${language}/${part}.ts`, folder).href)
  return (words[part] ?? {}) as Tree
}

const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null && !Array.isArray(value)

const within = (path: string, key: string) => (path === "" ? key : `${path}.${key}`)

/** Paths of the leaves of `from` that `other` does not have as the same kind of thing. */
export const missing = (from: Tree, other: Tree, path = ""): readonly string[] =>
  Object.entries(from).flatMap(([key, value]) => {
    const at = within(path, key)
    const theirs = other[key]
    if (isTree(value)) return missing(value, isTree(theirs) ? theirs : {}, at)
    if (theirs === undefined) return [at]
    // Some words are not there on purpose (null), and may be in another language.
    return value === null || theirs === null || typeof theirs === typeof value ? [] : [at]
  })

const probes = ["\u2460", "\u2461", "\u2462"] as const

const said = (value: unknown, n: number): string | null => {
  if (typeof value !== "function") return null
  try {
    // Numbers are told in each language's own digits: only what is passed through as it is can be compared.
    const words: unknown = value(...probes.slice(0, n))
    return typeof words === "string" ? words : null
  } catch {
    return null
  }
}

/** Paths where `other` leaves out a value that the English words say, or says one that they do not. */
export const differing = (from: Tree, other: Tree, path = ""): readonly string[] =>
  Object.entries(from).flatMap(([key, value]) => {
    const at = within(path, key)
    const theirs = other[key]
    if (isTree(value)) return isTree(theirs) ? differing(value, theirs, at) : []
    const [mine, yours] = [value, theirs].map(v => said(v, 3))
    if (mine == null || yours == null) return []
    return probes.every(p => mine.includes(p) === yours.includes(p)) ? [] : [at]
  })
