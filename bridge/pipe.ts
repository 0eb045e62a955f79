/**
 * Bytes between the WebSocket of a client and the TLS connection to a server, each direction held back by the slower end.
 *
 * Note:  one TLS record becomes one binary message; the records and messages of one turn of the event loop are written
 *        together (cork), which halves the system calls of a busy connection and costs an idle one nothing.
 * Trust: both ends send what they like. At most `maxBuffered`, one read (64 KB) and one message are held each way.
 */
import type { Duplex } from "node:stream"
import type { TLSSocket } from "node:tls"
import type { WebSocket } from "ws"

/** `raw` is the stream under the WebSocket; `up` is towards the server. */
export type Pipe = {
  readonly ws: WebSocket
  readonly raw: Duplex
  readonly tls: TLSSocket
  readonly maxBuffered: number
  readonly count: { up: number; down: number }
}

const corked = new Set<Duplex>()
const uncorkAll = () => {
  for (const stream of corked) stream.uncork()
  corked.clear()
}
const cork = (stream: Duplex) => {
  if (corked.has(stream)) return
  if (corked.size === 0) setImmediate(uncorkAll)
  stream.cork()
  corked.add(stream)
}

const binary = { binary: true }

/** Starts piping. When one end closes, the other gets what is on its way and is closed; returns at once. */
export const pipe = ({ ws, raw, tls, maxBuffered, count }: Pipe): void => {
  const resumeDown = () => void tls.resume()
  tls.on("data", (chunk: Buffer) => {
    count.down += chunk.length
    cork(raw)
    if (ws.bufferedAmount + chunk.length < maxBuffered || tls.isPaused()) return ws.send(chunk, binary)
    tls.pause()
    ws.send(chunk, binary, resumeDown)
  })
  tls.on("drain", () => ws.resume())
  tls.on("end", () => ws.close(1000))
  tls.on("close", () => ws.close(1000))

  ws.on("message", (data, isBinary) => {
    if (!isBinary || !(data instanceof Buffer)) return ws.close(1003)
    count.up += data.length
    cork(tls)
    tls.write(data)
    if (tls.writableLength >= maxBuffered) ws.pause()
  })
  ws.on("close", () => {
    tls.removeAllListeners("data").resume()
    tls.end()
    setTimeout(() => tls.destroy(), 5000).unref()
  })
}
