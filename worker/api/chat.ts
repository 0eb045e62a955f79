/** Contacts and their conversations, as the page knows them. Types only: see ../api.ts. */
import type { FailureCode } from "./failure.ts"
import type { ItemContent } from "./item.ts"

export type ContactStatus =
  | "link" // a one-time link was made, nobody has used it
  | "prepared" // somebody's link was opened, nothing was sent yet: `connectPrepared` does
  | "request" // somebody asks at our address: accept or reject
  | "connecting"
  | "connected"
  | "failed"
  | "ended" // one of the two has deleted the other: nothing can be sent, what was said can be read
  | "notes" // not a contact: what one writes to oneself

export type Chat = {
  readonly id: string
  readonly name: string // contact's display name; for an unused link a placeholder the page words itself
  readonly fullName: string
  /** What we call it; nobody else knows. */
  readonly alias?: string
  /** What the contact says about itself, in one line. */
  readonly bio?: string
  /** A data: URI. */
  readonly image?: string
  /** The contact's SimpleX address, as its profile tells it: foreign text, to be looked at like any link. */
  readonly address?: string
  /** Ids of the profile's tags. */
  readonly tags?: readonly number[]
  /** Its conversation was deleted and the contact kept: it is not in the list until something is said. */
  readonly archived?: true
  /** The random name by which this contact knows us, or will. */
  readonly incognito?: string
  readonly status: ContactStatus
  /** Why `failed`, or while "connecting" what has to be put right before it goes on. */
  readonly problem?: FailureCode
  readonly unread: number
  /** Received items with a larger `order` are not read yet; absent: none. */
  readonly readUpTo?: number
  /** Marked by hand, to come back to it; `unread` counts messages only. */
  readonly markedUnread?: true
  readonly settings?: ChatSettings
  /** What both sides allow. Absent until a contact is there. */
  readonly features?: Features
  /** Commands of a bot, for its menu. */
  readonly commands?: readonly BotCommand[]
  /** While status is "ended": who deleted whom. */
  readonly endedBy?: "me" | "contact"
  readonly lastText?: string
  /** What the last line is besides its text; the page says so when there is none. */
  readonly lastKind?: LastKind
  /** The beginning of what was typed here and not sent. */
  readonly draft?: string
  readonly lastAt: number // ms, for ordering
  /** Post-quantum encryption is on in both directions. */
  readonly postQuantum: boolean
  /** Our receiving address is being changed; while "started" that can be given up. */
  readonly addressChange?: AddressChange
  /** The encryption does not fit the contact's; "allowed" and "required" offer to fix it. Sending waits but for "allowed". */
  readonly sync?: Sync
  /** The security code was compared with the contact's, and has not changed since. */
  readonly verified?: boolean
  /** While status is "connecting": we asked at their address, and they have not answered yet. */
  readonly requested?: boolean
  /** The one-time link while status is "link". */
  readonly link?: OwnLink
}

/** What a message is, or an event that somebody waits for an answer to. */
export type LastKind = ItemContent["kind"] | "call" | "invitation"

export type AddressChange = "started" | "committed"

export type Sync = "allowed" | "required" | "started" | "agreed"

/** One link in its forms; each can be pasted into any SimpleX app. */
export type OwnLink = {
  readonly short?: string // simplex:/i#... ; absent when the server is too old for short links
  readonly full: string // simplex:/invitation#/?...
}

/** What becomes of contact and conversation; see `removeChat`. */
export type RemoveOptions = {
  readonly tell?: boolean
  readonly keepConversation?: boolean
  readonly keepContact?: boolean
}

/** Only for us; the contact does not know. */
export type ChatSettings = {
  readonly muted: boolean
  readonly favorite: boolean
  /** Whether the contact sees that messages arrived; absent: as the profile's setting says. */
  readonly receipts?: boolean
  /** Seconds after which messages are deleted here; 0: never; absent: as the profile's setting says. */
  readonly retention?: number
  /** What stands behind its messages, a word of the page; absent: what is chosen for the profile. */
  readonly wallpaper?: string
}

/** What stands behind messages: a word of the page, and the picture (a JPEG) when it is one of the reader's own. */
export type WallpaperChoice = { readonly name: string; readonly picture?: Uint8Array }

export type FeatureName = "timedMessages" | "fullDelete" | "reactions" | "voice" | "calls"

/** "always" allows it even when the other side does not allow it to us. */
export type Allow = "always" | "yes" | "no"

export type Feature = {
  /** What we allow this contact; `isDefault`: as the profile says, not set for this contact. */
  readonly mine: Allow
  readonly isDefault: boolean
  readonly theirs: Allow
  /** What comes of it: whether we may use it, and whether the contact may. */
  readonly forMe: boolean
  readonly forContact: boolean
  /** For timedMessages: seconds after which messages disappear; absent: only those sent with a time of their own. */
  readonly ttl?: number
}

export type Features = Readonly<Record<FeatureName, Feature>>

/** `command`: sent as it is, or with its `params` filled in. `menu`: opens more. */
export type BotCommand =
  | { readonly type: "command"; readonly keyword: string; readonly label: string; readonly params?: string }
  | { readonly type: "menu"; readonly label: string; readonly commands: readonly BotCommand[] }
