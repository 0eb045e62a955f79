/** Any thrown value as a plain Failure: Comlink keeps of an Error only name, message and stack, of plain data all. */
import { AgentError } from "./agent/events.ts"
import type { Failure, FailureCode, PeopleCommands, ProfileCommands, WorkerApi } from "./api.ts"
import { CommandError, toFailureCode } from "./chat/error.ts"
import { AgeError } from "./crypto/age.ts"
import { BackupError } from "./store/backup.ts"
import { DiskFull } from "./store/disk.ts"
import { StoreError } from "./store/store.ts"
import { WrongPassphrase } from "./store/vault.ts"
import { XftpError, type XftpErrorCode } from "./xftp/error.ts"

/** What is not here is what somebody has made of the file. */
const transferCodes: Partial<Readonly<Record<XftpErrorCode, FailureCode>>> = {
  NETWORK: "NETWORK",
  TIMEOUT: "TIMEOUT",
  SERVER_IDENTITY: "SERVER_IDENTITY",
  AUTH: "CARRY_GONE",
  NO_FILE: "CARRY_GONE",
  BLOCKED: "CARRY_GONE",
  QUOTA: "SERVER_FULL",
  SERVER: "SERVER_BROKEN",
  UNEXPECTED: "SERVER_BROKEN",
  CANCELLED: "CANCELLED",
}

/**
 * A part of this program that is fetched when it is first needed did not come. All that browsers say of it is in the words
 * of a TypeError: Chromium's and Firefox's the first, Safari's the second.
 */
const isNotFetched = (e: unknown): boolean =>
  e instanceof TypeError && /dynamically imported module|^Importing a module script failed/.test(e.message)

const codeOf = (e: unknown): FailureCode => {
  if (e instanceof CommandError) return e.code
  if (e instanceof AgentError) return toFailureCode(e.code)
  if (e instanceof WrongPassphrase) return "WRONG_PASSPHRASE"
  if (e instanceof BackupError) return e.code === "NEWER" ? "NEWER_BACKUP" : "BAD_BACKUP"
  if (e instanceof AgeError) return e.code === "KEY" ? "WRONG_PASSPHRASE" : "BAD_BACKUP"
  if (e instanceof XftpError) return transferCodes[e.code] ?? "BAD_BACKUP"
  if (e instanceof DiskFull) return "NO_ROOM"
  if (e instanceof StoreError && e.code === "NEWER") return "NEWER_STORE"
  if (isNotFetched(e)) return "NETWORK"
  return e instanceof StoreError ? "STORE" : "INTERNAL"
}

const retryable: ReadonlySet<FailureCode> = new Set(["NETWORK", "TIMEOUT", "STORE"])

/** What the page is told of a thrown value: a code, never its message. */
export const toFailure = (e: unknown): Failure => {
  const code = codeOf(e)
  const until = e instanceof CommandError ? e.until : undefined
  return { failure: true, code, retryable: retryable.has(code), ...(until === undefined ? {} : { until }) }
}

/** One object of the worker's own commands and those of the open profile; every one of them rejects with plain data. */
export const atBoundary = (ofWorker: Partial<WorkerApi>, commands: ProfileCommands & PeopleCommands): WorkerApi =>
  new Proxy({} as WorkerApi, {
    get: (_, name) =>
      // A promise that resolves with this object asks whether it is a promise as well.
      name === "then" || typeof name === "symbol"
        ? undefined
        : async (...args: unknown[]) => {
            try {
              const command =
                ofWorker[name as keyof WorkerApi] ?? commands[name as keyof (ProfileCommands & PeopleCommands)]
              return await (command as (...a: unknown[]) => Promise<unknown>)(...args)
            } catch (e) {
              throw toFailure(e)
            }
          },
  })
