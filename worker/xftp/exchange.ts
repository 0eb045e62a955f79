/**
 * One request and its response over an open connection, whichever that is: sent, watched, and read to its end.
 *
 * Trust: the server may send less than it promised, more, or nothing: whoever reads gets at most what was asked for, and a
 *        response that does not move ends the connection.
 */
import { CryptoError } from "../crypto/error.ts"
import { type Bytes, concat, DecodeError, empty } from "../encoding/bytes.ts"
import type { Clock } from "../platform.ts"
import { XftpError } from "./error.ts"
import type { Exchange, Requests } from "./requests.ts"

/** Milliseconds: a request fails when nothing has moved for so long, not a byte of its session, either way. */
const stallTimeout = 30_000

/** Reads exactly what a body promises, however it is cut. */
const bodyReader = (exchange: Exchange) => {
  let kept: Bytes = empty
  /** Up to `length` bytes, at least one; empty at the end. */
  const some = async (length: number): Promise<Bytes> => {
    if (kept.length === 0) kept = (await exchange.next()) ?? empty
    const taken = kept.subarray(0, length)
    kept = kept.subarray(taken.length)
    return taken
  }
  /** Fewer bytes only at the end of the body. */
  const exactly = async (length: number): Promise<Bytes> => {
    const parts: Bytes[] = []
    for (let left = length; left > 0; ) {
      const part = await some(left)
      if (part.length === 0) break
      parts.push(part)
      left -= part.length
    }
    return concat(...parts)
  }
  return { some, exactly }
}
/** What comes back, to be read once from its start. */
export type Body = ReturnType<typeof bodyReader>

/** What a request sends; `isLong` when its response is a chunk. */
export type Sending = {
  readonly body: readonly Bytes[]
  readonly signal?: AbortSignal | undefined
  readonly isLong?: boolean | undefined
  readonly headers?: Readonly<Record<string, string>>
  /** Milliseconds, instead of `stallTimeout`. */
  readonly patience?: number
}

/**
 * Runs an exchange to its end, unless nothing moves or somebody gives up. Rejects XftpError: CANCELLED, TIMEOUT; DECRYPT and
 * UNEXPECTED for a CryptoError or DecodeError of `read`; and as `requests` and `read` do.
 */
export const conduct = async <T>(
  requests: Requests,
  clock: Clock,
  { body, signal, isLong, headers, patience = stallTimeout }: Sending,
  read: (body: Body) => Promise<T>,
): Promise<T> => {
  const isAborted = () => signal?.aborted === true
  if (isAborted()) throw new XftpError("CANCELLED")
  const exchange = await requests.start(body, { isLong, headers })
  const stop = () => exchange.cancel(new XftpError("CANCELLED"))
  signal?.addEventListener("abort", stop)
  // While it waited to be started.
  if (isAborted()) stop()
  let stopWatch: () => void = () => undefined
  const watch = (before: number, unseen = 0): void => {
    stopWatch = clock.after(patience + unseen, () => {
      if (requests.moved !== before) return watch(requests.moved)
      exchange.cancel(new XftpError("TIMEOUT"))
      // nobody has said so, but the connection is dead
      requests.close()
    })
  }
  const length = body.reduce((n, part) => n + part.length, 0)
  watch(requests.moved, requests.leastRate === undefined ? 0 : (length / requests.leastRate) * 1000)
  try {
    const result = await read(bodyReader(exchange))
    exchange.finish()
    return result
  } catch (cause) {
    exchange.cancel(new XftpError("UNEXPECTED"))
    if (cause instanceof XftpError) throw cause
    if (cause instanceof CryptoError) throw new XftpError("DECRYPT", { cause })
    if (cause instanceof DecodeError) throw new XftpError("UNEXPECTED", { cause })
    throw cause
  } finally {
    stopWatch()
    signal?.removeEventListener("abort", stop)
  }
}
