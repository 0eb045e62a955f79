/**
 * Our side: the worker as the page has it, a kept profile in IndexedDB (of fake-indexeddb) and the bridge in between.
 *
 * Everything the page would be told is collected, and compared at the end with what the store has: an event for
 * something that was not kept, or a kept thing that nobody was told of, fails the scenario.
 */
import "fake-indexeddb/auto"
import { isDeepStrictEqual } from "node:util"
import WebSocket from "ws"
import type { Chat, ChatEvent, Item, NetworkConfig, OwnLink, WorkerApi } from "../../worker/api.ts"
import { type LoadKem, loadKem, type PreparedKem, preparedKem } from "../../worker/crypto/kem.ts"
import type { Keep } from "../../worker/kept.ts"
import { type Clock, type Connect, ConnectError, type Random, type Socket } from "../../worker/platform.ts"
import type { Leader } from "../../worker/rim.ts"
import { createSession } from "../../worker/session.ts"
import { defaultNetwork } from "../../worker/smp/network.ts"
import { bridgeConnect, type WebSocketLike } from "../../worker/smp/socket.ts"
import { memoryDisk } from "../../worker/store/disk.ts"
import { deleteDatabase, indexedDbBackend } from "../../worker/store/indexeddb.ts"
import { readRecord } from "../../worker/store/records.ts"
import { http2Post } from "../support/http2-post.ts"
import { createLog, type Until } from "./log.ts"

export type Ours = {
  readonly name: string
  readonly until: Until
  api(): WorkerApi
  chat(chatId: string): Chat
  chats(): readonly Chat[]
  /** Lines of a conversation in their order. */
  items(chatId: string): readonly Item[]
  received(chatId: string): readonly string[]
  /** Makes a link; the form is for the caller to choose. */
  createLink(): Promise<{ chatId: string; link: OwnLink }>
  connect(link: string): Promise<string>
  send(chatId: string, text: string): Promise<Item>
  /** As when the tab is closed at this moment: whatever is under way is lost, what is stored stays. */
  stop(): void
  /** Stops at the moment when so many more blocks have been handed to the network, whatever was to follow. */
  crashAfter(blocks: number): void
  isOpen(): boolean
  /** How often the bridge was asked for a server of this kind. */
  bridged(protocol: "smp" | "xftp"): number
  /** Opens the same store again. */
  start(): Promise<void>
  /** The browser loses its network, or has it back. */
  setOnline(online: boolean): void
  /** Stored lines must be those that the page was told of. */
  verify(): Promise<void>
  /** Removes all chats, so that the servers delete their queues, and forgets the profile. */
  remove(): Promise<void>
}

const random: Random = length => crypto.getRandomValues(new Uint8Array(length))

const clock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}

const kem: LoadKem = (() => {
  let prepared: Promise<PreparedKem> | undefined
  return () => {
    prepared ??= loadKem().then(k => preparedKem(k, 2))
    void prepared.then(k => clock.after(50, () => k.prepare()))
    return prepared
  }
})()

const keepIn = (database: string): Keep => ({
  exists: async () => {
    const backend = await indexedDbBackend(database, () => undefined)
    const vault = await readRecord(backend, "vault")
    backend.close()
    return vault !== undefined
  },
  open: onLost => indexedDbBackend(database, onLost),
  remove: () => deleteDatabase(database),
})

/** A network that can be cut: open streams end, new ones are refused. `onSent` is called after every block. */
const cuttable = (connect: Connect, onSent: () => void) => {
  const open = new Set<Socket>()
  const asked: string[] = []
  let online = true
  const through: Connect = async target => {
    asked.push(target.protocol)
    if (!online) throw new ConnectError("UNREACHABLE")
    const socket = await connect(target)
    if (!online) {
      socket.close()
      throw new ConnectError("UNREACHABLE")
    }
    open.add(socket)
    const send: Socket["send"] = async bytes => {
      await socket.send(bytes)
      onSent()
    }
    return { send, received: socket.received, close: () => socket.close() }
  }
  const setOnline = (now: boolean): void => {
    online = now
    if (now) return
    for (const s of open) s.close()
    open.clear()
  }
  return { connect: through, setOnline, asked }
}

const passphrase = "interop passphrase"
let count = 0

export type OursOptions = {
  readonly name: string
  readonly bridge: string
  readonly servers: readonly string[]
  /** What is not as usual: routing, fallback. */
  readonly settings?: Partial<NetworkConfig>
}

