/**
 * The terminal client's side: commands and events of the simplex-chat WebSocket API (started with `-p PORT`).
 *
 *   command   {"corrId":"1","cmd":"/_send @2 json [...]"}
 *   response  {"corrId":"1","resp":{"type":"newChatItems",...}}
 *   event     {"resp":{"type":"newChatItems",...}}
 *
 * Peer:  Simplex.Chat.Library.Commands (syntax), Simplex.Chat.Controller (ChatResponse, ChatEvent).
 * Note:  newer clients wrap responses as {"result":...} or {"error":...}; both forms are read.
 */
import WebSocket from "ws"
import { createLog, type Until } from "./log.ts"
import { type Program, program } from "./process.ts"

/** JSON of the other program: looked into by path, never trusted to have a shape. */
export type Json = { readonly [key: string]: unknown }

/** The value at `path` ("contact.activeConn.connId"), or undefined. */
export const at = (json: unknown, path: string): unknown =>
  path
    .split(".")
    .reduce<unknown>((v, key) => (typeof v === "object" && v !== null ? (v as Json)[key] : undefined), json)

const textAt = (json: unknown, path: string): string => {
  const v = at(json, path)
  return typeof v === "string" ? v : ""
}

const numberAt = (json: unknown, path: string): number => {
  const v = at(json, path)
  if (typeof v !== "number") throw new Error(`terminal client: no number at ${path}`)
  return v
}

export type CliItem = {
  readonly id: number
  readonly contactId: number
  readonly sent: boolean
  readonly text: string
  /** "rcvMsgContent", "sndMsgContent", "rcvDirectE2EEInfo", ... */
  readonly content: string
  /** "sndNew", "sndSent", "sndRcvd", "sndWarning", "rcvNew", ... */
  readonly status: string
  readonly json: Json
}

export type Link = { readonly connId: number; readonly full: string; readonly short: string }

export type Cli = {
  readonly until: Until
  /** Display name of the profile, as of now. */
  name(): string
  userId(): number
  /** Whether the harness can start and stop the program itself. */
  readonly canRestart: boolean
  connect(): Promise<void>
  /** Rejects with the type of the error that the client answers. */
  command(text: string): Promise<Json>
  /** Events and responses since the scenario began. */
  events(): readonly Json[]
  createLink(): Promise<Link>
  /** Returns the id of the new connection, by which its contact is found when it is connected. */
  join(link: string): Promise<number>
  /** Waits until the connection has become a contact, and returns its id. */
  contactOf(connId: number): Promise<number>
  contact(contactId: number): Promise<Json>
  items(contactId: number): readonly CliItem[]
  received(contactId: number): readonly string[]
  send(contactId: number, text: string): Promise<CliItem>
  sendContent(contactId: number, message: Json, options?: string): Promise<CliItem>
  rename(displayName: string): Promise<void>
  /** Servers for its new queues, until the scenario ends or the program is restarted. */
  useServers(...addresses: readonly string[]): Promise<void>
  /** The same for its files. */
  useFileServers(...addresses: readonly string[]): Promise<void>
  /** How its messages go, in the syntax of `/network`: "smp-proxy=always". Until the scenario ends or it is restarted. */
  useNetwork(settings: string): Promise<void>
  /** Ends the program; or, where it is not ours to end, stops it from reading and sending. */
  offline(): Promise<void>
  online(): Promise<void>
  /** Deletes what the scenario has made, and puts the name back. */
  reset(): Promise<void>
  close(): Promise<void>
}

export type CliOptions = {
  readonly url: string
  /** Address of its server, to go back to. */
  readonly server: string
  /** A command line that starts the client; without it the client runs already. */
  readonly command?: string
  readonly trace?: (line: string) => void
}

const errorOf = (resp: Json): string => {
  const tags: string[] = []
  let e: unknown = resp.chatError ?? resp
  while (typeof e === "object" && e !== null && tags.length < 6) {
    const tag = (e as Json).type
    if (typeof tag === "string") tags.push(tag)
    const inner = Object.entries(e as Json).find(([k, v]) => /(err|error)(type)?$/i.test(k) && typeof v === "object")
    e = inner?.[1]
  }
  return tags.join(" ")
}

/** What a scenario has changed, to be put back. */
type Changed = { readonly servers: boolean; readonly network: boolean; readonly fileServers?: readonly string[] }
const nothing: Changed = { servers: false, network: false }

