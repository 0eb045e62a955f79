/**
 * A real use of a server, to find out whether it can be used: a queue is made, secured, sent to, read and deleted, in a
 * session of its own.
 *
 * Peer:  Simplex.Messaging.Agent.Client, runSMPServerTest; it does not send and receive, we do.
 * Trust: the server may be anything at all; nothing escapes but the outcome.
 */
import type { FailureCode, ServerTest, ServerTestStep } from "../api.ts"
import { CryptoError } from "../crypto/error.ts"
import { dh, fromSpki, generateKeyPair, type PrivateKey, toPublicKey, toSpki } from "../crypto/keys.ts"
import { type Bytes, DecodeError, empty, equal } from "../encoding/bytes.ts"
import type { ServerAddress } from "../encoding/server.ts"
import { type Clock, type Connect, ConnectError, type Random, toReachCode } from "../platform.ts"
import { openReceived } from "./body.ts"
import { type AuthKey, openSession, type Session } from "./client.ts"
import type { Command, Response } from "./commands.ts"
import { SmpError, type SmpErrorCode } from "./error.ts"

type Rim = { readonly connect: Connect; readonly clock: Clock; readonly random: Random }

/** How long the server may take to deliver what it has accepted. */
const deliveryTimeout = 15_000

const codes: Partial<Readonly<Record<SmpErrorCode, FailureCode>>> = {
  NETWORK: "NETWORK",
  TIMEOUT: "TIMEOUT",
  SERVER_OLD: "SERVER_OLD",
  SERVER_IDENTITY: "SERVER_IDENTITY",
}

const codeOf = (step: ServerTestStep, e: unknown): FailureCode => {
  if (e instanceof DecodeError || e instanceof CryptoError) return "SERVER_BROKEN"
  if (!(e instanceof SmpError)) return "INTERNAL"
  if (e.cause instanceof ConnectError) return toReachCode(e.cause)
  // Only NEW asks for a password; of a queue that it has just made a server must know the keys.
  if (e.code === "AUTH" && step === "create") return "SERVER_PASSWORD"
  // It was there, and then did not do as a server does.
  if (e.code === "NETWORK" && step === "connect") return "SERVER_BROKEN"
  return codes[e.code] ?? "SERVER_BROKEN"
}

/** The first message that is pushed, waited for. */
const mailbox = (clock: Clock) => {
  let arrive: (m: Response) => void = () => undefined
  const first = new Promise<Response>(resolve => {
    arrive = resolve
  })
  const take = (): Promise<Response> =>
    new Promise((resolve, reject) => {
      const cancel = clock.after(deliveryTimeout, () => reject(new SmpError("TIMEOUT")))
      void first.then(r => {
        cancel()
        resolve(r)
      })
    })
  return { put: (r: Response): void => (r.type === "MSG" ? arrive(r) : undefined), take }
}

type Queue = {
  readonly rcvId: Bytes
  readonly sndId: Bytes
  readonly rcvKey: AuthKey
  readonly secret: Bytes
  readonly senderCanSecure: boolean
}

/** Carries out all steps. A queue that could not be deleted is left to the server. */
export const testServer = async ({ server, password }: ServerAddress, rim: Rim): Promise<ServerTest> => {
  const { clock, random } = rim
  const box = mailbox(clock)
  let step: ServerTestStep = "connect"
  let session: Session | undefined
  let queue: Queue | undefined
  try {
    session = await openSession({ server, ...rim, onPush: (_, r) => box.put(r), onClose: () => undefined })
    step = "create"
    queue = await createQueue(session, password, random)
    step = "secure"
    const senderKey = generateKeyPair("X25519", random).privateKey
    await secureQueue(session, queue, senderKey)
    step = "send"
    const body = random(64)
    await expectOk(session, queue.sndId, { type: "SEND", notification: false, body }, senderKey)
    step = "receive"
    checkReceived(await box.take(), queue, body)
    step = "delete"
    await expectOk(session, queue.rcvId, { type: "DEL" }, queue.rcvKey)
    session.close()
    return { ok: true }
  } catch (e) {
    if (session !== undefined) void leave(session, step === "delete" ? undefined : queue)
    return { ok: false, step, code: codeOf(step, e) }
  }
}

/** The outcome is clear; nobody waits for this. */
const leave = async (session: Session, queue: Queue | undefined): Promise<void> => {
  if (queue !== undefined) await session.request(queue.rcvId, { type: "DEL" }, queue.rcvKey).catch(() => undefined)
  session.close()
}

const createQueue = async (s: Session, password: string | null, random: Random): Promise<Queue> => {
  const keys = generateKeyPair("Ed25519", random)
  const own = generateKeyPair("X25519", random)
  const command = {
    type: "NEW" as const,
    rcvAuthKey: toSpki(keys.publicKey),
    rcvDhKey: toSpki(own.publicKey),
    auth: password,
    subscribe: true,
    queue: { type: "messaging" as const, link: null },
    ntf: null,
  }
  const r = await s.request(empty, command, keys.privateKey)
  if (r.type !== "IDS") throw new SmpError("UNEXPECTED")
  const secret = dh(fromSpki(r.srvDhKey, "X25519"), own.privateKey)
  const { rcvId, sndId } = r
  return { rcvId, sndId, rcvKey: keys.privateKey, secret, senderCanSecure: r.mode === "messaging" }
}

const secureQueue = (s: Session, q: Queue, senderKey: PrivateKey<"X25519">): Promise<void> => {
  const key = toSpki(toPublicKey(senderKey))
  if (q.senderCanSecure) return expectOk(s, q.sndId, { type: "SKEY", key }, senderKey)
  return expectOk(s, q.rcvId, { type: "KEY", key }, q.rcvKey)
}

const expectOk = async (s: Session, entityId: Bytes, c: Command, key: AuthKey): Promise<void> => {
  const { type } = await s.request(entityId, c, key)
  if (type !== "OK") throw new SmpError("UNEXPECTED")
}

/** Throws SmpError, DecodeError or CryptoError when it is not what was sent. */
const checkReceived = (m: Response, { secret }: Queue, sent: Bytes): void => {
  if (m.type !== "MSG") throw new SmpError("UNEXPECTED")
  const received = openReceived(secret, m.msgId, m.body)
  if (received.type !== "message" || !equal(received.body, sent)) throw new SmpError("UNEXPECTED")
}
