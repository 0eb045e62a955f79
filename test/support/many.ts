/**
 * Fills a store with many chats and messages, as a person has them after years: made by the worker's own rules
 * (transaction.ts of chat), so that every row is what it would have written. The same seed gives the same conversations.
 *
 * The queues are on a server that is not there: whoever opens the store is offline.
 */
import { createFiles } from "../../worker/agent/files.ts"
import { noServers } from "../../worker/agent/serverlist.ts"
import { connected, newContact, withProfile } from "../../worker/chat/contact.ts"
import { loadState } from "../../worker/chat/state.ts"
import { transaction } from "../../worker/chat/transaction.ts"
import { base64urlUnpadded, empty } from "../../worker/encoding/bytes.ts"
import type { Clock } from "../../worker/platform.ts"
import { storeProfile } from "../../worker/storage.ts"
import type { ConnectionRow, RatchetRow, RcvQueue, SndQueue } from "../../worker/store/agent.ts"
import type { ItemRow } from "../../worker/store/chat.ts"
import { memoryDisk } from "../../worker/store/disk.ts"
import { type Change, put } from "../../worker/store/schema.ts"
import type { Store } from "../../worker/store/store.ts"
import { createSessions } from "../../worker/xftp/sessions.ts"
import { seededRandom } from "./random.ts"

export type Many = {
  readonly seed: string
  /** Messages of each chat; the first was written to last. */
  readonly messages: readonly number[]
  /** Of the first chat's messages are unread; none when absent. */
  readonly unread?: number
  /** When the last message came, ms. */
  readonly until: number
}

/** `chats` chats with `messages` in all: the largest holds `largest`, a few hold many, most hold a handful. */
export const spread = (chats: number, messages: number, largest: number): readonly number[] => {
  const weights = Array.from({ length: chats - 1 }, (_, i) => 1 / (i + 3))
  const sum = weights.reduce((a, b) => a + b, 0)
  const rest = weights.map(w => Math.max(1, Math.floor(((messages - largest) * w) / sum)))
  const others = rest.reduce((a, b) => a + b, 0)
  return [messages - others, ...rest]
}

const names =
  "Ada Ben Cleo Dan Eve Finn Gwen Hugo Iris Jan Kim Leo Mia Nils Olga Paul Quinn Rosa Sam Tess Uli Vera Will Xenia Yara Zoe".split(
    " ",
  )
const words =
  "the a we they to of and is it in that for on with are be this will at not or from what when there all can was one about if time how out up see now just like then over think also back after work first well way even new want any give day most us tea bread garden morning train letter winter river concert library bicycle ticket dinner harbour mountain".split(
    " ",
  )

/** Numbers from 0 to below 1. */
const numbers = (seed: string): (() => number) => {
  const random = seededRandom(`numbers ${seed}`)
  return () => {
    const [a = 0, b = 0, c = 0] = random(3)
    return (a * 65_536 + b * 256 + c) / 16_777_216
  }
}

const minute = 60_000
/** Changes in one commit. */
const batchSize = 2000

/** Rows of a store that has nothing in it yet. */
export const fillStore = async (store: Store, { seed, messages, unread = 0, until }: Many): Promise<void> => {
  const random = seededRandom(seed)
  const next = numbers(seed)
  const upTo = (n: number) => Math.floor(next() * n)
  const clock: Clock = { now: () => until, after: () => () => undefined }
  await storeProfile(store, { displayName: "Robin", fullName: "" }, clock)
  const nowhere = { connect: () => Promise.reject(new Error("nowhere")), clock, random }
  const disk = memoryDisk()
  const sessions = createSessions(nowhere)
  const nothing = () => undefined
  const files = createFiles({
    store,
    disk,
    sessions,
    clock,
    random,
    servers: () => noServers,
    onProgress: nothing,
    onBroken: nothing,
  })
  const state = await loadState(store, files, random, clock)

  let due: Change[] = []
  const flush = async (least: number): Promise<void> => {
    if (due.length < least) return
    const now = due
    due = []
    // Of a contact's row only the last state is worth writing.
    const last = new Map<string, Change>()
    const others = now.filter(c => {
      if (c.table !== "contacts" || !("put" in c)) return true
      last.set((c.put as { contactId: string }).contactId, c)
      return false
    })
    await store.commit([...others, ...last.values()])
  }
  const sentence = () =>
    Array.from({ length: 2 + upTo(upTo(8) === 0 ? 60 : 14) }, () => words[upTo(words.length)]).join(" ")
  const server = "smp://AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=@127.0.0.1:1"

  for (const [i, count] of messages.entries()) {
    const contactId = base64urlUnpadded(random(12))
    const name = `${names[upTo(names.length)]} ${names[upTo(names.length)]} ${i + 1}`
    const tx = transaction(state)
    const made = newContact(contactId, 1, until - 1000 * minute, { status: "connecting", linkHashes: [] })
    tx.contact(connected(withProfile(made, { displayName: name, fullName: "" }, 16), true))
    // The later a chat is in the list, the longer ago its last message.
    const last = until - i * 17 * minute
    for (let n = 0; n < count; n++) {
      const isSent = next() < 0.45
      const at = last - (count - n) * minute * (n % 40 === 0 ? 3 : 1)
      const line: Omit<ItemRow, "contactId" | "order"> = {
        at,
        createdAt: at,
        direction: isSent ? "sent" : "received",
        text: sentence(),
        status: isSent ? "delivered" : "received",
        sharedMsgId: base64urlUnpadded(random(12)),
      }
      tx.add(contactId, line)
      if (tx.changes.length >= batchSize) {
        due.push(...tx.changes.splice(0))
        tx.events.splice(0)
        await flush(batchSize)
      }
    }
    const contact = state.contacts.get(contactId)
    if (contact !== undefined) {
      const left = i === 0 ? unread : 0
      tx.quietly({ ...contact, unread: left, readUpTo: contact.nextOrder - 1 - left })
    }
    due.push(
      ...tx.changes,
      put("connections", connectionOf(contactId, server, until, random)),
      put("ratchets", ratchetOf(contactId, random)),
    )
    await flush(batchSize)
  }
  await flush(0)
}

const connectionOf = (
  connId: string,
  server: string,
  createdAt: number,
  random: (n: number) => Uint8Array<ArrayBuffer>,
): ConnectionRow => {
  const rcv: RcvQueue = {
    server,
    rcvId: random(24),
    sndId: random(24),
    authKey: random(32),
    serverSecret: random(32),
    e2ePrivate: random(32),
    e2eSecret: random(32),
    clientVersion: 4,
    senderCanSecure: true,
    status: "active",
  }
  const snd: SndQueue = {
    server,
    sndId: random(24),
    authKey: random(32),
    e2ePublic: random(32),
    e2eSecret: random(32),
    clientVersion: 4,
    canSecure: true,
    status: "active",
  }
  return {
    connId,
    role: "inviter",
    createdAt,
    agentVersion: 7,
    pqSupport: true,
    rcv: [rcv],
    snd: [snd],
    connected: true,
  }
}

/** As long as one with post-quantum keys; nothing is sent or received in these stores, so it is never read. */
const ratchetOf = (connId: string, random: (n: number) => Uint8Array<ArrayBuffer>): RatchetRow => ({
  connId,
  ratchet: random(3600),
  sndMsgId: 40,
  sndHash: random(32),
  rcvMsgId: 60,
  rcvHash: random(32),
  nextDelivery: 41,
  seen: empty,
  hasSkipped: false,
})
