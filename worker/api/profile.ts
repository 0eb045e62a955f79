/** Profiles, addresses and links. Types only: see ../api.ts. */
import type { Allow, FeatureName } from "./chat.ts"

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
  /** Of a link to a file: what it says, and the hosts of the servers that would be asked. */
  readonly file?: { readonly name?: string; readonly size: number; readonly hosts: readonly string[] }
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
  /** Messages, but those of muted chats. */
  readonly unread: number
  /** Its own tags for chats, in their order; absent: none. */
  readonly tags?: readonly Tag[]
  /** Contacts are told the SimpleX address, and may pass it on. */
  readonly sharesAddress?: true
  /** Contacts who turn out to be one person are not put together. */
  readonly keepsDuplicates?: true
  /** Nothing of it is announced while another profile is shown. */
  readonly muted?: true
  /** What stands behind the messages of its chats, a word of the page; absent: what is chosen for all profiles. */
  readonly wallpaper?: string
  /** Told only while it is the active one, or to whoever knows its password. Such a profile is muted. */
  readonly hidden?: true
}

/** How a profile is deleted. */
export type DeleteProfileOptions = {
  /** Of a hidden one. */
  readonly password?: string
  /** The servers are not told: who writes to its queues does not learn that nobody reads them any more. */
  readonly keepQueues?: true
  /** Name of the profile that takes the place of the last one that can be seen. */
  readonly next?: string
}

/** What a profile allows those contacts for whom nothing else is set; `ttl` (seconds) is for timedMessages of new chats. */
export type ProfilePreferences = Readonly<Record<FeatureName, { readonly allow: Allow; readonly ttl?: number }>>

/** Whether contacts of a profile see that their messages arrived, and how many of them have a setting of their own. */
export type ReceiptSettings = {
  readonly on: boolean
  readonly overrides: { readonly on: number; readonly off: number }
}

/** What chats can be found by. The emoji may be "". */
export type Tag = { readonly id: number; readonly emoji: string; readonly name: string }
