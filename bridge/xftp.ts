/**
 * Requests of a client to an XFTP server: frames of the WebSocket become HTTP/2 requests over one TLS connection.
 *
 *   frame D/E with a new id  >  POST /           response status 200, body  >  frames D* E
 *
 * Every request has its own window each way, so that a slow one holds up no other. What the server sends too early stays
 * with it by the flow control of HTTP/2, what the client sends too early is an error of the client.
 *
 * Spec:  README.md beside this file; frame.ts. RFC 9113.
 * Note:  the body of a request is the client's, its method, path and headers are ours: nothing else can be asked.
 * Trust: both ends send what they like. Held for each of `maxRequests`: `firstWindow` up, `maxBuffered` and one read down.
 */
import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants } from "node:http2"
import type { TLSSocket } from "node:tls"
import { type Frame, firstWindow, headerSize, readFrame, startFrame, writeFrame, writeWindow } from "./frame.ts"
import { batch, type Client, maxParts } from "./pipe.ts"

const maxRequests = 8
/** With those that are over, but not yet gone: opening and resetting costs the server, and us, more than the client. */
const maxStreams = 32
/** Windows are opened again in steps of at least this many bytes. */
const windowStep = firstWindow / 4
const maxWindow = 2 ** 31
/** Bytes of a response in one message: node:http2 gives a TLS record at a time, and each message costs both ends. */
const mostInFrame = 65_536

const binary = { binary: true }

type Request = {
  readonly stream: ClientHttp2Stream
  /** Bytes that the client may still send, and those that went out since it was last told. */
  mayTake: number
  taken: number
  /** Bytes that the client is ready for, and those read that it is not. */
  mayGive: number
  kept: Buffer[]
  size: number
  /** The whole response was read; what is kept still has to go. */
  isEnding: boolean
}

const headers = (authority: string) => ({
  [constants.HTTP2_HEADER_METHOD]: "POST",
  [constants.HTTP2_HEADER_PATH]: "/",
  [constants.HTTP2_HEADER_SCHEME]: "https",
  [constants.HTTP2_HEADER_AUTHORITY]: authority,
})

const startSession = (tls: TLSSocket, maxBuffered: number): ClientHttp2Session => {
  const session = connect("https://server", {
    createConnection: () => tls,
    settings: { enablePush: false, initialWindowSize: maxBuffered },
  })
  session.on("error", () => undefined)
  session.on("connect", () => session.setLocalWindowSize(maxBuffered * maxRequests))
  return session
}

