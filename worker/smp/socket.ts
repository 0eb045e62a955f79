/**
 * A byte stream to a server through the bridge, and its cutting into blocks.
 *
 *   first message   {"v":1,"protocol":"smp","hosts":[...],"port":5223}    answered by {"ok":true} or {"error":"CODE"}
 *   then            bytes of the TLS stream, both ways
 *
 * Spec:  bridge/README.md. The target is in a message, not in the URL, so that no access log has it.
 * Trust: the bridge may answer anything; only ConnectError escapes, and the bytes are checked by the layers above.
 */
import { type Bytes, concat, toBytes } from "../encoding/bytes.ts"
import { type Clock, type Connect, ConnectError, type Socket } from "../platform.ts"

/** What we use of a WebSocket: the browser's own, and `ws` in Node. */
export interface WebSocketLike {
  binaryType: string
  readonly bufferedAmount: number
  send(data: string | Bytes): void
  close(): void
  addEventListener(type: "open" | "close" | "error", run: () => void): void
  addEventListener(type: "message", run: (event: { data: unknown }) => void): void
}

/** Only for a bridge that never answers: callers have their own, shorter ones. */
const connectTimeout = 60_000
/** Above this many unsent bytes `send` makes its caller wait. */
const highWater = 1 << 20

/** Connects through the bridge at `url` (ws: or wss:). */
export const bridgeConnect =
  (open: (url: string) => WebSocketLike, url: string, clock: Clock): Connect =>
  target =>
    new Promise<Socket>((resolve, reject) => {
      const ws = open(url)
      ws.binaryType = "arraybuffer"
      const chunks: Bytes[] = []
      let ready = false
      let closed = false
      let wake: () => void = () => undefined

      const end = (code: string): void => {
        cancel()
        closed = true
        wake()
        ws.close()
        if (!ready) reject(new ConnectError(code))
      }
      const cancel = clock.after(connectTimeout, () => end("TIMEOUT"))

      const socket: Socket = {
        send: async bytes => {
          if (closed) throw new ConnectError("CLOSED")
          ws.send(bytes)
          while (!closed && ws.bufferedAmount > highWater) await new Promise<void>(r => clock.after(5, r))
        },
        received: {
          async *[Symbol.asyncIterator]() {
            for (;;) {
              const chunk = chunks.shift()
              if (chunk !== undefined) yield chunk
              else if (closed) return
              else
                await new Promise<void>(r => {
                  wake = r
                })
            }
          },
        },
        close: () => end("CLOSED"),
      }

      ws.addEventListener("open", () => ws.send(JSON.stringify({ v: 1, ...target })))
      ws.addEventListener("error", () => end("UNREACHABLE"))
      ws.addEventListener("close", () => end("UNREACHABLE"))
      ws.addEventListener("message", ({ data }) => {
        if (closed) return
        if (!ready) {
          const code = typeof data === "string" ? refusal(data) : "MALFORMED"
          if (code !== null) return end(code)
          ready = true
          cancel()
          resolve(socket)
        } else if (data instanceof ArrayBuffer) {
          chunks.push(new Uint8Array(data))
          wake()
        } else if (ArrayBuffer.isView(data)) {
          chunks.push(toBytes(data))
          wake()
        } else end("MALFORMED")
      })
    })

/** Whether a bridge answers at `url`: it is asked for something that no bridge does, and says so. */
export const bridgeAnswers = (open: (url: string) => WebSocketLike, url: string, clock: Clock): Promise<boolean> =>
  new Promise(resolve => {
    let ws: WebSocketLike
    try {
      ws = open(url)
    } catch {
      resolve(false)
      return
    }
    const end = (is: boolean): void => {
      cancel()
      ws.close()
      resolve(is)
    }
    const cancel = clock.after(connectTimeout / 4, () => end(false))
    ws.addEventListener("open", () => ws.send(JSON.stringify({ v: 0 })))
    ws.addEventListener("error", () => end(false))
    ws.addEventListener("close", () => end(false))
    ws.addEventListener("message", ({ data }) => end(typeof data === "string" && refusal(data) === "UNSUPPORTED"))
  })

/** The bridge's answer: null for "ok", else its code. */
const refusal = (text: string): string | null => {
  try {
    const answer = JSON.parse(text) as { ok?: unknown; error?: unknown } | null
    if (answer?.ok === true) return null
    return typeof answer?.error === "string" && /^[A-Z_]{1,32}$/.test(answer.error) ? answer.error : "MALFORMED"
  } catch {
    return "MALFORMED"
  }
}

/** Cuts a stream into blocks of `size` bytes; a rest that is no whole block is dropped with the stream. */
export async function* blocks(stream: AsyncIterable<Bytes>, size: number): AsyncGenerator<Bytes> {
  let kept: Bytes[] = []
  let length = 0
  for await (const chunk of stream) {
    kept.push(chunk)
    length += chunk.length
    if (length < size) continue
    const all = kept.length === 1 ? chunk : concat(...kept)
    let at = 0
    for (; at + size <= all.length; at += size) yield all.slice(at, at + size)
    const left = all.slice(at)
    kept = left.length > 0 ? [left] : []
    length = left.length
  }
}
