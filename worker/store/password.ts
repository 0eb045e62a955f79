/**
 * Passwords of profiles that are hidden inside an open store: salted and slow, so that whoever has the open store, but
 * not the password, has to try them.
 *
 *   password ─ Argon2id(salt, memory, iterations) ─> key ─ HMAC-SHA256(key, name of the profile) ─> hash
 *
 * All hidden profiles of a store have the salt and parameters of the first: a password is tried on all of them for the
 * price of one, and equal passwords do not show.
 *
 * Peer:  Simplex.Chat.Library.Commands, APIHideUser: SHA-512 of password and salt. Ours is never told to anybody.
 */
import { equalConstantTime, hmacSha256 } from "../crypto/hash.ts"
import { type Bytes, utf8 } from "../encoding/bytes.ts"
import type { Random } from "../platform.ts"
import { type KdfParameters, stretch } from "./vault.ts"

export type PasswordHash = {
  readonly kdf: KdfParameters
  readonly salt: Bytes // 16
  readonly hash: Bytes // 32
}

/** What a password is stretched with. */
export type Stretching = Omit<PasswordHash, "hash">

/** With a new salt. */
export const newStretching = (kdf: KdfParameters, random: Random): Stretching => ({ kdf, salt: random(16) })

/** The key that hashes are made with. Spaces around the password do not count. */
export const passwordKey = (password: string, { kdf, salt }: Stretching): Promise<Bytes> =>
  stretch(password.trim(), salt, kdf)

/** What is kept of a password: a hash that is this profile's (`name`) alone. */
export const hashPassword = (key: Bytes, { kdf, salt }: Stretching, name: string): PasswordHash => ({
  kdf,
  salt,
  hash: hmacSha256(key, utf8(`unlisted hidden 1 ${name}`)),
})

/** Whether the key is that of this profile's password. Takes the same time for all keys. */
export const isPassword = (key: Bytes, hashed: PasswordHash, name: string): boolean =>
  equalConstantTime(hashPassword(key, hashed, name).hash, hashed.hash)
