/** The backend of a private session, and of most tests: nothing touches the disk, closing the tab ends it. */
import { type Backend, compareKeys, inRange, type Key, type KeyPart, type Range, type Sealed } from "./backend.ts"

/** Rows whose keys begin alike, as those of one conversation do: a list looks at these only. */
type Bucket = {
  readonly rows: Map<string, Sealed>
  /** Keys in order; made on the first list after one came that does not belong at the end. */
  sorted: Key[] | undefined
}

type Table = {
  /** By the first part of their keys. */
  readonly buckets: Map<KeyPart, Bucket>
  /** Those first parts in order, each as a key; made when somebody reads across buckets. */
  order: Key[] | undefined
}

const id = (key: Key): string => JSON.stringify(key)

/** The first index from which on keys are not before `key`. */
const indexOf = (sorted: readonly Key[], key: Key): number => {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (compareKeys(sorted[middle] as Key, key) < 0) low = middle + 1
    else high = middle
  }
  return low
}

const sortedKeys = (bucket: Bucket): readonly Key[] => {
  bucket.sorted ??= [...bucket.rows.values()].map(r => r.key).sort(compareKeys)
  return bucket.sorted
}

const added = (bucket: Bucket, key: Key): void => {
  const { sorted } = bucket
  const last = sorted?.at(-1)
  if (sorted !== undefined && (last === undefined || compareKeys(last, key) < 0)) sorted.push(key)
  else bucket.sorted = undefined
}

const orderOf = (table: Table): readonly Key[] => {
  table.order ??= [...table.buckets.keys()].map(first => [first]).sort(compareKeys)
  return table.order
}

/** The keys of a range and perhaps some beside it, in order, or backwards. */
function* keysOf(table: Table, { prefix, after, before, above, reverse = false }: Range): Generator<Key> {
  // Large tables are read in parts: each begins in the bucket where the last one ended.
  const low = above ?? (after === undefined ? prefix : [...prefix, after])
  const order = prefix.length > 0 ? [prefix.slice(0, 1)] : orderOf(table)
  const first = prefix.length > 0 ? 0 : indexOf(order, low.slice(0, 1))
  for (let b = first; b < order.length; b++) {
    const bucket = table.buckets.get((order[reverse ? order.length - 1 - (b - first) : b] as Key)[0] as KeyPart)
    if (bucket === undefined) continue
    const keys = sortedKeys(bucket)
    let at = indexOf(keys, low)
    let end = before === undefined ? keys.length : indexOf(keys, [...prefix, before])
    while (at < end) {
      const key = keys[reverse ? --end : at++] as Key
      // What begins otherwise comes after all that begins so.
      if (!reverse && compareKeys(key.slice(0, prefix.length), prefix) > 0) break
      yield key
    }
  }
}

/** Rows in memory, in the order of IndexedDB. Gone when it is closed. */
export const memoryBackend = (): Backend => {
  const tables = new Map<string, Table>()
  const table = (name: string): Table => {
    const found = tables.get(name) ?? { buckets: new Map<KeyPart, Bucket>(), order: undefined }
    tables.set(name, found)
    return found
  }
  const rowOf = (t: Table, key: Key): Sealed | undefined => t.buckets.get(key[0] as KeyPart)?.rows.get(id(key))

  const list = (name: string, range: Range): readonly Sealed[] => {
    const { limit = Number.POSITIVE_INFINITY } = range
    const t = table(name)
    const found: Sealed[] = []
    for (const key of limit > 0 ? keysOf(t, range) : []) {
      const row = inRange(key, range) ? rowOf(t, key) : undefined
      if (row !== undefined && found.push(row) >= limit) break
    }
    return found
  }

  return {
    get: async (name, key) => rowOf(table(name), key)?.sealed,
    list: async (name, range) => list(name, range),
    keys: async (name, range) => list(name, range).map(r => r.key),

    write: async writes => {
      for (const { table: name, key, sealed } of writes) {
        const t = table(name)
        const first = key[0] as KeyPart
        const bucket = t.buckets.get(first) ?? { rows: new Map<string, Sealed>(), sorted: [] }
        if (sealed === undefined) {
          if (bucket.rows.delete(id(key)) && bucket.sorted !== undefined)
            bucket.sorted.splice(indexOf(bucket.sorted, key), 1)
          if (bucket.rows.size === 0 && t.buckets.delete(first)) t.order = undefined
          continue
        }
        if (!t.buckets.has(first)) {
          t.buckets.set(first, bucket)
          t.order = undefined
        }
        if (!bucket.rows.has(id(key))) added(bucket, key)
        bucket.rows.set(id(key), { key, sealed })
      }
    },

    close: () => tables.clear(),
  }
}
