/**
 * Private message routing: a command for one server goes through another, so that neither sees both us and the queue.
 *
 *   PRXY server        >  PKEY relaySession versions certifiedKey      the relay's identity is checked here, end to end
 *   PFWD version key box(batch of one transmission)  >  PRES box       box: DH of a key made for this command and the relay's,
 *                                                                      nonce = corrId, for the answer its bytes reversed
 *
 * Spec:  simplex-messaging.md, "Proxying sender commands".
 * Peer:  Simplex.Messaging.Client, connectSMPProxiedRelay, proxySMPCommand.
 * Trust: the proxy may answer anything; what it says of the relay is believed only with the relay's signature, and what it
 *        returns only if it opens.
 */
import { cryptoBox, makeAuthenticator, openBox, reverseNonce } from "../crypto/box.ts"
import { IdentityError, verifyServerIdentity } from "../crypto/certificate.ts"
import { CryptoError } from "../crypto/error.ts"
import { dh, generateKeyPair, type PublicKey, toSpki } from "../crypto/keys.ts"
import { signAsync } from "../crypto/sign.ts"
import { type Bytes, DecodeError, empty } from "../encoding/bytes.ts"
import { decode, encode } from "../encoding/codec.ts"
import type { Server } from "../encoding/server.ts"
import { commonVersions } from "../encoding/text.ts"
import { authorized, packBatches, parseBatch, smpFrame, transmission } from "../encoding/transmission.ts"
import type { Clock, Random } from "../platform.ts"
import type { AuthKey, Session } from "./client.ts"
import { type Command, command, type Response, response } from "./commands.ts"
import { SmpError, type SmpErrorCode, toSmpError } from "./error.ts"
import { smpVersions } from "./handshake.ts"

/** Bytes of the box around a forwarded transmission, before its tag. Peer: paddedProxiedTLength. */
const forwardedLength = 16226

/** A relay as one session with a proxy sees it; ends with that session. */
export type ProxiedRelay = {
  readonly sessionId: Bytes
  readonly version: number
  readonly key: PublicKey<"X25519">
}

/** What a proxy may say of itself, or of its way to the relay. */
const proxyCodes: ReadonlySet<SmpErrorCode> = new Set(["NO_SESSION", "HOST", "PASSWORD", "SERVER_IDENTITY"])

/** What the proxy refuses says nothing about the queue: it may be a lie to make us give up. */
const asProxyError = (e: unknown): never => {
  const isOwn = e instanceof SmpError && !e.temporary && !proxyCodes.has(e.code)
  throw isOwn ? new SmpError("PROXY", { cause: e }) : e
}

/**
 * Asks the proxy, with its password, to connect to the relay. Rejects SmpError; SERVER_IDENTITY when the relay is not the
 * one of its address.
 */
export const connectRelay = async (
  proxy: Session,
  relay: Server,
  password: string | null,
  clock: Clock,
): Promise<ProxiedRelay> => {
  const answer = await proxy.request(empty, { type: "PRXY", server: relay, auth: password }).catch(asProxyError)
  if (answer.type !== "PKEY") throw new SmpError("PROXY")
  const versions = commonVersions(answer.versions, smpVersions)
  if (versions === null) throw new SmpError("SERVER_OLD")
  try {
    const { sessionKey } = verifyServerIdentity(answer.key, relay.keyHash, clock.now())
    return { sessionId: answer.sessionId, version: versions.max, key: sessionKey }
  } catch (cause) {
    if (cause instanceof IdentityError) throw new SmpError("SERVER_IDENTITY", { cause })
    throw cause
  }
}

const authorize = async (
  relay: ProxiedRelay,
  key: AuthKey | undefined,
  corrId: Bytes,
  bytes: Bytes,
): Promise<Bytes> => {
  if (key === undefined) return empty
  return key.alg === "Ed25519" ? signAsync(key, bytes) : makeAuthenticator(dh(relay.key, key), corrId, bytes)
}

/**
 * One command of a sender. Rejects SmpError with the relay's own code for what the relay answers; PROXY when the proxy
 * could not pass it on, and the session with the relay has to be made anew.
 */
export const forward = async (
  proxy: Session,
  relay: ProxiedRelay,
  entityId: Bytes,
  c: Command,
  key: AuthKey | undefined,
  random: Random,
): Promise<Response> => {
  const once = generateKeyPair("X25519", random)
  const secret = dh(relay.key, once.privateKey)
  const corrId = random(24)
  const frame = transmission(smpFrame(relay.version))
  const unauthorized = { corrId, entityId, command: encode(command(relay.version), c) }
  const authorization = await authorize(relay, key, corrId, authorized(relay.sessionId, unauthorized))
  const inner = encode(frame, { ...unauthorized, authorization, service: null, sessionId: empty })
  const [batch] = packBatches([inner])
  if (batch === undefined) throw new SmpError("UNEXPECTED")
  const pfwd = {
    type: "PFWD" as const,
    version: relay.version,
    key: toSpki(once.publicKey),
    transmission: cryptoBox(secret, corrId, forwardedLength, batch),
  }
  const answer = await proxy.request(relay.sessionId, pfwd, undefined, corrId).catch(asProxyError)
  if (answer.type !== "PRES") throw new SmpError("PROXY")
  const read = readAnswer(relay.version, openAnswer(secret, corrId, answer.response))
  if (read.type === "ERR") throw toSmpError(read.error)
  return read
}

const openAnswer = (secret: Bytes, corrId: Bytes, box: Bytes): Bytes => {
  try {
    return openBox(secret, reverseNonce(corrId), box)
  } catch (cause) {
    // Not what the relay has said, so it says nothing about the queue.
    if (cause instanceof CryptoError) throw new SmpError("PROXY", { cause })
    throw cause
  }
}

const readAnswer = (version: number, content: Bytes): Response => {
  try {
    const [only, ...others] = parseBatch(content)
    if (only === undefined || others.length > 0) throw new DecodeError("not one transmission")
    return decode(response(version), decode(transmission(smpFrame(version)), only).command)
  } catch (cause) {
    if (cause instanceof DecodeError) throw new SmpError("UNEXPECTED", { cause })
    throw cause
  }
}
