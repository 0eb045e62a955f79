/**
 * A local XFTP server over real TLS and HTTP/2, for the demo, the tests and the benchmarks: as strict as the reference
 * server, with its own cryptography, in memory or in a folder. What it does and does not: README.md here.
 *
 * Spec:  xftp.md.
 * Peer:  Simplex.FileTransfer.Server: xftpServer, xftpServerHandshakeV1.
 * Note:  as the peer, the first request of a connection has to be empty and the second a hello; errors are blocks. With a web
 *        certificate, connections that name a server (SNI) are a browser's: it may greet again, and is told of CORS.
 */
import { once } from "node:events"
import {
  createServer as createHttp2,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2"
import { createSecureContext, createServer, type TLSSocket } from "node:tls"
import { type Bytes, concat, DecodeError, empty, equal, toBytes } from "../../worker/encoding/bytes.ts"
import { decode, encode } from "../../worker/encoding/codec.ts"
import { writeServerAddress } from "../../worker/encoding/server.ts"
import { blockSize, padBlock, unpadBlock } from "../../worker/encoding/transmission.ts"
import {
  type Blocking,
  type Command,
  downgrade,
  type Response,
  response,
  serverError,
  writeBlock,
} from "../../worker/xftp/commands.ts"
import { clientHello, type ServerHello, serverHello, webHello } from "../../worker/xftp/handshake.ts"
import { makeChain, signWith } from "../support/certificate.ts"
import { type KeyPair, newKeys } from "./crypto.ts"
import { certifyKey, type Identity } from "./identity.ts"
import { listen } from "./listen.ts"
import { answer, expire, type Upload, type XftpSettings } from "./xftp-commands.ts"
import { openFiles } from "./xftp-files.ts"

/** What a test may make the relay do. */
export type XftpHooks = {
  /** Replaces what a browser's challenge is answered with. */
  proof?: (proof: Bytes, challenge: Bytes, sessionId: Bytes) => Bytes
  /** Replaces the hello. */
  hello?: (hello: ServerHello) => ServerHello | Bytes
  /** Replaces an answer; "close" cuts the connection instead, "silent" says nothing. */
  onAnswer?: (command: Command | null, response: Response) => Response | "close" | "silent"
  /** Changes the bytes of a chunk before they are encrypted on their way down. */
  onChunk?: (bytes: Bytes) => Bytes
  /** Bytes of one body so far; "cut" ends the connection. */
  onBytes?: (way: "up" | "down", length: number) => "cut" | undefined
}

export type XftpRelayOptions = {
  /** 0 or absent: any free port. */
  readonly port?: number
  /** From makeChain; a new Ed25519 chain if absent. The identity in `folder` wins. */
  readonly chain?: Identity
  /** Keeps identity and chunks over restarts. */
  readonly folder?: string
  /** Bytes of all chunks; no limit if absent. */
  readonly quota?: number
  readonly password?: string
  /** Seconds; 48 hours if absent, as at the peer. */
  readonly ttl?: number
  readonly versions?: { readonly min: number; readonly max: number }
  /** Milliseconds since 1970. */
  readonly now?: () => number
  readonly hooks?: XftpHooks
  /** Certificate and key (PEM) for browsers. */
  readonly web?: { readonly cert: string; readonly key: string }
}

export type XftpRelay = {
  /** xftp://fingerprint@127.0.0.1:port, with the password if there is one. */
  readonly address: string
  readonly port: number
  readonly stats: { connections: number; commands: Record<string, number>; errors: Record<string, number> }
  /** Registered chunks, and the bytes of those uploaded. */
  readonly chunkCount: number
  readonly used: number
  dropConnections(): void
  /** Blocks all chunks as an operator would; null lifts it. */
  block(blocking: Blocking | null): void
  /** Drops expired chunks now; otherwise that happens once a minute. */
  expire(): void
  close(): Promise<void>
}

const expiryInterval = 60_000
const pieceSize = 65_536

type Session = {
  readonly id: Bytes
  readonly key: KeyPair
  readonly isWeb: boolean
  state: "new" | "greeted" | "open"
  version: number
}

const corsHeaders = { "access-control-allow-origin": "*", "access-control-expose-headers": "*" }
const preflightHeaders = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "POST, OPTIONS",
  "access-control-allow-headers": "*",
  "access-control-max-age": "86400",
}

