/**
 * Requests that come to our address: shown with what they say, asked again, accepted by us or by the address's settings.
 *
 * Peer:  Simplex.Chat.Library.Subscriber, profileContactRequest, sendAutoReply; Library.Commands, APIAcceptContact;
 *        Store.ContactRequest, createOrUpdateContactRequest.
 * Note:  the welcome message goes out behind our confirmation where the queue allows that, as the peer's; else when the
 *        connection is there.
 * Trust: everything is chosen by whoever asks.
 */
import type { Agent, NewConnection } from "../agent/agent.ts"
import type { Incoming } from "../agent/events.ts"
import type { ChatEvent } from "../api.ts"
import { type Bytes, DecodeError } from "../encoding/bytes.ts"
import type { Clock, Random } from "../platform.ts"
import type { ContactRow, ItemRow, Profile, ProfileRow, RequestRow } from "../store/chat.ts"
import { parseOne } from "./body.ts"
import { accepted, newContact } from "./contact.ts"
import type { Content, Profile as WireProfile } from "./content.ts"
import { type ChatContext, changeWith, findContact, newId } from "./context.ts"
import { CommandError } from "./error.ts"
import { randomProfile } from "./incognito.ts"
import { ownInfo, toRowProfile } from "./info.ts"
import { newMsgId } from "./message.ts"
import { newContactPreferences, readPreferences } from "./preferences.ts"
import { type ChatState, latestItem, profileIdOf, profileOf } from "./state.ts"
import { type Transaction, transaction } from "./transaction.ts"

export type PeerInfo = {
  readonly profile: Profile
  /** The same, whole. */
  readonly told: WireProfile
  readonly version: number
  readonly reqId: string | null
  readonly welcomeMsgId: string | null
  readonly message: { readonly msgId: string; readonly content: Content } | null
}

/** What somebody tells in a request or handshake, or null when that is nothing we know. */
export const readInfo = async (info: Bytes): Promise<PeerInfo | null> => {
  try {
    const { event, versions } = await parseOne(info)
    const version = versions.max
    if (event.type !== "x.info" && event.type !== "x.contact") return null
    const who = { profile: toRowProfile(event.profile), told: event.profile, version }
    if (event.type === "x.info") return { ...who, reqId: null, welcomeMsgId: null, message: null }
    const { contactReqId: reqId, welcomeMsgId, request: message } = event
    return { ...who, reqId, welcomeMsgId, message }
  } catch (e) {
    if (e instanceof DecodeError) return null
    throw e
  }
}

// receiving

export type RequestOptions = {
  readonly state: ChatState
  readonly clock: Clock
  readonly random: Random
  readonly emit: (event: ChatEvent) => void
  /** A request that is to be accepted without asking. */
  readonly onAutoAccept: (contactId: string) => void
}

const received = (at: number, text: string, msgId: string): Omit<ItemRow, "contactId" | "order"> => ({
  at,
  direction: "received",
  text,
  status: "received",
  sharedMsgId: msgId,
})

const textOf = (content: Content): string => content.text ?? ""

/** A new request: its chat begins with our welcome message, if that was seen, and the first message of who asks. */
const add = (tx: Transaction, contact: ContactRow, info: PeerInfo, welcome: string | undefined, at: number): void => {
  // Without a message the request itself is what is new.
  tx.contact({ ...contact, unread: info.message === null ? 1 : 0 })
  if (info.welcomeMsgId !== null && welcome !== undefined)
    tx.add(contact.contactId, {
      at,
      direction: "sent",
      text: welcome,
      status: "sending",
      sharedMsgId: info.welcomeMsgId,
      waiting: true,
      replaces: true,
    })
  if (info.message !== null) tx.add(contact.contactId, received(at, textOf(info.message.content), info.message.msgId))
}

/** Asked again: the newest invitation and profile count, and the message may have been changed or taken back. */
const repeat = (
  tx: Transaction,
  before: ContactRow,
  request: RequestRow,
  info: PeerInfo,
  item: ItemRow | undefined,
  at: number,
): void => {
  const { message } = info
  const msgId = before.request?.msgId
  tx.contact({ ...before, request, profile: info.profile, peerVersion: info.version, lastAt: at })
  if (message !== null && (msgId === undefined || (msgId === message.msgId && item === undefined)))
    tx.add(before.contactId, received(at, textOf(message.content), message.msgId))
  else if (message !== null && item !== undefined && msgId === message.msgId) {
    const text = textOf(message.content)
    if (text !== item.text) tx.item({ ...item, text })
  }
}

/** What who asks allows, and the time of disappearing messages that comes of it. */
const allowed = (
  user: ProfileRow,
  told: WireProfile,
): Pick<ContactRow, "theirPreferences"> & Pick<ContactRow, "ownPreferences"> => {
  const theirPreferences = readPreferences(told.preferences)
  const ownPreferences = newContactPreferences(user.preferences, theirPreferences)
  return { theirPreferences, ...(ownPreferences === undefined ? {} : { ownPreferences }) }
}