/** Starts carrying; when one end closes, so does the other. Returns at once. */
export const carry = (
  client: Client,
  tls: TLSSocket,
  host: string,
  maxBuffered: number,
  count: { up: number; down: number },
): void => {
  const { ws, raw } = client
  const session = startSession(tls, maxBuffered)
  const requests = new Map<number, Request>()
  const fields = headers(host.includes(":") ? `[${host}]` : host)
  let lastId = 0
  let isFull = false
  let parts = 0
  let streams = 0
  /** Requests of which something was read in this turn of the event loop. */
  const due = new Map<number, Request>()

  const send = (frame: Buffer): void => {
    if (ws.readyState !== ws.OPEN) return
    batch(raw)
    const waiting = ws.bufferedAmount
    parts = waiting === 0 ? 0 : parts + 1
    if (isFull || (waiting + frame.length < maxBuffered && parts < maxParts)) {
      ws.send(frame, binary)
      return
    }
    isFull = client.waits = true
    for (const { stream } of requests.values()) stream.pause()
    // Who reads nothing is not read from either: each of its frames may need an answer.
    ws.pause()
    ws.send(frame, binary, () => {
      isFull = false
      parts = 0
      ws.resume()
      for (const [id, request] of requests) give(id, request)
    })
  }

  const drop = (id: number, request: Request, code: number): void => {
    requests.delete(id)
    request.stream.close(code)
  }

  /** A frame with the next `length` bytes of what was kept. */
  const nextFrame = (id: number, request: Request, length: number): Buffer => {
    const frame = startFrame("D", id, length)
    let taken = 0
    for (let at = 0; at < length; ) {
      const whole = request.kept[taken] ?? Buffer.alloc(0)
      const part = whole.subarray(0, length - at)
      frame.set(part, headerSize + at)
      at += part.length
      if (part.length === whole.length) taken++
      else request.kept[taken] = whole.subarray(part.length)
    }
    request.kept.splice(0, taken)
    request.size -= length
    request.mayGive -= length
    count.down += length
    return frame
  }

  /** Sends what was kept as far as the window goes, and reads on when nothing is kept. */
  const give = (id: number, request: Request): void => {
    if (isFull) return
    while (request.size > 0 && request.mayGive > 0 && !isFull)
      send(nextFrame(id, request, Math.min(request.size, request.mayGive, mostInFrame)))
    if (request.size > 0 || isFull) return
    if (request.isEnding) {
      drop(id, request, constants.NGHTTP2_NO_ERROR)
      send(writeFrame("E", id))
    } else if (request.mayGive > 0 && request.stream.isPaused()) request.stream.resume()
  }

  /** What comes in one turn goes in as few messages as may be. */
  const giveDue = (): void => {
    for (const [id, request] of due) if (requests.get(id) === request) give(id, request)
    due.clear()
  }

  const open = (id: number): Request => {
    const stream = session.request(fields, { endStream: false })
    const request: Request = {
      stream,
      mayTake: firstWindow,
      taken: 0,
      mayGive: firstWindow,
      kept: [],
      size: 0,
      isEnding: false,
    }
    requests.set(id, request)
    const fail = () => {
      if (requests.get(id) !== request || request.isEnding) return
      drop(id, request, constants.NGHTTP2_CANCEL)
      send(writeFrame("R", id))
    }
    stream.on("response", ({ ":status": status }) => {
      if (status !== 200) fail()
    })
    stream.on("data", (chunk: Buffer) => {
      if (requests.get(id) !== request) return
      request.kept.push(chunk)
      request.size += chunk.length
      // What is kept longer than this turn is of this turn: pieces of single bytes would hold all that came with them.
      if (isFull || request.size >= Math.min(mostInFrame, request.mayGive)) stream.pause()
      if (due.size === 0) setImmediate(giveDue)
      due.set(id, request)
    })
    const end = () => {
      if (requests.get(id) !== request) return
      if (stream.aborted || stream.rstCode !== constants.NGHTTP2_NO_ERROR) return fail()
      request.isEnding = true
      give(id, request)
    }
    // A connection that breaks off ends its streams too; which it was is certain only when the stream has closed, and
    // that is at once, unless the server has answered before it had the whole request.
    stream.on("end", () => (stream.writableFinished ? stream.once("close", end) : end()))
    streams++
    const closed = () => {
      streams--
      setImmediate(fail)
    }
    stream.on("error", fail).on("close", closed)
    return request
  }

  /** Null when there are too many, or when the connection takes no more. */
  const tryOpen = (id: number): Request | null => {
    if (requests.size >= maxRequests || streams >= maxStreams || session.destroyed || session.closed) return null
    try {
      return open(id)
    } catch {
      return null
    }
  }

  const take = (id: number, request: Request, payload: Buffer, isLast: boolean): void => {
    const { stream } = request
    request.mayTake -= payload.length
    count.up += payload.length
    const written = () => {
      request.taken += payload.length
      if (request.taken < windowStep || requests.get(id) !== request) return
      send(writeWindow(id, request.taken))
      request.mayTake += request.taken
      request.taken = 0
    }
    if (isLast) stream.end(payload)
    else stream.write(payload, written)
  }

  /** False when the client has broken the rules. */
  const receive = ({ kind, id, payload }: Frame): boolean => {
    const known = requests.get(id)
    // what comes for a request that is over was on its way when it ended
    if (known === undefined && id <= lastId) return true
    if (kind === "R") {
      if (known !== undefined) drop(id, known, constants.NGHTTP2_CANCEL)
      return known !== undefined
    }
    if (kind === "W") {
      if (known === undefined) return false
      known.mayGive += payload.readUInt32BE()
      if (known.mayGive > maxWindow) return false
      give(id, known)
      return true
    }
    if (known === undefined) lastId = id
    const request = known ?? tryOpen(id)
    if (request === null) {
      send(writeFrame("R", id))
      return true
    }
    if (payload.length > request.mayTake || request.stream.writableEnded) return false
    take(id, request, payload, kind === "E")
    return true
  }

  ws.on("message", (data, isBinary) => {
    if (!isBinary || !(data instanceof Buffer)) return ws.close(1003)
    const frame = readFrame(data)
    if (frame === null || !receive(frame)) ws.close(1002)
  })
  session.on("close", () => ws.close(1000))
  tls.on("close", () => ws.close(1000))
  ws.on("close", () => {
    requests.clear()
    session.destroy()
    tls.destroy()
  })
}
