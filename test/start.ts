/**
 * `npm start`: builds the page, then runs the local SMP relay and the bridge that serves the page, all on 127.0.0.1.
 *
 *   PORT=8080            where the page is          RELAY_PORT=5223   where the local relay is
 *   -- --smp smp://...   use this server instead of the local relay (repeatable)
 *
 * The relay keeps its identity, queues and messages in a file, so that links and chats survive a restart.
 */
import { mkdirSync } from "node:fs"
import { parseArgs } from "node:util"
import { build } from "vite"
import { startBridge } from "../bridge/bridge.ts"
import { parseServerAddress } from "../worker/encoding/server.ts"
import { startRelay } from "./relay/smp.ts"

const usage = "usage: npm start [-- --smp smp://FINGERPRINT@HOST[:PORT] ...]      environment: PORT, RELAY_PORT"

const fail = (message: string): never => {
  console.error(message)
  process.exit(2)
}

const portOf = (name: string, fallback: number): number => {
  const text = process.env[name] ?? String(fallback)
  const port = Number(text)
  return /^\d+$/.test(text) && port <= 65535 ? port : fail(`${name}=${text} is not a port\n${usage}`)
}

const servers = (): string[] => {
  try {
    const { values } = parseArgs({ options: { smp: { type: "string", multiple: true } } })
    return values.smp ?? []
  } catch (e) {
    return fail(`${e instanceof Error ? e.message : ""}\n${usage}`)
  }
}

const given = servers()
for (const address of given) {
  try {
    parseServerAddress(address, "smp")
  } catch {
    fail(`not an SMP server address: ${address}\n${usage}`)
  }
}
const port = portOf("PORT", 8080)
const relayPort = portOf("RELAY_PORT", 5223)

await build({ logLevel: "warn" })

/** Most often the port is taken by another copy of this. */
const started = <T>(what: string, at: number, start: Promise<T>): Promise<T> =>
  start.catch((e: NodeJS.ErrnoException) =>
    fail(e.code === "EADDRINUSE" ? `${what}: port ${at} is taken\n${usage}` : `${what}: ${e.message}`),
  )

const cache = "node_modules/.cache/unlisted"
mkdirSync(cache, { recursive: true })
const relay =
  given.length > 0
    ? null
    : await started("relay", relayPort, startRelay({ port: relayPort, file: `${cache}/relay.log` }))
const smp = relay === null ? given : [relay.address]
const bridge = await started(
  "bridge",
  port,
  startBridge({ port, host: "127.0.0.1", web: "dist/web", smp, allowPrivate: true }),
)
console.log(`Unlisted is at http://localhost:${bridge.port}`)

let stopping = false
const stop = async (): Promise<void> => {
  if (stopping) return
  stopping = true
  await bridge.close()
  await relay?.close()
  process.exit(0)
}
process.on("SIGINT", () => void stop())
process.on("SIGTERM", () => void stop())
