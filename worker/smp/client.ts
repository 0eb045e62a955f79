/**
 * One session with one SMP server: hello, block encryption, commands and their answers, pushed messages, pings.
 *
 * Commands that are asked for in the same turn go out together, as many to a block as fit. Nothing but our hello is sent
 * before the server's certificates and session key were checked and blocks are encrypted (DESIGN.md section 3).
 *
 * Spec:  simplex-messaging.md, "Transport connection establishment", "SMP transmission structure".
 * Peer:  Simplex.Messaging.Client, getProtocolClient, sendProtocolCommand_; Transport, smpClientHandshake.
 * Trust: the bridge may alter or drop anything: a block that does not open ends the session, an answer that does not
 *        parse fails its command. The server may answer anything: callers check what they get.
 */
import type { NetworkConfig } from "../api.ts"
import { initBlockChains, makeAuthenticator, openBlock, sealBlock } from "../crypto/box.ts"
import { dh, generateKeyPair, type PrivateKey, type PublicKey, toSpki } from "../crypto/keys.ts"
import { signAsync } from "../crypto/sign.ts"
import { type Bytes, empty, hex } from "../encoding/bytes.ts"
import { decode, encode } from "../encoding/codec.ts"
import type { Server } from "../encoding/server.ts"
import {
  authorized,
  blockSize,
  maxContent,
  packBatches,
  padBlock,
  parseBatch,
  smpFrame,
  type Transmission,
  transmission,
  unpadBlock,
} from "../encoding/transmission.ts"
import type { Clock, Connect, Random, Socket, Target } from "../platform.ts"
import { type Command, command, type Response, response } from "./commands.ts"
import { helloCodes, SmpError, toSmpError } from "./error.ts"
import { clientHello, HandshakeError, verifyServerHello } from "./handshake.ts"
import { defaultNetwork } from "./network.ts"
import { blocks } from "./socket.ts"

/** Keys that authorise commands: a signature, or the deniable authenticator made with the session key. */
export type AuthKey = PrivateKey<"Ed25519"> | PrivateKey<"X25519">

export interface Session {
  readonly version: number
  /** Rejects SmpError. `corrId`: 24 bytes never used before, where the command's meaning depends on them (NEW). */
  request(entityId: Bytes, command: Command, key?: AuthKey, corrId?: Bytes): Promise<Response>
  /** Finds out soon whether the session still lives. */
  probe(): void
  close(): void
}

/** Milliseconds; see NetworkConfig. */
export type SessionTimes = Pick<NetworkConfig, "connectTimeout" | "commandTimeout" | "pingInterval" | "pingCount">

export type SessionOptions = {
  readonly server: Server
  /** Sessions with the same token may share a way through the bridge's SOCKS proxy. */
  readonly isolation?: string
  readonly times?: SessionTimes
  readonly connect: Connect
  readonly clock: Clock
  readonly random: Random
  readonly onPush: (entityId: Bytes, response: Response) => void
  /** Once, after the session was open. */
  readonly onClose: () => void
}

export const defaultPort = 5223
const probeTimeout = 10_000

type Pending = {
  readonly settle: (r: Response) => void
  readonly fail: (e: SmpError) => void
  readonly cancel: () => void
}

/** Connects and shakes hands. Rejects SmpError NETWORK, TIMEOUT, SERVER_OLD or SERVER_IDENTITY. */
export const openSession = async (options: SessionOptions): Promise<Session> => {
  const { server, connect, clock, isolation, times = defaultNetwork } = options
  const hosts = { protocol: "smp" as const, hosts: server.hosts, port: server.port ?? defaultPort }
  const target: Target = { ...hosts, ...(isolation === undefined ? {} : { isolation }) }
  let late = false
  let socket: Socket | undefined
  let giveUp: () => void = () => undefined
  const timeout = new Promise<never>((_, reject) => {
    giveUp = () => reject(new SmpError("TIMEOUT"))
  })
  const cancel = clock.after(times.connectTimeout, () => {
    late = true
    giveUp()
    socket?.close()
  })
  const connecting = connect(target)
  // Too late to be of use.
  connecting.then(
    s => (late ? s.close() : undefined),
    () => undefined,
  )
  try {
    socket = await Promise.race([connecting, timeout])
    return await shakeHands(options, socket)
  } catch (cause) {
    socket?.close()
    if (late) throw new SmpError("TIMEOUT", { cause })
    if (cause instanceof HandshakeError) throw new SmpError(helloCodes[cause.code], { cause })
    throw new SmpError("NETWORK", { cause })
  } finally {
    cancel()
  }
}

const shakeHands = async (options: SessionOptions, socket: Socket): Promise<Session> => {
  const { server, clock, random } = options
  const stream = blocks(socket.received, blockSize)
  const first = await stream.next()
  if (first.done === true) throw new SmpError("NETWORK")
  const expected = { keyHash: server.keyHash, now: clock.now() }
  const { version, sessionId, sessionKey } = verifyServerHello(unpadBlock(first.value), expected)
  const ours = generateKeyPair("X25519", random)
  const answer = { version, keyHash: server.keyHash, sessionKey: toSpki(ours.publicKey), proxy: false, service: null }
  await socket.send(padBlock(encode(clientHello, answer)))
  const secret = dh(sessionKey, ours.privateKey)
  return runSession(options, socket, stream, { version, sessionId, sessionKey, secret })
}

type Agreed = {
  readonly version: number
  readonly sessionId: Bytes
  readonly sessionKey: PublicKey<"X25519">
  readonly secret: Bytes
}

