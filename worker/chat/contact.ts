/** What happens to a contact: pure functions from row and event to row. */
import type { Chat, FailureCode } from "../api.ts"
import type { ContactRow, ItemRow, Profile } from "../store/chat.ts"

/** As the page knows it. An unused link has no name: the page words it. */
export const toChat = (c: ContactRow): Chat => ({
  id: c.contactId,
  name: c.profile?.displayName ?? "",
  fullName: c.profile?.fullName ?? "",
  ...(c.profile?.shortDescr === undefined ? {} : { bio: c.profile.shortDescr }),
  ...(c.profile?.image === undefined ? {} : { image: c.profile.image }),
  ...(c.incognito === undefined ? {} : { incognito: c.incognito.displayName }),
  status: c.status,
  unread: c.unread,
  lastAt: c.lastAt,
  postQuantum: c.postQuantum,
  ...(c.addressChange === undefined ? {} : { addressChange: c.addressChange }),
  ...(c.sync === undefined ? {} : { sync: c.sync }),
  ...(c.verifiedCode === undefined ? {} : { verified: true }),
  ...(c.problem === undefined ? {} : { problem: c.problem }),
  ...(c.lastText === undefined ? {} : { lastText: c.lastText }),
  ...(c.requested === true && c.status === "connecting" ? { requested: true } : {}),
  ...(c.link === undefined || c.status !== "link" ? {} : { link: c.link }),
})

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

/** The row after one more item, and the item's place in the conversation. */
export const withItem = (c: ContactRow, item: Omit<ItemRow, "contactId" | "order">): [ContactRow, ItemRow] => {
  const row: ItemRow = { ...item, contactId: c.contactId, order: c.nextOrder }
  const contact: ContactRow = {
    ...c,
    nextOrder: c.nextOrder + 1,
    lastAt: Math.max(c.lastAt, item.at),
    unread: c.unread + (item.direction === "received" ? 1 : 0),
    ...(item.text === "" ? {} : { lastText: item.text.slice(0, 200) }),
  }
  return [contact, row]
}
