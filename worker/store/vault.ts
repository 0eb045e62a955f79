/**
 * The passphrase's way to the key that seals all rows.
 *
 *   passphrase ─ Argon2id(salt, memory, iterations) ─> wrapping key ─ AES-256-GCM ─> master key (32 random bytes)
 *   master key ─ HKDF-SHA256 ─> row key (store.ts), and later others
 *
 * Changing the passphrase rewraps the master key: one record, no row.
 * A second record of the same form, the twin, wraps a name instead of a key under a passphrase that destroys. Without
 * such a passphrase it wraps nothing that anybody could open: nobody can see whether there is one. It has the salt and
 * the cost of the vault, so that one stretching tries both, and each passphrase takes as long as any other.
 * Trust: the record lies on the disk unsealed. Parameters outside the limits are refused before anything is computed,
 * and they are bound into the wrapping, so that a changed record opens for nobody.
 */
import { type Bytes, concat, equal, toBytes, utf8 } from "../encoding/bytes.ts"
import type { Clock, Random } from "../platform.ts"
import { StoreError } from "./store.ts"

/** `memory` in KiB. */
export type KdfParameters = { readonly memory: number; readonly iterations: number }

export type VaultRecord = {
  readonly version: 1
  readonly kdf: KdfParameters
  readonly salt: Bytes // 16
  readonly wrapped: Bytes // nonce (12) and the sealed master key (32 + 16)
}

export class WrongPassphrase extends Error {
  override name = "WrongPassphrase"
  constructor() {
    super("wrong passphrase")
  }
}

const least: KdfParameters = { memory: 64 * 1024, iterations: 2 }
const most: KdfParameters = { memory: 1024 * 1024, iterations: 64 }
/** Unlocking should take about this long on the machine that made the vault. */
const unlockTime = 700

/** 32 bytes that cost to be made of a passphrase and a salt. */
export const stretch = async (passphrase: string, salt: Bytes, kdf: KdfParameters): Promise<Bytes> => {
  // Loaded when somebody has a passphrase: the first screen does not need it.
  const { argon2id } = await import("hash-wasm")
  return toBytes(
    await argon2id({
      // The same word typed on another keyboard may be composed differently.
      password: utf8(passphrase.normalize("NFKC")),
      salt,
      parallelism: 1,
      memorySize: kdf.memory,
      iterations: kdf.iterations,
      hashLength: 32,
      outputType: "binary",
    }),
  )
}

/** A passphrase after stretching, and with what; the key is not extractable. */
export type Stretched = { readonly kdf: KdfParameters; readonly salt: Bytes; readonly key: CryptoKey }

const stretched = async (passphrase: string, { kdf, salt }: Omit<Stretched, "key">): Promise<Stretched> => {
  const raw = await stretch(passphrase, salt, kdf)
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"])
  raw.fill(0)
  return { kdf, salt, key }
}

const bound = (kdf: KdfParameters, salt: Bytes): Bytes =>
  concat(utf8(`unlisted vault 1 argon2id ${kdf.memory} ${kdf.iterations} `), salt)

/** Iterations that make one unlocking last about `unlockTime`, measured once, never below the least. */
export const calibrate = async (clock: Clock, random: Random): Promise<KdfParameters> => {
  const salt = random(16)
  await stretch("warm", salt, { memory: 1024, iterations: 1 })
  const start = clock.now()
  await stretch("measure", salt, least)
  const each = Math.max(1, clock.now() - start) / least.iterations
  const iterations = Math.round(unlockTime / each)
  return { memory: least.memory, iterations: Math.min(16, Math.max(least.iterations, iterations)) }
}

const wrap = async (master: Bytes, { kdf, salt, key }: Stretched, random: Random): Promise<VaultRecord> => {
  const iv = random(12)
  const box = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound(kdf, salt) }, key, master)
  return { version: 1, kdf, salt, wrapped: concat(iv, new Uint8Array(box)) }
}

/** The key under which rows are sealed: not extractable. The caller clears `master`. */
export const rowKey = async (master: Bytes): Promise<CryptoKey> => {
  const ikm = await crypto.subtle.importKey("raw", master, "HKDF", false, ["deriveKey"])
  const derive = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: utf8("unlisted rows 1") }
  return crypto.subtle.deriveKey(derive, ikm, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"])
}

/** A new vault and its row key; `by` is what a passphrase that was asked for just now has been stretched to. */
export const createVaultBy = async (
  by: Stretched,
  random: Random,
): Promise<{ record: VaultRecord; key: CryptoKey }> => {
  const master = random(32)
  const record = await wrap(master, by, random)
  const key = await rowKey(master)
  master.fill(0)
  return { record, key }
}

/** A new vault and its row key. */
export const createVault = async (
  passphrase: string,
  kdf: KdfParameters,
  random: Random,
): Promise<{ record: VaultRecord; key: CryptoKey }> =>
  createVaultBy(await stretched(passphrase, { kdf, salt: random(16) }), random)

