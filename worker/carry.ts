/**
 * A whole store on its way to another browser by one link: encrypted as a backup is (store/backup.ts, crypto/age.ts), put
 * on XFTP servers, and found again by what stands behind the `#` of the link.
 *
 *   fragment = "/?desc=" file description "&data=" {"unlisted":1,"key":KEY}      KEY: 32 random bytes, base64url
 *   content  = age file under the passphrase KEY
 *
 * Peer:  the apps' "Migrate to another device": an archive as a standalone file of XFTP, settings in `data` of its link.
 *        The archive itself is of another kind, so neither opens the other's link.
 * Note:  KEY withstands any guessing, so scrypt has nothing to slow down and its work factor is the least.
 * Trust: the link comes from anybody and the content from servers; whoever has the link has everything, for two days.
 *        Servers see chunks of usual sizes; that they are a backup, nobody can tell.
 */
import { CommandError } from "./chat/error.ts"
import { encryptAge } from "./crypto/age.ts"
import { type Bytes, base64url, DecodeError } from "./encoding/bytes.ts"
import type { ServerAddress } from "./encoding/server.ts"
import type { Clock, Connect, Disk, Random } from "./platform.ts"
import type { Description, Replica } from "./xftp/description.ts"
import { deleteChunks, download, followRedirect } from "./xftp/download.ts"
import { XftpError } from "./xftp/error.ts"
import { parseFileLink, qrSizeLimit, writeFileLink } from "./xftp/link.ts"
import { createSessions } from "./xftp/sessions.ts"
import type { ChunkStore, Sink, Source } from "./xftp/source.ts"
import { newRedirectUpload, newUpload, redirectSource, type UploadChunk, upload } from "./xftp/upload.ts"

export type CarryOptions = {
  readonly connect: Connect
  readonly clock: Clock
  readonly random: Random
  /** Where ciphertext lies meanwhile, under names that begin with `scratch`. */
  readonly disk: Disk
  readonly signal: AbortSignal
  readonly onProgress: (done: number, total: number) => void
}

/** What was put on servers: the part of the link behind "#", and what takes it back. */
export type Carried = { readonly fragment: string; readonly replicas: readonly Replica[] }

/** Names of files on their way; ids of contents are hexadecimal. */
export const scratch = "carry"
export const isScratch = (name: string): boolean => name.startsWith(scratch)

const file = "/file"
/** The least that scrypt takes here: see above. */
const workFactor = 1
const step = 1 << 20

const prefixOf = (fragment: string): string => `simplex:${file}#${fragment}`

/** Writes the stream to the disk; its length. */
const spill = async (disk: Disk, name: string, stream: ReadableStream<Uint8Array>): Promise<number> => {
  await disk.remove(name)
  let at = 0
  for await (const piece of readPieces(stream)) {
    await disk.write(name, at, piece)
    at += piece.length
  }
  return at
}

async function* readPieces(stream: ReadableStream<Uint8Array>): AsyncGenerator<Bytes> {
  const reader = stream.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value as Bytes
    }
  } finally {
    reader.cancel().catch(() => undefined)
  }
}

/** A file of the disk, piece by piece. */
const streamOf = (disk: Disk, name: string): ReadableStream<Uint8Array> => {
  let at = 0
  return new ReadableStream({
    pull: async controller => {
      const piece = await disk.read(name, at, step)
      at += piece.length
      if (piece.length > 0) controller.enqueue(piece)
      else controller.close()
    },
  })
}

/**
 * Encrypts `plain` and puts it on these servers. Rejects XftpError (CANCELLED by the signal), DiskFull, StoreError; nothing
 * of it stays then, as far as the servers can be reached.
 */
