/**
 * The chunks of the XFTP relay: records in memory, bytes in memory or as files in a folder, and what is needed to be back
 * after a restart: one line of JSON a change, appended before the answer leaves.
 *
 * Peer:  Simplex.FileTransfer.Server.Store, StoreLog.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { type Bytes, fromHex, hex, toBytes } from "../../worker/encoding/bytes.ts"
import type { Blocking } from "../../worker/xftp/commands.ts"
import { type Identity, loadIdentity, type SavedIdentity, saveIdentity } from "./identity.ts"

/** A registered chunk; keys are DER, ids hex. */
export type StoredChunk = {
  readonly sndId: string
  readonly sndKey: Bytes
  readonly size: number
  readonly digest: Bytes
  /** Seconds since 1970. */
  readonly createdAt: number
  readonly recipients: Map<string, Bytes>
  isUploaded: boolean
  blocked: Blocking | null
}

type Change =
  | { type: "new"; sndId: string; sndKey: string; size: number; digest: string; createdAt: number }
  | { type: "recipient"; sndId: string; rcvId: string; key: string }
  | { type: "uploaded" | "delete"; sndId: string }
  | { type: "acknowledged"; rcvId: string }
  | { type: "block"; sndId: string; blocked: Blocking | null }

export type Files = {
  readonly identity: Identity
  /** Bytes of all chunks that were uploaded. */
  readonly used: number
  readonly size: number
  readonly bySender: ReadonlyMap<string, StoredChunk>
  readonly byRecipient: ReadonlyMap<string, StoredChunk>
  apply(change: Change): void
  write(chunk: StoredChunk, bytes: Bytes): void
  /** Null when the bytes are gone. */
  read(chunk: StoredChunk): Bytes | null
}

/** Opens the folder, or keeps all in memory without one. The identity of the folder wins over `make`. */
export const openFiles = (folder: string | null, make: () => Identity): Files => {
  const bySender = new Map<string, StoredChunk>()
  const byRecipient = new Map<string, StoredChunk>()
  const inMemory = new Map<string, Bytes>()
  let used = 0
  const logFile = folder === null ? "" : join(folder, "chunks.log")
  const pathOf = (sndId: string): string => join(folder ?? "", sndId)

  const change = (c: Change): void => {
    if (c.type === "new") {
      const { sndId, size, createdAt } = c
      const keys = { sndKey: fromHex(c.sndKey), digest: fromHex(c.digest) }
      bySender.set(sndId, { sndId, size, createdAt, ...keys, recipients: new Map(), isUploaded: false, blocked: null })
      return
    }
    if (c.type === "acknowledged") {
      byRecipient.get(c.rcvId)?.recipients.delete(c.rcvId)
      byRecipient.delete(c.rcvId)
      return
    }
    const chunk = bySender.get(c.sndId)
    if (chunk === undefined) return
    if (c.type === "recipient") {
      chunk.recipients.set(c.rcvId, fromHex(c.key))
      byRecipient.set(c.rcvId, chunk)
    } else if (c.type === "uploaded") {
      if (!chunk.isUploaded) used += chunk.size
      chunk.isUploaded = true
    } else if (c.type === "block") chunk.blocked = c.blocked
    else {
      for (const rcvId of chunk.recipients.keys()) byRecipient.delete(rcvId)
      bySender.delete(c.sndId)
      if (chunk.isUploaded) used -= chunk.size
      inMemory.delete(c.sndId)
      if (folder !== null) rmSync(pathOf(c.sndId), { force: true })
    }
  }

  let identity: Identity
  if (folder !== null) mkdirSync(folder, { recursive: true })
  if (folder !== null && existsSync(logFile)) {
    const [first = "", ...lines] = readFileSync(logFile, "utf8").split("\n").slice(0, -1)
    identity = loadIdentity(JSON.parse(first) as SavedIdentity)
    for (const line of lines) change(JSON.parse(line) as Change)
  } else {
    identity = make()
    if (folder !== null) writeFileSync(logFile, `${JSON.stringify(saveIdentity(identity))}\n`, { mode: 0o600 })
  }

  return {
    identity,
    bySender,
    byRecipient,
    get used() {
      return used
    },
    get size() {
      return bySender.size
    },
    apply: c => {
      change(c)
      if (folder !== null) appendFileSync(logFile, `${JSON.stringify(c)}\n`)
    },
    write: ({ sndId }, bytes) => {
      if (folder === null) inMemory.set(sndId, bytes)
      else writeFileSync(pathOf(sndId), bytes)
    },
    read: ({ sndId }) => {
      if (folder === null) return inMemory.get(sndId) ?? null
      return existsSync(pathOf(sndId)) ? toBytes(readFileSync(pathOf(sndId))) : null
    },
  }
}

export const idOf = hex
