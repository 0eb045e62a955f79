/**
 * Passkeys: other ways to the master key than the passphrase.
 *
 *   secret (32 bytes, from the authenticator) ─ HKDF-SHA256(salt) ─> wrapping key ─ AES-256-GCM(ad = id) ─> master key
 *
 * The authenticator gives the secret for this salt and this site only, after it has verified its user; it is never stored.
 * The salt is random and not secret: a passkey that is added again has another secret.
 *
 * Spec:  WebAuthn Level 3, "Pseudo-random function extension (prf)".
 * Trust: the records lie on the disk unsealed; what was altered opens for nobody. They tell a thief that there is a passkey,
 *        when it was added, and its id, which only its authenticator knows.
 */
import { type Bytes, concat, equal, utf8 } from "../encoding/bytes.ts"
import type { Random } from "../platform.ts"
import { rowKey, WrongPassphrase } from "./vault.ts"

/** What the page knows of a passkey before it is used. */
export type PasskeyInfo = {
  /** The authenticator's name for it: at most 1023 bytes. */
  readonly id: Bytes
  /** 32 bytes: what the authenticator is asked about. */
  readonly salt: Bytes
  /** ms */
  readonly addedAt: number
  /** It is kept by this device, not by a phone or a security key. */
  readonly onDevice: boolean
}

export type PasskeyRecord = PasskeyInfo & { readonly wrapped: Bytes } // nonce (12) and the sealed master key (32 + 16)

const secretLength = 32
const longestId = 1023
/** More than anybody has. */
export const mostPasskeys = 20

const wrappingKey = async (secret: Bytes, salt: Bytes): Promise<CryptoKey> => {
  const ikm = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"])
  const derive = { name: "HKDF", hash: "SHA-256", salt, info: utf8("unlisted passkey 1") }
  return crypto.subtle.deriveKey(derive, ikm, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"])
}

const bound = ({ id, salt }: Pick<PasskeyInfo, "id" | "salt">): Bytes => concat(utf8("unlisted passkey 1 "), salt, id)

/** Whether these can be a passkey and what it said. */
export const isPasskey = ({ id, salt }: PasskeyInfo, secret: Bytes): boolean =>
  id.length > 0 && id.length <= longestId && salt.length === 32 && secret.length === secretLength

/** The master key, so that this passkey opens it. Neither `master` nor `secret` is kept. */
export const wrapByPasskey = async (
  master: Bytes,
  info: PasskeyInfo,
  secret: Bytes,
  random: Random,
): Promise<PasskeyRecord> => {
  const iv = random(12)
  const key = await wrappingKey(secret, info.salt)
  const box = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound(info) }, key, master)
  const { id, salt, addedAt, onDevice } = info
  return { id, salt, addedAt, onDevice, wrapped: concat(iv, new Uint8Array(box)) }
}

/** The row key. Rejects WrongPassphrase when no record of this id opens by the secret. */
export const openByPasskey = async (
  records: readonly PasskeyRecord[],
  id: Bytes,
  secret: Bytes,
): Promise<CryptoKey> => {
  const record = records.find(r => equal(r.id, id))
  if (record === undefined || secret.length !== secretLength) throw new WrongPassphrase()
  try {
    const key = await wrappingKey(secret, record.salt)
    const algorithm = { name: "AES-GCM", iv: record.wrapped.slice(0, 12), additionalData: bound(record) }
    const master = new Uint8Array(await crypto.subtle.decrypt(algorithm, key, record.wrapped.slice(12)))
    const rows = await rowKey(master)
    master.fill(0)
    return rows
  } catch {
    throw new WrongPassphrase()
  }
}

const isRecord = (r: unknown): r is PasskeyRecord => {
  const { id, salt, wrapped, addedAt } = (r ?? {}) as Partial<PasskeyRecord>
  return (
    id instanceof Uint8Array &&
    salt instanceof Uint8Array &&
    salt.length === 32 &&
    wrapped instanceof Uint8Array &&
    wrapped.length === 12 + 32 + 16 &&
    Number.isFinite(addedAt)
  )
}

/** Of a record that may be anything: the passkeys in it. */
export const toPasskeys = (record: unknown): readonly PasskeyRecord[] =>
  Array.isArray(record) ? record.filter(isRecord).slice(0, mostPasskeys) : []
