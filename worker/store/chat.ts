/** Rows of the chat layer: who we are, whom we know, what was said. */

import type {
  AddressChange,
  AddressSettings,
  Allow,
  ContactStatus,
  Draft,
  FailureCode,
  FeatureName,
  FileProblem,
  FileState,
  ItemStatus,
  LastKind,
  Notice,
  OwnLink,
  Sync,
  Tag,
} from "../api.ts"
import type { Bytes } from "../encoding/bytes.ts"
import type { PasswordHash } from "./password.ts"

/** The profile as sent in x.info: unknown fields of a peer are not kept. */
export type Profile = {
  readonly displayName: string
  readonly fullName: string
  readonly shortDescr?: string
  readonly image?: string
  /** The contact's address, as it was told. */
  readonly contactLink?: string
}

/** What one side allows: of every feature, or of those that differ. `ttl` in seconds, of timedMessages only. */
export type Preference = { readonly allow: Allow; readonly ttl?: number }
export type Preferences = Partial<Readonly<Record<FeatureName | "files" | "sessions", Preference>>>

export type ProfileRow = {
  /** Absent: 1, the first profile. */
  readonly userId?: number
  readonly profile: Profile
  readonly createdAt: number
  /** A backup of the whole store was made then, and nothing has gone on here since. */
  readonly exportedAt?: number
  /** The profile with the highest number is the one that is shown. */
  readonly activeOrder?: number
  /** The SimpleX address: its connection and its link. */
  readonly address?: { readonly connId: string; readonly link: OwnLink; readonly settings?: AddressSettings }
  /** What is allowed to contacts for whom nothing else is said. */
  readonly preferences?: Preferences
  /** Whether contacts see that their messages arrived; absent: yes. */
  readonly receipts?: boolean
  /** In their order. */
  readonly tags?: readonly Tag[]
  readonly keepsDuplicates?: true
  /** Seconds after which its messages are deleted; absent: never. */
  readonly retention?: number
  /** What stands behind the messages of its chats; a picture is in the table "page". Absent: what is set for all. */
  readonly wallpaper?: string
  /** Not announced while another one is shown. */
  readonly muted?: true
  /** Seen only by whoever knows this password. */
  readonly hidden?: PasswordHash
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
  /** Our own name for it. */
  readonly alias?: string
  /** Ids of tags of its profile. */
  readonly tags?: readonly number[]
  /** Its conversation was deleted, and nothing was said since. */
  readonly archived?: true
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
  /** We have made the link that it used, or have asked at its address: it is sent a probe (probes.ts). */
  readonly initiated?: true
  /** Messages that are no lines, as JSON text, to be sent as soon as that is possible. */
  readonly due?: readonly string[]
  /** The same person as this contact: all that is here goes there. */
  readonly mergeInto?: string
  /** Other connections with the same person: what comes by them comes here. */
  readonly others?: readonly string[]
  /** What lines are called in what the agent tells of these connections: orders up to `upTo` were moved by `offset`. */
  readonly moved?: readonly { readonly connId: string; readonly upTo: number; readonly offset: number }[]
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
  /** Received lines after this one are not read. */
  readonly readUpTo?: number
  readonly markedUnread?: true
  readonly muted?: true
  readonly favorite?: true
  /** Whether this contact sees that messages arrived; absent: as the profile says. */
  readonly receipts?: boolean
  /** Seconds after which messages are deleted here; 0: never; absent: as the profile says. */
  readonly retention?: number
  /** What stands behind its messages; a picture is in the table "page". Absent: as the profile says. */
  readonly wallpaper?: string
  /** What the contact allows, as its profile says. */
  readonly theirPreferences?: Preferences
  /** What we allow this contact, where that is not what the profile says. */
  readonly ownPreferences?: Preferences
  /** A bot's menu: JSON text of BotCommand[]. */
  readonly commands?: string
  readonly endedBy?: "me" | "contact"
  /** Nothing is received any more; `told`: the other app knows, or never will, and the connection can go. */
  readonly closing?: "telling" | "told"
  /** Deleted and no longer shown; the row goes with the connection. */
  readonly hidden?: true
  readonly nextOrder: number
  /** Nothing before this `order` waits to be sent; absent: nothing does. */
  readonly waitingFrom?: number
  readonly lastText?: string
  /** What that line is besides its text. */
  readonly lastKind?: LastKind
  /** The line that lastText is of. */
  readonly lastOrder?: number
  readonly lastAt: number
  /** What was typed and not sent. */
  readonly draft?: Draft
  /** Orders of lines of ours that are being typed: ended at the next start. */
  readonly typing?: readonly number[]
}

