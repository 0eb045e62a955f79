/**
 * The way to an XFTP server without the bridge: requests of the browser itself, to servers that serve web pages.
 *
 *   request    POST https://host:port/   body as through the bridge   no cookies, no referrer; origin of the page
 *   hello      header xftp-web-hello, with a challenge; header xftp-handshake, with our version: handshake.ts
 *
 * Spec:  xftp.md, "Transport handshake".
 * Peer:  Simplex.FileTransfer.Server: xftpServerHandshakeV1; its web client, createBrowserTransport.
 * Note:  the server knows a session by its TLS connection, and a browser has one to each server: whatever shares the server
 *        shares the session. When the browser makes another connection, the server answers SESSION, which is NETWORK here.
 * Note:  a server that cannot be reached like this is reached through the bridge until the next start, if that works.
 * Trust: as the bridge; the certificate that the browser has checked says nothing about the key in the address.
 */
import { type Bytes, concat, toBytes } from "../encoding/bytes.ts"
import type { Server } from "../encoding/server.ts"
import type { DirectRim, Post } from "../platform.ts"
import { XftpError } from "./error.ts"
import type { Requests } from "./requests.ts"

/** The server does not serve browsers, or not from here. Never leaves this room: the bridge is tried then. */
export class NotForBrowsers extends Error {
  override name = "NotForBrowsers"
}

export type FileWay = "direct" | "bridge"

export interface DirectWays {
  readonly post: Post
  /**
   * Where to ask this server directly, of these hosts: an origin. Null when the page may not, when the server has no name of
   * the web, or when it was of no use since the start.
   */
  find(server: Server, hosts: readonly string[]): string | null
  /** What came of it, for whom. */
  took(origin: string, way: FileWay, userId: number | undefined): void
  /** By host, in the order of their first use; of those that these users have used. */
  ways(isShown?: (userId: number) => boolean): readonly { readonly host: string; readonly way: FileWay }[]
}

const defaultPort = 443

/** Browsers name the server to itself (SNI) only by a name, and that is what its web certificate is chosen by. */
const isWebName = (host: string): boolean => /^[a-z0-9.-]*[a-z][a-z0-9.-]*$/i.test(host) && !/\.onion$/i.test(host)

/** Remembers for one start which way each server has taken. `allowed` as in DirectRim. */
export const createDirectWays = ({ allowed, post }: DirectRim): DirectWays => {
  const wayByOrigin = new Map<string, FileWay>()
  const usersByOrigin = new Map<string, Set<number>>()
  return {
    post,
    find: ({ port }, hosts) => {
      const sources = allowed()
      const origins = hosts.filter(isWebName).map(h => new URL(`https://${h}:${port ?? defaultPort}`).origin)
      const origin = origins.find(o => sources.includes("https:") || sources.includes(o))
      return origin === undefined || wayByOrigin.get(origin) === "bridge" ? null : origin
    },
    took: (origin, way, userId = 1) => {
      wayByOrigin.set(origin, way)
      const users = usersByOrigin.get(origin) ?? new Set()
      usersByOrigin.set(origin, users.add(userId))
    },
    ways: (isShown = () => true) =>
      [...wayByOrigin]
        .filter(([origin]) => [...(usersByOrigin.get(origin) ?? [])].some(isShown))
        .map(([origin, way]) => ({ host: new URL(origin).host, way })),
  }
}

/** Bytes a second that a body makes at least on its way up, which a browser does not let us watch. */
const leastRate = 16_384

const ignore = () => undefined

/** Requests to this origin. `onClose` runs once, when `close` was called. */
export const createDirectRequests = (post: Post, origin: string, onClose: () => void): Requests => {
  const open = new Set<(why: XftpError) => void>()
  let moved = 0
  let isClosed = false
  return {
    leastRate,
    start: async (body, { headers = {} } = {}) => {
      if (isClosed) throw new XftpError("NETWORK")
      const stop = new AbortController()
      let why: XftpError | null = null
      const cancel = (e: XftpError): void => {
        if (!open.delete(cancel)) return
        why = e
        stop.abort()
      }
      open.add(cancel)
      const reader = post(`${origin}/`, { body: concat(...body), headers, signal: stop.signal }).then(
        stream => stream?.getReader() ?? null,
      )
      reader.catch(ignore)
      const next = async (): Promise<Bytes | null> => {
        try {
          const from = await reader
          for (;;) {
            const { done, value } = (await from?.read()) ?? { done: true, value: undefined }
            if (why !== null) throw why
            if (done) {
              open.delete(cancel)
              return null
            }
            moved += value.length
            if (value.length > 0) return toBytes(value)
          }
        } catch (cause) {
          open.delete(cancel)
          throw why ?? new XftpError("NETWORK", { cause })
        }
      }
      return {
        next,
        cancel,
        // the end is still to be read; whoever says more than it should is cut off
        finish: () => void next().then(more => more !== null && cancel(new XftpError("UNEXPECTED")), ignore),
      }
    },
    get moved() {
      return moved
    },
    get isClosed() {
      return isClosed
    },
    close: () => {
      if (isClosed) return
      isClosed = true
      for (const cancel of [...open]) cancel(new XftpError("NETWORK"))
      onClose()
    },
  }
}
