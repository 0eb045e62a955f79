/** A queue between two loops: `push` never waits, `for await` takes what comes until `close`. */
export type Channel<T> = AsyncIterable<T> & { push(item: T): void; close(): void }

/** Unbounded: whoever pushes waits for what becomes of the item before it pushes the next of the same connection. */
export const channel = <T>(): Channel<T> => {
  const items: T[] = []
  let closed = false
  let wake: () => void = () => undefined
  return {
    push: item => {
      if (closed) return
      items.push(item)
      wake()
    },
    close: () => {
      closed = true
      items.length = 0
      wake()
    },
    async *[Symbol.asyncIterator]() {
      while (!closed) {
        const item = items.shift()
        if (item !== undefined) yield item
        else
          await new Promise<void>(resolve => {
            wake = resolve
          })
      }
    },
  }
}