/** What is to be signed; null when nothing is. */
const challengeOf = (session: Session, body: Bytes): Bytes | null | "none of it" => {
  if (body.length === 0) return null
  if (!session.isWeb) return "none of it"
  try {
    const { challenge } = decode(webHello, unpadBlock(body))
    return challenge === null || challenge.length === 32 ? challenge : "none of it"
  } catch (e) {
    if (e instanceof DecodeError) return "none of it"
    throw e
  }
}

/** Waits until the stream takes more, or is closed. */
const drained = async (stream: ServerHttp2Stream): Promise<void> => {
  const stop = new AbortController()
  await Promise.race(["drain", "close"].map(event => once(stream, event, { signal: stop.signal }))).catch(
    () => undefined,
  )
  stop.abort()
}

/** The body of a request: first a block, then what follows. */
const bodyOf = (stream: ServerHttp2Stream, onLength: (n: number) => void) => {
  const iterator = stream[Symbol.asyncIterator]()
  let kept: Bytes = empty
  let length = 0
  const next = async (): Promise<Bytes | null> => {
    if (kept.length > 0) {
      const bytes = kept
      kept = empty
      return bytes
    }
    const { done, value } = (await iterator.next()) as { done?: boolean; value: Buffer }
    if (done === true) return null
    length += value.length
    onLength(length)
    return toBytes(value)
  }
  const head = async (): Promise<Bytes> => {
    const parts: Bytes[] = []
    for (let left = blockSize; left > 0; ) {
      const part = await next()
      if (part === null) break
      parts.push(part.subarray(0, left))
      kept = part.subarray(Math.min(left, part.length))
      left -= parts.at(-1)?.length ?? 0
    }
    return concat(...parts)
  }
  return { next, head }
}

