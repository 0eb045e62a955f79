/**
 * One session with one XFTP server: hello, commands with their answers, chunks up and down.
 *
 *   upload     FNEW, FADD* (200 recipients each), FPUT with the chunk            download   FGET, then perhaps FACK
 *   on its way down a chunk is in one more box stream, with a key agreed for this request only
 *
 * Spec:  xftp.md, "XFTP commands".
 * Peer:  Simplex.FileTransfer.Client.
 * Note:  one chunk at a time goes up in a session. The reference server works on three requests of a connection; the bytes
 *        of those that wait fill the window that all of them share, and with four chunks nothing would move any more.
 * Trust: the bridge may alter or drop anything, the server may answer anything. Chunks are compared with their digests
 *        before anybody gets them; nothing but the hello is sent before the server has shown who it is.
 */
import { makeAuthenticator } from "../crypto/box.ts"
import { sha256Async } from "../crypto/hash.ts"
import { dh, fromSpki, generateKeyPair, sign, toPublicKey, toSpki } from "../crypto/keys.ts"
import { type AuthKey, fromPkcs8 } from "../crypto/private-key.ts"
import { signAsync } from "../crypto/sign.ts"
import { boxStream, checkTag, tagSize } from "../crypto/stream.ts"
import { type Bytes, DecodeError, empty, equal } from "../encoding/bytes.ts"
import { decode, encode } from "../encoding/codec.ts"
import type { Server } from "../encoding/server.ts"
import { authorized, blockSize, padBlock, unpadBlock } from "../encoding/transmission.ts"
import type { Clock, Connect, Post, Random, Socket } from "../platform.ts"
import { type Command, command, type Response, readBlock, response, serverError, writeBlock } from "./commands.ts"
import { createDirectRequests, NotForBrowsers } from "./direct.ts"
import { toXftpError, XftpError } from "./error.ts"
import { type Body, conduct, type Sending } from "./exchange.ts"
import { challengeSize, clientHello, HandshakeError, verifyServerHello, webHeaders, webHello } from "./handshake.ts"
import { createRequests, type Requests } from "./requests.ts"

/** A chunk and the key (PKCS #8 DER) that authorizes commands about it. */
export type Entity = { readonly id: Bytes; readonly key: Bytes }

/** What is registered of a chunk: its size in bytes and SHA-256; the sender's key, and the recipients' (PKCS #8 DER). */
export type NewChunk = {
  readonly size: number
  readonly digest: Bytes
  readonly key: Bytes
  readonly recipientKeys: readonly Bytes[]
  readonly password: string | null
}

export interface XftpSession {
  readonly version: number
  readonly isClosed: boolean
  /** Registers a chunk (FNEW): ids for the sender and, in the order of their keys, for the first 200 recipients at most. */
  create(chunk: NewChunk): Promise<{ readonly id: Bytes; readonly recipientIds: readonly Bytes[] }>
  /** Adds recipients (FADD), 200 at most: their ids. */
  addRecipients(chunk: Entity, recipientKeys: readonly Bytes[]): Promise<readonly Bytes[]>
  /** Uploads the bytes of a chunk (FPUT), when those before it are done. Doing it again is no error. */
  upload(chunk: Entity, bytes: Bytes, signal?: AbortSignal): Promise<void>
  /**
   * Downloads a chunk (FGET) of `size` bytes with this SHA-256, to `to` if given, where other bytes are when it rejects.
   * Rejects XftpError DECRYPT, SIZE or DIGEST for others.
   */
  download(chunk: Entity, size: number, digest: Bytes, signal?: AbortSignal, to?: Bytes): Promise<Bytes>
  /** Tells the server that this recipient has the chunk (FACK); it can then not be downloaded again. */
  acknowledge(chunk: Entity): Promise<void>
  /** Deletes a chunk for everybody (FDEL). */
  delete(chunk: Entity): Promise<void>
  ping(): Promise<void>
  close(): void
}

/** Recipients in one FNEW or FADD. Peer: xftpMaxRecipientsPerRequest. */
export const maxRecipientsPerRequest = 200

export type SessionOptions = {
  readonly server: Server
  readonly connect: Connect
  readonly clock: Clock
  readonly random: Random
  /** See Target. */
  readonly isolation?: string
  /** Once, after the session was open. */
  readonly onClose?: () => void
}

export const defaultPort = 443
/** For a server that may not be there for browsers at all; the bridge is asked after that. */
const directTimeout = 10_000

