/**
 * A real use of a server, to find out whether it can be used: a chunk is registered, uploaded, downloaded, compared and
 * deleted, in a session of its own.
 *
 * Peer:  Simplex.Messaging.Agent.Client, runXFTPServerTest.
 * Trust: the server may be anything at all; nothing escapes but the outcome.
 */
import type { FailureCode, ServerTest, ServerTestStep } from "../api.ts"
import { sha256Async } from "../crypto/hash.ts"
import { generateKeyPair } from "../crypto/keys.ts"
import { toPkcs8 } from "../crypto/private-key.ts"
import type { Bytes } from "../encoding/bytes.ts"
import type { ServerAddress } from "../encoding/server.ts"
import { type Clock, type Connect, ConnectError, type Random, toReachCode } from "../platform.ts"
import { chunkSizes } from "./chunks.ts"
import { type Entity, openXftpSession, type XftpSession } from "./client.ts"
import { XftpError, type XftpErrorCode } from "./error.ts"

type Rim = { readonly connect: Connect; readonly clock: Clock; readonly random: Random }

const codes: Partial<Readonly<Record<XftpErrorCode, FailureCode>>> = {
  NETWORK: "NETWORK",
  TIMEOUT: "TIMEOUT",
  SERVER_IDENTITY: "SERVER_IDENTITY",
  QUOTA: "SERVER_FULL",
}

const codeOf = (step: ServerTestStep, e: unknown): FailureCode => {
  if (!(e instanceof XftpError)) return "INTERNAL"
  if (e.cause instanceof ConnectError) return toReachCode(e.cause)
  if (e.code === "AUTH" && step === "create") return "SERVER_PASSWORD"
  // It was there, and then did not do as a server does.
  if (e.code === "NETWORK" && step === "connect") return "SERVER_BROKEN"
  return codes[e.code] ?? "SERVER_BROKEN"
}

/** Carries out all steps. A chunk that could not be deleted is left to the server, which keeps it for 48 hours. */
export const testServer = async ({ server, password }: ServerAddress, rim: Rim): Promise<ServerTest> => {
  let step: ServerTestStep = "connect"
  let session: XftpSession | undefined
  let chunk: Entity | undefined
  const newKey = (): Bytes => toPkcs8(generateKeyPair("Ed25519", rim.random).privateKey)
  try {
    session = await openXftpSession({ server, ...rim })
    step = "create"
    const [size] = chunkSizes
    const bytes = rim.random(size)
    const digest = await sha256Async(bytes)
    const [key, recipientKey] = [newKey(), newKey()]
    const created = await session.create({ size, digest, key, recipientKeys: [recipientKey], password })
    const [recipientId] = created.recipientIds
    if (recipientId === undefined) throw new XftpError("UNEXPECTED")
    chunk = { id: created.id, key }
    step = "send"
    await session.upload(chunk, bytes)
    step = "receive"
    await session.download({ id: recipientId, key: recipientKey }, size, digest)
    step = "delete"
    await session.delete(chunk)
    session.close()
    return { ok: true }
  } catch (e) {
    if (session !== undefined) void leave(session, step === "delete" ? undefined : chunk)
    return { ok: false, step, code: codeOf(step, e) }
  }
}

/** The outcome is clear; nobody waits for this. */
const leave = async (session: XftpSession, chunk: Entity | undefined): Promise<void> => {
  if (chunk !== undefined) await session.delete(chunk).catch(() => undefined)
  session.close()
}
