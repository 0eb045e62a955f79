/**
 * Optional persistence: one line of JSON a change, appended before the answer to the command leaves the relay, so that
 * killing the process loses nothing that a client has been told. Byte strings are `{"b64":"..."}`.
 *
 * The file begins with the identity. It is rewritten to the present state on start. A last line that was cut off by a
 * crash was never answered and is dropped. No fsync: the relay survives SIGKILL, not a power cut.
 */
import { closeSync, existsSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from "node:fs"
import { type Bytes, fromBase64url } from "../../worker/encoding/bytes.ts"
import { type Identity, loadIdentity, type SavedIdentity, saveIdentity } from "./identity.ts"
import { type Change, idText, type Queues } from "./queues.ts"

export interface Log {
  append(change: Change): void
  /** Writes what was appended; called before anything is sent. */
  flush(): void
  close(): void
}

export const noLog: Log = { append: () => {}, flush: () => {}, close: () => {} }

const isBytes = (v: unknown): v is { readonly b64: string } =>
  typeof v === "object" && v !== null && "b64" in v && typeof v.b64 === "string"

const toLine = (value: unknown): string =>
  `${JSON.stringify(value, (_, v: unknown) => (v instanceof Uint8Array ? { b64: idText(v as Bytes) } : v))}\n`

const fromLine = (line: string): unknown => JSON.parse(line, (_, v: unknown) => (isBytes(v) ? fromBase64url(v.b64) : v))

const readLines = (file: string): unknown[] => {
  const lines = readFileSync(file, "utf8").split("\n")
  lines.pop() // empty, or what a crash has cut off
  return lines.map(fromLine)
}

/**
 * Opens or creates the file, replays it into `queues` and compacts it. The identity of the file wins over `make`.
 * Throws when a line in the middle is broken: that is no crash, but a wrong or damaged file.
 */
export const openLog = (file: string, queues: Queues, make: () => Identity): { log: Log; identity: Identity } => {
  const [first, ...changes] = existsSync(file) ? readLines(file) : []
  const identity = first === undefined ? make() : loadIdentity(first as SavedIdentity)
  for (const change of changes) queues.apply(change as Change)
  const next = `${file}.new`
  writeFileSync(next, [saveIdentity(identity), ...queues.snapshot()].map(toLine).join(""), { mode: 0o600 })
  renameSync(next, file)
  const fd = openSync(file, "a")
  let lines = ""
  const flush = (): void => {
    if (lines !== "") writeSync(fd, lines)
    lines = ""
  }
  return {
    identity,
    log: {
      append: change => {
        lines += toLine(change)
      },
      flush,
      close: () => {
        flush()
        closeSync(fd)
      },
    },
  }
}
