/**
 * What the page may ask of the worker and what it is told. Types only: no key, ratchet or protocol word crosses.
 * Every command rejects with a plain `Failure` (see failure.ts), never with an Error.
 */

/** Why a command failed, as plain data. `code` is stable, the page has the words for it. */
export type Failure = {
  readonly failure: true
  readonly code: FailureCode
  readonly retryable: boolean
  /** Of TOO_SOON: when (ms) it may be tried again. */
  readonly until?: number
}

export type FailureCode =
  | "BAD_LINK" // not a SimpleX link, or damaged
  | "LINK_UNSUPPORTED" // a valid link of a kind this version cannot open (address, group, channel, file)
  | "LINK_USED" // the one-time link was used or deleted
  | "OWN_LINK" // the link was made by this profile
  | "INCOGNITO_REFUSED" // who asks at this address has seen the profile in its link: a random one would hide nothing
  | "BAD_NAME"
  | "BAD_PASSPHRASE" // too short for a new profile, or one that has another meaning already
  | "WRONG_PASSPHRASE"
  | "BAD_BACKUP" // not a backup of Unlisted, or damaged
  | "NEWER_BACKUP" // made by a later version of Unlisted
  | "TOO_SOON" // after several wrong passphrases one has to wait
  | "NETWORK" // bridge or server cannot be reached
  | "SERVER_OLD" // the server is too old to be safe through a bridge (SMP below v11)
  | "SERVER_IDENTITY" // certificate, fingerprint or session key do not match the address
  | "TIMEOUT"
  | "AUTH" // the server refused: queue gone or link used
  | "NO_ROOM" // this device, or a private session, cannot hold the file
  | "TOO_LARGE" // message over the size limit
  | "NOT_ALLOWED" // too late, not one's own, over the limit of reactions, or the contact's preferences forbid it
  | "PEER_OLD" // the other app's protocol versions do not overlap with ours
  | "STORE" // the browser's storage failed; nothing was changed
  | "NO_STORAGE" // this browser window cannot keep data (private browsing)
  | "ELSEWHERE" // the profile is open in another tab
  | "NOT_FOUND"
  | "BLOCKED_SPAM" // the server's operator has blocked the queue, and says why
  | "BLOCKED_CONTENT"
  | "LAST_PROFILE" // the only profile is not deleted but the whole store
  | "BAD_SERVER" // not the address of an SMP or XFTP server
  | "SERVER_KNOWN" // a server at one of these hosts is in the list already
  | "LAST_SERVER" // without it, nothing could be received, or sent privately
  | "CONDITIONS" // an operator's conditions have to be accepted before its servers are used
  | "SERVER_PASSWORD" // the server makes queues only for those who know its password
  | "SERVER_FORBIDDEN" // the bridge does not connect to this host or port
  | "SERVER_UNREACHABLE" // the bridge cannot reach it: no such name, nobody listens, no TLS as it has to be
  | "SERVER_FULL" // an XFTP server that has no room
  | "SERVER_BROKEN" // it answers, but not as a server of its kind does
  | "INTERNAL"

/** The state of the worker as a whole. */
export type Session =
  | { readonly state: "new" } // no kept profile in this browser
  | { readonly state: "locked" } // a kept profile waits for its passphrase
  | { readonly state: "elsewhere" } // open in another tab: offer "Use here"
  | {
      readonly state: "open"
      readonly displayName: string
      readonly kept: boolean
    }
  /** A backup was made at this time (ms): going on here and there as well would break every conversation. */
  | { readonly state: "exported"; readonly at: number; readonly kept: boolean }

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
  /** What the contact says about itself, in one line. */
  readonly bio?: string
  /** A data: URI. */
  readonly image?: string
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

export type AddressChange = "started" | "committed"

export type Sync = "allowed" | "required" | "started" | "agreed"

/** One link in its forms; each can be pasted into any SimpleX app. */
export type OwnLink = {
  readonly short?: string // simplex:/i#... ; absent when the server is too old for short links
  readonly full: string // simplex:/invitation#/?...
}

