/** Lines of a conversation, and what comes with them. Types only: see ../api.ts. */
import type { FeatureName } from "./chat.ts"
import type { FailureCode } from "./failure.ts"

export type ItemStatus = "sending" | "sent" | "delivered" | "failed" | "received"

/** One line of a conversation. */
export type Item = {
  readonly id: string
  readonly chatId: string
  /** Order in the conversation: ascending, unique per chat. */
  readonly order: number
  readonly at: number // ms: sent at, or the server's time for received ones
  readonly direction: "sent" | "received" | "event"
  /** As typed, markup included. Of a deleted item it may be revealed, or is "" when both agreed to full deletion. */
  readonly text: string
  readonly status: ItemStatus
  /** What it is besides its text; absent: text alone, or an event. */
  readonly content?: ItemContent
  readonly file?: ItemFile
  readonly quote?: ItemQuote
  readonly edited?: true
  /** Shown as deleted; `by` me or the contact, ms. */
  readonly deleted?: { readonly by: "me" | "contact"; readonly at: number }
  /** In the order of the first of each kind. */
  readonly reactions?: readonly ItemReaction[]
  readonly forwarded?: true
  /** Disappears `ttl` seconds after it was read or sent: at `at` (ms), which is absent until then. */
  readonly disappears?: { readonly ttl: number; readonly at?: number }
  /** Still being typed. */
  readonly live?: true
  /** Until when (ms) `edit` takes it; absent: never. */
  readonly editableUntil?: number
  /** Until when (ms) `remove` for everyone takes it; absent: never. */
  readonly deletableUntil?: number
  /** Something a person said, not deleted: it can be answered, forwarded and, if the chat's features allow, reacted to. */
  readonly isMessage?: true
  /** Why `failed`; of one that is "sending", what it waits for. */
  readonly problem?: FailureCode
  /** A change that is made here and did not reach the contact: `retry` sends it again. */
  readonly unsent?: { readonly what: ItemChange; readonly problem: FailureCode }
  /** Sent through another server, which did not see what its server saw (private routing). */
  readonly proxied?: boolean
  /** For `event` items, and as a warning beside received ones. `count` is the number of missing messages. */
  readonly notice?: Notice
}

export type ItemChange = "edit" | "deletion" | "reaction"

/** A file that goes with a message. `name` is foreign text where it was received. Size in bytes. */
export type ItemFile = {
  readonly name: string
  readonly size: number
  readonly state: FileState
  readonly problem?: FileProblem
  /** By which anybody can download it (`simplex:/file#...`): of a file that was sent so. */
  readonly link?: string
  /** Until when (ms) the servers have it, while they do: of one that was sent, or is offered. */
  readonly until?: number
  /** While "unapproved": servers that would be asked, and see this browser's address or the bridge's. */
  readonly hosts?: readonly string[]
}

export type FileState =
  | "sending" // to the servers; the message itself may be there already
  | "sent"
  | "offered" // can be downloaded
  | "wanted" // is being downloaded, or will be when its sender has uploaded it
  | "unapproved" // lies on servers that nobody here has chosen: ask before it is downloaded
  | "here"
  | "failed"
  | "cancelled" // by whoever sent it
  | "deleted" // from this device, to make room
  | "unsupported" // sent in a way of old apps

export type FileProblem =
  | "EXPIRED" // servers keep files for two days
  | "GONE" // deleted, or never uploaded
  | "DAMAGED" // not what its sender described
  | "BLOCKED" // by the operator of the server
  | "NO_ROOM" // on this device
  | "FORBIDDEN" // the network settings allow none of its servers' hosts
  | "SERVER" // anything else that a server said

/** What is attached. A picture is a data: URI of at most 14,000 characters; seconds of sound or video. */
export type Attachment = {
  readonly name: string
  readonly content: Blob
  readonly as?:
    | { readonly kind: "image"; readonly image: string }
    | { readonly kind: "video"; readonly image: string; readonly seconds: number }
    | { readonly kind: "voice"; readonly seconds: number }
}

/** Pictures are data: URIs, made by the sender; durations are seconds. */
export type ItemContent =
  | {
      readonly kind: "link"
      readonly uri: string
      readonly title: string
      readonly description: string
      readonly image: string
    }
  | { readonly kind: "image"; readonly image: string }
  | { readonly kind: "video"; readonly image: string; readonly seconds: number }
  | { readonly kind: "voice"; readonly seconds: number }
  | { readonly kind: "file" }
  | { readonly kind: "report"; readonly reason: string }
  | { readonly kind: "chat"; readonly card?: LinkCard } // somebody's link; without a card it is not readable
  | { readonly kind: "unknown"; readonly type: string } // of a newer app

