/**
 * The chat layer: what the page may do with an open profile. Every command stores first and answers then; what has to
 * reach others goes on in the background.
 */
import type { Agent } from "../agent/agent.ts"
import { createLocks } from "../agent/lock.ts"
import type { Chat, ChatEvent, LinkPlan, OwnLink, ProfileCommands } from "../api.ts"
import { sha256 } from "../crypto/hash.ts"
import { type Bytes, base64url, base64urlUnpadded, DecodeError, hex, utf8 } from "../encoding/bytes.ts"
import type { Clock, Random } from "../platform.ts"
import type { ContactRow, Profile, ProfileRow } from "../store/chat.ts"
import { type Change, put, remove } from "../store/schema.ts"
import type { Store } from "../store/store.ts"
import { decompressUserData } from "./compression.ts"
import { accepted, newContact, toChat } from "./contact.ts"
import { newProfile } from "./content.ts"
import { CommandError } from "./error.ts"
import { notice, runInbox, toRowProfile } from "./inbox.ts"
import { parseItemId, toItem } from "./item.ts"
import { chatVersions, infoBody, newMsgId, readContactLinkData, writeContactLinkData, writeMessage } from "./message.ts"
import { createOutbox } from "./outbox.ts"
import { planOf } from "./plan.ts"
import { sameCode, securityCode, withoutChange, withVerified } from "./security.ts"
import { type ChatState, sortedChats, transaction } from "./state.ts"

export type ChatOptions = {
  readonly store: Store
  readonly agent: Agent
  readonly clock: Clock
  readonly random: Random
  readonly profile: ProfileRow
  readonly emit: (event: ChatEvent) => void
  readonly onBroken: (e: unknown) => void
}

/** The commands of an open profile; what is only looked up in memory is there at once. */
export interface ChatLayer extends Omit<ProfileCommands, "chats" | "address"> {
  /** Loads contacts and takes the agent's events from now on; to be called before the agent starts. */
  start(): Promise<void>
  /** Once the agent has started: lines that were written before a crash and had not reached it go there now. */
  resume(): void
  chats(): readonly Chat[]
  address(): OwnLink | null
}

const pageSize = 50
const mostRows = 500

/** Two texts of one link have one hash: it is taken of the canonical form. */
const linkHash = (canonical: string): string => hex(sha256(utf8(canonical)))

const formsOf = (link: OwnLink | undefined): readonly string[] =>
  link === undefined ? [] : link.short === undefined ? [link.full] : [link.full, link.short]

