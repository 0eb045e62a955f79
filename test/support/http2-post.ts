/** What a browser's fetch does for files without the bridge: HTTP/2 with SNI, one connection to each origin, shared by all. */
import { type ClientHttp2Session, connect } from "node:http2"
import { Readable } from "node:stream"
import type { Post } from "../../worker/platform.ts"

export type Http2Post = {
  readonly post: Post
  /** Requests so far, by origin. */
  readonly requests: Map<string, number>
  close(): void
}

/** `ca`: the one authority that it trusts, PEM, and then no names are compared; absent: those that Node trusts. */
export const http2Post = (ca?: string): Http2Post => {
  const sessions = new Map<string, ClientHttp2Session>()
  const requests = new Map<string, number>()
  const sessionFor = (origin: string): ClientHttp2Session => {
    const known = sessions.get(origin)
    if (known !== undefined && !known.closed && !known.destroyed) return known
    const session = connect(origin, ca === undefined ? {} : { ca, checkServerIdentity: () => undefined })
    session.on("error", () => undefined)
    sessions.set(origin, session)
    return session
  }
  return {
    requests,
    post: (url, { body, headers, signal }) =>
      new Promise((resolve, reject) => {
        const { origin } = new URL(url)
        requests.set(origin, (requests.get(origin) ?? 0) + 1)
        const stream = sessionFor(origin).request({ ":method": "POST", ":path": "/", ...headers })
        stream.on("error", reject)
        stream.on("close", () => reject(new TypeError("no answer")))
        signal.addEventListener("abort", () => {
          stream.destroy()
          reject(new TypeError("aborted"))
        })
        stream.on("response", answer => {
          // a browser shows nothing of an answer that does not allow it
          if (answer[":status"] !== 200 || answer["access-control-allow-origin"] !== "*")
            return reject(new TypeError("not allowed"))
          resolve(Readable.toWeb(stream) as ReadableStream<Uint8Array>)
        })
        stream.end(body)
      }),
    close: () => {
      for (const session of sessions.values()) session.destroy()
    },
  }
}
