/** Sessions and subscriptions with a true server behind a connection that can be cut where it hurts. */
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest"
import { generateKeyPair, toSpki } from "../../worker/crypto/keys.ts"
import { type Bytes, hex } from "../../worker/encoding/bytes.ts"
import type { Connect, Socket } from "../../worker/platform.ts"
import { SmpError } from "../../worker/smp/error.ts"
import { defaultNetwork } from "../../worker/smp/network.ts"
import { createServers, type Servers, type ServersOptions } from "../../worker/smp/servers.ts"
import { type Relay, startRelay } from "../relay/smp.ts"
import { acceleratedClock } from "../support/clock.ts"
import { directConnect } from "../support/direct.ts"
import { seededRandom } from "../support/random.ts"

let relay: Relay
let own: Servers[] = []
let seed = 0
const block = 16384
const owner = { connId: "c" }

beforeAll(async () => {
  relay = await startRelay()
})
beforeEach(() => {
  for (const s of own) s.close()
  own = []
})
afterAll(async () => {
  for (const s of own) s.close()
  await relay.close()
})

const setUp = (connect: Connect = directConnect, faster = 50) => {
  const random = seededRandom(`servers ${++seed}`)
  const log: string[] = []
  const options: ServersOptions = {
    connect,
    clock: acceleratedClock(faster),
    random,
    onMessage: (_, rcvId, m) => void log.push(`message ${hex(rcvId)} ${hex(m.msgId)}`),
    onGone: (_, rcvId, { code }) => void log.push(`gone ${hex(rcvId)} ${code}`),
    onStatus: (_, status) => void log.push(status),
    onOpen: () => undefined,
    network: () => ({ ...defaultNetwork, routing: "never" }),
    secrets: () => ({ lasting: new Uint8Array(16), thisStart: new Uint8Array(16) }),
    isKnown: server => server === relay.address,
    proxyFor: () => null,
  }
  const servers = createServers(options)
  own.push(servers)
  const newQueue = async () => {
    const auth = generateKeyPair("Ed25519", random)
    const request = {
      rcvAuthKey: toSpki(auth.publicKey),
      rcvDhKey: toSpki(generateKeyPair("X25519", random).publicKey),
      auth: null,
      subscribe: true,
      queue: { type: "messaging" as const, link: null },
      ntf: null,
    }
    return { ...(await servers.createQueue(owner, relay.address, request, auth.privateKey)), key: auth.privateKey }
  }
  const sendTo = (sndId: Bytes) =>
    servers.request(owner, relay.address, sndId, { type: "SEND", notification: false, body: random(100) })
  return { servers, log, newQueue, sendTo }
}

const eventually = async (check: () => boolean): Promise<void> => {
  const end = Date.now() + 60_000
  while (!check()) {
    if (Date.now() > end) throw new Error("waited for too long")
    await new Promise(r => setTimeout(r, 5))
  }
}

/** Ends the stream behind this many blocks, the first time. */
const endsAfter = (blocks: number): Connect => {
  let first = true
  return async target => {
    const socket = await directConnect(target)
    if (!first) return socket
    first = false
    const cut: Socket = {
      ...socket,
      received: {
        async *[Symbol.asyncIterator]() {
          let length = 0
          for await (const chunk of socket.received) {
            length += chunk.length
            yield chunk
            if (length >= blocks * block) return socket.close()
          }
        },
      },
    }
    return cut
  }
}

it("queues are subscribed again after the connection was lost, and what came meanwhile is there", async () => {
  const [a, b] = [setUp(), setUp()]
  const queue = await a.newQueue()
  relay.dropConnections()
  await b.sendTo(queue.sndId)
  await eventually(() => a.log.some(l => l.startsWith(`message ${hex(queue.rcvId)}`)))
  expect(a.log.filter(l => !l.startsWith("message"))).toEqual([
    "connecting",
    "online",
    "offline",
    "connecting",
    "online",
  ])
})