/** Addresses in the answer to `/xftp`, of those that are in use. */
const fileServersIn = (resp: Json): readonly string[] =>
  [at(resp, "userServers")]
    .flat()
    .flatMap(operator => (at(operator, "xftpServers") ?? []) as readonly unknown[])
    .filter(s => at(s, "enabled") === true)
    .map(s => textAt(s, "server"))

export const createCli = ({ url, server, command: line, trace = () => undefined }: CliOptions): Cli => {
  const log = createLog("terminal client")
  const run: Program | null = line === undefined ? null : program("terminal client", line)
  const pending = new Map<string, (resp: Json) => void>()
  const items = new Map<number, CliItem>()
  /** Contacts that are connected, by connection. */
  const contacts = new Map<number, number>()
  const made = { connections: new Set<number>(), contacts: new Set<number>() }
  let changed: Changed = nothing
  let events: Json[] = []
  let ws: WebSocket | null = null
  let corrId = 0
  let user = { id: 0, name: "", profile: {} as Json }
  let original: Json | null = null

  const takeItem = (entry: unknown): CliItem | null => {
    if (at(entry, "chatInfo.type") !== "direct") return null
    const chatItem = at(entry, "chatItem")
    const text = at(chatItem, "content.msgContent.text")
    const id = numberAt(chatItem, "meta.itemId")
    const status = textAt(chatItem, "meta.itemStatus.type")
    const item: CliItem = {
      id,
      contactId: numberAt(entry, "chatInfo.contact.contactId"),
      sent: at(chatItem, "chatDir.type") === "directSnd",
      text: typeof text === "string" ? text : textAt(chatItem, "meta.itemText"),
      content: textAt(chatItem, "content.type"),
      // The answer to a command may come after the event that its message was sent.
      status: status === "sndNew" ? (items.get(id)?.status ?? status) : status,
      json: chatItem as Json,
    }
    items.set(item.id, item)
    return item
  }

  const takeContact = (contact: unknown): void => {
    const connId = at(contact, "activeConn.connId")
    if (typeof connId === "number") contacts.set(connId, numberAt(contact, "contactId"))
  }

  const heard = (resp: Json): void => {
    events.push(resp)
    const type = resp.type
    if (type === "contactConnected") takeContact(resp.contact)
    if (type === "newChatItems" || type === "chatItemsStatusesUpdated")
      for (const entry of (resp.chatItems as readonly unknown[] | undefined) ?? []) takeItem(entry)
    if (type === "chatItemUpdated" || type === "chatItemNotChanged") takeItem(resp.chatItem)
    log.changed()
  }

  const open = (): Promise<WebSocket> =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(url)
      socket.once("open", () => resolve(socket))
      socket.once("error", reject)
    })

  const received = (data: string): void => {
    trace(`< ${data}`)
    const message = JSON.parse(data) as Json
    const whole = (message.resp ?? {}) as Json
    const resp = (whole.result ?? whole.error ?? whole) as Json
    const id = message.corrId
    if (typeof id === "string") {
      pending.get(id)?.(resp)
      pending.delete(id)
    }
    heard(resp)
  }

  const connect = async (): Promise<void> => {
    if (run !== null && !run.isRunning()) run.start()
    let socket: WebSocket | null = null
    let tries = 0
    // The API listens only some seconds after the program has started; nothing tells when but that it answers.
    while (socket === null)
      try {
        socket = await open()
      } catch (e) {
        if (run === null || ++tries > 600) throw new Error(`terminal client: ${url} does not answer (${String(e)})`)
        if (!run.isRunning()) throw new Error(`terminal client ended: ${run.output().slice(-300).trim()}`)
        await new Promise(r => setTimeout(r, 100))
      }
    ws = socket
    socket.on("message", data => received(String(data)))
    socket.on("close", () => {
      if (ws !== socket) return
      ws = null
      log.fail("its API has closed the connection")
    })
    const active = await command("/u")
    const profile = at(active, "user.profile") as Json
    user = { id: numberAt(active, "user.userId"), name: textAt(profile, "displayName"), profile }
    original ??= profile
    await refresh()
  }

  const command = async (text: string): Promise<Json> => {
    const socket = ws
    if (socket === null) throw new Error("terminal client: not connected")
    const id = String(++corrId)
    trace(`> ${text}`)
    let answer: Json | undefined
    pending.set(id, resp => {
      answer = resp
    })
    socket.send(JSON.stringify({ corrId: id, cmd: text }))
    const resp = await log.until(`answer to ${text.split(" ")[0]}`, () => answer)
    if (resp.type === "chatCmdError" || resp.type === "chatError")
      throw new Error(`terminal client: ${text.split(" ")[0]}: ${errorOf(resp)}`)
    return resp
  }

  /** What happened while nobody listened. */
  const refresh = async (): Promise<void> => {
    const { contacts: all } = (await command(`/_contacts ${user.id}`)) as { contacts?: readonly unknown[] }
    for (const c of all ?? []) if (/ready/i.test(textAt(c, "activeConn.connStatus"))) takeContact(c)
    for (const id of made.contacts) {
      const chat = at(await command(`/_get chat @${id} count=2000`), "chat")
      const entries = (at(chat, "chatItems") ?? []) as readonly unknown[]
      for (const chatItem of entries) takeItem({ chatInfo: at(chat, "chatInfo"), chatItem })
    }
    log.changed()
  }

  const itemsOf = (contactId: number): CliItem[] =>
    [...items.values()].filter(i => i.contactId === contactId).sort((a, b) => a.id - b.id)

  const sendContent = async (contactId: number, message: Json, options = ""): Promise<CliItem> => {
    const resp = await command(`/_send @${contactId}${options} json ${JSON.stringify([message])}`)
    const [entry] = (resp.chatItems ?? []) as readonly unknown[]
    const item = entry === undefined ? null : takeItem(entry)
    if (item === null) throw new Error(`terminal client: /_send answered ${String(resp.type)}`)
    return item
  }

  const setProfile = async (profile: Json): Promise<void> => {
    await command(`/_profile ${user.id} ${JSON.stringify(profile)}`)
    user = { ...user, name: textAt(profile, "displayName"), profile }
  }

  const stop = async (): Promise<void> => {
    const socket = ws
    ws = null
    socket?.close()
    // Its default action is to die at once, so that this is as hard as a crash.
    await run?.stop("SIGTERM")
  }

  return {
    until: log.until,
    name: () => user.name,
    userId: () => user.id,
    canRestart: run !== null,
    connect,
    command,
    events: () => events,
    createLink: async () => {
      const resp = await command(`/_connect ${user.id} incognito=off`)
      const connId = numberAt(resp, "connection.pccConnId")
      made.connections.add(connId)
      const link = at(resp, "connLinkInvitation")
      return { connId, full: textAt(link, "connFullLink"), short: textAt(link, "connShortLink") }
    },
    join: async link => {
      const connId = numberAt(await command(`/c ${link}`), "connection.pccConnId")
      made.connections.add(connId)
      return connId
    },
    contactOf: async connId => {
      const id = await log.until("contact connected", () => contacts.get(connId))
      made.contacts.add(id)
      made.connections.delete(connId)
      return id
    },
    contact: async contactId => at(await command(`/_info @${contactId}`), "contact") as Json,
    items: itemsOf,
    received: contactId =>
      itemsOf(contactId)
        .filter(i => i.content === "rcvMsgContent")
        .map(i => i.text),
    send: (contactId, text) => sendContent(contactId, { msgContent: { type: "text", text }, mentions: {} }),
    sendContent,
    useServers: async (...addresses) => {
      changed = { ...changed, servers: true }
      await command(`/smp ${addresses.join(" ")}`)
    },
    useFileServers: async (...addresses) => {
      const before = fileServersIn(await command("/xftp"))
      changed = { ...changed, fileServers: changed.fileServers ?? before }
      await command(`/xftp ${addresses.join(" ")}`)
    },
    useNetwork: async settings => {
      changed = { ...changed, network: true }
      await command(`/network socks=off ${settings}`)
    },
    rename: displayName => setProfile({ ...user.profile, displayName }),
    offline: async () => {
      if (run !== null) await stop()
      else await command("/_app suspend 0")
    },
    online: async () => {
      if (run !== null) await connect()
      else await command("/_app activate")
    },
    reset: async () => {
      if (ws === null) await connect()
      else if (run === null) await command("/_app activate")
      for (const id of made.connections) await command(`/_delete :${id} full notify=off`).catch(() => undefined)
      for (const id of made.contacts) await command(`/_delete @${id} full notify=off`).catch(() => undefined)
      if (original !== null && textAt(original, "displayName") !== user.name) await setProfile(original)
      if (changed.servers) await command(`/smp ${server}`)
      if (changed.network) await command("/network socks=off smp-proxy=unknown smp-proxy-fallback=yes")
      if (changed.fileServers !== undefined) await command(`/xftp ${changed.fileServers.join(" ")}`)
      changed = nothing
      made.connections.clear()
      made.contacts.clear()
      // The client gives the same numbers again.
      contacts.clear()
      items.clear()
      events = []
    },
    close: stop,
  }
}
