/** Rows of the chat layer: who we are, whom we know, what was said. */

import type {
  AddressChange,
  AddressSettings,
  ContactStatus,
  FailureCode,
  ItemStatus,
  NoticeKind,
  OwnLink,
  Sync,
} from "../api.ts"
import type { Bytes } from "../encoding/bytes.ts"

/** The profile as sent in x.info: unknown fields of a peer are not kept. */
export type Profile = {
  readonly displayName: string
  readonly fullName: string
  readonly shortDescr?: string
  readonly image?: string
  /** The contact's address, as it was told. */
  readonly contactLink?: string
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
  readonly address?: { readonly connId: string; readonly link: OwnLink; readonly settings?: AddressSettings }
}

export type RequestRow = {
  /** What `accept` answers. */
  readonly invitation: Bytes
  /** The id under which the same person may ask again; old apps give none. */
  readonly reqId: string | null
  /** The welcome message that the person has seen, as it is called there: our answer replaces it. */
  readonly welcomeMsgId?: string
  /** Of the message that came with the request. */
  readonly msgId?: string
  /** To be accepted without asking, by the settings at the time. */
  readonly auto?: { readonly incognito: boolean }
}

export type PreparedRow = {
  /** Canonical text. */
  readonly link: string
  /** What we call the welcome message that the link had. */
  readonly welcomeMsgId?: string
  /** The `order` of the message that went with the request: whoever accepts has read it. */
  readonly firstOrder?: number
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
  /** While status is "request". */
  readonly request?: RequestRow
  /** The id of a request, ours or theirs, since it was sent or accepted: the same person may ask again. */
  readonly reqId?: string
  /** Made by opening a link before connecting; stays when connected. */
  readonly prepared?: PreparedRow
  /** The contact is still to be told of our changed profile. */
  readonly profileDue?: boolean
  /** Forgotten: the row is there only until its lines are deleted. */
  readonly removed?: boolean
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
  /** The contact has this line already, by our link: it goes as its new text. */
  readonly replaces?: boolean
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
