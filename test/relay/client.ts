/**
 * A minimal SMP client over TLS: the relay's side towards other servers when it is a proxy, and the tests' own client.
 * It shares codecs with the worker, but no cryptography.
 *
 * Peer:  Simplex.Messaging.Transport, smpClientHandshake; Simplex.Messaging.Client.
 * Note:  as the peer, a proxy asks servers that do not know of proxies (before v14) for version 10 at most: their
 *        encrypted blocks would have no room for what it forwards.
 * Trust: the server chooses what is received; it must prove its identity before anything else is sent.
 */
import { connect as tlsConnect } from "node:tls"
import { type Bytes, concat, DecodeError, empty, equal, toBytes } from "../../worker/encoding/bytes.ts"
import { decode, encode } from "../../worker/encoding/codec.ts"
import type { Server } from "../../worker/encoding/server.ts"
import { commonVersions, type VersionRange } from "../../worker/encoding/text.ts"
import {
  authorized,
  blockSize,
  packBatches,
  padBlock,
  parseBatch,
  smpFrame,
  transmission,
  unpadBlock,
} from "../../worker/encoding/transmission.ts"
import {
  type BrokerError,
  type CertifiedKey,
  type Command,
  command,
  type Response,
  response,
} from "../../worker/smp/commands.ts"
import { type ClientHello, clientHello, type ServerHello, serverHello } from "../../worker/smp/handshake.ts"
import { authorize, blockChains, dh, type KeyPair, newKeys, random, sha256 } from "./crypto.ts"
import { checkedKey } from "./identity.ts"
import { idText } from "./queues.ts"
import type { Reply } from "./session.ts"

export const anyVersion: VersionRange = { min: 6, max: 18 }

/** Why there is no connection, or no answer, in the words of a proxy. */
export class RelayError extends Error {
  override name = "RelayError"
  readonly reason: BrokerError
  constructor(reason: BrokerError) {
    super(`relay: ${reason.type}`)
    this.reason = reason
  }
}

export const networkFailure: BrokerError = { type: "NETWORK", error: { type: "FAILED" } }
export const transportFailure = (type: "VERSION" | "SESSION" | "NO_AUTH"): BrokerError => ({
  type: "TRANSPORT",
  error: { type },
})
const badHandshake: BrokerError = { type: "TRANSPORT", error: { type: "HANDSHAKE", error: "BAD_AUTH" } }

export type Outgoing = {
  readonly command: Command
  readonly entityId?: Bytes
  readonly key?: KeyPair | null
  readonly corrId?: Bytes
  /** Instead of what `key` makes. */
  readonly authorization?: Bytes
}

export type ClientOptions = {
  readonly versions?: VersionRange
  /** Says that it is a proxy: then blocks are not encrypted. */
  readonly proxy?: boolean
  /** Milliseconds for the connection and for each answer. */
  readonly timeout?: number
  /** For tests: another hello than the right one. */
  readonly hello?: (right: ClientHello) => ClientHello
}

export type Client = {
  readonly version: number
  /** Versions that both sides have. */
  readonly versions: VersionRange
  readonly sessionId: Bytes
  /** The server's session key: DER, and as certified by it. */
  readonly serverKey: Bytes
  readonly certifiedKey: CertifiedKey
  /** Secret of the two hello keys. */
  readonly secret: Bytes
  /** Several commands in as few blocks as possible; the answers in the same order. */
  requestAll(commands: readonly Outgoing[]): Promise<Response>[]
  /** Rejects with RelayError when the connection ends or no answer comes. */
  request(command: Command, options?: Omit<Outgoing, "command">): Promise<Response>
  /** A transmission as it would be sent. */
  encode(o: Outgoing): Bytes
  /** The content of one block, as given. */
  sendContent(content: Bytes): void
  /** Bytes on the TLS stream, as given. */
  sendRaw(bytes: Bytes): void
  /** What comes without being asked for, errors without a corrId included, in order. */
  next(timeout?: number): Promise<Reply>
  /** How many of those wait to be read. */
  readonly waiting: number
  /** Contents of the blocks received, as counts of their transmissions. */
  readonly blocks: readonly number[]
  readonly closed: Promise<void>
  close(): void
}

const answerHello = (options: ClientOptions, server: Server, hello: ServerHello, keys: KeyPair) => {
  const ours = options.versions ?? anyVersion
  const wanted = options.proxy === true && hello.versions.max < 14 ? { ...ours, max: Math.max(ours.min, 10) } : ours
  const versions = commonVersions(hello.versions, wanted)
  if (versions === null) throw new RelayError(transportFailure("VERSION"))
  if (hello.key === null) throw new RelayError(badHandshake)
  // the peer finds this in the TLS handshake
  if (!equal(sha256(hello.key.certificates[1] ?? empty), server.keyHash)) throw new RelayError(networkFailure)
  const serverKey = checkedKey(hello.key, server.keyHash)
  if (serverKey === null) throw new RelayError(badHandshake)
  const right: ClientHello = {
    version: versions.max,
    keyHash: server.keyHash,
    sessionKey: keys.public,
    proxy: options.proxy === true,
    service: null,
  }
  return { versions, serverKey, certifiedKey: hello.key, answer: encode(clientHello, options.hello?.(right) ?? right) }
}

