/** The life of queues: created, secured, sent to, read, full, linked, deleted. See scenarios.ts. */
import { ascii, type Bytes, empty } from "../../worker/encoding/bytes.ts"
import type { Command, NewQueueMode, Response } from "../../worker/smp/commands.ts"
import { maxMessage } from "./commands.ts"
import { dh, newKeys, openPadded, random, senderIdOf } from "./crypto.ts"
import { contact, messaging, newQueue, type Scenario, send } from "./transcript.ts"

/** NEW: its key, modes and passwords; link data with it. */
export const creation: Scenario = async t => {
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
export const securing: Scenario = async t => {
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
export const receiving: Scenario = async t => {
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

export const quota: Scenario = async t => {
  const client = await t.connect()
  const sender = await t.connect()
  const q = await t.create(client, "q", messaging, false)
  const rcv = { entityId: q.ids.rcvId, key: q.key }
  const snd = { entityId: q.ids.sndId }
  await Promise.all(sender.requestAll(Array.from({ length: 127 }, (_, i) => ({ command: send(`${i}`), ...snd }))))
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

export const links: Scenario = async t => {
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

export const notifications: Scenario = async t => {
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
