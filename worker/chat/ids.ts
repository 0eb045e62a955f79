/**
 * Finding a line by the msgId of its message. The contact knows msgIds, and keys of rows are visible to a thief of the
 * database: so rows are found by keyed hashes, with a random key of this store.
 *
 *   hash = first 16 bytes of HMAC-SHA256(key, contactId "/" direction "/" msgId), base64url
 *
 * A contact that uses our msgIds for messages of its own finds them under another hash than ours: the direction is in it.
 */
import { hmacSha256 } from "../crypto/hash.ts"
import { type Bytes, base64urlUnpadded, utf8 } from "../encoding/bytes.ts"
import type { Random } from "../platform.ts"
import type { SecretRow } from "../store/agent.ts"
import type { ItemRow } from "../store/chat.ts"
import { type Change, put } from "../store/schema.ts"
import type { Store } from "../store/store.ts"

/** Hash of a message, by who sent it. */
export type HashId = (contactId: string, direction: "sent" | "received", msgId: string) => string

/** The hash under a key of 32 bytes. */
export const hashWith =
  (key: Bytes): HashId =>
  (contactId, direction, msgId) =>
    base64urlUnpadded(hmacSha256(key, utf8(`${contactId}/${direction}/${msgId}`)).slice(0, 16))

/** The hash by which a line is found, or null when its message has no id. */
export const hashOf = (hash: HashId, row: Pick<ItemRow, "contactId" | "direction" | "sharedMsgId">): string | null =>
  row.sharedMsgId === undefined || row.direction === "event"
    ? null
    : hash(row.contactId, row.direction, row.sharedMsgId)

const idChanges = (hash: HashId, row: ItemRow): readonly Change[] => {
  const found = hashOf(hash, row)
  return found === null ? [] : [put("messageIds", { contactId: row.contactId, hash: found, order: row.order })]
}

const name = "messageIds"

/** The hash of this store; what older versions have stored is made findable first, again when that was interrupted. */
export const loadHash = async (store: Store, random: Random): Promise<HashId> => {
  const known = await store.get("secrets", name)
  const secret: SecretRow = known ?? { name, bytes: random(32), unfinished: true }
  const hash = hashWith(secret.bytes)
  if (secret.unfinished !== true) return hash
  if (known === undefined) await store.commit([put("secrets", secret)])
  for (const { contactId } of await store.list("contacts")) {
    const rows = await store.list("items", { prefix: [contactId] })
    await store.commit(rows.flatMap(row => idChanges(hash, row)))
  }
  await store.commit([put("secrets", { name, bytes: secret.bytes })])
  return hash
}
