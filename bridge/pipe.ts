/**
 * Bytes between the WebSocket of a client and the TLS connection to a server, each direction held back by the slower end.
 *
 * Note:  one TLS record becomes one binary message. Those of one turn of the event loop are written together but for the
 *        first: fewer system calls when busy, no delay when not. Towards the server node:tls does so by itself.
 * Trust: both ends send what they like. At most `maxBuffered` in `maxParts` parts, one read (64 KB) and one message are held
 *        each way: a part of one byte costs a hundred more, so that bytes alone are no limit.
 */
import type { Duplex } from "node:stream"
import type { TLSSocket } from "node:tls"
import type { WebSocket } from "ws"

/** A client; `raw` is the stream under the WebSocket. `waits` becomes true when one end has to wait for the other. */
export type Client = { readonly ws: WebSocket; readonly raw: Duplex; waits: boolean }

const written = new Set<Duplex>()
const flush = () => {
  for (const stream of written) if (stream.writableCorked > 0) stream.uncork()
  written.clear()
}
/** To be called before a write: the first of a turn goes out at once, the rest together when the turn ends. */
export const batch = (stream: Duplex) => {
  if (written.size === 0) setImmediate(flush)
  if (!written.has(stream)) written.add(stream)
  else if (stream.writableCorked === 0) stream.cork()
}

const binary = { binary: true }

/** Records, messages or frames that may wait for one end at a time. */
export const maxParts = 1024

/** Starts piping. When one end closes, the other gets what is on its way and is closed; returns at once. */
export const pipe = (
  client: Client,
  tls: TLSSocket,
  maxBuffered: number,
  count: { up: number; down: number },
): void => {
  const { ws, raw } = client
  let partsDown = 0
  let partsUp = 0
  const resumeDown = () => {
    partsDown = 0
    tls.resume()
  }
  const resumeUp = () => {
    partsUp = 0
    ws.resume()
  }
  tls.on("data", (chunk: Buffer) => {
    if (ws.readyState !== ws.OPEN) return
    count.down += chunk.length
    batch(raw)
    const waiting = ws.bufferedAmount
    partsDown = waiting === 0 ? 0 : partsDown + 1
    if ((waiting + chunk.length < maxBuffered && partsDown < maxParts) || tls.isPaused()) return ws.send(chunk, binary)
    client.waits = true
    tls.pause()
    ws.send(chunk, binary, resumeDown)
  })
  tls.on("end", () => ws.close(1000))
  tls.on("close", () => ws.close(1000))

  ws.on("message", (data, isBinary) => {
    if (!isBinary || !(data instanceof Buffer)) return ws.close(1003)
    count.up += data.length
    const waiting = tls.writableLength
    partsUp = waiting === 0 ? 0 : partsUp + 1
    if ((waiting + data.length < maxBuffered && partsUp < maxParts) || ws.isPaused) return void tls.write(data)
    client.waits = true
    ws.pause()
    tls.write(data, resumeUp)
  })
  ws.on("close", () => {
    tls.removeAllListeners("data").resume()
    tls.end()
    setTimeout(() => tls.destroy(), 5000).unref()
  })
}
