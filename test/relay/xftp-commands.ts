/**
 * What XFTP commands do to chunks, with the checks and errors of the reference, in its order.
 *
 * Peer:  Simplex.FileTransfer.Server: processRequest, verifyXFTPTransmission, processXFTPRequest.
 * Note:  an FPUT of what is there already is answered OK when it has as many bytes; they are not compared.
 * Trust: the client chooses every byte.
 */
import { type Bytes, concat, DecodeError, empty, equal, hex } from "../../worker/encoding/bytes.ts"
import { decode, UnknownWord } from "../../worker/encoding/codec.ts"
import { authorized, blockSize, type Transmission } from "../../worker/encoding/transmission.ts"
import {
  type Command,
  command,
  credentialsError,
  type Response,
  readBlock,
  type ServerError,
} from "../../worker/xftp/commands.ts"
import {
  authorizationType,
  dh,
  isAuthorizedBy,
  type KeyPair,
  keyType,
  newKeys,
  random,
  sealBox,
  sha256,
} from "./crypto.ts"
import { type Files, idOf, type StoredChunk } from "./xftp-files.ts"

export type XftpSettings = {
  readonly quota: number
  readonly password: string | null
  /** Seconds since 1970. */
  readonly now: () => number
}

/** `next` gives the bytes after the block as they come; null at the end. */
export type Upload = { next(): Promise<Bytes | null> }

/** The answer, and the bytes that follow it: a chunk in its last encryption, and the tag. */
export type Answer = { readonly entityId: Bytes; readonly response: Response; readonly body: Bytes | null }

const sizes = [65_536, 262_144, 1_048_576, 4_194_304]

const error = (e: ServerError): Response => ({ type: "ERR", error: e })
const ok: Response = { type: "OK" }

type Request = { readonly t: Transmission; readonly command: Command }

const hasGoodKeys = (c: Command): boolean => {
  const isAuth = (key: Bytes): boolean => keyType(key) !== null
  if (c.type === "FNEW") return isAuth(c.sndKey) && c.rcvKeys.every(isAuth)
  if (c.type === "FADD") return c.rcvKeys.every(isAuth)
  return c.type !== "FGET" || keyType(c.dhKey) === "x25519"
}

/** Reads the block; a ServerError with the entity id is the answer if it cannot be read. */
const readRequest = (block: Bytes, sessionId: Bytes): Request | { entityId: Bytes; error: ServerError } => {
  const refused = (e: ServerError, entityId = empty) => ({ entityId, error: e })
  let t: Transmission
  try {
    if (block.length !== blockSize) return refused({ type: "BLOCK" })
    t = readBlock(block)
  } catch (e) {
    if (e instanceof DecodeError) return refused({ type: "BLOCK" })
    throw e
  }
  if (!equal(t.sessionId, sessionId)) return refused({ type: "SESSION" })
  const type = authorizationType(t.authorization)
  if (type === null) return refused({ type: "BLOCK" })
  try {
    const c = decode(command, t.command)
    if (!hasGoodKeys(c)) throw new DecodeError("not a key")
    const missing = credentialsError(c.type, type !== "none", t.entityId)
    return missing === null ? { t, command: c } : refused({ type: "CMD", error: missing }, t.entityId)
  } catch (e) {
    if (!(e instanceof DecodeError)) throw e
    return refused({ type: "CMD", error: e instanceof UnknownWord ? "UNKNOWN" : "SYNTAX" }, t.entityId)
  }
}

const isSenders = (c: Command): boolean => c.type === "FADD" || c.type === "FPUT" || c.type === "FDEL"

const addRecipients = (files: Files, sndId: string, keys: readonly Bytes[]): Bytes[] =>
  keys.map(key => {
    const id = random(24)
    files.apply({ type: "recipient", sndId, rcvId: idOf(id), key: hex(key) })
    return id
  })

const create = (files: Files, settings: XftpSettings, c: Command & { type: "FNEW" }): Response => {
  if (settings.password !== null && settings.password !== c.auth) return error({ type: "AUTH" })
  if (!sizes.includes(c.size)) return error({ type: "SIZE" })
  const id = random(24)
  const createdAt = settings.now()
  const keys = { sndKey: hex(c.sndKey), digest: hex(c.digest) }
  files.apply({ type: "new", sndId: idOf(id), size: c.size, createdAt, ...keys })
  return { type: "SIDS", sndId: id, rcvIds: addRecipients(files, idOf(id), c.rcvKeys) }
}

