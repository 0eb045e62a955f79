/** What happens to a contact: pure functions from row and event to row. */
import type { BotCommand, Chat, ContactStatus, FailureCode, LastKind, NoticeKind } from "../api.ts"
import type { ContactRow, ItemRow, Preferences, Profile } from "../store/chat.ts"
import { askedBy, wantsReading } from "./item-kind.ts"
import { contentOf, toItemContent } from "./kind.ts"
import { featuresOf, type Sides } from "./preferences.ts"

/** What we and this contact allow; a random profile has no preferences for everybody. */
export const sidesOf = (c: ContactRow, profile?: Preferences): Sides => ({
  ...(c.ownPreferences === undefined ? {} : { own: c.ownPreferences }),
  ...(profile === undefined || c.incognito !== undefined ? {} : { profile }),
  ...(c.theirPreferences === undefined ? {} : { theirs: c.theirPreferences }),
})

const hasFeatures: readonly ContactStatus[] = ["connecting", "connected", "ended"]

/** As the page knows it, with the preferences of its profile. An unused link has no name: the page words it. */
export const toChat = (c: ContactRow, preferences?: Preferences): Chat => ({
  id: c.contactId,
  name: c.profile?.displayName ?? "",
  fullName: c.profile?.fullName ?? "",
  ...(c.alias === undefined ? {} : { alias: c.alias }),
  ...(c.profile?.shortDescr === undefined ? {} : { bio: c.profile.shortDescr }),
  ...(c.profile?.image === undefined ? {} : { image: c.profile.image }),
  ...(c.profile?.contactLink === undefined ? {} : { address: c.profile.contactLink }),
  ...(c.tags === undefined ? {} : { tags: c.tags }),
  ...(c.archived === undefined ? {} : { archived: c.archived }),
  ...(c.incognito === undefined ? {} : { incognito: c.incognito.displayName }),
  status: c.status,
  unread: c.unread,
  lastAt: c.lastAt,
  postQuantum: c.postQuantum,
  ...(c.readUpTo === undefined ? {} : { readUpTo: c.readUpTo }),
  ...(c.markedUnread === undefined ? {} : { markedUnread: c.markedUnread }),
  settings: {
    muted: c.muted === true,
    favorite: c.favorite === true,
    ...(c.receipts === undefined ? {} : { receipts: c.receipts }),
    ...(c.retention === undefined ? {} : { retention: c.retention }),
    ...(c.wallpaper === undefined ? {} : { wallpaper: c.wallpaper }),
  },
  ...(hasFeatures.includes(c.status) ? { features: featuresOf(sidesOf(c, preferences)) } : {}),
  ...(c.commands === undefined ? {} : { commands: JSON.parse(c.commands) as readonly BotCommand[] }),
  ...(c.endedBy === undefined ? {} : { endedBy: c.endedBy }),
  ...(c.addressChange === undefined ? {} : { addressChange: c.addressChange }),
  ...(c.sync === undefined ? {} : { sync: c.sync }),
  ...(c.verifiedCode === undefined ? {} : { verified: true }),
  ...(c.problem === undefined ? {} : { problem: c.problem }),
  ...(c.lastText === undefined ? {} : { lastText: c.lastText }),
  ...(c.lastKind === undefined ? {} : { lastKind: c.lastKind }),
  ...(c.draft === undefined || c.draft.text === "" ? {} : { draft: preview(c.draft) }),
  ...(c.requested === true && c.status === "connecting" ? { requested: true } : {}),
  ...(c.link === undefined || c.status !== "link" ? {} : { link: c.link }),
})

/** A contact without lines, whose connection has its own id. */
export const newContact = (
  contactId: string,
  userId: number,
  at: number,
  fields: Pick<ContactRow, "status" | "linkHashes"> & Partial<ContactRow>,
): ContactRow => ({
  contactId,
  connId: contactId,
  ...(userId === 1 ? {} : { userId }),
  createdAt: at,
  peerVersion: 1,
  postQuantum: false,
  unread: 0,
  nextOrder: 1,
  lastAt: at,
  ...fields,
})

/** The peer has told its profile: in the handshake, or later because it changed. */
export const withProfile = (c: ContactRow, profile: Profile, peerVersion: number): ContactRow => {
  const { link: _, requested: __, ...used } = c
  return { ...used, profile, peerVersion, status: c.status === "link" ? "connecting" : c.status }
}

