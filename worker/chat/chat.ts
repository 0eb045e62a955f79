/**
 * The chat layer: what the page may do with an open profile. Every command stores first and answers then; what has to
 * reach others goes on in the background.
 */
import type { Agent } from "../agent/agent.ts"
import type { Chat, ChatEvent, Item, LinkPlan, Page } from "../api.ts"
import { sha256 } from "../crypto/hash.ts"
import { type Bytes, base64urlUnpadded, DecodeError, hex, utf8 } from "../encoding/bytes.ts"
import type { Clock, Random } from "../platform.ts"
import type { ItemRow, Profile } from "../store/chat.ts"
import { remove } from "../store/schema.ts"
import type { Store } from "../store/store.ts"
import { decompressUserData } from "./compression.ts"
import { newContact, toChat } from "./contact.ts"
import { newMessage, newProfile } from "./content.ts"
import { CommandError } from "./error.ts"
import { runInbox, toRowProfile } from "./inbox.ts"
import { parseItemId, toItem } from "./item.ts"
import {
  chatVersions,
  infoBody,
  messageBody,
  newMsgId,
  readContactLinkData,
  TooLarge,
  writeContactLinkData,
  writeMessage,
} from "./message.ts"
import { planOf } from "./plan.ts"
import { type ChatState, sortedChats, transaction } from "./state.ts"

export type ChatOptions = {
  readonly store: Store
  readonly agent: Agent
  readonly clock: Clock
  readonly random: Random
  readonly profile: Profile
  readonly emit: (event: ChatEvent) => void
  readonly onBroken: (e: unknown) => void
}

export interface ChatLayer {
  start(): Promise<void>
  chats(): readonly Chat[]
  items(chatId: string, before?: number, limit?: number): Promise<Page>
  createLink(): Promise<Chat>
  planLink(link: string, lookUp: boolean): Promise<LinkPlan>
  connect(link: string): Promise<Chat>
  removeChat(chatId: string): Promise<void>
  send(chatId: string, text: string): Promise<Item>
  retry(itemId: string): Promise<void>
  markRead(chatId: string): Promise<void>
}

const pageSize = 50
const mostRows = 500

/** Two texts of one link have one hash: it is taken of the canonical form. */
const linkHash = (canonical: string): string => hex(sha256(utf8(canonical)))