/** Connects and shakes hands. Rejects XftpError NETWORK, TIMEOUT or SERVER_IDENTITY. */
export const openXftpSession = async (options: SessionOptions): Promise<XftpSession> => {
  const { server, connect, isolation, onClose } = options
  let socket: Socket
  try {
    const target = { protocol: "xftp", hosts: server.hosts, port: server.port ?? defaultPort } as const
    socket = await connect(isolation === undefined ? target : { ...target, isolation })
  } catch (cause) {
    throw new XftpError("NETWORK", { cause })
  }
  let isOpen = false
  const requests = createRequests(socket, () => {
    if (isOpen) onClose?.()
  })
  try {
    const session = await shakeHands(options, requests)
    isOpen = true
    return session
  } catch (cause) {
    requests.close()
    if (!(cause instanceof HandshakeError)) throw cause
    throw new XftpError(cause.code === "SERVER_IDENTITY" ? "SERVER_IDENTITY" : "NETWORK", { cause })
  }
}

export type DirectOptions = Omit<SessionOptions, "connect" | "isolation"> & {
  readonly post: Post
  /** https://HOST:PORT */
  readonly origin: string
}

/**
 * The same without the bridge. Rejects XftpError SERVER_IDENTITY when the server has shown that it is another one, and
 * NotForBrowsers for whatever else goes wrong: a browser does not say what it was.
 */
export const openDirectSession = async (options: DirectOptions): Promise<XftpSession> => {
  let isOpen = false
  const requests = createDirectRequests(options.post, options.origin, () => {
    if (isOpen) options.onClose?.()
  })
  try {
    const session = await shakeHands(options, requests, options.random(challengeSize))
    isOpen = true
    return session
  } catch (cause) {
    requests.close()
    if (cause instanceof HandshakeError && cause.code === "SERVER_IDENTITY")
      throw new XftpError("SERVER_IDENTITY", { cause })
    if (cause instanceof HandshakeError || cause instanceof XftpError)
      throw new NotForBrowsers("no session without the bridge", { cause })
    throw cause
  }
}

const shakeHands = async (
  options: Pick<SessionOptions, "server" | "clock" | "random">,
  requests: Requests,
  challenge?: Bytes,
): Promise<XftpSession> => {
  const { server, clock } = options
  const first: Sending =
    challenge === undefined
      ? { body: [] }
      : { body: [padBlock(encode(webHello, { challenge }))], headers: webHeaders.hello, patience: directTimeout }
  const hello = await conduct(requests, clock, first, body => body.exactly(blockSize))
  const expected = { keyHash: server.keyHash, now: clock.now(), ...(challenge === undefined ? {} : { challenge }) }
  const verified = verifyServerHello(hello.length === blockSize ? unpadOrEmpty(hello) : empty, expected)
  const answer = padBlock(encode(clientHello, { version: verified.version, keyHash: server.keyHash }))
  const second = { body: [answer], headers: webHeaders.handshake }
  const rest = await conduct(requests, clock, second, body => body.exactly(1))
  // it says what was wrong with our hello, but there is nothing that we could do about it
  if (rest.length > 0) throw new XftpError("UNEXPECTED")
  return runSession(options, requests, verified)
}

const unpadOrEmpty = (block: Bytes): Bytes => {
  try {
    return unpadBlock(block)
  } catch {
    return empty
  }
}

/** An error outside of any transmission: the server does not know the session (any more). Null for other blocks. */
const asRefusal = (block: Bytes): XftpError | null => {
  try {
    const content = unpadBlock(block)
    return content.length > longestRefusal ? null : toXftpError(decode(serverError, content))
  } catch (e) {
    if (e instanceof DecodeError) return null
    throw e
  }
}
/** Transmissions are longer: they have the session id. */
const longestRefusal = 20

const noNonce = new Uint8Array(24)
const ignore = () => undefined

