/**
 * A conversation with an SMP server, written down as lines of text in which ids, keys and times are replaced by names, so
 * that the lines of two servers can be compared.
 */
import { ascii, type Bytes } from "../../worker/encoding/bytes.ts"
import type { Server } from "../../worker/encoding/server.ts"
import type { Command, NewQueueMode, Response } from "../../worker/smp/commands.ts"
import { type Client, type ClientOptions, connect, type Outgoing, RelayError } from "./client.ts"
import { dh, type KeyPair, newKeys, openPadded } from "./crypto.ts"
import { idText } from "./queues.ts"

type Ids = Extract<Response, { type: "IDS" }>
/** A queue of the conversation, as its recipient knows it. */
export type Queue = { readonly ids: Ids; readonly key: KeyPair; readonly secret: Bytes }

/** One conversation being written down. */
export class Transcript {
  readonly lines: string[] = []
  readonly server: Server
  readonly version: number
  private readonly names = new Map<string, string>()
  private readonly clients: Client[] = []

  constructor(server: Server, version: number) {
    this.server = server
    this.version = version
  }

  async connect(options: ClientOptions = {}): Promise<Client> {
    const client = await connect(this.server, {
      versions: { min: 6, max: this.version },
      timeout: 5_000,
      ...options,
    })
    this.clients.push(client)
    return client
  }

  close(): void {
    for (const c of this.clients) c.close()
  }

  name(id: Bytes, as: string): void {
    this.names.set(idText(id), as)
  }

  bytes(b: Bytes): string {
    return b.length === 0 ? "-" : (this.names.get(idText(b)) ?? `<${b.length}>`)
  }

  show(r: Response): string {
    const fields = Object.entries(r).flatMap(([name, value]: [string, unknown]): string[] => {
      if (name === "type" || value === null) return []
      if (value instanceof Uint8Array) return [`${name}=${this.bytes(value as Bytes)}`]
      if (name === "json" && typeof value === "string") return [this.info(value)]
      if (name === "ntf" || name === "key") return [name]
      return [typeof value === "object" ? JSON.stringify(value) : `${name}=${value}`]
    })
    return [r.type, ...fields].join(" ")
  }

  private info(json: string): string {
    const known = (text: string): string => this.names.get(idText(new Uint8Array(Buffer.from(text, "base64")))) ?? "?"
    return json
      .replace(/"(msgId|qDelivered)":"([^"]*)"/g, (_, field: string, id: string) => `"${field}":"${known(id)}"`)
      .replace(/"msgTs":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"/, '"msgTs":"time"')
  }

  note(label: string, said: string): void {
    this.lines.push(`${label}: ${said}`)
  }

  async ask(client: Client, label: string, c: Command, o: Omit<Outgoing, "command"> = {}): Promise<Response | null> {
    try {
      const r = await client.request(c, o)
      this.note(label, this.show(r))
      return r
    } catch (e) {
      this.note(label, e instanceof RelayError ? e.reason.type : String(e))
      return null
    }
  }

  /** The next thing that comes unasked: events, and errors without a corrId. */
  async event(client: Client, label: string, timeout?: number): Promise<Response | null> {
    try {
      const r = await client.next(timeout)
      this.note(label, `[${this.bytes(r.entityId)}] ${this.show(r.response)}`)
      return r.response
    } catch (e) {
      this.note(label, e instanceof RelayError ? "nothing" : String(e))
      return null
    }
  }

  /** A message as the recipient reads it. */
  read(queue: Queue, r: Response | null): string {
    if (r?.type !== "MSG") return "no message"
    const body = openPadded(queue.secret, r.msgId, r.body)
    if (body === null) return "unreadable"
    const text = new TextDecoder("latin1").decode(body)
    return text.startsWith("QUOTA ") ? `quota marker of ${body.length}` : JSON.stringify(text.slice(8, 40))
  }

  async create(client: Client, as: string, mode: NewQueueMode | null, subscribe = true, quiet = false): Promise<Queue> {
    const key = newKeys("ed25519")
    const d = newKeys("x25519")
    const c = newQueue(key, d, { queue: this.version >= 9 ? mode : null, subscribe })
    const ids = await client.request(c, { key })
    if (ids.type !== "IDS") throw new Error(`NEW failed: ${this.show(ids)}`)
    this.name(ids.rcvId, `${as}.rcv`)
    this.name(ids.sndId, `${as}.snd`)
    if (!quiet) this.note(`create ${as}`, this.show(ids))
    return { ids, key, secret: dh(ids.srvDhKey, d.private) }
  }
}

export const messaging: NewQueueMode = { type: "messaging", link: null }
export const contact: NewQueueMode = { type: "contact", link: null }

export const newQueue = (
  key: KeyPair,
  dhKey: KeyPair,
  o: Partial<Extract<Command, { type: "NEW" }>> = {},
): Extract<Command, { type: "NEW" }> => ({
  type: "NEW",
  rcvAuthKey: key.public,
  rcvDhKey: dhKey.public,
  auth: null,
  subscribe: true,
  queue: null,
  ntf: null,
  ...o,
})

export const send = (text: string | Bytes, notification = false): Command => ({
  type: "SEND",
  notification,
  body: typeof text === "string" ? ascii(text) : text,
})

/** One conversation; what it notes must not depend on the server's choices of ids and keys. */
export type Scenario = (t: Transcript) => Promise<void>