export const createChat = (options: ChatOptions): ChatLayer => {
  const { store, agent, clock, random, emit, onBroken } = options
  const state: ChatState = { store, contacts: new Map(), profile: options.profile }

  const newId = (): string => base64urlUnpadded(random(12))
  const find = (chatId: string) => {
    const c = state.contacts.get(chatId)
    if (c === undefined) throw new CommandError("NOT_FOUND")
    return c
  }

  const wireProfile = () => ({ ...newProfile(state.profile.displayName), fullName: state.profile.fullName })

  const ownInfo = (): Promise<Bytes> => {
    const event = { type: "x.info" as const, profile: wireProfile() }
    // Always within the smaller limit, so that it fits whatever the connection turns out to support.
    return infoBody(writeMessage({ versions: chatVersions, msgId: null, event }), true)
  }

  /** Commits a change of chat's own and tells the page. */
  const change = async (apply: (tx: ReturnType<typeof transaction>) => void): Promise<void> => {
    const tx = transaction(state)
    apply(tx)
    await store.commit(tx.changes)
    for (const e of tx.events) emit(e)
  }

  const toBody = async (row: ItemRow): Promise<Bytes> => {
    const event = { type: "x.msg.new" as const, message: newMessage({ type: "text", text: row.text }) }
    const json = writeMessage({ versions: chatVersions, msgId: row.sharedMsgId ?? null, event })
    return messageBody(json, true)
  }

  /** Puts a stored line into the ratchet. What the contact is not ready for stays waiting. */
  const dispatch = async (row: ItemRow): Promise<void> => {
    const contact = find(row.contactId)
    if (!agent.canSend(contact.connId)) return
    const body = await toBody(row)
    const { waiting: _, ...sending } = row
    let events: readonly ChatEvent[] = []
    await agent.send(contact.connId, body, { notify: true, ref: String(row.order) }, () => {
      const tx = transaction(state)
      tx.item(sending)
      events = tx.events
      return tx.changes
    })
    for (const e of events) emit(e)
  }

  /** One at a time and in order per contact: lines must enter the ratchet in the order in which they were written. */
  const dispatching = new Map<string, Promise<void>>()
  const flush = (contactId: string): Promise<void> => {
    const run = async (): Promise<void> => {
      for (const row of await waitingItems(contactId)) await dispatch(row)
    }
    const next = (dispatching.get(contactId) ?? Promise.resolve()).then(run).catch(onBroken)
    dispatching.set(contactId, next)
    return next
  }

  /** Waiting lines are the newest ones; nothing else is looked through further back than the first that does not wait. */
  const waitingItems = async (contactId: string): Promise<ItemRow[]> => {
    const found: ItemRow[] = []
    let before: number | undefined
    for (;;) {
      const range = { prefix: [contactId], reverse: true, limit: pageSize, ...(before === undefined ? {} : { before }) }
      const rows = await store.list("items", range)
      const sent = rows.filter(r => r.direction === "sent")
      found.push(...sent.filter(r => r.waiting === true))
      const last = rows.at(-1)
      if (last === undefined || rows.length < pageSize || sent.some(r => r.waiting !== true)) return found.reverse()
      before = last.order
    }
  }

  /** The inviter's profile as the link's data tell it; undefined when they tell none. */
  const linkProfile = async (data: Bytes): Promise<Profile | undefined> => {
    try {
      return toRowProfile(readContactLinkData(await decompressUserData(data)).profile)
    } catch (e) {
      if (e instanceof DecodeError) return undefined
      throw e
    }
  }

  const planLink = async (text: string, lookUp: boolean): Promise<LinkPlan> => {
    const { plan, link, canonical } = planOf(text)
    const hash = linkHash(canonical)
    const known = [...state.contacts.values()].find(c => c.linkHashes.includes(hash))
    if (known !== undefined) {
      const name = known.profile?.displayName
      return { ...plan, own: known.link !== undefined, known: known.contactId, ...(name === undefined ? {} : { name }) }
    }
    const isShort = plan.supported && link?.form === "short"
    const name = lookUp && isShort ? (await linkProfile(await agent.lookUp(canonical)))?.displayName : undefined
    return name === undefined ? plan : { ...plan, name }
  }

  return {
    start: async () => {
      for (const row of await store.list("contacts")) state.contacts.set(row.contactId, row)
      void runInbox({ state, agent, clock, emit, ownInfo, onReady: id => void flush(id), onBroken }).catch(onBroken)
      for (const c of state.contacts.values()) if (c.status === "connected") void flush(c.contactId)
    },

    chats: () => sortedChats(state),

    items: async (chatId, before, limit = pageSize) => {
      find(chatId)
      const most = Math.min(Math.max(1, limit), mostRows)
      const range = { prefix: [chatId], reverse: true, limit: most + 1, ...(before === undefined ? {} : { before }) }
      const rows = await store.list("items", range)
      const items = rows.slice(0, most).reverse().map(toItem)
      return { items, hasOlder: rows.length > most }
    },

    createLink: async () => {
      const contactId = newId()
      const data = writeContactLinkData({ profile: wireProfile(), message: null, isBusiness: false })
      let events: readonly ChatEvent[] = []
      await agent.createInvitation(contactId, data, link => {
        const tx = transaction(state)
        const linkHashes = [link.full, ...(link.short === undefined ? [] : [link.short])].map(linkHash)
        tx.contact(newContact(contactId, clock.now(), { status: "link", link, linkHashes }))
        events = tx.events
        return tx.changes
      })
      for (const e of events) emit(e)
      return toChat(find(contactId))
    },

    planLink,

    connect: async text => {
      const plan = await planLink(text, false)
      if (!plan.supported) throw new CommandError("LINK_UNSUPPORTED")
      if (plan.own) throw new CommandError("OWN_LINK")
      if (plan.known !== undefined) return toChat(find(plan.known))
      const { canonical } = planOf(text)
      const data = await agent.lookedUp(canonical)
      const profile = data === null ? undefined : await linkProfile(data)
      const contactId = newId()
      let events: readonly ChatEvent[] = []
      await agent.join(contactId, canonical, await ownInfo(), () => {
        const tx = transaction(state)
        const known = { linkHashes: [linkHash(canonical)], ...(profile === undefined ? {} : { profile }) }
        tx.contact(newContact(contactId, clock.now(), { status: "connecting", ...known }))
        events = tx.events
        return tx.changes
      })
      for (const e of events) emit(e)
      return toChat(find(contactId))
    },

    removeChat: async chatId => {
      const contact = find(chatId)
      const items = await store.list("items", { prefix: [chatId] })
      await agent.remove(contact.connId, () => {
        state.contacts.delete(chatId)
        return [remove("contacts", chatId), ...items.map(i => remove("items", chatId, i.order))]
      })
      emit({ type: "chatRemoved", chatId })
    },

    send: async (chatId, text) => {
      const contact = find(chatId)
      if (contact.status === "failed" || contact.status === "link") throw new CommandError("NOT_FOUND")
      const draft: Omit<ItemRow, "contactId" | "order"> = {
        at: clock.now(),
        direction: "sent",
        text,
        status: "sending",
        sharedMsgId: newMsgId(random),
        waiting: true,
      }
      // Checked before anything is stored, so that a message that is too long changes nothing.
      await toBody({ ...draft, contactId: chatId, order: 0 }).catch(e => {
        throw e instanceof TooLarge ? new CommandError("TOO_LARGE") : e
      })
      let item: Item | null = null
      await change(tx => {
        item = tx.add(chatId, draft)
      })
      if (item === null) throw new CommandError("NOT_FOUND")
      void flush(chatId)
      return item
    },

    retry: async id => {
      const at = parseItemId(id)
      const row = at === null ? undefined : await store.get("items", at.contactId, at.order)
      if (row === undefined || row.direction !== "sent" || row.status !== "failed") throw new CommandError("NOT_FOUND")
      const { problem: _, ...again } = row
      await change(tx => tx.item({ ...again, status: "sending", waiting: true }))
      await dispatch({ ...again, status: "sending", waiting: true })
    },

    markRead: async chatId => {
      const contact = find(chatId)
      if (contact.unread > 0) await change(tx => tx.contact({ ...contact, unread: 0 }))
    },
  }
}