const runSession = (
  { clock, random, onPush, onClose, times = defaultNetwork }: SessionOptions,
  socket: Socket,
  stream: AsyncGenerator<Bytes>,
  { version, sessionId, sessionKey, secret }: Agreed,
): Session => {
  const frame = transmission(smpFrame(version))
  const { commandTimeout, pingInterval, pingCount } = times
  const pending = new Map<string, Pending>()
  /** X25519 secrets with this session's key, by sender key: a queue's first command pays for all others. */
  const secrets = new WeakMap<AuthKey, Bytes>()
  let { sendChain, receiveChain } = initBlockChains(sessionId, secret)
  let outgoing: Bytes[] = []
  let outgoingLength = 0
  let sending = false
  let signing = 0
  let closed = false
  let heard = clock.now()
  let cancelPing: () => void = () => undefined

  const close = (): void => {
    if (closed) return
    closed = true
    cancelPing()
    socket.close()
    for (const p of [...pending.values()]) p.fail(new SmpError("NETWORK"))
    onClose()
  }

  const authorize = (key: AuthKey | undefined, corrId: Bytes, bytes: Bytes): Bytes | Promise<Bytes> => {
    if (key === undefined) return empty
    if (key.alg === "Ed25519") return signAsync(key, bytes)
    const shared = secrets.get(key) ?? dh(sessionKey, key)
    secrets.set(key, shared)
    return makeAuthenticator(shared, corrId, bytes)
  }

  const flush = async (): Promise<void> => {
    if (sending) return
    sending = true
    try {
      // One turn later, so that commands asked for together share blocks.
      await Promise.resolve()
      while (outgoing.length > 0 && !closed) {
        const contents = packBatches(outgoing)
        // What is being signed just now may still share the last block.
        const kept = signing > 0 ? contents.pop() : undefined
        outgoing = kept === undefined ? [] : [...parseBatch(kept)]
        outgoingLength = kept?.length ?? 0
        if (contents.length === 0) return
        for (const content of contents) {
          const sealed = sealBlock(sendChain, content)
          sendChain = sealed.chain
          await socket.send(sealed.block)
        }
      }
    } catch {
      close()
    } finally {
      sending = false
    }
  }

  const request = (entityId: Bytes, c: Command, key?: AuthKey, given?: Bytes, pingTimeout?: number) =>
    new Promise<Response>((resolve, reject) => {
      if (closed) return reject(new SmpError("NETWORK"))
      const corrId = given ?? random(24)
      const id = hex(corrId)
      const unauthorized = { corrId, entityId, command: encode(command(version), c) }
      const authorization = authorize(key, corrId, authorized(sessionId, unauthorized))
      const done = (): void => {
        pending.delete(id)
        cancel()
      }
      const fail = (e: SmpError): void => {
        done()
        reject(e)
      }
      const asked = clock.now()
      const cancel = clock.after(pingTimeout ?? commandTimeout, () => {
        fail(new SmpError("TIMEOUT"))
        // Not a word since: the stream is dead, though nobody has said so. All that waits is asked again in another.
        if (heard <= asked && pingTimeout === undefined) close()
      })
      const settle = (r: Response): void => {
        done()
        resolve(r)
      }
      pending.set(id, { settle, fail, cancel })
      const queue = (by: Bytes): void => {
        const bytes = encode(frame, { ...unauthorized, authorization: by, service: null, sessionId: empty })
        outgoing.push(bytes)
        outgoingLength += bytes.length + 2
        if (signing === 0 || outgoingLength > maxContent) void flush()
      }
      if (!(authorization instanceof Promise)) return queue(authorization)
      signing++
      authorization.then(
        by => {
          signing--
          queue(by)
        },
        () => {
          signing--
          fail(new SmpError("UNEXPECTED"))
          if (signing === 0) void flush()
        },
      )
    })

  const read = (t: Transmission): Response | null => {
    try {
      return decode(response(version), t.command)
    } catch {
      return null
    }
  }

  const receive = (bytes: Bytes): void => {
    const t = decode(frame, bytes)
    const r = read(t)
    const waiting = pending.get(hex(t.corrId))
    if (waiting === undefined) {
      // Late answers are nobody's any more; what came unasked is pushed.
      if (t.corrId.length > 0) return
      // The server could not read a block, so commands of ours got lost: a new session asks again, at once.
      if (r?.type === "ERR") throw new SmpError("NETWORK")
      if (r !== null) onPush(t.entityId, r)
    } else if (r === null) waiting.fail(new SmpError("UNEXPECTED"))
    else if (r.type === "ERR") waiting.fail(toSmpError(r.error))
    else waiting.settle(r)
  }

  const listen = async (): Promise<void> => {
    try {
      for await (const block of stream) {
        const opened = openBlock(receiveChain, block)
        receiveChain = opened.chain
        heard = clock.now()
        for (const bytes of parseBatch(opened.content)) receive(bytes)
      }
    } catch {
      // A block that does not open or parse: everything after it is lost too.
    }
    close()
  }

  const ping = (timeout = commandTimeout) => request(empty, { type: "PING" }, undefined, undefined, timeout)

  const probe = (): void => {
    ping(probeTimeout).catch(() => close())
  }

  /** Once more without a pause when nothing comes: a browser is not told when its connection is gone. */
  const pingUntilHeard = async (): Promise<void> => {
    for (let unanswered = 0; pingCount === 0 || unanswered < pingCount; unanswered++) {
      const answered = await ping().then(
        () => true,
        () => false,
      )
      if (answered || closed) return
    }
    close()
  }

  const pingLater = (): void => {
    if (pingInterval === 0) return
    cancelPing = clock.after(pingInterval, async () => {
      if (clock.now() - heard >= pingInterval) await pingUntilHeard()
      if (!closed) pingLater()
    })
  }

  pingLater()
  void listen()
  return { version, request: (entityId, c, key, corrId) => request(entityId, c, key, corrId), probe, close }
}
