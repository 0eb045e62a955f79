/** Rows of the chat layer: who we are, whom we know, what was said. */

import type { AddressChange, ContactStatus, FailureCode, ItemStatus, NoticeKind, OwnLink, Sync } from "../api.ts"
import type { Bytes } from "../encoding/bytes.ts"

/** The profile as sent in x.info: unknown fields of a peer are not kept. */
export type Profile = {
  readonly displayName: string
  readonly fullName: string
  readonly shortDescr?: string
  readonly image?: string
}

export type ProfileRow = {
  /** Absent: 1, the first profile. */
  readonly userId?: number
  readonly profile: Profile
  readonly createdAt: number
  /** Of the first profile: a backup of the whole store was made then, and nothing has gone on here since. */
  readonly exportedAt?: number
  /** The profile with the highest number is the one that is shown. */
  readonly activeOrder?: number
  /** The SimpleX address: its connection and its link. */
  readonly address?: { readonly connId: string; readonly link: OwnLink }
}

export type ContactRow = {
  readonly contactId: string
  /** Whose contact it is; absent: 1, the first profile's. */
  readonly userId?: number
  readonly connId: string
  readonly createdAt: number
  readonly status: ContactStatus
  readonly problem?: FailureCode
  readonly profile?: Profile
  /** The random profile that this contact knows us by. */
  readonly incognito?: Profile
  /** Newest chat protocol version of the peer, from every message. */
  readonly peerVersion: number
  readonly link?: OwnLink
  /** We asked at their address, and they have not answered yet. */
  readonly requested?: boolean
  /** While status is "request": what `accept` answers, and the id under which the same person may ask again. */
  readonly request?: { readonly invitation: Bytes; readonly reqId: string | null }
  /** SHA-256 (hex) of each form of the link this contact was made from: opening it again finds the chat. */
  readonly linkHashes: readonly string[]
  readonly postQuantum: boolean
  readonly addressChange?: AddressChange
  readonly sync?: Sync
  /** The security code that was compared with the contact's. */
  readonly verifiedCode?: string
  readonly unread: number
  readonly nextOrder: number
  readonly lastText?: string
  readonly lastAt: number
}

export type ItemRow = {
  readonly contactId: string
  readonly order: number
  readonly at: number
  readonly direction: "sent" | "received" | "event"
  readonly text: string
  readonly status: ItemStatus
  readonly problem?: FailureCode
  readonly notice?: { readonly kind: NoticeKind; readonly count?: number }
  /** base64url of the chat protocol's msgId (12 bytes). */
  readonly sharedMsgId?: string
  /** Sent by private routing. */
  readonly proxied?: boolean
  /** A sent text that waits for the connection before it can enter the ratchet. */
  readonly waiting?: boolean
}

/** A chat event that this version does not act on, whole, at its place among the lines. */
export type KeptRow = {
  readonly contactId: string
  readonly order: number
  readonly event: string
  /** ChatMessage as JSON text: as a value of the row, a key like `__proto__` in it could never be read again. */
  readonly message: string
  readonly at: number
}