/** A fresh profile, open. */
export const createOurs = async ({ name, bridge, servers, settings }: OursOptions): Promise<Ours> => {
  const log = createLog(name)
  const keep = keepIn(`interop ${++count}`)
  const disk = { ...memoryDisk(1 << 30), close: async () => undefined }
  const openSocket = (url: string) => new WebSocket(url) as unknown as WebSocketLike
  const network = cuttable(bridgeConnect(openSocket, bridge, clock), () => {
    if (--blocksLeft === 0) ours.stop()
  })
  // As a browser's fetch; it trusts what Node trusts.
  const browser = http2Post()
  let blocksLeft = 0
  const chats = new Map<string, Chat>()
  const items = new Map<string, Item>()
  /** Set while the profile is open: what a tab that takes over would call. */
  let takeOver: (() => void) | null = null
  let session: WorkerApi | null = null

  const leader: Leader = {
    isTaken: async () => takeOver !== null,
    take: async (_force, onLost) => {
      takeOver = onLost
      return () => {
        takeOver = null
      }
    },
  }

  const heard = (event: ChatEvent): void => {
    if (event.type === "chat") chats.set(event.chat.id, event.chat)
    if (event.type === "item") items.set(event.item.id, event.item)
    if (event.type === "itemsRemoved") for (const id of event.itemIds) items.delete(id)
    if (event.type === "chatRemoved") chats.delete(event.chatId)
    if (event.type === "chatRemoved" || event.type === "cleared") {
      for (const [id, item] of items) if (item.chatId === event.chatId) items.delete(id)
    }
    log.changed()
  }

  const newSession = async (): Promise<WorkerApi> => {
    const kdf = { memory: 1024, iterations: 1 }
    const made = createSession({
      connect: network.connect,
      clock,
      random,
      kem,
      servers: () => servers,
      network: () => ({ ...defaultNetwork, ...settings }),
      keep,
      leader,
      kdf,
      disk,
      direct: { post: browser.post, allowed: () => ["https:"] },
    })
    await made.subscribe(event => {
      heard(event)
      // Nobody takes this profile over but `stop`, which looks away first.
      if (event.type === "session" && event.session.state !== "open" && session === made)
        log.fail(`the worker closed itself (${event.session.state})`)
    })
    return made
  }

  const api = (): WorkerApi => {
    if (session === null) throw new Error(`${name} is closed`)
    return session
  }
  const itemsOf = (chatId: string): Item[] =>
    [...items.values()].filter(i => i.chatId === chatId).sort((a, b) => a.order - b.order)

  const first = await newSession()
  await first.createProfile(name, passphrase)
  session = first

  const ours: Ours = {
    name,
    until: log.until,
    api,
    chat: chatId => {
      const found = chats.get(chatId)
      if (found === undefined) throw new Error(`${name}: no such chat`)
      return found
    },
    chats: () => [...chats.values()],
    items: itemsOf,
    received: chatId =>
      itemsOf(chatId)
        .filter(i => i.direction === "received")
        .map(i => i.text),
    createLink: async () => {
      const { id, link } = await api().createLink()
      if (link === undefined) throw new Error(`${name}: a link was made but not told`)
      return { chatId: id, link }
    },
    connect: async link => (await api().connect(link)).id,
    send: (chatId, text) => api().send(chatId, text),
    stop: () => {
      session = null
      takeOver?.()
      log.changed()
    },
    crashAfter: blocks => {
      blocksLeft = blocks
    },
    isOpen: () => session !== null,
    bridged: protocol => network.asked.filter(p => p === protocol).length,
    start: async () => {
      blocksLeft = 0
      const made = await newSession()
      await made.unlock(passphrase)
      session = made
    },
    setOnline: online => {
      network.setOnline(online)
      if (online) void session?.wake()
    },
    verify: async () => {
      const stored = new Map<string, Item>()
      for (const chat of await api().chats()) {
        if (!isDeepStrictEqual(chat, chats.get(chat.id))) throw new Error(`${name}: a chat that was told otherwise`)
        for (const i of (await api().items(chat.id, undefined, 500)).items) stored.set(i.id, i)
      }
      const different = [...new Set([...stored.keys(), ...items.keys()])].filter(
        id => !isDeepStrictEqual(stored.get(id), items.get(id)),
      )
      if (different.length === 0) return
      const [id = ""] = different
      const say = (i: Item | undefined) => (i === undefined ? "absent" : `${i.direction} ${i.status}`)
      throw new Error(
        `${name}: ${different.length} lines are stored otherwise than told (${say(stored.get(id))}, told ${say(items.get(id))})`,
      )
    },
    remove: async () => {
      if (session === null) await ours.start()
      for (const chat of await api().chats()) await api().removeChat(chat.id)
      ours.stop()
      browser.close()
      await keep.remove()
    },
  }
  return ours
}
