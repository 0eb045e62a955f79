/**
 * Uploads: a file is encrypted once, from start to end, and its chunks are sent while the next are being encrypted.
 *
 *   for each chunk   FNEW, save, FADD and save for more than 200 recipients, FPUT, save
 *
 * What was saved is all that a restart needs: the file is then encrypted again, which gives the same bytes, and chunks that
 * are on their server already are only compared with their digests. Nothing of the ciphertext is ever stored.
 *
 * Spec:  xftp.md, "XFTP procedure", 1.
 * Peer:  Simplex.FileTransfer.Agent: prepareFile, runXFTPSndWorker, sndFileToDescrs, xftpSendDescription'.
 * Note:  the peer encrypts to a temporary file first. Its limit of three tries in a row is ours too.
 * Trust: servers choose the ids; digests are ours. A file that changed since the last attempt is refused before a byte of
 *        it is sent: two texts under one key stream would show both.
 */
import { sha256Async } from "../crypto/hash.ts"
import { generateKeyPair } from "../crypto/keys.ts"
import { toPkcs8 } from "../crypto/private-key.ts"
import { type Bytes, equal, utf8 } from "../encoding/bytes.ts"
import type { Server, ServerAddress } from "../encoding/server.ts"
import type { Clock, Random } from "../platform.ts"
import { chunkBuffers } from "./buffers.ts"
import { type Entity, maxRecipientsPerRequest } from "./client.ts"
import { type Chunk, type Description, type Redirect, type Replica, writeDescription } from "./description.ts"
import { isTemporary, XftpError } from "./error.ts"
import { type EncryptedChunk, encryptChunks, type Layout, layOut } from "./file.ts"
import { retrying, type Sessions, taskPool, type Way } from "./sessions.ts"
import { memorySource, type Source } from "./source.ts"

/** What an upload is, from its start on. `recipients` is how many descriptions it gives: see roundedRecipients. */
export type Upload = {
  readonly name: string
  readonly size: number
  readonly key: Bytes
  readonly nonce: Bytes
  readonly recipients: number
  /** What the uploaded description leads to; null for ordinary files. */
  readonly redirect: Redirect | null
}

/** A chunk that is registered: a row to save, by `no`. */
export type UploadChunk = {
  readonly no: number
  readonly size: number
  readonly digest: Bytes
  readonly server: Server
  readonly sender: Entity
  readonly recipients: readonly Entity[]
  readonly isUploaded: boolean
}

/** One description to delete the file, and one for each recipient. */
export type Uploaded = { readonly sender: Description; readonly recipients: readonly Description[] }

export type UploadOptions = {
  readonly sessions: Sessions
  /** Each chunk goes to one of these, chosen at random. */
  readonly servers: readonly ServerAddress[]
  readonly clock: Clock
  readonly random: Random
  /** Resolves when the row is on the disk; the upload goes on only then. */
  readonly save: (chunk: UploadChunk) => Promise<void>
  readonly onProgress?: (sent: number, total: number) => void
  readonly signal?: AbortSignal
}

/** Chunks at a time; each may take 4 MB of memory, and has a session of its own: see client.ts. */
const parallel = 4
const wayOf = (no: number): Way => ({ lane: no % parallel })

/** Starts an upload: to be saved before `upload`. */
export const newUpload = (
  file: { readonly name: string; readonly size: number; readonly recipients: number },
  random: Random,
): Upload => ({ ...file, key: random(32), nonce: random(24), redirect: null })

/** An upload of a description, for a link that is short enough for a QR code. Its source follows from it again. */
export const newRedirectUpload = (d: Description, recipients: number, random: Random): Upload => ({
  ...newUpload({ name: "direct.yaml", size: redirectSource(d).size, recipients }, random),
  redirect: { size: d.size, digest: d.digest },
})

/** The text of a description, as what is uploaded. */
export const redirectSource = (d: Description): Source => memorySource(utf8(writeDescription(d)))

const ignore = () => undefined

const newKey = (random: Random): Bytes => toPkcs8(generateKeyPair("Ed25519", random).privateKey)

const newKeys = (count: number, random: Random): Bytes[] =>
  Array.from({ length: Math.min(count, maxRecipientsPerRequest) }, () => newKey(random))

const pair = (ids: readonly Bytes[], keys: readonly Bytes[]): Entity[] =>
  ids.flatMap((id, i) => {
    const key = keys[i]
    return key === undefined ? [] : [{ id, key }]
  })

/** Registers a chunk on one of the servers, each time on another while they fail. */
const register = async (
  job: Upload,
  chunk: { readonly no: number; readonly size: number; readonly digest: Bytes },
  { sessions, servers, clock, random }: UploadOptions,
  signal: AbortSignal,
): Promise<UploadChunk> => {
  const start = (random(2)[0] ?? 0) * 256 + (random(1)[0] ?? 0)
  const once = async (attempt: number): Promise<UploadChunk> => {
    const address = servers[(start + attempt) % servers.length]
    if (address === undefined) throw new XftpError("NETWORK")
    const { server, password } = address
    const [key, recipientKeys] = [newKey(random), newKeys(job.recipients, random)]
    const { size, digest } = chunk
    const made = await sessions.use(
      server,
      s => s.create({ size, digest, key, recipientKeys, password }),
      wayOf(chunk.no),
    )
    const recipients = pair(made.recipientIds, recipientKeys)
    return { ...chunk, server, sender: { id: made.id, key }, recipients, isUploaded: false }
  }
  // every server gets its chance before the pauses begin
  for (let i = 0; i + 1 < servers.length; i++)
    try {
      return await once(i)
    } catch (e) {
      if (signal.aborted || !isTemporary(e)) throw e
    }
  return retrying(clock, signal, attempt => once(servers.length - 1 + attempt))
}

