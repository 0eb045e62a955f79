/**
 * Downloads: chunks are fetched a few at a time and kept as they are, encrypted; when all are there, they are decrypted
 * in one pass. What was fetched survives a restart.
 *
 * Spec:  xftp.md, "XFTP procedure", 2.
 * Peer:  Simplex.FileTransfer.Agent: xftpReceiveFile', runXFTPRcvWorker, decryptFile; deleteSndFilesRemote.
 * Note:  as the apps, we send no FACK: what others with the same description need would be gone with it.
 * Note:  the other replicas of a chunk are tried when the first fails, which the apps do not do.
 * Trust: descriptions come from contacts and links, bytes from servers. Each chunk is compared with its digest, the whole
 *        with its digest and its tag, before the sink is closed. Who may ask which server is the caller's to decide:
 *        see serversOf.
 */
import { type Bytes, DecodeError, equal, fromUtf8 } from "../encoding/bytes.ts"
import { type Server, writeServerAddress } from "../encoding/server.ts"
import type { Clock } from "../platform.ts"
import { type Chunk, type Description, parseDescription, type Replica } from "./description.ts"
import { isTemporary, XftpError } from "./error.ts"
import { decryptChunks } from "./file.ts"
import { retrying, type Sessions, taskPool } from "./sessions.ts"
import { type ChunkStore, memoryChunks, memorySink, type Sink } from "./source.ts"

export type TransferOptions = {
  readonly sessions: Sessions
  readonly clock: Clock
  readonly signal?: AbortSignal
}

export type DownloadOptions = TransferOptions & {
  readonly chunks: ChunkStore
  /** Resolves when it is on the disk that the store has this chunk. */
  readonly save: (no: number) => Promise<void>
  readonly onProgress?: (received: number, total: number) => void
}

/** Chunks at a time; each may take 4 MB of memory. */
const parallel = 4

/** The servers that downloading this would ask, each once: those that sender and recipient did not choose both. */
export const serversOf = (d: Description): Server[] => {
  const all = d.chunks.flatMap(c => c.replicas.map(r => r.server))
  return [...new Map(all.map(s => [writeServerAddress(s, "xftp"), s])).values()]
}

/** One chunk from the first of its replicas that has it. */
const fetch = async (chunk: Chunk, { sessions, clock }: TransferOptions, signal: AbortSignal): Promise<Bytes> => {
  let failure: unknown = new XftpError("NO_FILE")
  for (const { server, ...entity } of chunk.replicas)
    try {
      return await retrying(clock, signal, () =>
        sessions.use(server, s => s.download(entity, chunk.size, chunk.digest, signal)),
      )
    } catch (e) {
      if (signal.aborted) throw e
      // a server that may come back is a better reason than one that has nothing
      if (!isTemporary(failure)) failure = e
    }
  throw failure
}

/** Whether the store really has a chunk that was saved as received. */
const isThere = async (chunks: ChunkStore, { no, size }: Chunk): Promise<boolean> =>
  chunks.read(no, size - 1, 1).then(
    last => last.length === 1,
    () => false,
  )

/**
 * Fetches what `received` does not have yet, then decrypts all into the sink. The chunks stay until the caller, who has to save
 * first that it has the file, clears them. Rejects XftpError: a
 * temporary one may be tried again later with what was saved; AUTH most often means expired; after DIGEST, DECRYPT or SIZE
 * the description or the file is broken, and the chunks are forgotten.
 */
export const download = async (
  d: Description,
  received: readonly number[],
  sink: Sink,
  options: DownloadOptions,
): Promise<void> => {
  const { chunks, save, onProgress } = options
  const pool = taskPool(parallel, options.signal)
  let done = 0
  const progress = (size: number): void => {
    done += size
    onProgress?.(done, d.size)
  }
  try {
    for (const chunk of d.chunks) {
      if (received.includes(chunk.no) && (await isThere(chunks, chunk))) progress(chunk.size)
      else
        await pool.add(async () => {
          await chunks.write(chunk.no, await fetch(chunk, options, pool.signal))
          await save(chunk.no)
          progress(chunk.size)
        })
    }
    await pool.done()
  } catch (e) {
    return pool.fail(e)
  }
  try {
    await decryptChunks(d, chunks, sink)
  } catch (e) {
    if (e instanceof XftpError) await chunks.clear()
    throw e
  }
}

/** Longer descriptions than any app makes. */
const maxDescription = 1 << 20

/**
 * The description that a redirect leads to, fetched and compared with what the redirect says; others are returned as they
 * are. To be saved: it is not fetched twice. Rejects XftpError, REDIRECT when it leads nowhere.
 */
export const followRedirect = async (d: Description, options: TransferOptions): Promise<Description> => {
  if (d.redirect === null) return d
  const sink = memorySink(maxDescription)
  try {
    await download(d, [], sink, { ...options, chunks: memoryChunks(), save: async () => undefined })
    const next = parseDescription(fromUtf8(sink.content ?? new Uint8Array(0)), "recipient")
    const isRight = next.size === d.redirect.size && equal(next.digest, d.redirect.digest)
    if (!isRight || next.redirect !== null) throw new XftpError("REDIRECT")
    return next
  } catch (cause) {
    if (cause instanceof DecodeError || cause instanceof RangeError) throw new XftpError("REDIRECT", { cause })
    throw cause
  }
}

/**
 * Deletes chunks from their servers: of a sender's description, or of an upload that was given up. Chunks that are gone
 * already count as deleted. Gives those that could not be deleted now: to be tried again later.
 */
export const deleteChunks = async (
  replicas: readonly Replica[],
  { sessions, clock, signal }: TransferOptions,
): Promise<readonly Replica[]> => {
  const left: Replica[] = []
  const pool = taskPool(parallel, signal)
  for (const replica of replicas)
    await pool.add(async () => {
      try {
        await retrying(clock, pool.signal, () => sessions.use(replica.server, s => s.delete(replica)))
      } catch (e) {
        if (!(e instanceof XftpError && e.code === "AUTH")) left.push(replica)
      }
    })
  await pool.done()
  return left
}
