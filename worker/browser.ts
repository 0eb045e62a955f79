/** The session in the browser: gives it what only the browser has. Fetched by main.ts when the first screen is there. */
import type { WorkerApi } from "./api.ts"
import { type LoadKem, loadKem, type PreparedKem, preparedKem } from "./crypto/kem.ts"
import type { Keep } from "./kept.ts"
import type { Clock, Post, Random } from "./platform.ts"
import type { Bridges, Leader } from "./rim.ts"
import { createSession } from "./session.ts"
import { bridgeAnswers, bridgeConnect } from "./smp/socket.ts"
import { opfsDisk } from "./store/disk.ts"
import { databaseExists, databaseName } from "./store/existence.ts"
import { deleteDatabase, indexedDbBackend } from "./store/indexeddb.ts"
import { readRecord } from "./store/records.ts"
import { StoreError } from "./store/store.ts"

const lockName = "unlisted profile"
const takeOver = "unlisted take over"

const random: Random = length => crypto.getRandomValues(new Uint8Array(length))

const clock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}

// servers

let servers: readonly string[] | null = null
let otherBridges: readonly string[] = []
let directSources: readonly string[] = []

const texts = (list: unknown): readonly string[] =>
  Array.isArray(list) ? list.filter((t: unknown) => typeof t === "string") : []

/** The bridge says which servers new queues are made on. Asked again until it answers. */
const loadServers = async (): Promise<void> => {
  try {
    const answer = await fetch("/config.json", { cache: "no-store" })
    const { smp, xftp, bridges, direct } = (await answer.json()) as Readonly<Record<string, unknown>>
    otherBridges = texts(bridges)
    directSources = texts(direct)
    servers = [...texts(smp), ...texts(xftp)]
  } catch {
    clock.after(3_000, () => void loadServers())
  }
}
const loaded = loadServers()

const bridgeUrl = `${self.location.origin.replace(/^http/, "ws")}/bridge`
const openSocket = (url: string) => new WebSocket(url)
const connectTo = (url: string) => bridgeConnect(openSocket, url, clock)
let connectBridge = connectTo(bridgeUrl)

const bridges: Bridges = {
  allowed: () => otherBridges,
  answers: url => bridgeAnswers(openSocket, url, clock),
  use: url => {
    connectBridge = connectTo(url ?? bridgeUrl)
  },
}

const post: Post = async (url, { body, headers, signal }) => {
  const response = await fetch(url, {
    method: "POST",
    body: body as BufferSource,
    // Else it is told what languages somebody reads.
    headers: { ...headers, "Accept-Language": "*" },
    signal,
    cache: "no-store",
    credentials: "omit",
    redirect: "error",
    referrerPolicy: "no-referrer",
  })
  if (response.status !== 200) throw new TypeError("not an answer")
  return response.body
}

// storage

const keep: Keep = {
  // Asking must not create anything: a visitor who starts a private session leaves no trace.
  exists: async () => {
    if (!(await databaseExists())) return false
    const backend = await indexedDbBackend(databaseName, () => undefined).catch((e: unknown) => {
      // It is there, and unlocking says what is the matter.
      if (e instanceof StoreError && e.code === "NEWER") return null
      throw e
    })
    if (backend === null) return true
    const vault = await readRecord(backend, "vault")
    backend.close()
    return vault !== undefined
  },
  open: onLost => indexedDbBackend(databaseName, onLost),
  remove: () => deleteDatabase(databaseName),
}

// one tab at a time

const tabs = new BroadcastChannel(takeOver)
let onAsked: (() => void) | null = null
tabs.addEventListener("message", () => onAsked?.())

/** How long the other tab may take to close its store before the lock is taken by force. */
const patience = 3_000

const leader: Leader = {
  isTaken: async () => {
    const isHeld = async () => ((await navigator.locks.query()).held ?? []).some(l => l.name === lockName)
    // A page that is loaded anew asks while the worker of the one before is still being ended.
    for (let i = 0; i < 8 && (await isHeld()); i++) await new Promise(resolve => setTimeout(resolve, 100))
    return isHeld()
  },
  take: (force, onLost) =>
    new Promise(resolve => {
      if (force) tabs.postMessage("let go")
      const hold = (lock: Lock | null): Promise<void> | undefined => {
        if (lock === null) {
          resolve(null)
          return undefined
        }
        return new Promise<void>(release => {
          onAsked = onLost
          resolve(() => {
            onAsked = null
            release()
          })
        })
      }
      const request = (options: LockOptions): Promise<unknown> => navigator.locks.request(lockName, options, hold)
      if (!force) request({ ifAvailable: true }).catch(onLost)
      else
        request({ signal: AbortSignal.timeout(patience) }).catch((e: unknown) =>
          e instanceof DOMException && e.name === "TimeoutError" ? request({ steal: true }).catch(onLost) : onLost(),
        )
    }),
}

const kem: LoadKem = (() => {
  let prepared: Promise<PreparedKem> | undefined
  return () => {
    prepared ??= loadKem().then(
      k => preparedKem(k, 2),
      cause => {
        // A session that lost the network at its very beginning must not go on without it for ever.
        prepared = undefined
        throw cause
      },
    )
    // Key pairs take longer than anything else in a ratchet step and do not depend on the message: made in a quiet moment.
    const prepare = (k: PreparedKem) => clock.after(50, () => k.prepare())
    prepared.then(prepare, () => undefined)
    return prepared
  }
})()

/** Milliseconds in which the page asks for its chats and draws them. */
const untilShown = 80

export const session: WorkerApi = createSession({
  // The first connection may be asked for before the configuration is here.
  connect: target => loaded.then(() => connectBridge(target)),
  clock,
  random,
  pause: () => new Promise(resolve => setTimeout(resolve, untilShown)),
  kem,
  servers: () => servers,
  configured: () => loaded,
  bridges,
  direct: { post, allowed: () => directSources },
  keep,
  disk: opfsDisk("files"),
  leader,
})

self.addEventListener("online", () => void session.wake())
