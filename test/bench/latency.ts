/** A network on which everything takes a while: what it costs is counted in round trips. */
import type { Connect } from "../../worker/platform.ts"

const wait = (ms: number): Promise<void> => new Promise(done => setTimeout(done, ms))

/** `delay`: milliseconds each way. The order of chunks is kept, and one does not wait for another. */
export const slowly =
  (connect: Connect, delay: number): Connect =>
  async target => {
    // One round trip for the bridge to be asked and to answer; its own connections come on top in the real world.
    await wait(2 * delay)
    const socket = await connect(target)
    return {
      send: bytes => {
        setTimeout(() => socket.send(bytes).catch(() => socket.close()), delay)
        return Promise.resolve()
      },
      received: {
        async *[Symbol.asyncIterator]() {
          const queue: { readonly at: number; readonly chunk: Awaited<ReturnType<typeof next>> }[] = []
          const chunks = socket.received[Symbol.asyncIterator]()
          const next = () => chunks.next()
          let wake: () => void = () => undefined
          const read = async (): Promise<void> => {
            for (;;) {
              const chunk = await next()
              queue.push({ at: performance.now() + delay, chunk })
              wake()
              if (chunk.done === true) return
            }
          }
          void read()
          for (;;) {
            const first = queue.shift()
            if (first === undefined) {
              await new Promise<void>(r => {
                wake = r
              })
              continue
            }
            await wait(Math.max(0, first.at - performance.now()))
            if (first.chunk.done === true) return
            yield first.chunk.value
          }
        },
      },
      close: () => socket.close(),
    }
  }