/** A probe that came, or the hash of one (chat/probes.ts). base64url. */
export type ProbeRow = {
  readonly probeId: string
  readonly userId: number
  readonly contactId: string
  readonly at: number
  readonly hash: string
  readonly probe?: string
}

/** What a line answers. */
export type QuoteRow = {
  readonly msgId?: string
  /** As in the message, ISO 8601. */
  readonly sentAt: string
  /** Whether the one who quotes has sent the quoted message. */
  readonly sent: boolean
  /** Content as JSON text. */
  readonly content: string
  /** The quoted line, when it was there. */
  readonly order?: number
}

export type ReactionRow = { readonly emoji: string; readonly by: "me" | "contact"; readonly at: number }

/** A file as it was offered; see FileInvitation of the chat protocol. */
export type OfferedFile = {
  readonly name: string
  readonly size: number
  /** Its row among the files; absent for those that came in older ways, and for lines of older versions. */
  readonly fileId?: string
  readonly state?: FileState
  readonly problem?: FileProblem
  /** While "unapproved": the servers that would be asked. */
  readonly hosts?: readonly string[]
  /** By which anybody can download it: of a file that we sent so. */
  readonly link?: string
  /** When (ms) the servers forget it. */
  readonly until?: number
  readonly digest?: string
  readonly description?: { readonly text: string; readonly partNo: number; readonly isComplete: boolean }
}

export type ItemRow = {
  readonly contactId: string
  readonly order: number
  readonly at: number
  readonly direction: "sent" | "received" | "event"
  readonly text: string
  readonly status: ItemStatus
  readonly problem?: FailureCode
  readonly notice?: Notice
  /** base64url of the chat protocol's msgId (12 bytes). */
  readonly sharedMsgId?: string
  /** Sent by private routing. */
  readonly proxied?: boolean
  /** When it was stored, ms; absent in lines of older versions. */
  readonly createdAt?: number
  /** Content that is more than text: JSON text. */
  readonly content?: string
  readonly file?: OfferedFile
  readonly quote?: QuoteRow
  readonly forwarded?: true
  readonly edited?: true
  /** Written to oneself: nothing of it leaves. */
  readonly local?: true
  /** It was made by an edit of a message that was not there. */
  readonly byUpdate?: true
  /** How many rows of `versions` it has. */
  readonly versions?: number
  readonly deleted?: { readonly by: "me" | "contact"; readonly at: number }
  readonly reactions?: readonly ReactionRow[]
  /** Seconds that it stays after it was read or sent, and when (ms) it goes. */
  readonly ttl?: number
  readonly disappearAt?: number
  /** Being typed; false: it was. */
  readonly live?: boolean
  /** A sent text that waits for the connection before it can enter the ratchet. */
  readonly waiting?: boolean
  /** The contact has this line already, by our link: it goes as its new text. */
  readonly replaces?: boolean
  /** A change of it that did not reach the contact; of reactions which one, and whether it was put or taken away. */
  readonly unsent?: UnsentRow
  /** When (ms) its receipt came. */
  readonly deliveredAt?: number
  /** What we forwarded: the contact is not told. `name`: of the chat at that time. */
  readonly forwardedFrom?: { readonly contactId: string; readonly order: number; readonly name: string }
}

export type UnsentRow = { readonly problem: FailureCode } & (
  | { readonly what: "edit" | "deletion" }
  | { readonly what: "reaction"; readonly emoji: string; readonly add: boolean }
)

/** A chat event that this version does not act on, whole, at its place among the lines. */
export type KeptRow = {
  readonly contactId: string
  readonly order: number
  readonly event: string
  /** ChatMessage as JSON text: as a value of the row, a key like `__proto__` in it could never be read again. */
  readonly message: string
  readonly at: number
}

/** Finds a line by the msgId of its message: see ids.ts of chat for the hash. */
export type MessageIdRow = { readonly contactId: string; readonly hash: string; readonly order: number }

/** What an edited line said at first (n = 1), and after each edit. */
export type VersionRow = {
  readonly contactId: string
  readonly order: number
  readonly n: number
  readonly text: string
  readonly at: number
}

/** A line that disappears: these rows are read at the start, the lines are not. */
export type ExpiringRow = { readonly contactId: string; readonly order: number; readonly at: number }

/** An edit, deletion or reaction that waits for the connection, at its place among the lines that do. JSON text. */
export type OutgoingRow = {
  readonly contactId: string
  readonly order: number
  readonly json: string
  /** See ref.ts of chat. */
  readonly ref?: string
}

/** Reactions to a message that is not here. */
export type EarlyRow = {
  readonly contactId: string
  readonly hash: string
  /** Of the message; absent in rows of older versions. */
  readonly msgId?: string
  readonly reactions: readonly ReactionRow[]
}
