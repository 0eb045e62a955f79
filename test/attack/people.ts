/** People for attacks: the real worker from its boundary down, over the real relay, with everything they are told kept. */

import type { Chat, ChatEvent, Item, WorkerApi } from "../../worker/api.ts"
import { loadKem } from "../../worker/crypto/kem.ts"
import { toBytes } from "../../worker/encoding/bytes.ts"
import { type Connect, ConnectError, type Random, type Socket } from "../../worker/platform.ts"
import { openProfile } from "../../worker/profile.ts"
import { createSession } from "../../worker/session.ts"
import { storeProfile } from "../../worker/storage.ts"
import { memoryDisk } from "../../worker/store/disk.ts"
import { memoryBackend } from "../../worker/store/memory.ts"
import { openStore, type Store } from "../../worker/store/store.ts"
import { sessionKey } from "../../worker/store/vault.ts"
import { directConnect } from "../support/direct.ts"
import { type AttackClock, attackClock } from "./clock.ts"

export const random: Random = n => toBytes(crypto.getRandomValues(new Uint8Array(n)))

const sockets = new Set<Socket>()
let gone = false

/** Everybody goes offline for good: to be called before the relay is closed, or they would knock at its door for ever. */
export const everybodyLeaves = (): void => {
  gone = true
  for (const s of sockets) s.close()
}

const untilTheEnd =
  (connect: Connect): Connect =>
  async target => {
    if (gone) throw new ConnectError("REFUSED")
    const socket = await connect(target)
    sockets.add(socket)
    if (gone) socket.close()
    return socket
  }

/** Waits until `look` finds something. Fails after a minute, saying what was awaited. */
export const until = async <T>(what: string, look: () => T | undefined | null | false | Promise<T | undefined>) => {
  for (const end = Date.now() + 60_000; Date.now() < end; await new Promise(r => setTimeout(r, 5))) {
    const found = await look()
    if (found !== undefined && found !== null && found !== false) return found
  }
  throw new Error(`waited in vain: ${what}`)
}

export type Person = {
  readonly api: WorkerApi
  readonly clock: AttackClock
  readonly events: ChatEvent[]
  /** How many received lines the page was told of whose text begins so. */
  received(start: string): number
  /** The chat as last told. */
  chat(chatId: string): Promise<Chat>
  /** Waits until the chat has this status. */
  hasStatus(chatId: string, status: Chat["status"]): Promise<Chat>
  items(chatId: string): Promise<readonly Item[]>
  /** Waits for a received text. */
  hasText(chatId: string, text: string): Promise<Item>
  /** What the conversation shows, in short: `<text` received, `>text` sent, `!kind count` noticed. */
  story(chatId: string): Promise<readonly string[]>
  /** False when the worker gave up, as it does when its store breaks or a loop fails. */
  isAlive(): boolean
}

export type PersonOptions = { readonly servers: readonly string[]; readonly connect?: Connect }

const toLine = (i: Item): readonly string[] => {
  const notice =
    i.notice === undefined ? [] : [`!${i.notice.kind}${i.notice.count === undefined ? "" : ` ${i.notice.count}`}`]
  if (i.direction === "event") return notice
  return [`${i.direction === "sent" ? ">" : "<"}${i.text}`, ...notice]
}

/** "Start chatting": as the page does it. */
export const newPerson = async (name: string, { servers, connect = directConnect }: PersonOptions): Promise<Person> => {
  const clock = attackClock()
  const events: ChatEvent[] = []
  const none = () => Promise.reject(new Error("nothing is kept"))
  const api = createSession({
    connect: untilTheEnd(connect),
    clock,
    random,
    kem: loadKem,
    servers: () => servers,
    keep: { exists: async () => false, open: none, remove: async () => undefined },
    disk: memoryDisk(),
    leader: { isTaken: async () => false, take: async () => () => undefined },
  })
  await api.subscribe(e => events.push(e))
  await api.startPrivate(name)
  const chat = async (chatId: string): Promise<Chat> => {
    const found = (await api.chats()).find(c => c.id === chatId)
    if (found === undefined) throw new Error("no such chat")
    return found
  }
  const items = async (chatId: string): Promise<readonly Item[]> => (await api.items(chatId, undefined, 500)).items
  return {
    api,
    clock,
    events,
    received: start =>
      events.filter(e => e.type === "item" && e.item.direction === "received" && e.item.text.startsWith(start)).length,
    chat,
    items,
    hasStatus: (chatId, status) =>
      until(`${name} has chat ${status}`, async () => {
        const c = await chat(chatId)
        return c.status === status ? c : undefined
      }),
    hasText: (chatId, text) =>
      until(`${name} reads ${JSON.stringify(text)}`, async () =>
        (await items(chatId)).find(i => i.direction === "received" && i.text === text),
      ),
    story: async chatId => (await items(chatId)).flatMap(toLine),
    isAlive: () => events.every(e => e.type !== "session" || e.session.state === "open"),
  }
}

/** Connects two people by a short link; returns the chat of each. */
export const introduce = async (
  inviter: Person,
  joiner: Person,
): Promise<{ readonly own: string; readonly other: string }> => {
  const { id: own, link } = await inviter.api.createLink()
  const { id: other } = await joiner.api.connect(link?.short ?? link?.full ?? "")
  await Promise.all([inviter.hasStatus(own, "connected"), joiner.hasStatus(other, "connected")])
  return { own, other }
}

/** Somebody whose store can be read: the later attacker, as long as they are honest. */
export const newInsider = async (name: string, { servers, connect = directConnect }: PersonOptions) => {
  const clock = attackClock()
  const store: Store = openStore(memoryBackend(), await sessionKey(random), random)
  await storeProfile(store, { displayName: name, fullName: "" }, clock)
  const platform = { connect: untilTheEnd(connect), clock, random, kem: loadKem, servers: () => servers }
  const profile = await openProfile(
    platform,
    { store, disk: memoryDisk() },
    () => undefined,
    e => {
      throw e
    },
  )
  return { store, profile, clock }
}
