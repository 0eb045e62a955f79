/**
 * Where sealed rows lie: IndexedDB for a kept profile, a Map for a private session. Sees only ciphertext and keys.
 */
import type { Bytes } from "../encoding/bytes.ts"

/** Random ids, keyed hashes and local sequence numbers only: what a thief of the database may see. */
export type KeyPart = string | number
export type Key = readonly KeyPart[]

/** Keys that begin with `prefix`; of these, next parts above `after` or below `before`. `above` goes with no other bound. */
export type Range = {
  readonly prefix: Key
  readonly after?: number
  readonly before?: number
  /** Only keys above this whole one: to read a large table in parts. */
  readonly above?: Key
  readonly limit?: number
  /** Newest (largest key) first. */
  readonly reverse?: boolean
}

/** `sealed` absent: the row is deleted. */
export type Write = {
  readonly table: string
  readonly key: Key
  readonly sealed?: Bytes
}

export type Sealed = { readonly key: Key; readonly sealed: Bytes }

export interface Backend {
  get(table: string, key: Key): Promise<Bytes | undefined>
  /** In key order. */
  list(table: string, range: Range): Promise<readonly Sealed[]>
  /** The same without what is behind them. */
  keys(table: string, range: Range): Promise<readonly Key[]>
  /** All of it or none and a rejection; resolves when it is durable. */
  write(writes: readonly Write[]): Promise<void>
  close(): void
}

/** IndexedDB's order of keys: numbers before strings, arrays part by part, shorter first. */
export const compareKeys = (a: Key, b: Key): number => {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const x = a[i] as KeyPart
    const y = b[i] as KeyPart
    if (x === y) continue
    if (typeof x !== typeof y) return typeof x === "number" ? -1 : 1
    return x < y ? -1 : 1
  }
  return a.length - b.length
}

/** Whether the key belongs to what a list with this range gives. */
export const inRange = (key: Key, { prefix, after, before, above }: Range): boolean => {
  if (above !== undefined && compareKeys(key, above) <= 0) return false
  if (key.length < prefix.length || prefix.some((p, i) => p !== key[i])) return false
  const next = key[prefix.length]
  return (
    (after === undefined || (typeof next === "number" && next > after)) &&
    (before === undefined || (typeof next === "number" && next < before))
  )
}
