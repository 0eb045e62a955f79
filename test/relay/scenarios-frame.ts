/** What does not depend on queues: hellos, blocks, frames, words, credentials. See scenarios.ts. */
import { ascii, type Bytes, concat, empty } from "../../worker/encoding/bytes.ts"
import { encode, short } from "../../worker/encoding/codec.ts"
import { packBatches, smpFrame, transmission } from "../../worker/encoding/transmission.ts"
import type { Command } from "../../worker/smp/commands.ts"
import type { ClientHello } from "../../worker/smp/handshake.ts"
import { connect, RelayError } from "./client.ts"
import { newKeys, random } from "./crypto.ts"
import { messaging, newQueue, type Scenario, send } from "./transcript.ts"

/** What the server makes of a client that says something else than it should. */
export const hellos: Scenario = async t => {
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

/** Every command with each kind of authorization and entity, most of them wrong. */
export const credentials: Scenario = async t => {
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
export const syntax: Scenario = async t => {
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
export const blocks: Scenario = async t => {
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