export const createChat = (options: ChatOptions): ChatLayer => {
  const { store, agent, clock, random, emit, onBroken } = options
  const state: ChatState = { store, contacts: new Map(), profile: options.profile }

  const newId = (): string => base64urlUnpadded(random(12))
  const find = (chatId: string) => {
    const c = state.contacts.get(chatId)
    if (c === undefined) throw new CommandError("NOT_FOUND")
    return c
  }

  const wireProfile = () => {
    const { displayName, fullName } = state.profile.profile
    return { ...newProfile(displayName), fullName }
  }

  const ownInfo = (): Promise<Bytes> => {
    const event = { type: "x.info" as const, profile: wireProfile() }
    // Always within the smaller limit, so that it fits whatever the connection turns out to support.
    return infoBody(writeMessage({ versions: chatVersions, msgId: null, event }), true)
  }

  /** What an address is told about us. The id makes a request that is sent twice one request. */
  const requestInfo = (): Promise<Bytes> => {
    const contactReqId = base64url(random(16))
    const event = {
      type: "x.contact" as const,
      profile: wireProfile(),
      contactReqId,
      welcomeMsgId: null,
      request: null,
    }
    return infoBody(writeMessage({ versions: chatVersions, msgId: null, event }), true)
  }

  const linkUserData = (): Bytes => writeContactLinkData({ profile: wireProfile(), message: null, isBusiness: false })

  /** Commits a change of chat's own and tells the page. */
  const change = async (apply: (tx: ReturnType<typeof transaction>) => void): Promise<void> => {
    const tx = transaction(state)
    apply(tx)
    await store.commit(tx.changes)
    for (const e of tx.events) emit(e)
  }

  /** Chat's part of a commit of the agent. `apply` sees the contact as it is by then. */
  const within = async (
    chatId: string,
    command: (connId: string, changes: () => readonly Change[]) => Promise<void>,
    apply: (tx: ReturnType<typeof transaction>, now: ContactRow) => void,
  ): Promise<void> => {
    let events: readonly ChatEvent[] = []
    await command(find(chatId).connId, () => {
      const tx = transaction(state)
      apply(tx, find(chatId))
      events = tx.events
      return tx.changes
    })
    for (const e of events) emit(e)
  }

  const codeOf = async (chatId: string): Promise<string> => securityCode(await agent.securityCode(find(chatId).connId))

  const outbox = createOutbox({ state, store, agent, emit })
  const flush = (contactId: string): void => {
    outbox.flush(contactId).catch(onBroken)
  }

  /** Two clicks on one link are one connection. */
  const connecting = createLocks()

  /** The inviter's profile as the link's data tell it; undefined when they tell none. */
  const linkProfile = async (data: Bytes): Promise<Profile | undefined> => {
    try {
      return toRowProfile(readContactLinkData(await decompressUserData(data)).profile)
    } catch (e) {
      if (e instanceof DecodeError) return undefined
      throw e
    }
  }

  /** Owners of addresses that were looked at, so that a request names its chat. */
  const owners = new Map<string, Profile>()

  const planLink = async (text: string, lookUp: boolean): Promise<LinkPlan> => {
    const { plan, link, canonical } = planOf(text)
    const hash = linkHash(canonical)
    const known = [...state.contacts.values()].find(c => c.linkHashes.includes(hash))
    if (known !== undefined) {
      const name = known.profile?.displayName
      return { ...plan, own: known.link !== undefined, known: known.contactId, ...(name === undefined ? {} : { name }) }
    }
    if (formsOf(state.profile.address?.link).map(linkHash).includes(hash)) return { ...plan, own: true }
    const isShort = plan.supported && link?.form === "short"
    if (!lookUp || !isShort) return plan
    const isAddress = plan.kind === "contact"
    const profile = await linkProfile(await (isAddress ? agent.lookUpAddress : agent.lookUp)(canonical))
    if (profile === undefined) return plan
    if (isAddress) owners.set(canonical, profile)
    return { ...plan, name: profile.displayName }
  }

  return {
    start: async () => {
      for (const row of await store.list("contacts")) state.contacts.set(row.contactId, row)
      for (const { contactId, status } of state.contacts.values())
        if (status === "connected" || status === "connecting") await outbox.load(contactId)
      void runInbox({
        state,
        agent,
        clock,
        random,
        emit,
        ownInfo,
        onReady: flush,
        onFailed: outbox.drop,
        onBroken,
      }).catch(onBroken)
    },

    resume: () => {
      for (const c of state.contacts.values()) if (c.status === "connected") flush(c.contactId)
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

    address: () => state.profile.address?.link ?? null,

    createAddress: () =>
      connecting("address", async () => {
        const known = state.profile.address
        if (known !== undefined) return known.link
        const connId = newId()
        await agent.createAddress(connId, linkUserData(), link => {
          state.profile = { ...state.profile, address: { connId, link } }
          return [put("profile", state.profile)]
        })
        return state.profile.address?.link ?? { full: "" }
      }),

    deleteAddress: async () => {
      const { address, ...rest } = state.profile
      if (address === undefined) return
      await agent.remove(address.connId, () => {
        state.profile = rest
        return [put("profile", rest)]
      })
    },

    accept: chatId =>
      connecting(chatId, async () => {
        const { request, status } = find(chatId)
        if (status !== "request" || request === undefined) throw new CommandError("NOT_FOUND")
        let events: readonly ChatEvent[] = []
        await agent.accept(chatId, request.invitation, await ownInfo(), () => {
          const tx = transaction(state)
          tx.contact(accepted(find(chatId)))
          events = tx.events
          return tx.changes
        })
        for (const e of events) emit(e)
        return toChat(find(chatId))
      }),

    reject: async chatId => {
      if (find(chatId).status !== "request") throw new CommandError("NOT_FOUND")
      state.contacts.delete(chatId)
      await store.commit([remove("contacts", chatId)])
      emit({ type: "chatRemoved", chatId })
    },

    createLink: async () => {
      const contactId = newId()
      let events: readonly ChatEvent[] = []
      await agent.createInvitation(contactId, linkUserData(), link => {
        const tx = transaction(state)
        const linkHashes = formsOf(link).map(linkHash)
        tx.contact(newContact(contactId, clock.now(), { status: "link", link, linkHashes }))
        events = tx.events
        return tx.changes
      })
      for (const e of events) emit(e)
      return toChat(find(contactId))
    },

    planLink,

    connect: async text => {
      const { canonical } = planOf(text)
      return connecting(canonical, async () => {
        const plan = await planLink(text, false)
        if (!plan.supported) throw new CommandError("LINK_UNSUPPORTED")
        if (plan.own) throw new CommandError("OWN_LINK")
        if (plan.known !== undefined) return toChat(find(plan.known))
        const isAddress = plan.kind === "contact"
        const data = isAddress ? null : await agent.lookedUp(canonical)
        const profile = data === null ? owners.get(canonical) : await linkProfile(data)
        const info = await (isAddress ? requestInfo() : ownInfo())
        const contactId = newId()
        let events: readonly ChatEvent[] = []
        await agent.join(contactId, canonical, info, () => {
          const tx = transaction(state)
          const asked = isAddress ? { requested: true } : {}
          const known = { linkHashes: [linkHash(canonical)], ...asked, ...(profile === undefined ? {} : { profile }) }
          tx.contact(newContact(contactId, clock.now(), { status: "connecting", ...known }))
          events = tx.events
          return tx.changes
        })
        for (const e of events) emit(e)
        return toChat(find(contactId))
      })
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
      if (contact.status !== "connecting" && contact.status !== "connected") throw new CommandError("NOT_FOUND")
      const text1 = { at: clock.now(), direction: "sent" as const, text, status: "sending" as const }
      return outbox.send(chatId, { ...text1, sharedMsgId: newMsgId(random) })
    },

    retry: async id => {
      const at = parseItemId(id)
      if (at === null) throw new CommandError("NOT_FOUND")
      await outbox.again(at.contactId, at.order)
    },

    markRead: async chatId => {
      const contact = find(chatId)
      if (contact.unread > 0) await change(tx => tx.contact({ ...contact, unread: 0 }))
    },

    changeAddress: chatId =>
      within(chatId, agent.changeAddress, (tx, now) => {
        tx.contact({ ...now, addressChange: "started" })
        tx.add(chatId, notice("addressChanging", clock.now()))
      }),

    abortAddressChange: chatId =>
      within(chatId, agent.abortChange, (tx, now) => {
        tx.contact(withoutChange(now))
        tx.add(chatId, notice("addressKept", clock.now()))
      }),

    fixConnection: (chatId, force = false) =>
      within(
        chatId,
        (connId, changes) => agent.fixConnection(connId, force, changes),
        (tx, now) => {
          tx.contact({ ...now, sync: "started" })
          tx.add(chatId, notice("syncStarted", clock.now()))
        },
      ),

    securityCode: codeOf,

    verify: async (chatId, code) => {
      const own = await codeOf(chatId)
      const verified = code !== null && sameCode(own, code)
      await change(tx => tx.contact(withVerified(find(chatId), verified ? own : null)))
      return verified
    },
  }
}