const send = async (
  job: Upload,
  chunk: UploadChunk,
  bytes: Bytes,
  { sessions, clock, random, save }: UploadOptions,
  signal: AbortSignal,
): Promise<void> => {
  let c = chunk
  while (c.recipients.length < job.recipients) {
    const keys = newKeys(job.recipients - c.recipients.length, random)
    const { server, sender } = c
    const ids = await retrying(clock, signal, () =>
      sessions.use(server, s => s.addRecipients(sender, keys), wayOf(c.no)),
    )
    c = { ...c, recipients: [...c.recipients, ...pair(ids, keys)] }
    await save(c)
  }
  await retrying(clock, signal, () => sessions.use(c.server, s => s.upload(c.sender, bytes, signal), wayOf(c.no)))
  await save({ ...c, isUploaded: true })
}

/** Registers unless that was done, and sends. A registration that the server has forgotten is made again. */
const transfer = async (
  job: Upload,
  made: { readonly no: number; readonly size: number; readonly digest: Bytes },
  known: UploadChunk | undefined,
  bytes: Bytes,
  options: UploadOptions,
  signal: AbortSignal,
): Promise<void> => {
  if (known !== undefined)
    try {
      return await send(job, known, bytes, options, signal)
    } catch (e) {
      if (!(e instanceof XftpError && e.code === "AUTH")) throw e
    }
  const chunk = await register(job, made, options, signal)
  await options.save(chunk)
  await send(job, chunk, bytes, options, signal)
}

const describe = (job: Upload, layout: Layout, digest: Bytes, chunks: readonly UploadChunk[]): Uploaded => {
  const base = { size: layout.total, digest, key: job.key, nonce: job.nonce, chunkSize: layout.sizes[0] ?? 0 }
  const withReplicas = (entityOf: (c: UploadChunk) => Entity | undefined): Chunk[] =>
    chunks.map(c => {
      const entity = entityOf(c)
      const replicas: Replica[] = entity === undefined ? [] : [{ server: c.server, ...entity }]
      return { no: c.no, size: c.size, digest: c.digest, replicas }
    })
  return {
    sender: { ...base, party: "sender", chunks: withReplicas(c => c.sender), redirect: null },
    recipients: Array.from({ length: job.recipients }, (_, i) => ({
      ...base,
      party: "recipient",
      chunks: withReplicas(c => c.recipients[i]),
      redirect: job.redirect,
    })),
  }
}

/**
 * Uploads, or goes on with an upload of which `saved` was saved. Rejects XftpError: a temporary one may be tried again
 * later, SOURCE means that the file is not what it was, CANCELLED that the signal said so. What is on servers then stays
 * there: see deleteChunks.
 */
export const upload = async (
  job: Upload,
  saved: readonly UploadChunk[],
  source: Source,
  options: UploadOptions,
): Promise<Uploaded> => {
  const layout = layOut(job.name, job.size, job.redirect !== null)
  if (source.size !== job.size) throw new XftpError("SOURCE")
  const byNo = new Map(saved.map(c => [c.no, c]))
  const keep: UploadOptions = {
    ...options,
    save: async chunk => {
      await options.save(chunk)
      byNo.set(chunk.no, chunk)
      if (chunk.isUploaded) progress(chunk.size)
    },
  }
  let sent = 0
  const progress = (size: number): void => {
    sent += size
    options.onProgress?.(sent, layout.total)
  }
  const pool = taskPool(parallel, options.signal)
  const buffers = chunkBuffers()
  const made = encryptChunks(layout, job.key, job.nonce, source, buffers)
  /** Nothing is sent of a file that has changed: chunks come here in order, each when the one before it was right. */
  const hand = async ({ no, bytes }: EncryptedChunk): Promise<void> => {
    const digest = await sha256Async(bytes)
    const known = byNo.get(no)
    if (known !== undefined && !equal(known.digest, digest)) throw new XftpError("SOURCE")
    if (known?.isUploaded === true) {
      progress(bytes.length)
      buffers.give(bytes)
      return
    }
    await pool.add(async () => {
      await transfer(job, { no, size: bytes.length, digest }, known, bytes, keep, pool.signal)
      buffers.give(bytes)
    })
  }
  let handed = Promise.resolve()
  try {
    for (;;) {
      if (pool.signal.aborted) await pool.done()
      const { done, value } = await made.next()
      await handed
      if (done) {
        await pool.done()
        const chunks = layout.sizes.map((_, i) => byNo.get(i + 1)).filter(c => c !== undefined)
        return describe(job, layout, value, chunks)
      }
      // while the next one is being encrypted
      handed = hand(value)
      handed.catch(ignore)
    }
  } catch (e) {
    return pool.fail(e)
  }
}
