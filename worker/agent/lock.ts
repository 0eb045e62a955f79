/** One at a time per key: every step that reads and writes a connection's ratchet or counters holds its lock. */
export type Locks = <T>(key: string, action: () => Promise<T>) => Promise<T>

/** Holds the locks of all keys at once. Nothing that holds one of them may wait for another. */
export const withAll = <T>(locks: Locks, [key, ...others]: readonly string[], action: () => Promise<T>): Promise<T> =>
  key === undefined ? action() : locks(key, () => withAll(locks, others, action))

/** What waits for a key goes in the order of its calls; a failure is its caller's and stops nobody behind it. */
export const createLocks = (): Locks => {
  const tails = new Map<string, Promise<unknown>>()
  return (key, action) => {
    const before = tails.get(key) ?? Promise.resolve()
    const mine = before.then(action)
    const tail = mine
      .catch(() => undefined)
      .then(() => {
        if (tails.get(key) === tail) tails.delete(key)
      })
    tails.set(key, tail)
    return mine
  }
}
