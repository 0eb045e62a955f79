/** Profiles, addresses and links. Types only: see ../api.ts. */

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
  /** Its own tags for chats, in their order; absent: none. */
  readonly tags?: readonly Tag[]
  /** Contacts are told the SimpleX address, and may pass it on. */
  readonly sharesAddress?: true
  /** Contacts who turn out to be one person are not put together. */
  readonly keepsDuplicates?: true
}

/** What chats can be found by. The emoji may be "". */
export type Tag = { readonly id: number; readonly emoji: string; readonly name: string }
