/**
 * The door of a kept profile: making the vault, opening it, and everything that changes how it is opened.
 *
 * Peer:  the apps' local authentication: app passcode, self-destruct passcode.
 * Note:  wrong passphrases are counted on the disk and slowed down. Who has a copy of the database is not bound by that,
 *        but by Argon2id (vault.ts).
 */
import { CommandError } from "./chat/error.ts"
import { type Bytes, equal, toBytes, utf8 } from "./encoding/bytes.ts"
import type { Clock, Random } from "./platform.ts"
import { readAhead } from "./store/ahead.ts"
import type { Backend } from "./store/backend.ts"
import {
  isPasskey,
  mostPasskeys,
  openByPasskey,
  type PasskeyInfo,
  toPasskeys,
  wrapByPasskey,
} from "./store/passkeys.ts"
import { pauseAfter, readRecord, toAttempts, writeRecords } from "./store/records.ts"
import { openStore, type Store } from "./store/store.ts"
import {
  blindTwin,
  calibrate,
  changePassphrase,
  createTwin,
  createVault,
  createVaultBy,
  type KdfParameters,
  openEither,
  openTwin,
  openVault,
  type Stretched,
  twinNameLength,
  unwrap,
  type VaultRecord,
} from "./store/vault.ts"

/** Where a kept profile lives. One per browser. */
export interface Keep {
  exists(): Promise<boolean>
  /** Rejects where this window may not store anything. */
  open(onLost: () => void): Promise<Backend>
  remove(): Promise<void>
}

export type DoorOptions = {
  readonly keep: Keep
  readonly clock: Clock
  readonly random: Random
  /** For tests: cheap parameters instead of calibrated ones. */
  readonly kdf?: KdfParameters
}

/** An open kept profile. `backend` is for its records; the store closes it. */
export type Kept = { readonly store: Store; readonly backend: Backend }

const leastPassphrase = 6

/** Throws CommandError BAD_PASSPHRASE. */
export const checkPassphrase = (passphrase: string): void => {
  if ([...passphrase].length < leastPassphrase) throw new CommandError("BAD_PASSPHRASE")
}

const parameters = async ({ kdf, clock, random }: DoorOptions): Promise<KdfParameters> =>
  kdf ?? (await calibrate(clock, random))

/**
 * A new store under a new vault; `fill` writes into it before the vault is there, so that a vault that exists always has
 * a profile behind it. `by`: the passphrase, or what it was stretched to. Rejects CommandError NO_STORAGE.
 */
export const makeKept = async (
  options: DoorOptions,
  by: string | Stretched,
  onLost: () => void,
  fill: (store: Store) => Promise<void>,
): Promise<Kept> => {
  const { keep, random } = options
  await keep.remove()
  const backend = await keep.open(onLost).catch(() => {
    throw new CommandError("NO_STORAGE")
  })
  const { record, key } =
    typeof by === "string" ? await createVault(by, await parameters(options), random) : await createVaultBy(by, random)
  const store = openStore(backend, key, random)
  await fill(store)
  await writeRecords(backend, { vault: record, twin: blindTwin(record, random) })
  return { store, backend }
}

/** The store, or that everything has been destroyed, and the name and the vault's way under which one goes on. */
export type Opened = Kept | { readonly destroyed: true; readonly displayName: string; readonly by: Stretched }

/** Rejects WrongPassphrase, StoreError, CommandError TOO_SOON while another try is not allowed yet. */
export const openKept = async (options: DoorOptions, passphrase: string, onLost: () => void): Promise<Opened> => {
  const { keep, clock, random } = options
  const backend = await keep.open(onLost)
  try {
    const attempts = toAttempts(await readRecord(backend, "attempts"))
    const left = attempts.at + pauseAfter(attempts) - clock.now()
    // A clock that was set back must not lock anybody out for years.
    if (left > 0 && left <= pauseAfter(attempts)) throw new CommandError("TOO_SOON", clock.now() + left)
    // Counted before it is tried: ending the page in the middle does not help.
    await writeRecords(backend, { attempts: { count: attempts.count + 1, at: clock.now() } })
    const records = [await readRecord(backend, "vault"), await readRecord(backend, "twin")] as const
    const ahead = readAhead(backend, ["contacts"])
    const opened = await openEither(...records, passphrase)
    if ("key" in opened) {
      await writeRecords(backend, { attempts: { count: 0, at: 0 } })
      return { store: openStore(ahead, opened.key, random), backend }
    }
    backend.close()
    await keep.remove()
    return { destroyed: true, ...opened }
  } catch (e) {
    backend.close()
    throw e
  }
}

/** Rejects WrongPassphrase, CommandError BAD_PASSPHRASE. The sealed rows stay as they are. */
export const changeKeptPassphrase = async (
  options: DoorOptions,
  { backend }: Kept,
  from: string,
  to: string,
): Promise<void> => {
  checkPassphrase(to)
  const record = await readRecord(backend, "vault")
  if ((await openTwin(await readRecord(backend, "twin"), to)) !== null) throw new CommandError("BAD_PASSPHRASE")
  const vault: VaultRecord = await changePassphrase(record, from, to, options.random)
  await writeRecords(backend, { vault })
}

