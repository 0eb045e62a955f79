/**
 * What many contacts cost a worker: memory, and time until all of them can write. The contacts are one real contact
 * copied, each with a queue of its own on the relay. The store is not counted: in a browser it is on the disk.
 */
import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import { loadKem } from "../../worker/crypto/kem.ts"
import { generateKeyPair, toSpki } from "../../worker/crypto/keys.ts"
import { empty } from "../../worker/encoding/bytes.ts"
import { parseServerAddress } from "../../worker/encoding/server.ts"
import type { Clock, Random } from "../../worker/platform.ts"
import { openSession } from "../../worker/smp/client.ts"
import type { RcvQueue } from "../../worker/store/agent.ts"
import { put } from "../../worker/store/schema.ts"
import { startRelay } from "../relay/smp.ts"
import { directConnect } from "../support/direct.ts"
import { newDevice, until } from "../support/node-worker.ts"
import type { Row } from "./row.ts"

const random: Random = n => crypto.getRandomValues(new Uint8Array(n))
const clock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const t = setTimeout(run, ms)
    return () => clearTimeout(t)
  },
}

/** Queues of ours on the relay, some hundred at a time as one block takes. */
const makeQueues = async (address: string, count: number, like: RcvQueue): Promise<readonly RcvQueue[]> => {
  const { server } = parseServerAddress(address, "smp")
  const ignore = () => undefined
  const session = await openSession({ server, connect: directConnect, clock, random, onPush: ignore, onClose: ignore })
  const make = async (): Promise<RcvQueue> => {
    const auth = generateKeyPair("Ed25519", random)
    const dh = generateKeyPair("X25519", random)
    const queue = { type: "messaging" as const, link: null }
    const keys = { rcvAuthKey: toSpki(auth.publicKey), rcvDhKey: toSpki(dh.publicKey) }
    const ids = await session.request(
      empty,
      { type: "NEW", ...keys, auth: null, subscribe: false, queue, ntf: null },
      auth.privateKey,
    )
    if (ids.type !== "IDS") throw new Error("no queue")
    return { ...like, rcvId: ids.rcvId, sndId: ids.sndId, authKey: auth.privateKey.raw }
  }
  const all: RcvQueue[] = []
  while (all.length < count)
    all.push(...(await Promise.all(Array.from({ length: Math.min(200, count - all.length) }, make))))
  session.close()
  return all
}

const heap = (): number => {
  global.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return (heapUsed + arrayBuffers) / 1024
}

const measure = async (count: number): Promise<{ perContact: number; start: number; subscribed: number }> => {
  const relay = await startRelay({})
  const world = { connect: directConnect, clock, random, kem: loadKem, servers: () => [relay.address] }
  const alice = await newDevice("Alice", world)
  const bob = await newDevice("Bob", world)
  await Promise.all([alice.start(), bob.start()])
  await bob.chat.connect((await alice.chat.createLink()).link?.full ?? "")
  await until([alice, bob], async () => [alice, bob].every(d => d.chat.chats()[0]?.status === "connected"))
  alice.stop()
  bob.stop()
  const [contact] = await alice.disk.list("contacts")
  const [connection] = await alice.disk.list("connections")
  const [ratchet] = await alice.disk.list("ratchets")
  const like = connection?.rcv[0]
  if (contact === undefined || connection === undefined || ratchet === undefined || like === undefined)
    throw new Error("not connected")
  const queues = await makeQueues(relay.address, count, like)
  for (const [i, queue] of queues.entries()) {
    const connId = `copy-${i}`
    await alice.disk.commit([
      put("contacts", { ...contact, contactId: connId, connId }),
      put("connections", { ...connection, connId, rcv: [queue] }),
      put("ratchets", { ...ratchet, connId }),
    ])
  }
  const before = heap()
  const asked = relay.stats.commands.SUB ?? 0
  const began = performance.now()
  await alice.start()
  const start = performance.now() - began
  while ((relay.stats.commands.SUB ?? 0) - asked < count) await new Promise(r => setTimeout(r, 5))
  const subscribed = performance.now() - began
  await new Promise(r => setTimeout(r, 2000))
  return { perContact: (heap() - before) / count, start, subscribed }
}

export const contactRows = async (): Promise<Row[]> => {
  const child = spawn(process.execPath, ["--expose-gc", "--import", "tsx", fileURLToPath(import.meta.url), "1000"], {
    stdio: ["ignore", "pipe", "inherit"],
  })
  let text = ""
  for await (const chunk of child.stdout) text += String(chunk)
  const found = JSON.parse(text) as Awaited<ReturnType<typeof measure>>
  return [
    { name: "memory of the worker per contact, of 1,000", value: found.perContact, unit: "KB" },
    { name: "unlocked to chat list, 1,000 contacts", value: found.start, unit: "ms", target: "<= 150" },
    { name: "unlocked to all 1,000 subscribed", value: found.subscribed, unit: "ms" },
  ]
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(JSON.stringify(await measure(Number(process.argv[2]))))
  process.exit(0)
}
