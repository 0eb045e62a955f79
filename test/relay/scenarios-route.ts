/** Several commands in one block, and commands by way of a proxy. See scenarios.ts. */
import { type Bytes, concat, empty } from "../../worker/encoding/bytes.ts"
import { decode, encode, short, struct, word16 } from "../../worker/encoding/codec.ts"
import type { Server } from "../../worker/encoding/server.ts"
import { packBatches, smpFrame, transmission } from "../../worker/encoding/transmission.ts"
import { type Command, command, type Response, response } from "../../worker/smp/commands.ts"
import type { Client, Outgoing } from "./client.ts"
import { authorize, dh, newKeys, openPadded, random, reversed, sealBox, sealPadded } from "./crypto.ts"
import { checkedKey } from "./identity.ts"
import { messaging, type Queue, type Scenario, send } from "./transcript.ts"

/** Several commands in one block: what is seen by which, order, and how answers are packed. */
export const batches: Scenario = async t => {
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

/** Private routing, with the server as proxy to itself. */
export const proxying: Scenario = async t => {
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
  const spki = checkedKey(target.key, t.server.keyHash)
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