/** Both sides can write now. */
export const connected = (c: ContactRow, postQuantum: boolean): ContactRow => {
  const { problem: _, ...rest } = c
  return { ...rest, status: "connected", postQuantum }
}

/** A failure of the connection itself. A contact that was connected stays one: its messages are marked instead. */
export const failed = (c: ContactRow, problem: FailureCode): ContactRow =>
  c.status === "connected" ? { ...c, problem } : { ...c, status: "failed", problem }

/** A request that was answered: a contact whose connection is being made, and who may ask again without need. */
export const accepted = (c: ContactRow, incognito?: Profile): ContactRow => {
  const { request, ...contact } = c
  const reqId = request?.reqId ?? null
  return {
    ...contact,
    status: "connecting",
    ...(reqId === null ? {} : { reqId }),
    ...(incognito === undefined ? {} : { incognito }),
  }
}

const shown = 200
/** What ends further away than this is not waited for: then the line is shown up to its first mark. */
const longestShown = 1000

/**
 * What the list of chats shows of a text. A secret is only hidden where both its marks are: it is never cut in two. (A
 * secret ends at the next mark on its line; see Markdown of the apps.)
 */
export const preview = ({ text }: Pick<ItemRow, "text">): string => {
  const cut = text.slice(0, shown)
  const mark = cut.indexOf("#", cut.lastIndexOf("\n") + 1)
  if (text.length <= shown || mark === -1) return cut
  const rest = /^[^#\n]*#+/.exec(text.slice(shown, shown + longestShown))?.[0]
  if (rest !== undefined) return cut + rest
  return /[#\n]/.exec(text.slice(shown))?.[0] === "#" ? text.slice(0, mark) : cut
}

type Last = Pick<ItemRow, "text" | "content" | "order" | "notice">

const kindOfLast = (item: Omit<Last, "order">): LastKind | undefined =>
  item.content === undefined ? askedBy(item) : toItemContent(contentOf(item))?.kind

/** The list of chats shows such a line: it has words, or is something without any. */
export const isShownLast = (item: Omit<Last, "order"> & Pick<ItemRow, "deleted" | "direction">): boolean =>
  (item.direction !== "event" || askedBy(item) !== undefined) &&
  item.deleted === undefined &&
  (item.text !== "" || kindOfLast(item) !== undefined)

const lastOf = (item: Last): Pick<ContactRow, "lastText" | "lastKind" | "lastOrder"> => {
  const kind = kindOfLast(item)
  const lastText = askedBy(item) === undefined ? preview(item) : ""
  return { lastText, lastOrder: item.order, ...(kind === undefined ? {} : { lastKind: kind }) }
}

/** The row when the line that the list of chats shows is gone, or says something else. */
export const withLast = (c: ContactRow, last: Last | null): ContactRow => {
  const { lastText: _, lastOrder: __, lastKind: ___, ...rest } = c
  return last === null ? rest : { ...rest, ...lastOf(last) }
}

/** The row when a line is gone that may not have been read. */
export const withoutLine = (c: ContactRow, row: Pick<ItemRow, "order" | "direction" | "notice">): ContactRow => {
  const isUnread = wantsReading(row) && row.order > (c.readUpTo ?? 0) && c.unread > 0
  const after = isUnread ? { ...c, unread: c.unread - 1 } : c
  return c.lastOrder === row.order ? withLast(after, null) : after
}

/** Events that do not bring a chat to the top of the list. Peer: Simplex.Chat.Messages.CIContent, ciRequiresAttention. */
const quiet: ReadonlySet<NoticeKind | undefined> = new Set(["feature", "offered", "profileChanged"])

/** The row after one more item, and the item's place in the conversation. */
export const withItem = (c: ContactRow, item: Omit<ItemRow, "contactId" | "order">): [ContactRow, ItemRow] => {
  const row: ItemRow = { ...item, contactId: c.contactId, order: c.nextOrder }
  const { archived, ...shown } = c
  // What the apps tell of a contact does not bring its chat back; what somebody says does.
  const before = archived === true && !wantsReading(item) && item.direction === "event" ? c : shown
  const contact: ContactRow = {
    ...before,
    nextOrder: c.nextOrder + 1,
    lastAt: quiet.has(item.notice?.kind) ? c.lastAt : Math.max(c.lastAt, item.at),
    unread: c.unread + (wantsReading(item) ? 1 : 0),
  }
  return [isShownLast(row) ? withLast(contact, row) : contact, row]
}
