/**
 * One client's connection: TLS stream to blocks, the two hellos, block encryption, batches. What commands mean is not
 * known here.
 *
 *   connection = serverHello clientHello block*       blocks of 16384 bytes; encrypted from v11 on, not for proxies
 *
 * Peer:  Simplex.Messaging.Transport: smpServerHandshake, blockEncryption, tGetBlock; Server: receive, send.
 * Note:  as the peer, a block that cannot be decrypted or taken apart is answered with ERR BLOCK and does not end the
 *        connection; a bad hello does.
 * Note:  as the peer, a client that does not name `smp/1` in TLS is offered version 6 only.
 * Trust: the client chooses every byte after the TLS handshake.
 */
import { ascii, type Bytes, concat, DecodeError, empty, equal } from "../../worker/encoding/bytes.ts"
import { decode, encode } from "../../worker/encoding/codec.ts"
import {
  blockSize,
  maxContent,
  packBatches,
  padBlock,
  parseBatch,
  smpFrame,
  transmission,
  unpadBlock,
} from "../../worker/encoding/transmission.ts"
import { type Response, response } from "../../worker/smp/commands.ts"
import { clientHello, type ServerHello, serverHello } from "../../worker/smp/handshake.ts"
import { blockChains, type Chain, dh, type KeyPair, keyType, newKeys } from "./crypto.ts"
import { certifyKey, type Identity } from "./identity.ts"

/** A response and what it is about; `corrId` is empty in events. */
export type Reply = { readonly corrId: Bytes; readonly entityId: Bytes; readonly response: Response }

/** What the connection settles for all its commands. */
export type Session = {
  readonly version: number
  /** From the TLS handshake; part of what every command authorizes. */
  readonly sessionId: Bytes
  /** The server's half for X25519 authenticators and for forwarded commands. */
  readonly serverKey: KeyPair
  /** DH secret of the two hello keys; null when the client has sent none. */
  readonly secret: Bytes | null
  /** One reply or several, in as few blocks as they fit in. */
  send(replies: readonly Reply[]): void
  close(): void
}

/** The client's byte stream: TLS, or what stands in for it where nothing may depend on real sockets (test/chaos). */
export interface Stream {
  /** The protocol that the client named in TLS (ALPN). */
  readonly protocol: string | null
  /** What binds the session to this stream: the client's TLS "finished" message. */
  readonly finished: Bytes
  /** Whether anything may still be written. */
  readonly isOpen: boolean
  write(block: Bytes): void
  /** Closes after what was written. */
  end(): void
  destroy(): void
  onData(run: (chunk: Bytes) => void): void
  /** Called once, however it was closed. */
  onClose(run: () => void): void
}

/** Calls `run` once after `ms` milliseconds; returns how to cancel it. */
export type After = (ms: number, run: () => void) => () => void

export type Handler = {
  /** The hellos are done. */
  opened(session: Session): void
  /** The transmissions of one block; null when it was not a block. */
  received(session: Session, batch: readonly Bytes[] | null): void
  closed(session: Session): void
}

export type SessionOptions = {
  readonly identity: Identity
  readonly versions: { readonly min: number; readonly max: number }
  readonly hello?: ((hello: ServerHello) => ServerHello | Bytes) | undefined
  readonly stats: { blocksIn: number; blocksOut: number }
  /** Called before anything is sent: what is told must be on the disk. */
  readonly flush: () => void
  readonly after: After
}

const handshakeTimeout = 30_000
const legacyVersion = 6

/** A reply in its frame, without the length that it has in a batch. */
export const encodeReply = (version: number, sessionId: Bytes, r: Reply): Bytes =>
  encode(transmission(smpFrame(version)), {
    authorization: empty,
    service: null,
    sessionId,
    corrId: r.corrId,
    entityId: r.entityId,
    command: encode(response(version), r.response),
  })

/**
 * Contents of as few blocks as the transmissions fit in. The peer fills them from the end, so that the first is the one
 * with room left; the worker's packBatches does it the other way round.
 */
