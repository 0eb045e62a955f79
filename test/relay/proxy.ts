/**
 * Private routing: as a proxy the relay passes commands of its clients on to other relays (PRXY, PFWD), as a destination
 * it carries out those that a proxy passes on (RFWD). Neither end sees both the sender's address and the queue.
 *
 *   RFWD = box(proxy secret, nonce = corrId, fwdCorrId (short) version (word16) clientKey (short) inner)
 *   inner = box(client secret, nonce = fwdCorrId, one batch), padded to 16226; answers with the nonces reversed
 *
 * Spec:  simplex-messaging.md, "Private message routing".
 * Peer:  Simplex.Messaging.Server: processProxiedCmd, processForwardedCommand; Client: forwardSMPTransmission.
 * Trust: a destination relay chooses its answers; whatever it says, the client of the proxy gets an ERR.
 */
import { type Bytes, DecodeError } from "../../worker/encoding/bytes.ts"
import { decode, encode, rest, short, struct, word16 } from "../../worker/encoding/codec.ts"
import type { Server } from "../../worker/encoding/server.ts"
import { commonVersions } from "../../worker/encoding/text.ts"
import { packBatches, parseBatch } from "../../worker/encoding/transmission.ts"
import type { Command, ProxyError, Response } from "../../worker/smp/commands.ts"
import { type Client, connect, RelayError, transportFailure } from "./client.ts"
import { type Context, execute } from "./commands.ts"
import { dh, keyType, openBox, openPadded, random, reversed, sealBox, sealPadded, toNonce } from "./crypto.ts"
import { idText } from "./queues.ts"
import { authorizeRequest, errorReply, readRequest } from "./request.ts"
import { encodeReply, type Reply, type Session } from "./session.ts"

const paddedLength = 16226
/** Versions that a proxy tells its clients: capped, so that upgrading does not tell clients apart. */
const proxiedVersions = { min: 8, max: 17 }

const forwarded = struct({ corrId: short, version: word16, key: short, transmission: rest })
const forwardedResponse = struct({ corrId: short, response: rest })

const failed = (error: ProxyError): Response => ({ type: "ERR", error: { type: "PROXY", error } })
const broker = (e: unknown): Response => {
  if (e instanceof RelayError) return failed({ type: "BROKER", error: e.reason })
  throw e
}

/** Connections to other relays, shared by all clients of this one. */
export class Relays {
  private readonly relays = new Map<string, Promise<Client>>()
  private readonly bySession = new Map<string, Client>()
  private readonly timeout: number

  constructor(timeout: number) {
    this.timeout = timeout
  }

  private relay(server: Server): Promise<Client> {
    const name = JSON.stringify([server.hosts, server.port, idText(server.keyHash)])
    const known = this.relays.get(name)
    if (known !== undefined) return known
    const opening = connect(server, { proxy: true, timeout: this.timeout })
    this.relays.set(name, opening)
    const forget = (): void => void this.relays.delete(name)
    opening.then(client => {
      const id = idText(client.sessionId)
      this.bySession.set(id, client)
      client.closed.then(() => {
        this.bySession.delete(id)
        forget()
      })
    }, forget)
    return opening
  }

  /** The answer to PRXY. */
  async open(server: Server): Promise<Response> {
    try {
      const client = await this.relay(server)
      const versions = commonVersions(client.versions, proxiedVersions)
      if (versions === null) return broker(new RelayError(transportFailure("VERSION")))
      return { type: "PKEY", sessionId: client.sessionId, versions, key: client.certifiedKey }
    } catch (e) {
      return broker(e)
    }
  }

  /** The answer to PFWD, which goes to the session that PKEY named. */
  async forward(corrId: Bytes, sessionId: Bytes, c: Extract<Command, { type: "PFWD" }>): Promise<Response> {
    const client = this.bySession.get(idText(sessionId))
    if (client === undefined) return failed({ type: "NO_SESSION" })
    const { version, key, transmission } = c
    const nonce = random(24)
    const sealed = sealBox(client.secret, nonce, encode(forwarded, { corrId, version, key, transmission }))
    try {
      const answer = await client.request({ type: "RFWD", transmission: sealed }, { corrId: nonce })
      if (answer.type === "ERR") return failed({ type: "PROTOCOL", error: answer.error })
      if (answer.type !== "RRES") return failed({ type: "BROKER", error: { type: "UNEXPECTED", text: answer.type } })
      const opened = openBox(client.secret, reversed(nonce), answer.response)
      if (opened === null) return { type: "ERR", error: { type: "CRYPTO" } }
      return { type: "PRES", response: decode(forwardedResponse, opened).response }
    } catch (e) {
      if (e instanceof DecodeError) return failed({ type: "BROKER", error: { type: "RESPONSE", text: "BLOCK" } })
      return broker(e)
    }
  }

  close(): void {
    for (const client of this.bySession.values()) client.close()
  }
}

const allowed: ReadonlySet<Command["type"]> = new Set(["SEND", "SKEY", "LKEY", "LGET"])

/** One command inside RFWD, as its sender means it for us. */
const carryOut = (ctx: Context, session: Session, version: number, transmission: Bytes): Reply => {
  const request = readRequest(transmission, version, session.sessionId)
  if ("response" in request) return request
  const { corrId, entityId } = request
  if (!allowed.has(request.command.type)) return errorReply(corrId, entityId, { type: "CMD", error: "PROHIBITED" })
  const verified = authorizeRequest(request, ctx.queues, session.serverKey)
  if ("type" in verified) return errorReply(corrId, entityId, verified)
  return { corrId, entityId, response: execute(ctx, session, version, verified).answer }
}

/** The answer to RFWD. */
export const answerForwarded = (ctx: Context, session: Session, corrId: Bytes, sealed: Bytes): Response => {
  const crypto: Response = { type: "ERR", error: { type: "CRYPTO" } }
  const block: Response = { type: "ERR", error: { type: "BLOCK" } }
  const syntax: Response = { type: "ERR", error: { type: "CMD", error: "SYNTAX" } }
  if (session.secret === null) return broker(new RelayError(transportFailure("NO_AUTH")))
  const proxyNonce = toNonce(corrId)
  const opened = openBox(session.secret, proxyNonce, sealed)
  if (opened === null) return crypto
  const f = orNull(() => decode(forwarded, opened))
  if (f === null || keyType(f.key) !== "x25519") return syntax
  const clientSecret = dh(f.key, session.serverKey.private)
  const clientNonce = toNonce(f.corrId)
  const content = openPadded(clientSecret, clientNonce, f.transmission)
  if (content === null) return crypto
  const batch = orNull(() => parseBatch(content))
  const [transmission] = batch ?? []
  if (batch !== null && batch.length > 1) return block
  const reply =
    transmission === undefined
      ? errorReply(new Uint8Array(0), new Uint8Array(0), { type: "BLOCK" })
      : carryOut(ctx, session, f.version, transmission)
  const [answer] = packBatches([encodeReply(f.version, session.sessionId, reply)])
  const inner = answer === undefined ? null : sealPadded(clientSecret, reversed(clientNonce), answer, paddedLength)
  if (inner === null) return block
  const whole = encode(forwardedResponse, { corrId: f.corrId, response: inner })
  return { type: "RRES", response: sealBox(session.secret, reversed(proxyNonce), whole) }
}

const orNull = <T>(read: () => T): T | null => {
  try {
    return read()
  } catch (e) {
    if (e instanceof DecodeError) return null
    throw e
  }
}