const isRecord = (r: unknown): r is VaultRecord => {
  const v = r as Partial<VaultRecord> | null
  const within = (name: keyof KdfParameters): boolean => {
    const n = v?.kdf?.[name]
    return Number.isInteger(n) && (n as number) >= 1 && (n as number) <= most[name]
  }
  return (
    v?.version === 1 &&
    within("memory") &&
    within("iterations") &&
    v.salt instanceof Uint8Array &&
    v.salt.length === 16 &&
    v.wrapped instanceof Uint8Array &&
    v.wrapped.length === 12 + 32 + 16
  )
}

const toRecord = (record: unknown): VaultRecord => {
  if (!isRecord(record)) throw new StoreError("CORRUPT")
  return record
}

const unwrapBy = async ({ kdf, salt, wrapped }: VaultRecord, key: CryptoKey): Promise<Bytes> => {
  try {
    const algorithm = { name: "AES-GCM", iv: wrapped.slice(0, 12), additionalData: bound(kdf, salt) }
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, wrapped.slice(12)))
  } catch {
    throw new WrongPassphrase()
  }
}

const stretchedFor = (record: VaultRecord, passphrase: string): Promise<Stretched> => {
  if (passphrase === "") throw new WrongPassphrase()
  return stretched(passphrase, record)
}

/** The master key, for another wrapping of it: to be cleared by the caller. Rejects as openVault. */
export const unwrap = async (record: unknown, passphrase: string): Promise<Bytes> => {
  const found = toRecord(record)
  return unwrapBy(found, (await stretchedFor(found, passphrase)).key)
}

/** The row key. Rejects WrongPassphrase (also for a record whose salt or wrapping was altered) or StoreError CORRUPT. */
export const openVault = async (record: unknown, passphrase: string): Promise<CryptoKey> => {
  const master = await unwrap(record, passphrase)
  const key = await rowKey(master)
  master.fill(0)
  return key
}

/**
 * The same master key under another passphrase. Salt and cost stay: the twin has them, and its passphrase is not known here.
 * Rejects as openVault.
 */
export const changePassphrase = async (
  record: unknown,
  from: string,
  to: string,
  random: Random,
): Promise<VaultRecord> => {
  const master = await unwrap(record, from)
  const changed = await wrap(master, await stretchedFor(toRecord(record), to), random)
  master.fill(0)
  return changed
}

/** A twin of the vault that no passphrase opens. */
export const blindTwin = ({ kdf, salt }: VaultRecord, random: Random): VaultRecord => ({
  version: 1,
  kdf,
  salt,
  wrapped: random(12 + 32 + 16),
})

/** Bytes of a name that fit into a twin. */
export const twinNameLength = 31

/** A twin whose passphrase destroys, and the display name with which one starts anew: at most 31 bytes of UTF-8. */
export const createTwin = async (
  passphrase: string,
  displayName: string,
  vault: VaultRecord,
  random: Random,
): Promise<VaultRecord> => {
  const secret = new Uint8Array(1 + twinNameLength)
  const name = utf8(displayName)
  secret[0] = name.length
  secret.set(name, 1)
  return wrap(secret, await stretchedFor(vault, passphrase), random)
}

const nameIn = (secret: Bytes): string => new TextDecoder().decode(secret.subarray(1, 1 + (secret[0] ?? 0)))

/** The display name when this is the passphrase that destroys, or null. */
export const openTwin = async (record: unknown, passphrase: string): Promise<string | null> => {
  try {
    return nameIn(await unwrap(record, passphrase))
  } catch {
    return null
  }
}

/** What a passphrase opens: the row key, or the name behind the one that destroys, and what it was stretched to. */
export type OpenedVault = { readonly key: CryptoKey } | { readonly displayName: string; readonly by: Stretched }

const sameSalt = (a: VaultRecord, b: VaultRecord): boolean =>
  equal(a.salt, b.salt) && a.kdf.memory === b.kdf.memory && a.kdf.iterations === b.kdf.iterations

/** Tries the vault and its twin. Rejects as openVault. */
export const openEither = async (record: unknown, twinRecord: unknown, passphrase: string): Promise<OpenedVault> => {
  const vault = toRecord(record)
  const by = await stretchedFor(vault, passphrase)
  try {
    const master = await unwrapBy(vault, by.key)
    const key = await rowKey(master)
    master.fill(0)
    return { key }
  } catch (e) {
    if (!(e instanceof WrongPassphrase) || !isRecord(twinRecord)) throw e
    // Twins of older versions have a salt of their own.
    const byTwin = sameSalt(vault, twinRecord) ? by : await stretchedFor(twinRecord, passphrase)
    return { displayName: nameIn(await unwrapBy(twinRecord, byTwin.key)), by: byTwin }
  }
}

/** The key of a private session: random, never written anywhere. */
export const sessionKey = (random: Random): Promise<CryptoKey> => rowKey(random(32))
