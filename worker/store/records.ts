/**
 * The few records of a kept profile that are not sealed, since they are needed before it is open: the vault, its twin
 * for self-destruction (vault.ts), passkeys that open it as well (passkeys.ts), and how often a wrong passphrase was tried.
 */
import { encode as pack, decode as unpack } from "@msgpack/msgpack"
import { toBytes } from "../encoding/bytes.ts"
import type { Backend } from "./backend.ts"

/** They lie in the same database as the sealed rows, in a table of their own. */
export const recordTable = "vault"

/** `vault`: VaultRecord. `twin`: another one. `attempts`: Attempts. `passkeys`: PasskeyRecord[]. */
export type RecordName = "vault" | "twin" | "attempts" | "passkeys"

/** Wrong passphrases since the last right one, and when the last was tried. */
export type Attempts = { readonly count: number; readonly at: number }

/** Undefined when there is none, or it cannot be read. */
export const readRecord = async (backend: Backend, name: RecordName): Promise<unknown> => {
  const bytes = await backend.get(recordTable, [name])
  try {
    return bytes === undefined ? undefined : unpack(bytes)
  } catch {
    return undefined
  }
}

/** All of them or none. */
export const writeRecords = (backend: Backend, records: Partial<Record<RecordName, unknown>>): Promise<void> =>
  backend.write(
    Object.entries(records).map(([name, record]) => ({
      table: recordTable,
      key: [name],
      sealed: toBytes(pack(record)),
    })),
  )

/** Milliseconds to wait before another try: none for the first three, then 2 s, 4 s, 8 s ... up to a minute. */
export const pauseAfter = ({ count }: Attempts): number =>
  count < 3 ? 0 : Math.min(60_000, 1000 * 2 ** Math.min(count - 2, 10))

/** Of a record that may be anything. */
export const toAttempts = (r: unknown): Attempts => {
  const { count, at } = (r ?? {}) as Partial<Attempts>
  return Number.isSafeInteger(count) && Number.isFinite(at) ? { count: count as number, at: at as number } : none
}

const none: Attempts = { count: 0, at: 0 }
