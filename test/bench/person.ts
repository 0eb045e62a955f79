/** A person for benchmarks: our worker in Node behind a real bridge, or a terminal client behind its WebSocket API. */
import WebSocket from "ws"
import type { ChatEvent } from "../../worker/api.ts"
import { loadKem, preparedKem } from "../../worker/crypto/kem.ts"
import type { Clock, Random } from "../../worker/platform.ts"
import { openProfile } from "../../worker/profile.ts"
import { bridgeConnect, type WebSocketLike } from "../../worker/smp/socket.ts"
import { storeProfile } from "../../worker/storage.ts"
import { memoryDisk } from "../../worker/store/disk.ts"
import { memoryBackend } from "../../worker/store/memory.ts"
import { openStore } from "../../worker/store/store.ts"
import { sessionKey } from "../../worker/store/vault.ts"
import { slowly } from "./latency.ts"

/** Somebody to talk with, wherever it runs. */
export interface Person {
  makeLink(): Promise<string>
  /** Resolves when this side is connected. */
  join(link: string): Promise<void>
  connected(): Promise<void>
  send(text: string): Promise<void>
  /** Called with the text of every received message. */
  onText: (text: string) => void
  close(): void
}

const random: Random = n => crypto.getRandomValues(new Uint8Array(n))
const clock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const t = setTimeout(run, ms)
    return () => clearTimeout(t)
  },
}

/** `delay`: milliseconds that everything takes to the bridge, and everything back. */
export const ourPerson = async (name: string, bridge: string, smp: string, delay = 0): Promise<Person> => {
  const store = openStore(memoryBackend(), await sessionKey(random), random)
  await storeProfile(store, { displayName: name, fullName: "" }, clock)
  const kem = preparedKem(await loadKem(), 2)
  kem.prepare()
  let wake: () => void = () => undefined
  let isConnected = false
  const onEvent = (e: ChatEvent): void => {
    if (e.type === "chat" && e.chat.status === "connected") {
      isConnected = true
      wake()
    }
    if (e.type === "item" && e.item.direction === "received") person.onText(e.item.text)
  }
  const straight = bridgeConnect(url => new WebSocket(url) as unknown as WebSocketLike, `${bridge}/bridge`, clock)
  const connect = delay === 0 ? straight : slowly(straight, delay)
  const platform = { connect, clock, random, kem: async () => kem, servers: () => [smp] }
  const profile = await openProfile(platform, { store, disk: memoryDisk() }, onEvent, e => {
    throw e
  })
  const connected = async (): Promise<void> => {
    while (!isConnected)
      await new Promise<void>(r => {
        wake = r
      })
  }
  const person: Person = {
    makeLink: async () => (await profile.chat.commands.createLink()).link?.short ?? "",
    join: async link => {
      await profile.chat.commands.connect(link)
      await connected()
    },
    connected,
    send: async text => {
      const [chat] = profile.chat.chats()
      if (chat !== undefined) await profile.chat.commands.send(chat.id, text)
    },
    onText: () => undefined,
    close: () => profile.close(),
  }
  return person
}

type Reply = { readonly corrId?: string; readonly resp: Record<string, never> & { readonly type: string } }

/** A running simplex-chat with `-p PORT`. Its newest contact is the one that is talked with. */
export const terminalPerson = async (url: string): Promise<Person> => {
  const ws = new WebSocket(url)
  await new Promise((resolve, reject) => ws.once("open", resolve).once("error", reject))
  const waiting = new Map<string, (r: Reply["resp"]) => void>()
  let contact = 0
  let wake: () => void = () => undefined
  let n = 0
  const command = (cmd: string): Promise<Reply["resp"]> =>
    new Promise(resolve => {
      const corrId = String(++n)
      waiting.set(corrId, resolve)
      ws.send(JSON.stringify({ corrId, cmd }))
    })
  ws.on("message", data => {
    const { corrId, resp } = JSON.parse(String(data)) as Reply
    if (corrId !== undefined) waiting.get(corrId)?.(resp)
    const r = resp as unknown as {
      type: string
      contact?: { contactId: number }
      chatItems?: { chatItem: { chatDir: { type: string }; meta: { itemText: string } } }[]
    }
    if (r.type === "contactConnected") {
      contact = r.contact?.contactId ?? 0
      wake()
    }
    if (r.type === "newChatItems" && corrId === undefined)
      for (const { chatItem } of r.chatItems ?? [])
        if (chatItem.chatDir.type === "directRcv") person.onText(chatItem.meta.itemText)
  })
  const connected = async (): Promise<void> => {
    while (contact === 0)
      await new Promise<void>(r => {
        wake = r
      })
  }
  const person: Person = {
    makeLink: async () => {
      contact = 0
      const r = (await command("/c")) as unknown as { connLinkInvitation: { connShortLink: string } }
      return r.connLinkInvitation.connShortLink
    },
    join: async link => {
      contact = 0
      await command(`/c ${link}`)
      await connected()
    },
    connected,
    send: async text => {
      const message = JSON.stringify([{ msgContent: { type: "text", text }, mentions: {} }])
      await command(`/_send @${contact} json ${message}`)
    },
    onText: () => undefined,
    close: () => ws.close(),
  }
  return person
}