/** A link with what its sender says about whom it is for: only a look at the link tells who that really is. */
export type LinkCard = {
  readonly of: "contact" | "business" | "invitation" | "group"
  /** The link that is opened, canonical. */
  readonly link: string
  /** Of the server that keeps it. */
  readonly host: string
  readonly name: string
  readonly fullName: string
  readonly bio?: string
  /** A data: URI. */
  readonly image?: string
}

/** What an item answers. Text and kind are as the one who answers had them. */
export type ItemQuote = {
  /** The quoted item, when it is there. */
  readonly itemId?: string
  readonly author: "me" | "contact"
  readonly text: string
  readonly kind: "text" | ItemContent["kind"]
  readonly image?: string
}

/** One of the eight that there are, `reactionEmojis` of the chat protocol. */
export type ItemReaction = { readonly emoji: string; readonly count: number; readonly mine: boolean }

export type Notice = {
  readonly kind: NoticeKind
  readonly count?: number
  /** Of "feature" and "offered". */
  readonly feature?: FeatureName
  /** Of "feature": what is so now, and who changed it. Of "offered": forMe says whether it is allowed to us. */
  readonly state?: { readonly forMe: boolean; readonly forContact: boolean; readonly ttl?: number }
  readonly by?: "me" | "contact"
  /** Of "connected": the encryption is quantum resistant from the beginning. Absent in lines of older versions. */
  readonly postQuantum?: boolean
}

/** More about one item, for "Info". */
export type ItemInfo = {
  readonly sentAt: number // ms, by the sender's or the server's clock
  readonly createdAt: number // ms, when we stored it
  readonly deletedAt?: number
  readonly disappearsAt?: number
  readonly deliveredAt?: number // ms, when its receipt came
  /** Of what we forwarded; without ids when it is not there any more. */
  readonly forwardedFrom?: { readonly name: string; readonly chatId?: string; readonly itemId?: string }
  /** Newest first, the present one too; empty when it was never edited. */
  readonly versions: readonly { readonly text: string; readonly at: number }[]
  readonly reactions: readonly { readonly emoji: string; readonly by: "me" | "contact"; readonly at: number }[]
  readonly status: ItemStatus
  readonly proxied?: boolean
}

export type SendOptions = {
  /** Item of the same chat that this answers. */
  readonly replyTo?: string
  /** Seconds until it disappears, instead of the chat's time. The chat's feature timedMessages has to be on. */
  readonly ttl?: number
  /** Still being typed: `edit` with `live` follows, and one without at the end. */
  readonly live?: boolean
}

/** What was typed and not sent: kept with the chat, sealed like everything that was said. `replyTo` and `editing` name items. */
export type Draft = { readonly text: string; readonly replyTo?: string; readonly editing?: string }

export type SearchOptions = {
  readonly chatId?: string
  readonly kind?: "link" | "image" | "video" | "voice" | "file"
  /** At most so many, the newest; 50 when absent. */
  readonly limit?: number
  /** Only items that are older than this (ms). */
  readonly before?: number
}

export type NoticeKind =
  | "connected"
  | "postQuantum" // end-to-end encryption became quantum resistant
  | "skipped" // `count` messages before this one never arrived
  | "badHash" // the previous message was not what the sender says
  | "badId" // its number is smaller than that of the message before
  | "notDeleted" // `count` messages were erased here, but the contact could not be told
  | "duplicate" // it has the number of the message before
  | "undecryptable" // `count` messages could not be decrypted
  | "addressChanging" // we began to change where we receive
  | "addressChanged" // that is done
  | "addressKept" // it was given up, by us or because it could not be done
  | "contactAddressChanged" // the contact receives elsewhere now
  | "syncStarted" // we asked for new encryption keys
  | "syncRequired" // messages cannot be sent before the encryption is made anew
  | "syncAgreed" // both sides have new keys, so the security code is another one
  | "synced" // the encryption works again
  | "feature" // what both allow has changed
  | "offered" // one side allows it now, or no more, and the other did not agree
  | "profileChanged" // the contact has another name or picture; text is the name before
  | "contactDeleted" // the contact has deleted us
  | "merged" // another contact was the same person: what was said there follows
  | "called" // the contact called, which cannot be answered here
  | "invited" // the contact asks us into a group, which cannot be joined here; text is its name
  | "voiceRejected" // a voice message came, and is not allowed
  | "unknown" // an event or content of a newer app; text has what can be shown
  | "malformed"

/** A number: before this `order`. `around`: an `order` or the id of an item, with what is before and after it. */
export type PagePlace = number | { readonly after: number } | { readonly around: number | string }

/** Items without a gap. */
export type Page = {
  readonly items: readonly Item[]
  /** There are others before the first of these. */
  readonly hasOlder: boolean
  /** There are others after the last of these. */
  readonly hasNewer?: true
}
