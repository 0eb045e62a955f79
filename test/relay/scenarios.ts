/**
 * Conversations with an SMP server that bring out every answer it can give, as lines of text in which ids, keys and times
 * are replaced by names. The same lines must come from the reference server (differential.ts records them in
 * transcript.json) and from this relay (smp.test.ts compares).
 */
import { ascii, type Bytes, concat, empty } from "../../worker/encoding/bytes.ts"
import { decode, encode, short, struct, word16 } from "../../worker/encoding/codec.ts"
import type { Server } from "../../worker/encoding/server.ts"
import { packBatches, smpFrame, transmission } from "../../worker/encoding/transmission.ts"
import { type Command, command, type NewQueueMode, type Response, response } from "../../worker/smp/commands.ts"
import type { ClientHello } from "../../worker/smp/handshake.ts"
import { type Client, type ClientOptions, connect, type Outgoing, RelayError } from "./client.ts"
import { maxMessage } from "./commands.ts"
import {
  authorize,
  dh,
  type KeyPair,
  newKeys,
  openPadded,
  random,
  reversed,
  sealBox,
  sealPadded,
  senderIdOf,
} from "./crypto.ts"
import { idText } from "./queues.ts"

type Ids = Extract<Response, { type: "IDS" }>
type Queue = { readonly ids: Ids; readonly key: KeyPair; readonly secret: Bytes }