const pack = (transmissions: readonly Bytes[]): Bytes[] => {
  const batches: Bytes[][] = []
  let room = 0
  for (const t of transmissions.toReversed()) {
    const batch = batches[0]
    room -= t.length + 2
    if (batch !== undefined && room >= 0 && batch.length < 255) batch.unshift(t)
    else {
      batches.unshift([t])
      room = maxContent - 1 - 2 - t.length
    }
  }
  return batches.flatMap(packBatches)
}

/** The only refusal that is said aloud: services must use a TLS client certificate, which the relay never asks for. */
const noServices = ascii("EHANDSHAKE BAD_AUTH")

/** Speaks with the client on `stream` until either side closes. */
export const serve = (stream: Stream, options: SessionOptions, handler: Handler): void => {
  const sessionId = stream.finished
  const serverKey = newKeys("x25519")
  const versions = stream.protocol === "smp/1" ? options.versions : { min: legacyVersion, max: legacyVersion }
  let session: Session | null = null
  let incoming: Chain | null = null
  let buffered: Bytes = empty

  const write = (block: Bytes): void => {
    options.flush()
    options.stats.blocksOut++
    if (stream.isOpen) stream.write(block)
  }

  const greet = (): void => {
    const key = certifyKey(options.identity, serverKey.public)
    const hello: ServerHello = { versions, sessionId, key }
    const sent = options.hello?.(hello) ?? hello
    write(padBlock(sent instanceof Uint8Array ? sent : encode(serverHello, sent)))
  }

  /** Throws DecodeError; null refuses the client without a word. */
  const agree = (block: Bytes): Session | null => {
    const hello = decode(clientHello, unpadBlock(block))
    const { version } = hello
    if (!equal(hello.keyHash, options.identity.fingerprint)) return null
    if (version < versions.min || version > versions.max) return null
    const isKey = hello.sessionKey !== null && keyType(hello.sessionKey) === "x25519"
    // as the peer, whose parser takes a bad key for none; from v14 on it then misses the field behind it
    if (hello.sessionKey !== null && !isKey && version >= 14) return null
    const sessionKey = isKey ? hello.sessionKey : null
    if (hello.service !== null) {
      write(padBlock(noServices))
      return null
    }
    const secret = sessionKey === null ? null : dh(sessionKey, serverKey.private)
    const chains = secret !== null && version >= 11 && !hello.proxy ? blockChains(sessionId, secret) : null
    incoming = chains?.client ?? null
    const toBlock = (content: Bytes): Bytes => chains?.server.seal(content) ?? padBlock(content)
    return {
      version,
      sessionId,
      serverKey,
      secret,
      send: replies => {
        for (const content of pack(replies.map(r => encodeReply(version, sessionId, r)))) write(toBlock(content))
      },
      close: () => stream.destroy(),
    }
  }

  const batchOf = (block: Bytes): readonly Bytes[] | null => {
    try {
      const content = incoming === null ? unpadBlock(block) : incoming.open(block)
      return content === null ? null : parseBatch(content)
    } catch (e) {
      if (e instanceof DecodeError) return null
      throw e
    }
  }

  const stopTimer = options.after(handshakeTimeout, () => stream.destroy())
  const handle = (block: Bytes): void => {
    options.stats.blocksIn++
    if (session !== null) {
      handler.received(session, batchOf(block))
      return
    }
    try {
      session = agree(block)
    } catch (e) {
      if (!(e instanceof DecodeError)) throw e
    }
    if (session === null) {
      stream.end()
      return
    }
    stopTimer()
    handler.opened(session)
  }

  stream.onData(chunk => {
    buffered = buffered.length === 0 ? chunk : concat(buffered, chunk)
    while (buffered.length >= blockSize && stream.isOpen) {
      const block = buffered.slice(0, blockSize)
      buffered = buffered.subarray(blockSize)
      handle(block)
    }
  })
  stream.onClose(() => {
    stopTimer()
    if (session !== null) handler.closed(session)
  })
  greet()
}
