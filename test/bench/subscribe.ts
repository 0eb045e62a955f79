/**
 * Subscribing again after a connection was lost: many queues on one server, beside the fewest blocks and signatures that
 * take. The relay is a process of its own.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { monitorEventLoopDelay } from "node:perf_hooks"
import { fileURLToPath } from "node:url"
import { generateKeyPair, toSpki } from "../../worker/crypto/keys.ts"
import { signAsync } from "../../worker/crypto/sign.ts"
import { empty } from "../../worker/encoding/bytes.ts"
import { parseServerAddress } from "../../worker/encoding/server.ts"
import { blockSize, maxContent } from "../../worker/encoding/transmission.ts"
import type { Clock, Connect, Random, Socket } from "../../worker/platform.ts"
import { openSession } from "../../worker/smp/client.ts"
import { defaultNetwork } from "../../worker/smp/network.ts"
import { createServers } from "../../worker/smp/servers.ts"
import { directConnect } from "../support/direct.ts"
import type { Row } from "./row.ts"

/** authorization 1+64, no service 1, corrId 1+24, queue id 1+24, "SUB", and the length before it. */
export const subLength = 65 + 1 + 25 + 25 + 3 + 2
export const fewestBlocks = (count: number): number => Math.ceil(count / Math.floor((maxContent - 1) / subLength))

type Found = {
  readonly time: number
  readonly blocks: number
  readonly cpu: number
  readonly signing: number
  readonly pause: number
  readonly other: number
  readonly memory: number
}

const random: Random = n => crypto.getRandomValues(new Uint8Array(n))
const clock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const t = setTimeout(run, ms)
    return () => clearTimeout(t)
  },
}
const owner = { connId: "c" }

const makeQueues = async (address: string, count: number) => {
  const { server } = parseServerAddress(address, "smp")
  const ignore = () => undefined
  const session = await openSession({ server, connect: directConnect, clock, random, onPush: ignore, onClose: ignore })
  const make = async () => {
    const { publicKey, privateKey } = generateKeyPair("Ed25519", random)
    const rcvDhKey = toSpki(generateKeyPair("X25519", random).publicKey)
    const queue = { type: "messaging" as const, link: null }
    const command = { type: "NEW" as const, rcvAuthKey: toSpki(publicKey), rcvDhKey, auth: null, subscribe: false }
    const ids = await session.request(empty, { ...command, queue, ntf: null }, privateKey)
    if (ids.type !== "IDS") throw new Error("no queue")
    return { rcvId: ids.rcvId, key: privateKey }
  }
  const all: Awaited<ReturnType<typeof make>>[] = []
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
const cpu = (since?: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1000
}

const measure = async (address: string, count: number): Promise<Found> => {
  const queues = await makeQueues(address, count)
  let sent = 0
  const counting: Connect = async target => {
    const socket = await directConnect(target)
    const send: Socket["send"] = bytes => {
      sent += bytes.length
      return socket.send(bytes)
    }
    return { ...socket, send }
  }
  const servers = createServers({
    connect: counting,
    clock,
    random,
    network: () => defaultNetwork,
    secrets: () => ({ lasting: empty, thisStart: empty }),
    onMessage: () => undefined,
    onGone: () => undefined,
    onStatus: () => undefined,
    onOpen: () => undefined,
    isKnown: () => true,
    proxyFor: () => null,
  })
  const before = heap()
  for (const q of queues) servers.subscribe(owner, address, q.rcvId, q.key)
  const active = (): number => servers.states()[0]?.subscriptions.active ?? 0
  const all = async (): Promise<void> => {
    while (active() < count) await new Promise(r => setTimeout(r, 20))
  }
  await all()
  // keys are imported by now, as in a program that has been running for a while
  await new Promise(r => setTimeout(r, 500))
  const memory = (heap() - before) / count
  sent = 0
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const used = process.cpuUsage()
  const began = performance.now()
  servers.reconnect()
  let other = 0
  let done = false
  const others = (async () => {
    while (!done) {
      const asked = performance.now()
      await servers.request(owner, address, empty, { type: "PING" })
      other = Math.max(other, performance.now() - asked)
      await new Promise(r => setTimeout(r, 20))
    }
  })()
  await all()
  const time = performance.now() - began
  const spent = cpu(used)
  delay.disable()
  done = true
  await others
  const signed = process.cpuUsage()
  for (let i = 0; i < queues.length; i += 1350)
    await Promise.all(queues.slice(i, i + 1350).map(q => signAsync(q.key, random(150))))
  const signing = cpu(signed)
  servers.close()
  // one of the blocks is our hello
  return { time, blocks: sent / blockSize - 1, cpu: spent, signing, pause: delay.max / 1e6, other, memory }
}

const startRelayProcess = async (): Promise<{ readonly process: ChildProcess; readonly address: string }> => {
  const main = fileURLToPath(new URL("../relay/main.ts", import.meta.url))
  const child = spawn(process.execPath, ["--import", "tsx", main], { stdio: ["ignore", "pipe", "inherit"] })
  const [address] = (await once(child.stdout, "data")) as [Buffer]
  return { process: child, address: address.toString().trim() }
}

const rowsFor = async (count: number): Promise<Row[]> => {
  const relay = await startRelayProcess()
  const args = ["--expose-gc", "--import", "tsx", fileURLToPath(import.meta.url), relay.address, String(count)]
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] })
  let text = ""
  for await (const chunk of child.stdout) text += String(chunk)
  relay.process.kill()
  const found = JSON.parse(text) as Found
  const n = count.toLocaleString("en")
  return [
    { name: `${n} queues subscribed again`, value: found.time, unit: "ms" },
    {
      name: "  blocks sent, with those of other traffic (baseline: fewest)",
      value: found.blocks,
      unit: "",
      baseline: fewestBlocks(count),
    },
    { name: "  CPU (baseline: the signatures alone)", value: found.cpu, unit: "ms", baseline: found.signing },
    { name: "  longest that another command took", value: found.other, unit: "ms" },
    { name: "  longest pause of the event loop", value: found.pause, unit: "ms" },
    { name: "  memory per subscription", value: found.memory, unit: "KB" },
  ]
}

export const subscribeRows = async (): Promise<Row[]> => [...(await rowsFor(1_000)), ...(await rowsFor(10_000))]

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(JSON.stringify(await measure(process.argv[2] ?? "", Number(process.argv[3]))))
  process.exit(0)
}
