/**
 * What the agent tells of a connection itself: its receiving addresses, its encryption, its security code.
 *
 *   code = SHA-256 of the ratchet's associated data as one decimal number, digits in groups of 5
 *
 * Peer: Simplex.Chat.Types, verificationCode, sameVerificationCode; Library.Subscriber on SWITCH and RSYNC.
 */
import type { AgentEvent } from "../agent/events.ts"
import type { NoticeKind, Sync } from "../api.ts"
import { type Bytes, hex } from "../encoding/bytes.ts"
import type { ContactRow } from "../store/chat.ts"

/** Digits as both apps show them: "12345 67890 ... 12". */
export const securityCode = (hash: Bytes): string =>
  BigInt(`0x${hex(hash)}`)
    .toString()
    .replaceAll(/\d{5}(?=\d)/g, "$& ")

/** White space does not count: codes are read aloud and pasted. */
export const sameCode = (a: string, b: string): boolean => a.replaceAll(/\s/g, "") === b.replaceAll(/\s/g, "")

/** The code that was compared, or null when that counts no more. */
export const withVerified = (c: ContactRow, code: string | null): ContactRow => {
  const { verifiedCode: _, ...rest } = c
  return code === null ? rest : { ...rest, verifiedCode: code }
}

/** The row and the line for it. */
export type Noted = { readonly contact: ContactRow; readonly notice?: NoticeKind }

/** Our change of address is over, or was given up. */
export const withoutChange = (c: ContactRow): ContactRow => {
  const { addressChange: _, ...rest } = c
  return rest
}

/** A receiving address changes: ours, which is shown while it does, or theirs, of which only the end is told. */
export const onRotation = (c: ContactRow, e: Extract<AgentEvent, { type: "rotation" }>): Noted => {
  if (e.whose === "theirs")
    return e.phase === "completed" ? { contact: c, notice: "contactAddressChanged" } : { contact: c }
  if (e.phase === "committed") return { contact: { ...c, addressChange: "committed" } }
  return { contact: withoutChange(c), notice: e.phase === "completed" ? "addressChanged" : "addressKept" }
}

const notices: Partial<Readonly<Record<Sync | "ok", NoticeKind>>> = {
  required: "syncRequired",
  started: "syncStarted",
  agreed: "syncAgreed",
}

/** New keys make another code: what was compared says nothing about it. */
export const onSync = (c: ContactRow, sync: Sync | "ok"): Noted => {
  const { sync: before, ...rest } = c
  if (sync === before) return { contact: c }
  const verified = sync === "agreed" ? withVerified(rest, null) : rest
  const contact = sync === "ok" ? verified : { ...verified, sync }
  // That a single message was not readable is a line already.
  const kind = sync === "ok" ? (before === "allowed" || before === undefined ? undefined : "synced") : notices[sync]
  return kind === undefined ? { contact } : { contact, notice: kind }
}
