/**
 * From a transmission to a command that may be carried out: parsing, then the checks that need no queue, then authorization.
 * Each failure has the one error that the peer answers, in the order in which the peer finds it.
 *
 * Peer:  Simplex.Messaging.Protocol: transmissionP, tDecodeServer, checkCredentials; Server: verifyTransmission.
 * Trust: the client chooses every byte.
 */
import { type Bytes, DecodeError, empty, equal } from "../../worker/encoding/bytes.ts"
import { decode } from "../../worker/encoding/codec.ts"
import { authorized, smpFrame, transmission } from "../../worker/encoding/transmission.ts"
import {
  type Command,
  type CommandError,
  command,
  credentialsError,
  type ServerError,
  toCommandError,
} from "../../worker/smp/commands.ts"
import { type Authorized, authorizationType, isAuthorizedBy, keyType } from "./crypto.ts"
import type { Queue, Queues } from "./queues.ts"
import type { Reply, Session } from "./session.ts"

export type Request = Authorized & {
  readonly entityId: Bytes
  readonly command: Command
  /** A service signature, which only services may send. */
  readonly service: Bytes | null
}

export const errorReply = (corrId: Bytes, entityId: Bytes, error: ServerError): Reply => ({
  corrId,
  entityId,
  response: { type: "ERR", error },
})

const commandError = (error: CommandError): ServerError => ({ type: "CMD", error })

/** Keys are only bytes to the codec; the peer's parser refuses what is not a key of the right type. */
const hasGoodKeys = (c: Command): boolean => {
  const isAuth = (key: Bytes): boolean => keyType(key) !== null
  const isDh = (key: Bytes): boolean => keyType(key) === "x25519"
  switch (c.type) {
    case "NEW":
      return (
        isAuth(c.rcvAuthKey) && isDh(c.rcvDhKey) && (c.ntf === null || (isAuth(c.ntf.authKey) && isDh(c.ntf.dhKey)))
      )
    case "KEY":
    case "SKEY":
    case "LKEY":
      return isAuth(c.key)
    case "RKEY":
      return c.keys.every(isAuth)
    case "NKEY":
      return isAuth(c.authKey) && isDh(c.dhKey)
    case "PFWD":
      return isDh(c.key)
    default:
      return true
  }
}

const parse = (version: number, bytes: Bytes): Command | CommandError => {
  try {
    const c = decode(command(version), bytes)
    return hasGoodKeys(c) ? c : "SYNTAX"
  } catch (e) {
    if (e instanceof DecodeError) return toCommandError(e)
    throw e
  }
}

/** Reads a transmission as `version` has it; a Reply is the error to answer. */
export const readRequest = (bytes: Bytes, version: number, sessionId: Bytes): Request | Reply => {
  const frame = smpFrame(version)
  let t: ReturnType<ReturnType<typeof transmission>["read"]>
  try {
    t = decode(transmission(frame), bytes)
    if (t.service !== null && t.service.length !== 64) throw new DecodeError("signature of wrong size")
  } catch (e) {
    if (e instanceof DecodeError) return errorReply(empty, empty, { type: "BLOCK" })
    throw e
  }
  const { corrId, entityId, authorization, service } = t
  if (frame.sendsSession && !equal(t.sessionId, sessionId)) return errorReply(corrId, empty, { type: "SESSION" })
  const type = authorizationType(authorization)
  if (type === null) return errorReply(corrId, empty, { type: "BLOCK" })
  const c = parse(version, t.command)
  if (typeof c === "string") return errorReply(corrId, entityId, commandError(c))
  const missing = credentialsError(c.type, type !== "none", entityId)
  if (missing !== null) return errorReply(corrId, entityId, commandError(missing))
  return { corrId, entityId, authorization, service, command: c, authorized: authorized(sessionId, t) }
}

/** Which of a queue's ids a command is sent to; null for commands about no queue. */
const partyOf = (type: Command["type"]): Parameters<Queues["find"]>[0] | null => {
  switch (type) {
    case "NEW":
    case "PING":
    case "PRXY":
    case "PFWD":
    case "RFWD":
    case "SUBS":
    case "NSUBS":
      return null
    case "SEND":
    case "SKEY":
      return "sender"
    case "LKEY":
    case "LGET":
      return "link"
    case "NSUB":
      return "notifier"
    default:
      return "recipient"
  }
}

/** Anybody may read the link of a contact queue; those made before modes existed are such until they are secured. */
const isContact = (q: Queue): boolean => (q.mode === null ? q.sndKey === null : q.mode === "contact")

export type Verified = { readonly request: Request; readonly queue: Queue | null }

/** Whether the command may be carried out; a ServerError is the answer if not. */
export const authorizeRequest = (
  request: Request,
  queues: Queues,
  serverKey: Session["serverKey"],
): Verified | ServerError => {
  const { command: c } = request
  const party = partyOf(c.type)
  const queue = party === null ? null : queues.find(party, request.entityId)
  const no: ServerError = { type: "AUTH" }
  if (party !== null && queue === null) return no
  if (request.service !== null || c.type === "SUBS" || c.type === "NSUBS") return { type: "SERVICE" }
  const by = (key: Bytes): boolean => isAuthorizedBy(key, serverKey.private, request)
  const allowed = (): boolean => {
    if (c.type === "NEW") return by(c.rcvAuthKey)
    if (queue === null) return true
    switch (c.type) {
      case "SEND":
        return queue.sndKey === null ? request.authorization.length === 0 : by(queue.sndKey)
      case "SKEY":
      case "LKEY":
        return queue.mode === "messaging" && (queue.sndKey === null || equal(queue.sndKey, c.key)) && by(c.key)
      case "LGET":
        return isContact(queue)
      case "NSUB":
        return queue.notifier !== null && by(queue.notifier.key)
      default:
        return queue.rcvKeys.some(by)
    }
  }
  return allowed() ? { request, queue } : no
}
