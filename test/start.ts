/**
 * `npm start`: builds the page, then runs the local SMP and XFTP relays and the bridge that serves the page, all on
 * 127.0.0.1.
 *
 *   PORT=8080              where the page is        RELAY_PORT=5223, FILE_PORT=5224   where the local relays are
 *   -- --smp smp://...     use this server instead of the local SMP relay (repeatable)
 *      --xftp xftp://...   the same for files
 *
 * The relays keep their identities, queues, messages and files, so that links and chats survive a restart.
 */
import { mkdirSync } from "node:fs"
import { parseArgs } from "node:util"
import { build } from "vite"
import { startBridge } from "../bridge/bridge.ts"
import { parseServerAddress } from "../worker/encoding/server.ts"
import { startRelay } from "./relay/smp.ts"
import { startXftpRelay } from "./relay/xftp.ts"

const usage =
  "usage: npm start [-- --smp smp://FINGERPRINT@HOST[:PORT] ... --xftp xftp://... ...]      environment: PORT, RELAY_PORT, FILE_PORT"

const fail = (message: string): never => {
  console.error(message)
  process.exit(2)
}

const portOf = (name: string, fallback: number): number => {
  const text = process.env[name] ?? String(fallback)
  const port = Number(text)
  return /^\d+$/.test(text) && port <= 65535 ? port : fail(`${name}=${text} is not a port\n${usage}`)
}

const servers = () => {
  try {
    const many = { type: "string", multiple: true } as const
    const { values } = parseArgs({ options: { smp: many, xftp: many } })
    return { smp: values.smp ?? [], xftp: values.xftp ?? [] }
  } catch (e) {
    return fail(`${e instanceof Error ? e.message : ""}\n${usage}`)
  }
}

const given = servers()
for (const scheme of ["smp", "xftp"] as const)
  for (const address of given[scheme]) {
    try {
      parseServerAddress(address, scheme)
    } catch {
      fail(`not the address of a server, ${scheme}://...: ${address}\n${usage}`)
    }
  }
const port = portOf("PORT", 8080)
const relayPort = portOf("RELAY_PORT", 5223)
const filePort = portOf("FILE_PORT", 5224)

await build({ logLevel: "warn" })

/** Most often the port is taken by another copy of this. */
const started = <T>(what: string, at: number, start: Promise<T>): Promise<T> =>
  start.catch((e: NodeJS.ErrnoException) =>
    fail(e.code === "EADDRINUSE" ? `${what}: port ${at} is taken\n${usage}` : `${what}: ${e.message}`),
  )

const cache = "node_modules/.cache/unlisted"
mkdirSync(cache, { recursive: true })
const relay =
  given.smp.length > 0
    ? null
    : await started("relay", relayPort, startRelay({ port: relayPort, file: `${cache}/relay.log` }))
const fileRelay =
  given.xftp.length > 0
    ? null
    : await started("file relay", filePort, startXftpRelay({ port: filePort, folder: `${cache}/files` }))
const smp = relay === null ? given.smp : [relay.address]
const xftp = fileRelay === null ? given.xftp : [fileRelay.address]
const bridge = await started(
  "bridge",
  port,
  startBridge({ port, host: "127.0.0.1", web: "dist/web", smp, xftp, allowPrivate: true }),
)
console.log(`Unlisted is at http://localhost:${bridge.port}`)

let stopping = false
const stop = async (): Promise<void> => {
  if (stopping) return
  stopping = true
  await bridge.close()
  await relay?.close()
  await fileRelay?.close()
  process.exit(0)
}
process.on("SIGINT", () => void stop())
process.on("SIGTERM", () => void stop())