/** Only for us; the contact does not know. */
export type ChatSettings = {
  readonly muted: boolean
  readonly favorite: boolean
  /** Whether the contact sees that messages arrived; absent: as the profile's setting says. */
  readonly receipts?: boolean
}

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
  /** Why `failed`. */
  readonly problem?: FailureCode
  /** Sent through another server, which did not see what its server saw (private routing). */
  readonly proxied?: boolean
  /** For `event` items, and as a warning beside received ones. `count` is the number of missing messages. */
  readonly notice?: Notice
}

/** A file that goes with a message. `name` is foreign text where it was received. Size in bytes. */
export type ItemFile = {
  readonly name: string
  readonly size: number
  readonly state: FileState
  readonly problem?: FileProblem
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
  | "unsupported" // sent in a way of old apps

export type FileProblem =
  | "EXPIRED" // servers keep files for two days
  | "GONE" // deleted, or never uploaded
  | "DAMAGED" // not what its sender described
  | "BLOCKED" // by the operator of the server
  | "NO_ROOM" // on this device
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
  | { readonly kind: "chat" } // a contact's or group's link as a card
  | { readonly kind: "unknown"; readonly type: string } // of a newer app

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
}

/** More about one item, for "Info". */
export type ItemInfo = {
  readonly sentAt: number // ms, by the sender's or the server's clock
  readonly createdAt: number // ms, when we stored it
  readonly deletedAt?: number
  readonly disappearsAt?: number
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

/** What was typed and not sent; in memory only. */
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
  | "duplicate"
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
  | "voiceRejected" // a voice message came, and is not allowed
  | "unknown" // an event or content of a newer app; text has what can be shown
  | "malformed"

/** What a pasted or opened link is, before anything is sent. */
export type LinkPlan = {
  readonly kind: "invitation" | "contact" | "group" | "channel" | "file" | "relay"
  /** False: say so and do not offer "Connect". */
  readonly supported: boolean
  /** What short links tell after a look-up: of the inviter, the address's owner, or the group. */
  readonly name?: string
  readonly fullName?: string
  readonly bio?: string
  /** A data: URI. */
  readonly image?: string
  /** What the owner of the address says to those who come; of a group, its description. */
  readonly welcome?: string
  /** Conversations with a business are groups: not supported yet. */
  readonly business?: true
  /** A chat that this link already belongs to (own link, prepared, or joined before). */
  readonly known?: string
  readonly own: boolean
  /** The chat is not connected yet; "repeat": asking once more is possible (`connect` with `again`). */
  readonly connecting?: "wait" | "repeat"
  /** The known contact has no connection any more, and its profile names this address: `connect` brings it back. */
  readonly viaAddress?: true
}

/** How to connect. */
export type ConnectOptions = {
  /** By a random name that only this contact knows. */
  readonly incognito?: boolean
}

/** Settings of the SimpleX address. */
export type AddressSettings = {
  /** Requests are accepted as they come. `incognito` only for an address without a short link. */
  readonly autoAccept?: { readonly incognito: boolean }
  /** Shown before connecting, and said to everybody who is accepted. */
  readonly welcome?: string
}

/** What others are told about the active profile. */
export type ProfileChange = {
  readonly displayName: string
  readonly fullName: string
  /** In one line, at most 160 characters. */
  readonly bio?: string
  /** A data: URI of a small picture. */
  readonly image?: string
}

/** One of the profiles in this store (the apps' "users"). */
export type ProfileInfo = {
  readonly id: number
  readonly displayName: string
  readonly fullName: string
  readonly bio?: string
  readonly image?: string
  readonly active: boolean
  readonly unread: number
}

// servers

export type ServerProtocol = "smp" | "xftp"

export type OperatorId = "simplex" | "flux"

/** What a server may be used for: to receive on (or to keep files), and to pass on what we send. */
export type ServerRoles = { readonly storage: boolean; readonly proxy: boolean }

/** Who runs servers that the app knows; the same for all profiles. */
export type OperatorInfo = {
  readonly id: OperatorId
  readonly name: string
  readonly legalName: string
  readonly domains: readonly string[]
  readonly enabled: boolean
  readonly roles: Readonly<Record<ServerProtocol, ServerRoles>>
  /** Without `acceptedAt` (ms) its servers are not used; `isNew`: a later version than the accepted one. */
  readonly conditions: { readonly url: string; readonly acceptedAt?: number; readonly isNew: boolean }
}

/** A server of the active profile's list. */
export type ServerInfo = {
  /** smp:// or xftp://, without its password: what commands take, and what can be shared. */
  readonly address: string
  readonly protocol: ServerProtocol
  readonly hosts: readonly string[]
  readonly operator?: OperatorId
  /** Known to every app, named by the host of this page, or added by the user: only these can be removed. */
  readonly source: "preset" | "host" | "own"
  readonly hasPassword: boolean
  readonly enabled: boolean
  /** What it is used for now: with its operator enabled, and the conditions accepted. */
  readonly uses: ServerRoles
  readonly tested?: ServerTest & { readonly at: number }
}

/** Steps of a test, in their order. */
export type ServerTestStep = "connect" | "create" | "secure" | "send" | "receive" | "delete"

/** What a real use of the server came to: the step that failed, and why. */
export type ServerTest =
  | { readonly ok: true }
  | { readonly ok: false; readonly step: ServerTestStep; readonly code: FailureCode }

/** No enabled server for this, so that it cannot be done, or not privately. */
export type ServerProblem = { readonly protocol: ServerProtocol; readonly missing: "servers" | keyof ServerRoles }

export type ServerList = {
  readonly operators: readonly OperatorInfo[]
  readonly servers: readonly ServerInfo[]
  readonly problems: readonly ServerProblem[]
}

export type OperatorChange = {
  readonly enabled?: boolean
  readonly roles?: Partial<Readonly<Record<ServerProtocol, ServerRoles>>>
}

export type NetworkStatus = "connecting" | "online" | "offline"

/** `unprotected` asks whether the server would see an address: behind the bridge it never does, so it is as `never`. */
export type RoutingMode = "always" | "unknown" | "unprotected" | "never"
/** Whether a message may go straight when no proxy can pass it on: `protected` only where the server sees no address. */
export type RoutingFallback = "allow" | "protected" | "prohibit"
/**
 * What may share a way through the SOCKS proxy: everything of a profile; the same, until the next start; what goes to one
 * server; one connection, which then has a session of its own. Profiles never share anything.
 */
export type Isolation = "profile" | "session" | "server" | "connection"
export type OnionHosts = "never" | "prefer" | "required"

/** Times in milliseconds. */
export type NetworkConfig = {
  readonly routing: RoutingMode
  readonly fallback: RoutingFallback
  readonly isolation: Isolation
  readonly onionHosts: OnionHosts
  /** To connect and shake hands. */
  readonly connectTimeout: number
  /** From a command to its answer. */
  readonly commandTimeout: number
  /** How long a session may be silent before it is pinged; 0: never. */
  readonly pingInterval: number
  /** Pings without an answer after which the session is given up; 0: never. */
  readonly pingCount: number
}

export type CounterName =
  | "sentDirect" // messages that the server took
  | "sentViaProxy" // the same, passed on by another
  | "sentProxied" // what this one passed on to others
  | "sentDirectAttempts"
  | "sentViaProxyAttempts"
  | "sentProxiedAttempts"
  | "sentAuthErrors"
  | "sentQuotaErrors" // given up, since the queue stayed full
  | "sentExpiredErrors" // given up after days
  | "sentOtherErrors"
  | "received"
  | "receivedDuplicates"
  | "decryptErrors"
  | "receiveErrors" // readable, but not what it should be
  | "acknowledged"
  | "acknowledgeAttempts"
  | "acknowledgeNoMessage"
  | "acknowledgeErrors"
  | "created" // connections, counted where we receive
  | "secured"
  | "completed"
  | "deleted"
  | "deleteAttempts"
  | "deleteErrors"
  | "subscribed"
  | "subscribeAttempts"
  | "subscribeIgnored" // answered when the session was over
  | "subscribeErrors"
  | "reconnects"

/** Absent: 0. */
export type Counters = Partial<Readonly<Record<CounterName, number>>>

/** One server as one profile uses it. */
export type ServerSummary = {
  readonly userId: number
  readonly server: string
  readonly sessions: { readonly connected: number; readonly connecting: number; readonly failed: number }
  /** `elsewhere`: the same profile is used in another place, which has them now. */
  readonly subscriptions: { readonly active: number; readonly pending: number; readonly elsewhere: number }
  readonly counters: Counters
  /** Why the last attempt to connect failed. */
  readonly problem?: FailureCode
}

/** `since`: ms, when counting began. */
export type ServersSummary = { readonly since: number; readonly servers: readonly ServerSummary[] }

/** Why an operator has blocked a queue; `notice` asks to tell the user, for `ttl` seconds unless null. */
export type Blocked = {
  readonly reason: "spam" | "content"
  readonly notice: { readonly ttl: number | null } | null
}

/** What a server knows of a queue of ours, for finding faults. */
export type QueueInfo = {
  readonly server: string
  /** A sender has secured it. */
  readonly sender: boolean
  readonly notifier: boolean
  readonly subscription: { readonly state: string; readonly delivered: string | null } | null
  readonly size: number
  /** The first message in it; `at` as the server writes it. */
  readonly message: { readonly id: string; readonly at: string; readonly type: string } | null
}

export type ChatEvent =
  | { readonly type: "session"; readonly session: Session }
  | { readonly type: "chat"; readonly chat: Chat } // new or changed
  | { readonly type: "chatRemoved"; readonly chatId: string }
  | { readonly type: "item"; readonly item: Item } // new or changed
  | { readonly type: "itemsRemoved"; readonly chatId: string; readonly itemIds: readonly string[] }
  | { readonly type: "cleared"; readonly chatId: string } // all its items are gone
  /** The same profile was opened elsewhere and receives there: `reconnect` takes it back. */
  | { readonly type: "elsewhere" }
  | { readonly type: "fileProgress"; readonly itemId: string; readonly done: number; readonly total: number } // bytes
  | { readonly type: "profiles"; readonly profiles: readonly ProfileInfo[] } // another one, or unread in one not shown
  | {
      readonly type: "network"
      readonly status: NetworkStatus
      readonly problem?: FailureCode
    }

export type Page = {
  readonly items: readonly Item[]
  readonly hasOlder: boolean
}

/** What can be done with an open profile. All of them reject NOT_FOUND while none is open. */
export interface ProfileCommands {
  /** All profiles; commands and events are about the active one, which is first. */
  profiles(): Promise<readonly ProfileInfo[]>
  /** Makes another profile, and it the active one; its chats are returned. Rejects BAD_NAME. */
  addProfile(displayName: string): Promise<readonly Chat[]>
  /** Makes it the active one; its chats are returned. Rejects NOT_FOUND. */
  switchProfile(profileId: number): Promise<readonly Chat[]>
  /** Deletes it with its contacts, messages and queues; another becomes active. Rejects NOT_FOUND, LAST_PROFILE. */
  deleteProfile(profileId: number): Promise<void>
  /**
   * Changes the active profile: it is told to all contacts that know us by it, and stands in our links from now on; in the
   * background, as soon as that is possible. Rejects BAD_NAME, TOO_LARGE.
   */
  updateProfile(profile: ProfileChange): Promise<void>

  chats(): Promise<readonly Chat[]>
  /** The newest items, or those before `before` (an `order`), oldest first. */
  items(chatId: string, before?: number, limit?: number): Promise<Page>

  /** The profile's SimpleX address, or null when it has none. */
  address(): Promise<OwnLink | null>
  /** Makes the address, or gives the one there is. Rejects as createLink. */
  createAddress(): Promise<OwnLink>
  /** Nobody can ask there any more; contacts made by it stay. */
  deleteAddress(): Promise<void>
  /** Null without an address. */
  addressSettings(): Promise<AddressSettings | null>
  /** Rejects NOT_FOUND without an address, INCOGNITO_REFUSED, TOO_LARGE. */
  setAddressSettings(settings: AddressSettings): Promise<void>
  /** Gives an address of an old server its short link. Rejects NOT_FOUND, SERVER_OLD, NETWORK, TIMEOUT. */
  addShortLink(): Promise<OwnLink>
  /** Answers a contact request; the rest happens in the background. Rejects NOT_FOUND, INCOGNITO_REFUSED. */
  accept(chatId: string, options?: ConnectOptions): Promise<Chat>
  /** Forgets a contact request; the other side is not told. Rejects NOT_FOUND. */
  reject(chatId: string): Promise<void>

  /** Makes a one-time link and its chat (status "link"). Rejects NETWORK, TIMEOUT, SERVER_OLD, SERVER_IDENTITY. */
  createLink(options?: ConnectOptions): Promise<Chat>
  /** Whether an unused link stands for a random name. Rejects NOT_FOUND, LINK_USED, NETWORK, TIMEOUT. */
  setLinkIncognito(chatId: string, incognito: boolean): Promise<Chat>
  /**
   * Whose an unused link or a prepared chat is. It leaves the chats of the active profile; an unused link becomes another
   * link. Rejects NOT_FOUND, and for links as createLink.
   */
  changeLinkProfile(chatId: string, profileId: number): Promise<Chat>
  /** Looks at a link without sending anything but, for short links, the look-up of its data when `lookUp`. */
  planLink(link: string, lookUp: boolean): Promise<LinkPlan>
  /**
   * Persists the intent and returns its chat at once; the rest happens in the background. A chat that the link belongs to
   * already is returned as it is, but with `again`, when the plan allows that. Rejects BAD_LINK, LINK_UNSUPPORTED, OWN_LINK.
   */
  connect(link: string, options?: ConnectOptions & { readonly again?: boolean }): Promise<Chat>
  /**
   * Opens a chat (status "prepared") with whom the link is for, with their profile and welcome message: nothing is sent.
   * Rejects BAD_LINK, LINK_UNSUPPORTED, LINK_USED, OWN_LINK, NETWORK, TIMEOUT.
   */
  prepare(link: string): Promise<Chat>
  /** Connects from a prepared chat; `message` is the first one, sent with the request. Rejects NOT_FOUND, TOO_LARGE. */
  connectPrepared(chatId: string, options?: ConnectOptions & { readonly message?: string }): Promise<Chat>
  /**
   * Removes an unused link, a failed chat or a contact with its history. `tell`: the contact's app is told that it was
   * deleted. `keepConversation`: what was said stays, the chat is "ended".
   */
  removeChat(chatId: string, options?: { readonly tell?: boolean; readonly keepConversation?: boolean }): Promise<void>

  /**
   * A message with a file: sealed on this device, uploaded in the background, and the contact is told where it is. Resolves
   * when the line is stored. Rejects NOT_FOUND, TOO_LARGE (over 1 GB, or a text that is too long), NO_ROOM.
   */
  sendFile(chatId: string, file: Attachment, text?: string, options?: SendOptions): Promise<Item>
  /** Downloads the file of an item; `approved`: also from servers that nobody has chosen. Rejects NOT_FOUND. */
  download(itemId: string, approved?: boolean): Promise<void>
  /** Stops the transfer of an item's file; of our own the contact is told. Rejects NOT_FOUND. */
  cancelFile(itemId: string): Promise<void>
  /** The content of a file that is here, or that we sent. Its type is for the page to choose. Rejects NOT_FOUND. */
  fileContent(itemId: string): Promise<Blob>
  /** Persists the message and returns its item ("sending") at once. Rejects TOO_LARGE, NOT_FOUND. */
  send(chatId: string, text: string, options?: SendOptions): Promise<Item>
  /** Tries a failed message again. */
  retry(itemId: string): Promise<void>
  /** Replaces the text of a message of ours. Rejects NOT_ALLOWED (`editableUntil`), TOO_LARGE, NOT_FOUND. */
  edit(itemId: string, text: string, options?: { readonly live?: boolean }): Promise<Item>
  /**
   * Deletes up to 200 items of one chat. "everyone" tells the contact, and then our own are only marked as deleted unless
   * both allow full deletion. Rejects NOT_ALLOWED when one of them is past `deletableUntil`; nothing is deleted then.
   */
  remove(itemIds: readonly string[], whose: "me" | "everyone"): Promise<void>
  /** Puts or takes away our reaction. Rejects NOT_ALLOWED: the feature is off, there are three, or no such emoji. */
  react(itemId: string, emoji: string, add: boolean): Promise<Item>
  /** Sends up to 100 items of one chat to another (or the notes), oldest first; events and deleted ones are left out. */
  forward(itemIds: readonly string[], toChatId: string): Promise<readonly Item[]>
  itemInfo(itemId: string): Promise<ItemInfo>
  /** Items whose text has all words of the query, newest first; of one chat, or of all of the active profile. */
  search(query: string, options?: SearchOptions): Promise<readonly Item[]>

  /** All is read, or what there is up to this `order`. Disappearing messages begin to disappear. */
  markRead(chatId: string, upTo?: number): Promise<void>
  markUnread(chatId: string, unread: boolean): Promise<void>
  /** Deletes all items; the contact stays, and keeps its own. */
  clear(chatId: string): Promise<void>
  setChatSettings(
    chatId: string,
    settings: Partial<Omit<ChatSettings, "receipts">> & { readonly receipts?: boolean | null },
  ): Promise<Chat>
  /** What we allow this contact; `allow` null: as the profile says. It is told. `ttl` is for timedMessages, null: off. */
  setFeature(chatId: string, feature: FeatureName, allow: Allow | null, ttl?: number | null): Promise<Chat>
  /** Whether contacts of the active profile see that their messages arrived, where the chat does not say otherwise. */
  receipts(): Promise<boolean>
  setReceipts(on: boolean): Promise<void>
  /** The chat with oneself; made when it is first asked for. */
  notes(): Promise<Chat>
  draft(chatId: string): Promise<Draft | null>
  setDraft(chatId: string, draft: Draft | null): Promise<void>

  /** What the server knows of the queue by which this contact reaches us: for those who look for errors. */
  queueInfo(chatId: string): Promise<QueueInfo>
  /** Moves the queue by which this contact reaches us to another server. Rejects NOT_FOUND while that cannot begin. */
  changeAddress(chatId: string): Promise<void>
  /** Gives up such a change while it is "started". Rejects NOT_FOUND. */
  abortAddressChange(chatId: string): Promise<void>
  /** Makes the encryption anew, with `force` also when nothing seems wrong. Rejects NOT_FOUND when that is not allowed. */
  fixConnection(chatId: string, force?: boolean): Promise<void>
  /** What to compare with the contact by another way: decimal digits in groups of five. Rejects NOT_FOUND. */
  securityCode(chatId: string): Promise<string>
  /** Marks the contact as verified when this is the code, spaces aside; null takes the mark away. Whether it is verified now. */
  verify(chatId: string, code: string | null): Promise<boolean>

  /** Servers of the active profile, and all operators. Changes are for new queues and files: existing chats keep theirs. */
  servers(): Promise<ServerList>
  /** Adds a server, `address` as typed, pasted or scanned, with its password. Rejects BAD_SERVER, SERVER_KNOWN. */
  addServer(address: string): Promise<ServerList>
  /** The same with its password, to be shown or shared by its owner. Rejects NOT_FOUND. */
  serverAddress(address: string): Promise<string>
  /** Rejects NOT_FOUND for those that are not the user's own, LAST_SERVER. */
  removeServer(address: string): Promise<ServerList>
  /** Rejects NOT_FOUND, LAST_SERVER. */
  enableServer(address: string, enabled: boolean): Promise<ServerList>
  /** For all profiles. Rejects CONDITIONS when it is enabled without having accepted them, LAST_SERVER. */
  changeOperator(id: OperatorId, change: OperatorChange): Promise<ServerList>
  /** The conditions that `servers` names were read and accepted, for these operators. */
  acceptConditions(ids: readonly OperatorId[]): Promise<ServerList>
  /**
   * Connects, makes a queue, secures it, sends and receives a message, deletes the queue; or the same with a chunk of a
   * file. A server of the list is tested
   * with its password, and the outcome is kept with it. Rejects BAD_SERVER.
   */
  testServer(address: string): Promise<ServerTest>
}

/** How we talk to servers, of all profiles. Rejects NOT_FOUND while none is open. */
export interface NetworkCommands {
  networkConfig(): Promise<NetworkConfig>
  /** Sessions are made anew where that needs it. Rejects NOT_ALLOWED for what is none. */
  setNetworkConfig(config: NetworkConfig): Promise<void>
  /** Sessions, subscriptions and counters, by profile and server. */
  serversSummary(): Promise<ServersSummary>
  /** Makes the sessions with this server, or with all, anew; takes back what the same profile elsewhere has taken. */
  reconnect(server?: string): Promise<void>
  /** Counting begins anew. */
  resetStatistics(): Promise<void>
}

/** How the page looks and when it locks. The worker only keeps it: what it means is the page's business. */
export type PageSettings = Readonly<Record<string, string | number | boolean>>

export type BackupRecipient = { readonly passphrase: string } | { readonly recipient: string }
export type BackupIdentity = { readonly passphrase: string } | { readonly identity: string }

export interface WorkerApi extends ProfileCommands, NetworkCommands {
  /** The present state; also the first call, so that the page knows the worker is alive. */
  session(): Promise<Session>
  /**
   * Where the conditions of use are that somebody who starts here accepts: those of the operators whose servers every app
   * knows. Null where the host of this page names servers of its own, or cannot be asked just now.
   */
  conditions(): Promise<string | null>
  /** All later changes, in order. One subscriber: the page. */
  subscribe(onEvent: (event: ChatEvent) => void): Promise<void>
  /** Takes the profile over from another tab. */
  useHere(): Promise<Session>

  /** "Start chatting": a profile in memory only. Rejects BAD_NAME. */
  startPrivate(displayName: string): Promise<void>
  /** "Keep my chats": a sealed profile. Rejects BAD_NAME, BAD_PASSPHRASE, NO_STORAGE, STORE. */
  createProfile(displayName: string, passphrase: string): Promise<void>
  /** Rejects WRONG_PASSPHRASE, TOO_SOON, STORE. The passphrase that destroys opens an empty profile. */
  unlock(passphrase: string): Promise<void>
  /** A private session becomes a kept profile with all its chats. Rejects BAD_PASSPHRASE, NO_STORAGE, ELSEWHERE, STORE. */
  keepSession(passphrase: string): Promise<void>
  /**
   * Nothing of a private session is left after this; a kept profile is locked. For keys to be gone from memory as far as
   * that is possible, the page ends the worker afterwards and starts another.
   */
  endSession(): Promise<void>
  /** Rejects WRONG_PASSPHRASE, BAD_PASSPHRASE, NOT_FOUND in a private session. */
  changePassphrase(from: string, to: string): Promise<void>
  /**
   * Sets or takes away the passphrase that destroys the kept profile and opens an empty one of that name (31 bytes at
   * most). `passphrase` is the one that opens. Rejects WRONG_PASSPHRASE, BAD_PASSPHRASE, BAD_NAME, NOT_FOUND.
   */
  setSelfDestruct(
    passphrase: string,
    destroying: { readonly passphrase: string; readonly displayName: string } | null,
  ): Promise<void>
  /**
   * Everything, as one file in the age format, under a passphrase or for a recipient (`age1pq...`). The session is
   * "exported" after it, until `continueHere`. Rejects BAD_PASSPHRASE, STORE; the session goes on then.
   */
  exportBackup(to: BackupRecipient): Promise<Blob>
  /** After an export: goes on in this browser after all. */
  continueHere(): Promise<void>
  /**
   * Makes the kept profile of this browser from a backup. Rejects WRONG_PASSPHRASE (of the backup), BAD_BACKUP,
   * NEWER_BACKUP, BAD_PASSPHRASE (the new one), NO_STORAGE, ELSEWHERE; nothing is changed then.
   */
  importBackup(backup: Blob, by: BackupIdentity, passphrase: string): Promise<void>
  /** A key pair for backups: `recipient` makes them, `identity` opens them. */
  newBackupKey(): Promise<{ readonly identity: string; readonly recipient: string }>
  /** Deletes the kept profile of this browser, open or locked. Rejects ELSEWHERE. */
  destroy(): Promise<void>

  /** What was set last; empty at first. Rejects NOT_FOUND while nothing is open. */
  pageSettings(): Promise<PageSettings>
  /** Kept with the chats, in backups too; of a private session in memory. At most 50 values. Rejects NOT_FOUND, TOO_LARGE. */
  setPageSettings(settings: PageSettings): Promise<void>

  /** The page is visible or online again: look at once whether the servers are still there. */
  wake(): Promise<void>
}
