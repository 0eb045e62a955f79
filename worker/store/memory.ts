/** The backend of a private session, and of most tests: nothing touches the disk, closing the tab ends it. */
import { type Backend, compareKeys, inRange, type Key, type KeyPart, type Sealed } from "./backend.ts"

/** Rows whose keys begin alike, as those of one conversation do: a list looks at these only. */
type Bucket = {
  readonly rows: Map<string, Sealed>
  /** Keys in order; made on the first list after one came that does not belong at the end. */
  sorted: Key[] | undefined
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

export const memoryBackend = (): Backend => {
  const tables = new Map<string, Map<KeyPart | undefined, Bucket>>()
  const table = (name: string): Map<KeyPart | undefined, Bucket> => {
    const found = tables.get(name) ?? new Map<KeyPart | undefined, Bucket>()
    tables.set(name, found)
    return found
  }

  return {
    get: async (name, key) => table(name).get(key[0])?.rows.get(id(key))?.sealed,

    list: async (name, range) => {
      const { prefix, after, before, limit = Number.POSITIVE_INFINITY, reverse = false } = range
      const one = prefix.length === 0 ? undefined : table(name).get(prefix[0])
      const buckets = prefix.length > 0 ? (one === undefined ? [] : [one]) : [...table(name).values()]
      // Each bucket is in order; in the whole table they are put in order when somebody asks for it.
      const keys =
        buckets.length === 1 && buckets[0] ? sortedKeys(buckets[0]) : buckets.flatMap(sortedKeys).sort(compareKeys)
      // An array sorts after every number and string: see indexeddb.ts.
      let low = indexOf(keys, after === undefined ? prefix : [...prefix, after])
      let high = before === undefined ? keys.length : indexOf(keys, [...prefix, before])
      const found: Sealed[] = []
      while (low < high && found.length < limit) {
        const key = keys[reverse ? --high : low++] as Key
        const isIn = inRange(key, range)
        if (!isIn && !reverse && compareKeys(key.slice(0, prefix.length), prefix) > 0) break
        const row = isIn ? table(name).get(key[0])?.rows.get(id(key)) : undefined
        if (row !== undefined) found.push(row)
      }
      return found
    },

    write: async writes => {
      for (const { table: name, key, sealed } of writes) {
        const t = table(name)
        const bucket = t.get(key[0]) ?? { rows: new Map<string, Sealed>(), sorted: [] }
        t.set(key[0], bucket)
        if (sealed === undefined) {
          if (bucket.rows.delete(id(key)) && bucket.sorted !== undefined)
            bucket.sorted.splice(indexOf(bucket.sorted, key), 1)
          if (bucket.rows.size === 0) t.delete(key[0])
          continue
        }
        if (!bucket.rows.has(id(key))) added(bucket, key)
        bucket.rows.set(id(key), { key, sealed })
      }
    },

    close: () => tables.clear(),
  }
}