/** Connects, checks the server's identity and agrees on a version. Rejects with RelayError. */
export const connect = async (server: Server, options: ClientOptions = {}): Promise<Client> => {
  const timeout = options.timeout ?? 10_000
  const socket = tlsConnect({
    host: server.hosts[0],
    port: server.port ?? 5223,
    ALPNProtocols: ["smp/1"],
    minVersion: "TLSv1.3",
    rejectUnauthorized: false, // the fingerprint in the address is checked instead
  })
  socket.setNoDelay(true)
  socket.on("error", () => {}) // "close" follows
  const closed = new Promise<void>(resolve => socket.on("close", () => resolve()))
  const late = setTimeout(() => socket.destroy(), timeout)

  let buffered: Bytes = empty
  let onBlock: (block: Bytes) => void = () => {}
  const first = new Promise<Bytes>((resolve, reject) => {
    onBlock = resolve
    closed.then(() => reject(new RelayError(networkFailure)))
  })
  socket.on("data", (chunk: Buffer) => {
    buffered = concat(buffered, chunk)
    for (; buffered.length >= blockSize; buffered = buffered.subarray(blockSize)) onBlock(buffered.slice(0, blockSize))
  })

  const block = await first
  clearTimeout(late)
  const sessionId = toBytes(socket.getFinished() ?? empty)
  const keys = newKeys("x25519")
  const agreed = (() => {
    try {
      const hello = decode(serverHello, unpadBlock(block))
      if (!equal(sessionId, hello.sessionId)) throw new RelayError(transportFailure("SESSION"))
      return answerHello(options, server, hello, keys)
    } catch (e) {
      socket.destroy()
      throw e instanceof DecodeError ? new RelayError(badHandshake) : e
    }
  })()
  const version = agreed.versions.max
  const frame = transmission(smpFrame(version))
  const secret = dh(agreed.serverKey, keys.private)
  const chains = version >= 11 && options.proxy !== true ? blockChains(sessionId, secret) : null
  socket.write(padBlock(agreed.answer))

  const pending = new Map<string, { resolve(r: Response): void; reject(e: RelayError): void }>()
  closed.then(() => {
    for (const { reject } of pending.values()) reject(new RelayError(networkFailure))
  })
  const events: Reply[] = []
  const readers: ((r: Reply) => void)[] = []
  const blocks: number[] = []
  const receive = (block: Bytes): void => {
    const content = chains === null ? unpadBlock(block) : chains.server.open(block)
    if (content === null) throw new DecodeError("a block does not open")
    const batch = parseBatch(content)
    blocks.push(batch.length)
    for (const bytes of batch) {
      const t = decode(frame, bytes)
      const reply: Reply = { corrId: t.corrId, entityId: t.entityId, response: decode(response(version), t.command) }
      const asked = pending.get(idText(t.corrId))
      pending.delete(idText(t.corrId))
      if (asked !== undefined) asked.resolve(reply.response)
      else {
        const reader = readers.shift()
        if (reader === undefined) events.push(reply)
        else reader(reply)
      }
    }
  }
  onBlock = block => {
    try {
      receive(block)
    } catch (e) {
      socket.destroy()
      if (!(e instanceof DecodeError)) throw e
    }
  }

  const sendContent = (content: Bytes): void => {
    socket.write(chains?.client.seal(content) ?? padBlock(content))
  }
  const encodeOne = (o: Outgoing): Bytes => {
    const t = {
      corrId: o.corrId ?? random(24),
      entityId: o.entityId ?? empty,
      command: encode(command(version), o.command),
    }
    const authorization =
      o.authorization ?? (o.key ? authorize(o.key, agreed.serverKey, authorized(sessionId, t), t.corrId) : empty)
    return encode(frame, { ...t, authorization, service: null, sessionId })
  }
  const answerTo = (corrId: Bytes): Promise<Response> =>
    new Promise((resolve, reject) => {
      const id = idText(corrId)
      const timer = setTimeout(() => {
        pending.delete(id)
        reject(new RelayError({ type: "TIMEOUT" }))
      }, timeout)
      const settled = <T>(then: (value: T) => void) => {
        return (value: T): void => {
          clearTimeout(timer)
          then(value)
        }
      }
      pending.set(id, { resolve: settled(resolve), reject: settled(reject) })
      if (socket.destroyed) pending.get(id)?.reject(new RelayError(networkFailure))
    })
  const requestAll = (commands: readonly Outgoing[]): Promise<Response>[] => {
    const all = commands.map(o => ({ ...o, corrId: o.corrId ?? random(24) }))
    const answers = all.map(o => answerTo(o.corrId))
    for (const content of packBatches(all.map(encodeOne))) sendContent(content)
    return answers
  }
  return {
    version,
    versions: agreed.versions,
    sessionId,
    serverKey: agreed.serverKey,
    certifiedKey: agreed.certifiedKey,
    secret,
    requestAll,
    request: async (c, o = {}) => {
      const [answer] = requestAll([{ ...o, command: c }])
      return answer ?? Promise.reject(new RelayError(networkFailure))
    },
    encode: encodeOne,
    sendContent,
    sendRaw: bytes => void socket.write(bytes),
    next: (ms = timeout) => {
      const event = events.shift()
      if (event !== undefined) return Promise.resolve(event)
      return new Promise((resolve, reject) => {
        const reader = (r: Reply): void => {
          clearTimeout(timer)
          resolve(r)
        }
        const timer = setTimeout(() => {
          readers.splice(readers.indexOf(reader), 1)
          reject(new RelayError({ type: "TIMEOUT" }))
        }, ms)
        readers.push(reader)
      })
    },
    get waiting() {
      return events.length
    },
    blocks,
    closed,
    close: () => void socket.destroy(),
  }
}
