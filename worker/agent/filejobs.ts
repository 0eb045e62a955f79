/**
 * Jobs of files: one for each file that is on its way, so many at a time, each tried again with growing pauses until it is
 * done, given up, or failed for good.
 *
 * Peer: Simplex.FileTransfer.Agent: runXFTPRcvWorker, runXFTPSndWorker. There a worker for each server takes one chunk after
 *       the other.
 */
import { DecodeError } from "../encoding/bytes.ts"
import type { Clock } from "../platform.ts"
import { DiskFull } from "../store/disk.ts"
import type { FileRow } from "../store/files.ts"
import { maxChunkSize } from "../xftp/chunks.ts"
import { isTemporary, XftpError } from "../xftp/error.ts"
import type { FileErrorCode } from "./fileapi.ts"
import { isReady, lifetime, pauseAfter } from "./filerow.ts"

/**
 * Jobs at a time. Large files hold up to 24 MB of memory each; small ones do not wait for them. Those that wait for their next
 * attempt do not count.
 */
const mostLarge = 3
const mostSmall = 8
const isLarge = (row: FileRow): boolean => row.size > maxChunkSize

export type JobsOptions = {
  readonly clock: Clock
  /** All files as they are now, by fileId. */
  readonly rows: ReadonlyMap<string, FileRow>
  /** Does what the row still needs. Rejects XftpError, DecodeError and DiskFull for reasons of this file, others for a broken store. */
  readonly run: (row: FileRow, signal: AbortSignal) => Promise<void>
  /** Resolves when it is stored that the file has failed, and why. */
  readonly fail: (fileId: string, code: FileErrorCode) => Promise<void>
  readonly onBroken: (e: unknown) => void
}

export interface Jobs {
  /** Begins the file's job when it needs one, has none, and there is a place for it. */
  advance(fileId: string): void
  /** The same for all. */
  advanceAll(): void
  /** Whether the file has a job, at work or waiting for its next attempt. */
  has(fileId: string): boolean
  /** Its job has nothing to do any more; resolves when nothing is done with the file. A file that is wanted again gets a new one. */
  giveUp(fileId: string): Promise<void>
  /** Servers may be back: what waits for its next attempt makes it now. */
  wake(): void
  stop(): void
}

type Job = { readonly abort: () => void; readonly signal: AbortSignal; readonly ended: Promise<void> }

/** Why a file has failed for good; null: it is not the file's fault. */
const codeOf = (e: unknown): FileErrorCode | null => {
  if (e instanceof XftpError) return e.temporary ? "EXPIRED" : e.code
  if (e instanceof DecodeError) return "BAD"
  // What the disk refuses is this file's problem alone; a store that fails is everybody's.
  return e instanceof DiskFull ? "STORE" : null
}

/** See Jobs. Nothing begins before `advance`. */
export const createJobs = ({ clock, rows, run, fail, onBroken }: JobsOptions): Jobs => {
  const jobs = new Map<string, Job>()
  /** Jobs that are at work now, and whether their files are large. */
  const running = new Map<Job, boolean>()
  /** Attempts in vain. */
  const attempts = new Map<string, number>()
  /** Jobs that wait for their next attempt, with how to make it now. */
  const paused = new Map<string, () => void>()
  let stopped = false

  const hasPlace = (row: FileRow): boolean => {
    const large = isLarge(row)
    return [...running.values()].filter(l => l === large).length < (large ? mostLarge : mostSmall)
  }

  const advance = (fileId: string): void => {
    const row = rows.get(fileId)
    if (stopped || row === undefined || jobs.has(fileId) || !isReady(row) || !hasPlace(row)) return
    const controller = new AbortController()
    const working = run(row, controller.signal)
    const ended = working.catch(() => undefined)
    const job: Job = { abort: () => controller.abort(), signal: controller.signal, ended }
    jobs.set(fileId, job)
    running.set(job, isLarge(row))
    // Whoever has waited for its place.
    void ended.then(() => {
      running.delete(job)
      advanceAll()
    })
    working
      .then(
        () => {
          attempts.delete(fileId)
          release(fileId, job)
        },
        e => retryOrFail(fileId, job, e),
      )
      .catch(e => {
        if (!stopped) onBroken(e)
      })
  }

  const advanceAll = (): void => {
    for (const fileId of rows.keys()) advance(fileId)
  }

  /** The job is over; the file may need another one: wanted again, perhaps, while it was being given up. */
  const release = (fileId: string, job: Job): void => {
    if (jobs.get(fileId) === job) jobs.delete(fileId)
    advance(fileId)
  }

  const pause = (fileId: string, job: Job): void => {
    const n = attempts.get(fileId) ?? 0
    attempts.set(fileId, n + 1)
    const again = (): void => {
      cancel()
      paused.delete(fileId)
      release(fileId, job)
    }
    const cancel = clock.after(pauseAfter(n), again)
    paused.set(fileId, again)
  }

  const retryOrFail = async (fileId: string, job: Job, e: unknown): Promise<void> => {
    const row = rows.get(fileId)
    if (stopped || row === undefined || job.signal.aborted) return release(fileId, job)
    if (isTemporary(e) && clock.now() - row.createdAt < lifetime) return pause(fileId, job)
    const code = codeOf(e)
    if (code === null) throw e
    // It is this job's until that is stored: else it would begin, and fail, once more.
    await fail(fileId, code)
    release(fileId, job)
  }

  return {
    advance,
    advanceAll,
    has: fileId => jobs.has(fileId),
    giveUp: fileId => {
      const job = jobs.get(fileId)
      job?.abort()
      attempts.delete(fileId)
      paused.get(fileId)?.()
      return job?.ended ?? Promise.resolve()
    },
    wake: () => {
      for (const again of [...paused.values()]) again()
    },
    stop: () => {
      stopped = true
      for (const job of jobs.values()) job.abort()
    },
  }
}