const readAll = async (upload: Upload, size: number): Promise<Bytes | null> => {
  const parts: Bytes[] = []
  let length = 0
  for (let part = await upload.next(); part !== null; part = await upload.next()) {
    length += part.length
    if (length > size) return null
    parts.push(part)
  }
  return length === size ? concat(...parts) : null
}

/** Bytes that uploads under way have been promised. */
const reserved = new WeakMap<Files, number>()

const put = async (files: Files, settings: XftpSettings, chunk: StoredChunk, upload: Upload): Promise<Response> => {
  if (chunk.isUploaded) return (await readAll(upload, chunk.size)) === null ? error({ type: "SIZE" }) : ok
  const promised = reserved.get(files) ?? 0
  if (files.used + promised + chunk.size > settings.quota) return error({ type: "QUOTA" })
  reserved.set(files, promised + chunk.size)
  try {
    const bytes = await readAll(upload, chunk.size)
    if (bytes === null) return error({ type: "SIZE" })
    if (!equal(sha256(bytes), chunk.digest)) return error({ type: "DIGEST" })
    // deleted meanwhile
    if (!files.bySender.has(chunk.sndId)) return error({ type: "AUTH" })
    files.write(chunk, bytes)
    files.apply({ type: "uploaded", sndId: chunk.sndId })
    return ok
  } finally {
    reserved.set(files, (reserved.get(files) ?? 0) - chunk.size)
  }
}

const get = (files: Files, chunk: StoredChunk, dhKey: Bytes, change: (b: Bytes) => Bytes): Omit<Answer, "entityId"> => {
  if (!chunk.isUploaded) return { response: error({ type: "NO_FILE" }), body: null }
  const bytes = files.read(chunk)
  if (bytes === null) return { response: error({ type: "AUTH" }), body: null }
  const [ours, nonce] = [newKeys("x25519"), random(24)]
  const sealed = sealBox(dh(dhKey, ours.private), nonce, change(bytes))
  const body = concat(sealed.subarray(16), sealed.subarray(0, 16))
  return { response: { type: "FILE", dhKey: ours.public, nonce }, body }
}

/** Carries out the command in `block`. `change` may alter the bytes of a chunk on its way down. */
export const answer = async (
  files: Files,
  settings: XftpSettings,
  session: { readonly id: Bytes; readonly key: KeyPair },
  block: Bytes,
  upload: Upload,
  change: (b: Bytes) => Bytes,
): Promise<Answer & { readonly command: Command | null }> => {
  const request = readRequest(block, session.id)
  if ("error" in request)
    return { entityId: request.entityId, response: error(request.error), body: null, command: null }
  const { t, command: c } = request
  const { entityId } = t
  const plain = (response: Response) => ({ entityId, response, body: null, command: c })
  const isAuthorized = (key: Bytes): boolean =>
    isAuthorizedBy(key, session.key.private, { ...t, authorized: authorized(session.id, t) })
  if (c.type === "PING") return plain({ type: "PONG" })
  if (c.type === "FNEW") return plain(isAuthorized(c.sndKey) ? create(files, settings, c) : error({ type: "AUTH" }))
  const id = idOf(entityId)
  const chunk = (isSenders(c) ? files.bySender : files.byRecipient).get(id)
  const key = isSenders(c) ? chunk?.sndKey : chunk?.recipients.get(id)
  if (chunk === undefined || key === undefined) return plain(error({ type: "AUTH" }))
  if (chunk.blocked !== null) return plain(error({ type: "BLOCKED", ...chunk.blocked }))
  if (!isAuthorized(key)) return plain(error({ type: "AUTH" }))
  switch (c.type) {
    case "FADD":
      return plain({ type: "RIDS", rcvIds: addRecipients(files, id, c.rcvKeys) })
    case "FPUT":
      return plain(await put(files, settings, chunk, upload))
    case "FDEL":
      files.apply({ type: "delete", sndId: id })
      return plain(ok)
    case "FACK":
      files.apply({ type: "acknowledged", rcvId: id })
      return plain(ok)
    case "FGET":
      return { entityId, command: c, ...get(files, chunk, c.dhKey, change) }
  }
}

/** Deletes what is older than `ttl` seconds. */
export const expire = (files: Files, ttl: number, now: number): void => {
  for (const { sndId, createdAt } of [...files.bySender.values()])
    if (createdAt + ttl <= now) files.apply({ type: "delete", sndId })
}