const runSession = (
  { clock, random }: Pick<SessionOptions, "clock" | "random">,
  requests: Requests,
  { version, sessionId, sessionKey }: ReturnType<typeof verifyServerHello>,
): XftpSession => {
  const authorize = (key: AuthKey, bytes: Bytes): Promise<Bytes> | Bytes => {
    if (key.alg === "Ed25519") return signAsync(key, bytes)
    return key.alg === "Ed448" ? sign(key, bytes) : makeAuthenticator(dh(sessionKey, key), noNonce, bytes)
  }

  const block = async (entityId: Bytes, c: Command, key: AuthKey | null): Promise<Bytes> => {
    const unauthorized = { corrId: empty, entityId, command: encode(command, c) }
    const authorization = key === null ? empty : await authorize(key, authorized(sessionId, unauthorized))
    return writeBlock({ authorization, sessionId, entityId, command: unauthorized.command })
  }

  const readResponse = async (body: Body): Promise<Response> => {
    const bytes = await body.exactly(blockSize)
    // broken off, though nobody has said so
    if (bytes.length !== blockSize) throw new XftpError("NETWORK")
    const refusal = asRefusal(bytes)
    if (refusal !== null) throw refusal
    const t = readBlock(bytes)
    if (!equal(t.sessionId, sessionId)) throw new XftpError("UNEXPECTED")
    const r = decode(response, t.command)
    if (r.type === "ERR") throw toXftpError(r.error)
    return r
  }

  const run = async <T>(
    { id, key }: Entity,
    c: Command,
    read: (r: Response, body: Body) => T | Promise<T>,
    { chunk = empty, signal }: { chunk?: Bytes; signal?: AbortSignal | undefined } = {},
  ): Promise<T> => {
    const first = await block(id, c, key.length === 0 ? null : fromPkcs8(key))
    const body = chunk.length === 0 ? [first] : [first, chunk]
    const isLong = c.type === "FGET"
    return conduct(requests, clock, { body, signal, isLong }, async b => read(await readResponse(b), b))
  }

  let last: Promise<void> = Promise.resolve()
  /** After all before it have ended, however they did. */
  const inTurn = <T>(task: () => Promise<T>): Promise<T> => {
    const result = last.then(task)
    last = result.then(ignore, ignore)
    return result
  }

  const expectOk = (r: Response): void => {
    if (r.type !== "OK") throw new XftpError("UNEXPECTED")
  }
  const publicOf = (key: Bytes): Bytes => toSpki(toPublicKey(fromPkcs8(key)))
  const idsFor = (ids: readonly Bytes[], keys: readonly Bytes[]): readonly Bytes[] => {
    if (ids.length !== keys.length) throw new XftpError("UNEXPECTED")
    return ids
  }

  return {
    version,
    get isClosed() {
      return requests.isClosed
    },
    create: ({ size, digest, key, recipientKeys, password }) => {
      const first = recipientKeys.slice(0, maxRecipientsPerRequest)
      const rcvKeys = first.map(publicOf)
      const c: Command = { type: "FNEW", sndKey: publicOf(key), size, digest, rcvKeys, auth: password }
      return run({ id: empty, key }, c, r => {
        if (r.type !== "SIDS") throw new XftpError("UNEXPECTED")
        return { id: r.sndId, recipientIds: idsFor(r.rcvIds, first) }
      })
    },
    addRecipients: (chunk, recipientKeys) =>
      run(chunk, { type: "FADD", rcvKeys: recipientKeys.map(publicOf) }, r => {
        if (r.type !== "RIDS") throw new XftpError("UNEXPECTED")
        return idsFor(r.rcvIds, recipientKeys)
      }),
    upload: (chunk, bytes, signal) => inTurn(() => run(chunk, { type: "FPUT" }, expectOk, { chunk: bytes, signal })),
    download: async (chunk, size, digest, signal, to = new Uint8Array(size)) => {
      const ours = generateKeyPair("X25519", random)
      const get: Command = { type: "FGET", dhKey: toSpki(ours.publicKey) }
      const read = async (r: Response, body: Body): Promise<Bytes> => {
        if (r.type !== "FILE") throw new XftpError("UNEXPECTED")
        const box = boxStream(dh(fromSpki(r.dhKey, "X25519"), ours.privateKey), r.nonce)
        for (let at = 0; at < size; ) {
          const piece = await body.some(size - at)
          if (piece.length === 0) throw new XftpError("NETWORK")
          box.decrypt(piece, to.subarray(at))
          at += piece.length
        }
        const tag = await body.exactly(tagSize + 1)
        if (tag.length !== tagSize) throw new XftpError(tag.length < tagSize ? "NETWORK" : "SIZE")
        checkTag(box, tag)
        return to
      }
      const bytes = await run(chunk, get, read, { signal })
      if (!equal(await sha256Async(bytes), digest)) throw new XftpError("DIGEST")
      return bytes
    },
    acknowledge: chunk => run(chunk, { type: "FACK" }, expectOk),
    delete: chunk => run(chunk, { type: "FDEL" }, expectOk),
    ping: () =>
      run({ id: empty, key: empty }, { type: "PING" }, r => {
        if (r.type !== "PONG") throw new XftpError("UNEXPECTED")
      }),
    close: requests.close,
  }
}
