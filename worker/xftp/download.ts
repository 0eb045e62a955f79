/**
 * Downloads: chunks are fetched a few at a time and kept as they are, encrypted; they are decrypted in one pass, from the
 * first to the last, while the next are on their way. What was fetched survives a restart, which begins that pass anew.
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
import { chunkBuffers } from "./buffers.ts"
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

/** One chunk, written to `to`, from the first of its replicas that has it. */
const fetch = async (
  chunk: Chunk,
  to: Bytes,
  { sessions, clock }: TransferOptions,
  signal: AbortSignal,
): Promise<void> => {
  let failure: unknown = new XftpError("NO_FILE")
  for (const { server, ...entity } of chunk.replicas)
    try {
      await retrying(clock, signal, () =>
        sessions.use(server, s => s.download(entity, chunk.size, chunk.digest, signal, to)),
      )
      return
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

const ignore = () => undefined

/** A store whose chunks may be read when they have arrived, and not after `stop`. For one reader at a time. */
const arriving = (chunks: ChunkStore) => {
  const here = new Set<number>()
  let isStopped = false
  let wake: () => void = ignore
  const read: ChunkStore["read"] = async (no, offset, length) => {
    while (!here.has(no) && !isStopped)
      await new Promise<void>(run => {
        wake = run
      })
    if (isStopped) throw new XftpError("CANCELLED")
    return chunks.read(no, offset, length)
  }
  return {
    store: { ...chunks, read } satisfies ChunkStore,
    add: (no: number): void => {
      here.add(no)
      wake()
    },
    stop: (): void => {
      isStopped = true
      wake()
    },
    get isStopped() {
      return isStopped
    },
  }
}

/**
 * Fetches what `received` does not have yet, and decrypts all into the sink, each chunk as soon as it and those before it
 * are there. The chunks stay until the caller, who has to save first that it has the file, clears them. Rejects XftpError: a
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
  const arrivals = arriving(chunks)
  const buffers = chunkBuffers()
  let done = 0
  const progress = ({ no, size }: Chunk): void => {
    arrivals.add(no)
    done += size
    onProgress?.(done, d.size)
  }
  /** Gives what was wrong with the file itself, or with its sink; null also when it was stopped. */
  const decrypt = async (): Promise<{ readonly cause: unknown } | null> => {
    try {
      await decryptChunks(d, arrivals.store, sink)
      return null
    } catch (cause) {
      if (arrivals.isStopped) return null
      await pool.fail(cause).catch(ignore)
      return { cause }
    }
  }
  // Where chunks are forgotten as they are decrypted, what fails at the last would have to be fetched again from the first.
  const decrypting = chunks.passed === undefined ? decrypt() : null
  const fetchAll = async (): Promise<void> => {
    for (const chunk of d.chunks) {
      if (received.includes(chunk.no) && (await isThere(chunks, chunk))) progress(chunk)
      else
        await pool.add(async () => {
          const bytes = buffers.take(chunk.size)
          await fetch(chunk, bytes, options, pool.signal)
          await chunks.write(chunk.no, bytes)
          buffers.give(bytes)
          await save(chunk.no)
          progress(chunk)
        })
    }
    await pool.done()
  }
  const run = async (): Promise<{ readonly cause: unknown } | null> => {
    try {
      await fetchAll()
    } catch (e) {
      arrivals.stop()
      return (await decrypting) ?? pool.fail(e)
    }
    return decrypting ?? decrypt()
  }
  const failure = await run()
  if (failure === null) return
  if (failure.cause instanceof XftpError) await chunks.clear()
  throw failure.cause
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