/** One conversation being written down. */
class Transcript {
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

const messaging: NewQueueMode = { type: "messaging", link: null }
const contact: NewQueueMode = { type: "contact", link: null }

const newQueue = (
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

const send = (text: string | Bytes, notification = false): Command => ({
  type: "SEND",
  notification,
  body: typeof text === "string" ? ascii(text) : text,
})

type Scenario = (t: Transcript) => Promise<void>

/** Every command with each kind of authorization and entity, most of them wrong. */
const credentials: Scenario = async t => {
  const client = await t.connect()
  const key = newKeys("ed25519")
  const k = newKeys("x25519")
  const q = await t.create(client, "q", messaging)
  const commands: Command[] = [
    newQueue(key, k, { subscribe: false }),
    ...(["SUB", "GET", "OFF", "DEL", "QUE", "LDEL", "NDEL", "PING", "LGET", "NSUB", "SUBS", "NSUBS"] as const).map(
      type => ({ type }),
    ),
    ...(["KEY", "SKEY", "LKEY"] as const).map(type => ({ type, key: key.public })),
    { type: "RKEY", keys: [key.public] },
    { type: "LSET", linkId: random(24), fixedData: ascii("f"), userData: ascii("u") },
    { type: "NKEY", authKey: key.public, dhKey: k.public },
    { type: "ACK", msgId: random(24) },
    send("x"),
    { type: "PFWD", version: 17, key: k.public, transmission: random(100) },
    { type: "RFWD", transmission: random(100) },
  ]
  for (const c of commands) {
    await t.ask(client, `${c.type} bare`, c)
    await t.ask(client, `${c.type} authorized`, c, { key })
    await t.ask(client, `${c.type} unknown entity`, c, { entityId: random(24) })
    await t.ask(client, `${c.type} unknown entity authorized`, c, { entityId: random(24), key })
    await t.ask(client, `${c.type} wrong key`, c, { entityId: q.ids.rcvId, key })
    await t.ask(client, `${c.type} sender id`, c, { entityId: q.ids.sndId, key: q.key })
  }
  for (const type of ["ed448", "x25519"] as const)
    await t.ask(client, `key of other type ${type}`, { type: "SUB" }, { entityId: q.ids.rcvId, key: newKeys(type) })
}

/** Words and parameters that do not parse, and frames that do not. */
const syntax: Scenario = async t => {
  const client = await t.connect()
  const q = await t.create(client, "q", messaging)
  const frame = transmission(smpFrame(t.version))
  const raw = (text: string | Bytes, entityId = q.ids.rcvId, corrId = random(24)): Bytes =>
    encode(frame, {
      authorization: new Uint8Array(64),
      service: null,
      sessionId: client.sessionId,
      corrId,
      entityId,
      command: typeof text === "string" ? ascii(text) : text,
    })
  const one = (bytes: Bytes): void => {
    for (const content of packBatches([bytes])) client.sendContent(content)
  }
  const x448 = concat(Uint8Array.from([0x30, 0x42, 0x30, 5, 6, 3, 0x2b, 0x65, 0x6f, 3, 0x39, 0]), random(56))
  const badKeys = [x448, random(44), newKeys("ed25519").public.slice(0, 43), empty]
  const lines: readonly (string | Bytes)[] = [
    "",
    " ",
    "FOO",
    "FOO bar",
    "sub",
    "SUB ",
    "SUB x",
    "SUBX",
    "KEY",
    "KEY ",
    "PING x",
    "SEND",
    "SEND T",
    "SEND X y",
    "SEND  y",
    "ACK",
    "ACK \u0005abc",
    "LSET \u0001a",
    "RKEY \u0000",
    "RKEY ",
    "PRXY ",
    "NEW ",
    "PFWD x",
    ...badKeys.map(key => concat(ascii("KEY "), encode(short, key))),
    ...badKeys.map(key => concat(ascii("SKEY "), encode(short, key))),
  ]
  for (const line of lines) {
    one(raw(line))
    await t.event(client, `command ${typeof line === "string" ? JSON.stringify(line) : `with ${line.length} bytes`}`)
  }
  for (const dhKey of [newKeys("ed25519").public, x448]) {
    const c = newQueue(newKeys("ed25519"), { ...newKeys("x25519"), public: dhKey }, { subscribe: false })
    await t.ask(client, "NEW with wrong DH key", c, { key: newKeys("ed25519") })
  }
  const whole = client.encode({ command: { type: "SUB" }, entityId: q.ids.rcvId, key: q.key })
  for (const [label, bytes] of [
    ["empty transmission", empty],
    ["cut transmission", whole.slice(0, 70)],
    ["random transmission", new Uint8Array(100).fill(0xee)],
  ] as const) {
    one(bytes)
    await t.event(client, label)
  }
  for (const length of [1, 63, 65, 79, 81, 113, 115])
    await t.ask(
      client,
      `authorization of ${length}`,
      { type: "SUB" },
      {
        entityId: q.ids.rcvId,
        authorization: new Uint8Array(length),
      },
    )
  for (const length of [0, 1, 23, 25, 255])
    await t.ask(
      client,
      `corrId of ${length}`,
      { type: "QUE" },
      {
        entityId: q.ids.rcvId,
        key: q.key,
        corrId: random(length),
      },
    )
  if (t.version >= 16) {
    for (const [label, tail] of [
      ["service signature", concat(ascii("1"), Uint8Array.of(64), new Uint8Array(64))],
      ["short service signature", concat(ascii("1"), Uint8Array.of(3), new Uint8Array(3))],
      ["no service letter", empty],
    ] as const) {
      const sub = client.encode({ command: { type: "SUB" }, entityId: q.ids.rcvId, key: q.key })
      // in place of the "0" behind the authorization of 1 + 64 bytes
      one(concat(sub.slice(0, 65), tail, sub.slice(66)))
      await t.event(client, label)
    }
  }
  if (t.version < 7) {
    const sub = client.encode({ command: { type: "SUB" }, entityId: q.ids.rcvId, key: q.key })
    sub[70] = (sub[70] ?? 0) ^ 1
    one(sub)
    await t.event(client, "other session id")
  }
}

/** Blocks that are none. The connection survives all of them. */
const blocks: Scenario = async t => {
  const client = await t.connect({ timeout: 1_000 })
  const ping = client.encode({ command: { type: "PING" } })
  const [good = empty] = packBatches([ping])
  for (const [label, content] of [
    ["empty content", empty],
    ["no transmissions", Uint8Array.of(0)],
    ["one too few", concat(Uint8Array.of(2), good.slice(1))],
    ["bytes left over", concat(good, ascii("x"))],
    ["count 255", Uint8Array.of(255)],
  ] as const) {
    client.sendContent(content)
    await t.event(client, label)
  }
  if (t.version >= 11) {
    client.sendRaw(random(16384))
    await t.event(client, "random block, and out of step after it")
  } else {
    client.sendRaw(concat(Uint8Array.of(0xff, 0xff), random(16382)))
    await t.event(client, "length too large")
  }
  await t.ask(client, "afterwards PING", { type: "PING" })
}

/** What the server makes of a client that says something else than it should. */
const hellos: Scenario = async t => {
  const service = {
    role: "messaging",
    key: { certificates: [random(300), random(300)], signedKey: random(100) },
  } as const
  const changes: Readonly<Record<string, (right: ClientHello) => ClientHello>> = {
    right: h => h,
    "other key hash": h => ({ ...h, keyHash: random(32) }),
    "short key hash": h => ({ ...h, keyHash: h.keyHash.slice(0, 31) }),
    "version 5": h => ({ ...h, version: 5 }),
    "version 99": h => ({ ...h, version: 99 }),
    "session key that is none": h => ({ ...h, sessionKey: random(44) }),
    service: h => ({ ...h, version: 16, service }),
  }
  for (const [label, hello] of Object.entries(changes)) {
    const client = await t.connect({ timeout: 2_000, hello })
    await t.ask(client, label, { type: "PING" })
  }
  const other = await connect({ ...t.server, keyHash: random(32) }, { timeout: 2_000 }).catch((e: unknown) => e)
  t.note("another server", other instanceof RelayError ? other.reason.type : "connected")
}

/** NEW: its key, modes and passwords; link data with it. */
const creation: Scenario = async t => {
  const client = await t.connect()
  const key = newKeys("ed25519")
  const d = newKeys("x25519")
  for (const type of ["ed25519", "ed448", "x25519"] as const) {
    const k = newKeys(type)
    await t.ask(client, `NEW ${type}`, newQueue(k, d), { key: k })
  }
  await t.ask(client, "NEW, other key", newQueue(key, d), { key: newKeys("ed25519") })
  await t.ask(client, "NEW, password", newQueue(key, d, { auth: "secret" }), { key })
  await t.ask(client, "NEW with entity", newQueue(key, d), { key, entityId: random(24) })
  if (t.version >= 9)
    for (const queue of [messaging, contact])
      await t.ask(client, `NEW ${queue.type}`, newQueue(key, d, { queue }), { key })
  if (t.version >= 17) {
    const ntf = { authKey: newKeys("ed25519").public, dhKey: newKeys("x25519").public }
    await t.ask(client, "NEW with notifier", newQueue(key, d, { ntf }), { key })
  }
  if (t.version < 15) return
  const data = { fixedData: ascii("fixed"), userData: ascii("user") }
  const corrId = random(24)
  const sndId = senderIdOf(corrId)
  t.name(sndId, "hashed")
  const linkId = random(24)
  t.name(linkId, "link")
  const asMessaging = (id: Bytes): NewQueueMode => ({ type: "messaging", link: { sndId: id, ...data } })
  const asContact = (id: Bytes): NewQueueMode => ({ type: "contact", link: { linkId, sndId: id, ...data } })
  const ask = (label: string, queue: NewQueueMode, withCorrId = corrId) =>
    t.ask(client, label, newQueue(key, d, { queue, subscribe: false }), { key, corrId: withCorrId })
  await ask("link, chosen sender id", asMessaging(random(24)))
  await ask("link, sender id of corrId", asMessaging(sndId))
  await ask("link, the same again", asMessaging(sndId))
  const other = random(24)
  t.name(senderIdOf(other), "hashed2")
  await ask("contact link, chosen sender id", asContact(random(24)), other)
  await ask("contact link", asContact(senderIdOf(other)), other)
  const third = random(24)
  await ask("contact link, link id taken", asContact(senderIdOf(third)), third)
}

/** Securing queues, and who may send to them. */
const securing: Scenario = async t => {
  const client = await t.connect()
  const sender = await t.connect()
  for (const [as, mode] of [
    ["m", messaging],
    ["c", contact],
    ["k", messaging],
    ["none", null],
  ] as const) {
    const q = await t.create(client, as, mode, false)
    const rcv = { entityId: q.ids.rcvId, key: q.key }
    const mine = newKeys("x25519")
    const other = newKeys("ed25519")
    const snd = { entityId: q.ids.sndId }
    await t.ask(sender, "SEND unsigned", send("1"), snd)
    await t.ask(sender, "SEND signed before secured", send("2"), { ...snd, key: mine })
    await t.ask(sender, "SKEY signed by other", { type: "SKEY", key: mine.public }, { ...snd, key: other })
    if (as === "k") await t.ask(client, "KEY", { type: "KEY", key: mine.public }, rcv)
    await t.ask(sender, "SKEY", { type: "SKEY", key: mine.public }, { ...snd, key: mine })
    await t.ask(sender, "SKEY again", { type: "SKEY", key: mine.public }, { ...snd, key: mine })
    await t.ask(sender, "SKEY other", { type: "SKEY", key: other.public }, { ...snd, key: other })
    await t.ask(client, "KEY same", { type: "KEY", key: mine.public }, rcv)
    await t.ask(client, "KEY other", { type: "KEY", key: other.public }, rcv)
    await t.ask(client, "KEY same again", { type: "KEY", key: mine.public }, rcv)
    await t.ask(sender, "SEND unsigned when secured", send("3"), snd)
    await t.ask(sender, "SEND wrong key", send("4"), { ...snd, key: other })
    await t.ask(sender, "SEND", send("5"), { ...snd, key: mine })
    await t.ask(sender, "SEND to recipient id", send("6"), { entityId: q.ids.rcvId, key: mine })
    await t.ask(client, "RKEY", { type: "RKEY", keys: [other.public, mine.public] }, rcv)
    await t.ask(client, "OFF by old key", { type: "OFF" }, rcv)
    await t.ask(client, "OFF by new key", { type: "OFF" }, { ...rcv, key: other })
    await t.ask(sender, "SEND when off", send("7"), { ...snd, key: mine })
    await t.ask(client, "SUB when off", { type: "SUB" }, rcv)
  }
  const q = await t.create(client, "large", messaging, false)
  for (const n of [maxMessage(t.version), maxMessage(t.version) + 1])
    await t.ask(sender, `SEND of ${n}`, send(new Uint8Array(n)), { entityId: q.ids.sndId })
  await t.ask(sender, "SEND of nothing", send(""), { entityId: q.ids.sndId })
}

/** Subscriptions, acknowledgements, GET. */
const receiving: Scenario = async t => {
  const client = await t.connect()
  const sender = await t.connect()
  const q = await t.create(client, "q", messaging)
  const rcv = { entityId: q.ids.rcvId, key: q.key }
  const snd = { entityId: q.ids.sndId }
  const named = (r: Response | null, as: string): Bytes => {
    if (r?.type !== "MSG") return empty
    t.name(r.msgId, as)
    return r.msgId
  }
  const ack = (label: string, msgId: Bytes) => t.ask(client, label, { type: "ACK", msgId }, rcv)
  await ack("ACK of nothing", random(24))
  await ack("empty ACK of nothing", empty)
  await t.ask(client, "GET when subscribed", { type: "GET" }, rcv)
  await t.ask(sender, "SEND", send("first"), snd)
  const first = await client.next()
  const id = named(first.response, "first")
  t.note("delivered", `[${t.bytes(first.entityId)}] ${t.read(q, first.response)}`)
  await t.ask(sender, "SEND", send("second", true), snd)
  await t.ask(client, "QUE", { type: "QUE" }, rcv)
  await ack("ACK of another", random(24))
  await t.ask(client, "SUB again", { type: "SUB" }, rcv)
  const again = await t.event(client, "delivered again")
  t.note("content", t.read(q, again))
  await ack("empty ACK", empty)
  const second = await client.request({ type: "ACK", msgId: id }, rcv)
  const id2 = named(second, "second")
  t.note("ACK of first", `${t.show(second)} ${t.read(q, second)}`)
  await ack("ACK of first again", id)
  await ack("ACK of second", id2)
  await t.ask(client, "QUE", { type: "QUE" }, rcv)

  // two messages, a connection that goes, one that takes over
  await t.ask(sender, "SEND", send("third"), snd)
  const third = await client.next()
  named(third.response, "third")
  const other = await t.connect()
  await t.ask(other, "SUB by another connection", { type: "SUB" }, rcv)
  t.note("delivered there", t.read(q, await t.event(other, "there")))
  await ack("ACK by the displaced", third.response.type === "MSG" ? third.response.msgId : empty)
  await t.ask(sender, "SEND", send("fourth"), snd)
  await t.event(client, "the displaced", 20_000)
  const fourth = await other.request(
    { type: "ACK", msgId: third.response.type === "MSG" ? third.response.msgId : empty },
    rcv,
  )
  t.note("ACK by the other", t.read(q, fourth))
  other.close()
  await other.closed
  await new Promise(resolve => setTimeout(resolve, 300))
  await t.ask(client, "SUB, back again", { type: "SUB" }, rcv)
  const back = await t.event(client, "back again")
  t.note("content", t.read(q, back))
  await ack("ACK", named(back, "fourth"))
  client.close()

  // GET
  const getter = await t.connect()
  await t.ask(getter, "GET of nothing", { type: "GET" }, rcv)
  await t.ask(sender, "SEND", send("fifth"), snd)
  await t.ask(sender, "SEND", send("sixth"), snd)
  const got = await getter.request({ type: "GET" }, rcv)
  const id5 = named(got, "fifth")
  t.note("GET", t.read(q, got))
  await t.ask(getter, "QUE", { type: "QUE" }, rcv)
  t.note("GET again", t.read(q, await getter.request({ type: "GET" }, rcv)))
  await t.ask(getter, "SUB after GET", { type: "SUB" }, rcv)
  await t.ask(getter, "ACK after GET", { type: "ACK", msgId: id5 }, rcv)
  await t.ask(getter, "ACK after GET again", { type: "ACK", msgId: id5 }, rcv)
  t.note("GET", t.read(q, await getter.request({ type: "GET" }, rcv)))

  // deleting under a subscriber
  const subscriber = await t.connect()
  await t.ask(subscriber, "SUB", { type: "SUB" }, rcv)
  await t.event(subscriber, "delivered")
  await t.ask(getter, "DEL by another", { type: "DEL" }, rcv)
  await t.event(subscriber, "the subscriber", 20_000)
  for (const c of [{ type: "SUB" }, { type: "DEL" }, { type: "QUE" }] as const)
    await t.ask(subscriber, `${c.type} when deleted`, c, rcv)
  await t.ask(sender, "SEND when deleted", send("x"), snd)
}

const quota: Scenario = async t => {
  const client = await t.connect()
  const sender = await t.connect()
  const q = await t.create(client, "q", messaging, false)
  const rcv = { entityId: q.ids.rcvId, key: q.key }
  const snd = { entityId: q.ids.sndId }
  for (let i = 0; i < 127; i++) await sender.request(send(`${i}`), snd)
  for (let i = 127; i < 131; i++) await t.ask(sender, `SEND ${i + 1}`, send(`${i}`), snd)
  await t.ask(client, "SUB", { type: "SUB" }, rcv)
  let message: Response = (await client.next()).response
  let count = 0
  let last = ""
  while (message.type === "MSG") {
    last = t.read(q, message)
    t.name(message.msgId, `m${++count}`)
    if (count === 128) await t.ask(sender, "SEND before it is drained", send("early"), snd)
    if (count === 129) {
      t.note("at last", last)
      await t.ask(client, "QUE", { type: "QUE" }, rcv)
      await t.ask(sender, "SEND with the marker left", send("early"), snd)
    }
    message = await client.request({ type: "ACK", msgId: message.msgId }, rcv)
  }
  t.note("drained", `${count} ${t.show(message)}`)
  await t.ask(sender, "SEND", send("again"), snd)
  t.note("delivered", t.read(q, await t.event(client, "message")))
}

/** Several commands in one block: what is seen by which, order, and how answers are packed. */
const batches: Scenario = async t => {
  const client = await t.connect()
  const sender = await t.connect()
  const all = async (c: Client, label: string, commands: readonly Outgoing[]): Promise<void> => {
    const from = c.blocks.length
    const answers = await Promise.all(c.requestAll(commands).map(r => r.then(a => t.show(a), String)))
    t.note(label, `${answers.join(", ")} in blocks of ${c.blocks.slice(from).join("+")}`)
  }
  const q = await t.create(client, "q", messaging, false)
  const rcv = { entityId: q.ids.rcvId, key: q.key }
  const snd = { entityId: q.ids.sndId }
  await all(sender, "PINGs", [{ command: { type: "PING" } }, { command: { type: "PING" } }])
  await all(sender, "a good, a bad, a good one", [
    { command: { type: "PING" } },
    { command: { type: "SUB" } },
    { command: { type: "PING" } },
  ])
  await all(
    sender,
    "SENDs",
    ["a", "b", "c"].map(text => ({ command: send(text), ...snd })),
  )
  await t.ask(client, "SUB", { type: "SUB" }, rcv)
  let message: Response = (await client.next()).response
  const order: string[] = []
  while (message.type === "MSG") {
    order.push(t.read(q, message))
    message = await client.request({ type: "ACK", msgId: message.msgId }, rcv)
  }
  t.note("arrived", order.join(" "))
  if (t.version >= 9) {
    const key = newKeys("ed25519")
    await all(sender, "SKEY and the SEND it allows", [
      { command: { type: "SKEY", key: key.public }, ...snd, key },
      { command: send("d"), ...snd, key },
    ])
  }
  for (const n of [4, 5, 30]) {
    const queues: Queue[] = []
    for (let i = 0; i < n; i++) {
      const one = await t.create(client, `${n}.${i}`, messaging, false, true)
      queues.push(one)
      if (i < 3) await sender.request(send("waiting"), { entityId: one.ids.sndId })
    }
    const c = await t.connect()
    await all(
      c,
      `${n} SUBs`,
      queues.map(one => ({ command: { type: "SUB" } as const, entityId: one.ids.rcvId, key: one.key })),
    )
    for (let i = 0; i < 3; i++) {
      const r = await c.next()
      t.note("message", t.bytes(r.entityId))
    }
    t.note("blocks", c.blocks.join("+"))
  }
}

const links: Scenario = async t => {
  if (t.version < 15) return
  const client = await t.connect()
  const sender = await t.connect()
  const set = (linkId: Bytes, fixed: string, user: string): Command => ({
    type: "LSET",
    linkId,
    fixedData: ascii(fixed),
    userData: ascii(user),
  })
  for (const [as, mode] of [
    ["m", messaging],
    ["c", contact],
    ["none", null],
  ] as const) {
    const q = await t.create(client, as, mode, false)
    const rcv = { entityId: q.ids.rcvId, key: q.key }
    const link = random(24)
    const key = newKeys("ed25519")
    const read = async (label: string): Promise<void> => {
      await t.ask(sender, `${label} LGET`, { type: "LGET" }, { entityId: link })
      await t.ask(sender, `${label} LKEY`, { type: "LKEY", key: key.public }, { entityId: link, key })
    }
    await t.ask(client, "LDEL of nothing", { type: "LDEL" }, rcv)
    await read("before")
    await t.ask(client, "LSET", set(link, "fixed", "user"), rcv)
    await t.ask(client, "LSET other user data", set(link, "fixed", "user2"), rcv)
    await t.ask(client, "LSET other fixed data", set(link, "fixed2", "user"), rcv)
    await t.ask(client, "LSET other link", set(random(24), "fixed", "user"), rcv)
    await t.ask(
      sender,
      "LKEY signed by other",
      { type: "LKEY", key: key.public },
      { entityId: link, key: newKeys("ed25519") },
    )
    await read("set")
    await t.ask(sender, "LKEY other", { type: "LKEY", key: newKeys("ed25519").public }, { entityId: link, key })
    await t.ask(client, "LSET when secured", set(link, "fixed", "user3"), rcv)
    await t.ask(sender, "SEND", send("x"), { entityId: q.ids.sndId, ...(as === "m" ? { key } : {}) })
    await read("sent")
    await t.ask(client, "LDEL", { type: "LDEL" }, rcv)
    await read("deleted")
    await t.ask(client, "LSET again", set(link, "fixed", "user"), rcv)
    await t.ask(client, "DEL", { type: "DEL" }, rcv)
    await read("queue deleted")
  }
}

const notifications: Scenario = async t => {
  const client = await t.connect()
  const server = await t.connect()
  const q = await t.create(client, "q", messaging, false)
  const rcv = { entityId: q.ids.rcvId, key: q.key }
  const key = newKeys("ed25519")
  const d = newKeys("x25519")
  const nid = await client.request({ type: "NKEY", authKey: key.public, dhKey: d.public }, rcv)
  if (nid.type !== "NID") return t.note("NKEY", t.show(nid))
  t.name(nid.notifierId, "ntf")
  t.note("NKEY", t.show(nid))
  await t.ask(server, "NSUB wrong key", { type: "NSUB" }, { entityId: nid.notifierId, key: newKeys("ed25519") })
  await t.ask(server, "NSUB", { type: "NSUB" }, { entityId: nid.notifierId, key })
  await t.ask(server, "NSUB again", { type: "NSUB" }, { entityId: nid.notifierId, key })
  await t.ask(server, "SEND without", send("quiet"), { entityId: q.ids.sndId })
  await t.ask(server, "SEND with", send("loud", true), { entityId: q.ids.sndId })
  const event = await t.event(server, "notified")
  if (event?.type === "NMSG") {
    const meta = openPadded(dh(nid.dhKey, d.private), event.nonce, event.meta)
    t.note("meta", meta === null ? "unreadable" : `${meta.length}`)
  }
  await t.ask(client, "NDEL", { type: "NDEL" }, rcv)
  await t.ask(client, "NDEL again", { type: "NDEL" }, rcv)
  await t.ask(server, "NSUB when deleted", { type: "NSUB" }, { entityId: nid.notifierId, key })
}

/** Private routing, with the server as proxy to itself. */
const proxying: Scenario = async t => {
  if (t.version < 8) return
  const client = await t.connect()
  const q = await t.create(client, "q", messaging)
  const snd = q.ids.sndId
  const prxy = (server: Server): Command => ({ type: "PRXY", server, auth: null })
  await t.ask(client, "PRXY with entity", prxy(t.server), { entityId: random(24) })
  await t.ask(client, "PRXY nobody there", prxy({ ...t.server, port: 1 }))
  await t.ask(client, "PRXY other identity", prxy({ ...t.server, keyHash: random(32) }))
  const pkey = await client.request(prxy(t.server))
  if (pkey.type !== "PKEY") return t.note("PRXY", t.show(pkey))
  t.note("PRXY", `${pkey.type} ${pkey.versions.min}-${Math.min(pkey.versions.max, 17)} ${pkey.key.certificates.length}`)
  const target = pkey
  const { spki } = await import("./identity.ts").then(m => ({ spki: m.checkedKey(target.key, t.server.keyHash) }))
  if (spki === null) return t.note("PKEY", "not certified")
  const version = Math.min(17, target.versions.max)
  const keys = newKeys("x25519")
  const secret = dh(spki, keys.private)
  const inner = (o: Outgoing, corrId: Bytes): Bytes => {
    const frame = transmission(smpFrame(version))
    const unsigned = { corrId, entityId: o.entityId ?? empty, command: encode(command(version), o.command) }
    const signed = concat(encode(short, target.sessionId), encode(short, corrId), encode(short, unsigned.entityId))
    const authorization = o.key ? authorize(o.key, spki, concat(signed, unsigned.command), corrId) : empty
    return encode(frame, { ...unsigned, authorization, service: null, sessionId: empty })
  }
  const forward = async (label: string, contents: readonly Bytes[], change = (b: Bytes): Bytes => b): Promise<void> => {
    const nonce = random(24)
    const [batch = empty] = packBatches(contents)
    const sealed = sealPadded(secret, nonce, batch, 16226)
    if (sealed === null) return t.note(label, "too large")
    const r = await client.request(
      { type: "PFWD", version, key: keys.public, transmission: change(sealed) },
      { entityId: target.sessionId, corrId: nonce },
    )
    if (r.type !== "PRES") return t.note(label, t.show(r))
    const opened = openPadded(secret, reversed(nonce), r.response)
    if (opened === null) return t.note(label, "unreadable")
    const inside = decode(transmission(smpFrame(version)), opened.slice(3))
    t.note(label, `PRES [${t.bytes(inside.entityId)}] ${t.show(decode(response(version), inside.command))}`)
  }
  const one = (label: string, o: Outgoing): Promise<void> => forward(label, [inner(o, random(24))])
  const key = newKeys("x25519")
  await one("SEND", { command: send("through"), entityId: snd })
  t.note("delivered", t.read(q, await t.event(client, "message")))
  await one("SKEY", { command: { type: "SKEY", key: key.public }, entityId: snd, key })
  await one("SEND unsigned", { command: send("x"), entityId: snd })
  await one("SEND signed", { command: send("x"), entityId: snd, key })
  await one("SEND largest", { command: send(new Uint8Array(16048)), entityId: snd, key })
  await one("SEND too large", { command: send(new Uint8Array(16049)), entityId: snd, key })
  await one("PING", { command: { type: "PING" } })
  await one("SUB", { command: { type: "SUB" }, entityId: q.ids.rcvId, key: q.key })
  await one("LGET", { command: { type: "LGET" }, entityId: random(24) })
  await forward("two commands", [
    inner({ command: send("x"), entityId: snd, key }, random(24)),
    inner({ command: send("y"), entityId: snd, key }, random(24)),
  ])
  await forward("no transmission", [random(10)])
  await forward("broken box", [inner({ command: send("x"), entityId: snd, key }, random(24))], b => {
    const broken = b.slice()
    broken[40] = (broken[40] ?? 0) ^ 1
    return broken
  })
  await t.ask(
    client,
    "PFWD to another session",
    {
      type: "PFWD",
      version,
      key: keys.public,
      transmission: random(16242),
    },
    { entityId: random(32) },
  )

  // as the proxy itself
  const proxy = await t.connect({ proxy: true })
  const nonce = random(24)
  const rfwd = (b: Bytes): Command => ({ type: "RFWD", transmission: sealBox(proxy.secret, nonce, b) })
  await t.ask(proxy, "RFWD of noise", { type: "RFWD", transmission: random(200) }, { corrId: random(24) })
  await t.ask(proxy, "RFWD of nothing", rfwd(empty), { corrId: nonce })
  const head = struct({ corrId: short, version: word16, key: short })
  const inside = encode(head, { corrId: random(24), version: 17, key: keys.public })
  await t.ask(proxy, "RFWD with noise inside", rfwd(concat(inside, random(100))), { corrId: nonce })
}

export const scenarios: Readonly<Record<string, Scenario>> = {
  hellos,
  credentials,
  syntax,
  blocks,
  creation,
  securing,
  receiving,
  quota,
  batches,
  links,
  notifications,
  proxying,
}

/** The lines of one scenario at one version. */
export const play = async (name: string, server: Server, version: number): Promise<string[]> => {
  const t = new Transcript(server, version)
  try {
    await scenarios[name]?.(t)
  } finally {
    t.close()
  }
  return t.lines
}