/** Somebody asks at our address. What cannot be read is nobody's request. */
export const receiveRequest = async (
  { state, clock, random, emit, onAutoAccept }: RequestOptions,
  incoming: Incoming,
  event: Extract<Incoming["event"], { type: "request" }>,
): Promise<void> => {
  const info = await readInfo(event.info)
  const user = [...state.profiles.values()].find(p => p.address?.connId === incoming.connId)
  if (info === null || user === undefined) return incoming.commit(() => [])
  const userId = profileIdOf(user)
  const asking = (): ContactRow | undefined =>
    info.reqId === null
      ? undefined
      : [...state.contacts.values()].find(
          c => profileIdOf(c) === userId && c.status === "request" && c.request?.reqId === info.reqId,
        )
  const isAccepted = (): boolean =>
    info.reqId !== null &&
    [...state.contacts.values()].some(
      c => profileIdOf(c) === userId && c.reqId === info.reqId && c.status !== "ended" && c.requested !== true,
    )
  const loaded = await sharedItem(state, asking()?.contactId, asking()?.request?.msgId)
  let events: readonly ChatEvent[] = []
  let auto: string | null = null
  await incoming.commit(() => {
    const now = clock.now()
    const settings = state.profiles.get(userId)?.address?.settings
    // Who is a contact already needs no second connection; the other side goes on with the first.
    if (isAccepted()) return []
    const tx = transaction(state)
    const before = asking()
    const first: Omit<RequestRow, "invitation" | "auto"> = before?.request ?? {
      reqId: info.reqId,
      ...(info.welcomeMsgId === null ? {} : { welcomeMsgId: info.welcomeMsgId }),
      ...(info.message === null ? {} : { msgId: info.message.msgId }),
    }
    const request: RequestRow = {
      ...first,
      invitation: event.request,
      ...(settings?.autoAccept === undefined ? {} : { auto: settings.autoAccept }),
    }
    const contact =
      before ??
      newContact(newId({ random }), userId, now, {
        status: "request",
        linkHashes: [],
        request,
        profile: info.profile,
        peerVersion: info.version,
        ...allowed(user, info.told),
      })
    if (before === undefined) add(tx, contact, info, settings?.welcome, now)
    else repeat(tx, before, request, info, loaded && latestItem(state, before.contactId, loaded.order, loaded), now)
    if (request.auto !== undefined) auto = contact.contactId
    events = tx.events
    return tx.changes
  })
  for (const e of events) emit(e)
  if (auto !== null) onAutoAccept(auto)
}

const sharedItem = async (
  state: ChatState,
  contactId: string | undefined,
  msgId: string | undefined,
): Promise<ItemRow | undefined> =>
  contactId === undefined || msgId === undefined
    ? undefined
    : (await state.store.list("items", { prefix: [contactId], limit: 20 })).find(row => row.sharedMsgId === msgId)

// accepting

/** Whoever asks at an address with a short link has seen our profile there. */
export const canAcceptIncognito = (user: ProfileRow): boolean =>
  user.address !== undefined && user.address.link.short === undefined

/**
 * Answers the request; the address's welcome message goes with it. Rejects CommandError NOT_FOUND, INCOGNITO_REFUSED,
 * TOO_LARGE.
 */
export const acceptRequest = async (
  ctx: ChatContext & { readonly agent: Pick<Agent, "accept"> },
  chatId: string,
  isIncognito: boolean,
): Promise<void> => {
  const { agent, state, clock, random } = ctx
  const contact = findContact(ctx, chatId)
  const { request, status } = contact
  if (status !== "request" || request === undefined) throw new CommandError("NOT_FOUND")
  const userId = profileIdOf(contact)
  const user = profileOf(state, userId)
  if (isIncognito && !canAcceptIncognito(user)) throw new CommandError("INCOGNITO_REFUSED")
  const incognito = isIncognito ? randomProfile(random) : undefined
  const info = await ownInfo(user, { ...contact, ...(incognito === undefined ? {} : { incognito }) })
  const loaded = await sharedItem(state, chatId, request.welcomeMsgId)
  const to: NewConnection = { connId: chatId, userId }
  await changeWith(
    ctx,
    changes => agent.accept(to, request.invitation, info, changes),
    tx => {
      tx.contact(accepted(findContact(ctx, chatId), incognito))
      const text = profileOf(state, userId).address?.settings?.welcome
      const seen = loaded && latestItem(state, chatId, loaded.order, loaded)
      if (seen !== undefined) {
        const { waiting: _, replaces: __, ...line } = seen
        tx.item(text === undefined ? { ...line, status: "sent" } : { ...seen, text })
      } else if (text !== undefined)
        tx.add(chatId, {
          at: clock.now(),
          direction: "sent",
          text,
          status: "sending",
          sharedMsgId: request.welcomeMsgId ?? newMsgId(random),
          waiting: true,
          ...(request.welcomeMsgId === undefined ? {} : { replaces: true }),
        })
    },
  )
  await ctx.outbox.load(chatId)
  ctx.flush(chatId)
}
