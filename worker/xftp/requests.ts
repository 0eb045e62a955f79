/**
 * Requests to one XFTP server through the bridge: several at once, each held back by its own windows.
 *
 * Spec:  frame.ts; bridge/README.md, "XFTP".
 * Trust: the bridge may send anything: a frame that does not parse or that breaks a window ends the connection, so that
 *        it cannot fill our memory. Only XftpError escapes.
 */
import { type Bytes, DecodeError } from "../encoding/bytes.ts"
import { decode, encode } from "../encoding/codec.ts"
import type { Socket } from "../platform.ts"
import { XftpError } from "./error.ts"
import { type Frame, firstWindow, frame, maxRequests, pieces } from "./frame.ts"

/** One request whose body is being sent while its response is already read. */
export interface Exchange {
  /** The body of the response, as it comes; null at its end. Rejects XftpError NETWORK when the request was reset. */
  next(): Promise<Bytes | null>
  /** Gives up; `next` rejects with this. No-op when all was read. */
  cancel(why: XftpError): void
  /** All that is wanted was read. */
  finish(): void
}

export type RequestOptions = {
  readonly isLong?: boolean | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
}

export interface Requests {
  /**
   * Starts a request with this body. Resolves when fewer than 8 are under way. With `isLong` more of the response may be
   * on its way at a time, so that distance costs less; `headers` only matter without the bridge. Rejects XftpError NETWORK.
   */
  start(body: readonly Bytes[], options?: RequestOptions): Promise<Exchange>
  /** Present when `moved` does not count what goes up: bytes a second that are expected at least. */
  readonly leastRate?: number
  /** Counts bytes of bodies that moved, either way: whether anything still happens. */
  readonly moved: number
  readonly isClosed: boolean
  close(): void
}

type State = {
  readonly id: number
  /** What may be under way at a time; the other side is told when a quarter of it was read. */
  window: number
  mayTake: number
  taken: number
  maySend: number
  readonly received: Bytes[]
  isEnded: boolean
  error: XftpError | null
  wakeReader: () => void
  wakeSender: () => void
}

/** What long responses may have under way besides `firstWindow`. */
const longWindow = 3 * firstWindow

const ignore = () => undefined

/** Takes over the socket. `onClose` runs once, when it ends for whatever reason. */
export const createRequests = (socket: Socket, onClose: () => void): Requests => {
  const open = new Map<number, State>()
  const waiting: (() => void)[] = []
  let lastId = 0
  let moved = 0
  let isClosed = false

  const finish = (state: State, error: XftpError | null): void => {
    if (!open.delete(state.id)) return
    state.error = error
    state.isEnded = true
    state.wakeReader()
    state.wakeSender()
    waiting.shift()?.()
  }

  const close = (): void => {
    if (isClosed) return
    isClosed = true
    socket.close()
    for (const state of [...open.values()]) finish(state, new XftpError("NETWORK"))
    for (const wake of waiting.splice(0)) wake()
    onClose()
  }

  const send = async (f: Frame): Promise<void> => {
    try {
      await socket.send(encode(frame, f))
    } catch {
      close()
    }
  }

  const sendBody = async (state: State, body: readonly Bytes[]): Promise<void> => {
    const all = pieces(body)
    for (const [i, bytes] of all.entries()) {
      while (!state.isEnded && state.maySend < bytes.length)
        await new Promise<void>(wake => {
          state.wakeSender = wake
        })
      // the response is there already: the server does not want the rest
      if (state.isEnded) return
      state.maySend -= bytes.length
      moved += bytes.length
      await send({ type: i === all.length - 1 ? "end" : "data", id: state.id, bytes })
    }
    if (all.length === 0) await send({ type: "end", id: state.id, bytes: new Uint8Array(0) })
  }

  const receive = (f: Frame): void => {
    const state = open.get(f.id)
    if (state === undefined) return
    if (f.type === "reset") {
      finish(state, new XftpError("NETWORK"))
      return
    }
    if (f.type === "window") {
      state.maySend += f.size
      state.wakeSender()
      return
    }
    state.mayTake -= f.bytes.length
    if (state.mayTake < 0) throw new DecodeError("more than the window")
    moved += f.bytes.length
    if (f.bytes.length > 0) state.received.push(f.bytes)
    if (f.type === "end") finish(state, null)
    else state.wakeReader()
  }

  const listen = async (): Promise<void> => {
    try {
      for await (const message of socket.received) receive(decode(frame, message))
    } catch {
      // what does not parse makes everything after it doubtful
    }
    close()
  }

  const exchange = (state: State): Exchange => ({
    next: async () => {
      for (;;) {
        const bytes = state.received.shift()
        if (bytes !== undefined) {
          state.taken += bytes.length
          if (!state.isEnded && state.taken >= state.window / 4) {
            state.mayTake += state.taken
            void send({ type: "window", id: state.id, size: state.taken })
            state.taken = 0
          }
          return bytes
        }
        if (state.error !== null) throw state.error
        if (state.isEnded) return null
        await new Promise<void>(wake => {
          state.wakeReader = wake
        })
      }
    },
    cancel: why => {
      if (!open.has(state.id)) return
      state.received.length = 0
      finish(state, why)
      void send({ type: "reset", id: state.id })
    },
    finish: ignore,
  })

  void listen()
  return {
    start: async (body, { isLong = false } = {}) => {
      while (!isClosed && open.size >= maxRequests) await new Promise<void>(wake => waiting.push(wake))
      if (isClosed) throw new XftpError("NETWORK")
      const id = ++lastId
      const state: State = {
        id,
        window: firstWindow,
        mayTake: firstWindow,
        taken: 0,
        maySend: firstWindow,
        received: [],
        isEnded: false,
        error: null,
        wakeReader: ignore,
        wakeSender: ignore,
      }
      open.set(id, state)
      void sendBody(state, body).then(() => {
        if (!isLong || state.isEnded) return
        state.window += longWindow
        state.mayTake += longWindow
        void send({ type: "window", id, size: longWindow })
      })
      return exchange(state)
    },
    get moved() {
      return moved
    },
    get isClosed() {
      return isClosed
    },
    close,
  }
}