/** Starts a relay on 127.0.0.1. Rejects when the port is taken or the folder cannot be read. */
export const startXftpRelay = async (options: XftpRelayOptions = {}): Promise<XftpRelay> => {
  const hooks = options.hooks ?? {}
  const now = options.now ?? Date.now
  const files = openFiles(options.folder ?? null, () => options.chain ?? makeChain({ alg: "ed25519" }))
  const settings: XftpSettings = {
    quota: options.quota ?? Number.POSITIVE_INFINITY,
    password: options.password ?? null,
    now: () => Math.floor(now() / 1000),
  }
  const versions = options.versions ?? { min: 1, max: 3 }
  const stats: XftpRelay["stats"] = { connections: 0, commands: {}, errors: {} }
  const sockets = new Set<TLSSocket>()
  const { identity } = files

  /** Writes in pieces, so that a cut comes in the middle. */
  const send = async (session: Session, stream: ServerHttp2Stream, body: Bytes, cut: () => void): Promise<void> => {
    if (stream.destroyed) return
    stream.respond({ ":status": 200, ...(session.isWeb ? corsHeaders : {}) })
    for (let at = 0; at < body.length; at += pieceSize) {
      if (stream.destroyed) return
      if (hooks.onBytes?.("down", at) === "cut") return cut()
      if (!stream.write(body.subarray(at, at + pieceSize))) await drained(stream)
    }
    stream.end()
  }

  /** The body of the response to a hello. */
  const greet = (session: Session, body: Bytes, isHello: boolean): Bytes => {
    const refused = padBlock(encode(serverError, { type: "HANDSHAKE" }))
    if (session.isWeb && session.state === "new" && !isHello) return padBlock(encode(serverError, { type: "SESSION" }))
    if (session.state === "new" || isHello) {
      const challenge = challengeOf(session, body)
      if (challenge === "none of it") return refused
      session.state = "greeted"
      const proof = challenge === null ? empty : signWith(identity.leafKey, concat(challenge, session.id))
      const hello: ServerHello = {
        versions,
        sessionId: session.id,
        key: certifyKey(identity, session.key.public),
        proof: challenge === null ? empty : (hooks.proof?.(proof, challenge, session.id) ?? proof),
      }
      const sent = hooks.hello?.(hello) ?? hello
      return padBlock(sent instanceof Uint8Array ? sent : encode(serverHello, sent))
    }
    try {
      const { version, keyHash } = decode(clientHello, unpadBlock(body))
      const isKnown = versions.min <= version && version <= versions.max
      if (body.length !== blockSize || !isKnown || !equal(keyHash, identity.fingerprint)) return refused
      session.state = "open"
      session.version = version
      return empty
    } catch (e) {
      if (e instanceof DecodeError) return refused
      throw e
    }
  }

  const handle = async (
    cut: () => void,
    session: Session,
    stream: ServerHttp2Stream,
    headers: IncomingHttpHeaders,
  ): Promise<void> => {
    if (session.isWeb && headers[":method"] === "OPTIONS") {
      stream.respond({ ":status": 200, ...preflightHeaders }, { endStream: true })
      return
    }
    const body = bodyOf(stream, n => {
      if (hooks.onBytes?.("up", n) === "cut") cut()
    })
    const block = await body.head()
    const isHello = session.isWeb && headers["xftp-web-hello"] !== undefined
    if (session.state !== "open" || isHello || (session.isWeb && headers["xftp-handshake"] !== undefined))
      return send(session, stream, greet(session, block, isHello), cut)
    const upload: Upload = { next: body.next }
    const a = await answer(files, settings, session, block, upload, b => hooks.onChunk?.(b) ?? b)
    const name = a.command?.type ?? "none"
    stats.commands[name] = (stats.commands[name] ?? 0) + 1
    const r = hooks.onAnswer?.(a.command, a.response) ?? a.response
    if (r === "close") return cut()
    if (r === "silent") return
    const said: Response = r.type === "ERR" ? { ...r, error: downgrade(r.error, session.version) } : r
    if (said.type === "ERR") stats.errors[said.error.type] = (stats.errors[said.error.type] ?? 0) + 1
    const entityId = said.type === "SIDS" || said.type === "PONG" ? empty : a.entityId
    const answered = writeBlock({
      authorization: empty,
      sessionId: session.id,
      entityId,
      command: encode(response, said),
    })
    await send(session, stream, said.type === "FILE" && a.body !== null ? concat(answered, a.body) : answered, cut)
  }

  const isWeb = (socket: TLSSocket): boolean =>
    options.web !== undefined && typeof (socket as { servername?: unknown }).servername === "string"
  const sessions = new Map<ServerHttp2Session, Session>()
  const http = createHttp2({ settings: { initialWindowSize: 1 << 20 } })
  http.on("session", s => {
    const socket = s.socket as TLSSocket
    s.setLocalWindowSize(1 << 23)
    s.on("error", () => undefined)
    const id = toBytes(socket.getPeerFinished() ?? empty)
    sessions.set(s, { id, key: newKeys("x25519"), isWeb: isWeb(socket), state: "new", version: 1 })
    s.on("close", () => sessions.delete(s))
  })
  http.on("stream", (stream, headers) => {
    stream.on("error", () => undefined)
    const http2 = stream.session as ServerHttp2Session | undefined
    const session = http2 === undefined ? undefined : sessions.get(http2)
    if (session === undefined) return stream.close()
    handle(() => http2?.destroy(), session, stream, headers).catch(() => stream.close())
  })

  const webContext = options.web === undefined ? null : createSecureContext(options.web)
  const server = createServer(
    {
      cert: identity.leafPem + identity.caPem,
      key: identity.leafKeyPem,
      minVersion: "TLSv1.3",
      ...(webContext === null
        ? { ALPNProtocols: ["xftp/1"] }
        : {
            ALPNCallback: ({ protocols }) => ["xftp/1", "h2"].find(p => protocols.includes(p)),
            SNICallback: (_, use) => use(null, webContext),
          }),
      ciphers: "TLS_CHACHA20_POLY1305_SHA256",
      sigalgs: webContext === null ? "ed25519:ed448" : "ed25519:ed448:ECDSA+SHA256:RSA-PSS+SHA256",
      ecdhCurve: "X448:X25519",
    },
    socket => {
      stats.connections++
      sockets.add(socket)
      socket.on("error", () => undefined)
      socket.on("close", () => {
        sockets.delete(socket)
        stats.connections--
      })
      http.emit("connection", socket)
    },
  )
  server.on("tlsClientError", () => undefined)
  const port = await listen(server, options.port)
  const drop = (): void => expire(files, options.ttl ?? 48 * 3600, settings.now())
  const expiry = setInterval(drop, expiryInterval).unref()
  const dropConnections = (): void => {
    // HTTP/2 owns the handles of its sockets, so that destroying those alone closes nothing
    for (const session of sessions.keys()) session.destroy()
    for (const socket of sockets) socket.destroy()
  }
  return {
    address: writeServerAddress(
      { hosts: ["127.0.0.1"], port, keyHash: identity.fingerprint },
      "xftp",
      settings.password,
    ),
    port,
    stats,
    get chunkCount() {
      return files.size
    },
    get used() {
      return files.used
    },
    dropConnections,
    block: blocked => {
      for (const sndId of files.bySender.keys()) files.apply({ type: "block", sndId, blocked })
    },
    expire: drop,
    close: () => {
      clearInterval(expiry)
      dropConnections()
      return new Promise(resolve => server.close(() => resolve()))
    },
  }
}