it("a queue whose session ends with the answer to NEW is subscribed in the next", async () => {
  const [a, b] = [setUp(endsAfter(2)), setUp()]
  const queue = await a.newQueue()
  await b.sendTo(queue.sndId)
  await eventually(() => a.log.some(l => l.startsWith(`message ${hex(queue.rcvId)}`)))
})

it("without queues to receive from, a lost connection is made again when it is needed, not before", async () => {
  const [a, b] = [setUp(), setUp()]
  const queue = await b.newQueue()
  await a.sendTo(queue.sndId)
  relay.dropConnections()
  await eventually(() => a.log.includes("idle"))
  await new Promise(r => setTimeout(r, 100))
  expect(a.log).toEqual(["connecting", "online", "idle"])
  await a.sendTo(queue.sndId)
  expect(a.log.at(-1)).toBe("online")
})

it("a message that is not acknowledged comes again in the next session, and no other before it", async () => {
  const a = setUp()
  const queue = await a.newQueue()
  await a.sendTo(queue.sndId)
  await a.sendTo(queue.sndId)
  const messages = () => a.log.filter(l => l.startsWith("message"))
  await eventually(() => messages().length === 1)
  relay.dropConnections()
  await eventually(() => messages().length === 2)
  expect(messages()[1]).toBe(messages()[0])
  const msgId = Uint8Array.from(Buffer.from((messages()[0] ?? "").split(" ")[2] ?? "", "hex"))
  await a.servers.acknowledge(relay.address, queue.rcvId, msgId)
  await eventually(() => messages().length === 3)
  expect(messages()[2]).not.toBe(messages()[0])
})

it("a queue that was deleted meanwhile is gone; the others are not", async () => {
  const [a, b] = [setUp(), setUp()]
  const [kept, deleted] = [await a.newQueue(), await a.newQueue()]
  await b.servers.request(owner, relay.address, deleted.rcvId, { type: "DEL" }, deleted.key)
  await eventually(() => a.log.includes(`gone ${hex(deleted.rcvId)} AUTH`))
  relay.dropConnections()
  await eventually(() => a.log.filter(l => l === "online").length === 2)
  await b.sendTo(kept.sndId)
  await eventually(() => a.log.some(l => l.startsWith(`message ${hex(kept.rcvId)}`)))
})

it("commands under way when the connection is lost fail with NETWORK, refused ones with the server's code", async () => {
  const silent = await startRelay({ hooks: { onAnswer: () => "silent" } })
  const a = setUp()
  const waiting = a.servers.request(owner, silent.address, new Uint8Array(0), { type: "PING" }).catch((e: unknown) => e)
  await eventually(() => silent.stats.commands.PING === 1)
  silent.dropConnections()
  expect(await waiting).toMatchObject({ code: "NETWORK", temporary: true })
  const refused = await a.sendTo(new Uint8Array(24)).catch((e: unknown) => e)
  expect(refused).toBeInstanceOf(SmpError)
  expect(refused).toMatchObject({ code: "AUTH", temporary: false })
  await silent.close()
})

it("a command without answer fails with TIMEOUT; if nothing at all was heard the session ends", async () => {
  const silent = await startRelay({ hooks: { onAnswer: () => "silent" } })
  const a = setUp(directConnect, 300)
  const answer = await a.servers
    .request(owner, silent.address, new Uint8Array(0), { type: "PING" })
    .catch((e: unknown) => e)
  expect(answer).toMatchObject({ code: "TIMEOUT", temporary: true })
  await eventually(() => a.log.includes("idle"))
  await silent.close()
})

it("after close nothing is connected, asked or pushed", async () => {
  const [a, b] = [setUp(), setUp()]
  const queue = await a.newQueue()
  const before = [...a.log]
  a.servers.close()
  await b.sendTo(queue.sndId)
  await expect(a.sendTo(queue.sndId)).rejects.toMatchObject({ code: "NETWORK" })
  a.servers.wake()
  await new Promise(r => setTimeout(r, 100))
  expect(a.log).toEqual(before)
})