/**
 * Sets the passphrase that destroys, or with null takes it away. `passphrase` is the one that opens. Rejects
 * WrongPassphrase, CommandError BAD_PASSPHRASE when both are the same, BAD_NAME when the name is too long.
 */
export const setTwin = async (
  options: DoorOptions,
  { backend }: Kept,
  passphrase: string,
  destroying: { readonly passphrase: string; readonly displayName: string } | null,
): Promise<void> => {
  const { random } = options
  const vault = await readRecord(backend, "vault")
  await openVault(vault, passphrase)
  if (destroying === null) return writeRecords(backend, { twin: blindTwin(vault as VaultRecord, random) })
  checkPassphrase(destroying.passphrase)
  if (destroying.passphrase.normalize("NFKC") === passphrase.normalize("NFKC")) throw new CommandError("BAD_PASSPHRASE")
  if (utf8(destroying.displayName).length > twinNameLength) throw new CommandError("BAD_NAME")
  // It was opened: it is one.
  const twin = await createTwin(destroying.passphrase, destroying.displayName, vault as VaultRecord, random)
  await writeRecords(backend, { twin })
}

/** Passkeys of the kept profile, open or locked; none where nothing may be stored. */
export const readPasskeys = async ({ keep }: DoorOptions, kept: Kept | null): Promise<readonly PasskeyInfo[]> => {
  const infoOf = async (backend: Backend): Promise<readonly PasskeyInfo[]> =>
    toPasskeys(await readRecord(backend, "passkeys")).map(({ id, salt, addedAt, onDevice }) => ({
      id,
      salt,
      addedAt,
      onDevice: onDevice === true,
    }))
  if (kept !== null) return infoOf(kept.backend)
  if (!(await keep.exists())) return []
  const backend = await keep.open(() => undefined)
  try {
    return await infoOf(backend)
  } finally {
    backend.close()
  }
}

/** A page's bytes may be of any kind; the copy is ours to clear. */
const ownBytes = (bytes: unknown): Bytes => {
  if (!(bytes instanceof Uint8Array)) throw new CommandError("NOT_ALLOWED")
  return toBytes(bytes.slice())
}

type GivenPasskey = { readonly id: Uint8Array; readonly salt: Uint8Array; readonly onDevice: boolean }

/** Asked before an authenticator makes a passkey in vain. Rejects WrongPassphrase. */
export const confirmPassphrase = async ({ backend }: Kept, passphrase: string): Promise<void> => {
  const master = await unwrap(await readRecord(backend, "vault"), passphrase)
  master.fill(0)
}

/**
 * From now on this passkey opens it too; the passphrase stays valid. `passphrase` is the one that opens, since only it can
 * give the key that is to be wrapped. Rejects WrongPassphrase, CommandError NOT_ALLOWED for what is no passkey, or is there
 * already, or one too many.
 */
export const addPasskey = async (
  options: DoorOptions,
  { backend }: Kept,
  passphrase: string,
  given: GivenPasskey,
  givenSecret: Uint8Array,
): Promise<void> => {
  const [id, salt, secret] = [ownBytes(given.id), ownBytes(given.salt), ownBytes(givenSecret)]
  const info: PasskeyInfo = { id, salt, addedAt: options.clock.now(), onDevice: given.onDevice === true }
  try {
    const known = toPasskeys(await readRecord(backend, "passkeys"))
    if (!isPasskey(info, secret) || known.length >= mostPasskeys || known.some(p => equal(p.id, id)))
      throw new CommandError("NOT_ALLOWED")
    const master = await unwrap(await readRecord(backend, "vault"), passphrase)
    const added = await wrapByPasskey(master, info, secret, options.random)
    master.fill(0)
    await writeRecords(backend, { passkeys: [...known, added] })
  } finally {
    secret.fill(0)
  }
}

/** It opens nothing any more. */
export const removePasskey = async ({ backend }: Kept, id: Uint8Array): Promise<void> => {
  const known = toPasskeys(await readRecord(backend, "passkeys"))
  await writeRecords(backend, { passkeys: known.filter(p => !equal(p.id, ownBytes(id))) })
}

/**
 * Opens by what a passkey has said: 32 bytes that nobody guesses, so that tries are not counted. Rejects WrongPassphrase,
 * StoreError.
 */
export const openKeptByPasskey = async (
  { keep, random }: DoorOptions,
  id: Uint8Array,
  givenSecret: Uint8Array,
  onLost: () => void,
): Promise<Kept> => {
  const secret = ownBytes(givenSecret)
  const backend = await keep.open(onLost)
  try {
    const key = await openByPasskey(toPasskeys(await readRecord(backend, "passkeys")), ownBytes(id), secret)
    await writeRecords(backend, { attempts: { count: 0, at: 0 } })
    return { store: openStore(backend, key, random), backend }
  } catch (e) {
    backend.close()
    throw e
  } finally {
    secret.fill(0)
  }
}
