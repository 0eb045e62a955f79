/** One at a time per key: every step that reads and writes a connection's ratchet or counters holds its lock. */
export type Locks = <T>(key: string, action: () => Promise<T>) => Promise<T>

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