export const sendAway = async (
  plain: ReadableStream<Uint8Array>,
  servers: readonly ServerAddress[],
  options: CarryOptions,
): Promise<Carried> => {
  const { connect, clock, random, disk, signal, onProgress } = options
  const key = base64url(random(32))
  const sessions = createSessions({ connect, clock, random })
  signal.addEventListener("abort", () => sessions.close())
  const made: UploadChunk[] = []
  const replicasOf = () => made.map(c => ({ server: c.server, ...c.sender }))
  const save = async (chunk: UploadChunk) => {
    const at = made.findIndex(c => c.sender.id === chunk.sender.id)
    if (at < 0) made.push(chunk)
    else made[at] = chunk
  }
  try {
    const size = await spill(disk, scratch, await encryptAge(plain, { passphrase: key, workFactor }))
    const source: Source = { size, read: (offset, length) => disk.read(scratch, offset, length) }
    const rim = { sessions, servers, clock, random, save, signal }
    const uploaded = await upload(newUpload({ name: "chats", size, recipients: 1 }, random), [], source, {
      ...rim,
      onProgress,
    })
    const data = JSON.stringify({ unlisted: 1, key })
    const linkOf = (d: Description | undefined): string => {
      if (d === undefined) throw new Error("an upload without a recipient")
      return writeFileLink({ description: d, data })
    }
    const direct = uploaded.recipients[0]
    let link = linkOf(direct)
    if (direct !== undefined && link.length > qrSizeLimit) {
      const redirect = await upload(newRedirectUpload(direct, 1, random), [], redirectSource(direct), rim)
      link = linkOf(redirect.recipients[0])
    }
    return { fragment: link.slice(prefixOf("").length), replicas: replicasOf() }
  } catch (e) {
    // Nobody waits for servers that may not answer.
    void takeBack(replicasOf(), options).catch(() => undefined)
    throw signal.aborted ? new XftpError("CANCELLED", { cause: e }) : e
  } finally {
    sessions.close()
    await disk.remove(scratch)
  }
}

/** Deletes it from the servers: nobody can fetch it any more. What could not be reached is gone after two days. */
export const takeBack = async (
  replicas: readonly Replica[],
  { connect, clock, random }: Pick<CarryOptions, "connect" | "clock" | "random">,
): Promise<void> => {
  if (replicas.length === 0) return
  const sessions = createSessions({ connect, clock, random })
  try {
    await deleteChunks(replicas, { sessions, clock })
  } finally {
    sessions.close()
  }
}

/** The key of a link's data. Throws DecodeError. */
const keyOf = (data: string | null): string => {
  try {
    const { unlisted, key } = JSON.parse(data ?? "null") as { unlisted?: unknown; key?: unknown }
    if (unlisted === 1 && typeof key === "string" && /^[\w-]{43}=?$/.test(key)) return key
  } catch {
    // as below
  }
  throw new DecodeError("not a link to chats")
}

const chunksIn = (disk: Disk): ChunkStore => {
  const nos = new Set<number>()
  const nameOf = (no: number) => `${scratch}.${no}`
  return {
    write: async (no, bytes) => {
      nos.add(no)
      await disk.write(nameOf(no), 0, bytes)
    },
    read: (no, offset, length) => disk.read(nameOf(no), offset, length),
    clear: async () => {
      for (const no of nos) await disk.remove(nameOf(no))
      nos.clear()
    },
  }
}

const sinkIn = (disk: Disk): Sink => {
  let at = 0
  return {
    open: () => disk.remove(scratch),
    write: async bytes => {
      await disk.write(scratch, at, bytes)
      at += bytes.length
    },
    close: async () => undefined,
    abort: () => disk.remove(scratch),
  }
}

/**
 * Fetches what such a link leads to onto the disk. The age file and its passphrase; the file is to be removed by the caller
 * (`isScratch`). Rejects CommandError BAD_LINK, XftpError.
 */
export const fetchCarried = async (
  fragment: string,
  options: CarryOptions,
): Promise<{ readonly sealed: ReadableStream<Uint8Array>; readonly passphrase: string }> => {
  const { connect, clock, random, disk, signal, onProgress } = options
  const { description, key } = (() => {
    try {
      const link = parseFileLink(prefixOf(fragment))
      return { description: link.description, key: keyOf(link.data) }
    } catch (cause) {
      if (cause instanceof DecodeError) throw new CommandError("BAD_LINK")
      throw cause
    }
  })()
  const sessions = createSessions({ connect, clock, random })
  signal.addEventListener("abort", () => sessions.close())
  try {
    const d = await followRedirect(description, { sessions, clock, signal })
    const chunks = chunksIn(disk)
    await download(d, [], sinkIn(disk), { sessions, clock, signal, chunks, save: async () => undefined, onProgress })
    await chunks.clear()
    return { sealed: streamOf(disk, scratch), passphrase: key }
  } catch (e) {
    throw signal.aborted ? new XftpError("CANCELLED", { cause: e }) : e
  } finally {
    sessions.close()
  }
}
